"""The shapes of what stands in `blueprints/`: typed, frozen, and strict about unknown keys."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(.*\S)?$")]
When = Mapping[str, tuple[str, ...]]
Answers = Mapping[str, str]


class Entry(BaseModel):
    """Anything in the catalogue: unknown keys are faults, and nothing changes once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Value(Entry):
    """One answer to a question, and the numbers that it decides."""

    label: Text
    p95_ms: int | None = None
    first_output_ms: int | None = None


class Question(Entry):
    """A problem's own question: when it is asked, and what may be answered."""

    when: When = {}
    values: Mapping[str, Value]


class Rule(Entry):
    """A combination that cannot be chosen, with the reason shown to the person who asked for it."""

    when: When
    reason: Text
    id: Text | None = None


class Use(Entry):
    """A layer of a blueprint, and the answers it is chosen for."""

    name: Text
    when: When = {}


class RuledOut(Entry):
    """An alternative that was not taken, and why."""

    option: Text
    reason: Text


class Decision(Entry):
    """What the answers led to, why, what was ruled out, and what would make one decide again."""

    topic: Text
    choice: Text
    because: Text
    ruled_out: tuple[RuledOut, ...] = ()
    revisit: Text
    answers: tuple[Text, ...] = ()
    when: When = {}


class Layer(Entry):
    """What a folder of the template is for and what it needs.

    `indirect` are those of its dependencies that no module imports, each with what needs it.
    """

    purpose: Text
    dependencies: tuple[Text, ...] = ()
    development: tuple[Text, ...] = ()
    indirect: Mapping[Text, Text] = {}


class Usage(Entry):
    """What a request to a language model usually holds, for the answers under which one is asked.

    `numbers` go before the defaults of `deciding.yml`.
    """

    when: When = {}
    numbers: Mapping[Text, float | str]


class Blueprint(Entry):
    """One problem: its modalities, questions, layers, exclusions, decisions and usual requests."""

    name: Text
    title: Text
    summary: Text
    modalities: tuple[Text, ...]
    exempt: tuple[Text, ...] = ()
    questions: Mapping[str, Question] = {}
    layers: tuple[Use, ...]
    unsupported: tuple[Rule, ...] = ()
    decisions: tuple[Decision, ...] = ()
    usage: tuple[Usage, ...] = ()


class Preset(Entry):
    """A whole set of answers for a quick start."""

    name: Text
    title: Text
    answers: Answers


class Reserved(Entry):
    """Package names that a project cannot take."""

    python: frozenset[Text]
    packages: frozenset[Text]

    @cached_property
    def names(self) -> frozenset[str]:
        """All of them."""
        return self.python | self.packages


class Migration(Entry):
    """What an update across a release has to know, as data.

    Attributes:
        version: The release that changed it, such as v0.2.0.
        renames: Files of a rendered repository under another name since; `{{package_name}}` stands
            for the package's.
        removed: Questions that are not asked any more, each with the reason.
        steps: What a person has to do, a sentence each.
    """

    version: Annotated[str, StringConstraints(pattern=r"^v\d+\.\d+\.\d+$")]
    renames: Mapping[Text, Text] = {}
    removed: Mapping[Text, Text] = {}
    steps: tuple[Text, ...] = ()
