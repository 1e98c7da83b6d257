"""What an operator types is what a young person reads, and every place is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine.issues import Place
from bot.engine.reading import read_file, read_text


def data(text: str) -> object:
    document = read_text(text, "x.yml")
    assert not document.issues, [str(issue) for issue in document.issues]
    return document.data


def said(text: str) -> list[str]:
    return [str(issue) for issue in read_text(text, "x.yml").issues]


@pytest.mark.parametrize(
    "word",
    ["no", "on", "yes", "off", "nee", "08:30", "0612", "1e3", "1.5", "2026-11-21", "null", "N"],
)
def test_a_word_stays_the_word_that_was_typed(word: str) -> None:
    assert data(f"say: {word}") == {"say": word}


def test_only_true_false_nothing_and_whole_numbers_are_more_than_text() -> None:
    text = "a: true\nb: false\nc:\nd: ~\ne: 12\nf: '12'\ng: \"true\"\nh: |\n  true\n"
    assert data(text) == {
        **{"a": True, "b": False, "c": None, "d": None, "e": 12},
        **{"f": "12", "g": "true", "h": "true"},
    }


def test_keys_are_text_whatever_they_look_like() -> None:
    assert data("12: a\ntrue: b\nno: c") == {"12": "a", "true": "b", "no": "c"}


def test_blank_space_around_a_text_is_taken_off_and_lines_inside_stay() -> None:
    assert data("a: '  hoi  '\nb: |\n  een\n\n  twee\n\n") == {"a": "hoi", "b": "een\n\ntwee"}


def test_the_place_of_every_key_and_item_is_exact() -> None:
    document = read_text("flow: x\nsteps:\n  - id: a\n    say: [b,   c]\n", "x.yml")
    assert document.place("flow") == Place("x.yml", 1, 1)
    assert document.place("steps", 0) == Place("x.yml", 3, 5)
    assert document.place("steps", 0, "say") == Place("x.yml", 4, 5)
    assert document.place("steps", 0, "say", 1) == Place("x.yml", 4, 16)


def test_a_place_that_is_not_there_is_that_of_what_is_around_it() -> None:
    document = read_text("steps:\n  - id: a\n", "x.yml")
    assert document.place("steps", 0, "choices", 3, "say") == Place("x.yml", 2, 5)
    assert document.place("title") == Place("x.yml", 1, 1)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_count_the_same_whatever_ends_them(end: str) -> None:
    document = read_text(end.join(["a: é😀", "b: c", "b: d"]), "x.yml")
    assert document.place("b") == Place("x.yml", 2, 1)
    assert document.issues[0].place == Place("x.yml", 3, 1)


def test_columns_count_letters_and_not_bytes() -> None:
    assert read_text("{é😀: a, b: c}", "x.yml").place("b") == Place("x.yml", 1, 9)


def test_of_a_key_that_stands_twice_the_first_counts() -> None:
    document = read_text("a: {b: 1}\na: {b: 2, c: 3}\n", "x.yml")
    assert document.data == {"a": {"b": 1}}
    assert document.place("a", "b") == Place("x.yml", 1, 5)
    assert [i.code for i in document.issues] == ["yaml_duplicate_key"]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("steps:\n\t- id: a\n", 2, 1),
        ("steps:\n  - id: a\n\tsay: b\n", 3, 1),
        ("steps:\n  - id: a\n  \tsay: b\n", 3, 3),
        ("a:\n  b: c\n\td: e\nf: g\n", 3, 1),
        ("a: [b,\n\tc: : d\n", 2, 1),
    ],
)
def test_a_tab_is_told_at_the_tab(text: str, line: int, column: int) -> None:
    (issue,) = read_text(text, "x.yml").issues
    assert (issue.code, issue.place) == ("yaml_tab", Place("x.yml", line, column))


def test_a_tab_inside_a_text_is_a_tab_inside_a_text() -> None:
    assert data('a: "een\ttwee"') == {"a": "een\ttwee"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "say: {naam} is er",
            "1:13: fout: Dit is geen geldige YAML (een tekst die met { of [ begint",
        ),
        ("say: [let op] kijk", "(een tekst die met { of [ begint, moet tussen aanhalingstekens)"),
        ('say: "Hoi" zei ze', "(wat met een aanhalingsteken begint, moet er ook mee eindigen)"),
        (
            "say: 'half",
            "1:6: fout: Dit is geen geldige YAML (een aanhalingsteken is niet gesloten)",
        ),
        (
            "say: [een, twee",
            "1:6: fout: Dit is geen geldige YAML (een haakje of aanhalingsteken is niet gesloten)",
        ),
        ("say: @iemand", "(een tekst die met dit teken begint, moet tussen aanhalingstekens)"),
        ("say: !let op", "(een tekst die met ! begint, moet tussen aanhalingstekens)"),
        ('say: "een \\d"', "(het teken \\ kan hier niet; gebruik ' als aanhalingsteken)"),
        ("a: b\nc\nd: e", "2:1: fout: Dit is geen geldige YAML (er ontbreekt een dubbele punt)"),
        (
            "? [a]\n: b",
            "1:3: fout: Dit is geen geldige YAML (een sleutel moet een gewoon woord zijn)",
        ),
        ("a: b\n---\nc: d", "2:1: fout: Dit is geen geldige YAML («---» begint een tweede deel"),
        ("a: b\nc: d\0e", "2:5: fout: Dit is geen geldige YAML (hier staat een onleesbaar teken)"),
        ("[" * 100, "(er zitten te veel lijsten of sleutels in elkaar)"),
        ("young\n  a: b", "2:4: fout: Dit is geen geldige YAML (op de regel hierboven ontbreekt"),
        ("say: Let op: dit", "Er staan twee dubbele punten op één regel."),
        ("say: *leuk*", "Verwijzingen met & en * kan Maatje niet lezen."),
        ("say: *", "Verwijzingen met & en * kan Maatje niet lezen."),
        ("a: &x b\nc: *x", "1:4: fout: Verwijzingen met & en * kan Maatje niet lezen."),
    ],
)
def test_what_is_wrong_is_told_in_plain_dutch(text: str, problem: str) -> None:
    (told,) = said(text)
    assert problem in told


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(10_000))
    assert said(bomb) == [
        "x.yml:1:4: fout: Verwijzingen met & en * kan Maatje niet lezen. Schrijf de tekst voluit. "
        "[yaml_alias]\n    Kopieer de tekst naar elke plek waar hij hoort."
    ]


def test_a_mark_at_the_beginning_of_the_file_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_bytes(b"\xef\xbb\xbfflow: x\r\n")
    document = read_file(tmp_path / "x.yml", "x.yml")
    assert document.data == {"flow": "x"}
    assert document.place("flow") == Place("x.yml", 1, 1)
