"""Writes a talk down as a golden test: what people did, and word for word what they then saw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from bot.channels.terminal import Shown

Played = Sequence[tuple[Mapping[str, Any], Sequence[Shown]]]


def seen(shown: Shown, always: str = "") -> dict[str, Any]:
    """One message as a line of a talk, without the button that is `always` there."""
    labels = [b.label for b in shown.reply.buttons if b.label != always]
    said: dict[str, Any] = (
        {"maatje": shown.reply.text}
        if shown.to == "young"
        else {"to": shown.to, "text": shown.reply.text}
    )
    return said | ({"buttons": labels} if labels else {})


def done(line: Mapping[str, object]) -> dict[str, object]:
    """A line of the scripted door as operators write it: `young: …` and `press: …` for the young
    person."""
    if line.get("as") != "young":
        return dict(line)
    return {"press": line["press"]} if "press" in line else {"young": line["text"]}


def lines_of(played: Played, always: str = "") -> list[dict[str, Any]]:
    """Everything that was done and seen, in order."""
    lines: list[dict[str, Any]] = []
    for item, shown in played:
        lines += [dict(item), *[seen(one, always) for one in shown]]
    return lines


class _Dumper(yaml.SafeDumper):
    """Block lists inside lists, and long texts as they read."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def talks_as_yaml(talks: Iterable[Mapping[str, Any]]) -> str:
    """Talks as they stand in `tests/conversations/`, with an empty line between them."""
    body = yaml.dump(
        [dict(talk) for talk in talks],
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )
    return body.replace("\n- title:", "\n\n- title:")
