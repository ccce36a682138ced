"""The program under test and small clients for it: commands, HTTP, LMTP, the customer's page.

  MG_TEST_BINARY    the program (build/release/makegood when it is not set)
  MG_TEST_POSTGRES  a maintenance database; each Desk on PostgreSQL makes its own beside it
"""
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "servers"))
from servers import free_ports  # noqa: E402  (found by the line above)

LONG = os.environ.get("MG_LONG") == "1"
BINARY = os.environ.get("MG_TEST_BINARY") or os.path.join(ROOT, "build", "release", "makegood")
INBOX = "help@support.example.test"
OWNER = "owner@support.example.test"
READY_SECONDS_MAX = 5


class Gone(Exception):
    """The server did not answer to the end: what was asked may or may not have happened."""


def psql(url, sql):
    done = subprocess.run(["psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", url, "-c", sql],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.strip()


def wait_for(what, seconds_max, look):
    """What `look` returns as soon as it is true, or a failed test."""
    end = time.monotonic() + seconds_max
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not after {seconds_max} s")
        time.sleep(0.02)


class Database:
    """A database of its own on the PostgreSQL of the tests."""

    def __init__(self, server=None):
        self.server = server or os.environ.get("MG_TEST_POSTGRES")
        if not self.server:
            raise unittest.SkipTest("MG_TEST_POSTGRES is not set")
        self.name = "mg_test_" + uuid.uuid4().hex[:12]
        psql(self.server, f"CREATE DATABASE {self.name}")
        parts = urllib.parse.urlsplit(self.server)
        self.url = parts._replace(path="/" + self.name).geturl()

    def drop(self):
        psql(self.server, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


class Desk:
    """One `makegood serve`: its folder, its process, its addresses. The addresses stay the same
    when it starts again, so links in mails stay good."""

    def __init__(self, engine="sqlite", folder=None, database=None, options=(), environment=None):
        self.own_folder = folder is None
        self.folder = folder or tempfile.mkdtemp(prefix="mg-desk-", dir="/tmp")
        self.data = os.path.join(self.folder, "data")
        self.own_database = Database() if engine == "postgres" and database is None else None
        self.database = self.own_database.url if self.own_database else database
        self.options = list(options)
        self.environment = {**os.environ, **(environment or {})}
        self.http_port, self.lmtp_port = free_ports(2)
        self.url = f"http://127.0.0.1:{self.http_port}"
        self.log_path = tempfile.mktemp(prefix="mg-desk-log-", dir="/tmp")
        self.token = None
        self.process = None

    def place(self):
        return ["--data", self.data] + (["--database", self.database] if self.database else [])

    def command(self, *words, secret=None, status=0):
        done = subprocess.run([BINARY, *words, *self.place()], input=secret or "", text=True,
                              capture_output=True, check=False, timeout=60, env=self.environment)
        if done.returncode != status:
            raise AssertionError(f"makegood {' '.join(words)} ended with {done.returncode}: "
                                 f"{done.stdout}{done.stderr}")
        return done.stdout.strip()

    def set_up(self, smtp_port=None):
        """An owner, an inbox and a token."""
        self.command("agent", "add", "--email", OWNER, "--name", "Olga Owner", "--role", "owner",
                     "--password-stdin", secret="a long password 17\n")
        smtp = ["--smtp", f"smtp://127.0.0.1:{smtp_port}"] if smtp_port else []
        self.command("inbox", "add", "--address", INBOX, "--name", "Help", *smtp)
        self.token = self.command("token", "create", "--agent", OWNER)
        return self

    def serve_command(self):
        return [BINARY, "serve", *self.place(), "--listen", f"127.0.0.1:{self.http_port}",
                "--lmtp", f"127.0.0.1:{self.lmtp_port}", *self.options]

    def start(self, seconds_max=60):
        """Starts it; the seconds until /readyz said 200."""
        began = time.monotonic()
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(self.serve_command(), stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log, env=self.environment)

        def ready():
            if self.process.poll() is not None:
                raise AssertionError(f"it ended with {self.process.returncode}: {self.log()}")
            return self.status_of("/readyz") == 200
        wait_for("ready", seconds_max, ready)
        return time.monotonic() - began

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()[-4000:]

    def status_of(self, path):
        """The status of a GET; 0 when nothing answers."""
        try:
            return Http(self).ask("GET", path, seconds_max=5)[0]
        except Gone:
            return 0

    def metric(self, name):
        """None when it is not told now."""
        text = Http(self).ask("GET", "/metrics")[1].decode()
        found = re.search(rf"^{re.escape(name)}(?:{{[^}}]*}})? (\S+)$", text, re.M)
        return float(found[1]) if found else None

    def wait_for_ingest(self, seconds_max=20):
        wait_for("ingest_pending falls to 0", seconds_max,
                 lambda: self.metric("makegood_ingest_pending") == 0)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds_max=30):
        """SIGTERM; (exit status, seconds it took)."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(seconds_max)
        return status, time.monotonic() - began

    def close(self):
        if self.process and self.process.poll() is None:
            self.kill()
        if self.own_database:
            self.own_database.drop()
        if self.own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)
        if os.path.exists(self.log_path):
            os.remove(self.log_path)


class Http:
    """One connection at a time, opened anew when it broke. For one thread."""

    def __init__(self, desk):
        self.desk = desk
        self.connection = None

    def ask(self, method, path, body=None, headers=None, seconds_max=20):
        """(status, bytes, headers); Gone when no whole answer came. A server may close a connection
        that waits; a GET that meets this is asked again on a new one, as browsers do."""
        kept = self.connection is not None
        try:
            return self.ask_once(method, path, body, headers, seconds_max)
        except Gone as gone:
            closed = isinstance(gone.__cause__, (http.client.RemoteDisconnected,
                                                 ConnectionResetError, BrokenPipeError))
            if method != "GET" or not kept or not closed:
                raise
        return self.ask_once(method, path, body, headers, seconds_max)

    def ask_once(self, method, path, body, headers, seconds_max):
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.desk.http_port,
                                                             timeout=seconds_max)
            self.connection.request(method, path, body, headers or {})
            answer = self.connection.getresponse()
            return answer.status, answer.read(), answer.headers
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Gone(str(error)) from error

    def api(self, method, path, body=None, key=None, seconds_max=20):
        """(status, JSON of the answer)"""
        headers = {"Authorization": f"Bearer {self.desk.token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if key:
            headers["Idempotency-Key"] = key
        status, raw, _ = self.ask(method, "/api/v1" + path, json.dumps(body) if body else None,
                                  headers, seconds_max)
        return status, json.loads(raw) if raw else None

    def pages(self, path):
        """All items of a list."""
        cursor, joint = None, "&" if "?" in path else "?"
        while True:
            more = f"&cursor={urllib.parse.quote(str(cursor))}" if cursor else ""
            status, page = self.api("GET", f"{path}{joint}limit=200{more}")
            if status != 200:
                raise AssertionError(f"GET {path}: {status} {page}")
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def post_form(self, link, action, fields):
        """The status of a form that is posted to the customer's page."""
        path = urllib.parse.urlsplit(link).path
        return self.ask("POST", path + action, urllib.parse.urlencode(fields),
                        {"Content-Type": "application/x-www-form-urlencoded",
                         "Origin": self.desk.url})[0]

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def __del__(self):
        self.close()
