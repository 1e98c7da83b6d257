"""train.py: visible, repeatable, and it leaves config.yml alone."""

from __future__ import annotations

import json
import resource

from nlu.manifest import checked_model
from nlu.tests.conftest import Trained, run_script


def test_shows_its_stages_and_writes_one_model_with_a_manifest(trained: Trained) -> None:
    assert [f"[{n}/4]" in trained.printed for n in (1, 2, 3, 4)] == [True] * 4
    manifest, path = checked_model(trained.layout)
    assert path.name == f"{manifest.inputs[:12]}.tar.gz"
    assert manifest.rasa == "3.6.21" and manifest.spacy
    assert json.loads(trained.layout.manifest.read_text())["sha256"] == manifest.sha256
    made = [p.name for p in path.parent.iterdir() if not p.name.startswith("practice")]
    assert sorted(made) == sorted([path.name, "manifest.json"])


def test_config_is_byte_for_byte_the_same_after_training(trained: Trained) -> None:
    assert trained.layout.config.read_bytes() == trained.config_before


def test_a_second_training_is_skipped_within_seconds(trained: Trained) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run_script("train.py", "--root", str(trained.root))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Of processor time: what else the machine does must not matter.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 6
    assert done.returncode == 0 and "niets te doen" in done.stdout


def test_a_changed_sentence_means_training_again(trained: Trained) -> None:
    from nlu.manifest import fingerprint

    file = trained.layout.data / "debt.yml"
    before, content = fingerprint(trained.layout), file.read_text(encoding="utf-8")
    file.write_text(content.replace("author_1", "author_9", 1), encoding="utf-8")
    changed = fingerprint(trained.layout)
    file.write_text(content, encoding="utf-8")
    assert changed != before and fingerprint(trained.layout) == before
