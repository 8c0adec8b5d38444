"""A report in words: the rows of its tables, for a terminal, a spreadsheet and a page alike."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from desk.charter import Charter
from desk.charter.limits import Limit, Unit
from desk.charter.measure import in_days
from desk.i18n import Tongue, later
from desk.presentation import deadlines
from desk.reports.figures import Figure, rank
from desk.reports.report import MONTH, PERSON, WEEK, Report

HEADINGS = (
    later("Promise"), later("Opened"), later("Kept"), later("Entered late"), later("Missed"), later("Running"), later("Void"),
    later("Kept of judged"), later("Median"), later("90 % within"),
)  # fmt: skip
SATISFIED_FROM = 4
DUTY_HEADINGS = (later("Duty"), later("Kept"), later("Entered late"), later("Missed"), later("Running"))


def title(say: Tongue, charter: Charter, name: str, house: bool) -> str:
    """What was promised; whether the limit is ours, or the charter promises to try."""
    standard = charter.find(name)
    words = standard.title.say(say.language) if standard else name
    if house or (standard and standard.house):
        words += " [" + say("house rule") + "]"
    if standard and standard.best_effort:
        words += " [" + say("best effort") + "]"
    return words


def percent(say: Tongue, part: int, whole: int) -> str:
    """`98,3 %`, rounded down: where something was missed it is never a whole hundred. A dash where there is nothing to divide."""
    if not whole:
        return "—"
    from babel.numbers import format_decimal

    return f"{format_decimal(Decimal(part * 1000 // whole) / 10, '0.#', locale=say.language)} %"


def amount(say: Tongue, limit: Limit | None, value: int | None) -> str:
    """A time that something took, in its promise's own unit; a dash where nothing was stopped."""
    if value is None or limit is None:
        return "—"
    if not in_days(limit):
        return deadlines.hours_and_minutes(say, value // 60 * 60)
    if limit.unit is Unit.DAYS:
        return say.n("{n} day", "{n} days", value)
    words = say.n("{n} working day", "{n} working days", value)
    return say("{days} before the exam", days=words) if limit.unit is Unit.WORKING_DAYS_BEFORE else words


def void(say: Tongue, figure: Figure) -> str:
    """How many are void, and why: `3: duplicate 2, withdrawn 1`."""
    return f"{sum(figure.void.values())}: {reasons(say, figure.void)}" if figure.void else "0"


def missed(say: Tongue, figure: Figure) -> str:
    """How many were missed, and how many of those were ended without an answer: `3 (mistake 1)`."""
    return f"{figure.missed} ({reasons(say, figure.ended)})" if figure.ended else str(figure.missed)


def reasons(say: Tongue, counts: Mapping[str, int]) -> str:
    """How many for each reason: `duplicate 2, withdrawn 1`."""
    names = {reason: say(words) for reason, words in deadlines.REASONS.items()}
    return ", ".join(f"{names.get(reason, reason)} {count}" for reason, count in counts.items())


def row(say: Tongue, charter: Charter, figure: Figure) -> tuple[str, ...]:
    """A standard's row under HEADINGS."""
    standard = charter.find(figure.standard)
    limit = charter.limit(figure.standard) if standard else None
    tried = " (" + say("by a try {n}", n=figure.tried) + ")" if figure.tried else ""
    return (
        title(say, charter, figure.standard, figure.house),
        str(figure.opened),
        f"{figure.kept}{tried}",
        str(figure.entered_late),
        missed(say, figure),
        str(figure.running),
        void(say, figure),
        percent(say, figure.kept, figure.judged),
        amount(say, limit, figure.median),
        amount(say, limit, figure.p90),
    )


def part(say: Tongue, by: str, name: str) -> str:
    """What a part of a report is called: a week, a month, a person."""
    if by == PERSON:
        return name or say("nobody")
    if by == WEEK:
        return say("week of {day}", day=deadlines.on(say, date.fromisoformat(name)))
    return deadlines.month(say, date.fromisoformat(name)) if by == MONTH else ""


def period(say: Tongue, report: Report) -> str:
    """From which day to which."""
    return say("From {first} to {last}", first=deadlines.on(say, report.first), last=deadlines.on(say, report.last))


def beside(say: Tongue, report: Report) -> list[str]:
    """What is counted apart."""
    return [
        say("Answered at once, without a clock: {n}", n=report.at_once),
        say("Opened again: {n}", n=report.reopened),
        say("Closed with a reason: {reasons}", reasons=reasons(say, report.closed) or "0"),
        satisfaction(say, report.ratings),
    ]


def satisfaction(say: Tongue, ratings: Mapping[int, int]) -> str:
    """How many of those who were asked are satisfied: with the number and the median, as every percentage."""
    scores = sorted(score for score, count in ratings.items() for _ in range(count))
    satisfied = sum(score >= SATISFIED_FROM for score in scores)
    share = percent(say, satisfied, len(scores))
    return say("Satisfied: {share} of {n}, median {median} of 5", share=share, n=len(scores), median=rank(scores, 50) or "—")


def duty_rows(say: Tongue, charter: Charter, report: Report) -> list[tuple[str, ...]]:
    """The duties that fell due, under DUTY_HEADINGS."""
    titles = {duty.id: duty.title.say(say.language) for duty in charter.file.duty}
    return [(titles.get(one.duty, one.duty), *(str(count) for count in one[1:])) for one in report.duties if any(one[1:])]


def line(say: Tongue, charter: Charter, figure: Figure) -> str:
    """A standard's row in a sentence, for where a table is too wide."""
    cells = dict(zip(HEADINGS, row(say, charter, figure), strict=True))
    said = [f"{say(name)} {cells[name]}" for name in HEADINGS[1:7] if name != "Entered late" or figure.entered_late]
    said.append(say("{share} of {n}", share=cells["Kept of judged"], n=figure.judged))
    said += [say("median {time}", time=cells["Median"]), say("90 % within {time}", time=cells["90 % within"])]
    return f"{cells['Promise']}: " + ", ".join(said)


def lines(say: Tongue, charter: Charter, found: Report) -> list[str]:
    """A report in sentences."""
    said = [period(say, found)]
    for name, figures in found.groups.items():
        said += ["", *([part(say, found.by, name)] if found.by else [])]
        said += [line(say, charter, figure) for figure in figures]
    if not found.groups:
        said.append(say("Nothing was promised in this time."))
    said += ["", *beside(say, found)]
    duties = duty_rows(say, charter, found)
    counted = [
        f"{title}: {deadlines.duty_counts(say, int(kept), int(late), int(missed))}" for title, kept, late, missed, _ in duties
    ]
    return [*said, *(["", *counted] if counted else [])]
