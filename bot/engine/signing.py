"""Who read a text about danger: the signature that stands beside it, and what it holds for."""

from __future__ import annotations

import hashlib

from bot.engine.step import Model


class Signed(Model):
    """Who read this text, when, and the fingerprint of the words that they read."""

    by: str = ""
    on: str = ""
    fingerprint: str = ""


def fingerprint(words: str) -> str:
    """Twelve signs that change whenever the words change: a signature holds for these words only."""
    return hashlib.sha256(words.encode()).hexdigest()[:12]
