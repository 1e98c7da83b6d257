"""What volunteers with a story do in more than one test."""

from __future__ import annotations

from tests.conftest import World

HAPPENED = "in de klas lachten ze me uit om mijn stem, elke dag weer"
HELPED = "een jongen uit vijf kwam naast me zitten en zei niets"
MYSELF = "je stem is gewoon jouw stem, hou hem maar"
TO_A_STORY = "Horen hoe een ander het had"
AGED = {"Jonger dan 12": 11, "12 tot 15": 14, "16 of 17": 16, "Ouder dan 24": 30}


async def writes(
    world: World,
    *,
    happened: str = HAPPENED,
    helped: str = HELPED,
    topic: str = "pesten",
    age: str = "12 tot 15",
    region: str = "Nederland",
    who: str = "volunteer",
) -> None:
    """A volunteer tells a story, up to the preview."""
    await world.types("/verhaal", who=who)
    for label in ("Ja, dat wil ik", topic, "Verder", age, region):
        await world.presses(label, who=who)
    for words in (happened, helped, MYSELF):
        await world.types(words, who=who)


async def hands_in(world: World, **how: str) -> None:
    """A volunteer tells a story and hands it in."""
    await writes(world, **how)
    await world.presses("Ja, stuur het in", who=how.get("who", "volunteer"))


async def is_told(world: World, number: int = 1, **how: str) -> None:
    """There is one more approved story."""
    await hands_in(world, **how)
    await world.types(f"/verhalen {number} goed", who="coordinator")


async def comes_to_story(world: World, *, age: str = "12 tot 15", land: str = "Nederland") -> None:
    """A young person is bullied and comes to where a story could be told."""
    world.language.teach("ze pesten me", {"topic": "bullying"})
    await world.types("ze pesten me")
    await world.types(f"ik ben {AGED[age]} en ik woon in {land.split()[0]}")
    for label in ("Liever niet vertellen", "Sla over", TO_A_STORY):
        if label in world.buttons():
            await world.presses(label)


async def state(world: World, number: int = 1) -> str:
    """Where a story stands; empty when it is gone."""
    found = [row.state for row in await world.rows("stories") if row.number == number]
    return str(found[0]) if found else ""
