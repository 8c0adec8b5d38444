"""Published pages: one HTML file in both languages without scripts, fonts or network access."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desk.store.errors.input import NotOurPage

_BEGINS = b"<!DOCTYPE html>"
_TEMPLATES = Path(__file__).parent / "data"


def render(template: str, languages: Sequence[Mapping[str, Any]]) -> str:
    """A page as HTML; everything inserted is escaped. template: one of data/; languages: what it says in each."""
    import jinja2.sandbox  # takes a tenth of `desk morning`, which publishes nothing

    loader = jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8")
    environment = jinja2.sandbox.SandboxedEnvironment(autoescape=True, trim_blocks=True, lstrip_blocks=True, loader=loader)
    return environment.get_template(template).render(languages=languages)


def write_whole(path: Path, words: str) -> None:
    """Writes a page atomically: readers see the old or the new one. Only a page is overwritten. Raises OSError, and BadInput if the
    name belongs to another file."""
    if path.is_file() and not path.read_bytes().startswith(_BEGINS):
        raise NotOurPage(path.name)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(words, encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
