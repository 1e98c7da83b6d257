"""What a coordinator sees in Telegram: figures and aliases of who waits, never a word of a talk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.domain.handoff import Handoff, Urgency
from bot.domain.messages import Reply
from bot.domain.volunteer import Role, StaffMember
from bot.services.handoff.cards import KIND_WORDS
from bot.services.house import House
from bot.services.ports import UnitOfWork

URGENCY_WORDS = {
    Urgency.URGENT: "❗ dringend gevaar",
    Urgency.CONCERN: "zorg",
    Urgency.NORMAL: "gewoon",
}
ROLE_WORDS = {Role.VOLUNTEER: "een maatje", Role.PROFESSIONAL: "een beroepskracht"}


Action = Callable[[House, UnitOfWork, StaffMember, str], Awaitable[None]]


def only(action: Action) -> Action:
    """The same command, for coordinators alone; to anybody else it does not exist."""

    async def guarded(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
        if member.role is Role.COORDINATOR:
            await action(house, tx, member, argument)
            return
        text = house.flowbook().staff("unknown_command")
        await tx.outbox.add(member.person, [Reply(text)], house.clock.now())

    return guarded


async def tell_waiting(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    """`/aanvragen`: who waits, the most urgent first; who has duty; how many talks are running."""
    now, flowbook = house.clock.now(), house.flowbook()
    if member.role is not Role.COORDINATOR:
        await tx.outbox.add(member.person, [Reply(flowbook.staff("unknown_command"))], now)
        return
    waiting = [case for role in ROLE_WORDS for case in await tx.handoffs.waiting_for(role)]
    rank = list(Urgency)
    waiting.sort(key=lambda case: (rank.index(case.urgency), case.created_at))
    lines = "\n".join(_line(house, case) for case in waiting) or flowbook.staff("nobody_waits")
    volunteers = await tx.staff.on_duty(Role.VOLUNTEER)
    professionals = await tx.staff.on_duty(Role.PROFESSIONAL)
    everybody = [one for one in await tx.staff.all() if one.role in ROLE_WORDS]
    running = [talk for one in everybody for talk in await tx.handoffs.active_with(one.person)]
    talks = len({talk.shared or talk.id for talk in running})
    text = flowbook.staff(
        "waiting_list",
        lines=lines,
        professionals=len(professionals),
        volunteers=len(volunteers),
        talks=talks,
    )
    await tx.outbox.add(member.person, [Reply(text)], now)


def _line(house: House, case: Handoff) -> str:
    minutes = int((house.clock.now() - case.created_at).total_seconds() // 60)
    kinds = ", ".join(KIND_WORDS[kind] for kind in case.kinds)
    about = f"{URGENCY_WORDS[case.urgency]}{f' ({kinds})' if kinds else ''}"
    return f"- {case.alias}: voor {ROLE_WORDS[case.to]}, {about}, wacht {minutes} min"
