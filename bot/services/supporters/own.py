"""`/steun` of a young person: who supports them, what each may hear, silence, and the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.ids import PersonId, SupporterId
from bot.domain.messages import Button, Reply
from bot.domain.supporters import Hears, Supporter, SupportState
from bot.engine.matching import plain
from bot.engine.supporter_rules import capital
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.supporters import ending, room, sharing

# /steun 1 WORD, and the button that does the same.
TYPED = {
    "stil": "mute",
    "aan": "unmute",
    "stop": "stop",
    "stoppen": "stop",
    "blokkeer": "block",
    "blokkeren": "block",
    "link": "link",
    "hoort": "ask",
    "hoort niks": f"hears.{Hears.NOTHING}",
    "hoort niets": f"hears.{Hears.NOTHING}",
    "hoort gelukt": f"hears.{Hears.DONE}",
    "hoort deels": f"hears.{Hears.DONE_PARTLY}",
}
IN_TALK = ("stop", "block", "mute")  # also while a human has the chat


async def running(tx: UnitOfWork, person: PersonId) -> list[Supporter]:
    """Who supports this person now, or has a link for it, in the order of their numbers."""
    return [one for one in await tx.supporters.of_young(person) if one.is_running]


async def given(tx: UnitOfWork, person: PersonId) -> list[Supporter]:
    """What this person supports themselves, in order."""
    known = await tx.supporters.of_person(person)
    return [one for one in known if one.state is SupportState.ACTIVE]


async def typed(
    house: House, tx: UnitOfWork, conversation: Conversation, argument: str, *, in_talk: bool
) -> list[Reply]:
    """`/steun`, `/steun 1`, `/steun 1 stop` …"""
    rules, person = room.rules_of(house), conversation.person
    number, _, rest = argument.strip().partition(" ")
    mine = await running(tx, person)
    if not number:
        said = rules.say("in_talk")
        return [Reply(said)] if in_talk else await listed(house, tx, person)
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
    if not 1 <= place <= len(mine):
        return [Reply(rules.say("gone" if place else "how"))]
    action = TYPED.get(plain(rest), "" if rest.strip() else "open")
    if not action:
        return [Reply(rules.say("how"))]
    return await _do(house, tx, mine[place - 1], action, in_talk=in_talk)


async def pressed(
    house: House, tx: UnitOfWork, conversation: Conversation, key: str, *, in_talk: bool
) -> list[Reply]:
    """A button: `open.<id>`, `hears.<id>.done` …"""
    action, _, rest = key.partition(".")
    known, _, value = rest.partition(".")
    one = await tx.supporters.get(SupporterId(known))
    if one is None or one.young != conversation.person or not one.is_running:
        return [Reply(room.rules_of(house).say("gone"))]
    return await _do(house, tx, one, f"{action}.{value}" if value else action, in_talk=in_talk)


async def _do(
    house: House, tx: UnitOfWork, one: Supporter, action: str, *, in_talk: bool
) -> list[Reply]:
    rules = room.rules_of(house)
    if in_talk and action not in IN_TALK:
        return [Reply(rules.say("in_talk"))]
    name, _, value = action.partition(".")
    match name:
        case "mute" | "unmute":
            return await _mute(house, tx, one, muted=name == "mute")
        case "ask":
            return [Reply(rules.say("hears_ask", called=one.called), _hears_buttons(house, one))]
        case "hears" if value in tuple(Hears):
            await tx.supporters.save(replace(one, hears=Hears(value), news=""))
            text = rules.say("hears_changed", called=one.called, hears=rules.say(f"hears_{value}"))
            return [Reply(text)]
        case "end":
            return [Reply(rules.say("end_ask", called=one.called), _end_buttons(house, one))]
        case "stop" | "block":
            await ending.by_young(house, tx, one, block=name == "block")
            said = "blocked" if name == "block" else "ended"
            return [Reply(rules.say(said, called=one.called))]
        case "link" if one.state is not SupportState.ACTIVE:
            await sharing.renew(house, tx, one)
            return []
        case _:
            return [await _detail(house, tx, one)]


async def _mute(house: House, tx: UnitOfWork, one: Supporter, *, muted: bool) -> list[Reply]:
    await tx.supporters.save(replace(one, muted=muted))
    if not muted:
        await ending.plan_news(house, tx, one.young)
    name = "muted" if muted else "unmuted"
    return [Reply(room.rules_of(house).say(name, called=one.called))]


async def listed(house: House, tx: UnitOfWork, person: PersonId) -> list[Reply]:
    """Everybody around the goals of this person, and what they support themselves."""
    rules, mine = room.rules_of(house), await running(tx, person)
    replies = [_list(house, mine)] if mine else [Reply(rules.say("list_none"))]
    theirs = await given(tx, person)
    if theirs:
        replies.append(supported(house, theirs, first=len(mine) + 1))
    return replies


def supported(house: House, theirs: Sequence[Supporter], first: int = 1) -> Reply:
    """What somebody supports, with a button for each."""
    rules = room.rules_of(house)
    lines = [
        rules.tell("list_line", number=n, words=one.words) for n, one in enumerate(theirs, first)
    ]
    buttons = tuple(
        Button(f"{n}. {rules.tell('open_button')}", room.key("open", one))
        for n, one in enumerate(theirs, first)
    )
    return Reply("\n".join([rules.tell("list"), *lines]), buttons)


def _list(house: House, mine: Sequence[Supporter]) -> Reply:
    lines = [_line(house, one, n) for n, one in enumerate(mine, 1)]
    buttons = tuple(
        Button(f"{n}. {capital(one.called)}", room.key("open", one, prefix=room.OWN_PRESS))
        for n, one in enumerate(mine, 1)
    )
    return Reply("\n".join([room.rules_of(house).say("list"), *lines]), buttons)


def _line(house: House, one: Supporter, number: int) -> str:
    rules, state = room.rules_of(house), one.state.value
    if one.state is SupportState.INVITED and not one.counts(house.clock.now()):
        state = "late"
    if one.state is SupportState.ACTIVE and one.muted:
        state = "muted"
    hears = rules.say(f"hears_{one.hears.value}")
    return rules.say(f"line_{state}", number=number, called=one.called, hears=hears)


async def _detail(house: House, tx: UnitOfWork, one: Supporter) -> Reply:
    rules, mine = room.rules_of(house), await running(tx, one.young)
    number = next((n for n, other in enumerate(mine, 1) if other.id == one.id), 1)
    line = _line(house, one, number)
    text = rules.say("one", line=line, called=one.called, words=one.words, number=number)
    buttons = []
    if one.state is SupportState.ACTIVE:
        silence = "unmute" if one.muted else "mute"
        buttons += [_button(house, f"{silence}_button", silence, one)]
        buttons += [_button(house, "hears_button", "ask", one)]
    else:
        buttons += [_button(house, "link_button", "link", one)]
    return Reply(text, (*buttons, _button(house, "end_button", "end", one)))


def _button(house: House, name: str, action: str, one: Supporter, *more: object) -> Button:
    key = room.key(action, one, *more, prefix=room.OWN_PRESS)
    return Button(room.rules_of(house).say(name), key)


def _hears_buttons(house: House, one: Supporter) -> tuple[Button, ...]:
    return tuple(
        _button(house, f"hears_{hears.value}_button", "hears", one, hears.value) for hears in Hears
    )


def _end_buttons(house: House, one: Supporter) -> tuple[Button, ...]:
    block = [_button(house, "block_button", "block", one)] if one.person is not None else []
    return (
        _button(house, "stop_button", "stop", one),
        *block,
        _button(house, "keep_button", "open", one),
    )
