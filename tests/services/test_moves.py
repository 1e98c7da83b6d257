"""What the machine found, and the bad input of a handoff: each in plain words."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from bot.channels.terminal import CHANNEL, update
from bot.domain.messages import Content
from bot.errors import DeliveryRefused
from bot.services import conversing
from bot.services.receiving import receive
from bot.services.working import Works
from tests.conftest import World
from tests.services.people import (
    CLAIM,
    CLEAR,
    CONCERN,
    SUICIDE_CONCERN,
    URGENT,
    asks_for_a_peer,
    asks_for_a_professional,
    invited,
    joins,
    offers,
    person_of,
    states,
    talks_with_a_professional,
    talks_with_a_volunteer,
    urgent_cards,
)
from tests.services.test_working import Door, house_with


async def moves(world: World) -> list[tuple[str, str, str, str]]:
    """Every move that was kept."""
    rows = sorted(await world.rows("handoff_moves"), key=lambda row: row.seq)
    return [(row.origin, row.to, row.by, row.reason) for row in rows]


# --- who, when and why -----------------------------------------------------------------------------


async def test_every_move_is_kept_with_who_and_why(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/stop")
    assert await moves(world) == [
        ("requested", "offered", "system", "offered"),
        ("offered", "claimed", "staff", "claimed"),
        ("claimed", "active", "system", "begun"),
        ("active", "closed", "young", "by_young"),
    ]
    volunteer = await person_of(world, "volunteer")
    assert [row.staff for row in await world.rows("handoff_moves")] == [None, volunteer, None, None]


async def test_a_helper_who_leaves_is_taken_out_of_the_moves(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/vergeetmij ja", who="volunteer")
    assert (await moves(world))[-1] == ("active", "closed", "staff", "staff_left")
    assert {row.staff for row in await world.rows("handoff_moves")} == {None}


# --- at the same moment ----------------------------------------------------------------------------


async def at_once(world: World, *updates: Any) -> None:
    """Each of these is served in a transaction of its own, all begun in the same moment."""
    house = world.application.house
    await receive(house, updates)
    rows: list[Any] = []
    async with house.units() as tx:
        while row := await tx.inbox.next(frozenset(row.person for row in rows)):
            rows.append(row)
    assert len(rows) == len(updates)
    await asyncio.gather(*(conversing.serve(house, row) for row in rows))
    await world.application.works.settle()


async def test_two_claims_in_the_same_millisecond_give_one_talk(world: World) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await asks_for_a_peer(world)
    key = next(
        s.reply.buttons[0].key for s in world.seen if s.to == "volunteer" and s.reply.buttons
    )
    await at_once(world, update("volunteer", press=key), update("friend", press=key))
    assert await states(world) == ["active"]
    last = [world.saw("volunteer")[-1], world.saw("friend")[-1]]
    assert last.count(world.staff("already_claimed")) == 1


async def test_when_both_sides_leave_at_once_the_talk_is_over_and_the_wish_of_another_goes_on(
    world: World,
) -> None:
    await talks_with_a_volunteer(world)
    await at_once(world, update("young", sends="left"), update("volunteer", sends="left"))
    assert await states(world) == ["closed"]
    await asks_for_a_peer(world, "young2")
    assert sorted(await states(world)) == ["closed", "requested"]


# --- helping and being helped in one account -------------------------------------------------------


async def test_who_is_in_a_talk_keeps_it_and_the_code_of_staff_stays_good(world: World) -> None:
    await talks_with_a_volunteer(world)
    code = await invited(world, "ABCD", "volunteer", age=20)
    assert await world.types(f"/start {code}") == [world.staff("code_later")]
    await world.types("hoi")
    assert world.saw("volunteer")[-1].endswith(": hoi")
    await world.types("/stop")
    said = await world.types(f"/start {code}")
    assert said == [world.staff("registered", role="vrijwilliger", alias="Gouden Das")]


async def test_who_is_in_danger_stays_a_young_person_whatever_code_they_use(world: World) -> None:
    await world.types(URGENT)
    await invited(world, "ABCD", "volunteer", age=20)
    assert await world.types("/start ABCD") == [world.staff("code_later")]
    assert await states(world) == ["offered"]


async def test_a_wish_that_waits_ends_when_its_owner_becomes_staff(world: World) -> None:
    await asks_for_a_peer(world)
    await joins(world, "young", "volunteer", age=20)
    assert await states(world) == ["withdrawn"]
    assert await world.types("/neem", who="volunteer") == [world.staff("claim_ended")]


async def test_a_helper_who_needs_somebody_is_told_how(world: World) -> None:
    for words in ("/hulp", URGENT, "beroepskracht"):
        said = (await world.types(words, who="volunteer"))[-1]
        assert said.startswith(world.staff("own_help"))
        assert "113" in said
    assert await states(world) == []
    assert world.saw("coordinator") == world.saw("professional") == []


async def test_in_a_talk_the_same_words_go_to_the_young_person(world: World) -> None:
    await talks_with_a_professional(world)
    await world.types("beroepskracht", who="professional")
    assert world.saw("young")[-1].endswith("beroepskracht")


# --- what was wrong --------------------------------------------------------------------------------


async def test_an_urgent_card_that_the_last_professional_cannot_get_alarms_the_coordinator_at_once(
    world: World,
) -> None:
    door = Door()
    door.raises["professional"] = [DeliveryRefused()]
    house = house_with(world, door)
    await receive(house, [update("young", text=URGENT)])
    await Works(house).settle()
    assert door.to("coordinator") == [world.staff("no_professional_alarm")]


async def test_who_takes_the_case_of_somebody_who_left_is_told_that_words_do_not_arrive(
    world: World,
) -> None:
    await world.types(URGENT)
    await world.does(**{"as": "young", "sends": "left"})
    await world.presses(CLAIM, who="professional")
    assert world.saw("professional")[-1] == world.staff("young_away", alias="Groene Reiger")


async def test_who_has_two_talks_is_told_where_words_go_when_one_is_forgotten(
    world: World,
) -> None:
    await talks_with_a_professional(world)
    await talks_with_a_professional(world, "young2")
    await world.types("/vergeetmij", who="young2")
    await world.presses("Ja, wis alles", who="young2")
    assert world.saw("professional")[-1] == world.staff("now_talking_to", alias="Groene Reiger")


async def test_who_waited_is_offered_when_another_is_forgotten(world: World) -> None:
    await talks_with_a_volunteer(world)
    await asks_for_a_peer(world, "young2")
    before = len(offers(world, "volunteer"))
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert len(offers(world, "volunteer")) == before + 1


async def test_who_waited_is_offered_when_a_professional_takes_a_talk_over(world: World) -> None:
    await talks_with_a_volunteer(world)
    await asks_for_a_peer(world, "young2")
    before = len(offers(world, "volunteer"))
    await world.types("beroepskracht")
    await world.presses(CLAIM, who="professional")
    assert len(offers(world, "volunteer")) == before + 1


async def test_a_wish_for_a_peer_is_asked_as_soon_as_danger_was_cleared(world: World) -> None:
    await world.types("/dienst uit", who="volunteer")
    await asks_for_a_peer(world)
    await world.types(CONCERN, means=SUICIDE_CONCERN)
    await world.types("/dienst aan", who="volunteer")
    assert offers(world, "volunteer") == []
    await world.presses(CLEAR, who="professional")
    assert len(offers(world, "volunteer")) == 1


async def test_the_alarm_of_urgent_danger_goes_on_after_the_first_day(world: World) -> None:
    await world.types(URGENT)
    await world.does(wait="26h")
    before = len(urgent_cards(world))
    await world.does(wait="61m")
    assert len(urgent_cards(world)) == before + 1


async def test_more_danger_does_not_put_the_alarm_off(world: World) -> None:
    await world.types(URGENT)
    await world.does(wait="90s")
    await world.types(
        "en nog iets", means={"risk": {"level": "urgent", "kinds": ["violence_at_home"]}}
    )
    cards = len(urgent_cards(world))
    await world.does(wait="31s")
    assert len(urgent_cards(world)) == cards + 1


async def test_who_talks_while_waiting_for_another_is_told_when_the_talk_is_over(
    world: World,
) -> None:
    await talks_with_a_volunteer(world)
    await asks_for_a_professional(world)
    await world.types("hoi, ik ben er", who="volunteer")
    await world.does(wait="11m")
    await world.types("/klaar", who="volunteer")
    before = len(world.saw("young"))
    await world.does(wait="11m")
    assert world.saw("young")[before:] == ["Hoi, past het nu?"]


async def test_a_line_of_a_helper_that_our_bug_stops_is_not_lost_in_silence(world: World) -> None:
    translate = world.application.house.translators[CHANNEL]
    failures = [KeyError(), KeyError(), KeyError()]

    def broken(payload: str) -> Content:
        if failures:
            raise failures.pop()
        return translate(payload)

    await talks_with_a_volunteer(world)
    house = replace(world.application.house, translators={CHANNEL: broken})
    await receive(house, [update("volunteer", text="hoi")])
    await Works(house).settle()
    assert world.saw("volunteer")[-1] == world.staff("failed")
