"""A volunteer tells a real story: written, looked at, decided about, changed and withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import World
from tests.services.people import invited
from tests.services.storying import (
    HAPPENED,
    HELPED,
    MYSELF,
    comes_to_story,
    hands_in,
    is_told,
    state,
    writes,
)

VOLUNTEER, COORDINATOR, PROFESSIONAL = "volunteer", "coordinator", "professional"
HEAVY = "ik slikte een handvol pillen en werd wakker op de bank"


async def test_nothing_is_kept_before_consent(world: World) -> None:
    told = await world.types("/verhaal", who=VOLUNTEER)
    assert told == [world.staff("story_consent")]
    assert await world.rows("stories") == []
    await world.presses("Nee, nu niet", who=VOLUNTEER)
    assert await world.rows("stories") == []


async def test_the_preview_is_what_a_young_person_reads(world: World) -> None:
    await writes(world)
    shown = world.saw(VOLUNTEER)[-6:-1]
    await world.presses("Ja, stuur het in", who=VOLUNTEER)
    await world.types("/verhalen 1 goed", who=COORDINATOR)
    await comes_to_story(world)
    for label in ("Vertel verder", "Vertel verder"):
        await world.presses(label)
    assert [text for text in world.saw("young") if text in shown] == shown
    for words in (HAPPENED, HELPED, MYSELF):
        assert any(words in text for text in shown)


async def test_words_of_a_story_are_nowhere_in_the_clear(world: World) -> None:
    await hands_in(world)
    await world.types("/verhalen 1 terug welke school bedoel je", who=COORDINATOR)
    row = (await world.rows("stories"))[0]
    assert HAPPENED.encode() not in row.words_sealed
    assert b"welke school" not in row.reason_sealed
    assert not any(HAPPENED in str(value) for value in row)


async def test_names_and_numbers_are_taken_out_and_shown(world: World) -> None:
    await world.types("/verhaal", who=VOLUNTEER)
    for label in ("Ja, dat wil ik", "pesten", "Verder", "12 tot 15", "Zeg ik liever niet"):
        await world.presses(label, who=VOLUNTEER)
    told = await world.types("hij stuurde me elke dag iets vanaf 06 12345678", who=VOLUNTEER)
    assert "12345678" not in "\n".join(told)
    assert "hij stuurde me elke dag iets vanaf [telefoonnummer]" in told[0]
    for words in (HELPED, MYSELF):
        await world.types(words, who=VOLUNTEER)
    await world.presses("Ja, stuur het in", who=VOLUNTEER)
    assert "12345678" not in "\n".join(await world.types("/verhalen", who=COORDINATOR))


async def test_a_part_of_5000_characters_is_not_kept_and_nothing_is_lost(world: World) -> None:
    await world.types("/verhaal", who=VOLUNTEER)
    for label in ("Ja, dat wil ik", "pesten", "Verder", "12 tot 15", "Nederland"):
        await world.presses(label, who=VOLUNTEER)
    long = "heel lang " * 500
    told = await world.types(long, who=VOLUNTEER)
    assert told == [world.staff("story_too_long", length=len(long.strip()), most=600)]
    assert await world.types(HAPPENED, who=VOLUNTEER) == [world.staff("story_ask_helped", most=400)]
    assert await world.types("kort", who=VOLUNTEER) == [world.staff("story_too_short", shortest=15)]
    told = await world.types("zullen we afspreken bij de bank in het park", who=VOLUNTEER)
    assert told == [world.staff("story_contact")]


async def test_topic_age_and_country_can_be_typed(world: World) -> None:
    await world.types("/verhaal", who=VOLUNTEER)
    await world.presses("Ja, dat wil ik", who=VOLUNTEER)
    for words in ("pesten", "eenzaamheid", "verder", "16 of 17", "vlaanderen of brussel"):
        await world.types(words, who=VOLUNTEER)
    row = (await world.rows("stories"))[0]
    assert (row.topics, row.age_band, row.region) == ("bullying loneliness", "16_17", "be")
    assert await world.types("/verhaal", who=VOLUNTEER) == [
        world.staff("story_ask_happened", most=600)
    ]


async def test_what_is_put_aside_or_interrupted_by_a_talk_takes_no_words(world: World) -> None:
    await world.types("/verhaal", who=VOLUNTEER)
    for label in ("Ja, dat wil ik", "pesten", "Verder", "12 tot 15", "Nederland", "Later verder"):
        await world.presses(label, who=VOLUNTEER)
    assert await world.types(HAPPENED, who=VOLUNTEER) == [world.staff("no_talk")]
    await world.types("/verhaal", who=VOLUNTEER)
    assert await world.types(HAPPENED, who=VOLUNTEER) == [world.staff("story_ask_helped", most=400)]


async def test_who_is_no_volunteer_tells_none(world: World) -> None:
    assert await world.types("/verhaal", who=COORDINATOR) == [world.staff("story_volunteers")]
    assert await world.types("/mijnverhalen", who=PROFESSIONAL) == [world.staff("story_volunteers")]
    assert await world.types("/verhalen", who=VOLUNTEER) == [world.staff("unknown_command")]


async def test_the_coordinator_approves_and_the_author_hears_it(world: World) -> None:
    await hands_in(world)
    assert world.staff("story_new", number=1) in world.saw(COORDINATOR)
    await world.types("/verhalen", who=COORDINATOR)
    await world.presses("Goedkeuren", who=COORDINATOR)
    assert await state(world) == "approved"
    assert world.saw(VOLUNTEER)[-1] == world.staff("story_yours_approved", number=1)
    row = (await world.rows("stories"))[0]
    assert row.decided_by == "Wijze Uil"
    assert row.decided_at is not None
    log = (await world.types("/logboek", who=COORDINATOR))[0]
    assert "Wijze Uil keurde goed: verhaal 1" in log


@pytest.mark.parametrize(("word", "after"), [("terug", "sent_back"), ("weiger", "refused")])
async def test_sent_back_or_refused_needs_a_reason(world: World, word: str, after: str) -> None:
    await hands_in(world)
    assert await world.types(f"/verhalen 1 {word}", who=COORDINATOR) == [
        world.staff("story_reason_missing")
    ]
    await world.types(f"/verhalen 1 {word} je school is te herkennen", who=COORDINATOR)
    assert await state(world) == after
    assert "je school is te herkennen" in world.saw(VOLUNTEER)[-1]
    told = "\n".join(await world.types("/mijnverhalen", who=VOLUNTEER))
    assert "je school is te herkennen" in told
    assert ("Veranderen" in world.buttons(VOLUNTEER)) is (after == "sent_back")


async def test_danger_or_a_method_goes_past_a_professional_first(world: World) -> None:
    await hands_in(world, happened=HEAVY)
    assert world.staff("story_new_twice", number=1) in world.saw(PROFESSIONAL)
    assert await world.types("/verhalen 1 goed", who=COORDINATOR) == [
        world.staff("story_professional_first", number=1)
    ]
    await world.types("/verhalen", who=PROFESSIONAL)
    await world.presses("Gezien, kan verteld worden", who=PROFESSIONAL)
    assert await state(world) == "waiting"
    await world.types("/verhalen 1 goed", who=COORDINATOR)
    assert await state(world) == "approved"
    assert await world.types("/verhalen 1 weiger toch te zwaar", who=PROFESSIONAL) == [
        world.staff("story_not_waiting", number=1)
    ]


async def test_a_harmless_story_is_not_for_professionals(world: World) -> None:
    await hands_in(world)
    assert await world.types("/verhalen 1", who=PROFESSIONAL) == [world.staff("story_not_here")]
    assert world.staff("story_new", number=1) not in world.saw(PROFESSIONAL)


async def test_new_words_need_a_new_look(world: World) -> None:
    await hands_in(world, happened=HEAVY)
    await world.types("/verhalen 1 goed", who=PROFESSIONAL)
    await world.types("/mijnverhalen 1 verander", who=VOLUNTEER)
    await world.presses("Opnieuw: wat hielp", who=VOLUNTEER)
    await world.types("een vriend bleef de hele nacht aan de telefoon", who=VOLUNTEER)
    await world.presses("Ja, stuur het in", who=VOLUNTEER)
    assert await world.types("/verhalen 1 goed", who=COORDINATOR) == [
        world.staff("story_professional_first", number=1)
    ]


async def test_a_button_is_about_the_words_that_were_shown(world: World) -> None:
    await hands_in(world)
    await world.types("/verhalen", who=COORDINATOR)
    await world.types("/mijnverhalen 1 verander", who=VOLUNTEER)
    assert await world.presses("Goedkeuren", who=COORDINATOR) == [world.staff("story_not_here")]
    await world.presses("Opnieuw: wat hielp", who=VOLUNTEER)
    await world.types("het hielp dat ik er zelf over begon", who=VOLUNTEER)
    await world.presses("Ja, stuur het in", who=VOLUNTEER)
    assert await world.presses("Goedkeuren", who=COORDINATOR) == [
        world.staff("story_changed_meanwhile", number=1)
    ]
    assert await state(world) == "waiting"


async def test_nobody_decides_about_their_own_story(world: World) -> None:
    """A volunteer who became a coordinator meanwhile."""
    await hands_in(world)
    await invited(world, "NIEUW", "coordinator", alias="Rode Panda")
    await world.types("/start NIEUW", who=VOLUNTEER)
    for words in ("goed", "terug nee", "weiger nee"):
        told = await world.types(f"/verhalen 1 {words}", who=VOLUNTEER)
        assert told == [world.staff("story_own")]
    assert await state(world) == "waiting"


async def test_a_changed_story_is_not_told_until_it_is_approved_again(world: World) -> None:
    await is_told(world)
    await world.types("/mijnverhalen 1 verander", who=VOLUNTEER)
    assert world.staff("story_not_told_now") in world.saw(VOLUNTEER)
    await comes_to_story(world)
    assert "Vertel maar" not in world.buttons()
    await world.presses("Ja, stuur het in", who=VOLUNTEER)
    await world.types("/verhalen 1 goed", who=COORDINATOR)
    assert await state(world) == "approved"


async def test_withdrawn_is_gone_for_everybody(world: World) -> None:
    await is_told(world)
    await world.types("/mijnverhalen 1 weg", who=VOLUNTEER)
    assert await state(world) == "approved"  # asked first
    await world.presses("Ja, wis het", who=VOLUNTEER)
    assert await world.rows("stories") == []
    assert await world.types("/verhalen 1", who=COORDINATOR) == [world.staff("story_not_here")]
    await comes_to_story(world)
    assert "Vertel maar" not in world.buttons()


async def test_stories_leave_with_who_leaves_and_rest_with_who_rests(world: World) -> None:
    await is_told(world)
    await world.types("/schors Rode Panda", who=COORDINATOR)
    await comes_to_story(world)
    assert "Vertel maar" not in world.buttons()
    await world.types("/vergeetmij ja", who=VOLUNTEER)
    assert await world.rows("stories") == []


async def test_a_refused_story_goes_after_30_days_and_one_that_is_told_stays(world: World) -> None:
    from bot.services.timing import plan_tidying

    await is_told(world)
    await hands_in(world, happened="ik kreeg een andere bijnaam dan de vorige keer")
    await world.types("/verhalen 2 weiger te veel namen", who=COORDINATOR)
    world.clock.move_to(world.clock.now() + timedelta(days=31))
    await plan_tidying(world.application.house)
    await world.application.works.settle()
    assert [row.number for row in await world.rows("stories")] == [1]


@pytest.mark.parametrize(
    "typed",
    ["/verhalen 99", "/verhalen ²", "/verhalen 1 misschien", "/verhalen abc goed", "/verhalen -1"],
)
async def test_odd_words_of_the_coordinator_get_a_sentence(world: World, typed: str) -> None:
    await hands_in(world)
    told = await world.types(typed, who=COORDINATOR)
    assert told in ([world.staff("story_not_here")], [world.staff("story_decide_how")])
    assert await state(world) == "waiting"
