#!/usr/bin/env python3
"""The disk is full, the database is gone: nothing is acknowledged that is not stored, and it
recovers alone."""
import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from desk import Desk, Http, wait_for
from ledger import Ledger, Reader, complaints
from load import Load, begin_conversations
from mail import Lmtp, SmtpStub, mail_bytes
from servers import Postgres

RECOVERY_SECONDS_MAX = 10
DISK_MIB = 64
BIG_MAIL = b"x" * 78 + b"\r\n"


class FaultTest(unittest.TestCase):
    """What both faults share: a load that goes on through the fault."""

    def setUp(self):
        self.ledger = Ledger(tempfile.mktemp(prefix="mg-ledger-", dir="/tmp"))
        self.addCleanup(self.ledger.close)
        self.stub = SmtpStub()
        self.addCleanup(self.stub.close)

    def begin(self, desk):
        self.addCleanup(desk.close)
        desk.set_up(self.stub.port).start()
        self.load = Load(desk, self.ledger, begin_conversations(desk, self.stub, 2), pause=0.02)
        self.addCleanup(self.load.over.set)
        self.load.start()
        time.sleep(0.7)

    def refused(self, kind, codes):
        return any(k == kind and code in codes for k, code in self.load.codes)

    def wait_for_refusals(self):
        """The answers that are due while nothing can be stored."""
        wait_for("mail is deferred", 40, lambda: self.refused("mail", (421, 451, 452)))
        wait_for("the API says 503", 40, lambda: self.refused("api", (503,)))
        wait_for("the page says 503", 40, lambda: self.refused("page", (503,)))
        self.assertFalse(self.load.errors)

    def assert_recovers(self, desk, began):
        self.load.codes.clear()
        for kind, code in (("mail", 250), ("api", 201), ("page", 303)):
            wait_for(f"{kind} gets {code}", RECOVERY_SECONDS_MAX,
                     lambda want=(kind, code): want in self.load.codes)
        wait_for("ready", RECOVERY_SECONDS_MAX, lambda: desk.status_of("/readyz") == 200)
        self.assertLess(time.monotonic() - began, RECOVERY_SECONDS_MAX)
        self.assertIsNone(desk.process.poll())
        self.load.stop()
        desk.wait_for_ingest(30)
        reader, http = Reader(), Http(desk)
        self.assertEqual(complaints(self.ledger.entries(), reader.present(http)), [])
        self.load.retry_everything_open()
        desk.wait_for_ingest(30)
        self.assertEqual(complaints(self.ledger.entries(), reader.present(http)), [])
        self.assertEqual(desk.stop()[0], 0)
        desk.command("check")


@unittest.skipUnless(os.geteuid() == 0, "only root may mount a small disk")
class DiskFullTest(FaultTest):
    def setUp(self):
        super().setUp()
        self.folder = tempfile.mkdtemp(prefix="mg-disk-", dir="/tmp")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tmpfs",
                                  self.folder], capture_output=True, text=True, check=False)
        if mounted.returncode:
            self.skipTest(f"no small disk can be mounted here: {mounted.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "-l", self.folder], check=True)
        self.filler = os.path.join(self.folder, "filler")

    def fill(self):
        with contextlib.suppress(OSError), open(self.filler, "ab", buffering=0) as file:
            for size in (1 << 20, 4096, 1):
                with contextlib.suppress(OSError):
                    while file.write(b"\0" * size) == size:
                        pass

    def test_a_full_disk_refuses_writes_serves_reads_and_recovers(self):
        desk = Desk(folder=self.folder)
        self.begin(desk)
        self.fill()
        # What the log has room for already may still be stored; big mails use it up.
        lmtp = Lmtp(desk)
        for number in range(200):
            sender = f"big{number}@customer.example.test"
            raw = mail_bytes(sender, "help", "Big", "see below", f"big{number}@example.test")
            if lmtp.send(sender, raw + BIG_MAIL * 4000) != 250:
                break
            self.fill()
        self.wait_for_refusals()
        http = Http(desk)
        for path in ("/conversations", f"/conversations/{self.load.conversations[0].id}/messages"):
            self.assertEqual(http.api("GET", path)[0], 200)
        wait_for("it tells that it is ill", 5, lambda: desk.status_of("/readyz") == 503)
        self.assertEqual(desk.metric("makegood_database_healthy"), 0)
        self.assertEqual(desk.status_of("/healthz"), 200)
        os.remove(self.filler)
        self.assert_recovers(desk, time.monotonic())


class DatabaseGoneTest(FaultTest):
    @staticmethod
    def start_again(postgres):
        options = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        postgres.run(postgres.process.args, [postgres.port], cwd="/", **options)
        postgres.wait_until_ready(options)

    def test_a_postgres_that_dies_is_survived(self):
        postgres = self.enterContext(Postgres())
        desk = Desk(database=postgres.url)
        self.begin(desk)
        postgres.process.send_signal(signal.SIGQUIT)  # As `pg_ctl stop -m immediate` does.
        postgres.process.wait(30)
        self.wait_for_refusals()
        self.assertEqual(desk.status_of("/healthz"), 200)
        wait_for("it tells that it is ill", 10, lambda: desk.status_of("/readyz") == 503)
        self.start_again(postgres)
        self.assert_recovers(desk, time.monotonic())


if __name__ == "__main__":
    unittest.main()
