"""Replies as they stand on somebody's screen, and what happens when they cannot get there."""

from __future__ import annotations

import inspect
from typing import Any

import httpx
import pytest
import telegram.error
from telegram.request import HTTPXRequest

from bot.channels.telegram.connecting import QuietBot
from bot.channels.telegram.delivering import TelegramSender, split
from bot.domain.messages import Button, Reply
from bot.errors import DeliveryDelayed, DeliveryFailed, DeliveryImpossible, DeliveryRefused
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_user import FakeUser


@pytest.fixture
def sender(bot: QuietBot) -> TelegramSender:
    return TelegramSender(bot)


@pytest.fixture
def young(fake: FakeBotApi) -> FakeUser:
    person = fake.user(1001)
    person.types("hoi")
    return person


def buttons(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(label, f"key:{label}"[:64]) for label in labels)


async def test_short_labels_share_a_row_and_long_ones_do_not(
    young: FakeUser, sender: TelegramSender
) -> None:
    labels = ("Ja", "Nee", "Met een maatje praten", "Een doel", "Niet nu", "Weet niet")
    await sender.send("1001", Reply("Wat wil je?", buttons(*labels)))
    assert young.screen[0].rows == (
        ("Ja", "Nee"),
        ("Met een maatje praten",),
        ("Een doel", "Niet nu"),
        ("Weet niet",),
    )


async def test_words_stay_as_they_are_and_links_show_no_preview(
    fake: FakeBotApi, young: FakeUser, sender: TelegramSender
) -> None:
    words = "Kijk op <b>113.nl</b> *nu* & bel_even_ [hier](https://113.nl)"
    await sender.send("1001", Reply(words))
    _, params = next(call for call in fake.calls if call[0] == "sendMessage")
    assert young.screen[0].text == words
    assert '"is_disabled": true' in params["link_preview_options"]


async def test_a_long_text_comes_in_parts_with_the_buttons_under_the_last(
    young: FakeUser, sender: TelegramSender
) -> None:
    paragraph = "woord " * 200
    await sender.send("1001", Reply("\n\n".join([paragraph] * 6), buttons("Ja")))
    assert [seen.buttons for seen in young.screen] == [(), ("Ja",)]
    together = " ".join(seen.text for seen in young.screen)
    assert together.split() == ["woord"] * 1200


