"""Text for staff, customers and the audit of logins, for screens and commands."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desk.actions.choices import CUSTOMER_KINDS, WAYS
from desk.charter import Charter
from desk.i18n import LANGUAGE_NAMES, N_, Translator
from desk.presentation import formats, terms
from desk.store.commands import people
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.customers.organisations import Known, Member, Sent
    from desk.store.dialects.presence import Here
    from desk.store.queries.customer import CustomerView

CONTACTS_SHOWN = 4

_HAPPENED: Mapping[str, str] = {
    people.MADE: N_("{about} can now log in; role: {detail}"),
    people.SECRET_SET: N_("{about}: PIN changed"),
    people.ROLE_SET: N_("{about}: role changed to {detail}"),
    people.AWAY: N_("{about} is away until {detail}"),
    people.BACK: N_("{about} is back"),
    people.GONE: N_("{about} no longer works here"),
    people.OPENED: N_("logins turned off"),
    people.CLOSED: N_("logins turned on"),
    people.RESCUED: N_("{about}: PIN reset and made supervisor by the owner of the machine"),
    people.LOGGED_IN: N_("{about} logged in"),
    people.WAITS: N_("{about}: wrong PIN, {detail} times in a row"),
}


def person_line(_: Translator, charter: Charter, person: people.Person) -> str:
    """A person with their role, and the end of their absence."""
    words = f"{sanitize.one_line(person.name, 60)}: {_(terms.ROLES[person.role])}"
    if person.away_until is None:
        return words
    return words + ", " + _("away until {moment}", moment=formats.at(_, charter.at(person.away_until)))


def presence_words(_: Translator, others: "Sequence[Here]") -> str:
    """Who else has a ticket open; "" for nobody. others: those who type in it first."""
    typing = list(dict.fromkeys(here.name for here in others if here.typing))
    viewing = list(dict.fromkeys(here.name for here in others if not here.typing))
    parts = []
    if typing:
        parts.append(_.ngettext("✎ {names} is typing", "✎ {names} are typing", len(typing), names=", ".join(typing)))
    if viewing:
        parts.append(_.ngettext("○ {names} has it open", "○ {names} have it open", len(viewing), names=", ".join(viewing)))
    return sanitize.one_line("  ".join(parts), 200)


def customer_brief(_: Translator, customer: "CustomerView") -> str:
    """A customer in two lines: who they are, then how many tickets they have and how to reach them."""
    who, contacts, counts = _customer_parts(_, customer)
    return "\n".join((who, "  ·  ".join(filter(None, (*counts, sanitize.one_line(contacts, 200))))))


def _customer_parts(_: Translator, customer: "CustomerView") -> tuple[str, str, list[str]]:
    """Who a customer is, their contacts, how many tickets they have."""
    kind = _(CUSTOMER_KINDS[customer.card.kind]) if customer.card.kind in CUSTOMER_KINDS else ""
    language = LANGUAGE_NAMES.get(customer.language, "")
    who = "  ·  ".join(filter(None, (sanitize.one_line(customer.name, 80) or _("no name"), kind, language)))
    contacts = "   ".join(sanitize.one_line(text, 120) for text in (*customer.phones, *customer.emails, *customer.addresses))
    opened = _("open {n}", n=sum(row.state == "open" for row in customer.rows))
    return who, contacts, [_.ngettext("{n} ticket", "{n} tickets", customer.tickets), opened]


def customer_head(_: Translator, customer: "CustomerView") -> str:
    """The heading of a customer: who they are, what to keep in mind, how to reach them, how many tickets they have."""
    card, (who, contacts, counts) = customer.card, _customer_parts(_, customer)
    if customer.tickets > len(customer.rows):
        counts.append(_("the first {n} are listed", n=len(customer.rows)))
    note, organisation = sanitize.one_line(card.note, 140), organisation_line(_, customer.organisation)
    lines = [who, organisation, mind_line(card.mind), sanitize.one_line(contacts, 300), "  ·  ".join(counts), note]
    return "\n".join(line for line in lines if line)


def organisation_line(_: Translator, known: "Known") -> str:
    """An organisation: its name and what it is; "" for none."""
    kind = _(CUSTOMER_KINDS[known.kind]) if known.kind in CUSTOMER_KINDS else ""
    return ", ".join(filter(None, (sanitize.one_line(known.name, 80), kind)))


def organisation_head(_: Translator, known: "Known", members: "Sequence[Member]", tickets: int) -> str:
    """The heading of an organisation: what it is, its contacts, how many candidates and tickets it has."""
    contacts = [member for member in members if member.is_contact]
    lines = [organisation_line(_, known), *(_contact(member) for member in contacts[:CONTACTS_SHOWN])]
    if len(contacts) > CONTACTS_SHOWN:
        lines.append(_("and {n} more contacts", n=len(contacts) - CONTACTS_SHOWN))
    candidates = _.ngettext("{n} candidate", "{n} candidates", len(members) - len(contacts))
    lines.append("  ·  ".join((candidates, _.ngettext("{n} ticket", "{n} tickets", tickets))))
    return "\n".join(lines)


def _contact(member: "Member") -> str:
    parts = (sanitize.one_line(member.name, 60), sanitize.one_line(member.phone, 40), sanitize.one_line(member.email, 80))
    return "  ".join(filter(None, parts))


def sent_line(_: Translator, charter: Charter, sent: "Sent") -> str:
    """Something that was sent, in one line: when, to whom, by which way, its words."""
    parts = (formats.at(_, charter.at(sent.at)), terms.ticket_ref(_, sent.ticket), sent.name, _(WAYS[sent.way]), sent.words)
    return sanitize.one_line("  ".join(filter(None, parts)), 200)


def mind_line(mind: str) -> str:
    """What to keep in mind about a customer, as one line; "" for nothing."""
    return f"! {sanitize.one_line(mind, 300)}" if mind else ""


def returned_words(_: Translator, count: int) -> str:
    """How many tickets of somebody who leaves are unassigned again."""
    if not count:
        return _("No tickets to return to the queue.")
    return _("Returned to the queue: {tickets}", tickets=_.ngettext("{n} ticket", "{n} tickets", count))


def happened_line(_: Translator, charter: Charter, entry: people.AuditEntry) -> str:
    """An audit entry: what was done to a login, when and by whom."""
    detail = entry.detail
    if entry.what == people.AWAY:
        detail = formats.at(_, charter.at(int(detail)))
    elif detail in terms.ROLES:
        detail = _(terms.ROLES[detail])
    words = _(_HAPPENED[entry.what], about=entry.about, detail=detail)
    by = f" ({entry.by})" if entry.by and entry.by != entry.about else ""
    return sanitize.one_line(f"{formats.at(_, charter.at(entry.at))}  {words}{by}", 300)
