"""What a young person notices of the engine, turn by turn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.conversation import Conversation, Position
from bot.domain.handoff import Urgency
from bot.domain.ids import PersonId
from bot.domain.interpretation import Interpretation
from bot.domain.safety import DangerKind, RiskLevel
from bot.domain.turn import AnswerCheckIn
from bot.domain.volunteer import Role
from bot.engine.run import FIGURES, Moment, Run
from bot.engine.running import MAX_DEPTH, in_human_hands, say_only
from bot.engine.said import WHO_READS
from bot.engine.step import Answer, GoTo
from bot.engine.steps.ask import Ask
from bot.engine.stop_words import STOP_WORDS, is_stop
from bot.engine.which_topic import WHICH_TOPIC
from tests.engine.talking import NOW, Talk, flows_of_today, sign, with_flows
from tests.fakes import A_TUESDAY

YOUNG = flows_of_today().texts.young
SORT = """
flow: sort
title: Soort
steps:
  - id: which
    ask: Welke?
    choices:
      - {say: Een appel, next: apple, also: [appeltje], means: [affirm]}
      - {say: Een peer, next: pear, means: [deny]}
    unclear: Kies er een.
  - {id: apple, say: Een appel dus., next: END}
  - {id: pear, say: Een peer dus., next: END}
"""


def sort() -> Talk:
    return Talk(with_flows(SORT)).at("sort")


# --- buttons and their typed equivalents ----------------------------------------------------------


def test_a_pressed_button_and_its_words_and_its_number_mean_the_same() -> None:
    assert sort().presses("Een peer") == ["Een peer dus."]
    for typed in ("een peer", "Een peer!", "2", "een peeer"):
        assert sort().types(typed) == ["Een peer dus."]


def test_other_words_of_a_choice_and_its_act_count_too() -> None:
    assert sort().types("appeltje") == ["Een appel dus."]
    assert sort().types("zeker weten", act="affirm") == ["Een appel dus."]


def test_the_very_words_of_a_button_win_from_a_near_miss_of_an_earlier_one() -> None:
    flow = """
flow: family
title: Familie
steps:
  - id: who
    ask: Over wie gaat het?
    choices:
      - {say: Mijn zusje, next: younger}
      - {say: Mijn zus, next: older, also: [mijn zusjes]}
    unclear: Kies er een.
  - {id: younger, say: Je zusje dus., next: END}
  - {id: older, say: Je zus dus., next: END}
