"""The process itself: `python -I -S child.py WORK SECONDS MEGABYTES`, JSON in and JSON out.

It is started for each page and each query, so it imports next to nothing.
"""

import json
import math
import resource
import sys
from contextlib import suppress
from importlib import import_module


def main() -> None:
    """Do the work that is asked for, within limits that nothing done here can raise again."""
    work, seconds, megabytes = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    _limit(resource.RLIMIT_CPU, math.ceil(seconds) + 1)
    _limit(resource.RLIMIT_AS, megabytes * 1_000_000)
    _limit(resource.RLIMIT_CORE, 0)
    sys.path.insert(0, __file__.rpartition("/")[0])
    asked = json.load(sys.stdin)
    try:
        told = json.dumps({"answer": import_module(work).work(**asked)})
    except ValueError as error:
        told = json.dumps({"failed": str(error)})
    except MemoryError:
        told = json.dumps({"failed": f"it needs more than {megabytes} MB"})
    sys.stdout.write(told)


def _limit(kind: int, most: int) -> None:
    # macOS knows no limit of memory, and a limit that holds already may be lower.
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
