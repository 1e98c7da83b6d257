"""Applying in the bot: who may, what the coordinator sees, and what is promised about it."""

from __future__ import annotations

import pytest

from bot.services.timing import plan_tidying
from tests.conftest import World
from tests.services.people import (
    SUICIDE_CONCERN,
    URGENT,
    asks_for_a_peer,
    clears,
    invited,
    talks_with_a_volunteer,
    urgent_cards,
)
from tests.services.volunteering import (
    ALIAS,
    WHY,
    applies,
    does_module,
    in_training,
    is_screened,
    status,
)


async def test_an_application_comes_to_the_coordinator_by_alias_with_the_own_words(
    world: World,
) -> None:
    await applies(world)
    assert "doorgestuurd" in world.saw("young")[-1]
    assert world.saw("coordinator") == [
        f"Kandidaat {ALIAS}: 18 of ouder, Nederland, 1 of 2 uur per week. Ervaring: Pesten.\n"
        f"Waarom: {WHY}"
    ]
    assert world.buttons("coordinator") == ["Gesprek plannen", "Gescreend", "Afwijzen"]
    assert await status(world) == "applied"


async def test_nobody_else_of_the_staff_hears_of_an_application(world: World) -> None:
    await applies(world)
    assert world.saw("volunteer") == []
    assert world.saw("professional") == []


async def test_an_age_may_be_typed_in_years(world: World) -> None:
    await world.types("/vrijwilliger")
    assert "Waarom" in (await world.types("19"))[-1]


@pytest.mark.parametrize("answer", ["14", "Jonger dan 16"])
async def test_under_16_there_is_a_kind_no_and_another_way(world: World, answer: str) -> None:
    await world.types("/vrijwilliger")
    said = "\n".join(await world.types(answer))
    assert "vanaf 16" in said
    assert "buddy" in said
    assert await world.rows("volunteers") == []


async def test_who_is_16_or_17_reads_first_what_they_can_do(world: World) -> None:
    await world.types("/vrijwilliger")
    said = await world.types("17")
    assert "buddy (meter of peter), tutor, leader of moderator" in said[0]
    assert "vanaf 18" in said[0]


async def test_who_changes_their_mind_leaves_nothing_behind(world: World) -> None:
    await world.types("/vrijwilliger")
    await world.types("19")
    assert "niets doorgestuurd" in (await world.types("toch liever niet"))[-1]
    assert await world.rows("volunteers") == []


@pytest.mark.parametrize("way", ["/vrijwilliger", "ik wil vrijwilliger worden"])
async def test_while_somebody_is_asked_for_one_applies_later(world: World, way: str) -> None:
    await asks_for_a_peer(world)
    said = " ".join(await world.types(way))
    assert "telt dan nooit tegen je" in said
    assert world.saw("coordinator") == []


async def test_in_a_talk_one_applies_later_and_the_talk_goes_on(world: World) -> None:
    await talks_with_a_volunteer(world)
    assert await world.types("/vrijwilliger") == [world.young("volunteer_in_talk")]
    await world.types("hoi")
    assert world.saw("volunteer")[-1].endswith(": hoi")


async def test_within_30_days_of_danger_one_applies_later_and_after_it_one_may(
    world: World,
) -> None:
    await world.types(URGENT)
    await clears(world)
    assert "telt dan nooit tegen je" in " ".join(await world.types("/vrijwilliger"))
    world.clock.move(days=31)
    await plan_tidying(world.application.house)
    await world.does(wait="1s")
    assert "Hoe oud ben je?" in (await world.types("/vrijwilliger"))[-1]


async def test_danger_in_the_middle_of_an_application_is_answered_and_nothing_is_sent(
    world: World,
) -> None:
    await world.types("/vrijwilliger")
    await world.types("19")
    said = await world.types(URGENT)
    assert world.urgent("suicide") in " ".join(said)
    assert len(urgent_cards(world)) == 1
    assert await world.rows("volunteers") == []


async def test_danger_after_the_first_question_keeps_the_application_back(world: World) -> None:
    await world.types("/vrijwilliger")
    await world.types("19")
    await world.types(WHY)
    await world.types("het hoeft niet meer", means=SUICIDE_CONCERN)
    for label in ("Nee", "Pesten", "Nederland", "1 of 2 uur", "Ja, stuur maar door"):
        if label in world.buttons():
            await world.presses(label)
    assert await world.rows("volunteers") == []
    assert "doorgestuurd." not in world.saw("young")[-1]


async def test_who_applied_is_still_heard_as_a_young_person(world: World) -> None:
    await is_screened(world)
    said = await world.types(URGENT)
    assert world.urgent("suicide") in " ".join(said)
    assert len(urgent_cards(world)) == 1


