"""`/cijfers`: figures of all talks together, and nothing of one person."""

from __future__ import annotations

import pytest

from bot.domain.events import event
from bot.domain.figures import Figures, percentile
from tests.conftest import World
from tests.services.people import CLAIM, URGENT, asks_for_a_peer, talks_with_a_volunteer
from tests.services.supporting import CHEER, makes_a_link, sets_a_goal, supports


async def figures(world: World) -> list[str]:
    return await world.types("/cijfers", who="coordinator")


async def talks(world: World, number: int) -> None:
    for turn in range(number):
        await world.types("mag ik met iemand praten", means={"act": "want_peer"})
        if turn == 0:
            await world.presses("Nederland")
            await world.presses("16 of 17")
            await world.presses("Maakt niet uit")
        await world.does(wait="2m")
        await world.presses(CLAIM, who="volunteer")
        await world.types("/klaar", who="volunteer")
        await world.types("/stop")


async def test_few_talks_show_no_times_and_no_groups(world: World) -> None:
    await talks_with_a_volunteer(world)
    week, month = await figures(world)
    assert "Cijfers van de laatste 7 dagen" in week
    assert "Cijfers van de laatste 28 dagen" in month
    assert "Gevraagd: maatje 1, beroepskracht 0" in week
    assert "Wachten op een maatje: minder dan 5 keer, dus geen tijd" in week
    assert "Gesprekken per vorm: maatje minder dan 5" in week


async def test_with_enough_talks_the_waiting_time_is_shown(world: World) -> None:
    await talks(world, 5)
    week, _ = await figures(world)
    assert "Genomen: maatje 5" in week
    assert "Wachten op een maatje: helft binnen 2 min, 9 van de 10 binnen 2 min" in week
    assert "Gesprekken per vorm: maatje 5" in week


async def test_what_is_older_counts_in_the_longer_period_only(world: World) -> None:
    await asks_for_a_peer(world)
    await world.does(wait="8d")
    week, month = await figures(world)
    assert "Gevraagd: maatje 0" in week
    assert "Gevraagd: maatje 1" in month


async def test_danger_and_hours_without_anybody_are_counted(world: World) -> None:
    await world.types("/dienst uit", who="professional")
    for who in ("young", "young2", "friend"):
        await world.types(URGENT, who=who)
    week, _ = await figures(world)
    assert "Gevaarkaarten: dringend 3, zorg 0" in week
    assert "Uren waarop er niemand was: 15-16 uur minder dan 5" in week


async def test_figures_hold_no_alias_and_no_words(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("ik heet Noor")
    told = "\n".join(await figures(world))
    for hidden in ("Groene Reiger", "Rode Panda", "Noor"):
        assert hidden not in told


async def test_support_by_many_is_counted_and_small_numbers_are_hidden(world: World) -> None:
    week, _ = await figures(world)
    assert "Doelen gedeeld: met een maatje 0, met iemand die ze kennen 0, met een kring 0" in week
    await supports(world)
    week, _ = await figures(world)
    few = "minder dan 5"
    assert f"met iemand die ze kennen {few}" in week
    assert f"Steungevers: erbij gekomen {few}, aangemoedigd 0" in week
    for _ in range(5):
        await world.presses(CHEER, who="friend")
        await world.does(wait="25h")
    week, _ = await figures(world)
    assert "aangemoedigd 5" in week


async def test_goals_circles_groups_wall_and_stories_stand_there_as_figures(world: World) -> None:
    every = [
        *("goal_shared:volunteer", "goal_shared:link", "goal_shared:circle"),
        *("support_begun:", "support_cheered:", "circle_made:", "circle_joined:"),
        *("circle_cheered:", "group_linked:", "group_joined:", "group_allowed:"),
        *("wall_posted:message", "wall_thanked:", "story_told:bullying"),
    ]
    async with world.application.house.units() as tx:
        for number, one in enumerate(every, 5):
            name, _, about = one.partition(":")
            await tx.events.add([event(name, about)] * number, world.clock.now())
        await tx.commit()
    week, _ = await figures(world)
    assert "met een maatje 5, met iemand die ze kennen 6, met een kring 7" in week
    assert "erbij gekomen 8, aangemoedigd 9" in week
    assert "Kringen: gemaakt 10, meegedaan 11, gejuicht 12" in week
    assert "Groepen: gekoppeld 13, meegedaan 14, regels voor de ronde 15" in week
    assert "Muur: ingestuurd 16, herkend 17" in week
    assert week.endswith("Verhalen: verteld 18")


async def test_a_goal_shared_when_it_is_made_counts_once_and_a_link_when_it_is_there(
    world: World,
) -> None:
    await sets_a_goal(world)
    assert "goal_shared" not in await world.events()
    await makes_a_link(world)
    assert (await world.events()).count("goal_shared") == 1


@pytest.mark.parametrize(("numbers", "ninety"), [([1], 1), (list(range(1, 11)), 9), ([5, 1], 5)])
def test_nine_of_ten_is_the_nearest_rank(numbers: list[int], ninety: int) -> None:
    assert percentile(numbers, 90) == ninety


def test_of_nothing_there_is_nothing() -> None:
    assert Figures(()).seconds("wait_ended", "volunteer") == []
