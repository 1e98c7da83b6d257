"""The wait as a young person lives it: a place, an honest time, and what can be done meanwhile."""

from __future__ import annotations

import pytest

from bot.domain.pair import Pair
from tests.conftest import World
from tests.services.people import (
    CLAIM,
    SUICIDE_CONCERN,
    URGENT,
    asks_for_a_peer,
    asks_for_a_professional,
    both_agree,
    joins,
    offers,
    person_of,
    states,
    talks_with_a_professional,
)

UNKNOWN = "Dat weet ik nog niet"
STILL_STANDS = "Je vraag staat nog, die is niet vergeten. Zodra er iemand is, hoor je het hier."
LATER, APPOINTMENT = "Een bericht voor later", "Een afspraak maken"


async def nobody_on_duty(world: World) -> None:
    for who in ("volunteer", "professional"):
        await world.types("/dienst uit", who=who)


async def wait_of(world: World, minutes: int) -> None:
    """Somebody asks for a peer, waits, and talks shortly."""
    await asks_for_a_peer(world, "young2")
    await world.does(wait=f"{minutes}m")
    await world.presses(CLAIM, who="volunteer")
    await world.types("/klaar", who="volunteer")
    await world.types("stop", who="young2")


async def test_the_place_is_told_at_the_wish_and_moves_up(world: World) -> None:
    await asks_for_a_peer(world, "young2")
    await world.does(wait="1m")
    await asks_for_a_peer(world)
    assert f"Je bent nummer 2 in de rij. Hoelang duurt het? {UNKNOWN}." in world.saw("young")[-1]
    await world.types("/neem", who="volunteer")
    assert "Je bent nummer 1 in de rij." in (await world.types("/wachtrij"))[0]


async def test_the_wait_is_what_others_really_waited(world: World) -> None:
    for _ in range(4):
        await wait_of(world, 5)
    await asks_for_a_peer(world)
    assert f"Hoelang duurt het? {UNKNOWN}." in world.saw("young")[-1]  # four say too little
    await world.types("stop")
    await wait_of(world, 6)
    await world.types("ik wil een maatje", means={"act": "want_peer"})
    assert "Hoelang duurt het? Ongeveer 5 minuten." in world.saw("young")[-1]
    await world.does(wait="7m")
    assert UNKNOWN in (await world.types("hoe lang nog?"))[0]  # nobody waited longer than this


@pytest.mark.parametrize("typed", ["/wachtrij", "Hoe lang nog?", "waar ben ik"])
async def test_who_waits_can_ask_at_any_time(world: World, typed: str) -> None:
    await asks_for_a_peer(world)
    said = await world.types(typed)
    assert said[0].startswith("Je bent nummer 1 in de rij.")


