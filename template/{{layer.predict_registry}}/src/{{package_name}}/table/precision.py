"""The precision of encoded numbers: double, as they were read."""

import numpy as np

PRECISION = np.float64
