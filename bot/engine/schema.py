"""JSON Schema of a flow, for editors: made from the models of the steps, with Dutch explanations."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.safety import DangerKind
from bot.engine.contract import Contract
from bot.engine.loading import FLOW_KEYS, NAME, OPENER_KEYS
from bot.engine.steps import KINDS
from bot.engine.steps.ask import COLLECTABLE
from bot.engine.steps.if_ import CONDITIONS
from bot.engine.steps.measure import MEASURABLE
from bot.engine.steps.remember import VALUES

FILE = "flow.schema.json"
_TEXT = {"type": "string", "minLength": 1}
_BESIDE_SAY = ("refer", "end")  # kinds of steps that may say something too

# What an editor shows at a key. A kind of step without a line here shows none.
EXPLAINED = {
    "flow": "De naam: kleine letters, cijfers en _. Gelijk aan de bestandsnaam.",
    "title": "De Nederlandse naam. Wie helpt, ziet die als onderwerp op zijn kaart.",
    "starts_with": "Wat deze flow opent.",
    "topics": "Onderwerpen (nlu/contract.yml) die deze flow openen.",
    "acts": "Acts (nlu/contract.yml) die deze flow openen.",
    "words": "Vaste woorden die iemand typt.",
    "steps": "De stappen. Het gesprek begint bij de eerste.",
    "id": "Een korte naam van de stap, uniek in dit bestand.",
    "next": "De stap die hierna komt, of END. Weggelaten: de stap eronder.",
    "say": "Wat Maatje zegt. Bij een lijst: één van deze zinnen.",
    "ask": "Wat Maatje vraagt. Met «next» is elk antwoord goed.",
    "choices": "De knoppen: hooguit 8, liever 6.",
    "unclear": "Wat Maatje zegt als het antwoord bij geen knop past.",
    "collect": "Onder welke naam het antwoord bewaard wordt.",
    "also": "Andere woorden die hetzelfde betekenen als de knop.",
    "means": "Acts die hetzelfde betekenen als de knop.",
    "remember": "Wat Maatje onthoudt.",
    "measure": "Een vraag met een cijfer van 1 tot 10.",
    "if": "Eén voorwaarde, zoals {region: nl}.",
    "then": "De stap als het zo is.",
    "else": "De stap als het niet zo is.",
    "refer": "Noemt de beste dienst uit services.yml: {topic: …} of {service: …}.",
    "hand_over": "Vraagt een maatje of een beroepskracht: {to: peer} of {to: professional}.",
    "story": "Vertelt een verhaal van iemand die het ook meemaakte.",
    "call": "Doorloopt een andere flow en komt terug.",
    "link": "Gaat naar een andere flow en komt niet terug.",
    "end": "De flow is klaar.",
    "raise_danger": "Het antwoord laat gevaar zien: een kaart voor de beroepskracht.",
    "set_goal": "Bewaart het doel.",
    "wall": "De muur.",
    "withdraw": "De jongere wacht niet meer.",
}


def schema(contract: Contract) -> dict[str, Any]:
    """The schema of one file with a flow."""
    opened = {
        "topics": {"type": "array", "items": {"enum": sorted(contract.topics)}},
        "acts": {"type": "array", "items": {"enum": sorted(contract.acts)}},
        "words": {"type": "array", "items": _TEXT},
    }
    whole = {
        "flow": _TEXT | {"pattern": f"^{NAME.pattern}$"},
        "title": _TEXT,
        "starts_with": _keys({key: opened[key] for key in OPENER_KEYS}),
        "steps": {"type": "array", "minItems": 1, "items": _step(contract)},
    }
    made = _keys({key: whole[key] for key in FLOW_KEYS}, ["flow", "title", "steps"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Een gesprek van Maatje",
        "description": "Gemaakt door «maatje flows schema»; niet met de hand veranderen.",
    } | _explained(made)


def schema_text(contract: Contract) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema(contract), ensure_ascii=False, indent=1) + "\n"


def _keys(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    return made | ({"required": required} if required else {})


def _step(contract: Contract) -> dict[str, Any]:
    """A step is of the kind whose key stands in it, and then has the keys of that kind alone."""
    kinds = {kind: _kind(kind, contract) for kind in KINDS}
    names: dict[str, Any] = {}
    for one in kinds.values():
        names |= {key: {} for key in one["properties"]}
    return {
        "type": "object",
        "required": ["id"],
        "properties": names,
        "anyOf": [{"required": [kind]} for kind in KINDS],
        "allOf": [{"if": _is(kind), "then": made} for kind, made in kinds.items()],
    }


def _is(kind: str) -> dict[str, Any]:
    if kind != "say":
        return {"required": [kind]}
    others = [{"required": [other]} for other in _BESIDE_SAY]
    return {"required": ["say"], "not": {"anyOf": others}}


def _kind(kind: str, contract: Contract) -> dict[str, Any]:
    made = KINDS[kind].model_json_schema(by_alias=True)
    made = _plain(made, made.pop("$defs", {}))
    made["required"] = sorted({*made.get("required", ()), kind})
    return _closed(made, contract)


def _plain(node: Any, parts: dict[str, Any]) -> Any:
    """The schema of pydantic in one piece, without its names, its defaults and "or nothing"."""
    if isinstance(node, list):
        return [_plain(one, parts) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _plain(parts[node["$ref"].rsplit("/", 1)[1]], parts)
    if "properties" in node:
        inside = {key: _plain(one, parts) for key, one in node["properties"].items()}
        node = {**node, "properties": inside}
    kept = {
        key: value if key == "properties" else _plain(value, parts)
        for key, value in node.items()
        if key not in ("title", "description", "default")
    }
    some = [one for one in kept.get("anyOf", ()) if one != {"type": "null"}]
    if len(some) == 1:
        kept.pop("anyOf")
        return some[0] | kept
    return kept


def _closed(node: dict[str, Any], contract: Contract) -> dict[str, Any]:
    """The lists that are closed elsewhere: labels of the contract, what can be remembered or asked."""
    topics = {"enum": sorted(contract.topics)}
    keys = node.get("properties", {})
    for key, made in keys.items():
        if key == "remember":
            lists = {name: {"enum": sorted(values)} for name, values in VALUES.items()}
            keys[key] = _keys(lists)
        elif key == "if":
            conditions = {
                name: {"enum": sorted(values)} for name, (values, _) in CONDITIONS.items()
            }
            keys[key] = _keys(conditions | {"topic": topics}) | {
                "minProperties": 1,
                "maxProperties": 1,
            }
        elif key == "means":
            keys[key] = {"type": "array", "items": {"enum": sorted(contract.acts)}}
        elif key == "collect" and made.get("type") != "null":
            keys[key] = {"enum": sorted({*COLLECTABLE, *MEASURABLE})}
        elif key == "topic":
            keys[key] = topics
        elif key == "kind":
            keys[key] = {"enum": sorted(kind.value for kind in DangerKind)}
        elif key == "choices":
            keys[key] = made | {"items": _closed(made["items"], contract)}
        elif "properties" in made:
            keys[key] = _closed(made, contract)
    return node


def _explained(node: dict[str, Any]) -> dict[str, Any]:
    """The same with a Dutch line at every key that has one."""
    for key, made in node.get("properties", {}).items():
        inside = _explained(made) if isinstance(made, dict) else made
        if key in EXPLAINED:
            inside = {"description": EXPLAINED[key]} | inside
        node["properties"][key] = inside
    for part in ("items", "then"):
        if isinstance(node.get(part), dict):
            node[part] = _explained(node[part])
    for one in node.get("allOf", ()):
        _explained(one)
    return node
