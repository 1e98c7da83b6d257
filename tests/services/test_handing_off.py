"""From a wish to a talk and back: who is asked, who gets it, and who hears what."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.handoff import Urgency
from bot.domain.turn import RequestHandoff
from bot.domain.volunteer import Role
from bot.services.handoff import handing_off
from tests.conftest import World
from tests.services.people import (
    CLAIM,
    CLEAR,
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
    was_told,
)

YOUNG1, YOUNG2 = "Groene Reiger", "Zilveren Ree"


# --- claiming -------------------------------------------------------------------------------------


async def test_the_first_of_two_volunteers_gets_the_talk_and_the_second_a_kind_sentence(
    world: World,
) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await asks_for_a_peer(world)
    assert len(offers(world, "volunteer")) == len(offers(world, "friend")) == 1
    await world.presses(CLAIM, who="friend")
    assert await world.presses(CLAIM, who="volunteer") == [world.staff("already_claimed")]
    await world.types("hoi")
    assert world.saw("friend")[-1] == f"{YOUNG1}: hoi"
    assert world.saw("volunteer")[-1] == world.staff("already_claimed")
    assert any(text.startswith("Hoi, Gouden Das is er nu") for text in world.saw("young"))


async def test_a_claim_after_the_wish_was_withdrawn_is_refused_kindly(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types("stop")
    assert await states(world) == ["withdrawn"]
    assert await world.presses(CLAIM, who="volunteer") == [world.staff("claim_ended")]
    assert await states(world) == ["withdrawn"]


async def test_the_same_button_pressed_twice_counts_once(world: World) -> None:
    await talks_with_a_volunteer(world)
    before = len(world.saw("young"))
    assert await world.presses(CLAIM, who="volunteer") == [world.staff("already_claimed")]
    assert len(world.saw("young")) == before


async def test_a_volunteer_with_a_talk_gets_no_second_one(world: World) -> None:
    await asks_for_a_peer(world)
    await asks_for_a_peer(world, "young2")
    await world.presses(CLAIM, who="volunteer")  # the newest offer: of young2
    first = next(s for s in world.seen if s.to == "volunteer" and s.reply.buttons)
    assert await presses_key(world, "volunteer", first.reply.buttons[0].key) == [
        world.staff("claim_full")
    ]
    assert sorted(await states(world)) == ["active", "offered"]


async def presses_key(world: World, who: str, key: str) -> list[str]:
    from bot.channels.terminal import update
    from bot.services.receiving import receive

    before = len(world.saw(who))
    await receive(world.application.house, [update(who, press=key)])
    await world.application.works.settle()
    return world.saw(who)[before:]


async def test_who_waited_meanwhile_is_offered_when_the_talk_ends(world: World) -> None:
    await talks_with_a_volunteer(world)
    await asks_for_a_peer(world, "young2")
    assert was_told(world, "peer_waiting", "young2")
    assert len(offers(world, "volunteer")) == 1
    await world.types("/klaar", who="volunteer")
    assert len(offers(world, "volunteer")) == 2
    await world.presses(CLAIM, who="volunteer")
    await world.types("hoi", who="young2")
    assert world.saw("volunteer")[-1] == f"{YOUNG2}: hoi"


async def test_who_waited_is_offered_too_when_the_young_person_ends_the_talk(world: World) -> None:
    await talks_with_a_volunteer(world)
    await asks_for_a_peer(world, "young2")
    await world.presses("Stop dit gesprek")
    assert len(offers(world, "volunteer")) == 2


async def test_after_a_talk_nobody_is_offered_to_who_is_off_duty(world: World) -> None:
    await talks_with_a_volunteer(world)
    await asks_for_a_peer(world, "young2")
    await world.types("/dienst uit", who="volunteer")
    await world.types("/klaar", who="volunteer")
    assert len(offers(world, "volunteer")) == 1


async def test_a_running_talk_goes_on_when_duty_ends(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/dienst uit", who="volunteer")
    await world.types("hoi")
    assert world.saw("volunteer")[-1] == f"{YOUNG1}: hoi"


async def test_ready_without_a_talk_is_answered(world: World) -> None:
    assert await world.types("/klaar", who="volunteer") == [world.staff("no_talk")]


async def test_words_without_a_talk_go_to_nobody_and_say_so(world: World) -> None:
    await asks_for_a_peer(world)
    before = len(world.saw("young"))
    assert await world.types("hallo?", who="volunteer") == [world.staff("no_talk")]
    assert len(world.saw("young")) == before


# --- who may ---------------------------------------------------------------------------------------


async def test_without_a_professional_on_duty_no_peer_talk_begins(world: World) -> None:
    await world.types("/dienst uit", who="professional")
    await asks_for_a_peer(world)
    assert was_told(world, "no_professional")
    assert offers(world, "volunteer") == []
    await world.types("/dienst aan", who="professional")
    assert len(offers(world, "volunteer")) == 1


async def test_an_offer_cannot_be_taken_once_the_professional_is_off_duty(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types("/dienst uit", who="professional")
    assert await world.presses(CLAIM, who="volunteer") == [world.staff("claim_ended")]
    assert await states(world) == ["offered"]


async def test_an_offer_cannot_be_taken_once_danger_is_open(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types(URGENT)
    assert await world.presses(CLAIM, who="volunteer") == [world.staff("claim_ended")]


async def test_a_volunteer_who_is_much_older_is_not_asked_for_a_minor(world: World) -> None:
    await world.types("/dienst uit", who="volunteer")
    await joins(world, "friend", "volunteer", age=24)
    await asks_for_a_peer(world, age="16 of 17")
    assert offers(world, "friend") == []
    assert was_told(world, "peer_waiting")


@pytest.mark.parametrize(
    ("age", "band", "asked"),
    [
        (23, "16 of 17", True),
        (24, "16 of 17", False),
        (21, "12 tot 15", True),
        (22, "12 tot 15", False),
        (21, "Sla over", True),
        (22, "Sla over", False),
        (60, "18 tot 24", True),
    ],
)
async def test_the_age_distance_to_a_minor_has_a_limit(
    world: World, age: int, band: str, asked: bool
) -> None:
    await joins(world, "friend", "volunteer", age=age)
    await asks_for_a_peer(world, age=band)
    assert bool(offers(world, "friend")) is asked


async def test_the_age_rule_holds_at_the_claim_too(world: World) -> None:
    """Given an offer to an adult, when it turns out to be a minor, then the older one is refused."""
    await joins(world, "friend", "volunteer", age=40)
    await asks_for_a_peer(world, age="18 tot 24")
    assert len(offers(world, "friend")) == 1
    key = next(s for s in world.seen if s.to == "friend" and s.reply.buttons).reply.buttons[0].key
    await becomes(world, age_band="12_15")
    assert await presses_key(world, "friend", key) == [world.staff("age_distance")]
    assert await states(world) == ["offered"]


async def becomes(world: World, **values: str) -> None:
    from tests.services.people import person_of

    person = await person_of(world, "young")
    async with world.application.house.units() as tx:
        conversation = await tx.conversations.get(person)
        await tx.conversations.save(conversation.remembering(**values), world.clock.now())
        await tx.commit()


@pytest.mark.parametrize("age", ["Jonger dan 12", "Ouder dan 24"])
async def test_outside_the_ages_nobody_is_asked_and_a_place_is_named(
    world: World, age: str
) -> None:
    await asks_for_a_peer(world, age=age)
    assert "bel" in world.saw("young")[-2]
    await world.presses("Verder praten")
    said = await world.types("mag ik toch met iemand praten", means={"act": "want_peer"})
    assert world.rule("outside_ages") in said
    assert offers(world, "volunteer") == []


async def test_a_volunteer_cannot_take_what_is_for_a_professional(world: World) -> None:
    await asks_for_a_professional(world)
    assert offers(world, "volunteer") == []
    key = next(s for s in world.seen if s.to == "professional" and s.reply.buttons)
    assert await presses_key(world, "volunteer", key.reply.buttons[0].key) == [
        world.staff("claim_not_yours")
    ]


async def test_a_volunteer_or_coordinator_cannot_clear_danger(world: World) -> None:
    await world.types(URGENT)
    card = next(s for s in world.seen if s.to == "professional" and s.reply.buttons)
    key = next(b.key for b in card.reply.buttons if b.label == CLEAR)
    for who in ("volunteer", "coordinator"):
        assert await presses_key(world, who, key) == [world.staff("claim_not_yours")]
    assert await states(world) == ["offered"]


async def test_a_staff_member_is_not_offered_their_own_wish(world: World) -> None:
    """Given a young person who waits, when that same person becomes staff, then no own claim."""
    await asks_for_a_peer(world)
    key = (
        next(s for s in world.seen if s.to == "volunteer" and s.reply.buttons).reply.buttons[0].key
    )
    await joins(world, "young", "volunteer", age=19)
    assert offers(world, "young") == []
    assert await presses_key(world, "young", key) == [world.staff("claim_not_yours")]


# --- the talk --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["peer", "professional"])
async def test_what_cannot_stay_between_them_is_said_before_the_first_line(
    world: World, role: str
) -> None:
    """Which secrets cannot be kept, and that a deleted line stays on the other phone."""
    begins = talks_with_a_volunteer if role == "peer" else talks_with_a_professional
    await begins(world)
    told = world.young(f"talk_started_{role}")
    assert "gevaar" in told
    assert "Wis je" in told
    assert any(told in text for text in world.saw("young"))
    helper = "volunteer" if role == "peer" else "professional"
    assert any("Wis je iets, dan blijft het daar staan" in text for text in world.saw(helper))


async def test_words_cross_both_ways_under_an_alias_only(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("hoi {alias} %s")
    assert world.saw("volunteer")[-1] == f"{YOUNG1}: hoi {{alias}} %s"
    await world.types("dag {text}", who="volunteer")
    assert world.saw("young")[-1] == "Rode Panda: dag {text}"


async def test_after_the_volunteer_ends_the_talk_the_bot_takes_over(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    assert world.rule("closed_by_staff") in world.saw("young")
    await world.presses("Klaar voor nu")
    await world.types("nog iets", means={"topic": "bullying"})
    closed, asked = world.saw("volunteer")[-2:]
    assert closed == world.staff("talk_closed", alias=YOUNG1)
    assert asked == world.staff("outcome_ask", alias=YOUNG1)


async def test_a_professional_with_two_talks_answers_the_one_that_was_chosen(world: World) -> None:
    await talks_with_a_professional(world)
    await talks_with_a_professional(world, "young2")
    await world.types("van een")
    assert f"Antwoord aan {YOUNG1}" in world.buttons("professional")
    assert await world.types("antwoord twee", who="professional") == []
    assert world.saw("young2")[-1] == "Witte Zwaan: antwoord twee"
    said = await world.presses(f"Antwoord aan {YOUNG1}", who="professional")
    assert said == [world.staff("now_talking_to", alias=YOUNG1)]
    await world.types("antwoord een", who="professional")
    assert world.saw("young")[-1] == "Witte Zwaan: antwoord een"
    assert "antwoord een" not in " ".join(world.saw("young2"))
    await world.types("/klaar", who="professional")
    assert sorted(await states(world)) == ["active", "closed"]
    await world.types("nog voor twee", who="professional")
    assert world.saw("young2")[-1] == "Witte Zwaan: nog voor twee"


async def test_the_button_of_a_talk_that_ended_switches_to_nothing(world: World) -> None:
    await talks_with_a_professional(world)
    await talks_with_a_professional(world, "young2")
    await world.types("van een")
    await world.types("stop")
    said = await world.presses(f"Antwoord aan {YOUNG1}", who="professional")
    assert said == [world.staff("claim_ended")]


async def test_a_young_person_who_blocks_maatje_in_a_talk_leaves_nobody_waiting(
    world: World,
) -> None:
    await talks_with_a_volunteer(world)
    shown = await world.does(**{"as": "young", "sends": "left"})
    assert [(s.to, s.reply.text) for s in shown] == [
        ("volunteer", world.staff("young_left", alias=YOUNG1)),
        ("volunteer", world.staff("outcome_ask", alias=YOUNG1)),
    ]
    assert await states(world) == ["closed"]
    await world.types("ben je daar nog?", who="volunteer")
    assert world.saw("volunteer")[-1] == world.staff("no_talk")


async def test_who_comes_back_is_answered_and_gets_no_old_messages(world: World) -> None:
    await asks_for_a_peer(world)
    await world.does(**{"as": "young", "sends": "left"})
    await world.types("/dienst uit", who="volunteer")
    await world.does(wait="25h")
    before = len(world.saw("young"))
    await world.types("ik ben er weer", means={"act": "greet"})
    assert "Pesten" in world.buttons()
    assert len(world.saw("young")) == before + 1


async def test_waiting_goes_on_while_somebody_who_left_still_has_messages(world: World) -> None:
    """Given a check-in for somebody who left, when time passes, then the house does not spin."""
    await world.types("ik wil een doel", means={"act": "set_goal"})
    await world.types("kast opruimen")
    await world.types("zaterdag")
    for label in ("Sla over", "Klopt", "7", "Nog met niemand", "Morgen"):
        await world.presses(label)
    await world.does(**{"as": "young", "sends": "left"})
    async with asyncio.timeout(10):
        assert await world.does(wait="72h") == []


async def test_a_volunteer_who_leaves_in_a_talk_gives_the_chat_back_to_the_bot(
    world: World,
) -> None:
    await talks_with_a_volunteer(world)
    await world.does(**{"as": "volunteer", "sends": "left"})
    assert world.rule("closed_by_staff") in world.saw("young")
    await world.types("hallo", means={"act": "greet"})
    assert world.saw("volunteer")[-1] != f"{YOUNG1}: hallo"
    await asks_again(world)
    assert len(offers(world, "volunteer")) == 1  # off duty: not asked again


async def asks_again(world: World) -> None:
    await world.types("mag ik met iemand praten")


# --- waiting ---------------------------------------------------------------------------------------


async def test_after_ten_minutes_the_young_person_hears_of_it_neutrally_first(
    world: World,
) -> None:
    await asks_for_a_peer(world)
    assert await world.does(wait="9m") == []
    shown = await world.does(wait="1m")
    assert [(s.to, s.reply.text) for s in shown] == [("young", "Hoi, past het nu?")]
    said = await world.presses("Ja")
    assert "nog niemand" in said[0]
    assert await states(world) == ["offered"]
    shown = await world.does(wait="1h")
    assert [s.to for s in shown] == ["professional", "young"]
    assert shown[1].reply.text == world.rule("asked_professional")


async def test_after_a_day_the_wish_ends_and_cannot_be_taken(world: World) -> None:
    await asks_for_a_peer(world)
    await world.does(wait="23h")
    assert await states(world) == ["offered"]
    shown = await world.does(wait="61m")
    assert await states(world) == ["expired"]
    assert [(s.to, s.reply.text) for s in shown] == [("young", "Hoi, past het nu?")]
    assert await world.presses(CLAIM, who="volunteer") == [world.staff("claim_ended")]
    said = await world.presses("Ja")
    assert "niet meer open" in said[0]


async def test_a_wish_that_would_end_at_night_ends_in_the_morning(world: World) -> None:
    world.clock.move(hours=9)  # midnight in Amsterdam
    await asks_for_a_peer(world)
    await world.does(wait="25h")
    assert await states(world) == ["offered"]
    shown = await world.does(wait="8h")
    assert await states(world) == ["expired"]
    assert [s.reply.text for s in shown if s.to == "young"] == ["Hoi, past het nu?"]


async def test_an_end_that_falls_just_before_the_morning_is_told_as_soon_as_it_is_day(
    world: World,
) -> None:
    """Not three hours later: whoever waited through a standstill waits long enough."""
    world.clock.move(hours=15, minutes=50)  # ten to seven in Amsterdam
    await asks_for_a_peer(world)
    world.clock.move(hours=24, minutes=40)
    await world.does(wait="1m")  # half past seven: still quiet
    assert "Hoi, past het nu?" not in world.saw("young")
    await world.does(wait="30m")
    assert world.saw("young")[-1] == "Hoi, past het nu?"
    assert await states(world) == ["expired"]


async def test_who_is_helped_in_time_hears_nothing_of_waiting(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("hoi, fijn dat je er bent", who="volunteer")
    assert await world.does(wait="25h") == []


async def test_asking_twice_gives_one_offer(world: World) -> None:
    await asks_for_a_peer(world)
    said = await world.types("mag ik met iemand praten")
    assert len(said) == 1
    assert was_told(world, "already_waiting")
    assert len(offers(world, "volunteer")) == 1


async def test_who_waits_no_longer_is_taken_off_the_list(world: World) -> None:
    await world.types("/dienst uit", who="volunteer")
    await asks_for_a_peer(world)
    await world.presses("Ik wacht niet meer")
    assert await states(world) == ["withdrawn"]
    await world.types("/dienst aan", who="volunteer")
    assert offers(world, "volunteer") == []


async def test_the_most_urgent_is_offered_first_to_who_comes_on_duty(world: World) -> None:
    await world.types("/dienst uit", who="professional")
    await asks_for_a_professional(world)
    await world.types(URGENT, who="young2")
    before = len(offers(world, "professional"))
    await world.types("/dienst aan", who="professional")
    new = offers(world, "professional")[before:]
    assert new[0] == urgent_cards(world)[0]
    assert len(new) == 2


async def test_a_shared_goal_and_a_note_reach_the_volunteer_after_the_claim_only(
    world: World,
) -> None:
    await sets_a_goal(world, "Met mijn maatje")
    await asks_for_a_peer(world)
    assert "kast opruimen" not in " ".join(offers(world, "volunteer"))
    said = await world.presses(CLAIM, who="volunteer")
    assert (
        world.staff("shared_goal", alias=YOUNG1, step="kast opruimen", when="zaterdag") in said[0]
    )


async def test_a_goal_that_is_shared_with_nobody_stays_with_nobody(world: World) -> None:
    await sets_a_goal(world, "Nog met niemand")
    await asks_for_a_peer(world)
    await world.presses(CLAIM, who="volunteer")
    assert "kast opruimen" not in " ".join(world.saw("volunteer"))


async def sets_a_goal(world: World, shared: str) -> None:
    await world.types("ik wil een doel", means={"act": "set_goal"})
    await world.types("kast opruimen")
    await world.types("zaterdag")
    for label in ("Sla over", "Klopt", "7", shared, "Liever niet"):
        await world.presses(label)


# --- invitations -----------------------------------------------------------------------------------


async def test_a_code_works_once(world: World) -> None:
    code = await invited(world, "ABCD-EFGH-JKLM-NPQR", "volunteer", age=20)
    said = await world.types(f"/start {code}", who="friend")
    assert said == [world.staff("registered", role="vrijwilliger", alias="Gouden Das")]
    assert (await world.types(f"/start {code}", who="moderator"))[0] == world.staff("code_wrong")
    assert {row.alias for row in await world.rows("staff")} == {
        "Rode Panda",
        "Vrolijke Kraai",
        "Witte Zwaan",
        "Bruine Bever",
        "Wijze Uil",
        "Gouden Das",
    }


async def test_a_code_may_be_typed_in_small_letters(world: World) -> None:
    await invited(world, "ABCD-EFGH-JKLM-NPQR", "professional")
    said = await world.types("/start  abcd-efgh-jklm-npqr ", who="friend")
    assert said == [world.staff("registered", role="beroepskracht", alias="Gouden Das")]


async def test_an_expired_code_is_refused(world: World) -> None:
    await invited(world, "ABCD", "volunteer", age=20, days=7)
    world.clock.move(days=7, seconds=1)
    assert (await world.types("/start ABCD", who="friend"))[0] == world.staff("code_wrong")


async def test_who_comes_with_an_unknown_code_is_told_and_welcomed_all_the_same(
    world: World,
) -> None:
    said = await world.types("/start ZZZZ")
    assert said[:2] == [world.staff("code_wrong"), world.young("intro")]
    assert await world.types("hoi", means={"act": "greet"})


async def test_a_new_volunteer_is_not_on_duty_by_itself(world: World) -> None:
    await joins(world, "friend", "volunteer", age=20, duty=False)
    await asks_for_a_peer(world)
    assert offers(world, "friend") == []


async def test_the_code_of_a_tester_begins_the_talk_as_for_everybody(world: World) -> None:
    world.gate[0] = False
    await invited(world, "TEST", "tester", alias="")
    said = await world.types("/start TEST", who="friend")
    assert said[0] == world.young("intro")
    assert "Pesten" in world.buttons("friend")
    assert await world.types("hoi", who="friend")


# --- staff who leave -------------------------------------------------------------------------------


async def test_a_volunteer_who_wants_to_be_forgotten_is_asked_first(world: World) -> None:
    assert await world.types("/vergeetmij", who="volunteer") == [world.staff("forget_staff_ask")]
    assert len(await world.rows("staff")) == 5


async def test_a_volunteer_who_is_forgotten_leaves_no_row_and_no_one_alone(world: World) -> None:
    await talks_with_a_volunteer(world)
    shown = await world.does(**{"as": "volunteer", "text": "/vergeetmij ja"})
    assert [s.reply.text for s in shown if s.to == "volunteer"] == [world.staff("forgotten_staff")]
    assert world.rule("closed_by_staff") in world.saw("young")
    assert {row.role for row in await world.rows("staff")} == {
        "coach",
        "professional",
        "coordinator",
        "moderator",
    }
    assert len(await world.rows("addresses")) == 5
    said = await world.types("hoi", who="volunteer", means={"act": "greet"})
    assert said[0] == world.young("intro")  # from now on somebody like all others


async def test_a_button_of_staff_means_nothing_to_who_is_staff_no_longer(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types("/vergeetmij ja", who="volunteer")
    said = await world.presses(CLAIM, who="volunteer")
    assert world.young("old_button") in said
    assert await states(world) == ["offered"]


async def test_only_the_words_on_and_off_change_a_duty(world: World) -> None:
    for slip in ("/dienst", "/dienst ann", "/dienst uti"):
        assert await world.types(slip, who="volunteer") == [world.staff("on_duty")]
    assert await world.types("/dienst uit", who="volunteer") == [world.staff("off_duty")]
    assert await world.types("/dienst", who="volunteer") == [world.staff("off_duty")]


# --- names, and who may end what --------------------------------------------------------------------


async def test_an_alias_does_not_come_back_when_old_cases_are_tidied(world: World) -> None:
    """Given a case that is gone from the house, when somebody else asks, then the name is another one."""
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    (first,) = await world.rows("handoffs")
    world.clock.move(days=8)
    async with world.application.house.units() as tx:
        await tx.tidying.tidy(world.clock.now())
        await tx.commit()
    assert await world.rows("handoffs") == []
    await talks_with_a_volunteer(world, "friend")
    (second,) = await world.rows("handoffs")
    assert second.alias != first.alias


async def test_an_alias_of_which_something_is_kept_is_not_given_again(world: World) -> None:
    """Also when all names were used: then it gets a number."""

    class Few:
        def alias(self, number: int) -> str:
            return ("Groene Reiger", "Rode Vos")[number % 2]

    house = replace(world.application.house, aliases=Few())
    async with house.units() as tx:
        given = []
        for who in ("a", "b", "c", "d"):
            person = await tx.people.at("terminal", who, world.clock.now())
            conversation = await tx.conversations.get(person)
            wish = RequestHandoff(Role.PROFESSIONAL, Urgency.NORMAL)
            await handing_off.request(house, tx, conversation, wish)
            given += [case.alias for case in await tx.handoffs.open_of(person)]
    assert given == ["Groene Reiger", "Rode Vos", "Groene Reiger 2", "Rode Vos 2"]


@pytest.mark.parametrize("with_whom", ["volunteer", "professional"])
async def test_the_claim_of_a_volunteer_ends_no_running_talk(world: World, with_whom: str) -> None:
    """Given a young person who talks with somebody, when another volunteer claims a wish of theirs that
    is offered all the same, then that is refused and the talk goes on."""
    await joins(world, "friend", "volunteer", age=20, alias="Stille Vos")
    begin = talks_with_a_volunteer if with_whom == "volunteer" else talks_with_a_professional
    await begin(world)
    person = await person_of(world, "young")
    house = world.application.house
    async with house.units() as tx:
        told = (await tx.conversations.get(person)).remembering(region="nl", age_band="16_17")
        conversation = await tx.conversations.save(told, world.clock.now())
        wish = RequestHandoff(Role.VOLUNTEER, Urgency.NORMAL)
        await handing_off.request(house, tx, conversation, wish)
        await tx.commit()
    await world.does(wait="3m")
    said = await world.presses(CLAIM, who="friend")
    assert said == [world.staff("claim_ended")]
    (talk,) = [row for row in await world.rows("handoffs") if row.state == "active"]
    assert talk.staff == await person_of(world, with_whom)
    await world.types("ben je er nog")
    assert world.saw(with_whom)[-1].endswith("ben je er nog")
    assert not any("ben je er nog" in text for text in world.saw("friend"))
