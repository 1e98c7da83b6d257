"""Yes, no and doubt as young people type them, for the plain question about danger.

Yes and doubt raise a danger, so the model may help to see them. No lowers it, and only a human's own
word may do that: it is taken from these words alone, never from the model (rules of care).
"""

from __future__ import annotations

import re

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
_HEDGES = frozenset(
    plain("soms wel misschien mss eigenlijk beetje denk weet maar nog niet ni nie meer of").split()
)
_FIRM = frozenset(("echt niet", "zeker niet", "tuurlijk niet", "natuurlijk niet", "helemaal niet"))
MOST_WORDS = 6  # between the no and the end of its clause
_WISHES = frozenset(
    plain("wil wou zou wens hoop nooit weg slapen verdwijnen").split()
)  # a story, not a no

# What often stands before a no, and what takes a no back wherever it stands.
_BEFORE = frozenset(
    plain(
        "huh hu wat wa wtf eh euh uh uhm nou haha lol serieus omg he oei hm bro man ja ieuw iew ew bah jezus"
        " bruh hallo wow wut whut wah gast pff pf ok oke tuurlijk dude girl swa jong allez allee"
    ).split()
)
_DOUBTS = re.compile(
    r"\b(?:maar|soms|misschien|mss|eigenlijk|we+l ?eens|af en toe|vaak|ooit|liever|bijna)\b"
    r"|\b(?:het|t|alles) (?:stopt|ophoudt|voorbij is|over is)\b"
    r"|\bal (?:(?:lang|overal) )?(?:gedeeld|rond|rondgestuurd|doorgestuurd|gepost|verspreid|online"
    r"|gebeurd|gedaan|bezig)\b"
)
_HAPPENED = re.compile(
    r"\bal (?:(?:lang|overal) )?(?:gedeeld|rondgestuurd|doorgestuurd|gepost|verspreid|gebeurd|gedaan)\b"
)
_NO = re.compile(r"ne+n?|ne+j?|nope|nah")
_CLAUSE = re.compile(r"[.,!?;:\n…]+")
# The danger itself, denied in so many words. No verb of wishing with "meer": "ik wil niet meer" is none.
_DENIED = re.compile(
    r"\b(?:(?:wil|ga|hoef|wou) (?:echt |helemaal |gewoon )?(?:niet|ni|nie) dood(?: gaan)?(?! meer)"
    r"|doe (?:mezelf|mijzelf|me zelf) (?:niks|niets|geen pijn)"
    r"|niemand (?:doet|slaat|raakt|dwingt|bedreigt|mishandelt) (?:mij|me|ons)"
    r"|niemand heeft (?:mij|me) (?:aangeraakt|geslagen|gedwongen|pijn gedaan)"
    r"|(?:er is )?niemand (?:is )?in gevaar"
    r"|hier wordt niemand (?:geslagen|bedreigd|mishandeld)"
    r"|zei (?:toch |al |net |je )*ne+n?"
    r"|(?:loop|ga) niet weg van (?:huis|thuis)|loop niet weg)\b"
)


# A yes or a doubt with more behind it: "soms, denk ik", "ja maar niet echt plannen". Too many raise a danger
# that a professional then clears; that is the better mistake.
_YES_FIRST = re.compile(
    r"(?:(?:uh+m?|eh+|hm+|tja|nou|ni echt ma|niet echt maar) )?"
    r"(?:ja+(?! (?:dag|hallo|sorry|lol|haha|right|tuurlijk niet|ni|nee|neen|hoor nee|wat|hoezo"
    r"|waarom|wrm|nou)\b)"
    r"|jawel|jep|jup|yes|klopt|soms|af en toe|we+l ?eens|vaak|(?:bijna )?elke (?:dag|nacht|avond)"
    r"|best wel|eigenlijk wel|een beetje|beetje|(?:ik )?denk (?:het|van wel)|kdenk ?t?|nu wel)\b"
)
_DOUBT_FIRST = re.compile(
    r"(?:(?:uh+m?|eh+|hm+|tja|nou) )?"
    r"(?:misschien|mss|weet (?:ik )?(?:het )?(?:niet|ni|nie)|kweet|geen idee|idk)\b"
)
_NO_AT_ALL = re.compile(
    r"\b(?:ne+n?|nooit|tuurlijk niet|natuurlijk niet|echt niet|zeker niet|bedoel\w*|grap\w*)\b"
)
MOST_YES_WORDS = 10  # a longer answer is a story, and is read as one
MOST_DOUBT_WORDS = 20  # "weet niet.. ik wil gewoon dat het stopt, niet echt dood denk ik"


