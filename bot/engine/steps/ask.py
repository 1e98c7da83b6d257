"""`ask`: Maatje asks something and waits for an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.domain.messages import Button
from bot.domain.volunteer import Role
from bot.engine.about import age_band_in, region_in, told_beside
from bot.engine.asking_on import question_at
from bot.engine.danger_names import PREFIX
from bot.engine.goal_texts import GOAL_TEXTS, held_from_goal
from bot.engine.learning import LEARNING, may_be_shown
from bot.engine.matching import contains, matches, plain
from bot.engine.peer_note import NOTE, PEER_NOTE, held_back, waits_for_peer
from bot.engine.run import Run
from bot.engine.step import (
    END,
    Answer,
    CallFlow,
    GoTo,
    Model,
    Move,
    Step,
    Variants,
    Wait,
    Words,
    listed,
)
from bot.engine.wants_steps import OWN_STEPS
from bot.engine.wishes import WISHES, wishes_in

LATER_MESSAGE = "later_message"
COLLECTABLE = (
    "goal_step",
    "goal_when",
    "goal_obstacle",
    "goal_answer",
    NOTE,
    "check_in_note",
    "volunteer_why",
    LATER_MESSAGE,
    "support_called",
    "support_words",
    "support_help",
    "group_words",
    *WISHES,
)
PLAN_MOMENT = "plan_moment"
WANT_PEER = "want_peer"  # the road of every flow to a peer
SKIP = "sla over"
MORE = "more_choices"  # the text of the button that shows all others
BESIDE = "buttons_beside"  # remembered: the buttons under a question that is not the step's own
# Among the other words of a button; they answer whatever was asked last.
EITHER = frozenset(
    (
        *("ja", "jawel", "ja hoor", "nee", "neen", "nope", "nee niemand", "niemand", "nog niet"),
        *(
            "niet echt",
            "weet niet",
            "weet ik niet",
            "ik weet het niet",
            "geen idee",
            "niks",
            "niets",
        ),
    )
)
MOST_BESIDE = 4  # buttons under a question to who goes on telling
MOST_NO = 5  # words of a no that presses a button
MERE = ("affirm", "deny", "thank")  # acts that may open a sentence about something else
FEW = 3  # words
_ASKS = re.compile(r"\b(?:wie|wat|wa|hoe|waar|waarom|wrm|wanneer|welke?)\b")
MAX_COLLECTED = 500  # characters of an answer that are kept; a phone screen is shorter


WordList = Annotated[tuple[Words, ...], BeforeValidator(listed)]


def _is_yes_or_no(label: str) -> bool:
    """Is it a button that says only yes or no ("Nee, niemand")?"""
    words = plain(label).split()
    return words[:1] in (["ja"], ["nee"]) and len(words) <= FEW - 1


def _asks_on(text: str) -> bool:
    """ "Ja ok maar wie bel ik als eerste" is no yes: it asks something."""
    return "?" in text or (len(text.split()) > FEW and _ASKS.search(plain(text)) is not None)


def _in_danger(run: Run) -> bool:
    position = run.conversation.position
    return position is not None and position.flow.startswith(PREFIX)


def _leads_to_peer(run: Run, flow: str, step: str | None) -> bool:
    """Does this step, or what follows on it without a fork, ask for a peer?"""
    seen: set[str] = set()
    while step is not None and step not in seen:
        seen.add(step)
        found = run.flowbook.step_or_none(flow, step)
        if getattr(getattr(found, "hand_over", None), "to", None) is Role.VOLUNTEER:
            return True
        if found is not None and WANT_PEER in found.flows():
            return True
        asks = getattr(found, "condition", {}) == {"peer": "possible"}
        step = getattr(found, "then", None) if asks else found.next if found else None
    return False


def _leads_to(run: Run, flow: str, step: str | None, other: str) -> bool:
    """Does this step go straight to another flow, such as the question about learning? An appointment
    that it takes away first makes no difference."""
    found = run.flowbook.step_or_none(flow, step) if step else None
    if found is not None and found.next and "cancel_appointment" in type(found).model_fields:
        found = run.flowbook.step_or_none(flow, found.next)
    return found is not None and other in found.flows()


def _points_elsewhere(run: Run, text: str) -> bool:
    """Would the contact rule hold this back in a talk? Then it is not kept for later either."""
    helplines = [service.line for service in run.flowbook.referrals.services]
    return run.flowbook.handoff.contact.holds_back(text, helplines)


class Choice(Model):
    """A button: its label, where it leads, other words that mean the same, what is remembered."""

    say: Words
    next: Words
    also: WordList = ()
    means: WordList = ()
    remember: Mapping[str, str] = Field(default_factory=dict)


class Ask(Step):
    """Asks with buttons, with an open answer, or both.

    With `next` any typed answer is fine (an open question). Without it the answer must be one of the
    choices, and `unclear` is said when it is not. `after_heard` is asked in place of `ask` when Maatje
    just said back what it heard (`situations/`): it needs no thanks any more. With `asks_on` the question
    that belongs to what was told comes in its place, where there is one.
    Example: `{id: more, ask: "Wil je meer vertellen?", next: listen, choices: [{say: Nee, next: END}]}`
    """

    ask: Variants
    after_heard: Variants | None = None
    asks_on: bool = False
    choices: Annotated[tuple[Choice, ...], BeforeValidator(listed)] = ()
    unclear: Words | None = None
    collect: Words | None = None

    def enter(self, run: Run) -> Move:
        open_to_any = self.next is not None and not self.collect
        own = (run.asks_next or None) if open_to_any else None
        if own is None and self.asks_on:
            own = self._own_question(run)
        said_back = self.after_heard if run.said_back else None
        if own:
            self._say_beside(run, own, self._fitting(run))
        else:
            run.say_one_of(said_back or self.ask, self._buttons(run))
        return Wait()

    def _own_question(self, run: Run) -> str | None:
        """After an answer whether it helps; else what belongs to what was told."""
        if not run.answered:
            return question_at(run, self.id)
        texts = run.flowbook.texts.listening.after_answer
        return texts[run.conversation.turns % len(texts)]

    def ask_instead(self, run: Run, text: str) -> None:
        """Another question, for who goes on telling. Of many buttons only a way to own steps and one to a
        human stay, and one that shows the others."""
        fitting = self._fitting(run)
        kept = self._beside(run) if len(fitting) > MOST_BESIDE else []
        self._say_beside(run, text, kept or fitting, more=bool(kept))

    def _say_beside(
        self, run: Run, text: str, shown: list[tuple[int, Choice]], *, more: bool = False
    ) -> None:
        """Says a question that is not the step's own, with these buttons, and remembers which they are."""
        buttons = [run.button(choice.say, i) for i, choice in shown]
        if more:
            buttons.append(run.button(run.flowbook.young(MORE), len(self.choices)))
        places = [*(str(i) for i, _ in shown), *([MORE] if more else [])]
        run.remember(**{BESIDE: f"{run.conversation.question}:{' '.join(places)}"})
        run.say(text, buttons)

    def _fitting(self, run: Run) -> list[tuple[int, Choice]]:
        """The choices that fit any question: a yes or no answers only the step's own."""
        return [one for one in self._open_choices(run) if not _is_yes_or_no(one[1].say)]

    def _places_beside(self, run: Run) -> list[str] | None:
        """The places of the buttons under a question that is not the step's own; `None` under its own."""
        question, _, places = run.conversation.remembered.get(BESIDE, "").partition(":")
        return places.split() if question == str(run.conversation.question) else None

    def _beside(self, run: Run) -> list[tuple[int, Choice]]:
        shown = self._open_choices(run)
        steps = [one for one in shown if OWN_STEPS in map(plain, one[1].also)]
        humans = [one for one in shown if {WANT_PEER, "want_professional"} & {*one[1].means}]
        return sorted([*steps[:1], *humans[:1]], key=lambda one: one[0])

    def shows_all(self, run: Run, press: int | None, text: str = "") -> bool:
        """Is this the button that shows all others, or are these its words?"""
        places = self._places_beside(run) or []
        if MORE not in places:
            return False
        if press is not None:
            return press == len(self.choices)
        return plain(text) in (plain(run.flowbook.young(MORE)), str(len(places)))

    def again(self, run: Run) -> None:
        """Say that the answer was not understood, with the same buttons; twice in a row in other words."""
        if run.conversation.unclear > 1 and self.choices:
            run.say(run.flowbook.young("unclear_again"), self._buttons(run))
        else:
            run.say(self.unclear or self.ask[0], self._buttons(run))

    def answer(self, run: Run, answer: Answer) -> Move | None:
        choice = self._chosen(run, answer)
        if choice is not None:
            run.remember(**told_beside(answer.text, choice.remember))
            run.remember(**choice.remember)
            return GoTo(choice.next)
        if self.next is None or answer.pressed is not None or not answer.text.strip():
            return None
        if self.collect and run.new_risk.signs:
            # What shows danger is no goal: heard, not kept, asked again; no peer comes to read a note.
            return GoTo(END if self.collect == NOTE else self.id)
        if self.collect in GOAL_TEXTS and (held := held_from_goal(run, answer, self.collect)):
            run.say(held)
            return GoTo(self.id)
        if self.collect == LATER_MESSAGE and _points_elsewhere(run, answer.text):
            run.say(run.flowbook.young("contact_held"))
            return GoTo(self.id)
        if self.collect == NOTE and held_back(run.flowbook, answer.text):
            run.say(run.flowbook.young("note_held"))
            return GoTo(self.id)
        if self.collect in WISHES:  # what was wished is kept, not the words
            rules, region = run.flowbook.handoff.matching, run.conversation.region
            run.remember(**wishes_in(self.collect, answer.text, region, rules))
        elif self.collect:
            run.remember(**{self.collect: answer.text.strip()[:MAX_COLLECTED]})
        return self._shown_first(run, self.next) if self.collect == NOTE else GoTo(self.next)

    def _shown_first(self, run: Run, following: str) -> Move:
        """What a volunteer will read is shown to the young person first, whatever the flow says."""
        position = run.conversation.position
        inside = position is not None and position.flow == PEER_NOTE
        return GoTo(following) if inside else CallFlow(PEER_NOTE, following)

    def _buttons(self, run: Run) -> list[Button]:
        return [run.button(choice.say, i) for i, choice in self._open_choices(run)]

    def _open_choices(self, run: Run) -> list[tuple[int, Choice]]:
        return [(i, c) for i, c in enumerate(self.choices) if not self._hidden(run, c)]

    def _hidden(self, run: Run, choice: Choice) -> bool:
        """No peer is offered while that is not possible, whatever the flow says (rules of care), and
        nobody is asked about learning in the middle of help, or to choose from no moments."""
        position = run.conversation.position
        if position is None:
            return False
        if not run.conversation.peer_possible and _leads_to_peer(run, position.flow, choice.next):
            return True
        if _leads_to(run, position.flow, choice.next, PLAN_MOMENT) and not run.moment.moments:
            return True
        found = run.flowbook.step_or_none(position.flow, choice.next)
        if found is not None and not found.is_open(run):
            return True
        if found is not None and "same_peer" in type(found).model_fields:
            return not run.moment.same_peer
        if found is not None and PEER_NOTE in found.flows() and not waits_for_peer(run):
            return True
        return _leads_to(run, position.flow, choice.next, LEARNING) and not may_be_shown(run)

    def _chosen(self, run: Run, answer: Answer) -> Choice | None:
        if answer.pressed is not None:
            shown = self._open_choices(run)
            return next((c for i, c in shown if i == answer.pressed), None)
        choice = self.chosen_by_words(run, answer.text)
        act = answer.meaning.clear_act()
        asks_on = (
            act in MERE and _asks_on(answer.text) and not (act == "affirm" and _in_danger(run))
        )
        if choice is not None or act is None or asks_on:
            return choice
        if act == "deny" and len(answer.text.split()) > MOST_NO and not _in_danger(run):
            return None  # "nee hoef geen maatje, wil gwn mn telefoon terug" is no goodbye
        return next((c for _, c in self._open_choices(run) if act in c.means), None)

    def chosen_by_words(self, run: Run, text: str) -> Choice | None:
        """The choice that somebody's own words name, without any help of the language service."""
        shown = self._open_choices(run)
        said = plain(text)
        places = self._places_beside(run)
        if places is not None:
            return self._named_beside(run, said, places)
        for number, (_, choice) in enumerate(shown, 1):
            if said and said in (str(number), plain(choice.say), *map(plain, choice.also)):
                return choice
        for number, (_, choice) in enumerate(shown, 1):
            if matches(text, (choice.say, *choice.also), number):  # a near miss
                return choice
        return self._by_value(shown, text) or self._by_phrase(shown, text)

    def _named_beside(self, run: Run, said: str, places: list[str]) -> Choice | None:
        """The choice that these words name under a question that is not the step's own: a number counts the
        buttons that are there, and "nee" or "weet niet" answers that question."""
        if said.isdigit():
            place = places[int(said) - 1] if 0 < int(said) <= len(places) else ""
            return next((c for i, c in self._open_choices(run) if str(i) == place), None)
        fitting = self._fitting(run)
        named = [(c, [w for w in (c.say, *c.also) if plain(w) not in EITHER]) for _, c in fitting]
        exact = next((c for c, words in named if said in map(plain, words)), None)
        near = next((c for c, words in named if matches(said, tuple(words), 0)), None)
        return exact or near or self._by_phrase(fitting, said)

    def _by_phrase(self, shown: list[tuple[int, Choice]], text: str) -> Choice | None:
        """On a closed question the words of a button may stand among others; the longest wins."""
        if not self.is_closed:
            return None
        found = [
            (len(phrase), choice)
            for _, choice in shown
            for phrase in (choice.say, *choice.also)
            if contains(text, phrase)
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def _by_value(self, shown: list[tuple[int, Choice]], text: str) -> Choice | None:
        """A country or an age in somebody's own words."""
        region, band = region_in(text), age_band_in(text)
        return next(
            (
                c
                for _, c in shown
                if (region and c.remember.get("region") == region)
                or (band and c.remember.get("age_band") == band)
            ),
            None,
        )

    def place_of(self, choice: Choice) -> int:
        """The place of a choice among all."""
        return self.choices.index(choice) if choice in self.choices else len(self.choices)

    def index_meaning(self, run: Run, acts: set[str | None]) -> int | None:
        """The place of the choice that means one of these acts, if there is one to press."""
        return next((i for i, c in self._open_choices(run) if acts & {*c.means}), None)

    def leads_for(self, run: Run, words: str) -> str | None:
        """Where the choice leads that has these very words among its others, if it is shown now."""
        shown = self._open_choices(run)
        return next((c.next for _, c in shown if words in map(plain, c.also)), None)

    def skip(self) -> str | None:
        """Where skipping leads, if this question can be skipped."""
        return next((c.next for c in self.choices if plain(c.say) == SKIP), None)

    @property
    def is_closed(self) -> bool:
        """Must the answer be one of the choices?"""
        return self.next is None

    @property
    def takes_own_words(self) -> bool:
        """Are typed words a text to keep, even when they sound like a wish?"""
        return False

    @property
    def waits(self) -> bool:
        return True

    def targets(self) -> Iterator[str]:
        yield from super().targets()
        for choice in self.choices:
            yield choice.next

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for i, text in enumerate(self.ask):
            yield ("ask", i), text
        for i, text in enumerate(self.after_heard or ()):
            yield ("after_heard", i), text
        for i, choice in enumerate(self.choices):
            yield ("choices", i, "say"), choice.say
        if self.unclear:
            yield ("unclear",), self.unclear
