"""`pick_check_in`: choose when Maatje asks how it went."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Literal

from pydantic import Field

from bot.domain.goals import zone_of
from bot.domain.rhythm import LONGEST, on_the_clock
from bot.engine.matching import plain
from bot.engine.own_goals import ONCE, OWN
from bot.engine.run import Run
from bot.engine.said_moment import MONTHS, WEEKDAYS, SaidMoment, said_moment
from bot.engine.step import Answer, GoTo, Move, Variants, Words
from bot.engine.steps.ask import Ask, Choice

DAY = "check_in_day"  # under this name a chosen day waits for its hour
SHOWN = "check_in_days"
FIRST = 100  # place of the first day or hour among the buttons; the written choices come before
DAYS = 6  # to choose from by button; any other can be typed
HOURS = (8, 12, 13, 15, 16, 17, 19, 20)
SOONEST = timedelta(minutes=2)
_BARE = re.compile(r"\d{1,2}")


class PickCheckIn(Ask):
    """Asks for a moment: by a word (`of: word`, the choices in the flow), a day (`of: day`) or an hour
    (`of: hour`). Typed words are understood in each: "vrijdag om vier uur". With a whole moment the flow
    goes on with `then`; with a day alone with the step `hour`.

    Example: `{id: day, pick_check_in: "Welke dag?", of: day, hour: hour, then: often, unclear: "…"}`
    """

    ask: Variants = Field(alias="pick_check_in")
    of: Literal["word", "day", "hour"]
    then: Words
    hour: Words | None = None

    def enter(self, run: Run) -> Move:
        if self.of == "word":
            run.remember(check_in_every=ONCE, check_in_term="", **{DAY: ""})
        if self.of == "day":
            days = [_now(run).date() + timedelta(days=n) for n in range(DAYS)]
            run.remember(**{SHOWN: " ".join(day.isoformat() for day in days)})
        return super().enter(run)

    def answer(self, run: Run, answer: Answer) -> Move | None:
        choice = self._chosen(run, answer)
        place = next((i for i, one in self._open_choices(run) if one == choice), None)
        if place is not None and place >= FIRST:
            return self._heard(run, self._offered(run, place - FIRST))
        if choice is not None or answer.pressed is not None:
            return super().answer(run, answer)
        return self._heard(run, self._said(run, answer.text))

    def chosen_by_words(self, run: Run, text: str) -> Choice | None:
        """A moment with its hour is more than the word of a button that stands in it."""
        said = plain(text)
        whole = any(said in (plain(c.say), *map(plain, c.also)) for _, c in self._open_choices(run))
        if not whole and self._said(run, text).at is not None:
            return None
        return super().chosen_by_words(run, text)

    def _said(self, run: Run, text: str) -> SaidMoment:
        bare = _BARE.fullmatch(text.strip()) if self.of == "hour" else None
        return said_moment(f"om {bare.group()} uur" if bare else text, _now(run))

    def _heard(self, run: Run, said: SaidMoment) -> Move | None:
        day = said.day or (self._waiting_day(run) if self.of == "hour" else None)
        if day is None:
            return None
        if said.at is None:
            run.remember(**{DAY: day.isoformat()})
            return GoTo(self.hour or self.id)
        due = on_the_clock(day, said.at, zone_of(run.conversation.region))
        if due < run.moment.now + SOONEST or due > run.moment.now + LONGEST:
            past = due < run.moment.now + SOONEST
            run.say(run.flowbook.young("moment_past" if past else "moment_far"))
            return GoTo(self.id)
        run.remember(check_in=OWN, check_in_at=due.isoformat(), **{DAY: ""})
        return GoTo(self.then)

    def _waiting_day(self, run: Run) -> date | None:
        chosen = run.conversation.remembered.get(DAY, "")
        return date.fromisoformat(chosen) if chosen else None

    def _offered(self, run: Run, place: int) -> SaidMoment:
        if self.of == "hour":
            return SaidMoment(at=time(HOURS[place]))
        return SaidMoment(day=self._days(run)[place])

    def _days(self, run: Run) -> list[date]:
        return [date.fromisoformat(d) for d in run.conversation.remembered.get(SHOWN, "").split()]

    def _open_choices(self, run: Run) -> list[tuple[int, Choice]]:
        labels: list[tuple[int, str]] = []
        if self.of == "day":
            today = _now(run).date()
            labels = [(n, _day_label(day, today)) for n, day in enumerate(self._days(run))]
        elif self.of == "hour":
            labels = [(n, f"{hour}.00 uur") for n, hour in enumerate(self._hours(run)) if hour]
        offered = [(FIRST + n, Choice(say=label, next=self.then)) for n, label in labels]
        return [*offered, *super()._open_choices(run)]

    def _hours(self, run: Run) -> list[int]:
        """The hours to choose from; 0 for one that is over."""
        day, now = self._waiting_day(run), _now(run)
        return [0 if day == now.date() and hour <= now.hour else hour for hour in HOURS]

    def targets(self) -> Iterator[str]:
        yield from super().targets()
        yield self.then
        if self.hour:
            yield self.hour


def _now(run: Run) -> datetime:
    return run.moment.now.astimezone(zone_of(run.conversation.region))


def _day_label(day: date, today: date) -> str:
    ahead = (day - today).days
    if ahead in (0, 1):
        return ("Vandaag", "Morgen")[ahead]
    return f"{WEEKDAYS[day.weekday()].capitalize()} {day.day} {MONTHS[day.month - 1]}"
