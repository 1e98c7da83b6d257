"""Bad input at the front door: each has a decided, kind answer, and nothing else is lost by it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.domain.messages import UnsupportedKind
from bot.services.talking.not_passed import naming
from bot.settings import ROOT
from tests.conftest import World

WANTS_PEER = {"act": "want_peer"}
DANGER = "ik wil dood"
LINES = ("noodnummer_112", "zelfmoordlijn_113", "zelfmoordlijn_1813")
KINDS = ("photo", "video", "voice", "sticker", "file", "contact", "location", "other")


async def at_the_question_of_region(world: World) -> None:
    await world.types("mag ik met iemand praten", means=WANTS_PEER)
    assert "Nederland" in world.buttons()


async def goes_on_normally(world: World) -> None:
    """The next answer is still an answer to the question that was open."""
    said = await world.presses("Nederland")
    assert len(said) == 1
    assert "16 of 17" in world.buttons()


def in_services(world: World, said: list[str]) -> bool:
    return all(any(world.service(line) in text for text in said) for line in LINES)


def cards(world: World) -> list[str]:
    return [text for text in world.saw("professional") if text.startswith("❗ GEVAAR")]


@pytest.mark.parametrize("text", ["", "   ", "\n\t "])
async def test_an_empty_message_is_answered_and_the_question_stays(world: World, text: str) -> None:
    await at_the_question_of_region(world)
    assert await world.types(text) == [world.young("nothing_said")]
    await goes_on_normally(world)


@pytest.mark.parametrize("text", ["😭😭😭", "❤️‍🔥", "👍🏽", "...?!"])
async def test_only_emoji_is_answered_and_the_question_stays(world: World, text: str) -> None:
    await at_the_question_of_region(world)
    assert await world.types(text) == [world.young("only_emoji")]
    assert world.language.asked == ["mag ik met iemand praten"]
    await goes_on_normally(world)


async def test_an_emoji_as_the_very_first_message_gets_the_introduction_too(world: World) -> None:
    assert await world.types("😭") == [world.young("intro"), world.young("only_emoji")]


async def test_ten_thousand_characters_are_answered_as_a_long_message(world: World) -> None:
    await world.types("hoi", means={"act": "greet"})
    said = await world.types("school is zo veel, " * 527)
    assert said[0].startswith(world.young("too_long"))
    await world.presses("Ja")
    assert len(world.saw("young")) > 3


async def test_danger_in_the_middle_of_ten_thousand_characters_is_seen(world: World) -> None:
    padding = "het was weer een dag zoals alle andere. " * 125
    said = await world.types(f"{padding} {DANGER} {padding}")
    assert in_services(world, said)
    assert len(cards(world)) == 1


def explained(world: World, kind: str) -> str:
    return world.young("other_kind" if kind == "other" else kind)


async def test_what_is_no_text_is_explained_and_the_question_stays(world: World) -> None:
    await at_the_question_of_region(world)
    for kind in KINDS:
        shown = await world.does(**{"as": "young", "sends": kind})
        assert [one.reply.text for one in shown] == [explained(world, kind)]
    await goes_on_normally(world)


@pytest.mark.parametrize("kind", ["photo", "other"])
async def test_words_under_a_picture_are_answered_as_words(world: World, kind: str) -> None:
    await at_the_question_of_region(world)
    shown = await world.does(**{"as": "young", "sends": kind, "text": "nederland"})
    assert shown[0].reply.text.startswith(explained(world, kind))
    assert "16 of 17" in world.buttons()


@pytest.mark.parametrize("kind", ["photo", "sticker", "contact"])
async def test_danger_under_a_picture_is_danger(world: World, kind: str) -> None:
    shown = await world.does(**{"as": "young", "sends": kind, "text": DANGER})
    assert in_services(world, [one.reply.text for one in shown])
    assert len(cards(world)) == 1


async def test_an_edited_message_in_a_flow_is_noticed_and_the_question_stays(world: World) -> None:
    await at_the_question_of_region(world)
    shown = await world.does(**{"as": "young", "text": "nederland", "edited": True})
    assert [one.reply.text for one in shown] == [world.young("edited")]
    await goes_on_normally(world)


async def test_an_edited_message_with_danger_is_danger(world: World) -> None:
    await at_the_question_of_region(world)
    shown = await world.does(**{"as": "young", "text": DANGER, "edited": True})
    assert in_services(world, [one.reply.text for one in shown])
    assert len(cards(world)) == 1


async def test_an_edited_line_in_a_talk_reaches_the_volunteer_as_edited(world: World) -> None:
    await in_a_talk(world)
    shown = await world.does(**{"as": "young", "text": "ik bedoel vrijdag", "edited": True})
    assert [(one.to, one.reply.text) for one in shown] == [
        ("volunteer", "Groene Reiger (aangepast): ik bedoel vrijdag")
    ]


async def test_an_edited_line_with_danger_in_a_talk_is_relayed_and_brings_the_services(
    world: World,
) -> None:
    await in_a_talk(world)
    shown = await world.does(**{"as": "young", "text": DANGER, "edited": True})
    to_volunteer = [one.reply.text for one in shown if one.to == "volunteer"]
    assert any(DANGER in text for text in to_volunteer)
    assert any("113" in one.reply.text for one in shown if one.to == "young")
    assert len(cards(world)) == 1


async def in_a_talk(world: World) -> None:
    await at_the_question_of_region(world)
    await world.presses("Nederland")
    await world.presses("16 of 17")
    await world.presses("Maakt niet uit")
    await world.presses("Ik neem dit gesprek", who="volunteer")


async def test_an_old_button_is_answered_kindly_and_never_applied(world: World) -> None:
    await at_the_question_of_region(world)
    await world.presses("Nederland")
    said = await world.presses("Vlaanderen of Brussel")
    assert said[0] == world.young("old_button")
    assert "16 of 17" in world.buttons()
    await world.presses("16 of 17")
    await world.presses("Maakt niet uit")
    assert any("Nederland" in t or "16 of 17" in t for t in world.saw("volunteer"))
    await world.presses("Ik neem dit gesprek", who="volunteer")
    assert "Nederland" in world.saw("volunteer")[-1]


async def test_a_button_when_nothing_is_asked_leads_to_the_menu(world: World) -> None:
    await at_the_question_of_region(world)
    await world.types("stop")
    said = await world.presses("Nederland")
    assert said[0] == world.young("old_button")
    assert "Pesten" in world.buttons()


async def test_an_old_button_in_a_talk_does_not_disturb_the_human(world: World) -> None:
    await in_a_talk(world)
    shown = await world.does(**{"as": "young", "press": "16 of 17"})
    assert [(s.to, s.reply.text) for s in shown] == [("young", world.young("old_button_in_talk"))]
    assert await world.types("hoi") == []
    assert world.saw("volunteer")[-1] == "Groene Reiger: hoi"


async def test_a_button_of_staff_that_is_no_button_of_theirs_is_answered(world: World) -> None:
    await world.types("hoi", who="volunteer")
    assert world.saw("volunteer") == [world.staff("no_talk")]
    from bot.channels.terminal import update
    from bot.services.receiving import receive

    for key in ("", "claim", "claim.nothing", "claim.", "talk.x.y", "q1.0", "who_reads"):
        await receive(world.application.house, [update("volunteer", press=key)])
        await world.application.works.settle()
    assert set(world.saw("volunteer")[1:]) == {
        world.staff("old_button"),
        world.staff("claim_ended"),
    }


async def test_a_button_with_rubbish_in_it_is_answered_as_an_old_one(world: World) -> None:
    from bot.channels.terminal import update
    from bot.services.receiving import receive

    await at_the_question_of_region(world)
    for key in ("", "q", "q.", "q1", "q1.99", "q1.x", "q9999.0", "nonsense", "q².", "q1.²"):
        before = len(world.saw("young"))
        await receive(world.application.house, [update("young", press=key)])
        await world.application.works.settle()
        assert world.saw("young")[before] == world.young("old_button"), key
    await goes_on_normally(world)


async def test_the_same_delivery_twice_counts_once(world: World) -> None:
    await at_the_question_of_region(world)
    assert await world.does(again=True) == []
    await goes_on_normally(world)
    assert await world.does(again=True) == []


async def test_an_unknown_command_tells_what_there_is_and_the_question_stays(
    world: World,
) -> None:
    await at_the_question_of_region(world)
    for text in ("/bestaatniet", "/Start_iets", "/vergeet", "/klaar", "/dienst aan"):
        assert await world.types(text) == [world.young("unknown_command")], text
    await goes_on_normally(world)


@pytest.mark.parametrize("command", ["/help", "/weg", "/stop", "/wieleestdit", "/vergeetmij"])
async def test_danger_behind_a_slash_is_danger(world: World, command: str) -> None:
    said = await world.types(f"{command} {DANGER}")
    assert in_services(world, said)
    assert len(cards(world)) == 1


async def test_danger_whose_first_word_has_a_slash_is_danger(world: World) -> None:
    assert in_services(world, await world.types("/ik wil dood"))


async def test_a_second_start_welcomes_back_and_shows_the_menu(world: World) -> None:
    first = await world.types("/start")
    assert first[0] == world.young("intro")
    assert world.young("welcome_back") not in first
    second = await world.types("/start")
    assert second[0] == world.young("welcome_back")
    assert "Pesten" in world.buttons()


async def test_start_in_a_talk_does_not_end_it(world: World) -> None:
    await in_a_talk(world)
    assert await world.types("/start") == [world.young("old_button_in_talk")]
    await world.types("ben je er nog?")
    assert world.saw("volunteer")[-1] == "Groene Reiger: ben je er nog?"


async def test_what_is_no_text_never_crosses_to_a_volunteer(world: World) -> None:
    await in_a_talk(world)
    for kind in KINDS:
        shown = await world.does(**{"as": "young", "sends": kind})
        assert [(s.to, s.reply.text) for s in shown] == [
            ("young", naming(world.young("relay_not_passed"), UnsupportedKind(kind)))
        ], kind
        shown = await world.does(**{"as": "volunteer", "sends": kind})
        assert [(s.to, s.reply.text) for s in shown] == [
            ("volunteer", naming(world.staff("not_passed"), UnsupportedKind(kind)))
        ], kind


async def test_odd_signs_cross_as_they_are(world: World) -> None:
    await in_a_talk(world)
    await world.does(**{"as": "young", "text": "nul \x00 byte, \u202e omgekeerd, %s {alias} {0}"})
    assert world.saw("volunteer")[-1].endswith("%s {alias} {0}")


RUBBISH: tuple[bytes, ...] = (
    b"dit is geen json",
    b"{",
    b"[]",
    b"null",
    b"42",
    b'"tekst"',
    b"{}",
    b'{"as": "niemand", "text": "hoi"}',
    b'{"as": ["young"], "text": "hoi"}',
    b'{"as": "young"}',
    b'{"as": "young", "text": 5}',
    b'{"as": "young", "text": null}',
    b'{"as": "young", "press": "bestaat niet"}',
    b'{"as": "young", "sends": "bom"}',
    b'{"as": "young", "sends": ["photo"]}',
    b'{"wait": "morgen"}',
    b'{"wait": null}',
    b'{"wait": "99999999d"}',
    b'{"wait": -1}',
    b"[" * 20_000,
    b"1" * 5_000,
    b"\xff\xfe\x00",
    b'{"as": "young", "text": "half teken \\ud83d"}',
)


def test_rubbish_at_the_scripted_door_is_refused_in_dutch_and_the_next_line_is_answered(
    tmp_path: Path,
) -> None:
    good = b'{"as": "young", "press": "Wie leest dit?"}'
    lines = [b'{"as": "young", "text": "hoi"}', *RUBBISH, good]
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from bot.cli import main; main()",
            "chat",
            "--jsonl",
            "--without-nlu",
        ],
        input=b"\n".join(lines),
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=False,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("MAATJE_")},
            "MAATJE_HOME": str(tmp_path),
        },
    )
    printed = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0
    assert [line["done"] for line in printed if "done" in line] == list(range(1, len(lines) + 1))
    refused = [line["error"] for line in printed if "error" in line]
    assert len(refused) >= len(RUBBISH) - 2
    assert all(text.endswith(".") for text in refused)
    last = printed[-2]
    assert last["to"] == "young"
    assert "Wie leest er mee?" in last["buttons"]


async def test_the_introduction_comes_first_also_when_a_picture_opens_the_talk(
    world: World,
) -> None:
    """Given nobody yet, when a photo with words comes, then who Maatje is stands above all."""
    await world.does(**{"as": "young", "sends": "photo", "text": "kijk wat ze schrijven"})
    first, second, *_ = world.saw("young")
    assert first == world.young("intro")
    assert second.startswith(world.young("photo"))
