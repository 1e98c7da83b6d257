"""What a young person does with their own goals, from their side of the screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.goals import CheckInAnswered
from bot.services import checking_in
from bot.services.house import House
from bot.services.ports import UnitOfWork
from tests.conftest import SEALER, World, open_world, texts
from tests.fakes import FakeClock, FakeLanguage

HELLO = "Hoi, past het nu?"
HERE = ZoneInfo("Europe/Amsterdam")


async def begins(world: World, step: str = "kast opruimen", when: str = "zaterdag") -> None:
    await world.types("nieuw doel")
    await world.types(step)
    await world.types(when)
    for label in ("Sla over", "Klopt", "8", "Nog met niemand"):
        await world.presses(label)


async def asked_at(world: World) -> list[datetime]:
    rows = [row for row in await world.rows("check_ins") if row.state == "planned"]
    return sorted(row.due_at.astimezone(HERE) for row in rows)


async def states(world: World) -> list[str]:
    return sorted(row.state for row in await world.rows("goals"))


async def test_all_goals_stand_in_one_message_and_each_opens_by_its_number(world: World) -> None:
    await begins(world)
    await world.presses("Morgen")
    await world.does(wait="1m")
    await begins(world, "een brief openen", "na het eten")
    await world.presses("Liever niet")
    (said,) = await world.types("/doelen")
    assert "1. kast opruimen" in said
    assert "2. een brief openen" in said
    assert "morgen om 15.00 uur" in said
    assert {"1. kast opruimen", "2. een brief openen", "Nieuw doel"} <= {*world.buttons()}
    (said,) = await world.types("2")
    assert "een brief openen" in said
    assert "kast opruimen" not in said


async def test_the_limit_of_goals_is_told_kindly_and_an_ended_one_makes_room(world: World) -> None:
    for n in range(5):
        await begins(world, f"stap {n}")
        await world.presses("Liever niet")
    (said,) = await world.types("nieuw doel")
    assert "al 5 doelen" in said
    await world.presses("Mijn doelen bekijken")
    await world.types("3")
    await world.types("afsluiten")
    await world.types("gelukt")
    assert await states(world) == ["active"] * 4 + ["reached"]
    (said,) = await world.types("nieuw doel")
    assert "Wat is één kleine stap" in said


async def test_a_changed_goal_keeps_its_id_and_its_check_in(world: World) -> None:
    await begins(world)
    await world.presses("Morgen")
    (before,) = await world.rows("goals")
    await world.types("/doelen")
    await world.types("aanpassen")
    await world.types("één plank opruimen")
    await world.types("zelfde moment")
    (after,) = await world.rows("goals")
    assert after.id == before.id
    assert SEALER.open(after.step_sealed, place="goals.step", row=after.id) == "één plank opruimen"
    assert SEALER.open(after.when_sealed, place="goals.when", row=after.id) == "zaterdag"
    assert texts(await world.does(wait="25h"), "young") == [HELLO]


async def test_a_cancelled_new_goal_never_changes_an_older_one(world: World) -> None:
    await begins(world)
    await world.presses("Liever niet")
    await world.types("nieuw doel")
    await world.types("iets heel anders")
    await world.presses("Toch geen doel")
    await world.types("/doelen")
    await world.types("aanpassen")
    await world.presses("Laat de stap zo")
    await world.presses("Zelfde moment")
    (row,) = await world.rows("goals")
    assert SEALER.open(row.step_sealed, place="goals.step", row=row.id) == "kast opruimen"


async def test_a_goal_that_rests_is_not_asked_about_until_it_runs_again(world: World) -> None:
    await begins(world)
    await world.types("vrijdag om vier uur")
    await world.types("elke week")
    await world.types("een maand")
    await world.types("/doelen")
    await world.types("pauzeren")
    assert await world.does(wait="9d") == []
    await world.types("/doelen")
    await world.types("hervatten")
    (due,) = await asked_at(world)
    assert (due.weekday(), due.hour, due.minute) == (4, 16, 0)
    assert await states(world) == ["active"]


async def test_a_moment_chosen_to_the_hour_comes_then_also_late_in_the_evening(
    world: World,
) -> None:
    await begins(world)
    await world.types("morgen 22u30")
    await world.types("een keer")
    assert await world.does(wait="31h") == []
    assert texts(await world.does(wait="31m"), "young") == [HELLO]


async def test_what_was_chosen_to_the_hour_and_is_late_does_not_come_at_night(
    tmp_path: Path,
) -> None:
    clock, language = FakeClock(), FakeLanguage()
    async with open_world(tmp_path, clock=clock, language=language) as world:
        await begins(world)
        await world.types("vandaag 22u30")
        await world.types("een keer")
    clock.move(hours=10)  # one at night
    async with open_world(tmp_path, clock=clock, language=language) as world:
        assert world.saw("young") == []
        assert texts(await world.does(wait="9h"), "young") == [HELLO]


@pytest.mark.parametrize(
    ("begun", "change"),
    [
        (datetime(2027, 3, 26, 14, tzinfo=UTC), "summer time begins"),
        (datetime(2026, 10, 23, 14, tzinfo=UTC), "winter time begins"),
    ],
)
async def test_every_day_at_four_by_the_clock_with_a_restart_after_every_day(
    tmp_path: Path, begun: datetime, change: str
) -> None:
    """Killed and started anew each day, through the night the clock changes: once a day, at four."""
    clock, language = FakeClock(begun), FakeLanguage()
    async with open_world(tmp_path, clock=clock, language=language) as world:
        await begins(world)
        await world.types("morgen om vier uur")
        await world.presses("Elke dag op dat uur")
        await world.presses("Twee weken")
    for _ in range(4):
        async with open_world(tmp_path, clock=clock, language=language) as world:
            (due,) = await asked_at(world)
            assert (due.hour, due.minute) == (16, 0), change
            clock.move_to(due.astimezone(UTC) - timedelta(seconds=1))
            assert world.saw("young") == []
            clock.move(seconds=2)
        async with open_world(tmp_path, clock=clock, language=language) as world:
            assert world.saw("young") == [HELLO]
        async with open_world(tmp_path, clock=clock, language=language) as world:
            assert world.saw("young") == []
            await world.types("ja", means={"act": "affirm"})
            await world.presses("Gelukt")
            await world.presses("Sla over")
    async with open_world(tmp_path, clock=clock, language=language) as world:
        assert await states(world) == ["active"]
        rows = await world.rows("check_ins")
        assert sorted(row.state for row in rows) == ["answered"] * 4 + ["planned"]


async def test_two_goals_at_one_moment_are_asked_one_after_the_other(world: World) -> None:
    for step in ("kast opruimen", "een brief openen"):
        await begins(world, step)
        await world.types("morgen om vier uur")
        await world.types("een keer")
    shown = texts(await world.does(wait="26h"), "young")
    assert shown == [HELLO]
    seen = []
    for _ in range(2):
        seen += await world.types("ja", means={"act": "affirm"})
        await world.presses("Gelukt")
        await world.presses("Sla over")
        await world.does(wait="45m")
    assert "kast opruimen" in "".join(seen)
    assert "een brief openen" in "".join(seen)
    assert await states(world) == ["reached", "reached"]


async def test_a_check_in_never_mixes_up_a_goal_that_is_being_made(world: World) -> None:
    await begins(world)
    await world.presses("Morgen")
    await world.does(wait="23h")
    await world.types("nieuw doel")
    await world.types("een brief openen")
    await world.does(wait="4h")
    assert HELLO in world.saw("young")
    await world.presses("Ja")
    await world.presses("Deels")
    await world.presses("Sla over")
    await world.presses("Een kleinere stap")
    await world.types("één plank")
    (row,) = await world.rows("goals")
    assert SEALER.open(row.step_sealed, place="goals.step", row=row.id) == "één plank"
    assert SEALER.open(row.when_sealed, place="goals.when", row=row.id) == "zaterdag"


async def test_danger_in_a_goal_is_danger_and_is_not_kept(world: World) -> None:
    await world.types("nieuw doel")
    said = await world.types("alles regelen voor als ik er niet meer ben")
    assert any(text.startswith(world.urgent("suicide")) for text in said)
    await world.presses("Nederland")
    await world.presses("Verder met Maatje")
    await world.types("alles regelen voor als ik er niet meer ben")
    assert await world.rows("goals") == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("jan bellen op 0612345678", "goal_contact"),
        ("jan volgen op insta @jan_de_groot12", "goal_contact"),
        ("x" * 2000, "goal_long"),
        ("hoezo moet het klein zijn dan?", "goal_question"),
    ],
)
async def test_what_does_not_fit_a_goal_is_told_and_asked_again(
    world: World, typed: str, name: str
) -> None:
    await world.types("nieuw doel")
    said = await world.types(typed)
    assert world.young(name).replace("{limit}", "200") in said
    assert "Wat is één kleine stap" in said[-1]


async def test_the_picture_comes_after_a_warning_and_is_kept_nowhere(world: World) -> None:
    await begins(world)
    await world.presses("Morgen")
    await world.types("/doelen")
    (warned,) = await world.presses("Als plaatje")
    assert "galerij" in warned
    shown = await world.does(**{"as": "young", "press": "Ja, maak het plaatje"})
    (document,) = [one.reply.document for one in shown if one.reply.document]
    assert document.is_picture
    assert document.content.startswith(b"\x89PNG")
    assert world.young("picture_caption") in texts(shown, "young")
    assert await world.rows("outbox") == []


async def test_whoever_shares_goals_hears_what_was_answered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[CheckInAnswered] = []

    async def listener(house: House, tx: UnitOfWork, told: CheckInAnswered) -> None:
        heard.append(told)

    monkeypatch.setattr(checking_in, "LISTENERS", (listener,))
    await begins(world)
    await world.presses("Morgen")
    await world.does(wait="25h")
    await world.presses("Ja")
    await world.presses("Deels")
    await world.types("ik had geen tijd")
    assert [(one.goal.step, one.check_in.result) for one in heard] == [("kast opruimen", "partly")]


async def test_nobody_can_touch_the_goal_of_another(world: World) -> None:
    """Two young people; the second has no goals, whatever the first one did."""
    await begins(world)
    await world.presses("Morgen")
    said = texts(await world.does(**{"as": "young2", "text": "/doelen"}), "young2")
    assert "geen doel" in said[-1]
