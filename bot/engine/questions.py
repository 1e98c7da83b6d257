"""Is this a question that wants an answer?

Young people leave the question mark out ("mogen ze dat zomaar", "valt dat op bij andere mensen"): 69 of 420
such questions by six authors had one. So the form is read: a question word, or a verb that stands before who
does it. What only sounds like one ("weet ik niet", "heb het gezegd", "wat een gedoe") is none.
"""

from __future__ import annotations

import re

from bot.engine.matching import plain

MOST_ASKED = 14  # words; what is longer and only ends in a question mark tells a story too
MOST_WORDS = 24  # a longer one tells a story, whatever it begins with
FEWEST_WORDS = 3  # fewer are an answer: "kan wel", "wie dan"

OPENS = (
    r"(?:(?:en|maar|ma|ja|nee|neen|ok|oke|oké|dus|hoi|hey|heey|hallo|hai|yo|vraag|vraagje|nogmaals|eh|euh"
    r"|uh|bro|man|wollah|trouwens|btw|serieus|eerlijk|sorry|nog iets|nog een vraag|ik bedoel|want) )*"
)
_THEY = r"(?:je|jij|ge|gij|hij|ie|ze|zij|we|wij|jullie|gullie|iemand|niemand|dat|da)"
_THINGS = (
    r"(?:u|het|t|dit|die|deze|er|dr|men|mijn|mn|me|m|ons|onze|uw|een|ne|nen|de|den|zo|zoiets|zulke|alle|alles|1"
    r"|anderen?|ouders|mensen|jongeren|kinderen|leerkrachten|docenten|leraren|vrienden|school"
    r"|scholen|politie)"
)
# Also said without "ik": "heb een brief gekregen" is no question.
_OWN_VERBS = (
    r"(?:ben|heb|had|was|moet|moest|ga|wil|wou|doe|zie|word|werd|krijg|kom|zit|sta|voel|vraag|vertel|zeg|hoor|app"
    r"|stuur|schrijf|geef|haal|zet|praat|vroeg|leer|kies|bel|neem|laat|verlies|raak|meld|reageer|betaal"
    r"|begin)"
)
_VERBS = (
    r"(?:is|zijn|waren|bent|hebt|heeft|hebben|hadden|kan|kun|kunt|kunnen|kon|mag|mogen|moogt|moeten|zal|zul|zult"
    r"|zullen|zou|zouden|gaat|gaan|wilt|willen|wordt|worden|doet|doen|krijgt|krijgen|komt|komen|telt|tellen|werkt"
    r"|werken|helpt|helpen|ziet|zien|weet|weten|hoort|horen|belt|bellen|stuurt|sturen|vraagt|vragen|zegt|zeggen"
    r"|betekent|bestaat|bestaan|duurt|kost|kijkt|kijken|verliest|verliezen|valt|vallen|blijft|blijven|verdien|verdient|betaalt"
    r"|betalen|neemt|nemen|leest|lezen|hoef|hoeft|hoeven|geldt|gelden|maakt|maken|loopt|begint|beginnen|staat"
    r"|staan|merkt|merken|denk|denkt|denken|vindt|vinden|klopt|lukt|geeft|geven|houdt|vervalt|ligt|voelt|speelt"
    r"|bedoelt|luistert|hangt|gebeurt|schorsen|pakt|pakken|past|passen|rekent|slaagt|verandert|gelooft|tekent"
    r"|trekt|trekken|ruikt|koopt|eet|eten|praat|praten|verdwijnt|groeit|stopt|haalt|halen|brengt|brengen|zet"
    r"|overdrijf|kunde|moede|zijde|hebde|zoude|gade|wilde|moogde|weette)"
)
# Said of something that was told before.
_NO_QUESTION_OF_MINE = (
    r"(?:weet|denk|snap|vind|hoop|geloof|zeg|bedoel|had|was|doe|durf|wil|wou|heb|ken|voel|hoor|zie|zei|dacht)"
    r" ik\b(?! (?:recht|kans|nog|genoeg|dan|nu)\b|.* moeten\b)"
    r"|(?:kan|mag|zou|zal) ik (?:niet|ni|nie|ook|echt|wel|nooit)(?: \w+)?$|klopt ik\b"
    r"|(?:kan|weet|mag|wil) (?:mijn|mn|me|het|t|er|dat|da) .*\b(?:niet|ni|nie|geen|niks|niets)\b"
)
_ASKING = (
    r"(?:wat|wa|wie|waar|waarvoor|waarmee|waarheen|wanneer|hoe|hoeveel|hoelang|hoever|welke?|wiens)"
)
_BEFORE_ASKING = r"(?:(?:op|met|bij|naar|aan|voor|van|vanaf|tot|in|onder|na|tegen|over) )?"
# "Wat een gedoe", "wat erg", "hoe hij kijkt", "wat ik erg vind" ask nothing; "hoe ik kan vragen" does.
_CRIES = r"(?:een|ne|n|erg(?! is\b)|stom|rot|jammer|fijn|leuk|kut|lastig|naar|raar|nou|dan ook)\b"
_CLAUSE = (
    r"(?:ik|je|jij|hij|ze|zij|we|wij|het|t|dat|da|die|mijn|mn|me|er|de|een|ge|gij)\b"
    r"(?! (?:kan|moet|mag|zeg|doe|vraag|krijg|best|dan|nou)\b)"
)
_THE_MORE = r"\w+ (?:\w+ ){0,4}hoe (?:meer|minder)\b"
# Said of Maatje itself: it asks nothing that a kind of answer fits.
_OF_MAATJE = re.compile(
    rf"{OPENS}(?:lol |haha )?(?:(?:ben|bent|zijt|snap|snapt|begrijp|begrijpt) (?:je|jij|ge|gij)"
    r"|(?:kan|kun|kunt|heb|hebt|weet|vind|denk|wil|mag) (?:jij|gij))\b"
)
# "Mag ik iets vertellen over iemand uit mijn klas" begins a story.
_BEGINS = re.compile(
    rf"{OPENS}(?:mag|kan|kon) (?:ik|k) (?:je |u |hier |even |eens )*(?:iets|wat|hier over) "
)
# Verb first, as people tell: "krijg ik altijd de schuld", "zeggen ze dat ik stink", "is mijn hond gestorven".
_TELLS = re.compile(
    r"\b(?:altijd|weer|nooit|gisteren|vandaag|elke (?:dag|keer)|de hele (?:tijd|dag|week)|nog steeds)\b"
    rf"|^{OPENS}(?:zeg|zegt|zeggen|vindt|vinden) (?:ze|hij|zij|mijn \w+) dat\b"
    rf"|^{OPENS}(?:heeft|hebben|heb|is|zijn) .*\b(?:ge\w{{3,}}|\w+ge\w{{2,}}(?:t|d|en|et))$"
    rf"|^{OPENS}(?:mag|kan|komen|komt|praat|is|heeft) (?:de|een|ne|nen)"
    r" (?:hele|lange|\w+ (?:niet|niks|niets|ni)\b)"
    r"|\bmaakt? het (?:ook )?uit$"
)
_ALTERNATIVE = re.compile(r"\b(?:of|dan|ooit|eigenlijk|expres)\b")
_VERB_FIRST = re.compile(rf"{OPENS}(?!{_ASKING}\b)\w")
_FORM = re.compile(
    rf"{OPENS}(?:{_BEFORE_ASKING}{_ASKING} (?!{_CRIES}|{_CLAUSE}|{_THE_MORE})\w"
    r"|is (?:om|elke|elk|in|te|\d+) "
    r"|(?:(?:ik|k) )?(?:(?:wil|wou|wilde) (?:\w+ )?weten|(?:vraag|vroeg) me af)"
    r" (?:of|wat|hoe|wie|waar|wanneer)\b"
    rf"|(?!{_NO_QUESTION_OF_MINE})(?:(?:{_VERBS}|{_OWN_VERBS}) (?:ik|{_THEY})|{_VERBS} {_THINGS})\b)"
)
# "Als ik het terugleg, is het dan nog stelen": the question stands behind.
_BEHIND_IF = re.compile(
    rf"(?:als|stel) .*\b(?:{_VERBS}|{_OWN_VERBS}) (?:ik|{_THEY}|het|t|die|er) (?:\w+ )??dan\b"
)
_EITHER = re.compile(
    rf"{OPENS}(?:{_VERBS}|{_OWN_VERBS}) \w.* of (?:niet|ni|nie|juist|wel|toch|\w+ ik\b"
    rf"|(?:{_VERBS}|{_OWN_VERBS}) (?:ik|{_THEY}|het|t|die|er|niemand)\b)"
)
# A cry, or a word to keep the other listening: no question that wants an answer.
_CRY = re.compile(
    r"(?:en |maar |ja |dus )*"
    r"(?:waarom|wrm|wat heb ik|wat is er mis|wie doet|hoe kan (?:iemand|je|dat|ze|hij))\b"
    r"|.*\b(?:toch|he|hè|ofzo|of zo|snap je|weet je|ofniet)$"
)
_PARTS = re.compile(r"[,;.!?\n]+")


