"""Opening a Telegram id: off unless there is a protocol; two professionals, written down, and told."""

from __future__ import annotations

import functools
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.engine.shelf import check_folder
from bot.settings import ROOT
from tests.conftest import World, open_world
from tests.services.people import (
    CLAIM,
    SURE,
    URGENT,
    asks_for_a_professional,
    joins,
    person_of,
    talks_with_a_professional,
    talks_with_a_volunteer,
)

WHY = "zegt pillen te hebben genomen en antwoordt steeds trager"
AGREE = "Akkoord, er is levensgevaar"
SAFE, NOT_SAFE = "Het kan nu veilig", "Nog niet veilig"
ALIAS, NUMBER = "Groene Reiger", "young"  # the address of the young person in the terminal
ON = 'switched_on: yes\n  protocol: Noodprotocol 3\n  protocol_date: "2026-03-01"'
OFF = re.compile(r'switched_on: no\n  protocol: "".*\n  protocol_date: ""')


@functools.cache
def flows_with_protocol() -> Path:
    folder = Path(tempfile.mkdtemp()) / "flows"
    shutil.copytree(ROOT / "flows", folder)
    file = folder / "handoff.yml"
    before = file.read_text()
    file.write_text(OFF.sub(ON, before))
    assert file.read_text() != before
    return folder


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[World]:
    """A house with a protocol, and a second professional who is off duty."""
    async with open_world(tmp_path, flows=flows_with_protocol()) as world:
        await joins(world, "friend", "professional", alias="Stille Vos", duty=False)
        yield world


async def asked(world: World) -> list[str]:
    await talks_with_a_professional(world)
    return await world.types(f"/noodgegevens {WHY}", who="professional")


async def opened(world: World) -> None:
    await asked(world)
    await world.presses(AGREE, who="friend")


def has_seen(world: World, who: str) -> int:
    return sum(f"van {ALIAS}: {NUMBER}\n" in text for text in world.saw(who))


async def logbook(world: World) -> str:
    return "\n".join(await world.types("/logboek", who="coordinator"))


async def test_without_a_protocol_it_is_off_and_says_so(world: World) -> None:
    await joins(world, "friend", "professional", alias="Stille Vos")
    await talks_with_a_professional(world)
    for typed in (f"/noodgegevens {WHY}", f"/noodgegevens akkoord {ALIAS}", "/noodgegevens"):
        assert await world.types(typed, who="professional") == [world.staff("id_off")]
    assert await world.rows("id_openings") == []
    assert await world.rows("audit") == []
    assert "Telegram-account" not in "\n".join(world.saw("young"))


def test_a_half_filled_switch_is_refused_by_the_check(tmp_path: Path) -> None:
    folder = shutil.copytree(flows_with_protocol(), tmp_path / "flows")
    file = folder / "handoff.yml"
    for wrong in ("2026-13-41", ""):
        text = (flows_with_protocol() / "handoff.yml").read_text()
        file.write_text(text.replace('"2026-03-01"', f'"{wrong}"'))
        _, issues = check_folder(folder, ROOT / "nlu" / "contract.yml")
        assert [i.code for i in issues if not i.warning] == ["protocol_missing"]


async def test_who_may_know_what_is_said_up_front(house: World) -> None:
    said = await house.types("hoi", means={"act": "greet"})
    assert "welk Telegram-account van jou is" in said[0]
    await house.types("/wieleestdit")
    await house.presses("Meer vragen")
    for button in ("Weten jullie wie ik ben?", "Wat als er gevaar is?"):
        assert any("twee beroepskrachten" in text for text in await house.presses(button))
    await asks_for_a_professional(house)
    await house.presses(CLAIM, who="professional")
    assert house.young("talk_started_hint_protocol") in house.saw("young")[-1]


