"""`python -m pos2web` and the command `pos2web`."""

import sys

from pos2web.cli.main import run


def main() -> None:
    """Carry out the command line of this process, and end it with the exit code."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
