"""Figures made from events: how many, how long, at which hour. Never of one person."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.domain.events import Event


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in some days, ready to be counted."""

    happened: tuple[tuple[Event, datetime], ...]

    def since(self, moment: datetime) -> Figures:
        """Only what happened from then on."""
        return Figures(tuple(pair for pair in self.happened if pair[1] >= moment))

    def count(self, name: str, about: str | None = None) -> int:
        """How often this happened, or happened about this."""
        named = [one for one, _ in self.happened if one.name == name]
        return sum(about is None or one.about == about for one in named)

    def groups(self, name: str, place: int) -> Counter[str]:
        """How often, by the part of `about` that stands at this place (parts are split by `:`)."""
        named = [one.about.split(":") for one, _ in self.happened if one.name == name]
        return Counter(parts[place] for parts in named if len(parts) > place)

    def seconds(self, name: str, about: str) -> list[int]:
        """The times in seconds that stand behind `about:`."""
        found = [one.about.partition(":") for one, _ in self.happened if one.name == name]
        return [int(number) for group, _, number in found if group == about and number.isdigit()]

    def hours(self, name: str, zone: tzinfo) -> Counter[int]:
        """How often in each hour of the day, on the clocks of people."""
        return Counter(at.astimezone(zone).hour for one, at in self.happened if one.name == name)


def median(numbers: Sequence[int]) -> float:
    """The number in the middle. Raises `StatisticsError` when there is none."""
    return statistics.median(numbers)


def percentile(numbers: Sequence[int], percent: int) -> int:
    """The smallest number that at least so many percent do not exceed (nearest rank)."""
    ordered = sorted(numbers)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]
