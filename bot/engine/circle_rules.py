"""`circle_rules.yml`: who can be in a circle together, what it can be about, its limits and its texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from bot.domain.circles import widest_distance
from bot.engine.matching import plain
from bot.engine.step import Model, Words, listed

FOR_YOUNG: tuple[str, ...] = (
    "rules",
    "ask",
    "yes_button",
    "no_button",
    "declined",
    "found",
    "found_line",
    "found_button",
    "found_none",
    "about_you_first",
    "not_your_age",
    "danger_open",
    "full",
    "gone",
    "not_again",
    "already",
    "not_in",
    "joined",
    "in_button",
    "out_button",
    "now_in",
    "now_out",
    "ack",
    "to_maatje",
    "kept_off",
    "late_kept_off",
    "held",
    "edit_held",
    "edit_gone",
    "not_passed",
    "words_passed",
    "closed_nobody",
    "closed_night",
    "closed_paused",
    "closed_waiting",
    "closed_start",
    "state",
    "standing_running",
    "standing_nobody",
    "standing_night",
    "standing_paused",
    "standing_waiting",
    "standing_start",
    "mute_button",
    "hear_button",
    "muted",
    "hears",
    "leave_button",
    "leave_ask",
    "leave_yes",
    "leave_no",
    "stays",
    "left",
    "stopped",
    "report_button",
    "report_who",
    "report_why",
    "report_details",
    "report_mean",
    "report_sexual",
    "report_other",
    "reported",
    "coach_button",
    "someone_joined",
    "someone_left",
    "started",
    "waits",
    "paused",
    "opened_again",
    "ended",
    "removed",
    "coach_gone",
    "line",
    "coach_line",
    "edited",
    "news",
    "news_button",
    "round",
    "round_line",
    "round_end",
    "round_none",
    "done",
    "partly",
    "not_done",
    "cheer_button",
    "cheered",
    "cheered_already",
    "cheer",
    "share",
    "in_talk",
    "how",
)
FOR_STAFF: tuple[str, ...] = (
    "how",
    "bad_about",
    "bad_region",
    "bad_ages",
    "bad_moment",
    "bad_start",
    "made",
    "opened",
    "opened_already",
    "none",
    "list",
    "list_all",
    "list_line",
    "list_foot",
    "card",
    "nobody_in",
    "muted_mark",
    "here",
    "nowhere",
    "choose",
    "ack",
    "ack_closed",
    "standing_running",
    "standing_nobody",
    "standing_night",
    "standing_paused",
    "standing_waiting",
    "standing_start",
    "standing_made",
    "standing_ended",
    "state_made",
    "state_open",
    "state_running",
    "state_paused",
    "state_ended",
    "no_coach",
    "paused",
    "went_on",
    "cannot",
    "removed",
    "which_member",
    "end_ask",
    "ended",
    "which",
    "not_yours",
    "taken",
    "not_taken",
    "too_young",
    "rests",
    "not_here",
    "line",
    "joined",
    "left",
    "began",
    "waits",
    "apart",
    "held",
    "held_often",
    "words_only",
    "edit_gone",
    "edited",
    "round_posted",
    "round_silent",
    "coach_gone",
    "to_coach",
    "reported",
    "reported_rest",
)


class Limits(Model):
    """`writing_minutes`: so long after the last line words still go to the circle by themselves."""

    largest_age_distance_years: int = Field(ge=0, le=12)
    writing_minutes: int = Field(ge=5, le=240)
    round_posted_after_minutes: int = Field(ge=10, le=720)


class AgeGroup(Model):
    """Who can be in one circle: bands of Maatje, under the name that a coach types."""

    id: Words
    title: Words
    bands: Annotated[
        tuple[Literal["12_15", "16_17", "18_24"], ...],
        BeforeValidator(listed),
        Field(min_length=1),
    ]


class About(Model):
    """What a circle can be about: a topic or a school year, and how people read it."""

    id: Words
    title: Words


Abouts = Annotated[tuple[About, ...], BeforeValidator(listed)]


class CircleRules(Model):
    """The file as a whole."""

    limits: Limits
    ages: Annotated[tuple[AgeGroup, ...], BeforeValidator(listed), Field(min_length=1)]
    topics: Abouts
    years: Abouts
    reasons: Annotated[tuple[Words, ...], BeforeValidator(listed), Field(min_length=1)]
    young: Mapping[str, Words]
    staff: Mapping[str, Words]

    @model_validator(mode="after")
    def _ages_are_near(self) -> CircleRules:
        most = self.limits.largest_age_distance_years
        for group in self.ages:
            if widest_distance(group.bands) > most:
                raise ValueError(
                    f"in leeftijd «{group.id}» zitten minder- en meerderjarigen die meer dan {most} jaar "
                    "kunnen schelen"
                )
        return self

    def group(self, ages: str) -> AgeGroup | None:
        """The age group of this name."""
        return next((one for one in self.ages if plain(one.id) == plain(ages)), None)

    def about(self, words: str) -> About | None:
        """The topic or school year of this name or title."""
        every = (*self.topics, *self.years)
        return next(
            (one for one in every if plain(words) in (plain(one.id), plain(one.title))), None
        )

    def title(self, about: str) -> str:
        """How people read a topic or school year, also one that is no longer in the list."""
        found = self.about(about)
        return found.title if found is not None else about

    def fits(self, ages: str, band: str) -> bool:
        """May somebody of this band be in a circle of these ages? An age that is not known fits none."""
        found = self.group(ages)
        return found is not None and band in found.bands

    def say(self, name: str, **values: object) -> str:
        """A sentence for young people, filled in."""
        return _filled(self.young[name], values)

    def tell(self, name: str, **values: object) -> str:
        """A sentence for staff, filled in."""
        return _filled(self.staff[name], values)


def _filled(text: str, values: Mapping[str, object]) -> str:
    """Fills in; words of people come last, so that nothing in them is filled in."""
    for key, value in sorted(values.items(), key=lambda pair: pair[0] == "text"):
        text = text.replace("{" + key + "}", str(value))
    return text
