"""The source package holds all that `make test` needs: it is built by the project's own builder and compared with what is here."""

import tarfile
from pathlib import Path

import pathspec
from hatchling.builders.sdist import SdistBuilder

from tests.forks import ROOT


def test_every_folder_and_file_of_the_project_is_in_it(tmp_path: Path) -> None:
    """Tests read pages, benchmarks and the Makefile; what git leaves out is left out."""
    (built,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path))
    with tarfile.open(built) as package:
        packed = {Path(name).parts[1] for name in package.getnames()}
    ignored = pathspec.GitIgnoreSpec.from_lines((ROOT / ".gitignore").read_text(encoding="utf-8").splitlines())
    here = {item.name for item in ROOT.iterdir() if not ignored.match_file(f"{item.name}/" if item.is_dir() else item.name)}
    assert here - {".git"} <= packed