"""
    for typed, said in (
        ("mijn zus", "Je zus dus."),
        ("Mijn zusjes!", "Je zus dus."),
        ("2", "Je zus dus."),
        ("mijn zusje", "Je zusje dus."),
        ("mijn zusjee", "Je zusje dus."),
    ):
        assert Talk(with_flows(flow)).at("family").types(typed) == [said]


def test_what_is_not_understood_is_asked_again_with_the_same_buttons() -> None:
    talk = sort()
    assert talk.types("banaan") == ["Kies er een."]
    assert talk.choices == ["Een appel", "Een peer"]
    assert talk.events == [("not_understood", "sort")]
    assert talk.presses("Een appel") == ["Een appel dus."]


def test_how_often_nothing_was_understood_is_counted_and_forgotten_when_it_is() -> None:
    talk = sort()
    talk.types("banaan")
    talk.types("kiwi")
    assert talk.state.unclear == 2
    talk.types("1")
    assert talk.state.unclear == 0


def test_a_clear_topic_leaves_a_closed_question_that_it_does_not_answer() -> None:
    talk = sort()
    talk.types("ze lachen me uit", topic="bullying")
    assert talk.where is not None
    assert talk.where.flow == "bullying"


def test_an_old_button_is_answered_kindly_and_the_question_comes_again() -> None:
    talk = sort()
    old = talk.shown[0].key
    talk.presses("Een peer")
    talk.opens("sort")
    assert talk.presses_key(old) == [YOUNG["old_button"], "Welke?"]
    assert talk.choices == ["Een appel", "Een peer"]


@pytest.mark.parametrize(
    "key", ["", "q", "q1", "q1.", "q1.x", "q1.-1", "q1.99", "x1.0", "q.0", "🙂"]
)
def test_no_key_of_a_button_breaks_anything(key: str) -> None:
    assert sort().presses_key(key)[0] == YOUNG["old_button"]


def test_an_old_button_while_nothing_is_asked_shows_the_menu() -> None:
    talk = Talk()
    assert talk.presses_key("q7.0")[0] == YOUNG["old_button"]
    assert talk.where == Position("menu", "choose")


def test_an_old_button_does_not_disturb_a_talk_with_a_human() -> None:
    talk = Talk(moment=replace(NOW, in_relay=True))
    assert talk.presses_key("q7.0") == [YOUNG["old_button_in_talk"]]
    assert talk.where is None


def test_a_step_that_an_operator_took_away_is_admitted_and_the_talk_goes_on() -> None:
    talk = Talk(state=Conversation(PersonId("y"), (Position("sort", "gone"),), introduced=True))
    answer = talk.types("hallo?", topic="bullying")
    assert answer[0] == YOUNG["step_gone"]
    assert talk.where is not None
    assert talk.where.flow == "bullying"


def test_a_step_that_is_gone_below_the_open_one_leads_to_the_menu() -> None:
    stack = (Position("gone", "gone"), Position("sort", "which"))
    talk = Talk(with_flows(SORT), state=Conversation(PersonId("y"), stack, introduced=True))
    assert talk.types("1")[:2] == ["Een appel dus.", YOUNG["step_gone"]]
    assert talk.where == Position("menu", "choose")


def test_every_word_of_every_button_in_flows_chooses_that_button() -> None:
    book = flows_of_today()
    questions = [
        (flow.name, step)
        for flow in book.flows.values()
        for step in flow.steps
        if isinstance(step, Ask) and flow.name != WHICH_TOPIC  # shows only some: test_which_topic
    ]
    assert len(questions) > 50
    grown, moment = Talk().state.remembering(age_band="18_24"), replace(NOW, learning=True)
    wrong = []
    for flow, step in questions:
        for choice in step.choices:
            for words in (choice.say, *choice.also):
                run = Run(book, grown, moment)
                move = step.answer(run, Answer(Interpretation(), words))
                kept = {k: v for k, v in choice.remember.items() if k not in FIGURES}
                known = {"age_band": "18_24", **kept}
                if move != GoTo(choice.next) or run.conversation.remembered != known:
                    wrong.append(f"{flow}.{step.id}: «{words}» → {move}")
    assert wrong == []


def test_a_measure_takes_a_button_a_number_and_a_sentence_with_one_number() -> None:
    for typed in ("7", "een 7 denk ik", "7!"):
        talk = Talk().at("goal", "sure")
        talk.types(typed)
        assert talk.state.remembered["confidence"] == "7"
    talk = Talk().at("goal", "sure")
    talk.presses("10")
    assert talk.state.remembered["confidence"] == "10"


@pytest.mark.parametrize("typed", ["0", "11", "6 of 7", "best zeker", "-", "1000"])
def test_a_measure_asks_again_for_what_is_no_number_of_its_scale(typed: str) -> None:
    talk = Talk().at("goal", "sure")
    talk.types(typed)
    assert talk.where == Position("goal", "sure")
    assert "confidence" not in talk.state.remembered


# --- the beginning --------------------------------------------------------------------------------


def test_the_first_answer_says_who_is_there_and_helps_at_once() -> None:
    talk = Talk(state=Conversation(PersonId("new")))
    first, *helps = talk.types("ze lachen me uit", topic="bullying")
    assert first == YOUNG["intro"]
    assert helps
    assert YOUNG["intro"] not in talk.types("elke dag")


@pytest.mark.parametrize(
    ("means", "flow"),
    [
        ({"topic": "bullying"}, "bullying"),
        ({"topic": "bullying", "confidence": 0.3}, WHICH_TOPIC),
        ({"topic": "bullying", "confidence": 0.1}, "other"),
        ({"topic": "none"}, "other"),
        ({"topic": "homework"}, "homework"),
        ({"act": "greet"}, "menu"),
        ({"topic": "bullying", "act": "greet"}, "bullying"),
        ({"topic": "bullying", "act": "ask_bot"}, "who_reads"),
        ({"act": "want_peer"}, "about_you"),
    ],
)
def test_the_first_words_open_the_flow_that_fits(means: dict[str, object], flow: str) -> None:
    talk = Talk()
    talk.types("…", **means)
    assert talk.where is not None
    assert talk.where.flow == flow


def test_a_clear_subject_leaves_the_safety_net() -> None:
    talk = Talk()
    talk.types("ik weet het niet meer zo goed", topic="none")
    assert talk.where is not None
    assert talk.where.flow == "other"
    talk.types("welke richting moet ik kiezen na 3 havo", topic="study_choice")
    assert talk.where is not None
    assert talk.where.flow == "study_choice"
    assert talk.state.remembered["topic"] == "study_choice"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("weet ik niet", {"topic": "study_choice"}),
        ("het gaat al lang niet zo lekker", {"topic": "study_choice", "confidence": 0.5}),
        ("het gaat al lang niet zo lekker", {"topic": "none"}),
    ],
)
def test_a_vague_answer_stays_in_the_safety_net(text: str, means: dict[str, object]) -> None:
    talk = Talk()
    talk.types("ik weet het niet meer zo goed", topic="none")
    talk.types(text, **means)
    assert talk.where is not None
    assert talk.where.flow == "other"


def test_while_the_language_service_is_away_the_buttons_of_the_menu_help() -> None:
    talk = Talk()
    talk.types_unread("ze lachen me uit")
    assert talk.texts[0] == YOUNG["nlu_away"]
    assert "Pesten" in talk.choices


def test_typed_words_in_the_menu_are_a_new_beginning() -> None:
    talk = Talk().at("menu")
    talk.types("ik heb schulden", topic="debt")
    assert talk.where is not None
    assert talk.where.flow == "debt"


# --- flows in flows -------------------------------------------------------------------------------


def test_asking_for_a_human_in_the_middle_comes_back_to_the_question() -> None:
    talk = Talk(moment=replace(NOW, professionals_on_duty=1)).at("goal", "step")
    talk.types("ik wil een volwassene", act="want_professional")
    assert [(h.to, h.urgency) for h in talk.handoffs] == [(Role.PROFESSIONAL, Urgency.NORMAL)]
    assert talk.where == Position("goal", "step")


def test_a_question_with_its_own_button_for_a_human_uses_that_one() -> None:
    talk = Talk().at("bullying", "choose_human")
    talk.types("iemand die het zelf kent", act="want_peer")
    assert talk.where == Position("about_you", "region")
    assert [p.flow for p in talk.state.stack] == ["want_peer", "about_you"]


def test_who_reads_is_one_press_away_on_the_last_message_of_every_turn() -> None:
    talk = Talk()
    for text in ("hoi", "nou ja", "weet niet", "laat maar"):
        talk.types(text)
        assert [b.key for b in talk.turn.replies[-1].buttons].count(WHO_READS) == 1
        assert all(b.key != WHO_READS for r in talk.turn.replies[:-1] for b in r.buttons)


def test_who_reads_comes_back_to_where_the_talk_was_and_has_no_button_to_itself() -> None:
    talk = sort()
    talk.presses("Wie leest dit?")
    assert talk.where is not None
    assert talk.where.flow == WHO_READS
    assert "Wie leest dit?" not in [b.label for b in talk.shown]
    talk.presses("Verder praten")
    assert talk.texts[-1] == "Welke?"


def test_what_maatje_begins_itself_comes_back_to_where_the_talk_was() -> None:
    talk = Talk(with_flows(SORT, one_line("small"))).at("sort")
    assert talk.opens("small", keep=True) == ["small", "Welke?"]


def one_line(name: str, then: str = "next: END") -> str:
    return f"flow: {name}\ntitle: {name}\nsteps:\n  - {{id: a, say: {name}, {then}}}\n"


def linking(name: str, kind: str, other: str) -> str:
    return f"flow: {name}\ntitle: {name}\nsteps:\n  - {{id: a, {kind}: {other}}}\n"


@pytest.mark.parametrize("kind", ["call", "link"])
def test_flows_that_run_in_a_ring_end_in_an_apology_and_a_human(kind: str) -> None:
    talk = Talk(with_flows(linking("ping", kind, "pong"), linking("pong", kind, "ping")))
    assert talk.opens("ping") == [YOUNG["flow_failed"]]
    assert ("flow_failed", "ping") in talk.events or ("flow_failed", "pong") in talk.events
    assert [(h.to, h.urgency) for h in talk.handoffs] == [(Role.PROFESSIONAL, Urgency.NORMAL)]
    assert talk.where is None
    assert talk.types("hoi", act="greet")


def test_steps_that_run_in_a_ring_say_no_more_than_the_limit() -> None:
    ring = one_line("ring", "next: a")
    talk = Talk(with_flows(ring))
    assert talk.opens("ring")[-1] == YOUNG["flow_failed"]
    assert len(talk.texts) <= 41


def test_a_call_comes_back_and_a_link_does_not() -> None:
    calls = "flow: calls\ntitle: c\nsteps:\n  - {id: a, call: inner}\n  - {id: b, say: terug, next: END}\n"
    talk = Talk(with_flows(one_line("inner"), calls, linking("links", "link", "inner")))
    assert talk.opens("calls") == ["inner", "terug"]
    assert talk.opens("links") == ["inner"]
    assert talk.where is None


def test_however_deep_flows_wait_for_one_another_the_stack_stays_small() -> None:
    talk = Talk()
    for _ in range(30):
        talk.types("wie ben jij", act="ask_bot")
        talk.types("een mens graag", act="ask_peer_support")
    assert len(talk.state.stack) <= MAX_DEPTH + 1


def test_a_flow_that_is_not_there_leads_to_the_menu() -> None:
    talk = Talk()
    talk.opens("gone")
    assert ("flow_failed", "gone") in talk.events
    assert talk.where == Position("menu", "choose")


def test_variants_take_turns() -> None:
    flow = "flow: vary\ntitle: v\nsteps:\n  - {id: a, say: [een, twee], next: END}\n"
    talk = Talk(with_flows(flow))
    said = [talk.opens("vary")[0] for _ in range(4)]
    assert said[0] != said[1]
    assert said[:2] == said[2:]


# --- what is kept ---------------------------------------------------------------------------------


def test_an_answer_is_kept_under_its_name_and_said_back() -> None:
    talk = Talk().at("goal", "step")
    talk.types("één brief openmaken")
    talk.types("morgen na het eten")
    talk.presses("Sla over")
    assert "één brief openmaken" in talk.texts[-1]
    assert "morgen na het eten" in talk.texts[-1]


def test_of_a_very_long_answer_the_beginning_is_kept() -> None:
    talk = Talk().at("check_in", "note")
    talk.types("x" * 10_000)
    assert talk.last is not None
    (kept,) = [one for one in talk.last.effects if isinstance(one, AnswerCheckIn)]
    assert kept.note == "x" * 500


def test_braces_in_an_answer_are_words_like_any_other() -> None:
    talk = Talk().at("goal", "step")
    talk.types("{goal_when} {alias} {0}")
    assert talk.state.remembered["goal_step"] == "{goal_when} {alias} {0}"
    talk.types("morgen")
    talk.presses("Sla over")
    assert "{0}" in talk.texts[-1]


@pytest.mark.parametrize("typed", ["", "   ", "\n"])
def test_nothing_typed_is_no_answer_to_an_open_question(typed: str) -> None:
    talk = Talk().at("goal", "step")
    talk.types(typed)
    assert talk.where == Position("goal", "step")


def test_the_clear_topic_goes_along_to_whoever_takes_over() -> None:
    talk = Talk()
    talk.types("ze lachen me uit", topic="bullying")
    talk.opens("goal")
    talk.types("ik wil een volwassene", act="want_professional")
    assert talk.handoffs[0].topic == "bullying"


# --- stopping -------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", sorted(STOP_WORDS))
def test_the_words_that_stop_stop_however_they_are_typed(word: str) -> None:
    for said in (word, word.upper(), f"{word}!!", f" {word} 😭"):
        assert is_stop(Talk().state, said)


@pytest.mark.parametrize(
    "said",
    ["ik wil stoppen", "ik wil dat ze stoppen met pesten", "niet stoppen", "de bus stop was dicht"],
)
def test_a_story_about_stopping_is_no_wish_to_stop(said: str) -> None:
    assert not is_stop(Talk().state, said)


def test_after_a_danger_sign_who_wants_to_go_may_go() -> None:
    talk = Talk()
    assert not is_stop(talk.state, "laat me met rust")
    talk.shows(sign(DangerKind.SUICIDE, RiskLevel.URGENT))
    assert is_stop(talk.state, "laat me met rust")


def test_saying_one_thing_leaves_the_talk_where_it_is_or_ends_it() -> None:
    talk = sort()
    turn = say_only(talk.flowbook, talk.state, "Eén ding.", talk.moment)
    assert turn.conversation.position == Position("sort", "which")
    turn = say_only(talk.flowbook, talk.state, "Dag.", talk.moment, end=True)
    assert turn.conversation.stack == ()


def test_when_a_human_takes_the_chat_the_question_of_the_flow_rests_for_good() -> None:
    assert in_human_hands(sort().state).stack == ()


def test_the_engine_asks_nobody_the_time_and_changes_nothing_given() -> None:
    talk = sort()
    before = talk.state
    first = talk.types("1")
    again = Talk(talk.flowbook, Moment(A_TUESDAY), before)
    assert again.types("1") == first
    assert before.position == Position("sort", "which")


# --- where somebody lives, and how old they are ---------------------------------------------------


def test_region_and_age_in_one_sentence_are_both_heard() -> None:
    talk = Talk().at("about_you", "region")
    talk.types("ik ben 14 en woon in gent")
    assert (talk.state.region, talk.state.age_band) == ("be", "12_15")
    assert talk.where is None or talk.where.flow != "about_you"


@pytest.mark.parametrize("said", ["nee", "Neen", "nope", "nee hoor", "laat maar"])
def test_no_is_an_answer_to_where_and_how_old(said: str) -> None:
    talk = Talk().at("about_you", "region")
    talk.types(said)
    assert talk.where == Position("about_you", "age")
    talk.types(said)
    assert talk.where is None
    assert talk.state.age_band == "unknown"


def test_a_wrong_age_can_be_put_right_at_once_and_later() -> None:
    talk = Talk().at("about_you", "age", region="nl")
    talk.presses("Jonger dan 12")
    assert not talk.state.peer_possible
    talk.presses("Verkeerd gedrukt")
    talk.presses("12 tot 15")
    assert talk.state.peer_possible
    talk.types("mijn leeftijd klopt niet")
    talk.presses("16 of 17")
    assert talk.state.age_band == "16_17"


def test_an_expected_wait_begins_with_a_capital_where_it_begins_a_sentence() -> None:
    talk = Talk(moment=replace(NOW, waiting_for=Role.VOLUNTEER, wait="ongeveer 5 minuten"))
    assert "Hoelang duurt het nog? Ongeveer 5 minuten." in talk.opens("queue")[0]


def test_that_typing_is_hardly_understood_is_said_once() -> None:
    talk = Talk()
    talk.types_unread("ze lachen me uit")
    talk.opens("small_talk")
    assert YOUNG["nlu_away"] not in talk.types_unread("hallo")
    assert "Pesten" in talk.choices
    talk.opens("small_talk")
    talk.types("hallo", act="thank")  # understood again
    assert talk.types_unread("hallo")[0] == YOUNG["nlu_away"]


def test_who_talks_on_in_the_safety_net_hears_new_questions() -> None:
    talk = Talk().at("other", "talk")
    said = [talk.texts[-1]]
    for _ in range(5):
        said.append(talk.types("ik mis haar zo", topic="none")[-1])
    assert len(set(said)) == 6
    assert "Zoek iemand die luistert" in talk.choices


def test_no_to_what_it_is_about_brings_no_tip_about_money() -> None:
    talk = Talk().at("debt", "situation")
    assert talk.types("nee")[0] == "Is goed, niks moet."


@pytest.mark.parametrize(
    "flow", ["new_school", "homework", "offending", "care", "debt", "study_choice"]
)
def test_who_asks_for_somebody_chooses_at_once_who_it_will_be(flow: str) -> None:
    talk = Talk().at(flow, "tell_more", topic=flow, region="nl", age_band="12_15")
    talk.state = talk.state.remembering(asked_about_you="yes")
    talk.presses("Ik wil iemand spreken")
    assert {"Iemand die luistert", "Een beroepskracht"} <= {*talk.choices}


@pytest.mark.parametrize("flow", ["conflict", "loneliness"])
def test_where_only_listening_fits_it_is_a_peer_or_a_professional(flow: str) -> None:
    talk = Talk().at(flow, "tell_more", topic=flow, region="nl", age_band="12_15")
    talk.state = talk.state.remembering(asked_about_you="yes")
    talk.presses("Ik wil iemand spreken")
    assert {"Een maatje", "Een beroepskracht"} <= {*talk.choices}


def test_who_asked_for_somebody_to_tell_of_it_may_say_something_beforehand() -> None:
    talk = Talk().at("other", "as_educator", asked_wishes="yes", region="nl", age_band="12_15")
    assert "Nee, begin maar gewoon" in talk.choices
    assert not any("altijd terugkomen" in text for text in talk.texts)
