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
    SmallInteger,
    String,
    Table,
    Text,
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
    Column("priority", SmallInteger, nullable=False, server_default="1"),
    Index("ix_outbox_priority", "priority", "seq"),
    sqlite_autoincrement=True,
)

# Which messages of Maatje a young person has on the screen: the newest of two days, for `weg`.
shown_messages = Table(
    "shown_messages",
    metadata,
    Column("id", String(32), primary_key=True),
    _person(),
    Column("message_sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
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
    Column("shared", String(32), index=True),
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
    # The alias of another young person who wrote it and is erased: somebody else had read it.
    Column("author", String(64)),
)

# The copies of a line in a talk of more than two, for everybody beside the one reader of above. Without
# a message as long as it was not sent.
line_copies = Table(
    "line_copies",
    metadata,
    Column(
        "line",
        String(32),
        ForeignKey("relayed_lines.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("reader", String(32), primary_key=True),
    Column("copy_index", String(64), index=True),
    Column("copy_sealed", LargeBinary),
)

# A talk of more than two; who is in it stands apart, so that a person can be taken out of it.
shared_talks = Table(
    "shared_talks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("form", String(16), nullable=False),
    Column("topic", String(32)),
    Column("state", String(12), nullable=False),
    Column("ended_why", String(12)),
    Column("paused", Boolean, nullable=False),
    Column("apart", String(32)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

shared_parties = Table(
    "shared_parties",
    metadata,
    Column(
        "shared", String(32), ForeignKey("shared_talks.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("person", String(32), primary_key=True, index=True),
    Column("first", Boolean, nullable=False),
    Column("agreed", Boolean, nullable=False),
)

shared_invitations = Table(
    "shared_invitations",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column(
        "shared",
        String(32),
        ForeignKey("shared_talks.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
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
    Column("obstacle_sealed", LargeBinary),
    Column("answer_sealed", LargeBinary),
    Column("topic", String(32), nullable=False, server_default="none"),
    Column("rhythm", String(40)),
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
    Column("exact", Boolean, nullable=False, server_default=false()),
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
    Column("practised", Text, nullable=False, server_default=text("''")),
    Column("practices", Integer, nullable=False, server_default="0"),
    Column("said", String(255), nullable=False, server_default=text("''")),
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

# A practice talk of a volunteer that is going on; the own lines go at its end.
practice_talks = Table(
    "practice_talks",
    metadata,
    Column(
        "person",
        String(32),
        ForeignKey("volunteers.person", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("practice", String(64), nullable=False),
    Column("step", String(64), nullable=False),
    Column("lines_sealed", LargeBinary, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
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
    Column("ref", String(64), primary_key=True),
    Column("person", String(32), index=True),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("repeats", Integer, nullable=False, default=0),
    Index("ix_timers_kind", "kind", "due_at"),
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
    # In a talk of more than two: the other young person, and whom the report is about.
    Column("other", String(32), index=True),
    Column("other_alias", String(64)),
    Column("about", String(8), nullable=False, server_default="unsaid"),
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

# Who opened the Telegram id of a young person in danger of life, why, and when that person was told.
id_openings = Table(
    "id_openings",
    metadata,
    Column("id", String(32), primary_key=True),
    _person(),
    Column("handoff", String(32), nullable=False),
    Column("alias", String(64), nullable=False),
    Column("asked_by", String(32), nullable=False),
    Column("why_sealed", LargeBinary, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False, index=True),
    Column("agreed_by", String(32)),
    Column("agreed_at", UtcDateTime),
    Column("told_at", UtcDateTime),
)

# A volunteer and a professional who talk a talk over, while they do. Their words are nowhere.
debriefs = Table(
    "debriefs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("volunteer", String(32), nullable=False, unique=True),
    Column("professional", String(32), index=True),
    Column("at", UtcDateTime, nullable=False),
)

# Numbers of nobody: how many cases there ever were, so that an alias does not come back soon.
counters = Table(
    "counters",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("value", Integer, nullable=False),
)

# A young person and a volunteer who both chose to go on; `ended` ones do not get each other again.
pairs = Table(
    "pairs",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("staff", String(32), nullable=False, index=True),
    Column("alias", String(64), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("ended", Boolean, nullable=False),
)

# What stands on the wall, or wants to. `question`: the post that it answers (without a foreign key: who
# withdraws a question takes the answers along in the service, which also empties the channel).
wall_posts = Table(
    "wall_posts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False),
    _person("author"),
    Column("kind", String(8), nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("topic", String(32), nullable=False),
    Column("age_band", String(8), nullable=False),
    Column("sensitive", Boolean, nullable=False),
    Column("unread", Boolean, nullable=False),
    Column("concern", Boolean, nullable=False),
    Column("question", Integer, index=True),
    Column("round", Integer, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("words_sealed", LargeBinary, nullable=False),
    Column("in_channel", String(255), nullable=False),
    Column("told_late", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    sqlite_autoincrement=True,
)

wall_looks = Table(
    "wall_looks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column(
        "post",
        Integer,
        ForeignKey("wall_posts.number", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    _person("staff"),
    Column("professional", Boolean, nullable=False),
    Column("verdict", String(12), nullable=False),
    Column("round", Integer, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# To whom of the staff a post was shown. `asks`: they are typing a reason in own words.
wall_cards = Table(
    "wall_cards",
    metadata,
    Column("post", Integer, ForeignKey("wall_posts.number", ondelete="CASCADE"), primary_key=True),
    Column("staff", String(32), primary_key=True, index=True),
    Column("asks", String(12), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# What readers did with a post. `mark` and `day` are blind indexes of reader with post, and of reader
# with day: enough to count once and to limit, not to tell who.
wall_marks = Table(
    "wall_marks",
    metadata,
    Column("post", Integer, ForeignKey("wall_posts.number", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("mark", String(64), primary_key=True),
    Column("day", String(64), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
)

wall_moderators = Table(
    "wall_moderators",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("practised", Integer, nullable=False),
    Column("trained_at", UtcDateTime),
)

# Stories of experience of volunteers. The words are sealed; the figures are of nobody.
stories = Table(
    "stories",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("author", String(32), nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("topics", Text, nullable=False),
    Column("age_band", String(16), nullable=False),
    Column("region", String(16), nullable=False),
    Column("words_sealed", LargeBinary, nullable=False),
    Column("asked", String(32), nullable=False),
    Column("twice", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("consented_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False, index=True),
    Column("looked_by", String(64), nullable=False),
    Column("decided_by", String(64), nullable=False),
    Column("decided_at", UtcDateTime),
    Column("reason_sealed", LargeBinary, nullable=False),
    Column("told", Integer, nullable=False),
    Column("like_me", Integer, nullable=False),
    Column("a_little", Integer, nullable=False),
)

# Who supports a goal. Without a foreign key: what is over stays known for a while after the goal went.
supporters = Table(
    "supporters",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("goal", String(32), nullable=False, index=True),
    Column("young", String(32), nullable=False, index=True),
    Column("person", String(32), index=True),
    Column("called_sealed", LargeBinary, nullable=False),
    Column("words_sealed", LargeBinary, nullable=False),
    Column("help_sealed", LargeBinary, nullable=False),
    Column("hears", String(12), nullable=False),
    Column("code_hash", String(64), nullable=False, index=True),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("state", String(8), nullable=False),
    Column("ended_why", String(8)),
    Column("muted", Boolean, nullable=False),
    Column("blocked", Boolean, nullable=False),
    Column("news", String(8), nullable=False),
    Column("day", String(10), nullable=False),
    Column("cheers", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

# What a young person has to hear of who supports them.
support_news = Table(
    "support_news",
    metadata,
    Column("id", String(32), primary_key=True),
    _person("young"),
    Column("supporter", String(32), nullable=False, index=True),
    Column("kind", String(8), nullable=False),
    Column("called_sealed", LargeBinary, nullable=False),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# Where a supporter is in their chat.
supporter_chats = Table(
    "supporter_chats",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("supporter", String(32)),
    Column("asks", String(8), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# Circles: a small group of young people and a coach. The number is never used again.
circles = Table(
    "circles",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("coach", String(32), index=True),
    Column("about", String(32), nullable=False),
    Column("region", String(8), nullable=False),
    Column("ages", String(16), nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("at", String(5), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("state", String(8), nullable=False, index=True),
    Column("spoken", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    sqlite_autoincrement=True,
)


def _circle() -> Column[int]:
    return Column(
        "circle",
        Integer,
        ForeignKey("circles.number", ondelete="CASCADE"),
        nullable=False,
        index=True,
    )


circle_members = Table(
    "circle_members",
    metadata,
    Column("id", String(32), primary_key=True),
    _circle(),
    _person(),
    Column("alias", String(64), nullable=False),
    Column("state", String(8), nullable=False),
    Column("muted", Boolean, nullable=False),
    Column("held", Integer, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Column(
        "present", String(32), unique=True
    ),  # the person while they are in: one circle at a time
    UniqueConstraint("circle", "person"),
)

# `member` is empty for the coach. Found again, for edits and replies, by blind indexes.
circle_lines = Table(
    "circle_lines",
    metadata,
    Column("id", String(32), primary_key=True),
    _circle(),
    Column("member", String(32), ForeignKey("circle_members.id", ondelete="CASCADE"), index=True),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("source_index", String(64), index=True),
    Column("source_sealed", LargeBinary),
)

circle_copies = Table(
    "circle_copies",
    metadata,
    Column("line", String(32), ForeignKey("circle_lines.id", ondelete="CASCADE"), primary_key=True),
    Column("reader", String(32), primary_key=True, index=True),
    Column("copy_index", String(64), index=True),
    Column("copy_sealed", LargeBinary),
)

# The weekly rounds, what was told for them, and who cheered for whom.
circle_rounds = Table(
    "circle_rounds",
    metadata,
    Column("id", String(32), primary_key=True),
    _circle(),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("posted_at", UtcDateTime),
)

circle_results = Table(
    "circle_results",
    metadata,
    Column(
        "round", String(32), ForeignKey("circle_rounds.id", ondelete="CASCADE"), primary_key=True
    ),
    Column(
        "member", String(32), ForeignKey("circle_members.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("result", String(8), nullable=False),
)

circle_cheers = Table(
    "circle_cheers",
    metadata,
    Column(
        "round", String(32), ForeignKey("circle_rounds.id", ondelete="CASCADE"), primary_key=True
    ),
    Column(
        "giver", String(32), ForeignKey("circle_members.id", ondelete="CASCADE"), primary_key=True
    ),
    Column(
        "member", String(32), ForeignKey("circle_members.id", ondelete="CASCADE"), primary_key=True
    ),
)

# Groups of Telegram. `chat` is the address of the group, as that of any reader of the outbox.
groups = Table(
    "groups",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("leader", String(32), index=True),
    Column("title_sealed", LargeBinary, nullable=False),
    Column(
        "title_row", String(32), nullable=False
    ),  # the number is not known when the title is sealed
    Column("region", String(8), nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("at", String(5), nullable=False),
    Column("link_hash", String(64), nullable=False, index=True),
    Column("link_expires_at", UtcDateTime),
    Column("join_hash", String(64), nullable=False, index=True),
    Column("chat", String(32), unique=True),
    Column("state", String(8), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    sqlite_autoincrement=True,
)


def _group() -> Column[int]:
    return Column(
        "group",
        Integer,
        ForeignKey("groups.number", ondelete="CASCADE"),
        nullable=False,
        index=True,
    )


group_members = Table(
    "group_members",
    metadata,
    Column("id", String(32), primary_key=True),
    _group(),
    _person(),
    Column("joined_at", UtcDateTime, nullable=False),
    UniqueConstraint("group", "person"),
)

# What may stand in the next round; one a member.
group_entries = Table(
    "group_entries",
    metadata,
    Column("id", String(32), primary_key=True),
    _group(),
    Column(
        "member",
        String(32),
        ForeignKey("group_members.id", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
