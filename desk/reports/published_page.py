"""The published page: one HTML file in both languages without scripts, fonts or network access."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.charter import Charter
from desk.charter.measure import in_days
from desk.charter.vocabulary import LANGUAGES
from desk.i18n import LANGUAGE_NAMES, Translator, translator
from desk.presentation import formats, reports
from desk.reports.disclosure import FEWEST
from desk.reports.figures import Figure
from desk.reports.html import render
from desk.reports.publication import Promise, Published
from desk.reports.report import Report
from desk.text import sanitize

# Chart layout in pixels: the baseline of the bars, the height of 100 %, the width of a bar with its words, the height of the chart.
# The three months of a quarter fit on a phone.
_BASE, _HEIGHT, _STEP, _WHOLE = 114, 90, 96, 176
_BARS = 2  # fewer show nothing that the figures do not say
_ALWAYS = ("Started", "Kept", "Missed")  # figures that are said even if they are 0


@dataclass(frozen=True)
class _Bar:
    """A bar of a chart. x: its middle; y: its top."""

    x: int
    y: int
    height: int
    share: str
    month: str
    of: str
    median: str


def page(charter: Charter, found: Published) -> str:
    """The page as HTML. Typed text is escaped."""
    return render("page.html", [_in(translator(code), charter, found) for code in LANGUAGES])


def _in(_: Translator, charter: Charter, found: Published) -> dict[str, Any]:
    """The content of the page in one language."""
    centre = charter.file.centre.name.in_language(_.language)
    return {
        "code": _.language,
        "name": LANGUAGE_NAMES[_.language],
        "language_word": _("Language"),
        "title": _("How {centre} kept its promises", centre=centre),
        "period": _period(_, found.report),
        "explains": _(
            "A promise belongs to the period in which its time began to run. It was kept or missed, or it is still running; "
            "it is void if the ticket was closed because nothing was left to answer. Entered late means done in time and "
            "recorded after the deadline; it does not count as kept. Nothing is published about fewer than {n} cases.",
            n=FEWEST,
        ),
        "promises_title": _("Promises, and how often they were kept"),
        "promises": [_promise(_, charter, promise) for promise in found.promises],
        "too_few": _too_few(_, found.report),
        "nothing": _("Nothing in this period."),
        "satisfied_title": _("Customer satisfaction"),
        "satisfied": reports.satisfaction(_, found.scores) if found.scores else _("Fewer than {n} answers.", n=FEWEST),
        "answer_rate": reports.answer_rate(_, found.response) if found.response else "",
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
    title, share = row.pop("Promise"), row.pop("Share kept")
    return said | {
        "title": title,
        "share": share,
        "of": _("kept, of {n} judged", n=promise.figure.judged),
        "figures": [(_(name), value) for name, value in row.items() if name in _ALWAYS or value not in ("0", "—")],
        "bars": bars if len(bars) >= _BARS else [],
        "base": _BASE,
        "width": len(bars) * _STEP,
        "height": _WHOLE,
        "chart": _("By month: {months}", months="; ".join(f"{bar.month}: {bar.share}, {bar.of}, {bar.median}" for bar in bars)),
    }


def _period(_: Translator, report: Report) -> str:
    """The month, or the first and the last month of the quarter."""
    last = formats.month(_, report.last)
    if (report.first.year, report.first.month) == (report.last.year, report.last.month):
        return last[0].upper() + last[1:]
    first = formats.month_name(_, report.first)
    return f"{first[0].upper()}{first[1:]} – {last}"


def _too_few(_: Translator, report: Report) -> str:
    """Why a promise has no figures: in a quarter a single month may be the reason, since it must not follow from the others."""
    if report.first.month == report.last.month:
        return _("Fewer than {n} cases: not published.", n=FEWEST)
    return _("Fewer than {n} cases in the period or in one of its months: not published.", n=FEWEST)


def _bar(_: Translator, charter: Charter, place: int, month: date, figure: Figure) -> _Bar:
    height = figure.kept * _HEIGHT // figure.judged
    return _Bar(
        place * _STEP + _STEP // 2,
        _BASE - height,
        height,
        reports.percent(_, figure.kept, figure.judged).replace("\N{NO-BREAK SPACE}", " "),
        formats.month_name(_, month),
        _("of {n}", n=figure.judged),
        _short(_, charter, figure),
    )


def _short(_: Translator, charter: Charter, figure: Figure) -> str:
    """The median below a bar, in days or as hours and minutes."""
    if figure.median is None:
        return ""
    if in_days(charter.limit(figure.standard)):
        return _("med. {n} d", n=figure.median)
    return _("med. {time}", time=f"{figure.median // 3600}:{figure.median // 60 % 60:02}")
