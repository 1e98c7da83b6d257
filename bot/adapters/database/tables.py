"""The tables. A column whose name ends in `_sealed` holds an encrypted text (see `sealing`)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
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
    Column("danger_seen", Boolean, nullable=False, server_default=false()),
    Column("outcome", String(12)),
    Column("debrief_open", Boolean, nullable=False, server_default=false()),
    Column("young_again", Boolean, nullable=False, server_default=false()),
    Column("again_with", String(32)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
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

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("name", String(32), nullable=False),
    Column("about", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)
