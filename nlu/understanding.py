"""Loads a model with Rasa's own loader, and asks it what a text means."""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path
from typing import Any, Dict, List, Optional, Text, Tuple

from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelStorage

NOTHING_FOUND: Dict[Text, Any] = {"text": "", "intent": {"name": None, "confidence": 0.0}}


class PlannedRunner(GraphRunner):
    """Runs Rasa's graph in an order that is found once.

    Rasa's own runner (dask) looks for the order again for every message, which took a quarter of
    the time of an answer.
    """

    def __init__(self, schema: GraphSchema, nodes: Dict[Text, GraphNode]) -> None:
        """`nodes`: the components, loaded."""
        self._schema = schema
        self._nodes = nodes
        self._plans: Dict[Tuple[Text, ...], List[Text]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: Optional[List[GraphNodeHook]] = None,
    ) -> PlannedRunner:
        """Loads every component, as Rasa's own runner does."""
        nodes = {
            name: GraphNode.from_schema_node(name, node, model_storage, execution_context, hooks)
            for name, node in graph_schema.nodes.items()
        }
        return cls(graph_schema, nodes)

    def run(
        self, inputs: Optional[Dict[Text, Any]] = None, targets: Optional[List[Text]] = None
    ) -> Dict[Text, Any]:
        """The output of each target."""
        wanted = tuple(targets or self._schema.target_names)
        if wanted not in self._plans:
            self._plans[wanted] = self._plan(wanted)
        done = {name: (name, value) for name, value in (inputs or {}).items()}
        for name in self._plans[wanted]:
            needs = self._schema.nodes[name].needs.values()
            done[name] = self._nodes[name](*(done.get(need, need) for need in needs))
        return dict(done[target] for target in wanted)

    def _plan(self, targets: Tuple[Text, ...]) -> List[Text]:
        """The nodes that the targets need, each after those that it needs itself."""
        order: List[Text] = []

        def visit(name: Text) -> None:
            if name in self._nodes and name not in order:
                for need in self._schema.nodes[name].needs.values():
                    visit(need)
                order.append(name)

        for target in targets:
            visit(target)
        return order


class Understanding:
    """A loaded model."""

    def __init__(self, runner: GraphRunner, target: Text) -> None:
        """`target`: the node of Rasa's graph that gives the answer."""
        self._runner = runner
        self._target = target

    @classmethod
    def load(cls, model: Path) -> Understanding:
        """Loads exactly this model. The caller has checked its sha256: loading can run code."""
        gc.disable()  # hundreds of thousands of objects are made now, none is thrown away
        with tempfile.TemporaryDirectory() as folder:
            metadata, runner = load_predict_graph_runner(
                Path(folder), model, LocalModelStorage, PlannedRunner
            )
        understanding = cls(runner, str(metadata.nlu_target))
        understanding.parse("hoi")  # the first message wakes what is made on first use
        gc.collect()
        gc.freeze()
        gc.enable()
        return understanding

    def parse(self, text: str) -> Dict[Text, Any]:
        """What Rasa's `POST /model/parse` would give."""
        given = {PLACEHOLDER_MESSAGE: [UserMessage(text)]}
        message = self._runner.run(given, [self._target])[self._target][0]
        return {**NOTHING_FOUND, "entities": [], **message.as_dict(only_output_properties=True)}
