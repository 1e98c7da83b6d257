"""Danger in a line of the volunteer: it crosses, a professional gets a card, and the young person hears
where help is. Nobody is alarmed, and nobody loses the talk by it."""

from __future__ import annotations

import pytest

from tests.conftest import World
from tests.services.people import (
    CLEAR,
    CONCERN,
    READ,
    SUICIDE_CONCERN,
    both_agree,
    concern_cards,
    joins,
    states,
    talks_with_a_professional,
    talks_with_a_volunteer,
    urgent_cards,
)

ASKS = "denk je aan zelfmoord?"
THREATENS = "stuur me een naaktfoto anders zet ik je foto online"
YOUNG, PEER = "Groene Reiger", "Rode Panda"


async def tells(world: World, who: str, text: str) -> dict[str, list[str]]:
    """Somebody types; what everybody then sees."""
    seen: dict[str, list[str]] = {}
    for shown in await world.does(**{"as": who, "text": text}):
        seen.setdefault(shown.to, []).append(shown.reply.text)
    return seen


async def test_a_plain_question_crosses_and_brings_a_card_and_help(world: World) -> None:
    await talks_with_a_volunteer(world)
    seen = await tells(world, "volunteer", ASKS)
    line, help_ = seen["young"]
    assert line == f"{PEER}: {ASKS}"
    assert "113" in help_
    assert "/meld" in help_
    assert seen["volunteer"] == [world.staff("helper_danger", alias=YOUNG)]
    (card,) = seen["professional"]
    assert "van het maatje, niet van de jongere" in card
    assert ASKS in card
    assert not urgent_cards(world)


async def test_who_may_do_harm_is_seen_by_a_professional(world: World) -> None:
    await talks_with_a_volunteer(world)
    seen = await tells(world, "volunteer", THREATENS)
    assert any("grooming" in text for text in seen["professional"])
    assert "/meld" in seen["young"][-1]


async def test_the_talk_goes_on_and_one_press_lays_it_to_rest(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(ASKS, who="volunteer")
    assert sorted(await states(world)) == ["active", "offered"]
    await world.presses(CLEAR, who="professional")
    assert sorted(await states(world)) == ["active", "withdrawn"]
    await world.types("nee hoor", who="young")
    assert world.saw("volunteer")[-1] == f"{YOUNG}: nee hoor"
    await world.types("/klaar", who="volunteer")
    await world.presses("Fijn")
    assert world.buttons()  # asked how it was, as after any talk


async def test_while_the_card_lies_there_nothing_comes_twice(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(ASKS, who="volunteer")
    assert await tells(world, "volunteer", "dus je denkt soms aan zelfmoord?") == {
        "young": [f"{PEER}: dus je denkt soms aan zelfmoord?"]
    }


async def test_own_words_of_the_young_person_bring_a_card_of_their_own(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(ASKS, who="volunteer")
    await world.types("soms", who="young")
    before = len(concern_cards(world))
    world.language.teach(CONCERN, SUICIDE_CONCERN)
    await world.types(CONCERN)
    new = concern_cards(world)[before:]
    assert len(new) == 1
    assert ASKS in new[0]
    assert CONCERN in new[0]


async def test_the_professional_may_read_along_and_both_hear_why(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(ASKS, who="volunteer")
    shown = await world.does(**{"as": "professional", "press": READ})
    told = [s.reply.text for s in shown if s.to == "young"]
    assert any("omdat er misschien gevaar is" in text for text in told)


async def test_without_a_professional_the_coordinator_hears_it(world: World) -> None:
    await joins(world, "coordinator", "coordinator", alias="Coördinator", duty=False)
    await talks_with_a_volunteer(world)
    await world.types("/dienst uit", who="professional")
    seen = await tells(world, "volunteer", ASKS)
    assert seen["volunteer"] == [world.staff("helper_danger_nobody", alias=YOUNG)]
    assert "geen beroepskracht dienst" in seen["coordinator"][0]
    assert "113" in seen["young"][-1]


async def test_a_line_that_stays_here_still_brings_the_card(world: World) -> None:
    await talks_with_a_volunteer(world)
    held = "stuur een naaktfoto naar 06 12 34 56 78"
    seen = await tells(world, "volunteer", held)
    assert "young" not in seen
    assert any("grooming" in text for text in seen["professional"])


@pytest.mark.parametrize("words", [ASKS, "hoe was je dag"])
async def test_words_of_a_professional_alarm_nobody(world: World, words: str) -> None:
    await talks_with_a_professional(world)
    assert list(await tells(world, "professional", words)) == ["young"]


async def test_a_mediator_hears_how_to_ask_and_the_talk_of_three_is_not_held(world: World) -> None:
    await both_agree(world)
    await world.types("/neem", who="volunteer")
    seen = await tells(world, "volunteer", ASKS)
    assert seen["volunteer"] == [world.staff("helper_danger_shared")]
    assert seen["young"] == seen["young2"] == [f"{PEER}: {ASKS}"]
    assert "professional" not in seen
