"""The training sentences of the language service: `nlu/data/<topic>.yml`, one file a topic."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import yaml

from bot.domain.learning import NewSentence
from bot.errors import OperatorError

AUTHOR = "review"
# Rasa would cut [word](label) out of a sentence, and YAML refuses signs that cannot be printed.
_ENTITY_MARK = re.compile(r"\]\s*[({]")
_ODD_SIGNS = yaml.reader.Reader.NON_PRINTABLE


def one_line(text: str) -> str:
    """A sentence as it can stand in a file: one line, no odd signs, nothing that Rasa reads as a mark."""
    return " ".join(_ENTITY_MARK.sub("] ", _ODD_SIGNS.sub(" ", text)).split())


class SentenceFiles:
    """Implements `Sentences` on the files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, text: str) -> bool:
        """Does this sentence stand there already, in any topic?"""
        wanted = _bare(text)
        return any(
            _bare(str(example["text"])) == wanted
            for file in sorted(self._folder.glob("*.yml"))
            for example in _examples(_text_of(file), file)
        )

    def add(self, sentence: NewSentence) -> None:
        """Adds it to the end of the file of its topic, all or nothing. Raises `OperatorError` when the
        file is missing, broken, or ends with something else than the sentences of this topic."""
        file = self._folder / f"{sentence.label.topic}.yml"
        before = _text_of(file)
        text = one_line(sentence.text)
        after = f"{before.rstrip()}\n      - text: |\n          {text}\n{_metadata(sentence)}\n"
        examples = _examples(after, file)
        if not examples or str(examples[-1]["text"]).strip() != text:
            raise OperatorError(
                f"Ik kan geen zin zetten achter {file.name}: het bestand is anders."
            )
        temporary = file.with_name(f".{file.name}.{os.getpid()}.new")
        try:
            temporary.write_text(after, encoding="utf-8")
            temporary.chmod(file.stat().st_mode)
            temporary.replace(file)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise OperatorError(f"Ik mag niet schrijven in {file.name}.") from None


def _metadata(sentence: NewSentence) -> str:
    label = sentence.label
    parts = [f"author: {AUTHOR}", f"act: {label.act}", f"risk: {label.risk}"]
    parts += [f"kinds: [{', '.join(sentence.kinds)}]"] if sentence.kinds else []
    parts += ["life_now: true"] if sentence.life_now else []
    return f"        metadata: {{{', '.join(parts)}}}"


def _bare(text: str) -> str:
    return " ".join(text.casefold().split())


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise OperatorError(f"Ik kan de oefenzinnen in {file.name} niet lezen.") from None


def _examples(text: str, file: Path) -> list[Any]:
    """The examples of the one topic in a file."""
    try:
        (block,) = yaml.load(text, yaml.CSafeLoader)["nlu"]
        examples = block["examples"]
        if block["intent"] == file.stem and all("text" in example for example in examples):
            return list(examples)
    except (yaml.YAMLError, KeyError, TypeError, ValueError):
        pass
    raise OperatorError(
        f"De oefenzinnen in {file.name} kloppen niet. Draai eerst: maatje nlu check"
    )
