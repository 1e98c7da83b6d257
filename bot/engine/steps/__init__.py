"""The kinds of steps: one literal list, one file per kind."""

from __future__ import annotations

from bot.engine.step import Step
from bot.engine.steps.answer_check_in import AnswerCheckIn
from bot.engine.steps.apply import Apply
from bot.engine.steps.ask import Ask
from bot.engine.steps.call import Call
from bot.engine.steps.cancel_appointment import Cancel
from bot.engine.steps.circle import Circle
from bot.engine.steps.end import End
from bot.engine.steps.group import Group
from bot.engine.steps.hand_over import HandOver
from bot.engine.steps.if_ import If
from bot.engine.steps.link import Link
from bot.engine.steps.measure import Measure
from bot.engine.steps.own_goal import OwnGoal
from bot.engine.steps.pick_check_in import PickCheckIn
from bot.engine.steps.pick_goal import PickGoal
from bot.engine.steps.pick_moment import PickMoment
from bot.engine.steps.raise_danger import RaiseDanger
from bot.engine.steps.refer import Refer
from bot.engine.steps.remember import Remember
from bot.engine.steps.same_peer import SamePeer
from bot.engine.steps.say import Say
from bot.engine.steps.set_goal import SetGoal
from bot.engine.steps.share_goal import ShareGoal
from bot.engine.steps.share_on import ShareOn
from bot.engine.steps.shared_talk import SharedTalk
from bot.engine.steps.someone_else import SomeoneElse
from bot.engine.steps.story import TellStory
from bot.engine.steps.suggest import Suggest
from bot.engine.steps.support_news import SupportNews
from bot.engine.steps.tip import Tip
from bot.engine.steps.wall import Wall
from bot.engine.steps.withdraw import Withdraw

# The key that makes a step this kind. Order matters where a kind also allows `say`.
KINDS: dict[str, type[Step]] = {
    "ask": Ask,
    "measure": Measure,
    "remember": Remember,
    "if": If,
    "refer": Refer,
    "story": TellStory,
    "tip": Tip,
    "set_goal": SetGoal,
    "suggest": Suggest,
    "pick_goal": PickGoal,
    "pick_check_in": PickCheckIn,
    "own_goal": OwnGoal,
    "answer_check_in": AnswerCheckIn,
    "share_goal": ShareGoal,
    "share_on": ShareOn,
    "support_news": SupportNews,
    "hand_over": HandOver,
    "withdraw": Withdraw,
    "apply": Apply,
    "pick_moment": PickMoment,
    "cancel_appointment": Cancel,
    "same_peer": SamePeer,
    "someone_else": SomeoneElse,
    "shared_talk": SharedTalk,
    "wall": Wall,
    "circle": Circle,
    "group": Group,
    "raise_danger": RaiseDanger,
    "call": Call,
    "link": Link,
    "end": End,
    "say": Say,
}
