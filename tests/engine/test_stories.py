"""Story steps and the invented stories, as operators write them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.bootstrap import tripwire_of
from bot.domain.story import StoryPart, Tellable, difference, pick
from bot.engine.contract import load_contract
from bot.engine.redacting import redact
from bot.engine.shelf import check_folder
from bot.engine.steps.story import TellStory
from bot.settings import ROOT, Settings
from tests.conftest import shelf

CONTRACT = Settings().contract
BOOK = shelf(ROOT / "flows")()


def story(name: str, age: str = "12_15", region: str = "nl", topic: str = "bullying") -> Tellable:
    words = BOOK.examples[0].words
    return Tellable(name, (topic,), age, region, lambda: words)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], list[str]]:
    """What is said about a copy of flows/ with one more, or another, file."""
    shutil.copytree(ROOT / "flows", tmp_path / "flows")

    def said(name: str, text: str) -> list[str]:
        (tmp_path / "flows" / name).write_text(text)
        _, issues = check_folder(tmp_path / "flows", CONTRACT)
        return [str(i).split(": ", 1)[1] for i in issues if not i.warning]

    return said


def test_every_topic_has_an_invented_dutch_and_flemish_story_and_a_step() -> None:
    topics = set(load_contract(CONTRACT).topics) - {"none"}
    for region in ("nl", "be"):
        told = {t for one in BOOK.examples if one.region == region for t in one.topics}
        assert told == topics
    steps = [s for f in BOOK.flows.values() for s in f.steps if isinstance(s, TellStory)]
    assert {step.story.topic for step in steps} == topics


@pytest.mark.parametrize("example", BOOK.examples, ids=lambda one: one.id)
def test_an_invented_story_is_harmless_and_fits(example: object) -> None:
    one = next(e for e in BOOK.examples if e is example)
    rules = BOOK.handoff.stories
    for part in StoryPart:
        text = one.words.part(part)
        assert len(text) <= rules.lengths.of(part)
        assert redact(text) == text
        assert tripwire_of().look(text).signs == ()
        assert not rules.says_method(text)
        assert "je moet" not in text.lower()  # it tells, and gives no advice
    assert one.tellable.example


def test_the_nearest_story_is_told_and_a_heard_one_only_when_all_were() -> None:
    near, far, other = story("a"), story("b", "16_17", "be"), story("c", topic="debt")
    assert pick([far, other, near], "bullying", "12_15", "nl", []) == near
    assert pick([far, near], "bullying", "12_15", "nl", ["a"]) == far
    assert pick([far, near], "bullying", "12_15", "nl", ["b", "a"]) == far
    assert pick([other], "bullying", "12_15", "nl", []) is None
    assert difference(near, "unknown", "unknown") == 1
    assert difference(far, "under_12", "nl") == 2 * 2 + 3
    old = story("d", "18_24")
    assert pick([old], "bullying", "12_15", "nl", []) is None, "nobody of about that age"
    assert pick([old], "bullying", "unknown", "nl", []) == old


def test_a_topic_that_is_not_there_is_told(written: Callable[[str, str], list[str]]) -> None:
    flow = (
        "flow: oefening\ntitle: O\nsteps:\n  - id: v\n    story: {topic: bulying}\n    next: END\n"
    )
    assert any(
        "bulying" in one and "[unknown_topic]" in one for one in written("oefening.yml", flow)
    )


def test_a_ring_of_stories_does_not_wait(written: Callable[[str, str], list[str]]) -> None:
    """Without a story both are passed, and nobody would ever come out."""
    flow = (
        "flow: oefening\ntitle: O\nsteps:\n"
        "  - id: een\n    story: {topic: bullying}\n"
        "  - id: twee\n    story: {topic: debt}\n    next: een\n"
    )
    assert any("[loop_without_wait]" in one for one in written("oefening.yml", flow))


@pytest.mark.parametrize("row", ["choices: [{say: Ja, next: END}]", "unclear: Wat?", "ask: Hoe?"])
def test_a_story_step_has_no_buttons_of_its_own(
    written: Callable[[str, str], list[str]], row: str
) -> None:
    step = f"  - id: v\n    story: {{topic: debt}}\n    {row}\n    next: END\n"
    flow = f"flow: oefening\ntitle: O\nsteps:\n{step}"
    assert written("oefening.yml", flow) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("invented: true", "invented: false"),
        ("invented: true\n", ""),
        ("id: care_be", "id: care_nl"),
        ("topics: [debt]", "topics: [geld]"),
        ("region: be", "region: fr"),
    ],
)
def test_a_mistake_in_the_invented_stories_is_told(
    written: Callable[[str, str], list[str]], old: str, new: str
) -> None:
    text = (ROOT / "flows" / "stories" / "examples.yml").read_text()
    assert old in text
    assert written("stories/examples.yml", text.replace(old, new, 1)) != []


def test_an_installation_may_leave_the_invented_stories_out(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    shutil.rmtree(tmp_path / "flows" / "stories")
    flowbook, issues = check_folder(tmp_path / "flows", CONTRACT)
    assert flowbook is not None
    assert flowbook.examples == ()
    assert [i for i in issues if not i.warning] == []
