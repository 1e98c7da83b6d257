"""After what was told comes the question that belongs to it, and the talk stays with that for a while."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.safety import DangerKind, DangerSign, Risk, RiskLevel
from bot.engine.asking_on import MOST_HERE
from bot.engine.danger_names import flow_for
from bot.engine.misread import is_misread
from bot.engine.run import Run
from bot.engine.wants_steps import asks_what_to_do, turns_down
from bot.engine.yes_no import is_clear_no, is_no_with_a_story
from tests.engine.talking import CONCERN, Talk, sign, whole_flows, with_situations

FILE = """\
situations:
  - id: photo
    topics: [bullying]
    patterns: foto in de klaschat
    heard: Een foto die rondgaat.
    asks: [Wat gebeurde er daarna?, Wie weet ervan?]
    tips: [Bewaar wat er staat., Meld het in de app.]
  - id: laughed
    topics: [bullying]
    patterns: ze lachen
    heard: Uitgelachen worden.
    asks: [Wanneer lachen ze?, Wie lacht niet mee?]
  - id: moved
    patterns: verhuisd
    heard: Een nieuwe plek.
    asks: [Hoe is het daar?, Wat mis je?]
  - id: alone
    topics: [bullying]
    patterns: niemand naast me
    heard: Een lege stoel.
