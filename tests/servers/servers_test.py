#!/usr/bin/env python3
"""The test servers themselves: each started for real, and gone afterwards."""
import email.message
import imaplib
import json
import os
import signal
import smtplib
import socketserver
import subprocess
import sys
import threading
import time
import unittest

import servers

WAIT_SECONDS_MAX = 20


class LmtpSink(socketserver.ThreadingTCPServer):
    """Takes mail by LMTP and remembers it; answers `refuse_first` deliveries with 451."""
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, refuse_first=0):
        super().__init__(("127.0.0.1", 0), LmtpSession)
        self.port = self.server_address[1]
        self.refuse_first = refuse_first
        self.taken = []  # (recipients, message bytes)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class LmtpSession(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 sink LMTP")
        recipients = []
        for line in self.rfile:
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"LHLO":
                self.say("250 sink")
            elif verb == b"RCPT":
                recipients.append(line.split(b"<")[1].split(b">")[0].decode())
                self.say("250 ok")
            elif verb == b"DATA":
                self.take(recipients)
                recipients = []
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def take(self, recipients):
        self.say("354 go on")
        data = b""
        for line in self.rfile:
            if line == b".\r\n":
                break
            data += line
        refused = self.server.refuse_first > 0
        self.server.refuse_first -= refused
        if not refused:
            self.server.taken.append((recipients, data))
        for _ in recipients:
            self.say("451 4.3.0 later" if refused else "250 2.0.0 taken")


def message(subject):
    made = email.message.EmailMessage()
    made["From"] = "Ana <ana@customer.example.test>"
    made["Subject"] = subject
    made.set_content("It broke.\n")
    return made


def send(port, recipient, subject="hello"):
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        smtp.sendmail("ana@customer.example.test", [recipient], message(subject).as_bytes())


def wait_for(found):
    end = time.monotonic() + WAIT_SECONDS_MAX
    while time.monotonic() < end:
        value = found()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"not within {WAIT_SECONDS_MAX} s")


def inbox(port, user):
    with imaplib.IMAP4("127.0.0.1", port) as imap:
        imap.login(user, servers.PASSWORD)
        imap.select("INBOX", readonly=True)
        numbers = imap.search(None, "ALL")[1][0].split()
        return [imap.fetch(n, "(RFC822)")[1][0][1] for n in numbers]


class PostgresTest(unittest.TestCase):
    def test_it_answers_and_is_gone_afterwards(self):
        with servers.Postgres() as postgres:
            done = subprocess.run(["psql", "-X", "-At", postgres.url, "-c", "SELECT 6 * 7"],
                                  capture_output=True, text=True, check=False, cwd="/")
            self.assertEqual(done.stdout, "42\n", done.stderr)
            folder = postgres.folder
        self.assertFalse(servers.answers(postgres.port))
        self.assertFalse(os.path.exists(folder))


@unittest.skipUnless(os.geteuid() == 0, "Postfix and Dovecot start as root alone")
class MailTest(unittest.TestCase):
    def test_mail_for_support_is_handed_over_by_lmtp_with_its_plus_address(self):
        sink = LmtpSink()
        with servers.Postfix(sink.port) as postfix:
            send(postfix.smtp_port, "help+token@support.example.test", "plus")
            wait_for(lambda: sink.taken)
        recipients, data = sink.taken[0]
        self.assertEqual(recipients, ["help+token@support.example.test"])
        self.assertIn(b"Subject: plus", data)
        self.assertFalse(servers.answers(postfix.smtp_port))

    def test_a_temporary_refusal_is_tried_again_soon(self):
        sink = LmtpSink(refuse_first=1)
        with servers.Postfix(sink.port) as postfix:
            send(postfix.smtp_port, "help@support.example.test")
            wait_for(lambda: sink.taken)
            self.assertIn("451 4.3.0 later", postfix.log())

    def test_mail_for_anybody_else_is_refused(self):
        with servers.Postfix(LmtpSink().port) as postfix:
            with self.assertRaises(smtplib.SMTPRecipientsRefused):
                send(postfix.smtp_port, "somebody@elsewhere.example")

    def test_mail_for_a_customer_arrives_in_the_mailbox(self):
        with servers.Dovecot() as dovecot:
            with servers.Postfix(LmtpSink().port, dovecot.lmtp_port) as postfix:
                send(postfix.smtp_port, "ana@customer.example.test", "answer")
                mails = wait_for(lambda: inbox(dovecot.imap_port, "ana@customer.example.test"))
                self.assertIn(b"Subject: answer", mails[0])
                self.assertEqual(inbox(dovecot.imap_port, "bo@customer.example.test"), [])
        self.assertFalse(servers.answers(dovecot.imap_port))

    def test_a_wrong_password_is_refused(self):
        with servers.Dovecot() as dovecot:
            with imaplib.IMAP4("127.0.0.1", dovecot.imap_port) as imap:
                with self.assertRaises(imaplib.IMAP4.error):
                    imap.login("ana@customer.example.test", "wrong")

    def test_swaks_reaches_postfix(self):
        sink = LmtpSink()
        with servers.Postfix(sink.port) as postfix:
            command = ["swaks", "--silent", "2", "--server", "127.0.0.1", "--port",
                       str(postfix.smtp_port), "--helo", "ana", "--from",
                       "ana@customer.example.test", "--to", "help@support.example.test"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            wait_for(lambda: sink.taken)


@unittest.skipUnless(os.geteuid() == 0, "Postfix and Dovecot start as root alone")
class CommandTest(unittest.TestCase):
    def start(self):
        process = subprocess.Popen([sys.executable, servers.__file__, "postgres", "dovecot",
                                    "postfix", "--lmtp-port", "1"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        facts = json.loads(process.stdout.readline())
        return process, [facts["postgres"]["port"], facts["dovecot"]["imap_port"],
                         facts["dovecot"]["lmtp_port"], facts["postfix"]["smtp_port"]]

    def assert_all_end(self, process, ports):
        self.assertEqual(process.wait(60), 0)
        self.assertEqual([p for p in ports if servers.answers(p)], [])

    def test_all_run_until_standard_input_ends(self):
        process, ports = self.start()
        self.assertEqual([p for p in ports if not servers.answers(p)], [])
        process.stdin.close()
        self.assert_all_end(process, ports)

    def test_all_end_at_sigterm(self):
        process, ports = self.start()
        process.send_signal(signal.SIGTERM)
        self.assert_all_end(process, ports)
        process.stdin.close()


if __name__ == "__main__":
    unittest.main()
