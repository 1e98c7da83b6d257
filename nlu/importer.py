"""Hands nlu/data/ to Rasa, which reads YAML itself at a tenth of the speed, and twice.

Named under `importers` in config.yml. The files stay in Rasa's own format; here they are read by
the same reader as the check, so that Rasa trains on exactly what was checked.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Text, Union

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_model_configuration

from nlu.contract import read_contract
from nlu.layout import ROOT
from nlu.sentences import Sentence, read_sentences

CONTRACT = "contract.yml"


def labels_of(sentence: Sentence) -> Dict[Text, Any]:
    """The labels that the heads learn from, as Rasa keeps the metadata of an example."""
    return {
        "act": sentence.act,
        "risk": sentence.risk,
        "kinds": list(sentence.kinds),
        "life_now": sentence.life_now,
        "author": sentence.author,
        "situation": sentence.situation,
        "talk": sentence.talk,
        "teaches_topic": sentence.teaches_topic,
    }


class KnownMessage(Message):
    """A training sentence whose fingerprint is that of its text and labels.

    Rasa takes one of every message after every component, to find outputs in a cache that we keep
    empty (train.py): with 15,000 sentences that took longer than learning.
    """

    def fingerprint(self) -> Text:
        """The same before and after a component."""
        return str(hash((self.get(TEXT), self.get(INTENT), str(self.get("metadata")))))


_read: Dict[Path, TrainingData] = {}


def already_read(folder: Path, sentences: Sequence[Sentence]) -> None:
    """What the check has read from this folder just now, so that it is not read again."""
    _read[folder] = TrainingData(
        [KnownMessage.build(s.text, s.topic, example_metadata=labels_of(s)) for s in sentences]
    )


def _messages(folder: Path) -> TrainingData:
    if folder not in _read:
        contract = read_contract(folder.parent / CONTRACT)
        already_read(folder, read_sentences(folder, contract).sentences)
    return _read[folder]


class SentenceImporter(TrainingDataImporter):
    """Reads the sentences with their labels; Maatje has no stories and no domain in Rasa."""

    def __init__(
        self,
        config_file: Optional[Text] = None,
        domain_path: Optional[Text] = None,
        training_data_paths: Optional[Union[List[Text], Text]] = None,
        project_directory: Optional[Text] = None,
    ) -> None:
        """`training_data_paths` is the one folder that train.py gives (nlu/data)."""
        paths = training_data_paths or str(ROOT / "nlu" / "data")
        self._folder = Path(paths if isinstance(paths, str) else paths[0])
        self._config_file = config_file

    def get_config(self) -> Dict:
        """The pipeline of config.yml."""
        if not self._config_file or not os.path.exists(self._config_file):
            return {}
        return read_model_configuration(self._config_file)

    def get_config_file_for_auto_config(self) -> Optional[Text]:
        """The same file: nothing is filled in automatically."""
        return self._config_file

    def get_nlu_data(self, language: Optional[Text] = "nl") -> TrainingData:
        """Every sentence as a message with its topic as intent."""
        return _messages(self._folder)

    def get_stories(self, exclusion_percentage: Optional[int] = None) -> StoryGraph:
        """None: Rasa only understands, the bot decides."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """None."""
        return StoryGraph([])

    def get_domain(self) -> Domain:
        """Empty."""
        return Domain.empty()
