"""The wall: what young people write there without a name, and how two pairs of eyes decide about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import PersonId, PostNumber

LONGEST_POST = 600  # characters
ADULT = 18  # years; a younger moderator looks only while a professional has duty


class PostKind(StrEnum):
    """What somebody puts on the wall. Only a question can get answers."""

    MESSAGE = "message"
    QUESTION = "question"
    ANSWER = "answer"


class PostState(StrEnum):
    """`waiting → published`, `sent_back` (the author may change it) or `refused`. A post that a reader
    reported is `hidden` until two looked at it again. What is withdrawn is not there any more."""

    WAITING = "waiting"
    SENT_BACK = "sent_back"
    REFUSED = "refused"
    PUBLISHED = "published"
    HIDDEN = "hidden"


TO_LOOK_AT = (PostState.WAITING, PostState.HIDDEN)


class Verdict(StrEnum):
    """What somebody who looked says."""

    APPROVE = "approve"
    SEND_BACK = "send_back"
    REFUSE = "refuse"


class MarkKind(StrEnum):
    """What readers do with a post, kept without who they are."""

    THANKS = "thanks"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Look:
    """One person looked at a post in a round and approved it. `professional`: an adult professional."""

    staff: PersonId
    professional: bool
    verdict: Verdict
    round: int
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One post. `text` is what is left after names and the like were taken out. `topic` and `age_band`
    are there only when the author agreed to show them. `sensitive`: two must look, one of them a
    professional. `unread`: the language service was away, so only the tripwire looked; `concern`: it
    held a sign of concern. `round` counts how often it was offered: older looks do not count."""

    number: PostNumber
    author: PersonId
    kind: PostKind
    text: str = field(repr=False)
    created_at: datetime
    changed_at: datetime
    state: PostState = PostState.WAITING
    topic: str = ""
    age_band: str = ""
    sensitive: bool = False
    unread: bool = False
    concern: bool = False
    question: PostNumber | None = None
    round: int = 1
    reason: str = ""
    words: str = field(default="", repr=False)
    in_channel: tuple[str, ...] = ()
    told_late: bool = False
    version: int = 0

    @property
    def waits(self) -> bool:
        """Must somebody look at it?"""
        return self.state in TO_LOOK_AT

    @property
    def looks_needed(self) -> int:
        """How many different people must approve it."""
        return 2 if self.sensitive or self.state is PostState.HIDDEN else 1

    def lacks_professional(self, looks: Sequence[Look]) -> bool:
        """Must one of those who still look be a professional?"""
        counted = self.counted(looks)
        return self.sensitive and not any(look.professional for look in counted)

    def counted(self, looks: Sequence[Look]) -> list[Look]:
        """The approvals of this round, one a person."""
        mine = {
            look.staff: look
            for look in looks
            if look.round == self.round and look.verdict is Verdict.APPROVE
        }
        return list(mine.values())

    def is_enough(self, looks: Sequence[Look]) -> bool:
        """May it stand on the wall with these approvals?"""
        enough = len(self.counted(looks)) >= self.looks_needed
        return enough and not self.lacks_professional(looks)

    def may_judge(self, person: PersonId) -> bool:
        """Nobody decides about what they wrote themselves."""
        return person != self.author

    def moved(self, state: PostState, now: datetime, *, reason: str = "", words: str = "") -> Post:
        """The post after a decision. Raises `ValueError` for a move that is not allowed."""
        if state not in MOVES[self.state]:
            raise ValueError(f"{self.state} -> {state}")
        return replace(self, state=state, changed_at=now, reason=reason, words=words)

    def offered_again(self, text: str, now: datetime, **changes: object) -> Post:
        """The author changed it: everybody looks anew."""
        again = replace(self, text=text, round=self.round + 1, told_late=False)
        return replace(again.moved(PostState.WAITING, now), **changes)  # type: ignore[arg-type]

    def hidden(self, now: datetime) -> Post:
        """A reader reported it: out of sight until two looked again."""
        return replace(self.moved(PostState.HIDDEN, now), round=self.round + 1)


# Every move that there is. `refused` ends it; a withdrawn post is erased, from any state.
MOVES: dict[PostState, frozenset[PostState]] = {
    PostState.WAITING: frozenset({PostState.PUBLISHED, PostState.SENT_BACK, PostState.REFUSED}),
    PostState.SENT_BACK: frozenset({PostState.WAITING}),
    PostState.REFUSED: frozenset(),
    PostState.PUBLISHED: frozenset({PostState.HIDDEN}),
    PostState.HIDDEN: frozenset({PostState.PUBLISHED, PostState.SENT_BACK, PostState.REFUSED}),
}


@dataclass(frozen=True, slots=True)
class Moderator:
    """How far somebody is with the practice of a moderator: `practised` posts were judged well."""

    person: PersonId
    practised: int = 0
    trained_at: datetime | None = None
