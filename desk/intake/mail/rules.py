"""The kind that is proposed for a message, by the centre's rules."""

from collections.abc import Sequence

from desk.charter.charter import Charter
from desk.charter.standards import Kind
from desk.intake.mail.errors import MailKindUnfit, MailSenderUnfit, MailTopicMissing, MailTopicUnfit
from desk.intake.mail.message import Mail
from desk.settings import MailRule
from desk.text.folding import search_key

# The words by which a complaint is recognised where the centre has no rules of its own: how its forms begin.
_COMPLAINS = ("жалоб", "жалуюс", "претензи", "complain")
_READ = 20_000  # signs of a text in which words are looked for


def checked_rules(charter: Charter, rules: Sequence[MailRule]) -> tuple[MailRule, ...]:
    """The centre's rules, or those of the desk if it has none.

    Raises MailKindUnfit, MailTopicMissing, MailTopicUnfit, MailSenderUnfit.
    """
    fitting = {kind.id: kind for kind in charter.kinds.values() if _takes_email(kind)}
    for rule in rules:
        if rule.kind not in fitting:
            raise MailKindUnfit(rule.kind, ", ".join(fitting))
        topics = [topic.id for topic in fitting[rule.kind].topics]
        if topics and not rule.topic:
            raise MailTopicMissing(rule.kind, ", ".join(topics))
        if unfit := next((sender for sender in rule.senders if "@" not in sender), ""):
            raise MailSenderUnfit(rule.kind, unfit)
        if rule.topic and rule.topic not in topics:
            raise MailTopicUnfit(rule.kind, rule.topic, ", ".join(topics))
    complaint = charter.recorded_by("complaint")
    usual = (MailRule(complaint.id, words=_COMPLAINS),) if complaint and complaint.id in fitting else ()
    return tuple(rules) or usual


def default_kind(charter: Charter) -> str:
    """The kind of a message that no rule fits. Raises MailKindUnfit for a charter of which no kind can arrive by email."""
    recorded = charter.recorded_by("email")
    fitting = [kind.id for kind in charter.kinds.values() if _takes_email(kind) and not kind.topics]
    if not fitting:
        raise MailKindUnfit("-", "-")
    return recorded.id if recorded and recorded.id in fitting else fitting[0]


def proposed(charter: Charter, rules: Sequence[MailRule], mail: Mail) -> tuple[str, str]:
    """The kind and the topic that are proposed for a message: those of the first rule that fits. rules: checked."""
    text = f" {' '.join(search_key(f'{mail.subject} {mail.text[:_READ]}').split())}"
    fitting = (rule for rule in rules if _fits(rule, text, mail.address))
    rule = next(fitting, None)
    return (rule.kind, rule.topic) if rule else (default_kind(charter), "")


def _fits(rule: MailRule, text: str, address: str) -> bool:
    """text: folded, one blank before each word."""
    is_about = not rule.words or any(f" {' '.join(search_key(words).split())}" in text for words in rule.words)
    return is_about and (not rule.senders or any(_is_sender(sender.lower(), address) for sender in rule.senders))


def _is_sender(named: str, address: str) -> bool:
    return address.endswith(named) if named.startswith("@") else address == named


def _takes_email(kind: Kind) -> bool:
    """Whether a ticket of a kind can be opened by an email: a kind with an exam's date needs one."""
    return "email" in kind.channels and not kind.has_exam
