"""What people do in more than one test about support: share a goal, open the link, cheer."""

from __future__ import annotations

import re

from tests.conftest import World

STEP, WHEN, OBSTACLE = "kast opruimen", "zaterdag na het eten", "dat ik moe ben"
WORDS = "een klusje thuis"
YES, CHEER, LINE = "Ja, ik steun", "Ik denk aan je", "Eigen regel"
HELLO = "Hoi, past het nu?"


async def sets_a_goal(world: World, who: str = "young", when: str = "Morgen") -> None:
    """A young person makes a goal and wants to share it with somebody they know."""
    await world.types("ik wil een doel", means={"act": "set_goal"}, who=who)
    await world.types(STEP, who=who)
    await world.types(WHEN, who=who)
    await world.types(OBSTACLE, who=who)
    for label in ("Sla over", "Klopt", "7", "Met iemand die ik ken", when):
        await world.presses(label, who=who)


async def makes_a_link(
    world: World,
    who: str = "young",
    *,
    called: str = "oma",
    hears: str = "Niks",
    words: str = WORDS,
) -> str:
    """From "hoe noem je die" to the link; returns its code."""
    await world.types(called, who=who)
    await world.types(words, who=who)
    await world.presses("Me aanmoedigen", who=who)
    await world.presses(hears, who=who)
    return code_in((await world.presses("Maak de link", who=who))[-1])


def code_in(text: str) -> str:
    found = re.search(r"/start (\S+)", text)
    assert found, text
    return found[1]


async def another_link(world: World, who: str = "young", **values: str) -> str:
    """One more link for the same goal."""
    await world.types("delen", who=who)
    await world.presses("Iemand die ik ken", who=who)
    return await makes_a_link(world, who, **values)


async def supports(
    world: World, *, hears: str = "Niks", by: str = "friend", young: str = "young"
) -> str:
    """A goal is shared and somebody said yes; the young person heard so. Returns the code."""
    await sets_a_goal(world, young)
    code = await makes_a_link(world, young, hears=hears)
    await opens(world, code, by)
    await world.does(wait="11m")
    await world.presses("Ja", who=young)
    return code


async def opens(world: World, code: str, by: str = "friend") -> None:
    await world.types(f"/start {code}", who=by)
    await world.presses(YES, who=by)


async def sends(world: World, text: str, who: str = "friend", **means: object) -> list[str]:
    """A line of their own; returns what they read of it."""
    await world.presses(LINE, who=who)
    return await world.types(text, means=means or None, who=who)


def tells(world: World, name: str, **values: object) -> str:
    """What a supporter reads, without the lines of services."""
    text = world.application.house.flowbook().supporters.tell(name, **values)
    return text.split("{services}")[0].rstrip(": \n")


def says(world: World, name: str, **values: object) -> str:
    return world.application.house.flowbook().supporters.say(name, **values)
