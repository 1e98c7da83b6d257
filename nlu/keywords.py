"""Does a message name its topic by the word that a grown-up would use for it?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, Mapping, Pattern

import yaml

MOST = 1 / 8  # of the sentences of a topic may name it; of real messages far fewer do


def read_keywords(file: Path) -> Mapping[str, Pattern[str]]:
    """For each topic one pattern that finds its keywords in a text in lower case."""
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    found: Dict[str, Pattern[str]] = {}
    for topic, words in raw.items():
        parts = [re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words]
        found[topic] = re.compile(rf"\b(?:{'|'.join(parts)})\b")
    return found
