"""A realistic day for `desk demo`, the README's screenshots and first impressions: the same for each seed.

Each pane has a row in its last hour and an overdue one; no real person appears in it.
"""

import random
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from pathlib import Path

from desk.charter import Charter
from desk.charter.vocabulary import USUAL_KINDS
from desk.facts.invented import invented_facts
from desk.settings import Settings, clock_from
from desk.store.charter_versions import apply_first
from desk.store.commands import tickets
from desk.store.commands.bulk_recording import open_together, record_batch
from desk.store.commands.duties import WEBSITE, open_shift, tick
from desk.store.commands.outbox import write
from desk.store.commands.recording import Recording, record
from desk.store.complaints.corrective_actions import state_cause
from desk.store.connection.opening import open_database
from desk.store.customers.cards import describe
from desk.store.customers.identity import Card
from desk.store.database import Store
from desk.store.errors.tickets import ActNotApplicable
from desk.store.facts.versions import save_facts
from desk.store.queries.customer import customer_of
from desk.store.shift_notes import leave_note
from desk.store.staff import staff_id
from desk.text.dates import parse_moment

DEMO_DAY = datetime(2026, 10, 13, 17, 5)  # noqa: DTZ001 - a Tuesday; the charter's time zone is applied later
BEFORE_CLOSING = 55  # minutes: promises of working days are then in their last hour

_NAMES = {
    "ru": (
        "Иванова Мария", "Пётр Соколов", "Olga Lindgren", "Кузнецова Анна", "Щербаков Илья", "Юлия Хохлова", "James O'Brien",
        "Фёдорова Дарья", "Алексей Ёлкин", "Цветаева Нина", "Ahmed Al-Sayed", "Громова Полина", "Никита Журавлёв", "Lena Müller",
        "Тимур Сафин", "Зайцева Ольга", "Марк Левин", "Романова Вера", "Chen Wei", "Орлов Глеб",
    ),
    "en": (
        "Mary Evans", "Peter Falk", "Olga Lindgren", "Anne Cooper", "Elias Shaw", "Julia Hill", "James O'Brien", "Daria Ford",
        "Alex Young", "Nina Brooks", "Ahmed Al-Sayed", "Polly Grove", "Nick Price", "Lena Müller", "Timur Safin", "Helen Hare",
        "Mark Levin", "Vera Roman", "Chen Wei", "Glen Orton",
    ),
}  # fmt: skip
_QUESTIONS = {
    "ru": (
        "Когда FCE?", "Спутали фамилию в сертификате", "Is there a place for CAE in December?", "Сколько стоит PET для школы?",
        "Перенести экзамен на весну", "Где проходит устная часть?", "Can I bring my own headphones?", "Нужна справка о сдаче",
        "Возврат за отменённый экзамен", "Как подготовиться к KET?", "Result not shown online", "Документы для ребёнка 11 лет",
    ),
    "en": (
        "When is FCE?", "Wrong surname on the certificate", "Is there a place for CAE in December?", "Price of PET for a school",
        "Move the exam to spring", "Where is the speaking part?", "Can I bring my own headphones?", "Letter confirming the result",
        "Refund for a cancelled exam", "How to prepare for KET?", "Result not shown online", "Documents for a child of 11",
    ),
}  # fmt: skip
_COMPLAINTS = {
    "ru": (
        "Шумно было в аудитории на Listening", "Экзамен начался на 20 минут позже", "Грубо ответили у стойки",
        "Wrong spelling twice", "Не хватило наушников",
    ),
    "en": (
        "Noise in the room during Listening", "The exam began 20 minutes late", "Rude answer at reception", "Wrong spelling twice",
        "Not enough headphones",
    ),
}  # fmt: skip
_CATEGORIES = (  # and severities, of these complaints
    ("premises", "minor"), ("exam-day", "serious"), ("staff", "serious"), ("results", "serious"), ("premises", "minor"),
)  # fmt: skip
_STAFF = {"ru": ("Анна", "Борис", "Вера"), "en": ("Anna", "Boris", "Vera")}
_CASES = {
    "ru": {
        "refund": "Вернуть оплату: экзамен отменён",
        "results": "B2 First, Writing",
        "data-request": "Какие данные обо мне хранятся",
        "question": "Бланк согласия на пересмотр ещё прежний?",
        "mind": "плохо слышит, говорить громче",
        "measure": "Сверять написание имён с паспортом при записи",
        "note": "Курьер Кембриджа будет завтра до обеда, коробку принять по списку.",
    },
    "en": {
        "refund": "Fee back: the exam was cancelled",
        "results": "B2 First, Writing",
        "data-request": "Which data do you hold on me?",
        "question": "Is the consent form for results still the old one?",
        "mind": "hard of hearing, speak up",
        "measure": "Check the spelling of names against the passport at registration",
        "note": "Cambridge's courier comes tomorrow before noon; check the box against its list.",
    },
}
# What the day is made of; a charter without one of these kinds has none of its tickets.
ENQUIRY, COMPLAINT, CERTIFICATE, REGISTRATION = USUAL_KINDS
_CHECKED = {"ru": "даты, цены, места", "en": "dates, fees, venues"}
_REMINDER = {"ru": "перезвонить после урока", "en": "ring back after the lesson"}
_LETTER = {
    "ru": ("Место проведения экзамена", "Здравствуйте!\n\nЭкзамен пройдёт на втором этаже, вход со двора."),
    "en": ("Venue of the exam", "Hello,\n\nthe exam takes place on the second floor; the entrance is in the yard."),
}
EXAM_AHEAD = 32  # days
_EXAMS = ("B2 First", "C1 Advanced", "B1 Preliminary", "A2 Key")

