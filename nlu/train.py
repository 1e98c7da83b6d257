"""Trains the language model: checks the sentences, trains with Rasa, keeps one model.

For `make setup` and `make train`: `nlu/.venv/bin/python nlu/train.py`. Ends within a second when
nothing has changed since the last training; Rasa (slow to import) is not touched before that.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import IO, Iterator

if not __package__:  # started as a file: let `nlu` be found from any folder
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from nlu.contract import ContractError, read_contract
from nlu.layout import ROOT, Layout, layout_of
from nlu.light import needs_tensorflow
from nlu.manifest import (
    Manifest,
    ModelError,
    checked_model,
    fingerprint,
    sha256_of,
    write_manifest,
)
from nlu.practice_model import PracticeError
from nlu.practice_model import train as train_practice
from nlu.sentences import DataSet, read_sentences

STAGES = 4


class TrainingError(Exception):
    """Rasa made no model; the text holds what it said."""


def stage(number: int, text: str) -> None:
    """One line of progress, at once visible."""
    print(f"[{number}/{STAGES}] {text}", flush=True)


def up_to_date(layout: Layout, inputs: str) -> bool:
    """Whether the present model was made from these inputs and is still whole."""
    try:
        manifest, _ = checked_model(layout)
    except ModelError:
        return False
    return manifest.inputs == inputs


def checked_sentences(layout: Layout) -> DataSet | None:
    """The sentences, or None after printing every mistake with its file and line."""
    try:
        found = read_sentences(layout.data, read_contract(layout.contract))
    except ContractError as error:
        print(error, file=sys.stderr)
        return None
    for mistake in found.mistakes:
        print(f"{layout.data.name}/{mistake}", file=sys.stderr)
    if found.mistakes:
        print(f"{len(found.mistakes)} fout(en) in de zinnen; niet getraind.", file=sys.stderr)
    return None if found.mistakes else found


def quiet_environment() -> None:
    """No telemetry, no training cache with sentences on disk, no TensorFlow chatter."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"


@contextlib.contextmanager
def captured_output() -> Iterator[IO[str]]:
    """Catches what Rasa and the programs that it starts print, down to the file descriptors."""
    with tempfile.TemporaryFile("w+") as said:
        sys.stdout.flush()
        sys.stderr.flush()
        kept = os.dup(1), os.dup(2)
        try:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            yield said
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for real, number in zip(kept, (1, 2)):
                os.dup2(real, number)
                os.close(real)


def train_with_rasa(layout: Layout, folder: Path, name: str, found: DataSet) -> Path:
    """Lets Rasa train; what it prints is shown only when it fails."""
    failure: Exception | None = None
    made = None
    with captured_output() as said:
        try:
            from rasa.model_training import train_nlu

            from nlu.importer import already_read

            already_read(layout.data, found.sentences)
            made = train_nlu(str(layout.config), str(layout.data), str(folder), name)
        except Exception as error:  # whatever Rasa raises, the reader needs what it printed too
            failure = error
        said.flush()
        said.seek(0)
        printed = said.read()
    if failure or not made or not Path(made).is_file():
        raise TrainingError(f"Rasa heeft geen model gemaakt: {failure}\n{printed}") from failure
    return Path(made)


def keep(layout: Layout, made: Path, inputs: str, sentences: int) -> Manifest:
    """Puts the model in place, writes the manifest, and removes older models."""
    import rasa

    from nlu.components.spacy_pipeline import pipelines_in_use

    model = layout.models / f"{inputs[:12]}.tar.gz"
    os.replace(made, model)
    date = datetime.now(timezone.utc).isoformat(timespec="seconds")
    spacy = ", ".join(pipelines_in_use())
    manifest = Manifest(
        model.name, sha256_of(model), inputs, date, rasa.__version__, spacy, sentences,
        needs_tensorflow(layout.config),
    )  # fmt: skip
    write_manifest(layout, manifest)
    for old in layout.models.glob("*.tar.gz"):
        if old != model:
            old.unlink()
    return manifest


def train(layout: Layout, force: bool = False) -> int:
    """All stages; 0 when there is a fresh model, 1 when the sentences have mistakes."""
    started = time.monotonic()
    inputs = fingerprint(layout)
    if not force and up_to_date(layout, inputs):
        print(f"Het taalmodel {inputs[:12]} is al bij; niets te doen.", flush=True)
        return 0
    stage(1, "zinnen controleren ...")
    found = checked_sentences(layout)
    if found is None:
        return 1
    stage(2, f"{len(found.sentences)} zinnen in orde; Rasa laden (ongeveer 10 seconden) ...")
    quiet_environment()
    gc.disable()  # millions of small objects that all stay: looking through them took a fifth of the time
    with captured_output():
        import rasa.model_training  # noqa: F401  (slow: the line above explains the wait)
    stage(3, "trainen: onderwerp, daad en gevaar ...")
    layout.models.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=layout.models) as folder:
        made = train_with_rasa(layout, Path(folder), inputs[:12], found)
        manifest = keep(layout, made, inputs, len(found.sentences))
    seconds = time.monotonic() - started
    stage(4, f"klaar in {seconds:.0f} s: {manifest.model} (spaCy: {manifest.spacy})")
    return 0


def train_both(layout: Layout, force: bool) -> int:
    """The language model, then the small one of the practice talk (seconds)."""
    ended = train(layout, force)
    if ended == 0 and layout.practice.is_dir():
        print(train_practice(layout, force), flush=True)
    return ended


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Traint het taalmodel van Maatje.")
    parser.add_argument("--force", action="store_true", help="train ook als er niets veranderd is")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        return train_both(layout_of(options.root.resolve()), options.force)
    except FileNotFoundError as error:
        print(f"Dit bestand ontbreekt: {Path(str(error.filename)).name}", file=sys.stderr)
    except (TrainingError, PracticeError) as error:
        print(error, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
