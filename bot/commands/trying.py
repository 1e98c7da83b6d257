"""`maatje flows try`: play one flow in the terminal, and keep the talk as a golden test."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

from bot.adapters.aliases import DutchAliases
from bot.adapters.database.sealing import Key, Sealer
from bot.bootstrap import Doors, WithTripwire, open_application, quiet_logging, tripwire_of
from bot.channels import recording, terminal
from bot.channels.keyboard import lines_of_stdin
from bot.channels.scripting import Script
from bot.channels.terminal import Screens, Shown
from bot.channels.trial import TrialClock, TrialLanguage
from bot.commands.chat import Printer, line_of
from bot.commands.flows import report
from bot.commands.talk_files import TalkFile
from bot.engine.flowbook import Flowbook
from bot.engine.loading import SPECIAL, shown_path
from bot.engine.reading import read_file
from bot.engine.shelf import TALKS, Shelf, check_folder
from bot.errors import OperatorError
from bot.settings import Settings

PROMPT = "jij> "
ENDINGS = ("/klaar", "/klaar-met-chatten", "/quit")
HELP = """Je speelt «{title}» ({flow}). Jij bent de jongere.
Typ iets, of kies een knop met zijn nummer of woorden.
/maatje <tekst of knop>  doe iets als vrijwilliger
/prof <tekst of knop>    doe iets als beroepskracht
/wacht 24h               laat de tijd gaan
/klaar                   de proef stopt
Onderwerpen herkent Maatje hier niet. Er blijft niets bewaard van deze proef{kept}.
"""


@dataclass(slots=True)
class Trial:
    """A house of its own with one flow to play. `seen` is what was shown since the last line."""

    script: Script
    screens: Screens
    flowbook: Flowbook
    seen: list[Shown] = field(default_factory=list)
    played: list[tuple[dict[str, object], list[Shown]]] = field(default_factory=list)

    async def does(self, line: dict[str, object]) -> None:
        """Plays one line and keeps it with what was seen. Raises `OperatorError`."""
        self.seen.clear()
        await self.script.play(line)
        self.played.append((recording.done(line), [*self.seen]))


async def try_flow(settings: Settings, file: Path, *, record: bool, title: str) -> int:
    """Plays the flow of a file until the input ends; 1 when it cannot be played."""
    quiet_logging()
    with tempfile.TemporaryDirectory(prefix="maatje-try-") as home:
        file = _found(file, settings)
        folder = _folder_of(file, settings, Path(home))
        flow = _flow_of(file)
        flowbook, issues = check_folder(folder, settings.contract, with_talks=False)
        if flowbook is None:
            about_words = [one for one in issues if one.code != "missing_talk"]
            return report(about_words, _as_known(folder, file, settings))
        opening = _opening(flowbook, flow)
        beside = file.parent if folder == file.parent else settings.flows
        talks = TalkFile(beside.resolve().parent / TALKS / f"{flow}.yml") if record else None
        own = settings.model_copy(update=_of_its_own(Path(home), folder))
        lines = lines_of_stdin()
        async with _trial(own) as trial:
            await _play(trial, lines, opening, _help(flowbook, flow, talks))
        if talks is not None:
            await _keep(talks, trial, lines, flow, title)
    return 0


def _of_its_own(home: Path, folder: Path) -> dict[str, object]:
    """Nothing of the installation: no database, no key, no channel, no switch."""
    nothing = {"database_url": None, "key": None, "key_file": None, "wall_channel": ""}
    return nothing | {"home": home, "flows": folder, "organisation": "", "learning": False}


def _found(file: Path, settings: Settings) -> Path:
    """The file, also by the name of its flow alone. Raises `OperatorError`."""
    for candidate in (file, settings.flows / file, settings.flows / f"{file}.yml"):
        if candidate.is_file():
            return candidate.resolve()
    raise OperatorError(f"Het bestand {file} is er niet. Noem een flow, zoals flows/bullying.yml.")


def _folder_of(file: Path, settings: Settings, home: Path) -> Path:
    """The folder of the flow, when it is a whole one; else a copy of flows/ with the file in it."""
    if file.name in SPECIAL:
        raise OperatorError(f"{file.name} is geen gesprek dat je kunt spelen. Noem een flow.")
    if all((file.parent / name).is_file() for name in SPECIAL):
        return file.parent
    copy = home / "flows"
    shutil.copytree(settings.flows, copy)
    shutil.copy(file, copy / file.name)
    return copy


def _as_known(folder: Path, file: Path, settings: Settings) -> dict[str, str]:
    """How the paths of a copied folder are called by who sees the mistakes."""
    if folder == file.parent:
        return {}
    return {
        f"{folder / file.name}": shown_path(file),
        f"{folder}": shown_path(settings.flows),
    }


def _flow_of(file: Path) -> str:
    data = read_file(file, file.name).data
    flow = data.get("flow") if isinstance(data, dict) else None
    return flow if isinstance(flow, str) else file.stem


def _opening(flowbook: Flowbook, flow: str) -> str:
    """What somebody types to begin this flow. Raises `OperatorError` when nothing does."""
    found = flowbook.flows.get(flow)
    for words in (*found.words, found.title) if found else ():
        if flowbook.opened_by_words(words) == flow:
            return words
    raise OperatorError(
        f"Geen woorden openen flow «{flow}»: een andere flow heeft dezelfde titel. "
        "Zet er eigen «words» bij «starts_with» in."
    )


@contextlib.asynccontextmanager
async def _trial(settings: Settings) -> AsyncIterator[Trial]:
    printer = Printer(Console(highlight=False))
    seen: list[Shown] = []

    def show(shown: Shown) -> None:
        seen.append(shown)
        printer.show(shown)

    screens, clock = Screens(settings.home / "screens.json", show), TrialClock()
    doors = Doors({terminal.CHANNEL: terminal.translate}, {terminal.CHANNEL: screens})
    shelf = Shelf(settings.flows, settings.contract)
    async with open_application(
        settings,
        doors,
        WithTripwire(TrialLanguage(), tripwire_of()),
        sealer=Sealer((Key(os.urandom(32)),)),
        clock=clock,
        aliases=DutchAliases(),
        flowbook=shelf,
    ) as application:
        script = Script(application.house, application.works, clock, screens)
        await script.prepare()
        yield Trial(script, screens, shelf(), seen)


def _help(flowbook: Flowbook, flow: str, talks: TalkFile | None) -> str:
    kept = f", behalve het gesprek in {talks.path.name}" if talks else ""
    return HELP.format(title=flowbook.flows[flow].title, flow=flow, kept=kept)


async def _play(trial: Trial, lines: AsyncIterator[str], opening: str, help_text: str) -> None:
    console = Console(highlight=False)
    console.print(escape(help_text))
    console.print(f"{PROMPT}{escape(opening)}")
    await trial.does({"as": "young", "text": opening})
    console.print(PROMPT, end="")
    async for line in lines:
        if line.strip() in ENDINGS:
            break
        if line.strip():
            await _one(trial, line, console)
        console.print(PROMPT, end="")
    console.print()


async def _one(trial: Trial, line: str, console: Console) -> None:
    if not sys.stdin.isatty():  # who sends lines sees them between the answers too
        console.print(escape(line))
    try:
        what = line_of(line, trial.screens)
        await trial.does(what)
        if "wait" in what:
            console.print(f"[dim]… {escape(str(what['wait']))} later …[/dim]")
    except OperatorError as error:
        console.print(f"[red]{escape(str(error))}[/red]")


async def _keep(
    talks: TalkFile, trial: Trial, lines: AsyncIterator[str], flow: str, title: str
) -> None:
    """Adds the talk to its file; asks for a title, and takes one of its own when none comes."""
    while not title or title in talks.titles:
        if title:
            typer.echo(f"Er is al een gesprek «{title}».")
        typer.echo("Hoe heet dit gesprek? Eén zin, zoals: wie slecht slaapt, wil nu even niet")
        title = (await anext(lines, "")).strip() or talks.free_title(flow)
    always = trial.flowbook.young("who_reads_button")
    talks.add(title, recording.lines_of(trial.played, always))
    typer.echo(f"Bewaard in {talks.path}: «{title}». Lees het nog eens hardop.")