async def test_one_professional_alone_sees_nothing(house: World) -> None:
    said = await asked(house)
    assert said[0].startswith("Gevraagd aan de andere beroepskrachten.")
    again = await house.types(f"/noodgegevens {WHY}", who="professional")
    assert again == [house.staff("id_asked_already", alias=ALIAS)]
    mine = await house.types(f"/noodgegevens akkoord {ALIAS}", who="professional")
    assert mine == [house.staff("id_nothing_to_agree")]
    for who in ("volunteer", "coordinator"):
        await house.types(f"/noodgegevens akkoord {ALIAS}", who=who)
        assert house.saw(who)[-1] == house.staff("id_not_yours")
    assert not any(has_seen(house, who) for who in ("professional", "friend", "coordinator"))


async def test_without_a_reason_it_is_asked_for_and_nothing_happens(house: World) -> None:
    await talks_with_a_professional(house)
    for typed in ("/noodgegevens", "/noodgegevens gevaar", "/noodgegevens veilig"):
        (said,) = await house.types(typed, who="professional")
        assert "Noodprotocol 3 (2026-03-01)" in said
        assert house.service("noodnummer_112") in said
    assert await house.rows("id_openings") == []


@pytest.mark.parametrize("how", ["button", "words"])
async def test_with_a_second_one_the_first_sees_it_once(house: World, how: str) -> None:
    await asked(house)
    assert WHY in house.saw("friend")[-1]
    assert house.staff("id_asked_coordinator", who="Witte Zwaan", alias=ALIAS) in house.saw(
        "coordinator"
    )
    if how == "button":
        await house.presses(AGREE, who="friend")
    else:
        await house.types(f"/noodgegevens akkoord {ALIAS.lower()}", who="friend")
    assert has_seen(house, "professional") == 1
    assert has_seen(house, "friend") == 0
    assert await house.presses(AGREE, who="friend") == [house.staff("id_nothing_to_agree")]
    again = await house.types(f"/noodgegevens {WHY}", who="professional")
    assert again == [house.staff("id_seen_already", alias=ALIAS)]
    assert has_seen(house, "professional") == 1
    book = await logbook(house)
    assert "Witte Zwaan vroeg om het Telegram-nummer te openen" in book
    assert "Stille Vos stemde in" in book
    assert WHY in book
    assert NUMBER not in book
    assert not any("opgezocht" in text for text in house.saw("young"))


async def test_nobody_agrees_in_time(house: World) -> None:
    await asked(house)
    await house.does(wait="16m")
    assert house.saw("professional")[-1].startswith("Niemand stemde binnen 15 minuten in")
    assert await house.presses(AGREE, who="friend") == [house.staff("id_nothing_to_agree")]
    assert has_seen(house, "professional") == 0
    assert "niemand stemde in" in await logbook(house)


async def test_where_nobody_else_could_agree_it_cannot_be_asked(tmp_path: Path) -> None:
    async with open_world(tmp_path, flows=flows_with_protocol()) as world:
        said = await asked(world)
        assert said[0].startswith("Er is geen andere beroepskracht")
        assert await world.rows("id_openings") == []


async def test_outside_of_an_own_talk_it_cannot_be_asked(house: World) -> None:
    said = await house.types(f"/noodgegevens {WHY}", who="professional")
    assert said == [house.staff("id_no_talk")]
    await talks_with_a_volunteer(house)
    said = await house.types(f"/noodgegevens {WHY}", who="volunteer")
    assert said == [house.staff("id_not_yours")]


async def test_in_the_talk_the_young_person_is_told_when_it_is_safe(house: World) -> None:
    await opened(house)
    said = await house.presses(SAFE, who="professional")
    assert said == [house.staff("id_told", alias=ALIAS)]
    assert house.saw("young")[-1] == house.young("id_opened")
    assert await house.presses(SAFE, who="professional") == [
        house.staff("id_nothing_to_tell", alias=ALIAS)
    ]
    assert "vertelde dat het Telegram-nummer was geopend" in await logbook(house)
    before = len(house.saw("young"))
    await house.does(wait="4d")
    assert not any("opgezocht" in text for text in house.saw("young")[before:])


async def test_after_the_talk_it_is_neutral_first_and_by_day(house: World) -> None:
    await opened(house)
    await house.types("/klaar", who="professional")
    await house.types("/noodgegevens veilig Groene Reiger", who="friend")
    assert house.saw("young")[-1] == "Hoi, past het nu?"
    (told,) = await house.presses("Ja")
    assert told.startswith("Dit moet je weten.")
    await house.presses("Nee, zo is het goed")
    assert (await house.types("/noodgegevens"))[-1] == house.young("id_opened")


