"""`emergency_id` in `handoff.yml`: may two professionals open the Telegram id when a life is in danger?"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.engine.step import Model
from bot.engine.verifiable import is_date


class EmergencyId(Model):
    """Off unless the organisation names its protocol and the date of it (year-month-day)."""

    switched_on: Literal["yes", "no"]
    protocol: str = ""
    protocol_date: str = ""
    agree_within_minutes: int = Field(ge=1, le=60)
    told_at_latest_hours: int = Field(ge=1, le=168)
    not_safe_again_hours: int = Field(ge=1, le=168)

    @property
    def is_on(self) -> bool:
        """Is it switched on, and is everything there that this asks for?"""
        return self.switched_on == "yes" and not self.missing

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys that must be filled in before it can be on."""
        keys = () if self.protocol.strip() else ("protocol",)
        return keys if is_date(self.protocol_date) else (*keys, "protocol_date")
