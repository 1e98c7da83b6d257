"""Does somebody ask what to do? Who asks for steps gets steps before another question."""

from __future__ import annotations

import re

from bot.engine.matching import plain

# In flows: the button that leads to practical steps has these among its other words.
OWN_STEPS = "wat kan ik doen"
MOST_WORDS = 12  # of a longer message only its end counts: the question after the story
_ASKS = (
    r"(?:(?:wat|wa|hoe) (?:moet|kan|zou|mag|doe) (?:ik|k|je|ge|we|wij|kik)\b(?: \w+){0,5}"
    r"|wat (?:doe je dan|zou jij doen|raad je aan|raadt ge aan)"
    r"|hoe (?:pak|los|begin|fix|regel) (?:ik|k|je|ge)\b(?: \w+){0,4}"
    r"|(?:heb|hebt|geef|weet)(?: \w+){0,3} (?:tips?|stappen|advies|raad)\b(?: \w+){0,3}"
    r"|ik (?:wil|zoek|wou)(?: (?!geen\b|niet\b|nie?\b|niemand\b|dat\b)\w+){0,3}"
    r" (?:tips?|een idee|nog een idee|advies|raad)\b"
    r"|wat is (?:de eerste stap|stap (?:1|een))\b"
    r"|(?:gewoon|liever|kort)(?: \w+){0,2} stappen(?: \w+){0,2})"
)
_ANYWHERE, _AT_THE_END = re.compile(rf"\b{_ASKS}"), re.compile(rf"\b{_ASKS}$")
_WHAT_NOW = re.compile(r"(?:(?:en|ok|oke|oké|ja|maar|hm+) )*wat nu(?: dan)?")
# These ask something else with the same words.
_OTHERWISE = re.compile(
    r"\b(?:wat? moet ik (?:\w+ ){0,2}?(?:zeggen|typen|kiezen|drukken|invullen)"
    r"|hoe kan (?:ik|je) (?:stoppen|weg|wissen)"
    r"|hoe (?:moet|kan) ik (?:weten|weggaan)|wat (?:kan|doe|mag) (?:je|jij|ge)|hoe doe je (?:dat|het))\b"
)


# In flows: the button that names a service has these among its other words.
WHERE_TO_GO = "waar kan ik terecht"
_WHERE = re.compile(
    r"\b(?:waar|bij wie|naar wie|welke (?:dienst|instantie|organisatie)) (?:kan|moet|mag|kun|ga) "
    r"(?:ik|je|ge|we)\b(?: \w+){0,4}? (?:terecht|heen|naartoe|aankloppen|hulp)"
    r"|\b(?:een )?(?:instantie|organisatie|dienst|loket|gemeente) ofzo\b"
    r"|\bwie (?:kan|mag|moet) (?:ik|je) (?:dan |nu |daarvoor )?(?:bellen|mailen)\b"
    r"|\bis er (?:een|ergens een) (?:instantie|dienst|organisatie)\b"
)
_NO_PROFESSIONAL = re.compile(
    r"\b(?:geen|(?<!kan ik )(?<!mag ik )niet (?:met )?(?:een|die|de)) "
    r"(?:beroepskracht|hulpverlener|psycholoog|professional)\b"
    r"|^(?:en |maar )*waarom(?! (?:kan|mag) ik (?:niet|ni|nie|geen))\b"
    r"|\b(?:wil|hoef|hoeft|wou) (?:\w+ ){0,3}?(?:beroepskracht|hulpverlener|psycholoog|professional) "
    r"(?:\w+ )?(?:niet|ni|nie)\b"
)


_ONLY_TELLS = re.compile(
    r"\b(?:geen|zonder|niks met|niet om) (?:tips?|advies|raad|oplossing(?:en)?|goede raad|stappen)\b"
    r"|\b(?:k?wil|k?wou|wilde|zou|moet) (?:\w+ ){0,4}?(?:alleen|gewoon|enkel|eens|even|gwn|maar)"
    r"(?: (?!met\b)\w+){0,4}? (?:vertellen|kwijt|verhaal doen|praten|typen|zeggen wat)\b"
    r"|\b(?:moet|hoeft) (?:\w+ ){0,2}?(?:niet|ni|nie) (?:oplossen|op te lossen)\b"
    r"|\b(?:luister|lees) (?:gewoon|gwn|alleen|maar)\b"
)


