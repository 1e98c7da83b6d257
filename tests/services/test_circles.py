"""Circles: joining, writing to each other, what never goes there, the coach, and every way out."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.channels.terminal import CHANNEL, update
from bot.services import conversing, timing
from bot.services.ports import InboxRow
from bot.services.receiving import receive
from tests.conftest import World, texts
from tests.services.people import (
    CLAIM,
    CLEAR,
    CONCERN,
    SUICIDE_CONCERN,
    URGENT,
    person_of,
    urgent_cards,
)
from tests.services.people import joins as joins_staff

IN, OUT = "In de kring", "Naar Maatje"
YES = "Ja, ik doe mee"
FOUR = ("young", "young2", "young3", "young4")
EIGHT = (*FOUR, "young5", "young6", "young7", "young8")
MAKE = "/kring nieuw pesten nl 16-17 dinsdag 17:00"


def say(world: World, name: str, **values: object) -> str:
    return world.application.house.flowbook().circles.say(name, **values)


def tell(world: World, name: str, **values: object) -> str:
    return world.application.house.flowbook().circles.tell(name, **values)


async def makes(world: World, words: str = MAKE) -> None:
    """The coach makes circle 1 and opens it."""
    await world.types(words, who="coach")
    await world.types("/kring 1 open", who="coach")


async def knows(world: World, who: str, age: str = "16_17", region: str = "nl") -> None:
    """Somebody who told where they live and how old they are."""
    await world.types("hoi", means={"act": "greet"}, who=who)
    person = await person_of(world, who)
    async with world.application.house.units() as tx:
        known = (await tx.conversations.get(person)).remembering(
            age_band=age, region=region, asked_about_you="yes"
        )
        await tx.conversations.save(known, world.clock.now())
        await tx.commit()


async def joins(world: World, who: str, age: str = "16_17") -> list[str]:
    """Somebody reads the rules of circle 1 and says yes."""
    await knows(world, who, age)
    await world.types("/kring 1", who=who)
    if YES not in world.buttons(who):
        return [world.saw(who)[-1]]
    return await world.presses(YES, who=who)


async def circle_of(world: World, *people: str) -> dict[str, str]:
    """Circle 1 runs with these people; returns their aliases."""
    await makes(world)
    for who in people or FOUR:
        await joins(world, who)
    return await aliases(world)


async def aliases(world: World) -> dict[str, str]:
    rows = await world.rows("circle_members")
    people = {await person_of(world, who): who for who in EIGHT}
    return {people[row.person]: row.alias for row in rows if row.person in people}


async def state(world: World, number: int = 1) -> str:
    return next(row.state for row in await world.rows("circles") if row.number == number)


async def writes(world: World, text: str, who: str = "young") -> dict[str, list[str]]:
    """Somebody writes in the circle; returns what everybody then sees."""
    await world.presses(IN, who=who)
    return await says(world, text, who)


async def says(world: World, text: str, who: str = "young") -> dict[str, list[str]]:
    shown = await world.does(**{"as": who, "text": text})
    return {one: texts(shown, one) for one in dict.fromkeys(seen.to for seen in shown)}


# --- making and joining ---------------------------------------------------------------------------


async def test_a_circle_begins_with_the_fourth_and_each_reads_the_rules_first(world: World) -> None:
    await makes(world)
    await knows(world, "young")
    rules, asked = await world.types("/kring 1")
    assert "Een coach leidt de kring" in rules
    assert "beroepskracht" in rules
    assert "Schrijven hoeft nooit" in rules
    assert asked == say(world, "ask")
    assert await world.rows("circle_members") == []
    await world.presses(YES)
    assert await state(world) == "open"
    for who in FOUR[1:]:
        await joins(world, who)
    assert await state(world) == "running"
    names = await aliases(world)
    assert len(set(names.values())) == 4
    assert say(world, "started", alias=names["young"]) in world.saw("young")
    assert tell(world, "began", number=1) in world.saw("coach")


async def test_it_is_found_by_words_with_the_ages_and_the_country_that_fit(world: World) -> None:
    await makes(world)
    await world.types("kring")
    await world.presses("Nederland")
    assert "kring 1: Pesten, 16 of 17 jaar" in (await world.presses("16 of 17"))[-1]
    await world.types("kring", who="young2")
    await world.presses("Nederland", who="young2")
    assert await world.presses("12 tot 15", who="young2") == [say(world, "found_none")]
    await knows(world, "young3", region="be")
    assert (await world.types("/kring 1", who="young3"))[-1] == say(world, "not_your_age")


async def test_without_an_age_nobody_comes_in(world: World) -> None:
    await makes(world)
    await world.types("hoi", means={"act": "greet"})
    assert (await world.types("/kring 1 ja"))[-1] == say(world, "about_you_first")
    assert await world.rows("circle_members") == []


@pytest.mark.parametrize("age", ["12_15", "18_24", "over_24", "under_12"])
async def test_a_minor_and_an_adult_are_never_in_one_circle(world: World, age: str) -> None:
    await makes(world)
    assert await joins(world, "young", age) == [say(world, "not_your_age")]
    assert await world.types("/kring 1 ja") == [say(world, "not_your_age")]
    assert await world.rows("circle_members") == []


async def test_it_is_full_at_eight(world: World) -> None:
    await circle_of(world, *EIGHT)
    assert await joins(world, "young9") == [say(world, "full")]
    assert len(await world.rows("circle_members")) == 8


async def test_of_two_who_take_the_last_place_at_once_one_gets_it(world: World) -> None:
    await circle_of(world, *EIGHT[:7])
    late = ("young8", "young9")
    for who in late:
        await knows(world, who)
        await world.types("/kring 1", who=who)
    house = world.application.house
    await receive(house, [update(who, press="circle.yes.1") for who in late])
    rows: list[InboxRow] = []
    async with house.units() as tx:
        while row := await tx.inbox.next(frozenset(row.person for row in rows)):
            rows.append(row)
    await asyncio.gather(*(conversing.serve(house, row) for row in rows))
    await world.application.works.settle()
    assert len(await world.rows("circle_members")) == 8
    last = sorted(world.saw(who)[-1].startswith("Fijn dat je er bent") for who in late)
    assert last == [False, True]


async def test_one_circle_at_a_time_and_nobody_without_a_yes(world: World) -> None:
    await circle_of(world)
    await world.types("/kring nieuw faalangst nl 16-17 maandag 17:00", who="coach")
    await world.types("/kring 2 open", who="coach")
    assert (await world.types("/kring 2"))[-1] == say(world, "already")
    await knows(world, "young5")
    await world.types("/kring 1", who="young5")
    assert await world.presses("Nee, nu niet", who="young5") == [say(world, "declined")]
    assert len(await world.rows("circle_members")) == 4


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("/kring nieuw vissen nl 16-17 dinsdag 17:00", "bad_about"),
        ("/kring nieuw pesten 16-17 dinsdag 17:00", "bad_region"),
        ("/kring nieuw pesten nl 12-24 dinsdag 17:00", "bad_about"),
        ("/kring nieuw pesten nl dinsdag 17:00", "bad_ages"),
        ("/kring nieuw pesten nl 16-17 17:00", "bad_moment"),
        ("/kring nieuw pesten nl 16-17 dinsdag 23:00", "bad_moment"),
        ("/kring nieuw pesten nl 16-17 dinsdag 17:00 vanaf 31-2", "bad_start"),
        ("/kring nieuw pesten nl 16-17 dinsdag 17:00 vanaf snel", "bad_start"),
        ("/kring nieuw", "bad_about"),
        ("/kring fiets", "how"),
        ("/kring 7 open", "which"),
        ("/kring 99999999999999999999 open", "how"),
        ("/kring help", "how"),
    ],
)
async def test_what_a_coach_types_wrong_is_told_and_changes_nothing(
    world: World, words: str, name: str
) -> None:
    (told,) = await world.types(words, who="coach")
    assert told.startswith(tell(world, name).split("{")[0])
    assert await world.rows("circles") == []


async def test_a_first_day_is_waited_for(world: World) -> None:
    await makes(world, f"{MAKE} vanaf 12-3")  # it is 10 March
    for who in FOUR:
        told = await joins(world, who)
    assert "De kring begint op 12-3." in told[0]
    assert await state(world) == "open"
    assert (await writes(world, "hallo"))["young"] == [say(world, "closed_start", starts="op 12-3")]
    await world.does(wait="2d")
    assert await state(world) == "running"


async def test_only_a_coach_of_eighteen_makes_one(world: World) -> None:
    person = await person_of(world, "coach")
    async with world.application.house.units() as tx:
        member = await tx.staff.get(person)
        assert member is not None
        await tx.staff.save(replace(member, age=17), world.clock.now())
        await tx.commit()
    assert await world.types(MAKE, who="coach") == [tell(world, "too_young")]
    assert await world.types(MAKE, who="coordinator") == [tell(world, "not_here")]
    for who in ("volunteer", "professional", "moderator"):
        assert await world.types(MAKE, who=who) == [world.staff("unknown_command")]


# --- writing --------------------------------------------------------------------------------------


async def test_a_line_reaches_the_others_under_the_alias_and_never_its_writer(world: World) -> None:
    names = await circle_of(world)
    seen = await writes(world, "ik durfde het te zeggen")
    line = say(world, "line", alias=names["young"], text="ik durfde het te zeggen")
    for who in FOUR[1:]:
        assert seen[who] == [line]
    assert seen["coach"] == [
        tell(world, "line", number=1, alias=names["young"], text="ik durfde het te zeggen")
    ]
    assert seen["young"] == [say(world, "ack", alias=names["young"], count=3)]
    assert not any(name in text for text in seen["young2"] for name in ("young", CHANNEL))


async def test_words_go_to_maatje_until_somebody_chooses_the_circle(world: World) -> None:
    await circle_of(world)
    seen = await says(world, "ik ben moe")
    assert set(seen) == {"young"}
    assert IN in world.buttons("young")
    await writes(world, "hoi allemaal")
    assert OUT in world.buttons("young")
    assert await world.presses(OUT) == [say(world, "now_out")]
    assert set(await says(world, "dit is voor jou alleen")) == {"young"}
    await world.types("in de kring")
    assert "young2" in await says(world, "weer hier")
    await world.types("naar maatje")
    assert set(await says(world, "en nu niet")) == {"young"}


async def test_the_words_of_a_button_go_to_no_circle(world: World) -> None:
    await circle_of(world)
    await writes(world, "hoi")
    for words in ("Uit de kring", "Nee, ik blijf", "alleen de ronde", "er klopt iets niet"):
        assert set(await says(world, words)) == {"young"}
    seen = await says(world, "Wie leest dit?")
    assert set(seen) == {"young"}
    assert (await world.presses("Wie leest er mee?"))[1].startswith("Je zit in een kring.")


async def test_when_maatje_asked_something_since_words_go_to_maatje(world: World) -> None:
    await circle_of(world)
    await writes(world, "hoi")
    await world.types("/doelen")
    seen = await says(world, "ja doe maar")
    assert set(seen) == {"young"}
    assert say(world, "to_maatje") in seen["young"]


async def test_after_an_hour_without_a_line_words_go_to_maatje(world: World) -> None:
    await circle_of(world)
    await writes(world, "hoi")
    await world.does(wait="59m")
    assert "young2" in await says(world, "ben er nog")
    await world.does(wait="61m")
    seen = await says(world, "mijn moeder mag dit niet weten")
    assert set(seen) == {"young"}
    assert say(world, "to_maatje") in seen["young"]


@pytest.mark.parametrize(
    "text",
    ["bel me op 0612345678", "snap: noortje12", "kijk op www.voorbeeld.nl", "zullen we afspreken"],
)
async def test_what_leads_elsewhere_stays_here(world: World, text: str) -> None:
    await circle_of(world)
    seen = await writes(world, text)
    assert set(seen) == {"young"}
    assert seen["young"] == [say(world, "held")]
    assert await world.rows("circle_lines") == []


async def test_the_coach_and_the_coordinator_hear_of_repeated_tries(world: World) -> None:
    names = await circle_of(world)
    await world.presses(IN)
    count = world.application.house.flowbook().handoff.contact.tell_coordinator_after
    for _ in range(count):
        await says(world, "bel me op 0612345678")
    alarm = tell(world, "held_often", number=1, alias=names["young"], count=count)
    assert alarm in world.saw("coach")
    assert alarm in world.saw("coordinator")


async def test_pictures_stay_here_and_the_words_under_them_go(world: World) -> None:
    names = await circle_of(world)
    await world.presses(IN)
    shown = await world.does(**{"as": "young", "sends": "photo"})
    assert {one.to for one in shown} == {"young"}
    shown = await world.does(**{"as": "young", "sends": "photo", "text": "mijn kat"})
    assert texts(shown, "young2") == [say(world, "line", alias=names["young"], text="mijn kat")]
    shown = await world.does(**{"as": "young", "sends": "sticker", "text": "👋"})
    assert texts(shown, "young2") == [say(world, "line", alias=names["young"], text="👋")]


async def test_an_edit_changes_the_line_for_those_who_had_it(world: World) -> None:
    names = await circle_of(world)
    await writes(world, "morgen heb ik toest")
    await joins(world, "young5")
    await world.presses(OUT)  # an edit is of the circle, whatever is typed now
    shown = await world.does(**{"as": "young", "edit": "morgen heb ik toets", "of": "toest"})
    alias = f"{names['young']}{say(world, 'edited')}"
    line = say(world, "line", alias=alias, text="morgen heb ik toets")
    assert texts(shown, "young2") == [line]
    assert texts(shown, "young5") == []
    assert len(await world.rows("circle_lines")) == 1
    changed = [one for one in shown if one.to == "young2"][-1]
    assert changed.reply.spot.changes


async def test_a_late_joiner_reads_only_what_comes_from_then_on(world: World) -> None:
    await circle_of(world)
    await writes(world, "dit was eerder")
    await joins(world, "young5")
    await says(world, "dit is later")
    assert not any("dit was eerder" in text for text in world.saw("young5"))
    assert any("dit is later" in text for text in world.saw("young5"))


async def test_who_is_muted_gets_no_lines(world: World) -> None:
    await circle_of(world)
    assert await world.types("/kring stil", who="young2") == [say(world, "muted")]
    assert "young2" not in await writes(world, "hoi")
    assert await world.types("/kring hoor", who="young2") == [say(world, "hears")]
    assert "young2" in await says(world, "nog eens")


async def test_without_a_professional_it_is_closed_and_says_until_when(world: World) -> None:
    await circle_of(world)
    await world.types("/dienst uit", who="professional")
    seen = await writes(world, "hoi")
    assert set(seen) == {"young"}
    assert seen["young"][0].startswith("De kring is dicht tot er weer een beroepskracht is: ")
    assert await world.rows("circle_lines") == []
    await world.types("/dienst aan", who="professional")
    assert "young2" in await says(world, "nu wel")


async def test_at_night_it_is_closed(world: World) -> None:
    await circle_of(world)
    await world.does(wait="7h")  # 22.00 in Amsterdam
    seen = await writes(world, "slapen jullie al")
    assert seen == {"young": [say(world, "closed_night")]}


async def test_who_talks_with_a_human_does_not_write_in_the_circle(world: World) -> None:
    await circle_of(world)
    await world.types("mag ik een beroepskracht", means={"act": "want_professional"})
    await world.presses(CLAIM, who="professional")
    await world.presses(IN)
    assert world.saw("young")[-1] == say(world, "in_talk")
    seen = await says(world, "dit is voor een mens")
    assert "professional" in seen
    assert "young2" not in seen
    assert await world.types("/kring in") == [say(world, "in_talk")]


# --- danger ---------------------------------------------------------------------------------------


async def test_danger_never_goes_to_the_circle(world: World) -> None:
    names = await circle_of(world)
    await world.presses(IN)
    seen = await says(world, URGENT)
    assert not any(who in seen for who in FOUR[1:])
    assert seen["coach"] == [tell(world, "apart", number=1, alias=names["young"])]
    assert urgent_cards(world)
    assert world.urgent("suicide") in "\n".join(seen["young"])
    assert say(world, "kept_off") in seen["young"]
    assert await world.rows("circle_lines") == []
    assert set(await says(world, "het gaat niet meer")) <= {"young", "professional"}
    assert await world.types("/kring in") == [say(world, "danger_open")]


async def test_after_the_professional_saw_no_danger_somebody_can_write_again(world: World) -> None:
    await circle_of(world)
    await world.presses(IN)
    world.language.teach(CONCERN, SUICIDE_CONCERN)
    seen = await says(world, CONCERN)
    assert "young2" not in seen
    await world.presses(CLEAR, who="professional")
    await world.types("/kring in")
    assert "young2" in await says(world, "ben er weer")


async def test_danger_in_an_edit_leaves_the_line_as_it_was(world: World) -> None:
    await circle_of(world)
    await writes(world, "gewoon een regel")
    shown = await world.does(**{"as": "young", "edit": URGENT, "of": "gewoon een regel"})
    assert not any(one.to in FOUR[1:] for one in shown)
    assert urgent_cards(world)


async def test_danger_that_is_read_late_takes_the_line_away(world: World) -> None:
    names = await circle_of(world)
    await world.presses(IN)
    world.language.away = True
    world.language.teach("ik heb het gedaan", {"risk": {"level": "urgent", "kinds": ["suicide"]}})
    await says(world, "ik heb het gedaan")
    world.language.away = False
    await world.does(wait="5s")
    assert await world.rows("circle_lines") == []
    assert tell(world, "apart", number=1, alias=names["young"]) in world.saw("coach")
    assert set(await says(world, "hallo")) <= {"young", "professional"}


# --- ways out -------------------------------------------------------------------------------------


async def test_leaving_is_asked_once_and_the_others_hear_no_reason(world: World) -> None:
    names = await circle_of(world, *EIGHT[:5])
    assert await world.types("/kring weg") == [say(world, "leave_ask")]
    shown = await world.does(**{"as": "young", "press": "Ja, ik ga eruit"})
    assert texts(shown, "young") == [say(world, "left")]
    assert texts(shown, "young2") == [say(world, "someone_left", alias=names["young"])]
    assert "young" not in await writes(world, "hoi", who="young2")
    assert IN not in world.buttons("young")


async def test_below_four_it_waits_and_goes_on_with_the_fourth(world: World) -> None:
    names = await circle_of(world)
    await world.types("/kring weg ja")
    assert await state(world) == "open"
    assert say(world, "waits") in world.saw("young2")
    seen = await writes(world, "hoi", who="young2")
    assert seen == {"young2": [say(world, "closed_waiting", count=3)]}
    await joins(world, "young")  # comes back, under the alias that the others know
    assert (await aliases(world))["young"] == names["young"]
    assert await state(world) == "running"


async def test_stop_ends_what_comes_by_itself(world: World) -> None:
    await circle_of(world)
    await writes(world, "hoi")
    (told,) = await world.types("stop")
    assert say(world, "stopped") in told
    assert "young" not in await writes(world, "hallo", who="young2")
    assert set(await says(world, "ik ben er weer")) == {"young"}


async def test_erasing_takes_the_place_and_the_lines_along(world: World) -> None:
    names = await circle_of(world)
    await writes(world, "dit wil ik niet meer")
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert await world.rows("circle_lines") == []
    assert await world.rows("circle_copies") == []
    assert names["young"] not in {row.alias for row in await world.rows("circle_members")}
    assert await state(world) == "open"


async def test_a_line_on_its_way_goes_with_who_is_erased(world: World) -> None:
    await circle_of(world)
    await world.presses(IN)
    house = world.application.house
    await receive(house, [update("young", text="nog niet verstuurd")])
    async with house.units() as tx:
        row = await tx.inbox.next(frozenset())
    assert row is not None
    await conversing.serve(house, row)
    person = await person_of(world, "young")
    async with house.units() as tx:
        await tx.circles.forget(person)
        await tx.commit()
    await world.application.works.settle()
    assert not any("nog niet verstuurd" in text for who in FOUR for text in world.saw(who))


async def test_who_blocks_maatje_leaves_a_free_place(world: World) -> None:
    await circle_of(world)
    await world.does(**{"as": "young", "sends": "left"})
    assert await state(world) == "open"
    assert "young" not in await writes(world, "hoi", who="young2")


async def test_lines_go_after_seven_days_and_the_circle_after_its_end(world: World) -> None:
    await circle_of(world)
    await writes(world, "hoi")
    await timing.plan_tidying(world.application.house)
    await world.does(wait="7d")
    await world.does(wait="7h")
    assert await world.rows("circle_lines") == []
    assert len(await world.rows("circle_members")) == 4
    await world.types("/kring 1 klaar ja", who="coach")
    await world.does(wait="8d")
    assert await world.rows("circles") == []
    assert await world.rows("circle_members") == []


async def test_who_is_in_a_circle_is_not_forgotten_by_being_silent(world: World) -> None:
    await circle_of(world)
    await timing.plan_tidying(world.application.house)
    await world.does(wait="40d")
    assert await world.types("/kring", who="young2")
    assert len([row for row in await world.rows("circle_members") if row.state == "in"]) == 4


# --- the coach ------------------------------------------------------------------------------------


async def test_the_coach_writes_under_an_alias_in_the_circle_they_chose(world: World) -> None:
    await circle_of(world)
    assert await world.types("welkom", who="coach") == [tell(world, "choose")]
    await world.types("/kring 1 hier", who="coach")
    seen = await says(world, "welkom allemaal", who="coach")
    assert seen["young"] == [
        say(world, "coach_line", alias="Vrolijke Kraai", text="welkom allemaal")
    ]
    assert seen["coach"] == [tell(world, "ack", number=1, count=4)]
    assert (await says(world, "mail me op a@example.org", who="coach")) == {
        "coach": [tell(world, "held")]
    }
    await world.types("/kring uit", who="coach")
    assert await world.types("hoi", who="coach") == [tell(world, "choose")]


async def test_the_coach_pauses_goes_on_and_ends(world: World) -> None:
    names = await circle_of(world)
    await world.types("/kring 1 pauze", who="coach")
    assert world.saw("young")[-1] == say(world, "paused")
    assert await writes(world, "hoi") == {"young": [say(world, "closed_paused")]}
    again = await world.types("/kring 1 pauze", who="coach")
    assert again[0].startswith("Dat kan nu niet met kring 1.")
    await world.types("/kring 1 door", who="coach")
    assert world.saw("young")[-1] == say(world, "opened_again")
    assert "young2" in await writes(world, "hoi")
    await world.types("/kring 1 klaar", who="coach")
    assert await state(world) == "running"
    await world.types("/kring 1 klaar ja", who="coach")
    assert world.saw("young")[-1] == say(world, "ended", alias=names["young"])
    assert set(await says(world, "hallo")) == {"young"}
    told = await world.types("/kring 1 klaar ja", who="coach")
    assert told == ["Dat kan nu niet met kring 1. Hij is klaar."]


async def test_who_is_removed_reads_a_kind_sentence_and_only_a_word_is_kept(world: World) -> None:
    names = await circle_of(world, *EIGHT[:5])
    alias = names["young"]
    (told,) = await world.types(f"/kring 1 weg {alias} zomaar", who="coach")
    assert told.startswith("Schrijf de schuilnaam")
    shown = await world.does(**{"as": "coach", "text": f"/kring 1 weg {alias} regels"})
    assert texts(shown, "young") == [say(world, "removed")]
    assert texts(shown, "young2") == [say(world, "someone_left", alias=alias)]
    row = next(row for row in await world.rows("circle_members") if row.alias == alias)
    assert (row.state, row.reason) == ("removed", "regels")
    assert (await world.types("/kring 1 ja"))[-1] == say(world, "not_again")
    assert set(await says(world, "waarom")) == {"young"}
    await world.types("/kring meld")
    assert "De coach" in world.buttons("young")


async def test_the_coach_leaves_and_another_one_takes_over(world: World) -> None:
    await circle_of(world)
    await world.types("/vergeetmij ja", who="coach")
    assert await state(world) == "paused"
    assert world.saw("young")[-1] == say(world, "coach_gone")
    assert tell(world, "coach_gone", number=1, title="Pesten") in world.saw("coordinator")
    assert (await writes(world, "hoi")) == {"young": [say(world, "closed_paused")]}
    await joins_staff(world, "friend", "coach", age=30, alias="Kalme Otter", duty=False)
    assert await world.types("/kring 1 neem", who="friend") == [tell(world, "taken", number=1)]
    await world.types("/kring 1 door", who="friend")
    assert "friend" in await says(world, "hoi")
    told = await world.types("/kring 1 neem", who="friend")
    assert told == [tell(world, "not_taken", number=1)]


async def test_a_coach_rests_after_a_report_about_details_and_the_circle_is_closed(
    world: World,
) -> None:
    names = await circle_of(world)
    await world.types("/kring 1 hier", who="coach")
    await says(world, "hoe heet je echt", who="coach")
    await world.types("/kring meld hij vroeg mijn naam")
    await world.presses("De coach")
    assert await world.presses("Vroeg naar gegevens") == [say(world, "reported")]
    assert tell(world, "reported_rest", staff="Vrolijke Kraai") in world.saw("coordinator")
    assert (await writes(world, "hoi")) == {"young": [say(world, "closed_paused")]}
    assert await world.types("/kring 1 door", who="coach") == [tell(world, "rests")]
    (listed,) = await world.types("/meldingen", who="coordinator")
    assert f"{names['young']} meldt de coach" in listed
    assert "met toelichting" in listed
    (sealed,) = await world.rows("reported_lines")
    assert b"hoe heet je echt" not in sealed.text_sealed
    await world.types("/vrijgeven Vrolijke Kraai", who="coordinator")
    assert "young2" in await says(world, "hoi")


async def test_a_report_about_another_names_nobody_to_them(world: World) -> None:
    names = await circle_of(world)
    await writes(world, "jij bent stom", who="young2")
    before = len(world.saw("young2"))
    await world.presses(IN)
    await world.types("/meld")
    await world.presses(names["young2"])
    await world.presses("Was naar")
    assert len(world.saw("young2")) == before
    told = [text for text in world.saw("coordinator") if text.startswith("Melding in kring 1")]
    assert names["young2"] in told[-1]


async def test_who_becomes_staff_is_in_no_circle(world: World) -> None:
    await circle_of(world)
    await joins_staff(world, "young", "volunteer")
    assert await state(world) == "open"


async def test_who_typed_weg_sees_nothing_of_the_circle_until_they_write_again(
    world: World,
) -> None:
    await circle_of(world)
    await world.types("weg", who="young2")
    before = world.saw("young2")
    told = await writes(world, "is er nog iemand")
    assert {"young3", "young4"} <= set(told)
    assert world.saw("young2") == before
    await world.types("hoi", who="young2")
    assert "young2" in await says(world, "hallo allemaal")
