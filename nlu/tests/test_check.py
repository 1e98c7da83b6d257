"""`maatje nlu check`: what is refused, with file and line and a Dutch sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from nlu.authors import read_authors
from nlu.check import checked
from nlu.contract import read_contract
from nlu.duplicates import LIMIT, grams_of, near_duplicates
from nlu.layout import Layout
from nlu.sentences import read_sentences
from nlu.tests.conftest import run_script

LONG = "mijn oom zegt dat de winkel aan de hoek morgen een nieuwe etalage krijgt"


def said_of(project: Layout) -> list[str]:
    """The mistakes in a project."""
    return checked(project, read_contract(project.contract)).mistakes


def added(file: Path, text: str, author: str = "author_9") -> int:
    """Adds a sentence at the end of a file; the line on which it stands."""
    content = file.read_text(encoding="utf-8").rstrip("\n") + "\n"
    number = content.count("\n") + 1
    indent = "      " if "\n      - text" in content else "  "
    labels = f"metadata: {{author: {author}, act: tell, risk: none}}"
    file.write_text(content + f"{indent}- text: {text}\n{indent}  {labels}\n", encoding="utf-8")
    return number


def test_the_sentences_of_the_project_are_in_order() -> None:
    done = run_script("check.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert "achtergehouden zinnen in orde" in done.stdout
    assert "regio van de auteur" in done.stdout and "soort gevaar" in done.stdout


def test_a_small_project_is_in_order(project: Layout) -> None:
    assert said_of(project) == []


def test_a_near_duplicate_is_refused_with_both_places(project: Layout) -> None:
    first = added(project.data / "care.yml", LONG)
    second = added(project.data / "care.yml", LONG.replace("morgen", "straks"))
    said = f"nlu/data/care.yml:{second}: bijna dezelfde zin als nlu/data/care.yml:{first}"
    assert said_of(project) == [said]


def test_a_line_half_way_a_talk_says_which_and_teaches_no_topic_of_its_own(project: Layout) -> None:
    file, contract = project.data / "care.yml", read_contract(project.contract)
    added(file, LONG)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("author: author_9,", "author: author_9, in_talk: wrong,"), "utf-8")
    assert any("onbekend label 'wrong' bij in_talk" in one for one in said_of(project))
    file.write_text(text, "utf-8")
    none = project.data / "none.yml"
    added(none, "ja maar hij zegt dat ik overdrijf", author="author_8")
    for told, talk in (("care", "care"), ("none", "none")):
        text = none.read_text(encoding="utf-8")
        none.write_text(
            text.replace("author: author_8,", f"author: author_8, in_talk: {told},"), "utf-8"
        )
        found = [
            s for s in read_sentences(project.data, contract).sentences if s.author == "author_8"
        ]
        assert [(s.topic, s.talk, s.teaches_topic) for s in found] == [("none", talk, False)]
        none.write_text(text, "utf-8")
    whole = read_sentences(project.data, contract).sentences
    assert all(s.teaches_topic for s in whole if s.author == "author_8")


def test_a_held_out_sentence_may_not_be_learned_from(project: Layout) -> None:
    first = added(project.data / "care.yml", LONG)
    second = added(project.held_out / "care.yml", LONG.replace("oom", "tante"), author="held_1")
    said = f"nlu/tests/sentences/care.yml:{second}: staat (bijna) zo tussen de oefenzinnen: "
    assert said_of(project) == [f"{said}nlu/data/care.yml:{first}"]


def test_an_author_stands_in_the_list_and_on_one_side(project: Layout) -> None:
    line = added(project.data / "care.yml", LONG, author="niemand")
    added(project.held_out / "care.yml", "mijn buurman verft zijn schuur groen", author="author_9")
    said = said_of(project)
    assert f"nlu/data/care.yml:{line}: auteur 'niemand' staat niet in nlu/authors.yml" in said
    assert "nlu/authors.yml:1: 'author_9' schreef oefenzinnen en achtergehouden zinnen" in said


def test_a_topic_that_is_named_too_often_is_refused(project: Layout) -> None:
    words = ("eenzaam in de trein", "zo eenzaam als een boei op zee", "eenzame kerst", "eenzaam kot",
             "o eenzaamheid", "eenzaam rondje fietsen", "die eenzame pauzes", "eenzaam bij oma",
             "eenzaam op zaal", "eenzaam na de verhuis", "de eenzaamste week", "ben eenzaam lol",
             "eenzaam achter glas", "eenzaam sinds mei")  # fmt: skip
    for number in range(20):
        for text in words:
            added(project.data / "loneliness.yml", f"{text} {number}")
    assert any(
        "noemen het onderwerp bij de naam; hooguit 1 op 8" in said for said in said_of(project)
    )


def test_the_command_prints_every_mistake_and_fails(project: Layout) -> None:
    file = project.data / "care.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("act: tell", "act: tel", 1), "utf-8")
    project.authors.write_text("author_1: {region: BE}\n", encoding="utf-8")
    done = run_script("check.py", "--root", str(project.config.parent))
    assert done.returncode == 1 and done.stdout == ""
    assert "nlu/data/care.yml:" in done.stderr and "bedoel je 'tell'?" in done.stderr
    assert "nlu/authors.yml:1: 'author_1' heeft region" in done.stderr
    assert "fout(en) in de zinnen." in done.stderr


def test_who_wrote_inside_talks_is_marked_with_yes_or_no(tmp_path: Path) -> None:
    file = tmp_path / "authors.yml"
    file.write_text(
        "a: {region: NL, world: w, read_by: r, inside_a_talk: true}\n"
        "b: {region: NL, world: w, read_by: r}\n"
        "c: {region: NL, world: w, read_by: r, inside_a_talk: soms}\n",
        encoding="utf-8",
    )
    authors, mistakes = read_authors(file)
    assert {name: author.inside_a_talk for name, author in authors.items()} == {
        "a": True,
        "b": False,
    }
    assert len(mistakes) == 1
    assert mistakes[0].startswith("'c'")


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """The shared part of two sets."""
    return len(one & other) / len(one | other)


@pytest.mark.parametrize("seed", range(3))
def test_no_pair_is_overlooked(seed: int) -> None:
    words = ["de", "kat", "loopt", "over", "straat", "en", "hond", "blaft", "naar", "buurman"]
    texts = [
        " ".join(words[(seed + a * b + c) % len(words)] for c in range(4 + a % 5))
        for a in range(12)
        for b in range(1, 6)
    ]
    slow = {
        (later, earlier)
        for later in range(len(texts))
        for earlier in range(later)
        if jaccard(grams_of(texts[later]), grams_of(texts[earlier])) > LIMIT
    }
    assert set(near_duplicates(texts)) == slow and slow
