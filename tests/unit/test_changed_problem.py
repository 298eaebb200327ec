"""Another problem: what the questionnaire proposed goes, what a person wrote stays."""

from groundplan.catalogue import Catalogue
from groundplan.updating.answers import settled

RAG = {
    "project_name": "my-docs",
    "problem": "rag",
    "modality": "text",
    "latency": "interactive",
    "hardware": "cpu",
    "source": "api",
}


def test_a_proposed_description_follows_the_problem(catalogue: Catalogue) -> None:
    before = {**RAG, "description": catalogue.blueprints["rag"].summary}
    answers, changes = settled(catalogue, before, {"problem": "agent"}, ())
    assert answers["description"] == catalogue.blueprints["agent"].summary
    assert "it described the other problem" in [change.why for change in changes]


def test_a_description_of_ones_own_stays(catalogue: Catalogue) -> None:
    before = {**RAG, "description": "What we know about pumps"}
    answers, _ = settled(catalogue, before, {"problem": "agent"}, ())
    assert answers["description"] == "What we know about pumps"
    described = {"problem": "agent", "description": "An agent for pumps"}
    answers, _ = settled(catalogue, before, described, ())
    assert answers["description"] == "An agent for pumps"