async def test_danger_typed_to_the_coordinator_is_danger_first(world: World) -> None:
    await applies(world)
    said = await world.types(f"/vrijwilliger {URGENT}")
    assert world.urgent("suicide") in " ".join(said)
    assert len(urgent_cards(world)) == 1


async def test_the_second_time_tells_how_it_stands(world: World) -> None:
    await applies(world)
    assert await world.types("/vrijwilliger") == [world.young("volunteer_applied")]
    assert len(await world.rows("volunteers")) == 1


async def test_an_application_can_be_taken_back_and_is_gone(world: World) -> None:
    await applies(world)
    assert await world.types("/vrijwilliger intrekken") == [world.young("volunteer_withdrawn")]
    assert await world.rows("volunteers") == []
    assert await world.rows("volunteer_moves") == []
    assert world.saw("coordinator")[-1] == world.staff("candidate_withdrew", alias=ALIAS)


async def test_a_link_of_the_organisation_opens_the_questions_before_release(
    world: World,
) -> None:
    world.gate[0] = False
    await invited(world, "LINK", "candidate", alias="")
    said = await world.types("/start LINK")
    assert "Hoe oud ben je?" in said[-1]
    assert "Waarom" in (await world.types("19"))[-1]


async def test_the_training_begins_with_the_own_press_and_only_after_it_nobody_listens(
    world: World,
) -> None:
    await world.types("ik wil een doel", means={"act": "set_goal"})
    await world.types("kast opruimen")
    await world.types("zaterdag")
    for label in ("Sla over", "Klopt", "7", "Nog met niemand", "Morgen"):
        await world.presses(label)
    await is_screened(world)
    told = world.saw("young")[-1]
    assert "Je doelen en ons gesprek worden dan gewist" in told
    assert len(await world.rows("goals")) == 1
    said = await world.presses("Begin de training")
    assert said[0] == world.staff("training_welcome", alias=ALIAS)
    assert await world.rows("goals") == []
    assert await world.rows("conversations") == []
    assert [t.kind for t in await world.rows("timers") if t.person] == []
    assert await status(world) == "in_training"


async def test_the_training_waits_while_there_is_something_for_themselves(world: World) -> None:
    await is_screened(world)
    await world.types(URGENT)
    assert world.young("volunteer_later") in await world.types("/training")
    assert await status(world) == "screened"
    assert len(urgent_cards(world)) == 1


async def test_nobody_begins_the_training_before_the_screening(world: World) -> None:
    assert await world.types("/training") == [
        world.young("intro"),
        world.young("unknown_command"),
    ]
    await applies(world)
    assert await world.types("/training") == [world.young("volunteer_applied")]


async def test_the_training_stops_and_goes_on_where_it_was(world: World) -> None:
    await in_training(world)
    await world.types("Omdat een maatje op gelijke hoogte staat")
    question = world.saw("young")[-1]
    assert question.startswith("(2/7)")
    assert await world.presses("Later verder") == [world.staff("training_stopped")]
    await world.does(wait="2d")
    assert await world.types("/training") == [question]


async def test_a_wrong_answer_is_explained_and_may_be_given_again(world: World) -> None:
    await in_training(world)
    (said,) = await world.types("2")
    assert said.startswith("Dat hoeft gelukkig niet.")
    assert said.endswith(world.staff("training_again"))
    assert "(2/7)" in (await world.types("1"))[-1]


async def test_an_old_answer_of_the_training_is_told_and_never_counts(world: World) -> None:
    await in_training(world)
    await world.presses("Omdat een maatje op gelijke hoogte staat")
    assert await world.presses("Omdat een maatje op gelijke hoogte staat") == [
        world.staff("training_old_button")
    ]
    (row,) = await world.rows("volunteers")
    assert row.place == "my_role.contact"


async def test_a_module_shows_what_one_can_do_and_can_be_done_again(world: World) -> None:
    await in_training(world)
    await does_module(world)
    (mine,) = await world.types("/mijn")
    assert "Training: 1 van 3 delen" in mine
    assert "- Ik weet wat een maatje doet, en waar mijn rol ophoudt." in mine
    again = await world.types("/training 1")
    assert again[0] == "Deel 1 van 3: Mijn rol"


@pytest.mark.parametrize("wrong", ["9", "0", "mijn rol", "-1", "²"])
async def test_a_part_that_is_not_there_is_told(world: World, wrong: str) -> None:
    await in_training(world)
    assert await world.types(f"/training {wrong}") == [world.staff("training_which", count=3)]


async def test_a_learning_goal_is_their_own(world: World) -> None:
    await in_training(world)
    await world.types("/mijn doel Ik wil vaker een vraag stellen")
    assert "Ik wil vaker een vraag stellen" in (await world.types("/mijn"))[0]
    assert "vaker een vraag" not in " ".join(world.saw("coordinator"))
    await world.types("/mijn doel weg")
    assert world.staff("mine_no_goal") in (await world.types("/mijn"))[0]
