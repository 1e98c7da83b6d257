"""What readers do with kept messages: label them apart from one another, agree, write a new sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.domain.ids import UnclearId
from bot.domain.learning import (
    TOO_ALIKE,
    TOO_MUCH_TAKEN,
    Label,
    NewSentence,
    Outcome,
    UnclearMessage,
    alike,
    outcome,
    taken_from,
)
from bot.engine.redacting import redact
from bot.services.ports import UnitsOfWork


class Sentences(Protocol):
    """The training data. `add` raises `OperatorError` when a file cannot take the sentence."""

    def has(self, text: str) -> bool: ...
    def add(self, sentence: NewSentence) -> None: ...


async def next_message(
    units: UnitsOfWork, reader: str, skipped: frozenset[UnclearId]
) -> UnclearMessage | None:
    """The oldest message that this reader did not label yet."""
    async with units() as tx:
        return await tx.unclear.next_for(reader, skipped)


async def judge(
    units: UnitsOfWork, message: UnclearMessage, reader: str, label: Label, now: datetime
) -> Outcome:
    """Compares a label with those of other readers. It is kept while the message waits for another
    reader; who agrees writes the sentence first (`teach`), so of them nothing is kept."""
    async with units() as tx:
        result = outcome(await tx.unclear.labels(message.id), label)
        if result is Outcome.WAITS and not await tx.unclear.label(message.id, reader, label, now):
            return Outcome.ERASED
        if result is Outcome.UNDECIDED:
            await tx.unclear.delete(message.id)
        await tx.commit()
    return result


async def teach(
    units: UnitsOfWork, message: UnclearMessage, sentence: NewSentence, sentences: Sentences
) -> bool:
    """Adds the invented sentence to the training data and erases the message. False, and nothing is
    added, when the message was erased meanwhile: whoever took their yes back has the last word."""
    async with units() as tx:
        if not await tx.unclear.delete(message.id):
            return False
        sentences.add(sentence)
        await tx.commit()
    return True


async def throw_away(units: UnitsOfWork, message: UnclearMessage) -> None:
    """A reader sees that nothing can be learnt from it, or that it says too much of somebody."""
    async with units() as tx:
        await tx.unclear.delete(message.id)
        await tx.commit()


def why_not(
    text: str, message: UnclearMessage, sentences: Sentences, helplines: Iterable[str] = ()
) -> str:
    """In Dutch, why this sentence cannot be taken; empty when it can."""
    if not any(sign.isalnum() for sign in text):
        return "Er staat nog geen zin. Schrijf er een, of typ «overslaan»."
    taken = taken_from(text, message.text)
    if alike(text, message.text) > TOO_ALIKE or taken > TOO_MUCH_TAKEN:
        return "Dit lijkt te veel op het bericht zelf. Bedenk een zin in heel andere woorden."
    if redact(text, (), helplines) != text:
        return "Er staat iets in dat van iemand kan zijn, zoals een naam of nummer. Laat dat weg."
    if sentences.has(text):
        return "Deze zin staat al bij de oefenzinnen. Bedenk een andere."
    return ""