async def test_the_same_words_are_an_answer_where_something_is_asked(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types("ik wil een doel", means={"act": "set_goal"})
    said = await world.types("hoe lang nog")
    assert not any("in de rij" in text for text in said)
    assert "Wanneer of waar" in said[-1]


async def test_a_whole_question_is_answered_in_the_middle_of_something_else(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types("ik wil een doel", means={"act": "set_goal"})
    said = await world.types("is er al iemand gevonden")
    assert said[0].startswith("Je bent nummer 1 in de rij.")
    assert "is er al iemand" not in " ".join(said)  # and it is no step of the goal


@pytest.mark.parametrize(
    "typed", ["haal mij uit die rij", "NEE ik wil geen maatje", "wa? ik wil helemaal niemand. stop"]
)
async def test_who_wants_nobody_after_all_is_out_of_the_queue(world: World, typed: str) -> None:
    await asks_for_a_peer(world)
    await world.types(typed)
    assert "Je staat nu niet in de rij" in (await world.types("/wachtrij"))[-1]


async def test_who_wants_nobody_when_asked_whom_they_want_gets_nobody(world: World) -> None:
    await world.types("ik wil een maatje", means={"act": "want_peer"})
    await world.types("wa? ik wil helemaal niemand. stop")
    assert await world.rows("handoffs") == []


async def test_without_waiting_it_is_said_how_to_ask(world: World) -> None:
    assert "Je staat nu niet in de rij" in (await world.types("/wachtrij"))[-1]


async def test_with_danger_open_the_queue_names_who_can_be_reached(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types(URGENT)
    said = " ".join(await world.types("/wachtrij"))
    assert "113" in said
    assert "in de rij" not in said


async def test_danger_behind_the_command_is_answered(world: World) -> None:
    await asks_for_a_peer(world)
    said = " ".join(await world.types(f"/wachtrij {URGENT}"))
    assert "113" in said


async def test_outside_hours_it_is_said_when_somebody_is_there(world: World) -> None:
    await nobody_on_duty(world)
    await asks_for_a_peer(world)
    assert "Wanneer het weer kan: dat weet ik nog niet." in world.saw("young")[-2]
    await world.types("/rooster wo 15-20", who="volunteer")
    await world.types("/rooster wo 16-18", who="professional")
    said = await asks_for_a_professional(world, "young2")
    assert any("Wanneer er weer iemand is: morgen vanaf 16:00." in text for text in said)


async def test_who_should_be_there_and_is_not_is_no_promise(world: World) -> None:
    await nobody_on_duty(world)
    for who in ("volunteer", "professional"):
        await world.types("/rooster di 14-18", who=who)
    await asks_for_a_peer(world)
    assert "volgens het rooster nu, maar er is nog niemand" in world.saw("young")[-2]


# --- a message for later ---------------------------------------------------------------------------


async def test_a_message_for_later_is_read_by_who_claims_and_then_gone(world: World) -> None:
    await nobody_on_duty(world)
    await asks_for_a_peer(world)
    await world.presses(LATER)
    await world.types("het gaat over mijn klas")
    await world.types("/wachtrij")
    await world.presses(LATER)
    await world.presses("Veranderen")
    await world.types("toch over thuis")
    await world.types("/dienst aan", who="professional")
    await world.types("/dienst aan", who="volunteer")
    assert "thuis" not in " ".join(world.saw("volunteer"))
    await world.presses(CLAIM, who="volunteer")
    assert "schreef vast dit voor later: toch over thuis" in world.saw("volunteer")[-1]
    assert "klas" not in world.saw("volunteer")[-1]
    await world.types("/klaar", who="volunteer")
    await asks_for_a_peer_again(world)
    await world.presses(CLAIM, who="volunteer")
    assert "thuis" not in world.saw("volunteer")[-1]


async def asks_for_a_peer_again(world: World) -> None:
    await world.types("mag ik met iemand praten", means={"act": "want_peer"})


async def test_it_can_be_erased_and_goes_with_the_wish(world: World) -> None:
    for end in ("Wissen", "stop"):
        await nobody_on_duty(world)
        await world.types("ik wil een maatje", means={"act": "want_peer"})
        if end == "Wissen":
            await world.presses("Nederland")
            await world.presses("16 of 17")
            await world.presses("Maakt niet uit")
        await world.presses(LATER)
        await world.types("het gaat over mijn klas")
        if end == "Wissen":
            await world.types("/wachtrij")
            await world.presses(LATER)
            await world.presses("Wissen")
        await world.types("stop")
        await world.types("ik wil een maatje", means={"act": "want_peer"})
        for who in ("professional", "volunteer"):
            await world.types("/dienst aan", who=who)
        await world.presses(CLAIM, who="volunteer")
        assert "klas" not in world.saw("volunteer")[-1]
        await world.types("/klaar", who="volunteer")


async def test_a_number_in_it_is_not_kept(world: World) -> None:
    await nobody_on_duty(world)
    await asks_for_a_peer(world)
    await world.presses(LATER)
    said = await world.types("bel me op 06 12345678")
    assert said[0] == world.young("contact_held")
    await world.types("het gaat over mijn klas")
    for who in ("professional", "volunteer"):
        await world.types("/dienst aan", who=who)
    await world.presses(CLAIM, who="volunteer")
    assert "12345678" not in world.saw("volunteer")[-1]


async def test_danger_in_it_acts_as_anywhere(world: World) -> None:
    await nobody_on_duty(world)
    await asks_for_a_peer(world)
    await world.presses(LATER)
    said = " ".join(await world.types(URGENT))
    assert "113" in said
    assert world.staff("no_professional_alarm") in world.saw("coordinator")


# --- appointments ----------------------------------------------------------------------------------


async def with_a_rota(world: World, hours: str = "wo 16-18") -> None:
    await nobody_on_duty(world)
    for who in ("volunteer", "professional"):
        await world.types(f"/rooster {hours}", who=who)
    await asks_for_a_peer(world)


async def test_without_a_moment_on_the_rota_there_is_no_appointment(world: World) -> None:
    await nobody_on_duty(world)
    await world.types("/rooster wo 16-18", who="volunteer")  # no professional behind it
    await asks_for_a_peer(world)
    assert APPOINTMENT not in world.buttons()


async def test_a_peer_who_is_too_old_gives_no_moment(world: World) -> None:
    await nobody_on_duty(world)
    for who in ("volunteer", "professional"):
        await world.types("/rooster wo 16-18", who=who)
    await asks_for_a_peer(world, age="Jonger dan 12")
    assert APPOINTMENT not in world.buttons()


async def test_at_most_three_moments_and_one_is_chosen(world: World) -> None:
    await with_a_rota(world)
    await world.presses(APPOINTMENT)
    assert world.buttons()[:2] == ["morgen om 16:00", "morgen om 17:00"]
    said = await world.presses("morgen om 16:00")
    assert said[0].startswith("Afgesproken: morgen om 16:00.")
    assert "morgen om 16:00" in world.saw("volunteer")[-1]
    assert await states(world) == ["withdrawn"]
    assert "afspraak: morgen om 16:00" in (await world.types("/wachtrij"))[-1]


async def test_both_are_asked_neutrally_and_the_helper_gets_the_wish_first(world: World) -> None:
    await with_a_rota(world)
    await world.presses(APPOINTMENT)
    await world.types("morgen om 16:00")
    await world.does(wait="24h")
    await world.does(wait="50m")
    assert world.saw("young")[-1] == "Hoi, past het nu?"
    assert world.saw("volunteer")[-1].startswith("Hoi, past het nu?")
    await world.presses("Ja")
    assert "vandaag om 16:00" in world.saw("young")[-1]
    for who in ("volunteer", "professional"):
        await world.types("/dienst aan", who=who)
    await world.does(wait="10m")
    assert world.saw("volunteer")[-1].startswith("Een jongere wil met een maatje praten.")
    await world.presses(CLAIM, who="volunteer")
    assert sorted(await states(world)) == ["active", "withdrawn"]
    assert await world.rows("appointments") == []


async def test_nobody_there_at_the_moment_is_told_with_other_ways(world: World) -> None:
    await with_a_rota(world)
    await world.presses(APPOINTMENT)
    await world.presses("morgen om 16:00")
    await world.does(wait="25h")
    await world.does(wait="1m")
    assert world.saw("young")[-1] == "Hoi, past het nu?"
    said = await world.presses("Ja")
    assert said[0].startswith("Je had nu een afspraak, maar")
    assert len(world.buttons()) >= 4
    assert sorted(await states(world)) == ["requested", "withdrawn"]


@pytest.mark.parametrize("how", ["stop", "button", "shift"])
async def test_an_appointment_can_be_off(world: World, how: str) -> None:
    await with_a_rota(world)
    await world.presses(APPOINTMENT)
    await world.presses("morgen om 16:00")
    if how == "stop":
        assert world.young("appointment_cancelled") in (await world.types("stop"))[0]
    elif how == "button":
        await world.types("/wachtrij")
        assert "afgezegd" in (await world.presses("Afspraak afzeggen"))[0]
    else:
        await world.types("/rooster weg wo 16-18", who="volunteer")
        assert world.saw("young")[-1] == "Hoi, past het nu?"
        assert (await world.presses("Ja"))[0].startswith("Je had")
    if how != "shift":
        assert world.saw("volunteer")[-1].endswith("gaat niet door. Je hoeft niets te doen.")
    assert await world.rows("appointments") == []
    before = len(world.saw("young"))
    if how != "shift":
        await world.does(wait="25h")
        assert len(world.saw("young")) == before


async def in_a_talk_at_its_moment(world: World) -> None:
    await with_a_rota(world)
    await world.presses(APPOINTMENT)
    await world.presses("morgen om 16:00")
    await world.does(wait="24h")
    await world.types("/dienst aan", who="professional")
    await talks_with_a_professional(world)
    await world.does(wait="50m")


async def test_an_appointment_in_a_running_talk_waits_and_comes_back_after_it(world: World) -> None:
    await in_a_talk_at_its_moment(world)
    before = len(world.saw("young"))
    await world.does(wait="10m")
    waits = world.young("appointment_waits").replace("{moment}", "vandaag om 16:00")
    assert world.saw("young")[before:] == [waits]
    told = world.staff("appointment_waits", moment="vandaag om 16:00")
    assert told in world.saw("volunteer")
    await world.does(wait="30m")
    assert world.saw("young")[-1] == waits  # once
    await world.types("/klaar", who="professional")
    await world.does(wait="5m")
    assert world.saw("young")[-1] == "Hoi, past het nu?"
    (said,) = await world.presses("Ja")
    assert said.startswith("Je had een afspraak om met iemand te praten: vandaag om 16:00.")
    await world.types("/dienst aan", who="volunteer")
    before = len(offers(world, "volunteer"))
    await world.presses("Ja, met een maatje")
    assert len(offers(world, "volunteer")) == before + 1
    assert await world.rows("appointments") == []


async def test_after_it_another_moment_or_none_may_be_chosen(world: World) -> None:
    await in_a_talk_at_its_moment(world)
    await world.does(wait="11m")
    await world.types("/stop")
    await world.does(wait="5m")
    (said, *_) = await world.presses("Nee")
    assert "die is nu voorbij" in said
    assert await world.rows("appointments") == []


async def test_a_talk_that_lasts_a_day_lets_it_lapse_and_says_so(world: World) -> None:
    await in_a_talk_at_its_moment(world)
    await world.does(wait="21h")
    lapsed = world.young("appointment_lapsed").partition("{")[0]
    assert sum(text.startswith(lapsed) for text in world.saw("young")) == 1
    assert await world.rows("appointments") == []
    assert not [row for row in await world.rows("timers") if row.kind == "appointment"]


async def test_a_shift_that_goes_during_a_talk_is_told_beside_it(world: World) -> None:
    await in_a_talk_at_its_moment(world)
    await world.types("/rooster weg wo 16-18", who="volunteer")
    off = world.young("appointment_off_in_talk").replace("{moment}", "vandaag om 16:00")
    assert world.saw("young")[-1] == off
    assert await world.rows("appointments") == []
    assert sorted(await states(world)) == ["active", "withdrawn"]  # somebody is there: no new wish


async def test_who_forgets_leaves_no_appointment(world: World) -> None:
    await with_a_rota(world)
    await world.presses(APPOINTMENT)
    await world.presses("morgen om 16:00")
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert await world.rows("appointments") == []
    assert [row for row in await world.rows("timers") if row.kind == "appointment"] == []


async def test_while_danger_is_open_no_appointment_is_spoken_of(world: World) -> None:
    await with_a_rota(world)
    await world.presses(APPOINTMENT)
    await world.presses("morgen om 16:00")
    await world.types("ik ben zo somber", means=SUICIDE_CONCERN)
    before = len(world.saw("young"))
    await world.does(wait="24h")
    # ten minutes and a day: the concern itself still waits for a human (flows/concern_waiting.yml)
    assert world.saw("young")[before:] == ["Hoi, past het nu?"] * 2
    before = len(world.saw("young"))
    await world.does(wait="50m")  # ten minutes before the appointment
    assert world.saw("young")[before:] == []
    said = await world.presses("Ja")
    assert "113" in said[0]
    assert not any("afspraak" in text for text in said)


async def agree_on_a_mediator(world: World) -> None:
    """Two young people wait for a mediator, and nobody has duty."""
    await both_agree(world)
    for who in ("volunteer", "professional"):
        await world.types("/dienst uit", who=who)


async def test_who_waits_for_a_mediator_is_offered_no_appointment_for_that(world: World) -> None:
    for who in ("volunteer", "professional"):
        await world.types("/rooster wo 16-18", who=who)
    await agree_on_a_mediator(world)
    said = await world.types("/wachtrij", who="young2")
    assert "wachten op een bemiddelaar" in said[0]
    assert APPOINTMENT not in world.buttons("young2")
    assert "Een bericht voor later" not in world.buttons("young2")


async def test_an_own_appointment_stands_beside_the_wait_for_a_mediator(world: World) -> None:
    for who in ("volunteer", "professional"):
        await world.types("/rooster wo 16-18", who=who)
    await agree_on_a_mediator(world)
    await asks_for_a_peer(world, "young2")
    await world.presses(APPOINTMENT, who="young2")
    await world.presses("morgen om 16:00", who="young2")
    assert sorted(await states(world)) == ["offered", "offered", "withdrawn"]
    (appointment,) = await world.rows("appointments")
    assert appointment.form is None  # of the own wish, not of the mediation


async def test_at_its_moment_an_appointment_asks_anew_though_a_mediation_waits(
    world: World,
) -> None:
    await with_a_rota(world)
    await world.presses(APPOINTMENT)
    await world.presses("morgen om 16:00")
    await world.does(wait="20h")
    await both_agree(world)
    await world.does(wait="4h")
    await world.does(wait="56m")
    await world.does(wait="10m")
    own = [row for row in await world.rows("handoffs") if row.shared is None]
    assert sorted(row.state for row in own) == ["requested", "withdrawn"]
    assert await world.rows("appointments") == []


async def test_who_becomes_staff_has_no_appointment_and_no_pair(world: World) -> None:
    await with_a_rota(world)
    await world.presses(APPOINTMENT)
    await world.presses("morgen om 16:00")
    person, volunteer = await person_of(world, "young"), await person_of(world, "volunteer")
    async with world.application.house.units() as tx:
        now = world.clock.now()
        await tx.pairs.save(Pair(person, volunteer, "Groene Reiger", now, now))
        await tx.commit()
    await joins(world, "young", "volunteer", age=20)
    assert await world.rows("appointments") == []
    assert await world.rows("pairs") == []
    assert world.saw("volunteer")[-1].endswith("gaat niet door. Je hoeft niets te doen.")
    before = len(world.saw("young"))
    await world.does(wait="25h")
    assert len(world.saw("young")) == before


# --- after a talk ----------------------------------------------------------------------------------


async def test_how_it_was_is_kept_as_a_figure_without_person(world: World) -> None:
    await asks_for_a_peer(world)
    await world.presses(CLAIM, who="volunteer")
    await world.types("/klaar", who="volunteer")
    await world.presses("Fijn")
    await world.presses("Een beetje")
    assert "Een klein doel maken" in world.buttons()
    kept = {(row.name, row.about) for row in await world.rows("events")}
    assert {("talk_rated", "good"), ("talk_helped", "a_little")} <= kept


async def test_both_questions_can_be_skipped(world: World) -> None:
    await asks_for_a_peer(world)
    await world.presses(CLAIM, who="volunteer")
    await world.types("/klaar", who="volunteer")
    await world.presses("Sla over")
    assert "Een klein doel maken" in world.buttons()
    assert not {"talk_rated", "talk_helped"} & {*await world.events()}


# --- typing while one waits -----------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["duurt het lang", "Wie komt er?", "is er iemand", "hoelang"])
async def test_more_ways_to_ask_how_long(world: World, typed: str) -> None:
    await asks_for_a_peer(world)
    assert "in de rij" in (await world.types(typed))[0]


async def test_how_long_is_no_sentence_for_the_peer(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types("mijn zin")
    await world.types("ik vind bellen eng")
    said = await world.types("hoe lang nog")
    assert "in de rij" in said[0]
    assert not any("“hoe lang nog”" in text for text in said)


async def test_only_who_asks_to_write_anew_changes_the_sentence(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types("mijn zin")
    await world.types("ik vind bellen eng")
    for typed in ("stomme bot", "wat een gedoe", "nog een keer"):
        said = await world.types(typed)
        assert not any(typed in text for text in said)
    assert "Zo mag het" not in world.buttons()  # nobody is held there for ever
    assert "“ik vind bellen eng”" in (await world.types("mijn zin"))[0]


async def test_greeting_while_waiting_tells_that_the_wish_stands(world: World) -> None:
    await asks_for_a_peer(world)
    said = await world.types("hoi", means={"act": "greet"})
    assert said == [f"{STILL_STANDS} Wil je intussen iets kwijt?"]
    said = await world.types("het gaat over mijn klas", means={"topic": "none"})
    assert not any(STILL_STANDS in text for text in said)


async def test_no_menu_either_while_the_language_service_is_away(world: World) -> None:
    await asks_for_a_peer(world)
    world.language.away = True
    assert STILL_STANDS in (await world.types("ok dan"))[-1]


async def test_the_menu_does_not_come_back_under_something_else(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types("menu")
    assert "Pesten" in world.buttons()
    await world.types("mijn zin")
    await world.types("ik vind bellen eng")
    said = await world.presses("Zo mag het")
    assert len(said) == 1
    assert said[0].startswith("Goed. Tot er een maatje is")


async def test_the_menu_does_come_back_after_who_reads(world: World) -> None:
    await world.types("menu")
    await world.presses("Wie leest dit?")
    await world.presses("Verder praten")
    assert "Pesten" in world.buttons()
