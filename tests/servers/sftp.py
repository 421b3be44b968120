"""OpenSSH's server for SFTP, with keys of its own, for who runs the tests and for two merchants."""

import os
import pwd
import shutil
import signal
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import quote

from filelock import FileLock

from tests.servers.processes import (
    HOST,
    START_S_MAX,
    Failed,
    Missing,
    Process,
    free_ports,
    listens,
)

MERCHANTS = ("games", "news")
"""Users that every Debian has, and that own nothing: merchants shut in folders of their own."""

INSTALL_S_MAX = 240
SSHD_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))


@dataclass(frozen=True, kw_only=True)
class Login:
    """Who may log in: a user, the file of the key, and the folder that is theirs, as they see it."""

    user: str
    key_file: Path
    folder: str


class SftpServer:
    """A server of files. Its own user sees `folder` by its real name; merchants, who are there only
    for root, are shut in (`chroot`) and may write below `/store`. `stranger` is a user whose key it does not know."""

    def __init__(self, folder: Path) -> None:
        self._place = folder
        self._host_key = new_key(folder / "host")
        self.folder = folder / "files"
        self.folder.mkdir(mode=0o700)
        user = pwd.getpwuid(os.geteuid()).pw_name
        self.login = self._login(user, str(self.folder))
        self.stranger = Login(user=user, key_file=new_key(folder / "key-of-nobody"), folder="/")
        self.merchants = tuple(self._merchant(each) for each in MERCHANTS if os.geteuid() == 0)
        self.port = 0
        self._process: Process | None = None
        self._lock = threading.RLock()

    @property
    def host_key(self) -> str:
        """What the server proves itself with, in full: `ssh-ed25519 AAAA…`."""
        return " ".join(self._host_key.with_suffix(".pub").read_text().split()[:2])

    @property
    def fingerprint(self) -> str:
        """The same as people compare it: `SHA256:…`."""
        said = run("ssh-keygen", "-l", "-E", "sha256", "-f", str(self._host_key))
        return said.split()[1]

    def address(self, path: str = "", *, login: Login | None = None, port: int = 0) -> str:
        """A place on it, as `from_address` takes it."""
        who = login or self.login
        where = f"{who.folder}/{path}".rstrip("/")
        known = f"host_key={quote(self.fingerprint)}&key_file={quote(str(who.key_file))}"
        return f"sftp://{who.user}@{HOST}:{port or self.port}{quote(where)}?{known}"

    def seen(self, login: Login) -> Path:
        """A merchant's folder as the server's owner sees it."""
        return self._place / "merchants" / login.user / login.folder.strip("/")

    def start(self) -> Self:
        """Run, and return when it listens; nothing happens when it does already.

        It keeps its port when it is started again. Raises Missing, Failed.
        """
        with self._lock:
            is_new, until = not self.port, time.monotonic() + START_S_MAX
            while self._process is None:
                self.port = self.port or free_ports(1)[0]
                try:
                    process = Process(self._command(), log=self._place / "said.txt")
                    process.wait_for(lambda: listens(self.port))
                except Failed:  # somebody else may have taken the port
                    if time.monotonic() > until:
                        raise
                    self.port = 0 if is_new else self.port
                else:
                    self._process = process
            return self

    def pause(self) -> None:
        """Answer nothing any more: calls are taken, conversations stay, and nothing is said."""
        for each in self._pids():
            tell(each, signal.SIGSTOP)

    def go_on(self) -> None:
        """Answer again."""
        for each in self._pids():
            tell(each, signal.SIGCONT)

    def kill(self) -> None:
        """Let nobody in any more, and end all conversations; may be called twice.

        Whoever sees a conversation end finds nobody listening any more.
        """
        with self._lock:
            if self._process is not None:
                self._process.pause()  # it must not let anybody in meanwhile
                talking = children(self._process.pid)
                self._process.kill()
                self._process = None
                for each in talking:
                    tell(each, signal.SIGKILL)

    def hang_up(self) -> None:
        """End all conversations; whoever comes again is let in."""
        assert self._process is not None
        for each in children(self._process.pid):
            tell(each, signal.SIGKILL)

    def change_host_key(self) -> None:
        """Prove to be somebody else from now on."""
        for each in self._place.glob("host*"):
            each.unlink()
        self.kill()
        self._host_key = new_key(self._place / "host")
        self.start()

    def _pids(self) -> list[int]:
        assert self._process is not None
        return [self._process.pid, *children(self._process.pid)]

    def _login(self, user: str, folder: str) -> Login:
        key_file = new_key(self._place / f"key-{user}")
        allowed = self._place / f"allowed-{user}"
        shutil.copyfile(key_file.with_suffix(".pub"), allowed)
        allowed.chmod(0o644)
        return Login(user=user, key_file=key_file, folder=folder)

    def _merchant(self, user: str) -> Login:
        login = self._login(user, "/store")
        store = self.seen(login)
        store.mkdir(parents=True, mode=0o700)
        account = pwd.getpwnam(user)
        os.chown(store, account.pw_uid, account.pw_gid)
        return login

    def _command(self) -> list[str]:
        program = sshd()
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        settings = self._place / "sshd_config"
        settings.write_text(self._settings())
        return [program, "-D", "-e", "-f", str(settings)]

    def _settings(self) -> str:
        lines = [
            f"Port {self.port}",
            f"ListenAddress {HOST}",
            f"HostKey {self._host_key}",
            "PidFile none",
            f"AuthorizedKeysFile {self._place}/allowed-%u",
            "StrictModes no",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PermitRootLogin prohibit-password",
            "UsePAM no",
            "MaxStartups 100",
            "Subsystem sftp internal-sftp",
            "ForceCommand internal-sftp",
        ]
        for each in self.merchants:
            lines += [
                f"Match User {each.user}",
                f"    ChrootDirectory {self._place}/merchants/%u",
            ]
        return "\n".join((*lines, ""))


