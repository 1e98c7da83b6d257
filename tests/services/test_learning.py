"""What is kept to learn from, of whom, and how it goes: at a no, at `stop`, at forgetting, in time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.retention import LEARNING_TERM
from bot.services.learning import MOST_KEPT
from bot.services.timing import plan_tidying
from bot.settings import Settings
from tests.conftest import SEALER, World, open_world
from tests.services.people import (
    SUICIDE_CONCERN,
    URGENT,
    asks_for_a_professional,
    person_of,
)

STORY = "een verhaal over van alles"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A house that learns."""
    async with open_world(tmp_path, learning=True) as opened:
        yield opened


async def tells_about_themselves(world: World, age: str = "16 of 17") -> None:
    await world.types(STORY)
    await world.presses("Liever niet")
    await world.presses("Een plek voor hulp")
    await world.presses("Nederland")
    await world.presses(age)


async def says_yes(world: World, age: str = "16 of 17") -> None:
    await tells_about_themselves(world, age)
    await world.types("/leren")
    await world.presses("Ja, dat mag")


async def kept(world: World) -> list[str]:
    rows = sorted(await world.rows("unclear_messages"), key=lambda row: row.created_at)
    return [SEALER.open(row.text_sealed, place="unclear_messages.text", row=row.id) for row in rows]


async def test_an_unclear_message_of_who_said_yes_is_kept(world: World) -> None:
    await says_yes(world)
    assert await kept(world) == []  # nothing from before the yes
    await world.types(STORY)
    assert await kept(world) == [STORY]
    (row,) = await world.rows("unclear_messages")
    assert row.created_at == world.clock.now()
    assert set(row._fields) == {"id", "person", "text_sealed", "created_at"}


async def test_names_and_numbers_are_taken_out_first_and_helplines_stay(world: World) -> None:
    await says_yes(world)
    await world.types("ik heet Sanne, app me op 06 12345678, ik belde 0800-0432")
    (text,) = await kept(world)
    assert "Sanne" not in text
    assert "12345678" not in text
    assert "[naam]" in text
    assert "0800-0432" in text


@pytest.mark.parametrize("answer", ["Nee, liever niet", ""], ids=["no", "no answer"])
async def test_without_a_yes_nothing_is_kept(world: World, answer: str) -> None:
    await tells_about_themselves(world)
    await world.types("/leren")
    if answer:
        await world.presses(answer)
    await world.types("/menu")
    await world.types(STORY)
    assert await kept(world) == []


@pytest.mark.parametrize("age", ["Jonger dan 12", "12 tot 15", "Sla over"])
async def test_who_is_younger_or_did_not_tell_is_never_asked_and_nothing_is_kept(
    world: World, age: str
) -> None:
    await tells_about_themselves(world, age)
    if age == "Jonger dan 12":
        await world.presses("Verder praten")
    said = await world.types("/leren")
    assert len(said) == 1
    assert "Ja, dat mag" not in world.buttons()
    await world.types("ja")
    await world.types(STORY)
    assert await kept(world) == []


async def test_where_learning_is_off_nobody_is_asked_and_nothing_is_kept(tmp_path: Path) -> None:
    async with open_world(tmp_path, learning=True) as world:
        await says_yes(world)
    async with open_world(tmp_path) as world:
        await world.types(STORY)
        assert await kept(world) == []
        await world.types("/leren")  # who said yes before can still say no
        assert "Stop ermee" in world.buttons()
        await world.presses("Stop ermee")
        await world.types("/leren")
        assert "Ja, dat mag" not in world.buttons()


async def test_what_was_understood_is_not_kept(world: World) -> None:
    await says_yes(world)
    await world.types("ze lachen me uit", means={"topic": "bullying"})
    await world.types("/menu")
    await world.types("hoi", means={"act": "greet"})
    assert await kept(world) == []


async def test_danger_is_not_kept_nor_anything_while_it_is_open(world: World) -> None:
    await says_yes(world)
    await world.types("het lampje is bijna uit", means=SUICIDE_CONCERN)
    await world.types("tja")
    await world.types("/menu")
    await world.types(STORY)
    assert await kept(world) == []
    await world.types(URGENT)
    assert await kept(world) == []


async def test_after_a_clear_no_the_case_that_is_still_open_holds_it_back(world: World) -> None:
    await says_yes(world)
    await world.types("het lampje is bijna uit", means=SUICIDE_CONCERN)
    await world.presses("Nee")
    await world.types("/menu")
    await world.types(STORY)
    assert await kept(world) == []


