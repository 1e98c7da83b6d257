"""Every command of young people, and what the smaller ones do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.messages import Command
from bot.domain.turn import Turn
from bot.domain.volunteer_path import VolunteerStatus
from bot.engine.danger import STILL_OPEN
from bot.engine.forgetting import ASK_FORGET
from bot.engine.learning import LEARNING
from bot.engine.said import MENU, WHO_READS
from bot.services.emergency import erasing
from bot.services.groups import joining as group_joining
from bot.services.shared import inviting
from bot.services.staff import applying
from bot.services.talking import bridging
from bot.services.young import own_pair, report, stopping, with_others
from bot.services.young.heard import Heard

QUEUE = "queue"
MY_GOALS = "my_goals"


async def answer(heard: Heard, command: Command) -> Turn:
    """What a command does; one that does not exist is told kindly."""
    return await COMMANDS.get(command.name, _unknown)(heard)


async def _start(heard: Heard) -> Turn:
    if heard.argument and await inviting.is_code(heard.tx, heard.argument):
        return await _invited(heard)
    if heard.argument and await group_joining.is_code(heard.tx, heard.argument):
        return await with_others.to_group(heard)
    if heard.talk is not None:
        return heard.tells("old_button_in_talk")
    before = heard.young("welcome_back") if heard.conversation.introduced else ""
    return heard.opens(MENU, keep=False, before=before)


async def _invited(heard: Heard) -> Turn:
    """Somebody opens the invitation of another young person."""
    refusal = await inviting.opened(heard.house, heard.tx, heard.conversation, heard.argument)
    if refusal is not None:
        return heard.tells(refusal)
    heard = replace(heard, moment=replace(heard.moment, shared="asked"))
    return heard.opens(inviting.INVITED_FLOW, keep=False)


async def _help(heard: Heard) -> Turn:
    """`/help`: what can always be typed, and the subjects."""
    if heard.talk is not None:
        return await _start(heard)
    return heard.opens(MENU, keep=False, before=heard.young("help"))


async def _who_reads(heard: Heard) -> Turn:
    return heard.opens(WHO_READS)


async def _forget_me(heard: Heard) -> Turn:
    return heard.opens(ASK_FORGET)


async def _learn(heard: Heard) -> Turn:
    return heard.opens(LEARNING)


async def queue(heard: Heard) -> Turn:
    """`/wachtrij`: place and expected wait. With danger open: who can be reached now, for no peer comes."""
    if heard.talk is not None:
        return await _start(heard)
    return heard.opens(QUEUE if heard.conversation.danger.peer_allowed else STILL_OPEN)


async def _volunteer(heard: Heard) -> Turn:
    """Somebody wants to become a volunteer, or asks how that stands. Not in the middle of a talk."""
    if heard.talk is not None:
        return heard.tells("volunteer_in_talk")
    known = await heard.tx.volunteers.get(heard.person)
    if known is None:
        return heard.opens(applying.FLOW)
    return heard.says(await applying.told(heard.house, heard.tx, known, heard.argument))


async def _train(heard: Heard) -> Turn:
    """`/training` of who cannot begin it now: something for themselves comes first, or the screening."""
    known = await heard.tx.volunteers.get(heard.person)
    if known is None or known.status is VolunteerStatus.LEFT:
        return await _unknown(heard)
    screened = known.status is VolunteerStatus.SCREENED
    return heard.tells("volunteer_later" if screened else "volunteer_applied")


async def _goals(heard: Heard) -> Turn:
    """`/doelen`: all goals in one message, and what can be done with them. Not in the middle of a talk."""
    return await _start(heard) if heard.talk is not None else heard.opens(MY_GOALS)


async def _bridge(heard: Heard) -> Turn:
    """`/brug ja`: what the buttons of the bridge do, typed."""
    if await bridging.commanded(heard.house, heard.tx, heard.talk, heard.argument):
        return heard.keeps_silent()
    return heard.tells("bridge_none")


async def _opened_id(heard: Heard) -> Turn:
    """`/noodgegevens` of a young person who was told that their account was looked up: once more."""
    known = await erasing.was_told(heard.tx, heard.person)
    return heard.tells("id_opened" if known else "id_not_opened")


async def _unknown(heard: Heard) -> Turn:
    return heard.tells("unknown_command")


COMMANDS: dict[str, Callable[[Heard], Awaitable[Turn]]] = {
    "start": _start,
    "menu": _start,
    "help": _help,
    "stop": stopping.stop,
    "weg": stopping.go_away,
    "wieleestdit": _who_reads,
    "vergeetmij": _forget_me,
    "leren": _learn,
    "iemandanders": stopping.someone_else,
    "meld": report.report,
    "vrijwilliger": _volunteer,
    "training": _train,
    "wachtrij": queue,
    "doelen": _goals,
    "doel": _goals,
    "brug": _bridge,
    "noodgegevens": _opened_id,
    "vast": own_pair.command,
    "muur": with_others.open_wall,
    "mijnmuur": with_others.my_wall,
    "steun": with_others.my_support,
    "kring": with_others.my_circle,
    "groep": with_others.my_group,
}
