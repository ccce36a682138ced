#!/usr/bin/env python3
# What does the program add to what HTTP itself costs?
#
# GET of the first page of the list (50 conversations of 1,000), over 64 connections that ask again
# as soon as they have an answer, from makegood and from bare_beast: a Beast server of as many event
# loops that answers every request with the same bytes and headers, and does nothing else. Client
# and server share the machine, on both sides alike, and are measured in turn.
#   unchanged  nothing is written meanwhile: the answer is kept until the next commit
#   fresh      no request is like another, so that every answer is read from the database: what
#              the first list after a change costs
#   health     GET /healthz against bare Beast with its bytes: the server alone, without the desk
import contextlib
import http.client
import os
import subprocess
import tempfile

import _bench
import _workspace

CONVERSATIONS = 1_000
CONNECTIONS = 64
THREADS = 2  # http_threads in src/main/serve.cc.
REQUESTS_MAX = 1_000_000
SECONDS = 4
LIST = "/api/v1/conversations?limit=50"
OWN_HEADERS = {"content-length", "date", "connection"}


class BareBeast:
    """Answers everything with what `desk` answers to `path`."""

    def __init__(self, desk, path):
        connection = http.client.HTTPConnection("127.0.0.1", desk.http_port, timeout=10)
        connection.request("GET", path, headers={"Authorization": f"Bearer {desk.token}"})
        answer = connection.getresponse()
        self.body = answer.read()
        # The date is as long every second; a bare server may send a fixed one.
        self.head = "".join(f"{name}: {value}\n" for name, value in answer.getheaders()
                            if name.lower() not in OWN_HEADERS - {"date"})
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="mg-bench-", dir="/tmp")
        files = [os.path.join(self.folder.name, name) for name in ("head", "body")]
        for name, bytes_ in zip(files, (self.head.encode("latin-1"), self.body)):
            with open(name, "wb") as file:
                file.write(bytes_)
        self.process = subprocess.Popen([_bench.program("bare_beast"), str(THREADS), *files],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()


def compare(report, options, name, desk, headers, paths, target):
    ours, theirs, our_cpu, their_cpu = [], [], [], []
    with BareBeast(desk, paths[0]) as bare:
        for number in range(options.rounds + 1):
            for port, pid, rates, cpus in (
                    (desk.http_port, desk.process.pid, ours, our_cpu),
                    (bare.port, bare.process.pid, theirs, their_cpu)):
                cpu = _bench.cpu_of_threads(pid)
                found = _bench.http_load(port, headers, paths, REQUESTS_MAX, CONNECTIONS,
                                         options.seconds)
                if number > 0:
                    rates.append(found["rate"])
                    cpus.append((_bench.cpu_of_threads(pid) - cpu) / found["requests"] * 1e6)
    report.ratio(f"{name}: requests", ours, theirs, target)
    report.ratio(f"{name}: CPU of the server a request", our_cpu, their_cpu, unit="us")


def measure(report, options):
    desk, _ = _workspace.open_workspace(CONVERSATIONS)
    with contextlib.closing(desk), _bench.HeadersFile(desk) as headers:
        desk.start()
        compare(report, options, "list, unchanged", desk, headers, [LIST], 0.5)
        with _bench.HeadersFile(desk, fresh=True) as fresh:
            compare(report, options, "list, fresh", desk, fresh, [LIST], None)
        compare(report, options, "health", desk, headers, ["/healthz"], None)
        desk.stop()


if __name__ == "__main__":
    _bench.main("GET of a list: makegood against a bare Beast server", measure, lambda parser:
                parser.add_argument("--seconds", type=float, default=SECONDS, help="a round"))
