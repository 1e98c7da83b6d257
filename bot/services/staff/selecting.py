"""What a coordinator does with candidates and volunteers, and every decision kept."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date

from bot.domain.messages import Button, Reply
from bot.domain.volunteer import Role, StaffMember
from bot.domain.volunteer_path import Proof, Screening, VolunteerPath, VolunteerStatus
from bot.services.handoff import offering
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.staff import leaving, path
from bot.services.staff.candidate_card import (
    APPROVE,
    PLAN,
    REJECT,
    SCREENED,
    card,
    is_trained,
)

S = VolunteerStatus
STATUS_WORDS = {
    S.APPLIED: "aangemeld",
    S.SCREENED: "gescreend",
    S.IN_TRAINING: "in training",
    S.APPROVED: "goedgekeurd",
    S.PAUSED: "gepauzeerd",
    S.LEFT: "gestopt",
}
SEEN = re.compile(r"(\d{1,2}) (vog|596\.2) (\d{1,2})-(\d{1,2})-(\d{4})", re.IGNORECASE)
Act = Callable[[House, UnitOfWork, StaffMember, VolunteerPath, str], Awaitable[None]]


async def tell_candidates(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    """`/kandidaten`: who is on the way, and a card with buttons for whom something can be done."""
    if member.role is not Role.COORDINATOR:
        await _say(house, tx, member, "unknown_command")
        return
    known = [one for one in await tx.volunteers.all() if one.status not in (S.APPROVED, S.LEFT)]
    lines = "\n".join(_line(house, one) for one in known)
    if not lines:
        await _say(house, tx, member, "no_candidates")
        return
    await _say(house, tx, member, "candidates", lines=lines)
    for one in known:
        shown = card(house, one)
        if shown.buttons:
            await path.tell(house, tx, member.person, shown)


def _line(house: House, known: VolunteerPath) -> str:
    days = (house.clock.now() - known.changed_at).days
    modules = house.flowbook().training
    done = sum(m.module in known.modules for m in modules)
    part = f", {done} van {len(modules)} modules" if known.status is S.IN_TRAINING else ""
    part += f", {known.practices} keer geoefend" if known.practices else ""
    wait = "vandaag" if days == 0 else f"{days} {'dag' if days == 1 else 'dagen'}"
    return f"- {known.alias}: {STATUS_WORDS[known.status]}{part}, {wait}"


async def pressed(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """A button under a card. What needs more words than a button holds, tells how to type it."""
    act, _, alias = ref.partition(".")
    if act == APPROVE:
        await approve(house, tx, member, alias)
    elif act in (PLAN, SCREENED, REJECT) and member.role is Role.COORDINATOR:
        await _say(house, tx, member, f"candidate_{act}_how", alias=alias)
    else:
        await _say(house, tx, member, "old_button")


def _by_coordinator(*statuses: VolunteerStatus, reason: bool = False) -> Callable[[Act], _Command]:
    """A command of a coordinator about one volunteer in one of these statuses: the alias comes first.
    With `reason` some words must follow it."""

    def made(act: Act) -> _Command:
        async def command(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
            if member.role is not Role.COORDINATOR:
                await _say(house, tx, member, "unknown_command")
                return
            known, rest = await _named(house, tx, argument)
            if known is None:
                await _say(house, tx, member, "which_volunteer")
            elif known.status not in statuses:
                word = STATUS_WORDS[known.status]
                await _say(house, tx, member, "not_in_status", alias=known.alias, status=word)
            elif reason and not rest:
                await _say(house, tx, member, "reason_missing", alias=known.alias)
            else:
                await act(house, tx, member, known, rest)

        return command

    return made


_Command = Callable[[House, UnitOfWork, StaffMember, str], Awaitable[None]]


async def _named(house: House, tx: UnitOfWork, argument: str) -> tuple[VolunteerPath | None, str]:
    """The volunteer whose alias these words begin with, and the rest of the words."""
    said = " ".join(argument.split())
    paths = {one.person: one for one in await tx.volunteers.all()}
    for member in await tx.staff.all():
        if member.role is Role.VOLUNTEER and member.person not in paths:
            paths[member.person] = await path.path_of(tx, member, house.clock.now())
    alive = sorted(paths.values(), key=lambda one: (one.status is S.LEFT, -len(one.alias)))
    for one in alive:
        if f"{said} ".casefold().startswith(f"{one.alias} ".casefold()):
            return one, said[len(one.alias) :].strip()
    return None, ""


@_by_coordinator(S.APPLIED, S.SCREENED)
async def plan(
    house: House, tx: UnitOfWork, member: StaffMember, known: VolunteerPath, when: str
) -> None:
    """`/gesprek ALIAS moment`: proposes a talk; the candidate answers with a button."""
    if not when:
        await _say(house, tx, member, "candidate_plan_how", alias=known.alias)
        return
    flowbook = house.flowbook()
    buttons = (
        Button(flowbook.young("volunteer_yes_button"), path.YES),
        Button(flowbook.young("volunteer_other_button"), path.OTHER),
    )
    text = flowbook.young("volunteer_interview").replace("{when}", when)
    await path.tell(house, tx, known.person, Reply(text, buttons))
    await _say(house, tx, member, "candidate_planned", alias=known.alias)


@_by_coordinator(S.APPLIED)
async def screened(
    house: House, tx: UnitOfWork, member: StaffMember, known: VolunteerPath, rest: str
) -> None:
    """`/gescreend ALIAS 19 vog 12-03-2026`: identity, age and proof were seen; only age, kind and date
    are noted."""
    seen = _seen(rest)
    if seen is None:
        await _say(house, tx, member, "candidate_screened_how", alias=known.alias)
        return
    now = house.clock.now()
    days = house.flowbook().handoff.limits.proof_at_most_days
    problem = seen.problem(now.date(), valid_days=days)
    if problem is not None:
        await _say(house, tx, member, f"proof_{problem}", alias=known.alias, days=days)
        return
    await path.move(house, tx, known, known.screened(seen, now), by=member.alias)
    await path.tell(house, tx, known.person, path.screened_message(house))
    await _say(house, tx, member, "candidate_screened", alias=known.alias)


def _seen(text: str) -> Screening | None:
    found = SEEN.fullmatch(text.strip())
    if found is None:
        return None
    try:
        day = date(int(found[5]), int(found[4]), int(found[3]))
    except ValueError:
        return None
    return Screening(int(found[1]), Proof(found[2].casefold()), day)


@_by_coordinator(S.APPLIED, S.SCREENED, reason=True)
async def reject(
    house: House, tx: UnitOfWork, member: StaffMember, known: VolunteerPath, reason: str
) -> None:
    """`/afwijzen ALIAS waarom`: the candidate reads kind words, and never the reason."""
    await _leave(house, tx, member, known, reason)
    text = house.flowbook().young("volunteer_rejected")
    await path.tell(house, tx, known.person, Reply(text))
    await _say(house, tx, member, "candidate_rejected", alias=known.alias)


@_by_coordinator(S.IN_TRAINING)
async def approve(
    house: House, tx: UnitOfWork, member: StaffMember, known: VolunteerPath, _: str
) -> None:
    """`/goedkeuren ALIAS`, or the button: after every module of the training."""
    if not is_trained(house, known):
        await _say(house, tx, member, "not_trained", alias=known.alias)
        return
    after = known.moved(S.APPROVED, house.clock.now())
    await path.move(house, tx, known, after, by=member.alias)
    flowbook = house.flowbook()
    name = "path_approved_minor" if known.is_minor else "path_approved"
    await path.tell(house, tx, known.person, Reply(flowbook.staff(name)))
    await _say(house, tx, member, "candidate_approved", alias=known.alias)


@_by_coordinator(S.APPROVED, reason=True)
async def pause(
    house: House, tx: UnitOfWork, member: StaffMember, known: VolunteerPath, reason: str
) -> None:
    """`/pauze ALIAS waarom`: off duty at once. A talk that runs goes on: a young person is not dropped
    in the middle of a sentence. `/uit` ends it."""
    now = house.clock.now()
    await path.move(house, tx, known, known.moved(S.PAUSED, now), by=member.alias, reason=reason)
    volunteer = await tx.staff.get(known.person)
    if volunteer is not None:
        await offering.off_duty(house, tx, volunteer)
    await path.tell(house, tx, known.person, Reply(house.flowbook().staff("path_paused")))
    talks = len(await tx.handoffs.active_with(known.person))
    name = "volunteer_paused_in_talk" if talks else "volunteer_paused"
    await _say(house, tx, member, name, alias=known.alias)


@_by_coordinator(S.PAUSED, reason=True)
async def back(
    house: House, tx: UnitOfWork, member: StaffMember, known: VolunteerPath, reason: str
) -> None:
    """`/terug ALIAS waarom`: may help again; duty stays off until they say so themselves."""
    after = known.moved(S.APPROVED, house.clock.now())
    await path.move(house, tx, known, after, by=member.alias, reason=reason)
    await path.tell(house, tx, known.person, Reply(house.flowbook().staff("path_back")))
    await _say(house, tx, member, "volunteer_back", alias=known.alias)


@_by_coordinator(S.IN_TRAINING, S.APPROVED, S.PAUSED, reason=True)
async def out(
    house: House, tx: UnitOfWork, member: StaffMember, known: VolunteerPath, reason: str
) -> None:
    """`/uit ALIAS waarom`: talks end kindly now, the registration goes."""
    volunteer = await tx.staff.get(known.person)
    if volunteer is not None:
        await leaving.staff_left(house, tx, volunteer)
        await tx.staff.delete(known.person)
    await _leave(house, tx, member, known, reason)
    await path.tell(house, tx, known.person, Reply(house.flowbook().staff("path_left")))
    await _say(house, tx, member, "volunteer_out", alias=known.alias)


async def _leave(
    house: House, tx: UnitOfWork, member: StaffMember, known: VolunteerPath, reason: str
) -> None:
    after = known.moved(S.LEFT, house.clock.now())
    await path.move(house, tx, known, after, by=member.alias, reason=reason)
    await tx.practices.delete(known.person)
    await tx.stories.delete_of(known.person)


async def _say(
    house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: object
) -> None:
    await path.tell(house, tx, member.person, Reply(house.flowbook().staff(name, **values)))


COMMANDS: dict[str, _Command] = {
    "kandidaten": tell_candidates,
    "gesprek": plan,
    "gescreend": screened,
    "afwijzen": reject,
    "goedkeuren": approve,
    "pauze": pause,
    "terug": back,
    "uit": out,
}
