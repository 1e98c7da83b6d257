"""The lines of volunteers and the small model of the practice talk: apart from the young people's."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from nlu import practice_model
from nlu.layout import Layout, layout_of
from nlu.practice_lines import HELD_OUT, LABELS, TRAIN, alike, read_lines
from nlu.tests.conftest import Service, Trained

PRACTICE = layout_of().practice
A_VOICE = "author: a\nregion: NL\nworld: w\n"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """The real lines with a model of their own, trained once."""
    root = tmp_path_factory.mktemp("practice")
    layout = layout_of(root)
    (root / "nlu").mkdir()
    layout.lock.write_text("# empty\n", encoding="utf-8")
    layout.practice.symlink_to(PRACTICE)
    assert "getraind" in practice_model.train(layout)
    return layout


def test_there_are_enough_lines_of_every_label_in_both_sets() -> None:
    for folder, total, least in ((TRAIN, 900, 100), (HELD_OUT, 240, 30)):
        found = read_lines(PRACTICE / folder)
        assert found.mistakes == ()
        assert len(found.lines) >= total
        counts = Counter(line.label for line in found.lines)
        assert set(counts) == set(LABELS)
        assert min(counts.values()) >= least


def test_no_voice_and_no_line_stands_in_both_sets() -> None:
    train, held = read_lines(PRACTICE / TRAIN).lines, read_lines(PRACTICE / HELD_OUT).lines
    assert not {line.author for line in train} & {line.author for line in held}
    assert list(alike(train, held)) == []


def test_a_line_of_both_sets_is_refused_with_its_place() -> None:
    held = read_lines(PRACTICE / HELD_OUT).lines
    (found,) = alike(held[:1], held[:1])
    assert found.startswith(held[0].place)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (A_VOICE + "listen: |\n  hoi\nadvice: |\n  ga\n", "voice.yml:6: 'advice' is geen blok"),
        ("author: a\n", "voice.yml:1: verwacht author, region, world"),
        (A_VOICE.replace("NL", "BE"), "voice.yml:1: region is een van"),
        (A_VOICE + "listen: |\n  hoi\n  Hoi\n", "voice.yml:6: deze zin staat al in"),
        ("listen: [", "voice.yml:1: dit is geen geldige YAML"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, text: str, mistake: str) -> None:
    (tmp_path / "voice.yml").write_text(text, encoding="utf-8")
    (found,) = read_lines(tmp_path).mistakes
    assert mistake in found


def test_a_folder_without_lines_is_a_mistake(tmp_path: Path) -> None:
    assert read_lines(tmp_path).mistakes


def test_the_model_is_trained_once_and_then_kept(small: Layout) -> None:
    assert "al bij" in practice_model.train(small)


def test_the_model_knows_lines_that_it_never_saw(small: Layout) -> None:
    model = practice_model.load(small)
    assert model is not None
    held = read_lines(PRACTICE / HELD_OUT).lines
    answers = [model.label(line.text) for line in held]
    right = sum(answer["label"] == line.label for answer, line in zip(answers, held))
    assert right / len(held) >= 0.8
    assert all(0 < answer["confidence"] <= 1 for answer in answers)


@pytest.mark.parametrize("text", ["", "😢", "?" * 10_000, "ß\x00 \u202e"])
def test_odd_text_gets_a_label_too(small: Layout, text: str) -> None:
    model = practice_model.load(small)
    assert model is not None
    assert model.label(text)["label"] in LABELS


def test_a_model_that_was_changed_is_not_served(small: Layout) -> None:
    told = json.loads((small.models / "practice.json").read_text())
    file = small.models / told["model"]
    whole = file.read_bytes()
    file.write_bytes(whole + b"x")
    try:
        assert practice_model.load(small) is None
    finally:
        file.write_bytes(whole)


def test_without_a_model_there_is_none(tmp_path: Path) -> None:
    assert practice_model.load(layout_of(tmp_path)) is None


def test_make_train_trains_it_beside_the_language_model(trained: Trained) -> None:
    assert "Oefenmodel" in trained.printed
    assert practice_model.load(trained.layout) is not None


def test_the_service_names_a_line_and_asks_for_the_token(service: Service) -> None:
    body = json.dumps({"text": "Hoe was dat voor jou?"}).encode()
    code, answer = service.call("POST", "/practice/label", body)
    assert (code, answer["label"]) == (200, "ask")
    assert service.call("POST", "/practice/label", body, token=None)[0] == 401
    assert service.call("POST", "/practice/label", b"{}")[0] == 400
    assert service.call("GET", "/status")[1]["practice"] is True
