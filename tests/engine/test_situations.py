"""Situations: what Maatje recognises in somebody's own words, says back, and gives tips for."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot.domain.interpretation import SITUATION_THRESHOLD
from bot.domain.safety import DangerKind
from bot.engine.issues import Issue
from bot.engine.saying_back import SURE_ELSEWHERE
from bot.engine.situations import Situations, load_situations
from bot.engine.tips import TOLD
from tests.engine.talking import CONCERN, URGENT, Talk, flows_of_today, sign

FILE = """\
situations:
  - id: blackout
    topics: [fear_of_failure]
    patterns: |
      blackout
      (klap|klapte) ...3 dicht
    not_when: |
      blackout gezopen
    heard: ["Alles weg, ineens.", Een leeg hoofd dus.]
    tips: [Schrijf een woord op., Kijk tien tellen weg.]
  - id: other_blackout
    topics: [fear_of_failure]
    about: other
    patterns: blackout
    heard: Je zag iemand dichtklappen.
  - id: moved
    patterns: verhuisd
    heard: Een nieuwe plek, en het oude is weg.
  - id: ask_tell
    about: anyone
    patterns: |
      hoe ...4 (vertel|zeg) ik
    answer: "Je kunt zo beginnen: 'Ik wil iets zeggen.'"
  - id: everybody_waits
    topics: [fear_of_failure]
    heard: Iedereen wacht tot jij iets zegt.
    tips: [Tel tot drie en begin.]
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Situations:
    folder = tmp_path_factory.mktemp("flows")
    (folder / "situations").mkdir()
    (folder / "situations" / "a.yml").write_text(FILE, encoding="utf-8")
    issues: list[Issue] = []
    _, found = load_situations(folder, "flows", issues)
    assert issues == []
    return found


@pytest.fixture
def talk(known: Situations) -> Talk:
    return Talk(dataclasses.replace(flows_of_today(), situations=known))


def names(found: tuple[object, ...]) -> list[str]:
    return [one.id for one in found]


def test_words_show_a_situation_where_it_counts(known: Situations) -> None:
    fear = {"fear_of_failure"}
    assert names(known.in_text("ik kreeg een blackouttt", fear)) == ["blackout"]
    assert names(known.in_text("k klap altijd dicht", fear)) == ["blackout"]
    assert names(known.in_text("ik kreeg een blackout", {"debt"})) == []
    assert names(known.in_text("ik kreeg een blackout")) == ["blackout"]
    assert names(known.in_text("ik had een blackout gezopen", fear)) == []
    assert names(known.in_text("mijn vriendin kreeg een blackout", fear)) == ["other_blackout"]


def test_what_belongs_to_the_topic_comes_first(known: Situations) -> None:
    found = known.in_text("we zijn verhuisd en nu klap ik dicht", {"fear_of_failure"})
    assert names(found) == ["blackout", "moved"]


def test_an_open_answer_is_said_back_in_place_of_thanks(talk: Talk) -> None:
    talk.at("fear_of_failure", "head_or_body")
    thanks = flows_of_today().flows["fear_of_failure"].step("heard")
    told = talk.types("bij de toets een blackout")
    assert told[0] in ("Alles weg, ineens.", "Een leeg hoofd dus.")
    assert not {*told} & {*thanks.say}


def test_the_same_is_said_back_once(talk: Talk) -> None:
    talk.at("fear_of_failure", "head_or_body").types("een blackout")
    again = talk.types("ja een blackout zeg ik toch")
    assert not {"Alles weg, ineens.", "Een leeg hoofd dus."} & {*again}


def test_a_first_message_is_said_back_and_the_welcome_left_out(talk: Talk) -> None:
    told = talk.types("ik kreeg een blackout", topic="fear_of_failure", act="tell")
    welcome = flows_of_today().flows["fear_of_failure"].step("listen")
    assert told[0] in ("Alles weg, ineens.", "Een leeg hoofd dus.")
    assert not {*told} & {*welcome.say}


