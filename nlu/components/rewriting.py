"""Rewrites typed Dutch a little, so that 'neeeee' and 'nee' share what the sentences teach.

Only what is safe: stretched letters, invisible characters, a few abbreviations. No spelling
correction: it breaks slang, dialect and the words that matter most.
"""

from __future__ import annotations

import re
import unicodedata

ABBREVIATIONS = {
    "aub": "alsjeblieft", "ff": "even", "effe": "even", "efkes": "even", "gwn": "gewoon",
    "idd": "inderdaad", "idk": "ik weet niet", "iig": "in ieder geval", "kheb": "ik heb",
    "khebt": "ik heb het", "kzie": "ik zie", "kzit": "ik zit", "kga": "ik ga", "kben": "ik ben",
    "kweet": "ik weet", "kweeni": "ik weet niet", "kweni": "ik weet niet", "kzou": "ik zou",
    "kmoet": "ik moet", "kwil": "ik wil", "mn": "mijn", "m'n": "mijn",
    "zn": "zijn", "z'n": "zijn", "ni": "niet", "nie": "niet", "niks": "niets",
    "omda": "omdat", "da": "dat", "wa": "wat", "wrm": "waarom", "wnr": "wanneer", "egt": "echt",
    "zelfmrd": "zelfmoord", "smorgens": "'s morgens", "snachts": "'s nachts",
}  # fmt: skip
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
# An emoji is a word of its own. Long runs are cut: spaCy needs 16 s for 10,000 signs in a row.
EMOJI = re.compile("([\u2600-\u27bf\U0001f000-\U0001faff])")
LONG_RUN = re.compile(r"(\S{80})(?=\S)")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def rewrite(text: str) -> str:
    """The text in lower case, with plain quotes, short letters and abbreviations written out."""
    text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).lower()
    text = text.replace("\u2019", "'").replace("\u2018", "'").replace("\u00b4", "'")
    text = STRETCHED.sub(r"\1\1", text)
    text = LONG_RUN.sub(r"\1 ", EMOJI.sub(r" \1 ", text))
    return WORD.sub(lambda match: ABBREVIATIONS.get(match.group(), match.group()), text)
