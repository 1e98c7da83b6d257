"""A professional beside a talk with a volunteer: asked, reading along, talking along, and gone again."""

from __future__ import annotations

import pytest

from tests.conftest import World
from tests.services.people import (
    CLEAR,
    CONCERN,
    READ,
    SUICIDE_CONCERN,
    SURE,
    TAKE_OVER,
    URGENT,
    joins,
    person_of,
    states,
    talks_with_a_volunteer,
    urgent_cards,
)

ANSWER, JOIN = "Ik antwoord", "Ik kom erbij"
YOUNG, PEER, PRO = "Groene Reiger", "Rode Panda", "Witte Zwaan"


async def new(world: World, who: str, **line: object) -> dict[str, list[str]]:
    """Somebody does something; what everybody sees because of it."""
    found: dict[str, list[str]] = {}
    for shown in await world.does(**{"as": who, **line}):
        found.setdefault(shown.to, []).append(shown.reply.text)
    return found


async def asked(world: World, question: str = "hoe ga ik verder") -> dict[str, list[str]]:
    """A volunteer in a talk asks the professional on duty something."""
    await talks_with_a_volunteer(world)
    return await new(world, "volunteer", text=f"/achterwacht {question}")


async def joined(world: World) -> None:
    """Three in one talk, because the volunteer asked."""
    await talks_with_a_volunteer(world)
    await world.types("/samen", who="volunteer")
    await world.presses(JOIN, who="professional")


async def test_a_question_to_the_professional_is_not_seen_by_the_young_person(
    world: World,
) -> None:
    seen = await asked(world)
    assert set(seen) == {"volunteer", "professional"}
    assert "hoe ga ik verder" in seen["professional"][0]
    assert YOUNG in seen["professional"][0]
    assert world.buttons("professional") == [ANSWER, READ, TAKE_OVER]
    assert set(await new(world, "professional", press=ANSWER)) == {"volunteer", "professional"}
    seen = await new(world, "professional", text="vraag wat zou helpen")
    assert list(seen) == ["volunteer"]
    assert "vraag wat zou helpen" in seen["volunteer"][0]
    seen = await new(world, "volunteer", text="/fluister dank je")
    assert set(seen) == {"volunteer", "professional"}
    assert set(await new(world, "young", text="hoi")) == {"volunteer"}  # answering is not reading
    async with world.application.house.units() as tx:
        (case,) = await world.rows("handoffs")
        assert [line.text for line in await tx.handoffs.lines(case.id)] == ["hoi"]


async def test_reading_along_is_told_to_both_and_its_end_too(world: World) -> None:
    await asked(world)
    await world.types("dit was eerder")
    seen = await new(world, "professional", press=READ)
    assert f"Een beroepskracht leest mee: {PRO}" in seen["young"][0]
    assert "Een beroepskracht leest mee" in seen["volunteer"][0]
    assert "dit was eerder" not in seen["professional"][0]
    assert (await new(world, "young", text="nu wel"))["professional"] == [f"{YOUNG}: nu wel"]
    seen = await new(world, "volunteer", text="ik luister")
    assert seen["young"] == [f"{PEER}: ik luister"]
    assert PEER in seen["professional"][0]
    assert list(await new(world, "professional", text="goed zo")) == ["volunteer"]
    seen = await new(world, "professional", text="/klaar")
    assert seen["young"] == [world.rule("reads_along_ended").replace("{alias}", PRO)]
    assert "volunteer" in seen
    assert list(await new(world, "young", text="en nu")) == ["volunteer"]
    assert await states(world) == ["active"]


