"""`wall_rules.yml`: the limits of the wall, what is sensitive, reasons, practice for moderators, texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from bot.domain.wall import LONGEST_POST
from bot.engine.matching import plain
from bot.engine.step import Model, Words, listed

WORRY = "worry"  # the reason with which a moderator brings a professional to the author
FOR_YOUNG = (
    "explain",
    "write",
    "write_answer",
    "too_long",
    "no_links",
    "too_many",
    "not_your_age",
    "danger_open",
    "kept_off",
    "topic",
    "topic_none",
    "topic_unclear",
    "age",
    "age_yes",
    "age_no",
    "yes_no_unclear",
    "preview",
    "rather_human",
    "send",
    "again",
    "drop",
    "dropped",
    "show_unclear",
    "sent",
    "sent_two",
    "sent_nobody",
    "question_gone",
    "change_gone",
    "page",
    "page_topic",
    "empty",
    "empty_topic",
    "topics",
    "post",
    "answers",
    "answers_none",
    "recognised",
    "recognised_already",
    "own_post",
    "gone",
    "reported",
    "reported_already",
    "reported_enough",
    "only_questions",
    "in_talk",
    "open_button",
    "next_button",
    "earlier_button",
    "topics_button",
    "newest_button",
    "recognise_button",
    "answer_button",
    "report_button",
    "mine_button",
    "withdraw_button",
    "change_button",
    "mine",
    "mine_none",
    "mine_waiting",
    "mine_sent_back",
    "mine_refused",
    "mine_published",
    "mine_hidden",
    "change_intro",
    "not_to_change",
    "withdrawn",
    "withdrawn_channel",
    "which",
    "how",
)
IN_CHANNEL = ("post", "answer", "withdrawn", "hidden")
FOR_STAFF = (
    "card",
    "card_again",
    "card_sensitive",
    "card_second",
    "card_concern",
    "card_question",
    "approve_button",
    "back_button",
    "refuse_button",
    "sensitive_button",
    "later_button",
    "own_words_button",
    "which_reason",
    "own_words",
    "own_words_contact",
    "own_words_long",
    "own_words_in_talk",
    "published",
    "one_more",
    "one_more_professional",
    "one_more_nobody",
    "sent_back",
    "refused",
    "worried",
    "kept_off",
    "sensitive",
    "sensitive_already",
    "later",
    "decided",
    "looked_already",
    "own",
    "gone",
    "off_duty",
    "no_professional",
    "not_trained",
    "state",
    "state_coordinator",
    "how",
    "figures",
    "channel_refused",
    "news",
    "practice",
    "practice_right",
    "practice_wrong",
    "practice_done",
    "practice_none",
    "welcome",
    "withdrawn",
)


class Limits(Model):
    """Numbers; minutes unless the name says otherwise."""

    posts_per_day: int = Field(ge=1)
    reports_per_day: int = Field(ge=1)
    longest: int = Field(ge=50, le=LONGEST_POST)
    longest_reason: int = Field(ge=20, le=300)
    next_moderator_after_minutes: int = Field(ge=1)
    tell_author_after_minutes: int = Field(ge=1)
    posts_on_a_page: int = Field(ge=1, le=4)


class WallTopic(Model):
    """A subject of the wall: a label of the language service, and how people read it."""

    topic: Words
    title: Words


class WallReason(Model):
    """Why a post goes back or stays off: `button` for who decides, `say` for the author."""

    id: Words
    button: Words
    say: Words


class Practice(Model):
    """An invented post with which a moderator practises. `why` is told after the answer."""

    text: Words
    right: Literal["approve", "back", "refuse", "sensitive"]
    why: Words


class Sensitive(Model):
    """What two people must look at: topics, and words in the text."""

    topics: Annotated[tuple[Words, ...], BeforeValidator(listed)]
    words: Annotated[tuple[Words, ...], BeforeValidator(listed)]

    def holds(self, text: str, topics: Sequence[str]) -> bool:
        """Is this text, or one of the topics that it may be about, sensitive?"""
        if any(topic in self.topics for topic in topics):
            return True
        said = f" {plain(text)} "
        return any(f" {plain(word)} " in said for word in self.words)


Reasons = Annotated[
    tuple[WallReason, ...], BeforeValidator(listed), Field(min_length=1, max_length=7)
]


class WallRules(Model):
    """The file as a whole."""

    limits: Limits
    topics: Annotated[
        tuple[WallTopic, ...], BeforeValidator(listed), Field(min_length=1, max_length=7)
    ]
    sensitive: Sensitive
    send_back: Reasons
    refuse: Reasons
    practice: Annotated[tuple[Practice, ...], BeforeValidator(listed), Field(min_length=1)]
    young: Mapping[str, Words]
    channel: Mapping[str, Words]
    staff: Mapping[str, Words]

    @model_validator(mode="after")
    def _worry_is_there(self) -> WallRules:
        if WORRY not in {reason.id for reason in self.refuse}:
            raise ValueError(f"bij refuse moet een reden met id «{WORRY}» staan")
        return self

    def title(self, topic: str) -> str:
        """How people read a topic; empty when it is not one of the wall."""
        return next((one.title for one in self.topics if one.topic == topic), "")

    def reason(self, reason: str) -> WallReason | None:
        """The reason with this id."""
        every = (*self.send_back, *self.refuse)
        return next((one for one in every if one.id == reason), None)

    def say(self, name: str, **values: object) -> str:
        """A sentence for young people, filled in."""
        return _filled(self.young[name], values)

    def in_channel(self, name: str, **values: object) -> str:
        """A sentence for the channel, filled in."""
        return _filled(self.channel[name], values)

    def tell(self, name: str, **values: object) -> str:
        """A sentence for staff, filled in."""
        return _filled(self.staff[name], values)


def _filled(text: str, values: Mapping[str, object]) -> str:
    """Fills in; words of people come last, so that nothing in them is filled in."""
    for key, value in sorted(values.items(), key=lambda pair: pair[0] == "text"):
        text = text.replace("{" + key + "}", str(value))
    return text
