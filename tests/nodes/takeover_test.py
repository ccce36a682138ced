#!/usr/bin/env python3
"""A node that dies while it sends a mail: another one takes the mail over soon, and not before the
first is dead. The workspace's clock stands still all the while: leases end by real time."""
import os
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults"))
from desk import Desk, Http, wait_for  # noqa: E402  (found by the line above)
from mail import Lmtp, SmtpStub, mail_bytes  # noqa: E402

LEASE_SECONDS = 20  # As in src/desk/outbox.cc.
TAKEOVER_SECONDS_MAX = 30


class TakeoverTest(unittest.TestCase):
    def setUp(self):
        self.stub = SmtpStub()
        self.addCleanup(self.stub.close)
        self.a = Desk("postgres")
        self.addCleanup(self.a.close)
        self.b = Desk("postgres", database=self.a.database)
        self.addCleanup(self.b.close)  # Before the database of the first is dropped.
        clock = os.path.join(self.a.folder, "now")
        with open(clock, "w", encoding="ascii") as file:
            file.write("2026-11-21T09:00:00Z\n")
        for desk in (self.a, self.b):
            desk.options = ["--base-url", self.a.url, "--clock-file", clock]
        self.a.set_up(self.stub.port)
        self.b.token = self.a.token

    def test_a_mail_is_taken_over_after_the_death_of_its_node_and_not_before(self):
        self.a.start()
        self.stub.silent.set()
        lmtp = Lmtp(self.a)
        raw = mail_bytes("ana@customer.example.test", "help", "Question", "Words.", "one@x.test")
        self.assertEqual(lmtp.send("ana@customer.example.test", raw), 250)
        lmtp.close()
        wait_for("the first node sends", 20, lambda: self.stub.kept_waiting == 1)
        held_since = time.monotonic()
        self.b.start()
        # What is to be seen is that nothing happens, for longer than a lease lasts and shorter than
        # the first node waits for the greeting (30 s).
        time.sleep(held_since + LEASE_SECONDS + 5 - time.monotonic())
        self.assertEqual(self.stub.kept_waiting, 1, "the second node sent what the first one held")
        self.a.kill()
        self.stub.silent.clear()
        began = time.monotonic()
        wait_for("the second node sends", TAKEOVER_SECONDS_MAX, self.stub.taken)
        print(f"taken over after {time.monotonic() - began:.1f} s", file=sys.stderr)
        http = Http(self.b)
        conversation = next(http.pages("/conversations"))["id"]
        wait_for("it is recorded as sent", 10, lambda: [
            m for m in http.pages(f"/conversations/{conversation}/messages")
            if m.get("delivery") and m["delivery"]["state"] == "sent"])
        self.assertEqual(len(self.stub.taken()), 1)


if __name__ == "__main__":
    unittest.main()
