"""What `/docs` fills in, so that every route can be tried as it stands. The sample answers it."""

from typing import Any

from fastapi.openapi.models import Example

_QUESTION = "Which values count as false in a Boolean context?"

QUESTION: dict[str, Example] = {"about the sample": {"value": _QUESTION}}
NAME: dict[str, Example] = {"a page": {"value": "parking.md"}}
ASK: dict[str, Example] = {
    "a question": {"value": {"question": _QUESTION}},
    "within one document": {
        "value": {"question": _QUESTION, "where": {"document": "python-reference/truth.rst"}}
    },
}
FEEDBACK: dict[str, Example] = {
    "a wrong answer": {
        "value": {
            "question": _QUESTION,
            "helpful": False,
            "expected": ["python-reference/truth.rst"],
            "comment": "It quotes another section.",
        }
    }
}
# The body of an upload is the file itself, which FastAPI cannot know.
UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/markdown": {
                "schema": {"type": "string"},
                "example": "# Parking\n\nVisitors park their cars behind the blue building.\n",
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
