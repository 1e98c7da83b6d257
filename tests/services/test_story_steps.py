"""A young person hears a story: the nearest one, part by part, or nothing at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.conftest import World, open_world
from tests.services.people import URGENT
from tests.services.storying import HAPPENED, TO_A_STORY, comes_to_story, is_told, state

THE_REST = ("Vertel verder", "Vertel verder")
OTHER = "op de bus riepen ze elke dag een andere naam naar mij"


async def hears_all(world: World) -> None:
    for label in THE_REST:
        await world.presses(label)


async def test_without_a_real_story_there_is_no_trace(world: World) -> None:
    await comes_to_story(world)
    assert TO_A_STORY not in world.buttons()
    assert "Praten met een maatje" in world.buttons()
    assert not any("iemand anders mee" in text for text in world.saw("young"))
    assert "story_told" not in await world.events()


async def test_a_real_story_is_told_in_short_messages(world: World) -> None:
    await is_told(world)
    await comes_to_story(world)
    begin, told = world.saw("young")[-2:]
    assert "toen 12 tot 15 jaar, in Nederland" in begin
    assert HAPPENED in told
    assert world.buttons()[:2] == ["Vertel verder", "Genoeg zo"]
    await world.presses("Vertel verder")
    assert (await world.presses("Vertel verder"))[-1] == world.young("story_like_ask")
    assert world.buttons()[:3] == ["Lijkt op mij", "Een beetje", "Niet"]
    assert "Ander verhaal" not in world.buttons()
    told = await world.presses("Lijkt op mij")
    assert told[0] == world.young("story_said_like_me")
    assert "Praten met een maatje" in world.buttons()


async def test_the_author_and_the_coordinator_see_figures_and_no_names(world: World) -> None:
    await is_told(world)
    await comes_to_story(world)
    await hears_all(world)
    await world.presses("Lijkt op mij")
    told = (await world.types("/mijnverhalen", who="volunteer"))[0]
    assert world.staff("story_figures", told=1, like=1, little=0) in told
    figures = (await world.types("/cijfers", who="coordinator"))[0]
    assert (
        "Verhalen verteld: Pesten minder dan 5. Daarop gezegd: lijkt op mij minder dan 5" in figures
    )


async def test_who_does_not_want_it_hears_none_and_it_counts_for_nothing(world: World) -> None:
    await is_told(world)
    await comes_to_story(world)
    await world.presses("Genoeg zo")
    assert "Praten met een maatje" in world.buttons()
    assert TO_A_STORY not in world.buttons()  # it has just been there
    await world.does(wait="13h")
    await world.types("/menu")
    await comes_to_story(world)
    assert HAPPENED in world.saw("young")[-1]
    row = (await world.rows("stories"))[0]
    assert (row.told, row.like_me) == (0, 0)


async def test_withdrawn_while_it_is_being_told(world: World) -> None:
    await is_told(world)
    await comes_to_story(world)
    await world.types("/mijnverhalen 1 weg", who="volunteer")
    await world.presses("Ja, wis het", who="volunteer")
    told = await world.presses("Vertel verder")
    assert told[0] == world.young("story_gone")
    assert "Praten met een maatje" in world.buttons()
    assert await state(world) == ""


async def test_withdrawn_after_the_last_part_an_answer_counts_for_nobody(world: World) -> None:
    await is_told(world)
    await comes_to_story(world)
    await hears_all(world)
    await world.types("/mijnverhalen 1 weg", who="volunteer")
    await world.presses("Ja, wis het", who="volunteer")
    assert world.young("story_gone") in await world.presses("Lijkt op mij")
    assert "Praten met een maatje" in world.buttons()


async def test_the_nearest_first_and_none_twice_until_all_were_told(world: World) -> None:
    await is_told(world, happened=OTHER, age="16 of 17", region="Vlaanderen of Brussel")
    await is_told(world, 2)
    await comes_to_story(world)
    assert HAPPENED in world.saw("young")[-1]
    await hears_all(world)
    told = "\n".join(await world.presses("Ander verhaal"))
    assert OTHER in told
    assert "toen 16 of 17 jaar, in Vlaanderen of Brussel" in told
    await world.presses("Vertel verder")
    await world.presses("Vertel verder")
    assert "Ander verhaal" not in world.buttons()
    await world.presses("Niet")
    await world.does(wait="13h")
    await world.types("/menu")
    await comes_to_story(world)
    assert HAPPENED in world.saw("young")[-1]  # all were told: the oldest again


async def test_words_of_ones_own_are_heard_at_the_question_and_not_in_between(world: World) -> None:
    await is_told(world)
    await comes_to_story(world)
    assert (await world.types("kweet niet"))[0] == world.young("story_unclear")
    await world.types("verder")
    await world.types("en toen?")
    told = await world.types("bij mij was het in de kleedkamer")
    assert told[0] == world.young("story_heard")


async def test_after_who_reads_this_the_same_part_comes_again_and_counts_once(world: World) -> None:
    await is_told(world)
    await comes_to_story(world)
    await hears_all(world)
    await world.presses("Wie leest dit?")
    for _ in range(4):
        if "Lijkt op mij" in world.buttons():
            break
        await world.presses(world.buttons()[-1])
    assert "Lijkt op mij" in world.buttons()
    assert (await world.rows("stories"))[0].told == 1


async def test_danger_ends_the_telling(world: World) -> None:
    await is_told(world)
    await comes_to_story(world)
    told = "\n".join(await world.types(URGENT))
    assert world.urgent("suicide") in told
    assert world.young("story_gone") not in world.saw("young")
    assert "Vertel verder" not in world.buttons()


@pytest.mark.parametrize("age", ["Jonger dan 12", "Ouder dan 24"])
async def test_outside_the_ages_there_is_no_story(world: World, age: str) -> None:
    await is_told(world)
    await comes_to_story(world, age=age)
    assert TO_A_STORY not in world.buttons()


async def test_a_story_fills_nothing_in(world: World) -> None:
    await is_told(world, happened="ze schreven {goal_step} op mijn tafel, elke week opnieuw")
    await comes_to_story(world)
    assert "(goal_step)" in world.saw("young")[-1]


async def test_the_house_of_the_demo_tells_invented_ones_and_says_so(tmp_path: Path) -> None:
    async with open_world(tmp_path, example_stories=True) as world:
        await comes_to_story(world, land="Vlaanderen of Brussel", age="16 of 17")
        assert world.young("story_example") in world.saw("young")[-2]
        await hears_all(world)
        await world.presses("Een beetje")
        assert await world.rows("stories") == []


async def test_where_nobody_asked_for_one_it_is_offered_first(tmp_path: Path) -> None:
    flows = tmp_path / "flows"
    shutil.copytree(ROOT / "flows", flows)
    bullying = flows / "bullying.yml"
    bullying.write_text(bullying.read_text("utf-8").replace(", at_once: true", ""), "utf-8")
    home = tmp_path / "home"
    home.mkdir()
    async with open_world(home, flows=flows) as world:
        await is_told(world)
        await comes_to_story(world)
        assert "Zal ik het vertellen?" in world.saw("young")[-1]
        assert world.buttons()[:2] == ["Vertel maar", "Nu niet"]
        assert HAPPENED in (await world.presses("Vertel maar"))[0]
        await hears_all(world)
        await world.presses("Niet")
        await world.does(wait="13h")
        await world.types("/menu")
        await comes_to_story(world)
        await world.presses("Nu niet")
        assert "Praten met een maatje" in world.buttons()
        assert (await world.rows("stories"))[0].told == 1
