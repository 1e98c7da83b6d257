"""What a coordinator can see: who waits and who has duty, never a word of a talk."""

from __future__ import annotations

from tests.conftest import World
from tests.services.people import (
    URGENT,
    asks_for_a_peer,
    asks_for_a_professional,
    talks_with_a_volunteer,
)


async def test_who_waits_is_told_the_most_urgent_first(world: World) -> None:
    await world.types("/dienst uit", who="volunteer")
    await asks_for_a_peer(world)
    await world.does(wait="3m")
    await world.types(URGENT, who="young2")
    (told,) = await world.types("/aanvragen", who="coordinator")
    assert told.splitlines() == [
        "Dit staat open:",
        "- Zilveren Ree: voor een beroepskracht, ❗ dringend gevaar (zelfdoding), wacht 0 min",
        "- Groene Reiger: voor een maatje, gewoon, wacht 3 min",
        "In dienst: beroepskrachten 1, maatjes 0. Lopende gesprekken: 0.",
    ]


async def test_running_talks_are_counted_and_not_shown(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("het gaat niet zo")
    (told,) = await world.types("/aanvragen", who="coordinator")
    assert "Niemand wacht." in told
    assert "Lopende gesprekken: 1." in told
    assert "het gaat niet zo" not in told


async def test_only_a_coordinator_gets_the_list(world: World) -> None:
    await asks_for_a_professional(world)
    for who in ("volunteer", "professional"):
        assert await world.types("/aanvragen", who=who) == [world.staff("unknown_command")]
