"""`/meld`: something was not right in a talk with a human."""

from __future__ import annotations

import pytest

from tests.conftest import World
from tests.services.people import (
    CLAIM,
    URGENT,
    asks_for_a_peer,
    joins,
    offers,
    states,
    talks_with_a_professional,
    talks_with_a_volunteer,
    urgent_cards,
)


async def test_a_reported_talk_stops_and_the_coordinator_hears_of_it_by_alias(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("kom je naar het park", who="volunteer")
    assert await world.types("/meld") == [world.young("reported"), world.young("report_ask")]
    assert await states(world) == ["closed"]
    told = world.saw("coordinator")[-1]
    assert "Groene Reiger" in told
    assert "Rode Panda" in told
    assert "park" not in told
    assert world.staff("talk_closed_by_young", alias="Groene Reiger") in world.saw("volunteer")


@pytest.mark.parametrize("words", ["meld", "Meld!", "ik wil dit gesprek melden"])
async def test_the_word_alone_reports_too_and_does_not_reach_who_is_reported(
    world: World, words: str
) -> None:
    await talks_with_a_volunteer(world)
    before = len(world.saw("volunteer"))
    await world.types(words)
    assert await states(world) == ["closed"]
    assert not [text for text in world.saw("volunteer")[before:] if "eld" in text.split(":")[-1]]


async def test_telling_of_a_report_elsewhere_is_a_line_as_any(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("ik wil het op school melden")
    assert world.saw("volunteer")[-1].endswith("ik wil het op school melden")
    assert await states(world) == ["active"]


async def test_who_was_reported_is_not_offered_again(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    before = len(offers(world, "volunteer"))
    await world.types("mag ik met iemand praten", means={"act": "want_peer"})
    assert len(offers(world, "volunteer")) == before
    assert (await states(world)).count("requested") == 1


async def test_a_talk_that_is_over_can_be_reported_too(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    await world.types("/meld")
    assert "Groene Reiger" in world.saw("coordinator")[-1]
    assert [row.reason for row in await world.rows("handoffs")] == ["reported"]


async def test_danger_goes_to_the_next_professional_after_a_report(world: World) -> None:
    await world.types(URGENT)
    await world.presses(CLAIM, who="professional")
    before = len(urgent_cards(world))
    said = await world.types("/meld")
    assert said[0].startswith(world.young("reported"))
    assert len(urgent_cards(world)) == before + 1


async def test_without_any_talk_there_is_nothing_to_report(world: World) -> None:
    await asks_for_a_peer(world)
    assert await world.types("/meld") == [world.young("nothing_to_report")]
    assert await states(world) == ["offered"]


async def test_danger_behind_the_command_is_answered(world: World) -> None:
    await talks_with_a_volunteer(world)
    said = await world.types(f"/meld {URGENT}")
    assert any("113" in text for text in said)


async def test_the_reason_reaches_the_coordinator_and_the_own_words_do_not(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    assert await world.presses("Gaf rare raad") == [world.young("report_note")]
    assert world.saw("coordinator")[-1] == "Melding Groene Reiger: gaf rare raad."
    assert await world.types("ik moest van haar liegen") == [world.young("report_thanks")]
    assert "liegen" not in "\n".join(world.saw("coordinator"))
    (told,) = await world.types("/meldingen", who="coordinator")
    assert "gaf rare raad" in told
    assert "met toelichting" in told


async def test_every_question_can_be_skipped(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    assert await world.presses("Sla over") == [world.young("report_thanks")]
    (told,) = await world.types("/meldingen", who="coordinator")
    assert "geen reden gekozen" in told
    assert "Bewaarde regels: geen." in told


async def test_typed_words_are_kept_and_a_reason_is_asked_beside_them(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld ze luisterde niet")
    assert await world.types("en ze deed gemeen") == [world.young("report_which")]
    await world.types("was naar tegen mij")
    (told,) = await world.types("/meldingen", who="coordinator")
    assert "was naar" in told
    assert "met toelichting" in told


async def test_a_wish_at_the_questions_is_heard_and_kept_too(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    await world.types("mag ik weer met iemand praten", means={"act": "want_peer"})
    assert sorted(await states(world)) == ["closed", "requested"]
    said = await world.presses("Verder met Maatje")
    assert world.young("report_ask") in said  # and then the question comes again
    (told,) = await world.types("/meldingen", who="coordinator")
    assert "met toelichting" in told


async def test_danger_in_the_own_words_is_answered_and_the_words_are_kept(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    await world.presses("Was naar tegen mij")
    said = await world.types(URGENT)
    assert world.urgent("suicide") in said[0]
    assert len(urgent_cards(world)) == 1
    (told,) = await world.types("/meldingen", who="coordinator")
    assert "met toelichting" in told


async def test_danger_behind_the_command_stands_on_the_card(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(f"/meld {URGENT}")
    assert URGENT in urgent_cards(world)[-1]


async def test_a_second_report_of_the_same_talk_adds_to_the_first(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    await world.presses("Sla over")
    assert (await world.types("/meld"))[0] == world.young("reported_already")
    assert len(await world.rows("reports")) == 1


async def test_details_or_sex_give_a_volunteer_a_rest_at_once(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    await world.presses("Ging over seks")
    assert world.saw("volunteer")[-1] == world.staff("you_pause")
    assert "Rode Panda staat nu op pauze" in world.saw("coordinator")[-1]
    assert await world.types("/dienst aan", who="volunteer") == [world.staff("you_rest")]
    before = len(offers(world, "volunteer"))
    await asks_for_a_peer(world, "young2")
    assert len(offers(world, "volunteer")) == before
    await world.types("/vrijgeven rode panda", who="coordinator")
    assert world.saw("volunteer")[-1] == world.staff("you_released")
    await world.types("/dienst aan", who="volunteer")
    assert len(offers(world, "volunteer")) == before + 1


async def test_an_offer_on_the_screen_cannot_be_taken_during_a_rest(world: World) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await asks_for_a_peer(world)
    await world.types("/schors Gouden Das", who="coordinator")
    assert await world.presses(CLAIM, who="friend") == [world.staff("you_rest")]
    assert await states(world) == ["offered"]


async def test_for_other_reasons_the_coordinator_decides(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    await world.presses("Gaf rare raad")
    assert await world.types("/dienst aan", who="volunteer") == [world.staff("on_duty")]
    said = await world.types("/schors Rode Panda", who="coordinator")
    assert said == [world.staff("staff_paused", staff="Rode Panda")]
    assert await world.types("/dienst aan", who="volunteer") == [world.staff("you_rest")]
    again = await world.types("/schors Rode Panda", who="coordinator")
    assert again == [world.staff("staff_resting", staff="Rode Panda")]


async def test_a_reported_professional_is_not_sent_away_by_a_machine(world: World) -> None:
    await talks_with_a_professional(world)
    await world.types("/meld")
    await world.presses("Vroeg naar mijn gegevens")
    assert await world.types("/dienst", who="professional") == [world.staff("on_duty")]


async def test_who_helps_can_report_and_the_talk_goes_on(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("je bent gek")
    (said,) = await world.types("/meld", who="volunteer")
    assert said == world.staff("report_made_running", alias="Groene Reiger")
    await world.presses("Misbruikt de chat", who="volunteer")
    assert world.saw("coordinator")[-1] == "Melding Groene Reiger: misbruikt de chat."
    assert await states(world) == ["active"]
    assert world.saw("young")[-1].startswith("Hoi, Rode Panda")  # nothing was said of it
    await world.types("nog een regel")
    (told,) = await world.types("/meldingen", who="coordinator")
    assert "Bewaarde regels: 2." in told  # what is said after the report belongs to it
    await world.presses("Sluit dit gesprek", who="volunteer")
    assert await states(world) == ["closed"]


async def test_who_helps_can_type_the_reason(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld misbruikt de chat", who="volunteer")
    assert world.saw("coordinator")[-1] == "Melding Groene Reiger: misbruikt de chat."
    assert len(await world.rows("reports")) == 1


async def test_without_a_talk_who_helps_has_nothing_to_report(world: World) -> None:
    for who in ("volunteer", "coordinator"):
        assert await world.types("/meld", who=who) == [world.staff("report_no_talk")]
    assert await world.rows("reports") == []


async def test_the_young_person_hears_neutrally_that_somebody_looked(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    await world.presses("Sla over")
    await world.types("/melding klaar groene reiger gegrond", who="coordinator")
    assert world.saw("young")[-1] == "Hoi, past het nu?"
    (told,) = await world.presses("Ja")
    assert told.startswith("Er is gekeken naar het gesprek dat jij meldde.")
    assert (await world.types("/meld"))[0] == world.young("reported_looked_at")
    assert await world.types("/meldingen", who="coordinator") == [world.staff("no_reports")]


async def test_at_night_nobody_is_woken_by_it(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    await world.presses("Sla over")
    await world.does(wait="9h")
    before = len(world.saw("young"))
    await world.types("/melding klaar Groene Reiger onduidelijk", who="coordinator")
    assert len(world.saw("young")) == before
    await world.does(wait="12h")
    assert world.saw("young")[before:] == ["Hoi, past het nu?"]


async def test_a_report_that_cannot_be_closed_like_that_is_explained(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    for typed in ("", "klaar", "klaar Groene Reiger", "klaar Blauwe Vis gegrond", "gegrond"):
        said = await world.types(f"/melding {typed}", who="coordinator")
        assert said == [world.staff("report_how_to_close")]
    assert [row.state for row in await world.rows("reports")] == ["open"]


async def test_these_two_do_not_meet_again_when_the_talk_is_gone_either(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    await world.presses("Gaf rare raad")
    await world.does(wait="8d")
    async with world.application.house.units() as tx:
        await tx.tidying.tidy(world.clock.now())
        await tx.commit()
    assert await world.rows("handoffs") == []
    before = len(offers(world, "volunteer"))
    await world.types("mag ik met iemand praten", means={"act": "want_peer"})
    assert len(offers(world, "volunteer")) == before


async def test_the_desk_is_for_coordinators_alone(world: World) -> None:
    for who in ("volunteer", "professional"):
        for command in ("meldingen", "melding", "schors", "vrijgeven", "logboek", "cijfers"):
            assert await world.types(f"/{command}", who=who) == [world.staff("unknown_command")]
