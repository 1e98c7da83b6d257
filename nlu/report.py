"""Measures the language model on the held-out sentences and writes docs/nlu-report.md.

For who wants to know how good it is: `make nlu-report` (about five minutes; the first time with
`--diet` an hour more). Every figure stands with its 95 % interval.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Iterator, List, Sequence, Tuple

if not __package__:  # started as a file: let `nlu` be found from any folder
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import numpy as np
from sklearn.metrics import f1_score

from nlu import comparing
from nlu.authors import read_authors
from nlu.components.danger import Judgement
from nlu.components.writing import Written
from nlu.contract import ContractError
from nlu.layout import ROOT, Layout, layout_of
from nlu.measuring import Answers, Model, options_of, sentences_of, share, written_of
from nlu.plots import alarm_picture, confusion_picture, reliability_picture
from nlu.sentences import Sentence
from nlu.tripwire import NoTripwire, tripwire_levels

CORE = ("bullying", "fear_of_failure", "debt", "study_choice")
REPORT = ROOT / "docs" / "nlu-report.md"
PICTURES = ROOT / "docs" / "nlu"
STOCK_FOLDER = ROOT / "nlu" / "models" / "stock"
BINS = 15

Ranking = comparing.Ranking


class Measured:
    """The held-out sentences with what tripwire and model said of them."""

    def __init__(
        self, layout: Layout, held: Sequence[Sentence], answers: Answers, wire: Sequence[str]
    ) -> None:
        """All arrays are in the order of `held`."""
        self.held = held
        self.answers = answers
        self.topic = np.array([sentence.topic for sentence in held])
        self.act = np.array([sentence.act for sentence in held])
        self.risk = np.array([sentence.risk for sentence in held])
        self.hard = np.array([sentence.hard_negative for sentence in held])
        self.indirect = np.array([sentence.indirect for sentence in held])
        authors, _ = read_authors(layout.authors)
        self.words = np.array([len(sentence.text.split()) for sentence in held])
        self.region = np.array([_region(sentence, authors) for sentence in held])
        self.plain = np.array([authors[sentence.author].plain for sentence in held], dtype=bool)
        self.wire = np.array(wire)
        self.model = np.array([judgement.level for judgement in answers.judgements])

    @property
    def seen(self) -> np.ndarray:
        """Danger seen by tripwire or model, as in the bot."""
        return (self.wire != "none") | (self.model != "none")

    @property
    def urgent(self) -> np.ndarray:
        """Called urgent by tripwire or model."""
        return (self.wire == "urgent") | (self.model == "urgent")

    @property
    def right(self) -> np.ndarray:
        """The likeliest topic is the right one."""
        return (
            np.array(self.answers.topics)[self.answers.topic_chances.argmax(axis=1)] == self.topic
        )

    @property
    def right_act(self) -> np.ndarray:
        """The likeliest act is the right one."""
        return np.array(self.answers.acts)[self.answers.act_chances.argmax(axis=1)] == self.act


def _region(sentence: Sentence, authors: dict) -> str:
    return str(authors[sentence.author].region)


def calibration_error(sure: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error in 15 equal bins (Guo et al., ICML 2017)."""
    places = np.minimum((sure * BINS).astype(int), BINS - 1)
    error = 0.0
    for place in np.unique(places):
        mine = places == place
        error += abs(sure[mine].mean() - right[mine].mean()) * mine.mean()
    return float(error)


def topic_lines(measured: Measured) -> Iterator[str]:
    """Topic and act."""
    answers, truth = measured.answers, measured.topic
    names = np.array(answers.topics)
    order = np.argsort(-answers.topic_chances, axis=1)
    said = names[order[:, 0]]
    core = np.isin(truth, CORE)
    top3 = (names[order[:, :3]] == truth[:, None]).any(axis=1)
    yield from table_head("what", "figure", "goal")
    yield f"| topic right | {share(measured.right)} | 0.90 |"
    yield f"| topic macro-F1 | {f1_score(truth, said, average='macro'):.3f} | 0.88 |"
    yield f"| topic right, core four | {share(measured.right[core])} | 0.92 |"
    yield f"| right topic among the first three | {share(top3)} | 0.98 |"
    yield f"| act right | {share(measured.right_act)} | 0.92 |"
    said_act = np.array(answers.acts)[answers.act_chances.argmax(axis=1)]
    yield f"| act macro-F1 | {f1_score(measured.act, said_act, average='macro'):.3f} | |"
    for name, region in (("Dutch", "NL"), ("Flemish", "VL")):
        yield f"| topic right, {name} authors | {share(measured.right[measured.region == region])} | |"
    topic_error = calibration_error(answers.topic_chances.max(axis=1), measured.right)
    act_error = calibration_error(answers.act_chances.max(axis=1), measured.right_act)
    danger = np.array([judgement.chances.danger for judgement in answers.judgements])
    danger_error = calibration_error(danger, measured.risk != "none")
    yield f"| calibration error: topic, act, danger | {topic_error:.3f}, {act_error:.3f}, " \
          f"{danger_error:.3f} | 0.05 |"  # fmt: skip


