"""Wishes in somebody's own words, and mistakes in the part `matching` of handoff.yml."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.engine.shelf import check_folder
from bot.engine.wishes import gender_in, province_in, wishes_in
from bot.settings import ROOT, Settings
from tests.engine.talking import flows_of_today

RULES = flows_of_today().handoff.matching


@pytest.mark.parametrize(
    ("said", "gender"),
    [
        ("liever een meisje", "girl"),
        ("geen jongen aub", "girl"),
        ("een gast ofzo", "boy"),
        ("jongen of meisje maakt niet uit", ""),
        ("doe maar", ""),
    ],
)
def test_a_girl_or_a_boy_is_read_from_the_words(said: str, gender: str) -> None:
    assert gender_in(said) == gender


@pytest.mark.parametrize(
    ("said", "region", "province"),
    [
        ("niet uit Noord-Brabant", "nl", "noord_brabant"),
        ("vlaams brabant", "be", "vlaams_brabant"),
        ("limburg", "be", "limburg_be"),
        ("limburg", "nl", "limburg_nl"),
        ("brabant", "nl", "noord_brabant"),
        ("nergens", "nl", ""),
    ],
)
def test_a_province_is_read_from_the_words(said: str, region: str, province: str) -> None:
    assert province_in(said, region) == province


def test_one_sentence_may_hold_several_wishes() -> None:
    said = "liever een meisje, niet uit Utrecht, en turks"
    assert wishes_in("peer_wish", said, "nl", RULES) == {
        "peer_gender": "girl",
        "not_province": "utrecht",
        "peer_language": "Turks",
    }
    assert wishes_in("own_language", "utrecht", "nl", RULES) == {}


@pytest.mark.parametrize(
    ("before", "after", "told", "where"),
    [
        (
            "own_experience: 40",
            "own_experience: 101",
            "«own_experience» klopt niet: hooguit 100",
            "own_exp",
        ),
        ("own_experience: 40", "own_experience: veel", "dit moet een heel getal zijn", "own_exp"),
        (
            "    own_experience: 40",
            "    ervaring: 40",
            "Sleutel «ervaring» ken ik hier niet",
            "ervaring",
        ),
        ("{topic: bullying,", "{topic: bulying,", "Onderwerp «bulying» staat niet", "bulying"),
        ("{topic: debt,", "{topic: bullying,", "staat al eerder in deze lijst", "schulden te"),
        (
            "wider_after_minutes: 2 ",
            "wider_after_minutes: 15 ",
            "dit moet later zijn dan",
            "to_professional_after",
        ),
    ],
)
def test_a_mistake_in_the_weights_is_told_with_its_line(
    tmp_path: Path, before: str, after: str, told: str, where: str
) -> None:
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    file = tmp_path / "flows" / "handoff.yml"
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after, 1))
    _, issues = check_folder(tmp_path / "flows", Settings().contract)
    found = [issue for issue in issues if told in str(issue)]
    assert found, [str(issue) for issue in issues]
    line = next(n for n, one in enumerate(file.read_text().splitlines(), 1) if where in one)
    assert any(issue.place.line == line for issue in found)


def test_a_topic_that_is_not_known_in_a_condition_is_told(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    file = tmp_path / "flows" / "want_peer.yml"
    file.write_text(file.read_text().replace("{topic: bullying}", "{topic: bulying}", 1))
    _, issues = check_folder(tmp_path / "flows", Settings().contract)
    (found,) = [one for one in issues if one.code == "unknown_value"]
    assert "«bulying» kan niet bij «topic»" in str(found)
    assert "bullying" in str(found).splitlines()[-1]


@pytest.mark.parametrize("said", ["oekraiens", "OEKRAÏENS", "ik spreek het liefst oekraiëns"])
def test_a_language_is_known_without_its_accents(said: str) -> None:
    assert RULES.language_in(said) == "Oekraïens"
