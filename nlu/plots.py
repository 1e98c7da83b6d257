"""The pictures of the report and of the learning curve."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence, Tuple

import matplotlib

matplotlib.use("Agg")  # no screen

import matplotlib.pyplot as plt
import numpy as np

# Pictures are the same from run to run: no date in the file.
SAVE = {"dpi": 110, "metadata": {"Software": None}, "bbox_inches": "tight"}


def confusion_picture(file: Path, names: Sequence[str], counts: np.ndarray) -> None:
    """Rows: the label that was given; columns: what the model said; as share of the row."""
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(8, 7))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=60, ha="right")
    axes.set_yticks(range(len(names)), names)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            colour = "white" if shares[row, column] > 0.5 else "black"
            axes.text(column, row, str(count), ha="center", va="center", color=colour, fontsize=8)
    axes.set_xlabel("model")
    axes.set_ylabel("label")
    _save(figure, file)


def reliability_picture(file: Path, curves: Sequence[Tuple[str, np.ndarray, np.ndarray]]) -> None:
    """How often an answer is right, against how sure the model said it was."""
    figure, axes = plt.subplots(figsize=(6, 5.5))
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":", label="perfect")
    for name, sure, right in curves:
        edges = np.linspace(0, 1, 11)
        places = np.clip(np.digitize(sure, edges) - 1, 0, 9)
        filled = [bin_ for bin_ in range(10) if (places == bin_).sum() >= 10]
        x = [sure[places == bin_].mean() for bin_ in filled]
        y = [right[places == bin_].mean() for bin_ in filled]
        axes.plot(x, y, marker="o", label=name)
    axes.set_xlabel("confidence")
    axes.set_ylabel("share that is right")
    axes.legend()
    _save(figure, file)


def alarm_picture(
    file: Path, curves: Sequence[Tuple[str, np.ndarray, np.ndarray]], chosen: Tuple[float, float]
) -> None:
    """Danger seen against false alarms, for every threshold; the one in use is marked."""
    figure, axes = plt.subplots(figsize=(6.5, 5))
    for name, alarms, seen in curves:
        axes.plot(alarms, seen, label=name)
    axes.plot(*chosen, "ko", label="threshold in use (urgent)")
    axes.set_xlim(0, 0.3)
    axes.set_ylim(0.4, 1)
    axes.grid(alpha=0.3)
    axes.set_xlabel("share of harmless messages that alarm")
    axes.set_ylabel("share of danger that is seen")
    axes.legend()
    _save(figure, file)


def learning_picture(
    file: Path, sizes: Sequence[int], lines: Sequence[Tuple[str, Sequence[float]]]
) -> None:
    """Figures on held-out sentences against the number of sentences learned from."""
    figure, axes = plt.subplots(figsize=(6.5, 5))
    for name, values in lines:
        axes.plot(sizes, values, marker="o", label=name)
    axes.set_xscale("log")
    axes.set_xticks(sizes, [str(size) for size in sizes])
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    axes.set_xlabel("sentences learned from")
    axes.legend()
    _save(figure, file)


def _save(figure: plt.Figure, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, **SAVE)
    plt.close(figure)
