"""`/cijfers`: figures of all talks together, and nothing of one person."""

from __future__ import annotations

import pytest

from bot.domain.figures import Figures, percentile
from tests.conftest import World
from tests.services.people import CLAIM, URGENT, asks_for_a_peer, talks_with_a_volunteer


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


@pytest.mark.parametrize(("numbers", "ninety"), [([1], 1), (list(range(1, 11)), 9), ([5, 1], 5)])
def test_nine_of_ten_is_the_nearest_rank(numbers: list[int], ninety: int) -> None:
    assert percentile(numbers, 90) == ninety


def test_of_nothing_there_is_nothing() -> None:
    assert Figures(()).seconds("wait_ended", "volunteer") == []
