"""`desk.text`: a stranger's words are shown whole, obeyed never, stored as they came and found again."""

import subprocess
import sys
import time
import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.text.folding import search_key
from desk.text.keyboard import other_layout
from desk.text.sanitize import LINE_SIGN, TextTooLong, one_line, safe, typed
from desk.text.spreadsheet import csv_cell
from tests.hostile import HOSTILE, STORABLE, UNSTORABLE, raw_at_terminal

# Lone surrogates too, and the characters that the rules are about, more often than chance would bring them.
RULED = list("\r\n\t\x1b\x00\x9b<>=+-@' 0aeioyкийеё") + list(
    "\u0300\u0316\u0338\u0306\u0344\u034f\u200b\u200c\u200d\u202e\u2028\ufe0f\u20e3\u2764\U0001f3fb\U0001f469"
    "\u0628\u064b\u0915\u094d\u0958\u061c\u06dd\u1100\u1161\u302e\ufb2c\ufdfa\ud800\u0149\u0374"
)  # fmt: skip
ANY = st.text(st.characters() | st.characters(categories=["Cs"]) | st.sampled_from(RULED), max_size=40)
LETTERS = st.text(st.sampled_from("aeiouyjctshkpxzбийыьеёюяхщц' "), max_size=12)
ASSIGNED = [sign for sign in map(chr, range(0x110000)) if unicodedata.category(sign) not in ("Cn", "Co")]


def keys(names: str) -> set[str]:
    """The different keys of these names."""
    return {search_key(name) for name in names.split()}


# safe()


@given(ANY)
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    """Design 6: control and bidi characters never reach the terminal, whatever stands around them."""
    assert not raw_at_terminal(safe(text))
    assert not raw_at_terminal(one_line(text))
    assert "\n" not in one_line(text)


def test_every_character_of_unicode_is_ruled() -> None:
    """Design 6, tried on every character there is: the tables in text.py know every control, format character
    and separator."""
    assert [hex(ord(sign)) for sign in set(safe("a".join(ASSIGNED))) if raw_at_terminal(sign)] == []


@given(ANY)
def test_safe_twice_is_safe_once(text: str) -> None:
    """What was made safe by a store function may pass the widget's safe() again and looks the same."""
    assert safe(safe(text)) == safe(text)
    assert one_line(one_line(text)) == one_line(text)
    assert safe(one_line(text)) == one_line(text)


@given(ANY)
def test_drawn_text_is_nfc(text: str) -> None:
    """Design 6: NFC, so that columns and snapshots do not depend on how the sender's keyboard composed."""
    assert unicodedata.is_normalized("NFC", safe(text))


def test_a_mark_of_ours_may_meet_an_accent() -> None:
    """The `>` of a mark composes with the stroke that follows it: NFC comes last."""
    assert safe("\u200b\u0338") == safe(safe("\u200b\u0338")) == "<200B\u226f"


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_hostile_text_is_tame_when_drawn(text: str) -> None:
    """Design 6, over the corpus: tame, in bounded time, and UTF-8 can write it."""
    before = time.process_time()
    drawn, line = safe(text), one_line(text, 80)
    assert time.process_time() - before < 4
    assert not raw_at_terminal(drawn)
    assert not raw_at_terminal(line)
    assert "\n" not in line
    assert len(line) <= 80
    drawn.encode()


