"""The contact rule: what would take two people out of Maatje does not cross, on either side."""

from __future__ import annotations

import pytest

from tests.conftest import World
from tests.services.people import (
    CLAIM,
    URGENT,
    joins,
    talks_with_a_professional,
    talks_with_a_volunteer,
    urgent_cards,
)

KEPT = (
    "mijn nummer is 06 12345678",
    "mail me op sterre@example.org",
    "kijk op https://example.org/groep",
    "mijn insta is sterre_123",
    "ik woon in de Kerkstraat 12",
    "Zullen we afspreken?",
    "kunnen we elkaar IN HET ECHT zien",
    "mag ik je snap?",
    "geef uw insta eens",
)
CROSSING = (
    "vandaag 3 keer gebeld door school",
    "ik heb 06 punten gehaald",
    "we hadden afgesproken dat ze het niet zou zeggen",
    "ik sta op het schoolplein",
    "hij zei op snap dat ik stink",
)


@pytest.mark.parametrize("line", KEPT)
async def test_a_way_to_meet_elsewhere_stays_here_and_says_so(world: World, line: str) -> None:
    await talks_with_a_volunteer(world)
    before = len(world.saw("volunteer"))
    assert (await world.types(line))[0].startswith("Dit heb ik niet doorgegeven.")
    assert len(world.saw("volunteer")) == before
    before = len(world.saw("young"))
    assert await world.types(line, who="volunteer") == [world.staff("contact_held")]
    assert len(world.saw("young")) == before
    assert line not in [row.text for row in await lines(world)]


async def lines(world: World) -> list:  # type: ignore[type-arg]
    """Every line that was kept of every talk."""
    async with world.application.house.units() as tx:
        cases = await world.rows("handoffs")
        return [line for case in cases for line in await tx.handoffs.lines(case.id)]


@pytest.mark.parametrize("line", CROSSING)
async def test_ordinary_words_cross(world: World, line: str) -> None:
    await talks_with_a_volunteer(world)
    await world.types(line)
    assert world.saw("volunteer")[-1] == f"Groene Reiger: {line}"


async def test_a_helpline_may_be_named(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(
        "je kan ook bellen met 0800-0432 of chatten op kindertelefoon.nl", who="volunteer"
    )
    assert world.saw("young")[-1].endswith("kindertelefoon.nl")


async def test_with_a_professional_nothing_is_held_back(world: World) -> None:
    await talks_with_a_professional(world)
    await world.types("mijn nummer is 06 12345678")
    assert world.saw("professional")[-1] == "Groene Reiger: mijn nummer is 06 12345678"


async def test_the_coordinator_hears_of_the_second_time_without_the_words(world: World) -> None:
    await joins(world, "coordinator", "coordinator", alias="Coördinator", duty=False)
    await talks_with_a_volunteer(world)
    before = len(world.saw("coordinator"))
    await world.types("mijn nummer is 06 12345678", who="volunteer")
    assert len(world.saw("coordinator")) == before
    await world.types("of zullen we afspreken", who="volunteer")
    (told,) = world.saw("coordinator")[before:]
    assert "Groene Reiger" in told
    assert "2 keer" in told
    assert "het maatje" in told
    assert "06" not in told
    assert "afspreken?" not in told
    await world.types("zullen we afspreken")  # the young person's count is their own
    assert len(world.saw("coordinator")) == before + 1


async def test_danger_in_a_line_that_stays_here_still_acts(world: World) -> None:
    await talks_with_a_volunteer(world)
    said = await world.types(f"{URGENT}, ik woon in de Kerkstraat 12")
    assert said[0].startswith("Dit heb ik niet doorgegeven.")
    assert any("113" in text for text in said)
    assert urgent_cards(world)


async def test_an_edited_line_is_held_back_too(world: World) -> None:
    await talks_with_a_volunteer(world)
    before = len(world.saw("volunteer"))
    await world.does(**{"as": "young", "text": "bel me 0612345678", "edited": True})
    assert len(world.saw("volunteer")) == before
    assert await world.presses(CLAIM, who="volunteer") == [world.staff("already_claimed")]
