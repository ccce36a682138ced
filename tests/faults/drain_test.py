#!/usr/bin/env python3
"""SIGTERM drains within 10 s and loses nothing; what cannot start says why, at once."""
import os
import socket
import subprocess
import tempfile
import time
import unittest

from desk import BINARY, Desk, Http, wait_for
from ledger import Ledger, Reader, complaints
from load import Load, begin_conversations
from mail import Lmtp, SmtpStub, mail_bytes

DRAIN_SECONDS_MAX = 10
REFUSAL_SECONDS_MAX = 3


class DrainTest(unittest.TestCase):
    def setUp(self):
        self.stub = SmtpStub()
        self.addCleanup(self.stub.close)

    def desk(self, engine="sqlite"):
        desk = Desk(engine).set_up(self.stub.port)
        self.addCleanup(desk.close)
        desk.start()
        return desk

    def assert_drains(self, desk):
        status, seconds = desk.stop()
        self.assertEqual(status, 0, desk.log())
        self.assertLess(seconds, DRAIN_SECONDS_MAX)

    def drain_under_load(self, engine):
        ledger = Ledger(tempfile.mktemp(prefix="mg-ledger-", dir="/tmp"))
        self.addCleanup(ledger.close)
        desk = self.desk(engine)
        load = Load(desk, ledger, begin_conversations(desk, self.stub, 2)).start()
        wait_for("much is acknowledged and more is under way", 60, lambda: sum(
            entry["event"] == "ack" for entry in ledger.entries()) > 100)
        self.assert_drains(desk)
        load.stop()
        desk.start()
        desk.wait_for_ingest()
        self.assertEqual(complaints(ledger.entries(), Reader().present(Http(desk))), [])
        # A copy whose sending was under way is not sent again by the next start: the stop waited.
        wait_for("the outbox is empty", 20, lambda: not self.unsent(desk))
        ids = [mail.message_id for mail in self.stub.taken()]
        self.assertEqual(len(ids), len(set(ids)), "a mail was sent twice")

    @staticmethod
    def unsent(desk):
        http = Http(desk)
        return [m["id"] for item in http.pages("/conversations")
                for m in http.pages(f"/conversations/{item['id']}/messages")
                if m.get("delivery") and m["delivery"]["state"] in ("queued", "deferred")]

    def test_sqlite_drains_under_load(self):
        self.drain_under_load("sqlite")

    def test_postgres_drains_under_load(self):
        self.drain_under_load("postgres")

    def test_silent_and_half_finished_peers_do_not_hold_it_up(self):
        desk = self.desk()
        half_mail = Lmtp(desk)
        half_mail.open()
        for line in ("MAIL FROM:<a@customer.example.test>",
                     "RCPT TO:<help@support.example.test>", "DATA"):
            self.assertLess(half_mail.say(line), 400)
        half_mail.socket.sendall(b"Subject: half\r\n\r\nhal")
        self.addCleanup(half_mail.close)
        half_request = socket.create_connection(("127.0.0.1", desk.http_port))
        half_request.sendall(b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\n"
                             b"Content-Length: 99\r\n\r\n{")
        self.addCleanup(half_request.close)
        # The half request, and the one that asks for the numbers.
        wait_for("both are being listened to", 10, lambda: (
            desk.metric("makegood_lmtp_connections") >= 1 and
            desk.metric("makegood_http_connections") >= 2))
        self.assert_drains(desk)

    def test_a_mail_server_that_hangs_does_not_hold_it_up(self):
        self.stub.silent.set()
        desk = self.desk()
        sender = "ana@customer.example.test"
        raw = mail_bytes(sender, "help", "Hello", "Hello.", "one@customer.example.test")
        self.assertEqual(Lmtp(desk).send(sender, raw), 250)
        # The acknowledgement, to nobody who answers.
        wait_for("a mail is being sent", 20, lambda: self.stub.kept_waiting == 1)
        self.assert_drains(desk)


class RefusalToStartTest(unittest.TestCase):
    def setUp(self):
        self.desk = Desk()
        self.addCleanup(self.desk.close)
        os.mkdir(self.desk.data)
        busy = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(busy.close)
        self.busy = f"127.0.0.1:{busy.getsockname()[1]}"
        with open(os.path.join(self.desk.folder, "file"), "w", encoding="utf-8") as file:
            file.write("2026-11-21T15:04:05Z")

    def assert_refused(self, words, **changed):
        settings = {"data": self.desk.data, "listen": f"127.0.0.1:{self.desk.http_port}",
                    "lmtp": f"127.0.0.1:{self.desk.lmtp_port}", **changed}
        command = [BINARY, "serve"]
        for name, value in settings.items():
            command += ["--" + name.replace("_", "-"), value]
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
        self.assertLess(time.monotonic() - began, REFUSAL_SECONDS_MAX)
        self.assertNotEqual(done.returncode, 0)
        self.assertGreater(done.returncode, 0, "it died of a signal")
        lines = done.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, done.stderr)
        for word in words:
            self.assertIn(word, lines[0])

    def test_each_bad_setting_gets_one_clear_line(self):
        file = os.path.join(self.desk.folder, "file")
        cases = {
            "listen is no address": (["--listen"], {"listen": "8080"}),
            "listen has a bad port": (["--listen"], {"listen": "127.0.0.1:99999"}),
            "lmtp is no address": (["--lmtp"], {"lmtp": "nowhere"}),
            "HTTP port busy": ([self.busy.split(":")[1], "in use"], {"listen": self.busy}),
            "LMTP port busy": ([self.busy.split(":")[1], "in use"], {"lmtp": self.busy}),
            "clock file and an open port": (["--clock-file", "loopback"],
                                            {"listen": "0.0.0.0:0", "clock_file": file}),
            "clock file missing": (["--clock-file"], {"clock_file": file + ".not"}),
            "base URL is none": (["--base-url"], {"base_url": "help.example.com"}),
            "base URL without a host": (["--base-url"], {"base_url": "https:///x"}),
            "allowed host is none": (["--allow-host"], {"allow_host": "a b"}),
            "data is a file": (["--data", "folder"], {"data": file}),
            "database unreachable": (["PostgreSQL"],
                                     {"database": "postgresql://postgres@127.0.0.1:1/x"}),
            "database of another kind": (["postgresql://"], {"database": "mysql://x/y"}),
        }
        for name, (words, changed) in cases.items():
            with self.subTest(name):
                self.assert_refused(words, **changed)

    def test_a_second_instance_on_one_folder_is_refused(self):
        self.desk.start()
        other = Desk(folder=self.desk.folder)
        self.addCleanup(other.close)
        self.assert_refused(["in use by process", str(self.desk.process.pid)],
                            listen=f"127.0.0.1:{other.http_port}",
                            lmtp=f"127.0.0.1:{other.lmtp_port}")
        self.assertEqual(self.desk.status_of("/readyz"), 200)


if __name__ == "__main__":
    unittest.main()
