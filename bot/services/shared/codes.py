"""Codes that somebody passes on: how they are kept, and how they are opened."""

from __future__ import annotations

import hashlib

IN_CHAT, IN_GROUP = "start", "startgroup"  # where Telegram opens a link: with Maatje, or in a group


def code_hash(code: str, purpose: str = "shared") -> str:
    """How a code is kept: only its hash, so that a stolen database holds no invitations. A code for one
    purpose opens nothing else."""
    return hashlib.sha256(f"{purpose}:{code.strip().upper()}".encode()).hexdigest()


def opened_by(bot_name: str, code: str, where: str = IN_CHAT) -> str:
    """What opens a code: a link, or what to type where the name of the bot is not known."""
    return f"https://t.me/{bot_name}?{where}={code}" if bot_name else f"/start {code}"
