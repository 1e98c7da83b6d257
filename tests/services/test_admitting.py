"""Before release only testers and staff are served; anybody else gets one kind message with help."""

from __future__ import annotations

import pytest

from tests.conftest import World
from tests.services.people import URGENT, invited, talks_with_a_volunteer

SERVICES = ("noodnummer_112", "zelfmoordlijn_113", "zelfmoordlijn_1813")


@pytest.mark.parametrize("text", ["hoi", URGENT, "/start", "/vergeetmij", "😭", ""])
async def test_a_stranger_gets_one_kind_message_with_112_and_both_crisis_lines(
    world: World, text: str
) -> None:
    world.gate[0] = False
    said = await world.types(text)
    assert len(said) == 1
    assert said[0].startswith(world.young("not_admitted"))
    assert all(world.service(service) in said[0] for service in SERVICES)
    assert world.saw("professional") == []


async def test_nothing_of_a_stranger_is_kept_but_the_address(world: World) -> None:
    world.gate[0] = False
    await world.types("ze lachen me uit")
    assert await world.rows("conversations") == []
    assert await world.rows("handoffs") == []
    assert [row.payload_sealed for row in await world.rows("inbox")] == [None]


@pytest.mark.parametrize("away", [True, False])
async def test_words_of_a_stranger_start_no_danger_turn_afterwards_either(
    world: World, away: bool
) -> None:
    world.gate[0] = False
    world.language.away = away
    words = "het lampje is bijna uit"  # the tripwire sees nothing in it
    world.language.teach(words, {"risk": {"level": "urgent", "kinds": ["suicide"]}})
    assert len(await world.types(words)) == 1
    assert len(await world.types(URGENT)) == 1
    world.language.away = False
    await world.does(wait="1m")
    assert len(world.saw("young")) == 2
    assert world.saw("professional") == []
    assert await world.rows("conversations") == []
    assert {row.payload_sealed for row in await world.rows("inbox")} == {None}


async def test_an_invited_tester_is_served(world: World) -> None:
    world.gate[0] = False
    await invited(world, "TEST", "tester", alias="")
    await world.types("/start TEST")
    said = await world.types("ze lachen me uit", means={"topic": "bullying"})
    assert world.young("not_admitted") not in " ".join(said)
    assert "Liever niet vertellen" in world.buttons()


async def test_the_code_of_a_tester_serves_one_person_only(world: World) -> None:
    world.gate[0] = False
    await invited(world, "TEST", "tester", alias="")
    await world.types("/start TEST")
    assert (await world.types("/start TEST", who="young2"))[0] == world.staff("code_wrong")
    said = await world.types("hoi", who="young2")
    assert said[0].startswith(world.young("not_admitted"))


async def test_staff_is_served_while_the_gate_is_closed(world: World) -> None:
    world.gate[0] = False
    assert await world.types("/dienst aan", who="volunteer") == [world.staff("on_duty")]


async def test_when_the_gate_opens_the_same_stranger_is_served(world: World) -> None:
    world.gate[0] = False
    await world.types("hoi", means={"act": "greet"})
    world.gate[0] = True
    assert (await world.types("hoi"))[0] == world.young("intro")


async def test_the_gate_never_closes_in_the_middle_of_a_talk(world: World) -> None:
    await talks_with_a_volunteer(world)
    world.gate[0] = False
    await world.types("hoi")
    assert world.saw("volunteer")[-1] == "Groene Reiger: hoi"
    await world.types("/klaar", who="volunteer")
    said = await world.types("hoi")
    assert said[0].startswith(world.young("not_admitted"))
