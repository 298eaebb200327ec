"""Holds an answer to a JSON Schema."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from .examples import StagesUnusable
from .exchange import Exchange

_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?```\s*\Z", re.DOTALL)


class SchemaCheck:
    """Closed: what reads it may break on anything else."""

    name = "schema"
    closed = True

    def __init__(self, schema: Mapping[str, Any]) -> None:
        """Raises StagesUnusable where it is no schema."""
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as error:
            raise StagesUnusable(f"this is no JSON Schema: {error.message}") from error
        self._validator = Draft202012Validator(schema)

    def withholds(self, exchange: Exchange) -> bool:
        """Any answer may be of another form."""
        return True

    def apply(self, exchange: Exchange) -> Exchange:
        """Return the exchange with bare JSON, or a refusal."""
        fenced = _FENCE.match(exchange.answer)
        text = fenced[1] if fenced else exchange.answer
        try:
            valid = self._validator.is_valid(json.loads(text, parse_constant=_no_number))
        except (ValueError, RecursionError):
            valid = False
        if valid:
            return replace(exchange, answer=text.strip())
        refusal = "The answer did not have the form that was agreed and was withheld: try again."
        return exchange.found(self.name, "invalid").refused(refusal)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
