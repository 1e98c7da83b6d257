"""The command `maatje`. Help texts are Dutch; a mistake is one Dutch sentence, never a traceback."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.errors import FlowsBroken, OperatorError

app = typer.Typer(
    help="Maatje: een Nederlandstalige chatbot voor steun van leeftijdsgenoten.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
flows_app = typer.Typer(help="De gesprekken in flows/.", no_args_is_help=True)
nlu_app = typer.Typer(help="De taalservice.", no_args_is_help=True)
release_app = typer.Typer(help="Mag Maatje open voor iedereen?", no_args_is_help=True)
key_app = typer.Typer(help="De sleutel van de versleuteling.", no_args_is_help=True)
for name, sub in (
    ("flows", flows_app),
    ("nlu", nlu_app),
    ("release", release_app),
    ("key", key_app),
):
    app.add_typer(sub, name=name)


def _run(work: Callable[[], Coroutine[Any, Any, int]]) -> None:
    try:
        code = asyncio.run(work())
    except OperatorError as error:
        typer.echo(str(error), err=True)
        code = 1
    except FlowsBroken as error:
        typer.echo(error.report, err=True)
        typer.echo("Maatje start niet zolang er fouten in de flows staan.", err=True)
        code = 1
    except KeyboardInterrupt:
        code = 130
    except Exception as error:  # our own bug: one sentence, and what we need to find it
        logging.getLogger(__name__).error("stopped by %s", type(error).__name__)
        typer.echo("Er ging iets mis in Maatje zelf. Wat opgeslagen was, blijft staan.", err=True)
        code = 1
    raise typer.Exit(code)


@app.command()
def chat(
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Lees regels JSON van stdin en print regels JSON.")
    ] = False,
    without_nlu: Annotated[
        bool,
        typer.Option(
            "--without-nlu", help="Zonder taalservice: knoppen en het gevaarnet werken gewoon."
        ),
    ] = False,
    two: Annotated[
        bool, typer.Option("--two", help="Twee vensters: links de jongere, rechts de vrijwilliger.")
    ] = False,
) -> None:
    """Praat met Maatje in de terminal, zonder Telegram."""
    from bot.commands import chat as chatting
    from bot.settings import Settings

    settings = Settings()
    if jsonl:
        _run(lambda: chatting.scripted(settings, without_nlu=without_nlu))
    elif two:
        _run(lambda: chatting.two_panes(settings, without_nlu=without_nlu))
    else:
        _run(lambda: chatting.typed(settings, without_nlu=without_nlu))


@app.command()
def demo(
    two: Annotated[bool, typer.Option("--two", help="Twee vensters.")] = False,
) -> None:
    """Laat zien wat Maatje doet: een chat in de terminal, of zonder terminal een opgenomen gesprek."""
    from bot.commands import chat as chatting
    from bot.settings import Settings

    settings = Settings()
    if two and sys.stdin.isatty():
        _run(lambda: chatting.two_panes(settings, without_nlu=False))
    elif sys.stdin.isatty():
        _run(lambda: chatting.typed(settings, without_nlu=False))
    else:
        _run(lambda: chatting.recorded(settings))


@app.command()
def run() -> None:
    """Start Maatje op Telegram (MAATJE_TELEGRAM_TOKEN)."""
    from bot.commands import run as running
    from bot.settings import Settings

    _run(lambda: running.run(Settings()))


@app.command()
def invite(
    role: Annotated[
        str,
        typer.Argument(
            help="volunteer, professional, coordinator, moderator, coach, tester of candidate"
        ),
    ],
    alias: Annotated[str, typer.Option(help="Schuilnaam die jongeren zien.")] = "",
    age: Annotated[
        int | None, typer.Option(help="Leeftijd (alleen volunteer, moderator en coach).")
    ] = None,
    screened_by: Annotated[
        str, typer.Option("--screened-by", help="Wie de screening deed (naam en functie).")
    ] = "",
) -> None:
    """Maak een code voor één keer, na de screening."""
    from bot.commands import invite as inviting
    from bot.settings import Settings

    _run(lambda: inviting.invite(Settings(), role, alias=alias, age=age, screened_by=screened_by))


@app.command()
def status() -> None:
    """Laat zien hoe Maatje ervoor staat."""
    from bot.commands import run as running
    from bot.settings import Settings

    _run(lambda: running.status(Settings()))


@flows_app.command("check")
def flows_check(
    folder: Annotated[Path | None, typer.Argument(help="De map (standaard flows/).")] = None,
) -> None:
    """Kijk alle flows na en noem alle fouten tegelijk, met bestand en regel."""
    from bot.commands import flows as checking
    from bot.settings import Settings

    settings = Settings()
    raise typer.Exit(checking.check(settings, folder or settings.flows))


@flows_app.command("try")
def flows_try(
    file: Annotated[Path, typer.Argument(help="De flow, zoals flows/bullying.yml.")],
    record: Annotated[
        bool,
        typer.Option("--record", help="Bewaar het gesprek als proef in tests/conversations/."),
    ] = False,
    title: Annotated[str, typer.Option(help="Hoe het gesprek heet dat je bewaart.")] = "",
) -> None:
    """Speel één flow in de terminal. Er blijft niets van over, tenzij je --record zegt."""
    from bot.commands import trying
    from bot.settings import Settings

    _run(lambda: trying.try_flow(Settings(), file, record=record, title=title))


@flows_app.command("draw")
def flows_draw(
    flow: Annotated[str, typer.Argument(help="De naam van een flow, zoals bullying.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Alle flows.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Een bestand (.svg, .png of .mmd); bij --all een map of een .mmd."),
    ] = None,
) -> None:
    """Teken een flow: een plaatje, of zonder --out tekst voor Mermaid."""
    from bot.commands import drawing
    from bot.settings import Settings

    async def drawn() -> int:
        return drawing.draw(Settings(), flow, everything=everything, out=out)

    _run(drawn)


@flows_app.command("coverage")
def flows_coverage(
    flow: Annotated[str, typer.Argument(help="Alleen de gesprekken van deze flow.")] = "",
) -> None:
    """Speel alle proefgesprekken en noem de stappen waar geen gesprek langs komt (een paar minuten)."""
    from bot.commands import coverage
    from bot.settings import Settings

    _run(lambda: coverage.cover(Settings(), flow))


@flows_app.command("verify")
def flows_verify(
    write: Annotated[bool, typer.Option("--write", help="Schrijf het in docs/verify.md.")] = False,
) -> None:
    """Noem wat er bij elke hulplijn na te kijken is, gevaar eerst (uit flows/services.yml)."""
    from bot.commands import flows as checking
    from bot.settings import Settings

    raise typer.Exit(checking.print_verify(Settings(), write=write))


@flows_app.command("schema")
def flows_schema(
    write: Annotated[
        bool, typer.Option("--write", help="Schrijf het in flows/flow.schema.json.")
    ] = False,
) -> None:
    """Print het JSON Schema van een flow, voor editors die meekijken terwijl je typt."""
    from bot.commands import flows as checking
    from bot.settings import Settings

    raise typer.Exit(checking.print_schema(Settings(), write=write))


@nlu_app.command("parse")
def nlu_parse(
    without_nlu: Annotated[
        bool, typer.Option("--without-nlu", help="Alleen het gevaarnet, zonder taalservice.")
    ] = False,
) -> None:
    """Lees regels {"text": …} van stdin en print per regel wat Maatje ervan begrijpt."""
    from bot.commands import nlu as parsing
    from bot.settings import Settings

    _run(lambda: parsing.parse(Settings(), without_nlu=without_nlu))


@nlu_app.command("check")
def nlu_check() -> None:
    """Controleer alle zinnen van het taalmodel, en laat zien waar er te weinig van zijn."""
    from bot.commands import nlu as parsing
    from bot.settings import Settings

    _run(lambda: parsing.check(Settings()))


@nlu_app.command("review")
def nlu_review(
    reader: Annotated[str, typer.Option("--reader", help="Wie leest (je naam).")] = "",
    counts: Annotated[
        bool, typer.Option("--list", help="Laat alleen zien hoeveel berichten er wachten.")
    ] = False,
) -> None:
    """Lees berichten die Maatje niet snapte, en schrijf er een nieuwe zin bij (MAATJE_LEARNING)."""
    from bot.commands import review as reviewing
    from bot.settings import Settings

    _run(lambda: reviewing.review(Settings(), reader, only_counts=counts))


@release_app.command("check")
def release_check() -> None:
    """Noem alles wat nog mist voordat Maatje open mag voor iedereen."""
    from bot.commands import run as running
    from bot.settings import Settings

    _run(lambda: running.release_check(Settings()))


@key_app.command("new")
def key_new() -> None:
    """Print een nieuwe sleutel. Bewaar die apart van de database."""
    from bot.commands import run as running

    typer.echo(running.key_new())


def main() -> None:
    """The entry point. The commands import what they need themselves: help comes at once, and Ctrl-C
    while something loads ends quietly."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
