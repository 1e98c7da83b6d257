"""A professional lets voice or location pass, in one case and only while it runs."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.events import event
from bot.domain.handoff import Handoff
from bot.domain.messages import Reply, UnsupportedKind
from bot.domain.volunteer import Role, StaffMember
from bot.engine.matching import plain
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.talking import not_passed

WORDS = {"spraak": UnsupportedKind.VOICE, "locatie": UnsupportedKind.LOCATION}


async def allow(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff | None, argument: str
) -> None:
    """`/sta spraak toe`, `/sta locatie toe`, and with `niet` to close it again. The young person is
    told each time that something changes."""
    words = plain(argument).split()
    kind = WORDS.get(words[0]) if words else None
    if kind is None or words[1:] not in (["toe"], ["niet", "toe"]):
        name = "open_how"
    elif member.role is not Role.PROFESSIONAL:
        name = "open_not_yours"
    elif talk is None or talk.to is not Role.PROFESSIONAL:
        name = "no_talk"
    else:
        await _change(house, tx, member, talk, kind, opens="niet" not in words)
        return
    await tx.outbox.add(member.person, [Reply(house.flowbook().staff(name))], house.clock.now())


async def _change(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    talk: Handoff,
    kind: UnsupportedKind,
    *,
    opens: bool,
) -> None:
    now, flowbook = house.clock.now(), house.flowbook()
    others = tuple(one for one in talk.opened if one is not kind)
    changed = replace(talk, opened=(*others, kind) if opens else others)
    name = f"{kind.value}_opened" if opens else "kind_closed"
    told = not_passed.naming(flowbook.staff(name, alias=talk.alias), kind)
    await tx.outbox.add(member.person, [Reply(told)], now)
    if set(changed.opened) == set(talk.opened):
        return
    await tx.handoffs.save(talk, changed)
    opened, closed = event("kind_opened", kind.value), event("kind_closed", kind.value)
    await tx.events.add([opened if opens else closed], now)
    said = not_passed.naming(flowbook.young(name).replace("{alias}", member.alias), kind)
    await tx.outbox.add(talk.person, [Reply(said)], now)
