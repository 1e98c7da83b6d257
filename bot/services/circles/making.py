"""`/kring nieuw pesten nl 12-15 dinsdag 19:00 vanaf 1-12`: what a coach types becomes a circle, or a sentence
that says what is not clear. The wrong order of the words is no mistake."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.domain.circles import Circle
from bot.domain.goals import QUIET_FROM, QUIET_UNTIL, zone_of
from bot.domain.ids import CircleNumber, PersonId
from bot.engine.circle_rules import CircleRules
from bot.engine.matching import plain
from bot.services.circles.room import DAYS

FARTHEST = timedelta(days=92)
LAST_ROUND = time(20, 30)  # the round is over before the quiet hours
_AT = re.compile(r"(\d{1,2})[:.](\d{2})")
_FROM = re.compile(r"\bvanaf\s+(\d{1,2})[-/](\d{1,2})\b", re.IGNORECASE)
REGIONS = {"nl": "nl", "nederland": "nl", "be": "be", "belgië": "be", "vlaanderen": "be"}


@dataclass(frozen=True, slots=True)
class Bad:
    """The name of the sentence that says what is not clear."""

    name: str


def read(rules: CircleRules, words: str, coach: PersonId, now: datetime) -> Circle | Bad:
    """The circle that these words ask for."""
    first = _FROM.search(words)
    if first is None and "vanaf" in plain(words).split():
        return Bad("bad_start")
    rest = _FROM.sub(" ", words).split()
    region = taken(rest, lambda word: REGIONS.get(word.casefold()))
    ages = taken(rest, lambda word: one.id if (one := rules.group(word)) else None)
    day = taken(rest, lambda word: word.casefold() if word.casefold() in DAYS else None)
    at = taken(rest, clock_word)
    about = rules.about(" ".join(rest)) if rest else None
    if about is None:
        return Bad("bad_about")
    if region is None:
        return Bad("bad_region")
    if ages is None:
        return Bad("bad_ages")
    if day is None or at is None:
        return Bad("bad_moment")
    moment = time.fromisoformat(at)
    if not by_day(moment):
        return Bad("bad_moment")
    starts = _first_day(first, region, now)
    if starts is None:
        return Bad("bad_start")
    return Circle(
        CircleNumber(0), coach, about.id, region, ages, DAYS.index(day), moment, starts, now, now
    )


def taken(words: list[str], known: Callable[[str], str | None]) -> str | None:
    """The first word that is known, taken out of the others."""
    for word in words:
        found = known(word)
        if found is not None:
            words.remove(word)
            return found
    return None


def by_day(moment: time) -> bool:
    """May a round begin at this hour? It is over before the quiet hours."""
    return QUIET_UNTIL <= moment <= LAST_ROUND < QUIET_FROM


def clock_word(word: str) -> str | None:
    """`7:05` as `07:05`; `None` for what is no time."""
    found = _AT.fullmatch(word)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return f"{int(found[1]):02}:{found[2]}"


def _first_day(found: re.Match[str] | None, region: str, now: datetime) -> datetime | None:
    """The first day, at nine in the morning there; now when none is named."""
    if found is None:
        return now
    local = now.astimezone(zone_of(region))
    for year in (local.year, local.year + 1):
        try:
            day = datetime(year, int(found[2]), int(found[1]), 9, tzinfo=zone_of(region))
        except ValueError:
            return None
        if local <= day <= local + FARTHEST:
            return day.astimezone(UTC)
    return None
