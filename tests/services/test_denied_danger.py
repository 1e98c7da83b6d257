"""Who clearly said no is believed: the same suspicion does not come back with every next message."""

from __future__ import annotations

import pytest

from tests.conftest import World, texts

ASKED = {"risk": {"level": "concern", "kinds": ["suicide"]}}
NEUTRAL = "Hoi, past het nu?"
NO = "nee ik wil niet dood ik wil gewoon slapen voor mijn toets"


async def test_a_no_in_a_whole_sentence_is_no_new_sign(world: World) -> None:
    world.language.teach("ben moe van alles", ASKED)
    doubtful = {"level": "urgent", "kinds": ["suicide"], "sure": 0.7}
    world.language.teach(NO, {"act": "deny", "risk": doubtful})
    await world.types("ben moe van alles")
    shown = await world.types(NO)
    assert world.shared("denied") in shown
    assert "danger_denied" in await world.events()
    assert not any(world.question("suicide") in text for text in shown)


async def test_what_the_model_is_nearly_sure_of_outweighs_the_no(world: World) -> None:
    world.language.teach("ben moe van alles", ASKED)
    sure = {"level": "urgent", "kinds": ["suicide"], "sure": 0.85}
    world.language.teach(NO, {"act": "deny", "risk": sure})
    await world.types("ben moe van alles")
    shown = await world.types(NO)
    assert any(text.startswith(world.urgent("suicide")) for text in shown)


async def test_what_the_tripwire_sees_outweighs_the_no(world: World) -> None:
    world.language.teach("ben moe van alles", ASKED)
    await world.types("ben moe van alles")
    shown = await world.types("nee ik heb al pillen genomen")
    assert not any(text == world.shared("denied") for text in shown)
    assert any("112" in text for text in shown)


@pytest.mark.parametrize(
    ("sure", "level", "asks"),
    [
        (0.3, "concern", False),
        (0.6, "concern", False),
        (0.8, "concern", True),
        (0.3, "urgent", True),
    ],
)
async def test_after_a_no_a_faint_concern_is_let_be_and_a_firm_one_is_not(
    world: World, sure: float, level: str, *, asks: bool
) -> None:
    world.language.teach("ben moe van alles", ASKED)
    await world.types("ben moe van alles")
    await world.presses("Nee")
    cards = len(world.saw("professional"))
    risk = {"level": level, "kinds": ["self_harm"], "sure": sure}
    world.language.teach("het is gewoon veel", {"risk": risk})
    await world.types("het is gewoon veel")
    assert (len(world.saw("professional")) > cards) == asks


async def test_without_a_no_a_faint_concern_is_asked_about(world: World) -> None:
    risk = {"level": "concern", "kinds": ["self_harm"], "sure": 0.1}
    world.language.teach("het is gewoon veel", {"risk": risk})
    shown = await world.types("het is gewoon veel")
    assert world.question("other") in shown[-1]


async def test_nothing_comes_by_itself_between_two_messages(world: World) -> None:
    world.language.teach("ben moe van alles", ASKED)
    await world.types("ben moe van alles")
    await world.does(wait="9m")
    await world.types("hmm")
    assert NEUTRAL not in texts(await world.does(wait="2m"), "young")
    assert NEUTRAL in texts(await world.does(wait="2m"), "young")


async def test_words_that_may_be_ordinary_are_heard_and_asked_about(world: World) -> None:
    told = await world.types("ben zo moe van alles", means={"topic": "homework", "act": "tell"})
    assert "niet overheen" not in "\n".join(told)
    assert world.question("suicide") in told[-1]
    assert world.shared("concern_doubted") in told[-1]
    assert len(world.saw("professional")) == 1


async def test_of_words_that_may_be_ordinary_a_no_is_believed(world: World) -> None:
    await world.types("ben zo moe van alles")
    assert world.shared("denied") in await world.types("nee gewoon moe van alles door school")
    cards = len(world.saw("professional"))
    told = await world.types("klaar met alles daar")
    assert not any(world.question("suicide") in text for text in told)
    assert len(world.saw("professional")) == cards


async def test_they_are_asked_about_at_a_menu_too_and_without_a_language_service(
    world: World,
) -> None:
    await world.types("ik zit ergens mee", means={"topic": "bullying", "act": "tell"})
    await world.presses("Liever niet vertellen")
    world.language.away = True
    told = await world.types("ik trek het niet meer")
    assert world.question("suicide") in told[-1]


async def test_beside_plainer_words_they_are_no_doubt(world: World) -> None:
    told = "\n".join(await world.types("moe van alles, ik wil dood"))
    assert world.urgent("suicide") in told
