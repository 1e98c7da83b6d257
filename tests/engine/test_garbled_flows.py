"""Nothing that an operator can write ends in a traceback: it ends in mistakes with a place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine.checks import check
from bot.engine.contract import load_contract
from bot.engine.flowbook import Flowbook
from bot.engine.issues import Issue
from bot.engine.loading import SPECIAL, load
from tests.engine.broken import CONTRACT, FLOWS

KEPT = (
    *SPECIAL,
    "menu.yml",
    "goal.yml",
    "about_you.yml",
    "want_peer.yml",
    "peer_wishes.yml",
    "want_professional.yml",
)
LABELS = load_contract(CONTRACT)
BOUNDED = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

VALUES = st.sampled_from(
    [
        *(
            "",
            "null",
            "~",
            "5",
            "-3",
            "0612",
            "1e9",
            "true",
            "no",
            "END",
            "..",
            "---",
            "- a",
            "? b",
        ),
        *(
            "[a, [b]]",
            "{a: {b: c}}",
            "{a",
            "[b",
            "'half",
            '"half',
            "|",
            ">-",
            "#",
            "%x",
            "@x",
            "`x",
        ),
        *("&x tekst", "*x", "!!int tekst", "!!python/object:os.system x", "!let op", "a: b: c"),
        *("{[a]: b}", "\t", "\0", "\x07", "\ufeff", "\u2028", "\x85", "😀", "ß" * 3000, "[" * 500),
        *("{a: " * 90, "- " * 90, "<<: *x", "2026-11-21", "{naam}", "{", "}}", "112", "geheim"),
    ]
)
KEYS = st.sampled_from(
    [
        "id",
        "say",
        "ask",
        "if",
        "next",
        "call",
        "choices",
        "steps",
        "flow",
        "kinds",
        "x y",
        "5",
        "[a]",
    ]
)
WRONG = st.recursive(
    st.sampled_from([None, True, 5, -1, "", "x", "END", "{naam}"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "say", "x"]), inner)
    ),
    max_leaves=3,
)
WHOLE = [
    *(
        b"",
        b"\xef\xbb\xbf",
        b"\xff\xfe\0a",
        bytes(range(256)),
        b"[]",
        b"5",
        b"- a",
        b"\t",
        b"'",
        b"&a",
    ),
    *(b"a: b\n---\nc: d", b"---\n---", b"...", b"a: &x [*x]", b"%YAML 3.0\n---\na", b"{" * 3000),
    b"&a [x]\n" + b"".join(b"- &a%d [*a,*a,*a,*a]\n" % n for n in range(40)),
    *(b"\n".join(b" " * n + b"a:" for n in range(400)), b"[" * 400_000, b"- " * 200_000),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("garbled") / "flows"
    folder.mkdir()
    for name in KEPT:
        shutil.copy(FLOWS / name, folder / name)
    return folder


def _told(folder: Path, name: str, content: bytes) -> list[Issue]:
    """What is said when one file holds this; the file is put back."""
    path = folder / name
    path.write_bytes(content)
    try:
        library = load(folder)
        issues = check(library, LABELS, None)
        if not any(issue.code.startswith("missing_") for issue in issues):
            assert isinstance(library.flowbook, Flowbook | None)
    finally:
        shutil.copy(FLOWS / name, path)
    for issue in issues:
        assert f":{issue.place.line}:" in str(issue)
        assert issue.place.line <= content.count(b"\n") + content.count(b"\r") + 400
    return issues


@st.composite
def garbled_lines(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of today with up to three garbled lines."""
    name = draw(st.sampled_from(KEPT))
    lines = (FLOWS / name).read_text("utf-8").splitlines()
    for _ in range(draw(st.integers(1, 3))):
        n = draw(st.integers(0, len(lines) - 1))
        lines[n : n + 1] = draw(_line(lines[n]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return name, draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + end.join(lines).encode()


def _line(line: str) -> st.SearchStrategy[list[str]]:
    indent, text = line[: len(line) - len(line.lstrip())], line.lstrip()
    key, _, value = text.partition(":")
    return st.one_of(
        st.sampled_from([[], [line, line], ["\t" + line], [indent + "\t" + text], [" " + line]]),
        st.sampled_from([[line[1:]], [line[: len(line) // 2]], [line + '"'], [text], [line + ":"]]),
        VALUES.map(lambda junk: [f"{indent}{key}: {junk}"]),
        VALUES.map(lambda junk: [indent + junk]),
        VALUES.map(lambda junk: [line + junk]),
        KEYS.map(lambda other: [f"{indent}{other}:{value}"]),
        KEYS.map(lambda other: [f"{indent}- {other}:{value}"]),
    )


@st.composite
def wrong_kinds_of_values(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of today with something of the wrong kind in up to three places."""
    name = draw(st.sampled_from(KEPT))
    data = {"": yaml.safe_load((FLOWS / name).read_text("utf-8"))}
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(list(_slots(data))))
        holder[key] = draw(WRONG)
    return name, yaml.safe_dump(data[""], allow_unicode=True, sort_keys=False).encode()


def _slots(data: Any) -> Iterator[tuple[Any, Any]]:
    keys = data.keys() if isinstance(data, dict) else range(len(data))
    for key in keys:
        yield data, key
        if isinstance(data[key], dict | list):
            yield from _slots(data[key])


@BOUNDED
@given(file=garbled_lines())
def test_garbled_lines_become_mistakes_and_never_a_traceback(
    folder: Path, file: tuple[str, bytes]
) -> None:
    _told(folder, *file)


@BOUNDED
@given(file=wrong_kinds_of_values())
def test_wrong_kinds_of_values_become_mistakes_and_never_a_traceback(
    folder: Path, file: tuple[str, bytes]
) -> None:
    _told(folder, *file)


@pytest.mark.parametrize("content", WHOLE, ids=lambda content: str(content[:8]))
@pytest.mark.parametrize("name", ["menu.yml", "danger.yml", "services.yml"])
def test_a_file_that_is_nothing_of_the_kind_becomes_a_mistake(
    folder: Path, name: str, content: bytes
) -> None:
    assert any(not issue.warning for issue in _told(folder, name, content))


def test_a_folder_and_a_dead_link_among_the_flows_become_mistakes(tmp_path: Path) -> None:
    (tmp_path / "map.yml").mkdir()
    (tmp_path / "weg.yml").symlink_to(tmp_path / "nergens.yml")
    (tmp_path / "kring.yml").symlink_to(tmp_path / "kring.yml")
    told = {issue.place.file.rsplit("/")[-1]: issue.code for issue in load(tmp_path).issues}
    assert told["map.yml"] == told["weg.yml"] == told["kring.yml"] == "unreadable"
