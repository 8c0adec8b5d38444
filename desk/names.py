"""Names of people as they are compared: in whatever order, script and case their words stand. Pure."""

import re

from desk.text import search_key

_IRISH = re.compile(r"\bo[ '\u2019](?=[a-z]{3})")  # O Brien, O'Brien, OBrien


def name_key(name: str) -> str:
    """A name as it is compared with others."""
    return " ".join(sorted(search_key(_IRISH.sub("o", name.casefold())).split()))


def is_one_name(one: str, other: str) -> bool:
    """Whether two names can be one person's: each word of the shorter one stands in the longer one, whole or as an initial, and one
    at least is whole. A patronymic, a first name that only one of them has, contradicts nothing."""
    few, many = sorted((name_key(one).split(), name_key(other).split()), key=len)
    whole = [word for word in few if word in many]
    rest = [word for word in many if word not in whole]
    for word in few:
        if word in whole:
            continue
        same = next((long for long in rest if word[:1] == long[:1] and 1 in (len(word), len(long))), None)
        if same is None:
            return False
        rest.remove(same)
    return any(len(word) > 1 for word in whole)
