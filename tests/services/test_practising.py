"""The practice talk: own lines to a simulated young person, a kind summary, and nothing but figures kept."""

from __future__ import annotations

import pytest

from bot.domain.practice import FEWEST_LINES, MOST_LINES
from bot.services.timing import plan_tidying
from tests.conftest import World
from tests.services.people import CLAIM, asks_for_a_peer, both_agree, joins, talks_with_a_volunteer
from tests.services.volunteering import (
    ALIAS,
    LISTENS,
    does_modules,
    in_training,
    is_trained,
    practises,
    status,
)

OWN = "kanariewoord"  # must be nowhere after the talk


async def begins(world: World, number: int = 1) -> list[str]:
    """A volunteer who was invited with a code begins a practice talk."""
    return await world.types(f"/oefenen {number}", who="volunteer")


async def writes(world: World, *lines: str) -> list[str]:
    """The volunteer types; what they see of the last line."""
    said: list[str] = []
    for line in lines:
        said = await world.types(line, who="volunteer")
    return said


def practice(world: World, name: str):  # type: ignore[no-untyped-def]
    return world.application.house.flowbook().practice(name)


def speaks(world: World, name: str, text: str) -> str:
    return world.staff("practice_line", who=practice(world, name).who, text=text)


async def test_every_line_of_the_simulated_person_says_that_it_is_practice(world: World) -> None:
    told = await begins(world)
    assert "Noor is bedacht" in told[0]
    said = [told[1], *await writes(world, "listen: welkom"), *await writes(world, "ask: en toen?")]
    assert all(line.startswith("🎭 Noor (oefening): ") for line in said)


@pytest.mark.parametrize("kind", ["listen", "ask", "normalise", "advise", "judge"])
async def test_the_simulated_person_reacts_to_what_a_line_does(world: World, kind: str) -> None:
    await begins(world)
    step = practice(world, "noor").steps[0]
    said = await writes(world, f"{kind}: zomaar")
    assert said[0] == speaks(world, "noor", getattr(step, kind).say)


async def test_advice_that_comes_too_early_closes_the_door_and_listening_opens_it(
    world: World,
) -> None:
    await begins(world)
    closed = await writes(world, "other: hoi", "advise: ga naar je mentor")
    assert "was er verder nog iets" in closed[-1]
    opened = await writes(world, "ask: hoe was het")
    assert "ik wil gewoon dat het weer normaal is" in opened[-1]


async def test_the_summary_counts_each_kind_and_quotes_one_own_line_of_it(world: World) -> None:
    await begins(world)
    await writes(world, "listen: ik lees het", "listen: nog eens", "ask: hoe was dat?")
    await writes(world, "advise: ga slapen {tip}", "normalise: logisch")
    said = world.saw("volunteer")[-1]
    if "Dat was het oefengesprek" not in said:
        (said,) = await writes(world, "/klaar")
    assert "Geluisterd, laten merken dat je het las: 2 keer, zoals «listen: ik lees het»" in said
    assert "Een vraag gesteld: 1 keer, zoals «ask: hoe was dat?»" in said
    assert "Raad gegeven: 1 keer, zoals «advise: ga slapen {tip}»" in said
    assert "Geoordeeld, of kleiner gemaakt: niet" in said
    assert "gezakt" not in said.lower()
    assert world.staff("practice_tip_fine") in said
    assert practice(world, "noor").learn in said


async def test_who_judged_gets_one_kind_idea_and_no_verdict(world: World) -> None:
    await begins(world)
    while await world.rows("practice_talks"):
        await writes(world, "judge: stel je niet aan")
    assert world.staff("practice_tip_judge") in world.saw("volunteer")[-1]


async def test_it_can_be_played_again_with_a_button_and_the_figures_add_up(world: World) -> None:
    await practises(world, who="volunteer")
    first = (await world.rows("volunteers"))[0]
    told = await world.presses("Nog een keer", who="volunteer")
    assert "Noor is bedacht" in told[0]
    while await world.rows("practice_talks"):
        await writes(world, LISTENS)
    (row,) = await world.rows("volunteers")
    assert (first.practices, row.practices, row.practised) == (1, 2, "noor")
    assert int(row.said.split("=")[1]) == 2 * int(first.said.split("=")[1])


