"""Where a message leads: to a button, to another flow, on in this one, or nowhere yet.

The order is the order of the functions called in `led_by_words`: the words of a button first, then
what is heard always (a human, "wie leest dit?"), then the open question, then "I do not understand".
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.interpretation import Interpretation, Origin, Ranked
from bot.domain.turn import NotUnderstood
from bot.engine.about import told_of_self
from bot.engine.asides import ABOUT, asked_aside
from bot.engine.asking_on import stays_to_ask
from bot.engine.beside import led_aside, led_beside
from bot.engine.calling import CANNOT_CALL, cannot_call
from bot.engine.danger import ABOUT_OTHER
from bot.engine.danger_names import GO_ON, PREFIX, REGION, STAYING
from bot.engine.everyday import everyday_flow
from bot.engine.flow import Flow
from bot.engine.flowbook import Flowbook
from bot.engine.forgetting import ASK_FORGET
from bot.engine.giving_tips import tip_for_press
from bot.engine.learning import LEARNING
from bot.engine.listening_on import (
    is_one_thing,
    listens_on,
    notices_wish_to_tell,
    only_listens,
    tells,
)
from bot.engine.matching import plain
from bot.engine.misread import corrects
from bot.engine.peer_note import PEER_NOTE
from bot.engine.questions import asks_plainly
from bot.engine.reporting import REPORT, REPORT_SHARED, keep_words
from bot.engine.run import Run
from bot.engine.said import (
    GOODBYE,
    MENU,
    OTHER,
    WHILE_WAITING,
    WHO_READS,
    Destination,
    Open,
    Said,
    about_danger,
    at,
    clear_subject,
    in_menu,
    is_a_text,
)
from bot.engine.saying_back import (
    answers,
    answers_in_danger,
    begins_with,
    in_a_talk,
    owns_up,
    says_back,
    topic_of,
)
from bot.engine.step import END, Answer, CallFlow, GoTo
from bot.engine.steps.ask import Ask
from bot.engine.steps.measure import Measure
from bot.engine.themes import THEME, theme_in
from bot.engine.tips import TIP, next_tip
from bot.engine.wants_steps import asks_what_to_do, wants_no_professional
from bot.engine.which_topic import LIKELY, WHICH_TOPIC, likely_flows
from bot.engine.yes_no import says_no_first

TOLD_AWAY = (
    "told_away"  # that typed words are hardly understood now: said once, until they are again
)
TELL = "tell"  # the act of a story; it says nothing of what the story is about

# Acts that are heard in every state of a flow; each opens the flow that names it.
ALWAYS_HEARD = ("want_professional", "want_peer", "ask_bot", "ask_peer_support")
LEFT_TOPICS = "left_topics"  # remembered: flows that were left for another topic
STORY_WORDS = 6  # from here typed words are no attempt at a button
CERTAIN_OF_ANOTHER = 0.9  # of a topic, to leave the talk that somebody is in
CERTAIN_OF_PEERS = 0.95  # that a question in a talk is one about peer support
WANT_HUMAN = ("want_professional", "want_peer")
THANKS, MOST_THANKS = "thanks", 7  # words: more hold something else too
MOST_UNCLEAR = 2  # after so many unclear answers a question is let go


def led_by_press(run: Run, key: str) -> Destination:
    """Where a button leads. One of an earlier question is told kindly, never applied."""
    if key == WHO_READS:
        return CallFlow(WHO_READS, "")
    number, _, index = key.removeprefix("q").partition(".")
    position = run.conversation.position
    current = key.startswith("q") and number == str(run.conversation.question)
    if position and current and index.isdigit():
        step = run.flowbook.step_or_none(position.flow, position.step)
        if type(step) is Ask and step.shows_all(run, int(index)):
            return GoTo(position.step)
        if isinstance(step, Ask | Measure):
            tip = tip_for_press(run, step, int(index))
            move = tip or step.answer(run, Answer(Interpretation(), pressed=int(index)))
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
    notices_wish_to_tell(run, said.text)
    elsewhere = not about_danger(run) and wants_no_professional(said.text)
    if (said.meaning.clear_act() in WANT_HUMAN and elsewhere) or _hardly_of_peers(run, said):
        said = replace(said, meaning=replace(said.meaning, act=Ranked(TELL, 0.0)))
    if about_danger(run) and cannot_call(said.text):
        run.remember(**{CANNOT_CALL: "yes"})
    position = run.conversation.position
    if position is None:
        return led_aside(run, said) or _opening(run, said)
    step = run.flowbook.step_or_none(position.flow, position.step)
    if not isinstance(step, Ask | Measure):
        run.say(run.flowbook.young("step_gone"))
        return _opening(run, said)
    if type(step) is Ask and step.shows_all(run, None, said.text):
        return GoTo(position.step)
    move = (
        _goodbye(run, said)
        or _button_words(run, step, said)
        or led_beside(run, step, said)
        or _heard_always(run, said)
        or _goes_on(run, step, said)
        or _new_subject(run, said)
        or _other_topic(run, step, said)
        or _thanked(run, step, said)
    )
    if move is None and only_listens(run, step, said):
        return None
    move = move or _answered(run, step, said)
    if move is None:
        return _not_understood(run, step, said)
    run.change(unclear=0)
    return move


def _hardly_of_peers(run: Run, said: Said) -> bool:
    """Is a plain question in a talk about a topic taken for one about peer support, and not for certain ("hoe
    oud moet je zijn dat je dat zelf mag kiezen")?"""
    doubted = said.meaning.act.confidence < CERTAIN_OF_PEERS
    of_peers = said.meaning.clear_act() == "ask_peer_support"
    return of_peers and doubted and in_a_talk(run) and asks_plainly(said.text)


def _answered(run: Run, step: Ask | Measure, said: Said) -> Destination:
    """The words as an answer to the open question, or as a new beginning where that is a menu."""
    move = step.answer(run, Answer(said.meaning, said.text))
    if _is_new_beginning(run, step, said, move):
        found = _opening(run, said)
        if found != Open(OTHER):
            return found
        run.change(stack=run.conversation.stack[-1:])  # nothing better: as the flow says
    elif move is not None and not says_back(run, said) and _is_open(step):
        owns_up(run, said)
    return GoTo(step.id) if isinstance(move, GoTo) and _asks_on(run, step, move) else move


def _asks_on(run: Run, step: Ask | Measure, move: GoTo) -> bool:
    """After what was told and said back an open question may be followed by one about just that; where a
    danger is only suspected, once that was asked about."""
    position = run.conversation.position
    in_danger = run.new_risk.signs and not run.conversation.danger.is_doubted
    if not run.said_back or position is None or in_danger or move.step != step.next:
        return False
    if not isinstance(step, Ask) or run.asks_next:
        return bool(run.asks_next)
    return step.asks_on and (run.answered or stays_to_ask(run, position.flow, step.id))


_IS_ALL = re.compile(r"\b(?:dat|da) was (?:het|t|alles)\b")


def _thanked(run: Run, step: Ask | Measure, said: Said) -> Open | None:
    """ "Merci voor het luisteren" at an open question is no story: it ends the talk, kindly."""
    act, words = said.meaning.clear_act(), plain(said.text).split()
    ends = len(words) <= MOST_THANKS or _IS_ALL.search(" ".join(words)) is not None
    says_it = act == "thank" and ends and not {"maar", "ma"} & {*words}
    here = in_a_talk(run) and _is_open(step) and not run.new_risk.signs
    return Open(THANKS) if says_it and here else None


def _is_open(step: Ask | Measure) -> bool:
    """May anything be the answer, and is it not kept?"""
    return isinstance(step, Ask) and step.next is not None and not step.collect


_CLAUSES = re.compile(r"[.!?,\n]+")  # "kappen met vragen. doei"


def _goodbye(run: Run, said: Said) -> Destination:
    """ "Laat maar doei" is a goodbye, although a button says "laat maar"."""
    clauses = [one for one in _CLAUSES.split(said.text) if one.strip()]
    short = len(said.text.split()) <= MOST_THANKS and not about_danger(
        run
    )  # there the rest is an answer
    ends = clauses[-1] if clauses and short else said.text
    if run.flowbook.opened_by_words(ends) != GOODBYE or run.new_risk.signs:
        return None
    position, words = run.conversation.position, plain(said.text)
    step = run.flowbook.step_or_none(position.flow, position.step) if position else None
    named = [w for c in getattr(step, "choices", ()) for w in (c.say, *c.also)]
    return None if words in map(plain, named) else Open(GOODBYE)


def _goes_on(run: Run, step: Ask | Measure, said: Said) -> Destination:
    """What is typed after "Verder met Maatje" is no talk about danger any more."""
    position = run.conversation.position
    if position is None or not position.flow.startswith(PREFIX) or position.step != GO_ON:
        return None
    if run.new_risk.signs or not isinstance(step, Ask):
        return None
    found = _opening(run, said)
    return Open(OTHER) if found == Open(MENU) else found


def _button_words(run: Run, step: Ask | Measure, said: Said) -> Destination:
    """The words of a button come before anything else that they might mean."""
    if isinstance(step, Ask):
        choice = step.chosen_by_words(run, said.text)
        if choice is None:
            return None
        if tip := tip_for_press(run, step, step.place_of(choice)):
            return tip
        _answers_aside(run, said)
        if _says_more(said):
            says_back(run, said, chose=True)
    return step.answer(run, Answer(Interpretation(), said.text))


def _answers_aside(run: Run, said: Said) -> None:
    """ "Nederland. leest er nu iemand mee??" chooses a country, and asks something too."""
    position = run.conversation.position
    explains = position is not None and position.flow in (ABOUT, WHO_READS)
    if explains or run.new_risk.signs or len(said.text.split()) < STORY_WORDS - 2:
        return
    if found := asked_aside(run, said.text):
        run.say_one_of(found[1].say)
    elif position is not None and position.step == REGION:
        answers_in_danger(run, said)  # "Vlaanderen. maar bel ni naar mijn papa"


def _heard_always(run: Run, said: Said) -> Destination:
    position = run.conversation.position
    by_words = run.flowbook.opened_by_words(said.text)
    act = None if is_a_text(run) else said.meaning.clear_act()
    by_act = run.flowbook.opened_by_act(act) if act in ALWAYS_HEARD else None
    flow = by_words or by_act
    if flow is None or (position and position.flow == flow):
        return None
    if by_words is None and (at(run, REPORT) or at(run, REPORT_SHARED)):
        keep_words(run, said.text)  # about the talk, a wish, or both: neither is lost
    step = position and run.flowbook.step_or_none(position.flow, position.step)
    if isinstance(step, Ask):  # the question itself may have a button for it
        index = step.index_meaning(run, {*run.flowbook.flows[flow].acts} if by_words else {act})
        if index is not None:
            return step.answer(run, Answer(Interpretation(), pressed=index))
    if by_words in (MENU, GOODBYE):
        return Open(by_words)
    if flow == WHO_READS and position and not run.new_risk.signs and answers(run, said):
        return GoTo(position.step)
    return CallFlow(flow, position.step if position else "")


def _new_subject(run: Run, said: Said) -> Destination:
    """After a danger sign the question stays open for anything: a clear subject may go on to its own
    flow. The danger itself stays open, and no peer is offered."""
    position = run.conversation.position
    if position is None or not position.flow.startswith(PREFIX) or run.new_risk.signs:
        return None
    step = run.flowbook.step_or_none(position.flow, position.step)
    if not isinstance(step, Ask) or step.next is None or position.step not in STAYING:
        return None
    of_other = run.conversation.remembered.get(ABOUT_OTHER) == "yes"
    if of_other and _ANOTHER.search(plain(said.text)) is None:
        return None  # "ze is nu bij haar broer, wat stuur ik haar" is the same danger
    return clear_subject(run, said)


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
    found = clear_subject(run, said)
    left = run.conversation.remembered.get(LEFT_TOPICS, "").split()
    if not isinstance(found, Open) or found.flow in left or not _names_another(said):
        return None
    run.remember(**{LEFT_TOPICS: " ".join([*left, position.flow])})
    return found


def _not_understood(run: Run, step: Ask | Measure, said: Said) -> Destination:
    position = run.conversation.position
    flow = position.flow if position else ""
    subject = clear_subject(run, said)
    goes_on = in_a_talk(run) and not _changes_subject(said)
    if subject is not None and not flow.startswith(PREFIX) and not goes_on:
        return subject
    if flow in (ABOUT, WHO_READS) and (found := _asked_of_maatje(run, step, said)):
        return found
    run.happened("not_understood", flow)
    if run.new_risk.signs:
        if flow == PEER_NOTE:
            return GoTo(END)  # no peer comes to read it
        return GoTo(step.id)  # danger is answered now; the question comes again after it
    if run.conversation.unclear >= MOST_UNCLEAR:
        return _let_go(run, step, said)
    heard = says_back(run, said)
    if type(step) is Ask and in_a_talk(run) and (heard or tells(said)):
        listens_on(run, step, said)
        return None
    if type(step) is Ask and in_a_talk(run) and not run.conversation.unclear and is_one_thing(said):
        listens_on(run, step, said)
        run.change(unclear=1)  # one word may be an answer; the next one is asked about
        return None
    if heard and not flow.startswith(PREFIX):
        step.enter(run)
        return None
    run.change(unclear=run.conversation.unclear + 1)
    if type(step) is Ask and not flow.startswith(PREFIX) and _says_more(said):
        asks = "question_beside" if said.text.rstrip().endswith("?") else "told_beside"
        run.say(run.flowbook.young(f"{asks}_again" if run.conversation.unclear > 1 else asks))
        step.enter(run)
    else:
        step.again(run)
    return None


def _asked_of_maatje(run: Run, step: Ask | Measure, said: Said) -> Destination:
    """Where Maatje and peers are explained: a question that has an answer of its own gets it, and a story is
    heard where the talk was."""
    if run.new_risk.signs:
        return None
    if answers(run, said):
        return GoTo(step.id)
    return _back_to_the_talk(run, said) if _says_more(said) else None


_ANOTHER = re.compile(
    r"\b(?:trouwens|iets anders|nog iets|ander(?:e)? (?:vraag|onderwerp|ding)|ook nog|gaat (?:\w+ )?over)\b"
)


def _changes_subject(said: Said) -> bool:
    """Is it plainly about another topic than the talk? Being nervous beside somebody is no fear of failure:
    it takes a word for it, or nearly certainty."""
    return said.meaning.topic.confidence >= CERTAIN_OF_ANOTHER or _names_another(said)


def _names_another(said: Said) -> bool:
    """Is another subject named, or the one of the talk corrected? "Geen idee, gwn geen afspraak" is an
    answer."""
    words = plain(said.text)
    if _ANOTHER.search(words) is not None:
        return True
    return corrects(said.text) and not (says_no_first(words) or words.startswith("geen idee"))


def _back_to_the_talk(run: Run, said: Said) -> Destination:
    """Who goes on telling has read enough of who reads along: it is heard where the talk was."""
    run.change(stack=run.conversation.stack[:-1], unclear=0)
    return led_by_words(run, said)


def _says_more(said: Said) -> bool:
    """A story or a question where a button was asked for: it is answered as what it is."""
    return len(said.text.split()) >= STORY_WORDS


def _let_go(run: Run, step: Ask | Measure, said: Said) -> Destination:
    """Nobody is asked the same thing for ever: skip it, or begin from the menu."""
    run.change(unclear=0)
    skip = step.skip() if isinstance(step, Ask) else None
    if skip is not None:
        return GoTo(skip)
    if _says_more(said) and not at(run, OTHER) and run.conversation.danger.peer_allowed:
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
    known = _known_topic(run, said)
    if meaning.origin is Origin.NONE and known is None and not in_menu(run):
        return _away(run)
    if meaning.origin is Origin.MODEL and run.conversation.remembered.get(TOLD_AWAY):
        run.remember(**{TOLD_AWAY: ""})
    return _by_meaning(run, said, meaning.clear_topic() or known)


def _known_topic(run: Run, said: Said) -> str | None:
    """The topic that the situations of Maatje know by the words, where it is told and not asked for."""
    if said.meaning.origin is Origin.TRIPWIRE or said.meaning.clear_act() not in (None, TELL):
        return None
    return topic_of(run, said)


def _away(run: Run) -> Destination:
    """The menu, for who types while the language service is away; that is told once."""
    home = _home(run)
    if home.flow == MENU and not run.conversation.remembered.get(TOLD_AWAY):
        run.say(run.flowbook.young("nlu_away"))
        run.remember(**{TOLD_AWAY: "yes"})
    return home


def _by_meaning(run: Run, said: Said, topic: str | None) -> Destination:
    act = said.meaning.clear_act()
    by_act = run.flowbook.opened_by_act(act) if act else None
    by_topic = run.flowbook.opened_by_topic(topic) if topic else None
    if topic:
        run.remember(topic=topic)
    if by_act == WHO_READS and answers(run, said):
        return _home(run)
    if act in ALWAYS_HEARD and by_act:
        return Open(by_act)
    opened = by_topic or by_act
    if opened == MENU:
        return _home(run)
    if opened:
        return _begun(run, said, opened)
    if act in (None, TELL):
        _led_nowhere(run, said)
    return _begun(run, said, _asked_which(run, said) or OTHER)


def _begun(run: Run, said: Said, name: str) -> Open:
    """The beginning of a talk: what was told is said back, and who asks what to do hears a tip first."""
    flow = run.flowbook.flows.get(name)
    if flow is None or not (flow.topics or name in (OTHER, WHICH_TOPIC)):
        return Open(name)
    begins_with(run, said, flow.topics)
    if name == WHICH_TOPIC or not asks_what_to_do(said.text) or next_tip(run) is None:
        return Open(name)
    return Open(name, _first_question(flow), TIP)


def _first_question(flow: Flow) -> str:
    """The open question of a topic; a talk that begins with a tip needs no welcome after it."""
    asked = (step.id for step in flow.steps if isinstance(step, Ask) and step.next)
    return next(asked, "") if flow.topics else ""


def _asked_which(run: Run, said: Said) -> str | None:
    """The question with the likely subjects; asked once, not for danger, and only when there are some."""
    likely = likely_flows(run, said.meaning)
    if not likely or run.new_risk.signs or at(run, WHICH_TOPIC):
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
    themed = run.conversation.remembered.get(THEME) and (  # grief stays grief
        said.meaning.topic.confidence < CERTAIN_OF_ANOTHER or not corrects(said.text)
    )
    found_late = at(run, OTHER) and not themed and clear_subject(run, said) is not None
    found_late = found_late or (at(run, OTHER) and everyday_flow(said.text) is not None)
    return in_menu(run) or at(run, WHICH_TOPIC) or found_late


def _led_nowhere(run: Run, said: Said) -> None:
    """Words that were read and led to no subject, outside any question about danger."""
    flows = [position.flow for position in run.conversation.stack]
    if {LEARNING, ASK_FORGET} & {*flows}:
        return  # words about being kept or erased are never kept
    in_danger = any(flow.startswith(PREFIX) for flow in flows)
    if said.meaning.origin is Origin.MODEL and not said.meaning.risk.signs and not in_danger:
        run.ask_for(NotUnderstood(said.text, said.meaning.entities))


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