MINUTE, HOUR, DAY = 60, 3600, 86_400

# How long past tickets took: some of each kind too long.
_CALLED_BACK = (20 * MINUTE, 40 * MINUTE, HOUR, 100 * MINUTE, 100 * MINUTE, 26 * HOUR)
_ANSWERED = (20 * MINUTE, HOUR, HOUR, 2 * HOUR, DAY, DAY, 26 * HOUR, 9 * DAY)

BEGAN = 95  # days from the start of the desk to the demo's time
PAST = 91  # days: three months of tickets that are done
RECENT = 14  # days: the day's own tickets, and what led to them, also across the longest holidays


@dataclass
class _Filler:
    """Plans the events of the days before the demo's time, then runs them in order with a simulated clock."""

    store: Store
    clock: list[int]
    luck: random.Random
    now: int
    language: str
    plan: list[tuple[int, int, Callable[[], object]]] = field(default_factory=list)
    planned: int = 0

    def at(self, moment: int, do: Callable[[], object]) -> None:
        """Schedules a call at a time in epoch seconds."""
        heappush(self.plan, (moment, self.planned, do))
        self.planned += 1

    def recorded(self, received: int, what: Recording, then: Sequence[tuple[int, Callable[[int], object]]] = ()) -> None:
        """Schedules a ticket received at a time, and later actions on its number."""
        who = self.luck.choice(self.staff)
        if what.kind not in self.store.charter.kinds:
            return

        def open_ticket() -> None:
            number = record(self.store, who, what)
            for moment, act in then:
                self.at(moment, partial(act, number))

        self.at(received, open_ticket)

    def live(self) -> None:
        """Runs everything that was scheduled."""
        while self.plan:
            self.clock[0], _, do = heappop(self.plan)
            do()

    @property
    def staff(self) -> tuple[str, ...]:
        return _STAFF[self.language]

    def name(self) -> str:
        return self.luck.choice(_NAMES[self.language])

    def question(self) -> str:
        return self.luck.choice(_QUESTIONS[self.language])

    def phone(self) -> str:
        return f"8 (812) {self.luck.randint(200, 799)}-{self.luck.randint(10, 99)}-{self.luck.randint(10, 99)}"


@contextmanager
def temporary_desk(settings: Settings, start: str | None, seed: int) -> Iterator[tuple[Settings, Callable[[], float]]]:
    """A filled desk in a temporary folder: its settings and its clock.

    start: the time of its day, as typed; None for an ordinary day shortly before closing. seed: selects the generated day. Raises
    InvalidDateTime, CharterError.
    """
    charter = Charter.load(settings.charter)
    begin = parse_moment(start, charter.zone, datetime.now(charter.zone)) if start else ordinary_day(charter)
    # Named before it is made: a signal between the two would leave what `tempfile` makes.
    folder = Path(tempfile.gettempdir()) / f"desk-demo-{secrets.token_hex(4)}"
    try:
        folder.mkdir(0o700)
        database = str(folder / "demo.db")
        language = settings.language if settings.language in _STAFF else "en"
        fill(database, charter, begin, seed, language)
        yield replace(settings, database=database, charter=None, staff=_STAFF[language][0]), clock_from(begin)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def ordinary_day(charter: Charter) -> datetime:
    """BEFORE_CLOSING minutes before closing on DEMO_DAY, or on the first open day after it that the calendar has."""
    calendar, day = charter.calendar, DEMO_DAY.date()
    first, last = calendar.days[0].date, calendar.days[-1].date
    if not first + timedelta(days=BEGAN) <= day <= last:
        day = min(first + timedelta(days=366), last)
    while not (opened := calendar.day(day)).counts or not opened.open:
        day += timedelta(days=1)
    minutes = max(opened.open[-1][1] - BEFORE_CLOSING, opened.open[-1][0])
    return charter.at(calendar.midnight(day.toordinal()) + minutes * MINUTE)


