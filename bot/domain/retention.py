"""What is kept, and how long. What is not in this list is not kept at all.

The Dutch sentences are shown to people under "Wie leest dit?"; a test compares the list with the
tables of the database, so that a new table cannot come without a term.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of data: the table that holds it, how long after what, and how we say so."""

    table: str
    after: str
    term: timedelta | None
    dutch: str


TALK_TERM = timedelta(days=7)
DANGER_TERM = timedelta(days=30)
GOAL_TERM = timedelta(days=30)
GOAL_LIMIT = timedelta(days=90)  # a goal that nobody ended is ended then
FIGURE_TERM = timedelta(days=365)
DELIVERY_TERM = timedelta(days=8)
IDLE_TERM = timedelta(days=30)
OPEN_DANGER_LIMIT = timedelta(hours=72)
INVITATION_TERM = timedelta(days=14)
LEARNING_TERM = timedelta(days=30)

RETENTION: tuple[Kept, ...] = (
    Kept(
        "inbox",
        "turn done",
        DELIVERY_TERM,
        "Wat je stuurt staat er tot Maatje het las en antwoordde, hooguit 8 dagen. Daarna blijft tot dan "
        "alleen een volgnummer, zodat niets dubbel telt.",
    ),
    Kept("outbox", "sent", None, "Een antwoord van Maatje staat er tot het verstuurd is."),
    Kept(
        "conversations",
        "last message",
        IDLE_TERM,
        "Waar je in het gesprek bent: tot 30 dagen na je laatste bericht.",
    ),
    Kept(
        "relayed_lines",
        "handoff closed",
        TALK_TERM,
        "Wat jij en je maatje elkaar schrijven: tot 7 dagen na het einde. Wat je schreef toen er "
        "misschien gevaar was: 30 dagen, voor de beroepskracht.",
    ),
    Kept(
        "handoffs",
        "handoff closed",
        TALK_TERM,
        "Dat je om iemand vroeg: tot 7 dagen na het einde, bij gevaar 30 dagen.",
    ),
    Kept(
        "goals",
        "goal ended",
        GOAL_TERM,
        "Je doel: tot 30 dagen nadat het klaar is. Na 90 dagen is het vanzelf klaar.",
    ),
    Kept(
        "check_ins", "goal ended", GOAL_TERM, "Hoe het ging met je doel: net zo lang als het doel."
    ),
    Kept("timers", "fired", None, "Een afspraak om je iets te vragen: tot het moment er is."),
    Kept(
        "addresses",
        "last message",
        IDLE_TERM,
        "Je Telegram-nummer, versleuteld: tot 30 dagen na je laatste bericht, of langer zolang er "
        "een doel of gesprek loopt.",
    ),
    Kept("staff", "left", None, "Alleen voor vrijwilligers en beroepskrachten."),
    Kept(
        "invitations", "expired or used", INVITATION_TERM, "Alleen voor vrijwilligers en testers."
    ),
    Kept("testers", "left", None, "Alleen zolang Maatje getest wordt: wie mag testen."),
    Kept(
        "unclear_messages",
        "kept",
        LEARNING_TERM,
        "Alleen als je dat goed vond: de woorden van een bericht dat Maatje niet snapte, met namen er zo "
        "goed mogelijk uit. "
        "30 dagen, of tot je stopt.",
    ),
    Kept(
        "readings",
        "kept",
        LEARNING_TERM,
        "Waar lezers denken dat zo'n bericht over gaat: net zo lang als het bericht.",
    ),
    Kept(
        "private_notes",
        "handoff closed",
        TALK_TERM,
        "Een geheugensteun die een helper voor zichzelf maakt tijdens jullie gesprek: net zo lang als "
        "het gesprek.",
    ),
    Kept(
        "bridges",
        "handoff closed",
        TALK_TERM,
        "Wat je met je maatje opschreef voor je hulpverlener: net zo lang als het gesprek.",
    ),
    Kept("own_sentences", "left", None, "Alleen voor vrijwilligers en beroepskrachten."),
    Kept("events", "happened", FIGURE_TERM, "Cijfers zonder tekst en zonder naam: 1 jaar."),
)
