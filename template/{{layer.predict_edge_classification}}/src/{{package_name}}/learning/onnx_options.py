"""How this task's models are exported: probabilities as one matrix, not as a list of mappings."""

from typing import Any


def options(estimator: Any) -> dict[int, dict[str, bool]]:
    """Options for skl2onnx, which wants them by the identity of the pipeline."""
    return {id(estimator): {"zipmap": False}}
