"""Two young people and a mediator: consent of both, one talk of three, and every way that it ends."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.terminal import CHANNEL, Shown, update
from bot.domain.volunteer import Role
from bot.services.receiving import receive
from bot.services.rereading import reread
from bot.services.shared import claiming
from bot.services.working import Works
from tests.conftest import World, texts
from tests.services.people import (
    CLAIM,
    CLEAR,
    CONCERN,
    READ,
    SUICIDE_CONCERN,
    TAKE_OVER,
    URGENT,
    asks_for_a_peer,
    asks_for_a_professional,
    joins,
    offers,
    person_of,
    states,
    urgent_cards,
)

CODE = "UITN-0001"
FIRST, OTHER, PEER = "Groene Reiger", "Zilveren Ree", "Rode Panda"
STOP = "Stop dit gesprek"


async def mediator(world: World, who: str = "volunteer") -> None:
    await world.types("/profiel vorm bemiddelaar", who=who)


async def invites(world: World, who: str = "young", age: str = "16 of 17") -> str:
    """A young person asks for a mediator; returns the words to pass on."""
    await world.types("bemiddeling", who=who)
    await world.presses("Nederland", who=who)
    await world.presses(age, who=who)
    return (await world.presses("Ja", who=who))[-1]


async def opens(world: World, who: str = "young2", age: str = "16 of 17", code: str = CODE) -> None:
    """The other comes with the code and answers the first questions."""
    await world.types(f"/start {code}", who=who)
    await world.presses("Nederland", who=who)
    await world.presses(age, who=who)


async def both_agree(world: World) -> None:
    await mediator(world)
    await invites(world)
    await opens(world)
    await world.presses("Ja", who="young2")


async def mediates(world: World) -> None:
    """Three people in one talk."""
    await both_agree(world)
    await world.presses(CLAIM, who="volunteer")


async def says(world: World, text: str, who: str = "young") -> dict[str, list[str]]:
    """Somebody types; returns what everybody then sees."""
    return seen(await world.does(**{"as": who, "text": text}))


def seen(shown: list[Shown]) -> dict[str, list[str]]:
    return {who: texts(shown, who) for who in dict.fromkeys(one.to for one in shown)}


async def shared(world: World) -> list[tuple[str, str | None]]:
    return [(row.state, row.ended_why) for row in await world.rows("shared_talks")]


# --- consent of both -------------------------------------------------------------------------------


async def test_no_case_waits_before_both_said_yes(world: World) -> None:
    await mediator(world)
    await invites(world)
    await opens(world)
    assert await states(world) == []
    assert offers(world, "volunteer") == []
    await world.presses("Ja", who="young2")
    assert await states(world) == ["offered", "offered"]
    assert len(offers(world, "volunteer")) == 1  # one offer for the two of them
    assert "16 of 17 en 16 of 17" in offers(world, "volunteer")[0]


async def test_the_other_reads_nothing_of_the_story_of_the_first(world: World) -> None:
    await world.types("mijn beste vriendin sterre vertelde mijn geheim door")
    await invites(world)
    await opens(world)
    assert not any("sterre" in text for text in world.saw("young2"))
    assert any("geeft geen advies" in text for text in world.saw("young2"))


async def test_the_first_hears_neutrally_first_that_the_other_wants_it_too(world: World) -> None:
    await both_agree(world)
    assert world.saw("young")[-1] == "Hoi, past het nu?"
    (told,) = await world.presses("Ja")
    assert told.startswith("De ander wil het gesprek ook.")


@pytest.mark.parametrize("how", ["Nee", "stop", "/stop", "left", "/vergeetmij"])
async def test_without_a_yes_there_is_no_talk_and_the_first_hears_no_reason(
    world: World, how: str
) -> None:
    await mediator(world)
    await invites(world)
    await opens(world)
    if how == "left":
        await world.does(**{"as": "young2", "sends": "left"})
    elif how == "Nee":
        await world.presses(how, who="young2")
    else:
        await world.types(how, who="young2")
    if how == "/vergeetmij":
        await world.presses("Ja, wis alles", who="young2")
    told = await world.presses("Ja")
    assert told[0].startswith("Het gesprek met een bemiddelaar gaat niet door. Iedereen mag nee")
    assert await shared(world) == [("ended", "refused")]
    assert await states(world) == []


async def test_nobody_answers_in_time_and_the_code_is_over(world: World) -> None:
    await invites(world)
    await world.does(wait="73h")
    told = await world.presses("Ja")
    assert told[0].startswith("Er kwam geen antwoord op je uitnodiging.")
    said = await world.types(f"/start {CODE}", who="young2")
    assert said[-1] == world.young("shared_code_expired")


async def test_news_does_not_come_at_night(world: World) -> None:
    await invites(world)
    await world.does(wait="8h")  # 23.00 in Amsterdam
    await opens(world)
    await world.presses("Nee", who="young2")
    assert world.saw("young")[-1] != "Hoi, past het nu?"
    await world.does(wait="10h")
    assert world.saw("young")[-1] == "Hoi, past het nu?"


# --- the code --------------------------------------------------------------------------------------


async def test_only_the_hash_of_the_code_is_kept(world: World) -> None:
    passed_on = await invites(world)
    assert passed_on.endswith(f"/start {CODE}")
    (row,) = await world.rows("shared_invitations")
    assert CODE not in str(tuple(row))
    assert len(row.code_hash) == 64


async def test_the_code_works_once(world: World) -> None:
    await invites(world)
    await opens(world)
    said = await world.types(f"/start {CODE}", who="friend")
    assert said[-1] == world.young("shared_code_used")
    assert len(await world.rows("shared_parties")) == 2


async def test_the_same_person_may_open_it_again_until_there_is_an_answer(world: World) -> None:
    await invites(world)
    await opens(world)
    said = await world.types(f"/start {CODE.lower()}", who="young2")
    assert "Wil je dit gesprek?" in said[-1]
    await world.presses("Nee", who="young2")
    said = await world.types(f"/start {CODE}", who="young2")
    assert said[-1] == world.young("shared_code_used")


async def test_a_withdrawn_code_and_an_old_code_do_not_work(world: World) -> None:
    await invites(world)
    await world.types("bemiddeling")
    await world.presses("Nieuwe code")
    said = await world.types(f"/start {CODE}", who="young2")
    assert said[-1] == world.young("shared_code_used")
    await world.types("bemiddeling")
    assert await world.presses("Trek de uitnodiging in") == [world.young("shared_withdrawn")]
    said = await world.types("/start UITN-0002", who="young2")
    assert said[-1] == world.young("shared_code_withdrawn")


async def test_stop_takes_the_invitation_back(world: World) -> None:
    await invites(world)
    (said,) = await world.types("stop")
    assert said.startswith(world.young("shared_stopped_too"))
    assert await shared(world) == [("ended", "withdrawn")]


async def test_who_opens_the_own_code_is_told_so_and_it_stays_good(world: World) -> None:
    await invites(world)
    assert await world.types(f"/start {CODE}") == [world.young("shared_code_own")]
    await opens(world)
    assert "Wil je dit gesprek?" in world.saw("young2")[-1]


@pytest.mark.parametrize("who", ["volunteer", "professional", "coordinator"])
async def test_staff_do_not_open_it_as_a_young_person(world: World, who: str) -> None:
    await invites(world)
    said = await world.types(f"/start {CODE}", who=who)
    assert said == [world.staff("shared_code_staff")]
    await opens(world)  # it stayed good
    assert len(await world.rows("shared_parties")) == 2


async def test_who_talks_with_somebody_opens_it_later(world: World) -> None:
    await asks_for_a_peer(world, "young2")
    await world.presses(CLAIM, who="volunteer")
    await invites(world)
    said = await world.types(f"/start {CODE}", who="young2")
    assert said == [world.young("shared_code_in_talk")]
    await world.types("/stop", who="young2")
    said = await world.types(f"/start {CODE}", who="young2")
    assert "Wil je dit gesprek?" in said[-1]


async def test_before_the_release_the_code_opens_no_door(world: World) -> None:
    await invites(world)
    world.gate[0] = False
    said = await world.types(f"/start {CODE}", who="young2")
    assert said[0].startswith(world.young("not_admitted"))
    assert len(await world.rows("shared_parties")) == 1


async def test_two_who_open_it_in_the_same_moment_are_not_both_in(world: World) -> None:
    await invites(world)
    house = world.application.house
    deliveries = [update(who, text=f"/start {CODE}") for who in ("young2", "friend")]
    await receive(house, deliveries)
    await asyncio.gather(Works(house).settle(), Works(house).settle())
    assert len(await world.rows("shared_parties")) == 2
    ends = [world.saw(who)[-1] for who in ("young2", "friend")]
    assert world.young("shared_code_used") in ends


@pytest.mark.parametrize(("age", "told"), [("Jonger dan 12", 1), ("Ouder dan 24", 1)])
async def test_outside_the_ages_there_is_no_mediator(world: World, age: str, told: int) -> None:
    await invites(world)
    await opens(world, age=age)
    await world.presses("Verder praten", who="young2")
    assert world.saw("young2").count(world.young("shared_impossible")) == told
    assert await shared(world) == [("ended", "impossible")]


async def test_a_second_wish_while_one_is_open_changes_nothing(world: World) -> None:
    await both_agree(world)
    await world.types("bemiddeling", who="young2")
    assert world.buttons("young2")[:2] == ["Laat maar zo", "Ik wil niet meer"]
    assert len(await world.rows("shared_talks")) == 1


# --- who leads it ----------------------------------------------------------------------------------


async def test_only_who_chose_this_form_is_asked(world: World) -> None:
    await invites(world)
    await opens(world)
    await world.presses("Ja", who="young2")
    assert offers(world, "volunteer") == []
    assert world.saw("young2")[-1] == world.young("shared_searching_later")
    await joins(world, "friend", "volunteer", age=19, duty=False)
    await mediator(world, "friend")
    await world.types("/dienst aan", who="friend")
    assert len(offers(world, "friend")) == 1


async def test_the_age_of_both_counts(world: World) -> None:
    await joins(world, "friend", "volunteer", age=23)
    await mediator(world, "friend")
    await mediator(world)
    await invites(world, age="18 tot 24")
    await opens(world, age="12 tot 15")  # 23 is too far from 15
    await world.presses("Ja", who="young2")
    assert len(offers(world, "volunteer")) == 1
    assert offers(world, "friend") == []


async def test_without_a_professional_on_duty_it_waits(world: World) -> None:
    await world.types("/dienst uit", who="professional")
    await both_agree(world)
    assert offers(world, "volunteer") == []
    await world.types("/dienst aan", who="professional")
    assert len(offers(world, "volunteer")) == 1


async def test_it_never_goes_to_a_professional_and_ends_for_both(world: World) -> None:
    await invites(world)
    await opens(world)
    await world.presses("Ja", who="young2")
    await world.does(wait="30m")
    assert offers(world, "professional") == []
    await world.does(wait="25h")
    assert await states(world) == ["expired", "expired"]
    assert await shared(world) == [("ended", "left")]


async def hears_that_it_is_over(world: World) -> None:
    """Neutrally first: who looks over a shoulder sees nothing of it."""
    assert world.saw("young")[-1] == "Hoi, past het nu?"
    told = await world.presses("Ja")
    assert told[0].startswith("Het gesprek met een bemiddelaar kan nu niet doorgaan.")


async def test_one_who_waits_goes_away_and_the_other_is_told(world: World) -> None:
    await both_agree(world)
    await world.types("stop", who="young2")
    await hears_that_it_is_over(world)
    assert await states(world) == ["withdrawn", "withdrawn"]
    said = await world.presses(CLAIM, who="volunteer")
    assert said == [world.staff("claim_ended")]


def wishes(rows: list, *, shared: bool) -> list[str]:  # type: ignore[type-arg]
    """The states of what they asked for themselves, or of the cases of the talk of three."""
    return sorted(row.state for row in rows if bool(row.shared) is shared)


async def test_who_waits_for_a_mediator_may_ask_for_somebody_of_their_own(world: World) -> None:
    await both_agree(world)
    said = await world.types("maatje", means={"act": "want_peer"}, who="young2")
    assert said[0].startswith("Jullie vraag aan een bemiddelaar blijft staan.")
    await world.presses("Maakt niet uit", who="young2")
    rows = await world.rows("handoffs")
    assert wishes(rows, shared=False) == ["offered"]
    assert wishes(rows, shared=True) == ["offered", "offered"]
    assert not any("maatje" in text for text in world.saw("young")[-1:])


async def test_an_own_talk_takes_nothing_away_from_the_wait_for_a_mediator(world: World) -> None:
    await both_agree(world)
    before = world.saw("young")
    await asks_for_a_professional(world, "young2")
    await world.presses(CLAIM, who="professional")
    assert wishes(await world.rows("handoffs"), shared=True) == ["offered", "offered"]
    assert world.saw("young") == before
    said = await world.presses(CLAIM, who="volunteer")
    assert said == [world.staff("claim_not_yours")]  # not while one of them is in a talk
    await world.types("/klaar", who="professional")
    await world.types("/neem", who="volunteer")
    assert wishes(await world.rows("handoffs"), shared=True) == ["active", "active"]


async def test_no_more_ends_only_the_talk_of_three(world: World) -> None:
    await both_agree(world)
    await asks_for_a_professional(world, "young2")
    await world.types("bemiddeling", who="young2")
    said = await world.presses("Ik wil niet meer", who="young2")
    assert said[0] == world.young("shared_left")
    rows = await world.rows("handoffs")
    assert wishes(rows, shared=False) == ["offered"]
    assert wishes(rows, shared=True) == ["withdrawn", "withdrawn"]
    await hears_that_it_is_over(world)


async def test_stop_while_they_wait_ends_both_and_says_so(world: World) -> None:
    await both_agree(world)
    await asks_for_a_professional(world, "young2")
    (said, *_) = await world.types("stop", who="young2")
    assert world.young("shared_stopped_too") in said
    assert set(await states(world)) == {"withdrawn"}


async def test_a_wish_for_a_professional_stays_when_the_talk_of_three_begins(world: World) -> None:
    await both_agree(world)
    await asks_for_a_professional(world, "young2")
    told = seen(await world.does(**{"as": "volunteer", "press": CLAIM}))
    assert world.young("shared_own_stays") in told["young2"][0]
    assert world.young("shared_own_stays") not in told["young"][0]
    assert wishes(await world.rows("handoffs"), shared=False) == ["offered"]
    await world.presses(CLAIM, who="professional")
    assert "active" in wishes(await world.rows("handoffs"), shared=False)


async def test_what_waited_for_an_own_peer_is_not_lost_and_ends_no_talk_of_three(
    world: World,
) -> None:
    await both_agree(world)
    await world.types("/dienst uit", who="volunteer")
    await world.does(wait="1m")  # the talk of three waits longer, so it is next
    await asks_for_a_peer(world, "young2")
    await world.presses("Een bericht voor later", who="young2")
    await world.types("ik ben bang dat het misgaat", who="young2")
    await world.types("/dienst aan", who="volunteer")
    await world.types("/volgende", who="volunteer")
    assert wishes(await world.rows("handoffs"), shared=True) == ["active", "active"]
    assert not any("misgaat" in text for text in world.saw("volunteer"))
    await world.does(wait="45m")  # nobody took the own wish: a professional is not asked meanwhile
    assert offers(world, "professional") == []
    await world.types("/klaar", who="volunteer")
    await world.types("/volgende", who="volunteer")
    assert any("misgaat" in text for text in world.saw("volunteer"))


async def test_the_end_of_the_wait_is_told_beside_an_own_wait(world: World) -> None:
    await mediator(world)
    await both_agree(world)
    await asks_for_a_professional(world, "young")
    for who in ("volunteer", "professional"):
        await world.types("/dienst uit", who=who)
    await world.does(wait="25h")
    assert "Er was geen bemiddelaar vrij" not in " ".join(world.saw("young") + world.saw("young2"))
    for _ in range(4):  # each end asks for itself, in either order
        neutral = world.saw("young")[-1] == "Hoi, past het nu?"
        await world.presses("Ja" if neutral else "Nee, dank je")
        if len(ends_told(world, "young")) == 2:
            break
    await world.presses("Ja", who="young2")
    assert ends_told(world, "young") == {SHARED_ENDED, OWN_ENDED}
    assert ends_told(world, "young2") == {SHARED_ENDED}


SHARED_ENDED = "Er was geen bemiddelaar vrij."
OWN_ENDED = "Je vraag om met iemand te praten staat niet meer open."


def ends_told(world: World, who: str) -> set[str]:
    said = world.saw(who)
    return {end for end in (SHARED_ENDED, OWN_ENDED) if any(text.startswith(end) for text in said)}


async def test_the_two_have_one_place_in_the_queue(world: World) -> None:
    await both_agree(world)
    for who in ("young", "young2"):
        assert "zijn nummer 1 in de rij" in (await world.types("/wachtrij", who=who))[0]
    await asks_for_a_peer(world, "friend")
    assert any("Je bent nummer 2 in de rij" in text for text in world.saw("friend"))


async def test_it_takes_one_place_and_next_takes_it_whole(world: World) -> None:
    await both_agree(world)
    await world.types("/volgende", who="volunteer")
    assert await states(world) == ["active", "active"]
    members = {row.staff for row in await world.rows("handoffs")}
    assert members == {await person_of(world, "volunteer")}
    await asks_for_a_peer(world, "friend")
    assert len(offers(world, "volunteer")) == 1  # no room for another talk


# --- the talk --------------------------------------------------------------------------------------


async def test_both_are_told_who_leads_the_rules_and_that_the_other_knows_them(
    world: World,
) -> None:
    await mediates(world)
    for who, own, other in (("young", FIRST, OTHER), ("young2", OTHER, FIRST)):
        (told,) = [text for text in world.saw(who) if "jullie bemiddelaar" in text]
        assert PEER in told
        assert f"Jij heet hier {own}, de ander heet hier {other}" in told
        assert "oordeelt niet en geeft geen advies" in told
        assert "de ander weet wel wie jij bent" in told


async def test_every_line_reaches_the_two_others_under_an_alias(world: World) -> None:
    await mediates(world)
    assert await says(world, "jij begon") == {
        "volunteer": [f"{FIRST}: jij begon"],
        "young2": [f"{FIRST}: jij begon"],
    }
    assert await says(world, "nee jij", "young2") == {
        "volunteer": [f"{OTHER}: nee jij"],
        "young": [f"{OTHER}: nee jij"],
    }
    assert await says(world, "om de beurt", "volunteer") == {
        "young": [f"{PEER}: om de beurt"],
        "young2": [f"{PEER}: om de beurt"],
    }


async def test_contact_details_stay_here_for_both(world: World) -> None:
    await mediates(world)
    told = await says(world, "mijn nummer is 06 12345678")
    assert told == {"young": [world.young("contact_held")]}


async def test_an_edit_changes_the_line_with_everybody_who_has_it(world: World) -> None:
    await mediates(world)
    for who in ("young", "volunteer"):
        await says(world, f"eerst {who}", who)
        shown = await world.does(**{"as": who, "edit": "toch anders", "of": f"eerst {who}"})
        assert len(shown) == 2
        assert all(one.edits.endswith(f"eerst {who}") for one in shown)


async def test_an_edit_of_what_was_for_one_alone_stays_with_that_one(world: World) -> None:
    await mediates(world)
    await world.types(f"/apart {FIRST}", who="volunteer")
    await says(world, "dit is alleen voor jou", "volunteer")
    await says(world, "dit zeg ik alleen tegen jou")
    await world.types("/verder", who="volunteer")
    for who in ("young", "volunteer"):
        begin = "dit zeg ik" if who == "young" else "dit is alleen"
        shown = await world.does(**{"as": who, "edit": "aangepast", "of": begin})
        assert "young2" not in [one.to for one in shown]
        assert len(shown) == 1


async def test_a_reply_stands_under_the_line_in_every_chat(world: World) -> None:
    await mediates(world)
    await says(world, "waarom deed je dat")
    shown = await world.does(**{"as": "young2", "text": "sorry", "answers": "waarom deed"})
    assert {one.to: one.answers for one in shown} == {
        "young": "waarom deed je dat",
        "volunteer": f"{FIRST}: waarom deed je dat",
    }


async def test_pictures_stay_here(world: World) -> None:
    await mediates(world)
    shown = seen(await world.does(**{"as": "young", "sends": "photo", "text": ""}))
    assert list(shown) == ["young"]


# --- how it is led ---------------------------------------------------------------------------------


async def test_apart_is_for_one_alone(world: World) -> None:
    await mediates(world)
    await world.types("/apart", who="volunteer")
    assert world.buttons("volunteer") == [FIRST, OTHER]
    await world.presses(OTHER, who="volunteer")
    assert await says(world, "hoe is het echt?", "volunteer") == {
        "young2": [f"{PEER}: hoe is het echt?"]
    }
    assert await says(world, "niet goed", "young2") == {"volunteer": [f"{OTHER}: niet goed"]}
    assert list(await says(world, "hallo?")) == ["volunteer"]
    told = await says(world, "/apart allebei", "volunteer")
    assert "weer met zijn drieën" in told["young"][0]
    assert set(await says(world, "daar ben ik weer")) == {"volunteer", "young2"}


async def test_in_a_pause_the_two_do_not_read_each_other(world: World) -> None:
    await mediates(world)
    told = await says(world, "/stil", "volunteer")
    assert "Even pauze" in told["young"][0]
    assert "Even pauze" in told["young2"][0]
    assert list(await says(world, "ik ben zo boos")) == ["volunteer"]
    assert set(await says(world, "adem even", "volunteer")) == {"young", "young2"}
    await world.types("/verder", who="volunteer")
    assert set(await says(world, "oké")) == {"volunteer", "young2"}


@pytest.mark.parametrize("command", ["/apart", "/stil", "/verder"])
async def test_outside_such_a_talk_these_say_so(world: World, command: str) -> None:
    assert await world.types(command, who="volunteer") == [world.staff("shared_none")]
    await asks_for_a_peer(world)
    await world.presses(CLAIM, who="volunteer")
    assert await world.types(command, who="volunteer") == [world.staff("shared_none")]


@pytest.mark.parametrize("command", ["/brug", "/overdragen beroepskracht", "/overdragen maatje"])
async def test_what_is_made_for_two_is_refused(world: World, command: str) -> None:
    await mediates(world)
    told = await says(world, command, "volunteer")
    assert told == {"volunteer": [world.staff("shared_not_here")]}


async def test_the_mediator_closes_for_both_and_is_asked_once(world: World) -> None:
    await mediates(world)
    told = await says(world, "/klaar", "volunteer")
    for who in ("young", "young2"):
        assert told[who][0] == world.rule("closed_by_staff")
    asked = [text for text in told["volunteer"] if text.startswith("Hoe ging het gesprek")]
    assert len(asked) == 1
    assert not any("Wat je nu typt" in text for text in told["volunteer"])
    assert await states(world) == ["closed", "closed"]
    assert await shared(world) == [("ended", "done")]
    await world.presses("Geholpen", who="volunteer")
    assert "outcome_given" in await world.events()
    assert "volunteer" not in await says(world, "nog iets")


# --- stopping --------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [STOP, "/stop", "/meld", "left", "wis"])
@pytest.mark.parametrize(("who", "other"), [("young", "young2"), ("young2", "young")])
async def test_one_stops_and_the_other_has_an_own_talk(
    world: World, how: str, who: str, other: str
) -> None:
    await mediates(world)
    before = len(world.saw(other))
    if how == "left":
        await world.does(**{"as": who, "sends": "left"})
    elif how == "wis":
        await world.types("/vergeetmij", who=who)
        await world.presses("Ja, wis alles", who=who)
    elif how == STOP:
        await world.presses(how, who=who)
    else:
        await world.types(how, who=who)
    told = world.saw(other)[before:]
    assert told == [world.young("shared_other_left").replace("{alias}", PEER)]
    assert world.buttons(other) == [STOP]
    assert set(await says(world, "ik wil nog praten", other)) == {"volunteer"}
    assert set(await says(world, "vertel maar", "volunteer")) == {other}
    assert await world.types("/apart", who="volunteer") == [world.staff("shared_none")]
    said = await world.types("/stop", who=other)
    assert said[0].startswith(world.rule("closed_by_young"))


async def test_both_stop_at_once(world: World) -> None:
    await mediates(world)
    house = world.application.house
    await receive(house, [update(who, text="/stop") for who in ("young", "young2")])
    await asyncio.gather(Works(house).settle(), Works(house).settle())
    assert await states(world) == ["closed", "closed"]
    assert "young" not in await says(world, "hallo?", "volunteer")


async def test_who_stopped_reads_nothing_more(world: World) -> None:
    await mediates(world)
    await world.types("/stop")
    await says(world, "wat nu", "young2")
    told = await says(world, "we praten even", "volunteer")
    assert set(told) == {"young2"}


async def test_a_report_holds_what_the_other_said(world: World) -> None:
    await mediates(world)
    await says(world, "je bent niks waard", "young2")
    await world.types(f"/apart {OTHER}", who="volunteer")
    await says(world, "dit las de ander niet", "young2")
    await world.types("/meld")
    async with world.application.house.units() as tx:
        (report,) = await tx.reports.all()
        lines = [line.text for line in await tx.reports.lines(report.id)]
    assert f"({OTHER}) je bent niks waard" in lines
    assert not any("dit las de ander niet" in line for line in lines)


async def test_the_mediator_reports_one_of_the_two(world: World) -> None:
    await mediates(world)
    assert await world.types("/meld", who="volunteer") == [world.staff("shared_report_who")]
    await world.types(f"/apart {OTHER}", who="volunteer")
    await world.types("/meld", who="volunteer")
    await world.presses(world.staff("report_end_button"), who="volunteer")
    told = world.young("shared_other_left").replace("{alias}", PEER)
    assert told in world.saw("young")
    assert sorted(await states(world)) == ["active", "closed"]


async def test_a_report_goes_on_with_all_that_its_young_person_reads(world: World) -> None:
    """A line stands with the case of one party: what the other party read of it belongs to theirs."""
    await mediates(world)
    for alias in (FIRST, OTHER):
        await world.types(f"/apart {alias}", who="volunteer")
        await world.types("/meld", who="volunteer")
    await world.types("/verder", who="volunteer")
    await says(world, "eerst jij dan", "volunteer")
    await says(world, "ik wil iets zeggen")
    await world.types(f"/apart {OTHER}", who="volunteer")
    await says(world, "dit is voor een van jullie", "volunteer")
    found = await reported_lines(world)
    assert found[FIRST] == ["eerst jij dan", "ik wil iets zeggen"]
    assert found[OTHER] == [
        "eerst jij dan",
        f"({FIRST}) ik wil iets zeggen",
        "dit is voor een van jullie",
    ]


async def reported_lines(world: World) -> dict[str, list[str]]:
    async with world.application.house.units() as tx:
        return {
            report.alias: [line.text for line in await tx.reports.lines(report.id)]
            for report in await tx.reports.all()
        }


@pytest.mark.parametrize("how", ["left", "/vergeetmij ja"])
async def test_the_mediator_goes_and_both_are_told(world: World, how: str) -> None:
    await mediates(world)
    if how == "left":
        await world.does(**{"as": "volunteer", "sends": "left"})
    else:
        await world.types(how, who="volunteer")
    for who in ("young", "young2"):
        assert world.rule("closed_by_staff") in world.saw(who)
        assert world.young("shared_other_left").replace("{alias}", PEER) not in world.saw(who)
    assert await states(world) == ["closed", "closed"]


async def test_someone_else_is_asked_after_a_stop(world: World) -> None:
    await mediates(world)
    told = await says(world, "/iemandanders")
    assert told == {"young": [world.young("shared_someone_else")]}
    assert await states(world) == ["active", "active"]


# --- danger ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "other", "alias"), [("young", "young2", FIRST), ("young2", "young", OTHER)]
)
async def test_danger_is_not_read_by_the_other_who_is_told_no_reason(
    world: World, who: str, other: str, alias: str
) -> None:
    await mediates(world)
    told = await says(world, URGENT, who)
    assert told[other] == [world.young("shared_pause").replace("{alias}", PEER)]
    assert any(URGENT in text for text in told["volunteer"])
    assert any("113" in text for text in told[who])
    assert len(urgent_cards(world)) == 1
    assert list(await says(world, "wat is er", other)) == ["volunteer"]
    assert other not in await says(world, "ik hoor je", "volunteer")
    assert other not in await says(world, "echt waar", who)
    assert await world.types("/verder", who="volunteer") == [world.staff("shared_not_yet")]
    for text in world.saw(other):
        assert URGENT not in text


async def test_words_for_the_other_in_danger_need_a_choice(world: World) -> None:
    """Given danger of one, when the mediator comforts the other apart and danger comes again, then what
    is typed next goes to the one in danger."""
    await mediates(world)
    await says(world, URGENT)
    await world.types(f"/apart {OTHER}", who="volunteer")
    assert set(await says(world, "het duurt even", "volunteer")) == {"young2"}
    await says(world, "ik ga het doen")
    await says(world, URGENT)
    assert set(await says(world, "blijf bij me", "volunteer")) == {"young"}


async def test_a_professional_takes_one_over_and_the_other_stays_with_the_mediator(
    world: World,
) -> None:
    await mediates(world)
    await says(world, URGENT)
    await world.presses(TAKE_OVER, who="professional")
    assert world.saw("young2")[-1] == world.young("shared_other_left").replace("{alias}", PEER)
    assert set(await says(world, "hoi", "young2")) == {"volunteer"}
    assert set(await says(world, "hallo")) == {"professional"}
    assert not any("hoi" in text for text in world.saw("professional"))


async def test_after_a_professional_looked_they_can_go_on(world: World) -> None:
    await mediates(world)
    await world.types(CONCERN, means=SUICIDE_CONCERN)
    await world.presses(READ, who="professional")
    assert not any("beroepskracht leest mee:" in text for text in world.saw("young2"))
    assert "professional" not in await says(world, "ben je daar", "young2")
    await world.presses(CLEAR, who="professional")
    told = await says(world, "/verder", "volunteer")
    assert any("beroepskracht leest mee:" in text for text in told["young2"])
    assert set(await says(world, "oké daar gaan we", "young2")) == {
        "volunteer",
        "young",
        "professional",
    }


async def test_danger_that_is_read_late_holds_the_talk_too(world: World) -> None:
    """Given a line that the language service could not read at once, when it is read and shows danger,
    then the two do not read each other any more."""
    await mediates(world)
    world.language.away = True
    await says(world, "het lampje is bijna uit")
    world.language.away = False
    risk = {"risk": {"level": "urgent", "kinds": ["suicide"]}}
    world.language.teach("het lampje is bijna uit", risk)
    await reread(world.application.house)
    await world.application.works.settle()
    assert world.saw("young2")[-1] == world.young("shared_pause").replace("{alias}", PEER)
    assert world.young("shared_pause_own").replace("{alias}", PEER) in world.saw("young")
    assert list(await says(world, "hallo", "young2")) == ["volunteer"]


async def test_danger_while_they_wait_makes_it_an_ordinary_danger_case(world: World) -> None:
    await both_agree(world)
    await world.types(URGENT, who="young2")
    assert world.young("shared_danger_first") in world.saw("young2")
    await hears_that_it_is_over(world)
    assert sorted(await states(world)) == ["offered", "withdrawn", "withdrawn"]
    assert len(urgent_cards(world)) == 1
    assert await world.presses(CLAIM, who="volunteer") == [world.staff("claim_ended")]


async def test_with_danger_open_a_yes_leads_to_no_talk(world: World) -> None:
    await mediator(world)
    await invites(world)
    await opens(world)
    await world.types(URGENT)
    await world.presses("Ja", who="young2")
    assert world.saw("young2")[-1] == world.young("shared_impossible")
    assert await shared(world) == [("ended", "impossible")]
    assert offers(world, "volunteer") == []


async def test_a_professional_asked_by_the_mediator_is_told_to_both(world: World) -> None:
    await mediates(world)
    await world.types("/samen", who="volunteer")
    told = seen(await world.does(**{"as": "professional", "press": "Ik kom erbij"}))
    assert told["young"][0].startswith("Er komt iemand bij")
    assert told["young2"][0].startswith("Er komt iemand bij")
    assert set(await says(world, "hoi", "young2")) == {"volunteer", "young", "professional"}
    assert set(await says(world, "ik denk mee", "professional")) == {
        "volunteer",
        "young",
        "young2",
    }


# --- what is kept ----------------------------------------------------------------------------------


async def test_who_is_erased_leaves_no_row_and_what_the_other_wrote_and_read_stays(
    world: World,
) -> None:
    await mediates(world)
    await says(world, "dit was van mij")
    await says(world, "dit was van de ander", "young2")
    person = await person_of(world, "young")
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    for table in ("shared_parties", "handoffs", "line_copies", "conversations", "relayed_lines"):
        assert not any(person in map(str, row) for row in await world.rows(table)), table
    assert len(await world.rows("relayed_lines")) == 2


async def test_all_of_it_goes_after_the_term(world: World) -> None:
    await mediates(world)
    await says(world, "hoi")
    await world.types("/klaar", who="volunteer")
    await world.does(wait="8d")
    async with world.application.house.units() as tx:
        await tx.tidying.tidy(world.clock.now())
        await tx.commit()
    for table in ("shared_talks", "shared_parties", "shared_invitations", "line_copies"):
        assert await world.rows(table) == [], table


async def test_a_delivery_that_comes_twice_counts_once(world: World) -> None:
    """Killed between the commit and the acknowledgement: the same update comes again."""
    await mediator(world)
    await invites(world)
    await opens(world)
    await world.does(**{"as": "young2", "press": "Ja", "id": "yes-1"})
    house = world.application.house
    shown = len(world.seen)
    await world.does(again=True)
    assert len(world.seen) == shown
    assert await states(world) == ["offered", "offered"]
    async with house.units() as tx:
        assert await tx.inbox.waiting() == 0


async def test_a_kill_in_the_middle_of_a_claim_leaves_nothing_half(world: World) -> None:
    """The cases of both are taken in one transaction, or none; after the kill it is done again, whole."""
    await both_agree(world)
    async with world.application.house.units() as tx:
        member = await tx.staff.get(await tx.people.at(CHANNEL, "volunteer", world.clock.now()))
        (first, _) = await tx.handoffs.waiting_for(Role.VOLUNTEER)
        assert member is not None
        assert await claiming.claim(world.application.house, tx, member, first) is None
        # killed here, before the commit
    assert await states(world) == ["offered", "offered"]
    await world.presses(CLAIM, who="volunteer")
    assert await states(world) == ["active", "active"]


async def test_help_names_the_way_to_a_mediator(world: World) -> None:
    said = await world.types("/help")
    assert any(world.young("help") in text for text in said)
    assert "bemiddeling" in world.young("help")


async def test_who_comes_back_to_an_invitation_is_asked_without_the_whole_story(
    world: World,
) -> None:
    await mediator(world)
    await invites(world)
    await opens(world)
    await world.presses("Ik denk er nog over", who="young2")
    said = await world.types("bemiddeling", who="young2")
    assert len(said) == 1
    assert said[0].startswith("Je uitnodiging staat nog open.")
    assert "kies dan ‘nee’" in said[0].casefold()  # who is afraid hears each time what to do
    await world.presses("Ja", who="young2")
    assert await states(world) == ["offered", "offered"]


async def test_who_comes_back_can_still_read_what_it_is(world: World) -> None:
    await invites(world)
    await opens(world)
    await world.presses("Ik denk er nog over", who="young2")
    await world.types("bemiddeling", who="young2")
    said = " ".join(await world.presses("Hoe ging dat ook weer?", who="young2"))
    assert "geeft geen advies" in said
    assert "leest een beroepskracht mee" in said
