"""What the rooms around supporters share: rules, buttons, messages, and the moment that fits."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.conversation import Conversation
from bot.domain.goals import STOPPED, is_quiet, later_moment
from bot.domain.handoff import OPEN
from bot.domain.ids import PersonId
from bot.domain.messages import Button, Reply
from bot.domain.safety import DangerKind
from bot.domain.supporters import Supporter
from bot.engine.flowbook import Flowbook
from bot.engine.referral import told_line
from bot.engine.supporter_rules import SupporterRules
from bot.services.admitting import crisis_lines
from bot.services.house import House, active
from bot.services.ports import UnitOfWork

PRESS = "sup"  # buttons of supporters
OWN_PRESS = "supy"  # buttons of young people about who supports them
WHO, SELF = f"{PRESS}.who", f"{PRESS}.self"
WITH_A_HUMAN = IN_DANGER = timedelta(hours=1)
AFTER_STOP = timedelta(hours=3)
IN_USE = timedelta(minutes=10)  # so long after the last message somebody may be in the middle of it


def rules_of(house: House) -> SupporterRules:
    """The rules as they are now."""
    return house.flowbook().supporters


def key(action: str, one: Supporter, *more: object, prefix: str = PRESS) -> str:
    """What a button about one supporter carries."""
    return ".".join([prefix, action, one.id, *map(str, more)])


def view_of(house: House, one: Supporter) -> str:
    """The goal as this supporter reads it."""
    return rules_of(house).view(one.words, one.help, one.hears)


def cheer_buttons(house: House, one: Supporter) -> tuple[Button, ...]:
    """What a supporter can do: three cheers, a line, stop."""
    rules = rules_of(house)
    cheers = (Button(said, key("cheer", one, n)) for n, said in enumerate(rules.cheers))
    return (
        *cheers,
        Button(rules.tell("line_button"), key("line", one)),
        Button(rules.tell("stop_button"), key("stop", one)),
    )


def self_button(house: House) -> Button:
    """For who wants to talk with Maatje themselves."""
    return Button(rules_of(house).tell("self_button"), SELF)


def forget_buttons(house: House) -> tuple[Button, Button]:
    """Erase everything, or rather not."""
    rules = rules_of(house)
    yes = Button(rules.tell("forget_yes_button"), f"{PRESS}.forget.yes")
    return yes, Button(rules.tell("forget_no_button"), f"{PRESS}.forget.no")


async def tell(house: House, tx: UnitOfWork, person: PersonId, text: str, *buttons: Button) -> None:
    """One message to a supporter; who reads what is one press away."""
    who = Button(house.flowbook().young("who_reads_button"), WHO)
    await tx.outbox.add(person, [Reply(text, (*buttons, who))], house.clock.now())


def worry_lines(flowbook: Flowbook) -> str:
    """Where somebody can go who fears that another one is in danger: the crisis lines, and those for a home
    that is not safe. The country is not known."""
    at_home = flowbook.referrals.for_danger(
        (DangerKind.VIOLENCE_AT_HOME,), life_now=False, region="unknown", age_band="over_24"
    )
    return "\n".join([crisis_lines(flowbook), *(told_line(one, "unknown") for one in at_home)])


async def say(
    house: House,
    tx: UnitOfWork,
    person: PersonId,
    name: str,
    *buttons: Button,
    **values: object,
) -> None:
    """A sentence of `supporter_rules.yml` to a supporter; `{services}` is filled in."""
    text = rules_of(house).tell(name, services=worry_lines(house.flowbook()), **values)
    await tell(house, tx, person, text, *buttons)


async def is_in_relay(tx: UnitOfWork, person: PersonId) -> bool:
    """Does a human have the chat of this person now?"""
    return active(list(await tx.handoffs.open_of(person))) is not None


async def waits_until(tx: UnitOfWork, conversation: Conversation, now: datetime) -> datetime | None:
    """When to try again to begin about support; `None` when now is fine: no human in the chat, no danger
    case, not after `stop` or `weg`, not in the middle of something, not at night."""
    cases = await tx.handoffs.open_of(conversation.person)
    if active(list(cases)) is not None:
        return now + WITH_A_HUMAN
    if any(case.is_danger and case.state in OPEN for case in cases):
        return now + IN_DANGER
    if conversation.remembered.get(STOPPED) or conversation.is_away:
        return now + AFTER_STOP
    if is_quiet(now, conversation.region):
        return later_moment(now, conversation.region)
    last = await tx.conversations.changed_at(conversation.person)
    if conversation.stack and last is not None and now - last < IN_USE:
        return now + IN_USE
    return None
