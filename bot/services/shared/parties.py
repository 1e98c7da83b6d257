"""Who are in a talk beside the young person of a case: the other young people, by their own cases.

A case without a shared talk has no other parties: every question here then has an empty answer, so
that nobody who asks needs to know what kind of talk it is.
"""

from __future__ import annotations

from bot.domain.handoff import WAITING, Handoff, HandoffState
from bot.domain.ids import PersonId
from bot.domain.shared import SharedState, SharedTalk
from bot.services.ports import RelayedLine, UnitOfWork


async def talk_of(tx: UnitOfWork, case: Handoff) -> SharedTalk | None:
    """The shared talk of this case while it goes on; after its end the case is one as any other."""
    talk = await tx.shared.get(case.shared) if case.shared is not None else None
    return talk if talk is not None and talk.state is SharedState.AGREED else None


async def _others(tx: UnitOfWork, case: Handoff) -> list[Handoff]:
    if case.shared is None or await talk_of(tx, case) is None:
        return []
    return [one for one in await tx.handoffs.sharing(case.shared) if one.id != case.id]


async def waiting_with(tx: UnitOfWork, case: Handoff) -> list[Handoff]:
    """The cases of the others that wait for the same talk."""
    return [one for one in await _others(tx, case) if one.state in WAITING]


async def talking_with(tx: UnitOfWork, case: Handoff) -> list[Handoff]:
    """The cases of the others in the same running talk."""
    return [one for one in await _others(tx, case) if one.state is HandoffState.ACTIVE]


async def other_of(tx: UnitOfWork, case: Handoff) -> Handoff | None:
    """The case of the other young person whom the one of this case talked with, also when it is over."""
    if case.shared is None or case.staff is None:
        return None
    cases = await tx.handoffs.sharing(case.shared)
    return next((one for one in cases if one.person != case.person and one.staff), None)


async def stands_for_all(tx: UnitOfWork, case: Handoff) -> bool:
    """Of the cases that wait for one talk, the first is shown to volunteers, for all of them."""
    others = await waiting_with(tx, case)
    return all((case.created_at, case.id) < (one.created_at, one.id) for one in others)


async def listeners(tx: UnitOfWork, case: Handoff) -> list[Handoff]:
    """The other young people who read what the young person of this case writes now."""
    talk = await talk_of(tx, case)
    return await talking_with(tx, case) if talk is not None and talk.together else []


async def addressed(tx: UnitOfWork, case: Handoff, speaker: PersonId) -> list[Handoff]:
    """To which young people words of this member of staff in this case go now; `case` comes first if
    it is one. Whoever leads the talk chose with whom they are apart; who is beside one young person
    speaks with that one alone unless all are together."""
    talk = await talk_of(tx, case)
    if talk is None:
        return [case]
    if speaker != case.staff and not talk.together:
        return [case]
    every = [case, *await talking_with(tx, case)]
    if talk.apart is None:
        return every
    return [one for one in every if one.id == talk.apart] or [case]


async def readers(tx: UnitOfWork, case: Handoff) -> list[PersonId]:
    """Everybody of the staff who reads the lines of this case now."""
    found = list(case.readers)
    for other in await listeners(tx, case):
        found += other.readers
    return list(dict.fromkeys(found))


async def leave_lines(tx: UnitOfWork, person: PersonId) -> None:
    """Somebody is erased: what another party read of a talk stays with that party until its term, so that
    who was threatened can still report it."""
    for case in await tx.handoffs.kept_of(person):
        if case.shared is None:
            continue
        for other in await tx.handoffs.sharing(case.shared):
            if other.person != person:
                await tx.handoffs.leave_lines(case, other)


async def lines(tx: UnitOfWork, case: Handoff) -> list[RelayedLine]:
    """All that was said in this talk as its young person could read it, in order."""
    own = [*await tx.handoffs.lines(case.id)]
    if case.shared is not None:
        own += await tx.handoffs.lines_read_by(case.person, case.shared)
    return sorted(own, key=lambda line: line.at)
