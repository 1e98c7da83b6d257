"""How it stands with a shared talk, for one young person."""

from __future__ import annotations

from bot.domain.ids import PersonId
from bot.domain.shared import Party, SharedState, SharedTalk
from bot.services.ports import UnitOfWork


async def shared_standing(tx: UnitOfWork, person: PersonId) -> str:
    """As flows ask it: `none`, `inviting`, `opened`, `asked` or `agreed`."""
    talk = await tx.shared.open_of(person)
    me = await party_of(tx, talk, person)
    if talk is None or me is None:
        return "none"
    if talk.state is SharedState.ASKED:
        return "opened" if me.first else "asked"
    return talk.state.value


async def party_of(tx: UnitOfWork, talk: SharedTalk | None, person: PersonId) -> Party | None:
    """This person as a party of the talk, if they are one."""
    every = await tx.shared.parties(talk.id) if talk is not None else ()
    return next((one for one in every if one.person == person), None)
