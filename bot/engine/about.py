"""Finds a region or an age in somebody's own words: "ik woon in gent", "ben 15"."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.domain.conversation import Conversation
from bot.engine.matching import plain

# Countries and the larger towns; somebody who names a village is asked to press a button.
_PLACES = {
    "nl": (
        "nederland holland nl amsterdam rotterdam utrecht eindhoven groningen tilburg almere breda nijmegen"
        " arnhem haarlem enschede zaandam amersfoort apeldoorn zwolle leiden maastricht dordrecht"
        " leeuwarden alkmaar delft deventer helmond venlo limburgnl friesland zeeland drenthe brabant"
    ),
    "be": (
        "vlaanderen vlaams belgie belgië be brussel antwerpen gent brugge leuven mechelen aalst hasselt"
        " kortrijk oostende genk roeselare turnhout sint-niklaas poperinge dendermonde ieper lier"
    ),
}
_REGION_OF = {word: region for region, words in _PLACES.items() for word in words.split()}
_BANDS = ((11, "under_12"), (15, "12_15"), (17, "16_17"), (24, "18_24"), (99, "over_24"))
_NUMBERS = plain(
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien"
    " zeventien achttien negentien twintig eenentwintig tweeëntwintig drieëntwintig vierentwintig"
).split()
YOUNGEST, OLDEST = 6, 99  # years; other numbers are no ages


def region_in(text: str) -> str | None:
    """`nl` or `be` when exactly one of them is named."""
    found = {_REGION_OF[word] for word in plain(text).split() if word in _REGION_OF}
    return found.pop() if len(found) == 1 else None


def told_beside(text: str, asked: Collection[str]) -> dict[str, str]:
    """What else somebody told of themselves while answering one of these: the region beside an age
    ("ben 14 en woon in gent"), or the age beside a region."""
    found = {}
    if "region" in asked and (band := age_band_in(text)):
        found["age_band"] = band
    if "age_band" in asked and (region := region_in(text)):
        found["region"] = region
    return found


_AGE = re.compile(
    r"\b(?:ik ben|k ben|kben|ben) (?:nu |pas |al |net )?(\d{1,2})"
    r"(?= jaar\b| jr\b| j\b| en\b| uit\b| woon\b| ik\b| maar\b| ma\b| dus\b|$)"
)
_CLAUSES = re.compile(r"[.,;:!?\n]+")
_LIVES = re.compile(r"\bwoon\b(?: \w+){0,2}? (?:in|te|bij|net buiten)((?: \w+){1,2})")


def told_of_self(text: str, known: Conversation) -> dict[str, str]:
    """Age and region that somebody states by the way ("ben 15 en woon in gent"), where they are not known
    yet: nobody is asked what they have said. Only plain statements count."""
    found = {}
    for clause in map(plain, _CLAUSES.split(text)):
        age, place = _AGE.search(clause), _LIVES.search(clause)
        if known.age_band == "unknown" and age and (band := age_band_in(age[1])):
            found["age_band"] = band
        if known.region == "unknown" and place and (region := region_in(place[1])):
            found["region"] = region
    return found


def age_band_in(text: str) -> str | None:
    """The age band when exactly one age stands in the text, in figures or words."""
    words = plain(text).split()
    ages = {int(word) for word in words if re.fullmatch(r"\d{1,2}", word)}
    ages |= {_NUMBERS.index(word) for word in words if word in _NUMBERS[YOUNGEST:]}
    ages = {age for age in ages if YOUNGEST <= age <= OLDEST}
    if len(ages) != 1:
        return None
    age = ages.pop()
    return next(band for top, band in _BANDS if age <= top)
