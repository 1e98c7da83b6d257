"""Runs flows: one message in, one Turn out. Touches nothing and asks nobody the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.conversation import Conversation, Position
from bot.domain.handoff import Urgency
from bot.domain.messages import Button, Reply
from bot.domain.safety import DangerKind, DangerStanding, Risk, RiskLevel
from bot.domain.turn import RequestHandoff, Turn
from bot.domain.volunteer import Role
from bot.engine.asking_on import forgets_what_was_heard
from bot.engine.danger_names import GO_ON, PREFIX, flow_for
from bot.engine.flowbook import Flowbook
from bot.engine.leading import led_by_press, led_by_words
from bot.engine.learning import LEARNING
from bot.engine.run import Moment, Run
from bot.engine.said import MENU, WHILE_WAITING, WHO_READS, Destination, Open, Said
from bot.engine.step import END, CallFlow, GoTo, LinkFlow, Wait
from bot.engine.steps.ask import Ask

MAX_STEPS = 40  # steps in one turn; past it: apology and a way to a human
MAX_DEPTH = 6  # flows that wait for one another


def advance(flowbook: Flowbook, conversation: Conversation, said: Said, moment: Moment) -> Turn:
    """The turn that a young person's message causes. Danger is judged first and adds to it."""
    run = _begin(flowbook, conversation, said.meaning.risk, moment)
    again = _said_again(run, said.meaning.risk)
    if again is not None:
        run.change(stack=(*run.conversation.stack, again), unclear=0)
        return _finish(run, resume=True)
    destination = (
        led_by_press(run, said.press) if said.press is not None else led_by_words(run, said)
    )
    if destination is not None:
        _take(run, destination)
    return _finish(run, resume=destination is not None)


def open_flow(
    flowbook: Flowbook,
    conversation: Conversation,
    flow: str,
    moment: Moment,
    *,
    keep: bool = False,
    risk: Risk | None = None,
    before: str = "",
) -> Turn:
    """The turn that opens a flow: a command, or something that Maatje begins itself.

    With `keep` the talk goes on afterwards where it was. `before` is said first.
    """
    run = _begin(flowbook, conversation, risk or Risk(), moment)
    if before:
        run.say(before)
    _take(run, CallFlow(flow, "") if keep else Open(flow))
    return _finish(run, resume=True)


def say_only(
    flowbook: Flowbook,
    conversation: Conversation,
    text: str,
    moment: Moment,
    *,
    risk: Risk | None = None,
    end: bool = False,
) -> Turn:
    """The turn that says one thing and leaves the talk where it is (or ends it)."""
    run = _begin(flowbook, conversation, risk or Risk(), moment)
    if end:
        run.change(stack=())
    run.say(text)
    return _finish(run, resume=False)


def show_only(
    flowbook: Flowbook,
    conversation: Conversation,
    replies: Sequence[Reply],
    moment: Moment,
    *,
    risk: Risk | None = None,
) -> Turn:
    """The turn that shows these messages and leaves the talk where it is."""
    run = _begin(flowbook, conversation, risk or Risk(), moment)
    run.replies += replies
    return _finish(run, resume=False)


def danger_turn(
    flowbook: Flowbook,
    conversation: Conversation,
    risk: Risk,
    moment: Moment,
    *,
    late: bool = False,
) -> Turn:
    """The danger part alone: during a talk with a volunteer, or for a message that was read late."""
    run = _begin(flowbook, conversation, risk, moment)
    if late and run.new_risk.signs:
        run.say(flowbook.danger.shared["late"].say[0])
    return _finish(run, resume=False)


def answered_beside(
    flowbook: Flowbook, conversation: Conversation, said: Said, moment: Moment
) -> Turn | None:
    """During a talk with a volunteer: the turn of an answer to a question about danger that still
    stands open. Only a button lays a danger to rest then: a typed "nee" may be for the volunteer."""
    position = conversation.position
    step = position and flowbook.step_or_none(position.flow, position.step)
    if position is None or not position.flow.startswith(PREFIX) or not isinstance(step, Ask):
        return None
    choice = step.chosen_by_words(Run(flowbook, conversation, moment), said.text)
    if choice is None or choice.next == "deny":
        return None
    return advance(flowbook, conversation, said, moment)


def _begin(flowbook: Flowbook, conversation: Conversation, risk: Risk, moment: Moment) -> Run:
    new = conversation.danger.what_is_new(risk)
    run = Run(flowbook, replace(conversation, turns=conversation.turns + 1), moment, new)
    if not conversation.introduced:
        run.say(flowbook.young("intro"))
        run.change(introduced=True)
    run.change(danger=conversation.danger.seen(risk))
    return run


# --- taking the moves -----------------------------------------------------------------------------


def _take(run: Run, destination: Destination) -> None:
    """Changes the stack so that its top is the step to enter next."""
    stack = run.conversation.stack
    if isinstance(destination, Open):
        if not run.said_back:
            forgets_what_was_heard(run)
        stack = _started(run, (), destination.flow, destination.step)
        run.change(stack=_started(run, stack, destination.first) if destination.first else stack)
    elif isinstance(destination, CallFlow):
        under = stack[:-1] + (
            (Position(stack[-1].flow, destination.then or stack[-1].step),) if stack else ()
        )
        if destination.flow != WHO_READS:  # who began something else has left the menu
            under = tuple(p for p in under if p.flow not in (MENU, WHILE_WAITING))
        run.change(stack=_started(run, under, destination.flow))
    elif isinstance(destination, LinkFlow):
        run.change(stack=_started(run, stack[:-1], destination.flow))
    elif isinstance(destination, GoTo):
        run.change(stack=(*stack[:-1], Position(stack[-1].flow, destination.step)))


