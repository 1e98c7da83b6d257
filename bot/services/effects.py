"""Stores a turn: everything that it caused, in the transaction of the message."""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.domain.handoff import Urgency
from bot.domain.turn import (
    AddToReport,
    AnswerCheckIn,
    Apply,
    AskNextDay,
    CancelAppointment,
    ChangeGoal,
    CountStory,
    Effect,
    ForgetMe,
    JoinGroup,
    KeepOffGroup,
    MakeAppointment,
    MoveGoal,
    NotAgain,
    NotUnderstood,
    PlanCheckIn,
    PostInGroup,
    PostOnWall,
    RequestHandoff,
    SamePeerAgain,
    SendGoalPicture,
    SetGoal,
    ShareGoal,
    ShareTalk,
    ShowCircles,
    ShowMyWall,
    ShowWall,
    StopLearning,
    TellSupportNews,
    Turn,
    WithdrawRequest,
)
from bot.services import checking_in, forgetting, learning, next_day, own_goals, peer_too
from bot.services.circles import joining as circle_joining
from bot.services.groups import joining as group_joining
from bot.services.groups import rounds as group_rounds
from bot.services.handoff import handing_off
from bot.services.house import House
from bot.services.ports import Priority, UnitOfWork
from bot.services.reports import reporting
from bot.services.shared import inviting
from bot.services.staff import filing
from bot.services.supporters import hearing, sharing
from bot.services.talking import aftercare
from bot.services.waiting import appointing
from bot.services.wall import browsing, own, posting


async def store(
    house: House, tx: UnitOfWork, turn: Turn, priority: Priority = Priority.ANSWER
) -> Conversation:
    """Stores state, replies, events and effects. Nothing is sent before the commit; `priority` says
    what is sent first, and danger always is."""
    now = house.clock.now()
    person = turn.conversation.person
    if any(isinstance(effect, RequestHandoff) and effect.kinds for effect in turn.effects):
        priority = Priority.DANGER
    replies = turn.replies
    if turn.conversation.is_away and not any(reply.clears for reply in replies):
        replies = ()  # whatever began this turn, it was not they themselves
    await tx.outbox.add(person, replies, now, priority)
    await tx.events.add(turn.events, now)
    if any(isinstance(effect, ForgetMe) for effect in turn.effects):
        await forgetting.forget(house, tx, turn.conversation)
        return turn.conversation
    saved = await tx.conversations.save(turn.conversation, now)
    for effect in turn.effects:
        await _apply(house, tx, saved, effect)
    await peer_too.after_turn(house, tx, saved, turn.events)
    return saved


async def _apply(house: House, tx: UnitOfWork, conversation: Conversation, effect: Effect) -> None:
    """What a turn asked for. Each kind of effect has one use case."""
    match effect:
        case RequestHandoff():
            await handing_off.request(house, tx, conversation, effect)
            if effect.kinds:  # what was said shortly before danger is not for learning
                await tx.unclear.delete_of(conversation.person)
                await group_joining.keep_off(tx, conversation.person)
            if effect.kinds and effect.urgency is Urgency.URGENT:
                await posting.keep_off(house, tx, conversation.person)
        case SetGoal():
            await checking_in.set_goal(house, tx, conversation, effect)
        case AnswerCheckIn():
            await checking_in.answer(house, tx, conversation, effect)
        case WithdrawRequest():
            await handing_off.withdraw(house, tx, conversation.person)
        case MakeAppointment():
            await appointing.make(house, tx, conversation, effect)
        case CancelAppointment():
            await appointing.cancel(house, tx, conversation.person)
        case AskNextDay(hour):
            await next_day.plan(house, tx, conversation, hour)
        case _:
            await _apply_beside_help(house, tx, conversation, effect)


async def _apply_beside_help(
    house: House, tx: UnitOfWork, conversation: Conversation, effect: Effect
) -> None:
    """What is not about being helped: own goals, learning, reports, becoming a volunteer."""
    match effect:
        case ChangeGoal() | MoveGoal() | PlanCheckIn() | SendGoalPicture():
            await own_goals.apply(house, tx, conversation, effect)
        case NotUnderstood():
            await learning.keep(house, tx, conversation, effect)
        case StopLearning():
            await tx.unclear.delete_of(conversation.person)
        case AddToReport():
            await reporting.add(house, tx, conversation.person, effect)
        case SamePeerAgain():
            await aftercare.young_wants(house, tx, conversation)
        case NotAgain():
            await aftercare.parts(tx, conversation)
        case ShareTalk():
            await inviting.do(house, tx, conversation, effect)
        case Apply():
            await filing.file(house, tx, conversation, effect)
        case CountStory():
            await tx.stories.count(effect.story, effect.answer)
        case _:
            await _apply_with_others(house, tx, conversation, effect)


async def _apply_with_others(
    house: House, tx: UnitOfWork, conversation: Conversation, effect: Effect
) -> None:
    """What is asked about others who are no helpers: the wall, circles, who supports a goal."""
    match effect:
        case PostOnWall():
            await posting.post(house, tx, conversation, effect)
        case ShowWall():
            await browsing.show_newest(house, tx, conversation)
        case ShowMyWall():
            await own.show_mine(house, tx, conversation)
        case JoinGroup():
            await group_joining.join(house, tx, conversation, effect)
        case KeepOffGroup(number):
            await group_joining.withdraw(tx, conversation.person, number)
        case PostInGroup():
            await group_rounds.allow(house, tx, conversation, effect)
        case ShowCircles():
            await circle_joining.show(house, tx, conversation)
        case ShareGoal():
            await sharing.share(house, tx, conversation, effect)
        case TellSupportNews():
            await hearing.show(house, tx, conversation, effect)
