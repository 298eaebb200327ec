"""`build/matrix.xml`: the run as JUnit XML, which continuous integration shows as tests.

A suite is a problem, a class is a combination, and a test is a check of it. A check that had passed
on the same inputs elsewhere says so in its output. A combination that was not reached is an error.
"""

from io import BytesIO
from pathlib import Path

from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite

from groundplan.matrix.model import Case, Outcome
from groundplan.matrix.report.documents import replace
from groundplan.matrix.report.run import Run, problems, reproducing
from groundplan.matrix.report.wording import plain


def write(path: Path, run: Run) -> None:
    """Write the run as JUnit XML."""
    report = JUnitXml("matrix")
    for problem in problems(run.cases):
        report.add_testsuite(_suite(problem, run.of(problem)))
    report.update_statistics()  # type: ignore[no-untyped-call]
    written = BytesIO()
    report.write(written)
    replace(path, written.getvalue().decode())


def _suite(problem: str, run: Run) -> TestSuite:
    suite = TestSuite(problem)
    suite.timestamp = run.started.isoformat()
    reached = {verdict.case.name for verdict in run.verdicts}
    suite.add_testcases(
        [_test(found.case.name, outcome) for found in run.verdicts for outcome in found.outcomes]
        + [_missing(case) for case in run.cases if case.name not in reached]
    )
    return suite


def _missing(case: Case) -> TestCase:
    test = TestCase("run", case.name, 0)
    test.result = [Error("the run was stopped before this combination")]
    return test


def _test(name: str, outcome: Outcome) -> TestCase:
    test = TestCase(plain(outcome.check), name, outcome.seconds)
    if outcome.reused is not None:
        test.system_out = f"passed on the same inputs in {outcome.reused}, and was not run again"
    if outcome.faults:
        text = plain("\n".join(outcome.faults))
        failure = Failure(text.partition("\n")[0])
        failure.text = f"{text}\n\n{reproducing(name)}"
        test.result = [failure]
    return test
