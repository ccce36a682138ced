#!/usr/bin/env python3
"""kill -9 under load, again and again: what was acknowledged is there exactly once."""
import os
import random
import tempfile
import time
import unittest

from desk import LONG, READY_SECONDS_MAX, Desk, Http
from ledger import Ledger, Reader, complaints, new_mark
from load import Load, begin_conversations
from mail import SmtpStub

ROUNDS = 50 if LONG else 5


class KillTest(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger(tempfile.mktemp(prefix="mg-ledger-", dir="/tmp"))
        self.addCleanup(self.ledger.close)
        self.stub = SmtpStub()
        self.addCleanup(self.stub.close)
        self.seed = int(os.environ.get("MG_SEED", time.time_ns() % 1_000_000))
        self.random = random.Random(self.seed)

    def look(self, reader, desk):
        http = Http(desk)
        wrong = complaints(self.ledger.entries(), reader.present(http))
        http.close()
        self.assertEqual(wrong, [], f"MG_SEED={self.seed}; {desk.log()}")

    def one_round(self, desk, conversations, reader):
        load = Load(desk, self.ledger, conversations).start()
        time.sleep(self.random.uniform(0.3, 2))
        desk.kill()
        load.stop()
        self.assertLess(desk.start(), READY_SECONDS_MAX)
        desk.wait_for_ingest()
        self.look(reader, desk)
        load.retry_everything_open()
        desk.wait_for_ingest()
        self.look(reader, desk)
        return load

    def suffer(self, engine):
        desk = Desk(engine).set_up(self.stub.port)
        self.addCleanup(desk.close)
        desk.start()
        conversations = begin_conversations(desk, self.stub, 4)
        reader = Reader()
        kinds = set()
        for number in range(ROUNDS):
            with self.subTest(round=number):
                load = self.one_round(desk, conversations, reader)
                kinds |= {kind for kind, code in load.codes if code}
        self.assertEqual(kinds, {"mail", "api", "page"})  # Else the load has shown nothing.
        acked = sum(entry["event"] == "ack" for entry in self.ledger.entries())
        self.assertGreater(acked, ROUNDS * 50)
        self.assertEqual(desk.stop()[0], 0)
        desk.command("check")

    def test_sqlite_keeps_what_it_acknowledged(self):
        self.suffer("sqlite")

    def test_postgres_keeps_what_it_acknowledged(self):
        self.suffer("postgres")


class TheCheckerItselfTest(unittest.TestCase):
    """A checker that cannot go red proves nothing."""

    def setUp(self):
        self.acked, self.open = new_mark(), new_mark()
        self.entries = [{"at": 1.0, "event": "intent", "mark": self.acked},
                        {"at": 2.0, "event": "ack", "mark": self.acked},
                        {"at": 3.0, "event": "intent", "mark": self.open}]

    def test_it_is_content_when_all_is_well(self):
        self.assertEqual(complaints(self.entries, {self.acked: 1}), [])
        self.assertEqual(complaints(self.entries, {self.acked: 1, self.open: 1}), [])

    def test_it_sees_a_lost_item(self):
        self.assertIn("lost", complaints(self.entries, {})[0])

    def test_it_sees_a_double_item(self):
        for mark in (self.acked, self.open):
            self.assertIn("2 times", complaints(self.entries, {self.acked: 1, mark: 2})[0])

    def test_it_sees_an_invented_item(self):
        self.assertIn("never sent", complaints(self.entries, {self.acked: 1, new_mark(): 1})[0])

    def test_an_acknowledgement_after_the_fault_leaves_it_open(self):
        self.assertEqual(complaints(self.entries, {}, before=2.0), [])

    def test_a_doctored_ledger_is_seen_in_a_real_desk(self):
        ledger = Ledger(tempfile.mktemp(prefix="mg-ledger-", dir="/tmp"))
        self.addCleanup(ledger.close)
        stub = SmtpStub()
        self.addCleanup(stub.close)
        desk = Desk().set_up(stub.port)
        self.addCleanup(desk.close)
        desk.start()
        load = Load(desk, ledger, begin_conversations(desk, stub, 1)).start()
        time.sleep(0.4)
        load.stop()
        desk.wait_for_ingest()
        present = Reader().present(Http(desk))
        self.assertEqual(complaints(ledger.entries(), present), [])
        for kind in ("mail", "api", "page"):
            forged = new_mark()
            ledger.note("intent", forged, kind=kind)
            ledger.note("ack", forged, kind=kind)
            self.assertEqual(complaints(ledger.entries(), present)[-1],
                             f"{forged} was acknowledged and is lost")


if __name__ == "__main__":
    unittest.main()
