"""What the application may do for an answer: registered, typed, and approved where it matters.

An action is asked for by the intent of a question, and then offered beside the answer, for intents
are guessed; or by a model whose answer is one JSON object, `{"action": "handover", "arguments":
{...}}`. One with side effects waits until the same user has approved it, once, and runs with the
arguments that were shown then.
"""

import json
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from .exchange import Exchange

# Whoever never answers is forgotten when so many others have been asked.
_MOST_PENDING = 10_000


@dataclass(frozen=True, slots=True)
class Action:
    """What can be done: `run` gets valid `arguments` and returns a sentence for the user.

    `intent`: the label of a question that asks for it; its arguments are then the question alone.
    """

    name: str
    arguments: type[BaseModel]
    run: Callable[[BaseModel], str]
    side_effects: bool = True
    intent: str = ""


class NotPending(LookupError):
    """Nothing of this user waits under this number; the message says so."""


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    action: str
    arguments: dict[str, JsonValue] = {}


class Actions:
    """The stage, and where what waits is approved. Closed: a failed action is never half told."""

    name = "actions"
    closed = True

    def __init__(self, actions: Sequence[Action]) -> None:
        self._actions = {action.name: action for action in actions}
        self._intents = {action.intent: action for action in actions if action.intent}
        self._pending: OrderedDict[str, tuple[str, Action, BaseModel]] = OrderedDict()
        self._turn = Lock()

    def withholds(self, exchange: Exchange) -> bool:
        """Never: what asks for an action is an object, and says nothing of its own."""
        return False

    def apply(self, exchange: Exchange) -> Exchange:
        """Return the exchange with the action's sentence, or with what there is to approve."""
        asked = _asked(exchange)
        if not asked:
            return exchange
        action = self._actions.get(asked.action)
        if not action:
            refusal = "The answer asked for something that cannot be done here."
            return exchange.found(self.name, "unknown").refused(refusal)
        try:
            sentence, label = self._begun(exchange.user, action, asked.arguments)
        except ValidationError:
            refusal = f"The answer asked for {action.name} with arguments that it does not take."
            return exchange.found(self.name, "invalid").refused(refusal)
        return replace(exchange, answer=sentence).found(self.name, label)

    def offered(self, exchange: Exchange) -> Exchange:
        """Return the exchange with what its intent asks for beside the answer that will come."""
        found = (self._intents.get(label) for label in exchange.labels("intent"))
        action = next((action for action in found if action), None)
        if not action:
            return exchange
        given: dict[str, JsonValue] = {"question": exchange.restored(exchange.question)}
        sentence, label = self._begun(exchange.user, action, given)
        return replace(exchange, offer=sentence).found(self.name, label)

    def ask(self, name: str, user: str, **given: JsonValue) -> str:
        """Let an action wait that its user asks for outright; return the key for its approval.

        Raises KeyError for one that is not registered, ValidationError for other arguments.
        """
        action = self._actions[name]
        return self._wait(user, action, action.arguments.model_validate(given, strict=True))

    def waiting(self, user: str) -> dict[str, str]:
        """Return what a user has to approve: under each key what would be done."""
        with self._turn:
            return {
                key: _shown(action, arguments)
                for key, (owner, action, arguments) in self._pending.items()
                if owner == user
            }

    def approve(self, key: str, user: str) -> str:
        """Run what waits, once, and return its sentence. Raises NotPending."""
        _, action, arguments = self._take(key, user)
        return action.run(arguments)

    def reject(self, key: str, user: str) -> None:
        """Forget what waits. Raises NotPending."""
        self._take(key, user)

    def _begun(self, user: str, action: Action, given: Mapping[str, JsonValue]) -> tuple[str, str]:
        """Do it, or let it wait: a sentence for the user, and what was found."""
        arguments = action.arguments.model_validate(given, strict=True)
        if not action.side_effects:
            return action.run(arguments), f"{action.name} done"
        key = self._wait(user, action, arguments)
        sentence = f"May I do this: {_shown(action, arguments)}? Approve it under {key}."
        return sentence, f"{action.name} waits"

    def _wait(self, user: str, action: Action, arguments: BaseModel) -> str:
        key = secrets.token_urlsafe(12)
        with self._turn:
            self._pending[key] = user, action, arguments
            if len(self._pending) > _MOST_PENDING:
                self._pending.popitem(last=False)
        return key

    def _take(self, key: str, user: str) -> tuple[str, Action, BaseModel]:
        with self._turn:
            owner, _, _ = self._pending.get(key, (None, None, None))
            if owner is None or owner != user:
                raise NotPending(f"nothing of yours waits for approval under {key}")
            return self._pending.pop(key)


class Offering:
    """The same actions behind the intent of a question. Open: the answer is there without them."""

    name = Actions.name
    closed = False

    def __init__(self, actions: Actions) -> None:
        self._actions = actions

    def apply(self, exchange: Exchange) -> Exchange:
        """Return the exchange with what is offered."""
        return self._actions.offered(exchange)


def _shown(action: Action, arguments: BaseModel) -> str:
    return f"{action.name} {arguments.model_dump_json()}"


def _asked(exchange: Exchange) -> _Asked | None:
    """What a model asked for: its whole answer is one object, never a part of what it quotes."""
    text = exchange.answer.strip()
    if not (text.startswith("{") and text.endswith("}")):
        return None
    try:
        asked = _Asked.model_validate_json(text)
    except ValidationError:
        return None
    given = json.loads(exchange.restored(json.dumps(asked.arguments, ensure_ascii=False)))
    return asked.model_copy(update={"arguments": given})