@pytest.mark.parametrize(
    "text",
    [
        "Ann Smith", "Андрей Ёлкин — «№ 5»…", "a\nb", "[b]Ann[/b]", "[/b]", "[@click=app.quit]x[/]",
        "[RT #1]", "\\[x]", "10\u00a0000", "張偉", "\ue000", "\u0645\u062d\u0645\u062f", "\U0001f469", "é",
        "1 < 2 > 0", "",
    ],
)  # fmt: skip
def test_ordinary_text_is_untouched(text: str) -> None:
    """What a person can read is shown as it is; markup is no matter of safe(): it reaches widgets as Content
    (design 6)."""
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("\x1b[31m", "␛[31m"), ("\x00", "␀"), ("\x07", "␇"), ("\x08", "␈"), ("\x7f", "␡"), ("\x0b\x0c", "␋␌"),
        ("\x9b31m", "<9B>31m"), ("\x85", "<85>"), ("fdp\u202eexe", "fdp<202E>exe"), ("\ufff9", "<FFF9>"),
        ("\u2066\u200e\u061c", "<2066><200E><061C>"), ("a\u200bb", "a<200B>b"), ("\ud800", "<D800>"),
        ("\u2028\u2029", "<2028><2029>"), ("\ufeffa", "<FEFF>a"), ("a\u00adb", "a<AD>b"),
        ("\U000e0041", "<E0041>"), ("\ufdd0\U0010ffff", "<FDD0><10FFFF>"),
        ("\u3164\u2800\u034f", "<3164><2800><034F>"),
        ("a\ufe0f", "a<FE0F>"), ("a\u200db\u200c", "a<200D>b<200C>"),
    ],
)  # fmt: skip
def test_odd_characters_are_made_visible(text: str, drawn: str) -> None:
    """Design 6: made visible, not removed: the reader sees that something was there."""
    assert safe(text) == drawn


def test_line_ends_and_tabs() -> None:
    """A bare CR would overwrite its row; CRLF is one line end; a tab's width depends on the terminal."""
    assert safe("a\r\nb\rc\nd\n\re\tf") == "a\nb\nc\nd\n\ne    f"


def test_composed_letters() -> None:
    """NFC: й and ё in a file name from a Mac come apart, and are drawn as one character."""
    assert safe("\u0438\u0306\u0435\u0308") == "\u0439\u0451"


@pytest.mark.parametrize("mark", ["\u0300", "\u0489", "\u0344", "\u0316\u0301", "\u0300\u200d", "\u093c"])
def test_a_storm_of_marks_is_bounded(mark: str) -> None:
    """Marks on marks are drawn over the rows above. Four in a row are kept; U+0344 is two of them after
    NFC."""
    drawn = safe("Z" + mark * 200 + "algo")
    marks = "".join("M" if unicodedata.category(sign)[0] == "M" else "-" for sign in drawn)
    assert "MMMMM" not in marks
    assert 1 <= marks.count("M") <= 4
    assert unicodedata.normalize("NFD", drawn).startswith("Z")
    assert drawn.endswith("algo")
    assert len(safe("Z" + "\u0489" * 4)) == 5


def test_joiners_stay_where_they_are_spelling() -> None:
    """Persian and Hindi are spelled with ZWNJ and ZWJ; next to a Latin letter, a mark of ours or an end they
    hide something."""
    persian, hindi = "\u0639\u0644\u06cc\u200c\u0632\u0627\u062f\u0647", "\u0915\u094d\u200d\u0937"
    assert (safe(persian), safe(hindi)) == (persian, hindi)
    assert safe("\u06cc\u200ca") == "\u06cc<200C>a"
    assert safe("\u06cc\u200c") == "\u06cc<200C>"
    assert safe("\u06cc\u200c\u061c\u06cc") == "\u06cc<200C><061C>\u06cc"


def test_joined_emoji_are_drawn_one_by_one() -> None:
    """Rich counts a joined emoji as two cells, many terminals draw its parts: the columns behind it would
    shift."""
    assert safe("\U0001f469\u200d\U0001f4bb") == "\U0001f469\U0001f4bb"
    assert safe("\u2764\ufe0f \U0001f44d\U0001f3fd 1\ufe0f\u20e3") == "\u2764 \U0001f44d 1\u20e3"


@pytest.mark.parametrize(
    "text",
    [
        "Z" + "\u0301\u0316" * 50_000, "\u200b\u0301" * 50_000, "\u202e" * 100_000, " " * 100_000,
        "i" * 100_000, "t" * 100_000, "s" + "h" * 100_000, "ия" * 50_000, "+" + "1" * 100_000 + "x",
        "1 " * 50_000 + "x", "\n " * 50_000, "Иванов " * 14_000,
    ],
    ids=lambda text: ascii(text)[:20],
)  # fmt: skip
def test_no_text_makes_it_slow(text: str) -> None:
    """Linear time: unicodedata sorts marks in quadratic time, and so do careless patterns; 100 kB would stop
    the desk."""
    for function in (safe, one_line, csv_cell, search_key):
        before = time.process_time()
        function(text)
        assert time.process_time() - before < 4, function.__name__


