"""Danger in every state: the services come, a professional hears, and nothing else is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.terminal import update
from bot.domain.interpretation import Interpretation
from bot.services.receiving import receive
from bot.services.rereading import reread
from tests.conftest import World
from tests.fakes import meaning_of
from tests.services.people import (
    CLAIM,
    CLEAR,
    CONCERN,
    SUICIDE_CONCERN,
    SURE,
    TAKE_OVER,
    URGENT,
    asks_for_a_peer,
    asks_for_a_professional,
    clears,
    concern_cards,
    joins,
    offers,
    states,
    talks_with_a_professional,
    talks_with_a_volunteer,
    urgent_cards,
)

EMERGENCY, LINE_NL, LINE_BE = "noodnummer_112", "zelfmoordlijn_113", "zelfmoordlijn_1813"
VIOLENCE = "mijn vader slaat mij elke dag"


def named(world: World, said: list[str]) -> set[str]:
    """Which of the three crisis services were named."""
    lines = (EMERGENCY, LINE_NL, LINE_BE)
    return {one for one in lines if any(world.short_service(one) in text for text in said)}


# --- the first message and the flows --------------------------------------------------------------


async def test_danger_in_the_very_first_message_is_answered_in_the_same_turn(world: World) -> None:
    said = await world.types(URGENT)
    assert said[0] == world.young("intro")
    assert said[1].startswith(world.urgent("suicide"))
    assert named(world, said) == {EMERGENCY, LINE_NL, LINE_BE}
    assert said[2] == world.shared("professional_told")
    assert len(urgent_cards(world)) == 1
    assert "zelfdoding" in urgent_cards(world)[0]


async def test_danger_is_answered_without_waiting_for_the_language_service(world: World) -> None:
    world.language.away = True
    said = await world.types(URGENT)
    assert named(world, said) == {EMERGENCY, LINE_NL, LINE_BE}
    assert world.language.asked == []


async def test_the_question_from_before_danger_does_not_come_back(world: World) -> None:
    await world.types("ik wil een doel", means={"act": "set_goal"})
    await world.types("mijn kamer opruimen")
    said = await world.types(URGENT)
    assert named(world, said)
    await world.presses("Nederland")
    going_on = world.application.house.flowbook().danger.shared["go_on"].say
    (first,) = await world.presses("Verder met Maatje")
    assert first in going_on
    said = await world.types("morgen na school")  # heard as a new beginning, not as a goal
    assert "morgen na school" not in " ".join(said)
    assert "Klaar voor nu" in world.buttons()
    assert await world.rows("goals") == []


async def test_who_wants_to_stop_after_danger_gets_a_kind_last_word(world: World) -> None:
    await world.types(URGENT)
    await world.presses("Sla over")
    await world.presses("Verder met Maatje")
    assert await world.presses("Klaar voor nu") == [world.shared("tomorrow")]
    assert await world.presses("Nee, niet vragen") == [world.shared("tomorrow_not")]


async def test_words_of_danger_are_never_kept_as_a_goal(world: World) -> None:
    await world.types("ik wil een doel", means={"act": "set_goal"})
    await world.types(URGENT)
    await world.presses("Sla over")
    await world.presses("Verder met Maatje")
    await world.presses("Ergens anders over")
    await world.types("ik wil een doel", means={"act": "set_goal"})
    await world.types("mijn kamer opruimen")
    await world.types("morgen na school")
    said = await world.presses("Sla over")
    assert "mijn kamer opruimen" in said[0]
    assert not any(URGENT in text for text in world.saw("young"))


async def test_danger_that_only_the_model_sees_is_answered_too(world: World) -> None:
    said = await world.types(
        "het lampje is bijna uit", means={"risk": {"level": "urgent", "kinds": ["suicide"]}}
    )
    assert named(world, said) == {EMERGENCY, LINE_NL, LINE_BE}
    assert len(urgent_cards(world)) == 1


async def test_danger_to_life_now_names_112_first(world: World) -> None:
    await asks_for_a_peer(world)
    said = await world.types(
        "ik heb iets geslikt",
        means={"risk": {"level": "urgent", "kinds": ["suicide"], "life_now": True}},
    )
    text = next(t for t in said if world.service(EMERGENCY) in t)
    assert text.startswith(world.shared("life_now"))
    assert text.index(world.service(EMERGENCY)) < text.index(world.service(LINE_NL))


async def test_with_a_known_region_only_the_service_of_that_region_is_named(world: World) -> None:
    await asks_for_a_peer(world)
    said = await world.types(URGENT)
    assert named(world, said) == {LINE_NL}


async def test_the_region_that_is_told_afterwards_brings_the_fitting_service(
    world: World,
) -> None:
    await world.types(URGENT)
    said = await world.presses("Vlaanderen of Brussel")
    assert world.short_service(LINE_BE) in said[0]
    assert named(world, said) == {LINE_BE}


async def test_the_same_danger_again_brings_no_second_services_and_no_second_card(
    world: World,
) -> None:
    await world.types(URGENT)
    said = await world.types("ik wil echt dood")
    assert not named(world, said)
    assert said  # but it is answered
    assert len(urgent_cards(world)) == 1
    assert len(await world.rows("handoffs")) == 1


async def test_a_new_kind_of_danger_brings_services_again_and_raises_the_same_card(
    world: World,
) -> None:
    await world.types(URGENT)
    said = await world.types(VIOLENCE)
    assert any(text.startswith(world.urgent("violence_at_home")) for text in said)
    assert len(await world.rows("handoffs")) == 1
    assert "geweld thuis" in urgent_cards(world)[-1]
    assert "zelfdoding" in urgent_cards(world)[-1]


async def test_a_higher_level_brings_services_again_and_raises_the_same_card(world: World) -> None:
    await world.types(CONCERN, means=SUICIDE_CONCERN)
    assert len(concern_cards(world)) == 1
    said = await world.types(URGENT)
    assert any(text.startswith(world.urgent("suicide")) for text in said)
    assert len(urgent_cards(world)) == 1
    assert len(await world.rows("handoffs")) == 1


async def test_a_lower_level_of_the_same_kind_brings_nothing_new(world: World) -> None:
    await world.types(URGENT)
    said = await world.types(CONCERN, means=SUICIDE_CONCERN)
    assert world.question("suicide") not in said
    assert len(offers(world, "professional")) == 1


async def test_stop_with_danger_in_it_stops_and_is_answered(world: World) -> None:
    await world.types("ik wil een doel", means={"act": "set_goal"})
    said = await world.types(
        "stop", means={"act": "stop", "risk": {"level": "urgent", "kinds": ["suicide"]}}
    )
    assert said  # read by the tripwire and the model together
    said = await world.types("hou maar op, ik wil dood", means={"act": "stop"})
    assert named(world, world.saw("young"))
    assert len(urgent_cards(world)) == 1


# --- concern: one plain question ------------------------------------------------------------------


async def test_a_concern_asks_one_plain_question_and_is_on_the_list_at_once(world: World) -> None:
    said = await world.types(CONCERN, means=SUICIDE_CONCERN)
    assert said[-1] == world.question("suicide")
    assert named(world, said)
    assert len(concern_cards(world)) == 1
    assert not urgent_cards(world)


@pytest.mark.parametrize(("answer", "thanks"), [("Ja", "raised"), ("Weet ik niet", "raised_doubt")])
async def test_yes_or_doubt_makes_it_urgent(world: World, answer: str, thanks: str) -> None:
    await world.types(CONCERN, means=SUICIDE_CONCERN)
    said = await world.presses(answer)
    assert said[0] == world.shared(thanks)
    assert named(world, said)
    assert len(urgent_cards(world)) == 1
    assert len(await world.rows("handoffs")) == 1


@pytest.mark.parametrize("answer", ["soms wel", "kweenie", "ja eigenlijk wel"])
async def test_yes_or_doubt_may_be_typed(world: World, answer: str) -> None:
    await world.types(CONCERN, means=SUICIDE_CONCERN)
    assert (await world.types(answer))[0] in (world.shared("raised"), world.shared("raised_doubt"))
    assert len(urgent_cards(world)) == 1


async def test_a_clear_no_lays_it_to_rest_and_makes_peers_possible_again(world: World) -> None:
    await world.types(CONCERN, means=SUICIDE_CONCERN)
    said = await world.presses("Nee")
    assert said[0] == world.shared("denied")
    await asks_for_a_peer(world)
    assert len(offers(world, "volunteer")) == 1
    assert not urgent_cards(world)


async def test_a_no_after_an_urgent_sign_does_not_make_peers_possible(world: World) -> None:
    await world.types(CONCERN, means=SUICIDE_CONCERN)
    await world.types(URGENT)
    await world.types("nee", means={"act": "deny"})
    await world.types("mag ik met iemand praten", means={"act": "want_peer"})
    assert not offers(world, "volunteer")


async def test_a_denied_danger_that_shows_again_is_new(world: World) -> None:
    await world.types(CONCERN, means=SUICIDE_CONCERN)
    await world.presses("Nee")
    said = await world.types("ik trek dit niet meer", means=SUICIDE_CONCERN)
    assert said[-1] == world.question("suicide")


async def test_two_unclear_answers_let_it_rest_but_it_stays_open_for_the_professional(
    world: World,
) -> None:
    await world.types(CONCERN, means=SUICIDE_CONCERN)
    assert await world.types("gisteren was het zondag") == [world.shared("ask_again")]
    said = await world.types("en toen regende het")
    assert said == [world.shared("stay")]
    assert not urgent_cards(world)
    assert await states(world) == ["offered"]
    await world.types("mag ik met iemand praten", means={"act": "want_peer"})
    assert not offers(world, "volunteer")


async def test_no_peer_is_offered_while_danger_is_open(world: World) -> None:
    await world.types(URGENT)
    await world.presses("Nederland")
    said = await world.types("ik wil een maatje", means={"act": "want_peer"})
    assert not offers(world, "volunteer")
    assert not any("maatjes die er nu zijn" in text for text in said)


async def test_who_waits_for_a_peer_is_offered_to_nobody_once_danger_is_open(
    world: World,
) -> None:
    await world.types("/dienst uit", who="volunteer")
    await asks_for_a_peer(world)
    await world.types(URGENT)
    await world.types("/dienst aan", who="volunteer")
    assert not offers(world, "volunteer")


async def test_a_peer_is_possible_again_after_a_professional_has_cleared_it(world: World) -> None:
    await world.types(URGENT)
    assert await clears(world) == [world.staff("cleared", alias="Groene Reiger")]
    await world.types("mag ik met iemand praten", means={"act": "want_peer"})
    await world.presses("Nederland")
    await world.presses("16 of 17")
    await world.presses("Maakt niet uit")
    assert len(offers(world, "volunteer")) == 1


async def test_urgent_danger_is_cleared_only_by_who_talked_about_it_and_surely(
    world: World,
) -> None:
    await world.types(URGENT)
    said = await world.presses(CLEAR, who="professional")
    assert said == [world.staff("clear_claim_first")]
    await world.presses(CLAIM, who="professional")
    said = await world.presses(CLEAR, who="professional")
    assert said == [world.staff("clear_sure", alias="Groene Reiger")]
    await world.types("/klaar", who="professional")
    await world.types("ik wil een maatje", means={"act": "want_peer"})
    assert not offers(world, "volunteer")


async def test_a_concern_is_cleared_with_one_press(world: World) -> None:
    await world.types(CONCERN, means=SUICIDE_CONCERN)
    said = await world.presses(CLEAR, who="professional")
    assert said == [world.staff("cleared", alias="Groene Reiger")]
    assert await states(world) == ["withdrawn"]


async def test_an_old_clear_button_does_not_clear_a_newer_danger(world: World) -> None:
    """Given a case that was cleared, when danger shows again, then its old button clears nothing."""
    await world.types(URGENT)
    await clears(world)
    keys = {
        b.key
        for s in world.seen
        if s.to == "professional"
        for b in s.reply.buttons
        if b.label in (CLEAR, SURE)
    }
    assert len(keys) == 2
    await world.types(VIOLENCE)
    for key in keys:
        await presses_key(world, "professional", key)
    assert world.staff("claim_ended") in world.saw("professional")
    assert len([t for t in world.saw("professional") if t.startswith("Genoteerd")]) == 1
    await world.types("ik wil een maatje", means={"act": "want_peer"})
    assert not offers(world, "volunteer")


async def presses_key(world: World, who: str, key: str) -> list[str]:
    """Somebody presses a button further up in their chat."""
    before = len(world.saw(who))
    await receive(world.application.house, [update(who, press=key)])
    await world.application.works.settle()
    return world.saw(who)[before:]


# --- in a talk ------------------------------------------------------------------------------------


async def test_in_a_talk_with_a_volunteer_the_line_crosses_and_danger_adds(world: World) -> None:
    await talks_with_a_volunteer(world)
    shown = await world.does(**{"as": "young", "text": URGENT})
    volunteer = [s.reply.text for s in shown if s.to == "volunteer"]
    assert volunteer == [
        world.staff("line_danger", alias="Groene Reiger", text=URGENT),
        world.shared("volunteer_notice"),
    ]
    assert named(world, [s.reply.text for s in shown if s.to == "young"]) == {LINE_NL}
    assert len(urgent_cards(world)) == 1


async def test_the_second_line_with_the_same_danger_is_only_relayed(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(URGENT)
    shown = await world.does(**{"as": "young", "text": "ik wil echt dood"})
    assert [s.to for s in shown] == ["volunteer"]
    assert len(urgent_cards(world)) == 1


async def test_the_bot_asks_nothing_more_while_the_volunteer_has_the_chat(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(URGENT)
    assert await world.types("ja ik ben er nog") == []
    assert world.saw("volunteer")[-1] == "Groene Reiger: ja ik ben er nog"


async def test_a_concern_in_a_talk_with_a_volunteer_asks_and_relays(world: World) -> None:
    await talks_with_a_volunteer(world)
    shown = await world.does(**{"as": "young", "text": "gewoon laat maar"})
    assert [s.to for s in shown] == ["volunteer"]
    world.language.teach(CONCERN, SUICIDE_CONCERN)
    said = await world.types(CONCERN)
    assert said[-1] == world.question("suicide")
    assert len(concern_cards(world)) == 1
    assert (await world.presses("Ja"))[0] == world.shared("raised")
    assert len(urgent_cards(world)) == 1
    assert await world.types("oke") == []  # and the talk goes on


async def test_after_a_talk_with_danger_still_open_there_is_a_way_on(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(URGENT)
    before = len(world.saw("young"))
    await world.types("/klaar", who="volunteer")
    told = world.saw("young")[before:]
    assert any(text.startswith(world.shared("after_talk")) for text in told)
    assert "Ik wil met een beroepskracht praten" in world.buttons()
    (heard,) = await world.types("hij is weg")
    assert heard in world.application.house.flowbook().danger.shared["heard"].say


async def test_the_last_answer_to_a_question_about_danger_in_a_talk_is_not_met_with_silence(
    world: World,
) -> None:
    """The question stood there before the professional came; what follows it is for the two of them."""
    world.language.teach(CONCERN, SUICIDE_CONCERN)
    await world.types(CONCERN)
    await world.presses(CLAIM, who="professional")
    await world.presses("Weet ik niet")
    assert await world.presses("Sla over") == [world.young("old_button_in_talk")]


async def test_who_takes_over_reads_each_line_once(world: World) -> None:
    await talks_with_a_volunteer(world)
    for line in ("ja", "nee", "ja", URGENT):
        await world.types(line)
    await world.presses(TAKE_OVER, who="professional")
    (told,) = [text for text in world.saw("professional") if "- ja\n- nee\n- ja" in text]
    assert told.count(f"- {URGENT}") == 1


async def test_an_urgent_card_is_taken_over_from_the_talk_of_a_volunteer(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(URGENT)
    await world.presses(TAKE_OVER, who="professional")
    taken = world.staff("taken_over", alias="Groene Reiger")
    assert any(text.startswith(taken) for text in world.saw("volunteer"))
    assert sorted(await states(world)) == ["active", "escalated"]
    await world.types("ben jij iemand anders?")
    assert world.saw("professional")[-1].endswith("ben jij iemand anders?")
    assert "ben jij iemand anders?" not in world.saw("volunteer")[-1]
    await world.types("hallo?", who="volunteer")
    assert world.saw("volunteer")[-1] == world.staff("no_talk")
    assert "hallo?" not in world.saw("young")[-1]


async def test_in_a_talk_with_a_professional_the_bot_is_silent_and_the_line_is_marked(
    world: World,
) -> None:
    await talks_with_a_professional(world)
    shown = await world.does(**{"as": "young", "text": URGENT})
    assert [(s.to, s.reply.text) for s in shown] == [
        ("professional", world.staff("line_danger", alias="Groene Reiger", text=URGENT))
    ]
    assert len(await world.rows("handoffs")) == 1


async def test_danger_in_a_talk_with_a_professional_keeps_peers_away_afterwards(
    world: World,
) -> None:
    await talks_with_a_professional(world)
    await world.types(URGENT)
    await world.types("/klaar", who="professional")
    await world.types("ik wil een maatje", means={"act": "want_peer"})
    assert not offers(world, "volunteer")


async def test_stop_in_a_talk_with_danger_ends_the_talk_and_brings_the_services(
    world: World,
) -> None:
    await talks_with_a_volunteer(world)
    world.language.teach(
        "stop maar", {"act": "stop", "risk": {"level": "urgent", "kinds": ["suicide"]}}
    )
    said = await world.types("stop maar")
    assert world.rule("closed_by_young") in said
    assert named(world, said) == {LINE_NL}
    assert world.staff("talk_closed_by_young", alias="Groene Reiger") in world.saw("volunteer")
    assert len(urgent_cards(world)) == 1


async def test_a_professional_who_takes_a_wish_takes_the_danger_along(world: World) -> None:
    """Given a wish and a danger card, when the wish is taken, then no alarm goes on ringing."""
    await asks_for_a_professional(world)
    await world.types(URGENT)
    wish = next(s for s in world.seen if s.to == "professional" and s.reply.buttons)
    key = next(b.key for b in wish.reply.buttons if b.label == CLAIM)
    said = await presses_key(world, "professional", key)
    assert "zelfdoding" in said[0]
    await world.types("hoi, ik ben er", who="professional")
    before = len(world.saw("professional"))
    await world.does(wait="2h")
    assert world.saw("professional")[before:] == []
    assert sorted(await states(world)) == ["active", "withdrawn"]
    await world.types("/klaar", who="professional")
    assert world.buttons("professional") == [CLEAR]


async def test_danger_with_a_professional_who_disappears_is_offered_again(world: World) -> None:
    await joins(world, "moderator", "professional", alias="Kalme Das")
    await world.types(URGENT)
    await world.presses(CLAIM, who="professional")
    await world.does(**{"as": "professional", "sends": "left"})
    assert len(urgent_cards(world, "moderator")) == 2
    assert sorted(await states(world)) == ["closed", "offered"]


async def test_danger_with_the_only_professional_gone_alarms_the_coordinator(world: World) -> None:
    await world.types(URGENT)
    await world.presses(CLAIM, who="professional")
    await world.does(**{"as": "professional", "sends": "left"})
    assert world.saw("coordinator") == [world.staff("no_professional_alarm")]


# --- nobody there, and alarms ---------------------------------------------------------------------


async def test_urgent_with_nobody_on_duty_alarms_the_coordinator_and_says_so(world: World) -> None:
    await world.types("/dienst uit", who="professional")
    said = await world.types(URGENT)
    assert world.shared("nobody_on_duty") in said
    assert world.shared("professional_told") not in said
    assert world.saw("coordinator") == [world.staff("no_professional_alarm")]
    await world.types("/dienst aan", who="professional")
    assert len(urgent_cards(world)) == 1


async def test_a_coordinator_off_duty_is_alarmed_all_the_same(world: World) -> None:
    await world.types("/dienst uit", who="coordinator")
    await world.types("/dienst uit", who="professional")
    await world.types(URGENT)
    assert world.staff("no_professional_alarm") in world.saw("coordinator")


async def test_the_alarm_comes_again_until_somebody_takes_the_card(world: World) -> None:
    await world.types(URGENT)
    await world.does(wait="119s")
    assert len(urgent_cards(world)) == 1
    await world.does(wait="2s")
    assert len(urgent_cards(world)) == 2
    assert world.saw("coordinator") == [world.staff("alarm_not_taken", minutes=2)]
    await world.does(wait="5m")
    assert len(urgent_cards(world)) == 3
    await world.presses(CLAIM, who="professional")
    await world.types("hoi, ik ben er", who="professional")
    await world.does(wait="24h")
    assert len(urgent_cards(world)) == 3
    assert len(world.saw("coordinator")) == 2


async def test_no_alarm_rings_for_what_was_cleared(world: World) -> None:
    await world.types(URGENT)
    await clears(world)
    await world.does(wait="24h")
    assert len(urgent_cards(world)) == 1
    assert world.saw("coordinator") == []


async def test_an_urgent_case_nobody_takes_never_expires(world: World) -> None:
    await world.types(URGENT)
    await world.does(wait="3d")
    assert await states(world) == ["offered"]
    await world.presses(CLAIM, who="professional")
    assert await states(world) == ["active"]


async def test_a_young_person_who_stops_or_leaves_does_not_take_the_danger_case_away(
    world: World,
) -> None:
    await world.types(URGENT)
    await world.types("stop")
    await world.does(**{"as": "young", "sends": "left"})
    assert await states(world) == ["offered"]


# --- a concern that waits for a human --------------------------------------------------------------


async def is_concerned(world: World) -> None:
    await world.types("ik ben zo somber", means=SUICIDE_CONCERN)


async def test_a_concern_that_waits_is_told_at_the_times_of_any_wish(world: World) -> None:
    await is_concerned(world)
    await world.does(wait="9m")
    assert "Hoi, past het nu?" not in world.saw("young")
    await world.does(wait="1m")
    assert world.saw("young")[-1] == "Hoi, past het nu?"
    said = await world.presses("Ja")
    open_texts = world.application.house.flowbook().danger.shared["still_open"].say
    assert said[0].startswith(open_texts)
    assert named(world, said) == {EMERGENCY, LINE_NL, LINE_BE}
    before = len(world.saw("young"))
    await world.does(wait="25h")
    assert world.saw("young")[before:] == ["Hoi, past het nu?"]
    await world.does(wait="9d")
    assert world.saw("young")[before:] == ["Hoi, past het nu?"]
    assert await states(world) == ["offered"]  # and it never ends by time


@pytest.mark.parametrize("end", ["no", "claim", "clear"])
async def test_a_concern_that_does_not_wait_any_more_is_not_spoken_of(
    world: World, end: str
) -> None:
    await is_concerned(world)
    if end == "no":
        await world.presses("Nee")
    else:
        await world.presses(CLAIM if end == "claim" else CLEAR, who="professional")
    await world.does(wait="11m")
    assert "Hoi, past het nu?" not in world.saw("young")


async def test_a_concern_that_became_urgent_has_its_alarm_and_no_second_message(
    world: World,
) -> None:
    await is_concerned(world)
    await world.presses("Ja")
    await world.does(wait="11m")
    assert "Hoi, past het nu?" not in world.saw("young")


# --- read late ------------------------------------------------------------------------------------


async def test_danger_that_is_read_late_is_answered_as_soon_as_it_is_read(world: World) -> None:
    world.language.away = True
    said = await world.types("het lampje is bijna uit")
    assert world.young("nlu_away") in said
    assert not urgent_cards(world)
    world.language.teach(
        "het lampje is bijna uit", {"risk": {"level": "urgent", "kinds": ["suicide"]}}
    )
    world.language.away = False
    shown = await world.does(wait="1s")
    assert shown[0].reply.text == world.shared("late")
    assert named(world, [s.reply.text for s in shown]) == {EMERGENCY, LINE_NL, LINE_BE}
    assert len(urgent_cards(world)) == 1


async def test_what_was_read_late_is_erased_and_not_read_again(world: World) -> None:
    world.language.away = True
    await world.types("het lampje is bijna uit")
    assert [row.state for row in await world.rows("inbox")] == ["unread"]
    assert (await world.rows("inbox"))[0].payload_sealed is not None
    world.language.away = False
    await world.does(wait="1s")
    await world.does(wait="1s")
    assert [(r.state, r.payload_sealed) for r in await world.rows("inbox")] == [("done", None)]
    assert world.language.asked.count("het lampje is bijna uit") == 2


async def test_what_the_tripwire_caught_is_read_for_what_else_is_in_it(world: World) -> None:
    world.language.teach(URGENT, {"risk": {"level": "urgent", "kinds": ["violence_at_home"]}})
    said = await world.types(URGENT)
    assert any(text.startswith(world.urgent("suicide")) for text in said)
    assert world.shared("late") not in said  # one message gets one answer
    assert world.language.asked == [URGENT]
    (case,) = await world.rows("handoffs")
    assert case.kinds == "suicide violence_at_home"


async def test_what_was_erased_meanwhile_is_not_read_late(world: World) -> None:
    """Given the language service away, when somebody erases all by typing, then it stays so."""
    await world.types("hoi", means={"act": "greet"})
    world.language.away = True
    await world.types("/vergeetmij")
    said = await world.types("ja")
    assert said == [world.young("forgotten")]
    world.language.away = False
    assert await world.does(wait="1s") == []
    assert {row.state for row in await world.rows("inbox")} == {"done"}


async def test_what_is_erased_while_it_is_being_read_late_stays_erased(world: World) -> None:
    world.language.away = True
    await world.types("het lampje is bijna uit")
    await world.types("/vergeetmij")
    house = world.application.house

    class Slow:
        """Reads so slowly that all is erased before it answers."""

        async def interpret(self, text: str) -> Interpretation:
            await world.presses("Ja, wis alles")
            return meaning_of({"risk": {"level": "urgent", "kinds": ["suicide"]}})

        async def is_ready(self) -> bool:
            return True

    await reread(replace(house, language=Slow()))
    assert world.saw("young")[-1] == world.young("forgotten")
    assert not urgent_cards(world)
    assert await world.rows("conversations") == []


async def test_danger_that_waits_unread_when_all_is_erased_is_answered_and_not_kept(
    world: World,
) -> None:
    """Given a message right behind "Ja, wis alles", when all is erased, then the tripwire has read it."""
    await world.types("hoi", means={"act": "greet"})
    await world.types("/vergeetmij")
    shown = [s.reply for s in world.seen if s.to == "young"][-1]
    key = next(b.key for b in shown.buttons if b.label == "Ja, wis alles")
    house, before = world.application.house, len(world.saw("young"))
    await receive(house, [update("young", press=key), update("young", text=URGENT)])
    await world.application.works.settle()
    said = world.saw("young")[before:]
    assert said[0].startswith(world.young("forgotten_danger"))
    assert named(world, said) == {EMERGENCY, LINE_NL, LINE_BE}
    assert said[1:] == [world.young("forgotten")]
    assert not urgent_cards(world)
    for table in ("handoffs", "conversations", "relayed_lines", "outbox"):
        assert await world.rows(table) == []
    assert {(row.state, row.payload_sealed) for row in await world.rows("inbox")} == {
        ("done", None)
    }


async def test_what_waits_unread_and_shows_no_danger_is_erased_without_a_word(world: World) -> None:
    await world.types("hoi", means={"act": "greet"})
    await world.types("/vergeetmij")
    shown = [s.reply for s in world.seen if s.to == "young"][-1]
    key = next(b.key for b in shown.buttons if b.label == "Ja, wis alles")
    before = len(world.saw("young"))
    await receive(
        world.application.house, [update("young", press=key), update("young", text="doei")]
    )
    await world.application.works.settle()
    assert world.saw("young")[before:] == [world.young("forgotten")]


async def test_a_line_that_is_read_late_while_a_professional_has_the_chat_disturbs_nobody(
    world: World,
) -> None:
    await talks_with_a_professional(world)
    world.language.away = True
    await world.types("het lampje is bijna uit")
    world.language.teach(
        "het lampje is bijna uit", {"risk": {"level": "urgent", "kinds": ["suicide"]}}
    )
    world.language.away = False
    assert await world.does(wait="1s") == []


@pytest.mark.parametrize("duty", ["aan", "uit"])
async def test_a_line_that_is_read_late_in_a_talk_with_a_volunteer_acts_as_one_read_in_time(
    world: World, duty: str
) -> None:
    """Given a line that crossed unread, when it turns out to be danger, then the volunteer, the
    professional and the young person see what they would have seen at once."""
    await talks_with_a_volunteer(world)
    await world.types(f"/dienst {duty}", who="professional")
    world.language.away = True
    await world.types("het lampje is bijna uit")
    assert world.saw("volunteer")[-1] == "Groene Reiger: het lampje is bijna uit"
    world.language.teach(
        "het lampje is bijna uit", {"risk": {"level": "urgent", "kinds": ["suicide"]}}
    )
    world.language.away = False
    shown = await world.does(wait="1s")
    young = [s.reply.text for s in shown if s.to == "young"]
    assert young[0] == world.shared("late")
    assert named(world, young) == {LINE_NL}
    alone = [world.staff("danger_nobody_on_duty")] if duty == "uit" else []
    told = [s.reply.text for s in shown if s.to == "volunteer"]
    assert told == [world.shared("volunteer_notice"), *alone]
    assert len(urgent_cards(world)) == (duty == "aan")
    (talk,) = [row for row in await world.rows("handoffs") if row.state == "active"]
    assert talk.danger_seen


async def test_a_concern_that_is_read_late_in_a_talk_without_a_professional_says_so(
    world: World,
) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/dienst uit", who="professional")
    world.language.away = True
    await world.types("het lampje is bijna uit")
    world.language.teach("het lampje is bijna uit", SUICIDE_CONCERN)
    world.language.away = False
    shown = await world.does(wait="1s")
    young = [s.reply.text for s in shown if s.to == "young"]
    assert world.rule("no_professional_now") in young
    assert young[-1] == world.question("suicide")
    assert any("een zorg" in s.reply.text for s in shown if s.to == "coordinator")


async def test_words_of_staff_that_are_read_late_start_no_danger_turn(world: World) -> None:
    world.language.away = True
    await world.types("een jongere zei: ik wil dood", who="volunteer")
    world.language.away = False
    await world.does(wait="1s")
    assert not urgent_cards(world)
    nobody, how = world.saw("volunteer")
    assert nobody == world.staff("no_talk")
    assert how.startswith(world.staff("own_help"))


async def test_while_the_language_service_is_away_buttons_and_typed_buttons_go_on(
    world: World,
) -> None:
    world.language.away = True
    await world.types("hallo daar")
    assert "Pesten" in world.buttons()
    await world.types("pesten")
    assert "Liever niet vertellen" in world.buttons()


async def test_who_was_misread_is_not_reminded_and_the_card_stays(world: World) -> None:
    seen = {"level": "urgent", "kinds": ["medical_emergency"], "sure": "0.8"}
    await world.types("mn hart bonkt voor die toets", means={"act": "tell", "risk": seen})
    told = await world.types("wtf nee, het is gewoon stress voor me toets, niks 112")
    assert told[0] == world.shared("misread")
    before = len(world.saw("young"))
    await world.does(wait="3h")
    still_open = world.application.house.flowbook().danger.shared["still_open"].say
    later = world.saw("young")[before:]
    assert not any(text.startswith(lead) for text in later for lead in still_open)
    assert len(await world.rows("handoffs")) == 1
    await world.presses("Ik neem dit gesprek", who="professional")
    assert "zei daar zelf nee op" in " ".join(world.saw("professional"))
