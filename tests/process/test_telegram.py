"""`maatje run` as an operator starts it, and what comes in through Telegram."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from tests.process.processes import environment, finished, real
from tests.process.telegram_house import STRANGER, YOUNG, TelegramHouse
from tests.telegram.fake_bot_api import FakeBotApi

pytestmark = pytest.mark.alone

SENTENCE = re.compile(r"[A-ZE].*[.!]")


def _complaint(args: list[str], env: dict[str, str]) -> str:
    """What a command says that cannot do its work: one Dutch message, exit 1, no traceback."""
    done = finished(args, env)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if not re.match(r"\d{4}-", line)]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_without_a_token(tmp_path: Path) -> None:
    said = _complaint(["run"], environment(tmp_path / "home"))
    assert "MAATJE_TELEGRAM_TOKEN" in said
    assert "make demo" in said


def test_with_something_that_is_no_token(tmp_path: Path) -> None:
    env = environment(tmp_path / "home", MAATJE_TELEGRAM_TOKEN="kanarie-geheim")
    assert "lijkt geen token" in _complaint(["run"], env)


def test_with_a_token_that_telegram_does_not_know(house: TelegramHouse) -> None:
    wrong = house.env | {"MAATJE_TELEGRAM_TOKEN": "1001:WRONG-kanarie-token"}
    said = _complaint(["run"], wrong)
    assert "Telegram kent dit token niet" in said
    assert "kanarie" not in said


def test_two_on_one_home(house: TelegramHouse) -> None:
    house.start()
    assert "Er draait al een Maatje" in _complaint(["run"], house.env)
    chat = finished(["chat", "--jsonl", "--without-nlu"], house.env)
    assert (chat.returncode, "Er draait al een Maatje" in chat.stderr) == (1, True)


def test_before_release_a_stranger_gets_help_and_the_log_says_what_is_missing(
    house: TelegramHouse,
) -> None:
    house.start()
    stranger = house.user(STRANGER)
    stranger.types("ik wil kanariepraten")
    stranger.waits_for("nog niet open")
    house.until(lambda: "missing for release" in house.said())
    (seen,) = stranger.screen
    assert all(number in seen.text for number in ("112", "113", "1813"))
    log = house.said()
    assert "MAATJE_ORGANISATION" in log
    assert "beroepskracht" in log
    assert not [word for word in ("kanarie", str(STRANGER), house.fake.token) if word in log]


def test_a_code_works_once(house: TelegramHouse) -> None:
    code = house.invite("tester")  # on a fresh home, before the first start
    house.start()
    house.user(YOUNG).types(f"/start {code}")
    house.user(YOUNG).waits_for("Waar wil je het over hebben?")
    house.user(STRANGER).types(f"/start {code}")
    house.user(STRANGER).waits_for("Deze code werkt niet")
    house.user(STRANGER).types("en nu?")
    house.user(STRANGER).waits_for("nog niet open")


def test_what_is_no_plain_message(house: TelegramHouse) -> None:
    """Each gets a kind answer, in order, and none stops the bot."""
    young = house.user(YOUNG)
    code = house.invite("tester")
    house.start()
    young.types(f"/start {code}")
    young.waits_for("Waar wil je het over hebben?")
    for send, answer in (
        (young.sends_photo, "Foto's kan ik niet bekijken"),
        (young.sends_voice, "spraakberichten"),
        (young.sends_sticker, "een sticker"),
        (young.sends_contact, "niets met een contact"),
        (lambda: young.edits("/start toch anders"), "een bericht hebt aangepast"),
        (lambda: young.types("🙃🙃"), "Ik zie alleen tekens"),
        (lambda: young.types("/bestaatniet"), "ken ik niet"),
        (lambda: young.types("x" * 4096), "zo veel opschrijft"),
    ):
        send()
        young.waits_for(answer)
    house.fake.in_group(-100, "kanarie in de klas")
    young.types("/menu")
    young.waits_for("Daar ben je weer")
    house.until(lambda: "Pesten" in young.screen[-1].buttons)
    young.presses("Pesten")
    young.waits_for("Hoe is dat nu voor jou?")
    young.presses("Pesten")
    young.waits_for("Die knop hoorde bij een eerdere vraag")
    assert -100 not in house.fake.screens
    assert "kanarie" not in house.said()


def test_the_same_update_twice(house: TelegramHouse) -> None:
    """Also when a kill lies in between."""
    young = house.user(YOUNG)
    code = house.invite("tester")
    house.start()
    young.types(f"/start {code}")
    young.waits_for("Waar wil je het over hebben?")
    young.redeliver_last()
    young.types("/menu")
    young.waits_for("Daar ben je weer")
    house.until(lambda: len(young.screen) >= 4)
    house.kill()
    young.redeliver_last()
    house.start()
    house.until(lambda: not house.fake.pending)
    time.sleep(1.0)
    texts = [seen.text for seen in young.screen]
    assert sum("Hoi, ik ben Maatje" in text for text in texts) == 1
    assert sum("Daar ben je weer" in text for text in texts) == 1


def test_telegram_stumbles(house: TelegramHouse) -> None:
    """429, 500 and a broken line: everything still arrives, in order."""
    young = house.user(YOUNG)
    code = house.invite("tester")
    house.start()
    house.fake.floods(2, 1)
    house.fake.breaks(1)
    house.fake.breaks(1, "getUpdates", 502)
    young.types(f"/start {code}")
    young.waits_for("Waar wil je het over hebben?", within=20)
    assert "Hoi, ik ben Maatje" in young.screen[0].text
    assert [seen.text for seen in young.screen if "Waar wil je" in seen.text] == [
        young.screen[-1].text
    ]


def test_stops_kindly(tmp_path: Path, house: TelegramHouse, fake: FakeBotApi) -> None:
    """SIGTERM with a message under way: it is finished, once, and the exit is clean and quick."""
    house._starter = real  # its exit code is wanted
    young = house.user(YOUNG)
    code = house.invite("tester")
    house.start()
    fake.delay = 0.4
    young.types(f"/start {code}")
    house.until(lambda: any(name == "sendMessage" for name, _ in fake.calls))
    began = time.monotonic()
    assert house.told_to_stop(10) == 0
    assert time.monotonic() - began < 10
    assert "Traceback" not in house.said()
    texts = [seen.text for seen in young.screen]
    assert len(texts) == len(set(texts))
    assert "Waar wil je het over hebben?" in texts[-1]
    fake.delay = 0.0
    house.start()
    time.sleep(1.0)
    assert [seen.text for seen in young.screen] == texts
