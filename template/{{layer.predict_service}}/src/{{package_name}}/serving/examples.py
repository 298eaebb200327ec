"""What `/docs` fills in: a row as the champion at the start knows them, and its answer as truth."""

from typing import Any

from fastapi.openapi.models import Example

from .scorer import Scorer

Examples = dict[str, Example]

# Tells clients, in OpenAPI's own way, that feedback takes the id of a prediction.
FOUND_BY: dict[int | str, dict[str, Any]] = {
    200: {
        "links": {
            "feedback": {
                "operationId": "feedback",
                "parameters": {"prediction": "$response.body#/predictions/0/id"},
            }
        }
    }
}


def examples_for(scorer: Scorer | None) -> tuple[Examples, Examples]:
    """Bodies for a prediction and for its feedback; none as long as there is no champion."""
    if scorer is None:
        return {}, {}
    row = scorer.schema.example()
    truth = scorer.score([row])[0].prediction
    return (
        {"a row of the table": {"value": {"rows": [row]}}},
        {"as predicted": {"value": {"truth": truth}}},
    )
