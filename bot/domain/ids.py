"""Ids with types of their own, so that a person's id cannot be passed where a handoff's id is meant."""

from __future__ import annotations

import uuid
from typing import NewType

PersonId = NewType("PersonId", str)
HandoffId = NewType("HandoffId", str)
GoalId = NewType("GoalId", str)
CheckInId = NewType("CheckInId", str)
DeliveryId = NewType("DeliveryId", str)
UnclearId = NewType("UnclearId", str)
LineId = NewType("LineId", str)
ReportId = NewType("ReportId", str)
OpeningId = NewType("OpeningId", str)
ShiftId = NewType("ShiftId", str)
DebriefId = NewType("DebriefId", str)
AppointmentId = NewType("AppointmentId", str)
SharedId = NewType("SharedId", str)
PostNumber = NewType("PostNumber", int)
StoryId = NewType("StoryId", str)
SupporterId = NewType("SupporterId", str)
CircleNumber = NewType("CircleNumber", int)
MemberId = NewType("MemberId", str)
GroupNumber = NewType("GroupNumber", int)
GroupMemberId = NewType("GroupMemberId", str)
EntryId = NewType("EntryId", str)


def new_id() -> str:
    """A random id that tells nothing of who or when."""
    return uuid.uuid4().hex
