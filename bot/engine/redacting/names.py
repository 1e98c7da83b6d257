"""Names: behind words that announce one, on a list of first names, and once known everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.engine.redacting.view import MASK, Found, Known

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_MY = r"(?:mijn|mij|mn|m'n|mijne|me|ons|onze|zijn|haar|z'n|zn|d'r|die|een|de|je|jouw)"
_SURE_CUE = re.compile(
    r"\b(?:(?:ik|k|kik)\s*he+t(?:te)?|heet\s+ik|kheet|genaamd|(?:hij|zij|ze|die|broer|zus|vriend|vriendin)"
    rf"\s+heet(?:te)?|{_MY}\s+(?:\w+\s)?(?:voor|achter|roep|familie)?naam\s*(?:is|=|:))"
    r"(?:[\s,:='\"*]+(?:eigenlijk|trouwens|dus|gewoon|nu|maar|btw|haha|voluit|in het echt|echt|"
    r"op (?:snap|insta|roblox)))*[\s,:='\"*]+",
    re.IGNORECASE,
)
_LIKELY_CUE = re.compile(
    r"\b(?:(?:ik|k)\s+(?:ben|bn|was)|kben|ben\s+ik|noem(?:t|en)?\s+(?:mij|me|hem|haar)(?:\s+maar)?|"
    r"(?:groetjes|groeten|groet|grtz|grtjs|gr|liefs|kus|kusjes|x+|mvg)(?:\s+van)?|"
    r"(?:juf|juffrouw|juffr|meester|mstr|meneer|mnr|dhr|mevrouw|mevr|mw|mr|dokter|dr|tante|tant|oom|"
    r"nonkel|opa|oma|coach|trainer|mentor|directeur)\b\.?|"
    rf"{_MY}\s+(?:\w+\s)?(?:stief|half|ex-?|klein|buur|schoon)?"
    r"(?:vriend(?:in(?:netje)?|je)?|bff|beste|broer(?:tje)?|zus(?:je|ter)?|neef(?:je)?|nicht(?:je)?|ex|lief|"
    r"klasgenoot|klasgenote|maat|collega|baas|mentor|begeleider|hulpverlener|psycholoog|therapeut|coach|"
    r"jongen|meisje|meid|buurman|buurvrouw|vader|moeder|papa|mama|zoon(?:tje)?|dochter(?:tje)?|oom|tante|"
    r"leraar|lerares|leerkracht|docent|crush|kind|baby|huisgenoot)(?:\s+(?:heet|is))?)[\s,:='\"]+",
    re.IGNORECASE,
)
_BETWEEN = r"(?:(?:van|der|den|de|het|ten|ter|te|el|al|ait|ben|bin|ould|v\.?d\.?|d'|'t|v)\s{1,2})"
_SURNAME = re.compile(
    rf"(?:\s{{1,2}}|-)({_BETWEEN}{{0,3}})([^\W\d_]+(?:['-][^\W\d_]+)*)(\.(?!\w))?", re.IGNORECASE
)
_MOST_PARTS = 3  # of a name behind the first word
_CLEAR_BETWEEN = re.compile(r"(?:van\s+de[rn]|v\.?d\.?|el|ait|ould|bin)\s+$", re.IGNORECASE)


def _read(name: str) -> list[str]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


_LISTED = _read("first_names.txt")
SURE_NAMES = frozenset(word for word in _LISTED if not word.endswith("*"))
MAYBE_NAMES = frozenset(word.rstrip("*") for word in _LISTED) - SURE_NAMES
SURNAMES = frozenset(_read("last_names.txt"))
NO_NAME = frozenset(_read("no_names.txt"))
_INHABITANT = re.compile(r"(?:aans|aanse|isch|ische|ees|eese|iaan|enaar|lander|ist|iste)$")
_VERB = re.compile(
    r"is|heeft|had|zegt|zei|doet|deed|was|wil|wou|en|gaat|ging|kan|kon|komt|kwam|vindt|vond|pest|pestte|"
    r"slaat|sloeg|stuurt|stuurde|weet|wist|belt|appt|scheldt|lacht|praat|woont|zit|staat"
)


def names(text: str, known: Known) -> Iterator[Found]:
    """First names with the surname behind them: after "ik heet", "juf", "mijn vriend" or on their own."""
    reader = _Reader(text)
    spans = [*reader.announced(), *reader.listed()]
    yield from (Found(start, reader.with_surname(end), "[naam]") for start, end in spans)
    starts = {start for start, _ in spans}
    told = {text[start:end].lower() for start, end in spans if end - start > 2}
    for word in reader.words if told else ():
        if (
            word.start() not in starts
            and _bare(word[0].lower()) in told
            and word[0].lower() not in NO_NAME
        ):
            yield Found(word.start(), reader.with_surname(word.end()), "[naam]")


class _Reader:
    """One text; knows whether its capitals say anything."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = list(_WORD.finditer(text))
        long = [word[0] for word in self.words if len(word[0]) > 1]
        capitals = sum(word[0].isupper() for word in long)
        self._capitals_speak = len(long) < 4 or capitals * 5 < len(long) * 3

    def announced(self) -> Iterator[tuple[int, int]]:
        """Behind "ik heet" any word that is no ordinary one; behind "ik ben" or "juf" with a capital."""
        for cue in _SURE_CUE.finditer(self.text):
            word = _WORD.match(self.text, cue.end())
            if word and word[0].lower() not in NO_NAME and not self._asks(cue.start()):
                yield word.span()
        for cue in _LIKELY_CUE.finditer(self.text):
            particle = re.compile(rf"{_BETWEEN}{{1,3}}(?=[A-Z])", re.I).match(self.text, cue.end())
            word = _WORD.match(self.text, particle.end() if particle else cue.end())
            if word and self._likely(word[0]):
                yield (particle or word).start(), word.end()

    def _asks(self, at: int) -> bool:
        return bool(re.search(r"\b(?:hoe|wat|dat|of)\s+$", self.text[max(0, at - 8) : at], re.I))

    def _likely(self, word: str) -> bool:
        plain = word.lower()
        if plain in SURE_NAMES:
            return True
        titled = word[0].isupper() and not word[1:].isupper() and self._capitals_speak
        if not titled or plain in NO_NAME:
            return False
        return plain in MAYBE_NAMES or not _INHABITANT.search(plain)

    def listed(self) -> Iterator[tuple[int, int]]:
        """Words of the list of first names, anywhere."""
        before = ""
        for number, word in enumerate(self.words):
            plain = _bare(word[0].lower())
            behind = self.words[number + 1][0].lower() if number + 1 < len(self.words) else ""
            if before not in ("sint", "st", "sinte", "heilige"):
                stands_out = plain in MAYBE_NAMES and self._stands_out(word, behind)
                if plain in SURE_NAMES or stands_out:
                    yield word.span()
            before = word[0].lower()

    def _stands_out(self, word: re.Match[str], behind: str) -> bool:
        """A capital that the start of a sentence does not explain, or a verb behind it."""
        if not word[0][0].isupper() or word[0].isupper() or not self._capitals_speak:
            return False
        before = self.text[max(0, word.start() - 4) : word.start()].rstrip(" \"'(*-")
        starts = not before or before[-1] in ".!?\n…"
        return not starts or bool(_VERB.fullmatch(behind))

    def with_surname(self, end: int) -> int:
        """Where a name ends when its surname comes along: "Jansen", "van der Berg", "V."."""
        for _ in range(_MOST_PARTS):
            match = _SURNAME.match(self.text, end)
            if match is None:
                break
            particle, word = match[1], match[2]
            known = word.lower() in SURNAMES or word.lower() in SURE_NAMES
            titled = word[0].isupper() and self._capitals_speak and word.lower() not in NO_NAME
            if MASK in match[0] or not (
                known or titled or (_CLEAR_BETWEEN.search(particle) and word.lower() not in NO_NAME)
            ):
                break
            end = match.end() if match[3] and len(word) == 1 else match.end(2)
        return end


def _bare(word: str) -> str:
    """ "sanne's" and "sannes" are of Sanne; "anne-marie" is on the list when both its parts are."""
    if word in SURE_NAMES or word in MAYBE_NAMES:
        return word
    if word.endswith("'s"):
        return word[:-2]
    if word.endswith("s") and len(word) > 5 and word[:-1] in SURE_NAMES:
        return word[:-1]
    parts = word.split("-")
    return parts[0] if len(parts) > 1 and all(part in SURE_NAMES for part in parts) else word
