"""Stories of experience: what a volunteer lived through, told to a young person in short messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import PersonId, StoryId

BANDS = ("under_12", "12_15", "16_17", "18_24")  # how old somebody was then, the youngest first
UNKNOWN_AGE = "12_15"  # unknown age is treated as under 16
MOST_TOPICS = 3  # of one story
OTHER_COUNTRY, NO_COUNTRY, A_BAND = 3, 1, 2  # how much a difference counts against a story


class StoryState(StrEnum):
    """`writing → waiting → approved`, or `sent_back` (and written again) or `refused`. A story that is
    withdrawn is erased, so there is no state for it."""

    WRITING = "writing"
    WAITING = "waiting"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    REFUSED = "refused"


class StoryPart(StrEnum):
    """The parts of a story, in the order in which they are told."""

    HAPPENED = "happened"
    HELPED = "helped"
    TELL_MYSELF = "tell_myself"


class StoryAnswer(StrEnum):
    """What a young person said to "does that resemble you?"."""

    LIKE_ME = "like_me"
    A_LITTLE = "a_little"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class StoryWords:
    """The words of a story, without names."""

    happened: str = ""
    helped: str = ""
    tell_myself: str = ""

    def part(self, part: StoryPart) -> str:
        """One part."""
        found: str = getattr(self, part.value)
        return found

    @property
    def first_missing(self) -> StoryPart | None:
        """The first part that is not written yet."""
        return next((part for part in StoryPart if not self.part(part)), None)


@dataclass(frozen=True, slots=True)
class Story:
    """A story of a volunteer, wherever it stands.

    `asked`: the question of the writing that waits for an answer; empty: none. `twice`: danger or method
    words stand in it, so a professional (`looked_by`) looks as well. `version` counts the changes of the
    words: a decision is about one version. `told`, `like_me` and `a_little` are figures of nobody.
    """

    id: StoryId
    number: int
    author: PersonId
    state: StoryState
    consented_at: datetime
    changed_at: datetime
    topics: tuple[str, ...] = ()
    age_band: str = ""
    region: str = ""
    words: StoryWords = StoryWords()
    asked: str = ""
    twice: bool = False
    version: int = 1
    looked_by: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    told: int = 0
    like_me: int = 0
    a_little: int = 0

    @property
    def waits_for_professional(self) -> bool:
        """Must a professional look before the coordinator can approve it?"""
        return self.twice and not self.looked_by

    @property
    def is_whole(self) -> bool:
        """Is everything there that a story needs?"""
        return bool(self.topics and self.age_band) and self.words.first_missing is None


@dataclass(frozen=True, slots=True)
class Tellable:
    """A story that may be told now. `read` gives its words; `example`: an invented one of the demo."""

    id: str
    topics: tuple[str, ...]
    age_band: str
    region: str
    read: Callable[[], StoryWords] = field(compare=False, repr=False)
    example: bool = False


def difference(story: Tellable, age_band: str, region: str) -> int:
    """How far a story is from somebody of this age and country: 0 is as near as can be."""
    mine = BANDS.index(age_band) if age_band in BANDS else BANDS.index(UNKNOWN_AGE)
    theirs = BANDS.index(story.age_band)
    if story.region and region in ("nl", "be"):
        country = 0 if story.region == region else OTHER_COUNTRY
    else:
        country = NO_COUNTRY
    return abs(mine - theirs) * A_BAND + country


def _is_near(theirs: str, mine: str) -> bool:
    """Was somebody then about as old as who listens: the same band or the next? Unknown is near to all."""
    return mine not in BANDS or abs(BANDS.index(theirs) - BANDS.index(mine)) <= 1


def pick(
    stories: Sequence[Tellable], topic: str, age_band: str, region: str, told: Sequence[str]
) -> Tellable | None:
    """The story to tell about a topic: the nearest one that this person did not hear (`told`, the oldest
    first); when all were told, the one of longest ago. `None`: there is none, of about their age."""
    about = [s for s in stories if topic in s.topics and _is_near(s.age_band, age_band)]
    fresh = [story for story in about if story.id not in told]
    if fresh:
        return min(fresh, key=lambda one: (difference(one, age_band, region), one.id))
    return min(about, key=lambda one: list(told).index(one.id), default=None)
