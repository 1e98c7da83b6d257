"""Yes, no and doubt as young people type them, for the plain question about danger.

Yes and doubt raise a danger, so the model may help to see them. No lowers it, and only a human's own
word may do that: it is taken from these words alone, never from the model (rules of care).
"""

from __future__ import annotations

from bot.engine.matching import plain


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|"))


YES = _words(
    "ja | jawel | ja soms | soms | soms wel | af en toe | wel eens | weleens | een beetje | beetje |"
    " ik denk het | kdenk het | denk het | ja eigenlijk wel | eigenlijk wel | klopt | ja klopt | mss |"
    " misschien | best wel | yes | jep | jup | vaak | elke dag | nu wel | ja vaak | heel vaak"
)
NO = _words(
    "nee | neen | nee hoor | nee joh | neenee | nope | nah | nee echt niet | echt niet | nee zeker niet |"
    " zeker niet | absoluut niet | nee dat niet | neen dat niet | helemaal niet | nee helemaal niet |"
    " nooit | nee nooit | tuurlijk niet | natuurlijk niet | nee natuurlijk niet | zo bedoel ik het niet |"
    " nee zo bedoel ik het niet | zo bedoelde ik het niet | nee zo bedoelde ik het niet |"
    " nee dat bedoel ik niet | dat bedoel ik niet"
)
DOUBT = _words(
    "weet ik niet | ik weet het niet | weet niet | kweetni | kweenie | kweet ni | geen idee | idk |"
    " wrm vraag je dat | twijfel | zeg ik niet | wil ik niet zeggen | liever niet"
)
_NO_BEGINS = ("nee", "neen", "nope", "nah")
_HEDGES = frozenset(
    plain("soms wel misschien mss eigenlijk beetje denk weet maar nog niet ni nie meer of").split()
)
_FIRM = frozenset(("echt niet", "zeker niet", "tuurlijk niet", "natuurlijk niet", "helemaal niet"))
MOST_WORDS = 5


def is_clear_no(text: str) -> bool:
    """A no without a "but": "nee man tuurlijk niet", not "nee maar soms wel" or "nee niet echt"."""
    words = plain(text)
    if words in NO:
        return True
    for firm in _FIRM:
        words = words.replace(firm, "").strip()
    parts = words.split()
    begins = bool(parts) and parts[0] in _NO_BEGINS
    return begins and len(parts) <= MOST_WORDS and not _HEDGES & set(parts)
