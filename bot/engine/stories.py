"""Rules for stories of experience (`handoff.yml`), and the invented ones of `flows/stories/examples.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.domain.story import MOST_TOPICS, StoryPart, StoryWords, Tellable
from bot.engine.issues import Issue, issue
from bot.engine.matching import plain
from bot.engine.reading import Document, read_file
from bot.engine.shape_errors import parsed
from bot.engine.step import Model, Words, listed

FOLDER, EXAMPLES = "stories", "examples.yml"
LONGEST_PART = 600  # characters: a part is one message on a telephone
EXAMPLE = "example_"  # before the id of an invented story; no real one begins so

Length = Annotated[int, Field(ge=100, le=LONGEST_PART)]
WordList = Annotated[tuple[Words, ...], BeforeValidator(listed)]
Age = Literal["under_12", "12_15", "16_17", "18_24"]


class Lengths(Model):
    """The most characters of each part."""

    happened: Length = 600
    helped: Length = 400
    tell_myself: Length = 300

    def of(self, part: StoryPart) -> int:
        """The most characters of one part."""
        found: int = getattr(self, part.value)
        return found


class StoryRules(Model):
    """`look_twice`: words of methods. A story with one of them, or with danger, is looked at by a
    professional as well. `shortest`: the fewest characters of a part."""

    lengths: Lengths = Lengths()
    shortest: int = Field(default=15, ge=1, le=100)
    look_twice: WordList = ()

    def says_method(self, text: str) -> bool:
        """Does one of the words of `look_twice` stand in it, also inside a longer word?"""
        said = plain(text)
        return any(plain(word) in said for word in self.look_twice)


class PeerToo(Model):
    """When Maatje may ask a young person, at most once, whether they want to help others later: so many
    days after a goal that was reached, or after a talk that helped."""

    days_after_goal: int = Field(default=2, ge=1, le=30)
    days_after_talk: int = Field(default=21, ge=7, le=28)


class ExampleStory(Model):
    """An invented story, for tests and the demo only."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    topics: Annotated[
        tuple[Words, ...], BeforeValidator(listed), Field(min_length=1, max_length=MOST_TOPICS)
    ]
    age_band: Age
    region: Literal["nl", "be"]
    happened: Annotated[Words, Field(max_length=LONGEST_PART)]
    helped: Annotated[Words, Field(max_length=400)]
    tell_myself: Annotated[Words, Field(max_length=300)]

    @property
    def words(self) -> StoryWords:
        """Its words."""
        parts = (self.happened, self.helped, self.tell_myself)
        return StoryWords(*(part.strip() for part in parts))

    @property
    def tellable(self) -> Tellable:
        """As it is told: marked as invented."""
        name = f"{EXAMPLE}{self.id}"
        return Tellable(name, self.topics, self.age_band, self.region, lambda: self.words, True)


class Examples(Model):
    """The file as a whole. `invented: true` says what these are; without it the file is a mistake."""

    invented: Literal[True]
    stories: Annotated[tuple[ExampleStory, ...], BeforeValidator(listed), Field(min_length=1)]


def load_examples(
    folder: Path, shown: str, issues: list[Issue]
) -> tuple[Document | None, tuple[ExampleStory, ...]]:
    """The invented stories, if the file is there: an installation may leave it out."""
    path = folder / FOLDER / EXAMPLES
    if not path.is_file():
        return None, ()
    document = read_file(path, f"{shown}/{FOLDER}/{EXAMPLES}")
    issues += document.issues
    if document.data is None:
        return document, ()
    read = parsed(Examples, document.data, (), document, issues)
    if read is None:
        return document, ()
    seen: set[str] = set()
    for i, story in enumerate(read.stories):
        if story.id in seen:
            place = document.place("stories", i, "id")
            reason = f"«{story.id}» staat al eerder in dit bestand"
            issues.append(issue("wrong_value", place, key="id", reason=reason))
        seen.add(story.id)
    return document, read.stories
