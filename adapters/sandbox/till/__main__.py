"""`python -m pos2web.adapters.sandbox.till --database FILE`: the sandbox till as a process of its own."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pos2web.adapters.sandbox.serving import announce
from pos2web.adapters.sandbox.till.server import TillServer, serve


def _read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sandbox-till", description=__doc__)
    parser.add_argument("--database", type=Path, required=True, help="a till in the default schema")
    parser.add_argument("--photos", type=Path, help="where new photos go: a folder beside it")
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Serve until SIGTERM; the only line on stdout says where."""
    options = _read_arguments(arguments)
    try:
        server = TillServer(options.database, options.photos, port=options.port)
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    serve(server, announce)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
