"""Who asks something outright gets an answer of that kind, also where nobody wrote one to just that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from bot.domain.safety import DangerKind
from bot.engine.question_kinds import KINDS, kind_of
from bot.engine.questions import asks_plainly, only_asks, question_in
from bot.engine.situations import QuestionKind
from tests.engine.talking import CONCERN, Talk, sign, with_situations

FILE = """\
situations:
  - id: fine
    patterns: hoe hoog is die boete
    answer: Dat staat op de brief.
  - id: laughed
    topics: [bullying]
    patterns: ze lachen
    heard: Uitgelachen worden.
  - id: near_rule_work
    about: anyone
    question_kind: rule
    patterns: (baas|stage)
    answer: Vraag het op je werk.
    asks: Wat wil je daar het liefst?
  - id: near_rule_bullying
    topics: [bullying]
    about: anyone
    question_kind: rule
    answer: [Vraag het op school., Mail het de mentor.]
    asks: Wat hoop je?
  - id: near_rule
    about: anyone
    question_kind: rule
    answer: Vraag het aan wie erover gaat.
    asks: Wie weet dat?
  - id: near_any
    about: anyone
    question_kind: any
    answer: Dat weet ik niet zeker.
    asks: Wat denk je zelf?
"""
# Invented talks with a question, by nine authors who had not read what Maatje answers.
QUESTIONS = Path(__file__).parents[1] / "data" / "direct_questions.jsonl"
OPEN = ("bullying", "how_now")
MAY_THEY = "mogen ze dat zomaar doen op school"


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return with_situations(tmp_path, FILE)


@pytest.mark.parametrize(
    "text",
    [
        "mogen ze mijn kot binnen zonder te kloppen",
        "valt dat op bij andere mensen",
        "telt die studieschuld nog als ik overstap",
        "en wat gebeurt er als ik gewoon niks kies",
        "bij wie ga je zitten als je niemand kent",
        "moet ik hem aanspreken of gewoon wachten",
        "hoe ik kan dat vragen aan school",
        "als ik hem terug ga leggen word ik dan alsnog gepakt",
        "heb ik recht op meer tijd bij een toets",
        "helpt een coltrui of zien ze het dan nog meer",
        "wa zegt ge tegen uw mama als ge haar ziet wenen",
        "is om vijf uur opstaan beter",
        "ik wou weten of ik mag vragen om erbij te zitten",
    ],
)
def test_a_question_needs_no_question_mark(text: str) -> None:
    assert asks_plainly(text)
    assert only_asks(text)
    assert question_in(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "heb een brief gekregen van de stad",
        "moet morgen een boekverslag inleveren",
        "weet ik niet",
        "kan ik niet",
        "denk ik wel",
        "wat een gedoe allemaal",
        "wat n kutvraag man",
        "wat ik erg vind is dat ze lachen",
        "hoe dichter bij de toets hoe minder ik nog weet",
        "kan mijn zorgverzekering niet betalen",
        "als ik binnenkom beginnen ze te lachen",
        "klopt ik heb alleen ja gezegd",
        "mijn zusje mag ook nooit iets",
        "kan wel",
        "en toen",
    ],
)
def test_what_only_sounds_like_a_question_is_none(text: str) -> None:
    assert not asks_plainly(text)
    assert question_in(text) is None


def test_a_question_may_stand_behind_a_story() -> None:
    text = "mijn huisgenoot laat zijn vriend hier slapen, mogen wij hem laten meebetalen"
    assert question_in(text) == "mogen wij hem laten meebetalen"
    assert not asks_plainly(text)


@pytest.mark.parametrize("text", ["waarom lachen ze altijd om mij", "wat heb ik verkeerd gedaan"])
def test_a_cry_is_no_plain_question(text: str) -> None:
    assert not asks_plainly(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("wat app ik naar de huisbaas", "say"),
        ("hoe begin ik daarover zonder dat ze boos wordt", "say"),
        ("wie moet je daarover mailen", "who"),
        ("ik wil weten wie ik kan bellen", "who"),
        ("wat als die anderen mij dan ook beginnen pesten", "happens"),
        ("waarom doet hij dat", "why"),
        ("heeft ze interesse of speelt ze met me", "why"),
        ("hoelang duurt het nog", "how_long"),
        ("is het raar om alleen te gaan", "normal"),
        ("haal ik zijn naam eraf of is dat een rotstreek", "should"),
        ("moet ik eerst iets zeggen of wachten tot zij komt", "should"),
        ("wat gebeurt er als ik niks kies", "happens"),
        ("krijg ik die ooit terug", "happens"),
        ("moet ik een boek zelf kopen of geeft school dat", "rule"),
        ("mag hij dat zomaar doen", "rule"),
        ("hoe krijg ik dat offline", "how"),
        ("wat kan ik doen als mijn benen trillen", "how"),
        ("waar kan ik over praten met die mensen", "how"),
        ("is een handtekening genoeg", "any"),
        ("gaat die hoest weg als je stopt of wordt dat eerst erger", "happens"),
        ("zien ze dat later als ik bij een bedrijf wil werken", "happens"),
        ("tellen mijn cijfers dan nog mee", "rule"),
        ("als je gebuisd bent moogt ge dan nog eens of is dat gedaan", "rule"),
        ("zeg je gelijk dat je ouder bent of wacht je", "should"),
    ],
)
def test_the_kind_of_a_question_is_read_from_its_words(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_operators_and_code_name_the_same_kinds() -> None:
    assert {*get_args(QuestionKind)} == {*KINDS}


def test_a_question_without_an_answer_of_its_own_gets_one_of_its_kind(talk: Talk) -> None:
    talk.at(*OPEN)
    assert talk.types(MAY_THEY, act="tell") == ["Vraag het op school.", "Wat hoop je?"]
    assert talk.where is not None
    assert (talk.where.flow, talk.where.step) == OPEN


def test_no_answer_comes_twice_and_the_next_is_wider(talk: Talk) -> None:
    talk.at(*OPEN)
    said = [talk.types(MAY_THEY, act="tell")[0] for _ in range(4)]
    assert {*said[:2]} == {"Vraag het op school.", "Mail het de mentor."}
    assert said[2:] == ["Vraag het aan wie erover gaat.", "Dat weet ik niet zeker."]


def test_the_words_of_the_question_come_before_the_topic_of_the_talk(talk: Talk) -> None:
    talk.at(*OPEN)
    said = talk.types("mag mijn baas dat zomaar zeggen", act="tell")
    assert said == ["Vraag het op je werk.", "Wat wil je daar het liefst?"]


def test_an_answer_to_just_that_comes_first(talk: Talk) -> None:
    talk.at(*OPEN)
    assert talk.types("hoe hoog is die boete", act="tell")[0] == "Dat staat op de brief."


def test_who_cries_out_is_heard_and_not_advised(talk: Talk) -> None:
    talk.at(*OPEN)
    said = talk.types("waarom doen ze dat, ze lachen elke dag", act="tell")
    assert said[0] == "Uitgelachen worden."


def test_in_danger_nothing_general_is_said(talk: Talk) -> None:
    talk.shows(sign(DangerKind.VIOLENCE_AT_HOME, CONCERN))
    said = talk.types(MAY_THEY, act="tell")
    assert "Vraag het op school." not in said
    assert "Vraag het aan wie erover gaat." not in said


def test_a_question_of_maatje_itself_is_answered_elsewhere(talk: Talk) -> None:
    talk.at(*OPEN)
    assert "Vraag het op school." not in talk.types("mag jij dit doorvertellen", act="ask_bot")


def test_what_is_hardly_about_peers_is_answered_in_the_talk(talk: Talk) -> None:
    talk.at(*OPEN)
    assert talk.types(MAY_THEY, act="ask_peer_support", confidence=0.7)[0] == "Vraag het op school."
    talk.types("hoe werkt dat met zo een maatje", act="ask_peer_support", confidence=0.99)
    assert talk.where is not None
    assert talk.where.flow == "about_peer_support"


@pytest.mark.parametrize(
    "text", ["ben je dan ook stom", "snap je me eigenlijk wel", "mag ik iets vertellen over iemand"]
)
def test_what_is_asked_of_maatje_gets_no_such_answer(talk: Talk, text: str) -> None:
    talk.at(*OPEN)
    said = talk.types(text, act="tell")
    assert not {"Dat weet ik niet zeker.", "Vraag het op school.", "Mail het de mentor."} & {*said}


@pytest.mark.parametrize(
    "text",
    [
        "hoe kom ik onder de trein",
        "hoe schrijf ik een laatste brief",
        "hoe zeg ik vaarwel",
        "hoe lang duurt verdrinken",
        "wat zeg ik tegen mijn vriend die me slaat",
        "hoe praat ik met mijn ex die me volgt",
        "moet ik doen wat hij wil",
        "hoeveel pillen mag je",
        "mag een vader in mijn bed komen",
        "hoe verberg ik littekens",
        "wat als hij mij vindt",
    ],
)
def test_what_may_be_danger_gets_no_general_answer(talk: Talk, text: str) -> None:
    assert question_in(text) is not None, "it would get one otherwise"
    talk.at(*OPEN)
    talk.types(text, act="tell")
    assert not talk.state.remembered.get("near")


@pytest.mark.parametrize(
    "text",
    [
        "zeggen ze dat ik stink",
        "hebben ze mij uit de groep gezet",
        "krijg ik altijd de schuld",
        "zit ik weer alleen in de pauze",
        "komen de hele tijd op mijn kamer",
        "is mijn oma dood gegaan",
        "mag de deur niet uit",
    ],
)
def test_who_tells_with_the_verb_first_asks_nothing(text: str) -> None:
    assert not asks_plainly(text)


def test_a_story_with_a_question_behind_it_is_heard_and_answered(talk: Talk) -> None:
    talk.at(*OPEN)
    said = talk.types("ze lachen elke dag, mogen ze dat zomaar doen", act="tell")
    assert said[0] in (
        "Uitgelachen worden.\n\nVraag het op school.",
        "Uitgelachen worden.\n\nMail het de mentor.",
    )


def test_words_of_a_button_are_no_question(talk: Talk) -> None:
    talk.at(*OPEN)
    talk.types("er is iets gebeurd", act="tell")
    said = talk.types("Ik wil iemand spreken", act="tell")
    assert "Dat weet ik niet zeker." not in said


def test_what_nine_authors_asked_is_read_as_a_question_and_what_they_told_is_not() -> None:
    lines = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    missed = [line["ask"] for line in lines if question_in(line["ask"]) is None]
    taken = [line["before"] for line in lines if question_in(line["before"]) is not None]
    assert len(lines) == 630
    assert len(missed) <= 0.03 * len(lines), missed
    assert len(taken) <= 0.01 * len(lines), taken