# one_line()


@pytest.mark.parametrize(("text", "line"), [("", ""), ("abc", "abc"), ("abcd", "abcd"), ("abcde", "abc…"), ("abc de", "abc…")])
def test_only_what_is_longer_than_the_limit_is_cut(text: str, line: str) -> None:
    """The sign is the last of the characters that there is room for, and no blank stands before it."""
    assert one_line(text, 4) == line


def test_one_line_joins_lines_by_a_sign() -> None:
    """Design 6: one line where one line is drawn; a flood of newlines takes no more room than one."""
    assert one_line("  Dear all,\r\n\r\n\n  the hall \n") == f"Dear all,{LINE_SIGN}the hall"
    assert one_line("a" + "\n" * 9_000 + "b") == f"a{LINE_SIGN}b"
    assert one_line("  Ann\u00a0 ") == "Ann"
    assert one_line(" \n \n") == one_line("") == ""


@pytest.mark.parametrize(
    ("limit", "line"),
    [(9, "Ann Smith"), (8, "Ann Smi…"), (5, "Ann…"), (1, "…"), (0, ""), (-1, ""), (None, "Ann Smith")],
)
def test_one_line_is_cut_at_its_limit(limit: int | None, line: str) -> None:
    """The limit counts the … with it; no blank stands before it."""
    assert one_line(" Ann Smith\n", limit) == line


def test_a_cut_leaves_no_joiner() -> None:
    """A joiner at the cut joins nothing any more, and safe() would mark it."""
    assert one_line("\u0639\u0644\u06cc\u200c\u0632\u0627\u062f\u0647", 5) == "\u0639\u0644\u06cc…"


@given(ANY, st.integers(-1, 12))
def test_a_cut_line_is_short_and_safe(text: str, limit: int) -> None:
    """A cut neither exceeds its limit nor leaves a joiner hanging at the end."""
    line = one_line(text, limit)
    assert len(line) <= max(limit, 0)
    assert safe(line) == line


# typed()


def test_typed_text_is_stored_as_it_came() -> None:
    """Design 6: a stranger's text is stored as it came; only what no database can hold is left out."""
    assert typed(" \r\n[b] \x1b[31m\u202e e\u0308\ta\r\nb\rc \n") == "[b] \x1b[31m\u202e e\u0308\ta\nb\nc"
    assert typed("\x00 a\x00\ud800b \x00") == "ab"
    assert typed("") == ""


@given(ANY)
def test_typed_text_can_be_stored(text: str) -> None:
    """UTF-8 can write it, PostgreSQL takes it, and storing it a second time changes nothing."""
    kept = typed(text)
    assert "\x00" not in kept
    assert "\r" not in kept
    assert typed(kept.encode().decode()) == kept


def test_typed_text_has_a_limit() -> None:
    """Design 5: nothing typed is lost, so a long text is refused with both numbers and never cut; blanks at
    the ends do not count."""
    assert typed("  abc\x00 ", limit=3) == "abc"
    with pytest.raises(TextTooLong) as refused:
        typed(" abcd ", limit=3)
    assert (refused.value.length, refused.value.limit) == (4, 3)
    assert isinstance(refused.value, ValueError)
    assert len(typed("w" * 100_000)) == 100_000
    with pytest.raises(TextTooLong):
        typed("w" * 100_001)


