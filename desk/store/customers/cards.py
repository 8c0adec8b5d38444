"""Changing a customer's card: what somebody wrote down beside the tickets."""

from desk.actions.choices import CUSTOMER_KINDS
from desk.actions.rights import Right
from desk.models import Customer, CustomerCard
from desk.store.customers.identity import Card, called, card_of, hidden_complaints
from desk.store.customers.organisations import belong, move_membership
from desk.store.database import Store
from desk.store.errors.input import CustomerKindUnknown, FieldTooLong
from desk.store.errors.people import CardChanged, CustomerUnknown
from desk.store.permissions import requires
from desk.store.row_log import log_row
from desk.store.staff import staff_id
from desk.store.statements import insert, is_there, update
from desk.store.validation import check_length

LONGEST_MIND = 200  # characters: it stands on every ticket


def check_customer(store: Store, customer: int) -> None:
    """Refuses a customer who does not exist, or of whose tickets the current user may see none. Raises CustomerUnknown."""
    if not is_there(store, Customer, customer) or called(store, customer, hidden_complaints(store, customer)) is None:
        raise CustomerUnknown


@requires(Right.WORK)
def describe(store: Store, who: str, customer: int, card: Card, organisation: str | None = None) -> None:
    """Changes a customer's card. card: the new one, with the version that the user was looking at; organisation: the name of the
    one that they belong to, "" for none, None to leave it.

    Raises CustomerUnknown, CardChanged if somebody changed it meanwhile, BadInput.
    """
    if card.kind and card.kind not in CUSTOMER_KINDS:
        raise CustomerKindUnknown(card.kind)
    if len(card.mind) > LONGEST_MIND:
        raise FieldTooLong("mind", LONGEST_MIND)
    check_length("note", card.note)
    with store.transaction():
        check_customer(store, customer)
        before = card_of(store, customer)
        if before.version != card.version:
            raise CardChanged
        staff = staff_id(store, who)
        belongs = organisation is not None and belong(store, staff, customer, card.kind, organisation)
        if belongs or before != card:
            _write(store, staff, customer, before, card)


def join_cards(store: Store, staff: int, old: int, new: int) -> None:
    """Adds what is known of one customer to the card of another, whose tickets they are from now on. Must run inside a transaction.

    Undoing the join leaves the card as it is: what to keep in mind must not be lost.
    """
    added, before = card_of(store, old), card_of(store, new)
    mind, note = _both(before.mind, added.mind, "; "), _both(before.note, added.note, "\n")
    joined = Card(before.kind or added.kind, mind, note, before.version)
    if joined != before:
        _write(store, staff, new, before, joined)
    move_membership(store, staff, old, new)


def _both(first: str, second: str, between: str) -> str:
    return between.join(filter(None, (first, second if second not in first else "")))


def _write(store: Store, staff: int, customer: int, before: Card, card: Card) -> None:
    values = card._replace(version=before.version + 1)._asdict()
    if before.version:
        update(store, CustomerCard, values, customer)
        changed = [name for name, value in before._asdict().items() if value != values[name]]
        log_row(store, "customer_card", customer, staff, *changed)
    else:
        insert(store, CustomerCard, {"customer": customer, **values})
        log_row(store, "customer_card", customer, staff)
