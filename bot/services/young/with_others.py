"""What a young person does with others who are no helpers here: the wall, circles, Telegram groups, who
supports a goal."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.turn import Turn
from bot.engine.groups import INVITED_FLOW, ROUND_FLOW
from bot.engine.wall import WALL, WALL_WRITE, without_news
from bot.services.circles import hearing as circle_hearing
from bot.services.circles.told import Told
from bot.services.groups import joining as group_joining
from bot.services.groups import own as own_groups
from bot.services.groups import room as group_room
from bot.services.supporters import own
from bot.services.wall import young as on_wall
from bot.services.young.heard import Heard

CIRCLE = "circle"  # the flow

# --- the wall -------------------------------------------------------------------------------------


async def wall_pressed(heard: Heard, key: str) -> Turn:
    """A button of the wall; what is being asked stays asked."""
    if heard.talk is not None:
        return _no_wall_now(heard)
    return _shown(heard, await on_wall.pressed(heard.house, heard.tx, heard.conversation, key))


async def open_wall(heard: Heard) -> Turn:
    """`/muur`, and what stands behind it."""
    if heard.talk is not None:
        return _no_wall_now(heard)
    told = await on_wall.wall(heard.house, heard.tx, heard.conversation, heard.argument)
    return heard.opens(WALL) if told is None else _shown(heard, told)


async def report_post(heard: Heard) -> Turn:
    """`/meld 12`: a post of the wall."""
    typed = f"{heard.argument} meld"
    told = await on_wall.wall(heard.house, heard.tx, heard.conversation, typed)
    return await open_wall(heard) if told is None else _shown(heard, told)


async def my_wall(heard: Heard) -> Turn:
    """`/mijnmuur`: also during a talk, for taking something back."""
    if heard.talk is not None and not heard.argument.casefold().startswith("weg"):
        return _no_wall_now(heard)
    heard = replace(heard, conversation=without_news(heard.conversation))
    return _shown(
        heard, await on_wall.mine(heard.house, heard.tx, heard.conversation, heard.argument)
    )


def _no_wall_now(heard: Heard) -> Turn:
    return heard.says(heard.flowbook.wall.say("in_talk"))


def _shown(heard: Heard, told: on_wall.Told) -> Turn:
    if told.writes is None:
        return heard.shows(told.replies)
    before = "\n\n".join(reply.text for reply in told.replies)
    return replace(heard, conversation=told.writes).opens(WALL_WRITE, before=before)


# --- who supports a goal --------------------------------------------------------------------------


async def support_pressed(heard: Heard, key: str) -> Turn:
    """A button about who supports this young person; what is being asked stays asked."""
    args = (heard.house, heard.tx, heard.conversation, key)
    return heard.shows(await own.pressed(*args, in_talk=heard.talk is not None))


async def my_support(heard: Heard) -> Turn:
    """`/steun`, and what stands behind it."""
    args = (heard.house, heard.tx, heard.conversation, heard.argument)
    return heard.shows(await own.typed(*args, in_talk=heard.talk is not None))


# --- circles --------------------------------------------------------------------------------------


async def my_circle(heard: Heard) -> Turn:
    """`/kring`, and what stands behind it."""
    return await about_circle(heard, heard.argument)


async def about_circle(heard: Heard, words: str) -> Turn:
    """What `/kring` does with these words; also for a report while somebody writes in a circle."""
    args = (heard.house, heard.tx, heard.conversation, words)
    told = await circle_hearing.commanded(*args, in_talk=heard.talk is not None)
    if told.opens and heard.talk is not None:
        return heard.says(heard.flowbook.circles.say("in_talk"))
    return told_of_circle(heard, told)


def told_of_circle(heard: Heard, told: Told) -> Turn:
    """What was told of a circle, when that is all: not for words that are for Maatje after all."""
    heard = replace(heard, conversation=told.conversation)
    return heard.opens(CIRCLE) if told.opens else heard.shows(told.replies)


# --- Telegram groups ------------------------------------------------------------------------------


async def to_group(heard: Heard) -> Turn:
    """Somebody came by the link that stands in a group: what the others see, and the question."""
    if heard.talk is not None:
        return heard.says(group_room.rules_of(heard.house).say("in_talk"))
    args = (heard.house, heard.tx, heard.conversation, heard.argument)
    told = await group_joining.opened(*args)
    if isinstance(told, str):
        return heard.says(told)
    return replace(heard, conversation=told).opens(INVITED_FLOW)


async def my_group(heard: Heard) -> Turn:
    """`/groep`, and what stands behind it."""
    args = (heard.house, heard.tx, heard.conversation, heard.argument)
    told = await own_groups.commanded(*args, in_talk=heard.talk is not None)
    if told.opens is None:
        return heard.says(told.text)
    return replace(heard, conversation=told.opens).opens(ROUND_FLOW)
