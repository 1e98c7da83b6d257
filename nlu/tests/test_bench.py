"""bench.py: only what needs no service; the figures themselves are measured by `make bench-nlu`."""

from __future__ import annotations

import math

from nlu import bench
from nlu.sentences import Sentence


def sentence(text: str, topic: str = "debt") -> Sentence:
    """One harmless sentence."""
    return Sentence(text, topic, "tell", "none", (), False, "author_1", "debt.yml", 1)


MANY = [sentence(f"zin {number}") for number in range(bench.SAMPLE + 500)]


def test_percentile_is_the_nearest_rank() -> None:
    values = [float(number) for number in range(100, 0, -1)]
    assert [bench.percentile(values, p) for p in (1, 50, 95, 99, 100)] == [1, 50, 95, 99, 100]
    assert bench.percentile([7.0], 95) == 7.0
    assert bench.percentile([1.0, 2.0, 3.0], 50) == 2.0
    assert math.isnan(bench.percentile([], 50))


def test_the_sample_is_the_same_in_whatever_order_the_sentences_come() -> None:
    sample = bench.sample_of(MANY)
    assert len({s.text for s in sample}) == bench.SAMPLE
    assert sample == bench.sample_of(MANY[::-1])
    assert [s.text for s in bench.sample_of(MANY[:3])] == ["zin 1", "zin 2", "zin 0"]


def test_the_name_of_the_stock_model_follows_texts_topics_and_pipeline() -> None:
    here = bench.sample_hash(MANY[:2], "pipeline")
    assert here == bench.sample_hash(MANY[:2], "pipeline") and len(here) == 12
    other_topic = [MANY[0], sentence("zin 1", "care")]
    others = [(MANY[:3], "pipeline"), (MANY[:2], "other"), (other_topic, "pipeline")]
    assert here not in [bench.sample_hash(sample, pipeline) for sample, pipeline in others]


def test_a_missed_goal_is_told_in_the_table_and_in_the_last_line() -> None:
    slow = bench.Row("een voor een, p95", 12.1, "ms", 12)
    rows = [bench.Row("per seconde", 300, "/s", 300, True), slow, bench.Row("p50", 5.0, "ms")]
    lines = bench.table(rows).splitlines()
    assert len(lines) == 2 + len(rows) and len({len(line) for line in lines}) == 1
    assert "≥ 300" in lines[2] and "| gehaald" in lines[2]
    assert "12.1 ms" in lines[3] and "niet gehaald" in lines[3]
    assert "gehaald" not in lines[4]
    assert bench.told(rows) == "niet gehaald: een voor een, p95"
    assert bench.told(rows[:1]) == "alle doelen gehaald"


def test_a_figure_that_is_not_there_reaches_no_goal() -> None:
    assert bench.Row("p95", math.nan, "ms", 12).missed
    assert bench.Row("per seconde", math.nan, "/s", 300, True).missed


def test_a_round_without_answers_has_no_speed() -> None:
    assert bench.Round([], 0.0, 0).per_second == 0.0
    assert bench.Round([1.0, 2.0], 0.5, 0).per_second == 4.0
