"""`maatje chat` and `maatje demo`: the scripted door, a typed chat, two panes, a recorded talk."""

from __future__ import annotations

import contextlib
import json
import logging
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

from bot.adapters.aliases import DutchAliases
from bot.adapters.clock import MovedClock
from bot.bootstrap import (
    language_service,
    only_one,
    open_application,
    quiet_logging,
    sealer_of,
    terminal_doors,
    tripwire_of,
)
from bot.channels.keyboard import lines_of_stdin
from bot.channels.scripting import Script
from bot.channels.terminal import Screens, Shown, is_scale, shown_buttons, shown_text
from bot.commands.nlu import wait_until_ready
from bot.errors import OperatorError
from bot.services.timing import plan_tidying
from bot.settings import Settings

PROMPT = "jij> "
RECORDED = Path(__file__).parent / "recorded_talk.jsonl"
NAMES = {
    "young": "Maatje",
    "volunteer": "(scherm van de vrijwilliger)",
    "professional": "(scherm van de beroepskracht)",
    "coordinator": "(scherm van de coördinator)",
}
HELP = """Jij bent de jongere. Typ wat je kwijt wilt; een knop kies je met zijn woorden of nummer.
/maatje <tekst of knop>  doe iets als vrijwilliger      /prof <tekst of knop>  als beroepskracht
/wacht 24h               laat de tijd gaan              /klaar-met-chatten     stop de demo
"""


@contextlib.asynccontextmanager
async def _world(
    settings: Settings, show: Callable[[Shown], None], *, without_nlu: bool, wait: bool
) -> AsyncIterator[tuple[Script, Screens]]:
    quiet_logging()
    with only_one(settings.home):
        sealer, made = sealer_of(settings, make_key=True)
        if made:
            typer.echo(
                f"Ik heb een sleutel gemaakt in {settings.home / 'key'} (alleen voor deze "
                "proefopstelling).",
                err=True,
            )
        screens = Screens(settings.home / "screens.json", show)
        clock = MovedClock(settings.home / "clock.json")
        async with (
            language_service(settings, tripwire_of(), without=without_nlu) as language,
            open_application(
                settings,
                terminal_doors(screens),
                language,
                sealer=sealer,
                clock=clock,
                aliases=DutchAliases(),
            ) as application,
        ):
            if wait and not without_nlu:
                await wait_until_ready(language)
            script = Script(application.house, application.works, clock, screens)
            await plan_tidying(application.house)
            await script.prepare()
            yield script, screens


async def scripted(settings: Settings, *, without_nlu: bool) -> int:
    """JSON lines in, JSON lines out; after each input `{"done": n}`."""

    def show(shown: Shown) -> None:
        print(shown.as_json(), flush=True)  # noqa: T201 (stdout is this door)

    async with _world(settings, show, without_nlu=without_nlu, wait=True) as (script, _):
        number = 0
        async for line in lines_of_stdin():
            if not line.strip():
                continue
            number += 1
            try:
                await script.play(_parsed(line))
            except OperatorError as error:
                print(json.dumps({"error": str(error)}, ensure_ascii=False), flush=True)  # noqa: T201
            print(json.dumps({"done": number}), flush=True)  # noqa: T201
    return 0


def _parsed(line: str) -> Mapping[str, object]:
    try:
        whole = json.dumps(json.loads(line), ensure_ascii=False).encode(errors="replace")
        data = json.loads(whole)  # halves of a sign (\\ud83d) have become question marks
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise OperatorError("Deze regel is geen geldige JSON.")
    return data


async def recorded(settings: Settings) -> int:
    """Plays the recorded talk through the same code, in a house of its own, and prints it."""
    console = Console(highlight=False, width=88)
    with tempfile.TemporaryDirectory(prefix="maatje-demo-") as home:
        own = settings.model_copy(
            update={"home": Path(home), "database_url": None, "key": None, "key_file": None}
        )
        printer = Printer(console)
        async with _world(own, printer.show, without_nlu=False, wait=True) as (script, _):
            for line in RECORDED.read_text().splitlines():
                data = json.loads(line)
                printer.said(data)
                await script.play(data)
    console.print("\nDit was een opgenomen gesprek. Met een terminal typ je zelf: make demo")
    return 0


class Printer:
    """Prints a talk as a reader would like to see it."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def said(self, data: Mapping[str, object]) -> None:
        """What somebody types or presses."""
        if "wait" in data:
            self._console.print(f"\n[dim]… {data['wait']} later …[/dim]")
            return
        who = {"young": "Jongere", "volunteer": "Vrijwilliger"}.get(str(data["as"]), data["as"])
        words = data.get("text") or f"\\[{data.get('press')}]"
        text = words if "press" in data else escape(str(words))
        self._console.print(f"\n[bold green]{who}:[/bold green] {text}")

    def show(self, shown: Shown) -> None:
        """What somebody sees."""
        name = NAMES.get(shown.to, shown.to)
        colour = "cyan" if shown.to == "young" else "magenta"
        self._console.print(f"[bold {colour}]{name}:[/bold {colour}] {escape(shown_text(shown))}")
        if shown.reply.buttons:
            labels = "  ".join(shown_buttons(shown.reply.buttons))
            self._console.print(f"   [dim]{escape(labels)}[/dim]")


async def typed(settings: Settings, *, without_nlu: bool) -> int:
    """A chat in the terminal: you are the young person and, by /maatje, the volunteer too."""
    console = Console(highlight=False)
    printer = Printer(console)
    async with _world(settings, printer.show, without_nlu=without_nlu, wait=False) as (
        script,
        screens,
    ):
        console.print(HELP)
        console.print(PROMPT, end="")
        async for line in lines_of_stdin():
            if line.strip() in ("/klaar-met-chatten", "/quit"):
                return 0
            try:
                what = line_of(line, screens)
                await script.play(what)
                if "wait" in what:
                    console.print(f"[dim]… {escape(str(what['wait']))} later …[/dim]")
            except OperatorError as error:
                console.print(f"[red]{escape(str(error))}[/red]")
            console.print(PROMPT, end="")
        console.print()
    return 0


PREFIXES = {"/maatje": "volunteer", "/prof": "professional", "/coordinator": "coordinator"}


def line_of(line: str, screens: Screens) -> dict[str, object]:
    """What a typed line of the terminal means: who does it, and whether it is a button."""
    word, _, rest = line.strip().partition(" ")
    if word == "/wacht":
        return {"wait": rest or "24h"}
    person = PREFIXES.get(word, "young")
    text = rest if word in PREFIXES else line
    label = _as_button(text.strip(), person, screens)
    return {"as": person, "press": label} if label else {"as": person, "text": text}


def _as_button(text: str, person: str, screens: Screens) -> str | None:
    buttons = screens.last(person)
    if text.isdigit() and 1 <= int(text) <= len(buttons) and not is_scale(buttons):
        return buttons[int(text) - 1].label
    found = next((b for b in buttons if b.label.casefold() == text.casefold()), None)
    return found.label if found else None


async def two_panes(settings: Settings, *, without_nlu: bool) -> int:
    """Two panes: the young person on the left, the volunteer on the right."""
    from bot.channels.panes import TwoPanes

    panes = TwoPanes()
    async with _world(settings, panes.show, without_nlu=without_nlu, wait=False) as (
        script,
        screens,
    ):
        logging.disable()  # a log line would be written across the panes
        panes.connect(
            lambda person, text: script.play(
                line_of(text if person == "young" else f"/maatje {text}", screens)
            )
        )
        await panes.run_async()
    return 0
