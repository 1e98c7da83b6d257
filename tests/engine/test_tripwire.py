"""What a young person may count on: who says it plainly is seen, and who jokes is left alone."""

import random
import re
import time
from pathlib import Path

import pytest
import yaml

from bot.domain.safety import DangerKind, Risk, RiskLevel
from bot.engine.tripwire import Tripwire, TripwireFileInvalid

DATA = Path(__file__).parent.parent / "data"
HITS = [
    (DangerKind(kind), level, text)
    for kind, levels in yaml.safe_load((DATA / "tripwire_hits.yml").read_text("utf-8")).items()
    for level, texts in levels.items()
    for text in texts
]
SEEN = yaml.safe_load((DATA / "tripwire_seen.yml").read_text("utf-8"))
HARMLESS = [
    text
    for texts in yaml.safe_load((DATA / "tripwire_harmless.yml").read_text("utf-8")).values()
    for text in texts
]
BIGGEST = 10_000  # characters; Telegram itself stops at 4,096
MOST = 0.15  # seconds of processor time for BIGGEST


@pytest.fixture(scope="module")
def tripwire() -> Tripwire:
    return Tripwire.from_file()


def test_there_is_enough_to_test_with() -> None:
    assert len({text for _, _, text in HITS}) >= 140
    assert len(set(HARMLESS)) >= 120
    assert {kind for kind, _, _ in HITS} == set(DangerKind)


def numbered(_: object) -> str:
    """No name of a test repeats what somebody might have typed."""
    return "sentence"


@pytest.mark.parametrize(("kind", "level", "text"), HITS, ids=numbered)
def test_danger_said_plainly_is_seen(
    tripwire: Tripwire, kind: DangerKind, level: str, text: str
) -> None:
    signs = {sign.kind: sign for sign in tripwire.look(text).signs}
    assert kind in signs
    assert (signs[kind].level, signs[kind].life_now) == (
        RiskLevel.URGENT if level == "life_now" else RiskLevel(level),
        level == "life_now",
    )


@pytest.mark.parametrize("text", SEEN, ids=numbered)
def test_danger_in_words_that_were_thought_of_later_is_seen(tripwire: Tripwire, text: str) -> None:
    assert tripwire.look(text).level.at_least(RiskLevel.CONCERN)


@pytest.mark.parametrize("text", HARMLESS, ids=numbered)
def test_harmless_talk_is_left_alone(tripwire: Tripwire, text: str) -> None:
    assert tripwire.look(text) == Risk()


@pytest.mark.parametrize(
    "text",
    [
        "ik ga dood van het lachen. maar eerlijk, ik wil dood",
        "in fortnite ga ik dood, maar in het echt wil ik dood zijn",
        "mijn spreekbeurt gaat over zelfmoord en ik denk zelf ook aan zelfmoord",
        "haha zelfmoord dat wiskunde. nee serieus ik wil niet meer leven",
        "in de les wil ik dood",
        "na het examen van morgen wil ik dood",
        "mijn verhaal gaat over hoe ik verkracht ben",
        "vroeger was ik vrolijk maar nu denk ik aan zelfmoord",
        "papa staat in de keuken met een mes",
        "na de training heb ik mezelf gesneden",
        "mijn oma krijgt een hartaanval",
        "hij gaf een cadeau en zei dat het ons geheim is",
        "mijn vriend en ik slapen op straat en zijn vader slaat hem",
    ],
    ids=numbered,
)
def test_a_joke_does_not_hide_what_is_meant(tripwire: Tripwire, text: str) -> None:
    assert tripwire.look(text).level is RiskLevel.URGENT


def test_danger_in_half_a_sentence_of_a_long_story_is_seen(tripwire: Tripwire) -> None:
    story = "We gingen naar de bus en het regende en iedereen had zin in frietjes. " * 60
    for place in (0, 1500, 4000):
        assert tripwire.look(story[:place] + " ik wil dood " + story[place:]).level


def test_danger_on_the_seam_of_two_windows_is_seen(tripwire: Tripwire) -> None:
    for words in range(930, 1070, 3):
        assert (
            tripwire.look("hoi " * words + "ik wil dood " + "hoi " * 300).level
            is not RiskLevel.NONE
        )


