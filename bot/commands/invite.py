"""`maatje invite`."""

from __future__ import annotations

import secrets
import sys
from datetime import timedelta

import typer

from bot.adapters.aliases import ANIMALS, COLOURS, LETTERS
from bot.adapters.clock import SystemClock
from bot.bootstrap import open_units, sealer_of
from bot.domain.volunteer import Role
from bot.errors import OperatorError
from bot.services.ports import Invitation
from bot.services.staff.registering import CANDIDATE, TESTER, code_hash
from bot.settings import Settings

ROLES = (*[role.value for role in Role], TESTER, CANDIDATE)
VALID = timedelta(days=7)
YOUNGEST = 18
YOUNGEST_MODERATOR = 16
YOUNGEST_COACH = 18


async def invite(
    settings: Settings, role: str, *, alias: str, age: int | None, screened_by: str
) -> int:
    """Makes a one-time code. Staff only after screening: who did it is asked and kept (sealed).

    Raises `OperatorError` when something is missing and nobody can be asked.
    """
    if role not in ROLES:
        raise OperatorError(f"«{role}» is geen rol. Kies uit: {', '.join(ROLES)}.")
    if role in (TESTER, CANDIDATE):  # nothing to screen yet
        return await _store(settings, role, "", None, role)
    screened_by = screened_by or _asked("Wie deed de screening (naam en functie)?", "--screened-by")
    if role == Role.VOLUNTEER.value:
        age = age if age is not None else _number(_asked("Leeftijd van de vrijwilliger?", "--age"))
        if age < YOUNGEST:
            raise OperatorError(f"Een maatje voor één-op-één gesprekken is {YOUNGEST} of ouder.")
    elif role == Role.MODERATOR.value:
        age = age if age is not None else _number(_asked("Leeftijd van de moderator?", "--age"))
        if age < YOUNGEST_MODERATOR:
            raise OperatorError(f"Een moderator van de muur is {YOUNGEST_MODERATOR} of ouder.")
    elif role == Role.COACH.value:
        age = age if age is not None else _number(_asked("Leeftijd van de coach?", "--age"))
        if age < YOUNGEST_COACH:
            raise OperatorError(f"Een coach van een kring is {YOUNGEST_COACH} of ouder.")
    else:
        age = None
    return await _store(settings, role, alias or _random_alias(), age, screened_by)


def _asked(question: str, option: str) -> str:
    if not sys.stdin.isatty():
        raise OperatorError(f"Er mist iets: {question} Geef het met {option}.")
    answer = str(typer.prompt(question)).strip()
    if not answer:
        raise OperatorError("Zonder antwoord maak ik geen code.")
    return answer


def _number(text: str) -> int:
    if not text.isdigit():
        raise OperatorError(f"«{text}» is geen leeftijd in jaren.")
    return int(text)


def _random_alias() -> str:
    return f"{secrets.choice(COLOURS)} {secrets.choice(ANIMALS)}"


async def _store(
    settings: Settings, role: str, alias: str, age: int | None, screened_by: str
) -> int:
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    sealer, _ = sealer_of(settings, make_key=settings.key_file is None)
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    now = SystemClock().now()
    async with open_units(settings, sealer) as units, units() as tx:
        await tx.invitations.add(
            Invitation(code_hash(code), role, alias, age, screened_by, now + VALID), now
        )
        await tx.commit()
    typer.echo(f"Code voor één keer, {VALID.days} dagen geldig: {code}")
    typer.echo(f"Laat de ander dit aan de bot sturen:  /start {code}")
    return 0
