"""Young people and volunteers who talk in pairs through `maatje run`, over the fake Bot API."""

from __future__ import annotations

import asyncio
import contextlib
import io
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.judging import Verdict, judge
from bot.adapters.database.unit_of_work import Database
from bot.bootstrap import sealer_of
from bot.commands.invite import invite
from bot.settings import Settings
from tests.process.telegram_house import TelegramHouse
from tests.telegram.fake_user import FakeUser

YOUNG, VOLUNTEER, PROFESSIONAL = 70_000, 80_000, 90_000
WISH = "ik wil met een leeftijdsgenoot praten"
LINE = re.compile(r"(?s)^[^\n]*?: (\S+ zegt \d+)$")  # with the alias in front
PATIENCE = 60.0  # seconds for one step of the introduction


@dataclass
class Side:
    """One person of a pair: what they wrote, in order."""

    name: str
    user: FakeUser
    sent: list[str] = field(default_factory=list)

    def writes(self) -> None:
        """The next numbered line."""
        self.sent.append(f"{self.name} zegt {len(self.sent) + 1}")
        self.user.types(self.sent[-1])

    def received(self) -> list[str]:
        """The lines of the other that this person saw."""
        return [found[1] for seen in self.user.screen if (found := LINE.match(seen.text))]


@dataclass
class Pair:
    """A young person and their volunteer."""

    young: Side
    volunteer: Side

    @property
    def both(self) -> tuple[Side, Side]:
        return self.young, self.volunteer

    @property
    def complete(self) -> bool:
        """Has everything that was written arrived?"""
        return set(self.young.sent) <= set(self.volunteer.received()) and set(
            self.volunteer.sent
        ) <= set(self.young.received())


def settings_of(house: TelegramHouse) -> Settings:
    return Settings(home=house.home, database_url=None, key=None, key_file=None)


def codes(house: TelegramHouse, number: int) -> dict[int, str]:
    """A one-time code for everybody, from the same code as `maatje invite`."""
    wishes = {PROFESSIONAL: ("professional", None)}
    for i in range(number):
        wishes |= {YOUNG + i: ("tester", None), VOLUNTEER + i: ("volunteer", 19)}
    found = {}
    for chat, (role, age) in wishes.items():
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            asyncio.run(
                invite(
                    settings_of(house),
                    role,
                    alias=f"Maat {chat}",
                    age=age,
                    screened_by="kill-proef",
                )
            )
        found[chat] = said.getvalue().rsplit("/start ", 1)[1].strip()
    return found


def introduced(house: TelegramHouse, number: int, given: dict[int, str]) -> list[Pair]:
    """Registers everybody and brings each young person to a volunteer of their own."""
    house.language.acts[WISH] = "want_peer"
    for chat, code in given.items():
        house.user(chat).types(f"/start {code}")
    for i in range(number):
        house.user(YOUNG + i).waits_for("Waar wil je het over hebben?", PATIENCE)
        house.user(YOUNG + i).types(WISH)
    house.user(PROFESSIONAL).types("/dienst aan")
    house.user(PROFESSIONAL).waits_for("dienst staat aan", PATIENCE)
    for i in range(number):
        house.user(YOUNG + i).waits_for("Waar woon je?", PATIENCE)
        house.user(YOUNG + i).presses("Nederland")
    return [_met(house, i) for i in range(number)]


def _met(house: TelegramHouse, i: int) -> Pair:
    young, volunteer = house.user(YOUNG + i), house.user(VOLUNTEER + i)
    young.waits_for("Hoe oud ben je?", PATIENCE)
    volunteer.types("/dienst aan")
    volunteer.waits_for("dienst staat aan", PATIENCE)
    young.presses("16 of 17")
    young.waits_for("Heb je een wens", PATIENCE)
    young.presses("Maakt niet uit")
    volunteer.waits_for("Een jongere wil", PATIENCE)
    volunteer.presses("Ik neem dit gesprek")
    volunteer.waits_for("Je praat nu met", PATIENCE)
    young.waits_for("is er nu", PATIENCE)
    return Pair(Side(f"jongere-{i}", young), Side(f"maatje-{i}", volunteer))


class Writers:
    """Everybody writes now and then; the moments come from the seed."""

    def __init__(self, pairs: list[Pair], chance: random.Random, every: float) -> None:
        self._chance, self._every = chance, every
        now = time.monotonic()
        self._next = {
            side.name: (now + chance.uniform(0, every), side) for p in pairs for side in p.both
        }

    def until(self, end: float, holds: Callable[[], bool] = lambda: False) -> None:
        """Lets them write until a moment (monotonic seconds), or until something is so."""
        while time.monotonic() < end and not holds():
            now = time.monotonic()
            for name, (at, side) in self._next.items():
                if at <= now:
                    side.writes()
                    wait = self._chance.uniform(0.5, 1.5) * self._every
                    self._next[name] = (at + wait, side)
            time.sleep(0.005)


def verdict(house: TelegramHouse, pairs: list[Pair]) -> Verdict:
    """All directions of all pairs together, with what Maatje itself noted."""
    noted = asyncio.run(_stored(settings_of(house)))
    total = Verdict()
    for pair in pairs:
        for side, other in (pair.both, pair.both[::-1]):
            mine = [text for text in noted if text.startswith(f"{side.name} zegt ")]
            total += judge(side.sent, mine, other.received())
    return total


async def _stored(settings: Settings) -> list[str]:
    database = Database(settings.database(), sealer_of(settings)[0])
    try:
        async with database() as tx:
            talks = [
                talk
                for member in await tx.staff.all()
                for talk in await tx.handoffs.active_with(member.person)
            ]
            return [line.text for talk in talks for line in await tx.handoffs.lines(talk.id)]
    finally:
        await database.close()
