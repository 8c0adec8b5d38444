"""Alerts for approaching deadlines: a warning, an optional bell, the terminal's title, a notification of the desktop if the window
is not in front. In working time, each once."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from desk.i18n import N_

if TYPE_CHECKING:
    from desk.services.host import Host
    from desk.store.queries.alerts import Notice
    from desk.store.queries.board import ReminderRow

# What came to a ticket for whoever is told, by its event. {who}: the colleague, or the customer who wrote again.
_CAME = {
    "asked": N_("{who} asks about #{number}: {note}"),
    "advised": N_("{who} answers about #{number}: {note}"),
    "mailed": N_("New message on #{number} from {who}: {note}"),
    "bounced": N_("#{number}: the email to {who} was not delivered: {note}"),
    "unsent": N_("#{number}: the email to {who} was not delivered: {note}"),
}

SAVE_TITLE, RESTORE_TITLE = "\x1b[22;2t", "\x1b[23;2t"  # xterm's title stack: restores the shell's title


class Alerts:
    """The alerts, checked every second.

    counts: returns the numbers of overdue tickets and of those due later today; None before the queues were read. write: sends a
    sequence to the terminal. notices: as read with the queues. title: the current title of the terminal window.
    """

    def __init__(self, host: "Host", counts: Callable[[], tuple[int, int] | None], write: Callable[[str], None]) -> None:
        self._host = host
        self._counts = counts
        self._write = write
        self.notices: list[Notice] = []
        self._until: int | None = None  # alerted until this moment; None before the store was asked
        self._reminded_until = self._begun = host.clock()
        self._heard: set[ReminderRow] = set()
        self.title = ""

    async def listen(self) -> None:
        """Starts alerts for a user who has just logged in, without repeating earlier ones."""
        from desk.store.queries.alerts import warned_until  # loads peewee, which the first frame does not need

        self._until = await self._host.ask(warned_until, self._host.staff)

    def tick(self) -> None:
        """Shows alerts for deadlines that have come near since the last call, and writes the counts into the terminal's title."""
        self._tell_reminders()
        self._say_title()
        charter, now = self._host.charter, self._host.now
        if self._until is None or charter is None or not charter.calendar.is_open(now):
            return  # no alerts while closed; they are shown at the opening
        fresh = [notice for notice in self.notices if self._until < notice.at <= now <= notice.due]
        self._until = now
        if fresh:
            self._warn(fresh)
            self._host.run_in_background(self._remember, group="warned")

    def clear_notices(self) -> None:
        """Stops alerts and removes the counts from the title when the desk is locked."""
        if self.title:
            self._set_title("Desk")

    def close(self) -> None:
        """Restores the terminal's own title."""
        if self.title:
            self._write(RESTORE_TITLE)

    def _tell_reminders(self) -> None:
        """Tells of reminders that fell due since the last call, and of questions and answers of colleagues that came since."""
        host, now = self._host, self._host.clock()
        for row in host.reminders:
            if row.what == "reminded" and self._reminded_until < row.at <= now and row.is_for(host.staff):
                said = "  ".join(filter(None, (row.customer, row.note)))
                host.warn([host.gettext("Reminder: #{number}  {note}", number=row.ticket, note=said).strip()], [row.ticket])
        asked = {row for row in host.reminders if row.what != "reminded"}
        for row in sorted(asked - self._heard):
            if row.at >= self._begun and row.is_for(host.staff):
                who = row.customer if row.what in ("mailed", "bounced", "unsent") else row.by
                words = host.gettext(_CAME[row.what], who=who, number=row.ticket, note=row.note)
                host.warn([words], [row.ticket])
        self._reminded_until, self._heard = now, asked

    async def _remember(self) -> None:
        from desk.store.queries.alerts import record_warned  # as above

        if self._until is not None:
            await self._host.ask(record_warned, self._host.staff, self._until)

    def _warn(self, fresh: "list[Notice]") -> None:
        from desk.presentation.alerts import notice_lines  # not needed by the first frame either
        from desk.system.desktop import notification  # as above

        host = self._host
        latest = {
            (notice.ticket, notice.standard): notice for notice in fresh
        }  # of two alerts for the same clock the later one says more
        assert host.charter is not None
        nearest = sorted(latest.values(), key=lambda notice: notice.due)
        lines = notice_lines(host.translator, host.charter, nearest, host.now)
        host.warn(lines, [notice.ticket for notice in nearest])
        if not host.is_in_front:
            words = host.ngettext("{n} deadline near", "{n} deadlines near", len(nearest))
            self._write(notification(f"{words}. {self._title_words() or ''}".strip(), os.environ))

    def _say_title(self) -> None:
        """Writes only counts: a list of windows must not show a customer's name."""
        said = self._title_words()
        if said and said != self.title:
            self._set_title(said)

    def _title_words(self) -> str:
        """How many tickets are overdue and due today; "" before the queues were read."""
        counts = self._counts()
        if counts is None:
            return ""
        overdue, today = counts
        return self._host.gettext("Desk: overdue {overdue}, due today {today}", overdue=overdue, today=today)

    def _set_title(self, words: str) -> None:
        """Sets the terminal window's title; the former one is saved for the end."""
        self._write(f"{SAVE_TITLE if not self.title else ''}\x1b]2;{words}\x07")
        self.title = words
