"""Maatje says back what it heard: the situations that somebody's own words show, and tips that fit them.

Only in talks about a topic, about nothing in particular, or about somebody's age and country: never where
danger is answered (but beside one that is only suspected), where a text is written, or between people.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.interpretation import LIKELY_THRESHOLD, NO_TOPIC, Origin
from bot.engine.asking_on import drops_last_heard, hears
from bot.engine.danger import ABOUT_OTHER
from bot.engine.direct_questions import near_answer
from bot.engine.misread import holds_danger, says_it_was_not_so, sets_right
from bot.engine.questions import asks_plainly, is_cry, only_asks, question_in
from bot.engine.run import Run
from bot.engine.said import ABOUT_YOU, OTHER, Said, about_danger, at, is_a_text
from bot.engine.situations import Situation
from bot.engine.step import Answer
from bot.engine.steps.ask import Ask
from bot.engine.themes import THEME
from bot.engine.tips import SHOWN, TIP, next_tip, tip_of
from bot.engine.wants_steps import asks_about_own_act, asks_what_to_do
from bot.engine.yes_no import says_no_first

MOST_REMEMBERED = 20  # situations of a talk, the newest last
# What is said to the bot, and tells nothing of oneself.
TO_MAATJE = (
    "ask_bot",
    "ask_peer_support",
    "want_peer",
    "want_professional",
    "smalltalk",
    "abuse_bot",
    "out_of_scope",
    "stop",
)
STORIES = (None, "tell", "set_goal", "report_progress")  # acts that tell something of oneself
ECHOED = "echoed"  # remembered: the turn in which words of theirs were given back
MOST_HEARD_IN_DANGER = 20  # words; a longer line may hold more than what is answered
LEAST_ANSWER = 120  # characters; a shorter one ("Begin maar waar je wilt") is no help to ask about
SURE_ELSEWHERE = 0.8  # of what the model learned in talks about another topic
# Topics that are one story as often as not (being left out and being alone).
BESIDE: Mapping[str, tuple[str, ...]] = {
    "bullying": ("conflict", "loneliness"),
    "conflict": ("bullying", "loneliness"),
    "loneliness": ("new_school", "bullying", "conflict"),
    "new_school": ("loneliness",),
    "fear_of_failure": ("homework", "study_choice"),
    "homework": ("fear_of_failure",),
    "study_choice": ("fear_of_failure", "homework"),
}
TALKS = (OTHER, TIP, ABOUT_YOU)  # beside the flows of topics


def begins_with(run: Run, said: Said, topics: tuple[str, ...]) -> bool:
    """Says back what the first words of a talk about one of these topics tell."""
    return not _danger_fills_the_turn(run) and _said_back(run, said, topics or _likely(said))


def says_back(run: Run, said: Said, *, chose: bool = False) -> bool:
    """Says back what these words tell, and answers what they ask; was there anything to say? Of words that
    `chose` a button a question is answered only where just that is known."""
    if _danger_fills_the_turn(run) or is_a_text(run) or not (in_a_talk(run) or _doubts(run)):
        return False
    return _said_back(run, said, topics_of(run, said), chose=chose)


def _danger_fills_the_turn(run: Run) -> bool:
    """Is there new danger, of more than a suspicion? A suspicion is asked about after what was told."""
    return bool(run.new_risk.signs) and not run.conversation.danger.is_doubted


def _doubts(run: Run) -> bool:
    """Is the open question one about a danger that may well not be there?"""
    return about_danger(run) and run.conversation.danger.is_doubted


def _said_back(
    run: Run, said: Said, topics: tuple[str, ...] | None, *, chose: bool = False
) -> bool:
    if says_it_was_not_so(said.text):
        drops_last_heard(run)
    found = found_in(run, said, topics)
    told = shown(run)
    short = len(said.text.split()) <= MOST_STORY  # of a long story a side matter may be found
    tells = short and said.meaning.clear_act() not in TO_MAATJE and not only_asks(said.text)
    new = next((one for one in found if tells and one.heard and one.id not in told), None)
    newest = told[-1:]  # who asks on at once was not helped by it
    asked = next(
        (
            one
            for one in (*found, *_asked(run, said, topics))
            if one.answer and _may_ask(said.text) and one.id not in newest
        ),
        None,
    )
    if new and asked and _only_by_words(said, asked) and not _only_by_words(said, new):
        asked = None  # the model is sure of what is told, and sees nothing of this question
    tip = None if asked else _tip_as_answer(run, said, found)
    run.remember(**{SHOWN: " ".join([*told, *_ids(found, told)][-MOST_REMEMBERED:])})
    near = None if asked or tip or chose else _near(run, said, heard=new)
    long = asked is not None and len((asked.answer or ("",))[0]) >= LEAST_ANSWER
    run.answered = long or bool(tip or near)
    if new is not None:
        hears(run, new.id)
    elif near is None:
        _echoes(run, said)
    texts = [one.heard for one in (new,) if one and one.heard]
    texts += [one.answer for one in (asked,) if one and one.answer]
    texts += [(one,) for one in (tip, near) if one]
    if texts:
        turns = run.conversation.turns
        run.say("\n\n".join(variants[turns % len(variants)] for variants in texts))
        run.said_back = True
    return run.said_back


def _tip_as_answer(run: Run, said: Said, found: tuple[Situation, ...]) -> str | None:
    """Who asks whether or how to do something about what the model clearly sees gets a tip about that."""
    asks = asks_about_own_act(said.text) and not asks_what_to_do(said.text)  # tips of their own
    if not asks or not _may_ask(said.text) or run.new_risk.signs or about_danger(run):
        return None
    tips = (tip_of(run, one.id) for one in found if one.tips and not _only_by_words(said, one))
    return next((tip for tip in tips if tip), None)


def _near(run: Run, said: Said, *, heard: Situation | None) -> str | None:
    """To a question without an answer of its own. A cry ("waarom lachen ze altijd") that was heard asks
    nothing more, and what is asked of Maatje itself is answered elsewhere."""
    question = question_in(said.text)
    if question is None or said.meaning.clear_act() in TO_MAATJE or (heard and is_cry(question)):
        return None
    if asks_what_to_do(said.text) and next_tip(run) is not None:
        return None  # a tip comes
    return near_answer(run, said, settled_topics(run))


def _echoes(run: Run, said: Said) -> None:
    """Gives back a piece of a story that Maatje knows no situation in; never in two turns running, but where
    it is corrected."""
    turns, act = run.conversation.turns, said.meaning.clear_act()
    just_did = run.conversation.remembered.get(ECHOED) == str(turns - 1)
    if act not in STORIES or asks_plainly(said.text) or (just_did and not sets_right(said.text)):
        return
    echo = run.flowbook.texts.listening.echo(said.text, turns)
    if echo is not None:
        run.say(echo)
        run.remember(**{ECHOED: str(turns)})
        run.said_back = True


def found_in(run: Run, said: Said, topics: tuple[str, ...] | None) -> tuple[Situation, ...]:
    """What the language model clearly sees in these words, and then what the patterns show; not what the
    model sees too and doubts. (On held-out messages: docs/decisions/2026-11-23-situations.md.)"""
    known = run.flowbook.situations
    clear, doubted = said.meaning.situations_in(topics)
    if run.conversation.remembered.get(THEME):
        doubted = ()  # "mijn oma is gestorven" is known in grief, whatever is told behind it
    denies = says_no_first(said.text)  # "nee niet vanwege geld" is an answer to what was asked
    seen = () if denies else known.named(clear, said.text, topics)
    if topics and NO_TOPIC not in topics and not (seen or denies):
        seen = known.named(_of_elsewhere(run, said, topics), said.text)
    by_words = [one for one in known.in_text(said.text, topics) if one.id not in doubted]
    return (*seen, *(one for one in by_words if one not in seen))


def _only_by_words(said: Said, one: Situation) -> bool:
    """Do only the patterns show it, and the model, which read the words, not at all?"""
    seen = {row.name for row in said.meaning.situations}
    return said.meaning.origin is Origin.MODEL and one.id not in seen


def _of_elsewhere(run: Run, said: Said, topics: tuple[str, ...]) -> tuple[str, ...]:
    """What is nearly certainly told although the model learned it in talks about something else: what may
    be told in any talk ("dat heb ik al geprobeerd"), or in this one too, or in one about a topic beside it
    (being alone in a new school)."""
    beside = {one for topic in topics for one in BESIDE.get(topic, ())}
    found: list[str] = []
    for row in said.meaning.situations:
        one = run.flowbook.situations.get(row.name)
        if one is None or row.topic in topics or row.confidence < SURE_ELSEWHERE:
            continue
        of_any = row.topic == NO_TOPIC and not one.topics
        if of_any or not beside.isdisjoint(one.topics) or not {*topics}.isdisjoint(one.topics):
            found.append(one.id)
    return tuple(found)


def _asked(run: Run, said: Said, topics: tuple[str, ...] | None) -> tuple[Situation, ...]:
    """What a plain question asks about something that is clear: "krijg ik nu een strafblad" is no story of
    a record."""
    if not asks_plainly(said.text):
        return ()
    return run.flowbook.situations.named(said.meaning.asked_in(topics), said.text, topics)


def answers_in_danger(run: Run, said: Said) -> bool:
    """Answers a typed question in a talk about danger ("hoe krijg ik die foto weg"); says nothing back."""
    if run.new_risk.signs or not about_danger(run) or not _may_ask(said.text):
        return False
    return answers(run, said) or _answers_nearly(run, said)


def _answers_nearly(run: Run, said: Said) -> bool:
    """Who asks on where a danger is only suspected is answered before that is asked again."""
    near = None if holds_danger(said.text) else near_answer(run, said, settled_topics(run))
    if near is None:
        return False
    run.say(near)
    return True


def answers(run: Run, said: Said) -> bool:
    """Answers what these words ask, and says nothing back; was there an answer?"""
    found = found_in(run, said, topics_of(run, said))
    asked = next((one.answer for one in found if one.answer), None)
    if asked is None:
        return False
    run.say(asked[run.conversation.turns % len(asked)])
    run.answered = True
    return True


def hears_in_danger(run: Run, answer: Answer) -> str | None:
    """What to say in an open danger to what is told there ("het is mijn schuld", "haar mama is er nu"); each
    once in a talk."""
    shows_danger = run.new_risk.signs or answer.meaning.risk.signs
    if shows_danger or len(answer.text.split()) > MOST_HEARD_IN_DANGER:
        return None
    of_other = run.conversation.remembered.get(ABOUT_OTHER) == "yes"
    told = shown(run)
    found = run.flowbook.situations.in_danger(answer.text, of_other=of_other)
    new = next((one for one in found if one.heard and one.id not in told), None)
    if new is None or new.heard is None:
        return None
    run.remember(**{SHOWN: " ".join([*told, new.id][-MOST_REMEMBERED:])})
    return new.heard[run.conversation.turns % len(new.heard)]


def owns_up(run: Run, said: Said) -> bool:
    """To a plain question that has no answer here Maatje says so, in place of thanks for telling."""
    if run.new_risk.signs or is_a_text(run) or not in_a_talk(run) or not asks_plainly(said.text):
        return False
    run.say(run.flowbook.young("question_beside"))
    run.said_back = True
    return True


def topic_of(run: Run, said: Said) -> str | None:
    """The topic of the first situation in these words that has one alone; where the model read them, one
    that it thinks likely."""
    found = run.flowbook.situations.in_text(said.text, _likely(said))
    return next((one.topics[0] for one in found if len(one.topics) == 1), None)


MOST_STORY = 30  # words


def _may_ask(text: str) -> bool:
    """A long story without a question in it asks nothing, whatever its last words are."""
    return "?" in text or len(text.split()) <= MOST_STORY


def shown(run: Run) -> list[str]:
    """The situations that this talk showed, the newest last."""
    return run.conversation.remembered.get(SHOWN, "").split()


def _ids(found: tuple[Situation, ...], told: list[str]) -> list[str]:
    return [one.id for one in found if one.id not in told]


def in_a_talk(run: Run) -> bool:
    """Is the open question one of a talk, about a topic or about nothing in particular, that keeps no
    answer?"""
    position = run.conversation.position
    if position is None:
        return False
    flow = run.flowbook.flows.get(position.flow)
    step = flow.step(position.step) if flow else None
    keeps = isinstance(step, Ask) and step.collect
    return bool(flow and (flow.topics or flow.name in TALKS) and not keeps)


def settled_topics(run: Run) -> tuple[str, ...]:
    """The topics that a talk is about for certain, none while that is still open."""
    position = run.conversation.position
    flow = run.flowbook.flows.get(position.flow) if position else None
    if flow and flow.topics:
        return flow.topics
    if run.conversation.remembered.get(THEME) or at(run, OTHER):
        return (NO_TOPIC,)
    topic = run.conversation.remembered.get("topic")
    return (topic,) if topic else ()


def topics_of(run: Run, said: Said) -> tuple[str, ...] | None:
    """The topics that a talk is about, for what may be told in it; `None` for any."""
    position = run.conversation.position
    flow = run.flowbook.flows.get(position.flow) if position else None
    if flow and flow.topics:
        return flow.topics
    if run.conversation.remembered.get(THEME):
        return (NO_TOPIC,)  # in grief "ze vlocht mijn haar" is nothing else
    topic = run.conversation.remembered.get("topic", NO_TOPIC)
    return _likely(said) if topic == NO_TOPIC else (topic, NO_TOPIC)


def _likely(said: Said) -> tuple[str, ...] | None:
    """The topics that these words may be about; `None`, for any, when no model read them."""
    if said.meaning.origin is not Origin.MODEL:
        return None
    likely = (row.name for row in said.meaning.ranking if row.confidence >= LIKELY_THRESHOLD)
    return (*dict.fromkeys((*likely, NO_TOPIC)),)
