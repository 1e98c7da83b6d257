"""`maatje nlu review`: two readers apart, a new sentence that is not the message, and odd input."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from bot.bootstrap import open_units, sealer_of
from bot.commands.review import DANGER, OFF, TOLD, review
from bot.domain.ids import PersonId
from bot.domain.learning import Label, NewSentence, Outcome, UnclearMessage
from bot.domain.retention import LEARNING_TERM
from bot.errors import OperatorError
from bot.services import reviewing
from bot.settings import ROOT, Settings
from tests.sentences import copy_few

MESSAGE = "de kraan blijft maar lopen in mijn kop"
NEW = "alles draait rond en niets blijft staan"
PERSON = PersonId("p" * 32)


@dataclass(slots=True)
class Room:
    """A house with kept messages, and a copy of the training data."""

    settings: Settings
    data: Path
    before: dict[str, str]
    capsys: pytest.CaptureFixture[str]

    async def keeps(self, *texts: str, age: timedelta = timedelta()) -> None:
        """These messages were kept, so long ago."""
        sealer, _ = sealer_of(self.settings, make_key=True)
        async with open_units(self.settings, sealer) as units, units() as tx:
            for n, text in enumerate(texts):
                moment = datetime.now(UTC) - age + timedelta(microseconds=n)
                await tx.unclear.add(PERSON, text, moment)
            await tx.commit()

    async def withdraws(self) -> None:
        """Who wrote them takes the yes back."""
        sealer, _ = sealer_of(self.settings)
        async with open_units(self.settings, sealer) as units, units() as tx:
            await tx.unclear.delete_of(PERSON)
            await tx.commit()

    async def reads(self, reader: str, *lines: str) -> str:
        """What this reader sees when they type these lines."""
        self.capsys.readouterr()
        typed = _lines(lines)
        code = await review(self.settings, reader, only_counts=False, data=self.data, lines=typed)
        assert code == 0
        return self.capsys.readouterr().out

    async def counts(self) -> list[int]:
        """The numbers of `--list`."""
        self.capsys.readouterr()
        await review(self.settings, "", only_counts=True)
        return [int(line.split()[-1]) for line in self.capsys.readouterr().out.splitlines()]

    def last(self, topic: str) -> dict[str, object]:
        """The last sentence of a topic."""
        data = yaml.safe_load((self.data / f"{topic}.yml").read_text())
        found: dict[str, object] = data["nlu"][0]["examples"][-1]
        return found

    def unchanged(self) -> bool:
        """Is every file of the training data as it was?"""
        return self.before == {file.name: file.read_text() for file in self.data.iterdir()}


async def _lines(lines: tuple[str, ...]) -> AsyncIterator[str]:
    for line in lines:
        yield line


@pytest.fixture
def room(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Room:
    data, home = tmp_path / "data", tmp_path / "home"
    home.mkdir()
    copy_few(data, "loneliness", "care", "debt", "none")
    before = {file.name: file.read_text() for file in data.iterdir()}
    return Room(Settings(home=home, learning=True), data, before, capsys)


LONELY = ("loneliness", "tell", "none")
BY_NUMBER = ("8", "1", "1")


async def test_two_readers_who_agree_make_one_new_sentence(room: Room) -> None:
    await room.keeps(MESSAGE)
    assert TOLD[Outcome.WAITS] in await room.reads("noor", *LONELY)
    assert await room.counts() == [0, 1, 0]
    assert room.unchanged()
    said = await room.reads("sam", *BY_NUMBER, NEW)
    assert "loneliness.yml" in said
    assert str(room.last("loneliness")["text"]).strip() == NEW
    assert room.last("loneliness")["metadata"] == {
        "author": "review",
        "act": "tell",
        "risk": "none",
    }
    assert await room.counts() == [0, 0, 0]
    assert MESSAGE not in "".join(file.read_text() for file in room.data.iterdir())


async def test_one_reader_never_gets_the_same_message_twice(room: Room) -> None:
    await room.keeps(MESSAGE)
    await room.reads("Noor", *LONELY)
    said = await room.reads(" noor ", *LONELY, NEW)
    assert MESSAGE not in said
    assert await room.counts() == [0, 1, 0]
    assert room.unchanged()


@pytest.mark.parametrize("third", [LONELY, ("care", "tell", "none")], ids=["first", "second"])
async def test_a_third_reader_decides_by_agreeing_with_one(
    room: Room, third: tuple[str, ...]
) -> None:
    await room.keeps(MESSAGE)
    await room.reads("noor", *LONELY)
    await room.reads("sam", "care", "tell", "none")
    assert await room.counts() == [0, 0, 1]
    await room.reads("ali", *third, NEW)
    assert str(room.last(third[0])["text"]).strip() == NEW
    assert await room.counts() == [0, 0, 0]


async def test_three_different_labels_and_the_message_goes(room: Room) -> None:
    await room.keeps(MESSAGE)
    await room.reads("noor", *LONELY)
    await room.reads("sam", "care", "tell", "none")
    assert TOLD[Outcome.UNDECIDED] in await room.reads("ali", "debt", "tell", "none")
    assert await room.counts() == [0, 0, 0]
    assert room.unchanged()


async def test_agreeing_on_two_of_three_is_not_agreeing(room: Room) -> None:
    await room.keeps(MESSAGE)
    await room.reads("noor", *LONELY)
    await room.reads("sam", "loneliness", "tell", "concern")
    assert await room.counts() == [0, 0, 1]


async def test_danger_tells_the_rule_and_the_sentence_needs_kinds(room: Room) -> None:
    await room.keeps(MESSAGE)
    said = await room.reads("noor", "none", "tell", "urgent")
    assert DANGER in said
    lines = (NEW, "", "iets", "suicide, 2", "misschien", "ja")
    await room.reads("sam", "none", "tell", "urgent", *lines)
    assert room.last("none")["metadata"] == {
        "author": "review",
        "act": "tell",
        "risk": "urgent",
        "kinds": ["suicide", "self_harm"],
        "life_now": True,
    }


async def test_a_concern_is_not_asked_for_danger_to_life(room: Room) -> None:
    await room.keeps(MESSAGE)
    await room.reads("noor", "none", "tell", "concern")
    await room.reads("sam", "none", "tell", "concern", NEW, "other")
    metadata = room.last("none")["metadata"]
    assert isinstance(metadata, dict)
    assert "life_now" not in metadata
    assert metadata["kinds"] == ["other"]


async def test_without_danger_the_rule_is_not_shown(room: Room) -> None:
    await room.keeps(MESSAGE)
    assert DANGER not in await room.reads("noor", *LONELY)


# --- sentences that are refused --------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "   ",
        "?!",
        "😭",
        MESSAGE,
        MESSAGE.upper(),
        "de kraan blijft maar lopen in mijn hoofd",
        "app me op 06 12345678 over vandaag",
        "mail me op iemand@example.org hoor",
        "ik heet Sanne en ik weet het niet",
    ],
    ids=range(10),
)
async def test_a_bad_sentence_is_refused_and_asked_again(room: Room, bad: str) -> None:
    await room.keeps(MESSAGE)
    await room.reads("noor", *LONELY)
    said = await room.reads("sam", *LONELY, bad, NEW)
    assert said.count("Nieuwe zin>") == 2
    assert str(room.last("loneliness")["text"]).strip() == NEW


async def test_a_sentence_that_is_there_already_is_refused(room: Room) -> None:
    known = str(room.last("debt")["text"]).strip()
    await room.keeps(MESSAGE)
    await room.reads("noor", *LONELY)
    await room.reads("sam", *LONELY, known)
    assert room.unchanged()
    assert await room.counts() == [0, 1, 0]


async def test_a_helpline_may_stand_in_a_sentence(room: Room) -> None:
    await room.keeps(MESSAGE)
    await room.reads("noor", *LONELY)
    await room.reads("sam", *LONELY, "gisteren belde iemand met 0800-0432 voor raad")
    assert "0800-0432" in str(room.last("loneliness")["text"])


# --- odd input -------------------------------------------------------------------------------------


@pytest.mark.parametrize("odd", ["", "0", "12", "-1", "²", "9" * 50, "iets", "1,2", "None?"])
async def test_what_is_no_label_is_asked_again(room: Room, odd: str) -> None:
    await room.keeps(MESSAGE)
    said = await room.reads("noor", odd, *LONELY)
    assert said.count("Onderwerp>") == 2
    assert await room.counts() == [0, 1, 0]


async def test_the_labels_are_explained_in_dutch_and_again_when_asked(room: Room) -> None:
    await room.keeps(MESSAGE)
    said = await room.reads("noor", "?", *LONELY)
    assert said.count("loneliness: zich alleen voelen") == 2
    assert said.count("greet: groet") == 1


@pytest.mark.parametrize("lines", [(), LONELY[:1], LONELY[:2], ("klaar",)], ids=range(4))
async def test_input_that_ends_keeps_nothing_half(room: Room, lines: tuple[str, ...]) -> None:
    await room.keeps(MESSAGE)
    await room.reads("noor", *lines)
    assert await room.counts() == [1, 0, 0]


async def test_stopping_before_the_new_sentence_keeps_the_message(room: Room) -> None:
    await room.keeps(MESSAGE)
    await room.reads("noor", *LONELY)
    await room.reads("sam", *LONELY, "klaar")
    assert await room.counts() == [0, 1, 0]
    assert MESSAGE in await room.reads("sam")
    assert room.unchanged()


async def test_skipping_leaves_a_message_for_another_time(room: Room) -> None:
    await room.keeps(MESSAGE, "een tweede")
    said = await room.reads("noor", "overslaan", *LONELY)
    assert said.count("Bericht:") == 2
    assert await room.counts() == [1, 1, 0]
    assert MESSAGE in await room.reads("noor")


async def test_away_erases_the_message_with_its_labels(room: Room) -> None:
    await room.keeps(MESSAGE)
    await room.reads("noor", *LONELY)
    assert "Gewist." in await room.reads("sam", "weg")
    assert await room.counts() == [0, 0, 0]


async def test_signs_that_steer_a_terminal_are_not_shown(room: Room) -> None:
    await room.keeps("rood \x1b[31m en\nBericht: nep")
    said = await room.reads("noor")
    assert "\x1b" not in said
    assert "\nBericht: nep" not in said


async def test_who_does_not_say_who_reads_is_told_so(room: Room) -> None:
    for reader in ("", "  "):
        with pytest.raises(OperatorError, match="--reader"):
            await room.reads(reader)


async def test_the_list_shows_no_words(room: Room) -> None:
    await room.keeps(MESSAGE)
    await review(room.settings, "", only_counts=True)
    assert "kraan" not in room.capsys.readouterr().out


async def test_what_is_too_old_is_shown_to_nobody(room: Room) -> None:
    await room.keeps(MESSAGE, age=LEARNING_TERM + timedelta(minutes=1))
    assert MESSAGE not in await room.reads("noor")
    assert await room.counts() == [0, 0, 0]


# --- while somebody reads --------------------------------------------------------------------------


class Sentences:
    """Training data in memory."""

    def __init__(self) -> None:
        self.added: list[NewSentence] = []

    def has(self, text: str) -> bool:
        return False

    def add(self, sentence: NewSentence) -> None:
        self.added.append(sentence)


async def test_what_was_taken_back_meanwhile_gets_no_label_and_no_sentence(room: Room) -> None:
    label, now = Label(*LONELY), datetime.now(UTC)
    await room.keeps(MESSAGE)
    sealer, _ = sealer_of(room.settings)
    async with open_units(room.settings, sealer) as units:
        message = await reviewing.next_message(units, "noor", frozenset())
        assert isinstance(message, UnclearMessage)
        await room.withdraws()
        assert await reviewing.judge(units, message, "noor", label, now) is Outcome.ERASED
        sentences = Sentences()
        assert not await reviewing.teach(units, message, NewSentence(NEW, label), sentences)
    assert sentences.added == []


async def test_a_sentence_that_cannot_be_written_leaves_the_message(room: Room) -> None:
    await room.keeps(MESSAGE)
    await room.reads("noor", *LONELY)
    (room.data / "loneliness.yml").write_text("nlu: []\n")
    with pytest.raises(OperatorError):
        await room.reads("sam", *LONELY, NEW)
    assert await room.counts() == [0, 1, 0]


# --- at the keyboard -------------------------------------------------------------------------------


def _maatje(home: Path, *words: str, typed: bytes = b"", learning: str = "on") -> tuple[int, str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAATJE_")}
    done = subprocess.run(
        [str(Path(sys.executable).parent / "maatje"), "nlu", "review", *words],
        input=typed,
        capture_output=True,
        timeout=60,
        cwd=ROOT,
        env=environment | {"MAATJE_HOME": str(home), "MAATJE_LEARNING": learning},
    )
    return done.returncode, (done.stdout + done.stderr).decode()


@pytest.mark.parametrize("learning", ["", "off", "aann"])
def test_where_it_is_off_it_says_so_kindly(tmp_path: Path, learning: str) -> None:
    code, said = _maatje(tmp_path, "--reader", "Noor", learning=learning)
    assert code == 0
    assert said.strip() == OFF
    assert list(tmp_path.iterdir()) == []


def test_a_missing_name_is_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    code, said = _maatje(tmp_path)
    assert code == 1
    assert said.startswith("Zeg wie er leest")
    assert "Traceback" not in said


async def test_piped_lines_work_and_bytes_that_are_no_text_are_asked_again(room: Room) -> None:
    await room.keeps(MESSAGE)
    typed = b"\xff\xfe\r\nloneliness\r\ntell\r\nnone\r\n"
    code, said = _maatje(room.settings.home, "--reader", "Noor", typed=typed)
    assert code == 0
    assert TOLD[Outcome.WAITS] in said
    assert await room.counts() == [0, 1, 0]
