"""Which combinations there are to be, said a second time: in code, and not read from `blueprints/`.

A rule that is lost or reaches too far changes what is offered, and nothing that follows from the
rules can tell. So whoever adds a problem, or changes a rule, says here what is meant.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import product

from groundplan.schema import Answers

LATENCIES = ("realtime", "interactive", "batch")
HARDWARE = ("cpu", "gpu", "multi-gpu", "edge")
SOURCES = ("local", "hybrid", "api")
# vLLM for GPUs, servers for a CPU or the edge, a model in the process for one processor or GPU.
ENGINES = {
    "cpu": ("ollama", "llamacpp", "transformers"),
    "gpu": ("vllm", "transformers"),
    "multi-gpu": ("vllm",),
    "edge": ("ollama", "llamacpp"),
}


def general(latency: str, hardware: str, source: str) -> bool:
    """Whether the general rules let these meet."""
    idle = source == "api" and hardware != "cpu"
    late = source != "local" and latency == "realtime"
    cut_off = hardware == "edge" and (source != "local" or latency == "batch")
    wasted = hardware == "multi-gpu" and latency == "realtime"
    return not (idle or late or cut_off or wasted)


def core(problem: str, *modalities: str) -> Iterator[dict[str, str]]:
    """The core answers of a problem that is exempt from nothing."""
    for modality, *others in product(modalities, LATENCIES, HARDWARE, SOURCES):
        if general(*others):
            names = ("problem", "modality", "latency", "hardware", "source")
            yield dict(zip(names, (problem, modality, *others), strict=True))


def predict() -> Iterator[Answers]:
    """A table is learnt here, on one device."""
    for answers in core("predict", "tabular"):
        if answers["source"] == "local" and answers["hardware"] != "multi-gpu":
            for task in ("classification", "regression"):
                yield {**answers, "task": task}


def rag() -> Iterator[Answers]:
    """An engine is chosen where a model runs here and has time to write.

    Where it does so for readers, and not on a small device, answers may be kept for many processes.
    """
    for answers in core("rag", "text"):
        if answers["latency"] == "realtime":
            yield answers
            continue
        engines = () if answers["source"] == "api" else ENGINES[answers["hardware"]]
        kept = answers["latency"] == "interactive" and answers["hardware"] != "edge"
        caches = ("memory", "redis") if kept else ()
        chosen = [("engine", engines), ("cache", caches)]
        asked = [(name, values) for name, values in chosen if values]
        for stack in product(*(values for _, values in asked)):
            yield {**answers, **dict(zip((name for name, _ in asked), stack, strict=True))}


def agent() -> Iterator[Answers]:
    """A run takes longer than real time allows, and its model more than a small device has."""
    for answers in core("agent", "text", "image"):
        if answers["latency"] == "realtime" or answers["hardware"] == "edge":
            continue
        # A model inside the process calls no tools.
        servers = [engine for engine in ENGINES[answers["hardware"]] if engine != "transformers"]
        engines = [{}] if answers["source"] == "api" else [{"engine": one} for one in servers]
        for engine, framework in product(engines, ("langgraph", "pydantic-ai")):
            yield {**answers, **engine, "framework": framework}


def assistant() -> Iterator[Answers]:
    """A turn takes longer than real time allows, and its model more than a small device has."""
    for answers in core("assistant", "text", "image", "audio"):
        if answers["latency"] == "realtime" or answers["hardware"] == "edge":
            continue
        if answers["source"] == "api":
            yield answers
        else:
            for engine in ENGINES[answers["hardware"]]:
                # A model inside the process calls no tools.
                if engine != "transformers":
                    yield {**answers, "engine": engine}


def crew() -> Iterator[Answers]:
    """A round takes its time on the network, and one GPU is more than its model needs."""
    for answers in core("crew", "text"):
        if answers["latency"] == "realtime" or answers["hardware"] not in ("cpu", "gpu"):
            continue
        if answers["source"] == "api":
            yield answers
        else:
            for engine in ENGINES[answers["hardware"]]:
                # A model inside the process would hold its weights for a few short answers a round.
                if engine != "transformers":
                    yield {**answers, "engine": engine}


def codegen() -> Iterator[Answers]:
    """A compiler is at hand and has time to work, and so has whatever writes the code."""
    for answers in core("codegen", "text"):
        latency, hardware = answers["latency"], answers["hardware"]
        if latency == "realtime" or hardware == "edge":
            continue
        if answers["source"] == "api":
            yield answers
        elif (latency, hardware) != ("interactive", "cpu"):
            for engine in ENGINES[hardware]:
                yield {**answers, "engine": engine}


PROBLEMS: Mapping[str, Callable[[], Iterator[Answers]]] = {
    "agent": agent,
    "assistant": assistant,
    "codegen": codegen,
    "crew": crew,
    "predict": predict,
    "rag": rag,
}


def meant() -> Iterator[Answers]:
    """Every combination that there is to be."""
    for problem in PROBLEMS.values():
        yield from problem()
