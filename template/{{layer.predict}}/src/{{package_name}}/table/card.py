"""The data card: what the table holds, in Markdown, with the figures that decide its use."""

import numpy as np

from .dataset import Dataset


def data_card(dataset: Dataset) -> str:
    """Describe rows, splits, columns and what was left out."""
    schema, source = dataset.schema, dataset.source
    twins = len(dataset.keys) - len(np.unique(dataset.keys))
    together = f"rows of one {schema.group}" if schema.group else "identical rows"
    hashed = f"by a hash of their {schema.group or 'features'}"
    order = f"the latest rows by {schema.time}" if schema.time else hashed
    lines = [
        f"# Data card: {dataset.name}",
        "",
        f"- **Rows**: {len(dataset.frame):,}, of which {len(dataset.train):,} train and "
        f"{len(dataset.test):,} test ({order})",
        f"- **Kept on one side**: {together}; {twins:,} rows share a key with an earlier one",
        f"- **Target**: `{source.target}`, {target_line(dataset)}",
        f"- **Features**: {len(schema.columns)}",
        "",
        "| column | kind | allowed | missing |",
        "|---|---|---|---|",
    ]
    for column in schema.columns:
        allowed = (
            ", ".join(column.categories)
            if column.kind == "category"
            else f"{column.low:g} to {column.high:g}"
        )
        gaps = f"{column.missing_share:.1%}" if column.optional else "never"
        kind = "integer" if column.integer else column.kind
        lines.append(f"| {column.name} | {kind} | {allowed} | {gaps} |")
    if schema.ignored:
        lines += ["", "Left out:", ""]
        lines += [f"- `{name}`: {reason}" for name, reason in schema.ignored.items()]
    return "\n".join(lines) + "\n"


def target_line(dataset: Dataset) -> str:
    """The distribution of the target in one line."""
    target = dataset.target
    if dataset.schema.classes:
        counts = [int(np.sum(target == index)) for index in range(len(dataset.schema.classes))]
        pairs = zip(dataset.schema.classes, counts, strict=True)
        return ", ".join(f"{label}: {count:,}" for label, count in pairs)
    return f"{target.min():g} to {target.max():g}, median {np.median(target):g}"