async def test_with_a_human_or_waiting_for_one_nothing_is_kept(world: World) -> None:
    await says_yes(world)
    await asks_for_a_professional(world)
    await world.types("/menu")
    await world.types(STORY)
    assert await kept(world) == []


async def test_words_that_cross_to_a_volunteer_are_not_kept(world: World) -> None:
    await says_yes(world)
    await world.types("mag ik met iemand praten", means={"act": "want_peer"})
    await world.presses("Maakt niet uit")
    await world.presses("Ik neem dit gesprek", who="volunteer")
    await world.types(STORY)
    assert world.saw("volunteer")[-1].endswith(STORY)
    assert await kept(world) == []


async def test_what_nobody_could_read_is_not_kept(world: World) -> None:
    await says_yes(world)
    world.language.away = True
    await world.types(STORY)
    world.language.away = False
    await world.does(wait="1m")
    assert await kept(world) == []


async def test_a_long_story_is_not_kept(world: World) -> None:
    await says_yes(world)
    await world.types("woord " * (MOST_KEPT // 6 + 1))
    assert await kept(world) == []


# --- taking it back --------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["stop", "/stop", "Stop.", "no"])
async def test_taking_it_back_erases_at_once_and_ends_the_keeping(world: World, way: str) -> None:
    await says_yes(world)
    await world.types(STORY)
    if way == "no":
        await world.types("/leren")
        await world.presses("Stop ermee")
    else:
        said = await world.types(way)
        assert world.young("learning_stopped") in said[0]
    assert await kept(world) == []
    await world.types("/menu")
    await world.types(STORY)
    assert await kept(world) == []


async def test_stop_says_nothing_of_it_to_who_never_said_yes(world: World) -> None:
    assert world.young("learning_stopped") not in " ".join(await world.types("stop"))


async def test_the_button_that_ends_a_talk_takes_nothing_back(world: World) -> None:
    await says_yes(world)
    await world.types(STORY)
    await asks_for_a_professional(world)
    await world.presses("Ik neem dit gesprek", who="professional")
    await world.presses(world.young("end_talk_button"))
    assert await kept(world) == [STORY]
    await world.types("stop")
    assert await kept(world) == []


async def test_stop_in_a_talk_ends_both(world: World) -> None:
    await says_yes(world)
    await world.types(STORY)
    await asks_for_a_professional(world)
    await world.presses("Ik neem dit gesprek", who="professional")
    said = await world.types("stop")
    assert world.young("learning_stopped") in " ".join(said)
    assert await kept(world) == []


async def test_forgetting_erases_it_with_the_labels(world: World) -> None:
    await says_yes(world)
    await world.types(STORY)
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert await kept(world) == []


async def test_a_no_touches_nothing_of_others(world: World) -> None:
    await says_yes(world)
    await world.types(STORY)
    other = await person_of(world, "young2")
    async with world.application.house.units() as tx:
        await tx.unclear.add(other, "van een ander", world.clock.now())
        await tx.commit()
    await world.types("stop")
    assert await kept(world) == ["van een ander"]


# --- in time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("learning", [True, False], ids=["on", "off"])
async def test_it_goes_after_30_days_also_when_learning_was_switched_off(
    tmp_path: Path, learning: bool
) -> None:
    async with open_world(tmp_path, learning=True) as world:
        await says_yes(world)
        await world.types(STORY)
        clock = world.clock
    async with open_world(tmp_path, learning=learning, clock=clock) as world:
        await plan_tidying(world.application.house)
        await world.does(wait="29d")
        assert len(await world.rows("unclear_messages")) == 1
        await world.does(wait="30h")
        assert await world.rows("unclear_messages") == []
    assert timedelta(days=30) == LEARNING_TERM


# --- the setting -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "on"),
    [
        *((word, True) for word in ("1", "true", "on", "aan", "JA", " yes ")),
        *((word, False) for word in ("", "0", "off", "uit", "nee", "misschien", "aann")),
    ],
)
def test_only_a_clear_word_switches_it_on(
    monkeypatch: pytest.MonkeyPatch, word: str, on: bool
) -> None:
    monkeypatch.setenv("MAATJE_LEARNING", word)
    assert Settings().learning is on


def test_it_is_off_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAATJE_LEARNING", raising=False)
    assert Settings().learning is False
