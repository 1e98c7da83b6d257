"""A whole talk over Telegram between a tester, a volunteer and a professional, with `maatje run` as a
process: undisturbed, and killed with kill -9 between any two steps."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.process.fake_language import FakeLanguageServer
from tests.process.processes import Warm, real
from tests.process.telegram_house import (
    COORDINATOR,
    PROFESSIONAL,
    VOLUNTEER,
    YOUNG,
    TelegramHouse,
)
from tests.process.times import untimed
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_user import FakeUser

pytestmark = pytest.mark.alone

PEOPLE = {
    YOUNG: "young",
    VOLUNTEER: "volunteer",
    PROFESSIONAL: "professional",
    COORDINATOR: "coordinator",
}
LOUD = {  # what a curious operator might switch on
    "PYTHONWARNINGS": "always",
    "PYTHONASYNCIODEBUG": "1",
    "HTTPX_LOG_LEVEL": "trace",
    "LOG_LEVEL": "DEBUG",
    "MAATJE_LOG_LEVEL": "DEBUG",
    "DEBUG": "1",
}
CANARY = "kanarie"  # in every text that somebody types


@dataclass(frozen=True)
class Step:
    """Somebody types or presses something; then these words are the last that they see."""

    who: int
    says: str
    then: tuple[tuple[int, str], ...]
    press: bool = False


def _press(who: int, label: str, *then: tuple[int, str]) -> Step:
    return Step(who, label, then, press=True)


GOAL, PEER = "ik wil een kanariedoel", "kan ik met een kanariemens praten"
ALIAS = "Rode Panda: "
STEPS = (
    Step(YOUNG, GOAL, ((YOUNG, "Wat is één kleine stap"),)),
    Step(YOUNG, "kanarie voeren", ((YOUNG, "Wanneer of waar doe je dat?"),)),
    Step(YOUNG, "na het kanarieontbijt", ((YOUNG, "Wat kan er in de weg komen"),)),
    _press(YOUNG, "Sla over", (YOUNG, "Dit is dan je plan")),
    _press(YOUNG, "Klopt", (YOUNG, "Hoe zeker ben je")),
    _press(YOUNG, "7", (YOUNG, "Met wie deel je het?")),
    _press(YOUNG, "Met mijn maatje", (YOUNG, "Wanneer mag ik vragen")),
    _press(YOUNG, "Morgen", (YOUNG, "Je doel staat")),
    Step(YOUNG, PEER, ((YOUNG, "Waar woon je?"),)),
    _press(YOUNG, "Nederland", (YOUNG, "Hoe oud ben je?")),
    _press(YOUNG, "16 of 17", (YOUNG, "Heb je een wens")),
    _press(YOUNG, "Maakt niet uit", (YOUNG, "Ik heb het gevraagd"), (VOLUNTEER, "Een jongere wil")),
    _press(
        VOLUNTEER,
        "Ik neem dit gesprek",
        (VOLUNTEER, "Je praat nu met"),
        (YOUNG, "Rode Panda is er nu"),
    ),
    Step(YOUNG, "hoi kanarie", ((VOLUNTEER, "hoi kanarie"),)),
    Step(VOLUNTEER, "vertel eens, kanarie", ((YOUNG, ALIAS + "vertel eens, kanarie"),)),
    Step(VOLUNTEER, "/klaar", ((VOLUNTEER, "is afgesloten"), (YOUNG, "Hoe was het gesprek"))),
    _press(YOUNG, "Klaar voor nu", (YOUNG, "Typ gerust weer")),
    Step(
        YOUNG,
        "ik wil niet meer leven kanarie",
        ((YOUNG, "nu veilig te blijven"), (PROFESSIONAL, "GEVAAR")),
    ),
    _press(
        PROFESSIONAL,
        "Ik neem dit gesprek",
        (PROFESSIONAL, "Je praat nu met"),
        (YOUNG, "Witte Zwaan is er nu"),
    ),
    Step(YOUNG, "ik ben bang kanarie", ((PROFESSIONAL, "ik ben bang kanarie"),)),
    Step(PROFESSIONAL, "ik blijf bij je kanarie", ((YOUNG, "ik blijf bij je kanarie"),)),
)
Screens = dict[str, list[tuple[str, tuple[str, ...]]]]


@pytest.fixture
def ready(house: TelegramHouse) -> TelegramHouse:
    """Everybody is registered."""
    house.language.acts.update({GOAL: "set_goal", PEER: "want_peer"})
    house.start()
    house.registered()
    return house


def _played(house: TelegramHouse, between: Callable[[], None] = lambda: None) -> Screens:
    """Plays all steps; what everybody saw."""
    for step in STEPS:
        person = house.user(step.who)
        seen = {who: len(house.user(who).screen) for who, _ in step.then}
        (person.presses if step.press else person.types)(step.says)
        for who, words in step.then:
            house.until(partial(_sees, house.user(who), words, seen[who]))
        between()
    return {
        name: [(message.text, message.buttons) for message in house.user(chat).screen]
        for chat, name in PEOPLE.items()
    }


def _sees(person: FakeUser, words: str, since: int) -> bool:
    return any(words in message.text for message in person.screen[since:])


_undisturbed: Screens = {}


def _comparable(screens: Screens) -> Screens:
    """The aliases of a house begin at a place of its own, and the clock is the real one; everything
    else is the same."""
    found = next(
        text.split("Je praat nu met ")[1].split(".")[0]
        for text, _ in screens["volunteer"]
        if "Je praat nu met" in text
    )
    last = next(
        text.split("Je praat nu met ")[1].split(".")[0]
        for text, _ in screens["professional"]
        if "Je praat nu met" in text
    )
    return {
        name: [
            (untimed(text.replace(found, "ALIAS").replace(last, "ALIAS 2")), labels)
            for text, labels in seen
        ]
        for name, seen in screens.items()
    }


def test_a_talk_and_not_a_word_of_it_in_any_log(
    tmp_path: Path, fake: FakeBotApi, language: FakeLanguageServer
) -> None:
    """By the real command, with everything switched on that could make it talkative."""
    house = TelegramHouse(tmp_path / "home", real, fake, language, **LOUD)
    language.acts.update({GOAL: "set_goal", PEER: "want_peer"})
    try:
        house.start()
        house.registered()
        _undisturbed.update(_comparable(_played(house)))
        assert house.told_to_stop(10) == 0
    finally:
        house.stop()
    young = "\n".join(text for text, _ in _undisturbed["young"])
    assert all(words in young for words in ("113", "Met wie deel je het?"))
    shared = [text for text, _ in _undisturbed["volunteer"] if "kanarie voeren" in text]
    assert shared, "the volunteer sees the goal that was shared"
    staff = json.dumps(_undisturbed["volunteer"] + _undisturbed["professional"])
    said = house.said()
    assert not [name for name in ("Kanarie", "Geelvink") if name in staff]
    forbidden = (CANARY, "Kanarie", "Geelvink", fake.token, "FAKE-token", *map(str, PEOPLE))
    assert not [word for word in forbidden if word in said]
    assert "Traceback" not in said
    assert all(CANARY not in text for text in _files(house.home))


def _files(home: Path) -> list[str]:
    """Everything at rest, as a thief of the disk would read it."""
    return [path.read_bytes().decode("latin-1") for path in home.rglob("*") if path.is_file()]


@pytest.mark.slow
def test_killed_between_any_two_steps(ready: TelegramHouse, warm: Warm) -> None:
    """Every boundary is crossed by a new process; the phones show the same talk. A message may come
    twice when the kill fell between Telegram and our note that it was sent."""
    kills = 0

    def kill() -> None:
        nonlocal kills
        ready.kill()
        kills += 1
        ready.start()

    seen = _comparable(_played(ready, kill))
    if not _undisturbed:
        pytest.skip("needs the undisturbed talk above")
    repeats = 0
    for name, messages in seen.items():
        once = [
            one for one, before in zip(messages, [None, *messages], strict=False) if one != before
        ]
        assert once == _undisturbed[name]
        repeats += len(messages) - len(once)
    assert repeats <= kills
    print(f"{kills} kills, {repeats} repeats", file=sys.stderr)
