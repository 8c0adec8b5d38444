"""The published page: one HTML file in both languages without scripts, fonts or network access."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from desk.charter import Charter
from desk.charter.measure import in_days
from desk.charter.vocabulary import LANGUAGES
from desk.i18n import LANGUAGE_NAMES, Translator, translator
from desk.presentation import formats, reports
from desk.reports.figures import Figure
from desk.reports.publication import FEWEST, Promise, Published
from desk.store.errors.input import NotOurPage
from desk.text import sanitize

_BEGINS = b"<!DOCTYPE html>"
TEMPLATE = Path(__file__).parent / "data" / "page.html"
# Chart layout in pixels: the baseline of the bars, the height of 100 %, the distance between bars and between rows. More bars than
# these would be too small on a phone.
_BASE, _HEIGHT, _STEP, _ROW, _IN_A_ROW = 114, 90, 56, 176, 5


@dataclass(frozen=True)
class _Bar:
    x: int
    y: int
    base: int
    height: int
    share: str
    month: str
    n: int
    median: str


def page(charter: Charter, found: Published) -> str:
    """The page as HTML. Typed text is escaped."""
    from jinja2.sandbox import SandboxedEnvironment  # takes a tenth of `desk morning`, which publishes nothing

    environment = SandboxedEnvironment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(languages=[_in(translator(code), charter, found) for code in LANGUAGES])


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


def _in(_: Translator, charter: Charter, found: Published) -> dict[str, Any]:
    """The content of the page in one language."""
    centre = charter.file.centre.name.in_language(_.language)
    return {
        "code": _.language,
        "name": LANGUAGE_NAMES[_.language],
        "language_word": _("Language"),
        "title": _("How {centre} kept its promises", centre=centre),
        "period": reports.period(_, found.report),
        "explains": _(
            "A promise counts in the period in which it began. Promises that were kept, entered late or missed "
            "have a verdict; the others are still running, or void because their ticket was closed with a "
            "reason. Entered late means recorded as kept after the deadline; it does not count as kept. Nothing "
            "is published about groups under {n}.",
            n=FEWEST,
        ),
        "promises_title": _("Promises, and how often they were kept"),
        "promises": [_promise(_, charter, promise) for promise in found.promises],
        "too_few": _("Fewer than {n} were judged: not published.", n=FEWEST),
        "nothing": _("Nothing in this period."),
        "satisfied_title": _("Customer satisfaction"),
        "satisfied": reports.satisfaction(_, found.scores) if found.scores else _("Fewer than {n} answers.", n=FEWEST),
        "beside_title": _("Reopened and closed"),
        "beside": [
            _("Reopened: {n}", n=_enough(_, found.reopened)),
            _("Closed with a reason: {reasons}", reasons=reports.reasons(_, found.closed) or _enough(_, None)),
        ],
        "head": _("When this page was written, the log of the desk ended with {head}.", head=found.head),
        "practice": _("Practice desk: its figures are not evidence.") if found.practice else "",
        "duties_title": _("Regular duties"),
        "duties": [
            (title, _done(_, kept, late, missed))
            for title, kept, late, missed, _unused in reports.duty_rows(_, charter, found.report)
        ],
        "changes_title": _("What we learned and changed"),
        "changes": [sanitize.safe(change) for change in found.changes],
        "no_changes": _("No changes after feedback in this period."),
    }


def _done(_: Translator, kept: str, late: str, missed: str) -> str:
    done = _("done {kept} times, missed {missed} times", kept=kept, missed=missed)
    return done if late == "0" else _("{done}, entered late {late} times", done=done, late=late)


def _enough(_: Translator, count: int | None) -> str:
    return _("fewer than {n}", n=FEWEST) if count is None else str(count)


def _promise(_: Translator, charter: Charter, promise: Promise) -> dict[str, Any]:
    standard = charter.standard(promise.standard)
    said: dict[str, Any] = {"words": standard.promise.in_language(_.language), "share": ""}
    if promise.figure is None:
        return said | {"title": reports.title(_, charter, promise.standard, promise.house)}
    row = dict(zip(reports.HEADINGS, reports.row(_, charter, promise.figure), strict=True))
    # Their reasons would be groups of a few.
    row["Void"], row["Missed"] = str(sum(promise.figure.void.values())), str(promise.figure.missed)
    bars = [_bar(_, charter, place, month, figure) for place, (month, figure) in enumerate(promise.months)]
    return said | {
        "title": row.pop("Promise"),
        "share": row.pop("Share kept"),
        "of": _("kept, of {n} judged", n=promise.figure.judged),
        "figures": [(_(name), value) for name, value in row.items()],
        "bars": bars,
        "width": min(max(len(bars), 1), _IN_A_ROW) * _STEP + 8,
        "height": -(-len(bars) // _IN_A_ROW) * _ROW,
        "chart": _("By month: {months}", months="; ".join(f"{bar.month}: {bar.share}, n {bar.n}, {bar.median}" for bar in bars)),
    }


def _bar(_: Translator, charter: Charter, place: int, month: date, figure: Figure) -> _Bar:
    height = figure.kept * _HEIGHT // figure.judged
    share = reports.percent(_, figure.kept, figure.judged).replace("\N{NO-BREAK SPACE}", " ")
    row, column = divmod(place, _IN_A_ROW)
    base = _BASE + row * _ROW
    return _Bar(
        column * _STEP + 8,
        base - height,
        base,
        height,
        share,
        formats.month_short(_, month),
        figure.judged,
        _short(_, charter, figure),
    )


def _short(_: Translator, charter: Charter, figure: Figure) -> str:
    """The median below a bar, in days or as hours and minutes."""
    if figure.median is None:
        return ""
    if in_days(charter.limit(figure.standard)):
        return _("med. {n} d", n=figure.median)
    return _("med. {time}", time=f"{figure.median // 3600}:{figure.median // 60 % 60:02}")
