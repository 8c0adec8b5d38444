"""Text for reports: the rows of the tables, for terminal, spreadsheet and web page."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal

from desk.actions.choices import CLOSE_REASONS, CUSTOMER_KINDS, OUTCOMES, SEVERITIES
from desk.charter import Charter
from desk.charter.limits import Limit, Unit
from desk.charter.measure import in_days
from desk.facts.fact import Content
from desk.i18n import N_, Translator
from desk.presentation import formats, terms
from desk.presentation.terms import FACT_FIELDS
from desk.reports.complaints import ComplaintFigures
from desk.reports.dates_page import EXTRA, MISSING, Difference
from desk.reports.disclosure import FEWEST
from desk.reports.figures import Figure, rank
from desk.reports.report import CUSTOMER, MONTH, PERSON, WEEK, Report
from desk.store.commands.ratings import Response
from desk.store.complaints.corrective_actions import Corrective
from desk.store.complaints.course import FirstContact
from desk.text import sanitize

HEADINGS = (
    N_("Promise"), N_("Started"), N_("Kept"), N_("Entered late"), N_("Missed"), N_("Running"), N_("Void"),
    N_("Share kept"), N_("Median"), N_("90% within"),
)  # fmt: skip
SATISFIED_FROM = 4
REGISTRATION_HEADINGS = (
    N_("Registration for"), N_("Open"), N_("Closed before the exam"), N_("Sister sessions"), N_("Closed"),
)  # fmt: skip
# The groupings of the complaints, with the labels of their values; categories and causes are named by the charter.
COMPLAINT_GROUPS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "category": (N_("By category"), {}),
    "severity": (N_("By severity"), SEVERITIES),
    "cause": (N_("By cause"), {}),
    "outcome": (N_("By outcome"), OUTCOMES),
    "stage": (
        N_("By stage"), {"first": N_("first stage"), "second": N_("second stage"), "cambridge": N_("passed on to Cambridge")},
    ),
    "end": (
        N_("How they ended"),
        {
            **CLOSE_REASONS, "accepted": N_("answer accepted"), "used-up": N_("everything possible was done"),
            "": N_("not ended yet"),
        },
    ),
}  # fmt: skip
DUTY_HEADINGS = (N_("Duty"), N_("Kept"), N_("Entered late"), N_("Missed"), N_("Running"))


def title(_: Translator, charter: Charter, name: str, house: bool) -> str:
    """The title of a promise; says if the limit is our own, or if the charter only promises to try."""
    standard = charter.find(name)
    words = standard.title.in_language(_.language) if standard else name
    if house or (standard and standard.house):
        words += " (" + _("house rule") + ")"
    if standard and standard.best_effort:
        words += " (" + _("best effort") + ")"
    return words


def percent(_: Translator, part: int, whole: int) -> str:
    """`98.3%`, rounded down, so that it is never 100 if something was missed. A dash if there is nothing to divide."""
    if not whole:
        return "—"
    return formats.percentage(_, format_decimal(Decimal(part * 1000 // whole) / 10, "0.#", locale=_.language))


def amount(_: Translator, limit: Limit | None, value: int | None) -> str:
    """A duration in the unit of its promise; a dash if nothing was stopped."""
    if value is None or limit is None:
        return "—"
    if value == 0 and limit.unit in (Unit.DAYS, Unit.WORKING_DAYS):
        return _("the same day")
    if not in_days(limit):
        return formats.hours_and_minutes(_, value // 60 * 60)
    if limit.unit is Unit.DAYS:
        return _.ngettext("{n} day", "{n} days", value)
    words = _.ngettext("{n} working day", "{n} working days", value)
    return _("{days} before the exam", days=words) if limit.unit is Unit.WORKING_DAYS_BEFORE else words


def void(_: Translator, figure: Figure) -> str:
    """How many are void, by reason: `3: duplicate 2, withdrawn 1`."""
    return f"{sum(figure.void.values())}: {reasons(_, figure.void)}" if figure.void else "0"


def missed(_: Translator, figure: Figure) -> str:
    """How many were missed, and how many of those were ended without an answer: `3 (mistake 1)`."""
    return f"{figure.missed} ({reasons(_, figure.ended)})" if figure.ended else str(figure.missed)


def reasons(_: Translator, counts: Mapping[str, int]) -> str:
    """The number for each reason: `duplicate 2, withdrawn 1`."""
    names = {reason: _(words) for reason, words in terms.REASONS.items()}
    return ", ".join(f"{names.get(reason, reason)} {count}" for reason, count in counts.items())


def row(_: Translator, charter: Charter, figure: Figure) -> tuple[str, ...]:
    """The row of a standard under HEADINGS."""
    standard = charter.find(figure.standard)
    limit = charter.limit(figure.standard) if standard else None
    tried = " (" + _("by attempted call {n}", n=figure.tried) + ")" if figure.tried else ""
    return (
        title(_, charter, figure.standard, figure.house),
        str(figure.opened),
        f"{figure.kept}{tried}",
        str(figure.entered_late),
        missed(_, figure),
        str(figure.running),
        void(_, figure),
        percent(_, figure.kept, figure.judged),
        amount(_, limit, figure.median),
        amount(_, limit, figure.p90),
    )


def part(_: Translator, by: str, name: str) -> str:
    """The title of a part of a report: a week, a month, a person, a kind of customer."""
    if by == CUSTOMER:
        return _(CUSTOMER_KINDS[name]) if name in CUSTOMER_KINDS else _("kind of customer not said")
    if by == PERSON:
        return name or _("nobody")
    if by == WEEK:
        return _("week of {day}", day=formats.on(_, date.fromisoformat(name)))
    return formats.month(_, date.fromisoformat(name)) if by == MONTH else ""


def period(_: Translator, report: Report) -> str:
    """The first and the last day of the report, or its only one."""
    if report.first == report.last:
        return formats.on(_, report.first)
    return _("From {first} to {last}", first=formats.on(_, report.first), last=formats.on(_, report.last))


def beside(_: Translator, report: Report) -> list[str]:
    """The figures that are counted separately."""
    return [
        _("Answered at once, without a clock: {n}", n=report.at_once),
        first_contact(_, report.first_contact),
        _("Reopened: {n}", n=report.reopened),
        _("Closed with a reason: {reasons}", reasons=reasons(_, report.closed) or "0"),
        satisfaction(_, report.ratings),
        *([answer_rate(_, report.response)] if report.response.asked else []),
    ]


def first_contact(_: Translator, counts: FirstContact) -> str:
    """How many of the questions by phone and in person were answered at once and for good."""
    if counts.asked < FEWEST:
        return _("Answered at the first contact: fewer than {n} questions", n=FEWEST)
    share = percent(_, counts.answered, counts.asked)
    return _("Answered at the first contact: {share} of {n}", share=share, n=counts.asked)


def complaint_lines(_: Translator, charter: Charter, found: ComplaintFigures) -> list[str]:
    """The complaints of a period by what they teach; nothing if there were none. Groups of a few are named without their number."""
    if not found.received:
        return []
    lines = [
        _(
            "Complaints: {total}; of customers who had complained within a year: {repeated}",
            total=_count(_, found.total),
            repeated=_count(_, found.repeated),
        )
    ]
    for name, (heading, labels) in COMPLAINT_GROUPS.items():
        counts = {_value(_, charter, name, value, labels): count for value, count in found.groups[name].items()}
        said = [f"{label} {count}" for label, count in counts.items() if count is not None]
        few = ", ".join(label for label, count in counts.items() if count is None)
        hidden = [_("number not shown: {values}", values=few)] if few else []
        lines.append(f"{_(heading)}: " + "; ".join([*([", ".join(said)] if said else []), *hidden]))
    return lines


def _value(_: Translator, charter: Charter, grouping: str, value: str, labels: Mapping[str, str]) -> str:
    if value in labels:
        return _(labels[value])
    if not value:
        return _("not specified")
    return {"category": terms.category_title, "cause": terms.cause_title}[grouping](_, charter, value)


def _count(_: Translator, count: int | None) -> str:
    return _("not shown, a group of fewer than {n}", n=FEWEST) if count is None else str(count)


def arrival_rows(_: Translator, arrivals: Mapping[tuple[int, int], int]) -> list[tuple[str, ...]]:
    """What came in by weekday and hour, as a table with its headings; numbers below FEWEST are a dot."""
    hours = sorted({hour for _day, hour in arrivals})
    days = sorted({day for day, _hour in arrivals})
    heading = ("", *(f"{hour}:00" for hour in hours))
    return [heading, *((formats.weekday_name(_, day), *(_cell(arrivals.get((day, hour), 0)) for hour in hours)) for day in days)]


def _cell(count: int) -> str:
    return "" if not count else "·" if count < FEWEST else str(count)


def learned_lines(report: Report) -> list[str]:
    """What was done so that complaints do not come back."""
    return [_learned(action) for action in report.learned]


def _learned(action: Corrective) -> str:
    done = sanitize.one_line(action.said or action.done, 100)
    return f"{sanitize.one_line(action.words, 100)}: {done}" if action.words else done


def satisfaction(_: Translator, ratings: Mapping[int, int]) -> str:
    """How many of those asked are satisfied, with the number and the median, as for every percentage."""
    scores = sorted(score for score, count in ratings.items() for _unused in range(count))
    if not scores:
        return _("Satisfaction: no answers")
    satisfied = sum(score >= SATISFIED_FROM for score in scores)
    share = percent(_, satisfied, len(scores))
    return _("Satisfied: {share} of {n}, median {median} of 5", share=share, n=len(scores), median=rank(scores, 50) or "—")


def answer_rate(_: Translator, counts: Response) -> str:
    """How many of those who were asked answered."""
    share = percent(_, counts.answered, counts.asked)
    return _("Answered when asked: {share} of {n}", share=share, n=counts.asked)


def duty_rows(_: Translator, charter: Charter, report: Report) -> list[tuple[str, ...]]:
    """The duties that fell due, as rows under DUTY_HEADINGS."""
    titles = {duty.id: duty.title.in_language(_.language) for duty in charter.file.duty}
    return [(titles.get(duty.duty, duty.duty), *(str(count) for count in duty[1:])) for duty in report.duties if any(duty[1:])]


def registration_rows(_: Translator, report: Report) -> list[tuple[str, ...]]:
    """How long registration for each session was open, as rows under REGISTRATION_HEADINGS; one that closed earlier than its sister
    sessions is marked (commitments.11)."""
    return [
        (
            _session(_, entry.content),
            _days(_, entry.open_days),
            _days(_, entry.before),
            _days(_, entry.usual),
            _("! {n} earlier", n=entry.earlier) if entry.earlier else "",
        )
        for entry in report.registrations
    ]


def _session(_: Translator, content: Content) -> str:
    day = formats.on(_, content.day) if content.day else ""
    return "  ".join(filter(None, (sanitize.one_line(content.name, 60), day, sanitize.one_line(content.place, 40))))


def _days(_: Translator, count: int | None) -> str:
    return "—" if count is None else _.ngettext("{n} day", "{n} days", count)


def line(_: Translator, charter: Charter, figure: Figure) -> str:
    """The row of a standard as a sentence, where a table is too wide."""
    cells = dict(zip(HEADINGS, row(_, charter, figure), strict=True))
    said = [f"{_(name)} {cells[name]}" for name in HEADINGS[1:7] if name != "Entered late" or figure.entered_late]
    if not figure.judged:
        return f"{cells['Promise']}: " + ", ".join([*said, _("none completed yet")])
    said.append(_("{share} of {n}", share=cells["Share kept"], n=figure.judged))
    said += [_("median {time}", time=cells["Median"]), _("90% within {time}", time=cells["90% within"])]
    return f"{cells['Promise']}: " + ", ".join(said)


def trend_line(_: Translator, charter: Charter, figure: Figure) -> str:
    """How a promise was kept in the last weeks; a percentage is always given with the number and the median."""
    cells = dict(zip(HEADINGS, row(_, charter, figure), strict=True))
    if not figure.judged:
        return f"{cells['Promise']}: " + ", ".join([_("none completed yet"), _("running {n}", n=figure.running)])
    said = [
        _("{share} of {n}", share=percent(_, figure.kept, figure.judged), n=figure.judged),
        *([_("entered late {n}", n=figure.entered_late)] if figure.entered_late else []),
        _("missed {n}", n=missed(_, figure)),
        _("running {n}", n=figure.running),
        _("median {time}", time=cells["Median"]),
        _("90% within {time}", time=cells["90% within"]),
    ]
    return f"{cells['Promise']}: " + ", ".join(said)


def lines(_: Translator, charter: Charter, found: Report) -> list[str]:
    """A report as sentences."""
    said = [period(_, found)]
    for name, figures in found.groups.items():
        said += ["", *([part(_, found.by, name)] if found.by else [])]
        said += [line(_, charter, figure) for figure in figures]
    if not found.groups:
        said.append(_("No promises in this period."))
    said += ["", *beside(_, found)]
    duties = duty_rows(_, charter, found)
    counted = [
        f"{title}: {formats.duty_counts(_, int(kept), int(late), int(missed))}" for title, kept, late, missed, _unused in duties
    ]
    open_for = [
        _("{session}: registration open {days}", session=session, days=days) + f"  {early}".rstrip()
        for session, days, _before, _usual, early in registration_rows(_, found)
    ]
    complaints = complaint_lines(_, charter, found.complaints)
    learned = [_("Learned and changed:"), *learned_lines(found)] if found.learned else []
    return [*said, *(line for part in (counted, open_for, complaints, learned) if part for line in ("", *part))]


def difference_line(_: Translator, difference: Difference) -> str:
    """How the website differs from a fact, in one line."""
    named = f"{difference.fact} {sanitize.one_line(difference.name, 60)}"
    if difference.what == MISSING:
        return _("{fact}: not on the website", fact=named)
    if difference.what == EXTRA:
        return _("{fact}: on the website, but not told any more", fact=named)
    fields = ", ".join(_(FACT_FIELDS[name]) if name in FACT_FIELDS else name for name in difference.fields)
    return _("{fact}: the website says otherwise: {fields}", fact=named, fields=fields)
