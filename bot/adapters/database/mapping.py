"""Between rows and domain types: conversations and replies as JSON, the rest field by field."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row

from bot.domain.beside import Beside, BesideMode, Passing, PassingStep
from bot.domain.conversation import Conversation, Position
from bot.domain.goals import CheckIn, CheckInState, Goal, GoalState
from bot.domain.handoff import Handoff, HandoffState, Outcome, Reason, Urgency
from bot.domain.ids import CheckInId, GoalId, GroupNumber, HandoffId, PersonId, PostNumber, SharedId
from bot.domain.messages import (
    Button,
    Carried,
    CircleCopy,
    Crossing,
    Document,
    GroupNote,
    Reply,
    UnsupportedKind,
    WallCopy,
)
from bot.domain.rhythm import read_rhythm
from bot.domain.safety import DangerHistory, DangerKind, DangerRecord, DangerStanding, RiskLevel
from bot.domain.volunteer import Role, StaffMember

AnyRow = Row[Any]


def conversation_to_json(conversation: Conversation) -> str:
    """The state of a conversation as it is sealed and stored."""
    return json.dumps(
        {
            "stack": [[p.flow, p.step] for p in conversation.stack],
            "question": conversation.question,
            "unclear": conversation.unclear,
            "turns": conversation.turns,
            "introduced": conversation.introduced,
            "remembered": dict(conversation.remembered),
            "danger": [
                [r.kind, r.level, r.standing, r.life_now, r.sure]
                for r in conversation.danger.records
            ],
        }
    )


def conversation_from_json(person: PersonId, text: str, version: int) -> Conversation:
    """The conversation again."""
    data = json.loads(text)
    records = tuple(
        DangerRecord(DangerKind(kind), RiskLevel(level), DangerStanding(standing), life_now, *sure)
        for kind, level, standing, life_now, *sure in data["danger"]
    )
    return Conversation(
        person,
        tuple(Position(flow, step) for flow, step in data["stack"]),
        data["question"],
        data["unclear"],
        data["turns"],
        data["introduced"],
        MappingProxyType(data["remembered"]),
        DangerHistory(records),
        version,
    )


def reply_to_json(reply: Reply) -> str:
    """A reply as it is sealed and stored. Where it goes is found when it is sent."""
    data: dict[str, Any] = {
        "text": reply.text,
        "buttons": [[b.label, b.key] for b in reply.buttons],
    }
    if (crossing := reply.crossing) is not None:
        data["crossing"] = [crossing.line, crossing.from_young, crossing.edits, crossing.answers]
    if (carried := reply.carried) is not None:
        data["carried"] = [carried.kind, carried.writer, carried.message]
    if (file := reply.document) is not None:
        content = base64.b64encode(file.content).decode()
        data["document"] = [file.name, file.media_type, content]
    if (wall := reply.wall) is not None:
        data["wall"] = [wall.post, wall.removes]
    if reply.clears:
        data["clears"] = True
    if (circle := reply.circle) is not None:
        data["circle"] = [circle.line, circle.edits, circle.answers]
    if (group := reply.group) is not None:
        until = group.round_until
        data["group"] = [group.group, until.isoformat() if until else None]
    return json.dumps(data)


def reply_from_json(text: str) -> Reply:
    """The reply again."""
    data = json.loads(text)
    crossing, carried, file = (data.get(name) for name in ("crossing", "carried", "document"))
    wall, circle, group = (data.get(name) for name in ("wall", "circle", "group"))
    return Reply(
        data["text"],
        tuple(Button(label, key) for label, key in data["buttons"]),
        Crossing(*crossing) if crossing else None,
        Carried(UnsupportedKind(carried[0]), *carried[1:]) if carried else None,
        document=Document(file[0], file[1], base64.b64decode(file[2])) if file else None,
        wall=WallCopy(PostNumber(wall[0]), tuple(wall[1])) if wall else None,
        clears=bool(data.get("clears")),
        circle=CircleCopy(*circle) if circle else None,
        group=_group_note(*group) if group else None,
    )


def _group_note(number: int, until: str | None) -> GroupNote:
    return GroupNote(GroupNumber(number), datetime.fromisoformat(until) if until else None)


def handoff_to_row(handoff: Handoff) -> dict[str, Any]:
    """The columns of a handoff."""
    return {
        "id": handoff.id,
        "person": handoff.person,
        "alias": handoff.alias,
        "to": handoff.to.value,
        "urgency": handoff.urgency.value,
        "state": handoff.state.value,
        "form": handoff.form,
        "topic": handoff.topic,
        "kinds": " ".join(handoff.kinds),
        "staff": handoff.staff,
        "reason": handoff.reason.value if handoff.reason else "",
        "held_young": handoff.held_young,
        "held_staff": handoff.held_staff,
        "opened": " ".join(handoff.opened),
        "danger_seen": handoff.danger_seen,
        "outcome": handoff.outcome.value if handoff.outcome else None,
        "debrief_open": handoff.debrief_open,
        "young_again": handoff.young_again,
        "again_with": handoff.again_with,
        "shared": handoff.shared,
        "created_at": handoff.created_at,
        "changed_at": handoff.changed_at,
        **beside_to_row(handoff),
    }


def beside_to_row(handoff: Handoff) -> dict[str, Any]:
    """The columns of a handoff that say who else is in the talk."""
    beside, passing = handoff.beside, handoff.passing
    return {
        "beside": beside.person if beside else None,
        "beside_mode": beside.mode.value if beside else None,
        "beside_at": beside.at if beside else None,
        "backup_asked": handoff.backup_asked,
        "passing_to": passing.to.value if passing else None,
        "passing_step": passing.step.value if passing else None,
        "passing_form": passing.form if passing else None,
        "newcomer": passing.newcomer if passing else None,
    }


def _beside_from_row(row: AnyRow) -> Beside | None:
    if row.beside is None:
        return None
    return Beside(PersonId(row.beside), BesideMode(row.beside_mode), row.beside_at)


def _passing_from_row(row: AnyRow) -> Passing | None:
    if row.passing_to is None:
        return None
    newcomer = PersonId(row.newcomer) if row.newcomer else None
    return Passing(Role(row.passing_to), PassingStep(row.passing_step), row.passing_form, newcomer)


def handoff_from_row(row: AnyRow) -> Handoff:
    """The handoff again."""
    return Handoff(
        id=HandoffId(row.id),
        person=PersonId(row.person),
        alias=row.alias,
        to=Role(row.to),
        urgency=Urgency(row.urgency),
        created_at=row.created_at,
        changed_at=row.changed_at,
        state=HandoffState(row.state),
        form=row.form,
        topic=row.topic,
        kinds=tuple(DangerKind(kind) for kind in row.kinds.split()),
        staff=PersonId(row.staff) if row.staff else None,
        reason=Reason(row.reason) if row.reason else None,
        held_young=row.held_young,
        held_staff=row.held_staff,
        beside=_beside_from_row(row),
        backup_asked=row.backup_asked,
        passing=_passing_from_row(row),
        opened=tuple(UnsupportedKind(kind) for kind in row.opened.split()),
        danger_seen=row.danger_seen,
        outcome=Outcome(row.outcome) if row.outcome else None,
        debrief_open=row.debrief_open,
        young_again=row.young_again,
        again_with=PersonId(row.again_with) if row.again_with else None,
        shared=SharedId(row.shared) if row.shared else None,
    )


def staff_from_row(row: AnyRow, screened_by: str) -> StaffMember:
    """A staff member, with who screened them."""
    return StaffMember(
        PersonId(row.person),
        Role(row.role),
        row.alias,
        row.on_duty,
        row.age,
        HandoffId(row.current) if row.current else None,
        screened_by,
    )


def goal_from_row(row: AnyRow, step: str, when: str, obstacle: str, answer: str) -> Goal:
    """A goal, with its opened texts."""
    return Goal(
        GoalId(row.id),
        PersonId(row.person),
        step,
        when,
        row.shared_with,
        row.created_at,
        row.confidence,
        GoalState(row.state),
        row.ended_at,
        obstacle,
        answer,
        row.topic,
        read_rhythm(row.rhythm),
    )


def check_in_from_row(row: AnyRow, note: str | None) -> CheckIn:
    """A check-in, with its opened note."""
    return CheckIn(
        CheckInId(row.id),
        GoalId(row.goal),
        PersonId(row.person),
        row.due_at,
        CheckInState(row.state),
        row.result,
        note,
        row.exact,
    )