# csv_cell()


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|'/C calc'!A0", "=1", "@SUM(A1)", "+SUM(A1)", "-2+3+cmd|' /C calc'!A0", "  =1", "\t1", "\r1",
        "\n1", "\u00a0=1", "\ufeff=1", "\u200b\x00+A1", "\uff1d1", "\uff0bA1", "\uff0d1", "\uff20x",
        "\u2212A1", "+7 A1", "+7=1", "-1;=1", "-", "+", "-1-1", "-(1)", "+7*8", "\uff0b7 812", "-12,5\n=1",
    ],
)  # fmt: skip
def test_a_formula_becomes_text(text: str) -> None:
    """Design 6: a cell that begins with `=` is text, and so are its kin, behind blanks and in fullwidth
    too."""
    assert csv_cell(text) == "'" + text


@pytest.mark.parametrize(
    "text",
    [
        "+7 812 244-54-88", "+7 (812) 244-54-88", "+7(812)2445488", "+78122445488", "+7-812-244-54-88",
        "+44 20 7946 0000 ", "+7\u00a0812\u00a0244.54.88", "-5", "-12,5", "-1 234,50", "-12%", "+3", "0",
        "Ann", "a=b", "a - b", "", " ", "'=1", "8 812",
    ],
)  # fmt: skip
def test_phones_numbers_and_words_are_not_spoiled(text: str) -> None:
    """Digits with a sign and brackets name no cell and no program; a reception exports phones all day."""
    assert csv_cell(text) == text


@given(ANY)
def test_a_cell_is_guarded_once(text: str) -> None:
    """The text stays whole behind at most one apostrophe."""
    assert csv_cell(text) in (text, "'" + text)
    assert csv_cell(csv_cell(text)) == csv_cell(text)


# search_key()


@pytest.mark.parametrize(
    "names",
    [
        "Иванов ivanov IVANOV иванов Ива\u00adнов Ива\u0301нов",
        "Щербаков Shcherbakov Scherbakov",
        "Юлия Yulia Iuliia Julia Yuliya Yuliia",
        "Алексей Alexey Aleksei Alexei Aleksey Aleksej Алексеи\u0306",
        "Хохлов Khokhlov Hohlov",
        "Цветаева Tsvetaeva Cvetaeva Tsvetayeva",
        "Ёлкин Елкин Elkin Yolkin Е\u0308лкин",
        "Зайцев Zaitsev Zaytsev Zajcev",
        "Михаил Mikhail",
        "Михайлов Mikhailov Mikhaylov",
        "Дмитрий Dmitrii Dmitriy Dmitry",
        "Белый Bely Belyi Belyy",
        "Татьяна Tatiana Tatyana Tat'yana Tat\u2019yana",
        "Соловьёв Соловьев Solovyov Solovyev Soloviev",
        "Чайковский Chaikovskii Tchaikovsky",
        "Евгений Evgeny Yevgeny Evgenii",
        "Яна Yana Iana",
        "Троицкий Troitskii Troitsky",
        "Раиса Raisa",
        "Таисия Taisia Taisiia Taisiya",
        "Ильич Ilyich",
        "Бульон Bulyon",
        "Жуков Zhukov",
        "Виктор Victor Viktor",
        "Ольга Olga Ol'ga",
        "Žižka ZIZKA zizka",
        "O'Brien OBrien O\u2019Brien",
        "straße STRASSE",
        "\uff21\uff4e\uff4e Ann",
    ],
)
def test_spellings_of_one_name_have_one_key(names: str) -> None:
    """Design 6: search folds case, ё/е, punctuation and transliteration."""
    assert len(keys(names)) == 1


@pytest.mark.parametrize(
    "names",
    [
        "мой мои", "Зайка Заика", "й и", "йод иод", "Марий Марии", "край краи", "Бийск Биск",
        "Иванов Иванова", "Анна Яна", "Шуков Жуков Чуков Цуков Суков", "Хохлов Коклов", "Пасха Паша",
        "Tom Tim", "мыл мёл",
    ],
)  # fmt: skip
def test_different_words_have_different_keys(names: str) -> None:
    """й is a letter, not an accented и (SQLite's FTS5 may fold it), and folding stops short of finding
    everything."""
    assert len(keys(names)) == len(names.split())


