"""Trained models: their files, their register, and who becomes champion."""

import os

# MLflow reads these when it is imported: it would otherwise report its use over the network.
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("DO_NOT_TRACK", "true")