def _started(
    run: Run, under: tuple[Position, ...], flow: str, at: str = ""
) -> tuple[Position, ...]:
    first = at or run.flowbook.first_of(flow)
    if first is None:
        run.happened("flow_failed", flow)
        flow, first = MENU, run.flowbook.first_of(MENU) or END
    run.happened("flow_started", flow)
    topics = run.flowbook.flows[flow].topics if flow in run.flowbook.flows else ()
    if topics:
        run.remember(topic=topics[0])  # what a helper sees of it: the subject, never the words
    return (*under[-MAX_DEPTH:], Position(flow, first))


def _finish(run: Run, *, resume: bool) -> Turn:
    """Puts danger on top if there is any, runs until a question waits, and closes the turn."""
    if run.new_risk.signs:
        _danger_first(run)
    if run.new_risk.signs or resume:
        _run(run)
    return Turn(run.conversation, _with_who_reads(run), tuple(run.events), tuple(run.effects))


def _without_danger(
    stack: tuple[Position, ...], *, keep: tuple[str, ...] = ()
) -> tuple[Position, ...]:
    """What goes on after a new danger: no older question about danger but the flows in `keep`, and none
    about learning."""
    return tuple(
        p for p in stack if p.flow in keep or (not p.flow.startswith(PREFIX) and p.flow != LEARNING)
    )


def _urgent_and_open(run: Run) -> tuple[str, ...]:
    """The flows of urgent dangers that still stand open: a concern that is denied leads back to them."""
    records = run.conversation.danger.records
    return tuple(
        flow_for(r.kind, r.level)
        for r in records
        if r.level is RiskLevel.URGENT and r.standing is DangerStanding.OPEN
    )


def _said_again(run: Run, risk: Risk) -> Position | None:
    """Danger that still stands open and is said again where Maatje talks of something else, as in the
    question for an age: it is answered once more, and not with "choose a button". After "Verder met Maatje"
    only what is urgent: a suspicion was asked about there already."""
    position = run.conversation.position
    if position is None or run.new_risk.signs:
        return None
    goes_on = position.flow.startswith(PREFIX)
    if goes_on and (position.step != GO_ON or risk.level is not RiskLevel.URGENT):
        return None
    open_now = {r.kind: r for r in run.conversation.danger.records if r.kind in risk.kinds}
    if goes_on:
        open_now = {k: r for k, r in open_now.items() if r.level is RiskLevel.URGENT}
    if not open_now or not run.conversation.danger.open_kinds:
        return None
    worst = max(open_now.values(), key=lambda record: record.level.rank)
    flow = flow_for(worst.kind, worst.level)
    return Position(flow, run.flowbook.first_of(flow) or END)


def in_human_hands(conversation: Conversation) -> Conversation:
    """The conversation when a human takes the chat: what the flows were asking rests for good, an
    unanswered question about danger stays."""
    return replace(
        conversation, stack=tuple(p for p in conversation.stack if p.flow.startswith(PREFIX))
    )


def _danger_first(run: Run) -> None:
    risk = run.new_risk
    medical = DangerKind.MEDICAL_EMERGENCY  # who may be dying first, what may have caused it later
    sign = max(risk.signs, key=lambda s: (s.level.rank, s.life_now, s.kind is medical))
    flow = flow_for(sign.kind, sign.level)
    kept = _urgent_and_open(run) if sign.level is RiskLevel.CONCERN else ()
    run.change(
        stack=(
            *_without_danger(run.conversation.stack, keep=kept),
            Position(flow, run.flowbook.first_of(flow) or END),
        ),
        unclear=0,
    )
    for seen in risk.signs:
        run.happened("danger_seen", f"{seen.kind.value}:{seen.level.value}")
    urgency = Urgency.URGENT if risk.level is RiskLevel.URGENT else Urgency.CONCERN
    run.ask_for(
        RequestHandoff(
            Role.PROFESSIONAL,
            urgency,
            topic=run.conversation.remembered.get("topic"),
            kinds=risk.kinds,
            words=run.moment.words,
        )
    )


def _run(run: Run) -> None:
    """Enters steps until one waits, or until nothing is left to do."""
    for _ in range(MAX_STEPS):
        stack = run.conversation.stack
        if not stack:
            return
        position = stack[-1]
        if position.step == END:
            run.happened("flow_ended", position.flow)
            run.change(stack=stack[:-1])
            continue
        step = run.flowbook.step_or_none(position.flow, position.step)
        if step is None:
            run.say(run.flowbook.young("step_gone"))
            run.change(stack=())
            _take(run, Open(MENU))
            continue
        if run.flowbook.watch is not None:
            run.flowbook.watch(position.flow, position.step)
        if step.waits:
            run.change(question=run.conversation.question + 1)
        move = step.enter(run)
        if isinstance(move, Wait):
            return
        _take(run, move)
    _give_up(run)


def _give_up(run: Run) -> None:
    position = run.conversation.position
    run.happened("flow_failed", position.flow if position else "")
    run.change(stack=())
    run.say(run.flowbook.young("flow_failed"))
    run.ask_for(RequestHandoff(Role.PROFESSIONAL, Urgency.NORMAL))


def _with_who_reads(run: Run) -> tuple[Reply, ...]:
    """ "Wie leest dit?" is always one press away: on the last message of every turn."""
    if not run.replies:
        return ()
    *first, last = run.replies
    if any(p.flow == WHO_READS for p in run.conversation.stack):
        return (*first, last)
    button = Button(run.flowbook.young("who_reads_button"), WHO_READS)
    return (*first, replace(last, buttons=(*last.buttons, button)))
