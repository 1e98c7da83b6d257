"""An appointment: a moment of the rota at which a young person is brought to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import AppointmentId, PersonId, ShiftId
from bot.domain.volunteer import Role


@dataclass(frozen=True, slots=True)
class Appointment:
    """`helper` has the shift in which `at` falls, and is asked first; a promise of Maatje to ask, not
    of the helper to be there."""

    id: AppointmentId
    person: PersonId
    shift: ShiftId
    helper: PersonId
    at: datetime
    to: Role
    form: str | None = None
    topic: str | None = None
    reminded: bool = False