@pytest.mark.parametrize("text", ["x" * 9_000, "😭" * 5_000, "a\n" * 5_000, "é " * 4_097])
def test_no_part_is_too_long_and_no_character_is_lost(text: str) -> None:
    parts = split(text)
    assert all(len(part.encode("utf-16-le")) <= 2 * 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


async def test_a_long_text_goes_on_where_it_stopped(
    fake: FakeBotApi, young: FakeUser, sender: TelegramSender, bot: QuietBot
) -> None:
    long = Reply("a" * 4096 + "b" * 4096, buttons("Ja"))
    fake.delay = 0.0
    sent = [0]

    class BreaksAtTheSecond(QuietBot):
        async def send_message(self, *args: Any, **more: Any) -> telegram.Message:
            sent[0] += 1
            if sent[0] == 2:
                raise telegram.error.NetworkError("weg")
            return await bot.send_message(*args, **more)

    interrupted = TelegramSender(BreaksAtTheSecond(fake.token))
    with pytest.raises(DeliveryFailed):
        await interrupted.send("1001", long)
    await interrupted.send("1001", long)
    assert [seen.text[0] for seen in young.screen] == ["a", "b"]


async def test_who_blocked_maatje_has_left(young: FakeUser, sender: TelegramSender) -> None:
    young.blocks()
    with pytest.raises(DeliveryRefused):
        await sender.send("1001", Reply("ben je er nog?"))
    young.unblocks()
    await sender.send("1001", Reply("welkom terug"))
    assert young.screen[-1].text == "welkom terug"


async def test_who_never_wrote_cannot_be_reached(sender: TelegramSender) -> None:
    with pytest.raises(DeliveryRefused):
        await sender.send("1999", Reply("hoi"))


async def test_telegram_asking_for_patience_delays_only_that_chat(
    fake: FakeBotApi, young: FakeUser, sender: TelegramSender
) -> None:
    fake.user(1002).types("hoi")
    fake.floods(1, retry_after=35, chat=1001)
    with pytest.raises(DeliveryDelayed) as delay:
        await sender.send("1001", Reply("later"))
    assert delay.value.seconds == 35
    await sender.send("1002", Reply("nu"))
    asked = len(fake.calls)
    with pytest.raises(DeliveryDelayed):
        await sender.send("1001", Reply("later"))
    assert len(fake.calls) == asked, "Telegram was asked again before it wanted"
    assert fake.user(1002).screen[-1].text == "nu"


async def test_a_broken_line_is_told_as_failed_and_may_repeat_one_message(
    fake: FakeBotApi, young: FakeUser, sender: TelegramSender
) -> None:
    fake.hangs_up(1)
    with pytest.raises(DeliveryFailed):
        await sender.send("1001", Reply("een keer of twee"))
    await sender.send("1001", Reply("een keer of twee"))
    assert [seen.text for seen in young.screen] == ["een keer of twee"] * 2


async def test_a_server_error_is_told_as_failed(
    fake: FakeBotApi, young: FakeUser, sender: TelegramSender
) -> None:
    fake.breaks(1)
    with pytest.raises(DeliveryFailed):
        await sender.send("1001", Reply("hoi"))


async def test_words_arrive_even_when_telegram_refuses_the_buttons(
    young: FakeUser, sender: TelegramSender, caplog: pytest.LogCaptureFixture
) -> None:
    too_big = Button("Ja", "k" * 65)
    await sender.send("1001", Reply("Bel 113, ook 's nachts", (too_big,)))
    assert [(seen.text, seen.buttons) for seen in young.screen] == [("Bel 113, ook 's nachts", ())]
    assert "zonder knoppen" in caplog.text


async def test_a_proxy_that_says_no_is_no_person_that_left(
    fake: FakeBotApi, young: FakeUser, sender: TelegramSender
) -> None:
    fake.refuses("Access denied by firewall", code=403)
    with pytest.raises(DeliveryFailed):
        await sender.send("1001", Reply("hoi"))


ERRORS: dict[type[telegram.error.TelegramError], tuple[telegram.error.TelegramError, type]] = {
    type(error): (error, mapped)
    for error, mapped in (
        (telegram.error.TelegramError("kanarie"), DeliveryFailed),
        (telegram.error.BadRequest("Message text is empty"), DeliveryImpossible),
        (telegram.error.ChatMigrated(-3003), DeliveryRefused),
        (telegram.error.Conflict("kanarie"), DeliveryFailed),
        (telegram.error.EndPointNotFound("kanarie"), DeliveryFailed),
        (telegram.error.Forbidden("Forbidden: user is deactivated"), DeliveryRefused),
        (telegram.error.InvalidToken("kanarie"), DeliveryFailed),
        (telegram.error.NetworkError("kanarie"), DeliveryFailed),
        (telegram.error.PassportDecryptionError("kanarie"), DeliveryFailed),
        (telegram.error.RetryAfter(4), DeliveryDelayed),
        (telegram.error.TimedOut("kanarie"), DeliveryFailed),
    )
}


def telegram_errors() -> list[type[telegram.error.TelegramError]]:
    found = [kind for _, kind in inspect.getmembers(telegram.error, inspect.isclass)]
    return [kind for kind in found if issubclass(kind, telegram.error.TelegramError)]


@pytest.mark.parametrize("kind", telegram_errors())
async def test_every_error_of_telegram_has_a_word_of_ours(
    kind: type[telegram.error.TelegramError],
) -> None:
    error, mapped = ERRORS[kind]

    class Refusing(QuietBot):
        async def send_message(self, *_: Any, **__: Any) -> telegram.Message:
            raise error

    with pytest.raises(mapped) as caught:
        await TelegramSender(Refusing("1001:fake")).send("1001", Reply("hoi", buttons("Ja")))
    assert "kanarie" not in str(caught.value)
    assert caught.value.__context__ is None, "their words travel along in the traceback"


def httpx_errors() -> list[type[Exception]]:
    found = [kind for _, kind in inspect.getmembers(httpx, inspect.isclass)]
    return [kind for kind in found if issubclass(kind, httpx.HTTPError | httpx.InvalidURL)]


@pytest.mark.parametrize("kind", [*httpx_errors(), OSError, RuntimeError])
async def test_every_error_of_the_network_is_told_as_failed(kind: type[Exception]) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        if kind is httpx.HTTPStatusError:
            raise httpx.HTTPStatusError("", request=request, response=httpx.Response(500))
        raise kind("")

    request = HTTPXRequest(httpx_kwargs={"transport": httpx.MockTransport(fail)})
    with pytest.raises(DeliveryFailed):
        await TelegramSender(QuietBot("1001:fake", request=request)).send("1001", Reply("hoi"))


async def test_a_receipt_that_cannot_be_read_does_not_send_the_message_twice() -> None:
    asked = []

    def receipt(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"ok": True, "result": {"invented": 2031}})

    request = HTTPXRequest(httpx_kwargs={"transport": httpx.MockTransport(receipt)})
    await TelegramSender(QuietBot("1001:fake", request=request)).send("1001", Reply("hoi"))
    assert len(asked) == 1
