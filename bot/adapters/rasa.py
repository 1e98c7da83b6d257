"""The language service over HTTP: Rasa's `POST /model/parse`, with `act` and `risk` as extra keys, and
`POST /practice/label` for the lines of a practice talk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import httpx

from bot.domain.interpretation import NO_TOPIC, Interpretation, Origin, Ranked, Told
from bot.domain.practice import LineKind
from bot.domain.safety import DangerKind, DangerSign, Risk, RiskLevel
from bot.errors import NluUnavailable

PARSE_SECONDS = 1.0  # the young person gets an answer within 2 s, also when this runs out
STATUS_SECONDS = 0.5
REST_SECONDS = 2.0  # after a failure nobody waits for it again until this is over
ALMOST = 0.999  # a model is never wholly sure
MOST_CHARACTERS = 12_000  # of one message that are read; the tripwire reads all of it


class RasaLanguageService:
    """Implements `LanguageService`. `base_url` gives the address, or `None` while there is none."""

    def __init__(
        self,
        base_url: Callable[[], str | None],
        token: str,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._base_url = base_url
        self._token = token
        self._client = httpx.AsyncClient(transport=transport, trust_env=False)
        self._rests_until = 0.0
        self._ready_until = 0.0
        self._practice_rests_until = 0.0

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.aclose()

    async def interpret(self, text: str) -> Interpretation:
        """The meaning of a text. Raises `NluUnavailable` after one second at most."""
        base = self._base_url()
        if base is None or time.monotonic() < self._rests_until:
            raise NluUnavailable
        try:
            return interpretation_of(await self._ask(f"{base}/model/parse", text))
        except Exception:  # whatever is wrong over there: we go on without it
            self._rests_until = time.monotonic() + REST_SECONDS
            self._ready_until = 0.0
            raise NluUnavailable from None

    async def line_kind(self, text: str) -> LineKind:
        """What a volunteer's line in a practice talk does. Raises `NluUnavailable` after one second at
        most. When this fails, young people are still understood: only practice rests."""
        base, now = self._base_url(), time.monotonic()
        if base is None or now < max(self._rests_until, self._practice_rests_until):
            raise NluUnavailable
        try:
            return LineKind((await self._ask(f"{base}/practice/label", text))["label"])
        except Exception:  # whatever is wrong over there: the practice goes on without it
            self._practice_rests_until = time.monotonic() + REST_SECONDS
            raise NluUnavailable from None

    async def _ask(self, url: str, text: str) -> dict[str, Any]:
        async with asyncio.timeout(PARSE_SECONDS):  # httpx counts from byte to byte
            answer = await self._client.post(
                url,
                params={"token": self._token},
                json={"text": text[:MOST_CHARACTERS]},
                timeout=PARSE_SECONDS,
            )
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told

    async def is_ready(self) -> bool:
        """Can it answer now? Asked at most once a second."""
        now = time.monotonic()
        if now < self._ready_until:
            return True
        base = self._base_url()
        if base is None or now < self._rests_until:
            return False
        if not await self._answers_status(base):
            return False
        self._ready_until = now + 1.0
        return True

    async def _answers_status(self, base: str) -> bool:
        try:
            async with asyncio.timeout(STATUS_SECONDS):
                answer = await self._client.get(
                    f"{base}/status", params={"token": self._token}, timeout=STATUS_SECONDS
                )
        except Exception:  # whatever is wrong over there
            return False
        return answer.status_code == httpx.codes.OK


def interpretation_of(data: dict[str, Any]) -> Interpretation:
    """Parses the answer once, at the border. Without `act` and `risk` (a stock model) the act is
    unknown and the risk is the tripwire's. Raises some `Exception` for anything that is no answer
    of Rasa."""
    intent = data["intent"]
    topic = Ranked(intent["name"] or NO_TOPIC, float(intent["confidence"]))
    ranking = tuple(
        Ranked(row["name"], float(row["confidence"])) for row in data.get("intent_ranking", ())
    )
    situations = tuple(
        Told(str(row["name"]), str(row["topic"]), float(row["confidence"]))
        for row in data.get("situations", ())
    )
    act = data.get("act") or {}
    entities = tuple(
        (str(row.get("entity", "")), str(row.get("value", ""))) for row in data.get("entities", ())
    )
    return Interpretation(
        topic,
        ranking or (topic,),
        Ranked(act.get("name", "tell"), float(act.get("confidence", 0))),
        _risk(data.get("risk") or {}),
        entities,
        Origin.MODEL,
        situations,
    )


def _risk(data: dict[str, Any]) -> Risk:
    level = RiskLevel(data.get("level", "none"))
    if level is RiskLevel.NONE:
        return Risk()
    kinds = [DangerKind(kind) for kind in data.get("kinds", ())] or [DangerKind.OTHER]
    life_now = bool(data.get("life_now", False))
    sure = min(float(data.get("confidence", 1)), ALMOST)
    signs = tuple(_sign(kind, level, life_now=life_now, sure=sure) for kind in kinds)
    return Risk(signs, str(data.get("words") or ""))


def _sign(kind: DangerKind, level: RiskLevel, *, life_now: bool, sure: float) -> DangerSign:
    """Urgent danger that the model cannot name is asked about first: it is a concern."""
    if kind is DangerKind.OTHER and not life_now:
        level = RiskLevel.CONCERN
    return DangerSign(kind, level, life_now, sure)
