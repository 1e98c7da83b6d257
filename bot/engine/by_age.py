"""Words that are said to one age only: who is of age is not sent to a grown-up."""

from __future__ import annotations

import re

GROWN_UP = "18_24"
# Not in somebody's own words, which stand between quotation marks.
_GROWN_UP = re.compile(
    r"“[^”]*”|\b([Ee])(?:en|én) volwassene\b(?: die je vertrouwt\b|(?=( die\b| bij die je vertrouwt\b))|)"
)


def for_age(text: str, age_band: str, trusted: str) -> str:
    """For who is of age "een volwassene" becomes `trusted` ("iemand die je vertrouwt")."""
    if age_band != GROWN_UP:
        return text
    return _GROWN_UP.sub(lambda found: _to_who_is_of_age(found, trusted), text)


def _to_who_is_of_age(found: re.Match[str], trusted: str) -> str:
    if found[1] is None:
        return found[0]
    words = "iemand" if found[2] else trusted
    return words[:1].upper() + words[1:] if found[1] == "E" else words
