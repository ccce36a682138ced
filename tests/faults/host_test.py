#!/usr/bin/env python3
"""Which names a server answers to (DNS rebinding): its own, the machine's, those it was told of."""
import http.client
import unittest

from desk import Desk

OTHER = "evil.example.test"


class HostTest(unittest.TestCase):
    def desk(self, *options):
        desk = Desk(options=options)
        self.addCleanup(desk.close)
        desk.start()
        return desk

    @staticmethod
    def status(desk, host, path="/", headers=()):
        """(status, text) of a GET under this name."""
        connection = http.client.HTTPConnection("127.0.0.1", desk.http_port, timeout=20)
        try:
            connection.putrequest("GET", path, skip_host=True)
            connection.putheader("Host", host)
            for name, value in headers:
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def assert_other_names_are_refused(self, desk):
        for path in ("/", "/setup", "/c", "/c/xyz", "/api/v1/session", "/api/openapi.json",
                     "/metrics"):
            for host in (OTHER, f"{OTHER}:{desk.http_port}", f"localhost:{desk.http_port}@{OTHER}"):
                status, text = self.status(desk, host, path)
                self.assertEqual(status, 421, f"{host} {path}")
                self.assertIn("--allow-host", text)
        upgrade = (("Connection", "Upgrade"), ("Upgrade", "websocket"),
                   ("Sec-WebSocket-Version", "13"),
                   ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="))
        self.assertEqual(self.status(desk, OTHER, "/api/v1/live", upgrade)[0], 421)
        # A forwarded name changes nothing, whoever sends it.
        forwarded = (("X-Forwarded-Host", "localhost"),)
        self.assertEqual(self.status(desk, OTHER, "/", forwarded)[0], 421)

    def test_on_loopback_only_loopback_names_pass(self):
        desk = self.desk()
        for host in (f"127.0.0.1:{desk.http_port}", f"localhost:{desk.http_port}", "LOCALHOST",
                     "desk.localhost", "[::1]"):
            self.assertEqual(self.status(desk, host, "/api/openapi.json")[0], 200, host)
        self.assert_other_names_are_refused(desk)
        self.assertEqual(self.status(desk, "192.0.2.1", "/c")[0], 421)

    def test_the_base_urls_name_and_allowed_ones_pass(self):
        desk = self.desk("--base-url", "https://help.example.test/",
                         "--allow-host", "desk.internal.test", "--allow-host", "10.1.2.3")
        for host in ("help.example.test", "Help.Example.test:443", "desk.internal.test:8080",
                     "10.1.2.3", "localhost"):
            self.assertEqual(self.status(desk, host, "/api/openapi.json")[0], 200, host)
        self.assert_other_names_are_refused(desk)

    def test_probes_reach_it_by_address_whatever_its_name(self):
        desk = self.desk("--base-url", "https://help.example.test")
        for path in ("/healthz", "/readyz", "/metrics"):
            self.assertEqual(self.status(desk, "192.0.2.7:8080", path)[0], 200, path)
        for path in ("/healthz", "/readyz"):
            self.assertEqual(self.status(desk, "makegood", path)[0], 200, path)


if __name__ == "__main__":
    unittest.main()
