"""Is calling no way for this person? Some cannot be heard, some do not dare; they hear where to write."""

from __future__ import annotations

import re

from bot.engine.matching import plain

CANNOT_CALL = "cannot_call"  # remembered: that services to write to come first

_NO_CALL = re.compile(
    r"\b(?:kan|kunnen|durf|wil|mag|ga|lukt) (?:\w+ ){0,2}?(?:niet|ni|nie)(?: om)?(?: te)? bellen\b"
    r"|\bbellen (?:\w+ ){0,2}?(?:niet|ni|nie|lukt)\b|\b(?:niet|ni|nie) (?:hardop )?praten\b"
    r"|\bgeen beltegoed\b|\bliever (?:chatten|typen|appen|mailen)\b"
    r"|\b(?:hij|zij|ze|iemand|iedereen) (?:hoort|horen|luistert|luisteren)\b"
    r"(?! (?:\w+ )?(?:nooit|niet|ni|nie)\b)"
    r"|\b(?:kan|mag) (?:ik|k|da|dat) (?:\w+ ){0,2}?(?:chatten|typen|appen|mailen)\b"
)


def cannot_call(text: str) -> bool:
    """Does somebody say that calling is no way for them: "ik kan niet bellen, hij hoort alles"?"""
    return _NO_CALL.search(plain(text)) is not None
