"""The rota: who means to be there when, and when a talk can begin.

A shift is written in the time of the wall clock in Amsterdam (the same as in Brussels); what comes out
are aware moments. Pure: nothing here asks the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import PersonId, ShiftId

ZONE = ZoneInfo("Europe/Amsterdam")
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
WEEK = timedelta(days=7)
LONGEST_SHIFT = timedelta(hours=12)
SOONEST = timedelta(minutes=60)  # an appointment is made so long ahead, or later
MOST_MOMENTS = 3  # to choose from: more is a list, not a choice

_DAY = r"(?P<day>[a-z]{2,9})"
_DATE = r"(?P<date>\d{1,2})[-/](?P<month>\d{1,2})(?:[-/](?P<year>\d{4}))?"
_TIME = r"(\d{1,2})(?:[:.u](\d{2}))?\s*(?:uur|u)?"
_SHIFT = re.compile(rf"(?:{_DAY}|{_DATE})\s+(?:van\s+)?{_TIME}\s*(?:-|–|tot)\s*{_TIME}")


@dataclass(frozen=True, slots=True)
class Hours:
    """When a shift is: every week on `weekday` (0 is Monday) or once on `day`. An end that is not
    after the begin is on the next day."""

    begins: time
    ends: time
    weekday: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours that a volunteer or professional has promised."""

    id: ShiftId
    person: PersonId
    hours: Hours


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One time that a shift takes place; `begins` and `ends` are aware."""

    begins: datetime
    ends: datetime
    shift: ShiftId
    person: PersonId


Span = tuple[datetime, datetime]


# --- reading ---------------------------------------------------------------------------------------


def hours_in(text: str, today: date) -> Hours | None:
    """The hours in `ma 16-18`, `24-11 14:00-16:00` or `dinsdag van 9 tot 11 uur`; `None` when it is
    not clear, is over, or is longer than twelve hours. A date without a year is the next one."""
    found = _SHIFT.fullmatch(" ".join(text.casefold().split()))
    if found is None:
        return None
    begins, ends = _time(*found.groups()[-4:-2]), _time(*found.groups()[-2:])
    if begins is None or ends is None or not _fair_length(begins, ends):
        return None
    if found["day"]:
        weekday = _weekday(found["day"])
        return Hours(begins, ends, weekday=weekday) if weekday is not None else None
    day = _date(found["date"], found["month"], found["year"], today)
    return Hours(begins, ends, day=day) if day is not None else None


def _time(hour: str, minute: str | None) -> time | None:
    hours, minutes = int(hour), int(minute or 0)
    if hours == 24 and minutes == 0:
        return time(0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def _fair_length(begins: time, ends: time) -> bool:
    day = date(2026, 1, 1)
    length = datetime.combine(day, ends) - datetime.combine(day, begins)
    return timedelta(0) < length % timedelta(days=1) <= LONGEST_SHIFT


def _weekday(word: str) -> int | None:
    found = [n for n, day in enumerate(DAYS) if day.startswith(word)]
    return found[0] if len(found) == 1 else None


def _date(day: str, month: str, year: str | None, today: date) -> date | None:
    """The date itself; without a year the next one of this name."""
    for candidate in (int(year),) if year else (today.year, today.year + 1):
        try:
            found = date(candidate, int(month), int(day))
        except ValueError:
            continue
        if today <= found <= today + timedelta(days=366):
            return found
    return None


# --- moments ---------------------------------------------------------------------------------------


def slots(shifts: Iterable[Shift], since: datetime, until: datetime) -> list[Slot]:
    """Every time that these shifts take place, wholly or partly, between two moments; in order."""
    return sorted(slot for shift in shifts for slot in _slots(shift, since, until))


def _slots(shift: Shift, since: datetime, until: datetime) -> Iterator[Slot]:
    day, last = since.astimezone(ZONE).date() - timedelta(days=1), until.astimezone(ZONE).date()
    while day <= last:
        if shift.hours.day == day or shift.hours.weekday == day.weekday():
            slot = _slot(shift, day)
            if slot.ends > since and slot.begins < until:
                yield slot
        day += timedelta(days=1)


def _slot(shift: Shift, day: date) -> Slot:
    hours = shift.hours
    last = day if hours.ends > hours.begins else day + timedelta(days=1)
    begins, ends = _moment(day, hours.begins), _moment(last, hours.ends)
    return Slot(begins, max(begins, ends), shift.id, shift.person)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, ZONE).astimezone(UTC)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few spans as possible, in order."""
    together: list[Span] = []
    for begins, ends in sorted(spans):
        if together and begins <= together[-1][1]:
            together[-1] = (together[-1][0], max(ends, together[-1][1]))
        elif ends > begins:
            together.append((begins, ends))
    return together


