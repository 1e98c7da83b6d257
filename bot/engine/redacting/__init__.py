"""Names stay out: takes what points to a person out of a text, before others than those who help
read it, before it becomes an example, and before anything learns from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.engine.redacting.internet import accounts, links, mail
from bot.engine.redacting.names import names
from bot.engine.redacting.numbers import bank_accounts, national, national_numbers, phones
from bot.engine.redacting.places import addresses, postcodes
from bot.engine.redacting.view import Found, Known, View

__all__ = ["ALWAYS_READABLE", "ENTITIES", "LAYERS", "helplines_in", "points_elsewhere", "redact"]

ALWAYS_READABLE = frozenset(
    {"112", "113", "101", "100", "102", "106", "1712", "1813", "116000", "116111"}
)

# What the language service may find, by the name that it gives; other entities point to nobody.
ENTITIES = {
    "name": "[naam]", "naam": "[naam]", "person": "[naam]", "persoon": "[naam]", "per": "[naam]",
    "school": "[school]", "place": "[plaats]", "plaats": "[plaats]", "city": "[plaats]",
    "address": "[adres]", "adres": "[adres]", "email": "[mailadres]", "phone-number": "[telefoonnummer]",
    "url": "[link]",
}  # fmt: skip
_NUMBER = re.compile(r"(?<!\d)\+?\d[\d -]{1,}\d(?!\d)")
_SITE = re.compile(r"\b(?:[\w-]+\.)+(?:nl|be|com|org|eu)(?:/[\w/-]+)?", re.IGNORECASE)


def entities(text: str, known: Known) -> Iterator[Found]:
    """What the language service found in this very text."""
    for kind, value in known.entities:
        placeholder = ENTITIES.get(kind.lower())
        plain = View(value).text.strip()
        if placeholder and len(plain) > 1:
            for match in re.finditer(rf"(?<!\w){re.escape(plain)}(?!\w)", text, re.IGNORECASE):
                yield Found(*match.span(), placeholder)


# The order matters: what a layer found is hidden from the next ones.
LAYERS: tuple[Callable[[str, Known], Iterator[Found]], ...] = (
    mail,
    links,  # after mail: "naam@example.org" holds a site
    bank_accounts,  # before other numbers: it is the longest row of digits
    national_numbers,  # before phones: eleven digits can hold a telephone number
    phones,
    postcodes,
    addresses,
    accounts,  # after numbers: "snap 0612345678" is a telephone number
    entities,
    names,  # last: the rest of a sentence tells whether a word is a name
)


def redact(
    text: str,
    entities: Sequence[tuple[str, str]] = (),
    helplines: Iterable[str] = (),
) -> str:
    """The text with Dutch words in brackets for what points to a person; else the very same text.

    For whoever shows, logs or keeps words outside of the talk with a helper. `entities` are those of
    the parse answer, (kind, value); `helplines` (see `helplines_in`) stay readable, next to the
    numbers of `ALWAYS_READABLE`. Never raises. It finds most, not all: docs/redaction.md.
    """
    view = View(text)
    known = Known(ALWAYS_READABLE | frozenset(helplines), tuple(entities))
    for layer in LAYERS:
        view.take(layer(view.text, known))
    return view.written()


def points_elsewhere(text: str, helplines: Iterable[str] = ()) -> bool:
    """Does the text hold a way to reach somebody outside of Maatje: mail, link, account, number,
    address? The numbers and sites of helplines do not count. For the relay."""
    view = View(text)
    known = Known(ALWAYS_READABLE | frozenset(helplines))
    for layer in LAYERS:
        if layer not in (entities, names):
            view.take(layer(view.text, known))
    return view.written() != text


def helplines_in(lines: Iterable[str]) -> frozenset[str]:
    """The numbers and sites in lines that tell how to reach a service, as `redact` wants them."""
    found = set()
    for line in lines:
        found |= {national(re.sub(r"\D", "", number)) for number in _NUMBER.findall(line)}
        found |= {site.lower().rstrip("/") for site in _SITE.findall(line)}
    return frozenset(found)