def test_words_open_their_topic_while_the_language_service_is_away(talk: Talk) -> None:
    talk.types_unread("ik kreeg een blackout")
    assert talk.state.position is not None
    assert talk.state.position.flow == "fear_of_failure"


def test_who_asks_what_to_do_hears_tips_one_by_one_and_then_goes_on(talk: Talk) -> None:
    talk.at("fear_of_failure", "head_or_body")
    told = talk.types("ik krijg een blackout, wat moet ik doen")
    assert told[0] in ("Alles weg, ineens.", "Een leeg hoofd dus.")
    assert told[1] == "Schrijf een woord op."
    assert talk.presses("Nog een idee")[0] == "Kijk tien tellen weg."
    talk.presses("Nog een idee")
    assert talk.where is not None
    assert talk.where.step == "after_all"
    talk.presses("Verder praten")
    assert talk.state.position is not None
    assert talk.state.position.flow == "fear_of_failure"


def test_the_button_for_own_steps_leads_to_a_tip_while_there_is_one(talk: Talk) -> None:
    talk.at("fear_of_failure", "head_or_body").types("een blackout")
    talk.at("fear_of_failure", "offer")
    assert talk.presses("Wat kan ik zelf doen?")[0] == "Schrijf een woord op."
    talk.state = talk.state.remembering(**{TOLD: "blackout.0 blackout.1"})
    talk.at("fear_of_failure", "offer")
    talk.presses("Wat kan ik zelf doen?")
    assert talk.state.position is not None
    assert talk.state.position.flow == "fear_of_failure"


def test_a_question_is_answered_and_the_talk_goes_on(talk: Talk) -> None:
    talk.at("fear_of_failure", "offer")
    told = talk.types("maar hoe zeg ik dat tegen mn moeder dan")
    assert told[0] == "Je kunt zo beginnen: 'Ik wil iets zeggen.'"
    assert talk.state.position is not None
    assert talk.state.position.step == "offer"


def test_danger_is_answered_and_nothing_else_said_back(talk: Talk) -> None:
    talk.at("fear_of_failure", "head_or_body")
    told = talk.shows(sign(DangerKind.SUICIDE, CONCERN), "een blackout en ik zie het niet zitten")
    assert not {"Alles weg, ineens.", "Een leeg hoofd dus."} & {*told}


def test_a_goal_that_is_typed_is_kept_and_not_talked_about(talk: Talk) -> None:
    talk.at("goal", "step")
    told = talk.types("oefenen zodat ik geen blackout krijg en nee ik klap dicht")
    assert not {"Alles weg, ineens.", "Een leeg hoofd dus."} & {*told}


# --- what only the language model knows -----------------------------------------------------------

WAITING = "en dan kijken ze allemaal naar mij"


def test_what_the_model_sees_is_said_back_where_no_pattern_knows_it(talk: Talk) -> None:
    talk.at("fear_of_failure", "head_or_body")
    told = talk.types(WAITING, topic="fear_of_failure", situations=["everybody_waits"])
    assert told[0] == "Iedereen wacht tot jij iets zegt."
    assert talk.types("wat moet ik doen")[0] == "Tel tot drie en begin."


def test_a_plain_question_about_what_is_clear_is_answered(talk: Talk) -> None:
    talk.at("fear_of_failure", "head_or_body")
    seen = {"topic": "fear_of_failure", "situations": ["everybody_waits", "ask_tell"]}
    assert talk.types("mag ik dat iemand vertellen", **seen)[0].startswith("Je kunt zo beginnen")


def test_a_story_about_it_is_no_question(talk: Talk) -> None:
    talk.at("fear_of_failure", "head_or_body")
    seen = {"topic": "fear_of_failure", "situations": ["everybody_waits", "ask_tell"]}
    assert talk.types(WAITING, **seen)[0] == "Iedereen wacht tot jij iets zegt."


