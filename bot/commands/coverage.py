"""`maatje flows coverage`: which steps the golden talks come by, and which they do not."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from bot.adapters.aliases import DutchAliases
from bot.adapters.database.sealing import Key, Sealer
from bot.adapters.database.unit_of_work import Database
from bot.bootstrap import Doors, WithTripwire, open_application, quiet_logging, tripwire_of
from bot.channels import terminal
from bot.channels.scripting import Script
from bot.channels.terminal import Screens, Shown
from bot.channels.trial import TrialClock, TrialLanguage, with_protocol
from bot.commands.flows import report
from bot.engine.flowbook import Flowbook
from bot.engine.issues import Issue
from bot.engine.reading import read_file
from bot.engine.shelf import TALKS, check_folder
from bot.errors import OperatorError
from bot.settings import Settings

Step = tuple[str, str]  # flow and step
INPUTS = ("young", "press", "as", "wait")


class CountedCodes(DutchAliases):
    """The codes of the talks: UITN-0001, UITN-0002, …"""

    def __init__(self) -> None:
        super().__init__()
        self._given = 0

    def code(self) -> str:
        self._given += 1
        return f"UITN-{self._given:04}"


async def cover(settings: Settings, only: str) -> int:
    """Plays the talks and prints what they come by; 1 when a talk cannot be played to its end."""
    quiet_logging(40)
    flowbook, issues = check_folder(settings.flows, settings.contract, with_talks=False)
    if flowbook is None:
        return report([one for one in issues if one.code != "missing_talk"])
    files = sorted((settings.flows.resolve().parent / TALKS).glob(f"{only or '*'}.yml"))
    if not files:
        raise OperatorError(f"Er zijn geen gesprekken in {TALKS}.")
    reached: set[Step] = set()
    counts: dict[str, int] = {}
    stopped: list[str] = []
    with tempfile.TemporaryDirectory(prefix="maatje-cover-") as home:
        empty = await _empty_database(Path(home))
        watched = replace(flowbook, watch=lambda flow, step: reached.add((flow, step)))
        for file in files:
            talks = _talks(file)
            counts[file.stem] = len(talks)
            for talk in talks:
                problem = await _played(settings, watched, talk, empty)
                stopped += [f"{file.name}: «{talk.get('title')}»: {problem}"] if problem else []
    _print(flowbook, reached, counts, only, settings.flows)
    for line in stopped:
        typer.echo(f"Dit gesprek liep vast: {line}")
    return 1 if stopped else 0


def unreached(flowbook: Flowbook, reached: set[Step]) -> list[Step]:
    """The steps of the flows in files that no talk came by, in their order."""
    return [
        (flow.name, step.id)
        for name, flow in sorted(flowbook.flows.items())
        if not name.startswith("_")
        for step in flow.steps
        if (flow.name, step.id) not in reached
    ]


def _print(
    flowbook: Flowbook, reached: set[Step], counts: Mapping[str, int], only: str, folder: Path
) -> None:
    missed = unreached(flowbook, reached)
    names = [name for name in sorted(flowbook.flows) if not name.startswith("_")]
    for name in [only] if only in flowbook.flows else names:
        flow = flowbook.flows[name]
        ids = [step for one, step in missed if one == name]
        done = f"{len(flow.steps) - len(ids)} van {len(flow.steps)} stappen"
        typer.echo(f"{name}: {counts.get(name, 0)} gesprekken, {done}")
        for step in ids:
            typer.echo(f"    {flow.file}:{flow.places[step].line}: {step}")
    if not only:
        total = sum(len(flowbook.flows[name].steps) for name in names)
        share = 100 * (total - len(missed)) // total
        typer.echo(f"Samen {total - len(missed)} van {total} stappen ({share} %).")


def _talks(file: Path) -> list[dict[str, Any]]:
    document = read_file(file, str(file))
    mistakes: list[Issue] = document.issues
    if mistakes or not isinstance(document.data, list):
        raise OperatorError(
            "\n".join(map(str, mistakes)) or f"{file} is geen lijst van gesprekken."
        )
    return [talk for talk in document.data if isinstance(talk, dict)]


async def _empty_database(home: Path) -> Path:
    """A migrated database without anybody in it: made once, copied for each talk."""
    file = home / "empty.sqlite3"
    database = Database(f"sqlite+aiosqlite:///{file}", Sealer((Key(os.urandom(32)),)))
    await database.migrate()
    await database.close()
    return file


async def _played(
    settings: Settings, flowbook: Flowbook, talk: Mapping[str, Any], empty: Path
) -> str:
    """Plays one talk in a house of its own; what went wrong, or nothing."""
    with tempfile.TemporaryDirectory(dir=empty.parent) as name:
        home = Path(name)
        shutil.copy(empty, home / "maatje.sqlite3")
        nothing = {"database_url": None, "key": None, "key_file": None, "wall_channel": ""}
        learning = {"learning": talk.get("learning") == "yes", "organisation": ""}
        own = settings.model_copy(update=nothing | learning | {"home": home})
        book = with_protocol(flowbook) if talk.get("protocol") == "yes" else flowbook
        screens, clock, language = (
            Screens(home / "screens.json", _nobody),
            TrialClock(),
            TrialLanguage(),
        )
        doors = Doors(
            {terminal.CHANNEL: terminal.translate},
            {terminal.CHANNEL: screens},
            example_stories=talk.get("stories") == "examples",
        )
        async with open_application(
            own,
            doors,
            WithTripwire(language, tripwire_of()),
            sealer=Sealer((Key(os.urandom(32)),)),
            clock=clock,
            aliases=CountedCodes(),
            flowbook=lambda: book,
        ) as application:
            script = Script(application.house, application.works, clock, screens)
            await script.prepare(protocol=talk.get("protocol") == "yes")
            try:
                await _lines(script, language, talk)
            except OperatorError as error:
                return str(error)
    return ""


def _nobody(shown: Shown) -> None:
    """Nobody looks at the screen."""


async def _lines(script: Script, language: TrialLanguage, talk: Mapping[str, Any]) -> None:
    lines = [item for item in talk.get("talk", ()) if any(key in item for key in INPUTS)]
    for item in lines:
        if "young" in item and "means" in item:
            language.teach(item["young"], item["means"])
    for item in lines:
        line = {key: value for key, value in item.items() if key != "means"}
        if "young" in line:
            line = {"as": "young", "text": line["young"]}
        elif "press" in line:
            line.setdefault("as", "young")
        await script.play(line)
