"""Rows of digits: bank accounts, national numbers and telephones, also partly in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import phonenumbers
from stdnum import iban, luhn
from stdnum.be import bis, nn
from stdnum.nl import bsn

from bot.engine.redacting.view import Found, Known

_UNITS = ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]
_TEENS = [
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
_TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
WORDS = {word: str(n) for n, word in enumerate([*_UNITS, *_TEENS])} | {
    "zeuven": "7",
    "nulzes": "06",
}
WORDS |= {word: str(n * 10) for n, word in enumerate(_TENS, 2)}
WORDS |= {
    f"{unit}en{ten}": str(n * 10 + u)
    for n, ten in enumerate(_TENS, 2)
    for u, unit in enumerate(_UNITS)
    if u
}
_PIECE = re.compile(r"\d+|[oO](?=[64][\d \-/.])|[^\W\d_]+")
_GAP = re.compile(r"[ \t\n./()\-–_,*|]{0,4}")
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\1(?:(?:19|20)\d\d)(?!\d)")
_IBAN = re.compile(r"(?<![^\W_])([A-Za-z]{2})[ .-]?\d[ ]?\d(?:[ .-]{0,2}[A-Za-z\d]){11,30}")
_OLD_ACCOUNT = re.compile(r"(?<![\d-])\d{3}-\d{7}-\d{2}(?![\d-])")
_CARD = re.compile(r"(?<!\d)\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?!\d)")
_LENGTHS = {"NL": 18, "BE": 16, "DE": 22, "FR": 27, "LU": 20, "TR": 26, "MA": 28, "PL": 24, "ES": 24,
            "IT": 27, "GB": 22, "RO": 24, "PT": 25, "BG": 22, "LT": 20, "AT": 20}  # fmt: skip
_BY_SHAPE = re.compile(r"NL\d\d[A-Z]{4}\d{10}|BE\d{14}")  # a slip of a finger is an account too
_BSN_CUE = re.compile(r"bsn|burger\s?service|sofi", re.IGNORECASE)
_BE_CUE = re.compile(r"rijksregister|insz|nationaal nummer|\brrn\b", re.IGNORECASE)
_PHONE_CUE = re.compile(r"n(?:umme)?r\b|\bbel|\bapp|gsm|mobiel|tel", re.IGNORECASE)
_BSN_SHAPES = {(9,), (4, 2, 3), (3, 3, 3), (2, 2, 2, 3), (3, 2, 4), (4, 5), (5, 4), (1,) * 9}
_BE_SHAPES = {(11,), (6, 5), (6, 3, 2), (2, 2, 2, 3, 2), (1,) * 11}
_PLUS = re.compile(r"\+|\bplus", re.IGNORECASE)
_MOST_CHECKS = 60  # of numbers in one text or row; above that a shape is enough


class Piece(NamedTuple):
    """Digits, or a number in words, with their place."""

    digits: str
    start: int
    end: int


def rows(text: str) -> Iterator[list[Piece]]:
    """Pieces that stand together: with nothing, blanks or a stroke between them."""
    row: list[Piece] = []
    for match in _PIECE.finditer(text):
        sign = match[0]
        digits = WORDS.get(sign.lower(), "0" if sign in "oO" else sign)
        if not digits.isdecimal():
            continue
        if row and not _GAP.fullmatch(text, row[-1].end, match.start()):
            yield row
            row = []
        row.append(Piece(digits, *match.span()))
    if row:
        yield row


def bank_accounts(text: str, known: Known) -> Iterator[Found]:
    """IBAN (Dutch and Belgian by their shape, others by their check), old Belgian, bank cards."""
    for match in _IBAN.finditer(text):
        end = _end_of_iban(match)
        if end:
            yield Found(match.start(), end, "[rekeningnummer]")
    for match in _OLD_ACCOUNT.finditer(text):
        digits = match[0].replace("-", "")
        if (int(digits[:10]) % 97 or 97) == int(digits[10:]):
            yield Found(*match.span(), "[rekeningnummer]")
    for match in _CARD.finditer(text):
        if luhn.is_valid(re.sub(r"\D", "", match[0])):
            yield Found(*match.span(), "[rekeningnummer]")


def _end_of_iban(match: re.Match[str]) -> int:
    """Where the number ends by the length of its country; 0 when it is none."""
    length, compact = _LENGTHS.get(match[1].upper(), 0), ""
    for at, char in enumerate(match[0], match.start()):
        compact += char.upper() if char.isalnum() else ""
        if len(compact) == length:
            valid = _BY_SHAPE.fullmatch(compact) or iban.is_valid(compact)
            return at + 1 if valid else 0
    return 0


def national_numbers(text: str, known: Known) -> Iterator[Found]:
    """BSN and rijksregisternummer with a right check, or behind their own name also without."""
    belgian, dutch = bool(_BE_CUE.search(text)), bool(_BSN_CUE.search(text))
    for row in rows(text):
        if sum(len(piece.digits) for piece in row) < 8:
            continue
        before = text[max(0, row[0].start - 40) : row[0].start]
        yield from _windows(
            row, 11, _BE_SHAPES, "[rijksregisternummer]", belgian and _BE_CUE.search(before)
        )
        yield from _windows(row, 9, _BSN_SHAPES, "[bsn]", dutch and _BSN_CUE.search(before))


def _windows(
    row: list[Piece], length: int, shapes: set[tuple[int, ...]], word: str, cue: object
) -> Iterator[Found]:
    sizes, digits = [len(piece.digits) for piece in row], "".join(piece.digits for piece in row)
    ends = [0, *accumulate(sizes)]
    piece_at = {end: number for number, end in enumerate(ends)}
    checks = 0
    for first in range(len(row)):
        last = piece_at.get(ends[first] + length)
        if last is None:
            continue
        if not cue and tuple(sizes[first:last]) not in shapes:
            continue
        checks += 1
        if cue or checks > _MOST_CHECKS or _checks(digits[ends[first] : ends[last]]):
            yield Found(row[first].start, row[last - 1].end, word)


def _checks(digits: str) -> bool:
    if len(digits) == 11:
        return bool(nn.is_valid(digits) or bis.is_valid(digits))
    return digits[0] != "0" and bool(bsn.is_valid(digits))  # 0...: rather a Belgian telephone


def phones(text: str, known: Known) -> Iterator[Found]:
    """Telephone numbers of the Low Countries, and of elsewhere with a + or 00; helplines stay."""
    checks = 0
    cues, pluses = bool(_PHONE_CUE.search(text)), bool(_PLUS.search(text))  # mostly none: quicker
    for row in rows(text):
        at = 0 if sum(len(piece.digits) for piece in row) >= 8 else len(row)
        while at < len(row):
            cue = cues and _PHONE_CUE.search(text[max(0, row[at].start - 25) : row[at].start])
            start, plus = _start(text, row[at]) if pluses else (row[at].start, False)
            if _DATE.match(text, row[at].start):
                at += 3
                continue
            size, checked = _size(row[at : at + 15], plus, bool(cue), checks < _MOST_CHECKS)
            checks += checked
            if size:
                digits = "".join(piece.digits for piece in row[at : at + size])
                stays = national(digits) in known.helplines
                yield Found(start, row[at + size - 1].end, None if stays else "[telefoonnummer]")
            at += max(size, 1)


def _start(text: str, piece: Piece) -> tuple[int, bool]:
    """Where a number starts when its + counts too, and whether it has one."""
    plus = re.search(r"(?:\(?\+|\bplus)\s?$", text[max(0, piece.start - 6) : piece.start], re.I)
    return piece.start - (len(plus[0]) if plus else 0), bool(plus)


def national(digits: str) -> str:
    """A number as it is dialled at home: "31202615275" and "0031..." become "0202615275"."""
    return re.sub(r"^(?:00)?3[12]0?(?=\d{8,9}$)", "0", digits)


def _size(row: list[Piece], plus: bool, cue: bool, may_check: bool) -> tuple[int, int]:
    """How many pieces are one telephone number (the most that fit), and how often we looked it up."""
    if not plus and row[0].digits[0] not in ("03" if not cue else "0346"):
        return 0, 0
    digits, best, checks = "", 0, 0
    for size, piece in enumerate(row, 1):
        digits += piece.digits
        if len(digits) > 17:
            break
        if len(digits) < 8:
            continue
        if _by_shape(digits, plus, cue):
            best = size
        elif not best and (plus or len(digits) in (9, 10) or digits.startswith("00")):
            checks += may_check
            best = size if not may_check or _exists(digits, plus) else best
    return best, checks


def _by_shape(digits: str, plus: bool, cue: bool) -> bool:
    if plus or digits.startswith("00"):
        return bool(re.fullmatch(r"(?:00)?(?:31|32)0?(?:\d{9}|[1-9]\d{7})", digits))
    if cue and re.fullmatch(r"6\d{8}|4[5-9]\d{7}", digits):
        return True
    return bool(re.fullmatch(r"0[64]\d{8}|31(?:0?6)\d{8}|32(?:0?4)\d{8}", digits))


@lru_cache(maxsize=256)
def _exists(digits: str, plus: bool) -> bool:
    """Is it a number that can be dialled, in the Netherlands, in Belgium or with its country?"""
    if re.match(r"0[89]00|090[69]", digits):
        return False  # of organisations only
    international = "+" + digits.removeprefix("00") if plus or digits[:2] == "00" else ""
    region = {10: "NL", 9: "BE"}.get(len(digits))
    try:
        number = phonenumbers.parse(international or digits, None if international else region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)
