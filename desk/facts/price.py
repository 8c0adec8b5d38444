"""Prices as people type them, stored as `14500 RUB` or `14500.50 EUR`."""

import re
from decimal import Decimal

from desk.facts.errors import PriceUnreadable

DEFAULT_CURRENCY = "RUB"
MOST = 999_999_999
_SIGNS = {"₽": "RUB", "р": "RUB", "руб": "RUB", "рублей": "RUB", "€": "EUR", "$": "USD", "£": "GBP"}
_SHOWN = {"RUB": "₽", "EUR": "€", "USD": "$", "GBP": "£"}
_PRICE = re.compile(
    r"(?P<before>[€$£])?\s*(?P<whole>\d{1,3}(?:[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]\d{3})+|\d{1,9})"
    r"(?:[.,](?P<cents>\d{1,2}))?\s*(?P<after>[€$£₽]|[A-Za-z]{3}|р|руб|рублей)?\.?"
)
_SEPARATORS = {"ru": ("\N{NO-BREAK SPACE}", ","), "en": (",", ".")}


def parse_price(text: str) -> str:
    """Parses `14500`, `14 500 ₽`, `14 500,50 руб.`, `120 EUR` or `€120`; roubles without a currency. Returns the stored form, ""
    for an empty text.

    Raises PriceUnreadable.
    """
    if not text.strip():
        return ""
    found = _PRICE.fullmatch(text.strip())
    sign = (found["before"] or found["after"] or DEFAULT_CURRENCY) if found else ""
    if found is None or (found["before"] and found["after"]):
        raise PriceUnreadable(text.strip())
    currency = _SIGNS.get(sign.lower(), sign.upper())
    whole, cents = int(re.sub(r"\s", "", found["whole"])), (found["cents"] or "").ljust(2, "0")
    amount = str(whole) if cents == "00" else f"{whole}.{cents}"
    if not Decimal(amount) or whole > MOST:
        raise PriceUnreadable(text.strip())
    return f"{amount} {currency}"


def price_words(stored: str, language: str) -> str:
    """A stored price for people: `14 500 ₽` in Russian, `14,500 ₽` in English; "" for none."""
    if not stored:
        return ""
    thousands, point = _SEPARATORS[language]
    amount, _, currency = stored.partition(" ")
    whole, _, cents = amount.partition(".")
    grouped = f"{int(whole):,}".replace(",", thousands)
    return f"{grouped}{point + cents if cents else ''}\N{NO-BREAK SPACE}{_SHOWN.get(currency, currency)}"
