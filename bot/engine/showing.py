"""What the other side sees of words: without signs that hide, turn round or tower over a screen.

Only for showing. The tripwire always gets the words as they were typed.
"""

from __future__ import annotations

import unicodedata

MOST_MARKS = 3  # combining marks on one letter; no living language needs more than a few
JOINERS = "\u200c\u200d"  # in an emoji of more than one, and in scripts such as Persian
EMOJI_STYLE = "\ufe0e\ufe0f"
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"  # letters that look like nothing
_SCRIPTS = "\u0600"  # from here on there are scripts in which a joiner has a meaning


def shown(text: str) -> str:
    """The words without zero-width signs, signs that change the direction of reading, control signs
    and piles of combining marks. Emoji and letters of every script stay."""
    kept: list[str] = []
    marks = 0
    for sign in text:
        kind = unicodedata.category(sign)
        if kind in ("Mn", "Me") and sign not in EMOJI_STYLE:
            marks += 1
            if marks <= MOST_MARKS and not _is_selector(sign):
                kept.append(sign)
        elif sign in JOINERS:
            if kept and _may_be_joined(kept[-1]):
                kept.append(sign)
        elif sign in "\n\t" or kind not in ("Cc", "Cf", "Co", "Cs"):
            marks = 0
            kept.append(" " if sign in _BLANK or kind in ("Zl", "Zp") else sign)
    return "".join(kept).rstrip(JOINERS).strip()


def _is_selector(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0d" or "\U000e0100" <= sign <= "\U000e01ef"


def _may_be_joined(before: str) -> bool:
    """An emoji, or a letter of a script that joins its letters."""
    if before in JOINERS:
        return False
    if before in EMOJI_STYLE or unicodedata.category(before) in ("So", "Sk"):
        return True
    return before >= _SCRIPTS and (before.isalpha() or unicodedata.category(before) == "Mn")
