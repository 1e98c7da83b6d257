"""What a volunteer told about themselves: sealed, erased when they say so, gone after its term."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.adapters.database.tables import volunteers
from bot.domain.retention import CANDIDATE_TERM, VOLUNTEER_TERM
from bot.services.timing import plan_tidying
from tests.conftest import World, open_world
from tests.services.people import person_of
from tests.services.volunteering import ALIAS, applies, in_training, is_screened
from tests.test_privacy import hidden, on_disk, rows_of

CANARY = "kanarievogeltje"


async def test_own_words_and_reasons_are_nowhere_in_the_clear(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.types("/vrijwilliger")
        await world.presses("18 of ouder")
        await world.types(f"daarom {CANARY}")
        for label in ("Pesten", "Nederland", "1 of 2 uur", "Ja, stuur maar door"):
            await world.presses(label)
        assert CANARY in world.saw("coordinator")[-1]
        await world.types(f"/vrijwilliger kan {CANARY}")
        await world.types(f"/gescreend {ALIAS} 19 vog 02-03-2026", who="coordinator")
        await world.types("/training")
        await world.types(f"/mijn doel {CANARY}")
        await world.types(f"/uit {ALIAS} reden {CANARY}", who="coordinator")
        assert len(await world.rows("volunteer_moves")) == 4
    assert hidden(on_disk(tmp_path), CANARY)


async def test_a_candidate_who_is_forgotten_leaves_no_row(world: World) -> None:
    await is_screened(world)
    person = await person_of(world, "young")
    assert {"volunteers", "volunteer_moves"} <= set(await rows_of(world, person))
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert await rows_of(world, person) == {}


async def test_a_volunteer_who_is_forgotten_leaves_no_row(world: World) -> None:
    await in_training(world)
    person = await person_of(world, "young")
    assert {"staff", "volunteers", "volunteer_moves"} <= set(await rows_of(world, person))
    await world.types("/vergeetmij ja")
    assert await rows_of(world, person) == {}


async def aged(world: World, age: timedelta) -> None:
    """Every path was touched so long ago, and the house is tidied."""
    async with world.application.database.engine.begin() as connection:
        await connection.execute(update(volunteers).values(changed_at=world.clock.now() - age))
    await plan_tidying(world.application.house)
    await world.application.works.settle()


@pytest.mark.parametrize(("ends", "term"), [(False, CANDIDATE_TERM), (True, VOLUNTEER_TERM)])
async def test_an_application_goes_after_its_term_and_not_before(
    world: World, ends: bool, term: timedelta
) -> None:
    await applies(world)
    if ends:
        await world.types(f"/afwijzen {ALIAS} past niet", who="coordinator")
    await aged(world, term - timedelta(minutes=1))
    assert len(await world.rows("volunteers")) == 1
    await aged(world, term + timedelta(minutes=1))
    assert await world.rows("volunteers") == []
    assert await world.rows("volunteer_moves") == []


async def test_who_is_in_training_is_never_tidied_away(world: World) -> None:
    await in_training(world)
    await aged(world, timedelta(days=400))
    assert len(await world.rows("volunteers")) == 1


async def test_a_candidate_who_waits_can_still_be_reached_after_a_month(world: World) -> None:
    await applies(world)
    world.clock.move(days=40)
    await plan_tidying(world.application.house)
    await world.does(wait="1s")
    await world.types(f"/gesprek {ALIAS} dinsdag", who="coordinator")
    assert "Voorstel: dinsdag" in world.saw("young")[-1]


async def test_buttons_of_a_card_hold_an_alias_and_no_id(world: World) -> None:
    await applies(world)
    ids = [row.person for row in await world.rows("addresses")]
    keys = " ".join(b.key for shown in world.seen for b in shown.reply.buttons)
    assert ALIAS in keys
    assert not any(person in keys for person in ids)
    assert all(len(b.key.encode()) <= 64 for shown in world.seen for b in shown.reply.buttons)
