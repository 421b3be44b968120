"""Compiles the message catalogues when a wheel is built, so that nothing need be made where it runs."""

from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogues(BuildHookInterface[Any]):
    """Puts a `.mo` into the wheel for each `.po`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; an editable installation compiles its catalogues itself when it reads them."""
        if version == "editable":
            return
        for source in Path(self.root).glob("pos2web/locale/*/LC_MESSAGES/*.po"):
            compiled = source.with_suffix(".mo")
            with source.open("rb") as file, compiled.open("wb") as made:
                mofile.write_mo(made, pofile.read_po(file))
            build_data["artifacts"].append(compiled.relative_to(self.root).as_posix())
