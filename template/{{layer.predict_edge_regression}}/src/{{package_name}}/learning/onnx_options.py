"""How this task's models are exported: as they are, once skl2onnx knows our network."""

from typing import Any

from skl2onnx import update_registered_converter
from skl2onnx.common.shape_calculator import calculate_linear_regressor_output_shapes
from skl2onnx.operator_converters.multilayer_perceptron import convert_sklearn_mlp_regressor

from .scaled_network import ScaledNetwork

update_registered_converter(
    ScaledNetwork,
    "ScaledNetwork",
    calculate_linear_regressor_output_shapes,
    convert_sklearn_mlp_regressor,
)


def options(estimator: Any) -> dict[int, dict[str, bool]]:
    """Options for skl2onnx; a regression needs none."""
    return {}
