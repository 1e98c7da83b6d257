"""`/brug`: written down together, in the young person's words, and with a yes to each of them."""

from __future__ import annotations

from tests.conftest import World
from tests.services.people import URGENT, talks_with_a_volunteer, urgent_cards

YES, NEXT = "Ja, samen opschrijven", "Volgende"
ANSWERS = ("ze bellen niet terug", "dat ze luistert", "mag het anders", "samen bellen")


async def begins(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/brug", who="volunteer")
    await world.presses(YES)


def bridge_text(world: World, *answers: str) -> str:
    return world.application.house.flowbook().handoff.bridge.together(answers)


async def test_together_they_come_to_one_text_that_the_young_person_keeps(world: World) -> None:
    await begins(world)
    for answer in ANSWERS:
        assert world.saw("volunteer")[-1].startswith("Vraag ")
        await world.types(answer)
        assert world.saw("volunteer")[-1] == f"Groene Reiger: {answer}"
        await world.presses(NEXT)
    text = bridge_text(world, *ANSWERS)
    assert text in world.saw("young")
    assert text in world.saw("volunteer")[-1]
    await world.presses("Het tempo")
    await world.types("luisteren")
    assert world.saw("volunteer")[-1] != "Groene Reiger: luisteren"
    assert await world.rows("bridges") == []
    rows = [(row.name, row.about) for row in await world.rows("events")]
    assert ("care_helped", "pace") in rows
    assert ("care_hindered", "listening") in rows


async def test_nothing_begins_without_a_yes(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/brug", who="volunteer")
    await world.types("ik weet niet")
    assert world.saw("volunteer")[-1] == "Groene Reiger: ik weet niet"
    assert await world.types("/brug nee") == [world.young("bridge_declined")]
    await world.types("gewoon een regel")
    assert world.saw("young")[-1] == world.young("bridge_declined")


async def test_an_answer_can_be_written_anew_and_talk_between_is_no_answer(world: World) -> None:
    await begins(world)
    await world.types("fout")
    await world.types("/brug anders")
    await world.types("goed")
    before = len(world.saw("young"))
    await world.types("nog even iets anders tussendoor")
    assert len(world.saw("young")) == before
    await world.types("volgende")
    await world.types("/brug stop")
    assert bridge_text(world, "goed") in world.saw("young")
    assert world.saw("volunteer")[-1] == world.staff("bridge_stopped")


async def test_after_a_stop_the_talk_goes_on_and_the_bridge_where_it_was(world: World) -> None:
    await begins(world)
    await world.types(ANSWERS[0])
    await world.presses(NEXT)
    await world.types("/brug stop", who="volunteer")
    await world.types("hoi")
    assert world.saw("volunteer")[-1] == "Groene Reiger: hoi"
    await world.types("/brug", who="volunteer")
    said = await world.presses(YES)
    assert said[-1].startswith("Vraag 2 van 4.")


async def test_danger_in_an_answer_acts_as_in_any_line_and_the_bridge_rests(world: World) -> None:
    await begins(world)
    said = await world.types(URGENT)
    assert world.urgent("suicide") in said[0]
    assert len(urgent_cards(world)) == 1
    assert world.saw("volunteer")[-1] == world.staff("bridge_danger")
    await world.types("ik weet het niet")
    assert not any(text.startswith("Dit schrijf ik op") for text in world.saw("young"))
    said = await world.types("/brug", who="volunteer")
    assert said == [world.staff("bridge_danger")]


async def test_danger_behind_the_command_is_heard(world: World) -> None:
    await begins(world)
    said = await world.types(f"/brug {URGENT}")
    assert any(world.urgent("suicide") in text for text in said)


async def test_a_number_in_an_answer_stays_here_and_is_not_written_down(world: World) -> None:
    await begins(world)
    said = await world.types("bel me op 06 12345678")
    assert said[0] == world.young("contact_held")
    assert len(said) == 1


async def test_old_buttons_and_a_bridge_without_a_talk_are_told_kindly(world: World) -> None:
    assert await world.types("/brug", who="volunteer") == [world.staff("bridge_not_here")]
    assert (await world.types("/brug ja"))[-1] == world.young("bridge_none")
    await begins(world)
    assert await world.types("/brug", who="volunteer") == [world.staff("bridge_runs")]
    assert await world.presses(YES) == [world.young("old_button_in_talk")]
    await world.types("stop")
    await world.presses("Stop met opschrijven")
    assert world.young("old_button") in "\n".join(world.saw("young"))


async def test_who_is_forgotten_leaves_no_bridge_and_no_notes(world: World) -> None:
    await begins(world)
    await world.types(ANSWERS[0])
    await world.types("/notitie heeft morgen een toets", who="volunteer")
    assert len(await world.rows("bridges")) == len(await world.rows("private_notes")) == 1
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert await world.rows("bridges") == await world.rows("private_notes") == []
