"""What a talk without a subject of its own is about, seen in the words: for a first answer that fits.

Told to nobody: it only chooses between texts of the flow `other`."""

from __future__ import annotations

import re

from bot.engine.matching import plain, without_accents

THEME = "theme"  # remembered until the next talk without a subject
_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "grief",
        r"\w*(?:overleden|doodgegaan|doodgereden|gestorven|begrafenis|crematie|ingeslapen)\w*|rouw\w*"
        r"|is (?:vorige \w+ |gisteren |nu )?dood|(?:oma|opa|mama|papa|kat|hond|konijn) dood"
        r"|mis (?:mijn |mn )?(?:oma|opa|mama|papa|mem|pap|broer|zus)\w*",
    ),
    (
        "love",
        r"verliefd\w*|crush\w*|liefdesverdriet|het is uit|heeft het uitgemaakt|uitgemaakt|verkering"
        r"|relatie|lief heeft|mijn lief|mn lief|gedumpt|ghost\w*",
    ),
    (
        "sleep",
        r"slaap\w*|slapen|lig wakker|wakker liggen|nachtmerrie\w*|insomnia|doodmoe van|ga te laat naar bed",
    ),
    (
        "body",
        r"mijn (?:lichaam|lijf|neus|borsten|benen|huid|gezicht)|puistje\w*|acne|te dik|te dun|ongesteld\w*"
        r"|menstruatie|puberteit|piemel|vagina|onzeker over hoe ik eruit|lelijk",
    ),
    (
        "vaping",
        r"vap\w*|e sigaret\w*|roken|rook\w*|sigaret\w*|snus|blowen|wiet|joint\w*|drank|alcohol|lachgas",
    ),
    (
        "screens",
        r"gamen|game\w*|fortnite|roblox|tiktok|instagram|insta|snapchat|telefoon|schermtijd|gsm",
    ),
    (
        "identity",
        r"uit de kast|homo|lesbisch|lesbi\w*|biseksueel|\bbi\b|trans|non binair|gender\w*|aseksueel|queer"
        r"|op meisjes val|op jongens val|val op (?:meisjes|jongens)|wie ik ben",
    ),
    (
        "parents_apart",
        r"gescheiden|scheiden|scheiding|uit elkaar|stiefvader|stiefmoeder|plusmama|pluspapa"
        r"|week bij mijn|om de week",
    ),
)
_THEMES = tuple((name, re.compile(rf"\b(?:{pattern})\b")) for name, pattern in _PATTERNS)
THEMES = frozenset(name for name, _ in _PATTERNS)


def theme_in(text: str) -> str:
    """The first theme that these words name, or nothing."""
    said = without_accents(plain(text))
    return next((name for name, pattern in _THEMES if pattern.search(said)), "")
