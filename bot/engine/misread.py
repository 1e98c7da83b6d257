"""Does somebody say that Maatje got it wrong?

To danger that only means something beside words that hold no danger themselves: "ik bedoel dat hij me
slaat" and "het was op school dat hij me aanraakte" explain a danger, they deny none (rules of care: in
doubt it stays open, and a professional clears it).
"""

from __future__ import annotations

import re

from bot.engine.matching import plain
from bot.engine.yes_no import may_be_danger, says_no_first

# Said in so many words.
_PLAINLY = re.compile(
    r"\b(?:begrijpt?|snapt?|leest|verstaat) (?:me|mij|m|het|t) (?:helemaal |echt )?"
    r"(?:verkeerd|fout)\b|\bverkeerd begrepen\b"
    r"|\b(?:niks|niets) (?:met mij|met me|aan de hand)\b|\bmet mij is (?:er )?(?:niks|niets)\b"
    r"|\b(?:er is|ben) (?:helemaal |echt )?(?:geen|niet in) gevaar\b"
    r"|\b(?:er is )?niemand (?:is )?in gevaar\b"
    r"|\b(?:er is|is|is er) (?:hier |echt |helemaal |gewoon )*(?:niks|niets) (?:gevaarlijks?|ergs)\b"
    r"|\b(?:gaat|ging) (?:helemaal |echt )*(?:niet|ni|nie) over gevaar\b"
    r"|\b(?:dat|da) klopt (?:helemaal |echt |gewoon )*(?:niet|ni|nie)\b|\bik heb geen schuld(?:en)?\b"
    r"|\bniemand (?:dwingt|doet|slaat|bedreigt) (?:mij|me) (?:iets|niks|niets|tot iets)?\b"
    r"|\b(?:ik )?(?:ga|wil) (?:niet|ni|nie) dood (?:ik|maar ik|het|t) .*\b(?:gewoon|gwn|alleen)\b"
    r"|\b(?:er )?niemand (?:is|wil|loopt) (?:er |hier )?(?:weg(?: van huis)?|dood)(?: hoor| ofzo| he)?$"
    r"|\b(?:das|dat is|da is) (?:echt |helemaal |gewoon )*(?:niet|ni|nie) waar(?: hoor| he)?$"
    r"|\ber is (?:echt |hier |gewoon )*geen (?:drank of drugs|drugs of drank)\b"
    r"|\bwil (?:echt |gewoon )*(?:niet|ni|nie) dood(?: hoor| ofzo| he| man)*"
    r"(?:$| (?=(?:het|t) (?:gaat|ging) ))"
    r"|\b(?:geen|niks) (?:112|113|1813|hulplijn|noodnummer|zelfmoordlijn|levensgevaar)\b"
)
# What it was about instead: something that is no danger. A place ("het was op school") may be where it
# happened, and who is only tired may mean more: these count with "gewoon" or not at all.
_HARMLESS = (
    r"stress|zenuwen|toets(?:en)?|examens?|tentamens?|huiswerk|schulden|post|brieven|game|gamen|playstation"
    r"|film|serie|boek|liedje|grap|grapje|hardlopen|decaan|profiel|verliefd|gestrest|zenuwachtig"
    r"|afspraak|wachtlijst|voetbal|telefoon|mobiel|pesten|punten|spreekbeurt|presentatie|stotter\w*"
)
_INSTEAD = re.compile(
    rf"\b(?:het|t|dat|da|dit) (?:gaat|ging|was|is)(?: \w+){{0,3}}? (?:{_HARMLESS})\b"
    rf"|\b(?:gewoon|gwn|alleen)(?: \w+){{0,3}}? (?:{_HARMLESS}|school|geld|sporten|voetbal|studie|werk)\b"
)
# Corrects what it is about; it may be danger all the same.
_CORRECTS = re.compile(
    r"\b(?:bedoel(?:de)? ik|ik bedoel(?:de)?)\b|\bgaat het (?:niet|ni) over\b"
    r"|\b(?:snapt?|begrijpt?) (?:me|mij|het|t) (?:niet|ni)\b"
    r"|\b(?:het|t|dat|da|dit) (?:ging|gaat|was) (?:gewoon |gwn |maar )*(?:over|om|op|in)\b"
)
# With one of these in it, it is a story and no misunderstanding.
_HEAVY = re.compile(
    r"\b(?:(?:het|t|alles) (?:stopt|ophoudt|voorbij is|over is)|rust|maar|dood(?!s? ?(?:moe|stil))"
    r"|sterven|leven|niet meer|ni meer|nie meer|kapot|help|bang|pijn|zeer"
    r"|sla(?!pen\b|ap)\w*|sloeg\w*|gesla\w+|schop\w*|geschopt|raak\w*|aanraak\w*|aangeraakt"
    r"|zit(?:ten)? aan (?:mij|me)"
    r"|pillen|mes|wapen|spoor|snij\w*|sneed|gesneden|kras\w*|bloed\w*|dreig\w*|bedreig\w*|dwing\w*"
    r"|gedwongen|moest van|naakt\w*|foto\w*|filmpje\w*|opgesloten|sluit\w*|wegge\w+|weglopen|verkracht\w*"
    r"|misbruik\w*|betast\w*|vastgre\w*|vastgrijp\w*"
    r"|lichaam|klanten|paspoort|gezopen|trein"
    r"|seks|sex|eet niet|eet niks|overge\w+|drugs|drink\w*|dronken|slik\w*|geslikt)\b"
)
# "Het gaat over mijn vriendin": then it is she who is in danger.
_OF_ANOTHER = re.compile(
    r"\b(?:gaat|ging|is) (?:\w+ ){0,2}?(?:over|om|voor) (?:\w+ )?"
    r"(?:haar|hem|hun|vriend\w*|maat|beste|bestie|zus\w*|broer\w*"
    r"|mama|mam|moeder|papa|vader|ma|pa|klasgeno\w*|iemand|een ander|meisje|jongen)\b"
)
_CALLS = re.compile(r"\bbel(?:len|t|de)?\b")  # "ik kan geen 112 bellen" is no misunderstanding
_CRIES = re.compile(r"^(?:huh|wtf|wat|wa|eh|euh|uhm|nou|haha|lol|omg|hm+|he|oei) ")


