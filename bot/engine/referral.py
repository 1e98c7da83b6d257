"""`services.yml`: referral services, and which one fits a person now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.domain.safety import DangerKind
from bot.engine.step import Words, listed
from bot.engine.verifiable import Verifiable

EMERGENCY = "noodnummer_112"
CRISIS_LINES = {"nl": "zelfmoordlijn_113", "be": "zelfmoordlijn_1813"}
REGIONS = ("nl", "be")
COUNTRIES = {"nl": "Nederland", "be": "Vlaanderen of Brussel"}
# With these (and with danger to life now) an unknown region brings the crisis lines of both countries.
CRISIS_KINDS = frozenset({DangerKind.SUICIDE, DangerKind.SELF_HARM})

# An unknown age is treated as under 16 (rules of care).
AGES = {"under_12": 11, "12_15": 14, "16_17": 16, "18_24": 20, "over_24": 30, "unknown": 14}


class ReferralService(Verifiable):
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
    note_for_operators: str = ""

    @property
    def line(self) -> str:
        """How a young person reads it."""
        extra = ", ".join(part for part in (self.hours, self.note) if part)
        return self.short_line + (f" ({extra})" if extra else "")

    @property
    def short_line(self) -> str:
        """Name and contact alone, for who has read the whole line already."""
        return f"{self.name}: {self.contact}"

    @property
    def can_be_written_to(self) -> bool:
        """Is there a chat, or mail?"""
        return "chat" in self.contact or "mail" in self.contact

    def fits(self, region: str, age: int) -> bool:
        """Is it there for this region and age (years)?"""
        return region in self.regions and self.ages[0] <= age <= self.ages[1]


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
        """What a danger turn names (rules of care): danger to life: 112 first, then the fitting line;
        else the best service for each kind (at most two). Region unknown: for danger to life, suicide
        and self-harm 112, 113 and 1813; for other kinds the fitting services of both countries."""
        kinds = tuple(kinds)
        emergency = self.get(EMERGENCY)
        if region == "unknown" and crisis_lines_first(kinds, life_now=life_now):
            return _found([emergency]) + _found(self.get(CRISIS_LINES[r]) for r in REGIONS)
        only_emergency = all(k in (emergency.kinds if emergency else ()) for k in kinds)
        first = _found([emergency]) if life_now or only_emergency else []
        fitting = [
            service
            for one in (REGIONS if region == "unknown" else (region,))
            for service in self._fitting(kinds, one, age_band, lines=not only_emergency)
        ]
        return first + _without_doubles(fitting)

    def for_chat(
        self, kinds: Iterable[DangerKind], region: str, age_band: str
    ) -> list[ReferralService]:
        """Where somebody who cannot call can write: of each country the first that is there for one of
        these kinds, else for anything."""
        wanted, age = {kind.value for kind in kinds}, AGES[age_band]
        found = []
        for one in REGIONS if region == "unknown" else (region,):
            there = [s for s in self.services if s.can_be_written_to and s.fits(one, age)]
            fits = [s for s in there if wanted & {*s.kinds}]
            found += (fits or [s for s in there if "none" in s.topics])[:1]
        return found

    def _fitting(
        self, kinds: tuple[DangerKind, ...], region: str, age_band: str, *, lines: bool
    ) -> list[ReferralService]:
        """The best service of one country for each kind, two at most; when there is none and `lines`,
        its crisis line."""
        fitting = _found(self.best(region, AGES[age_band], kind=kind) for kind in kinds)
        if not fitting and lines:
            fitting = _found([self.get(CRISIS_LINES[region])])
        return _without_doubles(fitting)[:2]


def crisis_lines_first(kinds: Iterable[DangerKind], *, life_now: bool) -> bool:
    """Is this danger for the lines of both countries, before anybody asks where somebody lives?"""
    return life_now or not CRISIS_KINDS.isdisjoint(kinds)


def told_line(service: ReferralService, region: str, *, short: bool = False) -> str:
    """How a service of a danger turn reads; of an unknown region with the country that it is of."""
    line = service.short_line if short else service.line
    known = region != "unknown" or len(service.regions) > 1 or service.id in CRISIS_LINES.values()
    return line if known else f"In {COUNTRIES[service.regions[0]]}: {line}"


def _found(services: Iterable[ReferralService | None]) -> list[ReferralService]:
    return [service for service in services if service is not None]


def _without_doubles(services: Iterable[ReferralService]) -> list[ReferralService]:
    return list({service.id: service for service in services}.values())
