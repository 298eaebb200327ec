"""Small models around the big one: what is checked before a question goes on and after an answer.

`build_stages(StageSettings())` returns the pipeline that an application's wiring hands on:

    exchange = pipeline.before(question, user)
    if not exchange.refusal:
        exchange = pipeline.after(exchange, ask_the_model(exchange.question), passages)
    reply = exchange.reply

Measured on two shared cores with every stage on, a question of one or two lines takes 3 ms (median;
4 ms for 95 of 100) of a processor, before and after together; `make evaluate-stages` measures it
where it runs. What comes from elsewhere, such as a fetched page, is held to
`build_screening(settings).risk(text)`. Where more than a question reaches a model, `model.Redacted`
stands before it.
"""

from .build import build_screening, build_stages
from .examples import StagesUnusable
from .exchange import Exchange, Finding
from .pipeline import Pipeline, Stage
from .settings import StageSettings

__all__ = [
    "Exchange",
    "Finding",
    "Pipeline",
    "Stage",
    "StageSettings",
    "StagesUnusable",
    "build_screening",
    "build_stages",
]
