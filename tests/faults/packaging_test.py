#!/usr/bin/env python3
"""The packaged service answers what the packaged proxies ask it."""
import os
import re
import shlex
import unittest

from desk import BINARY, ROOT, Desk, Http, OWNER

PACKAGING = os.path.join(ROOT, "packaging")


def text_of(*path):
    with open(os.path.join(PACKAGING, *path), encoding="utf-8") as file:
        return file.read()


class Packaged(Desk):
    """Serves as the unit says, with its own folder and ports."""

    def serve_command(self):
        unit = text_of("systemd", "makegood.service")
        settings = dict(re.findall(r"^(\w+)=(.*)$", text_of("systemd", "makegood.env"), re.M))
        command = re.search(r"^ExecStart=(.*)$", unit, re.M)[1]
        words = shlex.split(re.sub(r"\$\{(\w+)\}", lambda name: settings[name[1]], command))
        ours = {"/usr/local/bin/makegood": BINARY, "/var/lib/makegood": self.data,
                "127.0.0.1:8080": f"127.0.0.1:{self.http_port}",
                "127.0.0.1:8025": f"127.0.0.1:{self.lmtp_port}"}
        return [ours.get(word, word) for word in words]


class Packaging(unittest.TestCase):
    def test_what_nginx_passes_on_is_answered_as_from_outside(self):
        desk = Packaged()
        self.addCleanup(desk.close)
        desk.set_up()
        desk.start()
        config = text_of("proxy", "nginx.conf")
        values = {"$host": re.search(r"server_name (\S+);", config)[1],
                  "$remote_addr": "203.0.113.7"}
        headers = {name: values.get(value, value) for name, value in
                   re.findall(r"proxy_set_header (Host|X-Forwarded-\S+) (\S+);", config)}
        self.assertEqual(len(headers), 3)
        self.assertEqual(Http(desk).ask("GET", "/", headers=headers)[0], 200)
        origin = {"Origin": f"https://{headers['Host']}", "Sec-Fetch-Site": "same-origin",
                  "Content-Type": "application/json"}
        body = f'{{"email":"{OWNER}","password":"a long password 17"}}'
        status, answer, said = Http(desk).ask("POST", "/api/v1/session", body,
                                              {**headers, **origin})
        self.assertIn(status, (200, 201), answer)
        self.assertIn("secure", said["Set-Cookie"].lower())

    def test_the_metrics_are_not_for_the_world(self):
        self.assertRegex(text_of("proxy", "nginx.conf"), r"location = /metrics \{\s*return 404;")
        self.assertIn("respond /metrics 404", text_of("proxy", "Caddyfile"))


if __name__ == "__main__":
    unittest.main()
