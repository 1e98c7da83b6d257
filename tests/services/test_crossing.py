"""Lines that change and lines that answer: what the other side of a talk then has on the screen."""

from __future__ import annotations

import pytest

from bot.channels.terminal import Shown
from tests.conftest import World
from tests.services.people import (
    CLAIM,
    URGENT,
    asks_for_a_peer,
    joins,
    talks_with_a_professional,
    talks_with_a_volunteer,
    urgent_cards,
)

YOUNG = "Groene Reiger"


def to(who: str, shown: list[Shown]) -> list[Shown]:
    return [one for one in shown if one.to == who]


async def edits(world: World, who: str, old: str, new: str) -> list[Shown]:
    """Somebody changes the own message that has these words."""
    return await world.does(**{"as": who, "edit": new, "of": old})


# --- edits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("writer", "reader", "alias"),
    [("young", "volunteer", YOUNG), ("volunteer", "young", "Rode Panda")],
)
async def test_an_edit_takes_the_place_of_the_line(
    world: World, writer: str, reader: str, alias: str
) -> None:
    await talks_with_a_volunteer(world)
    await world.types("ik kom morgen", who=writer)
    await world.types("of niet", who=writer)
    (seen,) = await edits(world, writer, "ik kom morgen", "ik kom vrijdag")
    assert (seen.to, seen.edits) == (reader, f"{alias}: ik kom morgen")
    assert seen.reply.text == f"{alias} (aangepast): ik kom vrijdag"
    (again,) = await edits(world, writer, "ik kom morgen", "ik kom zondag")
    assert again.edits == f"{alias} (aangepast): ik kom vrijdag"


async def test_an_edit_of_what_nobody_has_is_a_new_line(world: World) -> None:
    await talks_with_a_volunteer(world)
    (seen,) = await world.does(**{"as": "young", "edit": "ik bedoel vrijdag"})
    assert (seen.edits, seen.reply.text) == ("", f"{YOUNG} (aangepast): ik bedoel vrijdag")


async def test_an_edit_that_is_held_back_leaves_the_old_words_and_tells_the_writer(
    world: World,
) -> None:
    await talks_with_a_volunteer(world)
    await world.types("ik heet sterre")
    (said,) = await edits(world, "young", "ik heet sterre", "mijn nummer is 06 12345678")
    assert (said.to, said.reply.text) == ("young", world.young("edit_held"))
    await world.types("fijn dat je er bent", who="volunteer")
    (said,) = await edits(world, "volunteer", "fijn dat je", "zullen we afspreken?")
    assert (said.to, said.reply.text) == ("volunteer", world.staff("edit_held"))


async def test_an_edit_into_danger_makes_a_sound_and_brings_card_and_services(
    world: World,
) -> None:
    """Given a harmless line, when it is changed into danger, then it does not just change silently."""
    await talks_with_a_volunteer(world)
    await world.types("laat maar")
    shown = await edits(world, "young", "laat maar", URGENT)
    line = to("volunteer", shown)[0]
    assert (line.edits, line.answers) == ("", f"{YOUNG}: laat maar")
    assert line.reply.text == f"❗ {YOUNG} (aangepast): {URGENT}"
    assert any("113" in one.reply.text for one in to("young", shown))
    assert URGENT in urgent_cards(world)[-1]


async def test_an_edit_goes_to_whom_the_line_was_for(world: World) -> None:
    """Given a professional with two talks, when a line of the first is changed, then the second sees
    nothing of it."""
    await talks_with_a_professional(world)
    await world.types("dag reiger", who="professional")
    await talks_with_a_professional(world, "young2")
    await world.types("dag ander", who="professional")
    shown = await edits(world, "professional", "dag reiger", "hoi reiger")
    assert [(one.to, one.edits) for one in shown] == [("young", "Witte Zwaan: dag reiger")]
    told = await world.does(**{"as": "professional", "edit": "voor wie is dit"})
    assert [(one.to, one.reply.text) for one in told] == [
        ("professional", world.staff("edit_not_passed"))
    ]


