"""The people who answer: peer volunteers, professionals on call, coordinators, moderators of the wall."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import HandoffId, PersonId


class Role(StrEnum):
    """Who somebody is for Maatje beside a young person."""

    VOLUNTEER = "volunteer"
    PROFESSIONAL = "professional"
    COORDINATOR = "coordinator"
    MODERATOR = "moderator"
    COACH = "coach"  # leads circles


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A registered volunteer, professional or coordinator.

    `age` (years) is known for volunteers and moderators only: one-to-one peers are 18 or older, and the
    distance to a minor has a limit (handoff.yml); a moderator is 16 or older. `current` is the talk that
    typed words go to.
    `screened_by`: who did the screening, kept as long as the registration.
    """

    person: PersonId
    role: Role
    alias: str
    on_duty: bool = False
    age: int | None = None
    current: HandoffId | None = None
    screened_by: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a volunteer told about themselves, to be matched by. All of it is optional: an empty profile
    allows everything and claims nothing.

    `experiences` are topics that they lived through, `region` is `nl` or `be`, `gender` `girl`, `boy`
    or `other`. `told`: a young person may read at the claim why this volunteer fits.
    """

    forms: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    experiences: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    region: str = ""
    province: str = ""
    school_type: str = ""
    gender: str = ""
    told: bool = False
