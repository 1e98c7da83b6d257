"""`group_rules.yml`: the rounds of Telegram groups: limits, and every sentence around them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import Field

from bot.engine.step import Model, Words

FOR_YOUNG = (
    "joined",
    "already",
    "gone",
    "danger_open",
    "not_your_age",
    "in_talk",
    "allowed",
    "held",
    "held_unkind",
    "list",
    "line_runs",
    "line_rests",
    "line_waits",
    "none",
    "which",
    "left",
    "withdrawn",
    "nothing_waits",
    "how",
)
IN_GROUP = (
    "welcome",
    "join_link",
    "join_code",
    "talks_in_private",
    "round",
    "line",
    "line_without",
    "done",
    "partly",
    "not_done",
    "ended",
)
FOR_STAFF = (
    "how",
    "bad_title",
    "bad_region",
    "bad_moment",
    "made",
    "made_code",
    "none",
    "list",
    "list_line",
    "card",
    "state_made",
    "state_linked",
    "state_paused",
    "state_closed",
    "no_leader",
    "linked",
    "link_wrong",
    "link_again",
    "link_in_group",
    "new_link",
    "posted_link",
    "paused",
    "went_on",
    "cannot",
    "end_ask",
    "ended",
    "taken",
    "not_taken",
    "which",
    "not_yours",
    "too_young",
    "rests",
    "removed",
    "not_posted",
    "round_silent",
    "leader_gone",
    "code_staff",
)
_NAMED = re.compile(r"\{(\w+)\}")


class Limits(Model):
    """`posted_after_hours`: so long young people have to answer before the round is posted."""

    posted_after_hours: int = Field(ge=1, le=72)


class GroupRules(Model):
    """The file as a whole. `posts`: what stands in the group itself."""

    limits: Limits
    young: Mapping[str, Words]
    posts: Mapping[str, Words]
    staff: Mapping[str, Words]

    def say(self, name: str, **values: object) -> str:
        """A sentence for a young person, in private, filled in."""
        return _filled(self.young[name], values)

    def post(self, name: str, **values: object) -> str:
        """A sentence in the group, filled in."""
        return _filled(self.posts[name], values)

    def tell(self, name: str, **values: object) -> str:
        """A sentence for staff, filled in."""
        return _filled(self.staff[name], values)

    def line(self, words: str, result: str) -> str:
        """What stands in the round behind a name: the words, and how it went. Without words only that."""
        went = self.posts.get(result, "…")
        if not words:
            return self.post("line_without", result=went)
        return self.post("line", text=words, result=went)


def _filled(text: str, values: Mapping[str, object]) -> str:
    """Fills in, each place once: what people typed is put in as it stands."""
    return _NAMED.sub(lambda found: str(values.get(found[1], found[0])), text)
