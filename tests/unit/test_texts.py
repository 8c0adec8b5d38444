"""The texts that replies begin with: filled in whole, read strictly, the centre's own first; a stranger's words stay words."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.charter import Charter
from desk.charter.errors import DeskError
from desk.charter.standards import Kind
from desk.charter.vocabulary import LANGUAGES, RECEIVED
from desk.i18n import translator
from desk.outgoing.errors import TextUnknown
from desk.outgoing.template import ALWAYS, FIELDS, PERHAPS, WrongTemplate, fill, parse
from desk.outgoing.texts import AUTOMATIC, NOTE, ReplyText, available_texts, built_in, find, read
from desk.presentation import error_line
from desk.store.errors import NotFound
from desk.text.sanitize import one_line
from tests.forks import ROOT
from tests.hostile import STORABLE
from tests.unit.conftest import Command
from tests.worded import refusal

NOTHING = dict.fromkeys(FIELDS, "")

A_TEXT = """
[[text]]
id = "hours"
title = { ru = "Часы работы", en = "Opening hours" }
body.ru = "Здравствуйте[, {name}]! {here} {staff}"
body.en = "Hello[ {name}], {here} {staff}"
"""


def write(folder: Path, text: str = A_TEXT, name: str = "own.toml") -> Path:
    """A file of a centre's own texts."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def wrong(path: Path, language: str = "en") -> str:
    """What is said of a file, without its name."""
    with pytest.raises(DeskError) as error:
        read(path, Charter.load().kinds)
    return error_line.line(translator(language), error.value).removeprefix(str(path)).lstrip(":1234567890 ")


# -- filling in --------------------------------------------------------------------------------------


@given(name=st.text().map(one_line), subject=st.sampled_from(STORABLE).map(one_line))
def test_a_strangers_words_are_never_read_as_a_text_of_ours(name: str, subject: str) -> None:
    """Braces, brackets and markup in a name come out as they went in, and fill in nothing."""
    said = fill(parse("[{name}||]{number}[||{subject}]|"), NOTHING | {"name": name, "subject": subject, "number": "7"}).text
    assert said == (f"{name}|" if name else "") + "7" + (f"|{subject}" if subject else "") + "|"


@pytest.mark.parametrize("name", ["{number}", "[b]Ann[/b]", "{{", "]]", "[{staff}]", "{here}", "%s {0}"])
def test_braces_and_markup_in_a_name_are_the_name(name: str) -> None:
    """As typed by that person."""
    for text in built_in():
        for body in text.bodies.values():
            values = dict.fromkeys(FIELDS, "x") | {"name": name}
            assert (name in fill(body, values).text) == any("name" in part.fields for part in body)


def test_words_that_need_a_value_go_with_it() -> None:
    """No "Dear ,", no blank line too many."""
    template = parse("Hello[ {name}],\n\n[By {promised}.]\n\n{staff}")
    assert fill(template, NOTHING | {"staff": "Anna"}).text == "Hello,\n\nAnna"
    assert fill(template, NOTHING | {"staff": "Anna", "name": "Ann", "promised": "noon"}).text == "Hello Ann,\n\nBy noon.\n\nAnna"


def test_what_is_said_instead_of_a_value_that_is_missing() -> None:
    """It may be where the writer goes on; fields in it have to be always there."""
    template = parse("Fee: [{fee}|{here}].")
    assert fill(template, NOTHING) == ("Fee: .", len("Fee: "))
    assert fill(template, NOTHING | {"fee": "3 000"}) == ("Fee: 3 000.", None)
    with pytest.raises(WrongTemplate):
        parse("[{fee}|{subject}]")
    with pytest.raises(WrongTemplate):
        parse("{here} [{fee}|{here}]")


def test_brackets_and_braces_are_written_twice_to_stand_for_themselves() -> None:
    """As in the format of Python's own."""
    assert fill(parse("{{x}} [[y]] {number}"), NOTHING | {"number": "7"}).text == "{x} [y] 7"


def test_the_place_to_go_on_is_counted_in_what_was_filled_in() -> None:
    """And a text without one has none."""
    said = fill(parse("Hello[ {name}],\n\n{here}\n\n{staff}"), NOTHING | {"name": "Ann", "staff": "Anna"})
    assert (said.text, said.place) == ("Hello Ann,\n\n\n\nAnna", len("Hello Ann,\n\n"))
    assert fill(parse("{staff}"), NOTHING).place is None


