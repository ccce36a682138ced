#!/usr/bin/env python3
"""What is kept stays: imports that are cut off, backups that move to another engine, and a node
that meets facts of a newer version."""
import os
import random
import signal
import subprocess
import time
import unittest

from desk import BINARY, INBOX, Database, Desk, Gone, Http, psql, wait_for
from mail import Lmtp, SmtpStub, mail_bytes

MAILS = 1500  # To begin with.
CUTS = 3


def write_mailbox(path, first, last):
    with open(path, "a", encoding="utf-8") as file:
        for number in range(first, last):
            file.write(f"From x Sat Nov 21 09:00:00 2026\nFrom: p{number}@customer.example\n"
                       f"To: {INBOX}\nSubject: old mail {number}\n"
                       f"Date: Sat, 21 Nov 2026 09:00:00 +0000\n\nThe words of {number}.\n\n")


def take_mail(desk, sender, subject):
    lmtp = Lmtp(desk)
    try:
        return lmtp.send(sender, mail_bytes(sender, INBOX, subject, "words of the mail",
                                            f"{subject.replace(' ', '-')}@customer.example"))
    finally:
        lmtp.close()


class ImportTest(unittest.TestCase):
    def setUp(self):
        self.seed = int(os.environ.get("MG_SEED", time.time_ns() % 1_000_000))
        self.random = random.Random(self.seed)

    def start_import(self, desk, path):
        return subprocess.Popen([BINARY, "import", "mbox", "--inbox", INBOX, path, *desk.place()],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def cut_off_again_and_again(self, engine, serving):
        desk = Desk(engine).set_up()
        self.addCleanup(desk.close)
        path = os.path.join(desk.folder, "old.mbox")
        mails = MAILS
        write_mailbox(path, 0, mails)
        if serving:
            desk.start()
        cuts = 0
        for _ in range(100):
            running = self.start_import(desk, path)
            try:
                said = running.communicate(timeout=self.random.uniform(0.05, 0.4)
                                           if cuts < CUTS else 120)[0]
            except subprocess.TimeoutExpired:
                cuts += 1
                if serving and self.random.random() < 0.5:
                    desk.kill()
                    desk.start()
                running.send_signal(self.random.choice([signal.SIGKILL, signal.SIGINT,
                                                        signal.SIGTERM]))
                running.communicate()
                continue
            self.assertRegex(said, "mails? imported", f"MG_SEED={self.seed}")
            if cuts == CUTS and "An earlier run had done the first" in said:
                break
            # On this machine the mailbox was too short to be cut off: it grows, as they do.
            write_mailbox(path, mails, 2 * mails)
            mails *= 2
        else:
            self.fail(f"cut off {cuts} times, never went on: MG_SEED={self.seed}")
        self.assertIn(" 0 were there already", said, "it went on exactly where it was")
        if not serving:
            desk.start()
        subjects = sorted(item["subject"] for item in Http(desk).pages("/conversations"))
        self.assertEqual(subjects, sorted(f"old mail {n}" for n in range(mails)),
                         f"MG_SEED={self.seed}")
        desk.command("check")

    def test_an_import_beside_a_server(self):
        self.cut_off_again_and_again("sqlite", True)

    def test_an_import_without_a_server(self):
        self.cut_off_again_and_again("sqlite", False)

    def test_an_import_on_postgres(self):
        self.cut_off_again_and_again("postgres", True)


class MoveTest(unittest.TestCase):
    def test_a_backup_of_a_running_server_moves_to_postgres_and_back(self):
        stub = SmtpStub()
        self.addCleanup(stub.close)
        old = Desk().set_up(stub.port)
        self.addCleanup(old.close)
        old.start()
        for number in range(20):
            take_mail(old, f"p{number}@customer.example", f"mail {number}")
        old.wait_for_ingest()
        wait_for("acknowledged", 20, lambda: old.metric("makegood_mails_sent_total") == 20)
        http = Http(old)
        first = next(http.pages("/conversations"))["id"]
        status, _ = http.api("POST", f"/conversations/{first}/messages",
                             {"kind": "reply", "text": "It can be taken back.",
                              "undo_seconds": 120})
        self.assertEqual(status, 201)
        copy = os.path.join(old.folder, "copy.backup")
        old.command("backup", "--to", copy)
        numbers = [item["number"] for item in http.pages("/conversations")]

        database = Database()
        self.addCleanup(database.drop)
        said = self.restore(copy, "--database", database.url)
        self.assertIn("Mails on hold: 1.", said)
        node = Desk(database=database.url)
        node.token = old.token
        self.addCleanup(node.close)
        node.start()
        self.assertEqual([i["number"] for i in Http(node).pages("/conversations")], numbers)
        self.assertEqual(node.metric("makegood_outbox_held"), 1)
        self.assertEqual(Http(node).api("GET", "/mail/held")[1]["mails"], 1)
        wait_for("indexed", 20, lambda: node.metric("makegood_follower_lag_facts") == 0)
        self.assertEqual(Http(node).api("GET", "/search?q=words")[0], 200)
        node.command("check")
        refused = self.run_restore(copy, "--data", node.data)
        self.assertEqual(refused.returncode, 1)
        self.assertIn(f"in use by process {node.process.pid}", refused.stderr)

        back = os.path.join(old.folder, "back.backup")
        node.command("backup", "--to", back)
        folder = os.path.join(old.folder, "again")
        self.restore(back, "--data", folder)
        again = Desk(folder=old.folder)
        again.data, again.token = folder, old.token
        self.addCleanup(again.close)
        again.start()
        self.assertEqual([i["number"] for i in Http(again).pages("/conversations")], numbers)
        self.assertEqual(again.command("mail", "drop-held"), "Mails dropped: 1.")
        self.assertEqual(again.metric("makegood_outbox_held"), 0)
        again.command("check")

    def run_restore(self, copy, *where):
        return subprocess.run([BINARY, "restore", "--from", copy, *where], capture_output=True,
                              text=True, check=False, timeout=60)

    def restore(self, copy, *where):
        done = self.run_restore(copy, *where)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout


class NewerVersionTest(unittest.TestCase):
    def test_a_node_that_meets_an_unknown_fact_stands_aside(self):
        desk = Desk("postgres").set_up()
        self.addCleanup(desk.close)
        desk.start()
        take_mail(desk, "ana@customer.example", "before")
        desk.wait_for_ingest()
        psql(desk.database, "INSERT INTO log (stream, seq, kind, happened_at, recorded_at, "
             "actor_kind, actor, depth, body) SELECT 999999999, 1, 999, 0, 0, 0, 0, 0, body "
             "FROM log LIMIT 1")
        http = Http(desk)
        wait_for("/readyz is 503", 10, lambda: http.ask("GET", "/readyz")[0] == 503)
        self.assertIn(b"kind 999", http.ask("GET", "/readyz")[1])
        status, problem = http.api("POST", "/teams", {"name": "Late", "members": []})
        self.assertEqual((status, problem["code"]), (503, "newer_version"))
        self.assertEqual(next(http.pages("/conversations"))["subject"], "before", "it still reads")
        wait_for("mail is not taken any more", 10, lambda: not self.takes_mail(desk))
        self.assertIn("stands aside", desk.log())
        status, seconds = desk.stop()
        self.assertEqual(status, 0, desk.log())
        self.assertLess(seconds, 10)

    @staticmethod
    def takes_mail(desk):
        try:
            return take_mail(desk, "ana@customer.example", "after") == 250
        except Gone:
            return False


if __name__ == "__main__":
    unittest.main()
