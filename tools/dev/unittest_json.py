#!/usr/bin/env python3
"""unittest_json.py FILE_test.py OUT.json: runs the file's tests, writes their counts."""
import json
import os
import runpy
import sys
import unittest

path, out = sys.argv[1:]
sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
# A module of its own, so that the file's "if __name__ == '__main__'" does not run.
names = runpy.run_path(path, run_name=os.path.splitext(os.path.basename(path))[0])
suite = unittest.TestSuite()
for name, thing in names.items():
    if isinstance(thing, type) and issubclass(thing, unittest.TestCase):
        suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(thing))
result = unittest.TextTestRunner(stream=sys.stderr, verbosity=1).run(suite)
failed = [str(test) for test, _ in result.failures + result.errors]
failed += [str(test) for test in result.unexpectedSuccesses]
skipped = [str(test) for test, _ in result.skipped]
passed = max(0, result.testsRun - len(failed) - len(skipped))
with open(out, "w", encoding="utf-8") as file:
    json.dump({"passed": passed, "failed": len(failed),
               "failures": failed, "skipped": skipped}, file)
sys.exit(1 if failed else 0)
