"""A job over the records of a JSONL file, which can be killed at any moment and started again."""

from .errors import JobError
from .run import run_job
from .summary import JobSummary

__all__ = ["JobError", "JobSummary", "run_job"]