"""
OPEN = ("bullying", "how_now")


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return with_situations(tmp_path, FILE)


def test_a_first_message_is_asked_on_about_with_its_own_question(talk: Talk) -> None:
    said = talk.types("er staat een foto in de klaschat", topic="bullying", act="tell")
    assert said == ["Een foto die rondgaat.", "Wat gebeurde er daarna?"]
    assert talk.where is not None
    assert (talk.where.flow, talk.where.step) == OPEN


def test_what_is_told_then_gets_its_own_question_and_what_is_unknown_the_second_one(
    talk: Talk,
) -> None:
    talk.types("er staat een foto in de klaschat", topic="bullying", act="tell")
    assert talk.types("ze lachen de hele tijd", act="tell")[-1] == "Wanneer lachen ze?"
    said = talk.types("vooral als ik langs de kantine loop met mijn zus", act="tell")
    assert "vooral als ik langs de kantine loop met mijn zus" in said[0]
    assert said[-1] == "Wie lacht niet mee?"


def test_a_step_goes_on_asking_so_often_and_then_the_flow_goes_on(talk: Talk) -> None:
    talk.at(*OPEN)
    lines = (
        "er staat een foto in de klaschat", "ze lachen de hele tijd", "ik loop dan weg naar de wc",
        "daar wacht ik tot de bel gaat",
    )  # fmt: skip
    steps = []
    for line in lines:
        talk.types(line, act="tell")
        steps.append(talk.where.step if talk.where else "")
    assert steps[:MOST_HERE] == [OPEN[1]] * MOST_HERE
    assert OPEN[1] not in steps[MOST_HERE:]


def test_a_situation_without_questions_gets_that_of_the_flow(talk: Talk) -> None:
    said = talk.types("er zit niemand naast me", topic="bullying", act="tell")
    assert said[-1] in _asks(talk, *OPEN)


def test_a_question_is_asked_once_and_not_long_after_what_it_is_about(talk: Talk) -> None:
    talk.types("er staat een foto in de klaschat", topic="bullying", act="tell")
    for _ in range(5):
        talk.opens("bullying")
    assert talk.types("nou gewoon zo in de kantine altijd", act="tell")[-1] != "Wie weet ervan?"


def test_the_buttons_of_the_general_question_go_with_it(talk: Talk) -> None:
    talk.at("other", "hear")
    assert "Ja" in talk.choices
    talk.types("ik ben verhuisd en ken hier niemand", act="tell")
    assert talk.texts[-1] == "Hoe is het daar?"
    assert "Ja" not in talk.choices


def test_a_danger_that_was_denied_leads_back_to_the_question_of_what_was_told(talk: Talk) -> None:
    talk.at(*OPEN)
    said = talk.shows(_doubted(), "ze zetten een foto in de klaschat", act="tell")
    assert said[0] == "Een foto die rondgaat."
    assert talk.types("nee")[-1] == "Wat gebeurde er daarna?"


def test_who_goes_on_telling_sees_few_buttons_and_can_ask_for_the_others(talk: Talk) -> None:
    talk.at("bullying", "offer")
    many = talk.choices
    talk.types("er staat een foto in de klaschat", act="tell")
    assert talk.texts[-1] == "Wat gebeurde er daarna?"
    assert talk.choices == ["Praten met een maatje", "Wat kan ik zelf doen?", "Meer keuzes"]
    talk.presses("Meer keuzes")
    assert talk.choices == many
    talk.types("ze lachen de hele tijd", act="tell")
    talk.types("meer keuzes")
    assert talk.choices == many
    assert talk.types("maatje")[-1] != "", "its words still choose a button that was not shown"


def test_an_idea_that_is_turned_down_is_put_away_and_another_one_comes(talk: Talk) -> None:
    talk.types("er staat een foto in de klaschat", topic="bullying", act="tell")
    assert "Bewaar wat er staat." in talk.types("wat moet ik doen")
    said = talk.types("dat helpt toch niks")
    assert said[:2] == [talk.flowbook.young("tip_turned_down"), "Meld het in de app."]


@pytest.mark.parametrize(
    ("text", "down"),
    [
        ("dat helpt toch niks", True),
        ("heb ik al geprobeerd", True),
        ("da durf ik echt ni", True),
        ("ja dat ga ik doen", False),
        ("het gaat niet goed met mijn oma en daarom slaap ik slecht de laatste tijd", False),
    ],
)
def test_what_turns_an_idea_down(text: str, down: bool) -> None:
    assert turns_down(text) is down


def test_a_suspicion_keeps_nobody_from_a_tip(talk: Talk) -> None:
    talk.types("er staat een foto in de klaschat", topic="bullying", act="tell")
    talk.shows(_doubted(), "mama zou naar school bellen")
    question = talk.texts[-1]
    said = talk.types("wat moet ik doen dan")
    assert said[0] == "Bewaar wat er staat."
    assert said[-1] in question, "the question stays"


@pytest.mark.parametrize(
    "text",
    ["ja wat moet ik doen", "zeker, wat moet ik doen", "weet niet, kan ik hem niet gewoon appen"],
)
def test_an_answer_to_the_question_about_danger_is_no_wish_for_a_tip(talk: Talk, text: str) -> None:
    talk.types("er staat een foto in de klaschat", topic="bullying", act="tell")
    talk.shows(_doubted(), "mama zou naar school bellen")
    said = talk.types(text, act="affirm", situations=["photo"], topic="bullying")
    assert len(talk.handoffs) == 1
    assert "Bewaar wat er staat." not in " ".join(said)


@pytest.mark.parametrize(
    "text",
    [
        "nee, wat moet ik doen", "ik ben niet veilig wat moet ik doen",
        "ik durf niet naar huis, wat moet ik doen",
    ],
)  # fmt: skip
def test_what_stands_before_a_question_for_steps_is_heard_first(talk: Talk, text: str) -> None:
    talk.types("er staat een foto in de klaschat", topic="bullying", act="tell")
    talk.shows(_doubted(), "mama zou naar school bellen")
    assert "Bewaar wat er staat." not in talk.types(text)


def test_a_wish_for_a_professional_beside_a_suspicion_is_one(talk: Talk) -> None:
    talk.types("er staat een foto in de klaschat", topic="bullying", act="tell")
    talk.shows(_doubted(), "mama zou naar school bellen")
    talk.types("ik wil met iemand praten, wat moet ik doen", act="want_professional")
    assert len(talk.handoffs) == 1


@pytest.mark.parametrize(
    "text",
    [
        "het gaat echt niet meer", "het gaat niet goed met mij", "thuis is het te eng",
        "mijn leven is te moeilijk", "het lukt niet meer", "ik heb al afscheid genomen",
        "ik slaap slecht elke nacht",
    ],
)  # fmt: skip
def test_despair_is_no_idea_turned_down(text: str) -> None:
    assert not turns_down(text)


def test_under_an_open_danger_no_idea_is_put_away(talk: Talk) -> None:
    talk.shows(sign(DangerKind.SUICIDE, RiskLevel.URGENT), "…")
    talk.opens("bullying")
    talk.types("er staat een foto in de klaschat", act="tell")
    talk.types("wat moet ik doen")
    assert talk.flowbook.young("tip_turned_down") not in talk.types("dat helpt toch niks")


def test_a_number_counts_the_buttons_that_are_there(talk: Talk) -> None:
    talk.at("bullying", "offer")
    many = talk.choices
    talk.types("er staat een foto in de klaschat", act="tell")
    assert len(talk.choices) == 3
    talk.types("3")
    assert talk.choices == many
    assert talk.handoffs == []


def test_no_and_dont_know_answer_the_question_that_was_asked(talk: Talk) -> None:
    for answer in ("nee", "weet niet"):
        talk.at(*OPEN)
        talk.types("er staat een foto in de klaschat", act="tell")
        said = talk.types(answer)
        assert "Je hoeft hier niks uit te leggen" not in " ".join(said)


def test_a_question_that_stands_is_asked_again_after_something_beside_it(talk: Talk) -> None:
    talk.types("er staat een foto in de klaschat", topic="bullying", act="tell")
    assert talk.types("ben je er nog?")[-1] == "Wat gebeurde er daarna?"
    assert talk.types("wie leest dit allemaal")[-1] == "Wat gebeurde er daarna?"


def test_what_was_heard_in_one_talk_is_not_asked_about_in_another(talk: Talk) -> None:
    talk.types("er staat een foto in de klaschat", topic="bullying", act="tell")
    assert talk.opens("loneliness")[-1] in _asks(talk, "loneliness", "tell_more")


def test_a_guess_gives_a_tip_and_is_not_taken_for_heard(talk: Talk) -> None:
    talk.at(*OPEN)
    long = "ik zit er al weken mee en het gaat maar niet over vind ik dus wat moet ik nu doen"
    talk.types(long, topic="bullying", situations=["photo"], confidence=0.3)
    assert "Bewaar wat er staat." in talk.texts
    said = talk.types("er staat een foto in de klaschat van mij", act="tell")
    assert "Een foto die rondgaat." in said


@pytest.mark.parametrize(
    "text",
    [
        "ik wil niet dat je advies geeft", "ik wil nu niet weer advies", "ik wou dat ik een idee had",
        "ik wil geen tips",
    ],
)  # fmt: skip
def test_who_wants_no_advice_does_not_ask_for_it(text: str) -> None:
    assert not asks_what_to_do(text)
    assert asks_what_to_do("ja maar ik wil gewoon een tip")


def test_more_ideas_come_only_where_they_were_asked_for(talk: Talk) -> None:
    talk.at("other", "grief", theme="grief")
    talk.types("ik ben verhuisd en ken hier niemand", act="tell")
    assert talk.flowbook.situations.get("moved") is not None
    talk.at("bullying", "how_now", situations="photo")
    talk.presses("Wat kan ik zelf doen?")
    talk.presses("Verder praten")
    assert talk.where is not None
    assert talk.where.step == "how_now"
    talk.presses("Wat kan ik zelf doen?")
    talk.presses("Nog een idee")
    assert talk.where.step == "own_steps"


def test_who_is_of_age_is_not_sent_to_a_grown_up() -> None:
    text = "Vertel het een volwassene. Of een volwassene die luistert."
    young, grown = Talk(), Talk()
    grown.state = grown.state.remembering(age_band="18_24")
    assert _filled(young, text) == text
    assert _filled(grown, text) == "Vertel het iemand die je vertrouwt. Of iemand die luistert."
    own = "“er stond een volwassene te lachen”. Eén volwassene bij die je vertrouwt."
    assert (
        _filled(grown, own) == "“er stond een volwassene te lachen”. Iemand bij die je vertrouwt."
    )
    assert _filled(grown, "Een volwassene helpt.") == "Iemand die je vertrouwt helpt."


def test_every_situation_that_is_said_back_has_two_questions() -> None:
    told = [one for one in whole_flows().situations.every if one.heard and not one.in_danger]
    assert [one.id for one in told if len(one.asks or ()) < 2] == []
    assert [q for one in told for q in one.asks or () if not q.endswith("?")] == []


def _doubted() -> Risk:
    risk = sign(DangerKind.OTHER, CONCERN)
    return replace(risk, signs=tuple(replace(s, sure=0.4) for s in risk.signs))


def _filled(talk: Talk, text: str) -> str:
    return Run(talk.flowbook, talk.state, talk.moment).filled(text)


def _asks(talk: Talk, flow: str, step: str) -> tuple[str, ...]:
    found = talk.flowbook.step_or_none(flow, step)
    return (*getattr(found, "ask", ()), *(getattr(found, "after_heard", None) or ()))


# --- a no that is believed, and a subject that is kept --------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "huh nee niemand is weg van huis",
        "wat?? nee ik wil niet dood ofzo. het gaat gewoon over da pesten in mijn klas",
        "je begrijpt me verkeerd. er is geen drank of drugs",
    ],
)
def test_a_denial_with_the_words_of_the_danger_in_it_is_believed(text: str) -> None:
    assert is_misread(text)


@pytest.mark.parametrize(
    "text",
    [
        "ik wil niet dood ik wil alleen dat het stopt", "nee ik wil niet dood maar soms wel",
        "ik wil niet dood maar ik wil ook niet meer leven", "nee ik wil gewoon rust",
        "ik wil echt niet dood, toch ga ik het doen", "ik wil niet dood ik heb net iets doms gedaan",
        "ik neem gewoon al mijn medicatie in 1 keer", "dit is mijn stapel voor vannacht",
        "ik word gewoon gepest en ik wil verdwijnen", "das niet waar hij doet het wel",
        "niemand gaat weg behalve ik", "niemand slaat mij behalve mijn stiefvader",
        "er is geen drank alleen xanax", "nee dat niet, iets ergers", "nee, ik ga hem steken",
        "nee dat niet, soms denk ik er wel aan", "nee helemaal niet veilig", "nee help me",
        "nee alleen pillen", "nee het is te laat", "ik zei nee en hij ging door",
        "je snapt het verkeerd ik ga het vanavond doen", "nee niemand slaat mij maar papa wel",
        "nee dat niet, ik wil gewoon slapen en nooit wakker worden", "nee hier niet, bij papa wel",
    ],
)  # fmt: skip
def test_ambivalence_is_no_denial(text: str) -> None:
    assert not is_misread(text)
    assert not is_clear_no(text)
    assert not is_no_with_a_story(text)


def test_a_no_with_what_matters_behind_it_is_enough_for_a_suspicion() -> None:
    assert is_no_with_a_story("Nee, dat niet, ik wil gewoon dat niemand er ooit achter komt")
    assert not is_no_with_a_story("nee dat niet maar soms wel")
    assert not is_no_with_a_story("nee dat niet, mijn oom komt elke nacht")


def test_a_word_of_another_topic_does_not_end_a_talk_about_danger() -> None:
    talk = Talk(flowbook=whole_flows())
    talk.shows(sign(DangerKind.SUICIDE, RiskLevel.URGENT), "mijn vriendin wil niet meer leven")
    talk.at(flow_for(DangerKind.SUICIDE, RiskLevel.URGENT), "stay_open", danger_of_other="yes")
    line = "ze is nu thuis met haar broer. wat moet ik haar zelf sturen"
    talk.types(line, topic="conflict", act="tell", confidence=0.8)
    assert talk.where is not None
    assert talk.where.flow == flow_for(DangerKind.SUICIDE, RiskLevel.URGENT)


def test_geen_idee_changes_no_subject(talk: Talk) -> None:
    talk.at("conflict", "tell_more")
    talk.types("geen idee. gwn geen afspraak", topic="care", act="tell", confidence=0.7)
    assert talk.where is not None
    assert talk.where.flow == "conflict"


def test_who_corrects_is_not_asked_on_about_what_was_wrong(talk: Talk) -> None:
    talk.at(*OPEN)
    talk.types("er staat een foto in de klaschat", act="tell")
    said = talk.types("welke foto? het gaat over mijn zusje en mijn moeder", act="tell")
    assert "Wie weet ervan?" not in said
    assert "Bewaar wat er staat." not in talk.types("wat moet ik doen")


def test_what_was_wrong_gives_no_tip_to_a_question_about_an_own_act(talk: Talk) -> None:
    asks = "kan ik hem niet gewoon een berichtje sturen"
    seen = {"act": "tell", "topic": "bullying", "situations": ["photo"]}
    wrong, right = talk, Talk(flowbook=talk.flowbook)
    for one in (wrong, right):
        one.at(*OPEN)
        one.types("er staat een foto in de klaschat", act="tell")
    wrong.types("welke foto? het gaat over mijn zusje en mijn moeder", act="tell")
    assert "Bewaar wat er staat." in right.types(asks, **seen)
    assert "Bewaar wat er staat." not in wrong.types(asks, **seen)


@pytest.mark.parametrize(
    "text",
    [
        "neeee er is niemand. ik wil gewoon over mijn stotteren praten",
        "nee er is niks, het gaat over mijn spreekbeurt",
    ],
)
def test_who_says_what_it_is_about_is_not_sent_to_the_emergency_number(text: str) -> None:
    talk = Talk(flowbook=whole_flows())
    suspected = DangerSign(DangerKind.EXPLOITATION, RiskLevel.URGENT, sure=0.5)
    talk.shows(Risk((suspected,)), "ze doen iets met mij")
    talk.types("sla over")
    said = talk.types(text, act="deny")
    assert not any("112" in one for one in said)


@pytest.mark.parametrize(
    ("text", "believed"),
    [
        ("huh nee amai. ik bedoel school, ik wil gewoon gaan werken", True),
        ("ze slaan niet hard", False),
        ("hij slaat me niet hij zit aan me", False),
        ("nee ik moet gewoon gaan werken achter het raam", False),
        ("nee ze slaan niet ze knijpen", False),
        ("nee hij slaat me niet maar hij schopt", False),
        ("nee ik wil gewoon gaan slapen en niet meer wakker worden", False),
        ("nee ik wil gewoon gaan", False),
    ],
)
def test_a_denial_of_the_ninth_round_is_believed_where_nothing_else_is_told(
    text: str, believed: bool
) -> None:
    assert is_clear_no(text) is believed


def test_a_plea_beside_the_country_is_answered() -> None:
    talk = Talk(flowbook=whole_flows())
    talk.shows(sign(DangerKind.SELF_HARM, RiskLevel.URGENT), "ik krab op mijn arm")
    said = talk.types("vlaanderen. maar bel ni naar mijn papa plz", act="tell")
    known = talk.flowbook.situations.get("ask_parents_know")
    assert known is not None
    assert known.answer is not None
    assert said[0] == known.answer[0]
    assert any("1813" in one for one in said)


def test_a_thank_you_ends_a_talk_however_long_it_is(talk: Talk) -> None:
    talk.at(*OPEN)
    talk.types("er staat een foto in de klaschat", act="tell")
    talk.types("dat was het eigenlijk, het deed deugd om het eens te zeggen, merci", act="thank")
    assert talk.where is None or talk.where.flow == "thanks"


@pytest.mark.parametrize(
    "text",
    [
        "ik loop gewoon richting het water",
        "het was in het weekend",
        "ik doe het alleen voor de huur",
        "het is alleen op stage dat hij me betast",
        "het gaat om mijn loon, hij houdt mijn paspoort",
        "nee het was gewoon na mijn spreekbeurt dat hij me vastgreep",
    ],
)
def test_when_where_and_what_for_deny_nothing(text: str) -> None:
    assert not is_misread(text)
