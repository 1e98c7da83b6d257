"""A small project in a temporary folder, trained once, and its service running once a session."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import pytest
import yaml
from nlu.keywords import read_keywords
from nlu.layout import ROOT, Layout, layout_of

TOKEN = "een-geheim-voor-de-toets"
SENTENCES_A_LABEL = 5


@dataclass(frozen=True)
class Service:
    """A running language service as the bot sees it, and what it has printed."""

    port: int
    process: subprocess.Popen[bytes]
    folder: Path

    def call(
        self, method: str, path: str, body: bytes | None = None, token: str | None = TOKEN
    ) -> Tuple[int, Any]:
        """Status code and JSON (or raw text) of one request."""
        url = f"http://127.0.0.1:{self.port}{path}" + (f"?token={token}" if token else "")
        request = urllib.request.Request(url, data=body, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def parse(self, text: str) -> Dict[str, Any]:
        """The meaning of a text; fails when the service does not answer with 200."""
        code, meaning = self.call("POST", "/model/parse", json.dumps({"text": text}).encode())
        assert code == 200, meaning
        return meaning


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_script(name: str, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs one of our scripts to its end, as `make` does; the token only when given."""
    kept = {key: value for key, value in os.environ.items() if key != "MAATJE_NLU_TOKEN"}
    command = [sys.executable, str(ROOT / "nlu" / name), *options]
    return subprocess.run(
        command, env={**kept, **environment}, capture_output=True, text=True, timeout=600
    )


def few_of(examples: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    """A few sentences of every act, risk and kind, so that all labels are still there."""
    counts: Dict[str, int] = {}
    chosen = []
    for example in examples:
        labels = example["metadata"]
        keys = [labels["act"], labels["risk"], *labels.get("kinds", ())]
        keys += ["life_now"] if labels.get("life_now") else []
        if any(counts.get(key, 0) < SENTENCES_A_LABEL for key in keys):
            chosen.append(example)
            for key in keys:
                counts[key] = counts.get(key, 0) + 1
    return chosen


def fewer(file: Path, target: Path) -> None:
    """A copy of a file with few of its sentences."""
    content = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    named = read_keywords(layout_of().keywords).get(file.stem)
    examples = content["nlu"][0]["examples"]
    if named is not None:  # a handful by chance would name its topic too often
        examples = sorted(examples, key=lambda example: bool(named.search(example["text"].lower())))
    content["nlu"][0]["examples"] = few_of(examples)
    written = yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    target.write_text(written, encoding="utf-8")


def small_project(root: Path) -> Layout:
    """A copy of the project with few sentences; the components are the real ones."""
    real, small = layout_of(), layout_of(root)
    small.data.mkdir(parents=True)
    for source, target in [
        (real.config, small.config), (real.contract, small.contract),
        (real.lexicon, small.lexicon), (real.importer, small.importer),
        (real.authors, small.authors), (real.keywords, small.keywords),
    ]:  # fmt: skip
        shutil.copy(source, target)
    small.lock.write_text("# empty\n", encoding="utf-8")
    for file in real.data.glob("*.yml"):
        fewer(file, small.data / file.name)
    small.held_out.mkdir(parents=True)
    for file in real.held_out.glob("*.yml"):
        fewer(file, small.held_out / file.name)
    shutil.copytree(real.practice, small.practice)
    for file in (real.never_miss, real.known_misses):
        shutil.copy(file, small.never_miss.parent)
    return small


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project that nobody changes: reading all sentences takes seconds."""
    root = tmp_path_factory.mktemp("pattern")
    small_project(root)
    return root


@pytest.fixture
def project(pattern: Path, tmp_path: Path) -> Layout:
    """A small project of the test's own, not trained."""
    shutil.copytree(pattern, tmp_path, dirs_exist_ok=True)
    return layout_of(tmp_path)


@dataclass(frozen=True)
class Trained:
    """A small project with a model, and what the training printed."""

    layout: Layout
    root: Path
    printed: str
    config_before: bytes


@pytest.fixture(scope="session")
def trained(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Trained once; tests that spoil the model work on a copy."""
    root = tmp_path_factory.mktemp("maatje")
    shutil.copytree(pattern, root, dirs_exist_ok=True)
    layout = layout_of(root)
    before = layout.config.read_bytes()
    done = run_script("train.py", "--root", str(root))
    assert done.returncode == 0, done.stdout + done.stderr
    return Trained(layout, root, done.stdout + done.stderr, before)


LOUD = """
import logging, sys
logging.basicConfig(level=1, filename="everything.log")
logging.getLogger().addHandler(logging.StreamHandler(sys.stderr))
"""


@pytest.fixture(scope="session")
def service(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Runs with every logger as loud as can be, so that the canary test proves something."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "sitecustomize.py").write_text(LOUD, encoding="utf-8")
    port = free_port()
    environment = {
        **os.environ, "MAATJE_NLU_TOKEN": TOKEN, "PYTHONPATH": str(folder),
        "LOG_LEVEL": "DEBUG", "LOG_LEVEL_LIBRARIES": "DEBUG", "PYTHONASYNCIODEBUG": "1",
        "SANIC_ACCESS_LOG": "true", "SANIC_DEBUG": "true", "TMPDIR": str(folder),
    }  # fmt: skip
    script = [str(ROOT / "nlu" / "serve.py"), "--port", str(port), "--root", str(trained.root)]
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, *script], env=environment, cwd=folder, stdout=out, stderr=err
        )
    wait_until_ready(process, folder)
    yield Service(port, process, folder)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0


def wait_until_ready(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Waits for the line `klaar`, at most 90 seconds."""
    for _ in range(900):
        if (folder / "stdout").read_bytes() == b"klaar\n":
            return
        if process.poll() is not None:
            break
        signal.sigtimedwait([], 0.1)
    pytest.fail("niet klaar: " + (folder / "stderr").read_text(encoding="utf-8"))
