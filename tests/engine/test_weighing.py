"""What the model suspects, weighed with what was asked and said before; the tripwire always counts."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Conversation, Position
from bot.domain.ids import PersonId
from bot.domain.safety import (
    DOUBTED,
    KIND_DOUBTED,
    DangerHistory,
    DangerKind,
    DangerRecord,
    DangerSign,
    Risk,
    RiskLevel,
)
from bot.engine.danger import ABOUT_OTHER
from bot.engine.danger_names import flow_for
from bot.engine.misread import corrects, is_misread
from bot.engine.weighing import FAINT_SEEN, weighed
from bot.engine.yes_no import is_clear_no
from tests.engine.talking import CONCERN, URGENT, Talk, flows_of_today, sign

BOOK = flows_of_today()
SUICIDE, HOME = DangerKind.SUICIDE, DangerKind.VIOLENCE_AT_HOME


def seen(
    kind: DangerKind = SUICIDE, level: RiskLevel = CONCERN, sure: float = 0.2, *, life: bool = False
) -> Risk:
    return Risk((DangerSign(kind, level, life, sure),))


def at(flow: str, step: str, *records: DangerRecord, **remembered: str) -> Conversation:
    talk = Conversation(PersonId("young"), (Position(flow, step),), turns=3, introduced=True)
    kept = talk.remembering(**remembered)
    return Conversation(
        kept.person, kept.stack, turns=3, remembered=kept.remembered, danger=DangerHistory(records)
    )


LISTENING = ("bullying", "how_now")


def test_one_faint_sign_inside_a_talk_waits_for_a_second_one() -> None:
    talk = at(*LISTENING)
    risk, talk = weighed(BOOK, talk, "het is gewoon veel", seen())
    assert risk == Risk()
    assert talk.remembered[FAINT_SEEN] == "yes"
    risk, talk = weighed(BOOK, talk, "en thuis ook", seen(HOME))
    assert risk == seen(DangerKind.OTHER), "of a mere suspicion no kind is asked about"
    assert talk.remembered[FAINT_SEEN] == ""


def test_a_first_message_and_every_sign_that_is_not_faint_count_at_once() -> None:
    first = Conversation(PersonId("young"))
    assert weighed(BOOK, first, "het hoeft niet zo", seen())[0] == seen(DangerKind.OTHER)
    for risk in (seen(sure=KIND_DOUBTED), seen(level=URGENT, sure=DOUBTED), seen(sure=1.0)):
        assert weighed(BOOK, at(*LISTENING), "het hoeft niet zo", risk)[0] == risk


def test_a_suspicion_of_what_is_open_already_keeps_its_kind() -> None:
    talk = at(*LISTENING, DangerRecord(HOME, CONCERN))
    assert weighed(BOOK, talk, "en vandaag weer", seen(HOME, sure=0.4))[0] == seen(HOME, sure=0.4)


def test_a_doubtful_urgent_first_message_is_asked_about_first_unless_it_is_for_life() -> None:
    first = Conversation(PersonId("young"))
    likely = seen(level=URGENT, sure=DOUBTED - 0.1)
    assert weighed(BOOK, first, "…", likely)[0] == seen(level=CONCERN)
    for_life = seen(level=URGENT, sure=DOUBTED - 0.1, life=True)
    assert weighed(BOOK, first, "…", for_life)[0] == for_life


def test_inside_a_talk_a_doubtful_urgent_danger_is_asked_about_first_and_never_rests() -> None:
    likely = seen(level=URGENT, sure=DOUBTED - 0.1, life=True)
    found = weighed(BOOK, at(*LISTENING), "…", likely)[0]
    assert found == seen(level=CONCERN)
    assert not DangerHistory().seen(found).is_doubted
    known = at(*LISTENING, DangerRecord(SUICIDE, URGENT))
    assert weighed(BOOK, known, "…", likely)[0] == likely


@pytest.mark.parametrize(
    ("flow", "step"), [("goal", "when"), ("bullying", "offer"), ("about_you", "age")]
)
def test_a_short_answer_to_a_question_for_one_plain_thing_needs_a_surer_model(
    flow: str, step: str
) -> None:
    talk = at(flow, step)
    assert BOOK.step_or_none(flow, step) is not None
    assert weighed(BOOK, talk, "doordeweeks op mn kamer", seen(sure=0.7))[0] == Risk()
    for risk in (seen(sure=0.9), seen(sure=1.0), seen(level=URGENT, sure=0.9)):
        assert weighed(BOOK, talk, "doordeweeks op mn kamer", risk)[0] == risk
    found = weighed(BOOK, talk, "doordeweeks op mn kamer", seen(level=URGENT, sure=0.35))[0]
    assert found == (Risk() if flow == "about_you" else seen(DangerKind.OTHER))
    story = "gisteren " * 13
    assert weighed(BOOK, talk, story, seen(sure=0.7))[0] == seen(sure=0.7)


def test_an_open_question_listens_as_before() -> None:
    assert weighed(BOOK, at(*LISTENING), "kort", seen(sure=0.7))[0] == seen(sure=0.7)


def test_while_an_urgent_danger_is_talked_about_the_model_finds_no_other_kind() -> None:
    open_now = DangerRecord(HOME, URGENT)
    talk = at(flow_for(HOME, URGENT), "stay", open_now)
    assert weighed(BOOK, talk, "hij is beneden", seen(level=URGENT, sure=0.96))[0] == Risk()
    assert weighed(BOOK, talk, "hij slaat weer", seen(HOME, sure=0.9))[0] == seen(HOME, sure=0.9)
    assert weighed(BOOK, talk, "ik wil dood", seen(level=URGENT, sure=1.0))[0].kinds == (SUICIDE,)


def test_a_friends_danger_is_not_taken_for_other_dangers_of_the_writer() -> None:
    talk = at("other", "no_topic", DangerRecord(SUICIDE, URGENT), **{ABOUT_OTHER: "yes"})
    assert weighed(BOOK, talk, "haar mama gaat naar haar kamer", seen(HOME, sure=0.6))[0] == Risk()
    assert weighed(BOOK, talk, "hij slaat mij ook", seen(HOME, sure=0.6))[0] == seen(HOME)


# --- a no in their own words ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "huh drugs? nee man playstation",
        "ieuw nee!! hij zit gewoon bij andere jongens",
        "nee dat niet. ik wil gewoon dat die foto weg is",
        "wa? nee nee ni zoiets. ben gwn verliefd",
    ],
)
def test_a_cry_of_surprise_before_the_no_changes_nothing(text: str) -> None:
    assert is_clear_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "wtf nee?? het is gewoon stress voor me toets, niks 112",
        "ik ben niet in gevaar, ik heb gewoon schulden",
        "er is niemand in gevaar hoor, je begrijpt me verkeerd",
        "het ging over hardlopen",
        "huh nee er is niks met mij hoor, ik ben gwn verdrietig om mijn oma",
        "huh ik eet prima bro, het ging over de decaan",
        "wat nee ik ben gewoon thuis, er is niks gevaarlijk",
        "het gaat niet over gevaar!! ik wou gewoon over mijn oma vertellen",
        "wat?? nee ik ga niet dood ik heb gewoon ruzie met mn moeder",
        "Dat klopt niet, hoor. Niemand dwingt mij.",
        "huh welke schuld. ik heb geen schuld",
    ],
)
def test_you_got_me_wrong_is_understood(text: str) -> None:
    assert is_misread(text)


@pytest.mark.parametrize(
    "text",
    [
        "het gaat niet meer",
        "het ging over dood willen",
        "het gaat over mijn vriendin",
        "nee bij mij is alles ok, het gaat om haar",
        "ik bedoel dat ik niet meer wil",
        "ik snap het niet meer",
        "help",
        "ik bedoel dat hij me slaat",
        "dat klopt niet hij slaat me",
        "ik wil gewoon slapen",
        "het is gewoon ruzie thuis",
        "het was op school dat hij me aanraakte",
        "het gaat om die pillen",
        "het was op school",
        "het was mijn opa",
        "ik ben gewoon moe",
        "ik heb ook nog schulden",
        "ik bedoel met een mes",
        "ik durf niet 112 te bellen",
        "ik kan geen 112 bellen",
        "het gaat om mijn vader, die is boos",
        "ik ben gewoon bang thuis",
        "is gewoon school, hij wacht me daar op en dreigt",
        "het was gewoon een grap dat hij die foto wilde",
    ],
)
def test_what_may_be_danger_is_no_misunderstanding(text: str) -> None:
    assert not is_misread(text)


def test_a_correction_may_change_the_subject_and_denies_no_danger() -> None:
    assert corrects("nee het gaat over mijn broer")
    assert not is_misread("nee het gaat over mijn broer")
    assert not corrects("mijn broer pest me")


# --- an urgent danger that the model alone saw ----------------------------------------------------


def urgent_talk(sure: float) -> Talk:
    talk = Talk().at("fear_of_failure", "listen")
    talk.shows(seen(DangerKind.MEDICAL_EMERGENCY, URGENT, sure), "mn hart bonkt voor die toets")
    return talk


def test_who_says_that_it_was_misread_is_believed_and_the_talk_goes_on() -> None:
    talk = urgent_talk(0.9)
    told = talk.types("wtf nee, het is gewoon stress voor me toets, niks 112")
    assert told[0] == BOOK.danger.shared["misread"].say[0]
    assert talk.state.danger.peer_allowed
    assert talk.state.position is not None
    assert talk.state.position.flow == "fear_of_failure"


@pytest.mark.parametrize("sure", [0.97, 1.0])
def test_what_is_certain_or_was_seen_by_the_tripwire_stays_open(sure: float) -> None:
    talk = urgent_talk(sure)
    talk.types("wtf nee, het is gewoon stress voor me toets, niks 112")
    assert not talk.state.danger.peer_allowed


# --- said again -----------------------------------------------------------------------------------


def test_open_danger_that_is_said_again_at_another_question_is_answered_again() -> None:
    talk = Talk()
    talk.shows(sign(SUICIDE, URGENT), "ik wil dood")
    talk.presses("Sla over")
    talk.at("about_you", "age")
    told = talk.shows(sign(SUICIDE, URGENT), "ik wil niet meer leven")
    assert "113 Zelfmoordpreventie" in " ".join(told)
    assert talk.state.position is not None
    assert talk.state.position.flow == flow_for(SUICIDE, URGENT)


def test_a_denied_concern_leads_back_to_the_urgent_danger_beneath_it() -> None:
    talk = Talk()
    talk.shows(sign(SUICIDE, URGENT), "mijn vriendin wil niet meer leven")
    talk.presses("Sla over")
    talk.shows(sign(HOME, CONCERN), "haar mama gaat naar haar kamer")
    talk.types("nee bij mij thuis niet")
    assert talk.state.position is not None
    assert talk.state.position.flow == flow_for(SUICIDE, URGENT)


def test_who_may_tell_of_a_friend_hears_yes() -> None:
    talk = Talk()
    words = "mijn vriendin wil niet meer leven"
    talk.moment = type(talk.moment)(**{**_fields(talk.moment), "words": words})
    talk.shows(sign(SUICIDE, URGENT), words)
    told = talk.types("moet ik haar mama bellen?")
    assert told[0].startswith(BOOK.danger.shared["tell_adult"].say[0])
    assert "112" in told[0]


def _fields(moment: object) -> dict[str, object]:
    return {name: getattr(moment, name) for name in moment.__slots__}  # type: ignore[attr-defined]


def test_a_pounding_heart_in_a_talk_about_nerves_is_asked_about_before_112() -> None:
    medical = DangerKind.MEDICAL_EMERGENCY
    nerves = at("fear_of_failure", "head_or_body")
    likely = seen(medical, URGENT, 0.84, life=True)
    risk, _ = weighed(BOOK, nerves, "mn hart gaat tekeer, alles is weg", likely)
    assert risk == seen(medical, CONCERN, 0.84)
    for certain in (seen(medical, URGENT, 0.97, life=True), seen(SUICIDE, URGENT, 0.84)):
        assert weighed(BOOK, nerves, "mn hart gaat tekeer", certain)[0] == certain
    assert weighed(BOOK, at(*LISTENING), "mn hart gaat tekeer", likely)[0] == likely


def test_an_age_with_a_cry_for_steps_is_no_danger_unless_the_model_is_sure() -> None:
    talk = at("about_you", "age")
    likely = seen(level=URGENT, sure=0.64)
    assert weighed(BOOK, talk, "15. maar wat moet ik NU doen", likely)[0] == Risk()
    found = weighed(BOOK, at("bullying", "offer"), "mn arm weer open ja", likely)[0]
    assert found == seen(level=CONCERN)


def test_in_a_talk_about_urgent_danger_the_model_must_be_certain_of_danger_to_life() -> None:
    talk = at(flow_for(HOME, URGENT), "stay", DangerRecord(HOME, URGENT))
    likely, certain = (seen(HOME, URGENT, sure, life=True) for sure in (0.81, 0.97))
    assert not weighed(BOOK, talk, "hij heeft t al gedaan. mn ex", likely)[0].life_now
    assert weighed(BOOK, talk, "hij staat hier met een mes", certain)[0].life_now
    assert weighed(BOOK, at(*LISTENING), "hij staat hier", likely)[0].life_now


def test_of_who_is_missed_or_loved_suicide_is_a_doubt_and_a_faint_one_waits() -> None:
    talk = at("other", "grief_tell", theme="grief")
    risk, after = weighed(BOOK, talk, "ik was er de laatste week niet", seen(sure=0.7))
    assert risk == Risk()
    risk, _ = weighed(BOOK, after, "dat knaagt zo", seen(sure=0.7))
    assert [one.kind for one in risk.signs] == [SUICIDE]
    risk, _ = weighed(BOOK, talk, "ik lig er elke nacht van wakker", seen(level=URGENT, sure=0.94))
    assert [(one.level, one.sure < DOUBTED) for one in risk.signs] == [(CONCERN, True)]
    risk, _ = weighed(BOOK, talk, "ik wil naar hem toe", seen(level=URGENT, sure=0.97))
    assert risk.level is URGENT


def test_of_who_is_loved_other_danger_counts_as_ever() -> None:
    talk = at("other", "love", theme="love")
    risk, _ = weighed(BOOK, talk, "hij duwt me soms", seen(DangerKind.PARTNER_VIOLENCE, sure=0.7))
    assert risk.kinds == (DangerKind.PARTNER_VIOLENCE,)
