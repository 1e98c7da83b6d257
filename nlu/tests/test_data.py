"""The sentences of nlu/data and the check that guards them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Sequence

import pytest
from nlu.authors import read_authors
from nlu.contract import ContractError, read_contract
from nlu.layout import Layout, layout_of
from nlu.sentences import Sentence, read_sentences
from nlu.spread import band_of
from nlu.tests.conftest import run_script

# Authors of the first edition: without the key `indirect`.
EARLY = {f"author_{number}" for number in range(1, 6)}
CORE = ("bullying", "fear_of_failure", "debt", "study_choice")


@pytest.fixture(scope="module")
def data() -> Sequence[Sentence]:
    """The sentences that the service learns from."""
    layout = layout_of()
    found = read_sentences(layout.data, read_contract(layout.contract))
    assert [str(mistake) for mistake in found.mistakes] == []
    return found.sentences


@pytest.fixture(scope="module")
def held_out() -> Sequence[Sentence]:
    """The sentences that only measure."""
    layout = layout_of()
    found = read_sentences(layout.held_out, read_contract(layout.contract))
    assert [str(mistake) for mistake in found.mistakes] == []
    return found.sentences


def test_labels_of_the_data_are_exactly_those_of_the_contract(data: Sequence[Sentence]) -> None:
    contract = read_contract(layout_of().contract)
    assert {sentence.topic for sentence in data} == set(contract.topics)
    assert {sentence.act for sentence in data} == set(contract.acts)
    assert {sentence.risk for sentence in data} == set(contract.risk_levels)
    assert {kind for s in data for kind in s.kinds} == set(contract.kinds)


def test_there_is_enough_of_every_topic_and_act(data: Sequence[Sentence]) -> None:
    topics = Counter(sentence.topic for sentence in data)
    acts = Counter(sentence.act for sentence in data if sentence.topic == "none")
    assert len(data) >= 12_000
    assert {name: count for name, count in topics.items() if count < 600} == {}
    assert {name: topics[name] for name in CORE if topics[name] < 1_200} == {}
    assert topics["none"] >= 2_000
    assert {name: count for name, count in acts.items() if count < 120} == {}


def test_there_is_enough_danger_and_enough_that_only_sounds_like_it(
    data: Sequence[Sentence],
) -> None:
    danger = [sentence for sentence in data if sentence.risk != "none"]
    urgent = Counter(kind for s in danger if s.risk == "urgent" for kind in s.kinds)
    assert len(danger) >= 2_000
    assert sum(sentence.hard_negative for sentence in data) >= 800
    assert {kind: count for kind, count in urgent.items() if count < 40 and kind != "other"} == {}
    told = [s for s in danger if s.author not in EARLY]  # who came before the key was there
    assert sum(sentence.indirect for sentence in told) / len(told) >= 0.45


def test_a_quarter_is_flemish_and_lengths_differ(data: Sequence[Sentence]) -> None:
    authors, mistakes = read_authors(layout_of().authors)
    assert mistakes == []
    regions = Counter(authors[sentence.author].region for sentence in data)
    assert regions["VL"] / len(data) >= 0.25
    whole = [
        sentence for sentence in data if not sentence.in_talk
    ]  # half way a talk they are short
    bands = Counter(band_of(sentence) for sentence in whole)
    assert min(bands.values()) / len(whole) >= 0.05


def test_every_new_author_was_read_by_somebody_else(data: Sequence[Sentence]) -> None:
    authors, _ = read_authors(layout_of().authors)
    writers = {sentence.author for sentence in data}
    assert {name for name in writers if not authors[name].read_by} == set()


def test_enough_is_held_out_and_read_twice(held_out: Sequence[Sentence]) -> None:
    authors, _ = read_authors(layout_of().authors)
    risks = Counter(sentence.risk for sentence in held_out)
    urgent = {kind for s in held_out if s.risk == "urgent" for kind in s.kinds}
    assert len(held_out) >= 1_500 and all(sentence.second for sentence in held_out)
    assert risks["urgent"] >= 300 and risks["concern"] >= 150
    assert sum(sentence.hard_negative for sentence in held_out) >= 200
    assert sum(authors[s.author].region == "VL" for s in held_out) >= 400
    assert urgent >= set(read_contract(layout_of().contract).kinds) - {"other"}


def test_a_contract_without_descriptions_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "contract.yml"
    file.write_text("topics: {bullying: }\n", encoding="utf-8")
    with pytest.raises(ContractError, match="'bullying' in 'topics' heeft geen uitleg"):
        read_contract(file)


BROKEN = [
    ("act: tell", "act: tel", "onbekend label 'tel' bij act; bedoel je 'tell'?"),
    ("risk: none", "risk: nome", "onbekend label 'nome' bij risk; bedoel je 'none'?"),
    ("risk: none", "risk: urgent", "bij risk concern of urgent hoort kinds: [...]"),
    ("risk: none", "risk: none, kinds: [suicide]", "risk is none, dus kinds en life_now"),
    ("risk: none", "risk: urgent, kinds: [suicde]", "bedoel je 'suicide'?"),
    ("risk: none", "rsk: none", "onbekende sleutel 'rsk'; bedoel je 'risk'?"),
    ("- intent: debt", "- intent: dept", "onbekend label 'dept' bij intent; bedoel je 'debt'?"),
    ("- intent: debt", "- intent: care", "hoort niet in dit bestand; zet het in care.yml"),
    ("text: twee", "text: ' '", "deze zin heeft geen tekst"),
    ("text: twee", "text: een", "deze zin staat er al: debt.yml:4"),
    ("risk: none", "risk: none, indirect: true", "indirect: true kan alleen bij risk: concern of"),
    ("risk: none", "risk: urgent, kinds: [suicide], hard_negative: true", "alleen bij risk: none"),
    ("risk: none", "risk: none, indirect: 3", "indirect is true, of staat er niet"),
    (
        "risk: none",
        "risk: none, second: [tell]",
        "second heeft de vorm {topic: ..., act: ..., risk",
    ),
    ("risk: none", "risk: none, second: {topic: care, act: tel, risk: none}", "bij second.act"),
    ("text: twee", "text: bel [mij](naam)", "zet geen [..](..) in een zin"),
    ("text: twee", "text: twee\n\tdrie", "geen geldige YAML"),
    ("examples:", "zinnen:", "verwacht: nlu:"),
]
GOOD = """nlu:
- intent: debt
  examples:
  - text: een
    metadata: {author: a, act: tell, risk: none}
  - text: twee
    metadata: {author: a, act: tell, risk: none}
