#!/usr/bin/env python3
# What does it take to have it? Memory when idle, time to start, bytes of the first load.
#
# Resident memory half a second after /readyz, for an empty workspace, the demo and 100,000
# conversations, and after every list there was asked for. The bytes are those of a browser's first
# visit, as they are transferred (brotli): the page, and all that it names as stylesheet, script,
# preload or font of Latin letters, what these import, and the chunks of the sign-in page and the
# list; no API answers.
import contextlib
import http.client
import os
import re
import subprocess
import tempfile
import time
import urllib.parse

import _bench
import _workspace

LARGE = 100_000
SETTLE_SECONDS = 0.5
DEMO_SECONDS_MAX = 120
MIB = 1024 * 1024
# What the application loads next by itself: the sign-in page, then the list.
FIRST_CHUNKS = r"assets/((?:SignIn|Frame)-[\w-]+\.(?:js|css))"


def get(port, path, encoding="br"):
    """(status, bytes as transferred)"""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(connection):
        connection.request("GET", path, headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()
        return answer.status, answer.read()


def urls_of_css(text):
    """Of pictures, and of the fonts that hold Latin letters: a browser loads no others for them."""
    urls = []
    for block in re.split(r"(?=@font-face)", text):
        ranges = re.search(r"unicode-range:([^;}]+)", block) if "@font-face" in block else None
        if ranges is None or re.search(r"U\+0*(\?\?|-)", ranges[1]):
            urls += re.findall(r'url\(["\']?([^)"\']+)', block)
    return urls


def first_load(port, page):
    """{path: bytes as transferred} of a page and of what it needs before it shows itself."""
    wanted, sizes = [page], {}
    while wanted:
        path = wanted.pop()
        if path in sizes:
            continue
        status, packed = get(port, path)
        if status != 200:
            raise RuntimeError(f"GET {path}: {status}")
        sizes[path] = len(packed)
        text = get(port, path, "identity")[1].decode("utf-8", "replace")
        if path == page:
            found = re.findall(r'<(?:link|script)\b[^>]*?\b(?:href|src)="([^"]+)"', text)
        elif path.endswith(".css"):
            found = urls_of_css(text)
        elif path.endswith(".js"):
            found = re.findall(r'(?:from|import)\s*"([^"]+\.js)"', text)
            found += [f"/assets/{name}" for name in re.findall(FIRST_CHUNKS, text)]
        else:
            found = []
        for one in found:
            if not one.startswith(("data:", "#", "http")):
                wanted.append(urllib.parse.urljoin(path, one))
    return sizes


def kinds(sizes):
    """What it is made of, in words."""
    totals = {}
    for path, size in sizes.items():
        ending = os.path.splitext(path)[1][1:] or "html"
        totals[ending] = totals.get(ending, 0) + size
    return ", ".join(f"{ending} {size / 1024:.1f}" for ending, size in sorted(totals.items()))


def memory_of(report, name, desk):
    pid = desk.process.pid
    time.sleep(SETTLE_SECONDS)
    report.figure(f"idle memory, {name}", _bench.resident_bytes(pid) / MIB, "MiB")


def measure_empty(report):
    desk = _bench.Desk()
    with contextlib.closing(desk):
        desk.set_up()
        report.figure("start until ready, empty", desk.start() * 1000, "ms")
        memory_of(report, "empty", desk)
        sizes = first_load(desk.http_port, "/")
        report.figure("first load of the workspace", sum(sizes.values()) / 1024,
                      f"KiB ({kinds(sizes)})")
        report.details["workspace_first_load"] = sizes
        desk.stop()


def measure_large(report):
    desk, _ = _workspace.open_workspace(LARGE)
    with contextlib.closing(desk):
        report.figure(f"start until ready, {LARGE:,}", desk.start() * 1000, "ms")
        memory_of(report, f"{LARGE:,} conversations", desk)
        web = _bench.Http(desk)
        for sort in ("promise", "updated", "number"):
            for view in ("all", "our_turn", "for_me", "not_yet_heard"):
                _workspace.ask(web, "GET", f"/conversations?view={view}&sort={sort}&limit=200")
        memory_of(report, f"{LARGE:,}, in use", desk)
        size = os.path.getsize(os.path.join(desk.data, "makegood.db"))
        report.figure("database, a conversation", size / LARGE / 1024, "KiB")
        desk.stop()


def measure_demo(report):
    with tempfile.TemporaryDirectory(prefix="mg-bench-", dir="/tmp") as folder:
        http_port, lmtp_port = _bench.free_ports(2)
        with open(os.path.join(folder, "output"), "w+", encoding="utf-8") as output:
            process = subprocess.Popen(
                [_bench.program("makegood"), "demo", "--data", os.path.join(folder, "data"),
                 "--listen", f"127.0.0.1:{http_port}", "--lmtp", f"127.0.0.1:{lmtp_port}"],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output)
            try:
                wait_until_ready(process, http_port)
                time.sleep(SETTLE_SECONDS)
                report.figure("idle memory, demo", _bench.resident_bytes(process.pid) / MIB, "MiB")
                output.seek(0)
                page = re.search(r"(/c/[A-Za-z0-9_-]+)", output.read())[1]
                sizes = first_load(http_port, page)
                report.figure("first load of the customer's page", sum(sizes.values()) / 1024,
                              f"KiB ({kinds(sizes)})")
                report.details["customer_first_load"] = sizes
            finally:
                process.terminate()
                process.wait(30)


def wait_until_ready(process, port):
    end = time.monotonic() + DEMO_SECONDS_MAX
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if get(port, "/readyz")[0] == 200:
                return
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError("the demo does not serve")
        time.sleep(0.1)


def measure(report, _):
    measure_empty(report)
    measure_demo(report)
    measure_large(report)
    program = _bench.program("makegood")
    report.figure("program", os.path.getsize(program) / MIB, "MiB")
    with tempfile.TemporaryDirectory(prefix="mg-bench-", dir="/tmp") as folder:
        stripped = os.path.join(folder, "makegood")
        subprocess.run(["strip", "-o", stripped, program], check=True)
        report.figure("program, without debug lines", os.path.getsize(stripped) / MIB, "MiB")


if __name__ == "__main__":
    _bench.main("What it takes to have it", measure)
