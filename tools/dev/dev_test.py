"""./dev tells what a command does without doing it."""
import os
import subprocess
import tempfile
import unittest

DEV = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "dev")
COMMANDS = ("run", "test", "check", "bench", "setup", "build", "format", "generate", "web")


def ask(*words):
    # Without any program to install, build or test with.
    with tempfile.TemporaryDirectory() as folder:
        for name in ("cat", "dirname", "readlink"):
            os.symlink(f"/usr/bin/{name}", os.path.join(folder, name))
        return subprocess.run(["/bin/bash", DEV, *words], capture_output=True, text=True,
                              timeout=20, env={"PATH": folder})


class Dev(unittest.TestCase):
    def test_help_for_a_command_does_nothing_else(self):
        for command in COMMANDS:
            for words in ((command, "--help"), (command, "-h"), (command, "--long", "--help")):
                done = ask(*words)
                self.assertEqual((done.returncode, done.stderr), (0, ""), words)
                self.assertIn(f"./dev {command}", done.stdout)

    def test_a_command_that_is_not_there_is_a_fault(self):
        done = ask("frobnicate")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("./dev test", done.stderr)


if __name__ == "__main__":
    unittest.main()
