"""Checks all sentences before anybody trains on them or measures with them; prints the spread.

For `maatje nlu check`: labels, near-duplicates, authors, and whether a held-out sentence is also
among the trained ones. Every mistake with file, line and a Dutch sentence; then exit code 1.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, List, Sequence

if not __package__:  # started as a file: let `nlu` be found from any folder
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from nlu.authors import read_authors
from nlu.contract import Contract, ContractError, read_contract
from nlu.duplicates import near_duplicates
from nlu.keywords import MOST, read_keywords
from nlu.layout import ROOT, Layout, layout_of
from nlu.sentences import DataSet, Mistake, Sentence, read_list, read_sentences
from nlu.spread import naming, spread_lines


@dataclass(frozen=True)
class Checked:
    """All sentences by place, and every mistake with its path from the top of the checkout."""

    data: DataSet
    held_out: DataSet
    mistakes: List[str]


def checked(layout: Layout, contract: Contract) -> Checked:
    """Reads and compares everything."""
    data = read_sentences(layout.data, contract)
    held_out = read_sentences(layout.held_out, contract)
    never = read_list(layout.never_miss, contract)
    known = read_list(layout.known_misses, contract)
    mistakes = [f"nlu/data/{mistake}" for mistake in data.mistakes]
    mistakes += [f"nlu/tests/sentences/{mistake}" for mistake in held_out.mistakes]
    mistakes += [f"nlu/tests/{mistake}" for mistake in [*never.mistakes, *known.mistakes]]
    mistakes += _author_mistakes(layout, data, held_out)
    mistakes += [f"nlu/data/{mistake}" for mistake in _named_too_often(layout, data.sentences)]
    if not mistakes:  # comparing all sentences takes a minute: who mistyped a label need not wait
        mistakes += _alike(data.sentences, held_out.sentences)
    return Checked(data, held_out, mistakes)


def _author_mistakes(layout: Layout, data: DataSet, held_out: DataSet) -> Iterator[str]:
    authors, wrong = read_authors(layout.authors)
    yield from (f"nlu/{layout.authors.name}:1: {text}" for text in wrong)
    for folder, found in (("data", data), ("tests/sentences", held_out)):
        for sentence in found.sentences:
            if sentence.author not in authors:
                place = f"nlu/{folder}/{sentence.file}:{sentence.line}"
                yield f"{place}: auteur '{sentence.author}' staat niet in nlu/{layout.authors.name}"
    writers = {sentence.author for sentence in data.sentences}
    for name in sorted(writers & {sentence.author for sentence in held_out.sentences}):
        yield f"nlu/{layout.authors.name}:1: '{name}' schreef oefenzinnen en achtergehouden zinnen"


def _named_too_often(layout: Layout, sentences: Sequence[Sentence]) -> Iterator[Mistake]:
    keywords = read_keywords(layout.keywords)
    for topic in keywords:
        named, total = naming(sentences, keywords, topic)
        if total and named / total > MOST:
            message = (
                f"{named} van de {total} zinnen noemen het onderwerp bij de naam; hooguit 1 op 8"
            )
            yield Mistake(f"{topic}.yml", 1, message)


def _alike(data: Sequence[Sentence], held_out: Sequence[Sentence]) -> Iterator[str]:
    places = [f"nlu/data/{sentence.file}:{sentence.line}" for sentence in data]
    places += [f"nlu/tests/sentences/{sentence.file}:{sentence.line}" for sentence in held_out]
    texts = [sentence.text for sentence in [*data, *held_out]]
    for later, earlier in near_duplicates(texts):
        if earlier < len(data) <= later:
            yield f"{places[later]}: staat (bijna) zo tussen de oefenzinnen: {places[earlier]}"
        else:
            yield f"{places[later]}: bijna dezelfde zin als {places[earlier]}"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Controleert de zinnen van het taalmodel.")
    parser.add_argument("--quiet", action="store_true", help="alleen fouten, geen spreiding")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args()
    layout = layout_of(options.root.resolve())
    try:
        contract = read_contract(layout.contract)
        found = checked(layout, contract)
    except ContractError as error:
        print(f"nlu/{error}", file=sys.stderr)
        return 1
    if found.mistakes:
        print("\n".join(found.mistakes), file=sys.stderr)
        print(f"{len(found.mistakes)} fout(en) in de zinnen.", file=sys.stderr)
        return 1
    if not options.quiet:
        authors, keywords = read_authors(layout.authors)[0], read_keywords(layout.keywords)
        for title, part in (("oefenzinnen", found.data), ("achtergehouden", found.held_out)):
            print(f"\n== {title} ==")
            print("\n".join(spread_lines(part.sentences, contract, authors, keywords)))
    print(f"{len(found.data.sentences)} oefenzinnen en {len(found.held_out.sentences)} "
          "achtergehouden zinnen in orde.")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
