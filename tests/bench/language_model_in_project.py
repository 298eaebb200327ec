"""Run inside a rendered project: the gateway and the bare client in turns, on one server."""

import importlib
import json
import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

PAIRS, ROUNDS, CALLERS, ANSWERS = 300, 4, 64, 640
PIECES = [f"word{number} " for number in range(20)]
PACKAGE = next(Path("src").iterdir()).name

Stream = Callable[[str], Iterator[str]]
Pair = tuple[float, float]
Measured = Callable[[], Pair]


def serve(ready: Connection) -> None:
    """Answer until killed: at once, or slowly where the question says so."""
    scripted: Any = importlib.import_module("scripted_server")

    def choose(request: dict[str, Any], _: int) -> Any:
        slow = request["messages"][-1]["content"].startswith("slow")
        return scripted.completion(*PIECES, pause=0.05 if slow else 0.0)

    with scripted.provider(choose=choose) as server:
        ready.send(server.url)
        time.sleep(600)


def gateway_stream(url: str) -> Stream:
    """The project's own model."""
    models = f"{PACKAGE}.language_models"
    hosted: Any = importlib.import_module(f"{models}.hosted_model")
    made: Any = importlib.import_module(f"{models}.gateway")
    settings = importlib.import_module(f"{models}.settings").LanguageModelSettings(
        timeout_seconds=60.0, first_piece_seconds=60.0, concurrency=CALLERS, cache_entries=0
    )
    chosen = hosted.HostedModelSettings(
        provider="openai-compatible", name="small", base_url=url, api_key="k"
    )
    model = made.Gateway.over([hosted.build_hosted_model(settings, chosen)], settings)
    return lambda question: (piece.text for piece in model.stream(question) if piece.text)


def bare_stream(url: str) -> Stream:
    """The library's client, asked for the very same."""
    client = importlib.import_module("openai").OpenAI(base_url=url, api_key="k", max_retries=0)

    def stream(question: str) -> Iterator[str]:
        for chunk in client.chat.completions.create(
            model="small",
            messages=[{"role": "user", "content": question}],
            max_tokens=250,
            temperature=0.0,
            stream=True,
            stream_options={"include_usage": True},
        ):
            if chunk.choices and chunk.choices[0].delta.content:
                yield chunk.choices[0].delta.content

    return stream


def timed(stream: Stream, question: str) -> Pair:
    """Milliseconds to the first piece and to the last."""
    started = time.perf_counter()
    pieces = stream(question)
    said = next(pieces)
    first = time.perf_counter()
    said += "".join(pieces)
    assert said == "".join(PIECES)
    return 1000 * (first - started), 1000 * (time.perf_counter() - started)


def rate(stream: Stream, pace: str) -> Pair:
    """Answers a second of many callers at once, and milliseconds of this processor for each."""
    started, worked = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(CALLERS) as callers:
        for _ in callers.map(lambda number: timed(stream, f"{pace} {number}"), range(ANSWERS)):
            pass
    worked = time.process_time() - worked
    return ANSWERS / (time.perf_counter() - started), 1000 * worked / ANSWERS


def in_turns(times: int, ours: Measured, its: Measured) -> list[tuple[Pair, Pair]]:
    """Both as often as that, each first every other time: a busy moment falls on both."""
    held = []
    for turn in range(times):
        if turn % 2:
            second = its()
            held.append((ours(), second))
        else:
            held.append((ours(), its()))
    return held


def measured(url: str) -> dict[str, float]:
    """The figures."""
    gateway, bare = gateway_stream(url), bare_stream(url)
    for stream in (gateway, bare):
        timed(stream, "warm up")
    pairs = in_turns(PAIRS, lambda: timed(gateway, "once"), lambda: timed(bare, "once"))
    paced, unpaced = (
        in_turns(ROUNDS, partial(rate, gateway, pace), partial(rate, bare, pace))
        for pace in ("slow", "quick")
    )
    middle = statistics.median
    return {
        "llm_layer_overhead_p50_ms": middle(ours[1] - its[1] for ours, its in pairs),
        "llm_layer_first_token_overhead_ms": middle(ours[0] - its[0] for ours, its in pairs),
        "llm_layer_throughput_ratio": middle(ours[0] / its[0] for ours, its in paced),
        "llm_layer_unpaced_throughput_ratio": middle(ours[0] / its[0] for ours, its in unpaced),
        "llm_layer_cpu_ms": middle(ours[1] - its[1] for ours, its in unpaced),
    }


def main() -> None:
    """Print the figures as JSON."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(there,), daemon=True)
    server.start()
    try:
        print(json.dumps(measured(here.recv())))
    finally:
        server.kill()


if __name__ == "__main__":
    main()
