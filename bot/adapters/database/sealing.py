"""Encryption of every free text and every address at rest.

AES-256-GCM with a fresh 12-byte nonce, the id of the key in front, and the place (table, column,
row) bound in as associated data: a text that is moved to another row does not open there.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import OperatorError

VERSION = b"\x01"
KEY_BYTES, NONCE_BYTES, KEY_ID_BYTES = 32, 12, 4


class SealBroken(Exception):
    """A stored text was changed, moved, or sealed with a key that is not here."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `id` is derived from it, so that a rotated key is recognised without naming it."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys apart."""
        return hashlib.sha256(b"maatje key id" + self.secret).digest()[:KEY_ID_BYTES]


def parse_keys(text: str) -> tuple[Key, ...]:
    """Keys as written in the environment or a file: base64, the newest first, split by spaces.

    Raises `OperatorError` when one is not 32 bytes of base64.
    """
    keys = []
    for word in text.split():
        try:
            secret = base64.b64decode(word, validate=True)
        except ValueError:
            secret = b""
        if len(secret) != KEY_BYTES:
            raise OperatorError(
                "De sleutel van Maatje klopt niet: het moeten 32 bytes in base64 zijn. "
                "Maak er een met: maatje key new"
            )
        keys.append(Key(secret))
    if not keys:
        raise OperatorError("Er is geen sleutel: zet MAATJE_KEY of MAATJE_KEY_FILE.")
    return tuple(keys)


def new_key() -> str:
    """A fresh key, in base64."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


class Sealer:
    """Seals and opens texts. The first key seals; all keys open, so keys can be rotated."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        self._keys = {key.id: AESGCM(key.secret) for key in keys}
        self._first = keys[0]
        # The index key stays that of the oldest key: a rotation must not lose who is who.
        self._index_key = hashlib.sha256(b"maatje blind index" + keys[-1].secret).digest()

    def seal(self, text: str, *, place: str, row: str) -> bytes:
        """The sealed text for `place` (table.column) and `row` (id)."""
        nonce = os.urandom(NONCE_BYTES)
        body = self._keys[self._first.id].encrypt(nonce, text.encode(), _bound(place, row))
        return VERSION + self._first.id + nonce + body

    def open(self, sealed: bytes, *, place: str, row: str) -> str:
        """The text again. Raises `SealBroken` if it is not exactly what was sealed here."""
        key_id = sealed[1 : 1 + KEY_ID_BYTES]
        start = 1 + KEY_ID_BYTES
        nonce, body = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
        if sealed[:1] != VERSION or key_id not in self._keys:
            raise SealBroken(place)
        try:
            return self._keys[key_id].decrypt(nonce, body, _bound(place, row)).decode()
        except (InvalidTag, ValueError):  # changed, or cut off
            raise SealBroken(place) from None

    def index(self, value: str) -> str:
        """A blind index: equal values give equal words, and the value cannot be read from it."""
        return hmac.new(self._index_key, value.encode(), hashlib.sha256).hexdigest()


def _bound(place: str, row: str) -> bytes:
    return f"{place}\0{row}".encode()
