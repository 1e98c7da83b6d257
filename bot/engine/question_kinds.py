"""What is a direct question after: words to say, somebody to go to, a rule, a choice?

For who asks what nobody foresaw: an answer of this kind, in this topic, is near it (`question_kind` in
`flows/situations/`). Read by words, since the same few forms ask about everything.
"""

from __future__ import annotations

import re

from bot.engine.matching import plain
from bot.engine.questions import OPENS

_SAYING = (
    r"(?:zeg|zegt|zegde|zeggen|terugzeg\w*|vraag|vraagt|vragen|vertel\w*|leg|uitleg\w*|begin|begint|app|appen|stuur"
    r"|sturen|mail|mailen|schrijf|schrijven|antwoord\w*|reageer\w*|breng)"
)
_SOMEBODY = r"(?:ze|hij|zij|mijn|mn|me|dat|da|die|er|het|t|school|iemand|de)"
ANY = "any"  # none of these
_ASKS = r"(?:wat|wa|hoe)"
_ME = r"(?:ik|je|jij|ge|gij|we|wij|men)"
_ANOTHER = r"(?:ze|hij|zij|school|iemand|mijn|mn|me|het|t|de|die|dat|da|er|ik eraan)"
# In the order in which they are looked for; a kind may stand more than once.
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "say",
        (
            rf"\b{_ASKS} (?:\w+ ){{0,4}}?{_SAYING}\b",
            rf"\b{_ASKS} (?:moet|kan) ik (?:\w+ )?zeggen\b",
        ),
    ),
    (
        "how",
        (
            r"\bwaar (?:kan|moet|mag) (?:ik|je|ge) (?:\w+ )?over praten\b",
            r"^waar .*\b(?:staan|zitten)\b",
        ),
    ),
    (
        "who",
        (
            rf"^{OPENS}(?:wie|waar(?!.*\b(?:staan|zitten|sta|zit)\b))\b",
            r"\b(?:bij|naar|aan|met|tegen) (?:wie|welke)\b",
            r"\bwie (?:ik )?(?:kan|moet|mag|gaat)\b",
            r"\b(?:bestaat er|zijn er|is er) .*\b(?:iemand|iets|plek|groepe?n?|hulp|dingen|clubs?)\b",
        ),
    ),
    (
        "why",
        (
            rf"^{OPENS}(?:waarom|wrm)\b",
            r"\b(?:betekent|bedoelt|bedoelen|doorheeft|doorhebben)\b",
            r"\bheeft (?:ze|hij|zij) (?:(?:dat )?door|interesse)\b",
            r"\bvalt (?:dat|da|het|t) op\b",
            r"\b(?:denken|denkt|vinden|vindt|merken|merkt|haten|haat|mist)"
            r" (?:ze|hij|mensen|anderen|die|zij)\b",
        ),
    ),
    ("how_long", (r"\b(?:hoe ?lang|hoe ?veel|wanneer|hoe vaak|hoe ver|hoe oud)\b",)),
    (
        "how",
        (
            rf"^{OPENS}hoe (?!(?:erg|raar|stom|dom|normaal)\b)\w+",
            rf"\b(?:wat|wa) (?:kan|kun|kunt|moet|zou|doe|doet|doen) {_ME}\b(?! (?:krijgen|overkomen))",
            rf"^{OPENS}(?:helpt|werkt|werken|zou het helpen)\b|\bwat helpt\b",
        ),
    ),
    # A choice, and the worry about it: "haal ik zijn naam eraf of is dat een rotstreek".
    (
        "should",
        (
            rf"^{OPENS}(?!als\b)\w+ {_ME}\b"
            r".*\bof (?:is|ben|maak|maakt|wordt|ziet|komt) (?:dat|da|het|t|ik|alles)\b",
        ),
    ),
    (
        "normal",
        (
            r"\b(?:normaal|raar|vreemd|gek|stom|dom|zielig|laf|ego[iï]st\w*|slecht|overdrijf)\b",
            r"\b(?:kinderachtig|gemeen|arrogant|flauw|onbeleefd|nep|snitch|rotstreek)\b",
            r"\b(?:de enige|ligt (?:het|t|dat|da) aan mij)\b",
            r"\b(?:hebben|doen|voelen|denken|kennen) (?:andere\w*|meer mensen|mensen)\b",
        ),
    ),
    # "Kan ik zelf bellen of moet mijn moeder dat doen" asks for a fact, and is no choice.
    ("rule", (rf"^{OPENS}(?:kan|kun|kunt|mag|mogen|moogt|moet)\b.*\bof \w+ {_ANOTHER}\b",)),
    (
        "happens",
        (
            r"\b(?:wat|wa) (?:gebeurt|doen ze|als|kan (?:mij|me))\b",
            r"\b(?:krijg|verlies|word|raak) (?:ik|je|ge)\b",
            rf"^{OPENS}(?:doet|doen) (?:de |het )?(?:politie|school|mentor|ze|hij)\b",
            r"\b(?:gaan|zien|horen|komen|pakken|bellen|krijgen|sturen|lezen|weten|belt|komt|ziet|gaat)"
            rf" {_SOMEBODY}\b",
            rf"\bkunnen {_SOMEBODY} (?:\w+ )?(?:zien|lezen|weten|merken)\b",
        ),
    ),
    (
        "should",
        (
            r"\b(?:moet|zal|ga|zou|doe) ik\b.*\bof\b",
            r"\bmoet (?:je|ge|jij|gij)\b.*\b(?:als|of)\b",
            r"\bmoet ik (?:\w+ ){0,5}(?:zeggen|vertellen|laten merken|reageren|antwoorden|sturen|vragen)\b",
            r"\b(?:beter|slim|slimmer|verstandig|ja of nee|zal ik|heeft (?:\w+ )?zin)\b",
            r"\b(?:vertel|zeg|vraag|bel|zet|haal|betaal|neem|app|stuur|laat|hou|geef|leg) (?:ik|je|ge)\b",
            r"\bwelke\b.*\beerst\b",
        ),
    ),
    (
        "rule",
        (
            r"\b(?:mag|mogen|moogt|verplicht\w*|recht|rechten|strafbaar|wettelijk|wet|legaal|telt)\b",
            r"\b(?:boete|strafblad|geldt|tellen|vervallen)\b",
            r"\bis (?:dat|da|dit|het) (?:dan )?(?:nog )?(?:steeds )?(?:hacken|stelen|diefstal|fraude)\b",
            r"\b(?:kunnen ze|kan (?:school|de school|hij|zij|ze)|moet (?:ik|je|ge|dat|da|hij))\b",
            r"\b(?:moeten (?:ze|wij|we|mijn)|kan ik|kun je|kunt ge|kan je|kunnen (?:we|wij))\b",
        ),
    ),
)
_FOUND_BY = tuple((kind, re.compile("|".join(words))) for kind, words in _WORDS)
KINDS = (*dict.fromkeys(kind for kind, _ in _WORDS), ANY)


def kind_of(question: str) -> str:
    """One of `KINDS`, by the words of a question."""
    words = plain(question)
    return next((kind for kind, found in _FOUND_BY if found.search(words)), ANY)
