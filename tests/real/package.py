"""Gets the public npm package whose catalogue is the real input; nothing of it is kept here.

`python -m tests.real.package` gets it beforehand, and node and npm with it where it may.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import platformdirs

NAME, VERSION = "@vendure/create", "3.7.3"
CACHE = platformdirs.user_cache_path("pos2web") / "tests" / f"vendure-create-{VERSION}"
SECONDS_MAX = 300


class Missing(Exception):  # noqa: N818 - what a person reads when the test can't run
    """The package can't be had here; the text says what to do."""


def assets() -> Path:
    """The folder with `products.csv` and `images`, got once and kept in the user's cache."""
    if not CACHE.is_dir():
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE.parent) as folder:
            unpack(download(Path(folder)), Path(folder))
            try:
                (Path(folder) / "package").rename(CACHE)
            except OSError:  # another process was first
                if not CACHE.is_dir():
                    raise
    return CACHE / "assets"


def download(folder: Path) -> Path:
    """The package as npm packs it. Raises Missing."""
    npm = shutil.which("npm")
    if npm is None:
        raise Missing(f"npm is needed to get {NAME}@{VERSION}: install Node.js with npm")
    command = [npm, "pack", "--ignore-scripts", "--silent", f"{NAME}@{VERSION}"]
    done = subprocess.run(  # noqa: S603 - a command of our own
        command, cwd=folder, capture_output=True, text=True, timeout=SECONDS_MAX, check=False
    )
    packed = list(folder.glob("*.tgz"))
    if done.returncode or not packed:
        raise Missing(f"npm could not get {NAME}@{VERSION}: {done.stderr.strip()[-500:]}")
    return packed[0]


def unpack(packed: Path, folder: Path) -> None:
    """Take the files out, none of them outside the folder."""
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")


def install_npm() -> None:
    """Node and npm from the system's packages, where this user may do that."""
    apt = shutil.which("apt-get")
    if shutil.which("npm") or apt is None or os.geteuid():
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-q", "-y", "nodejs", "npm"]):
        subprocess.run([apt, *arguments], env=environment, check=True)  # noqa: S603 - a command of our own


def main() -> int:
    """Get the package, and say where it is."""
    install_npm()
    try:
        sys.stdout.write(f"{assets()}\n")
    except Missing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
