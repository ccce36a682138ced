#!/usr/bin/env python3
"""Files that commands name, when the server sees other folders than whoever runs the command."""
import os
import subprocess
import unittest

from commands_test import mailbox
from desk import INBOX, Desk


class Apart(Desk):
    """A server that finds an empty folder where the files of its operator are, as services do."""

    def __init__(self):
        super().__init__()
        self.files = os.path.join(self.folder, "files")
        os.mkdir(self.files)

    def serve_command(self):
        hide = 'mount -t tmpfs none "$0" && exec "$@"'
        return ["unshare", "-m", "sh", "-c", hide, self.files, *super().serve_command()]


def may_hide():
    return os.geteuid() == 0 and subprocess.run(["unshare", "-m", "true"], check=False,
                                                capture_output=True).returncode == 0


@unittest.skipUnless(may_hide(), "only root may hide folders from a process")
class OtherRights(unittest.TestCase):
    def setUp(self):
        self.desk = Apart()
        self.addCleanup(self.desk.close)
        self.desk.set_up()
        self.desk.start()

    def path(self, name):
        return os.path.join(self.desk.files, name)

    def test_a_backup_is_where_its_operator_wanted_it(self):
        self.desk.command("backup", "--to", self.path("copy"))
        restored = Desk()
        self.addCleanup(restored.close)
        restored.command("restore", "--from", self.path("copy"))
        self.assertIn("all rows agree", restored.command("check"))

    def test_a_mailbox_that_the_server_cannot_see_is_imported(self):
        mailbox(self.path("old.mbox"), 50)
        said = self.desk.command("import", "mbox", "--inbox", INBOX, self.path("old.mbox"))
        self.assertIn("50 mails imported", said)
        mailbox(self.path("old.mbox"), 60)  # Goes on in the longer file.
        said = self.desk.command("import", "mbox", "--inbox", INBOX, self.path("old.mbox"))
        self.assertIn("10 mails imported", said)
        self.assertIn("An earlier run had done the first", said)

    def test_a_mailbox_that_is_not_there_is_not_asked_for(self):
        with self.assertRaisesRegex(AssertionError, "is not there"):
            self.desk.command("import", "mbox", "--inbox", INBOX, self.path("none.mbox"))


if __name__ == "__main__":
    unittest.main()
