#!/usr/bin/env python3
"""`makegood demo` makes a demo, and never anything else's end."""
import os
import subprocess
import unittest

from desk import BINARY, OWNER, Desk, free_ports, wait_for


def contents(folder):
    """The bytes of the database and what else lies there, but for the lock."""
    found = {}
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".lock"):
            with open(os.path.join(folder, name), "rb") as file:
                found[name] = file.read()
    return found


class Demo(unittest.TestCase):
    def setUp(self):
        self.desk = Desk()
        self.addCleanup(self.desk.close)

    def begin(self):
        http, lmtp = free_ports(2)
        process = subprocess.Popen([BINARY, "demo", "--data", self.desk.data, "--listen",
                                    f"127.0.0.1:{http}", "--lmtp", f"127.0.0.1:{lmtp}"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def refusal(self):
        process = self.begin()
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, errors)
        return errors

    def test_a_workspace_that_is_no_demo_is_left_as_it_is(self):
        self.desk.set_up()
        before = contents(self.desk.data)
        self.assertIn("not a demo. Name another folder", self.refusal())
        self.assertEqual(contents(self.desk.data), before)

    def test_a_workspace_that_is_served_goes_on(self):
        self.desk.set_up()
        self.desk.start()
        self.assertIn("in use by process", self.refusal())
        self.desk.stop()
        self.assertIn("all rows agree", self.desk.command("check"))
        self.desk.start()  # Its owner is still there.
        self.assertEqual(self.desk.status_of("/readyz"), 200)
        self.assertTrue(self.desk.command("token", "create", "--agent", OWNER))

    def test_a_file_that_looks_like_ours_makes_no_workspace_a_demo(self):
        self.desk.set_up()
        text = os.path.join(self.desk.data, "demo.txt")
        with open(text, "w", encoding="utf-8") as file:
            file.write("somebody@else.example\nold password\n/c/old\n")
        self.assertIn("not a demo. Name another folder", self.refusal())
        self.assertTrue(os.path.exists(text))

    def test_a_folder_of_somebody_else_is_not_taken_for_an_interrupted_start(self):
        foreign = os.path.join(self.desk.data, "unfinished-demo", "notes.txt")
        os.makedirs(os.path.dirname(foreign))
        with open(foreign, "w", encoding="utf-8") as file:
            file.write("mine")
        self.assertIn("holds something else", self.refusal())
        self.assertTrue(os.path.exists(foreign))
        self.assertFalse(os.path.exists(os.path.join(self.desk.data, "makegood.db")))

    def test_one_that_was_interrupted_is_begun_anew(self):
        first = self.begin()
        half = os.path.join(self.desk.data, "unfinished-demo", "makegood.db")
        wait_for("the demo is being made", 60, lambda: os.path.exists(half))
        first.kill()
        first.wait(60)
        self.assertFalse(os.path.exists(os.path.join(self.desk.data, "makegood.db")))
        second = self.begin()
        whole = os.path.join(self.desk.data, "makegood.db")
        wait_for("the demo is there", 120, lambda: os.path.exists(whole) and not
                 os.path.exists(os.path.dirname(half)))
        second.terminate()
        second.wait(60)
        said = self.desk.command("check")
        self.assertIn("all rows agree", said)
        self.assertFalse(said.startswith("0 "), said)


if __name__ == "__main__":
    unittest.main()