def test_punctuation_is_one_space() -> None:
    """Design 6: punctuation folds, and a key has no blanks at its ends; words and numbers stay apart."""
    assert search_key("  «ООО», Ромашка_2 — (СПб)\n+7 812 244-54-88!") == "ooo romashka 2 spb 7 812 244 54 88"
    assert search_key("") == search_key(" \u2014 !\u202e\ud800 ") == ""


def test_other_scripts_keep_their_letters() -> None:
    """A name in Arabic, Chinese or Korean is found as it was written."""
    for name in ("\u0645\u062d\u0645\u062f", "\u5f20\u4f1f", "\ud55c\uad6d\uc5b4"):
        assert search_key(name) == name


@given(ANY | LETTERS)
def test_a_key_is_its_own_key(text: str) -> None:
    """What is stored and what is looked up may pass search_key() twice; no case, blank or invisible character
    is left."""
    key = search_key(text)
    assert search_key(key) == key
    assert key == " ".join(key.split())
    assert not raw_at_terminal(key)


def test_every_short_word_of_the_slippery_letters_is_its_own_key() -> None:
    """The ordered replacements do not feed each other: all words of up to five letters where two of them
    could meet."""
    for letters in ("aiyo", "tchsk", "aiйиы", "schpjx", "ilsta", "tczsh"):
        for length in range(1, 6):
            for word in map("".join, product(letters, repeat=length)):
                assert search_key(search_key(word)) == search_key(word), word


def test_every_character_in_a_name_is_its_own_key() -> None:
    """Accents over Cyrillic and Latin letters come off before the letters are folded, for every character
    there is."""
    key = search_key(" ".join(ASSIGNED))
    assert set(key.split()) ^ set(search_key(key).split()) == set()


# The house


def test_the_corpus_says_what_cannot_be_stored() -> None:
    """Tests that store take STORABLE; the rest is exactly what typed() must change for the database's
    sake."""
    assert HOSTILE == STORABLE + UNSTORABLE
    assert all("\x00" not in text and text.encode() for text in STORABLE if text)
    assert all(any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in text) for text in UNSTORABLE)
    assert any(map(raw_at_terminal, HOSTILE))
    assert not raw_at_terminal("[b]Ann[/b]\nИванов")


def test_text_loads_nothing_of_others() -> None:
    """Design 2: the sanitiser imports nothing of ours, no peewee, no textual, no rich."""
    code = "import sys, desk.text.sanitize; print(sorted({m for m in sys.modules if m.split('.')[0] in %r}))"
    code %= (("desk", "peewee", "rich", "textual"),)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['desk', 'desk.text', 'desk.text.sanitize']"


@pytest.mark.parametrize(
    ("typed_", "meant"),
    [
        ("bdfyjd", "иванов"),
        ("Rfhgjdf", "карпова"),
        ("Фтт", "ann"),
        (";bkbyf", "жилина"),
        ("`krby", "ёлкин"),
        ("244-54-88", "244-54-88"),
    ],
)
def test_what_the_same_keys_give_on_the_other_layout(typed_: str, meant: str) -> None:
    """Both ways; digits are the same on both."""
    assert other_layout(typed_) == meant


def test_every_control_has_its_own_picture() -> None:
    """From NUL to the last before the blank, and DEL; those above ASCII have their number."""
    controls = [chr(code) for code in range(0x20) if chr(code) not in "\t\n\r"]
    assert [safe(sign) for sign in controls] == [chr(0x2400 + ord(item)) for item in controls]
    assert [safe(each) for each in ("\x7f", "\x80", "\x9f", "\u202e")] == ["\u2421", "<80>", "<9F>", "<202E>"]


@pytest.mark.parametrize(("marks", "kept"), [(3, 3), (4, 4), (5, 4), (60, 4)])
def test_no_more_marks_stand_on_a_letter_than_living_scripts_have(marks: int, kept: int) -> None:
    """Four, which all stay; on the next letter they are counted anew."""
    storm = "q" + "\u0300" * marks
    assert safe(storm * 2) == ("q" + "\u0300" * kept) * 2
