"""`/rooster`: who helps says when; the clock reminds, puts nobody on duty, and ends what was forgotten."""

from __future__ import annotations

import pytest

from bot.services.timing import plan_tidying
from tests.conftest import World
from tests.services.people import joins, talks_with_a_volunteer

# The world begins on Tuesday 10 March 2026, 15:00 in Amsterdam.
STAY, GO = "Ik blijf nog even", "Zet mijn dienst uit"


async def duty(world: World, who: str) -> bool:
    said = await world.types("/dienst", who=who)
    return said == [world.staff("on_duty")]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("ma 16-18", "ma 16:00-18:00 (elke week)"),
        ("Dinsdag van 9 tot 11.30 uur", "di 09:00-11:30 (elke week)"),
        ("24-11 14:00-16:00", "24-11 14:00-16:00"),
        ("za 22-01", "za 22:00-01:00 (elke week)"),
    ],
)
async def test_a_shift_is_added_seen_and_taken_away(world: World, typed: str, shown: str) -> None:
    (added,) = await world.types(f"/rooster {typed}", who="volunteer")
    assert added.startswith("Genoteerd: ")
    (own,) = await world.types("/rooster", who="volunteer")
    assert f"- {shown}\n" in own
    (again,) = await world.types(f"/rooster {typed}", who="volunteer")
    assert "stond al" in again
    (removed,) = await world.types(f"/rooster weg {typed}", who="volunteer")
    assert removed.startswith("Weggehaald: ")
    assert await world.types("/rooster", who="volunteer") == [world.staff("rota_empty")]


@pytest.mark.parametrize(
    "typed", ["straks", "ma 18", "ma 25-26", "31-2 10-12", "ma 8-21", "ma 16-16", "9-3-2026 10-12"]
)
async def test_what_is_no_shift_is_explained(world: World, typed: str) -> None:
    assert await world.types(f"/rooster {typed}", who="volunteer") == [world.staff("rota_unclear")]
    assert await world.rows("shifts") == []


async def test_the_coordinator_sees_everybody_by_alias_and_the_gaps(world: World) -> None:
    assert await world.types("/rooster", who="coordinator") == [world.staff("rota_nobody")]
    await world.types("/rooster wo 16-20", who="volunteer")
    await world.types("/rooster wo 17-19", who="professional")
    (week,) = await world.types("/rooster", who="coordinator")
    assert "- morgen 16:00-20:00: Rode Panda (maatje)" in week
    assert "- morgen 17:00-19:00: Witte Zwaan (beroepskracht)" in week
    gaps = week.partition("Let op")[2]
    assert "- morgen 16:00-17:00" in gaps
    assert "- morgen 19:00-20:00" in gaps
    assert "17:00-19:00" not in gaps


async def test_a_neutral_reminder_and_nobody_is_put_on_duty(world: World) -> None:
    await world.types("/dienst uit", who="volunteer")
    await world.types("/rooster di 16-18", who="volunteer")
    before = len(world.saw("volunteer"))
    await world.does(wait="29m")
    assert len(world.saw("volunteer")) == before
    await world.does(wait="2m")
    assert world.saw("volunteer")[-1] == world.staff("shift_soon", time="16:00")
    await world.does(wait="30m")
    assert world.saw("volunteer")[-1] == world.staff("shift_begins")
    assert not await duty(world, "volunteer")
    after = len(world.saw("volunteer"))
    await world.does(wait="6h")  # nobody on duty has nothing to end
    assert len(world.saw("volunteer")) == after
    await world.does(wait="7d")  # and next week again
    assert world.saw("volunteer").count(world.staff("shift_begins")) == 2


async def test_who_does_not_react_at_the_end_goes_off_duty_and_hears_so(world: World) -> None:
    await world.types("/rooster 10-3 14:00-16:00", who="volunteer")
    await world.does(wait="61m")
    assert world.saw("volunteer")[-1] == world.staff("shift_ends", minutes=30)
    assert world.buttons("volunteer") == [GO, STAY]
    await world.does(wait="30m")
    assert world.saw("volunteer")[-1] == world.staff("shift_over")
    assert not await duty(world, "volunteer")


@pytest.mark.parametrize("typed", [STAY, "/dienst aan"])
async def test_who_reacts_stays(world: World, typed: str) -> None:
    await world.types("/rooster 10-3 14:00-16:00", who="volunteer")
    await world.does(wait="61m")
    await world.types(typed, who="volunteer")
    await world.does(wait="2h")
    assert await duty(world, "volunteer")


async def test_the_button_ends_the_duty_at_once(world: World) -> None:
    await world.types("/rooster 10-3 14:00-16:00", who="volunteer")
    await world.does(wait="61m")
    assert await world.presses(GO, who="volunteer") == [world.staff("off_duty")]


async def test_a_talk_that_runs_keeps_the_duty_until_it_is_over(world: World) -> None:
    await world.types("/rooster 10-3 14:00-16:00", who="volunteer")
    await talks_with_a_volunteer(world)
    await world.does(wait="2h")
    assert await duty(world, "volunteer")
    await world.types("/klaar", who="volunteer")
    await world.does(wait="31m")
    assert not await duty(world, "volunteer")


async def test_the_coordinator_hears_when_the_last_professional_is_gone(world: World) -> None:
    await world.types("/rooster 10-3 14:00-16:00", who="professional")
    await talks_with_a_volunteer(world)
    await world.does(wait="2h")
    assert world.staff("last_professional_left", talks=1) in world.saw("coordinator")


async def test_two_shifts_one_after_the_other_are_one(world: World) -> None:
    await world.types("/rooster 10-3 14:00-16:00", who="volunteer")
    await world.types("/rooster 10-3 16:00-18:00", who="volunteer")
    before = len(world.saw("volunteer"))
    await world.does(wait="2h")
    assert len(world.saw("volunteer")) == before


async def test_who_leaves_stands_on_no_rota_any_more(world: World) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await world.types("/rooster ma 16-18", who="friend")
    await world.types("/vergeetmij ja", who="friend")
    assert await world.rows("shifts") == []
    assert [row for row in await world.rows("timers") if row.kind == "shift"] == []


async def test_a_shift_that_is_over_goes_and_a_weekly_one_stays(world: World) -> None:
    await world.types("/rooster 10-3 16-18", who="volunteer")
    await world.types("/rooster di 10-12", who="volunteer")
    for days, left in ((1, 2), (2, 1)):
        await world.does(wait=f"{days}d")
        await plan_tidying(world.application.house)
        await world.application.works.settle()
        assert len(await world.rows("shifts")) == left
