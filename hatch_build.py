"""Compiles the translations when the package is built or installed: the compiled catalogues are not committed."""

import io
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Writes the .mo beside each .po."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's own shape
        """Runs before the package is put together."""
        for catalogue in Path(self.root, "desk", "locale").rglob("*.po"):
            compiled = io.BytesIO()
            with catalogue.open("rb") as source:
                write_mo(compiled, read_po(source, locale=catalogue.parents[1].name))
            # In one step: a desk that is starting meanwhile reads the former one or this one, and never half of it.
            new = catalogue.with_suffix(".mo.new")
            new.write_bytes(compiled.getvalue())
            new.replace(catalogue.with_suffix(".mo"))
        build_data["artifacts"].append("desk/locale/**/*.mo")
