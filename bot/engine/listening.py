"""`listening` in `texts.yml`: a piece of somebody's own words, and the questions that keep listening.

For who tells what no situation knows, and must feel that it was read: a general "dank je" is said to
everybody. The words are theirs, so nothing can be wrong in them.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.engine.matching import plain
from bot.engine.misread import sets_right
from bot.engine.step import Model, Words, listed

FEWEST, MOST = 4, 17  # words of a piece: fewer say nothing, more are no piece
PLACE = "{words}"

_Frame = Annotated[Words, Field(pattern=r"\{words\}")]
_Frames = Annotated[tuple[_Frame, ...], BeforeValidator(listed), Field(min_length=1)]
_Texts = Annotated[tuple[Words, ...], BeforeValidator(listed), Field(min_length=1)]
_WordList = Annotated[tuple[Words, ...], BeforeValidator(listed)]
_SENTENCE = re.compile(r"[^.!?;…\n]+\??")
_PARTS = re.compile(
    r"\s*,\s*|\s+(?=(?:maar|want|omdat|en|dus|sinds|terwijl|alleen) )", re.IGNORECASE
)
_OPENS = re.compile(
    r"^(?:(?:ja|jaa+|jaja|nee|neen|nou|nja|hoi|hey|hallo|dag|yo|ewa|ok|oke|oké|maar|en|want|dus|eh|euh"
    r"|uhm|tja|mwah|bwa|allee|amai)\b[\s,.:]*)+",
    re.IGNORECASE,
)
_SIGNS = re.compile('[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200b-\u200f{}|“”"]')
_OF_SELF = re.compile(r"\b(?:ik|k|kheb|kben|mijn|mn|me|mij|ons|onze|wij|we)\b")
_ASKS = re.compile(
    r"\?|^(?:wat|wa|wie|waar|waarom|wrm|wanneer|hoe|welke?|kan|kun|moet|mag|is er|zijn er|heb je|weet je"
    r"|ken je|bestaat)\b",
    re.IGNORECASE,
)
# Doubt, haste, a place, what is said to Maatje and a call for somebody are no story.
_NO_STORY = re.compile(
    r"^(?:(?:ik |k )?weet (?:het |dat )?(?:niet|ni|nie)\b|geen idee|snel\b|asap|schiet op)"
    r"|\b(?:wil|mag|kan) (?:ik |k )?(?:met )?iemand (?:spreken|praten)\b|\bmaatje\b|\bberoepskracht\b"
    r"|^(?:het|t|dat|da) (?:is|was|gebeurt) (?:(?:gewoon|altijd|vooral) )*"
    r"(?:op|in|bij|tijdens) (?:\w+ ?){1,3}$"
    r"|\b(?:niks|niets|niet|nie|ni) (?:op te )?oplossen\b"
    r"|\b(?:wil|wou) (?:er |het |t )?(?:gewoon|gwn|even|eens) "
    r"(?:\w+ )?(?:vertellen|typen|praten)\b"
    r"|\b(?:jij|gij|kappen|hou op|testte?n?)\b|\b(?:helpt|werkt) (?:\w+ ){0,4}(?:niet|ni|nie|niks|niets)\b",
    re.IGNORECASE,
)
_REACHES = re.compile(r"\d{4}|https?:|www\.|@|\.(?:nl|be|com)\b", re.IGNORECASE)


class Listening(Model):
    """What is said around somebody's own words, `{words}`: when they weigh something, when not, and when
    they correct Maatje. `weighs`: the words that weigh; one may end in `*` for all its forms. `never`:
    words that Maatje does not take into its mouth. `asks`: open questions to who goes on telling where a
    button was asked for, each once in a talk; `invites` when there are none left; `after_answer` when a
    question of theirs was answered; `stays` to who wants no advice."""

    heavy: _Frames
    light: _Frames
    corrected: _Frames
    weighs: _WordList
    never: _WordList = ()
    asks: _Texts
    invites: _Texts
    stays: _Texts
    after_answer: _Texts

    def echo(self, text: str, turn: int) -> str | None:
        """What to say to these words, or `None` where no piece of them says anything by itself."""
        pieces = _pieces(text)
        if _REACHES.search(text) or any(map(_ASKS.search, pieces)):
            return None  # a question wants an answer
        pieces = [
            piece
            for piece in pieces
            if not (_NO_STORY.search(piece) or _has_one_of(piece, self.never))
        ]
        if not pieces:
            return None
        best = max(pieces, key=lambda piece: (*self._weight(piece), len(piece)))
        weight, _ = self._weight(best)
        frames = self.heavy if weight else self.light
        if sets_right(text):
            frames = self.corrected
        return frames[turn % len(frames)].replace(PLACE, best)

    @staticmethod
    def asks_in(text: str) -> bool:
        """Is there a question among what is told?"""
        return "?" in text or any(map(_ASKS.search, _pieces(text)))

    def _may_be_said(self, piece: str) -> bool:
        return _NO_STORY.search(piece) is None and not _has_one_of(piece, self.never)

    def _weight(self, piece: str) -> tuple[int, bool]:
        return _has_one_of(piece, self.weighs), _OF_SELF.search(plain(piece)) is not None


def _has_one_of(piece: str, listed: tuple[str, ...]) -> int:
    """How many words of a piece are in a list."""
    return sum(any(_is_form(word, one) for one in listed) for word in plain(piece).split())


def _is_form(word: str, one: str) -> bool:
    return word.startswith(one[:-1]) if one.endswith("*") else word == one


def _pieces(text: str) -> list[str]:
    """The parts of a text that can stand alone: a sentence, or the parts of a long one."""
    found: list[str] = []
    for sentence in _SENTENCE.findall(text):
        whole = _bare(sentence)
        parts = (
            [whole] if len(whole.split()) <= MOST else [_bare(p) for p in _PARTS.split(sentence)]
        )
        found += [part for part in parts if FEWEST <= len(part.split()) <= MOST]
    return found


def _bare(piece: str) -> str:
    return _OPENS.sub("", _SIGNS.sub("", piece).strip()).strip(" ,:-–")
