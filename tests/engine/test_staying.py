"""After the services of a danger turn: one question, what holds somebody back, words to say, and tomorrow."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from bot.domain.safety import DangerKind
from bot.domain.turn import AskNextDay
from bot.engine.danger_choices import BARRIERS
from bot.engine.somebody_else import about_somebody_else
from bot.engine.staying import READ_ALONG
from tests.engine.talking import CONCERN, NOW, URGENT, Talk, flows_of_today, sign

BOOK = flows_of_today()
SUICIDE, HOME = DangerKind.SUICIDE, DangerKind.VIOLENCE_AT_HOME


def shared(name: str) -> str:
    return BOOK.danger.shared[name].say[0]


def line(service: str) -> str:
    found = BOOK.referrals.get(service)
    assert found is not None
    return found.line


def in_danger(kind: DangerKind = SUICIDE, words: str = "…") -> Talk:
    """Somebody of a known region who has just heard of the services."""
    talk = Talk(moment=replace(NOW, words=words))
    talk.state = talk.state.remembering(region="nl", age_band="16_17")
    talk.shows(sign(kind, URGENT), words)
    return talk


@pytest.mark.parametrize("kind", DangerKind)
def test_after_the_services_comes_one_question_of_the_own_kind(kind: DangerKind) -> None:
    talk = in_danger(kind)
    asked = talk.texts[-1]
    assert BOOK.danger.kinds[kind.value].urgent.ask in asked
    assert asked.count("?") <= (2 if kind in READ_ALONG else 1)
    assert talk.choices[:3] == ["Ja, nu wel", "Nee", "Weet ik niet"]


@pytest.mark.parametrize("answer", ["Nee", "nee", "nee echt niet joh", "neen"])
def test_who_is_not_safe_hears_of_112_first_and_the_card_is_raised(answer: str) -> None:
    talk = in_danger(HOME)
    told = talk.types(answer)[0]
    assert told.startswith(shared("unsafe"))
    assert told.index(line("noodnummer_112")) < told.index(line("veilig_thuis"))
    assert [h.kinds for h in talk.handoffs] == [(HOME,)]
    assert any(record.life_now for record in talk.state.danger.records)


def test_doubt_names_112_first_too() -> None:
    talk = in_danger()
    told = talk.presses("Weet ik niet")[0]
    assert told.index(line("noodnummer_112")) < told.index(line("zelfmoordlijn_113"))


def test_who_was_told_of_112_already_is_not_asked_whether_it_is_safe() -> None:
    talk = Talk(state=Talk().state.remembering(region="nl"))
    talk.shows(sign(SUICIDE, URGENT, life_now=True))
    assert talk.texts[-1] == shared("stay")


def test_whatever_else_is_typed_is_heard_and_not_taken_for_a_no() -> None:
    talk = in_danger()
    (said,) = talk.types("ik zit op mijn kamer")
    assert said in BOOK.danger.shared["heard"].say


@pytest.mark.parametrize("barrier", BARRIERS, ids=lambda choice: choice.next)
def test_everything_that_holds_somebody_back_gets_its_own_answer(barrier: object) -> None:
    talk = in_danger()
    talk.presses("Ja, nu wel")
    talk.presses("Bellen lukt me niet")
    assert talk.texts[0] in BOOK.danger.shared["barrier"].say
    told = talk.presses(barrier.say)  # type: ignore[attr-defined]
    name = barrier.next  # type: ignore[attr-defined]
    assert told[0].startswith(shared(name))
    assert len(talk.choices) > 2


@pytest.mark.parametrize("kind", DangerKind)
def test_the_first_sentence_of_every_kind_can_be_had(kind: DangerKind) -> None:
    talk = in_danger(kind)
    talk.types("ja")
    if "Wat kan ik zeggen?" not in talk.choices:
        pytest.fail(f"no words are lent for {kind}")
    told = talk.presses("Wat kan ik zeggen?")[0]
    assert BOOK.danger.kinds[kind.value].opening.say[0] in told


def test_no_answer_of_a_line_names_112_and_what_else_is_there() -> None:
    talk = in_danger()
    talk.types("ja")
    for label in ("Wat kan ik zeggen?", "Ik ga het proberen", "Niemand nam op"):
        talk.presses(label)
    assert line("noodnummer_112") in talk.texts[0]
    assert talk.texts[-1] == shared("stay")


def test_maatje_stays_until_a_human_is_there_and_never_says_the_same_twice_in_a_row() -> None:
    talk = in_danger()
    talk.presses("Ik wil met een beroepskracht praten")
    said = [talk.texts[-1]]
    for text in ("ok", "ik wacht", "duurt lang", "hm"):
        said += talk.types(text)
    assert all(one in BOOK.danger.shared["until_there"].say for one in said)
    assert all(one != other for one, other in itertools.pairwise(said))


def test_services_that_were_told_a_moment_ago_are_not_repeated_word_for_word() -> None:
    talk = Talk(state=Talk().state.remembering(region="nl"))
    talk.shows(sign(SUICIDE, CONCERN))
    assert line("zelfmoordlijn_113") in talk.texts[0]
    talk.presses("Ja")
    told = "\n".join(talk.texts)
    assert line("zelfmoordlijn_113") not in told
    assert shared("services_again") in told
    assert "0800-0113" in told


# --- somebody else --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "mijn vriendin wil niet meer leven",
        "een vriendin van mij wil dood, wat moet ik doen",
        "mn maat heeft pillen geslikt",
        "mijn vriendin appte me dat ze er niet meer wil zijn",
        "mijn zusje snijdt zichzelf",
    ],
)
def test_it_is_seen_that_somebody_else_is_in_danger(words: str) -> None:
    assert about_somebody_else(words)
    talk = in_danger(SUICIDE, words)
    assert talk.texts[0].startswith(BOOK.danger.kinds["suicide"].other.say[0])
    assert line("zelfmoordlijn_113") in talk.texts[0]
    assert shared("safe_other") in talk.texts[-1]


@pytest.mark.parametrize(
    "words",
    [
        "ik wil dood",
        "mijn vriend slaat mij",
        "mijn moeder is dood en ik wil ook niet meer",
        "mijn vriend is weg en ik wil niet meer",
        "mijn vriend wil dat ik foto's stuur",
        "mijn vader wil me dood",
    ],
)
def test_in_doubt_it_is_about_the_writer(words: str) -> None:
    assert not about_somebody_else(words)


@pytest.mark.parametrize("kind", sorted(READ_ALONG))
def test_of_who_may_have_done_it_no_sentence_is_taken_for_one_about_the_sufferer(
    kind: DangerKind,
) -> None:
    talk = in_danger(kind, "mijn vader heeft een mes")
    assert BOOK.danger.kinds[kind.value].urgent.say in talk.texts[0]


def test_a_button_says_that_it_is_about_somebody_else() -> None:
    talk = in_danger(HOME)
    talk.types("ja")
    told = talk.presses("Het gaat om een ander")
    assert told[0] == BOOK.danger.kinds[HOME.value].other.say[0]
    assert shared("opening_other") in talk.presses("Wat kan ik zeggen?")[0]


# --- tomorrow -------------------------------------------------------------------------------------


def ready(kind: DangerKind) -> Talk:
    talk = in_danger(kind)
    talk.presses("Verder met Maatje")
    talk.presses("Klaar voor nu")
    return talk


def test_only_a_chosen_time_is_a_yes() -> None:
    talk = ready(SUICIDE)
    assert talk.texts == [shared("tomorrow")]
    talk.types("ja")
    assert talk.texts == [shared("tomorrow_when")]
    talk.types("morgenavond")
    assert AskNextDay(19) in talk.turn.effects
    assert talk.where is None


@pytest.mark.parametrize("answer", ["nee", "weet ik nog niet", "misschien ooit", "hm"])
def test_anything_else_is_a_no(answer: str) -> None:
    for kind in (HOME, SUICIDE):
        talk = ready(kind)
        talk.types(answer)
        asked = [e for e in talk.turn.effects if isinstance(e, AskNextDay)]
        assert asked == []
        assert talk.texts in ([shared("tomorrow_not")], [shared("tomorrow_when")])


@pytest.mark.parametrize("kind", sorted(READ_ALONG))
def test_where_somebody_may_read_along_the_default_is_no(kind: DangerKind) -> None:
    talk = ready(kind)
    assert talk.texts == [shared("tomorrow_home")]
    assert talk.choices[0] == "Nee, niet vragen"


def test_the_day_after_nothing_is_said_of_it_before_somebody_answered() -> None:
    talk = in_danger()
    (hello,) = talk.opens("_danger_next_day")
    assert hello == shared("next_day_hello")
    assert not any(word in hello.casefold() for word in ("gister", "gevaar", "dood", "veilig"))
    assert talk.types("ja") == [shared("next_day_how")]


def test_worse_brings_112_the_line_and_the_card_again() -> None:
    talk = in_danger()
    talk.opens("_danger_next_day")
    talk.types("ja")
    told = talk.presses("Slechter")[0]
    assert told.index(line("noodnummer_112")) < told.index(line("zelfmoordlijn_113"))
    assert [h.kinds for h in talk.handoffs] == [(SUICIDE,)]
