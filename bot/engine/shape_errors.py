"""Data as a model of pydantic; what does not fit is said in Dutch, each at its own place."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.engine.issues import Issue, did_you_mean, issue
from bot.engine.reading import Document, PathInFile

M = TypeVar("M", bound=BaseModel)


def parsed(
    model: type[M], data: Any, path: PathInFile, document: Document, issues: list[Issue]
) -> M | None:
    """`data` as `model`; every mistake becomes an issue at its own place."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for detail in error.errors():
            issues.append(_issue_of(detail, model, path, document))
        return None


def _issue_of(detail: Any, model: type[BaseModel], path: PathInFile, document: Document) -> Issue:
    where = tuple(part for part in detail["loc"])
    place = document.place(*path, *where)
    names = [str(part) for part in where if isinstance(part, str)]
    key = names[-1] if names else "?"
    kind = detail["type"]
    if kind == "missing":
        return issue("missing_key", place, key=key)
    if kind == "extra_forbidden":
        known = [f.alias or name for name, f in model.model_fields.items()]
        hint = did_you_mean(key, known) if len(where) == 1 else ""
        return issue("unknown_key", place, key=key, suggestion=hint)
    no_text = kind == "string_type" and detail["input"] is None
    if kind in ("string_too_short", "too_short") or no_text:
        return issue("empty_text", place)
    return issue("wrong_value", place, key=key, reason=_reason(detail))


def _reason(detail: Any) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "string_type":
        return "dit moet tekst zijn (zet er aanhalingstekens omheen)"
    if kind in ("literal_error", "enum"):
        expected = str(context.get("expected", "")).replace("True", "true")
        return f"kies uit {expected}".replace(" or ", " of ")
    if kind == "int_type":
        return "dit moet een heel getal zijn"
    if kind in ("tuple_type", "list_type"):
        return "dit moet een lijst zijn"
    if kind in ("dict_type", "mapping_type", "model_type"):
        return "hier horen sleutels te staan"
    if kind == "less_than_equal":
        return f"hooguit {context.get('le')}"
    if kind == "greater_than_equal":
        return f"minstens {context.get('ge')}"
    if kind == "too_long":
        return f"hooguit {context.get('max_length')}"
    if kind == "value_error":
        return str(context.get("error", "klopt niet"))
    return "deze waarde past hier niet"
