"""After a talk: how it ended, how the volunteer is, rest, and going on with the same one."""

from __future__ import annotations

import pytest

from tests.conftest import World
from tests.services.people import (
    CLAIM,
    TAKE_OVER,
    URGENT,
    asks_for_a_peer,
    joins,
    offers,
    talks_with_a_professional,
    talks_with_a_volunteer,
)

AGAIN = "Later nog eens met dit maatje"
FEELINGS = ["Goed", "Moe", "Het blijft hangen"]
HELD = "mijn nummer is 06 12345678"


async def outcomes(world: World) -> list[str | None]:
    return [row.outcome for row in await world.rows("handoffs")]


def was_asked(world: World, who: str = "volunteer") -> bool:
    """Was this volunteer asked how they are?"""
    return any([b.label for b in s.reply.buttons] == FEELINGS for s in world.seen if s.to == who)


@pytest.mark.parametrize(
    ("label", "kept"),
    [
        ("Geholpen", "helped"),
        ("Deels geholpen", "partly"),
        ("Verwezen", "referred"),
        ("Wil later verder", "later"),
        ("Niet gelukt", "not_worked"),
    ],
)
@pytest.mark.parametrize("typed", ["", "{}", "/uitkomst {}"])
async def test_one_press_or_its_words_keep_how_a_talk_ended(
    world: World, label: str, kept: str, typed: str
) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    if typed:
        await world.types(typed.format(label.lower()), who="volunteer")
    else:
        await world.presses(label, who="volunteer")
    assert await outcomes(world) == [kept]
    assert (await world.events()).count("outcome_given") == 1


