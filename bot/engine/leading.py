"""Where a message leads: to a button, to another flow, on in this one, or nowhere yet.

The order is the order of the functions called in `led_by_words`: the words of a button first, then
what is heard always (a human, "wie leest dit?"), then the open question, then "I do not understand".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.domain.conversation import Conversation, Position
from bot.domain.interpretation import Interpretation, Origin
from bot.domain.turn import NotUnderstood
from bot.engine.about import told_of_self
from bot.engine.asides import asked_aside
from bot.engine.danger import ABOUT_OTHER, cannot_call, chat_text, tell_adult_text
from bot.engine.danger_names import ASK_SAFE, GO_ON, PREFIX, STAYING, urgent_kind
from bot.engine.everyday import EVERYDAY, everyday_flow
from bot.engine.flowbook import Flowbook
from bot.engine.forgetting import ASK_FORGET
from bot.engine.learning import LEARNING
from bot.engine.matching import plain
from bot.engine.misread import corrects, is_misread
from bot.engine.peer_note import PEER_NOTE
from bot.engine.reporting import REPORT, REPORT_SHARED, keep_words
from bot.engine.run import Run
from bot.engine.somebody_else import asks_whether_to_tell
from bot.engine.step import END, Answer, CallFlow, GoTo, Move
from bot.engine.steps.ask import Ask
from bot.engine.steps.measure import Measure
from bot.engine.themes import THEME, theme_in
from bot.engine.wants_steps import OWN_STEPS, asks_what_to_do
from bot.engine.which_topic import LIKELY, WHICH_TOPIC, likely_flows
from bot.engine.yes_no import says_no_first

WHO_READS = "who_reads"
MENU, OTHER = "menu", "other"
GOODBYE = "goodbye"  # whoever says it is asked nothing any more
WHILE_WAITING = "while_waiting"  # in place of the menu, for who waits for somebody
TOLD_AWAY = (
    "told_away"  # that typed words are hardly understood now: said once, until they are again
)
TELL = "tell"  # the act of a story; it says nothing of what the story is about

# Acts that are heard in every state of a flow; each opens the flow that names it.
ALWAYS_HEARD = ("want_professional", "want_peer", "ask_bot", "ask_peer_support")
# Words that stop, whatever the language service thinks.
STOP_WORDS = frozenset(
    {"stop", "stop maar", "stop nu", "hou op", "stop alsjeblieft", "stop aub", "stop please"}
)
# After a danger sign Maatje stays; these words let somebody go all the same.
LEAVING_WORDS = STOP_WORDS | {
    "doei",
    "dag",
    "later",
    "laat me met rust",
    "laat me",
    "ga weg",
    "bye",
}
SWITCH_WORDS, SWITCH_CONFIDENCE = 4, 0.6  # a shorter or vaguer answer never changes the subject
LEFT_TOPICS = "left_topics"  # remembered: flows that were left for another topic
STILL_HERE = re.compile(
    r"(?:hallo+ |he+ |hoi |hee+y? |en )*(?:ben|zijt|bent) (?:je|jij|ge|gij|u) (?:er|daar|hier) ?nog(?: wel)?"
    r"|(?:hallo+ )?is (?:hier|daar|er) (?:nog )?iemand|hallo+o*|ben je er"
)
STORY_WORDS = 6  # from here typed words are no attempt at a button
MOST_UNCLEAR = 2  # after so many unclear answers a question is let go


@dataclass(frozen=True, slots=True)
class Said:
    """What came in: typed words, or the key of a pressed button."""

    meaning: Interpretation = field(default_factory=Interpretation)
    text: str = ""
    press: str | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """Open this flow from its beginning, forgetting where the talk was."""

    flow: str
    step: str = ""  # a later step to begin at


Destination = Move | Open | None


def led_by_press(run: Run, key: str) -> Destination:
    """Where a button leads. One of an earlier question is told kindly, never applied."""
    if key == WHO_READS:
        return CallFlow(WHO_READS, "")
    number, _, index = key.removeprefix("q").partition(".")
    position = run.conversation.position
    current = key.startswith("q") and number == str(run.conversation.question)
    if position and current and index.isdigit():
        step = run.flowbook.step_or_none(position.flow, position.step)
        if isinstance(step, Ask | Measure):
            move = step.answer(run, Answer(Interpretation(), pressed=int(index)))
            if move is not None:
                run.change(unclear=0)
                return move
    run.say(run.flowbook.young("old_button_in_talk" if run.moment.in_relay else "old_button"))
    return _again(run)


def _again(run: Run) -> Destination:
    """Ask the open question once more, or show the menu; a human who has the chat is left alone."""
    if run.moment.in_relay:
        return None
    position = run.conversation.position
    return GoTo(position.step) if position else _home(run)


def _home(run: Run) -> Open:
    """Where somebody is brought when nothing else fits: the menu, or that their wish still stands."""
    waits = run.moment.waiting_for is not None and run.conversation.danger.peer_allowed
    return Open(WHILE_WAITING if waits else MENU)


def led_by_words(run: Run, said: Said) -> Destination:
    """Where typed words lead; `None` when the question stays open."""
    if plain(said.text) == plain(run.flowbook.young("who_reads_button")):
        return CallFlow(WHO_READS, "")
    run.remember(**told_of_self(said.text, run.conversation))
    position = run.conversation.position
    if position is None:
        return _aside(run, said) or _opening(run, said)
    step = run.flowbook.step_or_none(position.flow, position.step)
    if not isinstance(step, Ask | Measure):
        run.say(run.flowbook.young("step_gone"))
        return _opening(run, said)
    move = (
        _goodbye(run, said)
        or _button_words(run, step, said)
        or _own_steps(run, step, said)
        or _still_here(run, said)
        or _misread(run, said)
        or _of_a_friend(run, said)
        or _cannot_call(run, said)
        or _aside(run, said)
        or _heard_always(run, said)
        or _goes_on(run, step, said)
        or _new_subject(run, said)
        or _other_topic(run, step, said)
    )
    move = move or step.answer(run, Answer(said.meaning, said.text))
    if _is_new_beginning(run, step, said, move):
        found = _opening(run, said)
        if found != Open(OTHER):
            return found
        run.change(stack=run.conversation.stack[-1:])  # nothing better: the way that the flow names
    if move is None:
        return _not_understood(run, step, said)
    run.change(unclear=0)
    return move


def _goes_on(run: Run, step: Ask | Measure, said: Said) -> Destination:
    """What is typed after "Verder met Maatje" is no talk about danger any more."""
    position = run.conversation.position
    if position is None or not position.flow.startswith(PREFIX) or position.step != GO_ON:
        return None
    if run.new_risk.signs or not isinstance(step, Ask):
        return None
    found = _opening(run, said)
    return Open(OTHER) if found == Open(MENU) else found


def _goodbye(run: Run, said: Said) -> Destination:
    """ "Laat maar doei" is a goodbye, although a button says "laat maar"."""
    if run.flowbook.opened_by_words(said.text) != GOODBYE or run.new_risk.signs:
        return None
    position, words = run.conversation.position, plain(said.text)
    step = run.flowbook.step_or_none(position.flow, position.step) if position else None
    named = [w for c in getattr(step, "choices", ()) for w in (c.say, *c.also)]
    return None if words in map(plain, named) else Open(GOODBYE)


def _button_words(run: Run, step: Ask | Measure, said: Said) -> Destination:
    """The words of a button come before anything else that they might mean."""
    if isinstance(step, Ask) and step.chosen_by_words(run, said.text) is None:
        return None
    return step.answer(run, Answer(Interpretation(), said.text))


def _own_steps(run: Run, step: Ask | Measure, said: Said) -> Destination:
    """Who asks what to do goes where the flow gives steps, from whatever question it is asked at."""
    position = run.conversation.position
    flow = run.flowbook.flows.get(position.flow) if position else None
    if flow is None or flow.name.startswith(PREFIX) or run.new_risk.signs:
        return None
    if not asks_what_to_do(said.text) or _is_a_text(run, position):
        return None
    for one in (step, *flow.steps):
        target = isinstance(one, Ask) and one.leads_for(run, OWN_STEPS)
        if target and (position is None or target != position.step):
            return GoTo(target)
    return None


def _misread(run: Run, said: Said) -> Destination:
    """ "Wtf nee, het is gewoon stress voor mn toets": where nobody but the model saw an urgent danger, that
    is believed. The card stays with the professional."""
    position = run.conversation.position
    of_other = run.conversation.remembered.get(ABOUT_OTHER) == "yes"
    if position is None or run.new_risk.signs or of_other or not is_misread(said.text):
        return None
    kind = urgent_kind(position.flow)
    known = [r for r in run.conversation.danger.records if r.kind is kind]
    if not known or not known[0].can_be_denied:
        return None
    run.change(danger=run.conversation.danger.denied(known[0].kind))
    run.happened("danger_denied", known[0].kind.value)
    run.say(run.flowbook.danger.shared["misread"].say[0])
    return GoTo(END)


def _of_a_friend(run: Run, said: Said) -> Destination:
    """Who speaks of a friend in danger and asks whether to tell somebody hears yes, and is asked the same
    again."""
    position = run.conversation.position
    if position is None or not position.flow.startswith(PREFIX) or run.new_risk.signs:
        return None
    if run.conversation.remembered.get(ABOUT_OTHER) != "yes" or not asks_whether_to_tell(said.text):
        return None
    run.say(tell_adult_text(run))
    return GoTo(position.step)


def _cannot_call(run: Run, said: Said) -> Destination:
    """Who says in a talk about danger that calling is no way hears where they can write, and is then asked
    the same again."""
    position = run.conversation.position
    in_danger = position is not None and position.flow.startswith(PREFIX)
    if not in_danger or run.new_risk.signs or not cannot_call(said.text):
        return None
    if position and position.step == ASK_SAFE and says_no_first(said.text):
        return None  # "nee, bellen durf ik niet" to "ben je nu veilig?" is a no first of all
    run.say(chat_text(run))
    return GoTo(position.step) if position else None


def _aside(run: Run, said: Said) -> Destination:
    """A question about peers or about Maatje: the short answer, and then on where the talk was."""
    position = run.conversation.position
    if _is_a_text(run, position) or run.new_risk.signs:
        return None
    found = asked_aside(run, said.text)
    if found is None:
        return None
    flow, answer = found
    if position is None or _in_menu(run):
        return Open(flow, answer.id)
    if position.flow == flow:
        return GoTo(answer.id)
    run.say_one_of(answer.say)
    return GoTo(position.step)


def _heard_always(run: Run, said: Said) -> Destination:
    position = run.conversation.position
    by_words = run.flowbook.opened_by_words(said.text)
    act = None if _is_a_text(run, position) else said.meaning.clear_act()
    by_act = run.flowbook.opened_by_act(act) if act in ALWAYS_HEARD else None
    flow = by_words or by_act
    if flow is None or (position and position.flow == flow):
        return None
    if by_words is None and (_at(run, REPORT) or _at(run, REPORT_SHARED)):
        keep_words(run, said.text)  # about the talk, a wish, or both: neither is lost
    step = position and run.flowbook.step_or_none(position.flow, position.step)
    if isinstance(step, Ask):  # the question itself may have a button for it
        index = step.index_meaning(run, {*run.flowbook.flows[flow].acts} if by_words else {act})
        if index is not None:
            return step.answer(run, Answer(Interpretation(), pressed=index))
    if by_words in (MENU, GOODBYE):
        return Open(by_words)
    return CallFlow(flow, position.step if position else "")


def _is_a_text(run: Run, position: Position | None) -> bool:
    """Is a text being written, for the wall? What it says is then offered, not followed."""
    step = position and run.flowbook.step_or_none(position.flow, position.step)
    return isinstance(step, Ask) and step.takes_own_words


def _new_subject(run: Run, said: Said) -> Destination:
    """After a danger sign the question stays open for anything: a clear subject may go on to its own
    flow. The danger itself stays open, and no peer is offered."""
    position = run.conversation.position
    if position is None or not position.flow.startswith(PREFIX) or run.new_risk.signs:
        return None
    step = run.flowbook.step_or_none(position.flow, position.step)
    if not isinstance(step, Ask) or step.next is None or position.step not in STAYING:
        return None
    return _clear_subject(run, said)


def _other_topic(run: Run, step: Ask | Measure, said: Said) -> Destination:
    """At an open question of a topic: who corrects ("nee, het gaat over …") and is clearly about another
    topic goes on there. Who only tells more stays: being bullied and being alone are one story. Never back
    to a topic that was left so."""
    position = run.conversation.position
    if position is None or not isinstance(step, Ask) or step.next is None or step.collect:
        return None
    flow = run.flowbook.flows.get(position.flow)
    if flow is None or not flow.topics or run.new_risk.signs:
        return None
    found = _clear_subject(run, said)
    left = run.conversation.remembered.get(LEFT_TOPICS, "").split()
    if not isinstance(found, Open) or found.flow in left or not corrects(said.text):
        return None
    run.remember(**{LEFT_TOPICS: " ".join([*left, position.flow])})
    return found


def _still_here(run: Run, said: Said) -> Destination:
    """ "Ben je er nog?": yes, and the question comes again."""
    position = run.conversation.position
    if position is None or not STILL_HERE.fullmatch(plain(said.text)):
        return None
    run.say(run.flowbook.young("still_here"))
    return GoTo(position.step)


def _clear_subject(run: Run, said: Said) -> Destination:
    topic = said.meaning.clear_topic()
    enough = len(said.text.split()) >= SWITCH_WORDS
    if topic is None or not enough or said.meaning.topic.confidence < SWITCH_CONFIDENCE:
        return None
    flow = run.flowbook.opened_by_topic(topic)
    position = run.conversation.position
    return Open(flow) if flow and position and position.flow != flow else None


def _not_understood(run: Run, step: Ask | Measure, said: Said) -> Destination:
    position = run.conversation.position
    flow = position.flow if position else ""
    subject = _clear_subject(run, said)
    if subject is not None and not flow.startswith(PREFIX):
        return subject
    run.happened("not_understood", flow)
    if run.new_risk.signs:
        if flow == PEER_NOTE:
            return GoTo(END)  # no peer comes to read it
        return GoTo(step.id)  # danger is answered now; the question comes again after it
    if run.conversation.unclear >= MOST_UNCLEAR:
        return _let_go(run, step, said)
    run.change(unclear=run.conversation.unclear + 1)
    if type(step) is Ask and not flow.startswith(PREFIX) and _says_more(said):
        asks = "question_beside" if said.text.rstrip().endswith("?") else "told_beside"
        run.say(run.flowbook.young(f"{asks}_again" if run.conversation.unclear > 1 else asks))
        step.enter(run)
    else:
        step.again(run)
    return None


def _says_more(said: Said) -> bool:
    """A story or a question where a button was asked for: it is answered as what it is."""
    return len(said.text.split()) >= STORY_WORDS


def _let_go(run: Run, step: Ask | Measure, said: Said) -> Destination:
    """Nobody is asked the same thing for ever: skip it, or begin from the menu."""
    run.change(unclear=0)
    skip = step.skip() if isinstance(step, Ask) else None
    if skip is not None:
        return GoTo(skip)
    if _says_more(said) and not _at(run, OTHER) and run.conversation.danger.peer_allowed:
        return Open(OTHER)  # who goes on telling wants to be heard, and not to choose
    _led_nowhere(run, said)
    run.say(run.flowbook.young("still_unclear"))
    return _home(run)


def _opening(run: Run, said: Said) -> Destination:
    meaning = said.meaning
    by_words = run.flowbook.opened_by_words(said.text)
    if by_words:
        return Open(by_words)
    run.remember(**{THEME: theme_in(said.text)})
    if everyday := everyday_flow(said.text):
        return Open(everyday)
    if meaning.origin is Origin.NONE and not _in_menu(run):
        home = _home(run)
        if home.flow == MENU and not run.conversation.remembered.get(TOLD_AWAY):
            run.say(run.flowbook.young("nlu_away"))
            run.remember(**{TOLD_AWAY: "yes"})
        return home
    if meaning.origin is Origin.MODEL and run.conversation.remembered.get(TOLD_AWAY):
        run.remember(**{TOLD_AWAY: ""})
    act, topic = meaning.clear_act(), meaning.clear_topic()
    by_act = run.flowbook.opened_by_act(act) if act else None
    by_topic = run.flowbook.opened_by_topic(topic) if topic else None
    if topic:
        run.remember(topic=topic)
    if act in ALWAYS_HEARD and by_act:
        return Open(by_act)
    opened = by_topic or by_act
    if opened:
        return _home(run) if opened == MENU else Open(opened)
    if topic is None and act in (None, TELL):
        _led_nowhere(run, said)
    return Open(_asked_which(run, said) or OTHER)


def _asked_which(run: Run, said: Said) -> str | None:
    """The question with the likely subjects; asked once, not for danger, and only when there are some."""
    likely = likely_flows(run, said.meaning)
    if not likely or run.new_risk.signs or _at(run, WHICH_TOPIC):
        return None
    run.remember(**{LIKELY: " ".join(likely)})
    return WHICH_TOPIC


def _is_new_beginning(run: Run, step: Ask | Measure, said: Said, move: Destination) -> bool:
    """Words typed in the menu, or at the question which subject it is, are read as a first message;
    in the safety net of `other` only when their subject is clear."""
    if not (isinstance(move, GoTo) and move.step == step.next):
        return False
    if isinstance(step, Ask) and step.chosen_by_words(run, said.text) is not None:
        return False
    found_late = _at(run, OTHER) and _clear_subject(run, said) is not None
    found_late = found_late or (_at(run, OTHER) and everyday_flow(said.text) is not None)
    return _in_menu(run) or _at(run, WHICH_TOPIC) or found_late


def _led_nowhere(run: Run, said: Said) -> None:
    """Words that were read and led to no subject, outside any question about danger."""
    flows = [position.flow for position in run.conversation.stack]
    if {LEARNING, ASK_FORGET} & {*flows}:
        return  # words about being kept or erased are never kept
    in_danger = any(flow.startswith(PREFIX) for flow in flows)
    if said.meaning.origin is Origin.MODEL and not said.meaning.risk.signs and not in_danger:
        run.ask_for(NotUnderstood(said.text, said.meaning.entities))


def _in_menu(run: Run) -> bool:
    return _at(run, MENU) or _at(run, WHILE_WAITING) or any(_at(run, flow) for flow in EVERYDAY)


def _at(run: Run, flow: str) -> bool:
    position = run.conversation.position
    return position is not None and position.flow == flow


def is_stop(conversation: Conversation, text: str) -> bool:
    """Does this mean stop? Only these very words: "ik wil stoppen" may be about a school or a team."""
    position = conversation.position
    after_danger = position is not None and position.flow.startswith(PREFIX)
    return plain(text) in (LEAVING_WORDS if after_danger else STOP_WORDS)


def is_plain_answer(flowbook: Flowbook, conversation: Conversation, text: str) -> bool:
    """Do these words choose a button of the open question, or open a flow by name? Then they are
    their own meaning, and the language service need not guess."""
    if flowbook.opened_by_words(text):
        return True
    position = conversation.position
    step = position and flowbook.step_or_none(position.flow, position.step)
    if isinstance(step, Measure):
        return step.number_in(text) is not None
    if not isinstance(step, Ask):
        return False
    said = plain(text)
    return bool(said) and any(
        said in (plain(choice.say), *map(plain, choice.also)) for choice in step.choices
    )
