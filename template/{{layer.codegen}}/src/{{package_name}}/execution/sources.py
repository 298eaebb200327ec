"""What is compiled: a translation by itself, and the side that calls it."""

import re
from pathlib import Path
from string import Template

from ..programs.program import Program
from ..programs.signature import cpp_name, cpp_type, parameter_type
from .results import Rejected

_MAIN = Template("""#include "wire.hpp"
namespace wire { $result translated($taken); }
int main() { return wire::answer<$values>(wire::translated); }
""")
# By itself, so that a translation names neither the clock nor where its time is written.
_TRANSLATED = Template("""#include <cstdint>
#include <cstdlib>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "translation.cpp"

namespace wire { $result translated($named) { return ::$function($names); } }
""")
_LONGEST = 100_000
_CONDITION = re.compile(
    r"(?:#|%:)(?:[^\S\n]|/\*.*?\*/)*(?:el)?if|\b(?:_GLIBCXX_|_LIBCPP_|__OPTIMIZE|__NO_INLINE)",
    re.DOTALL,
)


def write_sources(program: Program, source: str, folder: Path) -> tuple[str, str]:
    """Write the files of a translation into a folder; return those to compile. Raises Rejected."""
    if len(source) > _LONGEST:
        raise Rejected("does not compile", f"it is longer than {_LONGEST:,} characters")
    if _CONDITION.search(source.replace("\\\n", "")):
        complaint = "it asks how it is compiled: leave out #if, both builds are to be one code"
        raise Rejected("does not compile", complaint)
    kinds = [kind for _, kind in program.parameters]
    taken = [parameter_type(kind) for kind in kinds]
    names = [f"argument{number}" for number in range(len(kinds))]
    parts = {
        "result": cpp_type(program.returns),
        "values": ", ".join(map(cpp_type, (program.returns, *kinds))),
        "taken": ", ".join(taken),
        "named": ", ".join(map(" ".join, zip(taken, names, strict=True))),
        "names": ", ".join(names),
        "function": cpp_name(program.function),
    }
    (folder / "main.cpp").write_text(_MAIN.substitute(parts), encoding="utf-8")
    (folder / "translated.cpp").write_text(_TRANSLATED.substitute(parts), encoding="utf-8")
    (folder / "translation.cpp").write_text(source, encoding="utf-8")
    return "main.cpp", "translated.cpp"
