"""What is typed beside the open question: a cry for steps, "ben je er nog?", a misunderstanding, a friend's
danger, a phone that cannot be used, a question about Maatje. Each is answered as what it is, and the talk
goes on where it was.
"""

from __future__ import annotations

import re

from bot.domain.safety import DangerKind, RiskLevel
from bot.engine.asides import MOST_WORDS, asked_aside
from bot.engine.calling import cannot_call
from bot.engine.danger import ABOUT_OTHER, SUFFERED, chat_text, tell_adult_text
from bot.engine.danger_flows import AskConcern
from bot.engine.danger_names import PREFIX, REST, flow_for, urgent_kind
from bot.engine.direct_questions import may_ask_of_danger
from bot.engine.flow import Flow
from bot.engine.giving_tips import tip_for_words
from bot.engine.matching import plain
from bot.engine.misread import holds_danger, is_misread, is_of_another, was_a_joke
from bot.engine.questions import asks_plainly
from bot.engine.run import Run
from bot.engine.said import Destination, Open, Said, about_danger, at, in_menu, is_a_text
from bot.engine.saying_back import answers_in_danger
from bot.engine.somebody_else import asks_whether_to_tell
from bot.engine.staying import AskSafe
from bot.engine.step import END, GoTo
from bot.engine.steps.ask import Ask
from bot.engine.steps.measure import Measure
from bot.engine.tips import TIP, tell_tip
from bot.engine.wants_steps import (
    OWN_STEPS,
    WHERE_TO_GO,
    asks_what_to_do,
    asks_where_to_go,
    only_asks_what_to_do,
)
from bot.engine.yes_no import is_doubt, is_yes, says_no_first

STILL_HERE = re.compile(
    r"(?:hallo+ |he+ |hoi |hee+y? |en )*(?:ben|zijt|bent) (?:je|jij|ge|gij|u) (?:er|daar|hier) ?nog(?: wel)?"
    r"|(?:hallo+ )?is (?:hier|daar|er) (?:nog )?iemand|hallo+o*|ben je er"
)


def led_beside(run: Run, step: Ask | Measure, said: Said) -> Destination:
    """Where words lead that are no answer to the question; `None` when they may be one."""
    if _answers_about_danger(step, said):
        return _misread(run, said)
    return (
        tip_for_words(run, step, said)
        or _own_steps(run, step, said)
        or _where_to_go(run, step, said)
        or _still_here(run, said)
        or _misread(run, said)
        or _of_another(run, said)
        or _of_a_friend(run, said)
        or _cannot_call(run, said)
        or led_aside(run, said)
        or _asked_in_danger(run, said)
    )


def _answers_about_danger(step: Ask | Measure, said: Said) -> bool:
    """A yes or a doubt to the plain question, or a no to "is it safe now?", counts whatever else is asked
    behind it: "ja soms, maar wie gaat dit lezen"."""
    if isinstance(step, AskConcern):
        return is_yes(said.text) or is_doubt(said.text)
    if not isinstance(step, AskSafe):
        return False
    return says_no_first(said.text) or is_yes(said.text) or is_doubt(said.text)


def _asked_in_danger(run: Run, said: Said) -> Destination:
    """A question that has an answer is answered in danger too, and then the talk about it goes on. Where it
    is only suspected, who asks nothing but what to do hears a tip, and then the question once more."""
    position = run.conversation.position
    shows_danger = bool(said.meaning.risk.signs)  # then it is an answer, whatever else it asks
    if position is None or shows_danger:
        return None
    if answers_in_danger(run, said):
        return GoTo(REST if _passes_by(run, said) else position.step)
    only_suspected = run.conversation.danger.is_doubted and isinstance(_open_step(run), AskConcern)
    asks = only_asks_what_to_do(said.text) and said.meaning.clear_act() in (None, "tell")
    return GoTo(position.step) if only_suspected and asks and tell_tip(run) else None


def _passes_by(run: Run, said: Said) -> bool:
    """Does who was asked in general, for a mere suspicion, ask something else with nothing of danger in it?
    They read the question; it is not asked again, and stays open for the professional."""
    in_general = at(run, flow_for(DangerKind.OTHER, RiskLevel.CONCERN))
    doubted = run.conversation.danger.is_doubted and isinstance(_open_step(run), AskConcern)
    harmless = not (holds_danger(said.text) or may_ask_of_danger(said.text))
    return in_general and doubted and asks_plainly(said.text) and harmless


def _open_step(run: Run) -> object:
    position = run.conversation.position
    return run.flowbook.step_or_none(position.flow, position.step) if position else None


