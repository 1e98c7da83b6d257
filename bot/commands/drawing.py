"""`maatje flows draw`: a picture or Mermaid text of one flow or of all."""

from __future__ import annotations

from pathlib import Path

import typer

from bot.adapters import flow_picture
from bot.commands.flows import report
from bot.engine.charts import Chart, chart_of, mermaid
from bot.engine.flowbook import Flowbook
from bot.engine.issues import did_you_mean
from bot.engine.shelf import check_folder
from bot.errors import OperatorError
from bot.settings import Settings

ENDINGS = (".mmd", ".svg", ".png")


def draw(settings: Settings, flow: str, *, everything: bool, out: Path | None) -> int:
    """Prints Mermaid text, or writes a file. With `everything` `out` is a file of Mermaid text or a
    folder for one picture of each flow. Raises `OperatorError`."""
    flowbook, issues = check_folder(settings.flows, settings.contract, with_talks=False)
    if flowbook is None:
        return report([one for one in issues if one.code != "missing_talk"])
    charts = [chart_of(flowbook.flows[name]) for name in _names(flowbook, flow, everything)]
    if out is None:
        typer.echo("\n".join(mermaid(chart) for chart in charts), nl=False)
        return 0
    for path, content in _files(charts, out, everything):
        _write(path, content)
        typer.echo(f"Getekend: {path}")
    return 0


def _names(flowbook: Flowbook, flow: str, everything: bool) -> list[str]:
    own = sorted(name for name in flowbook.flows if not name.startswith("_"))
    if everything:  # those in files; the ones that Maatje builds itself can be named
        return own
    name = Path(flow).stem if flow.endswith((".yml", ".yaml")) else flow
    if not name:
        raise OperatorError("Welke flow? Typ zijn naam, zoals bullying, of --all voor alle.")
    if name not in flowbook.flows:
        raise OperatorError(f"Flow «{name}» is er niet. {did_you_mean(name, own)}".strip())
    return [name]


def _files(charts: list[Chart], out: Path, everything: bool) -> list[tuple[Path, bytes]]:
    ending = out.suffix.casefold()
    if everything and not ending:
        return [(out / f"{chart.flow}.svg", _drawn(chart, ".svg")) for chart in charts]
    if ending not in ENDINGS:
        raise OperatorError(f"{out} moet eindigen op {', '.join(ENDINGS)}.")
    if everything and ending != ".mmd":
        raise OperatorError(
            "Alle flows passen niet op één plaatje. Noem een map, zonder punt erin."
        )
    return [(out, b"\n".join(_drawn(chart, ending) for chart in charts))]


def _drawn(chart: Chart, ending: str) -> bytes:
    if ending == ".png":
        return flow_picture.png(chart)
    text = flow_picture.svg(chart) if ending == ".svg" else mermaid(chart)
    return text.encode()


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise OperatorError(f"{path} kan ik niet schrijven ({error.strerror}).") from None
