#!/usr/bin/env python3
"""Runs every test of the repository and adds up the counts.

  test.py [--build DIR] [--long] [--unit] [--only SUITE...]

A suite is a command that writes its counts to a file. One that ends badly without having counted a
failure (it crashed, ran out of time, wrote nothing) counts as one failed test: nothing that did not
run can look like a pass. Tests find PostgreSQL in MG_TEST_POSTGRES (a maintenance database; they
make their own beside it), the program in MG_TEST_BINARY, and MG_LONG=1 after --long.
"""
import argparse
import glob
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

SUITE_SECONDS_MAX = 600
LONG_SUITE_SECONDS_MAX = 6 * 3600
OUTPUT_LINES_MAX = 200  # Of a suite that failed.
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Suite:
    def __init__(self, name, command, read, folder=ROOT):
        self.name = name        # "base", "tests/servers/servers_test.py"
        self.command = command  # "{out}" stands for the file that gets the counts.
        self.read = read        # (file's JSON) -> (passed, [failed names], [skipped names])
        self.folder = folder


def read_gtest(report):
    failed, skipped, passed = [], [], 0
    for group in report["testsuites"]:
        for test in group["testsuite"]:
            name = f"{group['name']}.{test['name']}"
            if test.get("status") == "NOTRUN":
                skipped.append(name + " (disabled)")
            elif test.get("failures"):
                failed.append(name)
            elif test.get("result") == "SKIPPED":
                skipped.append(name)
            else:
                passed += 1
    return passed, failed, skipped


def read_counts(report):
    return report["passed"], report["failures"], report.get("skipped", [])


def read_vitest(report):
    failed, skipped = [], []
    for file in report["testResults"]:
        cases = file["assertionResults"]
        failed += [c["fullName"] for c in cases if c["status"] == "failed"]
        skipped += [c["fullName"] for c in cases if c["status"] in ("skipped", "pending", "todo")]
        if file["status"] == "failed" and not any(c["status"] == "failed" for c in cases):
            failed.append(file["name"])  # It did not even load.
    return report["numPassedTests"], failed, skipped


def python_suites():
    here = ["tools/*_test.py", "tools/dev/*_test.py", "tests/**/*_test.py"]
    for path in sorted({p for pattern in here for p in glob.glob(pattern, recursive=True)}):
        if "node_modules" not in path:
            yield Suite(path, [sys.executable, "tools/dev/unittest_json.py", path, "{out}"],
                        read_counts)


def all_suites(build):
    yield Suite("layers", [sys.executable, "tools/check_layers.py"], None)
    yield Suite("tidy", [sys.executable, "tools/tidy.py"], None)
    yield from python_suites()
    for program in sorted(glob.glob(f"{build}/*_tests")):
        yield Suite(os.path.basename(program)[:-len("_tests")],
                    [program, "--gtest_output=json:{out}", "--gtest_brief=1"], read_gtest)
    for path in sorted(glob.glob("src/**/*_fuzz.cc", recursive=True)):
        name = os.path.basename(path)[:-len("_fuzz.cc")]
        yield Suite(f"fuzz {name}", [sys.executable, "tools/dev/fuzz.py", "--build", build,
                                     "--short", name, "--json", "{out}"], read_counts)
    if os.environ.get("MG_LONG"):
        yield Suite("fuzz, long form",
                    [sys.executable, "tools/dev/fuzz.py", "--json", "{out}"], read_counts)
    if os.path.exists("web/package.json"):
        web = os.path.join(ROOT, "web")
        with open("web/package.json", encoding="utf-8") as file:
            package = json.load(file)
        if "typecheck" in package.get("scripts", {}):
            yield Suite("web types", ["npm", "run", "--silent", "typecheck"], None, web)
        yield Suite("web", ["npx", "--no-install", "vitest", "run", "--reporter=json",
                            "--outputFile={out}"], read_vitest, web)
        yield Suite("web e2e", ["npm", "run", "--silent", "e2e", "--", "--json", "{out}"],
                    read_counts, web)
    for path in sorted(glob.glob("tests/e2e/*.mjs")):
        if not os.path.basename(path).startswith("_"):
            yield Suite(path, ["node", path, "--json", "{out}"], read_counts)


def run(command, folder, output, seconds_max):
    """The exit code, or None when the time was up. Ends whatever the command started."""
    process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output,
                               stderr=subprocess.STDOUT, start_new_session=True)
    try:
        return process.wait(seconds_max)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)  # The group that we made above.
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def run_suite(suite, folder, seconds_max):
    """(passed, [failed names], [skipped names])"""
    out = os.path.join(folder, "out.json")
    if os.path.exists(out):
        os.remove(out)
    began = time.monotonic()
    with open(os.path.join(folder, "output"), "w+b") as output:
        code = run([word.replace("{out}", out) for word in suite.command], suite.folder, output,
                   seconds_max)
        output.seek(0)
        lines = output.read().decode(errors="replace").splitlines()
    passed, failed, skipped = 0, [], []
    if suite.read is None:
        passed = 1 if code == 0 else 0
    else:
        try:
            with open(out, encoding="utf-8") as file:
                passed, failed, skipped = suite.read(json.load(file))
        except (OSError, ValueError, KeyError) as error:
            failed = [f"(no counts: {error})"]
    if code != 0 and not failed:
        failed = ["(time was up)" if code is None else f"(ended with {code})"]
    print(f"{'FAIL' if failed else 'ok  '} {suite.name}: {passed} passed, {len(failed)} failed, "
          f"{time.monotonic() - began:.1f} s", flush=True)
    if failed:
        print("\n".join("     | " + line for line in lines[-OUTPUT_LINES_MAX:]))
    for name in failed:
        print(f"     failed: {name}")
    for name in skipped:
        print(f"     skipped: {name}", flush=True)
    return passed, failed, skipped


def start_postgres():
    """(process, URL). It ends when its standard input does, so with us in any case."""
    process = subprocess.Popen([sys.executable, "tests/servers/servers.py", "postgres"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    if not line:
        raise SystemExit("PostgreSQL did not start\n0 passed, 1 failed")
    return process, json.loads(line)["postgres"]["url"]


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--only", nargs="+", metavar="SUITE", help="suites whose name begins so")
    parser.add_argument("--unit", action="store_true", help="only what needs no server of its own")
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    build = os.path.abspath(options.build)
    if options.long:
        os.environ["MG_LONG"] = "1"
    os.environ["MG_TEST_BINARY"] = os.path.join(build, "makegood")
    suites = [s for s in all_suites(build)
              if (not options.only or any(s.name.startswith(o) for o in options.only))
              and not (options.unit and s.name.startswith("tests/"))]
    postgres, os.environ["MG_TEST_POSTGRES"] = start_postgres()
    passed, failed = 0, []
    try:
        with tempfile.TemporaryDirectory(prefix="mg-test-") as folder:
            for suite in suites:
                one = run_suite(suite, folder,
                                LONG_SUITE_SECONDS_MAX if options.long else SUITE_SECONDS_MAX)
                passed += one[0]
                failed += [f"{suite.name}: {name}" for name in one[1]]
    finally:
        postgres.stdin.close()
        postgres.wait(30)
    for name in failed:
        print(f"failed: {name}")
    print(f"{passed} passed, {len(failed)} failed", flush=True)
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