# -- those that come with the desk -------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", built_in(), ids=lambda text: text.id)
def test_every_built_in_text_can_be_filled_in_with_all_and_with_the_least(text: ReplyText, language: str) -> None:
    """No brace is left, no empty hole, in either language."""
    least = NOTHING | dict.fromkeys(ALWAYS, "x")
    for values in (least, dict.fromkeys(FIELDS, "x"), *(least | {name: "x"} for name in PERHAPS)):
        said = fill(text.bodies[language], values).text
        assert not set("{}[]") & set(said)
        for hole in (" ,", " .", " !", "  ", "«»", "“”", ": .", "\n\n\n\n\n"):
            assert hole not in said, (hole, said)


@pytest.mark.parametrize("kind", Charter.load().kinds.values(), ids=lambda kind: kind.id)
def test_every_kind_of_ticket_has_a_text_for_what_a_reply_can_state(kind: Kind) -> None:
    """Posting, handing over and ringing are done otherwise."""
    spoken = {"called-back", "tried", "posted", "handed-out", "completed", "fee-known", RECEIVED}
    spoken |= {"passed-on", "arrived", "authorised", "paid", "reported", "investigated", "objected", "accepted", "used-up"}
    stated = {text.states for text in built_in() if text.suits(kind)}
    assert set(kind.facts) - spoken <= stated


def test_whoever_is_asked_for_something_is_told_that_nothing_stops() -> None:
    """No standard pauses: what asks the customer states no fact."""
    assert {find(built_in(), name).states for name in ("needed", "missing", "received")} == {NOTE}


def test_every_reply_names_who_answers() -> None:
    """named-staff, commitments.6."""
    for text in built_in():
        for body in text.bodies.values():
            assert any("staff" in part.fields for part in body) or text.id == "slip" or text.when == AUTOMATIC


# -- the centre's own --------------------------------------------------------------------------------


def test_a_centres_own_text_takes_the_place_of_the_desks(tmp_path: Path) -> None:
    """By its id, in its place on the list; a new one comes after the others."""
    write(tmp_path, A_TEXT + A_TEXT.replace("hours", "news"))
    texts = available_texts(tmp_path)
    assert [text.id for text in texts] == [*(text.id for text in built_in()), "hours"]
    assert [text.id for text in texts if text.own] == ["news", "hours"]
    assert find(texts, "news").title.en == "Opening news"


def test_a_folder_that_is_not_there_has_no_texts(tmp_path: Path) -> None:
    """Nothing has to be set; a single file may be named as well."""
    assert available_texts(tmp_path / "no") == built_in()
    assert find(available_texts(write(tmp_path)), "hours").own


def test_two_files_may_not_both_have_a_text(tmp_path: Path) -> None:
    """Which of them would count would be a matter of luck."""
    write(tmp_path), write(tmp_path, name="zweite.toml")
    with pytest.raises(DeskError) as error:
        available_texts(tmp_path)
    first, second = tmp_path / "own.toml", tmp_path / "zweite.toml"
    assert error_line.line(translator("en"), error.value) == f"{second}: text[hours]: duplicate id, already in {first}."


OPEN = "unmatched or nested bracket at"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{here}", "{nmae}", "text[hours].body.ru: {nmae}: no such field; docs/texts.md lists them. Did you mean name?"),
        (
            "[ {name}]",
            " {name}",
            "text[hours].body.en: {name} may be empty: put it in [square brackets] with the words that belong to it.",
        ),
        ("[ {name}]", "[ {name}", f"text[hours].body.en: {OPEN} “[”."),
        ("[ {name}]", "[[ {name}]", f"text[hours].body.en: {OPEN} “], {{here}} {{staff}}”."),
        ("[ {name}]", "[ [{name}]]", f"text[hours].body.en: {OPEN} “[{{name}}]], {{here}} {{s”."),
        ("{staff}", "{staff", f"text[hours].body.ru: {OPEN} “{{staff”."),
        (
            "[ {name}]", "[ there]",
            "text[hours].body.en: “there”: no field in these brackets can be empty; remove the brackets.",
        ),
        ("Hello", "{here}", "text[hours].body.en: {here} may appear only once."),
        ('body.en = "Hello[ {name}], {here} {staff}"', "", "text[hours].body: no text for this language: en."),
        ('ru = "Часы работы", ', "", "text[hours].title: no text for this language: ru."),
        ('id = "hours"', 'id = "Часы"', "text[Часы]: Часы: an id consists of lower-case Latin letters, digits and hyphens."),
        (
            'id = "hours"', 'id = "hours"\nstates = "anwsered"',
            "text[hours].states: anwsered: no such fact; docs/texts.md lists them. Did you mean answered?",
        ),
        (
            'id = "hours"', 'id = "hours"\nkinds = ["certificat"]',
            "text[hours].kinds: certificat: no such kind of ticket. Did you mean certificate?",
        ),
        (
            'id = "hours"',
            'id = "hours"\nstates = "acknowledged"\nkinds = ["enquiry"]',
            "text[hours].kinds: enquiry: “acknowledged” cannot be recorded on such a ticket.",
        ),
        (" {staff}", "", ""),
        ('id = "hours"', 'id = "hours"\nstates = "answered"\nkind = "x"', "text[hours].kind: unknown key; did you mean 'kinds'?"),
        (A_TEXT, A_TEXT * 2, "text[hours]: duplicate id, already in {path}."),
        (A_TEXT, "[[text]\n", "is not valid TOML from here on"),
        (A_TEXT, "", "text: is missing"),
    ],
)  # fmt: skip
def test_a_wrong_text_is_refused_in_exact_words(tmp_path: Path, old: str, new: str, says: str) -> None:
    """The file, the text, the language, what is wrong, what may be meant."""
    path = write(tmp_path, A_TEXT.replace(old, new))
    if says:
        assert wrong(path).startswith(says.replace("{path}", str(path)))
    else:
        read(path)  # it states nothing, and so need not be signed


