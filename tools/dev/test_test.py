import contextlib
import importlib.util
import io
import os
import sys
import tempfile
import unittest

# By path: the name "test" belongs to Python's own library.
PLACE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "test.py")
SPEC = importlib.util.spec_from_file_location("makegood_test_runner", PLACE)
runner = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(runner)

COUNTS = """import json, sys
json.dump({"passed": %d, "failures": %s, "skipped": []}, open(sys.argv[1], "w"))
sys.exit(%d)
"""


def run(code, read=runner.read_counts, seconds_max=20):
    suite = runner.Suite("sample", [sys.executable, "-c", code, "{out}"], read)
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        return runner.run_suite(suite, folder, seconds_max)


class RunSuite(unittest.TestCase):
    def test_counts_are_taken_from_the_file(self):
        self.assertEqual(run(COUNTS % (3, '["a"]', 1)), (3, ["a"], []))

    def test_a_suite_that_wrote_nothing_failed(self):
        passed, failed, _ = run("pass")
        self.assertEqual((passed, len(failed)), (0, 1))

    def test_a_bad_end_after_good_counts_failed(self):
        self.assertEqual(run(COUNTS % (3, "[]", 7)), (3, ["(ended with 7)"], []))

    def test_a_suite_that_hangs_is_ended_and_failed(self):
        passed, failed, _ = run("import time; time.sleep(60)", None, 0.3)
        self.assertEqual((passed, failed), (0, ["(time was up)"]))

    def test_a_check_without_counts_is_one_test(self):
        self.assertEqual(run("pass", None), (1, [], []))
        self.assertEqual(run("raise SystemExit(1)", None), (0, ["(ended with 1)"], []))

    def test_gtest_failures_skips_and_disabled_tests_are_told_apart(self):
        report = {"testsuites": [{"name": "A", "testsuite": [
            {"name": "a", "status": "RUN", "result": "COMPLETED"},
            {"name": "b", "status": "RUN", "result": "COMPLETED", "failures": [{}]},
            {"name": "c", "status": "RUN", "result": "SKIPPED"},
            {"name": "d", "status": "NOTRUN", "result": "SUPPRESSED"}]}]}
        self.assertEqual(runner.read_gtest(report), (1, ["A.b"], ["A.c", "A.d (disabled)"]))

    def test_a_web_test_file_that_does_not_load_failed(self):
        report = {"numPassedTests": 2, "testResults": [
            {"name": "x.test.ts", "status": "failed", "assertionResults": []},
            {"name": "y.test.ts", "status": "passed", "assertionResults": [
                {"fullName": "y works", "status": "passed"}]}]}
        self.assertEqual(runner.read_vitest(report), (2, ["x.test.ts"], []))


if __name__ == "__main__":
    unittest.main()