_OPENS = re.compile(r"^(?:(?:huh|wtf|wat|wa|eh|euh|nou|nee|neen|ja|maar|man|bro) )+(?=\w)")


def holds_danger(text: str) -> bool:
    """Is there a word in it that stories of danger hold, whatever it says?"""
    return may_be_danger(text) or _HEAVY.search(plain(text)) is not None


def is_misread(text: str) -> bool:
    """Does somebody say that there is no danger and that Maatje got it wrong: "wtf nee, het is gewoon stress
    voor mn toets, niks 112"?"""
    if may_be_danger(text):
        return False
    words = _OPENS.sub("", plain(text))
    if _HEAVY.search(_without_denied(words)) or _OF_ANOTHER.search(words) or _CALLS.search(words):
        return False
    return bool(_PLAINLY.search(words) or _INSTEAD.search(words))


_NOT_ME = re.compile(
    r"\b(?:gaat|ging|is) (?:niet|ni|nie) over (?:mij|me)\b|\bniet ik maar\b"
    r"|\b(?:het|t) is (?:mijn|mn|een|me) (?:beste )?(?:vriendin|vriend|maat|bestie)\b(?! die (?:mij|me))"
)


def is_of_another(text: str) -> bool:
    """Is it said that it is about somebody else: "met mij is niks, het gaat over mijn vriendin"?"""
    words = plain(text)
    return bool(_OF_ANOTHER.search(words) or _NOT_ME.search(words))


_JOKE = re.compile(
    r"\b(?:was|is) (?:maar |gewoon |gwn |echt )*(?:een )?(?:grap|grapje|geintje|mopje)\b"
    r"|\bverkeerd begrepen\b"
)


def was_a_joke(text: str) -> bool:
    """Is it said that the words themselves were a joke, or got wrong?"""
    return is_misread(text) and _JOKE.search(plain(text)) is not None


def corrects(text: str) -> bool:
    """Does somebody correct what the talk is about? Of danger this says nothing."""
    words = plain(text)
    first_no = says_no_first(_CRIES.sub("", words))
    return first_no or bool(_CORRECTS.search(words)) or is_misread(text)


_SETS_RIGHT = re.compile(
    r"\b(?:bedoel(?:de)? ik|ik bedoel(?:de)?)\b|\bverkeerd begrepen\b|\bklopt (?:\w+ )?(?:niet|ni|nie)\b"
    r"|\b(?:zei|zeg|schreef|vertelde|vroeg) (?:ik )?(?:toch|net|al)\b|\bik (?:zei|vroeg)\b"
    r"|\b(?:snapt?|begrijpt?) (?:me|mij|het|t) (?:niet|ni|nie)\b"
)


def sets_right(text: str) -> bool:
    """Is it Maatje that is corrected ("ik bedoel mijn moeder", "zei ik toch")? A no may answer a question."""
    words = plain(text)
    cries = _CRIES.sub("", words)
    return bool(_SETS_RIGHT.search(words)) or (
        says_no_first(cries) and bool(_CORRECTS.search(cries))
    )


_NOT_SO = re.compile(
    r"^(?:(?:huh|he|eh|wat|wa) )*(?:nee+n? (?:niet|ni|nie|geen) \w+|welke? \w+ (?:het|t|dat|da|dit) gaat"
    r"|(?:er is|ik heb) (?:toch )?geen \w+)"
)


def says_it_was_not_so(text: str) -> bool:
    """Was what Maatje said back not so ("nee niet groepjes op school", "welke vriendschap? het gaat over mijn
    zus")? A bare no answers a question."""
    words = plain(text)
    return sets_right(text) or bool(_CORRECTS.search(words)) or bool(_NOT_SO.match(words))


_DENIED = re.compile(
    r"\b(?:ga|wil) (?:echt |gewoon )*(?:niet|ni|nie) dood\b|"
    r"\bniemand (?:wil dood|is weg|weg is|dwingt|slaat|bedreigt|schopt)\b|"
    r"\b(?:niemand|nooit|geen|niet) (?!alleen )(?:\w+ ){0,2}?(?:bang|pijn|drugs)\b|\bdrugs (?:nee|neen)\b"
)


def _without_denied(words: str) -> str:
    """ "Niemand doet me pijn" holds no danger."""
    return _DENIED.sub(" ", words)
