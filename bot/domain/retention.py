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
PAIR_TERM = timedelta(days=90)  # at most; handoff.yml may say less
VOLUNTEER_TERM = timedelta(days=30)  # after somebody stopped, or was told no
CANDIDATE_TERM = timedelta(days=90)  # an application with which nothing happens
PRACTICE_TERM = timedelta(days=2)  # after the last line of a practice talk that nobody ended
WALL_TERM = timedelta(days=180)  # on the wall
OFF_WALL_TERM = timedelta(days=30)  # what was never published
STORY_TERM = timedelta(days=30)  # a story that is not finished, sent back or refused
SUPPORT_TERM = timedelta(days=30)  # after the end; who is blocked stays so for longer
BLOCKED_TERM = timedelta(days=365)
CHEER_TERM = timedelta(days=30)  # a cheer that nobody reads
SHOWN_TERM = timedelta(hours=48)  # Telegram deletes nothing that is older
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
        "shown_messages",
        "sent",
        SHOWN_TERM,
        "Welke berichten van Maatje in je chat staan, als nummers zonder woorden: 2 dagen, zodat 'weg' ze "
        "weg kan halen.",
    ),
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
        "Wat jij en je maatje schrijven, en welk berichtje in Telegram het was: tot 7 dagen na het einde. "
        "Was er misschien gevaar: 30 dagen, voor de beroepskracht. Bij een bemiddelaar blijft wat de ander "
        "van jou las zo lang staan, ook na /vergeetmij, maar dan los van jou.",
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
        "line_copies",
        "handoff closed",
        TALK_TERM,
        "In een gesprek met meer mensen: welk berichtje het bij ieder van hen in Telegram is, net zo lang "
        "als het gesprek.",
    ),
    Kept(
        "shared_talks",
        "handoff closed",
        TALK_TERM,
        "Dat er een gesprek met meer mensen was of gevraagd werd, zonder woorden: tot 7 dagen na het einde.",
    ),
    Kept(
        "shared_parties",
        "handoff closed",
        TALK_TERM,
        "Dat je in zo'n gesprek zat of ervoor uitgenodigd was: tot 7 dagen na het einde.",
    ),
    Kept(
        "shared_invitations",
        "handoff closed",
        TALK_TERM,
        "Je uitnodiging aan de ander, als code die niemand kan teruglezen: tot 7 dagen na het einde.",
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
        "practice_talks",
        "practice talk ended",
        PRACTICE_TERM,
        "Alleen voor vrijwilligers: wat je typt in een oefengesprek. Tot het klaar is, hooguit 2 dagen na je "
        "laatste regel. Daarna blijven er alleen aantallen.",
    ),
    Kept(
        "stories",
        "withdrawn, left, or last change",
        STORY_TERM,
        "Alleen voor vrijwilligers: het verhaal dat je vertelde, versleuteld. Tot je het intrekt of je "
        "uitschrijft. Een verhaal dat niet af is, terugkwam of niet verteld wordt: 30 dagen.",
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
    Kept(
        "id_openings",
        "asked",
        DANGER_TERM,
        "Dat twee beroepskrachten bij levensgevaar opzochten welk account van jou is: 30 dagen, en in elk "
        "geval tot je het weet.",
    ),
    Kept(
        "debriefs",
        "ended",
        None,
        "Alleen voor wie helpt: wie met wie napraat, tot het klaar is. Wat ze daar schrijven, bewaart Maatje "
        "niet.",
    ),
    Kept(
        "counters",
        "never",
        None,
        "Een getal: hoeveel vragen om een mens er ooit waren. Zo komt een schuilnaam niet te snel terug.",
    ),
    Kept(
        "pairs",
        "latest talk",
        PAIR_TERM,
        "Dat jij en je maatje allebei nog eens verder wilden: hooguit 90 dagen na jullie laatste gesprek. "
        "Stopt een van jullie ermee, dan staat er tot dan alleen dat jullie elkaar niet meer krijgen.",
    ),
    Kept(
        "wall_posts",
        "published",
        WALL_TERM,
        "Wat jij op de muur zet, met namen er zo goed mogelijk uit: tot je het intrekt, hooguit 180 dagen. "
        "Wat niet geplaatst werd: 30 dagen.",
    ),
    Kept(
        "wall_looks",
        "published",
        WALL_TERM,
        "Wie van Maatje een bericht voor de muur goedkeurde: net zo lang als het bericht.",
    ),
    Kept(
        "wall_cards",
        "published",
        WALL_TERM,
        "Aan welke moderator een bericht voor de muur is getoond: net zo lang als het bericht.",
    ),
    Kept(
        "wall_marks",
        "published",
        WALL_TERM,
        "Dat iemand een bericht herkende of meldde, zonder wie: net zo lang als het bericht.",
    ),
    Kept(
        "wall_moderators",
        "left",
        None,
        "Alleen voor moderators van de muur: hoe ver iemand is met oefenen.",
    ),
    Kept(
        "supporters",
        "support ended",
        SUPPORT_TERM,
        "Met wie je een doel deelt, en in welke woorden: tot dat stopt. Daarna staat er 30 dagen, zonder "
        "woorden, dat het er was. Blokkeerde je iemand, dan 1 jaar, zodat die niet terug kan komen.",
    ),
    Kept(
        "support_news",
        "read",
        CHEER_TERM,
        "Een aanmoediging voor jou: tot je haar las, hooguit 30 dagen.",
    ),
    Kept(
        "supporter_chats",
        "support ended",
        SUPPORT_TERM,
        "Alleen voor wie iemand steunt: bij welk doel je bent, zonder woorden. Tot 30 dagen nadat dat "
        "stopt.",
    ),
    Kept(
        "circles",
        "circle ended",
        TALK_TERM,
        "Dat er een kring is, waarover en wie de coach is: tot 7 dagen nadat hij klaar is.",
    ),
    Kept(
        "circle_members",
        "circle ended",
        TALK_TERM,
        "Dat je in een kring zit of zat, met je schuilnaam: tot 7 dagen nadat de kring klaar is. Haalde de "
        "coach je eruit, dan staat er ook één woord bij waarom.",
    ),
    Kept(
        "circle_lines",
        "written",
        TALK_TERM,
        "Wat je in een kring schrijft, en welk berichtje in Telegram het was: 7 dagen.",
    ),
    Kept(
        "circle_copies",
        "written",
        TALK_TERM,
        "Welk berichtje uit een kring het bij ieder is die het las: net zo lang als dat bericht.",
    ),
    Kept(
        "circle_rounds",
        "circle ended",
        TALK_TERM,
        "Dat er in een kring een ronde van de week was: tot 7 dagen erna, of na het einde van de kring.",
    ),
    Kept(
        "circle_results",
        "circle ended",
        TALK_TERM,
        "Wat de kring van je doel ziet, dus gelukt, een stukje of nog bezig: net zo lang als die ronde.",
    ),
    Kept(
        "circle_cheers",
        "circle ended",
        TALK_TERM,
        "Voor wie je juichte in een ronde: net zo lang als die ronde.",
    ),
    Kept(
        "groups",
        "group closed",
        TALK_TERM,
        "Dat Maatje in een Telegram-groep zit, en hoe die heet: tot 7 dagen nadat dat stopt.",
    ),
    Kept(
        "group_members",
        "group closed",
        TALK_TERM,
        "Dat je meedoet met de ronde van zo'n groep, zonder je naam: tot je weggaat of de groep stopt, "
        "hooguit 7 dagen daarna.",
    ),
    Kept(
        "group_entries",
        "posted",
        TALK_TERM,
        "Wat van jou in de ronde van een groep mag staan: tot het daar staat of je het terugneemt, hooguit "
        "7 dagen. Wat mensen in de groep schrijven, bewaart Maatje niet.",
    ),
    Kept("suspensions", "lifted", None, "Alleen voor wie helpt: wie even rust heeft."),
    Kept(
        "audit",
        "happened",
        FIGURE_TERM,
        "Wie van Maatje een melding opende of afsloot, over een bericht voor de muur besliste, of bij "
        "levensgevaar opzocht welk account van jou is, en waarom, met schuilnamen en zonder jouw woorden: "
        "1 jaar.",
    ),
)
