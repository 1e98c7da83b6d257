"""The recorded talk of `make demo` goes on to its end in today's flows."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import pytest

from bot.bootstrap import WithTripwire, tripwire_of
from bot.commands import chat
from bot.settings import Settings
from tests.fakes import FakeLanguage

MEANS = {
    "ze lachen me elke pauze uit": {"topic": "bullying"},
    "kan ik met iemand praten die dit ook heeft gehad?": {"act": "want_peer"},
}


@contextlib.asynccontextmanager
async def taught(*_: object, **__: object) -> AsyncIterator[WithTripwire]:
    language = FakeLanguage()
    for text, means in MEANS.items():
        language.teach(text, dict(means))
    yield WithTripwire(language, tripwire_of())


async def test_the_recorded_talk_passes_story_goal_and_volunteer_and_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(chat, "language_service", taught)
    assert await chat.recorded(Settings()) == 0
    shown = capsys.readouterr().out
    marks = (
        "dit verhaal is verzonnen",
        "Je doel staat",
        "Je praat nu met",
        "Hoi, past het nu?",
        "Ik bewaar het bij je doel",
        "Dit was een opgenomen gesprek",
    )
    places = [shown.find(mark) for mark in marks]
    assert -1 not in places
    assert places == sorted(places)
