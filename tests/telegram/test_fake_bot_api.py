"""The fake itself: a test that stands on it must fail where Telegram would fail."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.channels.telegram.connecting import QuietBot
from tests.telegram.fake_bot_api import FakeBotApi


def ask(fake: FakeBotApi, method: str, **params: object) -> tuple[int, str]:
    url = f"{fake.url}/bot{fake.token}/{method}"
    answer = httpx.post(url, json=params, trust_env=False)
    return answer.status_code, answer.json().get("description", "")


def test_an_unknown_method_fails_the_test() -> None:
    with FakeBotApi() as fake:
        assert ask(fake, "forwardMessage")[0] == 404
        assert ask(fake, "sendMessage", chat_id=1001, text="x", parse_mode="HTML")[0] == 400
        assert fake.failures == [
            "unknown method forwardMessage",
            "sendMessage with unexpected parse_mode",
        ]


def test_a_wrong_token_knows_nothing(fake: FakeBotApi) -> None:
    answer = httpx.post(f"{fake.url}/bot1:nope/getMe", trust_env=False)
    assert (answer.status_code, answer.json()["ok"]) == (401, False)


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        ({"chat_id": 1999, "text": "x"}, "chat not found"),
        ({"chat_id": 1001, "text": " "}, "text is empty"),
        ({"chat_id": 1001, "text": "x" * 4097}, "too long"),
        (
            {"chat_id": 1001, "text": "x", "reply_markup": {"keyboard": [["Ja"]]}},
            "inline keyboards",
        ),
        (
            {
                "chat_id": 1001,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "Ja", "callback_data": "k" * 65}]]},
            },
            "BUTTON_DATA_INVALID",
        ),
        (
            {
                "chat_id": 1001,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "", "callback_data": "k"}]]},
            },
            "non-empty",
        ),
    ],
)
def test_what_telegram_refuses_is_refused(
    fake: FakeBotApi, message: dict[str, object], complaint: str
) -> None:
    fake.user(1001).types("hoi")
    code, description = ask(fake, "sendMessage", **message)
    assert code == 400
    assert complaint in description


async def test_presses_die_after_150_seconds_and_messages_after_a_day(
    fake: FakeBotApi, bot: QuietBot
) -> None:
    young = fake.user(1001)
    young.types("hoi")
    keys = {"inline_keyboard": [[{"text": "Ja", "callback_data": "k"}]]}
    await bot.send_message(1001, "Zullen we?", api_kwargs={"reply_markup": keys})
    young.presses("Ja")
    fake.advance(151)
    left = await bot.updates(None, 100, 0, ())
    assert [list(update)[1] for update in left] == ["message"]
    fake.advance(86_400)
    assert await bot.updates(None, 100, 0, ()) == []


async def test_kinds_that_were_not_asked_for_do_not_come(fake: FakeBotApi, bot: QuietBot) -> None:
    await bot.updates(None, 100, 0, ("message",))
    fake.user(1001).types("hoi")
    fake.user(1001).edits("hoi!")
    assert [list(one)[1] for one in await bot.updates(None, 100, 0, ("message",))] == ["message"]


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The fake as a process of its own; gives its address."""
    command = [sys.executable, "-m", "tests.telegram.fake_bot_api", "--control"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.terminate()


def test_it_can_be_driven_from_another_process(elsewhere: str) -> None:
    with httpx.Client(base_url=elsewhere, trust_env=False) as web:
        bot = f"/bot{FakeBotApi.token}"
        assert web.post("/control/types", json={"chat": 1001, "text": "hoi"}).status_code == 200
        keys = {"inline_keyboard": [[{"text": "Ja", "callback_data": "k"}]]}
        reply = {"chat_id": 1001, "text": "dag", "reply_markup": keys}
        assert web.post(f"{bot}/sendMessage", json=reply).json()["ok"]
        assert web.post("/control/presses", json={"chat": 1001, "text": "Nee"}).status_code == 400
        assert web.post("/control/presses", json={"chat": 1001, "text": "Ja"}).status_code == 200
        screen = web.get("/control/screen?chat=1001").json()
        assert screen == [{"text": "dag", "buttons": ["Ja"]}]
        assert len(web.post(f"{bot}/getUpdates").json()["result"]) == 2
        web.post("/control/floods", json={"times": 1, "retry_after": 2})
        assert web.post(f"{bot}/sendMessage", json=reply).status_code == 429
        assert web.get("/control/failures").json() == []
