"""The sentences of nlu/data and the check that guards them."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.contract import ContractError, read_contract
from nlu.layout import Layout, layout_of
from nlu.sentences import read_sentences
from nlu.tests.conftest import run_script


def test_labels_of_the_data_are_exactly_those_of_the_contract() -> None:
    layout = layout_of()
    contract = read_contract(layout.contract)
    found = read_sentences(layout.data, contract)
    assert [str(mistake) for mistake in found.mistakes] == []
    assert len(found.sentences) > 2000
    assert {sentence.topic for sentence in found.sentences} == set(contract.topics)
    assert {sentence.act for sentence in found.sentences} == set(contract.acts)
    assert {sentence.risk for sentence in found.sentences} == set(contract.risk_levels)
    assert {kind for s in found.sentences for kind in s.kinds} == set(contract.kinds)


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
