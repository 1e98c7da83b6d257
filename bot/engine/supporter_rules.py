"""`supporter_rules.yml`: limits, the cheers, and every sentence around who supports a goal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from bot.domain.supporters import Hears
from bot.engine.matching import plain
from bot.engine.step import Model, Words, listed

FOR_YOUNG = (
    "preview",
    "full",
    "goal_gone",
    "not_now",
    "link",
    "pass_on",
    "pass_on_code",
    "with_volunteer",
    "with_nobody",
    "list",
    "list_none",
    "line_invited",
    "line_late",
    "line_opened",
    "line_active",
    "line_muted",
    "one",
    "hears_ask",
    "hears_changed",
    "muted",
    "unmuted",
    "end_ask",
    "ended",
    "blocked",
    "gone",
    "in_talk",
    "how",
    "news_cheer",
    "news_came",
    "news_left",
    "news_refused",
    "news_none",
    "hears_nothing",
    "hears_done",
    "hears_done_partly",
    "mute_button",
    "unmute_button",
    "hears_button",
    "end_button",
    "stop_button",
    "block_button",
    "keep_button",
    "link_button",
    "hears_nothing_button",
    "hears_done_button",
    "hears_done_partly_button",
)
FOR_SUPPORTER = (
    "explain",
    "yes_button",
    "no_button",
    "view",
    "hears_nothing",
    "hears_done",
    "hears_done_partly",
    "thanks",
    "refused",
    "line_button",
    "open_button",
    "stop_button",
    "self_button",
    "forget_yes_button",
    "forget_no_button",
    "who_reads",
    "news",
    "news_done",
    "news_partly",
    "news_gone",
    "cheered",
    "line_ask",
    "held_contact",
    "held_unkind",
    "held_question",
    "held_unread",
    "too_many",
    "too_long",
    "danger",
    "asks_more",
    "for_yourself",
    "only_words",
    "list",
    "list_line",
    "none",
    "how",
    "left",
    "left_all",
    "which",
    "over",
    "forget_ask",
    "not_forgotten",
    "code_own",
    "code_used",
    "code_expired",
    "code_over",
    "code_impossible",
    "code_full",
    "code_staff",
    "code_in_talk",
    "line_in_talk",
    "old_button",
)
NUMBER_OF_CHEERS = 3
_NAMED = re.compile(r"\{(\w+)\}")


class Limits(Model):
    """How many and how long; hours for the link, characters for a cheer."""

    supporters_per_goal: int = Field(ge=1, le=10)
    goals_per_supporter: int = Field(ge=1, le=20)
    link_hours: int = Field(ge=1, le=336)
    cheers_per_day: int = Field(ge=1, le=20)
    longest_cheer: int = Field(ge=50, le=500)


PhraseList = Annotated[tuple[Words, ...], BeforeValidator(listed)]


class SupporterRules(Model):
    """The file as a whole. `asks_more`: words with which a supporter asks about somebody; `unkind`: words
    that are no cheer."""

    limits: Limits
    cheers: PhraseList
    helps: Mapping[str, Words]
    asks_more: PhraseList
    unkind: PhraseList
    young: Mapping[str, Words]
    supporter: Mapping[str, Words]

    @model_validator(mode="after")
    def _three_cheers(self) -> SupporterRules:
        if len(set(self.cheers)) != NUMBER_OF_CHEERS:
            raise ValueError(f"bij cheers horen {NUMBER_OF_CHEERS} verschillende knoppen")
        return self

    def say(self, name: str, **values: object) -> str:
        """A sentence for the young person, filled in."""
        return _filled(self.young[name], values)

    def tell(self, name: str, **values: object) -> str:
        """A sentence for the supporter, filled in."""
        return _filled(self.supporter[name], values)

    def help_words(self, chosen: str) -> str:
        """How to help, as it reads: one of the list, or the own words of the young person."""
        return self.helps.get(chosen, chosen)

    def is_unkind(self, text: str) -> bool:
        """Does this line hold words that are no cheer?"""
        return _holds(text, self.unkind)

    def is_question(self, text: str) -> bool:
        """Does this line ask something? What is asked is for the two of them."""
        return "?" in text or _holds(text, self.asks_more)

    def view(self, words: str, helps: str, hears: Hears) -> str:
        """The goal as a supporter reads it."""
        heard = self.supporter[f"hears_{hears.value}"]
        return self.tell("view", words=words, help=self.help_words(helps), hears=heard)


def _holds(text: str, phrases: tuple[str, ...]) -> bool:
    said = f" {plain(text)} "
    return any(f" {plain(phrase)} " in said for phrase in phrases)


def _filled(text: str, values: Mapping[str, object]) -> str:
    """Fills in, each place once: what people typed is put in as it stands, with a capital where it begins a
    sentence of Maatje."""

    def value(found: re.Match[str]) -> str:
        said = str(values.get(found[1], found[0]))
        begins = found.start() == 0 or text[: found.start()].endswith((". ", "\n"))
        return capital(said) if found[1] == "called" and begins else said

    return _NAMED.sub(value, text)


def capital(words: str) -> str:
    """The words as they begin a sentence."""
    return words[:1].upper() + words[1:]
