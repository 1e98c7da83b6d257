"""A private line between a volunteer and a professional after a talk: not kept, and never in the way."""

from __future__ import annotations

import pytest

from bot.domain.debrief import Debrief
from bot.domain.ids import DebriefId
from tests.conftest import World
from tests.services.people import (
    CLAIM,
    TAKE_OVER,
    URGENT,
    asks_for_a_professional,
    both_agree,
    joins,
    person_of,
    talks_with_a_professional,
    talks_with_a_volunteer,
    urgent_cards,
)

ASK, TAKE, STOP = (
    "Even napraten met een beroepskracht",
    "Ik praat even na",
    "Stop met napraten",
)
PANDA, SWAN = "Rode Panda", "Witte Zwaan"
HELD = "mijn nummer is 06 12345678"


async def after_a_talk(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")


async def talks_it_over(world: World) -> None:
    await after_a_talk(world)
    await world.presses(ASK, who="volunteer")
    await world.presses(TAKE, who="professional")


@pytest.mark.parametrize("end", ["/klaar", "young", "taken over"])
async def test_it_is_offered_after_every_end_and_the_professional_hears_an_alias_only(
    world: World, end: str
) -> None:
    await talks_with_a_volunteer(world)
    await world.types("ik voel me een kanarievogeltje")
    if end == "young":
        await world.types("/stop")
    elif end == "/klaar":
        await world.types("/klaar", who="volunteer")
    else:
        await world.types(URGENT)
        await world.presses(TAKE_OVER, who="professional")
    (said,) = await world.presses(ASK, who="volunteer")
    assert said == world.staff("debrief_asked", minutes=5)
    card = world.saw("professional")[-1]
    assert card == world.staff("debrief_card", alias=PANDA)
    assert "kanarievogeltje" not in card


@pytest.mark.parametrize("how", ["button", "words"])
async def test_lines_pass_both_ways_without_restraint_and_are_not_kept(
    world: World, how: str
) -> None:
    if how == "button":
        await talks_it_over(world)
    else:
        await after_a_talk(world)
        await world.types("/napraten", who="volunteer")
        await world.types("/napraten rode panda", who="professional")
    assert world.saw("volunteer")[-1] == world.staff("debrief_begun", alias=SWAN)
    lines = len(await world.rows("relayed_lines"))
    await world.types(HELD, who="volunteer")
    assert world.saw("professional")[-1] == f"{PANDA} (napraten): {HELD}"
    await world.types("ik wil dood zei ze", who="professional")
    assert world.saw("volunteer")[-1] == f"{SWAN} (napraten): ik wil dood zei ze"
    assert len(await world.rows("relayed_lines")) == lines
    assert not urgent_cards(world)
    assert not any(HELD in text for who in ("young", "coordinator") for text in world.saw(who))


@pytest.mark.parametrize("who", ["volunteer", "professional"])
@pytest.mark.parametrize("how", ["button", "words", "/klaar"])
async def test_either_side_ends_it_and_both_hear(world: World, who: str, how: str) -> None:
    await talks_it_over(world)
    if how == "button":
        await world.presses(STOP, who=who)
    else:
        await world.types(STOP if how == "words" else how, who=who)
    for one in ("volunteer", "professional"):
        assert world.saw(one)[-1] == world.staff("debrief_ended")
    await world.types("ben je er nog", who="volunteer")
    assert world.saw("volunteer")[-1] == world.staff("no_talk")
    assert world.saw("professional")[-1] == world.staff("debrief_ended")
    assert await world.rows("debriefs") == []
    assert not [row for row in await world.rows("timers") if row.kind == "debrief"]


async def test_an_alarm_shows_at_once_and_taking_it_ends_the_line_kindly(world: World) -> None:
    await talks_it_over(world)
    await world.types(URGENT)
    assert len(urgent_cards(world)) == 1
    await world.types("ik luister", who="professional")
    assert world.saw("volunteer")[-1].endswith("ik luister")
    await world.presses(CLAIM, who="professional")
    assert world.saw("volunteer")[-1] == world.staff("debrief_interrupted")
    await world.types("hoi, ik ben er", who="professional")
    assert world.saw("young")[-1] == f"{SWAN}: hoi, ik ben er"
    assert world.saw("volunteer")[-1] == world.staff("debrief_interrupted")


async def test_a_volunteer_who_takes_a_talk_writes_to_the_young_person(world: World) -> None:
    await talks_it_over(world)
    await world.presses("Sla over")
    await world.types("ik wil met een maatje praten")
    await world.presses(CLAIM, who="volunteer")
    assert world.saw("professional")[-1] == world.staff("debrief_interrupted")
    await world.types("hoi", who="volunteer")
    assert world.saw("young")[-1] == f"{PANDA}: hoi"


async def test_the_first_professional_has_it_and_not_in_the_middle_of_a_talk(world: World) -> None:
    await joins(world, "friend", "professional", alias="Stille Vos")
    await after_a_talk(world)
    await world.presses("Sla over")
    await world.presses(ASK, who="volunteer")
    await asks_for_a_professional(world)
    await world.presses(CLAIM, who="professional")
    assert await world.presses(TAKE, who="professional") == [world.staff("debrief_busy")]
    await world.presses(TAKE, who="friend")
    assert world.saw("volunteer")[-1] == world.staff("debrief_begun", alias="Stille Vos")
    await world.types("/klaar", who="professional")
    assert await world.presses(TAKE, who="professional") == [world.staff("debrief_gone")]


async def test_nobody_comes_and_the_coordinator_hears_it(world: World) -> None:
    await after_a_talk(world)
    await world.presses(ASK, who="volunteer")
    assert await world.types("/napraten", who="volunteer") == [world.staff("debrief_known")]
    await world.does(wait="6m")
    assert world.saw("volunteer")[-1] == world.staff("debrief_nobody")
    assert world.staff("talk_it_over_asked", alias=PANDA) in world.saw("coordinator")
    assert await world.presses(TAKE, who="professional") == [world.staff("debrief_gone")]


async def test_without_anybody_on_duty_the_coordinator_hears_it_at_once(world: World) -> None:
    await after_a_talk(world)
    await world.types("/dienst uit", who="professional")
    said = await world.presses(ASK, who="volunteer")
    assert said == [world.staff("talk_it_over_coordinator")]
    assert world.saw("coordinator")[-1] == world.staff("talk_it_over_asked", alias=PANDA)


async def test_after_long_silence_it_closes_and_not_before(world: World) -> None:
    await talks_it_over(world)
    await world.does(wait="20m")
    await world.types("nog even dit", who="volunteer")
    await world.does(wait="20m")
    assert world.saw("professional")[-1] == f"{PANDA} (napraten): nog even dit"
    await world.does(wait="11m")
    for one in ("volunteer", "professional"):
        assert world.saw(one)[-1] == world.staff("debrief_ended")


@pytest.mark.parametrize("who", ["volunteer", "professional"])
async def test_who_leaves_the_staff_leaves_nobody_alone(world: World, who: str) -> None:
    await talks_it_over(world)
    await world.types("/vergeetmij ja", who=who)
    other = "professional" if who == "volunteer" else "volunteer"
    assert world.staff("debrief_ended") in world.saw(other)
    assert await world.rows("debriefs") == []
    assert world.saw(who)[-1] == world.staff("forgotten_staff")


async def test_without_a_talk_behind_it_there_is_nothing_to_talk_over(world: World) -> None:
    assert await world.types("/napraten", who="volunteer") == [world.staff("debrief_after")]
    assert await world.types("/napraten", who="coordinator") == [world.staff("debrief_volunteers")]
    assert await world.types("/napraten", who="professional") == [world.staff("debrief_how")]
    await talks_with_a_volunteer(world)
    assert await world.types("/napraten", who="volunteer") == [world.staff("debrief_after")]


async def test_after_a_professional_nothing_is_offered_to_the_professional(world: World) -> None:
    await talks_with_a_professional(world)
    await world.types("/klaar", who="professional")
    assert ASK not in [
        b.label for s in world.seen if s.to == "professional" for b in s.reply.buttons
    ]


async def test_a_talk_of_more_than_two_goes_first_as_well(world: World) -> None:
    await talks_it_over(world)
    await both_agree(world, "friend", "young2")
    before = {who: len(world.saw(who)) for who in ("volunteer", "professional")}
    await world.presses(CLAIM, who="volunteer")
    for who in ("volunteer", "professional"):
        assert world.staff("debrief_interrupted") in world.saw(who)[before[who] :]
    assert await world.rows("debriefs") == []
    await world.types("wat bleef je bij", who="professional")
    assert world.saw("professional")[-1] == world.staff("no_talk")
    await world.types(HELD, who="volunteer")
    assert not any(HELD in text for text in world.saw("professional"))


async def test_what_was_asked_before_a_talk_of_more_than_two_is_not_taken_in_it(
    world: World,
) -> None:
    await after_a_talk(world)
    await world.presses(ASK, who="volunteer")
    await both_agree(world, "friend", "young2")
    await world.presses(CLAIM, who="volunteer")
    assert await world.presses(TAKE, who="professional") == [world.staff("debrief_gone")]


async def test_it_is_not_taken_while_that_volunteer_is_in_a_talk(world: World) -> None:
    await talks_with_a_volunteer(world)
    debrief = Debrief(DebriefId("kept"), await person_of(world, "volunteer"), world.clock.now())
    async with world.application.house.units() as tx:
        await tx.debriefs.add(debrief)
        await tx.commit()
    said = await world.types("/napraten rode panda", who="professional")
    assert said == [world.staff("debrief_gone")]
    await world.types(HELD, who="volunteer")
    assert not any(HELD in text for text in world.saw("professional"))


async def test_a_practice_talk_swallows_no_word_of_it(world: World) -> None:
    await talks_it_over(world)
    said = await world.types("/oefenen 1", who="volunteer")
    assert said == [world.staff("practice_in_debrief")]
    await world.types("het spookt door mijn hoofd", who="volunteer")
    assert world.saw("professional")[-1].endswith("het spookt door mijn hoofd")


async def test_a_practice_talk_ends_when_somebody_comes_to_talk_it_over(world: World) -> None:
    await after_a_talk(world)
    await world.presses(ASK, who="volunteer")
    await world.types("/oefenen 1", who="volunteer")
    await world.presses(TAKE, who="professional")
    assert world.staff("practice_stopped_debrief") in world.saw("volunteer")
    assert await world.rows("practice_talks") == []
    await world.types("het spookt door mijn hoofd", who="volunteer")
    assert world.saw("professional")[-1].endswith("het spookt door mijn hoofd")


async def test_after_all_was_erased_the_helper_can_still_talk_it_over(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(URGENT)
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert world.staff("forgotten_heavy") in world.saw("volunteer")[-1]
    assert await world.presses(ASK, who="volunteer") == [world.staff("debrief_asked", minutes=5)]


async def test_of_a_light_talk_that_was_erased_nothing_heavy_is_said(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert world.saw("volunteer")[-1] == world.staff("forgotten_by_young", alias="Groene Reiger")
    assert ASK in world.buttons("volunteer")


async def test_while_the_other_of_two_is_still_there_the_button_waits(world: World) -> None:
    await both_agree(world)
    await world.presses(CLAIM, who="volunteer")
    await world.types(URGENT)
    shown = await world.does(**{"as": "professional", "press": TAKE_OVER})
    (told,) = [
        s.reply
        for s in shown
        if s.to == "volunteer" and world.staff("taken_over_later") in s.reply.text
    ]
    assert ASK not in [button.label for button in told.buttons]
    await world.types("/klaar", who="volunteer")
    assert await world.presses(ASK, who="volunteer") == [world.staff("debrief_asked", minutes=5)]


async def test_help_of_a_professional_names_what_they_can_type(world: World) -> None:
    (said,) = await world.types("/help", who="professional")
    assert all(f"/{name}" in said for name in ("volgende", "nietnu", "mijnzin", "rust"))