def _own_steps(run: Run, step: Ask | Measure, said: Said) -> Destination:
    """Who asks what to do goes where the flow gives steps, from whatever question it is asked at."""
    position = run.conversation.position
    flow = run.flowbook.flows.get(position.flow) if position else None
    if flow is None or flow.name.startswith(PREFIX) or run.new_risk.signs:
        return None
    if not asks_what_to_do(said.text) or is_a_text(run):
        return None
    return _where_a_button_leads(run, step, flow, OWN_STEPS)


def _where_to_go(run: Run, step: Ask | Measure, said: Said) -> Destination:
    """Who asks for a place to go to hears of a service, and nobody of Maatje is called."""
    position = run.conversation.position
    flow = run.flowbook.flows.get(position.flow) if position else None
    if flow is None or about_danger(run) or run.new_risk.signs or not asks_where_to_go(said.text):
        return None
    stack = run.conversation.stack
    below = run.flowbook.flows.get(stack[-2].flow) if flow.name == TIP and len(stack) > 1 else None
    found = _where_a_button_leads(run, step, below or flow, WHERE_TO_GO)
    if found and below:
        run.change(stack=stack[:-1])  # the idea is left for the talk that it came from
    return found


def _where_a_button_leads(run: Run, step: Ask | Measure, flow: Flow, words: str) -> GoTo | None:
    """Where the first button of the flow leads that has these words, that of the open question first."""
    for one in (step, *flow.steps):
        target = one.leads_for(run, words) if isinstance(one, Ask) else None
        if target and target != step.id:
            return GoTo(target)
    return None


def _still_here(run: Run, said: Said) -> Destination:
    """ "Ben je er nog?": yes, and the question comes again."""
    position = run.conversation.position
    if position is None or not STILL_HERE.fullmatch(plain(said.text)):
        return None
    run.say(run.flowbook.young("still_here"))
    return GoTo(position.step)


def _misread(run: Run, said: Said) -> Destination:
    """ "Wtf nee, het is gewoon stress voor mn toets": where nobody but the model saw an urgent danger,
    that is believed. After a joke the talk goes on too, and what the tripwire saw stays open. The card stays
    with the professional."""
    position = run.conversation.position
    of_other = run.conversation.remembered.get(ABOUT_OTHER) == "yes"
    if position is None or run.new_risk.signs or of_other or not is_misread(said.text):
        return None
    kind = urgent_kind(position.flow)
    known = [r for r in run.conversation.danger.records if r.kind is kind]
    if not known or not (known[0].can_be_denied or was_a_joke(said.text)):
        return None
    if known[0].can_be_denied:
        run.change(danger=run.conversation.danger.denied(known[0].kind))
        run.happened("danger_denied", known[0].kind.value)
    run.say(run.flowbook.danger.shared["misread"].say[0])
    return GoTo(END)


def _of_another(run: Run, said: Said) -> Destination:
    """ "Het gaat over mijn vriendin", typed in a talk about danger, is the button "Het gaat om een ander"."""
    position = run.conversation.position
    kind = urgent_kind(position.flow) if position else None
    if kind not in SUFFERED or run.new_risk.signs or not is_of_another(said.text):
        return None
    if run.conversation.remembered.get(ABOUT_OTHER) == "yes":
        return None
    run.remember(**{ABOUT_OTHER: "yes"})
    return GoTo("other")


def _of_a_friend(run: Run, said: Said) -> Destination:
    """Who speaks of a friend in danger and asks whether to tell somebody hears yes, and is asked the same
    again."""
    position = run.conversation.position
    if position is None or not about_danger(run) or run.new_risk.signs:
        return None
    if run.conversation.remembered.get(ABOUT_OTHER) != "yes" or not asks_whether_to_tell(said.text):
        return None
    run.say(tell_adult_text(run))
    return GoTo(position.step)


def _cannot_call(run: Run, said: Said) -> Destination:
    """Who says in a talk about danger that calling is no way hears where they can write, and is then asked
    the same again."""
    position = run.conversation.position
    if position is None or not about_danger(run) or run.new_risk.signs:
        return None
    if not cannot_call(said.text):
        return None
    run.say(chat_text(run))
    return GoTo(position.step)


def led_aside(run: Run, said: Said) -> Destination:
    """A question about peers or about Maatje: the short answer, and then on where the talk was."""
    position = run.conversation.position
    if is_a_text(run) or run.new_risk.signs:
        return None
    found = asked_aside(run, said.text)
    if found is None or (position is not None and len(said.text.split()) > MOST_WORDS):
        return None  # a longer one is an answer or a story too, and is heard as that
    flow, answer = found
    if position is None or in_menu(run):
        return Open(flow, answer.id)
    if position.flow == flow:
        return GoTo(answer.id)
    run.say_one_of(answer.say)
    return GoTo(position.step)