def danger_lines(measured: Measured) -> Iterator[str]:
    """Danger: tripwire and model together, and each alone."""
    seen, risk = measured.seen, measured.risk
    calm = risk == "none"
    yield from table_head("what", "tripwire and model", "tripwire alone", "model alone", "goal")
    wire, model = measured.wire != "none", measured.model != "none"
    rows = [
        ("urgent seen (as urgent or concern)", risk == "urgent", "0.98"),
        ("urgent seen, said indirectly", (risk == "urgent") & measured.indirect, ""),
        ("urgent seen, Dutch authors", (risk == "urgent") & (measured.region == "NL"), ""),
        ("urgent seen, Flemish authors", (risk == "urgent") & (measured.region == "VL"), ""),
        ("concern seen", risk == "concern", ""),
        ("false alarms, harmless messages", calm, "0.03"),
        ("false alarms, hard negatives", measured.hard, "0.10"),
        ("false alarms, up to 18 words", calm & (measured.words <= 18), ""),
        ("danger seen, plain talkers", ~calm & measured.plain, ""),
        ("false alarms, plain talkers", calm & measured.plain, ""),
    ]
    for name, mine, goal in (row for row in rows if row[1].any()):
        yield f"| {name} | {share(seen[mine])} | {share(wire[mine])} | {share(model[mine])} | {goal} |"
    for level in ("urgent", "concern", "none"):
        mine = risk == level
        said, by_wire = measured.urgent[mine], (measured.wire == "urgent")[mine]
        by_model = (measured.model == "urgent")[mine]
        yield f"| {level}: called urgent | {share(said)} | {share(by_wire)} | {share(by_model)} | |"


def inside_lines(measured: Measured) -> Iterator[str]:
    """What people type in the middle of a talk: short, most of it without a subject, a quarter of it a no
    to a question about danger or a word that only sounds like it."""
    yield (
        f"{composition_of(measured.held)}. Most have no subject of their own, so topic and act stand"
        " apart from the figures above.\n"
    )
    yield from danger_lines(measured)
    yield f"\nTopic right {share(measured.right)}, act right {share(measured.right_act)}."
    yield "Two readers agree:\n"
    yield from ceiling_lines(measured.held)


def kind_lines(measured: Measured) -> Iterator[str]:
    """Urgent messages by kind."""
    yield from table_head("kind", "urgent seen", "concern seen", "goal")
    kinds = sorted({kind for sentence in measured.held for kind in sentence.kinds})
    for kind in kinds:
        mine = np.array([kind in sentence.kinds for sentence in measured.held])
        parts = [
            share(measured.seen[mine & (measured.risk == level)]) for level in ("urgent", "concern")
        ]
        cells = [str(part) if part.total else "-" for part in parts]
        yield f"| {kind} | {cells[0]} | {cells[1]} | 0.90 |"
    pairs = [
        bool(set(sentence.kinds) & set(judgement.kinds))
        for sentence, judgement in zip(measured.held, measured.answers.judgements)
        if sentence.risk != "none" and judgement.level != "none"
    ]
    yield f"\nOf danger that the model saw, one of its kinds was right: {share(pairs)}."


def ceiling_lines(held: Sequence[Sentence]) -> Iterator[str]:
    """How often two readers agree."""
    twice = [(sentence, sentence.second) for sentence in held if sentence.second]
    yield from table_head("label", "two readers agree")
    for name in ("topic", "act", "risk"):
        same = [getattr(first, name) == getattr(second, name) for first, second in twice]
        yield f"| {name} | {share(same)} |"


