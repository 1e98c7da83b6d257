"""Who goes on telling is listened to, where a button was asked for or no advice is wanted."""

from __future__ import annotations

from bot.engine.asking_on import question_for
from bot.engine.questions import asks_plainly
from bot.engine.run import Run
from bot.engine.said import Said
from bot.engine.saying_back import STORIES, in_a_talk, says_back
from bot.engine.steps.ask import Ask
from bot.engine.steps.measure import Measure
from bot.engine.themes import THEME
from bot.engine.wants_steps import asks_what_to_do, wants_only_to_tell

ONLY_TELLS = "only_tells"  # remembered: that no advice is wanted
LISTENED = "listened"  # remembered: how many of the questions of `listening` were asked
FEWEST_TOLD = 3  # words; fewer are a try at a button
STORY_WORDS = 6  # from here words are a story even where the act is not clear


def notices_wish_to_tell(run: Run, text: str) -> None:
    """Remembers that no advice is wanted, until steps are asked for after all."""
    if wants_only_to_tell(text):
        run.remember(**{ONLY_TELLS: "yes"})
    elif asks_what_to_do(text):
        run.remember(**{ONLY_TELLS: ""})


def tells(said: Said) -> bool:
    """Does somebody go on telling, where a button was asked for?"""
    words, act = len(said.text.split()), said.meaning.clear_act()
    enough = words >= (FEWEST_TOLD if act == "tell" else STORY_WORDS)
    return enough and act in STORIES and not asks_plainly(said.text)


def is_one_thing(said: Said) -> bool:
    """Is it one word or two that name something: "breuken", "de wiskunde"?"""
    words = said.text.split()
    few = 1 <= len(words) < FEWEST_TOLD and words[-1].isalpha()
    return few and said.meaning.clear_act() in STORIES


def listens_on(run: Run, step: Ask, said: Said) -> None:
    """Who goes on telling is heard and asked on, with the buttons of the open question beside it, in place
    of that question again."""
    listening, turns = run.flowbook.texts.listening, run.conversation.turns
    asks = listening.asks_in(said.text)
    if not run.said_back:
        run.say(run.flowbook.young("question_beside" if asks else "told_beside"))
    if run.answered:
        question = run.asks_next or listening.after_answer[turns % len(listening.after_answer)]
    else:
        question = (None if asks else question_for(run)) or _general(run, said, asks=asks)
    step.ask_instead(run, question)
    run.change(unclear=0)


def _general(run: Run, said: Said, *, asks: bool) -> str:
    """What is asked of everybody: the questions of `listening`, each once, and then only an invitation."""
    listening, turns = run.flowbook.texts.listening, run.conversation.turns
    asked = int(run.conversation.remembered.get(LISTENED, "0"))
    wants_more = said.meaning.clear_act() == "tell" and asked < len(listening.asks) and not asks
    if wants_more:
        run.remember(**{LISTENED: str(asked + 1)})
    if (
        run.conversation.remembered.get(THEME) and not asks
    ):  # in grief or love nothing has to be solved
        return listening.stays[turns % len(listening.stays)]
    return (
        listening.asks[asked] if wants_more else listening.invites[turns % len(listening.invites)]
    )


def only_listens(run: Run, step: Ask | Measure, said: Said) -> bool:
    """To who wanted no advice Maatje listens where it is: no explanation, no menu, no question of its own."""
    wished = run.conversation.remembered.get(ONLY_TELLS) == "yes"
    if not wished or type(step) is not Ask or run.new_risk.signs or not in_a_talk(run):
        return False
    if not tells(said) and not wants_only_to_tell(said.text):
        return False
    says_back(run, said)
    stays = run.flowbook.texts.listening.stays
    step.ask_instead(run, question_for(run) or stays[run.conversation.turns % len(stays)])
    run.change(unclear=0)
    return True