async def test_joining_is_told_first_and_then_words_reach_both(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/samen", who="volunteer")
    seen = await new(world, "professional", press=JOIN)
    assert seen["young"][0].startswith(f"Er komt iemand bij: {PRO}")
    assert f"{PEER} vroeg dat" in seen["young"][0]
    seen = await new(world, "professional", text="hoi allebei")
    assert seen["young"] == [f"{PRO}: hoi allebei"]
    assert "hoi allebei" in seen["volunteer"][0]
    assert set(await new(world, "young", text="hoi")) == {"volunteer", "professional"}
    assert set(await new(world, "volunteer", text="hoi")) == {"young", "professional"}
    assert set(await new(world, "professional", text="/fluister zeg jij het")) == {
        "volunteer",
        "professional",
    }


async def test_who_reads_along_joins_with_the_same_word(world: World) -> None:
    await asked(world)
    await world.types("/leesmee", who="professional")
    seen = await new(world, "professional", text="/samen")
    assert PRO in seen["young"][0]
    assert "young" in await new(world, "professional", text="hoi")


async def test_what_the_professional_writes_is_never_held_back(world: World) -> None:
    await joined(world)
    assert (await new(world, "professional", text="bel me op 06 12345678"))["young"]
    assert list(await new(world, "volunteer", text="bel me op 06 12345678")) == ["volunteer"]
    assert list(await new(world, "young", text="mijn nummer is 06 12345678")) == ["young"]


@pytest.mark.parametrize("word", ["stop", "/iemandanders", "/meld", "/vergeetmij"])
async def test_the_young_person_ends_it_for_all_three(world: World, word: str) -> None:
    await joined(world)
    before = len(world.saw("professional"))
    await world.types(word)
    if word == "/vergeetmij":
        await world.presses("Ja, wis alles")
    assert len(world.saw("professional")) > before
    assert "active" not in await states(world)
    for who in ("volunteer", "professional"):
        assert await world.types("hallo?", who=who) == [world.staff("no_talk")]
    person = await person_of(world, "professional")
    assert person not in [row.beside for row in await world.rows("handoffs")]


async def test_the_volunteer_ends_it_for_all_three(world: World) -> None:
    await joined(world)
    seen = await new(world, "volunteer", text="/klaar")
    assert set(seen) == {"young", "volunteer", "professional"}
    assert await world.types("hallo?", who="professional") == [world.staff("no_talk")]


@pytest.mark.parametrize("line", [{"sends": "left"}, {"text": "/dienst uit"}, {"text": "/klaar"}])
async def test_when_the_professional_goes_the_talk_goes_on(
    world: World, line: dict[str, object]
) -> None:
    await joined(world)
    seen = await new(world, "professional", **line)
    assert seen["young"] == [world.rule("joined_left").replace("{alias}", PRO)]
    assert set(await new(world, "young", text="ben je er nog")) == {"volunteer"}


async def test_only_one_professional_is_beside_a_talk(world: World) -> None:
    await joins(world, "friend", "professional", alias="Witte Uil")
    await asked(world)
    await world.presses(READ, who="professional")
    assert await world.presses(READ, who="friend") == [world.staff("beside_taken")]
    assert await world.presses(READ, who="professional") == [world.staff("beside_already")]


async def test_who_only_answers_gives_way_to_who_reads_along(world: World) -> None:
    await joins(world, "friend", "professional", alias="Witte Uil")
    await asked(world)
    await world.presses(ANSWER, who="professional")
    seen = await new(world, "friend", press=READ)
    assert seen["professional"] == [world.staff("beside_replaced", alias=YOUNG)]
    assert await world.types("hallo?", who="professional") == [world.staff("no_talk")]


async def test_nobody_reads_along_without_being_asked(world: World) -> None:
    await talks_with_a_volunteer(world)
    for word in ("/leesmee Groene Reiger", "/neemover", "/samen", "/antwoord"):
        assert await world.types(word, who="professional") == [world.staff("beside_not_asked")]
        assert await world.types(word, who="friend") != [world.staff("beside_not_asked")]
    assert await states(world) == ["active"]


async def test_a_question_with_nobody_on_duty_is_told_with_what_can_be_done(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/dienst uit", who="professional")
    for word in ("/achterwacht help", "/samen"):
        seen = await new(world, "volunteer", text=word)
        assert seen["volunteer"] == [world.staff("backup_nobody")]
        assert PEER in seen["coordinator"][0]
        assert "help" not in seen["coordinator"][0]


async def test_a_question_that_nobody_takes_is_told_in_time(world: World) -> None:
    await asked(world)
    before = len(world.saw("volunteer"))
    await world.does(wait="4m")
    assert any("nog geen beroepskracht" in text for text in world.saw("volunteer")[before:])
    assert "niemand kwam" in world.saw("coordinator")[-1]
    await world.presses(ANSWER, who="professional")  # later is still welcome
    assert PRO in world.saw("volunteer")[-1]


async def test_the_commands_without_a_talk_are_answered_kindly(world: World) -> None:
    for word in ("/achterwacht", "/samen", "/overdragen"):
        assert await world.types(word, who="volunteer") == [world.staff("backup_no_talk")]
    assert await world.types("/fluister hoi", who="volunteer") == [world.staff("whisper_nobody")]


async def test_taking_over_a_talk_that_asked_for_it(world: World) -> None:
    await asked(world)
    seen = await new(world, "professional", press=TAKE_OVER)
    told = f"{world.staff('taken_over', alias=YOUNG)} {world.staff('taken_over_debrief')}"
    assert seen["volunteer"][0] == told
    assert world.rule("taken_over") in seen["young"][0]
    assert list(await new(world, "young", text="hoi")) == ["professional"]
    assert sorted(await states(world)) == ["active", "escalated"]


# --- danger in a running talk ---------------------------------------------------------------------


async def test_danger_in_a_talk_offers_reading_along_and_taking_over(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("het gaat al lang niet")
    await world.types(URGENT)
    assert world.buttons("professional") == [READ, TAKE_OVER, CLEAR]
    seen = await new(world, "professional", press=READ)
    assert "misschien gevaar" in seen["young"][0]
    assert "het gaat al lang niet" in seen["professional"][0]  # danger: earlier lines too


async def test_reading_along_does_not_stop_an_urgent_alarm_but_is_told(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(URGENT)
    await world.presses(READ, who="professional")
    before = len(urgent_cards(world))
    await world.does(wait="3m")
    assert len(urgent_cards(world)) == before + 1
    assert "leest mee" in world.saw("coordinator")[-1]


async def test_joining_stops_an_urgent_alarm_until_who_joined_is_silent_or_goes(
    world: World,
) -> None:
    await talks_with_a_volunteer(world)
    await world.types(URGENT)
    await world.presses(READ, who="professional")
    await world.types("/samen", who="professional")
    before = len(urgent_cards(world))
    for _ in range(3):
        await world.does(wait="5m")
        await world.types("ik ben er", who="professional")
    assert len(urgent_cards(world)) == before
    await world.does(wait="14m")
    assert len(urgent_cards(world)) > before
    before = len(urgent_cards(world))
    await world.types("ik ben er weer", who="professional")
    await world.types("/klaar", who="professional")
    assert len(urgent_cards(world)) == before + 1  # at once, not at the next round


async def test_who_joined_may_judge_urgent_danger_and_who_reads_may_not(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(URGENT)
    await world.presses(READ, who="professional")
    assert await world.presses(CLEAR, who="professional") == [world.staff("clear_claim_first")]
    await world.types("/samen", who="professional")
    await world.presses(CLEAR, who="professional")
    assert world.staff("cleared", alias=YOUNG) in await world.presses(SURE, who="professional")
    before = len(world.saw("professional"))
    await world.types("fijn dat je er bent", who="volunteer")
    await world.does(wait="1h")
    assert not [t for t in world.saw("professional")[before:] if t.startswith("❗")]
    assert sorted(await states(world)) == ["active", "withdrawn"]


async def test_taking_over_in_danger_ends_reading_along_of_another(world: World) -> None:
    await joins(world, "friend", "professional", alias="Witte Uil")
    await talks_with_a_volunteer(world)
    await world.types(URGENT)
    await world.presses(READ, who="professional")
    seen = await new(world, "friend", press=TAKE_OVER)
    assert seen["professional"] == [world.staff("beside_taken_over", alias=YOUNG)]
    assert list(await new(world, "young", text="hoi")) == ["friend"]


@pytest.mark.parametrize("words", [URGENT, CONCERN])
async def test_danger_in_a_talk_with_no_professional_on_duty_is_told_to_everybody(
    world: World, words: str
) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/dienst uit", who="professional")
    world.language.teach(CONCERN, SUICIDE_CONCERN)
    seen = await new(world, "young", text=words)
    assert world.staff("danger_nobody_on_duty") in seen["volunteer"]
    assert "geen beroepskracht dienst" in seen["coordinator"][0]
    assert any("Er is nu geen beroepskracht van Maatje" in text for text in seen["young"])
    assert any("113" in text for text in seen["young"])


async def test_danger_said_while_somebody_joined_keeps_its_services_and_its_card(
    world: World,
) -> None:
    await joined(world)
    seen = await new(world, "young", text=URGENT)
    assert any("113" in text for text in seen["young"])
    assert seen["professional"][0] == world.staff("line_danger", alias=YOUNG, text=URGENT)
    assert len(urgent_cards(world)) == 1
