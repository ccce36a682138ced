"""A client of the live stream: a WebSocket (RFC 6455) with what a test needs of it."""
import base64
import json
import os
import socket
import struct
import threading

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Closed(Exception):
    """The server has ended the connection."""


class Live:
    """`rest_max`: the seconds after which next() gives up a stream that says nothing. To connect
    may take longer: whoever computes beside us must not look like a fault."""

    def __init__(self, desk, after=None, seconds_max=20, rest_max=None):
        query = f"?after={after}" if after else ""
        self.socket = socket.create_connection(("127.0.0.1", desk.http_port), seconds_max)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((f"GET /api/v1/live{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                             "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                             f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
                             f"Authorization: Bearer {desk.token}\r\n\r\n").encode())
        self.file = self.socket.makefile("rb")
        status = self.file.readline()
        if b" 101 " not in status:
            raise Closed(status.decode())
        while self.file.readline() not in (b"\r\n", b""):
            pass
        self.socket.settimeout(rest_max or seconds_max)

    def exactly(self, size):
        found = self.file.read(size)
        if len(found) < size:
            raise Closed("without a word")
        return found

    def frame(self):
        first, length = self.exactly(2)
        if not first & 0x80 or length & 0x80:
            raise Closed("the server sends fragments or masks its frames")
        if length == 126:
            length, = struct.unpack("!H", self.exactly(2))
        elif length == 127:
            length, = struct.unpack("!Q", self.exactly(8))
        return first & 0x0f, self.exactly(length)

    def send(self, kind, data):
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))
        self.socket.sendall(bytes((0x80 | kind, 0x80 | len(data))) + mask + masked)

    def next(self):
        """The next message, as JSON. TimeoutError when none comes in time."""
        while True:
            kind, data = self.frame()
            if kind == TEXT:
                return json.loads(data)
            if kind == PING:
                self.send(PONG, data)
            if kind == CLOSE:
                raise Closed(str(data))

    def close(self):
        self.file.close()
        self.socket.close()


class Follower(threading.Thread):
    """Reads all facts from `after` on. With `reconnect_after`, it hangs up whenever it has read so
    many and goes on at the next of its desks, from the last position that it has seen."""

    def __init__(self, desks, after, reconnect_after=None):
        super().__init__(daemon=True)
        self.desks, self.position = desks, after
        self.reconnect_after = reconnect_after
        self.facts = []  # In the order of arrival: (position, conversation, fact)
        self.connections = 0
        self.over = threading.Event()
        self.error = None

    def run(self):
        try:
            while not self.over.is_set():
                self.follow(self.desks[self.connections % len(self.desks)])
        except Exception as error:  # pylint: disable=broad-except  # Told by the test.
            self.error = repr(error)

    def follow(self, desk):
        live = Live(desk, self.position, seconds_max=120, rest_max=0.5)
        self.connections += 1
        until = len(self.facts) + self.reconnect_after if self.reconnect_after else None
        while not self.over.is_set() and (until is None or len(self.facts) < until):
            try:
                message = live.next()
            except TimeoutError:
                break  # A stream that rests: begin anew. What was half read comes again whole.
            if message["type"] == "resync":
                raise Closed("the server asks for a fresh start")
            if message["type"] == "fact":
                self.position = message["position"]
                self.facts.append((message["position"], message["conversation"], message["fact"]))
        live.close()

    def stop(self):
        self.over.set()
        self.join(30)
