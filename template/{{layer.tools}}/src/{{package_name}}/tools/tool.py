"""A tool: its name, what a model reads about it, the schema of its arguments, what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from inspect import cleandoc
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

Arguments = TypeVar("Arguments", bound=BaseModel)


class ToolError(RuntimeError):
    """A tool could not do what it was asked; the message is a sentence that the model may read."""


class FaultyTools(ValueError):
    """Tools cannot be had as the settings ask for them; the message says why."""


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that a model may ask for.

    `parameters` is the JSON schema of the arguments. `work` checks them, raises ToolError for what
    it can explain, and returns text. `side_effects` says that it changes something outside this
    process, so that a person is asked first. `seconds` is how long it may take.
    """

    name: str
    description: str
    parameters: Mapping[str, Any]
    work: Callable[[Mapping[str, Any]], str]
    side_effects: bool = False
    seconds: float = 20.0

    @property
    def definition(self) -> dict[str, Any]:
        """What `bind_tools` of a LangChain model takes: the form that OpenAI made common."""
        return {
            "type": "function",
            "function": {
                "name": self.name,
                "description": self.description,
                "parameters": dict(self.parameters),
            },
        }

    def asking(self) -> "Tool":
        """The same tool, a person being asked before each use."""
        return replace(self, side_effects=True)


def typed(
    name: str,
    schema: type[Arguments],
    work: Callable[[Arguments], str],
    *,
    about: str = "",
    side_effects: bool = False,
    seconds: float = 20.0,
) -> Tool:
    """A tool whose arguments are a pydantic model.

    The model's docstring is what the language model reads; `about` is added where a part of it is
    known only at run time, such as the tables of a database.
    """

    def checked(arguments: Mapping[str, Any]) -> str:
        try:
            asked = schema.model_validate(arguments)
        except ValidationError as error:
            raise ToolError(f"the arguments do not fit: {_faults(error)}") from None
        return work(asked)

    parameters = schema.model_json_schema()
    description = "\n\n".join(filter(None, (cleandoc(parameters.pop("description", "")), about)))
    return Tool(name, description, parameters, checked, side_effects, seconds)


def _faults(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(part) for part in fault['loc']) or 'all'}: {fault['msg']}"
        for fault in error.errors()
    )