def fill(database: str, charter: Charter, begin: datetime, seed: int, language: str = "ru") -> None:
    """Fills a new database with a day that starts at `begin`, with names in a language. The same seed and time give the same
    tickets."""
    now = int(begin.timestamp())
    clock = [now - BEGAN * DAY]  # before the first ticket: the log is chronological
    store = open_database(database, lambda: clock[0])
    apply_first(store, charter, practice=True)
    filler = _Filler(store, clock, random.Random(seed), now, language)
    try:
        save_facts(store, filler.staff[0], invented_facts(charter.at(now).date()))
        _past(filler)
        _registrations(filler)
        _enquiries(filler)
        _complaints(filler)
        _certificates(filler)
        _cases(filler)
        _duties(filler)
        with store.transaction():  # one write to the disk
            filler.live()
    finally:
        store.close()


def _past(filler: _Filler) -> None:
    """Three months of tickets that are done, most of them in time: figures, reports and histories have something to show."""
    calendar, luck, now = filler.store.charter.calendar, filler.luck, filler.now
    today = filler.store.charter.at(now).date()
    for days in range(PAST, RECENT, -1):
        day = today - timedelta(days)
        opened = calendar.day(day)
        if not opened.open:
            continue
        begins = calendar.midnight(day.toordinal()) + opened.open[0][0] * MINUTE
        for _ in range(luck.randint(1, 3)):
            received = begins + luck.randint(5, 240) * MINUTE
            channel = luck.choice(("phone", "phone", "email", "voicemail"))
            took = luck.choice(_CALLED_BACK if channel == "voicemail" else _ANSWERED)
            what = Recording(ENQUIRY, channel, name=filler.name(), phone=filler.phone(), subject=filler.question())
            filler.recorded(received, what, [(received + took, _states(filler, luck.choice(filler.staff), "answered"))])
        if days % 13 == 0:
            _old_complaint(filler, begins + 30 * MINUTE)
        if days % 28 == 0:
            _old_box(filler, begins + HOUR)


def _old_complaint(filler: _Filler, received: int) -> None:
    """A complaint that went through all of its stages."""
    subject, who = filler.luck.choice(_COMPLAINTS[filler.language]), filler.staff[2]
    stages = [("acknowledged", 3 * HOUR), ("completed", DAY), ("updated", 7 * DAY), ("answered", 12 * DAY)]
    if filler.store.charter.find("complaint-settled"):
        stages.append(("accepted", 14 * DAY))
    done = [(received + after, _states(filler, who, what)) for what, after in stages]
    filler.recorded(received, Recording(COMPLAINT, "email", name=filler.name(), email="someone@example.org", subject=subject), done)


def _old_box(filler: _Filler, received: int) -> None:
    """A box of certificates whose candidates were told; most have come for theirs."""
    for place in range(6):
        exam, who = filler.luck.choice(_EXAMS), filler.luck.choice(filler.staff)
        done = [(received + (1 + place % 3) * DAY, _states(filler, who, "informed"))]
        if place:
            done.append((received + (8 + place) * DAY, _states(filler, who, "handed-out")))
        what = Recording(
            CERTIFICATE, "letter", name=filler.name(), phone=filler.phone(), subject=exam, exam_name=exam, received=received,
            candidate=f"{received % 9973:04}{place:02}",
        )  # fmt: skip
        filler.recorded(received, what, done)


