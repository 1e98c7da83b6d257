"""DESIGN.md, "Rules of care", as a young person meets them in a turn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.conversation import Position
from bot.domain.handoff import Urgency
from bot.domain.safety import DangerKind, Risk, RiskLevel
from bot.domain.volunteer import Role
from bot.engine.danger import TALK_TO_PROFESSIONAL
from bot.engine.running import in_human_hands
from bot.engine.yes_no import DOUBT, NO, YES
from tests.engine.talking import CONCERN, NOW, URGENT, Talk, flows_of_today, sign

SUICIDE, HOME, MEDICAL = (
    DangerKind.SUICIDE,
    DangerKind.VIOLENCE_AT_HOME,
    DangerKind.MEDICAL_EMERGENCY,
)
BOOK = flows_of_today()
NOBODY = replace(NOW, professionals_on_duty=0)
LEVELS = (CONCERN, URGENT)


def shared(name: str) -> str:
    return BOOK.danger.shared[name].say[0]


def line(service: str) -> str:
    found = BOOK.referrals.get(service)
    assert found is not None
    return found.line


def question(kind: DangerKind) -> str:
    return BOOK.danger.kinds[kind.value].concern.ask


def is_it_safe(kind: DangerKind) -> str:
    return BOOK.danger.kinds[kind.value].urgent.ask


def asked(kind: DangerKind = SUICIDE, **remembered: str) -> Talk:
    """Somebody who has just been asked the plain question."""
    talk = Talk().at("goal", "step", **remembered)
    talk.shows(sign(kind, CONCERN))
    return talk


# --- first of all ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", DangerKind)
@pytest.mark.parametrize("level", LEVELS)
def test_every_kind_is_answered_in_its_words_with_a_service_and_a_card(
    kind: DangerKind, level: RiskLevel
) -> None:
    talk = Talk(state=Talk().state.remembering(region="nl", age_band="16_17"))
    talk.shows(sign(kind, level))
    texts = BOOK.danger.kinds[kind.value]
    said = "\n".join(talk.texts)
    assert (texts.urgent.say if level is URGENT else texts.concern.say) in said
    assert any(service.contact in said for service in BOOK.referrals.services)
    assert [(h.to, h.urgency.value, h.kinds) for h in talk.handoffs] == [
        (Role.PROFESSIONAL, level.value, (kind,))
    ]
    assert ("danger_seen", f"{kind.value}:{level.value}") in talk.events


def test_urgent_danger_is_answered_before_anything_else_and_without_a_question_first() -> None:
    talk = Talk().at("goal", "step")
    talk.shows(sign(SUICIDE, URGENT), "ik wil dood", topic="bullying")
    assert talk.texts[0].startswith(BOOK.danger.kinds["suicide"].urgent.say)
    assert "?" not in talk.texts[0]
    assert talk.texts[1] == shared("professional_told")


def test_what_shows_danger_is_no_goal_and_the_question_comes_back_afterwards() -> None:
    talk = asked(region="nl")
    assert "goal_step" not in talk.state.remembered
    talk.presses("Nee")
    assert talk.where == Position("goal", "step")


def test_a_flow_that_was_parked_does_not_come_back_after_urgent_danger() -> None:
    talk = Talk().at("bullying", "own_steps", region="nl")
    talk.shows(sign(SUICIDE, URGENT))
    talk.presses("Verder met Maatje")
    assert talk.where == Position("_danger_suicide_urgent", "go_on")
    talk.presses("Ergens anders over")
    assert [position.flow for position in talk.state.stack] == ["menu"]


def test_danger_beside_a_command_or_a_relayed_line_adds_to_it() -> None:
    talk = Talk(moment=replace(NOW, in_relay=True))
    talk.endangered(sign(HOME, URGENT))
    assert talk.texts[0].startswith(BOOK.danger.kinds["violence_at_home"].urgent.say)
    assert talk.where is None or talk.where.step != "stay"


def test_danger_that_was_read_late_says_so() -> None:
    talk = Talk().at("goal", "step")
    assert talk.endangered(sign(SUICIDE, CONCERN), late=True)[0] == shared("late")
    assert talk.texts[-1] == question(SUICIDE)


def test_no_new_danger_says_nothing_late() -> None:
    assert Talk().endangered(Risk(), late=True) == []


# --- services -------------------------------------------------------------------------------------


def test_with_an_unknown_region_the_numbers_of_both_countries_come_and_the_region_is_asked() -> (
    None
):
    talk = Talk()
    talk.shows(sign(HOME, URGENT, life_now=True))
    told = talk.texts[0]
    places = [
        told.index(line(s)) for s in ("noodnummer_112", "zelfmoordlijn_113", "zelfmoordlijn_1813")
    ]
    assert places == sorted(places)
    assert talk.texts[-1] == shared("region")
    assert talk.presses("Nederland")[0] == line("veilig_thuis")
    assert talk.texts[-1] == shared("stay")


def test_with_a_known_region_the_one_best_service_comes_and_nothing_is_asked_about_it() -> None:
    talk = Talk(state=Talk().state.remembering(region="be", age_band="12_15"))
    talk.shows(sign(SUICIDE, URGENT))
    assert line("zelfmoordlijn_1813") in talk.texts[0]
    assert "112" not in talk.texts[0].replace("1813", "")
    assert line("zelfmoordlijn_113") not in talk.texts[0]
    assert shared("region") not in talk.texts


def test_who_skips_the_region_still_hears_of_the_fitting_service_of_both_countries() -> None:
    talk = Talk()
    talk.shows(sign(HOME, URGENT))
    first = talk.texts[0]
    assert line("veilig_thuis") in first
    assert "1712" in first
    (only,) = talk.presses("Sla over")  # the services were said already
    assert only.endswith(is_it_safe(HOME))


def test_after_the_crisis_lines_who_skips_the_region_hears_of_the_fitting_services_too() -> None:
    talk = Talk()
    talk.shows(sign(HOME, URGENT, life_now=True))
    assert line("veilig_thuis") not in talk.texts[0]
    told, after = talk.presses("Sla over")
    assert line("veilig_thuis") in told
    assert "1712" in told
    assert after == shared("stay")


def test_a_region_in_somebodys_own_words_brings_the_fitting_service() -> None:
    for said in ("nederland", "ik woon in utrecht", "in gent"):
        talk = Talk()
        talk.shows(sign(HOME, URGENT))
        told = talk.types(said)[0]
        assert ("Veilig Thuis" in told) is (said != "in gent")


@pytest.mark.parametrize(
    "answer", ["ik weet het echt niet", "nee soms wel", "nee maar ik denk er wel aan", "niet meer"]
)
def test_a_no_with_a_but_lays_nothing_to_rest(answer: str) -> None:
    talk = asked(region="nl")
    talk.types(answer)
    assert not talk.state.peer_possible


@pytest.mark.parametrize("region", ["nl", "be", "unknown"])
def test_danger_to_life_now_names_112_first(region: str) -> None:
    remembered = {} if region == "unknown" else {"region": region}
    talk = Talk(state=Talk().state.remembering(**remembered))
    talk.shows(sign(SUICIDE, URGENT, life_now=True))
    told = talk.texts[0]
    assert told.startswith(shared("life_now"))
    assert 0 < told.index(line("noodnummer_112")) < told.index("113" if region != "be" else "1813")


def test_without_a_professional_on_duty_that_is_said_and_the_card_is_asked_for_all_the_same() -> (
    None
):
    talk = Talk(moment=NOBODY)
    talk.shows(sign(SUICIDE, URGENT))
    assert talk.texts[1] == shared("nobody_on_duty")
    assert talk.handoffs[0].urgency is Urgency.URGENT


def test_two_kinds_at_once_bring_the_services_of_both() -> None:
    talk = Talk(state=Talk().state.remembering(region="nl"))
    talk.shows(sign(SUICIDE, URGENT).union(sign(HOME, URGENT)))
    assert line("zelfmoordlijn_113") in talk.texts[0]
    assert line("veilig_thuis") in talk.texts[0]
    assert talk.handoffs[0].kinds == (SUICIDE, HOME)


# --- once, and again when there is reason ---------------------------------------------------------


def test_the_same_sign_again_brings_no_second_card_and_no_second_list() -> None:
    talk = Talk(state=Talk().state.remembering(region="nl"))
    talk.shows(sign(SUICIDE, URGENT))
    talk.shows(sign(SUICIDE, URGENT))
    assert talk.handoffs == []
    assert line("zelfmoordlijn_113") not in "\n".join(talk.texts)
    assert talk.texts


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (sign(SUICIDE, CONCERN), sign(SUICIDE, URGENT)),
        (sign(SUICIDE, URGENT), sign(HOME, CONCERN)),
        (sign(SUICIDE, URGENT), sign(SUICIDE, URGENT, life_now=True)),
        (sign(SUICIDE, CONCERN), sign(HOME, CONCERN)),
    ],
    ids=["higher level", "new kind", "life in danger now", "new kind beside a concern"],
)
def test_a_new_kind_and_a_higher_level_bring_services_and_a_card_again(
    first: Risk, then: Risk
) -> None:
    talk = Talk(state=Talk().state.remembering(region="nl"))
    talk.shows(first)
    talk.shows(then)
    assert [h.kinds for h in talk.handoffs] == [then.kinds]
    assert any(service.contact in "\n".join(talk.texts) for service in BOOK.referrals.services)


def test_however_much_danger_is_shown_the_stack_does_not_grow() -> None:
    talk = Talk().at("goal", "step", region="nl")
    for kind in DangerKind:
        for level in LEVELS:
            talk.shows(sign(kind, level))
    assert len(talk.state.stack) == 2
    talk.presses("Verder met Maatje")
    assert len(talk.state.stack) == 1


# --- the plain question ---------------------------------------------------------------------------


def test_a_concern_brings_one_plain_question_one_service_and_the_offer_of_a_professional() -> None:
    talk = asked(region="nl")
    told, ask = talk.texts
    assert shared("offer_professional") in told
    assert [s.id for s in BOOK.referrals.services if s.line in told] == ["zelfmoordlijn_113"]
    assert ask == question(SUICIDE)
    assert ask.count("?") == 1
    assert talk.choices == ["Ja", "Nee", "Weet ik niet", TALK_TO_PROFESSIONAL]


@pytest.mark.parametrize("answer", [*YES, *DOUBT, "Ja", "JA!!", "weet ik niet", "1", "3"])
def test_yes_and_doubt_make_it_urgent_with_a_card(answer: str) -> None:
    talk = asked(region="nl")
    talk.types(answer)
    assert talk.texts[0] in (shared("raised"), shared("raised_doubt"))
    assert talk.texts[1].startswith(BOOK.danger.kinds["suicide"].urgent.say)
    assert "0800-0113" in talk.texts[1]
    assert [h.urgency for h in talk.handoffs] == [Urgency.URGENT]
    assert talk.state.danger.level is URGENT


@pytest.mark.parametrize("answer", [*NO, "Nee", "NEE!", "2"])
def test_a_clear_no_is_believed_and_brings_peers_back(answer: str) -> None:
    talk = asked(region="nl")
    talk.types(answer)
    assert talk.texts[0] == shared("denied")
    assert talk.state.peer_possible
    assert talk.handoffs == []


@pytest.mark.parametrize("kind", DangerKind)
def test_yes_and_no_are_heard_for_every_kind(kind: DangerKind) -> None:
    talk = asked(kind, region="nl", age_band="18_24")
    talk.presses("Ja")
    assert talk.state.danger.level is URGENT
    talk = asked(kind, region="nl", age_band="18_24")
    talk.presses("Nee")
    assert talk.state.danger.peer_allowed


def test_an_unclear_answer_is_asked_about_once_and_then_let_rest_with_the_danger_open() -> None:
    talk = asked(region="nl")
    assert talk.types("eh ja nou het zit zo") == [shared("ask_again")]
    assert talk.choices == ["Ja", "Nee", "Weet ik niet", TALK_TO_PROFESSIONAL]
    assert talk.types("mijn hond is ziek") == [shared("stay")]
    assert not talk.state.peer_possible
    assert talk.state.danger.level is CONCERN


def test_asking_for_a_human_is_no_answer_and_brings_the_professional() -> None:
    talk = asked(region="nl")
    talk.presses(TALK_TO_PROFESSIONAL)
    assert [(h.to, h.urgency) for h in talk.handoffs] == [(Role.PROFESSIONAL, Urgency.CONCERN)]
    assert not talk.state.peer_possible


def test_the_question_is_not_left_for_another_topic() -> None:
    talk = asked(region="nl")
    assert talk.types("ik heb ook nog schulden", topic="debt") == [shared("ask_again")]


def test_a_no_beside_a_new_sign_in_the_same_words_is_not_the_last_word() -> None:
    talk = asked(region="nl")
    talk.shows(sign(SUICIDE, URGENT), "nee ik ga het vanavond doen")
    assert talk.state.danger.level is URGENT
    assert not talk.state.peer_possible


def test_who_stays_is_heard_again_and_again_and_never_with_a_yes_or_no_question() -> None:
    talk = Talk(state=Talk().state.remembering(region="nl"))
    talk.shows(sign(SUICIDE, URGENT))
    talk.types("ja")  # it is safe now
    for text in ("ik snap het niet", "het is gewoon kut", "ja", "nee"):
        (said,) = talk.types(text)
        assert said in BOOK.danger.shared["heard"].say
        assert [talk.choices[0], talk.choices[-1]] == [TALK_TO_PROFESSIONAL, "Verder met Maatje"]


# --- no peer --------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
def test_no_peer_is_offered_while_a_danger_sign_is_open(level: RiskLevel) -> None:
    talk = Talk().at("bullying", "offer", region="nl", asked_about_you="yes")
    assert "Praten met een maatje" in talk.choices
    talk.shows(sign(SUICIDE, level))
    if level is CONCERN:
        talk.presses("Weet ik niet")
    talk.presses("Verder met Maatje")
    talk = talk.at("bullying", "offer", region="nl", asked_about_you="yes")
    assert "Praten met een maatje" not in talk.choices
    talk.types("praten met een maatje", act="want_peer")
    assert {h.to for h in talk.handoffs} <= {Role.PROFESSIONAL}


@pytest.mark.parametrize("flow", sorted(flows_of_today().flows))
def test_no_flow_hands_over_to_a_peer_while_a_danger_sign_is_open(flow: str) -> None:
    """Every step of every flow is entered with an open sign, and every button of it pressed."""
    for step in BOOK.flows[flow].steps:
        talk = Talk().at(flow, step.id, region="nl", asked_about_you="yes", age_band="16_17")
        talk.state = replace(talk.state, danger=talk.state.danger.seen(sign(SUICIDE, URGENT)))
        for button in talk.shown:
            pressed = Talk(BOOK, NOW, talk.state)
            pressed.presses_key(button.key)
            assert {h.to for h in pressed.handoffs} <= {Role.PROFESSIONAL}


def test_after_a_no_the_peer_can_be_chosen_again() -> None:
    talk = Talk().at("bullying", "offer", region="nl", asked_about_you="yes")
    talk.shows(sign(SUICIDE, CONCERN))
    talk.presses("Nee")
    assert "Praten met een maatje" in talk.choices


def test_when_a_human_takes_the_chat_an_unanswered_question_about_danger_stays() -> None:
    assert [p.flow for p in in_human_hands(asked().state).stack] == ["_danger_suicide_concern"]
