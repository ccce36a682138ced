#!/usr/bin/env python3
"""Commands beside each other in a running server; what a command line that is wrong is told."""
import http.client
import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest

from desk import BINARY, INBOX, OWNER, Desk, wait_for

MAILS = 6000  # Seconds of work for the server.
SOON = 10     # Seconds, on a machine that is busy with other things.


def mailbox(path, mails):
    with open(path, "w", encoding="ascii") as file:
        for i in range(mails):
            file.write(f"From x@y Sat Jan 01 00:00:00 2022\n"
                       f"From: P{i % 500} <p{i % 500}@old.test>\n"
                       f"To: {INBOX}\nSubject: Old {i}\nMessage-ID: <old{i}@old.test>\n"
                       f"Date: Sat, {1 + i % 28:02d} Jan 2022 10:00:00 +0000\n\nBody {i}\n\n")


class BesideAnImport(unittest.TestCase):
    def setUp(self):
        self.desk = Desk()
        self.addCleanup(self.desk.close)
        self.desk.start()
        self.desk.set_up()
        self.box = os.path.join(self.desk.folder, "old.mbox")
        mailbox(self.box, MAILS)

    def begin_import(self):
        began = subprocess.Popen([BINARY, "import", "mbox", *self.desk.place(), "--inbox", INBOX,
                                  self.box], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 text=True)
        self.addCleanup(began.communicate)
        self.addCleanup(began.kill)
        wait_for("the import has begun", 30, self.conversations)
        return began

    def conversations(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.desk.http_port, timeout=20)
        connection.request("GET", "/api/v1/conversations?limit=1",
                           headers={"Authorization": f"Bearer {self.desk.token}"})
        items = json.loads(connection.getresponse().read())["items"]
        connection.close()
        return len(items)

    def test_other_commands_do_not_wait_for_its_end(self):
        running = self.begin_import()
        began = time.monotonic()
        self.desk.command("agent", "add", "--email", "two@support.example.test", "--name", "Two",
                          "--role", "agent", "--password-stdin", secret="a long password 18\n")
        self.desk.command("inbox", "add", "--address", "two@support.example.test", "--name", "Two")
        self.desk.command("token", "create", "--agent", OWNER)
        copy = os.path.join(self.desk.folder, "copy")
        self.desk.command("backup", "--to", copy)
        took = time.monotonic() - began
        self.assertIsNone(running.poll(), "the import had ended: it shows nothing")
        self.assertLess(took, SOON)
        self.assertTrue(os.path.getsize(copy))
        self.assertEqual(self.desk.command("check").count("all rows agree"), 1)

    def test_a_server_that_stops_ends_it_and_the_next_one_goes_on(self):
        running = self.begin_import()
        status, seconds = self.desk.stop()
        self.assertEqual(status, 0, self.desk.log())
        self.assertLess(seconds, 10)
        _, errors = running.communicate(timeout=20)
        self.assertEqual(running.returncode, 1)
        self.assertIn("The server is stopping; this command was not finished.", errors)
        self.desk.start()
        said = self.desk.command("import", "mbox", "--inbox", INBOX, self.box)
        self.assertIn("An earlier run had done the first", said)
        self.assertIn(" 0 were there already", said)


