"""`maatje flows check`."""

from __future__ import annotations

from pathlib import Path

import typer

from bot.engine.shelf import check_folder
from bot.errors import OperatorError
from bot.settings import Settings


def check(settings: Settings, folder: Path) -> int:
    """Prints every mistake; 0 when there is none (warnings do not count)."""
    try:
        _, issues = check_folder(folder, settings.contract)
    except OperatorError as error:
        typer.echo(str(error), err=True)
        return 1
    for issue in issues:
        typer.echo(str(issue))
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


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
