"""Tells systemd that we are ready, alive or about to end, over the socket that it gave us."""

import logging
import socket
from collections.abc import Mapping

log = logging.getLogger(__name__)

SEND_WAIT_S = 1.0


class Supervisor:
    """Whoever started us, where that is systemd; otherwise nobody, and nothing is said.

    `watchdog_s`: systemd starts us anew when `alive` has not been called for so long.
    """

    def __init__(self, address: str = "", *, watchdog_s: float | None = None) -> None:
        self._address = address
        self.watchdog_s = watchdog_s if address else None

    @classmethod
    def of(cls, environment: Mapping[str, str], pid: int) -> "Supervisor":
        """The one that this environment names; see sd_notify(3) and sd_watchdog_enabled(3)."""
        address = environment.get("NOTIFY_SOCKET", "")
        if not address.startswith(("/", "@")):
            return cls()
        usec = environment.get("WATCHDOG_USEC", "")
        is_ours = environment.get("WATCHDOG_PID", str(pid)) == str(pid)
        watched = usec.isdigit() and int(usec) > 0 and is_ours
        return cls(address, watchdog_s=int(usec) / 1e6 if watched else None)

    def ready(self, status: str) -> None:
        """Everything is open."""
        self._tell(f"READY=1\nSTATUS={status}")

    def alive(self) -> None:
        """The heart beats."""
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """We are about to end."""
        self._tell("STOPPING=1")

    def _tell(self, state: str) -> None:
        if not self._address:
            return
        # An address in the abstract namespace begins with a zero byte, written as @.
        address = f"\0{self._address[1:]}" if self._address[0] == "@" else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
                sender.settimeout(SEND_WAIT_S)
                sender.sendto(state.encode(), address)
        except OSError as error:
            log.warning("systemd can't be told %s: %s", state.splitlines()[0], error)
