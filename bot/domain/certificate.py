"""The certificate of a volunteer: an internal paper of this organisation, no diploma."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_NAME = 60  # characters


@dataclass(frozen=True, slots=True)
class Certificate:
    """Everything that stands on it, ready to print, from top to bottom. `name` is typed by the volunteer
    at that moment and kept nowhere; `sections` are a head and its lines each."""

    title: str
    before_name: str
    name: str
    after_name: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    given: str
    remark: str