async def test_at_the_latest_the_clock_tells_it(house: World) -> None:
    await opened(house)
    await house.types("/klaar", who="professional")
    await house.does(wait="71h")
    assert "Hoi, past het nu?" not in house.saw("young")
    await house.does(wait="61m")
    assert house.saw("young")[-1] == "Hoi, past het nu?"
    assert "Maatje vertelde dat het Telegram-nummer" in await logbook(house)


async def test_while_danger_stands_open_the_clock_asks_instead_of_telling(house: World) -> None:
    await house.types(URGENT)
    await house.presses(CLAIM, who="professional")
    await house.types(f"/noodgegevens {WHY}", who="professional")
    await house.presses(AGREE, who="friend")
    await house.types("/klaar", who="professional")
    await house.does(wait="73h")
    for who in ("professional", "friend", "coordinator"):
        assert house.staff("id_is_it_safe", alias=ALIAS) in house.saw(who)
    assert not any("Hoi, past het nu?" in text for text in house.saw("young"))
    await house.presses("Beoordeeld, geen gevaar", who="professional")
    await house.presses(SURE, who="professional")
    await house.does(wait="25h")
    assert house.saw("young")[-1] == "Hoi, past het nu?"


@pytest.mark.parametrize("said_safe", [False, True])
async def test_danger_that_opens_while_it_waits_for_a_talk_is_asked_about_too(
    house: World, said_safe: bool
) -> None:
    await opened(house)
    await house.types("/klaar", who="professional")
    await house.does(wait="60h")
    for who in ("volunteer", "professional"):
        await house.types("/dienst aan", who=who)
    await talks_with_a_volunteer(house)
    if said_safe:
        await house.presses(SAFE, who="professional")
    else:
        await house.does(wait="13h")  # the term is over, in the middle of a talk
    await house.types(URGENT)
    await house.types("/stop")
    before = len(house.saw("young"))
    await house.does(wait="70m")
    assert not any("Hoi, past het nu?" in text for text in house.saw("young")[before:])
    for who in ("professional", "friend", "coordinator"):
        assert house.staff("id_is_it_safe", alias=ALIAS) in house.saw(who)
    assert [row.told_at for row in await house.rows("id_openings")] == [None]


async def test_not_safe_yet_is_asked_again_and_written_down(house: World) -> None:
    await opened(house)
    await house.types("/klaar", who="professional")
    said = await house.presses(NOT_SAFE, who="professional")
    assert said == [house.staff("id_not_safe", alias=ALIAS, hours=24)]
    await house.does(wait="25h")
    assert house.saw("professional")[-1] == house.staff("id_is_it_safe", alias=ALIAS)
    assert "Hoi, past het nu?" not in house.saw("young")
    assert "nog niet veilig" in await logbook(house)
    await house.presses(SAFE, who="professional")
    assert house.saw("young")[-1] == "Hoi, past het nu?"


async def test_who_erases_all_leaves_only_the_audit(house: World) -> None:
    await opened(house)
    person = await person_of(house, "young")
    await house.types("/vergeetmij")
    await house.presses("Ja, wis alles")
    assert house.saw("young")[-1] == house.young("forgotten")
    assert await house.rows("id_openings") == []
    assert [row for row in await house.rows("timers") if row.person == person] == []
    assert "alles is gewist" in await logbook(house)
    assert await house.presses(SAFE, who="professional") == [house.staff("old_button")]


async def test_an_opening_goes_after_30_days_once_it_was_told(house: World) -> None:
    await opened(house)
    await house.presses(SAFE, who="professional")
    await house.types("/klaar", who="professional")
    for days, left in ((29, 1), (2, 0)):
        house.clock.move(days=days)
        async with house.application.house.units() as tx:
            await tx.tidying.tidy(house.clock.now())
            await tx.commit()
        assert len(await house.rows("id_openings")) == left