def wants_only_to_tell(text: str) -> bool:
    """Is it said that no advice is wanted: "ik moet geen tips, ik wil gewoon eens vertellen"?"""
    words = plain(text)
    return _ONLY_TELLS.search(words) is not None and not asks_what_to_do(text)


def asks_where_to_go(text: str) -> bool:
    """Is this a question for a place to go to, and not for somebody of Maatje?"""
    return _WHERE.search(plain(text)) is not None


_OF_SCHOOL = re.compile(
    r"\bwie\b.{0,25}\b(?:op|van|binnen) (?:mijn |m'n |mn |onze |de |'t )?school\b"
    r"|\bwelke (?:leerkracht|leraar|docent|mentor|juf|meester)\b"
)


_OF_MAATJE = re.compile(r"\b(?:beroepskracht|hulpverlener|maatje|mens|vrijwilliger|professional)\b")


def wants_no_professional(text: str) -> bool:
    """Is it said that a professional of Maatje is not wanted, or asked who else can be told ("wie op school
    kan ik dat zeggen")?"""
    words = plain(text)
    if _NO_PROFESSIONAL.search(words):
        return True
    return _OF_SCHOOL.search(words) is not None and _OF_MAATJE.search(words) is None


_OWN_ACT = re.compile(
    r"\b(?:wat?|hoe) (?:\w+ ){0,4}?"
    r"(?:zeg|doe|vraag|vrag|stuur|stur|begin|vertel|reage|antwoord|krijg|pak|leg)\w*\b"
    r"|\b(?:kan|kon|moet|mag|zal|zou) (?:ik|k|we|kik)\b"
)


def asks_about_own_act(text: str) -> bool:
    """Is it asked what to say or do, or whether to: "kan ik hem niet gewoon een berichtje sturen"?"""
    return _OWN_ACT.search(plain(text)) is not None


_TURNS_DOWN = re.compile(
    r"\b(?:dat|da|dit|zoiets|het idee)(?: \w+){0,2} (?:helpt|werkt)(?: \w+){0,4}"
    r" (?:niet|ni|nie|niks|niets|nooit)\b"
    r"|\b(?:helpt|werkt) (?:dat|da|dit|zoiets)(?: \w+){0,3} (?:niet|ni|nie|niks|niets|nooit)\b"
    r"|^(?:helpt|werkt)(?: \w+){0,3} (?:niet|ni|nie|niks|niets|nooit)\b"
    r"|\b(?:heb|hebk) (?:ik |k )?(?:dat |da |het |t )?(?:allemaal |echt )?(?:al|allang) "
    r"(?:geprobeerd|gedaan|gezegd|gevraagd)\b|^(?:nee )?(?:dat |da )?heb (?:ik|k) al$"
    r"|\b(?:vaag|kinderachtig|onzin|stom|slecht) (?:idee|advies|plan)\b"
    r"|\b(?:dat|da|dit) (?:vind ik|is) (?:me |mij )?(?:echt |wel |een beetje |beetje |veel )*"
    r"(?:te eng|te moeilijk|vaag|kinderachtig|te simpel)\b"
    r"|\b(?:dat|da) durf ik (?:echt )?(?:niet|ni|nie)\b|\bheb ik niks aan\b"
)
MOST_TURNED_DOWN = 9  # words; a longer one tells what is the matter, and is heard


def turns_down(text: str) -> bool:
    """Is an idea turned down: "dat helpt toch niks", "heb ik al geprobeerd"?"""
    words = plain(text)
    return len(words.split()) <= MOST_TURNED_DOWN and _TURNS_DOWN.search(words) is not None


MOST_CRY = 6  # words
_BEFORE = r"(?:(?:en|maar|ok|oke|oké|dus|hm+|tja|pff+) )*"
_CRY = re.compile(rf"{_BEFORE}(?:{_ASKS}|wat nu)(?: (?:dan|nu|eigenlijk|toch))*")


def only_asks_what_to_do(text: str) -> bool:
    """Is this nothing but a question for steps: "wat moet ik nu doen"? No yes, no and no story stands before
    it."""
    words = plain(text)
    return len(words.split()) <= MOST_CRY and _CRY.fullmatch(words) is not None


def asks_what_to_do(text: str) -> bool:
    """Is this, or the end of this, a question for practical steps: "wat moet ik nu doen"?"""
    words = plain(text)
    if _OTHERWISE.search(words):
        return False
    if _WHAT_NOW.fullmatch(words):
        return True
    short = len(words.split()) <= MOST_WORDS
    return (_ANYWHERE if short else _AT_THE_END).search(words) is not None
