"""The sample table: diabetes, 442 patients, ten measurements, progression after one year.

It ships inside scikit-learn, so nothing is downloaded. Source: Efron, Hastie, Johnstone and
Tibshirani, Least Angle Regression, Annals of Statistics 32 (2004).
"""

from pathlib import Path

from sklearn.datasets import load_diabetes

from ..files import write_text

NAME = "diabetes"
TARGET = "progression"


def write_sample(folder: Path) -> Path:
    """Write the sample as CSV into `folder` unless it is there already; return its path."""
    path = folder / f"{NAME}.csv"
    if not path.exists():
        frame = load_diabetes(as_frame=True, scaled=False).frame
        write_text(path, frame.rename(columns={"target": TARGET}).to_csv(index=False))
    return path
