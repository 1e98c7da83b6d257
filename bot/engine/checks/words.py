"""What people read: buttons, texts and the placeholders in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.engine.checks.world import World, read_steps, rows_of
from bot.engine.issues import Issue, did_you_mean, issue
from bot.engine.reading import Document, PathInFile
from bot.engine.regional import PAIR
from bot.engine.run import PLACEHOLDERS
from bot.engine.steps.ask import Ask

MAX_LABEL, MAX_BUTTONS, MAX_TEXT = 40, 8, 600

_PHONE = re.compile(
    r"(?<![\w.])(?:\+?\d[\d\s./-]{6,}\d|0800[\s-]?\d{4}|112|113|1813|1712|102|106)(?!\w)"
)
_WEB = re.compile(r"(?i)\b(?:https?://\S+|www\.\S+|[a-z0-9-]+\.(?:nl|be|com|org|eu)\b)")
_DIGIT, _DOT = re.compile(r"\d"), re.compile(r"://|\.\w")  # quick looks before the slow ones
_BRACE = re.compile(r"\{(\w*)\}")
_FORBIDDEN = {
    "anoniem": "Zeg «niet direct herleidbaar»: Telegram weet wie iemand is.",
    "geheim": "Er zijn geheimen die niet bewaard mogen blijven.",
}


def buttons(world: World) -> Iterator[Issue]:
    """Buttons that fit a telephone, and an answer for when it is unclear."""
    for _, step, document, i in read_steps(world):
        if not isinstance(step, Ask):
            continue
        if step.next is None and not step.choices:
            yield issue("no_way_on", document.place("steps", i))
        elif step.next is None and not step.unclear:
            yield issue("missing_unclear", document.place("steps", i))
        if len(step.choices) > MAX_BUTTONS:
            yield issue(
                "too_many_buttons",
                document.place("steps", i, "choices"),
                count=len(step.choices),
                limit=MAX_BUTTONS,
            )
        labels = [choice.say for choice in step.choices]
        yield from _labels(labels, document, ("steps", i, "choices"))


def training_buttons(world: World) -> Iterator[Issue]:
    """Answers of the training that fit a telephone, each only once in its question."""
    for document in world.library.training_documents.values():
        for i, row in enumerate(rows_of(document, "steps")):
            choices = row.get("choices") if isinstance(row, dict) else None
            rows = choices if isinstance(choices, list) else []
            labels = [str(c.get("say", "")) if isinstance(c, dict) else "" for c in rows]
            yield from _labels(labels, document, ("steps", i, "choices"))
        yield from _practice_button(document)


def _practice_button(document: Document) -> Iterator[Issue]:
    """The title of a practice talk is the words of its button."""
    data = document.data if isinstance(document.data, dict) else {}
    title = str(data.get("title", ""))
    if "practice" in data and len(title) > MAX_LABEL:
        place = document.place("title")
        yield issue("button_too_long", place, label=title, length=len(title), limit=MAX_LABEL)


def _labels(labels: list[str], document: Document, path: PathInFile) -> Iterator[Issue]:
    for n, label in enumerate(labels):
        place = document.place(*path, n, "say")
        if len(label) > MAX_LABEL:
            yield issue("button_too_long", place, label=label, length=len(label), limit=MAX_LABEL)
        if label in labels[:n]:
            yield issue("duplicate_button", place, label=label)


Text = tuple[Document, PathInFile, str]  # where it stands, and its words


def all_texts(world: World) -> Iterator[Text]:
    """Every text that people read, of flows and of the other files."""
    for _, step, document, i in read_steps(world):
        for path, text in step.texts():
            yield document, ("steps", i, *path), text
    for shown in world.library.training_documents.values():
        yield from _strings(shown, ("title", "competence", "about", "learn", "who", "steps"))
    for source, i, situation in world.library.situation_documents.rows:
        for path, text in situation.texts():
            yield source, ("situations", i, *path), text
    if world.library.story_document is not None:
        yield from _strings(world.library.story_document, ("stories",))
    for name, keys in (
        ("danger.yml", None),
        ("handoff.yml", ("say", "bridge")),
        ("texts.yml", ("young",)),
        ("sentences.yml", None),
        ("wall_rules.yml", ("young", "channel", "topics", "send_back", "refuse")),
        ("goal_ideas.yml", ("ideas",)),
        ("supporter_rules.yml", ("young", "supporter", "cheers", "helps")),
        ("circle_rules.yml", ("young", "topics", "years", "ages")),
        ("group_rules.yml", ("young", "posts")),
    ):
        yield from texts_of(world, name, keys)


def texts_of(world: World, name: str, keys: tuple[str, ...] | None) -> Iterator[Text]:
    """Every text of a special file, or of some of its keys."""
    special = world.library.documents.get(name)
    if special is not None:
        yield from _strings(special, keys)


def _strings(document: Document, roots: tuple[str, ...] | None) -> Iterator[Text]:
    if isinstance(document.data, dict):
        for key, value in document.data.items():
            if roots is None or key in roots:
                yield from _strings_below(value, (key,), document)


def _strings_below(data: object, path: PathInFile, document: Document) -> Iterator[Text]:
    if isinstance(data, str):
        yield document, path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in ("by", "on", "fingerprint"):
                yield from _strings_below(value, (*path, key), document)
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from _strings_below(value, (*path, i), document)


def what_people_read(world: World) -> Iterator[Issue]:
    """Texts that are too long, name numbers or addresses, or promise too much."""
    for document, path, text in all_texts(world):
        if len(text) > MAX_TEXT:
            place = document.place(*path)
            yield issue("text_too_long", place, length=len(text), limit=MAX_TEXT)
        if _DIGIT.search(text) and (phone := _PHONE.search(text)):
            yield issue("phone_number", document.place(*path), number=phone.group().strip())
        if _DOT.search(text) and (web := _WEB.search(text)):
            yield issue("web_address", document.place(*path), address=web.group())
        for word, why in _FORBIDDEN.items():
            if word in text.casefold() and re.search(rf"\b{word}\b", text, re.IGNORECASE):
                yield issue("forbidden_word", document.place(*path), word=word, why=why)


def placeholders(world: World) -> Iterator[Issue]:
    """Braces that would be read aloud as they stand."""
    for _, step, document, i in read_steps(world):
        for path, text in step.texts():
            if "{" not in text and "}" not in text:
                continue
            place = document.place("steps", i, *path)
            text = PAIR.sub("", text)
            for name in _BRACE.findall(text):
                if name not in PLACEHOLDERS:
                    yield issue(
                        "unknown_placeholder",
                        place,
                        name=name,
                        suggestion=did_you_mean(name, PLACEHOLDERS),
                    )
            if set(_BRACE.sub("", text)) & {"{", "}"}:
                yield issue("stray_brace", place)
