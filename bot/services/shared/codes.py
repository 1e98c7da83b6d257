"""One-time codes that a young person passes on."""

from __future__ import annotations

import hashlib


def code_hash(code: str, purpose: str = "shared") -> str:
    """How a code is kept: only its hash, so that a stolen database holds no invitations. A code for one
    purpose opens nothing else."""
    return hashlib.sha256(f"{purpose}:{code.strip().upper()}".encode()).hexdigest()
