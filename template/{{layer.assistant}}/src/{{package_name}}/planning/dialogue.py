"""Rules for a conversation: a question that leans on what was said before is made to stand alone.

"No, I meant textwrap" becomes the question before it with another module, "times 2" the sum with
the number that was found. Whatever still makes no sense is admitted, as in every other rule.
"""

import re
from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from ..conversations.attaching import RULES as ATTACHED
from ..conversations.attaching import addressed
from .requests import RULES, Asked, Caught, Part, Rule, arithmetic, parts_of
from .rules import NOT_UNDERSTOOD, RulePlanner, outcome, plan, task_of

_MEMORY = re.compile(r"^<memory>\n(?P<body>.*)\n</memory>$", re.DOTALL)
_AGAIN = re.compile(
    r"^(?:(?:no|sorry|wait|actually)\b[,.! ]*(?:i meant?|i mean|make (?:it|that))"
    r"|(?:and|what about|how about|and what about)(?: (?:in|of|for))?)"
    r"(?: the)?(?: module)? (?P<new>[^\s?!]+(?: [^\s?!]+){0,3}?)[.?!]*$",
    re.IGNORECASE,
)
_THAT = re.compile(r"\b(?:that|it|this|the (?:result|answer|number))\b", re.IGNORECASE)
_VERBS = [
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in (
        (r"^(?:and )?add (\S+) to (?:that|it)\W*$", r"what is that + \1"),
        (r"^(?:and )?subtract (\S+) from (?:that|it)\W*$", r"what is that - \1"),
        (r"^(?:and )?multiply (?:that|it) by (\S+?)\W*$", r"what is that * \1"),
        (r"^(?:and )?divide (?:that|it) by (\S+?)\W*$", r"what is that / \1"),
        (r"^(?:and )?(plus|minus|times|divided by) (\S+?)\W*$", r"what is that \1 \2"),
    )
]
_EARLIER = re.compile(
    r"\bwhat (?:did (?:i|we)|have (?:i|we)|was my)\b.*"
    r"\b(?:ask|asked|say|said|talk|talked|question|discuss)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_GROUPS = ("module", "query", "file", "address", "n")


def _remembering(caught: Caught) -> list[Asked]:
    return [("remember", {"fact": caught["fact"].strip(" .!")})]


def _recalling(caught: Caught) -> list[Asked]:
    return [("recall", {"about": (caught.groupdict().get("about") or "").strip(" .?!")})]


def _forgetting(caught: Caught) -> list[Asked]:
    return [("forget", {"about": caught["about"].strip(" .!")})]


_RULES: list[Rule] = [
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), calls)
    for pattern, calls in (
        (r"^(?:please )?remember(?: that)? (?P<fact>.+)", _remembering),
        (r"^(?:please )?forget(?: that| about)? (?P<about>.+)", _forgetting),
        (r"^what (?:do you (?:know|remember) about me|have i asked you to remember)", _recalling),
        (r"^(?:do you remember|recall|what (?:is|are) my|who is my) (?P<about>.+)", _recalling),
    )
]


class DialogueRules(RulePlanner):
    """Rules that hear a question as part of its conversation."""

    def plan(self, messages: Sequence[BaseMessage]) -> AIMessage:
        """Return the next step of the question that was asked last."""
        past, memory = _past(messages)
        said = "\n".join(part for pair in past for part in pair)
        question = addressed(task_of(messages), f"{memory}\n{said}")
        if _EARLIER.search(question):
            first = bool(re.search(r"\bfirst\b", question, re.IGNORECASE))
            return AIMessage(_told_again(past, memory, first=first))
        understood: list[tuple[str, str]] = []
        for asked, answer in past:
            understood.append((standalone(asked, understood), answer))
        alone = standalone(question, understood)
        return plan(messages, _parts(alone, understood), told)


def standalone(question: str, past: Sequence[tuple[str, str]]) -> str:
    """Return the question as it would be asked without the questions and answers before it."""
    if not past:
        return question
    before, answer = past[-1]
    if again := _AGAIN.match(question.strip()):
        return swapped(before, again["new"].rstrip(".")) or question
    for pattern, form in _VERBS:
        question = pattern.sub(form, question)
    numbers = _NUMBER.findall(answer)
    if numbers and _THAT.search(question):
        filled = _THAT.sub(numbers[-1], question, count=1)
        return filled if arithmetic(filled) else question
    return question


def swapped(question: str, new: str) -> str:
    """Return the question with `new` in the place of what it asked about; empty: no such place."""
    for pattern, calls in RULES:
        caught = pattern.search(question)
        if not caught or not calls(caught):
            continue
        numbers = list(_NUMBER.finditer(question))
        groups = caught.groupdict()
        name = next((one for one in _GROUPS if groups.get(one)), "")
        if _NUMBER.fullmatch(new) and numbers and name != "module":
            start, end = numbers[-1].span()
        elif name:
            start, end = caught.span(name)
        else:
            return ""
        return question[:start] + new + question[end:]
    return ""


def told(parts: Sequence[Part], results: dict[str, list[ToolMessage]]) -> str:
    """Return what the parts came to; a single one needs no heading."""
    shown = [part for part in parts if not part.report]
    more = f"{', pictures' if ATTACHED else ''}, facts to remember"
    unknown = NOT_UNDERSTOOD.format(more=more)
    lines = [outcome(part, results) if part.calls else unknown for part in shown]
    if len(lines) == 1:
        return lines[0]
    named = zip(shown, lines, strict=True)
    return "\n\n".join(f"**{part.text}**\n\n{line}" for part, line in named)


def _parts(question: str, past: Sequence[tuple[str, str]]) -> list[Part]:
    parts = parts_of(question, [*ATTACHED, *_RULES])
    if [bool(part.report) for part in parts] == [True] and past:
        content = {"path": parts[0].report, "content": f"{past[-1][1]}\n"}
        return [Part(question, (("write_file", content),))]
    return parts


def _past(messages: Sequence[BaseMessage]) -> tuple[list[tuple[str, str]], str]:
    """The questions and answers before the last question, and the notes of what was before."""
    memory, pairs, asked = "", list[tuple[str, str]](), ""
    for message in messages:
        if isinstance(message, HumanMessage):
            noted = _MEMORY.match(message.text)
            memory, asked = (noted["body"], "") if noted else (memory, str(message.text))
        elif isinstance(message, AIMessage) and asked and not message.tool_calls:
            pairs.append((asked, str(message.text)))
            asked = ""
    return pairs, memory


def _told_again(past: Sequence[tuple[str, str]], memory: str, *, first: bool) -> str:
    asked = re.findall(r"^- asked: (.+?) · answered:", memory, re.MULTILINE)
    questions = [*asked, *(question for question, _ in past)]
    if not questions:
        return "Nothing was asked before in this conversation."
    chosen = questions[:1] if first else questions[-10:]
    said = "\n".join(f"- {question}" for question in chosen)
    beyond = "\n\nSome of it comes from the notes of what is beyond the window." if asked else ""
    return f"You asked:\n\n{said}{'' if first else beyond}"


__all__ = ["DialogueRules", "standalone", "swapped", "told"]
