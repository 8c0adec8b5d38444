"""Finding the facts that fit what is typed: by the stem of each word, in either language and layout, folded like every search."""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from heapq import nsmallest
from typing import TYPE_CHECKING

from desk.facts.fact import Content, Version
from desk.text.dates import MONTHS
from desk.text.folding import search_key
from desk.text.keyboard import other_layout

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

FEWEST_LETTERS = 3  # of a word that is still being typed
_BEGUN = 0.7  # how much a word counts of which only the beginning is typed
_ABOUT = 2.0  # how much a word counts of what the fact is about
_MOST_STEMS = 100  # with one beginning; more say nothing about what is meant
_WORDS = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile("[а-яё]")

# Words with which people ask for something that a fact has a field for.
_ASKED = {
    "day": "когда дата число экзамен сессия расписание when date exam session schedule",
    "place": "где место адрес площадка where place address venue",
    "price": "сколько стоит стоимость цена оплата заплатить how much price cost fee pay",
    "late_price": "поздняя опоздал позже доплата late",
    "closes": "регистрация записаться запись заявка срок registration register deadline apply",
    "documents": "документы паспорт documents passport",
    "hours": "часы работы открыты график open hours",
}
_STOP_WORDS = """
    а без бы в во вы да для до его ее если же за и из или их к как ко ли мне можно мы на не нет но о об от по под при с со так то у
    уж что это я a an and are as at be by can do does for from have i if in is it me my no not of on or please so that the their
    there they this to was we what which will with would you your
"""
_STOP = frozenset(_STOP_WORDS.split())


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """The folded stem of a word in lower case."""
    stemmer = _stemmer("russian" if _CYRILLIC.search(word) else "english")
    return search_key(stemmer.stemWord(word.replace("ё", "е")))


@cache
def _stemmer(language: str) -> "BaseStemmer":
    import snowballstemmer  # it loads thirty languages, 13 ms: every command that opens a ticket would wait for them

    return snowballstemmer.stemmer(language)


def stems(text: str) -> list[str]:
    """The folded stems of the words of a text, without those that every text has."""
    return [stem for word in _words(text) if (stem := _stem(word))]


def _words(text: str) -> list[str]:
    """The words of a text once each, in lower case."""
    return [word for word in dict.fromkeys(_WORDS.findall(text.casefold())) if word not in _STOP]


def _worth_of(content: Content) -> dict[str, float]:
    """The stems by which a fact is found, and how much each counts: what it is about more than what it says."""
    asked = " ".join(words for field, words in _ASKED.items() if getattr(content, field))
    told = " ".join((content.place, content.documents, content.hours, content.ru, content.en, asked))
    about = " ".join((content.name, content.keywords, _named(content.day) if content.day else ""))
    return dict.fromkeys(stems(told), 1.0) | dict.fromkeys(stems(about), _ABOUT)


def _named(day: date) -> str:
    return f"{day.day} {day.year} {' '.join(MONTHS[day.month - 1])}"


class FactIndex:
    """An index of versions by the stems of their words, built once for each set of facts."""

    def __init__(self, versions: Iterable[Version]) -> None:
        self.versions = tuple(versions)
        places: dict[str, dict[int, float]] = defaultdict(dict)
        for place, version in enumerate(self.versions):
            for stem, worth in _worth_of(version.content).items():
                places[stem][place] = worth
        self._places = dict(places)
        self._stems = sorted(places)

    def best(self, typed: str, today: date, most: int = 3) -> list[Version]:
        """The versions that fit what is typed, the best first: a stale one never before a valid one, of equal ones the nearest exam
        first; empty if nothing fits."""
        scores: dict[int, float] = defaultdict(float)
        for word in _words(typed):
            for place, worth in self._found(word).items():
                scores[place] += worth
        ranked = nsmallest(most, scores, key=lambda place: self._rank(place, scores[place], today))
        return [self.versions[place] for place in ranked]

    def _rank(self, place: int, score: float, today: date) -> tuple[bool, float, int, int]:
        version = self.versions[place]
        day = version.content.day
        return version.content.is_stale(today), -round(score, 6), day.toordinal() if day else 0, -version.id

    def _found(self, word: str) -> dict[int, float]:
        """How much a typed word counts for each fact that has it: rare words more than common ones."""
        for typed in (word, *_words(other_layout(word))[:1]):
            if found := self._having(typed):
                return found
        return {}

    def _having(self, word: str) -> dict[int, float]:
        stem = _stem(word)
        if stem in self._places:
            return self._weighed(stem)
        if len(word) < FEWEST_LETTERS:
            return {}
        found: dict[int, float] = {}
        for other in self._beginning(search_key(word)):
            for place, worth in self._weighed(other).items():
                found[place] = max(worth * _BEGUN, found.get(place, 0.0))
        return found

    def _weighed(self, stem: str) -> dict[int, float]:
        places = self._places[stem]
        rare = math.log(1 + len(self.versions) / len(places))
        return {place: worth * rare for place, worth in places.items()}

    def _beginning(self, key: str) -> Sequence[str]:
        first = bisect_left(self._stems, key)
        found = self._stems[first : first + _MOST_STEMS]
        return [stem for stem in found if key and stem.startswith(key)]
