"""Changing a customer's card: what somebody wrote down beside the tickets."""

from desk.actions.choices import CUSTOMER_KINDS
from desk.actions.rights import Right
from desk.models import Customer, CustomerCard
from desk.store.customers.identity import Card, called, card_of, hidden_complaints
from desk.store.database import Store
from desk.store.errors.input import CustomerKindUnknown
from desk.store.errors.people import CardChanged, CustomerUnknown
from desk.store.permissions import requires
from desk.store.row_log import log_row
from desk.store.staff import staff_id
from desk.store.statements import insert, is_there, update
from desk.store.validation import check_length


def check_customer(store: Store, customer: int) -> None:
    """Refuses a customer who does not exist, or of whose tickets the current user may see none. Raises CustomerUnknown."""
    if not is_there(store, Customer, customer) or called(store, customer, hidden_complaints(store, customer)) is None:
        raise CustomerUnknown


@requires(Right.WORK)
def describe(store: Store, who: str, customer: int, card: Card) -> None:
    """Changes a customer's card. card: the new one, with the version that the user was looking at.

    Raises CustomerUnknown, CardChanged if somebody changed it meanwhile, BadInput.
    """
    if card.kind and card.kind not in CUSTOMER_KINDS:
        raise CustomerKindUnknown(card.kind)
    for name, words in (("mind", card.mind), ("note", card.note)):
        check_length(name, words)
    with store.transaction():
        check_customer(store, customer)
        before = card_of(store, customer)
        if before.version != card.version:
            raise CardChanged
        if before == card:
            return
        changed = [name for name in ("kind", "mind", "note") if getattr(before, name) != getattr(card, name)]
        values = card._replace(version=card.version + 1)._asdict()
        if before.version:
            update(store, CustomerCard, values, customer)
        else:
            insert(store, CustomerCard, {"customer": customer, **values})
        log_row(store, "customer_card", customer, staff_id(store, who), *([*changed, "version"] if before.version else ()))