@pytest.mark.parametrize(
    "piece",
    [
        "ik wil niet ",
        "zelfmoord ",
        "dood van het lachen ",
        "z e l f m o o r d ",
        "z.e.l.f.",
        "ooooooooo",
        "a*b*c*",
        "****a",
        "w*l d**d ",
        "ik",
        "ikwildikwild ",
        "k ",
        "1",
        "d00d1k1l ",
        ". ",
        "!?",
        "'",
        "\u200b",
        "é",
        "\u0301",
        "𝓭",
        "ﷺ",
        "😂",
        "\0",
        "\ud800",
        "ваш ",
        "صباح ",
        "(((",
        "mijn vader mijn moeder ",
    ],
    ids=numbered,
)
def test_no_text_makes_a_look_slow_or_fail(tripwire: Tripwire, piece: str) -> None:
    assert _seconds(tripwire, (piece * BIGGEST)[:BIGGEST]) < MOST


def test_ten_thousand_characters_of_every_word_it_knows_stay_fast(tripwire: Tripwire) -> None:
    written = (Path(__file__).parents[2] / "bot/engine/tripwire/tripwire.yml").read_text("utf-8")
    words = sorted(set(re.findall(r"[a-z]{2,}", written.split("danger:")[1])))
    chance = random.Random(1)
    for _ in range(5):
        assert _seconds(tripwire, " ".join(chance.choices(words, k=2500))[:BIGGEST]) < MOST


def test_time_grows_with_the_text_and_not_faster(tripwire: Tripwire) -> None:
    text = "ik wil niet dood van het lachen met een mes in de keuken "
    short, long = (_seconds(tripwire, (text * n)[: n * 50]) for n in (400, 4000))
    assert long < short * 25


def _seconds(tripwire: Tripwire, text: str) -> float:
    """Processor time, the best of three: other work of the machine is not the tripwire's."""
    took = []
    for _ in range(3):
        before = time.process_time()
        tripwire.look(text)
        took.append(time.process_time() - before)
    return min(took)


GOOD = """\
look_alikes: {a: а}
spelling: {niet: nie}
typos: zelfmoord
fillers: echt
stops: niet
groups: {wil: wil|wou}
everyday: |
  dood van het lachen
danger:
  suicide:
    - name: dood willen
      level: urgent
      patterns: |
        <wil> dood
        # een regel uitleg
        ga ... dood
      reviewed_by: ""
      reviewed_on: ""
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "tripwire.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_another_file_of_the_same_form_can_be_read(tmp_path: Path) -> None:
    tripwire = Tripwire.from_file(written(tmp_path, GOOD))
    assert tripwire.look("ik wou echt dood").kinds == (DangerKind.SUICIDE,)
    assert tripwire.look("ik ga vandaag of morgen dood").level is RiskLevel.URGENT
    assert tripwire.look("ik ga een twee drie vier vijf dood") == Risk()
    assert tripwire.look("ik ga nie dood") == Risk()
    assert tripwire.look("ik ga. dood is zwart") == Risk()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("<wil> dood", "<wilde> dood", 14, "onbekende woordgroep <wilde>"),
        ("ga ... dood", "ga (dood", 16, "haakje"),
        ("ga ... dood", "ga dood)", 16, "haakjes"),
        ("ga ... dood", "ga ...", 16, "eindigt"),
        ("ga ... dood", "ga nie dood", 16, "'nie' wordt gelezen als 'niet'"),
        ("ga ... dood", "Ga dood", 16, "klein"),
        ("suicide:", "suicied:", 10, "onbekend soort gevaar"),
        ("level: urgent", "level: erg", 12, "level"),
        ("level: urgent", "level: concern\n      life_now: true", 13, "life_now"),
        ("- name: dood", "- naam: dood", 11, "'name' ontbreekt"),
        ("typos: zelfmoord\n", "", 1, "'typos' ontbreekt"),
        ("groups: {wil: wil|wou}", "groups: [wil]", 6, "naam: inhoud"),
        ("stops: niet", "\tstops: niet", 5, "YAML"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in GOOD
    path = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(TripwireFileInvalid) as told:
        Tripwire.from_file(path)
    assert str(told.value).startswith(f"{path}:{line}: ")
    assert says in str(told.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(TripwireFileInvalid, match="niet te lezen"):
        Tripwire.from_file(tmp_path / "weg.yml")
