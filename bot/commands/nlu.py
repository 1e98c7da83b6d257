"""`maatje nlu parse` and `maatje nlu check`."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import typer

from bot.bootstrap import language_service, quiet_logging, tripwire_of
from bot.domain.interpretation import Interpretation
from bot.errors import NluUnavailable, OperatorError
from bot.services.ports import LanguageService
from bot.settings import Settings

READY_SECONDS = 120
TRIES = 5


async def parse(settings: Settings, *, without_nlu: bool = False) -> int:
    """Reads JSON lines and prints one line each, in the same order: topic before any threshold, act,
    risk (tripwire and model together, as the bot uses it) and entities. `without_nlu`: only the
    tripwire reads."""
    quiet_logging()
    tripwire = tripwire_of()
    if without_nlu:

        async def look(text: str) -> Interpretation:
            return Interpretation(risk=tripwire.look(text))

        return await _each_line(look)
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    async with language_service(settings, tripwire) as language:
        await wait_until_ready(language)
        return await _each_line(lambda text: _patiently(language, text))


async def _each_line(interpret: Callable[[str], Awaitable[Interpretation]]) -> int:
    failed = 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            text = _text_of(line, number)
        except OperatorError as error:
            typer.echo(json.dumps({"error": str(error)}, ensure_ascii=False))
            failed = 1
            continue
        typer.echo(json.dumps(as_json(await interpret(text)), ensure_ascii=False))
    return failed


async def check(settings: Settings) -> int:
    """Runs the check of the sentences in the language room; its lines and exit code are ours."""
    python = settings.nlu_folder / ".venv" / "bin" / "python"
    if not python.exists():
        raise OperatorError("De taalservice is nog niet klaargezet. Doe eerst: make setup")
    process = await asyncio.create_subprocess_exec(python, settings.nlu_folder / "check.py")
    return await process.wait()


def _text_of(line: str, number: int) -> str:
    try:
        data: Any = json.loads(line)
    except json.JSONDecodeError:
        data = None
    text = data.get("text") if isinstance(data, dict) else None
    if not isinstance(text, str):
        raise OperatorError(f'Regel {number} moet er zo uitzien: {{"text": "…"}}')
    return text


async def _patiently(language: LanguageService, text: str) -> Interpretation:
    for _ in range(TRIES):
        try:
            return await language.interpret(text)
        except NluUnavailable:
            await asyncio.sleep(2.5)
    raise OperatorError("De taalservice antwoordt niet meer; kijk in nlu.log in MAATJE_HOME.")


async def wait_until_ready(language: LanguageService) -> None:
    """Waits until the language service answers, with a line on stderr. Raises `OperatorError`."""
    typer.echo("De taalservice start op …", err=True)
    for _ in range(READY_SECONDS * 2):
        if await language.is_ready():
            await _warm(language)
            return
        await asyncio.sleep(0.5)
    raise OperatorError("De taalservice start niet; kijk in nlu.log in MAATJE_HOME.")


async def _warm(language: LanguageService) -> None:
    """The first parse of a fresh process is slow; it should not be somebody's."""
    for _ in range(TRIES):
        try:
            await language.interpret("hoi")
            return
        except NluUnavailable:
            await asyncio.sleep(2.1)


def as_json(meaning: Interpretation) -> dict[str, object]:
    """The line that `maatje nlu parse` prints."""
    topic, act = meaning.topic, meaning.act
    return {
        "topic": {
            "name": topic.name,
            "confidence": round(topic.confidence, 4),
            "ranking": [row.name for row in meaning.ranking],
        },
        "act": {"name": act.name, "confidence": round(act.confidence, 4)},
        "risk": {
            "level": meaning.risk.level.value,
            "kinds": [kind.value for kind in meaning.risk.kinds],
        },
        "situations": [
            {"name": row.name, "topic": row.topic, "confidence": round(row.confidence, 4)}
            for row in meaning.situations
        ],
        "entities": [{"entity": kind, "value": value} for kind, value in meaning.entities],
    }
