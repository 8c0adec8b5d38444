"""Which backups are kept: the latest of each of the last days, weeks and months that have one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from desk.actions.rights import Right
from desk.charter.errors import DeskError
from desk.store.database import Store
from desk.store.maintenance.check import HASH, read_anchor
from desk.store.maintenance.manifest import manifest_path, read_manifest
from desk.store.permissions import requires


@dataclass(frozen=True)
class Keep:
    """How many backups are kept.

    days, weeks, months: of how many of them the latest backup is kept, counting those that have one.
    """

    days: int
    weeks: int
    months: int


class Kept(NamedTuple):
    """A backup. made: its moment in the centre's time; place: where it is among those that were given."""

    made: datetime
    place: int


def to_keep(made: Sequence[datetime], keep: Keep) -> frozenset[int]:
    """The places of the backups that are kept; always that of the latest one."""
    latest_first = sorted((Kept(moment, place) for place, moment in enumerate(made)), reverse=True)
    found = {one.place for one in latest_first[:1]}
    for count, period in ((keep.days, _day), (keep.weeks, _week), (keep.months, _month)):
        found |= _latest_of_each(latest_first, period, count)
    return frozenset(found)


def _latest_of_each(latest_first: Sequence[Kept], period: Callable[[date], Any], count: int) -> set[int]:
    latest: dict[Any, int] = {}
    for one in latest_first:
        latest.setdefault(period(one.made.date()), one.place)
    return set(list(latest.values())[:count])


def _day(day: date) -> Any:
    return day


def _week(day: date) -> Any:
    return day.isocalendar()[:2]


def _month(day: date) -> Any:
    return day.year, day.month


@requires(Right.ANYBODY)
def remove_old(store: Store, folder: Path, keep: Keep) -> list[Path]:
    """Deletes the proven backups of this desk in a folder that the rules do not keep, with their manifests. Returns what was
    deleted.

    Files without a manifest, and backups of other desks, stay: their log does not end in that of the database. Raises OSError.
    """
    found = []
    for path in sorted(folder.iterdir()):
        try:
            manifest = read_manifest(path) if path.is_file() and manifest_path(path).exists() else None
            event, begins = read_anchor(manifest.head) if manifest else (0, "")
        except DeskError:  # damaged, or of something else
            continue
        if manifest and any(str(linked).startswith(begins) for (linked,) in HASH.rows(store, event=event)):
            found.append((path, store.charter.at(manifest.made)))
    kept = to_keep([made for _, made in found], keep)
    removed = [path for place, (path, _) in enumerate(found) if place not in kept]
    for path in removed:
        path.unlink()
        manifest_path(path).unlink()
    return removed