def _registrations(filler: _Filler) -> None:
    """The candidates of an exam in a month, one of them confirmed, and a letter to another that waits to be sent."""
    today = filler.store.charter.at(filler.now).date()
    exam_day = today + timedelta(days=EXAM_AHEAD)
    received = _open_before(filler, 9 * HOUR)
    for place in range(4):
        what = Recording(
            REGISTRATION, "email", name=filler.name(), phone=filler.phone(), email=f"candidate{place}@example.org",
            subject=_EXAMS[0], exam=exam_day,
        )  # fmt: skip
        then = [(received + (place + 1) * HOUR, _states(filler, filler.staff[0], "confirmed"))] if place == 0 else []
        if place == 1:
            then = [(filler.now - HOUR, partial(_write, filler))]
        filler.recorded(received, what, then)


def _write(filler: _Filler, number: int) -> None:
    title, body = _LETTER[filler.language]
    write(filler.store, filler.staff[0], number, "email", None, {"title": title, "note": body})


def _enquiries(filler: _Filler) -> None:
    now = filler.now
    # Due within the hour: a limit of three working hours, started two and a quarter open hours ago.
    filler.recorded(_open_before(filler, 2 * HOUR + 15 * MINUTE), _voicemail(filler))
    filler.recorded(_open_before(filler, 3 * HOUR + 4 * MINUTE), _voicemail(filler))
    filler.recorded(_open_before(filler, 30 * MINUTE), _voicemail(filler))
    for _ in range(9):
        channel = filler.luck.choice(("phone", "phone", "email", "in-person", "letter"))
        received = _open_before(filler, filler.luck.randint(10 * MINUTE, 14 * HOUR))
        subject = filler.question()
        what = Recording(ENQUIRY, channel, name=filler.name(), phone=filler.phone(), subject=subject)
        who = filler.luck.choice(filler.staff)
        taken = [(min(now, received + 5 * MINUTE), partial(tickets.take, filler.store, who))] if filler.luck.random() < 0.4 else []
        filler.recorded(received, what, taken)
    reminded = Recording(ENQUIRY, "phone", name=filler.name(), phone=filler.phone(), subject=filler.question())
    later = now + 25 * MINUTE
    filler.recorded(now - HOUR, reminded, [(now - HOUR + MINUTE, lambda number: _remind(filler, number, later))])
    for _ in range(6):
        received = _open_before(filler, filler.luck.randint(HOUR, 12 * HOUR))
        what = Recording(ENQUIRY, "phone", name=filler.name(), subject=filler.question(), at_once=True)
        filler.recorded(received, what)


def _remind(filler: _Filler, number: int, moment: int) -> None:
    tickets.remind(filler.store, filler.staff[0], number, moment, _REMINDER[filler.language])


def _voicemail(filler: _Filler) -> Recording:
    return Recording(ENQUIRY, "voicemail", phone=filler.phone(), subject=filler.luck.choice(("", *_QUESTIONS[filler.language])))


def _complaints(filler: _Filler) -> None:
    now, subjects, (anna, boris, vera) = filler.now, _COMPLAINTS[filler.language], filler.staff
    # An acknowledgement due at closing time today is not in its last hour; a voicemail with a complaint is.
    filler.recorded(
        _open_before(filler, 2 * HOUR + 25 * MINUTE),
        Recording(COMPLAINT, "voicemail", name=filler.name(), phone=filler.phone(), subject=subjects[2], staff=boris),
    )
    for days, subject in ((2, subjects[0]), (4, subjects[4]), (6, subjects[1]), (12, subjects[3])):
        done = []
        if days > 4:  # the one received four days ago was never acknowledged and is overdue
            done.append((now - (days - 1) * DAY, _states(filler, anna, "acknowledged")))
        if days > 6:
            done.append((now - 4 * DAY, _states(filler, vera, "completed")))
            done.append((now - 4 * DAY + HOUR, _states(filler, vera, "updated")))
            done.append((now - 3 * DAY, partial(_decide_corrective_action, filler)))
        address = f"someone{days}@example.org"
        what = Recording(COMPLAINT, "email", name=filler.name(), email=address, subject=subject)
        what = _with_category(filler, what)
        filler.recorded(now - days * DAY, what, done)


def _with_category(filler: _Filler, what: Recording) -> Recording:
    """A complaint with its category and severity, if the charter lists that category."""
    category, severity = _CATEGORIES[_COMPLAINTS[filler.language].index(what.subject)]
    listed = [entry.id for entry in filler.store.charter.kind(COMPLAINT).categories]
    return replace(what, category=category, severity=severity) if category in listed else what


