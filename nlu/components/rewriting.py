"""Rewrites typed Dutch a little, so that 'neeeee' and 'nee' share what the sentences teach.

Only what is safe: stretched letters, invisible characters, abbreviations. No spelling correction:
it breaks slang, dialect and the words that matter most. Every letter keeps its place in what was
typed, so that words can be shown to a professional as the young person wrote them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Callable, List, Match, Pattern, Tuple

ABBREVIATIONS = {
    "aub": "alsjeblieft", "ajb": "alsjeblieft", "svp": "alsjeblieft", "pls": "alsjeblieft",
    "plz": "alsjeblieft", "ff": "even", "effe": "even", "efkes": "even", "effkes": "even",
    "gwn": "gewoon", "gwoon": "gewoon", "gewn": "gewoon", "idd": "inderdaad",
    "idk": "ik weet niet", "iig": "in ieder geval", "igg": "in ieder geval",
    "wss": "waarschijnlijk", "mss": "misschien", "msch": "misschien", "missch": "misschien",
    "sws": "sowieso", "nrml": "normaal", "trwns": "trouwens", "trws": "trouwens",
    "btw": "trouwens", "vgm": "volgens mij", "vlgs": "volgens", "mbt": "over", "ivm": "over",
    "iem": "iemand", "iemnd": "iemand", "nmnd": "niemand", "eig": "eigenlijk",
    "eigk": "eigenlijk", "eigelijk": "eigenlijk", "eiglk": "eigenlijk", "egenlijk": "eigenlijk",
    "kheb": "ik heb", "keb": "ik heb", "khebt": "ik heb het", "kzie": "ik zie",
    "kzit": "ik zit", "kga": "ik ga", "kben": "ik ben", "kzin": "ik ben", "kzen": "ik ben",
    "kweet": "ik weet", "kweeni": "ik weet niet", "kweni": "ik weet niet",
    "kweenie": "ik weet niet", "kwee": "ik weet", "kzou": "ik zou", "kmoet": "ik moet",
    "kmoe": "ik moet", "kwil": "ik wil", "kwou": "ik wou", "kkan": "ik kan",
    "khad": "ik had", "kheet": "ik heet", "kvind": "ik vind", "kvin": "ik vind",
    "kdenk": "ik denk", "kvoel": "ik voel", "kdurf": "ik durf", "kmag": "ik mag",
    "kdoe": "ik doe", "kzeg": "ik zeg", "kwas": "ik was", "kword": "ik word",
    "dak": "dat ik", "da'k": "dat ik", "alsk": "als ik", "ask": "als ik",
    "ebk": "heb ik", "hek": "heb ik", "zek": "zeg ik", "mn": "mijn", "m'n": "mijn",
    "zn": "zijn", "z'n": "zijn", "zyn": "zijn", "myn": "mijn", "d'r": "haar",
    "ni": "niet", "nie": "niet", "nt": "niet", "nimeer": "niet meer", "niemeer": "niet meer",
    "nimmer": "niet meer", "niks": "niets", "nix": "niets", "omda": "omdat", "da": "dat",
    "da's": "dat is", "das": "dat is", "wa": "wat", "watn": "wat een", "wrm": "waarom",
    "wnr": "wanneer", "hvl": "hoeveel", "egt": "echt", "ect": "echt",
    "eht": "echt", "efjes": "even", "ofz": "ofzo", "enz": "enzovoort", "vr": "voor",
    "vd": "van de", "vh": "van het", "vdg": "vandaag", "vndg": "vandaag", "mrgn": "morgen",
    "gstrn": "gisteren", "gister": "gisteren", "atm": "nu", "rn": "nu",
    "thx": "dank je", "tnx": "dank je", "ty": "dank je", "hw": "huiswerk", "pws": "profielwerkstuk",
    "pw": "proefwerk", "gf": "vriendin", "bf": "vriend", "bff": "beste vriendin",
    "ily": "ik hou van je", "hvj": "ik hou van je", "omg": "o mijn god", "wtf": "wat",
    "kms": "zelfmoord", "zelfmrd": "zelfmoord", "zm": "zelfmoord", "smorgens": "'s morgens",
    "savonds": "'s avonds", "snachts": "'s nachts", "smiddags": "'s middags",
}  # fmt: skip
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
# An emoji is a word of its own. Long runs are cut: spaCy needs 16 s for 10,000 signs in a row.
EMOJI = re.compile("([\u2600-\u27bf\U0001f000-\U0001faff])")
LONG_RUN = re.compile(r"(\S{80})(?=\S)")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
QUOTES = {"\u2019": "'", "\u2018": "'", "\u00b4": "'", "`": "'"}


@dataclass(frozen=True)
class Typed:
    """A rewritten text; `places[n]` is where letter `n` of it stands in what was typed."""

    text: str
    places: Tuple[int, ...]

    def typed_span(self, start: int, end: int) -> Tuple[int, int]:
        """Where a piece of the rewritten text begins and ends in what was typed."""
        if start >= end:
            return 0, 0
        return self.places[start], self.places[end - 1] + 1


def rewrite(text: str) -> str:
    """The text in lower case, with plain quotes, short letters and abbreviations written out."""
    return rewritten(text).text


def rewritten(text: str) -> Typed:
    """The same, with the place of every letter in `text`."""
    typed = _plain(text)
    typed = _replace(typed, STRETCHED, lambda match: match.group(1) * 2)
    typed = _replace(typed, EMOJI, lambda match: f" {match.group()} ")
    typed = _replace(typed, LONG_RUN, lambda match: match.group() + " ")
    return _replace(typed, WORD, lambda match: ABBREVIATIONS.get(match.group(), match.group()))


def _plain(text: str) -> Typed:
    """Compatible signs made one (NFKC), lower case, without invisible characters."""
    if text.isascii():
        return Typed(text.lower().replace("`", "'"), tuple(range(len(text))))
    letters: List[str] = []
    places: List[int] = []
    place = 0
    while place < len(text):
        stop = place + 1
        while stop < len(text) and unicodedata.combining(text[stop]):
            stop += 1
        plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", text[place:stop])).lower()
        for letter in plain:
            letters.append(QUOTES.get(letter, letter))
            places.append(place)
        place = stop
    return Typed("".join(letters), tuple(places))


def _replace(typed: Typed, pattern: Pattern[str], new: Callable[[Match[str]], str]) -> Typed:
    """Replaces every match; new letters stand where the match stood."""
    pieces: List[str] = []
    places: List[int] = []
    done = 0
    for match in pattern.finditer(typed.text):
        replacement = new(match)
        if replacement == match.group():
            continue
        pieces += [typed.text[done : match.start()], replacement]
        places += typed.places[done : match.start()]
        last = match.end() - match.start() - 1
        places += [typed.places[match.start() + min(n, last)] for n in range(len(replacement))]
        done = match.end()
    if not done:
        return typed
    pieces.append(typed.text[done:])
    places += typed.places[done:]
    return Typed("".join(pieces), tuple(places))
