"""Plays lines of the scripted door: who types or presses what, and when time passes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.channels.terminal import CHANNEL, GROUP, PEOPLE, Screens, update
from bot.domain.messages import GroupSign
from bot.domain.volunteer import Role, StaffMember
from bot.domain.wall import Moderator
from bot.errors import OperatorError
from bot.services.house import House
from bot.services.ports import RawUpdate
from bot.services.receiving import receive
from bot.services.working import Works

DEMO_STAFF = (
    ("volunteer", Role.VOLUNTEER, "Rode Panda", 19),
    ("professional", Role.PROFESSIONAL, "Witte Zwaan", None),
    ("coordinator", Role.COORDINATOR, "Wijze Uil", None),
    ("moderator", Role.MODERATOR, "Bruine Bever", 17),
    ("coach", Role.COACH, "Vrolijke Kraai", 25),
)
# Who agrees when a professional asks to open a Telegram id; off duty, so that no card goes there.
SECOND_PROFESSIONAL = ("professional2", Role.PROFESSIONAL, "Stille Vos", None)
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
SENDABLE = (
    "photo",
    "video",
    "voice",
    "sticker",
    "file",
    "contact",
    "location",
    "other",
    "audio",
    "video_note",
    "poll",
    "dice",
    "game",
    "left",
    "returned",
)
TAKES_OUT = "weg"
LONGEST_WAIT = timedelta(days=400)  # longer than anything is kept
MOST_STOPS = 10_000  # moments at which something happens in one waiting


class MovableClock(Protocol):
    """A clock that can be moved forward."""

    def now(self) -> datetime: ...
    def move_to(self, moment: datetime) -> None: ...


class Script:
    """A small world with young people, and a volunteer, a professional, a coordinator, a moderator and
    a coach on duty."""

    def __init__(self, house: House, works: Works, clock: MovableClock, screens: Screens) -> None:
        self._house, self._works, self._clock, self._screens = house, works, clock, screens
        self._last: RawUpdate | None = None

    async def prepare(self, *, protocol: bool = False) -> None:
        """Registers the demo staff, if they are not there yet, and finishes what a crash left. With
        `protocol` there is a second professional, as opening a Telegram id asks."""
        second = (SECOND_PROFESSIONAL,) if protocol else ()
        async with self._house.units() as tx:
            now = self._clock.now()
            for name, role, alias, age in (*DEMO_STAFF, *second):
                person = await tx.people.at(CHANNEL, name, now)
                duty = name != SECOND_PROFESSIONAL[0]
                if await tx.staff.get(person) is None:
                    await tx.staff.save(StaffMember(person, role, alias, duty, age), now)
                    if role is Role.MODERATOR:
                        await tx.moderators.save(Moderator(person, trained_at=now))
            await tx.commit()
        await self._works.settle()

    async def play(self, line: Mapping[str, object]) -> None:
        """Plays one line to the end. Raises `OperatorError` for a line that makes no sense."""
        if "wait" in line:
            await self._wait(_duration(str(line["wait"])))
            return
        delivery = self._delivery(line)
        self._last = delivery
        if isinstance(line.get("text"), str):
            self._screens.typed(delivery.address, delivery.delivery_id, str(line["text"]))
        await receive(self._house, [delivery])
        await self._works.settle()

    def _delivery(self, line: Mapping[str, object]) -> RawUpdate:
        if line.get("again") is True and self._last is not None:
            return self._last
        person = str(line.get("as", ""))
        if person not in PEOPLE:
            raise OperatorError(f"«as» moet een van deze zijn: {', '.join(PEOPLE)}.")
        known = str(line.get("id", ""))  # a line with an id counts once, however often it comes
        if isinstance(line.get("in_group"), str):
            return _in_group(person, str(line["in_group"]), known)
        if "press" in line:
            return self._press(person, str(line["press"]), known)
        place = self._place(person, line)
        if line.get("sends") in SENDABLE:
            text = str(line.get("text", ""))
            return update(person, known, sends=line["sends"], text=text, **place)
        if isinstance(line.get("edit"), str):
            return update(person, known, text=line["edit"], edited=True, **place)
        if isinstance(line.get("text"), str):
            edited = line.get("edited") is True
            return update(person, known, text=line["text"], edited=edited, **place)
        raise OperatorError(
            "Een regel heeft «text», «edit», «press», «sends», «in_group» of «wait» nodig."
        )

    def _place(self, person: str, line: Mapping[str, object]) -> dict[str, str]:
        """`of`: the own message that is edited, `answers`: the one that is replied to, each by words
        that stand in it; `album`: pictures with the same word came together."""
        found = {"album": str(line.get("album", ""))}
        for key, name in (("of", "message"), ("answers", "answers")):
            if key not in line:
                continue
            message = self._screens.message(person, str(line[key]))
            if message is None:
                raise OperatorError(f"Er is voor {person} geen bericht met «{line[key]}» te zien.")
            found[name] = message
        return found

    def _press(self, person: str, label: str, known: str) -> RawUpdate:
        button = self._screens.find(person, label)
        if button is None:
            raise OperatorError(f"Er is voor {person} geen knop «{label}» te zien.")
        return update(person, known, press=button.key)

    async def _wait(self, duration: timedelta) -> None:
        """Moves the clock, stopping at every moment at which something happens by itself."""
        end = self._clock.now() + duration
        for _ in range(MOST_STOPS):
            async with self._house.units() as tx:
                moments = [await tx.timers.next_due(), await tx.outbox.next_due()]
            following = min((m for m in moments if m is not None), default=end)
            if following > end:
                break
            self._clock.move_to(max(following, self._clock.now()))
            if following >= end:
                break
            await self._works.settle()
        self._clock.move_to(end)
        await self._works.settle()


def _in_group(person: str, said: str, known: str) -> RawUpdate:
    """What somebody does in the group: a command, or `weg`, which takes Maatje out. What else people write
    there never comes here."""
    if said.strip() == TAKES_OUT:
        return update(GROUP, known, group=GroupSign.GONE)
    code = said.removeprefix("/start").strip() if said.startswith("/start") else ""
    return update(GROUP, known, group=GroupSign.COMMAND, argument=code, by=person)


def _duration(text: str) -> timedelta:
    found = re.fullmatch(r"\s*(\d{1,6})\s*([smhd])\s*", text)
    if found is None:
        raise OperatorError("Een wachttijd schrijf je als 30s, 10m, 24h of 3d.")
    duration = timedelta(seconds=int(found[1]) * UNITS[found[2]])
    if duration > LONGEST_WAIT:
        raise OperatorError(f"Wachten kan hooguit {LONGEST_WAIT.days} dagen.")
    return duration