class WrongCommandLine(unittest.TestCase):
    def ask(self, *words):
        return subprocess.run([BINARY, *words], capture_output=True, text=True, timeout=20,
                              check=False, stdin=subprocess.DEVNULL)

    def test_it_ends_with_2_and_says_what_is_wrong(self):
        for words, said in (((), "serve"), (("agent",), "add"), (("frobnicate",), "frobnicate"),
                            (("agent", "frobnicate"), "agent frobnicate"),
                            (("serve", "--frobnicate"), "--frobnicate"), (("serve",), "--data"),
                            (("check",), "--data"), (("migrate",), "--data"),
                            (("backup", "--data", "x"), "--to"), (("mail", "explain"), "files"),
                            (("restore", "--from", "x"), "--data"),
                            (("token", "create", "--data", "x"), "--agent")):
            done = self.ask(*words)
            self.assertEqual((done.returncode, done.stdout), (2, ""), f"{words} {done.stderr}")
            self.assertIn(said, done.stderr, words)

    def test_help_and_version_are_no_faults(self):
        for words in (("--help",), ("help",), ("version",), ("serve", "--help"),
                      ("agent", "--help"), ("agent", "add", "--help")):
            done = self.ask(*words)
            self.assertEqual((done.returncode, done.stderr), (0, ""), words)
            self.assertTrue(done.stdout, words)

    def test_a_bad_value_is_refused_by_its_option_before_anything_is_opened(self):
        place = os.path.join(tempfile.mkdtemp(prefix="mg-", dir="/tmp"), "never-made")
        self.addCleanup(shutil.rmtree, os.path.dirname(place))
        agent = {"--email": "bo@x.test", "--name": "Bo", "--role": "owner"}
        inbox = {"--address": "a@x.test", "--name": "N"}

        def words(command, options, option, value):
            options = {**options, "--data": place, option: value}
            return [*command, *(word for pair in options.items() for word in pair)]

        wrong = [(words(["serve"], {}, option, value), option, "") for option, value in (
            ("--listen", "300.1.1.1:80"), ("--listen", "foo:80"), ("--lmtp", "nonsense"),
            ("--base-url", "foo"), ("--base-url", "https://help.example.com/desk"),
            ("--allow-host", "a/b"), ("--trusted-proxy", "abc"), ("--trusted-mail-peer", "x/99"),
            ("--database", "mysql://x/y"))]
        wrong += [(words(["serve", "--listen", "0.0.0.0:0"], {}, "--clock-file", "/etc/hostname"),
                   "--clock-file is for tests", "")]
        wrong += [(words(["demo"], {}, "--listen", "foo:80"), "--listen", "")]
        wrong += [(words(["agent", "add", "--password-stdin"], agent, option, value), option,
                   "correct horse battery\n") for option, value in (
                       ("--role", "king"), ("--email", "nobody"), ("--name", ""))]
        wrong += [(words(["agent", "add", "--password-stdin"], agent, "--role", "owner"),
                   "--password-stdin", password) for password in ("", "short\n", "1234567890\n")]
        wrong += [(words(["inbox", "add"], inbox, option, value), option, "") for option, value in (
            ("--address", "nobody"), ("--name", "a\nb"), ("--smtp", "host:25"))]
        for command, said, secret in wrong:
            done = subprocess.run([BINARY, *command], capture_output=True, text=True, timeout=20,
                                  check=False, input=secret)
            self.assertEqual((done.returncode, done.stdout), (2, ""), f"{command} {done.stderr}")
            self.assertTrue(done.stderr.startswith(f"makegood: {said}"), done.stderr)
            self.assertFalse(os.path.exists(place), command)

    def test_what_the_place_refuses_ends_with_1_and_leaves_nothing(self):
        place = os.path.join(tempfile.mkdtemp(prefix="mg-", dir="/tmp"), "never-made")
        self.addCleanup(shutil.rmtree, os.path.dirname(place))
        for words, said in (
                (("agent", "add", "--email", "bo@x.test", "--name", "Bo", "--role", "agent",
                  "--password-stdin"), "--role: The workspace has no owner yet."),
                (("token", "create", "--agent", "bo@x.test"), ""),
                (("restore", "--from", "/etc/passwd"),
                 "--from: /etc/passwd is not a backup of Makegood.")):
            done = subprocess.run([BINARY, *words, "--data", place], capture_output=True, text=True,
                                  timeout=20, check=False, input="correct horse battery\n")
            self.assertEqual(done.returncode, 1, f"{words} {done.stderr}")
            self.assertTrue(done.stderr.startswith(f"makegood: {said}"), done.stderr)
            self.assertFalse(os.path.exists(place), words)


class MailExplain(unittest.TestCase):
    def test_each_file_is_explained_whatever_the_others_are(self):
        desk = Desk()
        self.addCleanup(desk.close)
        os.makedirs(desk.folder, exist_ok=True)
        empty, good = (os.path.join(desk.folder, name) for name in ("empty.eml", "good.eml"))
        open(empty, "w", encoding="ascii").close()
        with open(good, "w", encoding="ascii") as file:
            file.write("From: a@b.test\nSubject: s\n\nWords.\n")
        done = subprocess.run([BINARY, "mail", "explain", empty, good], capture_output=True,
                              text=True, timeout=20, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        first, second = map(json.loads, done.stdout.splitlines())
        self.assertEqual((first["file"], first["subject"], first["text"]), (empty, "", ""))
        self.assertEqual((second["file"], second["subject"]), (good, "s"))
        gone = os.path.join(desk.folder, "gone.eml")
        done = subprocess.run([BINARY, "mail", "explain", gone, desk.folder, good],
                              capture_output=True, text=True, timeout=20, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertEqual([json.loads(line)["file"] for line in done.stdout.splitlines()], [good])
        self.assertEqual(done.stderr, f"makegood: {gone} is not there.\n"
                                      f"makegood: {desk.folder} is a folder, not a file.\n")


class Head(unittest.TestCase):
    def test_head_answers_as_get_without_a_body(self):
        desk = Desk()
        self.addCleanup(desk.close)
        desk.start()

        def ask(method, path):
            connection = http.client.HTTPConnection("127.0.0.1", desk.http_port, timeout=20)
            connection.request(method, path)
            answer = connection.getresponse()
            body = answer.read()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            connection.close()
            return answer.status, {n: headers.get(n) for n in (
                "content-type", "content-length", "etag", "cache-control",
                "content-security-policy")}, body

        page = ask("GET", "/")[2].decode()
        asset = page.split('src="')[1].split('"')[0]
        for path in ("/", "/setup", "/conversations/7", asset, "/gone.png",
                     "/api/openapi.json", "/healthz"):
            status, headers, body = ask("HEAD", path)
            self.assertEqual(body, b"", path)
            self.assertEqual((status, headers), ask("GET", path)[:2], path)
        self.assertEqual(ask("HEAD", "/")[0], 200)


if __name__ == "__main__":
    unittest.main()
