"""`maatje nlu review`: people label what Maatje did not understand, and invent new sentences."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import typer

from bot.adapters.clock import SystemClock
from bot.adapters.sentences import SentenceFiles, one_line
from bot.bootstrap import open_units, quiet_logging, sealer_of
from bot.channels.keyboard import lines_of_stdin
from bot.domain.ids import UnclearId
from bot.domain.learning import Label, NewSentence, Outcome, UnclearMessage
from bot.engine.contract import load_meanings
from bot.engine.loading import load
from bot.engine.redacting import helplines_in
from bot.errors import OperatorError
from bot.services import reviewing
from bot.services.ports import UnitsOfWork
from bot.settings import Settings

SKIP, AWAY, READY, EXPLAIN = "overslaan", "weg", "klaar", "?"
OFF = "Leren van berichten staat uit, dus er is niets om te lezen. Aanzetten gaat met MAATJE_LEARNING=on."
RULES = (
    "Je leest wat jongeren typten en Maatje niet snapte. Namen zijn eruit gehaald, maar misschien niet "
    "allemaal. Wat je leest, blijft hier: niet kopiëren, niet doorvertellen.\n"
    f"Kies met een nummer of een naam. Ook goed: «{SKIP}» (een andere keer), «{AWAY}» (wis dit bericht), "
    f"«{READY}» (stoppen) en «{EXPLAIN}» (de lijst nog eens)."
)
DANGER = (
    "Let op: is er gevaar, meld dit bericht dan nu aan de beroepskracht die dienst heeft. Het bericht is "
    "van eerder en je ziet hier niet van wie. Zoek zelf niet uit wie het schreef."
)
TOLD = {
    Outcome.WAITS: "Genoteerd. Een ander leest dit bericht ook nog.",
    Outcome.UNDECIDED: "Drie lezers, drie antwoorden: hier kan Maatje niet van leren. Het bericht is gewist.",
    Outcome.ERASED: "Dit bericht is intussen gewist. Er is niets bewaard.",
}


class _Ready(Exception):
    """The reader stops, or the input ends."""


class _Another(Exception):
    """The reader goes on with another message; `away` erases this one."""

    def __init__(self, away: bool) -> None:
        super().__init__()
        self.away = away


class _Desk:
    """Asks the reader questions, line by line."""

    def __init__(self, lines: AsyncIterator[str], settings: Settings) -> None:
        self._lines, self._meanings = lines, load_meanings(settings.contract)
        self.helplines = helplines_in(one.line for one in load(settings.flows).services)
        self._explained: set[str] = set()

    async def line(self, question: str) -> str:
        """What the reader types, without spaces around it."""
        typer.echo(f"{question}> ", nl=False)
        try:
            said = (await anext(self._lines)).strip()
        except StopAsyncIteration:
            typer.echo("")
            raise _Ready from None
        word = said.casefold()
        if word == READY:
            raise _Ready
        if word in (SKIP, AWAY):
            raise _Another(word == AWAY)
        return said

    async def one_of(self, part: str, question: str) -> str:
        """One label of a list of the contract."""
        while True:
            chosen = await self.some_of(part, question)
            if len(chosen) == 1:
                return chosen[0]
            typer.echo("Kies er één.")

    async def some_of(self, part: str, question: str) -> tuple[str, ...]:
        """One or more labels of a list, with commas between them, in the order of the list."""
        labels = list(self._meanings[part])
        if part not in self._explained:
            self._explain(part)
        while True:
            said = await self.line(question)
            if said == EXPLAIN:
                self._explain(part)
                continue
            found = [_label_of(word, labels) for word in said.split(",")]
            if None not in found:
                return tuple(label for label in labels if label in found)
            typer.echo(f"Dat ken ik niet. Typ een nummer van 1 tot {len(labels)}, of een naam.")

    async def yes(self, question: str) -> bool:
        """Yes or no."""
        while (said := (await self.line(f"{question} (ja/nee)")).casefold()) not in ("ja", "nee"):
            typer.echo("Typ ja of nee.")
        return said == "ja"

    def _explain(self, part: str) -> None:
        self._explained.add(part)
        for number, (name, meaning) in enumerate(self._meanings[part].items(), 1):
            typer.echo(f"  {number:>2}  {name}: {meaning}")


def _label_of(word: str, labels: list[str]) -> str | None:
    word = word.strip().casefold()
    if word.isascii() and word.isdigit() and 1 <= int(word[:4]) <= len(labels):
        return labels[int(word[:4]) - 1]
    return word if word in labels else None


async def review(
    settings: Settings,
    reader: str,
    *,
    only_counts: bool,
    data: Path | None = None,
    lines: AsyncIterator[str] | None = None,
) -> int:
    """Shows one message at a time until there are no more, or the reader stops; with `only_counts` no
    message at all. `data` and `lines` are for who reads and writes elsewhere (tests). Raises
    `OperatorError` when it is not told who reads."""
    if not settings.learning:
        typer.echo(OFF)
        return 0
    if not only_counts and not reader.strip():
        raise OperatorError("Zeg wie er leest, bijvoorbeeld: maatje nlu review --reader Noor")
    quiet_logging()
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    sealer, _ = sealer_of(settings, make_key=settings.key_file is None)
    sentences = SentenceFiles(data or settings.nlu_folder / "data")
    async with open_units(settings, sealer) as units:
        async with units() as tx:  # nobody reads what should have gone by now
            await tx.tidying.tidy(SystemClock().now())
            await tx.commit()
        if only_counts:
            await _count(units)
            return 0
        typer.echo(RULES)
        desk = _Desk(lines or lines_of_stdin(), settings)
        try:
            await _read(units, desk, reader, sentences)
        except _Ready:
            typer.echo("Dank je wel. Tot een volgende keer.")
    return 0


async def _count(units: UnitsOfWork) -> None:
    async with units() as tx:
        none, one, two = await tx.unclear.counts()
    typer.echo(f"nog door niemand gelezen: {none}")
    typer.echo(f"wacht op een tweede lezer: {one}")
    typer.echo(f"wacht op een derde lezer: {two}")


async def _read(units: UnitsOfWork, desk: _Desk, reader: str, sentences: SentenceFiles) -> None:
    skipped: frozenset[UnclearId] = frozenset()
    while (message := await reviewing.next_message(units, reader, skipped)) is not None:
        skipped |= {message.id}  # in this sitting nothing comes twice
        shown = "".join(sign if sign.isprintable() else " " for sign in message.text)
        typer.echo(f"\nBericht: {shown}")
        try:
            await _read_one(units, desk, reader, message, sentences)
        except _Another as choice:
            if choice.away:
                await reviewing.throw_away(units, message)
                typer.echo("Gewist.")
    typer.echo("Er is nu niets (meer) voor jou om te lezen. Dank je wel.")


async def _read_one(
    units: UnitsOfWork,
    desk: _Desk,
    reader: str,
    message: UnclearMessage,
    sentences: SentenceFiles,
) -> None:
    topic = await desk.one_of("topics", "Onderwerp")
    act = await desk.one_of("acts", "Wat doet de schrijver")
    risk = await desk.one_of("risk_levels", "Gevaar")
    if risk != "none":
        typer.echo(DANGER)
    label = Label(topic, act, risk)
    result = await reviewing.judge(units, message, reader, label, SystemClock().now())
    if result is not Outcome.AGREED:
        typer.echo(TOLD[result])
        return
    sentence = await _invented(desk, message, label, sentences)
    if await reviewing.teach(units, message, sentence, sentences):
        typer.echo(f"Je zin staat in {topic}.yml. Het bericht is gewist.")
    else:
        typer.echo(TOLD[Outcome.ERASED])


async def _invented(
    desk: _Desk, message: UnclearMessage, label: Label, sentences: SentenceFiles
) -> NewSentence:
    typer.echo(
        "Een andere lezer koos hetzelfde. Bedenk nu zelf een nieuwe zin die hierbij past, zoals een "
        "jongere hem kan typen. In andere woorden: niets uit het bericht."
    )
    while True:
        text = one_line(await desk.line("Nieuwe zin"))
        refused = reviewing.why_not(text, message, sentences, desk.helplines)
        if not refused:
            break
        typer.echo(refused)
    if label.risk == "none":
        return NewSentence(text, label)
    kinds = await desk.some_of("kinds", "Soort gevaar in jouw zin (meer mag, met een komma)")
    life_now = label.risk == "urgent" and await desk.yes("Is er in jouw zin nu levensgevaar")
    return NewSentence(text, label, kinds, life_now)
