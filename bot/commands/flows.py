"""`maatje flows check` (its list of mistakes is printed by other commands too) and `flows schema`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from bot.engine.contract import load_contract
from bot.engine.issues import Issue
from bot.engine.loading import load
from bot.engine.schema import FILE, schema_text
from bot.engine.shelf import check_folder
from bot.engine.verifying import verify_text
from bot.errors import OperatorError
from bot.settings import Settings


def check(settings: Settings, folder: Path) -> int:
    """Prints every mistake; 0 when there is none (warnings do not count)."""
    try:
        _, issues = check_folder(folder, settings.contract)
    except OperatorError as error:
        typer.echo(str(error), err=True)
        return 1
    return report(issues)


def report(issues: Sequence[Issue], known_as: Mapping[str, str] = {}) -> int:
    """Prints mistakes as operators read them; `known_as` gives paths another name. 1 when there is a
    mistake that is no warning."""
    for issue in issues:
        text = str(issue)
        for path, name in known_as.items():
            text = text.replace(path, name)
        typer.echo(text)
    mistakes = sum(not issue.warning for issue in issues)
    warnings = len(issues) - mistakes
    if mistakes:
        typer.echo(
            f"{_count(mistakes, 'fout', 'fouten')}, "
            f"{_count(warnings, 'waarschuwing', 'waarschuwingen')}. Maatje start niet met fouten."
        )
        return 1
    typer.echo(f"Alles klopt ({_count(warnings, 'waarschuwing', 'waarschuwingen')}).")
    return 0


def print_schema(settings: Settings, *, write: bool) -> int:
    """Prints the JSON Schema of a flow, or writes it into its file."""
    text = schema_text(load_contract(settings.contract))
    if not write:
        typer.echo(text, nl=False)
        return 0
    (settings.flows / FILE).write_text(text, "utf-8")
    typer.echo(f"Geschreven: {settings.flows / FILE}")
    return 0


def print_verify(settings: Settings, *, write: bool) -> int:
    """Prints what has to be checked of every service, or writes it into `docs/verify.md`."""
    library = load(settings.flows)
    about = [one for one in library.issues if Path(one.place.file).name == "services.yml"]
    if about or not library.services:
        return report(about) or 1
    text = verify_text(library.services, library.situations.every)
    if not write:
        typer.echo(text, nl=False)
        return 0
    path = settings.flows.resolve().parent / "docs" / "verify.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    typer.echo(f"Geschreven: {path}")
    return 0


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