async def test_an_edit_of_a_talk_that_is_over_reaches_nobody_else(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("dit was voor panda")
    await world.types("dag", who="volunteer")
    await world.types("/klaar", who="volunteer")
    await joins(world, "moderator", "volunteer", age=20)
    await world.types("/dienst uit", who="volunteer")
    await asks_for_a_peer(world)
    await world.presses(CLAIM, who="moderator")
    shown = await edits(world, "young", "dit was voor panda", "dit was voor een ander")
    assert [(one.to, one.reply.text) for one in shown] == [
        ("young", world.young("edit_of_earlier_talk"))
    ]
    told = await edits(world, "volunteer", "dag", "dag dag")
    assert [(one.to, one.reply.text) for one in told] == [("volunteer", world.staff("no_talk"))]


async def test_a_professional_reads_danger_in_the_edit_of_an_earlier_talk(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("dit was voor panda")
    await world.types("/klaar", who="volunteer")
    await talks_with_a_professional(world)
    (line,) = to("professional", await edits(world, "young", "dit was voor", URGENT))
    assert line.reply.text.startswith("❗ ")
    assert line.reply.text.endswith(f" (aangepast): {URGENT}")


# --- replies ---------------------------------------------------------------------------------------


async def test_a_reply_stands_under_the_same_line_on_the_other_side(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("ik durf niet")
    await world.types("en ik slaap slecht")
    asked = await world.does(
        **{"as": "volunteer", "text": "wat durf je niet?", "answers": "ik durf niet"}
    )
    assert [(one.to, one.answers) for one in asked] == [("young", "ik durf niet")]
    told = await world.does(**{"as": "young", "text": "bellen", "answers": "wat durf je niet?"})
    assert [(one.to, one.answers) for one in told] == [("volunteer", "wat durf je niet?")]
    more = await world.does(**{"as": "young", "text": "en mailen", "answers": "ik durf niet"})
    assert [(one.to, one.answers) for one in more] == [("volunteer", f"{YOUNG}: ik durf niet")]


async def test_a_reply_to_something_of_maatje_is_just_a_line(world: World) -> None:
    await talks_with_a_volunteer(world)
    (line,) = await world.does(**{"as": "young", "text": "ok", "answers": "Rode Panda is er nu"})
    assert (line.to, line.answers, line.reply.text) == ("volunteer", "", f"{YOUNG}: ok")


# --- what is kept ----------------------------------------------------------------------------------


async def test_the_numbers_of_messages_are_sealed_and_go_with_the_lines(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.does(**{"as": "young", "text": "hoi", "id": "KANARIE-1"})
    (row,) = await world.rows("relayed_lines")
    assert b"KANARIE-1" not in bytes(row.source_sealed) + bytes(row.copy_sealed)
    assert "KANARIE" not in row.source_index
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert await world.rows("relayed_lines") == []


# --- kinds that do not cross, and coming back ------------------------------------------------------


async def test_a_picture_in_a_talk_about_pressure_brings_the_service_for_pictures(
    world: World,
) -> None:
    await talks_with_a_volunteer(world)
    means = {"risk": {"level": "concern", "kinds": ["sextortion"]}}
    await world.types("iemand dreigt ermee", means=means)
    (told,) = to("young", await world.does(**{"as": "young", "sends": "photo"}))
    assert world.service("helpwanted") in told.reply.text
    other = await world.does(**{"as": "young", "sends": "location"})
    assert world.service("helpwanted") not in other[0].reply.text


async def test_ten_pictures_get_one_explanation(world: World) -> None:
    await talks_with_a_volunteer(world)
    for who in ("young", "volunteer"):
        shown = [
            one
            for _ in range(10)
            for one in await world.does(**{"as": who, "sends": "photo", "album": "strand"})
        ]
        assert [one.to for one in shown] == [who]
    await world.does(wait="2m")
    assert await world.does(**{"as": "young", "sends": "photo", "album": "strand"})


async def test_only_a_professional_lets_voice_pass(world: World) -> None:
    await talks_with_a_volunteer(world)
    for line, name in (("/sta spraak toe", "open_not_yours"), ("/sta foto toe", "open_how")):
        assert await world.types(line, who="volunteer") == [world.staff(name)]


async def test_who_comes_back_hears_where_they_are(world: World) -> None:
    await talks_with_a_volunteer(world)
    for who in ("young", "volunteer"):
        await world.does(**{"as": who, "sends": "left"})
    (young,) = await world.does(**{"as": "young", "sends": "returned"})
    assert young.reply.text == world.young("back_in_bot")
    (helper,) = await world.does(**{"as": "volunteer", "sends": "returned"})
    assert helper.reply.text == world.staff("back_off_duty")
    assert await world.does(**{"as": "young2", "sends": "returned"}) == []
    await world.types(URGENT)
    await world.does(**{"as": "young", "sends": "left"})
    (waiting,) = await world.does(**{"as": "young", "sends": "returned"})
    assert waiting.reply.text == world.young("back_waiting")


async def test_hidden_signs_hide_no_number_and_no_danger(world: World) -> None:
    await talks_with_a_volunteer(world)
    said = await world.types("bel 06\u200b12\u200b34\u200b56\u200b78")
    assert said == [world.young("contact_held")]
    await world.types("ik\u202e kom")
    assert world.saw("volunteer")[-1] == f"{YOUNG}: ik kom"
