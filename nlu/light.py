"""Leaves TensorFlow out of the service where no part of the pipeline uses it.

Rasa imports it for parts that Maatje has not (DIET, TED): 10 seconds and 0.3 GiB for every process.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Type

import yaml

# What Rasa needs of TensorFlow while it is imported: two classes to build others on.
MODULES = ("tensorflow", "tensorflow.keras", "tensorflow.keras.utils")
# Named in every model, because it looked at the pipeline before training; while serving it never runs.
# It imports DIET and TED, to know them when it sees them.
ONLY_IN_TRAINING = ("rasa.graph_components.validators.default_recipe_validator",)
OURS = "nlu.components."
LIGHT = frozenset({"SpacyTokenizer"})  # parts of Rasa itself that use no TensorFlow


class NoTensorFlow(RuntimeError):
    """A part of the pipeline uses TensorFlow after all: see `needs_tensorflow`."""


class _Absent(type):
    """The class of a name of TensorFlow: may be named and built on, never used."""

    def __getattr__(cls, name: str) -> Type[Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        raise NoTensorFlow(f"{cls.__name__} heeft TensorFlow nodig")


class Absent(metaclass=_Absent):
    """Stands where Rasa names something of TensorFlow."""


class _Empty(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent


def needs_tensorflow(config: Path) -> bool:
    """Whether a part of this pipeline may use TensorFlow: every part that is not known to do without."""
    pipeline = yaml.safe_load(config.read_text(encoding="utf-8")).get("pipeline") or ()
    names = [str(part["name"]) for part in pipeline]
    return not all(name.startswith(OURS) or name in LIGHT for name in names)


def leave_tensorflow_out() -> None:
    """Before Rasa is imported: from now on TensorFlow is not there in this process."""
    if "tensorflow" not in sys.modules:
        sys.modules.update({name: _Empty(name) for name in MODULES + ONLY_IN_TRAINING})