async def test_the_lines_are_sealed_while_it_runs_and_gone_after_it(
    world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    await begins(world)
    await writes(world, f"listen: {OWN}")
    (running,) = await world.rows("practice_talks")
    assert OWN.encode() not in running.lines_sealed
    await writes(world, *["ask: en nu"] * FEWEST_LINES)
    await writes(world, "/klaar")
    assert await world.rows("practice_talks") == []
    assert await world.rows("relayed_lines") == []
    assert OWN not in str([await world.rows(table) for table in ("volunteers", "events", "staff")])


async def test_a_talk_that_is_left_alone_is_erased_after_two_days(world: World) -> None:
    await begins(world)
    await writes(world, f"listen: {OWN}")
    world.clock.move(days=1, hours=12)
    await plan_tidying(world.application.house)
    await world.does(wait="1s")
    assert len(await world.rows("practice_talks")) == 1
    world.clock.move(hours=13)
    await plan_tidying(world.application.house)
    await world.does(wait="7h")
    assert await world.rows("practice_talks") == []


async def test_stopping_early_erases_and_counts_nothing(world: World) -> None:
    await begins(world)
    await writes(world, LISTENS)
    assert await world.presses("Stop met oefenen", who="volunteer") == [
        world.staff("practice_stopped")
    ]
    (row,) = await world.rows("volunteers")
    assert (row.practices, row.said) == (0, "")
    assert await writes(world, "/oefenen stop") == [world.staff("practice_none_open")]
    assert await writes(world, LISTENS) == [world.staff("no_talk")]


async def test_the_words_of_the_stop_button_may_be_typed(world: World) -> None:
    await begins(world)
    assert await writes(world, "stop met oefenen") == [world.staff("practice_stopped")]


async def test_an_endless_writer_comes_to_the_end_too(world: World) -> None:
    await begins(world)
    lines = 0
    while await world.rows("practice_talks"):
        await writes(world, "judge: nee" if lines % 2 else "advise: doe")
        lines += 1
        assert lines <= MOST_LINES


async def test_while_the_language_service_is_away_it_goes_on_and_says_so_once(
    world: World,
) -> None:
    world.language.away = True
    await begins(world)
    first = await writes(world, LISTENS)
    assert first[0] == world.staff("practice_not_counted")
    assert first[1].startswith("🎭 Noor")
    assert world.staff("practice_not_counted") not in await writes(world, LISTENS)
    while await world.rows("practice_talks"):
        await writes(world, LISTENS)
    said = world.saw("volunteer")[-1]
    assert "Maatje kon ze nu niet tellen" in said
    (row,) = await world.rows("volunteers")
    assert row.practices == 1  # it counts as done
    assert row.said.startswith("unnamed=")


async def test_the_language_service_is_asked_for_practice_lines_only(world: World) -> None:
    await writes(world, "hoi")
    await begins(world)
    await writes(world, LISTENS)
    assert world.language.asked == []


async def test_calm_danger_in_passing_teaches_to_ask_for_a_professional(world: World) -> None:
    await begins(world, 3)
    await writes(world, LISTENS)
    told = await writes(world, LISTENS)
    assert "als ik er niet was" in told[-1]
    taught = await writes(world, "ask: wat bedoel je")
    assert any(line.startswith("💡") and "/achterwacht" in line for line in taught)
    praised = await writes(world, "/achterwacht kun je meelezen?")
    assert any("Goed gedaan" in line for line in praised)
    assert world.saw("professional") == []  # nobody is alarmed by practice
    await writes(world, LISTENS)
    assert "een beroepskracht erbij halen" in world.saw("volunteer")[-1]


async def test_asking_for_a_professional_at_once_is_right(world: World) -> None:
    await begins(world, 3)
    await writes(world, LISTENS, LISTENS)
    told = await writes(world, "/samen")
    assert any("Precies op tijd" in line for line in told)


async def test_asking_for_a_professional_where_it_is_not_needed_is_fine(world: World) -> None:
    await begins(world)
    assert await writes(world, "/samen") == [world.staff("practice_backup_early")]
    assert len(await world.rows("practice_talks")) == 1


async def test_a_plain_question_about_dying_is_no_alarm_and_offers_help(world: World) -> None:
    await begins(world, 3)
    told = await writes(world, "ask: ik wil dood")
    assert told[0] == world.staff("practice_own_help")
    assert told[1].startswith("🎭 Sami")
    assert world.saw("professional") == []


async def test_a_real_young_person_goes_before_practice_and_ends_it(world: World) -> None:
    await begins(world)
    await asks_for_a_peer(world)
    await world.presses("Ik neem dit gesprek", who="volunteer")
    await writes(world, "hoi daar")
    assert world.saw("young")[-1].endswith("hoi daar")
    assert await world.rows("practice_talks") == []
    assert await begins(world) == [world.staff("practice_in_talk")]


@pytest.mark.parametrize("wrong", ["9", "0", "niemand", "²"])
async def test_a_practice_talk_that_is_not_there_shows_which_there_are(
    world: World, wrong: str
) -> None:
    (told,) = await writes(world, f"/oefenen {wrong}")
    assert "1. Noor, alleen in de pauze" in told
    assert world.buttons("volunteer") == [
        "Noor, alleen in de pauze",
        "Lowie, bang om te falen",
        "Sami, moe van alles",
    ]


async def test_a_talk_goes_on_with_its_last_words_after_a_pause(world: World) -> None:
    await begins(world)
    said = await writes(world, LISTENS)
    assert await writes(world, "/oefenen") == said[-1:]


async def test_a_professional_does_not_practise(world: World) -> None:
    assert await world.types("/oefenen", who="professional") == [world.staff("unknown_command")]


# --- part of the training -------------------------------------------------------------------------


async def test_the_training_is_complete_with_a_practice_talk_and_not_before(world: World) -> None:
    await does_modules(world)
    assert "Oefenen met een bedachte jongere" in world.saw("young")[-1]
    assert world.staff("training_complete") not in world.saw("young")
    await world.types(f"/goedkeuren {ALIAS}", who="coordinator")
    assert world.saw("coordinator")[-1] == world.staff("not_trained", alias=ALIAS)
    assert "Oefenen met" in (await world.types("/training"))[0]
    await practises(world)
    assert world.staff("training_complete") in world.saw("young")
    assert world.buttons("coordinator") == ["Goedkeuren"]
    await world.presses("Goedkeuren", who="coordinator")
    assert await status(world) == "approved"


async def test_who_practised_first_is_complete_after_the_last_module(world: World) -> None:
    await in_training(world)
    await practises(world)
    assert world.staff("training_complete") not in world.saw("young")
    from tests.services.volunteering import does_module

    for _ in range(3):
        await world.types("/training")
        await does_module(world)
    assert world.saw("young").count(world.staff("training_complete")) == 1


async def test_the_coordinator_sees_figures_and_never_a_line(world: World) -> None:
    await does_modules(world)
    await practises(world, says=f"listen: {OWN}")
    card = world.saw("coordinator")[-1]
    assert "Geoefend: 1 keer. Geluisterd" in card
    (told, *_) = await world.types("/kandidaten", who="coordinator")
    assert "1 keer geoefend" in told
    assert OWN not in " ".join(world.saw("coordinator"))


async def test_playing_again_later_tells_no_coordinator(world: World) -> None:
    await is_trained(world)
    before = len(world.saw("coordinator"))
    await practises(world, 2)
    assert len(world.saw("coordinator")) == before


async def test_who_leaves_takes_the_figures_and_a_running_talk_along(world: World) -> None:
    await practises(world, who="volunteer")
    await begins(world)
    await writes(world, "/vergeetmij ja")
    assert await world.rows("practice_talks") == []
    assert await world.rows("volunteers") == []


async def test_who_has_to_go_leaves_no_lines_behind(world: World) -> None:
    await does_modules(world)
    await world.types("/oefenen 1")
    await world.types(LISTENS)
    await world.types(f"/uit {ALIAS} komt niet meer", who="coordinator")
    assert await world.rows("practice_talks") == []


# --- own learning goals and what one can do -------------------------------------------------------


async def test_learning_goals_are_seen_marked_and_erased(world: World) -> None:
    await writes(world, "/mijn doel ik wil leren stiltes te laten")
    await writes(world, "/mijn doel meer vragen")
    assert await writes(world, "/mijn doel klaar 2") == [
        world.staff("mine_goal_done", goal="meer vragen")
    ]
    (mine,) = await writes(world, "/mijn")
    assert "1. ik wil leren stiltes te laten\n2. meer vragen (gelukt)" in mine
    assert "Je hebt er nu 2" in (await writes(world, "/mijn doel klaar"))[0]
    assert "Je hebt er nu 2" in (await writes(world, "/mijn doel weg 3"))[0]
    await writes(world, "/mijn doel open 2")
    await writes(world, "/mijn doel weg 1")
    (mine,) = await writes(world, "/mijn")
    assert "1. meer vragen\n" in mine
    assert await writes(world, "/mijn doel weg") == [world.staff("mine_goal_gone")]
    assert world.staff("mine_no_goal") in (await writes(world, "/mijn"))[0]


async def test_a_goal_that_begins_like_a_word_of_ours_is_still_a_goal(world: World) -> None:
    await writes(world, "/mijn doel klaar zijn met oordelen")
    assert "1. klaar zijn met oordelen" in (await writes(world, "/mijn"))[0]


async def test_there_is_room_for_ten_goals(world: World) -> None:
    await writes(world, *[f"/mijn doel leren nummer {n}a" for n in range(10)])
    assert await writes(world, "/mijn doel nog een") == [world.staff("mine_goals_full", count=10)]


async def test_goals_are_sealed_and_the_coordinator_never_sees_them(world: World) -> None:
    await in_training(world)
    await world.types(f"/mijn doel {OWN}")
    (row,) = await world.rows("volunteers")
    assert OWN.encode() not in row.goal_sealed
    await world.types("/kandidaten", who="coordinator")
    assert OWN not in " ".join(world.saw("coordinator"))


async def test_practice_makes_visible_what_one_can_do(world: World) -> None:
    assert world.staff("competence_listen") not in (await writes(world, "/mijn"))[0]
    await practises(world, who="volunteer")
    (mine,) = await writes(world, "/mijn")
    assert f"- {world.staff('competence_listen')}" in mine
    assert world.staff("competence_ask") not in mine
    assert "Geoefend: 1 keer. Geluisterd" in mine


# --- the certificate ------------------------------------------------------------------------------

NAME = "Zoë Şahin"


async def test_the_certificate_asks_for_a_name_and_comes_as_a_pdf(world: World) -> None:
    await is_trained(world)
    assert await world.types("/certificaat") == [world.staff("certificate_how")]
    shown = (await world.does(**{"as": "young", "text": f"/certificaat {NAME}"}))[-1]
    assert shown.reply.text == world.staff("certificate_ready")
    document = shown.reply.document
    assert document is not None
    assert document.content.startswith(b"%PDF-")


async def test_the_name_and_the_paper_are_kept_nowhere(world: World, caplog) -> None:  # type: ignore[no-untyped-def]
    await is_trained(world)
    await world.types(f"/certificaat {NAME}")
    assert await world.rows("outbox") == []
    assert all(row.payload_sealed is None for row in await world.rows("inbox"))
    assert "Zo" + "ë" not in caplog.text


async def test_before_the_end_of_the_training_there_is_no_certificate(world: World) -> None:
    await does_modules(world)
    assert await world.types(f"/certificaat {NAME}") == [world.staff("certificate_not_yet")]


@pytest.mark.parametrize(
    ("name", "answer"),
    [("山田", "certificate_letters"), ("x" * 61, "certificate_too_long")],
)
async def test_a_name_that_cannot_be_printed_gets_a_kind_sentence(
    world: World, name: str, answer: str
) -> None:
    await is_trained(world)
    (told,) = await world.types(f"/certificaat {name}")
    assert told == world.staff(answer, letters="山 田", limit=60)


@pytest.mark.parametrize("talk", ["one young person", "two young people"])
async def test_it_ends_at_the_very_moment_that_a_real_talk_is_taken(
    world: World, talk: str
) -> None:
    await begins(world)
    await writes(world, "listen: welkom")
    if talk == "one young person":
        await asks_for_a_peer(world)
    else:
        await both_agree(world)
    await world.presses(CLAIM, who="volunteer")
    assert world.staff("practice_stopped_talk") in world.saw("volunteer")
    assert await world.rows("practice_talks") == []


async def test_who_practises_can_come_into_a_real_talk_that_is_handed_over(world: World) -> None:
    await joins(world, "friend", "volunteer", age=20)
    await talks_with_a_volunteer(world)
    await world.types("/oefenen 1", who="friend")
    await world.types("/overdragen maatje", who="volunteer")
    await world.presses("Ja, dat is goed")
    before = len(world.saw("young"))
    await world.types("/samen", who="friend")
    assert any("Gouden Das" in text for text in world.saw("young")[before:])
    assert world.staff("practice_stopped_talk") in world.saw("friend")
    assert await world.rows("practice_talks") == []
