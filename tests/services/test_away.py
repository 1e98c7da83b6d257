"""`weg` hides the talk; and the question of the day after comes only to who said yes, and neutrally."""

from __future__ import annotations

from datetime import timedelta

from bot.adapters.database.shown import MOST
from bot.domain.retention import SHOWN_TERM
from tests.conftest import World

URGENT = "ik wil niet meer leven"
HOME = "mijn vader slaat mij elke dag"


async def test_away_takes_from_the_screen_what_maatje_said_and_leaves_one_neutral_line(
    world: World,
) -> None:
    before = len(await world.types(HOME))
    told = await world.types("weg")
    assert told == [f"[{before} berichten verwijderd]", world.shared("away")]
    assert world.buttons() == []
    last = world.shared("away").casefold()
    assert not any(word in last for word in ("maatje", "gevaar", "hulp", "veilig", "beroeps"))
    assert await world.rows("shown_messages") == []


async def test_after_away_nothing_comes_by_itself_until_they_write_again(world: World) -> None:
    await world.types(HOME)
    await world.types("weg")
    await world.does(wait="26h")
    assert world.saw("young")[-1] == world.shared("away")
    assert await world.types("hoi")
    assert world.saw("professional")  # the case stays with who can help


async def test_the_danger_case_stays_open_after_away(world: World) -> None:
    await world.types(HOME)
    await world.types("weg")
    cards = [row for row in await world.rows("handoffs") if row.to == "professional"]
    assert [row.state for row in cards] == ["offered"]


async def test_away_in_a_talk_ends_it_for_both(world: World) -> None:
    await world.types(URGENT)
    await world.presses("Ik neem dit gesprek", who="professional")
    await world.types("hallo, ik ben er", who="professional")
    told = await world.types("weg")
    assert told[-1] == world.shared("away")
    await world.types("ben je er nog?", who="professional")
    assert world.saw("young")[-1] == world.shared("away")


async def test_danger_behind_the_command_is_answered_all_the_same(world: World) -> None:
    told = await world.types("/weg ik wil niet meer leven")
    assert any(text.startswith(world.urgent("suicide")) for text in told)


async def test_what_stands_on_the_screen_is_known_for_two_days_and_bounded(world: World) -> None:
    for _ in range(3):
        await world.types("/menu")
    rows = await world.rows("shown_messages")
    assert 3 <= len(rows) <= MOST
    people = {row.person for row in rows}
    assert len(people) == 1  # nothing of who helps
    world.clock.move_to(world.clock.now() + SHOWN_TERM + timedelta(minutes=1))
    async with world.application.house.units() as tx:
        await tx.tidying.tidy(world.clock.now())
        await tx.commit()
    assert await world.rows("shown_messages") == []


async def until_tomorrow(world: World) -> None:
    await world.types(URGENT)
    for label in ("Sla over", "Verder met Maatje", "Klaar voor nu", "Morgenmiddag"):
        await world.presses(label)


async def test_the_day_after_comes_at_the_chosen_hour_and_neutrally(world: World) -> None:
    await until_tomorrow(world)
    await world.types("stop")  # nothing is open on the screen; the yes is gone with it
    await world.does(wait="30h")
    assert world.shared("next_day_hello") not in world.saw("young")


async def test_who_said_yes_is_asked_once(world: World) -> None:
    await until_tomorrow(world)
    await world.does(wait="72h")
    assert world.saw("young").count(world.shared("next_day_hello")) == 1
    assert (await world.types("ja"))[0] == world.shared("next_day_how")


async def test_who_went_away_is_not_asked(world: World) -> None:
    await until_tomorrow(world)
    await world.types("weg")
    await world.does(wait="72h")
    assert world.shared("next_day_hello") not in world.saw("young")


async def test_without_a_yes_nothing_is_planned(world: World) -> None:
    await world.types(HOME)
    await world.presses("Sla over")
    await world.presses("Verder met Maatje")
    await world.presses("Klaar voor nu")
    await world.types("mwah")
    assert [row for row in await world.rows("timers") if row.kind == "next_day"] == []


async def test_who_comes_back_after_weeks_is_welcomed_but_never_before_danger(
    world: World,
) -> None:
    welcome = world.young("back_after_weeks")
    await world.types("hoi", means={"act": "greet"})
    await world.does(wait="12d")
    assert any(welcome in text for text in await world.types("hallo daar"))
    await world.does(wait="12d")
    assert not any(welcome in text for text in await world.types(URGENT))


async def test_the_same_odd_message_twice_gets_other_words(world: World) -> None:
    await world.types("🙃")
    assert await world.types("🙃") == [world.young("only_emoji_again")]