def spans_of(several: Iterable[Slot]) -> list[Span]:
    """The time in which at least one of these takes place."""
    return joined((slot.begins, slot.ends) for slot in several)


def overlap(some: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The time that is in both."""
    both = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return joined(span for span in both if span[1] > span[0])


def gaps(volunteers: Sequence[Slot], professionals: Sequence[Slot]) -> list[Span]:
    """When a volunteer means to be there and no professional: no talk can begin then."""
    found: list[Span] = []
    covered = spans_of(professionals)
    for begins, ends in spans_of(volunteers):
        for other in covered:
            if other[0] < ends and other[1] > begins:
                found.append((begins, other[0]))
                begins = max(begins, other[1])
        found.append((begins, ends))
    return [(begins, ends) for begins, ends in found if ends > begins]


def next_open(
    now: datetime, volunteers: Sequence[Slot], professionals: Sequence[Slot]
) -> datetime | None:
    """The next moment with a professional and a volunteer; `now` itself when that is so already."""
    both = overlap(spans_of(volunteers), spans_of(professionals))
    return min((max(now, begins) for begins, ends in both if ends > now), default=None)


def moments(now: datetime, able: Sequence[Slot], behind: Sequence[Span]) -> list[Slot]:
    """At most three moments for an appointment, each as the slot of who has that shift, from the
    moment on: the beginning of different times first, then an hour later."""
    earliest = now + SOONEST
    found: dict[datetime, Slot] = {}
    for slot in able:
        for begins, ends in overlap([(slot.begins, slot.ends)], behind):
            first = max(begins, _whole_hour(earliest))
            if first < ends:
                found.setdefault(first, Slot(first, ends, slot.shift, slot.person))
    for slot in list(found.values()):
        later = slot.begins + timedelta(hours=1)
        if len(found) < MOST_MOMENTS and later < slot.ends:
            found.setdefault(later, Slot(later, slot.ends, slot.shift, slot.person))
    return [found[at] for at in sorted(found)][:MOST_MOMENTS]


def _whole_hour(moment: datetime) -> datetime:
    whole = moment.replace(minute=0, second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(hours=1)


# --- in words --------------------------------------------------------------------------------------


def clock_words(moment: datetime) -> str:
    """The time of the wall clock, as 16:00."""
    return f"{moment.astimezone(ZONE):%H:%M}"


def day_words(moment: datetime, now: datetime) -> str:
    """`vandaag`, `morgen`, the weekday within a week, or the weekday with its date."""
    day, today = moment.astimezone(ZONE).date(), now.astimezone(ZONE).date()
    ahead = (day - today).days
    if ahead in (0, 1):
        return ("vandaag", "morgen")[ahead]
    name = DAYS[day.weekday()]
    return name if 1 < ahead < WEEK.days else f"{name} {day.day}-{day.month}"


def hours_words(hours: Hours) -> str:
    """A shift as it can be typed again: `ma 16:00-18:00` or `24-11 14:00-16:00`."""
    day = (
        f"{hours.day.day}-{hours.day.month}"
        if hours.day is not None
        else DAYS[hours.weekday or 0][:2]
    )
    return f"{day} {hours.begins:%H:%M}-{hours.ends:%H:%M}"