"""


@pytest.mark.parametrize(("right", "wrong", "said"), BROKEN)
def test_every_mistake_is_named_with_file_and_line(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    before, _, after = GOOD.rpartition(right)
    (tmp_path / "debt.yml").write_text(before + wrong + after, encoding="utf-8")
    found = read_sentences(tmp_path, read_contract(layout_of().contract))
    mistakes = [m for m in found.mistakes if m.file == "debt.yml" and said in m.message]
    assert mistakes, [str(mistake) for mistake in found.mistakes]
    assert 1 <= mistakes[0].line <= 8


def test_training_stops_at_a_misspelt_label_before_loading_rasa(project: Layout) -> None:
    file = project.data / "debt.yml"
    lines = file.read_text(encoding="utf-8").replace("act: set_goal", "act: set_gaol", 1)
    file.write_text(lines, encoding="utf-8")
    number = lines[: lines.index("set_gaol")].count("\n")
    done = run_script("train.py", "--root", str(project.config.parent))
    assert done.returncode == 1
    said = [line for line in done.stderr.splitlines() if "set_gaol" in line]
    assert said and "bedoel je 'set_goal'?" in said[0]
    assert abs(int(said[0].split(":")[1]) - number) <= 1
    assert "Rasa" not in done.stdout and not project.models.exists()


def test_a_missing_topic_file_is_named(project: Layout) -> None:
    (project.data / "care.yml").unlink()
    done = run_script("train.py", "--root", str(project.config.parent))
    assert done.returncode == 1
    assert "care.yml:1: dit bestand ontbreekt" in done.stderr
