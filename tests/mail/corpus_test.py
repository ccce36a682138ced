#!/usr/bin/env python3
"""How much of a corpus of real mail `makegood mail explain` understands.

MG_MAIL_CORPUS names a folder with mails, `expect.jsonl` (what each of them says) and `score.py`
(which compares). Without it the test is listed as skipped. The bounds are the least that a release
may have; they are raised as the parser learns, never lowered.
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest

CORPUS = os.environ.get("MG_MAIL_CORPUS")
BINARY = os.environ.get("MG_TEST_BINARY", "build/release/makegood")

# Share of facts that must be right, over all sets.
BOUNDS = {
    "from.addr": .99, "from.name": .99, "subject": .99, "message_id": .99, "in_reply_to": .99,
    "references": .99, "date": .99, "reply_text": .95, "bounce_class": .97, "bounce_status": .98,
    "bounce_recipients": .98, "attachments.sizes": .99, "attachments.names": .98,
    "is_auto_reply(neg)": 1.0, "is_bounce(neg)": .93,
}
OWN_FACTS = .98


@unittest.skipUnless(CORPUS, "MG_MAIL_CORPUS is not set")
class Corpus(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.binary = os.path.abspath(BINARY)
        with open(os.path.join(CORPUS, "expect.jsonl"), encoding="utf-8") as expected:
            cls.files = [json.loads(line)["file"] for line in expected]
        done = subprocess.run([cls.binary, "mail", "explain", *cls.files], cwd=CORPUS,
                              capture_output=True, timeout=120, check=False)
        cls.status = done.returncode
        cls.output = done.stdout.decode("utf-8", "replace")
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
            out.write(cls.output)
            out.flush()
            scored = subprocess.run(
                [sys.executable, "score.py", "expect.jsonl", out.name, "--json"], cwd=CORPUS,
                capture_output=True, timeout=120, check=True)
        cls.scores = json.loads(scored.stdout)

    def test_every_mail_gives_one_line_of_json(self):
        self.assertEqual(self.status, 0)
        lines = [json.loads(line) for line in self.output.splitlines()]
        self.assertEqual([line["file"] for line in lines], self.files)

    def test_each_kind_of_fact_reaches_its_bound(self):
        for fact, bound in BOUNDS.items():
            with self.subTest(fact):
                right, total = self.scores[f"ALL|{fact}"]
                self.assertGreaterEqual(right / total, bound, f"{right} of {total}")

    def test_the_sets_own_facts_are_understood(self):
        right, total = self.scores["by source: own|*"]
        self.assertGreaterEqual(right / total, OWN_FACTS, f"{right} of {total}")

    def test_no_mail_takes_long(self):
        times = sorted(json.loads(line)["ms"] for line in self.output.splitlines())
        # A bound against hangs and quadratic work, far above what a slow machine needs.
        self.assertLess(times[-1], 2000)


if __name__ == "__main__":
    unittest.main()