def compared_lines(
    layout: Layout, known: Sequence[Sentence], known_written: Sequence[Written],
    held: Sequence[Sentence], held_written: Sequence[Written], *, diet: bool,
) -> Iterator[str]:  # fmt: skip
    """The topic by other means."""
    lessons = [n for n, s in enumerate(known) if s.teaches_topic]
    known, known_written = [known[n] for n in lessons], [known_written[n] for n in lessons]
    labels, authors = [s.topic for s in known], [s.author for s in known]
    truth = np.array([sentence.topic for sentence in held])
    texts, new = [s.text for s in known], [s.text for s in held]
    yield from table_head("pipeline", "topic right", "macro-F1", "first three")
    yield row_of("words, TF-IDF, linear SVM", truth, comparing.plain_svm(texts, labels, new))
    tried = comparing.features_tried(known_written, labels, authors, held_written)
    for name, ranking in tried:
        print(f"  {name}", flush=True)
        yield row_of(name, truth, ranking)
    if diet or (STOCK_FOLDER / "stock.tar.gz").is_file():
        print("  Rasa's eigen pijplijn (DIET) ...", flush=True)
        ranking = comparing.stock_rasa(known, new, STOCK_FOLDER)
        yield row_of("Rasa's own pipeline (DIET, 100 epochs)", truth, ranking)


def row_of(name: str, truth: np.ndarray, ranking: Ranking) -> str:
    """One row of the table of pipelines."""
    names, scores = ranking
    order = np.argsort(-scores, axis=1)
    best, top3 = names[order[:, 0]], (names[order[:, :3]] == truth[:, None]).any(axis=1)
    f1 = f1_score(truth, best, average="macro")
    return f"| {name.strip()} | {share(best == truth)} | {f1:.3f} | {share(top3)} |"


def risk_compared_lines(
    measured: Measured, whole_only: Sequence[Judgement], alone: np.ndarray, weight: float
) -> Iterator[str]:
    """The whole message, its worst sentence, or both."""
    both = np.array([j.chances.seen(weight) for j in measured.answers.judgements])
    whole = np.array([j.chances.seen(weight) for j in whole_only])
    calm, urgent = measured.risk == "none", measured.risk == "urgent"
    yield from table_head("model for danger", "urgent seen at 5 % alarms", "at 8 %", "at 10 %")
    for name, chances in (
        ("the whole message", whole), ("the worst sentence alone", alone), ("both (in use)", both)
    ):  # fmt: skip
        cells = []
        for alarms in (0.05, 0.08, 0.10):
            limit = np.quantile(chances[calm], 1 - alarms)
            cells.append(f"{(chances[urgent] >= limit).mean():.3f}")
        yield f"| {name} | {' | '.join(cells)} |"


def worst_sentences(model: Model, written: Sequence[Written], weight: float) -> np.ndarray:
    """For each message the chance of its worst sentence, judged as a message of its own."""
    flat = [part for message in written for part in (message.parts or (message,))]
    owners = np.repeat(np.arange(len(written)), [max(1, len(m.parts)) for m in written])
    bare = [Written(part.text, part.lemmas, part.classes) for part in flat]
    chances = np.array([j.chances.seen(weight) for j in model.answers(bare).judgements])
    worst = np.zeros(len(written))
    np.maximum.at(worst, owners, chances)
    return worst


def xsid_lines(folder: Path) -> Iterator[str]:
    """Public Dutch intents."""
    known, labels = comparing.read_xsid(folder / "nl.valid.conll")
    new, truth = comparing.read_xsid(folder / "nl.test.conll")
    written, unseen = comparing.plain_written(known), comparing.plain_written(new)
    yield from table_head("pipeline", "right", "macro-F1", "first three")
    yield row_of("words, TF-IDF, linear SVM", np.array(truth),
                 comparing.plain_svm(known, labels, new))  # fmt: skip
    for name, ranking in comparing.features_tried(written, labels, (), unseen, lexicon=False):
        yield row_of(name, np.array(truth), ranking)


def table_head(*names: str) -> Tuple[str, str]:
    """The two lines that begin a table."""
    return f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}"


def pictures(measured: Measured, weight: float) -> None:
    """Confusion matrix, reliability, and the curve of alarms."""
    answers = measured.answers
    names = list(answers.topics)
    said = answers.topic_chances.argmax(axis=1)
    counts = np.zeros((len(names), len(names)), dtype=int)
    for truth, place in zip(measured.topic, said):
        counts[names.index(truth), place] += 1
    confusion_picture(PICTURES / "confusion.png", names, counts)
    danger = np.array([judgement.chances.danger for judgement in answers.judgements])
    reliability_picture(PICTURES / "reliability.png", [
        ("topic", answers.topic_chances.max(axis=1), measured.right),
        ("act", answers.act_chances.max(axis=1), measured.right_act),
        ("danger", danger, measured.risk != "none"),
    ])  # fmt: skip
    chances = np.array([judgement.chances.seen(weight) for judgement in answers.judgements])
    chances = np.where(measured.wire != "none", 1.0, chances)
    calm = measured.risk == "none"
    limits = np.unique(np.quantile(chances, np.linspace(0, 1, 400)))
    alarms = np.array([(chances[calm] >= limit).mean() for limit in limits])
    curves = [
        (level, alarms, np.array([(chances[measured.risk == level] >= x).mean() for x in limits]))
        for level in ("urgent", "concern")
    ]
    chosen = measured.seen[calm].mean(), measured.seen[measured.risk == "urgent"].mean()
    alarm_picture(PICTURES / "alarms.png", curves, chosen)


