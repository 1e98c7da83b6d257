"""`/meld`: something was not right in a talk with a human."""

from __future__ import annotations

from tests.conftest import World
from tests.services.people import (
    CLAIM,
    URGENT,
    asks_for_a_peer,
    offers,
    states,
    talks_with_a_volunteer,
    urgent_cards,
)


async def test_a_reported_talk_stops_and_the_coordinator_hears_of_it_by_alias(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("kom je naar het park", who="volunteer")
    assert await world.types("/meld") == [world.young("reported")]
    assert await states(world) == ["closed"]
    told = world.saw("coordinator")[-1]
    assert "Groene Reiger" in told
    assert "Rode Panda" in told
    assert "park" not in told
    assert world.staff("talk_closed_by_young", alias="Groene Reiger") in world.saw("volunteer")


async def test_who_was_reported_is_not_offered_again(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    before = len(offers(world, "volunteer"))
    await world.types("mag ik met iemand praten", means={"act": "want_peer"})
    assert len(offers(world, "volunteer")) == before
    assert (await states(world)).count("requested") == 1


async def test_a_talk_that_is_over_can_be_reported_too(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    await world.types("/meld")
    assert "Groene Reiger" in world.saw("coordinator")[-1]
    assert [row.reason for row in await world.rows("handoffs")] == ["reported"]


async def test_danger_goes_to_the_next_professional_after_a_report(world: World) -> None:
    await world.types(URGENT)
    await world.presses(CLAIM, who="professional")
    before = len(urgent_cards(world))
    said = await world.types("/meld")
    assert said[0].startswith(world.young("reported"))
    assert len(urgent_cards(world)) == before + 1


async def test_without_any_talk_there_is_nothing_to_report(world: World) -> None:
    await asks_for_a_peer(world)
    assert await world.types("/meld") == [world.young("nothing_to_report")]
    assert await states(world) == ["offered"]


async def test_danger_behind_the_command_is_answered(world: World) -> None:
    await talks_with_a_volunteer(world)
    said = await world.types(f"/meld {URGENT}")
    assert any("113" in text for text in said)
