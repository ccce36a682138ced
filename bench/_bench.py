"""What the benches share: servers in folders of their own, figures, and the table of ratios.

A ratio is made of two figures of one run. Both sides are measured in turn, A B A B ..., so that a
machine that is busy for a while is busy for both; the medians are divided, and the spread of the
ratios of neighbours is printed beside. CPU time is told too, since it does not depend on who else
computes."""
import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path[:0] = [os.path.join(ROOT, "tests", "faults"), os.path.join(ROOT, "tests", "servers")]
from desk import INBOX, OWNER, Desk, Http, Database  # noqa: E402,F401  (found by the line above)
from servers import Dovecot, Postgres, free_ports  # noqa: E402,F401

BUILD = os.path.dirname(os.environ.get("MG_TEST_BINARY") or
                        os.path.join(ROOT, "build", "release", "makegood"))
KEPT = os.path.join(ROOT, "build", "bench")  # Filled workspaces stay from run to run.
TICKS = os.sysconf("SC_CLK_TCK")


def program(name):
    return os.path.join(BUILD, name)


def run_json(command, stdin=""):
    """The line of JSON that a load client prints."""
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False,
                          timeout=300)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:5])}: {done.stderr}{done.stdout}")
    return json.loads(done.stdout)


def descendants(pid):
    found = [pid]
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
                for child in file.read().split():
                    found += descendants(int(child))
    return found


def cpu_seconds(pid):
    """CPU time of a process, what it started and what of that has ended."""
    ticks = 0
    for one in descendants(pid):
        with contextlib.suppress(OSError), open(f"/proc/{one}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
            ticks += sum(int(fields[i]) for i in (11, 12, 13, 14))
    return ticks / TICKS


def cpu_of_threads(pid):
    """CPU seconds of a process' living threads, to the nanosecond."""
    nanoseconds = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        with contextlib.suppress(OSError), \
                open(f"/proc/{pid}/task/{task}/schedstat", encoding="ascii") as file:
            nanoseconds += int(file.read().split()[0])
    return nanoseconds / 1e9


def resident_bytes(pid):
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def run_import(desk, mbox, seconds_max=900):
    """`makegood import mbox`, inside the running server."""
    done = subprocess.run([program("makegood"), "import", "mbox", *desk.place(), "--inbox", INBOX,
                           mbox], capture_output=True, text=True, check=False, timeout=seconds_max)
    if done.returncode:
        raise RuntimeError(f"import: {done.stdout}{done.stderr}")


class HeadersFile:
    """Header lines for http_load; removed at the end. `fresh`: each request comes with another
    cookie (which a token makes meaningless), so that the server has kept no answer to it."""

    def __init__(self, desk, fresh=False):
        self.lines = (f"Host: 127.0.0.1:{desk.http_port}\nAuthorization: Bearer {desk.token}\n"
                      "Accept: application/json\n")
        if fresh:
            self.lines += "Cookie: bench={n}\n"

    def __enter__(self):
        handle, self.path = tempfile.mkstemp(prefix="mg-bench-", dir="/tmp")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(self.lines)
        return self.path

    def __exit__(self, *_):
        os.remove(self.path)


def http_load(port, headers, paths, requests, connections=1, seconds_max=20):
    found = run_json([program("http_load"), str(port), str(connections), str(requests),
                      str(seconds_max), headers], "\n".join(paths) + "\n")
    if found["not_200"]:
        raise RuntimeError(f"{found['not_200']} of {found['requests']} answers were not 200")
    return found


class Report:
    """Figures and ratios of one bench; the table on standard output, and JSON when asked for."""

    def __init__(self, question):
        self.question = question
        self.ratios = []
        self.figures = []
        self.details = {}  # Whatever else a reader of --json may want.

    def ratio(self, name, ours, theirs, target=None, at_most=False, unit="/s"):
        """`ours` and `theirs`: figures of the rounds, in pairs of neighbours."""
        pairs = [a / b for a, b in zip(ours, theirs)]
        value = statistics.median(ours) / statistics.median(theirs)
        met = None if target is None else (value <= target if at_most else value >= target)
        self.ratios.append({
            "name": name, "ratio": value, "low": min(pairs), "high": max(pairs),
            "ours": statistics.median(ours), "theirs": statistics.median(theirs), "unit": unit,
            "target": target, "at_most": at_most, "met": met, "rounds": len(pairs)})

    def figure(self, name, value, unit):
        self.figures.append({"name": name, "value": value, "unit": unit})

    def print(self):
        print(self.question)
        if self.ratios:
            print(f"  {'':46} {'ratio':>7}  {'spread':>13}  {'target':>8}         of")
        for r in self.ratios:
            target = "" if r["target"] is None else \
                f"{'<=' if r['at_most'] else '>='} {r['target']:g}"
            met = {None: "", True: "met", False: "MISSED"}[r["met"]]
            spread = f"{r['low']:.2f} - {r['high']:.2f}"
            print(f"  {r['name']:46} {r['ratio']:7.2f}  {spread:>13}  {target:>8}  {met:6} "
                  f" {short(r['ours'])} : {short(r['theirs'])} {r['unit']}")
        for f in self.figures:
            print(f"  {f['name']:46} {short(f['value']):>7} {f['unit']}")
        sys.stdout.flush()

    def as_dict(self):
        return {"question": self.question, "ratios": self.ratios, "figures": self.figures,
                "details": self.details}


def short(value):
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def main(question, measure, add_options=lambda parser: None):
    """Runs `measure(report, options)`; prints, and writes --json FILE."""
    parser = argparse.ArgumentParser(description=question)
    parser.add_argument("--json", metavar="FILE", help="the figures, machine-readable")
    parser.add_argument("--rounds", type=int, default=3, help="how often each side is measured")
    add_options(parser)
    options = parser.parse_args()
    report = Report(question)
    measure(report, options)
    report.print()
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(report.as_dict(), file, indent=2)
            file.write("\n")
