"""The precision of encoded numbers: single, which is what ONNX computes with.

The models learn from the same rounded numbers that the device will see, so a tree cannot send a
row on the border one way here and the other way there.
"""

import numpy as np

PRECISION = np.float32