async def test_a_second_press_changes_nothing_and_says_so(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    await world.presses("Geholpen", who="volunteer")
    said = await world.presses("Niet gelukt", who="volunteer")
    assert said == [world.staff("outcome_known", outcome="Geholpen")]
    assert await outcomes(world) == ["helped"]
    assert await world.types("/klaar", who="volunteer") == [world.staff("no_talk")]


async def test_it_can_be_skipped_and_comes_when_the_young_person_ends_the_talk(
    world: World,
) -> None:
    await talks_with_a_volunteer(world)
    await world.types("stop")
    assert world.buttons("volunteer")[-1] == "Sla over"
    assert await world.presses("Sla over", who="volunteer") == [world.staff("outcome_skipped")]
    assert await outcomes(world) == [None]


async def test_a_professional_is_not_asked(world: World) -> None:
    await talks_with_a_professional(world)
    await world.types("/klaar", who="professional")
    assert world.buttons("professional") == []


async def test_words_in_the_next_talk_are_for_the_young_person(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    await talks_with_a_volunteer(world, "young2")
    await world.types("geholpen", who="volunteer")
    assert world.saw("young2")[-1] == "Rode Panda: geholpen"
    await world.types("/uitkomst geholpen", who="volunteer")
    assert "helped" in await outcomes(world)


# --- how are you? ----------------------------------------------------------------------------------


async def test_after_an_easy_talk_nobody_is_asked_how_they_are(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("hoi")
    await world.types("/klaar", who="volunteer")
    assert not was_asked(world)


@pytest.mark.parametrize("heavy", ["held", "danger", "long", "/iemandanders", "taken over"])
async def test_after_a_heavy_talk_the_volunteer_is_asked_how_they_are(
    world: World, heavy: str
) -> None:
    await talks_with_a_volunteer(world)
    if heavy == "long":
        await world.does(wait="61m")
    elif heavy.startswith("/"):
        await world.types(heavy)
    else:
        await world.types(HELD if heavy == "held" else URGENT)
    if heavy == "taken over":
        await world.presses(TAKE_OVER, who="professional")
    else:
        await world.types("/klaar", who="volunteer")
    assert was_asked(world)


async def test_a_report_looks_like_an_ordinary_end(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    assert world.staff("talk_closed_by_young", alias="Groene Reiger") in world.saw("volunteer")
    assert not was_asked(world)


async def test_what_lingers_is_told_to_the_professional_by_alias_alone(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(HELD)
    await world.types("ik voel me een kanarievogeltje")
    await world.types("/klaar", who="volunteer")
    await world.presses("Het blijft hangen", who="volunteer")
    await world.presses("Even erover praten", who="volunteer")
    told = world.saw("professional")[-1]
    assert told == world.staff("debrief_card", alias="Rode Panda")
    assert "kanarievogeltje" not in told
    assert "Groene Reiger" not in told


async def test_without_a_professional_the_coordinator_hears_it(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(HELD)
    await world.types("/dienst uit", who="professional")
    await world.types("/klaar", who="volunteer")
    await world.types("/hoegaathet het blijft hangen", who="volunteer")
    said = await world.types("even erover praten", who="volunteer")
    assert said == [world.staff("talk_it_over_coordinator")]
    assert world.saw("coordinator")[-1] == world.staff("talk_it_over_asked", alias="Rode Panda")


async def test_an_answer_is_counted_once_and_not_kept_with_the_talk(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(HELD)
    await world.types("/klaar", who="volunteer")
    await world.presses("Moe", who="volunteer")
    await world.presses("Goed", who="volunteer")
    assert (await world.events()).count("debrief_answered") == 1
    assert not any("tired" in map(str, row) for row in await world.rows("handoffs"))


async def test_who_rests_gets_no_offers_and_one_kind_message(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(HELD)
    await world.types("/klaar", who="volunteer")
    await world.presses("Moe", who="volunteer")
    await world.presses("Even rust", who="volunteer")
    before = len(offers(world, "volunteer"))
    await asks_for_a_peer(world, "young2")
    assert len(offers(world, "volunteer")) == before
    await world.does(wait="31m")
    await world.does(wait="3h")
    assert world.saw("volunteer").count(world.staff("rested")) == 1
    assert len(offers(world, "volunteer")) == before  # the clock puts nobody on duty
    await world.types("/dienst aan", who="volunteer")
    assert len(offers(world, "volunteer")) == before + 1


async def test_who_comes_back_by_themselves_gets_no_message(world: World) -> None:
    await world.types("/rust", who="volunteer")
    await world.types("/dienst aan", who="volunteer")
    await world.does(wait="40m")
    assert world.staff("rested") not in world.saw("volunteer")


# --- the same one another time ---------------------------------------------------------------------


async def both_want_more(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    await world.presses("Sla over")
    await world.presses(AGAIN)
    await world.presses("Wil later verder", who="volunteer")


async def test_both_want_to_go_on_and_meet_again_under_the_same_aliases(world: World) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await both_want_more(world)
    assert world.saw("volunteer")[-1] == world.staff("pair_agreed", alias="Groene Reiger", days=90)
    seen = world.staff("pair_seen", alias="Groene Reiger", staff="Rode Panda", days=90)
    assert seen in world.saw("coordinator")
    before = len(offers(world, "friend"))
    said = await world.types("ik wil met een maatje praten")
    assert said[-1].startswith("Rode Panda, je maatje van vorige keer, is er.")
    assert len(offers(world, "friend")) == before
    await world.presses(CLAIM, who="volunteer")
    assert "Je praat nu met Groene Reiger." in world.saw("volunteer")[-1]


async def test_after_their_time_the_others_are_asked_and_the_alias_is_new(world: World) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await both_want_more(world)
    before = len(offers(world, "friend")), len(offers(world, "volunteer"))
    await world.types("ik wil met een maatje praten")
    await world.does(wait="6m")
    assert (len(offers(world, "friend")), len(offers(world, "volunteer"))) == (
        before[0] + 1,
        before[1] + 1,
    )
    await world.presses(CLAIM, who="friend")
    assert "Groene Reiger" not in world.saw("friend")[-1]
    assert len({row.alias for row in await world.rows("handoffs")}) == 2


async def test_with_the_other_away_everybody_is_asked_at_once(world: World) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await both_want_more(world)
    await world.types("/dienst uit", who="volunteer")
    before = len(offers(world, "friend"))
    said = await world.types("ik wil met een maatje praten")
    assert "kan nu niet" in said[-1]
    assert len(offers(world, "friend")) == before + 1


@pytest.mark.parametrize("side", ["young", "volunteer"])
async def test_one_wish_alone_is_told_to_nobody_and_changes_nothing(
    world: World, side: str
) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    before = len(world.saw("coordinator"))
    if side == "young":
        await world.presses("Sla over")
        await world.presses(AGAIN)
        await world.presses("Geholpen", who="volunteer")
        assert world.saw("volunteer")[-1] == world.staff("outcome_thanks")
    else:
        await world.presses("Wil later verder", who="volunteer")
    assert len(world.saw("coordinator")) == before
    said = await world.types("ik wil met een maatje praten")
    assert not any("vorige keer" in text for text in said)
    assert len({row.alias for row in await world.rows("handoffs")}) == 2


@pytest.mark.parametrize("outcome", ["", "Geholpen"])
@pytest.mark.parametrize("how", ["button", "words", "/vast stop"])
async def test_who_chose_it_and_is_no_pair_yet_can_see_it_and_take_it_back(
    world: World, how: str, outcome: str
) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    await world.presses("Sla over")
    await world.presses(AGAIN)
    if outcome:  # what the volunteer chose makes no difference to what is told
        await world.presses(outcome, who="volunteer")
    told = world.young("pair_pending").replace("{alias}", "Rode Panda")
    assert await world.types("/vast") == [told]
    before = len(world.saw("volunteer"))
    said = await (
        world.presses(STOP_PAIR)
        if how == "button"
        else world.types(STOP_PAIR if how == "words" else how)
    )
    assert said == [world.young("pair_withdrawn").replace("{alias}", "Rode Panda")]
    assert len(world.saw("volunteer")) == before
    assert await world.types("/vast") == [world.young("pair_none")]


async def test_a_choice_that_was_taken_back_makes_no_pair(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    await world.presses("Sla over")
    await world.presses(AGAIN)
    await world.types("/vast stop")
    await world.presses("Wil later verder", who="volunteer")
    assert await world.rows("pairs") == []


async def test_a_reported_pair_never_meets_again(world: World) -> None:
    await both_want_more(world)
    await world.types("/meld")
    before = len(offers(world, "volunteer"))
    await world.types("ik wil met een maatje praten")
    assert len(offers(world, "volunteer")) == before


async def test_after_a_professional_there_is_no_button_for_the_same_peer(world: World) -> None:
    await talks_with_a_professional(world)
    await world.types("/klaar", who="professional")
    assert AGAIN not in world.buttons()


STOP_PAIR = "Stop met dit maatje"
FIRST = "Rode Panda, je maatje van vorige keer, is er."


async def tidied_after(world: World, days: int) -> None:
    world.clock.move(days=days)
    async with world.application.house.units() as tx:
        await tx.tidying.tidy(world.clock.now())
        await tx.commit()


async def asks_again(world: World) -> list[str]:
    said = await world.types("ik wil met een maatje praten", means={"act": "want_peer"})
    for label in ("Nederland", "16 of 17", "Maakt niet uit"):
        if label in world.buttons():
            said = await world.presses(label)
    return said


async def test_a_pair_is_known_for_90_days_after_the_talk_and_each_talk_extends_it(
    world: World,
) -> None:
    await both_want_more(world)
    await tidied_after(world, 80)
    assert await world.rows("handoffs") == []  # the talk itself is gone long ago
    assert (await asks_again(world))[-1].startswith(FIRST)
    await world.presses(CLAIM, who="volunteer")
    assert "Je praat nu met Groene Reiger." in world.saw("volunteer")[-1]
    await world.types("/klaar", who="volunteer")
    await world.presses("Sla over")
    assert AGAIN not in world.buttons()  # it holds already
    await tidied_after(world, 80)
    assert (await asks_again(world))[-1].startswith(FIRST)
    await world.types("stop")
    await tidied_after(world, 11)
    assert await world.rows("pairs") == []
    assert not any(text.startswith(FIRST) for text in await asks_again(world))


@pytest.mark.parametrize("how", ["button", "words", "/vast stop"])
async def test_the_young_person_ends_it_with_one_press_and_the_other_hears_nothing(
    world: World, how: str
) -> None:
    await both_want_more(world)
    (told,) = await world.types("/vast")
    assert "Rode Panda en jij" in told
    assert "90 dagen" in told
    before = len(world.saw("volunteer"))
    said = await (
        world.presses(STOP_PAIR)
        if how == "button"
        else world.types(STOP_PAIR if how == "words" else how)
    )
    assert said == [world.young("pair_stopped").replace("{alias}", "Rode Panda")]
    assert len(world.saw("volunteer")) == before
    assert await world.types("/vast") == [world.young("pair_none")]
    offered = len(offers(world, "volunteer"))
    await asks_again(world)
    assert len(offers(world, "volunteer")) == offered  # they do not get each other again
    assert {row.alias for row in await world.rows("handoffs")} > {"Groene Reiger"}


@pytest.mark.parametrize("who", ["volunteer", "coordinator"])
@pytest.mark.parametrize("how", ["button", "words"])
async def test_the_volunteer_and_the_coordinator_see_it_and_can_end_it(
    world: World, who: str, how: str
) -> None:
    await both_want_more(world)
    (told,) = await world.types("/vast", who=who)
    assert "- Groene Reiger en Rode Panda, laatste gesprek 10-03" in told
    before = len(world.saw("young"))
    if how == "button":
        await world.presses("Stop: Groene Reiger", who=who)
    else:
        await world.types("/vast stop groene reiger", who=who)
    assert world.saw(who)[-1] == world.staff("pairs_stopped", alias="Groene Reiger")
    assert len(world.saw("young")) == before
    assert await world.types("/vast", who=who) == [world.staff("pairs_none")]
    assert not any(text.startswith(FIRST) for text in await asks_again(world))


async def test_a_volunteer_sees_only_their_own_and_a_professional_none(world: World) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await both_want_more(world)
    assert await world.types("/vast", who="friend") == [world.staff("pairs_none")]
    assert await world.types("/vast stop Groene Reiger", who="friend") == [
        world.staff("pairs_none")
    ]
    assert await world.types("/vast", who="professional") == [world.staff("unknown_command")]
    assert len(await world.rows("pairs")) == 1


async def test_ending_it_while_the_other_is_asked_first_brings_it_to_everybody(
    world: World,
) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await both_want_more(world)
    await asks_again(world)
    before = len(offers(world, "friend"))
    await world.types("/vast stop")
    assert len(offers(world, "friend")) == before + 1
    assert await world.presses(CLAIM, who="volunteer") == [world.staff("claim_not_yours")]
    await world.presses(CLAIM, who="friend")
    assert "Groene Reiger" not in world.saw("friend")[-1]


@pytest.mark.parametrize("who", ["young", "volunteer"])
async def test_who_erases_all_leaves_no_pair(world: World, who: str) -> None:
    await both_want_more(world)
    if who == "young":
        await world.types("/vergeetmij")
        await world.presses("Ja, wis alles")
    else:
        await world.types("/vergeetmij ja", who="volunteer")
    assert await world.rows("pairs") == []


async def test_who_rather_has_somebody_else_does_not_get_the_same_volunteer(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    said = await world.presses("Niet fijn")
    assert len(said) == 1  # and not whether it helped
    before = len(offers(world, "volunteer"))
    await world.presses("Iemand anders")
    assert len(offers(world, "volunteer")) == before


async def test_without_that_wish_the_same_volunteer_may_come(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    await world.presses("Fijn")
    await world.presses("Sla over")
    before = len(offers(world, "volunteer"))
    await world.presses("Nog eens met iemand praten")
    assert len(offers(world, "volunteer")) == before + 1


async def test_what_is_typed_after_a_talk_is_heard(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    await world.presses("Sla over")
    said = await world.types("morgen moet ik weer")
    assert said == ["Ik heb het gelezen. Wil je er nu iets mee, of is het genoeg dat je het zei?"]
    assert (await world.presses("Het is genoeg"))[0].startswith("Goed. Typ gerust")
