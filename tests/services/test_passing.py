"""A warm hand-over: asked first, both for a moment, and never two who are responsible."""

from __future__ import annotations

import pytest

from tests.conftest import World
from tests.services.people import URGENT, joins, person_of, states, talks_with_a_volunteer
from tests.services.test_beside import JOIN, PEER, PRO, YOUNG, new

YES, NO, GO = "Ja, dat is goed", "Nee, liever niet", "Ik ga nu"


async def both(world: World, to: str = "beroepskracht", newcomer: str = "professional") -> None:
    """The new one is in the talk and the first is still there."""
    await talks_with_a_volunteer(world)
    await world.types(f"/overdragen {to}", who="volunteer")
    await world.presses(YES)
    await world.presses(JOIN, who=newcomer)


async def test_a_talk_goes_warmly_to_a_professional(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/overdragen", who="volunteer")
    seen = await new(world, "volunteer", press="Aan een beroepskracht")
    assert set(seen) == {"young", "volunteer"}  # the young person is asked before anybody else
    assert world.buttons("young")[:2] == [YES, NO]
    assert set(await new(world, "young", press=YES)) == {"young", "volunteer", "professional"}
    seen = await new(world, "professional", press=JOIN)
    assert f"{PRO} is er nu bij" in seen["young"][0]
    assert set(await new(world, "professional", text="hoi")) == {"young", "volunteer"}
    assert set(await new(world, "volunteer", text="dag")) == {"young", "professional"}
    seen = await new(world, "volunteer", press=GO)
    assert f"{PEER} gaat nu" in seen["young"][0]
    assert world.staff("passed_on", alias=YOUNG) in seen["volunteer"]
    assert list(await new(world, "young", text="hoi")) == ["professional"]
    assert sorted(await states(world)) == ["active", "escalated"]


async def test_after_five_minutes_the_first_goes_by_themselves(world: World) -> None:
    await both(world)
    await world.does(wait="6m")
    assert world.staff("passed_on", alias=YOUNG) in world.saw("volunteer")
    assert list(await new(world, "young", text="hoi")) == ["professional"]


async def test_a_talk_goes_to_another_form_of_support_and_one_is_responsible(
    world: World,
) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await both(world, "mentor", "friend")
    assert any("een mentor" in text for text in world.saw("young"))
    volunteers = {await person_of(world, who) for who in ("volunteer", "friend")}
    active = [row.staff for row in await world.rows("handoffs") if row.state == "active"]
    assert len(volunteers & set(active)) == 1
    assert list(await new(world, "friend", text="mijn nummer is 06 12345678")) == ["friend"]
    await world.types("ik ga nu", who="volunteer")
    rows = {row.state: row for row in await world.rows("handoffs")}
    assert (rows["closed"].reason, rows["active"].form) == ("passed_on", "mentor")
    assert rows["active"].staff == await person_of(world, "friend")
    assert list(await new(world, "young", text="hoi")) == ["friend"]
    assert await world.types("hallo", who="volunteer") == [world.staff("no_talk")]


async def test_the_young_person_may_refuse_in_the_words_of_the_button(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/overdragen beroepskracht", who="volunteer")
    assert list(await new(world, "young", text="nee")) == ["volunteer"]  # for the volunteer
    seen = await new(world, "young", text="nee, liever niet!")
    assert seen["volunteer"] == [world.staff("pass_refused", alias=YOUNG)]
    assert list(seen) == ["young", "volunteer"] or set(seen) == {"young", "volunteer"}
    assert list(await new(world, "young", text="hoi")) == ["volunteer"]
    assert await world.presses(YES) == [world.rule("pass_gone")]


async def test_danger_beside_a_refusal_still_acts(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/overdragen beroepskracht", who="volunteer")
    world.language.teach(NO, {"risk": {"level": "urgent", "kinds": ["suicide"]}})
    assert any("113" in text for text in await world.types(NO))


async def test_if_nobody_takes_it_the_talk_simply_goes_on(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/overdragen beroepskracht", who="volunteer")
    await world.presses(YES)
    await world.types("ik ben er nog", who="volunteer")
    await world.does(wait="6m")
    assert world.rule("pass_nobody").replace("{peer}", PEER) in world.saw("young")
    assert world.staff("pass_nobody_came", alias=YOUNG) in world.saw("volunteer")
    assert await world.presses(JOIN, who="professional") == [world.staff("claim_ended")]
    assert list(await new(world, "young", text="hoi")) == ["volunteer"]


async def test_no_answer_changes_nothing(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/overdragen beroepskracht", who="volunteer")
    await world.types("denk er rustig over na", who="volunteer")
    await world.does(wait="6m")
    assert world.staff("pass_no_answer", alias=YOUNG) in world.saw("volunteer")
    assert await states(world) == ["active"]


async def test_with_nobody_to_ask_the_young_person_is_not_asked(world: World) -> None:
    await talks_with_a_volunteer(world)
    seen = await new(world, "volunteer", text="/overdragen maatje")
    assert seen == {"volunteer": [world.staff("pass_nobody_there")]}
    await world.types("/dienst uit", who="professional")
    assert list(await new(world, "volunteer", text="/overdragen beroepskracht")) == ["volunteer"]
    seen = await new(world, "volunteer", text="/overdragen tovenaar")
    assert "vertrouwenspersoon" in seen["volunteer"][0]


async def test_while_danger_is_open_no_other_volunteer_comes(world: World) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await both(world, "maatje", "friend")
    await world.types(URGENT)
    seen = await new(world, "volunteer", press=GO)
    assert world.staff("pass_stopped_danger", alias=YOUNG) in seen["volunteer"]
    assert set(await new(world, "young", text="hoi")) == {"volunteer"}
    assert await world.types("/overdragen maatje", who="volunteer") == [world.staff("pass_danger")]


async def test_a_hand_over_to_a_professional_takes_the_danger_along(world: World) -> None:
    await both(world)
    await world.types(URGENT)
    await world.presses(GO, who="volunteer")
    await world.types("ik ben er", who="professional")
    before = len(world.saw("professional"))
    await world.does(wait="2h")
    assert world.saw("professional")[before:] == []
    assert sorted(await states(world)) == ["active", "escalated"]


@pytest.mark.parametrize("line", [{"text": "/klaar"}, {"text": "/dienst uit"}, {"sends": "left"}])
async def test_the_new_one_may_go_again_and_the_first_stays(
    world: World, line: dict[str, object]
) -> None:
    await both(world)
    seen = await new(world, "professional", **line)
    assert world.staff("pass_newcomer_gone", alias=YOUNG) in seen["volunteer"]
    assert PRO in seen["young"][0]
    assert list(await new(world, "young", text="hoi")) == ["volunteer"]


@pytest.mark.parametrize("line", [{"text": "/klaar"}, {"sends": "left"}])
async def test_when_the_first_goes_in_any_way_the_new_one_has_the_talk(
    world: World, line: dict[str, object]
) -> None:
    await both(world)
    await new(world, "volunteer", **line)
    assert list(await new(world, "young", text="hoi")) == ["professional"]


async def test_stop_during_a_hand_over_ends_it_for_all(world: World) -> None:
    await both(world)
    await world.types("stop")
    for who in ("volunteer", "professional"):
        assert await world.types("hallo?", who=who) == [world.staff("no_talk")]
    assert await world.does(wait="10m") == []


async def test_the_professional_beside_a_talk_stays_beside_it(world: World) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await talks_with_a_volunteer(world)
    await world.types("/achterwacht help", who="volunteer")
    await world.presses("Ik lees mee", who="professional")
    await world.types("/overdragen maatje", who="volunteer")
    await world.presses(YES)
    await world.presses(JOIN, who="friend")
    await world.presses(GO, who="volunteer")
    assert set(await new(world, "young", text="hoi")) == {"friend", "professional"}
