"""A reported talk opens for two people who were not in it, and that is written down."""

from __future__ import annotations

from tests.conftest import World
from tests.services.people import CLAIM, joins, talks_with_a_volunteer

AGREE = "Akkoord, samen lezen"
WORDS = "kom je naar het park"
ALIAS = "Groene Reiger"


async def reported(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("hoi daar")
    await world.types(WORDS, who="volunteer")
    await world.types("/meld")
    await world.presses("Iets anders")
    await world.types("dat vond ik raar")


async def asked(world: World) -> None:
    await reported(world)
    await world.types(f"/open {ALIAS} is alles veilig", who="coordinator")


def has_read(world: World, who: str) -> int:
    return sum(f"Rode Panda: {WORDS}" in text for text in world.saw(who))


async def test_one_coordinator_alone_reads_nothing(world: World) -> None:
    await asked(world)
    await world.types(f"/open {ALIAS} toch", who="coordinator")
    assert world.saw("coordinator")[-1] == world.staff("asked_already")
    await world.types(f"/akkoord {ALIAS}", who="coordinator")
    assert world.saw("coordinator")[-1] == world.staff("nothing_to_agree")
    assert has_read(world, "coordinator") == 0
    assert "raar" not in "\n".join(world.saw("coordinator"))


async def test_with_a_second_person_both_read_the_lines_by_alias(world: World) -> None:
    await asked(world)
    assert "is alles veilig" in world.saw("professional")[-1]
    await world.presses(AGREE, who="professional")
    for who in ("coordinator", "professional"):
        assert has_read(world, who) == 1
        shown = world.saw(who)[-1]
        assert f"{ALIAS}: hoi daar" in shown
        assert "dat vond ik raar" in shown
    assert has_read(world, "volunteer") == 0
    (told,) = await world.types("/meldingen", who="coordinator")
    assert "Stand: gelezen." in told


async def test_the_button_of_the_list_asks_for_a_reason_first(world: World) -> None:
    await reported(world)
    await world.types("/meldingen", who="coordinator")
    (said,) = await world.presses(f"Lezen: {ALIAS}", who="coordinator")
    assert said == world.staff("open_why", alias=ALIAS)
    await world.presses("Kijken wat er gebeurde", who="coordinator")
    assert "Kijken wat er gebeurde" in world.saw("professional")[-1]


async def test_where_there_is_another_coordinator_a_professional_is_not_asked(world: World) -> None:
    await joins(world, "friend", "coordinator", alias="Stille Vos", duty=False)
    await asked(world)
    assert not any("wil het gemelde gesprek" in text for text in world.saw("professional"))
    await world.types(f"/akkoord {ALIAS}", who="professional")
    assert world.saw("professional")[-1] == world.staff("not_for_you")
    await world.types(f"/akkoord {ALIAS.lower()}", who="friend")
    assert has_read(world, "friend") == 1


async def test_who_was_in_the_talk_is_not_one_of_the_two(world: World) -> None:
    await world.types("mag ik een beroepskracht", means={"act": "want_professional"})
    await world.presses(CLAIM, who="professional")
    await world.types(WORDS, who="professional")
    await world.types("/meld")
    said = await world.types(f"/open {ALIAS} even kijken", who="coordinator")
    assert said == [world.staff("nobody_to_agree")]
    await joins(world, "friend", "professional", alias="Stille Vos")
    await world.types(f"/open {ALIAS} even kijken", who="coordinator")
    assert await world.types(f"/akkoord {ALIAS}", who="professional") == [
        world.staff("not_for_you")
    ]
    await world.presses(AGREE, who="friend")
    assert f"Witte Zwaan: {WORDS}" in world.saw("friend")[-1]


async def test_after_a_day_nobody_can_agree_any_more(world: World) -> None:
    await asked(world)
    await world.does(wait="24h")
    said = await world.presses(AGREE, who="professional")
    assert said == [world.staff("nothing_to_agree")]
    assert has_read(world, "professional") == 0


async def test_each_of_the_two_can_read_it_once_more_for_three_days(world: World) -> None:
    await asked(world)
    await world.presses(AGREE, who="professional")
    await world.presses(AGREE, who="professional")  # a second press shows nothing more
    assert has_read(world, "professional") == 1
    await world.does(wait="71h")
    await world.types(f"/open {ALIAS}", who="professional")
    await world.types(f"/open {ALIAS}", who="professional")
    assert has_read(world, "professional") == 2
    await world.does(wait="2h")
    await world.types(f"/open {ALIAS}", who="coordinator")
    assert has_read(world, "coordinator") == 1


async def test_every_step_is_written_down_without_a_word_of_the_talk(world: World) -> None:
    await asked(world)
    await world.presses(AGREE, who="professional")
    await world.types(f"/open {ALIAS}", who="coordinator")
    await world.types("/schors Rode Panda", who="coordinator")
    await world.types(f"/melding klaar {ALIAS} gegrond", who="coordinator")
    (log,) = await world.types("/logboek", who="coordinator")
    assert [line.split(" ", 2)[2] for line in log.splitlines()[1:]] == [
        "Wijze Uil sloot af: Groene Reiger (gegrond)",
        "Wijze Uil gaf rust aan: Rode Panda",
        "Wijze Uil las nog eens: Groene Reiger (is alles veilig)",
        "Witte Zwaan stemde in en las: Groene Reiger (is alles veilig)",
        "Wijze Uil vroeg om te lezen: Groene Reiger (is alles veilig)",
    ]
    assert WORDS not in log


async def test_a_report_without_any_words_says_so(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    said = await world.types(f"/open {ALIAS} even kijken", who="coordinator")
    assert said == [world.staff("nothing_to_open")]


async def test_an_alias_that_nobody_reported_is_told(world: World) -> None:
    await reported(world)
    assert await world.types("/open Groene", who="coordinator") == [world.staff("which_report")]


async def test_a_long_talk_comes_in_messages_that_telegram_takes(world: World) -> None:
    await talks_with_a_volunteer(world)
    for number in range(4):
        await world.types(f"regel {number} " + "x" * 1500)
    await world.types("/meld")
    await world.types(f"/open {ALIAS} even kijken", who="coordinator")
    await world.presses(AGREE, who="professional")
    shown = world.saw("professional")[-3:]
    assert all(len(text) <= 4096 for text in shown)
    assert all(f"regel {number} x" in "\n".join(shown) for number in range(4))