def test_a_reply_that_states_something_must_be_signed(tmp_path: Path) -> None:
    """named-staff (house): every reply carries the name of who answers."""
    path = write(tmp_path, A_TEXT.replace('id = "hours"', 'id = "hours"\nstates = "answered"').replace("{here} {staff}", "{here}"))
    assert wrong(path) == "text[hours].body.ru: {staff} is missing: a reply must name the person who answers."
    assert wrong(path, "ru") == "text[hours].body.ru: нет {staff}: в ответе должен быть назван тот, кто отвечает."


def test_no_file_and_no_utf_8_are_said_plainly(tmp_path: Path) -> None:
    """With the file's name."""
    assert wrong(tmp_path / "no.toml") == "cannot be read: file not found"
    (tmp_path / "old.toml").write_bytes(A_TEXT.encode("cp1251"))
    assert wrong(tmp_path / "old.toml") == "is not UTF-8"


def test_what_a_terminal_would_obey_in_a_text_is_made_visible(tmp_path: Path) -> None:
    """A file that came from elsewhere is a stranger's too."""
    path = write(tmp_path, A_TEXT.replace("Hello", r"\u001b[[2JHello"))
    (text,) = read(path)
    assert fill(text.bodies["en"], NOTHING).text.startswith("␛[2JHello,")


def test_the_page_of_the_docs_says_what_is_so(tmp_path: Path) -> None:
    """Its example can be used as it stands; every field has its row."""
    page = (ROOT / "docs" / "texts.md").read_text(encoding="utf-8")
    (text,) = read(write(tmp_path, page.partition("```toml\n")[2].partition("```")[0]))
    assert (text.id, text.states, text.kinds) == ("opening-hours", "answered", ("enquiry",))
    assert fill(text.bodies["en"], NOTHING | {"staff": "Anna"}).text.startswith("Hello,\n\nour reception is open")
    assert set(re.findall(r"^\| `\{(\w+)\}` \|", page, re.MULTILINE)) == set(FIELDS)


# -- without a screen --------------------------------------------------------------------------------


def test_the_command_lists_checks_and_fills_in(command: Command, tmp_path: Path) -> None:
    """`desk texts`, `check`, `show`: in the customer's language, by the person who is named."""
    listed = command("texts").stdout.splitlines()
    assert listed[0].split() == ["answer", "Answer", "to", "a", "question", "ru", "en", "built-in"]
    assert listed[-1] == f"The centre's own texts can be put in {tmp_path / 'charter-desk' / 'texts'}."
    command("add", "enquiry", "--channel", "email", "--name", "[b]{number}", "--subject", "FCE", "--lang-of", "en")
    shown = command("texts", "show", "received", "--ticket", "1", "--as", "Анна").stdout
    assert shown == (
        "Hello [b]{number},\n\n"
        "we have received your message “FCE”; its number is 1. You will have our reply by Friday 6 November, 18:00.\n\n"
        "Kind regards,\nAnna, LT-Pro\n8 (812) 244-54-88\n"
    )
    assert "[русский]\nЗдравствуйте[, {name}]!" in command("texts", "show", "received").stdout.replace("]\n\n", "]\n")
    path = write(tmp_path)
    assert command("texts", "check", path).stdout == f"{path}: OK. 1 text.\n"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["show", "anwser"], 2, refusal(TextUnknown("anwser", near="answer"))),
        (["show", "zzz"], 2, refusal(TextUnknown("zzz", near=""))),
        (["show", "answer", "--ticket", "9"], 1, refusal(NotFound(9))),
        (["check", "no.toml"], 2, "desk: no.toml: "),
    ],
)
def test_the_command_refuses_in_one_line(command: Command, words: list[str], code: int, says: str) -> None:
    """With the exit codes of every other."""
    done = command("texts", *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)
    assert done.stderr.startswith(says)
