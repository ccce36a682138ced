#!/usr/bin/env python3
"""Power cuts: a disk (ext4 in a file) that forgets what nobody flushed. What was acknowledged
before the cut is there after it; with synchronous=NORMAL it is not, which shows that the test can
see a loss. Root only, and only in the long form.

kill -9 cannot show this: the kernel keeps what a process had written."""
import fcntl
import os
import random
import shutil
import struct
import subprocess
import tempfile
import time
import unittest

from desk import INBOX, LONG, Desk, Http
from ledger import Ledger, Reader, complaints
from load import Conversation, Load

ROUNDS = 10
EXT4_SHUTDOWN = 0x8004587d  # FS_IOC_SHUTDOWN
WITHOUT_FLUSHING = 2        # EXT4_GOING_FLAGS_NOLOGFLUSH: as if the power had gone.
UNSAFE = {"MAKEGOOD_UNSAFE_SYNCHRONOUS_NORMAL": "1"}


class MailLoad(Load):
    mail_workers, api_workers, page_workers = 4, 0, 0


class Disk:
    """An ext4 file system in a file, on a mount point of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="mg-power-", dir="/tmp")
        self.image = os.path.join(self.folder, "image")
        self.mount_point = os.path.join(self.folder, "disk")
        os.mkdir(self.mount_point)
        with open(self.image, "wb") as file:
            file.truncate(512 << 20)
        subprocess.run(["mkfs.ext4", "-q", self.image], check=True)
        self.mount()

    def mount(self):
        subprocess.run(["mount", "-o", "loop", self.image, self.mount_point], check=True)

    def unmount(self):
        subprocess.run(["umount", self.mount_point], check=True)

    def cut_power(self):
        """The instant of the cut; acknowledgements before it count."""
        folder = os.open(self.mount_point, os.O_RDONLY)
        at = time.monotonic()
        fcntl.ioctl(folder, EXT4_SHUTDOWN, struct.pack("I", WITHOUT_FLUSHING))
        os.close(folder)
        return at

    def close(self):
        subprocess.run(["umount", "-l", self.mount_point], check=False, stderr=subprocess.DEVNULL)
        shutil.rmtree(self.folder, ignore_errors=True)


@unittest.skipUnless(LONG, "a part of the long form (--long)")
@unittest.skipUnless(os.geteuid() == 0, "only root may mount a disk and cut its power")
class PowerCutTest(unittest.TestCase):
    def setUp(self):
        self.disk = Disk()
        self.addCleanup(self.disk.close)
        self.nobody = [Conversation("", "", INBOX, "regular@customer.example.test")]

    def one_cut(self, desk, ledger, reader):
        """What is wrong after it."""
        desk.start()
        load = MailLoad(desk, ledger, self.nobody, pause=0).start()
        time.sleep(random.uniform(0.5, 2))
        at = self.disk.cut_power()
        time.sleep(0.1)
        desk.kill()
        load.stop()
        self.disk.unmount()
        self.disk.mount()
        desk.start()
        desk.wait_for_ingest(60)
        wrong = complaints(ledger.entries(), reader.present(Http(desk)), at)
        self.assertEqual(desk.stop()[0], 0)
        os.sync()  # What is missed now is missed because of this cut, not of the next one.
        return wrong

    def suffer(self, environment, rounds):
        """Yields what each cut has done."""
        desk = Desk(folder=self.disk.mount_point)
        self.addCleanup(desk.close)
        desk.set_up()
        desk.environment.update(environment)
        os.sync()
        for _ in range(rounds):
            ledger = Ledger(tempfile.mktemp(prefix="mg-ledger-", dir="/tmp"))
            reader = Reader()
            try:
                wrong = self.one_cut(desk, ledger, reader)
                acked = sum(entry["event"] == "ack" for entry in ledger.entries())
                self.assertGreater(acked, 20)
            finally:
                ledger.close()
            yield [sentence for sentence in wrong if "never sent" not in sentence]
        desk.command("check")

    def test_nothing_acknowledged_is_lost(self):
        for wrong in self.suffer({}, ROUNDS):
            self.assertEqual(wrong, [])

    def test_the_control_without_flushing_does_lose_mail(self):
        for wrong in self.suffer(UNSAFE, ROUNDS):
            self.assertFalse([sentence for sentence in wrong if "times" in sentence])
            if wrong:
                return
        self.fail("ten cuts without flushing have lost nothing: the test cannot see a loss")


if __name__ == "__main__":
    unittest.main()
