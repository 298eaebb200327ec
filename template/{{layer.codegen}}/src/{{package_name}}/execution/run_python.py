"""Runs the Python side: `python -I -S run_python.py`, a request on standard input, JSON out.

It stands alone, as it runs in the sandbox. The request names the `source`, its `function` and the
`inputs`; each gives its value or the exception that it raised. Where it is `timed`, one call on the
`benchmark` follows, and the answer holds its `seconds`.
"""

import copy
import json
import os
import sys
import time
from contextlib import suppress
from typing import Any


def main() -> None:
    """Answer one request."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What the program prints is not an answer.
    os.dup2(2, 1)
    request = json.load(sys.stdin)
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile(request["source"], "program.py", "exec"), names)
    function = names[request["function"]]
    results = []
    for given in request["inputs"]:
        try:
            results.append({"value": function(*copy.deepcopy(given))})
        except (MemoryError, RecursionError) as error:
            results.append({"failed": type(error).__name__})
        except Exception as error:
            results.append({"raised": f"{type(error).__name__}: {error}"})
    seconds = 0.0
    if request["timed"]:
        begun = time.thread_time()
        with suppress(Exception):
            function(*request["benchmark"])
        seconds = time.thread_time() - begun
    # An integer of thousands of digits is too large for us anyway, but has to be told as such.
    sys.set_int_max_str_digits(0)
    json.dump({"results": results, "seconds": seconds}, answers)


if __name__ == "__main__":
    main()
