"""Tests that fail, do nothing, or do what no test may: each goes wrong in jobs alone."""

from tests.faults.chosen import PREDICT_EDGE, RAG_EDGE, RAG_JOB
from tests.faults.planting import Fault, add, layer, module, replace

MODULE = "tests/test_planted.py"
SKELETON = '''"""Tries something."""

{imports}

LATENCY = "{{{{ latency }}}}"


def test_it() -> None:
    if LATENCY == "batch":
{body}
'''
UNREACHABLE = '("192.0.2.1", 80)'


def _test(name: str, says: str, imports: str, *body: str, seconds: float = 60) -> Fault:
    """A test that every render gets and that goes wrong where the latency is `batch`."""
    text = SKELETON.format(
        imports="\n".join(f"import {module}" for module in imports.split()),
        body="\n".join(f"        {line}" for line in body),
    )
    edit = add(layer("core", f"{MODULE}.jinja"), text)
    hits, spares = (RAG_JOB,), (RAG_EDGE, PREDICT_EDGE)
    return Fault(name, edit, hits, spares, MODULE, says, (), (MODULE,), seconds)


FAULTS = (
    _test("failing-test", "TESTS_FAILED", "sys", 'assert sys.platform == "amiga"'),
    _test(
        "test-that-reaches-the-network",
        "reaches for the network: 192.0.2.1",
        "contextlib socket",
        "with contextlib.suppress(OSError):",
        f"    socket.create_connection({UNREACHABLE}, timeout=1).close()",
    ),
    _test(
        "test-that-asks-for-a-name",
        "reaches for the network: models.example.org",
        "contextlib socket",
        "with contextlib.suppress(OSError):",
        '    socket.getaddrinfo("models.example.org", 443)',
    ),
    _test(
        "program-that-reaches-the-network",
        "reaches for the network: 192.0.2.1",
        "subprocess sys",
        f"code = 'import socket; socket.create_connection({UNREACHABLE}, 1)'",
        'subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)',
    ),
    _test(
        "shell-that-reaches-the-network",
        "reaches for the network past Python",
        "subprocess",
        'command = ["bash", "-c", "exec 3<>/dev/tcp/192.0.2.1/80"]',
        "subprocess.run(command, check=False, capture_output=True)",
    ),
    _test(
        "test-that-writes-outside",
        "beside.txt, which is outside its folder",
        "pathlib",
        'pathlib.Path("../beside.txt").write_text("here", encoding="utf-8")',
    ),
    _test(
        "test-that-crashes",
        "ended without a word, with signal SIGSEGV",
        "os signal",
        "os.kill(os.getpid(), signal.SIGSEGV)",
    ),
    _test(
        "test-that-ends-the-process", "ended without a word, with exit code 0", "os", "os._exit(0)"
    ),
    _test(
        "test-that-hangs",
        "did not end within 8 s and was killed",
        "time",
        "time.sleep(600)",
        seconds=8,
    ),
    _test(
        "test-that-leaves-a-process",
        "left a process behind: sleep 600",
        "subprocess",
        'subprocess.Popen(["sleep", "600"])',
    ),
    Fault(
        "module-without-tests",
        add(layer("batch", MODULE), '"""Nothing yet."""\n'),
        (RAG_JOB,),
        (RAG_EDGE, PREDICT_EDGE),
        MODULE,
        "NO_TESTS_COLLECTED",
        (),
        (MODULE,),
    ),
    Fault(
        "bug-in-a-metric",
        replace(
            module("rag", "evaluation/metrics.py"), "math.log2(rank + 1)", "math.log2(rank + 2)"
        ),
        (RAG_EDGE, RAG_JOB),
        (PREDICT_EDGE,),
        "tests/test_metrics.py",
        "test_values_worked_out_by_hand",
        (),
        ("tests/test_metrics.py",),
    ),
)
