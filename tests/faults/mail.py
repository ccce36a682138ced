"""Mail in by LMTP, and the mail server that takes the mail out."""
import email
import email.policy
import re
import socket
import socketserver
import threading

from desk import INBOX, Gone


def mail_bytes(sender, recipient, subject, text, message_id, headers=()):
    lines = [f"From: Ana <{sender}>", f"To: {recipient}", f"Subject: {subject}",
             f"Message-ID: <{message_id}>", "Date: Sat, 21 Nov 2026 15:04:05 +0000",
             "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", *headers, "", text, ""]
    return "\r\n".join(lines).encode()


class Lmtp:
    """One session; opened anew when it broke. For one thread."""

    def __init__(self, desk, seconds_max=20):
        self.port = desk.lmtp_port
        self.seconds_max = seconds_max
        self.socket = self.file = None

    def reply(self):
        while True:
            line = self.file.readline()
            if not line.endswith(b"\n"):
                raise Gone("the LMTP connection ended")
            if line[3:4] != b"-":
                return int(line[:3])

    def say(self, line):
        self.socket.sendall(line.encode() + b"\r\n")
        return self.reply()

    def open(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port), self.seconds_max)
        self.file = self.socket.makefile("rb")
        if self.reply() == 220 and self.say("LHLO client.example.test") == 250:
            return
        raise Gone("no greeting")

    def send(self, sender, raw, recipient=INBOX):
        """The code that the mail got: of the step that refused it, else of the final dot."""
        try:
            if not self.socket:
                self.open()
            for line in (f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>"):
                code = self.say(line)
                if code >= 300:
                    self.say("RSET")
                    return code
            code = self.say("DATA")
            if code != 354:
                return code
            self.socket.sendall(raw + b".\r\n")
            return self.reply()
        except (OSError, ValueError, Gone) as error:
            self.close()
            raise Gone(str(error)) from error

    def close(self):
        if self.socket:
            self.file.close()
            self.socket.close()
        self.socket = self.file = None


class SentMail:
    def __init__(self, recipient, raw):
        self.recipient = recipient
        self.parsed = email.message_from_bytes(raw, policy=email.policy.default)
        self.message_id = self.parsed["Message-ID"]
        self.reply_to = re.search(r"[^<\s]+@[^>\s]+", str(self.parsed["Reply-To"]))[0]

    @property
    def text(self):
        part = self.parsed.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def link(self):
        """To the customer's page, or None."""
        found = re.search(r"http://\S+/c/[A-Za-z0-9_-]+", self.text)
        return found[0] if found else None


class _Session(socketserver.StreamRequestHandler):
    def answer(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def data(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line[1:] if line.startswith(b".") else line)
        return None

    def handle(self):
        server, recipient = self.server, None
        if server.silent.is_set():
            with server.lock:
                server.kept_waiting += 1
            server.released.wait(120)
            return
        self.answer("220 stub")
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word == b"RCPT":
                recipient = re.search(rb"<([^>]*)>", line)[1].decode()
            if word == b"DATA":
                self.answer("354 go on")
                raw = self.data()
                if raw is None:
                    return
                with server.lock:
                    server.mails.append(SentMail(recipient, raw))
                self.answer("250 taken")
            elif word == b"QUIT":
                self.answer("221 bye")
                return
            else:
                self.answer("250 fine")


class SmtpStub(socketserver.ThreadingTCPServer):
    """Takes every mail and remembers it. With `silent` set it takes connections and says nothing
    until `released`."""
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails = []
        self.lock = threading.Lock()
        self.silent, self.released = threading.Event(), threading.Event()
        self.kept_waiting = 0  # Connections that were taken while silent.
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05},
                         daemon=True).start()

    def handle_error(self, request, client_address):
        pass  # The program under test is killed in the middle of it, on purpose.

    def taken(self):
        with self.lock:
            return list(self.mails)

    def close(self):
        self.released.set()
        self.shutdown()
        self.server_close()