def test_the_model_comes_before_a_pattern_when_it_is_sure(talk: Talk) -> None:
    talk.at("fear_of_failure", "head_or_body")
    told = talk.types("blackout dus", topic="fear_of_failure", situations=["everybody_waits"])
    assert told[0] == "Iedereen wacht tot jij iets zegt."


def test_what_a_pattern_shows_and_the_model_doubts_is_not_said(talk: Talk) -> None:
    talk.at("fear_of_failure", "head_or_body")
    seen = {"topic": "fear_of_failure", "situations": ["blackout"], "confidence": 0.4}
    told = talk.types("bij hem een blackout misschien", **seen)
    assert not {"Alles weg, ineens.", "Een leeg hoofd dus."} & {*told}


def test_a_no_is_an_answer_and_tells_nothing_by_itself(talk: Talk) -> None:
    talk.at("fear_of_failure", "head_or_body")
    told = talk.types("nee dan niet", topic="fear_of_failure", situations=["everybody_waits"])
    assert "Iedereen wacht tot jij iets zegt." not in told


@pytest.mark.parametrize(
    ("text", "means"),
    [
        (WAITING, {"confidence": SITUATION_THRESHOLD - 0.01}),
        (WAITING, {"topic": "debt", "confidence": SURE_ELSEWHERE - 0.01}),
        (WAITING, {"situations": ["long_gone"]}),
        ("mijn vriendin wordt dan door iedereen aangekeken", {}),
    ],
    ids=["not sure enough", "of another topic", "no longer there", "of somebody else"],
)
def test_what_the_model_sees_must_be_sure_fit_the_talk_and_exist(
    talk: Talk, text: str, means: dict[str, object]
) -> None:
    talk.at("fear_of_failure", "head_or_body")
    seen = {"topic": "fear_of_failure", "situations": ["everybody_waits"], **means}
    assert "Iedereen wacht tot jij iets zegt." not in talk.types(text, **seen)


def test_an_operator_may_take_the_folder_away(tmp_path: Path) -> None:
    issues: list[Issue] = []
    _, found = load_situations(tmp_path, "flows", issues)
    assert found.in_text("een blackout") == ()
    assert issues == []


def test_a_question_is_answered_in_a_talk_about_danger_too(talk: Talk) -> None:
    talk.shows(sign(DangerKind.SEXTORTION, URGENT), "er gaat een foto van mij rond")
    talk.presses("Sla over")
    talk.types("ja nu wel")
    before = talk.where
    told = talk.types("maar hoe zeg ik dat thuis")
    assert told[0] == "Je kunt zo beginnen: 'Ik wil iets zeggen.'"
    assert talk.where == before
    assert not talk.state.danger.peer_allowed


def test_a_talk_about_grief_is_not_taken_for_one_about_being_alone(talk: Talk) -> None:
    talk.types("mijn oma is overleden", act="tell")
    talk.types("nu is het daar zo stil en leeg", topic="loneliness")
    assert talk.where is not None
    assert talk.where.flow == "other"


@pytest.mark.parametrize(
    "text",
    [
        "kan jij ook een blackout hebben?",
        "zijn die maatjes zelf ook verhuisd",
        "hoelang duurt een blackout eigenlijk",
        "bestaat er iets tegen een blackout",
        "moet ik dat van die blackout zeggen",
    ],
)
def test_a_question_for_knowledge_is_no_story(talk: Talk, text: str) -> None:
    talk.at("fear_of_failure", "head_or_body")
    heard = {"Alles weg, ineens.", "Een leeg hoofd dus.", "Een nieuwe plek, en het oude is weg."}
    assert not heard & {*talk.types(text)}


def test_a_question_that_is_a_cry_is_one(talk: Talk) -> None:
    talk.at("fear_of_failure", "head_or_body")
    told = talk.types("waarom krijg ik altijd een blackout?")
    assert told[0] in ("Alles weg, ineens.", "Een leeg hoofd dus.")
