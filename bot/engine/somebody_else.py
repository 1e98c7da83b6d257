"""Is it about somebody else? "Mijn vriendin wil niet meer leven" asks for other first words.

Only a clear case counts: a known person does something, and the writer is not in the sentence as the one
to whom it happens. When in doubt it is about the writer. It changes words alone: signs, services, card
and order stay the same.
"""

from __future__ import annotations

import re

from bot.engine.matching import plain

_WHO = (
    "vriendin|vriendinnetje|vriend|vriendje|maat|matti|beste vriendin|beste vriend|bestie|zus|zusje|"
    "broer|broertje|kameraad|klasgenoot|klasgenote|medeleerling|teamgenoot|nicht|nichtje|neef|neefje|mama|"
    "moeder|papa|vader|ma|pa|mam|oma|opa|leerling|dochter|zoon|kind|buurmeisje|buurjongen|collega|ex"
)
_DOES = (
    "wil|wilt|zegt|zei|zegd|denkt|dacht|heeft|doet|deed|gaat|is|snijdt|krast|wordt|werd|eet|stuurde|"
    "stuurt|appte|appt|schreef|schrijft|vertelde|vertelt|kan|slikte|gebruikt|dreigt|moet|ligt|had|kreeg|"
    "krijgt|ging|vindt|vond|voelt|loopt|durft|zit|blijft|komt|kwam|mag|slaapt|huilt|kent|lijkt|springt"
)
_ONESELF = "zichzelf|haarzelf|hemzelf|haar eigen|zijn eigen|zn eigen|d'r eigen"
_SOMEBODY = re.compile(
    rf"\b(?:mijn|mn|m'n|me|een|ons|onze|'n)\s+(?:beste |kleine |grote |goede )?(?:{_WHO})"
    rf"(?:\s+(?:van mij|(?:uit|in|van) (?:mijn|mn|m'n|onze|de|ons) \w+|van school|van me))?"
    rf"\s+(?:(?:die|\w+)\s+)?(?:{_DOES}|{_ONESELF})\b"
)
# "Ze snijdt zich weer": nobody is named, and the writer does not stand in it.
_THEY = re.compile(
    rf"\b(?:ze|zij|hij|ie|zei|die)\s+(?:(?:\w+\s+)?(?:{_DOES})|(?:\w+\s+){{0,3}}?(?:{_ONESELF}))\b"
)
# "Mijn vriend gaat weg. wil dood": a wish that nobody else is named for is the writer's.
_BARE_WISH = re.compile(
    r"(?:^|[.!?,\n]\s*|\ben )wil (?:\w+ ){0,2}?(?:dood|sterven|niet meer)\b", re.I
)
# "Een meisje uit mijn klas snijdt zichzelf": who is not known counts only where they are the one who suffers.
_STRANGER = re.compile(
    r"\b(?:een|'n|die|dat) (?:meisje|jongen|gast|kerel|meid|iemand)\b"
    rf".{{0,40}}\b(?:{_ONESELF}|wil (?:\w+ )?(?:dood|sterven)|niet meer (?:leven|wakker))\b"
)
# What a bystander says of themselves; any other "ik" or "mij" means that it may be the writer.
_REPORTED = re.compile(
    r"\b(heeft|had) (?:het |dat |da )?(?:tegen )?(?:mij|me) "
    r"(?=(?:\w+ )?(?:gestuurd|geschreven|gezegd|gezegt|geappt|verteld|toegegeven)\b)|"
    r"\b(zegt|zei|stuurde|stuurt|appte|appt|schreef|schrijft|vertelde|vertelt)\s+(?:tegen\s+)?(?:mij|me)\b"
)
_BYSTANDER = re.compile(
    r"\b(?:ik maak me (?:\w+ )?zorgen|ik ben bang dat (?:hij|zij|ze)"
    r"|ik weet (?:niet|ni|nie) wat ik (?:moet|kan)(?: doen)?|(?:wat|hoe) (?:moet|kan) ik(?: doen| helpen)?"
    r"|(?:ik|k) ?heb een|ik denk dat|als ik (?:het|dat|iets|da) (?:zeg|vertel|doorvertel|verklap))\b"
)
_SELF = re.compile(r"\b(?:ik|k|mij|me|mezelf|mijzelf|ons|wij)\b")


def about_somebody_else(text: str) -> bool:
    """Is it clearly somebody else who is in danger?"""
    if _BARE_WISH.search(text):
        return False
    words = _BYSTANDER.sub(" ", _REPORTED.sub(r"\1\2 ", plain(text)))
    words = " ".join(words.split())
    found = _SOMEBODY.search(words) or _THEY.search(words) or _STRANGER.search(words)
    if found is None:
        return False
    return _SELF.search(words.replace(found[0], " ")) is None


# Words that make "ik" about a danger of one's own, after a message about somebody else's.
_OWN = re.compile(
    r"\b(?:ik|k)\b.{0,40}\b(?:mezelf|mijzelf|me zelf|zelf|ook|dood|niet meer|ni meer|nie meer|leven)\b"
    r"|\b(?:slaa?t|slaan|sloeg|doen|doet|raakt|dwingt|bedreigt?|schopt)\s+(?:mij|me|ons)\b"
)


def speaks_of_self(text: str) -> bool:
    """Does the writer speak of a danger of their own? Ends what an earlier message about another one
    said; "ik weet niet wat ik moet zeggen" does not."""
    return _OWN.search(_BYSTANDER.sub(" ", plain(text))) is not None


_TELL = "bellen|zeggen|vertellen|waarschuwen|verraden|verklikken|appen|inlichten"
_WHETHER = re.compile(
    rf"\b(?:moet|mag|kan|zal|zou) (?:ik|k) (?:\w+ ){{0,8}}?(?:{_TELL})\b"
    rf"|\b(?:niemand|niks|niets) (?:\w+ ){{0,2}}?(?:mag|mocht|moet|moest)?\s?(?:\w+ )?(?:{_TELL})\b"
    r"|\bbeloofd\b|\b(?:wat|wa) (?:moet|kan) (?:ik|k) (?:\w+ ){0,3}?(?:doen|zeggen)\b"
)


_TO_THEM = re.compile(r"\b(?:tegen|aan|naar) (?:haar|hem|mijn (?:vriendin|vriend|maat))\b")


def asks_what_to_say(text: str) -> bool:
    """Is it about words for the friend: "nee tegen haar zelf, wa zeg ik"?"""
    return _TO_THEM.search(plain(text)) is not None


def asks_whether_to_tell(text: str) -> bool:
    """Does who speaks of a friend ask whether to tell, or say that it was to be kept secret?"""
    words = plain(text)
    return _WHETHER.search(words) is not None and _TO_THEM.search(words) is None
