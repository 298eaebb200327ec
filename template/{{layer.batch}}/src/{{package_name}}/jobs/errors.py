"""What can be wrong with a job as a whole."""


class JobError(Exception):
    """A job that cannot run; the text is one sentence for the person who started it."""
