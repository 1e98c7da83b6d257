"""What candidates, volunteers in training and coordinators do in more than one test."""

from __future__ import annotations

from tests.conftest import World

ALIAS = "Frisse Vlinder"  # of the first candidate of a house
WHY = "ik wil er voor anderen zijn"
SEEN = "19 vog 02-03-2026"  # in the tests it is 10 March 2026 or a few days later
LATER = "Later verder"
LISTENS = "listen: dat klinkt zwaar"  # in the tests a line begins with its kind


async def applies(world: World, who: str = "young", age: str = "18 of ouder") -> None:
    """Somebody hands in an application."""
    await world.types("/vrijwilliger", who=who)
    await world.presses(age, who=who)
    await world.types(WHY, who=who)
    for label in ("Pesten", "Nederland", "1 of 2 uur", "Ja, stuur maar door"):
        await world.presses(label, who=who)


async def is_screened(world: World, who: str = "young", seen: str = SEEN, **how: str) -> None:
    """Somebody applies, and the coordinator has seen who they are."""
    await applies(world, who, **how)
    await world.types(f"/gescreend {ALIAS} {seen}", who="coordinator")


async def in_training(world: World, who: str = "young", seen: str = SEEN, **how: str) -> None:
    """Somebody was screened, and began the training."""
    await is_screened(world, who, seen, **how)
    await world.types("/training", who=who)


async def does_module(world: World, who: str = "young") -> None:
    """Somebody gives every right answer of the module that is open."""
    modules = world.application.house.flowbook().training
    right = {s.say: next(c.say for c in s.choices if c.right) for m in modules for s in m.steps}
    while LATER in world.buttons(who):
        shown = world.saw(who)[-1]
        said = next(answer for text, answer in right.items() if text in shown)
        await world.presses(said, who=who)


async def does_modules(world: World, who: str = "young", seen: str = SEEN, **how: str) -> None:
    """Somebody did every module, and no practice talk yet."""
    await in_training(world, who, seen, **how)
    for n in range(3):
        if n:
            await world.types("/training", who=who)
        await does_module(world, who)


async def practises(world: World, number: int = 1, who: str = "young", says: str = LISTENS) -> None:
    """Somebody does a practice talk to its end with lines of one kind."""
    await world.types(f"/oefenen {number}", who=who)
    while await world.rows("practice_talks"):
        await world.types(says, who=who)


async def is_trained(world: World, who: str = "young", seen: str = SEEN, **how: str) -> None:
    """Somebody did every module, and a practice talk."""
    await does_modules(world, who, seen, **how)
    await practises(world, who=who)


async def is_approved(world: World, who: str = "young", seen: str = SEEN, **how: str) -> None:
    """Somebody walked the whole path."""
    await is_trained(world, who, seen, **how)
    await world.presses("Goedkeuren", who="coordinator")


async def status(world: World, alias: str = ALIAS) -> str:
    """Where a volunteer stands now."""
    return next(row.status for row in await world.rows("volunteers") if row.alias == alias)
