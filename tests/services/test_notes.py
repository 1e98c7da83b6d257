"""Private notes, sentences to look at, and what a volunteer may know beforehand."""

from __future__ import annotations

from tests.conftest import World
from tests.services.people import (
    CLAIM,
    TAKE_OVER,
    URGENT,
    asks_for_a_peer,
    talks_with_a_professional,
    talks_with_a_volunteer,
    urgent_cards,
)

NOTE = "heeft morgen een toets"
WISH = "ik praat liever niet over school"


async def test_notes_are_for_the_writer_and_for_this_talk_alone(world: World) -> None:
    await talks_with_a_volunteer(world)
    before = len(world.saw("young"))
    await world.types(f"/notitie {NOTE}", who="volunteer")
    assert NOTE in (await world.types("/notities", who="volunteer"))[0]
    assert len(world.saw("young")) == before
    await world.types("/klaar", who="volunteer")
    assert await world.types("/notities", who="volunteer") == [world.staff("note_no_talk")]
    await talks_with_a_volunteer(world, "young2")
    assert NOTE not in (await world.types("/notities", who="volunteer"))[0]
    for who in ("young", "young2", "professional", "coordinator"):
        assert NOTE not in "\n".join(world.saw(who))


async def test_a_professional_who_takes_over_does_not_see_them(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(f"/notitie {NOTE}", who="volunteer")
    await world.types(URGENT)
    await world.presses(TAKE_OVER, who="professional")
    await world.types("/notities", who="professional")
    assert NOTE not in "\n".join(world.saw("professional"))


async def test_notes_have_a_number_and_a_length(world: World) -> None:
    assert await world.types("/notitie x", who="volunteer") == [world.staff("note_no_talk")]
    await talks_with_a_volunteer(world)
    how = world.staff("note_how", most=300)
    assert await world.types("/notitie", who="volunteer") == [how]
    assert await world.types("/notitie " + "a" * 301, who="volunteer") == [how]
    for _ in range(10):
        await world.types("/notitie " + "a" * 300, who="volunteer")
    said = await world.types("/notitie nog een", who="volunteer")
    assert said == [world.staff("notes_full", most=10)]
    assert len(await world.types("/notities", who="volunteer")) == 1


async def test_notes_on_a_danger_talk_go_when_the_young_person_is_forgotten(world: World) -> None:
    await world.types(URGENT)
    await world.presses(CLAIM, who="professional")
    await world.types(f"/notitie {NOTE}", who="professional")
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert len(await world.rows("handoffs")) == 1
    assert await world.rows("private_notes") == []


async def test_a_sentence_is_shown_to_copy_and_sent_to_nobody(world: World) -> None:
    await talks_with_a_volunteer(world)
    before = len(world.saw("young"))
    await world.types("/zinnen", who="volunteer")
    await world.presses("gewoon maken", who="volunteer")
    pressed = await world.presses("2", who="volunteer")
    typed = await world.types("/zinnen gewoon maken 2", who="volunteer")
    group = world.application.house.flowbook().sentences.named("gewoon maken")
    assert group is not None
    assert pressed == typed == [world.staff("sentence_copy"), group.sentences[1]]
    assert len(world.saw("young")) == before
    said = await world.types("/zinnen luisteren 99", who="volunteer")
    assert said == [world.staff("sentences_none")]


async def test_own_sentences_are_kept_shown_and_taken_away(world: World) -> None:
    await world.types("/mijnzin ik ben er", who="volunteer")
    await world.types("/mijnzin neem je tijd", who="volunteer")
    assert "2. neem je tijd" in (await world.types("/mijnzin", who="volunteer"))[0]
    assert (await world.types("/zinnen eigen 2", who="volunteer"))[-1] == "neem je tijd"
    await world.types("/mijnzin weg 1", who="volunteer")
    assert "1. neem je tijd" in (await world.types("/mijnzin", who="volunteer"))[0]
    said = await world.types("/mijnzin weg 7", who="volunteer")
    assert said == [world.staff("sentences_none")]
    assert "neem je tijd" not in "\n".join(await world.types("/mijnzin", who="professional"))
    for _ in range(19):
        await world.types("/mijnzin " + "a" * 150, who="volunteer")
    said = await world.types("/mijnzin nog een", who="volunteer")
    assert said == [world.staff("own_sentences_full", most=20)]
    await world.types("/vergeetmij ja", who="volunteer")
    assert await world.rows("own_sentences") == []


# --- what a volunteer may know beforehand ----------------------------------------------------------


async def test_a_volunteer_reads_what_the_young_person_saw_and_said_yes_to(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types("mijn zin")
    assert f"“{WISH}”" in (await world.types(WISH))[-1]
    await world.presses("Zo mag het")
    await world.presses(CLAIM, who="volunteer")
    assert WISH in world.saw("volunteer")[-1]


async def test_without_a_yes_nothing_is_passed_on(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types("mijn zin")
    await world.types(WISH)
    await world.presses(CLAIM, who="volunteer")
    assert WISH not in "\n".join(world.saw("volunteer"))


async def test_a_changed_text_needs_a_new_yes_and_a_removed_one_is_gone(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types("mijn zin")
    await world.types(WISH)
    await world.types("ja")
    await world.types("mijn zin")
    await world.types("ik vind bellen eng")
    await world.presses("Weghalen")
    await world.presses(CLAIM, who="volunteer")
    for text in (WISH, "ik vind bellen eng"):
        assert text not in "\n".join(world.saw("volunteer"))


async def test_a_number_is_refused_and_danger_is_heard(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types("mijn zin")
    assert (await world.types("app me op 06 12345678"))[0] == world.young("note_held")
    await world.types(URGENT)
    assert len(urgent_cards(world)) == 1
    assert "06 12345678" not in "\n".join(world.saw("professional"))


async def test_a_talk_with_a_professional_gets_no_note(world: World) -> None:
    await world.types("mijn zin")
    await world.types(WISH)
    await world.presses("Zo mag het")
    await talks_with_a_professional(world)
    assert WISH not in "\n".join(world.saw("professional"))
