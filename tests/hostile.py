"""What strangers send to a reception, at its worst: for every test that stores, draws, prints or exports a
text.

Invisible characters are written as escapes, so that what stands here can be read.
"""

import unicodedata

# PostgreSQL refuses NUL, and UTF-8 (so SQLite too) cannot write half of a surrogate pair. `text.typed()`
# removes both.
UNSTORABLE: tuple[str, ...] = (
    "Ann\x00Smith",
    "half a pair \ud83d here",
    "\udc80\udcff.pdf",  # a file name in KOI8-R, as os.listdir gives it on a UTF-8 system
)

STORABLE: tuple[str, ...] = (
    # Markup of Textual and Rich
    "[b]Ann[/b]",
    "[/b]",
    "[/]",
    "[@click=app.quit]Press me[/]",
    "[RT #1] Re: the certificate",
    "[link=https://example.org]the centre[/link]",
    "[on red blink]overdue[/]",
    "[not a style at all=]",
    "C:\\results\\[2026]\\",
    "\\[b]escaped once\\\\[b]twice",
    "[[[[[$primary]]]]",
    ":warning: :smile:",
    # Terminal controls
    "\x1b[31mred\x1b[0m",
    "\x1b[2J\x1b[H\x1b[?1049l",
    "\x1b]0;a new title\x07",
    "\x1b]8;;https://example.org\x1b\\the centre\x1b]8;;\x1b\\",
    "\x1b]52;c;cm0gLXJmIH4=\x07",
    "\x1bP+q544e\x1b\\ \x1b_apc\x1b\\ \x1b^pm\x1b\\ \x1bc",
    "\x9b31mred by one byte\x9b0m \x9d0;title\x9c",
    "\x07\x07\x07",
    "paid\x08\x08\x08\x08owed",
    "owes 900\rpaid 900",
    "\x0e line drawing \x0f \x7f\x0b\x0c\x85",
    # Direction and what cannot be seen
    "certificate\u202efdp.exe",
    "\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d",
    "\u200e\u200f\u061c",
    "Iva\u200bnov\u2060\ufeff",
    "so\u00adft hyphens in a let\u00adter",
    "one line\u2028another\u2029a third",
    "\ufeffName,Phone",
    "A\U000e0041\U000e0042\U000e007f",
    "\ufff9base\ufffaabove\ufffb \ufdd0 \U0010ffff \ue000",
    "a\ufe0f\u200d\u200cb",
    "",
    "   ",
    "\u3164",
    "\u2800\u2800",
    "\u00a0\u2003\u3000",
    "\u034f\u115f\u180e",
    # Letters
    "Z" + "\u0300\u0316\u0353\u0489" * 60 + "algo",
    "\u0344" * 50,
    "\u0415\u0308\u043b\u043a\u0438\u043d \u0410\u043d\u0434\u0440\u0435\u0438\u0306",  # Ёлкин Андрей
    "\u0401\u0436\u0438\u043a\u043e\u0432\u0430 \u0439\u043e\u0434",  # Ёжикова йод, as it should be
    "\U0001f469\u200d\U0001f4bb \u2764\ufe0f \U0001f44d\U0001f3fd 1\ufe0f\u20e3 \U0001f1f7\U0001f1fa",
    "\U0001f469" + "\u200d\U0001f469" * 60,
    "\u5f20\u4f1f\u306e\u8a3c\u660e\u66f8 \uff21\uff2e\uff2e \ud55c\uad6d\uc5b4",
    "\u0645\u062d\u0645\u062f \u0639\u0644\u06cc\u200c\u0632\u0627\u062f\u0647 12",
    "\u0915\u094d\u200d\u0937 \u0928\u093f",
    "\u0391\u0432\u0430 Iv\u0430nov",  # Greek, Cyrillic and Latin letters that look alike
    # Size
    "word " * 20_000,
    "w" * 100_000,
    "\n" * 5_000 + "at the end",
    "\u0439" * 300,
    # Other programs' languages
    "Robert'); DROP TABLE ticket;--",
    "O'Brien \"the\" % _ \\ `x`",
    "100% {name} {0} %s %(x)d {{}} ${HOME}",
    "=cmd|'/C calc'!A0",
    "+7 812 244-54-88",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "  \uff1dHYPERLINK(\"https://example.org\")",
    "$(reboot) `reboot` ; reboot | sh",
    "../../../etc/passwd",
    "CON.txt:stream?*<>|",
    "--help",
    "a,b;c\td\r\n\"e\"",
    "<script>alert(1)</script>&amp;\u2026",
    "Subject: x\r\nBcc: everyone@example.org",
)  # fmt: skip

HOSTILE: tuple[str, ...] = STORABLE + UNSTORABLE


def raw_at_terminal(screen: str) -> bool:
    """Whether a drawn text holds a character that a terminal would obey or that hides something.

    Told by Unicode's categories and not by the tables of `desk.text`, so that one checks the other. `\\n`
    parts the rows; the two joiners may stand where they are spelling.
    """
    obeyed = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return any(sign not in "\n\u200c\u200d" and unicodedata.category(sign) in obeyed for sign in screen)
