"""What a coach (and a coordinator) does with circles: `/kring …`, and the words of the coach."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.circles import YOUNGEST_COACH, Circle, CircleState, MemberState
from bot.domain.events import event
from bot.domain.ids import PersonId
from bot.domain.messages import Reply, Text, Unsupported
from bot.domain.volunteer import Role, StaffMember
from bot.engine.circle_rules import CircleRules
from bot.engine.matching import plain
from bot.engine.showing import shown
from bot.errors import CircleNotAllowed
from bot.services.circles import making, moving, room, writing
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.staff import own_help
from bot.services.understanding import words_of

NEW, HELP, NOWHERE = "nieuw", "help", "uit"


async def command(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/kring`: the list, one circle, or something about one."""
    if member.role not in (Role.COACH, Role.COORDINATOR):
        text = house.flowbook().staff("unknown_command")
        await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
        return
    first, _, rest = argument.strip().partition(" ")
    number = room.number_in(first)
    if not first:
        await _list(house, tx, member)
    elif plain(first) == HELP or (number is None and plain(first) not in (NEW, NOWHERE)):
        await _how(house, tx, member, "how")
    elif member.person in await tx.suspensions.all():
        await room.tell(house, tx, member.person, "rests")
    elif plain(first) == NEW:
        await _make(house, tx, member, rest)
    elif plain(first) == NOWHERE:
        await _speak_in(house, tx, member.person, None)
        await room.tell(house, tx, member.person, "nowhere")
    else:
        circle = await tx.circles.get(number) if number is not None else None
        await _about(house, tx, member, circle, rest.strip())


async def _how(house: House, tx: UnitOfWork, member: StaffMember, name: str) -> None:
    rules = room.rules_of(house)
    values = {
        "topics": ", ".join(one.title for one in rules.topics),
        "years": ", ".join(one.title for one in rules.years),
        "ages": ", ".join(one.id for one in rules.ages),
    }
    await room.tell(house, tx, member.person, name, **values)


