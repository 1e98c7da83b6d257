"""A moment in somebody's own words: "vrijdag om vier uur", "morgen half vijf", "24/11 16u30".

The day and the hour are found apart, so that one of the two can be asked for. Nothing is guessed but
this: four o'clock without more is in the afternoon, nine o'clock in the morning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.engine.matching import plain

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
SHORT_DAYS = ("ma", "di", "wo", "woe", "do", "vr", "vrij", "za", "zat", "zo", "zon")
_OF_SHORT = (0, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6)
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)
NUMBERS = {
    **{"een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7},
    **{"acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12},
}
AHEAD = (("overmorgen", 2), ("morgen", 1), ("vandaag", 0), ("vanavond", 0), ("vanmiddag", 0))
PARTS = {"ochtend": time(9), "voormiddag": time(10), "middag": time(14), "avond": time(19, 30)}
_COUNT = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
_DATE = re.compile(
    rf"\b(\d{{1,2}})\s*(?:[-/]\s*(\d{{1,2}})\b|({'|'.join(MONTHS)}|{'|'.join(m[:3] for m in MONTHS)})\b)"
)
_CLOCK = re.compile(r"\b([01]?\d|2[0-4])\s*[:.u]\s*([0-5]\d)\b")
_QUARTER = re.compile(rf"\bkwart\s+(voor|over)\s+({_COUNT})\b")
_AROUND = re.compile(rf"\b({_COUNT})\s+(voor|over)\s+(half\s+)?({_COUNT})\b")
_HALF = re.compile(rf"\bhalf\s+({_COUNT})\b")
_HOUR = re.compile(
    rf"\b({_COUNT})\s*(?:u|uur|uren|h)\b|\b(?:om|rond)\s+({_COUNT})(?!\s*[-/:.]?\s*\d)\b"
)
_IN_DAYS = re.compile(rf"\bover\s+({_COUNT})\s+(dag|dagen|week|weken)\b")


@dataclass(frozen=True, slots=True)
class SaidMoment:
    """What was found: a day, an hour, or both."""

    day: date | None = None
    at: time | None = None


def said_moment(text: str, now: datetime) -> SaidMoment:
    """The day and the hour in these words. `now` is aware, in the zone of who speaks. A weekday is the
    next one that is still to come."""
    said = " ".join(text.casefold().replace("’", "'").split())
    at = _time_in(said)
    return SaidMoment(_day_in(said, now, at), at)


def _day_in(said: str, now: datetime, at: time | None) -> date | None:
    today = now.date()
    words = plain(said).split()
    if found := _DATE.search(said):
        return _dated(found, today)
    if found := _IN_DAYS.search(said):
        return today + timedelta(days=_number(found[1]) * (7 if found[2].startswith("we") else 1))
    weekday = _weekday(words)
    if weekday is not None:
        ahead = (weekday - today.weekday()) % 7
        if "volgende week" in said:
            return today + timedelta(days=7 - today.weekday() + weekday)
        if ahead == 0 and (at is None or at <= now.time()):
            ahead = 7
        return today + timedelta(days=ahead)
    for word, ahead in AHEAD:
        if any(w.startswith(word) for w in words) and not _is_morning(word, said):
            return today + timedelta(days=ahead)
    return None


def _is_morning(word: str, said: str) -> bool:
    """ "'s morgens" names a part of the day, not a day."""
    return word == "morgen" and "'s morgens" in said and " morgen " not in f" {said} "


def _weekday(words: list[str]) -> int | None:
    for word in words:
        for number, name in enumerate(WEEKDAYS):
            if word.startswith(name):
                return number
        if word in SHORT_DAYS:
            return _OF_SHORT[SHORT_DAYS.index(word)]
    return None


def _dated(found: re.Match[str], today: date) -> date | None:
    names = [month[:3] for month in MONTHS]
    month = int(found[2]) if found[2] else names.index(found[3][:3]) + 1
    for year in (today.year, today.year + 1):
        try:
            day = date(year, month, int(found[1]))
        except ValueError:
            continue
        if day >= today:
            return day
    return None


def _time_in(said: str) -> time | None:
    if found := _CLOCK.search(_without_date(said)):
        return time(int(found[1]) % 24, int(found[2]))
    minutes = _minutes(said)
    if minutes is None:
        part = next((at for name, at in PARTS.items() if name in said), None)
        return part
    return _of_the_day(minutes, said)


def _minutes(said: str) -> int | None:
    """Minutes since twelve, by a clock face or in full hours."""
    if found := _QUARTER.search(said):
        return _number(found[2]) * 60 + (15 if found[1] == "over" else -15)
    if found := _AROUND.search(said):
        shift = _number(found[1]) * (1 if found[2] == "over" else -1)
        return _number(found[4]) * 60 + shift - (30 if found[3] else 0)
    if found := _HALF.search(said):
        return _number(found[1]) * 60 - 30
    if found := _HOUR.search(_without_date(said)):
        return _number(found[1] or found[2]) * 60
    return None


def _of_the_day(minutes: int, said: str) -> time | None:
    hour = minutes / 60
    if hour > 24:
        return None
    early = any(word in said for word in ("ochtend", "'s morgens", "voormiddag", "'s nachts"))
    late = any(word in said for word in ("avond", "middag")) and "voormiddag" not in said
    afternoon = hour < 7.5 and not early
    if hour <= 12 and (afternoon or (late and hour < 12)):
        minutes += 720
    minutes %= 1440
    return time(minutes // 60, minutes % 60)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word]


def _without_date(said: str) -> str:
    return _DATE.sub(" ", said)
