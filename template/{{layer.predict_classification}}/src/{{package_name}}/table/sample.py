"""The sample table: breast cancer, 569 rows, 30 measurements, benign or malignant.

It ships inside scikit-learn, so nothing is downloaded. Source: Wolberg, Street and Mangasarian,
Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning Repository, CC BY 4.0.
"""

from pathlib import Path

from sklearn.datasets import load_breast_cancer

from ..files import write_text

NAME = "breast_cancer"
TARGET = "diagnosis"


def write_sample(folder: Path) -> Path:
    """Write the sample as CSV into `folder` unless it is there already; return its path."""
    path = folder / f"{NAME}.csv"
    if not path.exists():
        bunch = load_breast_cancer(as_frame=True)
        frame = bunch.data.rename(columns=lambda name: name.replace(" ", "_"))
        frame[TARGET] = bunch.target_names[bunch.target]
        write_text(path, frame.to_csv(index=False))
    return path
