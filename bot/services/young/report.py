"""`/meld` of a young person: something was not right with a human, on the wall, or in a circle."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.handoff import Handoff
from bot.domain.report import Report, ReportBy, ReportState
from bot.domain.turn import AddToReport, Turn
from bot.engine.reporting import LONGEST_NOTE, REPORT, REPORT_SHARED
from bot.services.circles import room as circle_room
from bot.services.talking import relaying
from bot.services.wall.room import number_in
from bot.services.young import with_others
from bot.services.young.heard import Heard


async def report(heard: Heard) -> Turn:
    """Something was not right in a talk with a human: it stops, the coordinator hears of it, and more
    can be told. Words behind the command belong to the report."""
    if heard.talk is None and number_in(heard.argument) is not None:
        return await with_others.report_post(heard)
    talk = heard.talk or await heard.tx.handoffs.last_talk_of(heard.person)
    writes = circle_room.writes_to_circle(heard.house, heard.conversation)
    if heard.talk is None and (writes or (talk is None and await _knows_circle(heard))):
        return await with_others.about_circle(heard, f"meld {heard.argument}")
    if talk is None:
        return heard.tells("nothing_to_report")
    return await _about_talk(heard, talk)


async def _knows_circle(heard: Heard) -> bool:
    return await heard.tx.circles.last_of(heard.person) is not None


async def _about_talk(heard: Heard, talk: Handoff) -> Turn:
    known = await heard.tx.reports.of_talk(talk.id, ReportBy.YOUNG)
    conversation = heard.conversation
    if known is None:
        conversation = await relaying.reported(heard.house, heard.tx, talk)
    note = heard.argument[:LONGEST_NOTE]
    heard = await heard.after(conversation)
    heard = replace(heard, moment=replace(heard.moment, words=note))
    shared = await _was_shared(heard, talk)
    text = heard.young("reported_shared" if shared and known is None else _after_report(known))
    if talk.is_danger and heard.talk is not None:
        handoff = heard.flowbook.handoff
        decision = handoff.decide(talk.to, conversation, heard.moment)
        text = f"{text}\n\n{handoff.say_for(decision)}"
    turn = heard.opens(REPORT_SHARED if shared else REPORT, keep=False, before=text)
    return replace(turn, effects=(*turn.effects, AddToReport(note=note)))


async def _was_shared(heard: Heard, talk: Handoff) -> bool:
    """Was there another young person in the reported talk? Then it is asked whom it is about."""
    known = await heard.tx.reports.of_talk(talk.id, ReportBy.YOUNG)
    return known is not None and bool(known.other_alias)


def _after_report(known: Report | None) -> str:
    """The name of what is said: now reported, reported before, or looked at already."""
    if known is None:
        return "reported"
    closed = known.state is ReportState.CLOSED
    return "reported_looked_at" if closed else "reported_already"
