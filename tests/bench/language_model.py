"""What the gateway before a language model costs, against the bare client of its library."""

from tests.bench.projects import measured_inside

ANSWERS = {"problem": "rag", "latency": "interactive", "hardware": "cpu", "source": "api"}


def language_model_layer() -> dict[str, float]:
    """Figures of a rendered project's gateway, on a scripted server in a process of its own.

    Returns:
        `llm_layer_overhead_p50_ms`: what a whole answer takes longer, in the middle of 300 pairs.
        `llm_layer_first_token_overhead_ms`: the same for its first piece.
        `llm_layer_throughput_ratio`: answers a second of 64 callers at once, as a share of what
        the bare client gives; an answer has 20 pieces in a second, as of a quick provider.
        `llm_layer_unpaced_throughput_ratio`: the same where all pieces come at once, so that the
        processor is all that limits.
        `llm_layer_cpu_ms`: milliseconds of the processor that an answer takes more.
    """
    script = "language_model_in_project.py"
    return measured_inside(script, answers=ANSWERS, path="src:tests")
