"""Replies as they stand on somebody's screen, and what happens when they cannot get there."""

from __future__ import annotations

import inspect
from itertools import count
from typing import Any

import httpx
import pytest
import telegram.error
from telegram.request import HTTPXRequest

from bot.channels.telegram.connecting import QuietBot
from bot.channels.telegram.delivering import TelegramSender, split
from bot.domain.messages import Button, Document, Reply, Spot
from bot.errors import (
    DeliveryDelayed,
    DeliveryFailed,
    DeliveryImpossible,
    DeliveryMoved,
    DeliveryRefused,
)
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
        (telegram.error.ChatMigrated(-3003), DeliveryMoved),
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


PDF = Document("papier.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
PNG = Document("doel.png", "image/png", b"\x89PNG\r\n\x1a\n\x00")


async def test_a_document_comes_whole_with_its_words_and_buttons_under_it(
    young: FakeUser, sender: TelegramSender
) -> None:
    numbers = await sender.send("1001", Reply("Kijk eens", buttons("Ja"), document=PDF))
    (seen,) = young.screen
    assert seen.file == ("document", "papier.pdf", PDF.content)
    assert (seen.text, seen.buttons) == ("Kijk eens", ("Ja",))
    assert numbers == (str(seen.message_id),)


async def test_a_picture_can_be_looked_at_in_the_chat(
    fake: FakeBotApi, young: FakeUser, sender: TelegramSender
) -> None:
    await sender.send("1001", Reply("Jouw doel", document=PNG))
    (seen,) = young.screen
    assert seen.file == ("photo", "doel.png", PNG.content)
    assert fake.failures == []


async def test_words_that_do_not_fit_under_a_file_follow_by_themselves(
    fake: FakeBotApi, young: FakeUser, sender: TelegramSender
) -> None:
    long = Reply("woord " * 300, buttons("Ja"), document=PDF)
    await sender.send("1001", long)
    file, words = young.screen
    assert (file.text, file.buttons, file.file is not None) == ("", (), True)
    assert (words.text.strip(), words.buttons) == (long.text.strip(), ("Ja",))


async def test_a_file_that_went_is_not_sent_again_when_its_words_did_not(
    fake: FakeBotApi, young: FakeUser, sender: TelegramSender
) -> None:
    long = Reply("woord " * 300, document=PDF)
    fake.breaks(1)
    with pytest.raises(DeliveryFailed):
        await sender.send("1001", long)
    await sender.send("1001", long)
    assert [seen.file is not None for seen in young.screen] == [True, False]


async def test_a_file_that_failed_goes_whole_the_next_time(
    fake: FakeBotApi, young: FakeUser, sender: TelegramSender
) -> None:
    fake.breaks(1, "sendDocument")
    with pytest.raises(DeliveryFailed):
        await sender.send("1001", Reply("Kijk", document=PDF))
    await sender.send("1001", Reply("Kijk", document=PDF))
    assert [seen.file for seen in young.screen] == [("document", PDF.name, PDF.content)]


async def test_a_file_for_who_blocked_the_bot_is_refused_in_our_words(
    young: FakeUser, sender: TelegramSender
) -> None:
    young.blocks()
    with pytest.raises(DeliveryRefused):
        await sender.send("1001", Reply("Kijk", document=PDF))


def test_the_bytes_of_a_file_show_in_no_log() -> None:
    assert "PDF-1.7" not in repr(Reply("Kijk", document=PDF))


async def test_what_is_withdrawn_is_deleted(young: FakeUser, sender: TelegramSender) -> None:
    sent = tuple(await sender.send("1001", Reply("van de muur")))
    assert await sender.send("1001", Reply("ingetrokken", spot=Spot(removes=sent))) == ()
    assert young.screen == []


async def test_after_48_hours_withdrawn_stands_in_its_place(
    fake: FakeBotApi, young: FakeUser, sender: TelegramSender
) -> None:
    sent = tuple(await sender.send("1001", Reply("van de muur")))
    fake.too_old |= {int(number) for number in sent}
    await sender.send("1001", Reply("ingetrokken", spot=Spot(removes=sent)))
    assert [seen.text for seen in young.screen] == ["ingetrokken"]


async def test_what_somebody_deleted_there_already_is_well(
    young: FakeUser, sender: TelegramSender
) -> None:
    assert await sender.send("1001", Reply("ingetrokken", spot=Spot(removes=("999",)))) == ()
    assert young.screen == []


async def test_what_telegram_neither_deletes_nor_edits_is_said(
    fake: FakeBotApi, young: FakeUser, sender: TelegramSender
) -> None:
    sent = tuple(await sender.send("1001", Reply("van de muur")))
    fake.too_old |= {int(number) for number in sent}
    fake.breaks(1, "editMessageText", 400)
    with pytest.raises(DeliveryImpossible):
        await sender.send("1001", Reply("ingetrokken", spot=Spot(removes=sent)))


async def test_what_maatje_said_goes_from_the_screen_before_the_last_word(
    young: FakeUser, bot: QuietBot
) -> None:
    sender = TelegramSender(bot, now=count(0, 10).__next__)  # no hurry
    sent = [(await sender.send("1001", Reply(f"regel {n}")))[0] for n in range(3)]
    goes = Reply("tot later", spot=Spot(clears=(*sent, "999999")))
    await sender.send("1001", goes)
    assert [seen.text for seen in young.screen] == ["tot later"]
    await sender.send("1001", goes)  # once more after a crash: nothing is left to take away
    assert [seen.text for seen in young.screen] == ["tot later", "tot later"]


async def test_one_message_that_is_too_old_does_not_keep_the_others(
    fake: FakeBotApi, young: FakeUser, bot: QuietBot
) -> None:
    sender = TelegramSender(bot, now=count(0, 10).__next__)  # no hurry
    sent = [(await sender.send("1001", Reply(f"regel {n}")))[0] for n in range(3)]
    fake.too_old |= {int(sent[0])}
    await sender.send("1001", Reply("tot later", spot=Spot(clears=tuple(sent))))
    assert [seen.text for seen in young.screen] == ["regel 0", "tot later"]
