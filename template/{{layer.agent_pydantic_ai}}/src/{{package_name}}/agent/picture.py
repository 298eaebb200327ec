"""A picture of the flow, as Mermaid, which GitHub and editors draw."""

from typing import Any

from pydantic_ai import CallToolsNode, ModelRequestNode, UserPromptNode
from pydantic_graph import GraphBuilder


def mermaid() -> str:
    """Return the nodes of Pydantic AI's agent, drawn from themselves."""
    graph = GraphBuilder(input_type=UserPromptNode[Any, Any])
    graph.add(
        graph.edge_from(graph.start_node).to(UserPromptNode[Any, Any]),
        graph.node(UserPromptNode[Any, Any]),
        graph.node(ModelRequestNode[Any, Any]),
        graph.node(CallToolsNode[Any, Any]),
    )
    return graph.build(validate_graph_structure=False).render() + "\n"
