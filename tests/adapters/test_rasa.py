"""The language service over HTTP: whatever it does, the bot gets a meaning or `NluUnavailable`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.adapters import rasa
from bot.adapters.rasa import RasaLanguageService, interpretation_of
from bot.domain.interpretation import Origin, Told
from bot.domain.practice import LineKind
from bot.domain.safety import DangerKind, RiskLevel
from bot.errors import NluUnavailable

FULL = {
    "text": "ze lachen me uit",
    "intent": {"name": "bullying", "confidence": 0.91},
    "intent_ranking": [
        {"name": "bullying", "confidence": 0.91},
        {"name": "loneliness", "confidence": 0.05},
    ],
    "act": {"name": "tell", "confidence": 0.8},
    "risk": {"level": "concern", "kinds": ["self_harm", "suicide"], "life_now": False},
    "entities": [{"entity": "time", "value": "elke pauze", "start": 1, "end": 2}],
    "situations": [{"name": "laughed_at", "topic": "bullying", "confidence": 0.7}],
}
STOCK = {"text": "hoi", "intent": {"name": "bullying", "confidence": 0.5}, "entities": []}

Answering = Callable[[httpx.Request], httpx.Response]


def service(answer: Answering, url: str | None = "http://127.0.0.1:5005") -> RasaLanguageService:
    return RasaLanguageService(lambda: url, "t0ken", httpx.MockTransport(answer))


def answering(data: Any, status: int = 200) -> Answering:
    return lambda request: httpx.Response(status, json=data)


async def test_a_full_answer_gives_topic_act_and_risk() -> None:
    meaning = await service(answering(FULL)).interpret("ze lachen me uit")
    assert (meaning.topic.name, meaning.act.name, meaning.origin) == (
        "bullying",
        "tell",
        Origin.MODEL,
    )
    assert [row.name for row in meaning.ranking] == ["bullying", "loneliness"]
    assert meaning.risk.level is RiskLevel.CONCERN
    assert meaning.risk.kinds == (DangerKind.SUICIDE, DangerKind.SELF_HARM)
    assert meaning.entities == (("time", "elke pauze"),)
    assert meaning.situations == (Told("laughed_at", "bullying", 0.7),)


async def test_a_stock_model_gives_a_topic_and_nothing_else() -> None:
    meaning = await service(answering(STOCK)).interpret("hoi")
    assert meaning.topic.name == "bullying"
    assert meaning.clear_act() is None
    assert meaning.risk.signs == ()


async def test_text_and_token_are_sent_and_nothing_about_a_person() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=FULL)

    await service(answer).interpret("hoi")
    assert seen[0].url == "http://127.0.0.1:5005/model/parse?token=t0ken"
    assert seen[0].read() == b'{"text":"hoi"}'


async def test_life_now_is_urgent_whatever_the_level_says() -> None:
    data = FULL | {"risk": {"level": "concern", "kinds": ["suicide"], "life_now": True}}
    assert interpretation_of(data).risk.level is RiskLevel.URGENT


async def test_a_risk_without_a_kind_is_danger_of_another_kind() -> None:
    data = FULL | {"risk": {"level": "urgent", "kinds": []}}
    assert interpretation_of(data).risk.kinds == (DangerKind.OTHER,)


GARBAGE: tuple[Any, ...] = (
    None,
    [],
    "tekst",
    5,
    {},
    {"intent": None},
    {"intent": {}},
    {"intent": {"name": "x"}},
    {"intent": {"name": "x", "confidence": "veel"}},
    {"intent": ["x"]},
    FULL | {"risk": {"level": "ramp"}},
    FULL | {"risk": {"level": "urgent", "kinds": ["x"]}},
    FULL | {"risk": "urgent"},
    FULL | {"act": "tell"},
    FULL | {"intent_ranking": [{}]},
    FULL | {"intent_ranking": 5},
    FULL | {"entities": 5},
    FULL | {"entities": ["x"]},
    FULL | {"risk": {"level": "urgent", "kinds": 5}},
    FULL | {"act": {"name": "x", "confidence": {}}},
)


@pytest.mark.parametrize("data", GARBAGE, ids=repr)
async def test_an_answer_that_is_none_counts_as_no_answer(data: Any) -> None:
    with pytest.raises(NluUnavailable):
        await service(answering(data)).interpret("hoi")


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"[" * 50_000])
async def test_a_body_that_is_no_json_counts_as_no_answer(body: bytes) -> None:
    with pytest.raises(NluUnavailable):
        await service(lambda r: httpx.Response(200, content=body)).interpret("hoi")


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 429, 500, 503])
async def test_any_other_status_counts_as_no_answer(status: int) -> None:
    with pytest.raises(NluUnavailable):
        await service(answering(FULL, status)).interpret("hoi")


def _errors() -> list[type[httpx.HTTPError]]:
    found, todo = [], list(httpx.HTTPError.__subclasses__())
    while todo:
        kind = todo.pop()
        found.append(kind)
        todo += kind.__subclasses__()
    return [k for k in found if k is not httpx.HTTPStatusError]


def test_there_are_errors_to_try() -> None:
    assert len(_errors()) > 10


@pytest.mark.parametrize(
    "kind",
    [*_errors(), httpx.InvalidURL, httpx.StreamError, httpx.CookieConflict, OSError, RuntimeError],
)
async def test_whatever_goes_wrong_below_counts_as_no_answer(kind: type[Exception]) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise kind("mis")

    with pytest.raises(NluUnavailable):
        await service(answer).interpret("hoi")
    assert not await service(answer).is_ready()


async def test_after_a_failure_nobody_waits_for_it_until_it_has_rested(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(500 if len(asked) == 1 else 200, json=FULL)

    monkeypatch.setattr(rasa, "REST_SECONDS", 0.1)
    language = service(answer)
    for _ in range(3):
        with pytest.raises(NluUnavailable):
            await language.interpret("hoi")
    assert not await language.is_ready()
    assert asked == ["/model/parse"]
    await asyncio.sleep(0.12)
    assert await language.is_ready()
    assert (await language.interpret("hoi")).topic.name == "bullying"


async def test_a_slow_service_is_left_within_a_second_and_a_bit() -> None:
    """Over real HTTP: somebody listens and never answers."""

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(3)
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    language = RasaLanguageService(lambda: f"http://127.0.0.1:{port}", "")
    began = time.monotonic()
    with pytest.raises(NluUnavailable):
        await language.interpret("hoi")
    assert time.monotonic() - began < 1.8
    began = time.monotonic()
    assert not await language.is_ready()
    with pytest.raises(NluUnavailable):
        await language.interpret("hoi")
    assert time.monotonic() - began < 0.2
    await language.close()
    server.close()


async def test_a_service_that_answers_drop_by_drop_is_left_within_a_second_and_a_bit() -> None:
    """A time limit of httpx counts from byte to byte; ours counts for the answer as a whole."""

    async def dripping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        try:
            for _ in range(20):
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.25)
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(dripping, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    language = RasaLanguageService(lambda: f"http://127.0.0.1:{port}", "")
    began = time.monotonic()
    with pytest.raises(NluUnavailable):
        await language.interpret("hoi")
    assert time.monotonic() - began < 1.8
    await language.close()
    server.close()


async def test_while_there_is_no_address_nothing_is_asked() -> None:
    language = service(answering(FULL), url=None)
    with pytest.raises(NluUnavailable):
        await language.interpret("hoi")
    assert not await language.is_ready()


async def test_readiness_is_asked_at_most_once_a_second() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(200, json={})

    language = service(answer)
    assert all([await language.is_ready() for _ in range(5)])
    assert asked == ["/status"]


async def test_a_very_long_text_is_cut_for_the_model_only() -> None:
    sizes: list[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sizes.append(len(request.read()))
        return httpx.Response(200, json=FULL)

    await service(answer).interpret("a" * 100_000)
    assert sizes[0] < 13_000


async def test_a_line_of_a_practice_talk_is_asked_at_a_door_of_its_own() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"label": "normalise", "confidence": 0.8})

    assert await service(answer).line_kind("logisch toch") is LineKind.NORMALISE
    (request,) = asked
    assert request.url.path == "/practice/label"
    assert request.url.params["token"] == "t0ken"


@pytest.mark.parametrize(
    "answer",
    [
        answering({"label": "praise"}),
        answering({}),
        answering([]),
        answering({"fout": "er is geen oefenmodel"}, 503),
        answering({}, 404),  # a service of an earlier edition
    ],
)
async def test_when_a_line_cannot_be_named_young_people_are_still_understood(
    answer: Answering,
) -> None:
    def both(request: httpx.Request) -> httpx.Response:
        return answering(FULL)(request) if "parse" in request.url.path else answer(request)

    client = service(both)
    with pytest.raises(NluUnavailable):
        await client.line_kind("hoe was dat?")
    assert (await client.interpret("ze lachen me uit")).topic.name == "bullying"


async def test_after_a_failure_practice_rests_a_moment_and_nobody_waits_for_it() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(500)

    client = service(answer)
    for _ in range(3):
        with pytest.raises(NluUnavailable):
            await client.line_kind("hoi")
    assert len(asked) == 1


async def test_without_an_address_no_line_can_be_named() -> None:
    with pytest.raises(NluUnavailable):
        await service(answering({"label": "ask"}), None).line_kind("hoi")
