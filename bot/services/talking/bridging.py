"""`/brug`: a young person and a volunteer write down together what to ask a care worker.

The answers are ordinary lines of the talk: they cross, the contact rule holds, danger acts as in any
line. Here only the questions are asked and the answers that the young person approves are gathered.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.domain.bridge import Bridge, BridgeState
from bot.domain.events import event
from bot.domain.handoff import Handoff
from bot.domain.ids import PersonId
from bot.domain.messages import Button, Content, Press, Reply, Text
from bot.domain.volunteer import Role, StaffMember
from bot.engine.matching import plain
from bot.services.handoff import answering
from bot.services.house import House
from bot.services.ports import UnitOfWork

BRIDGE = "bridge"
YES, NO, NEXT, AGAIN, STOP, SKIP = "yes", "no", "next", "again", "stop", "skip"
S = BridgeState
# What the young person can choose, and the short word behind `/brug` for each.
CHOICES: Mapping[BridgeState, tuple[str, ...]] = {
    S.ASKED: (YES, NO),
    S.OPEN: (STOP,),
    S.WRITTEN: (NEXT, AGAIN, STOP),
}
TYPED = {YES: "ja", NO: "nee", NEXT: "volgende", AGAIN: "anders", STOP: "stop", SKIP: "sla over"}
COUNTED = (S.HELPED, S.HINDERED)


async def start(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff | None, words: str
) -> None:
    """`/brug` of the volunteer: asks the young person first; `/brug stop` lets it rest."""
    if talk is None or talk.to is not Role.VOLUNTEER:
        await _tell(house, tx, member.person, house.flowbook().staff("bridge_not_here"))
        return
    bridge = await tx.bridges.get(talk.id)
    stops, runs = plain(words) == TYPED[STOP], bridge is not None and bridge.runs
    if bridge is not None and runs and stops:
        await _stop(house, tx, talk, bridge)
    elif runs or stops:
        name = "bridge_runs" if runs else "bridge_not_running"
        await _tell(house, tx, member.person, house.flowbook().staff(name))
    elif not (await tx.conversations.get(talk.person)).danger.peer_allowed:
        await _tell(house, tx, member.person, house.flowbook().staff("bridge_danger"))
    else:
        await _invite(house, tx, member, talk, bridge)


async def _invite(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, bridge: Bridge | None
) -> None:
    rests = bridge is not None and bridge.state is S.PAUSED
    asked = Bridge(talk.id, answers=bridge.answers if bridge is not None and rests else ())
    await tx.bridges.save(asked)
    text = house.flowbook().young("bridge_invite").replace("{alias}", member.alias)
    await _ask(house, tx, talk, asked, text)
    await _staff(house, tx, talk, "bridge_asked", alias=talk.alias)


async def chosen(house: House, tx: UnitOfWork, talk: Handoff, content: Content) -> bool:
    """Is this a button of the bridge, or the very words of one that stands open? Then it is done here;
    the words are not for the volunteer. An old button is told kindly."""
    if talk.to is not Role.VOLUNTEER or not isinstance(content, Press | Text):
        return False
    bridge = await tx.bridges.get(talk.id)
    if isinstance(content, Press):
        if not content.key.startswith(f"{BRIDGE}."):
            return False
        name = content.key.rpartition(".")[2]
        fits = bridge is not None and content.key == _key(bridge, name)
        if bridge is None or not fits:
            await _tell(house, tx, talk.person, house.flowbook().young("old_button_in_talk"))
            return True
    else:
        labels = _labels(house, bridge) if bridge is not None and not content.edited else {}
        name = _named(labels, content.text)
    if bridge is not None and name:
        await _do(house, tx, talk, bridge, name)
    return bool(name)


async def commanded(house: House, tx: UnitOfWork, talk: Handoff | None, words: str) -> bool:
    """`/brug ja` of the young person: the typed equivalent of every button. False: nothing to do."""
    bridge = await tx.bridges.get(talk.id) if talk is not None else None
    if talk is None or bridge is None:
        return False
    labels = _labels(house, bridge)
    short = {name: TYPED[name] for name in labels if name in TYPED}
    name = _named(short, words) or _named(labels, words)
    if name:
        await _do(house, tx, talk, bridge, name)
    return bool(name)


def _named(labels: Mapping[str, str], words: str) -> str:
    said = plain(words)
    return next((name for name, label in labels.items() if said and said == plain(label)), "")


def _labels(house: House, bridge: Bridge) -> dict[str, str]:
    """The buttons that stand open now, by name."""
    flowbook = house.flowbook()
    names = (SKIP,) if bridge.state in COUNTED else CHOICES.get(bridge.state, ())
    care = flowbook.handoff.bridge.care.items() if bridge.state in COUNTED else ()
    return {**dict[str, str](care), **{name: flowbook.young(f"bridge_{name}") for name in names}}


def _key(bridge: Bridge, name: str) -> str:
    """What a button carries: which talk, and which moment of the bridge."""
    moment = f"{bridge.state.value}.{len(bridge.answers)}"
    return f"{BRIDGE}.{bridge.handoff[:8]}.{moment}.{name}"


async def heard(house: House, tx: UnitOfWork, talk: Handoff, content: Content) -> None:
    """A line of the young person crossed: is it the answer to the question that is open?"""
    bridge = await tx.bridges.get(talk.id)
    if bridge is None or bridge.state is not S.OPEN or not isinstance(content, Text):
        return
    if content.edited or not content.text.strip():
        return
    await answering.not_expected(tx, talk)  # it is Maatje that answers now
    written = bridge.written(content.text)
    await tx.bridges.save(written)
    text = house.flowbook().young("bridge_written").replace("{answer}", written.answers[-1])
    await _ask(house, tx, talk, written, text)


async def danger(house: House, tx: UnitOfWork, talk: Handoff) -> None:
    """There was danger in a line: it goes before the bridge, which rests."""
    bridge = await tx.bridges.get(talk.id)
    if bridge is not None and bridge.runs:
        await tx.bridges.save(bridge.paused())
        await _staff(house, tx, talk, "bridge_danger")


async def _do(house: House, tx: UnitOfWork, talk: Handoff, bridge: Bridge, name: str) -> None:
    if bridge.state in COUNTED:
        await _counted(house, tx, talk, bridge, name)
    else:
        await DOES[name](house, tx, talk, bridge)


async def _yes(house: House, tx: UnitOfWork, talk: Handoff, bridge: Bridge) -> None:
    await tx.events.add([event("bridge_begun")], house.clock.now())
    await _onward(house, tx, talk, bridge)


async def _no(house: House, tx: UnitOfWork, talk: Handoff, bridge: Bridge) -> None:
    await tx.bridges.save(bridge.paused())
    await _tell(house, tx, talk.person, house.flowbook().young("bridge_declined"))
    await _staff(house, tx, talk, "bridge_declined", alias=talk.alias)


async def _onward(house: House, tx: UnitOfWork, talk: Handoff, bridge: Bridge) -> None:
    following = bridge.onward(len(house.flowbook().handoff.bridge.questions))
    await tx.bridges.save(following)
    if following.state is S.OPEN:
        await _question(house, tx, talk, following)
    else:
        await _result(house, tx, talk, following)


async def _again(house: House, tx: UnitOfWork, talk: Handoff, bridge: Bridge) -> None:
    opened = bridge.again()
    await tx.bridges.save(opened)
    await _question(house, tx, talk, opened)


async def _stop(house: House, tx: UnitOfWork, talk: Handoff, bridge: Bridge) -> None:
    """It rests; what was approved so far is the young person's to keep. The talk goes on."""
    rests = bridge.paused()
    await tx.bridges.save(rests)
    flowbook = house.flowbook()
    replies = [flowbook.young("bridge_stopped")]
    if rests.answers:
        replies += [flowbook.young("bridge_so_far"), _together(house, rests)]
    for text in replies:
        await _tell(house, tx, talk.person, text)
    await _staff(house, tx, talk, "bridge_stopped")


