"""Why a page could not be had."""


class Unfetched(RuntimeError):
    """A page could not be had, or may not be; the message says why."""


class Closed(Unfetched):
    """Robots are asked not to fetch a page."""


class OutOfTime(Unfetched):
    """There are no seconds left for another request."""


class Away(Unfetched):
    """A host is busy: it is not asked again before the time that it named."""
