"""The scripted door: a file is written beside the screens, and the door says where."""

from __future__ import annotations

import json
from pathlib import Path

from bot.channels.terminal import Screens, Shown, shown_text
from bot.domain.messages import Document, Reply

FILE = Document("../papier.pdf", "application/pdf", b"%PDF-1.7")


async def test_a_file_is_written_and_told_and_never_over_another_one(tmp_path: Path) -> None:
    seen: list[Shown] = []
    screens = Screens(tmp_path / "screens.json", seen.append)
    await screens.send("volunteer", Reply("Kijk", document=FILE))
    await screens.send("volunteer", Reply("Kijk", document=FILE))
    paths = [Path(shown.file) for shown in seen]
    assert [path.read_bytes() for path in paths] == [FILE.content] * 2
    assert len(set(paths)) == 2
    assert {path.parent.parent for path in paths} == {tmp_path}  # a name leads nowhere else
    assert json.loads(seen[0].as_json())["file"] == str(paths[0])
    assert shown_text(seen[0]) == f"Kijk\n[bestand: {paths[0]}]"


async def test_a_message_without_a_file_says_nothing_of_one(tmp_path: Path) -> None:
    seen: list[Shown] = []
    await Screens(tmp_path / "screens.json", seen.append).send("young", Reply("Hoi"))
    assert "file" not in json.loads(seen[0].as_json())
    assert shown_text(seen[0]) == "Hoi"