def only_asks(text: str) -> bool:
    """Has this the form of a question from its first word on, and is it no cry? It tells no story."""
    words = plain(text)
    return len(words.split()) <= MOST_WORDS and not _CRY.match(words) and _has_form(words)


def asks_plainly(text: str) -> bool:
    """Is this a question and nothing else: "kan ik een betalingsregeling krijgen"?"""
    if only_asks(text):
        return True
    words = plain(text)
    short = len(words.split()) <= MOST_ASKED and not _CRY.match(words)
    return short and (text.rstrip().endswith("?") or words.endswith("ja of nee"))


def question_in(text: str) -> str | None:
    """The question in these words: all of them, or what stands behind a short story ("hij slaapt hier al zes
    weken, mag ik hem een rekening sturen"). A cry counts too. `None` where nothing is asked."""
    words = plain(text)
    if len(words.split()) > MOST_WORDS:
        return None
    if asks_plainly(text) or _CRY.match(words):
        return text.strip() if _asks(text) else None
    parts = [part for part in _PARTS.split(text) if part.strip()]
    last = parts[-1].strip() if parts else ""
    if len(parts) < 2:
        return None
    return last if _asks(last) or text.rstrip().endswith("?") else None


def is_cry(question: str) -> bool:
    """Does it only cry out ("waarom doen ze dat")?"""
    return _CRY.match(plain(question)) is not None


def asks_maatje(question: str) -> bool:
    """Is it asked of Maatje ("ben je ook stom", "snap je me echt"), or whether something may be told?"""
    words = plain(question)
    return _OF_MAATJE.match(words) is not None or _BEGINS.match(words) is not None


def _asks(text: str) -> bool:
    words = plain(text)
    return _has_form(words) or text.rstrip().endswith("?") or words.startswith(("waarom", "wrm"))


def _has_form(words: str) -> bool:
    if len(words.split()) < FEWEST_WORDS:
        return False
    if _TELLS.search(words) and _VERB_FIRST.match(words) and not _ALTERNATIVE.search(words):
        return False
    return any(form.match(words) for form in (_FORM, _BEHIND_IF, _EITHER))
