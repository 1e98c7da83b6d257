"""New sentences in the files of the training data: the format of the file, all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.adapters.sentences import SentenceFiles, one_line
from bot.domain.learning import Label, NewSentence
from bot.errors import OperatorError
from bot.settings import ROOT
from tests.sentences import copy_few

PLAIN = NewSentence("alles gaat hier langs mij heen", Label("loneliness", "tell", "none"))
DANGER = NewSentence(
    "een verzonnen zin over iets ergs",
    Label("loneliness", "tell", "urgent"),
    ("suicide", "self_harm"),
    life_now=True,
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    copy_few(copy)
    return copy


def examples(file: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = yaml.safe_load(file.read_text())["nlu"][0]["examples"]
    return found


def test_a_sentence_comes_at_the_end_and_nothing_else_changes(data: Path) -> None:
    file = data / "loneliness.yml"
    before, mode = file.read_text(), file.stat().st_mode
    SentenceFiles(data).add(PLAIN)
    after = file.read_text()
    assert after.startswith(before.rstrip())
    assert after.endswith(
        "      - text: |\n          alles gaat hier langs mij heen\n"
        "        metadata: {author: review, act: tell, risk: none}\n"
    )
    assert file.stat().st_mode == mode
    assert {path.name for path in data.iterdir()} == {
        path.name for path in (ROOT / "nlu" / "data").iterdir()
    }


def test_kinds_and_danger_to_life_stand_with_the_risk(data: Path) -> None:
    SentenceFiles(data).add(PLAIN)
    SentenceFiles(data).add(DANGER)
    *_, first, second = examples(data / "loneliness.yml")
    assert first["metadata"] == {"author": "review", "act": "tell", "risk": "none"}
    assert second["metadata"] == {
        "author": "review",
        "act": "tell",
        "risk": "urgent",
        "kinds": ["suicide", "self_harm"],
        "life_now": True,
    }


@pytest.mark.parametrize(
    "text",
    [
        "'s avonds: dan # komt het",
        "- ik weet het niet",
        '"ja" {nee} [misschien]',
        "hmm 😭‍🔥 ok",
        "een\ttab en \u2028 een regel",
        "\x00\x1b[31m rood",
        "half \ud83d teken",
        "[Gent](city) is ver",
        "| > & * ! %",
    ],
    ids=range(9),
)
def test_odd_signs_give_a_file_that_can_be_read(data: Path, text: str) -> None:
    SentenceFiles(data).add(NewSentence(one_line(text), Label("none", "tell", "none")))
    last = str(examples(data / "none.yml")[-1]["text"]).strip()
    assert last == one_line(text)
    assert "](" not in last


def test_a_sentence_that_is_there_is_found_in_any_topic_and_spelling(data: Path) -> None:
    files = SentenceFiles(data)
    known = str(examples(data / "debt.yml")[0]["text"])
    assert files.has(known)
    assert files.has(f"  {known.upper().strip()} ")
    assert not files.has("deze zin staat er vast nog niet bij")


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "nlu: []\n",
        "nlu: [\n",
        "nlu:\n  - intent: debt\n    examples:\n      - text: a\n",
        "nlu:\n  - intent: loneliness\n    examples:\n      - text: |\n          a\nversion: '3.1'\n",
    ],
    ids=range(5),
)
def test_a_broken_file_is_told_and_left_as_it_was(data: Path, broken: str) -> None:
    file = data / "loneliness.yml"
    file.write_text(broken)
    with pytest.raises(OperatorError, match=r"loneliness\.yml"):
        SentenceFiles(data).add(PLAIN)
    assert file.read_text() == broken


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"loneliness\.yml"):
        SentenceFiles(tmp_path).add(PLAIN)
    assert list(tmp_path.iterdir()) == []
