"""The people who answer: peer volunteers, professionals on call and coordinators."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import HandoffId, PersonId


class Role(StrEnum):
    """Who somebody is for Maatje beside a young person."""

    VOLUNTEER = "volunteer"
    PROFESSIONAL = "professional"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A registered volunteer, professional or coordinator.

    `age` (years) is known for volunteers only: one-to-one peers are 18 or older, and the distance to
    a minor has a limit (handoff.yml). `current` is the talk that typed words go to.
    `screened_by`: who did the screening, kept as long as the registration.
    """

    person: PersonId
    role: Role
    alias: str
    on_duty: bool = False
    age: int | None = None
    current: HandoffId | None = None
    screened_by: str = ""