async def _make(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> None:
    rules, now = room.rules_of(house), house.clock.now()
    if member.role is not Role.COACH:
        await room.tell(house, tx, member.person, "not_here")
        return
    if member.age is None or member.age < YOUNGEST_COACH:
        await room.tell(house, tx, member.person, "too_young")
        return
    made = making.read(rules, words, member.person, now)
    if isinstance(made, making.Bad):
        await _how(house, tx, member, made.name)
        return
    circle = await tx.circles.add(made)
    await tx.events.add([event("circle_made")], now)
    facts = room.facts(rules, circle)
    starts = f", vanaf {room.day_words(circle)}" if circle.starts_at > now else ""
    shown_rules = rules.say("rules", **facts)
    await room.tell(house, tx, member.person, "made", starts=starts, rules=shown_rules, **facts)


async def _list(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """The own circles; all of them for a coordinator, and those without a coach for every coach."""
    rules = room.rules_of(house)
    live = [one for one in CircleState if one is not CircleState.ENDED]
    every = await tx.circles.in_state(*live)
    all_of_them = member.role is Role.COORDINATOR
    mine = [one for one in every if all_of_them or one.coach in (member.person, None)]
    if not mine:
        await room.tell(house, tx, member.person, "none")
        return
    lines = [rules.tell("list_all" if all_of_them else "list")]
    for circle in mine:
        count = len(await tx.circles.members(circle.number))
        values = room.facts(rules, circle) | {
            "count": count,
            "state": rules.tell(f"state_{circle.state.value}"),
            "coach": "" if circle.coach is not None else rules.tell("no_coach"),
        }
        lines.append(rules.tell("list_line", **values))
    lines.append(rules.tell("list_foot"))
    await tx.outbox.add(member.person, [Reply("\n".join(lines))], house.clock.now())


# --- one circle -----------------------------------------------------------------------------------


async def _about(
    house: House, tx: UnitOfWork, member: StaffMember, circle: Circle | None, said: str
) -> None:
    word, _, rest = said.partition(" ")
    if circle is None:
        await room.tell(house, tx, member.person, "which")
        return
    if plain(word) == "neem":
        await _take(house, tx, member, circle)
        return
    if member.role is Role.COACH and circle.coach != member.person:
        await room.tell(house, tx, member.person, "not_yours", number=circle.number)
        return
    action = ACTIONS.get(plain(word))
    if action is None:
        await (_card(house, tx, member, circle, "") if not word else _how(house, tx, member, "how"))
        return
    try:
        await action(house, tx, member, circle, rest.strip())
    except CircleNotAllowed:
        state = room.rules_of(house).tell(f"state_{circle.state.value}")
        state = state if circle.state is not CircleState.MADE else "is nog niet open"
        state = "is klaar" if circle.state is CircleState.ENDED else state
        await room.tell(house, tx, member.person, "cannot", number=circle.number, state=state)


async def _card(house: House, tx: UnitOfWork, member: StaffMember, circle: Circle, _: str) -> None:
    rules, stands = room.rules_of(house), await room.standing(house, tx, circle)
    names = [
        one.alias + (rules.tell("muted_mark") if one.muted else "")
        for one in await tx.circles.members(circle.number)
    ]
    await room.tell(
        house,
        tx,
        member.person,
        "card",
        state=rules.tell(f"state_{circle.state.value}").capitalize(),
        standing=rules.tell(f"standing_{stands.name}", **stands.values),
        members=", ".join(names) or rules.tell("nobody_in"),
        **room.facts(rules, circle),
    )


async def _open(house: House, tx: UnitOfWork, member: StaffMember, circle: Circle, _: str) -> None:
    if circle.state in (CircleState.OPEN, CircleState.RUNNING):
        await room.tell(house, tx, member.person, "opened_already", number=circle.number)
        return
    if circle.state is CircleState.PAUSED:
        await _go_on(house, tx, member, circle, "")
        return
    await moving.open_(house, tx, circle)
    await room.tell(house, tx, member.person, "opened", number=circle.number)


async def _here(house: House, tx: UnitOfWork, member: StaffMember, circle: Circle, _: str) -> None:
    if circle.coach != member.person:
        await room.tell(house, tx, member.person, "not_here")
        return
    rules, stands = room.rules_of(house), await room.standing(house, tx, circle)
    await _speak_in(house, tx, member.person, circle)
    text = rules.tell("here", alias=member.alias, **room.facts(rules, circle))
    if not stands.is_open:
        text += f"\n{rules.tell(f'standing_{stands.name}', **stands.values)}"
    await tx.outbox.add(member.person, [Reply(text)], house.clock.now())


async def _speak_in(house: House, tx: UnitOfWork, coach: PersonId, chosen: Circle | None) -> None:
    """What the coach types goes to this circle, and to no other."""
    for circle in await tx.circles.of_coach(coach):
        spoken = chosen is not None and circle.number == chosen.number
        if circle.spoken != spoken:
            await tx.circles.save(circle, replace(circle, spoken=spoken))


async def _pause(house: House, tx: UnitOfWork, member: StaffMember, circle: Circle, _: str) -> None:
    await moving.pause(house, tx, circle)
    await room.tell(house, tx, member.person, "paused", number=circle.number)
    await _tell_coach_too(house, tx, member, circle, "paused")


async def _go_on(house: House, tx: UnitOfWork, member: StaffMember, circle: Circle, _: str) -> None:
    if circle.coach is None:
        await room.tell(house, tx, member.person, "coach_gone", **room.facts(_rules(house), circle))
        return
    await moving.go_on(house, tx, circle)
    await room.tell(house, tx, member.person, "went_on", number=circle.number)
    await _tell_coach_too(house, tx, member, circle, "went_on")


def _rules(house: House) -> CircleRules:
    return room.rules_of(house)


async def _tell_coach_too(
    house: House, tx: UnitOfWork, member: StaffMember, circle: Circle, name: str
) -> None:
    if circle.coach != member.person:
        await room.tell(house, tx, circle.coach, name, number=circle.number)


async def _remove(
    house: House, tx: UnitOfWork, member: StaffMember, circle: Circle, said: str
) -> None:
    """`weg Groene Reiger regels`: the young person reads a kind fixed sentence; the word is kept."""
    reasons = _rules(house).reasons
    alias, _, reason = said.rpartition(" ")
    inside = await tx.circles.members(circle.number)
    named = [one for one in inside if plain(one.alias) == plain(alias)]
    if not named or plain(reason) not in map(plain, reasons):
        await room.tell(
            house,
            tx,
            member.person,
            "which_member",
            number=circle.number,
            reasons=", ".join(reasons),
        )
        return
    who, word = named[0], plain(reason)
    await moving.goes(house, tx, who, MemberState.REMOVED, reason=word)
    await tx.events.add([event("circle_removed", word)], house.clock.now())
    await room.news(house, tx, who, "removed")
    await room.tell(
        house, tx, member.person, "removed", alias=who.alias, number=circle.number, reason=word
    )
    await moving.after_going(house, tx, who)


async def _end(
    house: House, tx: UnitOfWork, member: StaffMember, circle: Circle, said: str
) -> None:
    if circle.state is not CircleState.ENDED and plain(said) != "ja":
        await room.tell(house, tx, member.person, "end_ask", number=circle.number)
        return
    await moving.end(house, tx, circle)
    await room.tell(house, tx, member.person, "ended", number=circle.number)
    await _tell_coach_too(house, tx, member, circle, "ended")


async def _take(house: House, tx: UnitOfWork, member: StaffMember, circle: Circle) -> None:
    """Another coach takes over a circle that has none."""
    if member.role is not Role.COACH:
        await room.tell(house, tx, member.person, "not_here")
    elif member.age is None or member.age < YOUNGEST_COACH:
        await room.tell(house, tx, member.person, "too_young")
    elif circle.coach is not None or circle.state is CircleState.ENDED:
        await room.tell(house, tx, member.person, "not_taken", number=circle.number)
    else:
        await tx.circles.save(circle, replace(circle, coach=member.person))
        await room.tell(house, tx, member.person, "taken", number=circle.number)


Action = Callable[[House, UnitOfWork, StaffMember, Circle, str], Awaitable[None]]
ACTIONS: dict[str, Action] = {
    "open": _open,
    "hier": _here,
    "pauze": _pause,
    "door": _go_on,
    "weg": _remove,
    "klaar": _end,
}


# --- the words of the coach -----------------------------------------------------------------------


async def typed(
    house: House, tx: UnitOfWork, member: StaffMember, content: Text | Unsupported
) -> bool:
    """What a coach types goes to the circle that they chose; nowhere when they chose none."""
    if member.role is not Role.COACH:
        return False
    chosen = [one for one in await tx.circles.of_coach(member.person) if one.spoken]
    if not chosen:
        if own_help.asks_for_it(house, words_of(content)):
            return False
        await room.tell(house, tx, member.person, "choose")
        return True
    told = await _passed(house, tx, member, chosen[0], content)
    await tx.outbox.add(member.person, [Reply(told)], house.clock.now())
    return True


async def _passed(
    house: House, tx: UnitOfWork, member: StaffMember, circle: Circle, content: Text | Unsupported
) -> str:
    rules, typed_words = room.rules_of(house), words_of(content)
    text, stands = shown(typed_words), await room.standing(house, tx, circle)
    if circle.coach in await tx.suspensions.all():
        return rules.tell("rests")
    if not stands.is_open:
        said = rules.tell(f"standing_{stands.name}", **stands.values)
        return rules.tell("ack_closed", number=circle.number, standing=said)
    if not text:
        return rules.tell("words_only")
    if writing.points_elsewhere(house, f"{typed_words}\n{text}"):
        return rules.tell("held")
    writer = writing.Writer(member.person, member.alias)
    known = await writing.own_line(tx, circle, writer, content) if content.edited else None
    if content.edited and known is None:
        return rules.tell("edit_gone")
    if known is not None:
        count = await writing.edit(house, tx, circle, writer, known, text)
    else:
        count = await writing.write(house, tx, circle, writer, content, text)
    ack = rules.tell("ack", number=circle.number, count=count)
    only = isinstance(content, Unsupported) and not content.edited
    return f"{rules.tell('words_only')}\n{ack}" if only else ack
