"""A mediation in which everybody does anything at any moment. What must hold, in the words of people:
nobody reads what is not for them, and nothing ever fails."""

from __future__ import annotations

import random
from itertools import count

import pytest

from bot.domain.handoff import OPEN, HandoffState
from bot.domain.shared import SharedState
from tests.conftest import World
from tests.services.people import CLAIM, URGENT, person_of
from tests.services.test_mediation import both_agree

BOTH = ("young", "young2")
STEPS = 45
YOUNG_DOES = (
    *("hoi {n}", "nog wat {n}", "en dan {n}", "ok {n}") * 4,
    *(f"{URGENT} {{n}}", "/stop", "/meld", "/iemandanders", "stop", "/wachtrij", "bemiddeling"),
)
LEADER_DOES = (
    *("zeg eens {n}", "rustig {n}", "vertel {n}", "/verder", "/apart Zilveren Ree") * 3,
    *(
        "/apart",
        "/apart Groene Reiger",
        "/apart Zilveren Ree",
        "/apart allebei",
        "/stil",
        "/verder",
    ),
    *("/klaar", "/meld", "/achterwacht help", "/samen", "/overdragen maatje", "/brug", "/volgende"),
    *("/dienst uit", "/dienst aan", "/praat Zilveren Ree", "/notitie let op"),
)
PROFESSIONAL_DOES = (
    *("hallo {n}",) * 4,
    *("/klaar", "/neem", "/samen", "/samen Groene Reiger", "/samen Zilveren Ree"),
    *("/dienst uit", "/dienst aan"),
)


async def together(world: World) -> bool:
    """May the two read each other at this moment?"""
    talks = {row.id: row for row in await world.rows("shared_talks")}
    running = [
        talks[row.shared]
        for row in await world.rows("handoffs")
        if row.shared and row.state == HandoffState.ACTIVE.value
    ]
    one = running[0] if len(running) == 2 else None
    free = one is not None and not one.paused and one.apart is None
    return free and one is not None and one.state == SharedState.AGREED.value


async def spoken_to(world: World, who: str) -> set[str]:
    """Whom words of this member of staff may reach when not all are together: one young person."""
    person = await person_of(world, who)
    (member,) = [row for row in await world.rows("staff") if row.person == person]
    cases = {row.id: row for row in await world.rows("handoffs")}
    case = cases.get(member.current or "")
    if case is None or case.state != HandoffState.ACTIVE.value:
        return set(BOTH)
    return {one for one in BOTH if await person_of(world, one) == case.person}


async def holds(world: World) -> None:
    """What is true after every step."""
    talks = {row.id: row.state for row in await world.rows("shared_talks")}
    for talk, state in talks.items():
        cases = [row for row in await world.rows("handoffs") if row.shared == talk]
        running = [row for row in cases if row.state == HandoffState.ACTIVE.value]
        waiting = [row for row in cases if row.state in OPEN and row not in running]
        assert len({row.staff for row in running}) <= 1
        assert not (running and waiting)
        if state == SharedState.ENDED.value:
            assert not waiting
            assert len(running) <= 1
    failed = {world.staff("failed"), world.young("flow_failed")}
    assert not failed & {one.reply.text for one in world.seen}


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_they_do_nobody_reads_what_is_not_for_them(
    world: World, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    chance, number = random.Random(seed), count(1000)
    await both_agree(world)
    if seed % 2:
        await world.presses(CLAIM, who="volunteer")
    for _ in range(STEPS):
        who = chance.choice((*BOTH, *BOTH, "volunteer", "volunteer", "professional"))
        does = {"volunteer": LEADER_DOES, "professional": PROFESSIONAL_DOES}.get(who, YOUNG_DOES)
        mark = str(next(number))
        text = chance.choice(does).replace("{n}", mark)
        free = await together(world)
        beside = await spoken_to(world, "professional")
        roll = chance.random()
        buttons = [b.label for s in world.seen[-6:] if s.to == who for b in s.reply.buttons]
        if roll < 0.2 and buttons:
            await world.does(**{"as": who, "press": chance.choice(buttons)})
        elif roll < 0.23:
            await world.does(wait=chance.choice(("4m", "20m")))
        elif roll < 0.25 and who in BOTH:
            await world.does(**{"as": who, "sends": chance.choice(("left", "returned", "photo"))})
        else:
            shown = await world.does(**{"as": who, "text": text})
            other = [s for s in shown if s.to in BOTH and s.to != who and mark in s.reply.text]
            if who in BOTH and (not free or text.startswith(URGENT)):
                assert other == [], text
            if who == "professional" and not free:
                read = {s.to for s in shown if s.to in BOTH and mark in s.reply.text}
                assert len(read) <= 1
                assert read <= beside
        await holds(world)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
