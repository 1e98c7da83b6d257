"""Where somebody lives: postcodes and streets with a number. A place on its own stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.engine.redacting.view import Found, Known

TOWNS = frozenset(
    Path(__file__).with_name("belgian_places.txt").read_text("utf-8").split()
)  # the last word of a name is enough: "Sint-Niklaas", "De Panne"
_DUTCH = re.compile(r"(?<![\w.,€$+-])([1-9]\d{3})(\s?)([A-Za-z]{2})(?![\w'-])")
_BELGIAN = re.compile(
    r"(?<![\w.,€$+])(?:[Bb]-)?[1-9]\d{3},?\s+(?:(?:De|de|Den|Het|Sint)\s)?([^\W\d_][\w-]+)"
)
_NAMED = re.compile(
    r"\bpost\s?code\s*(?:(?:is|van mij is|thuis is|[:=])\s*)?(\d{4}(?:\s?[A-Za-z]{2}(?!\w))?)(?!\d)",
    re.IGNORECASE,
)
_NOT_IN_USE = {"SA", "SD", "SS"}
_WORDS = re.compile(
    "ah|ai|al|am|be|bv|cl|cm|de|di|dm|do|dr|eh|en|er|eu|ex|ff|gb|ge|gy|ha|hp|hz|id|"
    "ie|ik|in|ip|is|ja|je|kb|kg|km|kw|ma|mb|me|mg|ml|mm|mn|na|nl|nr|nu|of|oh|ok|om|"
    "op|pc|pm|st|tb|te|tv|uw|va|vc|vr|vs|we|wk|wo|xd|xp|xx|za|ze|zn|zo",
    re.IGNORECASE,
)
_SURE = r"(?:straat|straatje|laan|plein|dreef|steenweg|gracht|singel|kade|plantsoen|steeg|boulevard|stwg)"
_MAYBE = r"(?:weg|hof|pad|park|baan|markt|dijk|lei|wal|veld|berg|kaai|str\.?)"
_STREET = re.compile(
    rf"(?:\b(?:[A-Z][\w'.-]{{0,25}}|van|de|den|der|het|'t)\s+){{0,3}}"
    rf"(?<![\w-])(?P<street>[^\W\d_][\w'-]{{0,40}}?(?:{_SURE}|(?P<maybe>{_MAYBE})))"
    r"\s*,?\s+(?:nr\.?|nummer|huisnummer|nr:)?\s*\d{1,4}(?:\s?-?\s?[a-zA-Z](?![\w']))?"
    r"(?:\s?(?:bus|bis|/)\s?\w{1,4})?(?!\s?(?:keer|uur|u\b|min|jaar|euro|km|meter|dag|week|weken|man\b|"
    r"mensen|x\b|%|punten|kilo|:|\d))(?!\w)"
)
_LIVES = re.compile(r"\bwo+n|\badres|\bhuis|\bkom\b|\bbij\b|\bthuis", re.IGNORECASE)
_NO_STREET = {"onderweg", "snelweg", "halfweg", "autosnelweg", "supermarkt", "zwembad", "pretpark",
              "speelplein", "achtbaan", "bijbaan", "arbeidsmarkt", "voetbalveld"}  # fmt: skip


def postcodes(text: str, known: Known) -> Iterator[Found]:
    """ "1234 AB", "9000 Gent" and "mijn postcode is 9000"; not "2024 en" or "1500 kg"."""
    for match in _NAMED.finditer(text):
        yield Found(*match.span(1), "[postcode]")
    for match in _DUTCH.finditer(text):
        if match[3].upper() not in _NOT_IN_USE and not _WORDS.fullmatch(match[3]):
            yield Found(*match.span(), "[postcode]")
    for match in _BELGIAN.finditer(text):
        if match[1].lower() in TOWNS:
            yield Found(*match.span(), "[postcode]")


def addresses(text: str, known: Known) -> Iterator[Found]:
    """A street with a number, "Voorbeeldlaan 12 bus 3"; a street alone stays."""
    for match in _STREET.finditer(text):
        street = match["street"]
        if street.lower() in _NO_STREET or len(street) < 6:
            continue
        near = text[max(0, match.start() - 30) : match.start()]
        if match["maybe"] is None or street[0].isupper() or _LIVES.search(near):
            yield Found(*match.span(), "[adres]")
