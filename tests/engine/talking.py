"""A young person who talks with the bare engine: no database, no channel, no clock that runs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from bot.domain.conversation import Conversation, Position
from bot.domain.ids import PersonId
from bot.domain.interpretation import Interpretation
from bot.domain.messages import Button
from bot.domain.safety import DangerKind, DangerSign, Risk, RiskLevel
from bot.domain.turn import RequestHandoff, Turn
from bot.engine.flowbook import Flowbook
from bot.engine.issues import Issue
from bot.engine.loading import load, read_flow
from bot.engine.reading import read_text
from bot.engine.run import Moment
from bot.engine.running import WHO_READS, Said, advance, danger_turn, open_flow
from bot.engine.situations import FOLDER, NONE_KNOWN, load_situations
from tests.engine.broken import FLOWS
from tests.fakes import A_TUESDAY, meaning_of

NOW = Moment(A_TUESDAY, professionals_on_duty=1, peers_on_duty=1)
CONCERN, URGENT = RiskLevel.CONCERN, RiskLevel.URGENT


@cache
def whole_flows() -> Flowbook:
    """What stands in `flows/`."""
    flowbook = load(FLOWS).flowbook
    assert flowbook is not None
    return flowbook


@cache
def flows_of_today() -> Flowbook:
    """What stands in `flows/`, without the situations: these tests are of what flows say by themselves
    (what is said back, the talks of `tests/conversations/` show)."""
    return replace(whole_flows(), situations=NONE_KNOWN)


def with_flows(*texts: str) -> Flowbook:
    """The flows of today and these beside (or instead of) them."""
    flows = dict(flows_of_today().flows)
    for text in texts:
        document = read_text(text, "practice.yml")
        flow = read_flow(document, document.issues)
        assert flow is not None
        assert document.issues == []
        flows[flow.name] = flow
    return replace(flows_of_today(), flows=flows)


def sign(kind: DangerKind, level: RiskLevel, *, life_now: bool = False) -> Risk:
    """One danger sign."""
    return Risk((DangerSign(kind, level, life_now),))


@dataclass(slots=True)
class Talk:
    """One young person. Every method returns the texts that Maatje answers with."""

    flowbook: Flowbook = field(default_factory=flows_of_today)
    moment: Moment = NOW
    state: Conversation = field(
        default_factory=lambda: Conversation(PersonId("young"), introduced=True)
    )
    last: Turn | None = None

    def at(self, flow: str, step: str = "", **remembered: str) -> Talk:
        """The same young person, with this step waiting for an answer."""
        self.state = self.state.remembering(**remembered)
        if step:
            self._keep(open_flow(self._starting_at(flow, step), self.state, flow, self.moment))
        else:
            self.opens(flow)
        return self

    def _starting_at(self, flow: str, step: str) -> Flowbook:
        found = self.flowbook.flows[flow]
        first = [s for s in found.steps if s.id == step]
        assert first, f"{flow} has no step {step}"
        steps = (*first, *(s for s in found.steps if s.id != step))
        return replace(
            self.flowbook, flows={**self.flowbook.flows, flow: replace(found, steps=steps)}
        )

    def types(self, text: str, **means: object) -> list[str]:
        """Typed words; `means` as in a talk: topic, act, risk."""
        return self._keep(
            advance(self.flowbook, self.state, Said(meaning_of(means), text), self.moment)
        )

    def types_unread(self, text: str) -> list[str]:
        """Typed words while the language service is away."""
        said = Said(Interpretation(), text)
        return self._keep(advance(self.flowbook, self.state, said, self.moment))

    def shows(self, risk: Risk, text: str = "…", **means: object) -> list[str]:
        """Typed words that show danger."""
        meaning = meaning_of(means).with_risk(risk)
        return self._keep(advance(self.flowbook, self.state, Said(meaning, text), self.moment))

    def presses(self, label: str) -> list[str]:
        """A press on a button of the last message that had it."""
        return self.presses_key(next(b.key for b in self.shown if b.label == label))

    def presses_key(self, key: str) -> list[str]:
        """A press that carries this key, also when it is an old one."""
        return self._keep(advance(self.flowbook, self.state, Said(press=key), self.moment))

    def opens(self, flow: str, *, keep: bool = False) -> list[str]:
        """A command, or something that Maatje begins itself."""
        return self._keep(open_flow(self.flowbook, self.state, flow, self.moment, keep=keep))

    def endangered(self, risk: Risk, *, late: bool = False) -> list[str]:
        """Danger in a message that something else dealt with."""
        return self._keep(danger_turn(self.flowbook, self.state, risk, self.moment, late=late))

    def _keep(self, turn: Turn) -> list[str]:
        self.last, self.state = turn, turn.conversation
        return self.texts

    @property
    def turn(self) -> Turn:
        """The last turn."""
        assert self.last is not None
        return self.last

    @property
    def texts(self) -> list[str]:
        """What Maatje said last."""
        return [reply.text for reply in self.turn.replies]

    @property
    def shown(self) -> tuple[Button, ...]:
        """Every button of the last turn."""
        return tuple(button for reply in self.turn.replies for button in reply.buttons)

    @property
    def choices(self) -> list[str]:
        """The labels under the last message, without "Wie leest dit?"."""
        return [b.label for b in self.turn.replies[-1].buttons if b.key != WHO_READS]

    @property
    def events(self) -> list[tuple[str, str]]:
        """What happened in the last turn."""
        return [(event.name, event.about) for event in self.turn.events]

    @property
    def handoffs(self) -> list[RequestHandoff]:
        """To whom the last turn wants to bring the young person."""
        return [effect for effect in self.turn.effects if isinstance(effect, RequestHandoff)]

    @property
    def where(self) -> Position | None:
        """The step that waits for an answer."""
        return self.state.position


def with_situations(folder: Path, text: str) -> Talk:
    """Somebody who talks with the flows of today and these situations, written in an empty folder."""
    (folder / FOLDER).mkdir()
    (folder / FOLDER / "some.yml").write_text(text, encoding="utf-8")
    issues: list[Issue] = []
    _, known = load_situations(folder, "flows", issues)
    assert issues == []
    return Talk(flowbook=replace(flows_of_today(), situations=known))
