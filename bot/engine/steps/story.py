"""`story`: tells a story of experience, part by part, and asks whether it resembles the reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.domain.messages import Button, Reply
from bot.domain.story import StoryAnswer, StoryPart, Tellable, pick
from bot.domain.turn import CountStory
from bot.engine import storytelling
from bot.engine.run import Run
from bot.engine.step import Answer, GoTo, Model, Move, Variants, Wait, Words, listed
from bot.engine.steps.ask import Ask, Choice

# What is remembered: where the telling is, what was told, and since when it rests.
NOW, TOLD, RESTS = "story_now", "stories_told", "story_rests"
GOES_ON_WITHIN = timedelta(hours=2)  # a telling that was left longer ago begins with another story
RESTS_FOR = timedelta(hours=12)  # who heard one, or did not want to, is not asked again at once
OWN_WORDS = 4  # who types so many words does not answer "zal ik verder vertellen?" but talks
PARTS = tuple(StoryPart)
OFFERED, ASKED = 0, len(PARTS)  # stages: 0 is the offer, n after the n-th part
# The buttons, each with its number, words that mean the same, and acts. Their labels: texts.yml.
YES, NOT_NOW, ON, ENOUGH, LIKE, LITTLE, NOT, ANOTHER = range(8)
BUTTONS: dict[int, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    YES: ("story_yes_button", ("ja", "vertel", "graag", "oké", "ok", "is goed"), ("affirm",)),
    NOT_NOW: ("story_no_button", ("nee", "liever niet", "sla over", "nu even niet"), ("deny",)),
    ON: (
        "story_on_button",
        ("verder", "ja", "ja verder", "ga door", "ga verder", "en toen"),
        ("affirm",),
    ),
    ENOUGH: ("story_enough_button", ("genoeg", "nee", "sla over"), ("deny",)),
    LIKE: ("story_like_button", ("ja", "dat ben ik", "herkenbaar", "zelfde hier"), ("affirm",)),
    LITTLE: ("story_little_button", ("beetje", "soms", "deels"), ()),
    NOT: ("story_not_button", ("nee", "niet", "helemaal niet"), ("deny",)),
    ANOTHER: ("story_another_button", ("ander", "een ander verhaal", "nog een"), ()),
}
ANSWERS = {LIKE: StoryAnswer.LIKE_ME, LITTLE: StoryAnswer.A_LITTLE, NOT: StoryAnswer.NOT}


class About(Model):
    """Which stories fit here. `at_once`: who comes here has just asked for one, and is not asked again."""

    topic: Words
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class _Telling:
    """Where the telling is."""

    story: str
    stage: int


class TellStory(Ask):
    """Offers a story of somebody who lived through the same topic, tells it a part at a time, and asks
    "does that resemble you?". Without a story that may be told the step is passed without a trace.

    Example: `{id: story, story: {topic: bullying, at_once: true}}`
    """

    story: About
    ask: Variants = ("story",)
    choices: Annotated[tuple[Choice, ...], BeforeValidator(listed), Field(max_length=0)] = ()
    unclear: None = None
    collect: None = None

    def enter(self, run: Run) -> Move:
        here, story = self._here(run)
        if here is not None and story is None and here.stage != OFFERED and self._may_tell(run):
            run.say(run.flowbook.young("story_gone"))  # withdrawn while it was being told
            return self._over(run)
        if story is None and not self._rests(run):
            here, story = _Telling("", OFFERED), self._next(run)
        if story is None or here is None:
            return self._over(run)
        if here.stage == OFFERED and self.story.at_once:
            _say(run, storytelling.begin(run.flowbook, story))
            here = _Telling(story.id, OFFERED + 1)
        self._keep(run, story, here.stage)
        if here.stage == OFFERED:
            _say(run, storytelling.offer(run.flowbook, story), self._shown(run))
        else:
            self._tell(run, story, here.stage)
        return Wait()

    def again(self, run: Run) -> None:
        run.say(run.flowbook.young("story_unclear"), self._shown(run))

    def answer(self, run: Run, answer: Answer) -> Move | None:
        here, story = self._here(run)
        if here is None or story is None:
            return GoTo(self.id)  # it is gone: entering says so
        choice = self._chosen(run, answer)
        number = next((i for i, c in self._open_choices(run) if c == choice), None)
        if number is None:
            words = answer.text.split() if answer.pressed is None else []
            talks_on = here.stage == ASKED or len(words) >= OWN_WORDS
            return self._heard(run) if words and talks_on else None
        return self._pressed(run, story, here, number)

    def _pressed(self, run: Run, story: Tellable, here: _Telling, number: int) -> Move:
        if number in (YES, ON):
            self._keep(run, story, here.stage + 1)
            return GoTo(self.id)
        if number in ANSWERS:
            answer = ANSWERS[number]
            run.happened("story_answered", f"{answer.value}:{self.story.topic}")
            run.ask_for(CountStory(story.id, answer))
            run.say(run.flowbook.young(f"story_said_{answer.value}"))
        following = self._next(run) if number == ANOTHER else None
        if following is None:
            return self._over(run)
        _say(run, storytelling.begin(run.flowbook, following, "story_another"))
        self._keep(run, following, OFFERED + 1)
        return GoTo(self.id)

    def _tell(self, run: Run, story: Tellable, stage: int) -> None:
        """One part; behind the last one the question."""
        _mark(run, story)
        part = storytelling.told(run.flowbook, story, PARTS[stage - 1])
        _say(run, part, () if stage == ASKED else self._shown(run))
        if stage == ASKED:
            if run.conversation.remembered.get(COUNTED) != story.id:
                run.remember(**{COUNTED: story.id})
                run.happened("story_told", self.story.topic)
                run.ask_for(CountStory(story.id))
            run.say(run.flowbook.young("story_like_ask"), self._shown(run))

    def _heard(self, run: Run) -> Move:
        """Own words at the question: they need no button. Danger in them is answered first."""
        if run.new_risk.signs:
            return GoTo(self.id)
        run.say(run.flowbook.young("story_heard"))
        return self._over(run)

    def _over(self, run: Run) -> Move:
        if run.conversation.remembered.get(NOW):
            since = f"{self.story.topic} {run.moment.now.isoformat()}"
            run.remember(**{NOW: "", COUNTED: "", RESTS: since})
        return self.onward()

    def _rests(self, run: Run) -> bool:
        """Was a story about this topic told or declined not long ago?"""
        topic, _, since = run.conversation.remembered.get(RESTS, "").partition(" ")
        return topic == self.story.topic and (
            run.moment.now - datetime.fromisoformat(since) < RESTS_FOR
        )

    # --- what there is to tell ---

    def _may_tell(self, run: Run) -> bool:
        """No story while danger is open, nor outside the ages: it is a peer who speaks."""
        return run.conversation.peer_possible and not run.moment.in_relay

    def _next(self, run: Run) -> Tellable | None:
        if not self._may_tell(run):
            return None
        known = run.conversation
        topic, heard = self.story.topic, _heard_before(run)
        return pick(run.moment.stories, topic, known.age_band, known.region, heard)

    def _here(self, run: Run) -> tuple[_Telling | None, Tellable | None]:
        """Where the telling of this topic is, and its story if it may still be told."""
        topic, _, rest = run.conversation.remembered.get(NOW, "").partition(" ")
        story, _, rest = rest.partition(" ")
        stage, _, at = rest.partition(" ")
        recent = bool(at) and run.moment.now - datetime.fromisoformat(at) < GOES_ON_WITHIN
        if topic != self.story.topic or not recent:
            return None, None
        found = (one for one in run.moment.stories if one.id == story and topic in one.topics)
        return _Telling(story, int(stage)), next(found, None) if self._may_tell(run) else None

    def _keep(self, run: Run, story: Tellable, stage: int) -> None:
        moment = run.moment.now.isoformat()
        run.remember(**{NOW: f"{self.story.topic} {story.id} {stage} {moment}"})

    def is_open(self, run: Run) -> bool:
        return self._next(run) is not None and not self._rests(run)

    # --- buttons ---

    def _open_choices(self, run: Run) -> list[tuple[int, Choice]]:
        here, _ = self._here(run)
        stage = here.stage if here else OFFERED
        if stage == OFFERED:
            numbers = [YES, NOT_NOW]
        elif stage < ASKED:
            numbers = [ON, ENOUGH]
        else:
            numbers = [LIKE, LITTLE, NOT, *([ANOTHER] if self._has_another(run) else [])]
        return [(number, self._choice(run, number)) for number in numbers]

    def _has_another(self, run: Run) -> bool:
        following = self._next(run)
        return following is not None and following.id not in _heard_before(run)

    def _choice(self, run: Run, number: int) -> Choice:
        name, also, means = BUTTONS[number]
        return Choice(say=run.flowbook.young(name), next=self.id, also=also, means=means)

    def _shown(self, run: Run) -> tuple[Button, ...]:
        return tuple(run.button(choice.say, i) for i, choice in self._open_choices(run))

    # --- what the rest of the engine asks ---

    @property
    def is_closed(self) -> bool:
        return True

    def skip(self) -> str | None:
        return self.next

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        yield from ()

    @property
    def passes(self) -> bool:
        return True


COUNTED = "story_counted"  # the story that was told to its end already: coming back counts it once


def _heard_before(run: Run) -> list[str]:
    return run.conversation.remembered.get(TOLD, "").split()


def _mark(run: Run, story: Tellable) -> None:
    """This person has heard it: it goes to the end of the list."""
    others = [one for one in _heard_before(run) if one != story.id]
    run.remember(**{TOLD: " ".join([*others, story.id])})


def _say(run: Run, text: str, buttons: tuple[Button, ...] = ()) -> None:
    """Words of a story are said as they are: nothing is filled in."""
    run.replies.append(Reply(text, buttons))