DOES: dict[str, Callable[[House, UnitOfWork, Handoff, Bridge], Awaitable[None]]] = {
    YES: _yes,
    NO: _no,
    NEXT: _onward,
    AGAIN: _again,
    STOP: _stop,
}


async def _question(house: House, tx: UnitOfWork, talk: Handoff, bridge: Bridge) -> None:
    """The next question, for both to see."""
    questions = house.flowbook().handoff.bridge.questions
    number = len(bridge.answers)
    values = {"number": number + 1, "count": len(questions), "ask": questions[number].ask}
    text = house.flowbook().young("bridge_question")
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    await _ask(house, tx, talk, bridge, text)
    await _staff(house, tx, talk, "bridge_question", **values)


async def _result(house: House, tx: UnitOfWork, talk: Handoff, bridge: Bridge) -> None:
    """One text that the young person can copy and keep; the volunteer sees the same."""
    flowbook, together = house.flowbook(), _together(house, bridge)
    await tx.events.add([event("bridge_finished")], house.clock.now())
    await _tell(house, tx, talk.person, flowbook.young("bridge_result"))
    await _tell(house, tx, talk.person, together)
    await _staff(house, tx, talk, "bridge_result", text=together)
    await _ask(house, tx, talk, bridge, flowbook.young("bridge_helped_ask"))


def _together(house: House, bridge: Bridge) -> str:
    return house.flowbook().handoff.bridge.together(bridge.answers)


async def _counted(house: House, tx: UnitOfWork, talk: Handoff, bridge: Bridge, name: str) -> None:
    """What helped, and then what did not: figures without a person, and then nothing is kept."""
    if name != SKIP:
        helped = bridge.state is S.HELPED
        figure = event("care_helped", name) if helped else event("care_hindered", name)
        await tx.events.add([figure], house.clock.now())
    flowbook = house.flowbook()
    if bridge.state is S.HELPED:
        following = replace(bridge, state=S.HINDERED)
        await tx.bridges.save(following)
        await _ask(house, tx, talk, following, flowbook.young("bridge_hindered_ask"))
    else:
        await tx.bridges.delete(talk.id)
        await _tell(house, tx, talk.person, flowbook.young("bridge_thanks"))


async def _ask(house: House, tx: UnitOfWork, talk: Handoff, bridge: Bridge, text: str) -> None:
    labels = _labels(house, bridge)
    buttons = tuple(Button(label, _key(bridge, name)) for name, label in labels.items())
    await tx.outbox.add(talk.person, [Reply(text, buttons)], house.clock.now())


async def _staff(house: House, tx: UnitOfWork, talk: Handoff, name: str, **values: object) -> None:
    if talk.staff is not None:
        await _tell(house, tx, talk.staff, house.flowbook().staff(name, **values))


async def _tell(house: House, tx: UnitOfWork, person: PersonId, text: str) -> None:
    await tx.outbox.add(person, [Reply(text)], house.clock.now())