def _decide_corrective_action(filler: _Filler, number: int) -> None:
    """The cause of a complaint, with what is done about it by the end of the week after."""
    store, (anna, _boris, vera) = filler.store, filler.staff
    causes = store.charter.kind(COMPLAINT).causes
    if not causes:
        return
    calendar = store.charter.calendar
    due = date.fromordinal(calendar.closing_after(calendar.ordinal(store.now()), 5)[0])
    words = _CASES[filler.language]["measure"]
    state_cause(store, vera, number, cause=causes[0].id, measure=words, owner=anna, due=due)


def _cases(filler: _Filler) -> None:
    """The cases that share a pane, what is known of a customer, a question to a colleague, a note for the next shift; recorded
    last, so that the numbers of the other tickets do not depend on them."""
    now, store, (anna, boris, vera) = filler.now, filler.store, filler.staff
    words, names = _CASES[filler.language], _NAMES[filler.language]

    def asked(number: int) -> None:
        tickets.ask(store, anna, number, boris, words["question"])
        describe(store, anna, customer_of(store, number), Card("candidate", words["mind"], ""))

    moment = now - 12 * MINUTE
    for place, (kind, topic) in enumerate((("refund", ""), ("results", "stage-1"), ("data-request", ""))):
        address = f"case{place}@example.org"
        what = Recording(kind, "email", name=names[place], email=address, subject=words[kind], topic=topic)
        filler.recorded(moment + place, what, [(moment + MINUTE, asked)] if kind == "results" else [])
    filler.at(now - 2 * MINUTE, partial(leave_note, store, vera, words["note"]))


def _states(filler: _Filler, who: str, what: str) -> Callable[[int], object]:
    def state(number: int) -> None:
        with suppress(ActNotApplicable):  # another centre's charter may not have this fact
            tickets.fact(filler.store, who, number, what)

    return state


def _certificates(filler: _Filler) -> None:
    store, now = filler.store, filler.now
    calendar = store.charter.calendar
    for working_days, candidates in ((6, 1), (5, 4), (2, 14)):
        ordinal, closing = calendar.closing_before(calendar.ordinal(now), working_days)
        received = closing - 2 * HOUR
        box = []
        for place in range(candidates):
            exam = filler.luck.choice(_EXAMS)
            what = Recording(
                CERTIFICATE, "letter", name=filler.name(), phone=filler.phone(), subject=exam, exam_name=exam,
                received=received, candidate=f"{ordinal % 1000:03}{place:04}",
            )  # fmt: skip
            box.append(what)
        filler.at(received, partial(_open_box, filler, box, received))


def _open_box(filler: _Filler, box: Sequence[Recording], received: int) -> None:
    store = filler.store
    if CERTIFICATE not in store.charter.kinds:
        return
    with store.transaction():
        staff = staff_id(store, filler.staff[0])
        batch = record_batch(store, staff, CERTIFICATE, received)
        open_together(store, staff, box, batch=batch)


def _duties(filler: _Filler) -> None:
    """Schedules the duties of a centre that keeps them: each opening, the mailbox during the day, the website and fees each week.

    Another centre's charter may have other duties; only those at an opening are then recorded.
    """
    store, calendar = filler.store, filler.store.charter.calendar
    duties = {duty.id for duty in store.charter.file.duty}
    today = store.charter.at(filler.now).date()
    for days in range(BEGAN - 1, -1, -1):
        day = today - timedelta(days=days)
        who, midnight = filler.luck.choice(filler.staff), calendar.midnight(day.toordinal())
        for opening, end in calendar.day(day).open:
            opens, closes = midnight + opening * MINUTE, min(midnight + end * MINUTE, filler.now)
            if opens + HOUR > filler.now:
                continue
            filler.at(opens + 3 * MINUTE, partial(open_shift, store, who))
            if "mailbox-checked" in duties:
                for moment in range(opens + 20 * MINUTE, closes, 110 * MINUTE):
                    filler.at(moment, partial(tick, store, who, "mailbox-checked"))
            for duty in ("fees-published", WEBSITE):
                if duty in duties and day.weekday() == 0:
                    filler.at(opens + HOUR, partial(tick, store, who, duty, _CHECKED[filler.language]))


def _open_before(filler: _Filler, seconds: int) -> int:
    """The time since which this much open time has passed."""
    calendar, low, high = filler.store.charter.calendar, filler.now - 30 * DAY, filler.now
    while high - low > 1:
        middle = (low + high) // 2
        if calendar.open_between(middle, filler.now) >= seconds:
            low = middle
        else:
            high = middle
    return low
