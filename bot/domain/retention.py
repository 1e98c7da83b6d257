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
REPORT_TERM = timedelta(days=90)
VOLUNTEER_TERM = timedelta(days=30)  # after somebody stopped, or was told no
CANDIDATE_TERM = timedelta(days=90)  # an application with which nothing happens
SHIFT_TERM = timedelta(days=1)  # after it is over: what is late by a standstill is still told

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
        "Waar je in het gesprek bent, en wat je schreef voor later: tot 30 dagen na je laatste bericht.",
    ),
    Kept(
        "relayed_lines",
        "handoff closed",
        TALK_TERM,
        "Wat jij en je maatje elkaar schrijven: tot 7 dagen na het einde. Wat je schreef toen er "
        "misschien gevaar was: 30 dagen, voor de beroepskracht. Net zo lang: welk berichtje in Telegram het "
        "was, zodat aanpassen en antwoorden werkt.",
    ),
    Kept(
        "handoffs",
        "handoff closed",
        TALK_TERM,
        "Dat je om iemand vroeg: tot 7 dagen na het einde, bij gevaar 30 dagen.",
    ),
    Kept(
        "handoff_moves",
        "handoff closed",
        TALK_TERM,
        "Wanneer je vraag werd opgepakt of stopte, en waarom, zonder woorden: tot 7 dagen na het einde, "
        "bij gevaar 30 dagen.",
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
        "een doel, gesprek of melding loopt.",
    ),
    Kept("staff", "left", None, "Alleen voor vrijwilligers en beroepskrachten."),
    Kept(
        "profiles",
        "left",
        None,
        "Alleen voor vrijwilligers: wat iemand over zichzelf deelt om goed te kunnen passen.",
    ),
    Kept(
        "offers",
        "handoff closed",
        TALK_TERM,
        "Aan wie je vraag om een maatje is gesteld: net zo lang als de vraag zelf.",
    ),
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
        "volunteers",
        "left",
        VOLUNTEER_TERM,
        "Alleen voor wie vrijwilliger wil worden of is: wat je daarvoor vertelde en hoe ver je bent. "
        "Tot 30 dagen nadat je stopt. Een aanmelding waar niets mee gebeurt: 90 dagen. "
        "Papieren bewaart Maatje nooit.",
    ),
    Kept(
        "volunteer_moves",
        "left",
        VOLUNTEER_TERM,
        "Alleen voor vrijwilligers: wie wanneer over je aanmelding besliste, en kort waarom. Net zo lang als "
        "je aanmelding, dus tot 30 dagen nadat je stopt.",
    ),
    Kept(
        "shifts",
        "over, taken away or left",
        None,
        "Alleen voor wie helpt: wanneer iemand dienst heeft. Tot de dienst voorbij is, of tot iemand hem "
        "weghaalt of zich uitschrijft.",
    ),
    Kept(
        "appointments",
        "over or cancelled",
        None,
        "Een afspraak met een mens van Maatje: tot het moment er is, of tot je afzegt.",
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
    Kept(
        "reports",
        "reported",
        REPORT_TERM,
        "Dat een gesprek gemeld is, en wat je erbij schreef: 90 dagen, ook na /vergeetmij, maar dan los "
        "van jou.",
    ),
    Kept(
        "reported_lines",
        "reported",
        REPORT_TERM,
        "De woorden van een gemeld gesprek: verzegeld, 90 dagen, ook na /vergeetmij. Alleen twee mensen "
        "van Maatje samen kunnen ze openen.",
    ),
    Kept(
        "openings",
        "reported",
        REPORT_TERM,
        "Wie een gemeld gesprek wilde lezen en wie dat goed vond: net zo lang als de melding.",
    ),
    Kept("suspensions", "lifted", None, "Alleen voor wie helpt: wie even rust heeft."),
    Kept(
        "audit",
        "happened",
        FIGURE_TERM,
        "Wie van Maatje een melding opende of afsloot, en waarom, met schuilnamen en zonder woorden uit "
        "het gesprek: 1 jaar.",
    ),
)
