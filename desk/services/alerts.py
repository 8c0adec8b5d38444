"""Speaking up about deadlines that come near: a few words, a bell if wanted, the terminal's title. In working time, each once."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.store.queries.alerts import Notice

MOST = 4  # lines at once; more would not be read
SAVE_TITLE, RESTORE_TITLE = "\x1b[22;2t", "\x1b[23;2t"  # xterm's stack of titles: the shell gets its own back


class Alerts:
    """What the ticker asks each second. notices: as read with the queues."""

    def __init__(self, desk: "DeskApp") -> None:
        self._desk = desk
        self.notices: list[Notice] = []
        self._until: int | None = None  # warned up to then; unknown before the store was asked
        self._reminded_until = desk.clock()
        self.title = ""

    async def listen(self) -> None:
        """Somebody sits down: what they have heard already is not said again."""
        from desk.store.queries.alerts import warned_until

        self._until = await self._desk.ask(warned_until, self._desk.staff)

    def tick(self) -> None:
        """Warns of what has come near since the last time, and tells the counts to the terminal's title."""
        self._tell_reminders()
        self._say_title()
        desk, now = self._desk, self._desk.now
        if self._until is None or desk.charter is None or not desk.charter.calendar.is_open(now):
            return  # nothing warns while closed; what came meanwhile is said at the opening
        fresh = [notice for notice in self.notices if self._until < notice.at <= now <= notice.due]
        self._until = now
        if fresh:
            self._warn(fresh)
            desk.run_worker(self._remember(now), group="warned", exit_on_error=False)

    def fall_silent(self) -> None:
        """The desk is locked: the window's title says nothing of it."""
        if self.title:
            self._write_title("Desk")

    def _tell_reminders(self) -> None:
        desk, now = self._desk, self._desk.clock()
        for row in desk.reminders:
            if self._reminded_until < row.at <= now and row.staff == desk.staff:
                desk.tell(desk.gettext("Reminder: #{number}  {note}", number=row.ticket, note=row.note).strip())
                desk.bell()
        self._reminded_until = now

    async def _remember(self, now: int) -> None:
        from desk.store.queries.alerts import was_warned

        await self._desk.ask(was_warned, self._desk.staff, now)

    def _warn(self, fresh: "list[Notice]") -> None:
        from desk.presentation.shift import notice_lines

        desk = self._desk
        latest = {(one.ticket, one.standard): one for one in fresh}  # of two warnings of a clock the later one says more
        assert desk.charter is not None
        desk.warn(notice_lines(desk.translator, desk.charter, list(latest.values()), MOST, desk.now))

    def _say_title(self) -> None:
        """Counts alone: no customer's name stands in a list of windows."""
        desk = self._desk
        if not desk.loaded.is_set() or desk.charter is None:
            return
        overdue, today = desk.board.counts(desk.now)
        said = desk.gettext("Desk: overdue {overdue}, due today {today}", overdue=overdue, today=today)
        if said != self.title:
            self._write_title(said)

    def _write_title(self, words: str) -> None:
        """The title of the terminal's window; the one before is put aside for the end."""
        if self._desk._driver is not None:
            self._desk._driver.write(f"{SAVE_TITLE if not self.title else ''}\x1b]2;{words}\x07")
        self.title = words
