"""Drafts of forms: autosaved each second, restored when the form is opened again."""

import asyncio
from concurrent.futures import Future
from typing import Any, Protocol

from textual.app import App

from desk.presentation import formats
from desk.screens.base import Desk
from desk.system.draft_files import Draft, DraftFiles


class DraftedForm(Protocol):
    """The interface a form provides to its draft.

    staff: the user who opened it and owns the draft, whoever is at the desk later.
    """

    staff: str

    def __hash__(self) -> int:
        """Drafts are keyed by the form object."""

    @property
    def app(self) -> App[Any]:
        """The application."""

    @property
    def desk(self) -> Desk:
        """The application, typed."""

    @property
    def drafted_as(self) -> str:
        """A key that tells its drafts from those of other forms about the same tickets."""

    def typed(self) -> dict[str, str]:
        """The texts typed by the user, by field id."""

    def chosen(self) -> dict[str, str]:
        """The selected options by field id."""

    def seen(self) -> dict[int, int]:
        """The tickets of the form, with the versions the user was looking at."""

    def restore_seen(self, versions: dict[int, int]) -> None:
        """Restores the versions the draft was based on."""

    def put_back(self, typed: dict[str, str], chosen: dict[str, str]) -> None:
        """Restores texts and choices."""

    def say_draft(self, words: str) -> None:
        """Shows a line about the draft."""

    def refresh_data(self) -> None:
        """Checks whether the form's tickets have changed."""


class FormDraft:
    """The draft of a form. is_ready: the draft was looked for; no key is accepted before."""

    def __init__(self, form: DraftedForm) -> None:
        self._form = form
        self.is_ready = False
        self._kept: object = None
        self._writing: Future[None] | None = None
        self._dropped: dict[str, str] = {}
        self._has_put_back = False

    # -- saving -------------------------------------------------------------------------------------------------------

    def keep(self, *, last: bool) -> None:
        """Autosaves changed input, one write at a time, the latest wins. last: the desk is ending and does not wait for the
        result."""
        if not self.is_ready or (self._writing and not self._writing.done() and not last):
            return
        writing = self._hand_in()
        if writing and not last:
            self._form.app.run_worker(self._written(writing), group="drafts", exit_on_error=False)

    async def keep_whole(self) -> None:
        """Saves the draft and waits until it is on the disk. Raises OSError."""
        if self.is_ready and (writing := self._hand_in() or self._writing):
            await asyncio.wrap_future(writing)

    def drop(self) -> None:
        """Deletes the draft after saving or a confirmed discard."""
        self._form.desk.autosave.submit(DraftFiles.drop if self.is_ready else DraftFiles.release, self._form)

    def release_draft(self) -> None:
        """Detaches the draft from its form and keeps it."""
        self._form.desk.autosave.submit(DraftFiles.release, self._form)

    def leave(self) -> None:
        """Keeps the draft when the user leaves the form for later."""
        if writing := self._hand_in():
            self._form.app.run_worker(self._written(writing), group="drafts", exit_on_error=False)
        self.release_draft()

    def _hand_in(self) -> Future[None] | None:
        """Submits the input for writing; None if it is already saved."""
        form = self._form
        typed = form.typed()
        draft = Draft(form.staff, form.drafted_as, tuple(form.seen().items()), typed, form.chosen(), form.desk.now)
        state = (draft.seen, typed, draft.chosen) if typed else None
        if state == self._kept:
            return None
        self._kept = state
        autosave = form.desk.autosave
        self._writing = autosave.submit(DraftFiles.write, form, draft) if typed else autosave.submit(DraftFiles.drop, form)
        return self._writing

    async def _written(self, writing: Future[None]) -> None:
        try:
            await asyncio.shield(asyncio.wrap_future(writing))  # completed even if the waiting task is cancelled
            self._form.desk.keeps_typed = True
        except OSError as error:
            self._kept = None
            self._form.desk.autosave.failed(error)

    # -- restoring ----------------------------------------------------------------------------------------------------

    async def look_for(self) -> None:
        """Looks for the same user's draft of this form and restores it."""
        form = self._form
        try:
            draft = await form.desk.autosave.ask(DraftFiles.take, form, form.staff, form.drafted_as, list(form.seen()))
            if draft:
                form.put_back(draft.typed, draft.chosen)
                self._say_put_back(draft)
                form.restore_seen(dict(draft.seen))
                form.refresh_data()
        except OSError as error:
            form.desk.autosave.failed(error)
        finally:
            self.is_ready = True

    def _say_put_back(self, draft: Draft) -> None:
        desk, charter = self._form.desk, self._form.desk.charter
        words = desk.gettext("Draft restored.")
        if charter:
            when = formats.lately(desk.translator, charter.at(draft.at), charter.at(desk.now))
            words = desk.gettext("Draft restored, typed {moment}.", moment=when)
        self._has_put_back = True
        self._form.say_draft(f"{words} {desk.gettext('{key} discards it.', key=desk.keys['drop-draft'])}")

    def toggle(self, before: dict[str, str]) -> None:
        """Discards the restored draft; called again, restores it. before: the prefilled texts."""
        if not self._has_put_back:
            return
        form, _, key = self._form, self._form.desk.translator, self._form.desk.keys["drop-draft"]
        if typed := form.typed():
            self._dropped = typed
            form.put_back({name: before[name] for name in typed}, {})
            form.say_draft(_("Draft discarded. {key} restores it.", key=key))
        elif self._dropped:
            form.put_back(self._dropped, {})
            form.say_draft(_("Draft restored.") + " " + _("{key} discards it.", key=key))
