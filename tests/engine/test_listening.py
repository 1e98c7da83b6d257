"""What Maatje knows no situation in is given back in the young person's own words, and listened to on."""

from __future__ import annotations

import pytest

from bot.domain.safety import DangerKind
from bot.engine.about import told_of_self
from bot.engine.asides import asked_aside
from bot.engine.danger_names import flow_for
from bot.engine.misread import sets_right
from bot.engine.run import Run
from bot.engine.wants_steps import wants_only_to_tell
from bot.engine.yes_no import is_clear_no, is_no_with_a_story, is_yes
from tests.engine.talking import URGENT, Talk, sign, whole_flows

BOOK = whole_flows()
LISTENING = BOOK.texts.listening


def talking(flow: str = "loneliness", step: str = "tell_more") -> Talk:
    return Talk(flowbook=BOOK).at(flow, step)


# --- a piece of their own words -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("ze bakte altijd pannenkoeken", "ze bakte altijd pannenkoeken"),
        (
            "ja. ik was er niet bij toen ze stierf. ik zat in de les",
            "ik was er niet bij toen ze stierf",
        ),
        ("nou ze sturen stickers van mijn gezicht en iedereen lacht", "ze sturen stickers"),
        ("'k geraak er nooit mee rond", "'k geraak er nooit mee rond"),
    ],
)
def test_the_piece_that_weighs_most_is_given_back(text: str, piece: str) -> None:
    assert piece in (LISTENING.echo(text, 0) or "")


@pytest.mark.parametrize(
    "text",
    [
        "ja", "om mijn kleren", "wat kan ik doen tegen die stickers", "hoe lang duurt zoiets eigenlijk?",
        "mijn moeder is echt een kutwijf", "stuur maar naar mij op 0612345678 ofzo", "weet ni zo goed he",
        "het is op school", "dat helpt die jongen toch niks", "haha ik testte je maar",
        "ik wil met iemand praten hierover", "kijk op www.voorbeeld.example voor meer",
    ],
)  # fmt: skip
def test_a_question_an_insult_a_number_or_too_little_is_not(text: str) -> None:
    assert LISTENING.echo(text, 0) is None


def test_what_weighs_nothing_gets_lighter_words_and_a_correction_an_apology() -> None:
    def frames(texts: tuple[str, ...], words: str) -> set[str]:
        return {text.replace("{words}", words) for text in texts}

    assert LISTENING.echo("we gaan zaterdag naar zee", 3) in frames(
        LISTENING.light, "we gaan zaterdag naar zee"
    )
    assert LISTENING.echo("niemand praat met mij", 3) in frames(
        LISTENING.heavy, "niemand praat met mij"
    )
    assert LISTENING.echo("nee ik bedoel mijn moeder", 3) in frames(
        LISTENING.corrected, "ik bedoel mijn moeder"
    )
    assert not sets_right("nee ik eet op de gang"), "a no may answer a question"


def test_braces_that_somebody_types_fill_nothing_in() -> None:
    assert "{" not in (LISTENING.echo("ik haat {goal_step} en nog wat {a|b}", 0) or "")


# --- only telling ---------------------------------------------------------------------------------


def test_who_wants_no_advice_is_listened_to_where_they_are() -> None:
    talk = talking("other", "grief")
    talk.types("ze is dood en ik wil er gewoon eens over vertellen, geen tips", act="tell")
    where = talk.state.position
    for line in ("ze bakte altijd pannenkoeken voor ons", "ik was er niet bij die ochtend"):
        told = talk.types(line, act="tell")
        assert told[-1] in LISTENING.stays
        assert talk.state.position == where
    talk.types("wat kan ik doen", act="tell")
    assert talk.state.position != where


def test_who_asks_for_steps_after_all_does_not_only_tell() -> None:
    assert wants_only_to_tell("ik moet geen tips ofzo")
    assert not wants_only_to_tell("geen tips maar wat moet ik nou doen")


def test_thanks_at_an_open_question_end_the_talk() -> None:
    talk = talking()
    told = talk.types("merci voor het luisteren", act="thank")
    assert talk.state.position is None
    assert len(told) == 1


# --- in danger ------------------------------------------------------------------------------------


def test_what_is_told_in_danger_is_heard_as_what_it_is_once() -> None:
    talk = Talk(flowbook=BOOK)
    talk.shows(sign(DangerKind.VIOLENCE_AT_HOME, URGENT), "mijn vader slaat me")
    talk.at(flow_for(DangerKind.VIOLENCE_AT_HOME, URGENT), "stay_open")
    known = BOOK.situations.get("danger_deserve_it")
    assert known is not None
    assert known.heard is not None
    assert talk.types("ik verdien het gewoon")[0] in known.heard
    assert talk.types("ik verdien het gewoon")[0] not in known.heard


def test_in_danger_texts_are_said_nowhere_else() -> None:
    found = BOOK.situations.in_text("ik verdien het gewoon")
    assert not any(one.in_danger for one in found)


# --- noes, yeses and what is told by the way ------------------------------------------------------


@pytest.mark.parametrize("text", ["nee hij is al gedeeld in de groep", "neen is al doorgestuurd"])
def test_what_has_happened_already_is_no_no(text: str) -> None:
    assert is_yes(text)
    assert not is_clear_no(text)


@pytest.mark.parametrize(
    ("text", "no"),
    [
        ("nee ik eet gewoon, maar alleen", True),
        ("nee. en wie leest dat nu mee", True),
        ("nee maar soms wel", False),
        ("nee niet echt", False),
        ("nee ik kan niet meer", False),
    ],
)
def test_a_no_with_a_story_is_enough_for_a_suspicion_unless_it_is_taken_back(
    text: str, no: bool
) -> None:
    assert is_no_with_a_story(text) is no


@pytest.mark.parametrize("text", ["nee. en wie leest dat nu mee??", "wie leest dat dan nu"])
def test_who_asks_who_reads_along_is_answered_at_once(text: str) -> None:
    talk = talking()
    found = asked_aside(Run(BOOK, talk.state, talk.moment), text)
    assert found is not None
    assert found[0] == "who_reads"


def test_a_question_that_only_sounds_like_one_is_not() -> None:
    talk = talking()
    run = Run(BOOK, talk.state, talk.moment)
    assert asked_aside(run, "ze vragen thuis altijd hoe gaat het op school") is None


def test_an_age_that_ends_a_sentence_is_remembered() -> None:
    talk = talking()
    assert told_of_self("ik ben 19. en ik heb schulden", talk.state) == {"age_band": "18_24"}
