"""`python -m pos2web.adapters.sandbox.shop --data DIR`: the sandbox shop as a process of its own."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from pos2web.adapters.sandbox.serving import announce
from pos2web.adapters.sandbox.shop.faults import Faults
from pos2web.adapters.sandbox.shop.server import ShopServer, World, serve
from pos2web.adapters.sandbox.shop.settings import Settings
from pos2web.errors import ConflictError, SettingsError


def _read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sandbox-shop", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="where the shop keeps its data")
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    parser.add_argument("--languages", default="fr,en", help="codes, the default one first")
    paces = ("none", "prestashop")
    parser.add_argument("--pace", choices=paces, default="none", help="as slow as the real one")
    parser.add_argument("--faults", default="{}", help="what goes wrong, as JSON")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Serve until SIGTERM; the only line on stdout says where, and with which key."""
    options = _read_arguments(arguments)
    try:
        server = ShopServer(
            options.data,
            port=options.port,
            languages=tuple(options.languages.split(",")),
            world=World(settings=Settings(pace=options.pace)),
            faults=msgspec.json.decode(options.faults, type=Faults),
        )
    except (ConflictError, SettingsError, msgspec.DecodeError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    serve(server, announce)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
