"""Words without the time of the day, which is another one in every run with the real clock."""

from __future__ import annotations

import re


def untimed(text: str) -> str:
    """«morgen om 15.45 uur» becomes «morgen om dan»."""
    return re.sub(r"\d+\.\d\d uur", "dan", text)
