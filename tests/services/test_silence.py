"""Who took a talk and says nothing: the young person is told, and gets somebody else."""

from __future__ import annotations

import pytest

from tests.conftest import World
from tests.services.people import (
    CLAIM,
    URGENT,
    asks_for_a_peer,
    joins,
    offers,
    states,
    talks_with_a_professional,
    talks_with_a_volunteer,
    urgent_cards,
)

OTHER = "Iemand anders vragen"


async def test_a_silent_volunteer_gets_a_reminder_and_the_young_person_is_told(
    world: World,
) -> None:
    await talks_with_a_volunteer(world)
    before = len(world.saw("young"))
    await world.does(wait="4m")
    assert "wacht al 3 minuten" in world.saw("volunteer")[-1]
    (told,) = world.saw("young")[before:]
    assert "heeft nog niet geantwoord" in told


async def test_an_answer_stops_the_clock_and_the_next_line_starts_it_again(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("hoi, ik ben er", who="volunteer")
    before = len(world.saw("young"))
    await world.does(wait="30m")
    assert len(world.saw("young")) == before
    await world.types("fijn")
    await world.does(wait="4m")
    assert "heeft nog niet geantwoord" in world.saw("young")[-1]


async def test_after_the_second_time_the_young_person_chooses_and_gets_another(
    world: World,
) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await joins(world, "coordinator", "coordinator", alias="Coördinator", duty=False)
    await talks_with_a_volunteer(world)
    await world.does(wait="4m")
    await world.does(wait="10m")
    assert "antwoordt nog steeds niet" in world.saw("young")[-1]
    assert "antwoordt al 10 minuten niet" in world.saw("coordinator")[-1]
    offered = len(offers(world, "volunteer"))
    said = await world.presses(OTHER)
    assert said[-1].startswith(world.rule("someone_else"))
    assert len(offers(world, "volunteer")) == offered  # not the same one again
    await world.presses(CLAIM, who="friend")
    await world.types("hoi")
    assert world.saw("friend")[-1].endswith(": hoi")
    assert sorted(await states(world)) == ["active", "closed"]


async def test_somebody_else_can_be_asked_at_any_time_with_a_command(world: World) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await talks_with_a_volunteer(world)
    await world.types("/iemandanders")
    told = world.staff("talk_someone_else", alias="Groene Reiger")
    assert told in world.saw("volunteer")
    assert await world.presses(CLAIM, who="volunteer") != []
    assert sorted(await states(world)) == ["closed", "offered"]
    assert await world.types("/neem", who="volunteer") == [world.staff("claim_not_yours")]


async def test_somebody_else_as_an_answer_to_a_question_is_passed_on(world: World) -> None:
    await talks_with_a_volunteer(world)
    assert await world.types("iemand anders") == [world.young("someone_else_offer")]
    assert world.saw("volunteer")[-1] == "Groene Reiger: iemand anders"
    assert await states(world) == ["active"]
    await world.types(OTHER.lower())
    assert sorted(await states(world)) == ["closed", "requested"]


@pytest.mark.parametrize(
    "words", ["Iemand anders", "ik wil liever een ander maatje", "mag ik iemand anders?"]
)
async def test_words_for_somebody_else_bring_the_button(world: World, words: str) -> None:
    await talks_with_a_volunteer(world)
    await world.types(words)
    assert world.buttons() == [OTHER]
    await world.presses(OTHER)
    assert sorted(await states(world)) == ["closed", "requested"]


async def test_a_story_about_somebody_else_brings_no_button(world: World) -> None:
    await talks_with_a_volunteer(world)
    assert await world.types("hij is nu met iemand anders") == []


async def test_without_a_talk_the_command_asks_for_somebody(world: World) -> None:
    said = await world.types("/iemandanders")
    assert said
    assert await states(world) == []


async def test_urgent_danger_goes_to_another_professional_by_itself(world: World) -> None:
    await joins(world, "friend", "professional", alias="Witte Uil")
    await joins(world, "coordinator", "coordinator", alias="Coördinator", duty=False)
    await world.types(URGENT)
    await world.presses(CLAIM, who="professional")
    cards = len(urgent_cards(world, "friend"))
    await world.does(wait="4m")
    await world.does(wait="10m")
    assert len(urgent_cards(world, "friend")) > cards
    assert any(text.startswith("❗ Dringend gevaar") for text in world.saw("coordinator"))
    assert any(world.rule("unanswered_ended").split("{alias}")[1] in t for t in world.saw("young"))
    assert (await states(world))[-1] == "offered"
    assert await world.types("hoi", who="professional") == [world.staff("no_talk")]


async def test_with_urgent_danger_nobody_is_told_to_put_the_phone_away(world: World) -> None:
    await world.types(URGENT)
    await world.presses(CLAIM, who="professional")
    before = len(world.saw("young"))
    await world.does(wait="4m")
    (told,) = world.saw("young")[before:]
    assert "Wacht niet op ons" in told
    assert "niet te blijven kijken" not in told


async def test_a_silent_professional_without_urgent_danger_leaves_the_choice(world: World) -> None:
    await talks_with_a_professional(world)
    await world.does(wait="4m")
    await world.does(wait="10m")
    assert "antwoordt nog steeds niet" in world.saw("young")[-1]
    assert await states(world) == ["active"]


async def test_after_a_talk_no_clock_runs_any_more(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    before = len(world.saw("young"))
    await world.does(wait="30m")
    assert len(world.saw("young")) == before


async def test_urgent_and_nobody_takes_it_is_told_again_with_the_services(world: World) -> None:
    await world.types(URGENT)
    told = world.application.house.flowbook().danger.shared["still_open"].say
    firsts = {text.partition("\n")[0] for text in told}
    for minutes, times in ((2, 0), (6, 1), (16, 2), (61, 3), (61, 3)):
        await world.does(wait=f"{minutes}m")
        said = [text for text in world.saw("young") if text.partition("\n")[0] in firsts]
        assert len(said) == times
    assert all(text.startswith("Hoi,") and "113" in text for text in said)
    assert len(set(said)) == 3


async def test_nobody_hears_of_waiting_for_a_peer_while_danger_is_open(world: World) -> None:
    await world.types("/dienst uit", who="volunteer")
    await asks_for_a_peer(world)
    await world.types(URGENT)
    await world.does(wait="1h")
    assert "Hoi, past het nu?" not in world.saw("young")
    assert sorted(await states(world)) == ["offered", "requested"]