def composition_of(held: Sequence[Sentence]) -> str:
    """How many, of how many authors, and how many of them carry danger."""
    risks = Counter(sentence.risk for sentence in held)
    hard = sum(sentence.hard_negative for sentence in held)
    return (
        f"{len(held)} messages of {len({s.author for s in held})} authors ({risks['urgent']} urgent, "
        f"{risks['concern']} concern, {hard} hard negatives)"
    )


def composition(known: Sequence[Sentence], held: Sequence[Sentence]) -> str:
    """One sentence on what was learned from and measured on."""
    authors = len({s.author for s in known})
    return (
        f"Learned from {len(known)} sentences of {authors} authors; measured on {composition_of(held)},"
        " none of whom wrote for learning."
    )


def write_report(layout: Layout, xsid: Path, *, diet: bool) -> None:
    """Measures everything and writes the page and its pictures."""
    known, all_held = sentences_of(layout)
    writers = read_authors(layout.authors)[0]
    held = tuple(s for s in all_held if not writers[s.author].inside_a_talk)
    inside = tuple(s for s in all_held if writers[s.author].inside_a_talk)
    weight = options_of(layout, "RiskHead")["urgent_weight"]
    print("lezen ...", flush=True)
    known_written = written_of(layout, [sentence.text for sentence in known])
    held_written = written_of(layout, [sentence.text for sentence in held])
    print("leren ...", flush=True)
    model = Model(layout, known_written, known)
    wire = tripwire_levels([sentence.text for sentence in held])
    measured = Measured(layout, held, model.answers(held_written), wire)
    pictures(measured, weight)
    bare = [Written(message.text, message.lemmas, message.classes) for message in held_written]
    whole_only = model.answers(bare).judgements
    alone = worst_sentences(model, held_written, weight)
    print("vergelijken ...", flush=True)
    answered = Measured(
        layout,
        inside,
        model.answers(written_of(layout, [sentence.text for sentence in inside])),
        tripwire_levels([sentence.text for sentence in inside]),
    )
    parts: List[Tuple[str, Iterator[str]]] = [
        ("Topic and act", topic_lines(measured)),
        ("How well two people agree (the ceiling)", ceiling_lines(held)),
        ("Danger", danger_lines(measured)),
        ("Danger by kind", kind_lines(measured)),
        ("Answers inside a talk", inside_lines(answered)),
        ("Danger in long messages", risk_compared_lines(measured, whole_only, alone, weight)),
        ("Other pipelines, same sentences",
         compared_lines(layout, known, known_written, held, held_written, diet=diet)),
    ]  # fmt: skip
    if xsid.is_dir():
        parts.append(("xSID, Dutch (300 learned, 500 judged)", xsid_lines(xsid)))
    text = HEAD.format(composition=composition(known, held))
    for title, lines in parts:
        body = "\n".join(lines)
        text += f"\n## {title}\n\n{body}\n"
    REPORT.write_text(text + TAIL, encoding="utf-8")
    print(f"geschreven: {REPORT.relative_to(ROOT)}")


HEAD = """# How well Maatje understands

Made by `make nlu-report`; do not edit by hand. All figures are on **invented messages**: what real
young people write is not in here. Brackets hold the 95 % Wilson interval. {composition}
Thresholds come from `make nlu-tune`, which never sees the held-out sentences.
"""
TAIL = """
## Pictures

![Confusion of topics](nlu/confusion.png)
![Reliability](nlu/reliability.png)
![Danger seen against false alarms](nlu/alarms.png)

The learning curve (`make nlu-curve`) stands in [nlu-curve.md](nlu-curve.md).
"""


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Meet het taalmodel op achtergehouden zinnen.")
    parser.add_argument(
        "--diet", action="store_true", help="train ook Rasa's eigen pijplijn (lang)"
    )
    parser.add_argument("--xsid", type=Path, default=ROOT / "nlu" / "models" / "xsid",
                        help="map met nl.valid.conll en nl.test.conll")  # fmt: skip
    options = parser.parse_args()
    try:
        write_report(layout_of(), options.xsid, diet=options.diet)
    except (ValueError, ContractError, NoTripwire) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