def new_key(file: Path, *, password: str = "") -> Path:
    """A new pair of keys; the public one is beside it."""
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", password, "-C", "tests", "-f", str(file))
    return file


def run(*command: str) -> str:
    """What a program says. Raises Missing when it isn't there."""
    if shutil.which(command[0]) is None:
        raise Missing(f"{command[0]} is missing: sudo apt-get install openssh-client")
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout  # noqa: S603 - a command of our own


def sshd() -> str:
    """OpenSSH's server, from the system's packages where this user may install them.

    Raises Missing. On a machine that would start it at once for all to reach it isn't installed.
    """
    found = shutil.which("sshd", path=SSHD_PATH)
    if found is None and os.geteuid() == 0 and not Path("/run/systemd/system").exists():
        with FileLock("/var/lock/pos2web-tests-sshd.lock"):
            found = shutil.which("sshd", path=SSHD_PATH) or _installed()
    if found is None:
        raise Missing("OpenSSH's server is missing: sudo apt-get install openssh-server")
    return found


def _installed() -> str | None:
    apt = shutil.which("apt-get")
    if apt is None:
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ("install", "-q", "-y", "--no-install-recommends", "openssh-server")
    for arguments in (("update", "-q"), install):
        subprocess.run(  # noqa: S603 - a command of our own
            [apt, *arguments],
            env=environment,
            capture_output=True,
            timeout=INSTALL_S_MAX,
            check=False,
        )
    return shutil.which("sshd", path=SSHD_PATH)


def children(pid: int) -> list[int]:
    """The processes that this one started, and those that they started."""
    below: list[int] = []
    for each in Path("/proc").glob(f"{pid}/task/*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            for child in map(int, each.read_text().split()):
                below += [child, *children(child)]
    return below


def tell(pid: int, signal_: signal.Signals) -> None:
    """Send a signal to a process of ours that may have ended by itself."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal_)
