"""How the sentences are spread: per author, region, length, keyword, act and danger.

For who writes sentences: what there is enough of, and what is still missing.
"""

from __future__ import annotations

from collections import Counter
from typing import Callable, Iterator, Mapping, Pattern, Sequence

from nlu.authors import Author
from nlu.contract import Contract
from nlu.sentences import Sentence

# Lengths in words, up to and including.
BANDS = ((6, "1-6"), (18, "7-18"), (40, "19-40"), (10_000, "41 of meer"))


def spread_lines(
    sentences: Sequence[Sentence],
    contract: Contract,
    authors: Mapping[str, Author],
    keywords: Mapping[str, Pattern[str]],
) -> Iterator[str]:
    """The lines that `maatje nlu check` prints, in Dutch."""
    yield f"{len(sentences)} zinnen"
    yield from _table("onderwerp (waarvan het woord genoemd)", _per_topic(sentences, keywords))
    none = [sentence for sentence in sentences if sentence.topic == "none"]
    yield from _table("daad (waarvan zonder onderwerp)", _per_act(sentences, none, contract))
    yield from _table("gevaar (waarvan terloops, kalm of over een ander)", _per_danger(sentences))
    yield from _table("soort gevaar (waarvan urgent)", _per_kind(sentences, contract))
    yield from _table("lengte in woorden", _counted(sentences, band_of))
    region = {name: author.region for name, author in authors.items()}
    yield from _table("regio van de auteur", _counted(sentences, lambda s: region[s.author]))
    yield from _table("auteur", _counted(sentences, lambda s: s.author))


def band_of(sentence: Sentence) -> str:
    """The band of length in which a sentence falls."""
    words = len(sentence.text.split())
    return next(name for most, name in BANDS if words <= most)


def naming(
    sentences: Sequence[Sentence], keywords: Mapping[str, Pattern[str]], topic: str
) -> tuple[int, int]:
    """How many sentences of a topic name it, and how many there are."""
    texts = [sentence.text.lower() for sentence in sentences if sentence.topic == topic]
    pattern = keywords.get(topic)
    return sum(bool(pattern and pattern.search(text)) for text in texts), len(texts)


def _table(title: str, rows: Mapping[str, str]) -> Iterator[str]:
    yield f"\n{title}:"
    yield from (f"  {name:<20} {value}" for name, value in rows.items())


def _per_topic(
    sentences: Sequence[Sentence], keywords: Mapping[str, Pattern[str]]
) -> Mapping[str, str]:
    rows = {}
    for topic, total in Counter(sentence.topic for sentence in sentences).most_common():
        named, _ = naming(sentences, keywords, topic)
        rows[topic] = f"{total:>6}  ({named}, {named / total:.1%})"
    return rows


def _per_act(
    sentences: Sequence[Sentence], none: Sequence[Sentence], contract: Contract
) -> Mapping[str, str]:
    everywhere, without = (Counter(s.act for s in some) for some in (sentences, none))
    return {act: f"{everywhere[act]:>6}  ({without[act]})" for act in contract.acts}


def _per_danger(sentences: Sequence[Sentence]) -> Mapping[str, str]:
    indirect = Counter(sentence.risk for sentence in sentences if sentence.indirect)
    risks = Counter(sentence.risk for sentence in sentences)
    rows = {risk: f"{risks[risk]:>6}  ({indirect[risk]})" for risk in ("urgent", "concern")}
    hard = sum(sentence.hard_negative for sentence in sentences)
    return {**rows, "none": f"{risks['none']:>6}", "none, klinkt erg": f"{hard:>6}"}


def _per_kind(sentences: Sequence[Sentence], contract: Contract) -> Mapping[str, str]:
    every = Counter(kind for sentence in sentences for kind in sentence.kinds)
    urgent = Counter(kind for s in sentences if s.risk == "urgent" for kind in s.kinds)
    return {kind: f"{every[kind]:>6}  ({urgent[kind]})" for kind in contract.kinds}


def _counted(sentences: Sequence[Sentence], key: Callable[[Sentence], str]) -> Mapping[str, str]:
    counts = Counter(key(sentence) for sentence in sentences)
    total = len(sentences)
    return {name: f"{count:>6}  {count / total:.1%}" for name, count in counts.most_common()}
