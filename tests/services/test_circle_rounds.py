"""The weekly round of a circle: asked neutrally, told by alias, cheered for, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.goals import CheckInWish
from bot.domain.turn import SetGoal
from bot.services import checking_in
from tests.conftest import World, open_world, texts
from tests.fakes import FakeClock
from tests.services.people import person_of
from tests.services.test_circles import FOUR, aliases, circle_of, joins, makes, say, tell

NEUTRAL, SHOW = "Hoi, past het nu?", "Laat zien"


async def shares(world: World, who: str, step: str = "mijn mentor iets vragen") -> None:
    """Somebody has a goal that the circle hears of."""
    person = await person_of(world, who)
    async with world.application.house.units() as tx:
        conversation = await tx.conversations.get(person)
        wish = SetGoal(step, "morgen", "circle", CheckInWish("never"))
        await checking_in.set_goal(world.application.house, tx, conversation, wish)
        await tx.commit()


async def tells(world: World, who: str, result: str) -> None:
    """Somebody answers the check-in that came."""
    await world.presses("Ja", who=who)
    await world.presses(result, who=who)
    await world.presses("Sla over", who=who)


async def test_who_shares_is_asked_neutrally_and_the_others_see_the_alias(world: World) -> None:
    names = await circle_of(world)
    await shares(world, "young", "mijn geheime stap")
    await shares(world, "young2")
    await shares(world, "young3")
    await world.does(wait="1h")  # 16.00: the round is at 17.00
    assert NEUTRAL not in world.saw("young")
    await world.does(wait="1h")
    for who in FOUR[:3]:
        assert world.saw(who)[-1] == NEUTRAL
    assert NEUTRAL not in world.saw("young4")  # shares nothing: is not asked
    await tells(world, "young", "Gelukt")
    await tells(world, "young2", "Niet gelukt")
    await world.does(wait="2h")
    assert world.saw("young4")[-1] == NEUTRAL
    (told,) = await world.presses(SHOW, who="young4")
    assert f"{names['young']}: gelukt" in told
    assert f"{names['young2']}: nog bezig" in told
    assert names["young3"] not in told  # said nothing: is not named
    assert "geheime" not in told
    assert tell(world, "round_posted", number=1, count=2) in world.saw("coach")


async def test_cheering_reaches_who_it_is_for_once(world: World) -> None:
    names = await circle_of(world)
    await shares(world, "young")
    await world.does(wait="2h")
    await tells(world, "young", "Gelukt")
    await world.does(wait="2h")
    await world.presses(SHOW, who="young4")
    label = f"Juich voor {names['young']}"
    shown = await world.does(**{"as": "young4", "press": label})
    assert texts(shown, "young") == [say(world, "cheer", alias=names["young4"])]
    assert texts(shown, "young4") == [say(world, "cheered", alias=names["young"])]
    shown = await world.does(**{"as": "young4", "press": label})
    assert texts(shown, "young") == []
    await world.types("/kring ronde")
    assert not any(one.startswith("Juich") for one in world.buttons("young"))  # not for oneself


async def test_a_silent_round_is_not_sent(world: World) -> None:
    await circle_of(world)
    await shares(world, "young")
    await world.does(wait="5h")
    assert NEUTRAL not in world.saw("young2")
    assert tell(world, "round_silent", number=1) in world.saw("coach")
    assert await world.types("/kring ronde", who="young2") == [say(world, "round_none")]


async def test_who_hears_only_the_round_hears_the_round(world: World) -> None:
    await circle_of(world)
    await shares(world, "young")
    await world.types("/kring stil", who="young4")
    await world.does(wait="2h")
    await tells(world, "young", "Deels")
    await world.does(wait="2h")
    assert world.saw("young4")[-1] == NEUTRAL


async def test_after_stop_the_round_waits_until_it_is_asked_for(world: World) -> None:
    await circle_of(world)
    await shares(world, "young")
    await world.does(wait="2h")
    await tells(world, "young", "Deels")
    await world.types("stop", who="young4")
    before = len(world.saw("young4"))
    await world.does(wait="2h")
    assert len(world.saw("young4")) == before
    assert "een stukje gelukt" in (await world.types("/kring ronde", who="young4"))[-1]


async def test_a_goal_that_was_told_of_in_the_week_is_not_asked_again(world: World) -> None:
    names = await circle_of(world)
    person = await person_of(world, "young")
    async with world.application.house.units() as tx:
        conversation = await tx.conversations.get(person)
        at = world.clock.now() + timedelta(minutes=30)
        wish = SetGoal("lezen", "straks", "circle", CheckInWish("own", at))
        await checking_in.set_goal(world.application.house, tx, conversation, wish)
        await tx.commit()
    await world.does(wait="40m")
    await tells(world, "young", "Gelukt")
    await world.does(wait="80m")
    assert world.saw("young").count(NEUTRAL) == 1
    await world.does(wait="2h")
    assert f"{names['young']}: gelukt" in (await world.types("/kring ronde", who="young2"))[-1]


async def test_who_left_is_not_in_the_round_and_shares_with_nobody(world: World) -> None:
    await circle_of(world)
    await joins(world, "young5")
    await shares(world, "young")
    await shares(world, "young2")
    await world.does(wait="2h")
    await tells(world, "young", "Niet gelukt")
    await tells(world, "young2", "Niet gelukt")
    names = await aliases(world)
    await world.types("/kring weg ja", who="young")
    await world.does(wait="2h")
    told = (await world.types("/kring ronde", who="young2"))[-1]
    assert names["young"] not in told
    assert {row.shared_with for row in await world.rows("goals")} == {"circle", "nobody"}


async def test_it_comes_every_week_and_a_paused_circle_is_left_alone(world: World) -> None:
    await circle_of(world)
    await world.does(wait="3h")
    assert (await world.events()).count("circle_round_begun") == 1
    await world.does(wait="7d")
    assert (await world.events()).count("circle_round_begun") == 2
    await world.types("/kring 1 pauze", who="coach")
    await world.does(wait="7d")
    assert (await world.events()).count("circle_round_begun") == 2


@pytest.mark.parametrize(
    ("now", "first", "second"),
    [  # summer time begins on 29 March 2026, and ends on 25 October
        ((2026, 3, 24, 14), (2026, 3, 24, 16), (2026, 3, 31, 15)),
        ((2026, 10, 20, 12), (2026, 10, 20, 15), (2026, 10, 27, 16)),
    ],
)
async def test_five_o_clock_stays_five_o_clock(
    tmp_path: object,
    now: tuple[int, int, int, int],
    first: tuple[int, int, int, int],
    second: tuple[int, int, int, int],
) -> None:
    clock = FakeClock(datetime(*now, tzinfo=UTC))
    async with open_world(tmp_path, clock=clock) as world:  # type: ignore[arg-type]
        await makes(world)
        due = [row.due_at for row in await world.rows("timers") if row.kind == "circle_round"]
        assert due == [datetime(*first, tzinfo=UTC)]
        await world.does(wait="12h")
        due = [row.due_at for row in await world.rows("timers") if row.kind == "circle_round"]
        assert due == [datetime(*second, tzinfo=UTC)]


async def test_what_would_come_at_night_comes_in_the_morning(world: World) -> None:
    names = await circle_of(world)
    await shares(world, "young")
    await world.does(wait="2h")
    await tells(world, "young", "Gelukt")
    await world.does(wait="2h")
    await world.presses(SHOW, who="young4")
    await world.does(wait="4h")  # 23.00
    shown = await world.does(**{"as": "young4", "press": f"Juich voor {names['young']}"})
    assert texts(shown, "young") == []
    await world.does(wait="11h")
    assert any("juicht voor je" in text for text in world.saw("young"))


async def test_a_goal_is_shared_with_the_circle_only_by_who_is_in_one(world: World) -> None:
    async def to_sharing(who: str) -> None:
        await world.types("/start", who=who)
        await world.types("doel maken", who=who)
        await world.types("mijn boek openslaan", who=who)
        await world.types("na het eten", who=who)
        await world.presses("Sla over", who=who)
        await world.presses("Klopt", who=who)
        await world.types("8", who=who)

    await circle_of(world)
    await to_sharing("friend")
    assert "Met mijn kring" not in world.buttons("friend")
    await to_sharing("young")
    assert "Met mijn kring" in world.buttons("young")
    assert (await world.presses("Met mijn kring"))[0] == say(world, "share")
