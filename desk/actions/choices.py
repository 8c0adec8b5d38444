"""Choices of the actions' fields: stored values with their displayed labels."""

from collections.abc import Mapping

from desk.i18n import N_

Choices = Mapping[str, str]

WAYS: Choices = {
    "phone": N_("by phone"),
    "email": N_("by email"),
    "letter": N_("by letter"),
    "in-person": N_("in person"),
}
RELATIONS: Choices = {
    "self": N_("the candidate"),
    "parent": N_("a parent"),
    "school": N_("the school"),
    "other": N_("another person"),
}
CUSTOMER_KINDS: Choices = {
    "candidate": N_("candidate"),
    "guardian": N_("parent or guardian"),
    "school": N_("school"),
    "preparation-centre": N_("preparation centre"),
    "other": N_("other"),
}
PREPARATION_CENTRE = "preparation-centre"
ORGANISATIONS = ("school", PREPARATION_CENTRE)  # kinds of customers who speak for one
DOCUMENTS: Choices = {
    "passport": N_("passport"),
    "foreign-passport": N_("travel passport"),
    "birth-certificate": N_("birth certificate"),
    "driving-licence": N_("driving licence"),
    "other": N_("another document"),
}
SCORES: Choices = {
    "1": N_("very dissatisfied"),
    "2": N_("dissatisfied"),
    "3": N_("partly satisfied"),
    "4": N_("satisfied"),
    "5": N_("very satisfied"),
}
ASKED = "asked"  # how satisfied they are, without an answer
ASKED_SCORES: Choices = {**SCORES, ASKED: N_("asked, no answer")}
OUTCOMES: Choices = {
    "upheld": N_("upheld"),
    "partly": N_("partly upheld"),
    "not-upheld": N_("not upheld"),
}
SEVERITIES: Choices = {
    "minor": N_("minor"),
    "serious": N_("serious"),
    "critical": N_("critical"),
}
SAME_CAUSE, FOLLOWS, FOLLOWED, NOT_LINKED = "same-cause", "follows", "followed", "none"
LINKS: Choices = {  # as they are chosen; the other ticket of one that follows is followed by it
    SAME_CAUSE: N_("same cause"),
    FOLLOWS: N_("follows from it"),
    NOT_LINKED: N_("not linked any more"),
}
CLOSE_REASONS: Choices = {
    "withdrawn": N_("withdrawn"),
    "duplicate": N_("duplicate"),
    "unreachable": N_("cannot be reached"),
    "not-ours": N_("not ours"),
    "mistake": N_("mistake"),
}
