"""Being a peer too: asked once, kindly, and never in a bad moment."""

from __future__ import annotations

from tests.conftest import World
from tests.services.people import SUICIDE_CONCERN, asks_for_a_peer, talks_with_a_volunteer

HOI = "Hoi, past het nu?"
MORE = "Vertel eens meer"


async def reaches_a_goal(world: World, age: str = "18 tot 24") -> None:
    """A young person who told their age sets a goal and reaches it the next day."""
    await asks_for_a_peer(world, age=age)
    await world.types("stop")
    await sets_and_reaches(world)


async def sets_and_reaches(world: World) -> None:
    """A goal, and a day later "gelukt"."""
    await world.types("ik wil een doel", means={"act": "set_goal"})
    await world.types("een keer naast iemand gaan zitten")
    await world.types("in de pauze")
    for label in ("Sla over", "Klopt", "8", "Nog met niemand", "Morgen"):
        await world.presses(label)
    await world.does(wait="25h")
    for label in ("Ja", "Gelukt", "Sla over"):
        await world.presses(label)


async def asked(world: World, wait: str) -> bool:
    """Does the question come within this time?"""
    before = (await world.events()).count("peer_too_asked")
    await world.does(wait=wait)
    return (await world.events()).count("peer_too_asked") > before


async def test_after_a_goal_that_was_reached(world: World) -> None:
    await reaches_a_goal(world)
    assert not await asked(world, "46h")
    assert await asked(world, "6h")
    assert world.saw("young")[-1] == HOI
    told = "\n".join(await world.presses("Ja"))
    assert "ook voor zichzelf goed" in told
    assert "moderator" not in told
    told = await world.presses(MORE)
    assert "Hoe oud ben je?" in told[-1]


async def test_at_16_or_17_it_says_what_one_may_do(world: World) -> None:
    await reaches_a_goal(world, "16 of 17")
    assert await asked(world, "60h")
    told = "\n".join(await world.presses("Ja"))
    assert "buddy (meter of peter), tutor, leader of moderator zijn" in told


async def test_no_is_no_for_good(world: World) -> None:
    await reaches_a_goal(world)
    assert await asked(world, "60h")
    await world.presses("Ja")
    assert "niet nog eens" in (await world.presses("Nee, dank je"))[0]
    await sets_and_reaches(world)
    assert not await asked(world, "20d")


async def test_three_weeks_after_a_talk_that_helped(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    await world.presses("Fijn")
    await world.presses("Ja")
    assert not await asked(world, "20d")
    assert await asked(world, "30h")


async def test_a_talk_that_did_not_help_asks_nothing(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    await world.presses("Gaat wel")
    await world.presses("Een beetje")
    assert not await asked(world, "28d")


async def test_nobody_under_16_is_asked(world: World) -> None:
    await reaches_a_goal(world, "12 tot 15")
    assert not await asked(world, "10d")


async def test_never_after_danger(world: World) -> None:
    await reaches_a_goal(world)
    await world.types("alles is zwart", means=SUICIDE_CONCERN)
    await world.presses("Nee")
    assert not await asked(world, "20d")


async def test_not_in_a_talk_nor_at_night(world: World) -> None:
    await reaches_a_goal(world)
    await world.does(wait="40h")
    await talks_with_a_volunteer(world)
    assert not await asked(world, "20h")
    await world.types("/klaar", who="volunteer")
    await world.types("stop")
    for _ in range(60):
        if await asked(world, "1h"):
            break
    assert world.saw("young")[-1] == HOI
    assert 8 <= world.clock.now().hour + 1 <= 21


async def test_not_who_is_typing_with_maatje_now(world: World) -> None:
    await reaches_a_goal(world)
    await world.does(wait="47h")
    await world.types("hoi", means={"act": "greet"})
    assert not await asked(world, "100m")
    assert await asked(world, "24h")


async def test_forgotten_is_forgotten(world: World) -> None:
    await reaches_a_goal(world)
    await world.types("/vergeetmij")
    await world.presses(world.young("forget_yes"))
    assert not [row for row in await world.rows("timers") if row.kind == "peer_too"]
