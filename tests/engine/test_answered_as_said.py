"""What is typed where a button was asked for is answered as what it is: a story, a question, a call for
steps, "I cannot call", or an age told by the way."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Conversation
from bot.domain.ids import PersonId
from bot.domain.safety import DangerKind
from bot.engine.about import told_of_self
from bot.engine.calling import cannot_call
from bot.engine.danger import ABOUT_OTHER
from bot.engine.somebody_else import about_somebody_else, speaks_of_self
from bot.engine.wants_steps import asks_what_to_do
from bot.engine.yes_no import is_doubt, is_yes, safe_in_own_words
from tests.engine.talking import CONCERN, URGENT, Talk, flows_of_today, sign, whole_flows

BOOK = flows_of_today()
YOUNG = BOOK.texts.young


def at_the_offer() -> Talk:
    talk = Talk().at("bullying", "offer")
    talk.state = talk.state.remembering(region="nl", age_band="12_15")
    return talk


# --- a story or a question at a closed question ---------------------------------------------------


def test_a_story_is_given_back_and_asked_on_with_the_buttons_beside_it() -> None:
    talk = at_the_offer()
    first = talk.types("ze hebben gisteren mijn tas in de sloot gegooid en iedereen stond erbij")
    assert "in de sloot gegooid" in first[0]
    assert first[1] == BOOK.texts.listening.asks[0]
    second = talk.types("en mijn mentor doet alsof hij het allemaal niet heeft gezien")
    assert "mentor" not in second[0], "never in two turns running"
    assert second[1] == BOOK.texts.listening.asks[1]


def test_who_goes_on_telling_is_listened_to_as_long_as_they_like() -> None:
    talk = at_the_offer()
    asked = []
    for day in range(8):
        told = talk.types(f"op dag {day} ging het ook nog zo door en toen weer", act="tell")
        assert YOUNG["still_unclear"] not in told
        asked.append(told[-1])
    listening = BOOK.texts.listening
    assert tuple(asked[:6]) == listening.asks
    assert {*asked[6:]} == {*listening.invites}
    assert talk.state.position is not None
    assert talk.state.position.step == "offer", "the buttons stay where they were"


def test_a_question_is_not_answered_with_choose_a_button() -> None:
    told = at_the_offer().types("hoelang duurt het eigenlijk tot zoiets weer over gaat?")
    assert told[0] == YOUNG["question_beside"]


def test_a_short_answer_that_fits_nothing_is_heard_once_and_then_asked_about() -> None:
    talk = at_the_offer()
    assert talk.types("paars")[-1] == BOOK.texts.listening.asks[0]
    assert talk.types("paars") == [YOUNG["unclear_again"]]


# --- steps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "wat moet ik doen",
        "en wat moet ik dan nu doen?",
        "wat kan ik er aan doen",
        "hoe pak ik dit aan",
        "hoe los ik dit op dan",
        "heb je tips",
        "geef gewoon tips ofzo",
        "gewoon de stappen graag",
        "wat nu?",
        "ze praten al drie weken niet meer met mij en zitten in de pauze ergens anders, wat moet ik doen",
    ],
)
def test_a_call_for_steps_is_seen(text: str) -> None:
    assert asks_what_to_do(text)


@pytest.mark.parametrize(
    "text",
    [
        "iedereen vraagt wat nu en ik weet het ni",
        "wat moet ik zeggen",
        "wat kan je allemaal",
        "hoe kan ik stoppen",
        "ik weet niet wat ze doen",
        "wat doe jij eigenlijk",
        "mijn moeder zegt wat ik moet doen en dat elke dag opnieuw, daar word ik zo moe van",
    ],
)
def test_other_questions_are_no_call_for_steps(text: str) -> None:
    assert not asks_what_to_do(text)


def test_who_asks_what_to_do_gets_steps_at_once() -> None:
    talk = Talk()
    talk.types("ze lachen me elke dag uit", topic="bullying")
    talk.types("wat moet ik nu doen?")
    assert talk.state.position is not None
    asked = Talk().at("bullying", "how_now")
    pressed = asked.presses("Wat kan ik zelf doen?")
    assert talk.texts == pressed


def test_in_a_talk_about_danger_a_call_for_steps_changes_nothing() -> None:
    talk = Talk()
    talk.shows(sign(DangerKind.SUICIDE, CONCERN), "ik wil dood")
    talk.types("wat moet ik doen")
    assert talk.state.position is not None
    assert talk.state.position.flow == "_danger_suicide_concern"


# --- yes and doubt with more behind it ------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "soms, denk ik",
        "ja maar niet echt plannen",
        "ja soms wel ja",
        "af en toe als ik alleen ben",
        "jawel",
    ],
)
def test_a_yes_with_more_behind_it_is_a_yes(text: str) -> None:
    assert is_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "ja nee hoor",
        "ja hallo zeg",
        "ja wat denk je zelf",
        "jaloers was ik",
        "ja maar ik bedoel school",
        "nee",
    ],
)
def test_what_only_begins_like_a_yes_is_none(text: str) -> None:
    assert not is_yes(text)


def test_doubt_in_more_words_than_the_button_is_doubt() -> None:
    assert is_doubt("weet ik eigenlijk niet goed") or is_doubt("weet niet zo goed")
    assert is_doubt("misschien een beetje")
    assert not is_doubt("ik weet niet wat je bedoelt")


def test_soms_denk_ik_makes_it_urgent() -> None:
    talk = Talk()
    talk.shows(sign(DangerKind.SUICIDE, CONCERN), "het hoeft allemaal niet zo")
    talk.types("soms, denk ik")
    assert talk.state.danger.level is URGENT


# --- who cannot call ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "ik kan niet bellen hij hoort alles",
        "bellen gaat niet",
        "ik durf echt niet te bellen",
        "kan ik ook chatten",
        "liever typen",
        "ze luisteren mee",
        "geen beltegoed",
    ],
)
def test_it_is_seen_that_somebody_cannot_call(text: str) -> None:
    assert cannot_call(text)


@pytest.mark.parametrize("text", ["ik bel morgen", "hij belt me steeds", "ik hoor er niet bij"])
def test_other_words_about_calling_and_hearing_say_nothing(text: str) -> None:
    assert not cannot_call(text)


def test_who_cannot_call_hears_where_to_write_and_is_asked_the_same_again() -> None:
    talk = Talk()
    talk.shows(sign(DangerKind.VIOLENCE_AT_HOME, URGENT), "mijn vader slaat mij")
    place = talk.state.position
    told = talk.types("ik kan niet bellen, hij hoort alles")
    assert told[0].startswith(BOOK.danger.shared["chat_instead"].say[0])
    assert "In Nederland: De Kindertelefoon" in told[0]
    assert "In Vlaanderen of Brussel: Awel" in told[0]
    assert talk.state.position == place
    talk.presses("Vlaanderen of Brussel")
    told = talk.types("kan ik ook chatten?")
    assert "Awel" in told[0]
    assert "Kindertelefoon" not in told[0]


def test_a_chat_for_the_very_kind_of_danger_comes_before_a_chat_for_anything() -> None:
    for_pictures = BOOK.referrals.for_chat([DangerKind.SEXTORTION], "nl", "12_15")
    assert [service.id for service in for_pictures] == ["helpwanted"]
    at_home = BOOK.referrals.for_chat([DangerKind.VIOLENCE_AT_HOME], "nl", "18_24")
    assert [service.can_be_written_to for service in at_home] == [True]


# --- what is told by the way ----------------------------------------------------------------------

NOBODY = Conversation(PersonId("young"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ben 15 en woon in gent", {"age_band": "12_15", "region": "be"}),
        ("ik ben 17 jaar en ik weet het niet", {"age_band": "16_17"}),
        ("hoi ik woon in utrecht", {"region": "nl"}),
        ("ik ben 30 minuten te laat", {}),
        ("ik ben 3 keer blijven zitten", {}),
        ("mijn zus is 15 jaar", {}),
        ("mijn nicht woont in gent", {}),
    ],
)
def test_age_and_region_are_heard_where_they_are_said_plainly(
    text: str, told: dict[str, str]
) -> None:
    assert told_of_self(text, NOBODY) == told


def test_what_was_known_is_not_changed_by_the_way() -> None:
    known = NOBODY.remembering(region="nl", age_band="18_24")
    assert told_of_self("ben 15 en woon in gent", known) == {}


def test_in_a_talk_about_danger_it_is_remembered_too() -> None:
    talk = Talk()
    talk.shows(sign(DangerKind.SUICIDE, CONCERN), "het hoeft allemaal niet zo")
    talk.types("huh nee. ik ben 15 en woon in gent")
    assert (talk.state.region, talk.state.age_band) == ("be", "12_15")


# --- somebody else --------------------------------------------------------------------------------


def test_it_may_be_about_somebody_who_is_not_named() -> None:
    assert about_somebody_else("ze zegt dat ze niet meer wil leven")
    assert about_somebody_else("hij krast weer, zag het bij gym")
    assert about_somebody_else("ze stuurde dat ze dood wil en ik weet ni wat ik moet doen")
    assert about_somebody_else("ze heeft mij gestuurd dat ze ni meer wil leven")
    assert not about_somebody_else("hij heeft mij geslagen")
    assert not about_somebody_else("ze heeft me gezegd dat ik dood moet")
    assert not about_somebody_else("ze slaat me")
    assert about_somebody_else("een meisje uit mn klas snijdt zichzelf")
    assert about_somebody_else("ik denk dat mn vriend zichzelf iets aandoet")
    assert about_somebody_else("kheb een vriendin die haar eigen pijn doet")
    assert about_somebody_else("ze zegt dat ze springt als ik het zeg")
    assert about_somebody_else("zij schreef dat ze niet meer wakker wil worden")
    assert not about_somebody_else("ze zeggen dat ik beter dood kan gaan")
    assert not about_somebody_else("een meisje zegt dat ik dood moet")
    assert not about_somebody_else("mn zus snijdt ook en ik ook")
    assert not about_somebody_else("ik heb een vriend maar ik wil niet meer")
    assert not about_somebody_else("een jongen uit de klas pakt altijd de bal af")


def test_that_it_is_about_a_friend_may_be_typed_at_any_time() -> None:
    talk = Talk()
    talk.shows(sign(DangerKind.SUICIDE, URGENT), "niet meer willen leven")
    told = talk.types("met mij is niks he, het gaat over mijn vriendin")
    assert told[0] == BOOK.danger.kinds["suicide"].other.say[0]
    assert (
        talk.types("haar ouders zijn net het probleem")[0] in BOOK.danger.shared["heard_other"].say
    )
    assert talk.state.danger.open_kinds == (DangerKind.SUICIDE,)


# --- a plain question -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["kan ik ook een andere school kiezen", "weet jij hoe laat de bib open is?"]
)
def test_a_plain_question_without_an_answer_is_owned_up_to(text: str) -> None:
    told = Talk().at("bullying", "listen").types(text)
    assert told[0] == YOUNG["question_beside"]
    assert len(told) == 2, "and then the talk goes on"


@pytest.mark.parametrize(
    "text",
    ["waarom doen ze dat toch", "ze lachen altijd, snap je?", "ik snap niet wat ik fout doe"],
)
def test_a_cry_is_no_question(text: str) -> None:
    assert YOUNG["question_beside"] not in Talk().at("bullying", "listen").types(text)


def test_a_doubt_may_be_long() -> None:
    assert is_doubt("weet niet.. ik wil gewoon dat het stopt. niet echt dood denk ik")


def test_an_i_that_is_no_danger_does_not_end_that_it_is_about_a_friend() -> None:
    assert not speaks_of_self("ik weet niet wat ik tegen haar moet zeggen")
    assert not speaks_of_self("ik ga morgen met haar praten")
    assert speaks_of_self("ik wil zelf ook niet meer")
    assert speaks_of_self("hij slaat mij ook")


def test_who_cannot_call_hears_of_services_to_write_to_from_then_on() -> None:
    talk = Talk().at("about_you", "region", region="nl")
    talk.state = talk.state.remembering(age_band="12_15")
    talk.shows(sign(DangerKind.VIOLENCE_AT_HOME, URGENT), "hij slaat me")
    assert "bel" in " ".join(talk.texts)
    talk.types("nederland maar ik kan niet bellen, hij hoort alles")
    told = talk.shows(sign(DangerKind.SUICIDE, CONCERN), "soms wil ik er niet meer zijn")
    assert "chat" in " ".join(told)


@pytest.mark.parametrize("text", ["ze luistert nooit naar mij", "hij luistert niet"])
def test_who_is_not_listened_to_can_still_call(text: str) -> None:
    assert not cannot_call(text)


@pytest.mark.parametrize(
    ("text", "comes_to"),
    [
        ("nu wel ja", "safe"),
        ("ja hoor ik zit bij mijn oma", "safe"),
        ("ben wel veilig", "safe"),
        ("nu wel ja, tot 6", "safe_for_now"),
        ("ja tot hij thuiskomt", "safe_for_now"),
        ("nu nog wel", "safe_for_now"),
        ("ja maar ik ben bang", ""),
        ("weet ik niet", ""),
        ("wel een beetje bang", ""),
        ("hij is boven", ""),
    ],
)
def test_safe_is_understood_in_own_words(text: str, comes_to: str) -> None:
    assert safe_in_own_words(text) == comes_to


def test_who_is_safe_until_somebody_comes_home_hears_to_plan_now() -> None:
    talk = Talk().at("about_you", "region", region="nl")
    talk.state = talk.state.remembering(age_band="12_15")
    talk.shows(sign(DangerKind.VIOLENCE_AT_HOME, URGENT), "hij slaat me")
    told = talk.types("nu wel ja, tot hij thuiskomt")
    assert told == list(BOOK.danger.shared["safe_for_now"].say)
    assert not talk.state.danger.peer_allowed


# --- a place to go to, and nobody of Maatje -------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["waar kan ik terecht voor schuldhulp??", "wie kan ik bellen in gent", "een instantie ofzo"],
)
def test_who_asks_for_a_place_hears_of_a_service_and_calls_nobody(text: str) -> None:
    talk = Talk().at("debt", "offer")
    talk.state = talk.state.remembering(region="nl", age_band="18_24")
    told = talk.types(text, act="want_professional")
    service = BOOK.referrals.best("nl", 20, topic="debt")
    assert service is not None
    assert service.name in " ".join(told)
    assert talk.handoffs == []


@pytest.mark.parametrize(
    "text",
    ["ik wil die beroepskracht niet, kan dat weg", "nee geen beroepskracht", "geen psycholoog aub"],
)
def test_a_professional_that_is_not_wanted_is_not_asked(text: str) -> None:
    talk = Talk().at("bullying", "how_now")
    talk.types(text, act="want_professional")
    assert talk.handoffs == []


def test_who_goes_on_telling_while_reading_who_reads_is_heard_where_the_talk_was() -> None:
    talk = Talk().at("bullying", "how_now")
    talk.presses_key("who_reads")
    talk.types("ze hebben mijn tas weer in de sloot gegooid")
    assert talk.where is not None
    assert talk.where.flow == "bullying"


def test_a_danger_that_the_tripwire_saw_stays_open_and_the_talk_goes_on() -> None:
    talk = Talk().at("study_choice", "tell_more")
    talk.shows(sign(DangerKind.MEDICAL_EMERGENCY, URGENT), "hij krijgt een hartaanval")
    talk.types("nee joh dat was een grapje, mn vader heeft niks")
    assert talk.where is not None
    assert talk.where.flow == "study_choice"
    assert not talk.state.danger.peer_allowed


# --- an answer about danger with a question behind it ---------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "ja soms, maar wie gaat dit lezen",
        "ja maar ik kan niet bellen",
        "ja maar hoe zeg ik dat tegen mijn moeder",
        "soms wel, wie leest dit",
    ],
)
def test_a_yes_to_the_plain_question_counts_whatever_is_asked_behind_it(text: str) -> None:
    talk = Talk(whole_flows())
    talk.shows(sign(DangerKind.SUICIDE, CONCERN), "ik zie het niet zitten")
    talk.types(text)
    levels = [r.level for r in talk.state.danger.records if r.kind is DangerKind.SUICIDE]
    assert levels == [URGENT]


@pytest.mark.parametrize("text", ["nee, wie leest dit", "nee maar hoe vertel ik het mijn moeder"])
def test_a_no_to_is_it_safe_now_counts_whatever_is_asked_behind_it(text: str) -> None:
    talk = Talk(whole_flows())
    talk.state = talk.state.remembering(region="nl", age_band="12_15")
    talk.shows(sign(DangerKind.VIOLENCE_AT_HOME, URGENT), "hij slaat me")
    assert talk.where is not None
    assert talk.where.step == "ask_safe"
    talk.types(text)
    assert any(record.life_now for record in talk.state.danger.records)


def test_who_asks_whom_to_tell_at_school_asks_for_nobody_of_maatje() -> None:
    talk = Talk(whole_flows()).at("bullying", "own_steps")
    seen = {"topic": "bullying", "situations": ["bullied_ask_who_helps"]}
    told = talk.types("wie op school kan ik dat zeggen", act="want_professional", **seen)
    assert told[0].startswith("Kies wie jij het prettigst vindt")
    assert talk.state.position is not None
    assert talk.state.position.flow == "bullying"


def test_a_long_no_presses_no_button_that_ends_the_talk() -> None:
    talk = at_the_offer()
    talk.types("nee hoef geen maatje. wil gwn mn telefoon terug", act="deny")
    assert talk.state.position is not None
    assert talk.state.position.step == "offer"
    talk.types("nee nu even niet", act="deny")
    assert talk.state.position is None


def test_a_goodbye_at_the_end_is_one() -> None:
    talk = at_the_offer()
    talk.types("ja kappen met vragen. doei")
    assert talk.state.position is None


def test_who_puts_something_right_about_a_friend_did_not_say_no_to_safety() -> None:
    talk = Talk(whole_flows())
    talk.state = talk.state.remembering(region="be", **{ABOUT_OTHER: "yes"})
    talk.shows(sign(DangerKind.SUICIDE, URGENT), "mijn vriendin wil niet meer leven")
    told = talk.types("nee tegen mijn vriendin zelf. wa zeg ik tegen haar")
    assert told[0].startswith("Kort en eerlijk is goed")
    assert talk.state.danger.records[0].life_now is False
    talk = Talk(whole_flows())
    talk.state = talk.state.remembering(region="be", **{ABOUT_OTHER: "yes"})
    talk.shows(sign(DangerKind.SUICIDE, URGENT), "mijn vriendin wil niet meer leven")
    talk.types("nee")
    assert talk.state.danger.records[0].life_now is True


def test_a_wish_about_a_picture_is_answered_at_the_question_about_safety() -> None:
    talk = Talk(whole_flows())
    talk.state = talk.state.remembering(region="nl")
    talk.shows(sign(DangerKind.SEXTORTION, URGENT), "ze dreigen met mijn foto")
    told = talk.types("ik wil gewoon dat die foto weg gaat")
    photo = whole_flows().situations.get("ask_photo_gone")
    assert photo is not None
    assert photo.answer is not None
    assert any(text[:20] == one[:20] for text in told for one in photo.answer)


def test_an_age_in_the_middle_is_heard() -> None:
    talk = Talk().at("debt", "listen")
    talk.types("ik ben 21 ik ben zelf volwassen")
    assert talk.state.age_band == "18_24"


def test_a_question_behind_the_words_of_a_button_is_answered_too() -> None:
    talk = Talk(whole_flows())
    talk.shows(sign(DangerKind.SUICIDE, URGENT), "ik wil niet meer leven")
    told = talk.types("nederland. leest er nu iemand mee??")
    assert talk.state.region == "nl"
    assert told[0].startswith("Eerlijk gezegd, omdat er misschien gevaar is")
    assert "113" in told[1]