_NOTHING_LIKE_IT = re.compile(
    r"\b(?:niet|ni|nie) zo ?iets\b"
    r"|\b(?:dat|da|zo|(?:bij (?:mij|ons) )?thuis|bij mij|bij ons|hier) (?:niet|ni|nie)\b"
)
MOST_BEFORE = 2  # words of a cry of surprise before the no


def says_no_first(text: str) -> bool:
    """Is the first word a no?"""
    return plain(text).split(" ", 1)[0] in ("nee", "neen", "nope")


def is_yes(text: str) -> bool:
    """A yes with something behind it, to the plain question about danger; "nee, hij is al gedeeld" is more
    than a yes."""
    return _begins_with(_YES_FIRST, text) or bool(_HAPPENED.search(plain(text)))


def is_doubt(text: str) -> bool:
    """Neither yes nor no, said in more words than the button."""
    return _begins_with(_DOUBT_FIRST, text, MOST_DOUBT_WORDS)


def _begins_with(first: re.Pattern[str], text: str, most: int = MOST_YES_WORDS) -> bool:
    words = plain(text)
    few = len(words.split()) <= most
    return few and bool(first.match(words)) and _NO_AT_ALL.search(words) is None


def is_clear_no(text: str) -> bool:
    """A no without a "but": "nee man tuurlijk niet", "huh nee. ik eet gewoon", "ik wil ni dood ofzo ze
    pesten me"; not "nee maar soms wel", "nee niet echt" or "nee ik kan niet meer"."""
    words = plain(text)
    if words in NO:
        return True
    if may_be_danger(text) or _DOUBTS.search(words.replace("laat maar", "")):
        return False
    return bool(_DENIED.search(words)) or _begins_with_no(text)


# What may be danger whatever no stands before it ("nee alleen pillen", "niemand slaat mij behalve papa").
# Nothing with one of these in it is a denial; too many questions are the better mistake.
_MAY_BE_DANGER = re.compile(
    r"\b(?:behalve|buiten (?:papa|mama|hem|haar|mijn)|erger\w*|iets ergs|help (?:me|mij|ons)|bang|schrik|boos"
    r"|durf\w*|veilig|neem|nemen|genomen|slik\w*|geslikt|pakken|gespaard|opspar\w*|verzameld|pil|pillen|xanax"
    r"|pak (?:pillen|dafalgan|medicijnen)|tegelijk|te veel|afscheid|gelogen|iets doms|verdwijn\w*|weg zijn"
    r"|weg van alles|weggegeven|eind\w*|bestaan|stappen|steken|vermoord\w*|doodmaken|spring\w*|touw|rails"
    r"|spoor|mes|te laat|snij\w*|kras\w*|aandoen|pijn ik doe|doe het zelf|zelf doen|wakker|voor altijd"
    r"|stemmen|rust|vannacht|s ?nachts|(?:elke|deze) nacht|plan|klaargelegd|douche\w*|kijkt|ging door|stopte"
    r"|stopt|vastgebonden|agressief|er zijn|niet weten|ligt op|al gedaan"
    r"|gewoon gaan(?! (?:werken|leren|studeren|sporten|voetballen)$)"
    r"|(?:moet|laat|laten)(?: \w+){0,2} gewoon gaan"
    r"|knijp\w*|schop\w*|duw\w*|geduwd|gooit?|trap\w*|wurg\w*|bijt\w*"
    r"|ga (?:ik |het |t |dat )(?:\w+ )?doen"
    r"|(?:zei|zegt|zeggen) (?:hij|ze|zij|mama|papa|mijn)|wel|toch ga|kweet\w*|geen idee|uit het leven"
    r"|niet meer (?:leven|hier)|ga hem|ga haar|hou (?:het|t) niet vol|oom|nonkel|stiefvader|trainer)\b"
    r"|\balleen (?:pillen|krassen|papa|mama|mijn|slapen|weg|een|hij|ik)\b"
)
# These hold such a word and are harmless.
_HARMLESS_WEL = re.compile(
    r"\b(?:(?:ik |k )?zei (?:toch|al|net|je) (?:al )?ne+n?|wel (?:oke|ok|goed|leuk|grappig)|ik eet wel"
    r"|gaat wel|valt wel mee)\b"
)


