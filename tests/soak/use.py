"""What a process uses: memory, open files, time of the processor."""

import os
import resource
from dataclasses import dataclass
from pathlib import Path

GROWTH_MAX = 1.3
GROWTH_ALLOWED_MB = 30.0
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class Use:
    """What a process uses."""

    memory_mb: float
    files: int

    @classmethod
    def of(cls, pid: int) -> "Use":
        """Memory as the system counts it where it does, else the most that we ever used."""
        status = Path(f"/proc/{pid}/statm")
        if not status.exists():
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            return cls(peak / 1024, 0)
        pages = int(status.read_text().split()[1])
        files = len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208 - not a path of ours
        return cls(pages * resource.getpagesize() / 1e6, files)

    def has_outgrown(self, before: "Use", *, files_more: int = 2) -> bool:
        """Whether this is more than chance."""
        most_mb = before.memory_mb * GROWTH_MAX + GROWTH_ALLOWED_MB
        return self.memory_mb > most_mb or self.files > before.files + files_more


def cpu_s(pid: int) -> float:
    """Seconds of the processor that a process took so far, on Linux."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / TICKS_A_SECOND
