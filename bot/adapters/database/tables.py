"""The tables. A column whose name ends in `_sealed` holds an encrypted text (see `sealing`)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC on every database (SQLite gives naive times back)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must be aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def _person(name: str = "person") -> Column[str]:
    return Column(name, String(32), nullable=False, index=True)


# The only table that knows who stands behind a person: the address of a channel, sealed, with a
# blind index to find it by. `erase`: gone as soon as the last message was sent.
addresses = Table(
    "addresses",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("address_index", String(64), nullable=False),
    Column("address_sealed", LargeBinary, nullable=False),
    Column("left_at", UtcDateTime),
    Column("erase", Boolean, nullable=False, default=False),
    Column("seen_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "address_index"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("state_sealed", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(16), nullable=False),
    Column("delivery_id", String(64), nullable=False),
    _person(),
    Column("payload_sealed", LargeBinary),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("received_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "delivery_id"),
    Index(None, "state", "seq"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False),
    _person(),
    Column("reply_sealed", LargeBinary, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("farewell", Boolean, nullable=False, default=False),
    sqlite_autoincrement=True,
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("id", String(32), primary_key=True),
    _person(),
    Column("alias", String(64), nullable=False),
    Column("to", String(16), nullable=False),
    Column("urgency", String(8), nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("form", String(16)),
    Column("topic", String(32)),
    Column("kinds", String(255), nullable=False, default=""),
    Column("staff", String(32), index=True),
    Column("reason", String(32), nullable=False, default=""),
    Column("held_young", Integer, nullable=False, server_default="0"),
    Column("held_staff", Integer, nullable=False, server_default="0"),
    Column("beside", String(32), index=True),
    Column("beside_mode", String(8)),
    Column("beside_at", UtcDateTime),
    Column("backup_asked", Boolean, nullable=False, server_default=false()),
    Column("passing_to", String(16)),
    Column("passing_step", String(8)),
    Column("passing_form", String(16)),
    Column("newcomer", String(32), index=True),
    Column("opened", String(64), nullable=False, server_default=text("''")),
    Column("danger_seen", Boolean, nullable=False, server_default=false()),
    Column("outcome", String(12)),
    Column("debrief_open", Boolean, nullable=False, server_default=false()),
    Column("young_again", Boolean, nullable=False, server_default=false()),
    Column("again_with", String(32)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

# Every move of a case: who, when and why, without words. Goes with the case.
handoff_moves = Table(
    "handoff_moves",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column(
        "handoff",
        String(32),
        ForeignKey("handoffs.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("origin", String(12), nullable=False),
    Column("to", String(12), nullable=False),
    Column("by", String(8), nullable=False),
    Column("staff", String(32), index=True),
    Column("reason", String(32), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

relayed_lines = Table(
    "relayed_lines",
    metadata,
    Column("id", String(32), primary_key=True),
    Column(
        "handoff",
        String(32),
        ForeignKey("handoffs.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("from_young", Boolean, nullable=False),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # Which message it is in the chat of the writer, and which in that of the reader.
    Column("source_index", String(64), index=True),
    Column("source_sealed", LargeBinary),
    Column("copy_index", String(64), index=True),
    Column("copy_sealed", LargeBinary),
)

staff = Table(
    "staff",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("alias", String(64), nullable=False),
    Column("on_duty", Boolean, nullable=False),
    Column("age", Integer),
    Column("current", String(32)),
    Column("screened_by_sealed", LargeBinary, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("duty_since", UtcDateTime),
)

invitations = Table(
    "invitations",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("alias", String(64), nullable=False),
    Column("age", Integer),
    Column("screened_by_sealed", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

testers = Table(
    "testers",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("admitted_at", UtcDateTime, nullable=False),
)

goals = Table(
    "goals",
    metadata,
    Column("id", String(32), primary_key=True),
    _person(),
    Column("step_sealed", LargeBinary, nullable=False),
    Column("when_sealed", LargeBinary, nullable=False),
    Column("shared_with", String(16), nullable=False),
    Column("confidence", Integer),
    Column("state", String(8), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
)

check_ins = Table(
    "check_ins",
    metadata,
    Column("id", String(32), primary_key=True),
    Column(
        "goal", String(32), ForeignKey("goals.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    _person(),
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", String(12), nullable=False),
    Column("result", String(12)),
    Column("note_sealed", LargeBinary),
)

# Words of who said yes to learning, redacted before they come here; the person only to erase them by.
unclear_messages = Table(
    "unclear_messages",
    metadata,
    Column("id", String(32), primary_key=True),
    _person(),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False, index=True),
)

readings = Table(
    "readings",
    metadata,
    Column(
        "message",
        String(32),
        ForeignKey("unclear_messages.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("reader_index", String(64), primary_key=True),
    Column("topic", String(32), nullable=False),
    Column("act", String(32), nullable=False),
    Column("risk", String(8), nullable=False),
    Column("read_at", UtcDateTime, nullable=False),
)

# The path of a volunteer, from an application on. Papers are never here: only the kind and the date.
volunteers = Table(
    "volunteers",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("alias", String(64), nullable=False),
    Column("status", String(12), nullable=False, index=True),
    Column("age", Integer),
    Column("age_band", String(8), nullable=False),
    Column("why_sealed", LargeBinary, nullable=False),
    Column("topic", String(32), nullable=False),
    Column("region", String(8), nullable=False),
    Column("hours", String(8), nullable=False),
    Column("proof", String(8)),
    Column("proof_date", Date),
    Column("modules", String(255), nullable=False),
    Column("place", String(128), nullable=False),
    Column("goal_sealed", LargeBinary, nullable=False),
    Column("talks", Integer, nullable=False),
    Column("applied_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

volunteer_moves = Table(
    "volunteer_moves",
    metadata,
    Column("id", String(32), primary_key=True),
    Column(
        "person",
        String(32),
        ForeignKey("volunteers.person", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("before", String(12)),
    Column("after", String(12), nullable=False),
    Column("by", String(64), nullable=False),
    Column("reason_sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# For the eyes of who wrote them only; they go with the talk.
private_notes = Table(
    "private_notes",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False),
    Column(
        "handoff",
        String(32),
        ForeignKey("handoffs.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    _person("staff"),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

own_sentences = Table(
    "own_sentences",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False),
    _person("staff"),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

bridges = Table(
    "bridges",
    metadata,
    Column("handoff", String(32), ForeignKey("handoffs.id", ondelete="CASCADE"), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("answers_sealed", LargeBinary, nullable=False),
)

timers = Table(
    "timers",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("ref", String(32), primary_key=True),
    Column("person", String(32), index=True),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("repeats", Integer, nullable=False, default=0),
)

# When somebody means to be there: every week on `weekday` or once on `day`; minutes of the day.
shifts = Table(
    "shifts",
    metadata,
    Column("id", String(32), primary_key=True),
    _person(),
    Column("weekday", Integer),
    Column("day", Date),
    Column("begins", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
)

# `person` is the young person, `helper` who has the shift then.
appointments = Table(
    "appointments",
    metadata,
    Column("id", String(32), primary_key=True),
    _person(),
    Column("shift", String(32), nullable=False),
    Column("helper", String(32), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("to", String(16), nullable=False),
    Column("form", String(16)),
    Column("topic", String(32)),
    Column("reminded", Boolean, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("name", String(32), nullable=False),
    Column("about", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)

# What a volunteer told about themselves, to be matched by.
profiles = Table(
    "profiles",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("profile_sealed", LargeBinary, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

# To whom a wish for a peer was shown. The reasons are sealed: they tell of the life of a volunteer.
offers = Table(
    "offers",
    metadata,
    Column("handoff", String(32), ForeignKey("handoffs.id", ondelete="CASCADE"), primary_key=True),
    Column("staff", String(32), primary_key=True, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("reasons_sealed", LargeBinary, nullable=False),
    Column("answer", String(8), nullable=False),
    Column("answered_at", UtcDateTime),
)

# A reported talk, apart from the talk itself: it stays when the talk goes. `person` and `handoff` are
# emptied at `/vergeetmij`.
reports = Table(
    "reports",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("alias", String(64), nullable=False),
    Column("staff_alias", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("by", String(8), nullable=False),
    Column("person", String(32), index=True),
    Column("handoff", String(32), index=True),
    Column("staff", String(32), index=True),
    Column("reason", String(16), nullable=False),
    Column("note_sealed", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False),
    Column("outcome", String(12)),
    Column("at", UtcDateTime, nullable=False, index=True),
)

reported_lines = Table(
    "reported_lines",
    metadata,
    Column("id", String(32), primary_key=True),
    Column(
        "report",
        String(32),
        ForeignKey("reports.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("from_young", Boolean, nullable=False),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

openings = Table(
    "openings",
    metadata,
    Column("id", String(32), primary_key=True),
    Column(
        "report",
        String(32),
        ForeignKey("reports.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("asked_by", String(32), nullable=False),
    Column("why_sealed", LargeBinary, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("agreed_by", String(32)),
    Column("agreed_at", UtcDateTime),
    Column("again", String(80), nullable=False),
)

# Who of the staff rests until a coordinator says otherwise.
suspensions = Table(
    "suspensions",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("who", String(64), nullable=False),
    Column("step", String(16), nullable=False),
    Column("about", String(64), nullable=False),
    Column("id", String(32), nullable=False),
    Column("why_sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)