def may_be_danger(text: str) -> bool:
    """Do these words hold what may be danger, whatever is denied in them?"""
    words = _HARMLESS_WEL.sub(" ", _DENIED.sub(" ", plain(text)))
    return _MAY_BE_DANGER.search(words) is not None


_TAKES_BACK = re.compile(
    r"\b(?:soms|misschien|mss|eigenlijk|we+l ?eens|af en toe|vaak|ooit|liever|bijna|beetje|meer|vroeger"
    r"|(?:niet|ni|nie) (?:echt|altijd|elke|zo)|nog (?:niet|ni|nie)|weet|twijfel\w*|wou|zou|hoop)\b"
)


# "Nee mijn oom komt elke nacht": what somebody does, or what is done to who writes, may be the danger itself.
_BY_SOMEBODY = re.compile(
    r"\b(?:oom|vader|stiefvader|papa|pa|moeder|stiefmoeder|mama|broer|neef|opa|vriend|ex|hij|ie)"
    r" (?:\w+ )?(?:komt|doet|deed|wil|raakt|pakt|dwingt|laat|heeft|had|zit|staat|moet|stuurt|zegt)\b"
    r"|\bword(?:en)? (?:ik|we)?\b|\b(?:ik|we) worden?\b|\b(?:opgesloten|gedwongen|gedeeld|elke nacht)\b"
)


_NOT_THAT = re.compile(
    r"nee+n? (?:(?:dat|da|zo ?iets) (?:niet|ni|nie)|niks daarvan|helemaal niet)\b"
)


def is_no_with_a_story(text: str) -> bool:
    """A no first and a story behind it that does not take it back: "nee ik eet gewoon, maar alleen". Enough
    only for a danger that nobody but the model suspected."""
    words = plain(text)
    if may_be_danger(text):
        return False
    hedged = _BY_SOMEBODY.search(words) or _TAKES_BACK.search(words.replace(" ooit", ""))
    if _NOT_THAT.match(words) and not hedged:
        return "maar" not in words.split()
    takes_back = _TAKES_BACK.search(words) or _BY_SOMEBODY.search(words) or is_yes(text)
    return says_no_first(text) and not takes_back


def _begins_with_no(text: str) -> bool:
    for place, clause in enumerate(_CLAUSE.split(text)):
        words = plain(clause)
        if words in NO:
            return True
        for firm in _FIRM:
            words = words.replace(firm, "").strip()
        parts = _NOTHING_LIKE_IT.sub("", words).split()
        while parts and parts[0] in _BEFORE:
            parts = parts[1:]
        if len(parts) <= MOST_BEFORE and place == 0 and not any(map(_NO.fullmatch, parts)):
            continue  # "huh drugs? nee man playstation"
        if parts:
            rest = [part for part in parts if not _NO.fullmatch(part)]
            return (
                bool(_NO.fullmatch(parts[0]))
                and len(rest) <= MOST_WORDS
                and not (_HEDGES | _WISHES) & {*rest}
            )
    return False


SAFE, SAFE_FOR_NOW = "safe", "safe_for_now"
_SAFE = re.compile(
    r"(?:(?:ja+|jawel|jep|yes) )?(?:(?:nu|op dit moment|vandaag|even|effe|op zich|hier) )?"
    r"(?:(?:ben|zit|voel me) (?:ik |k )?)?(?:(?:nu|hier|even|nog) )?(?:wel|veilig|oke|ok)\b.*|ja+\b(?: .*)?"
)
_FOR_NOW = re.compile(
    r"\b(?:tot|totdat|zolang|straks|vanavond|vannacht|morgen|daarna|nog|eventjes|voorlopig|zodra"
    r"|als (?:hij|ze|zij|ie|papa|mama))\b"
)
_NOT_SAFE = re.compile(r"\b(?:niet|ni|nie|nooit|bang|maar|geen|nee|neen|misschien|mss|weet)\b")


def safe_in_own_words(text: str) -> str:
    """What an answer to "is it safe now?" comes to that begins with a yes: `safe`, `safe_for_now` ("nu wel
    ja, tot hij thuiskomt"), or nothing where it is not plain."""
    words = plain(text)
    if not _SAFE.fullmatch(words) or len(words.split()) > MOST_YES_WORDS:
        return ""
    if _FOR_NOW.search(words):
        return SAFE_FOR_NOW
    return "" if _NOT_SAFE.search(words) else SAFE
