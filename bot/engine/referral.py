"""`services.yml`: referral services, and which one fits a person now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.domain.safety import DangerKind
from bot.engine.step import Model, Words, listed

EMERGENCY = "noodnummer_112"
CRISIS_LINES = {"nl": "zelfmoordlijn_113", "be": "zelfmoordlijn_1813"}
REGIONS = ("nl", "be")

# An unknown age is treated as under 16 (rules of care).
AGES = {"under_12": 11, "12_15": 14, "16_17": 16, "18_24": 20, "over_24": 30, "unknown": 14}


class ReferralService(Model):
    """One service. `ages` from-to in years; the order in the file is the order of preference."""

    id: Words
    name: Words
    regions: Annotated[tuple[Words, ...], BeforeValidator(listed), Field(min_length=1)]
    ages: Annotated[tuple[int, int], BeforeValidator(listed)]
    kinds: Annotated[tuple[Words, ...], BeforeValidator(listed)] = ()
    topics: Annotated[tuple[Words, ...], BeforeValidator(listed)] = ()
    contact: Words
    hours: str = ""
    note: str = ""
    source: str = ""
    source_date: str = ""
    note_for_operators: str = ""
    verified_on: str = ""
    verified_by: str = ""

    @property
    def line(self) -> str:
        """How a young person reads it."""
        extra = ", ".join(part for part in (self.hours, self.note) if part)
        return f"{self.name}: {self.contact}" + (f" ({extra})" if extra else "")

    def fits(self, region: str, age: int) -> bool:
        """Is it there for this region and age (years)?"""
        return region in self.regions and self.ages[0] <= age <= self.ages[1]

    def verified_within(self, days: int, today: date) -> bool:
        """Has a named person opened or called it in the last `days` days?"""
        if not (self.verified_on and self.verified_by):
            return False
        return 0 <= (today - date.fromisoformat(self.verified_on)).days <= days


@dataclass(frozen=True, slots=True)
class Referrals:
    """All services, in order of preference."""

    services: tuple[ReferralService, ...] = ()

    def get(self, service: str) -> ReferralService | None:
        """The service with this id."""
        return next((s for s in self.services if s.id == service), None)

    def best(
        self, region: str, age: int, *, kind: str = "", topic: str = ""
    ) -> ReferralService | None:
        """The first service for a danger kind or a topic that fits region and age; not 112."""
        return next(
            (
                s
                for s in self.services
                if s.id != EMERGENCY
                and s.fits(region, age)
                and ((kind and kind in s.kinds) or (topic and topic in s.topics))
            ),
            None,
        )

    def for_refer(
        self, topic: str | None, service: str | None, region: str, age_band: str
    ) -> list[ReferralService]:
        """What a `refer` step names: one service, or one for each region when that is unknown."""
        if service:
            found = self.get(service)
            return [found] if found else []
        regions = REGIONS if region == "unknown" else (region,)
        return _found(self.best(r, AGES[age_band], topic=topic or "none") for r in regions)

    def for_danger(
        self, kinds: Iterable[DangerKind], *, life_now: bool, region: str, age_band: str
    ) -> list[ReferralService]:
        """What a danger turn names (rules of care): danger to life: 112 first, then the fitting
        line; region unknown: 112, 113 and 1813; else the best service for each kind (at most two)."""
        kinds = tuple(kinds)
        emergency = self.get(EMERGENCY)
        if region == "unknown":
            lines = _found(self.get(CRISIS_LINES[r]) for r in REGIONS)
            return _found([emergency]) + lines
        fitting = _found(self.best(region, AGES[age_band], kind=kind) for kind in kinds)
        only_emergency = all(k in (emergency.kinds if emergency else ()) for k in kinds)
        if not fitting and not only_emergency:
            fitting = _found([self.get(CRISIS_LINES[region])])
        first = _found([emergency]) if life_now or only_emergency else []
        return first + _without_doubles(fitting)[:2]


def _found(services: Iterable[ReferralService | None]) -> list[ReferralService]:
    return [service for service in services if service is not None]


def _without_doubles(services: Iterable[ReferralService]) -> list[ReferralService]:
    return list({service.id: service for service in services}.values())
