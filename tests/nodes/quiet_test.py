#!/usr/bin/env python3
"""What a desk on PostgreSQL does while nothing happens, and while the database does not answer."""
import os
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults"))
from desk import Desk, Http, psql, wait_for  # noqa: E402  (found by the line above)
from live import Live  # noqa: E402

WATCHED_SECONDS = 3
TRANSACTIONS_A_SECOND_MAX = 200  # A pump that finds no rest makes thousands.
DATABASE_GONE_SECONDS = 4        # Longer than sockets go without being asked who they belong to.


class QuietTest(unittest.TestCase):
    def setUp(self):
        self.desk = Desk("postgres").set_up()
        self.addCleanup(self.desk.close)
        self.desk.start()

    def on_server(self, sql):
        return psql(os.environ["MG_TEST_POSTGRES"], sql)

    def transactions(self):
        name = self.desk.own_database.name
        return int(self.on_server("SELECT xact_commit + xact_rollback FROM pg_stat_database "
                                  f"WHERE datname = '{name}'"))

    def test_a_desk_without_anything_to_do_rests(self):
        # Statistics come late, so what is asked is how fast they grow at their slowest.
        def rate():
            before, began = self.transactions(), time.monotonic()
            time.sleep(WATCHED_SECONDS)
            return (self.transactions() - before) / (time.monotonic() - began)
        self.assertLess(min(rate(), rate()), TRANSACTIONS_A_SECOND_MAX)

    def test_readers_stay_while_the_database_is_gone(self):
        live = Live(self.desk)
        self.addCleanup(live.close)
        self.assertEqual(live.next()["type"], "hello")
        name = self.desk.own_database.name
        self.on_server(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        self.on_server(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                       f"WHERE datname = '{name}'")
        time.sleep(DATABASE_GONE_SECONDS)
        self.on_server(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        http = Http(self.desk)
        wait_for("it is served again", 20, lambda: http.ask("GET", "/readyz")[0] == 200)
        inbox = http.api("GET", "/inboxes")[1]["items"][0]["id"]
        status, made = http.api("POST", "/conversations", {
            "inbox": inbox, "contact": {"email": "ana@customer.example.test", "name": "Ana"},
            "subject": "Back", "text": "We are back."})
        self.assertEqual(status, 201, made)
        # Still the same socket. Other facts (the inbox that set_up made) may come first.
        while live.next().get("conversation") != made["id"]:
            pass


if __name__ == "__main__":
    unittest.main()
