"""A goal, and the question how it went: at the chosen moment, neutral, once, and kept."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import SEALER, World, open_world, texts
from tests.fakes import FakeClock, FakeLanguage
from tests.services.people import CLAIM, CLEAR, SURE, asks_for_a_peer, talks_with_a_volunteer

HELLO = "Hoi, past het nu?"
AGAIN = "Hoi, ik ben het nog een keer. Past het nu? Hoeft niet hoor, dan laat ik het rusten."
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


async def sets_a_goal(world: World, when: str = "Morgen") -> None:
    await world.types("ik wil een doel", means={"act": "set_goal"})
    await world.types("kast opruimen")
    await world.types("zaterdag")
    for label in ("Sla over", "Klopt", "7", "Nog met niemand", when):
        await world.presses(label)


async def kept(world: World) -> list[tuple[str, str | None, str | None]]:
    """State, result and note of every check-in, in the order of their moments."""
    rows = sorted(await world.rows("check_ins"), key=lambda row: row.due_at)
    return [
        (
            row.state,
            row.result,
            row.note_sealed and SEALER.open(row.note_sealed, place="check_ins.note", row=row.id),
        )
        for row in rows
    ]


@pytest.mark.parametrize(
    ("chosen", "before", "after"),
    [
        ("Vanavond", "4h", "31m"),
        ("Morgen", "23h", "1h"),
        ("Over drie dagen", "71h", "1h"),
        ("Over een week", "167h", "1h"),
    ],
)
async def test_the_question_comes_at_the_chosen_moment_and_neutrally(
    world: World, chosen: str, before: str, after: str
) -> None:
    await sets_a_goal(world, chosen)
    assert await world.does(wait=before) == []
    shown = await world.does(wait=after)
    assert texts(shown, "young") == [HELLO]
    assert await world.does(wait="18h") == []


async def test_who_rather_not_is_never_asked(world: World) -> None:
    await sets_a_goal(world, "Liever niet")
    assert await world.does(wait="20d") == []
    assert await world.rows("check_ins") == []
    assert [row.state for row in await world.rows("goals")] == ["active"]


async def test_the_answer_and_the_note_are_kept_with_the_goal(world: World) -> None:
    await sets_a_goal(world)
    await world.does(wait="24h")
    said = await world.presses("Ja")
    assert "kast opruimen" in said[0]
    await world.presses("Gelukt")
    await world.types("het viel mee")
    assert await kept(world) == [("answered", "done", "het viel mee")]
    assert [row.state for row in await world.rows("goals")] == ["reached"]
    assert await world.rows("timers") == []


async def test_a_goal_that_did_not_work_out_is_kept_without_blame(world: World) -> None:
    await sets_a_goal(world)
    await world.does(wait="24h")
    await world.presses("Ja")
    await world.presses("Niet gelukt")
    await world.presses("Sla over")
    assert await kept(world) == [("answered", "not_done", None)]
    await world.presses("Laat maar zo")
    assert [row.state for row in await world.rows("goals")] == ["active"]
    assert await world.does(wait="9d") == []


async def test_later_asks_once_more_and_outside_the_night(world: World) -> None:
    await sets_a_goal(world, "Vanavond")
    await world.does(wait="5h")
    await world.presses("Later")  # half past seven in the evening: three hours on is night
    assert await world.does(wait="12h") == []
    shown = await world.does(wait="2h")
    assert texts(shown, "young") == [HELLO]
    assert [state for state, _, _ in await kept(world)] == ["answered", "asked"]
    due = max(row.due_at for row in await world.rows("check_ins")).astimezone(AMSTERDAM)
    assert (due.hour, due.minute) == (9, 0)


async def test_who_wants_no_more_questions_gets_none(world: World) -> None:
    await sets_a_goal(world)
    await world.does(wait="24h")
    await world.presses("Niet meer vragen")
    assert await world.does(wait="9d") == []
    assert [result for _, result, _ in await kept(world)] == ["stop"]
    assert [row.state for row in await world.rows("goals")] == ["active"]


async def test_after_stop_the_question_waits_until_the_young_person_says_something(
    world: World,
) -> None:
    await sets_a_goal(world)
    said = await world.types("stop")
    assert world.young("stopped") in said[0]
    assert "Nee, niet meer vragen" in world.buttons()
    assert await world.does(wait="5d") == []
    await world.types("hoi", means={"act": "greet"})
    assert HELLO in texts(await world.does(wait="20h"), "young")


async def test_who_says_yes_after_stop_is_asked_at_the_moment_itself(world: World) -> None:
    await sets_a_goal(world)
    await world.types("stop")
    await world.presses("Ja, dat mag")
    assert HELLO in texts(await world.does(wait="25h"), "young")


async def test_after_stop_the_question_can_be_cancelled(world: World) -> None:
    await sets_a_goal(world)
    await world.types("stop")
    await world.presses("Nee, niet meer vragen")
    assert await world.does(wait="3d") == []
    assert [state for state, _, _ in await kept(world)] == ["cancelled"]


async def test_a_question_nobody_answered_comes_once_more_the_next_day_and_then_rests(
    world: World,
) -> None:
    await sets_a_goal(world)
    await world.does(wait="24h")
    assert texts(await world.does(wait="25h"), "young") == [AGAIN]
    assert [state for state, _, _ in await kept(world)] == ["asked"]
    assert await world.does(wait="9d") == []
    assert [state for state, _, _ in await kept(world)] == ["missed"]


async def test_the_second_question_waits_for_danger_too(world: World) -> None:
    await sets_a_goal(world)
    await world.does(wait="24h")
    await world.types("ik wil dood")
    assert AGAIN not in texts(await world.does(wait="30h"), "young")


async def test_while_a_danger_case_is_open_the_question_waits(world: World) -> None:
    await sets_a_goal(world)
    await world.types("ik wil dood")
    assert HELLO not in texts(await world.does(wait="30h"), "young")
    await world.presses(CLAIM, who="professional")
    await world.types("ik ben er", who="professional")
    await world.types("het gaat weer", who="young")
    await world.presses(CLEAR, who="professional")
    await world.presses(SURE, who="professional")
    await world.types("/klaar", who="professional")
    assert HELLO in texts(await world.does(wait="20h"), "young")


async def test_a_late_answer_still_counts(world: World) -> None:
    await sets_a_goal(world)
    await world.does(wait="4d")
    await world.presses("Ja")
    await world.presses("Gelukt")
    await world.types("dagen later alsnog")
    assert await kept(world) == [("answered", "done", "dagen later alsnog")]
    assert await world.does(wait="3d") == []
    assert [state for state, _, _ in await kept(world)] == ["answered"]


async def test_danger_in_the_note_is_danger_and_is_not_kept_as_a_note(world: World) -> None:
    await sets_a_goal(world)
    await world.does(wait="24h")
    await world.presses("Ja")
    await world.presses("Niet gelukt")
    said = await world.types("ik wil dood")
    assert any(text.startswith(world.urgent("suicide")) for text in said)
    assert [note for _, _, note in await kept(world)] == [None]


async def test_while_a_human_has_the_chat_the_question_waits(world: World) -> None:
    await sets_a_goal(world)
    await world.does(wait="23h")
    await talks_with_a_volunteer(world)
    assert HELLO not in texts(await world.does(wait="90m"), "young")
    await world.types("/klaar", who="volunteer")
    assert texts(await world.does(wait="1h"), "young") == [HELLO]


async def test_a_question_that_waited_for_a_talk_does_not_come_at_night(world: World) -> None:
    """Given a talk until late, when it ends, then the question comes the next morning."""
    await sets_a_goal(world, "Vanavond")
    await world.does(wait="4h")
    await talks_with_a_volunteer(world)
    await world.does(wait="4h")  # eleven in the evening
    await world.types("/klaar", who="volunteer")
    assert HELLO not in texts(await world.does(wait="8h"), "young")
    assert texts(await world.does(wait="3h"), "young") == [HELLO]


async def test_what_was_due_during_a_standstill_does_not_come_at_night(tmp_path: Path) -> None:
    clock, language = FakeClock(), FakeLanguage()
    async with open_world(tmp_path, clock=clock, language=language) as world:
        await sets_a_goal(world, "Vanavond")
    clock.move(hours=12)  # three at night
    async with open_world(tmp_path, clock=clock, language=language) as world:
        assert world.saw("young") == []
        assert texts(await world.does(wait="6h"), "young") == [HELLO]


async def test_a_restart_neither_skips_the_question_nor_asks_it_twice(tmp_path: Path) -> None:
    clock, language = FakeClock(), FakeLanguage()
    async with open_world(tmp_path, clock=clock, language=language) as world:
        await sets_a_goal(world)
        await world.does(wait="20h")
    clock.move(hours=6)
    async with open_world(tmp_path, clock=clock, language=language) as world:
        assert world.saw("young") == [HELLO]
    async with open_world(tmp_path, clock=clock, language=language) as world:
        assert world.saw("young") == []
        assert await world.does(wait="1h") == []
        await world.presses("Ja")
        await world.presses("Gelukt")
        await world.presses("Sla over")
        assert await kept(world) == [("answered", "done", None)]
        assert [row.state for row in await world.rows("check_ins")] == ["answered"]
        assert len(await world.rows("goals")) == 1


async def test_the_question_interrupts_no_flow_for_good(world: World) -> None:
    """Given an open question of another flow, when the check-in is done, then it comes again."""
    await sets_a_goal(world)
    await asks_for_a_peer(world)
    await world.types("ik word gepest", means={"topic": "bullying"})
    asked = world.buttons()
    await world.does(wait="25h")
    await world.presses("Later")
    assert set(asked) & set(world.buttons())
