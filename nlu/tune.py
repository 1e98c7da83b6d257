"""Finds the thresholds of config.yml, on authors that were left out of learning.

For who changes sentences or pipeline: `make nlu-tune` (about four minutes). The held-out sentences
play no part here: they only measure (`nlu/report.py`).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import List, Sequence, Tuple

if not __package__:  # started as a file: let `nlu` be found from any folder
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import numpy as np

from nlu.components.danger import Judgement
from nlu.contract import ContractError
from nlu.layout import Layout, layout_of
from nlu.measuring import Model, by_author, options_of, sentences_of, share, written_of
from nlu.sentences import Sentence
from nlu.tripwire import NoTripwire, tripwire_levels

# The share of harmless sentences that may be called this by tripwire and model together. Missing
# somebody in danger weighs more than one kind question too many: up to 10 % may be asked.
MAY_ALARM = 0.10
MAY_BE_URGENT = 0.01
MAY_BE_LIFE_NOW = 0.003


def left_out(
    layout: Layout, sentences: Sequence[Sentence], folds: int
) -> Tuple[np.ndarray, np.ndarray, List[Judgement]]:
    """Was the topic right, was the act right, and the judgement, each by a model that does not
    know the author."""
    written = written_of(layout, [sentence.text for sentence in sentences])
    topic, act = np.zeros(len(sentences), bool), np.zeros(len(sentences), bool)
    judgements: List[Judgement] = [None] * len(sentences)  # type: ignore[list-item]
    splits = by_author([sentence.author for sentence in sentences], folds)
    for number, (train, test) in enumerate(splits, start=1):
        print(f"deel {number} van {folds} ...", flush=True)
        model = Model(layout, [written[i] for i in train], [sentences[i] for i in train])
        answers = model.answers([written[i] for i in test])
        for row, place in enumerate(test):
            topic[place] = answers.topic(row) == sentences[place].topic
            act[place] = answers.act(row) == sentences[place].act
            judgements[place] = answers.judgements[row]
    return topic, act, judgements


def print_thresholds(
    layout: Layout,
    sentences: Sequence[Sentence],
    judgements: Sequence[Judgement],
    levels: Sequence[str],
) -> None:
    """The thresholds that fit the allowed shares, and what they see."""
    weight = options_of(layout, "RiskHead")["urgent_weight"]
    truth = np.array([sentence.risk for sentence in sentences])
    calm = truth == "none"
    wire = np.array(levels)
    seen = np.array([judgement.chances.seen(weight) for judgement in judgements])
    urgent = np.array([judgement.chances.urgent for judgement in judgements])
    life = np.array([judgement.chances.life for judgement in judgements])
    limit = exceeded_by(MAY_ALARM, np.where(wire != "none", np.inf, seen)[calm])
    urgent_limit = exceeded_by(MAY_BE_URGENT, urgent[calm])
    life_limit = exceeded_by(MAY_BE_LIFE_NOW, np.where(urgent >= urgent_limit, life, 0)[calm])
    print(f"threshold: {limit:.3f}\nurgent_threshold: {urgent_limit:.3f}")
    print(f"life_threshold: {life_limit:.3f}   (config.yml, RiskHead)")
    found = (seen >= limit) | (wire != "none")
    called = (urgent >= urgent_limit) | (wire == "urgent")
    for level in ("urgent", "concern", "none"):
        mine = truth == level
        print(f"{level}: gezien {share(found[mine])}, urgent genoemd {share(called[mine])}")
    hard = np.array([sentence.hard_negative for sentence in sentences])
    print(f"onschuldig maar klinkt erg: gezien {share(found[hard])}")
    print(f"gevaarnet alleen: urgent {share((wire != 'none')[truth == 'urgent'])}, "
          f"onschuldig {share((wire != 'none')[calm])}")  # fmt: skip


def exceeded_by(may: float, chances: np.ndarray) -> float:
    """The threshold that at most this share reaches, rounded up as it stands in config.yml."""
    first_calm = np.sort(chances)[::-1][int(may * len(chances))]
    return float(np.floor(first_calm * 1000) + 1) / 1000


def main() -> int:
    """Prints all figures."""
    parser = argparse.ArgumentParser(description="Zoekt de drempels van het taalmodel.")
    parser.add_argument("--folds", type=int, default=4, help="in hoeveel delen (standaard 4)")
    folds = parser.parse_args().folds
    layout = layout_of()
    try:
        sentences, _ = sentences_of(layout)
        levels = tripwire_levels([sentence.text for sentence in sentences])
    except (ValueError, ContractError, NoTripwire) as error:
        print(error, file=sys.stderr)
        return 1
    topic, act, judgements = left_out(layout, sentences, folds)
    print(f"{len(sentences)} verzonnen zinnen, {folds} delen, geen auteur in twee delen")
    print(f"onderwerp goed: {share(topic)}\ndaad goed: {share(act)}")
    print_thresholds(layout, sentences, judgements, levels)
    return 0


if __name__ == "__main__":
    sys.exit(main())
