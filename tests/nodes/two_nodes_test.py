#!/usr/bin/env python3
"""Two nodes on one PostgreSQL: what happens on one is seen on the other, every fact once and in
order; what both could do, a mail to send or a timer to fire, one of them does."""
import collections
import datetime
import itertools
import os
import sys
import threading
import time
import unittest
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults"))
from desk import LONG, Desk, Http, wait_for  # noqa: E402  (found by the line above)
from live import Follower, Live  # noqa: E402
from mail import Lmtp, SmtpStub, mail_bytes  # noqa: E402

FACTS = 200_000 if LONG else 10_000
WRITERS = 32
BEHIND_MAX = 3000  # Below the number from which on the stream asks for a fresh start.
SECONDS_MAX = 120  # For what happens in a second where nobody else computes.


class TwoNodesTest(unittest.TestCase):
    def setUp(self):
        self.stub = SmtpStub()
        self.addCleanup(self.stub.close)
        self.a = Desk("postgres")
        self.addCleanup(self.a.close)
        self.b = Desk("postgres", database=self.a.database)
        self.addCleanup(self.b.close)  # Before the database of the first is dropped.
        for desk in (self.a, self.b):
            desk.options = ["--base-url", self.a.url]
        self.a.set_up(self.stub.port)
        self.b.token = self.a.token
        self.a.start()
        self.b.start()
        self.http = {desk: Http(desk) for desk in (self.a, self.b)}

    def mail_in(self, desk, count):
        """Ids of the conversations that they made, listed by the other node."""
        other = self.b if desk is self.a else self.a
        lmtp, senders = Lmtp(desk), []
        for _ in range(count):
            senders.append(f"{uuid.uuid4().hex}@customer.example.test")
            raw = mail_bytes(senders[-1], "help", "Question", "Words.", senders[-1])
            self.assertEqual(lmtp.send(senders[-1], raw), 250)
        lmtp.close()

        def ids():
            listed = {item["contact"]["email"]: item["id"]
                      for item in self.http[other].pages("/conversations")}
            return all(s in listed for s in senders) and [listed[s] for s in senders]
        return wait_for("the mails are listed on the other node", SECONDS_MAX, ids)

    def history(self, conversation):
        return list(self.http[self.a].pages(f"/conversations/{conversation}/history"))

    def test_what_happens_on_one_is_seen_live_on_the_other(self):
        for here, there in ((self.a, self.b), (self.b, self.a)):
            conversation, = self.mail_in(here, 1)
            live = Live(there)
            self.assertEqual(live.next()["type"], "hello")
            began = time.monotonic()
            status, reply = self.http[here].api(
                "POST", f"/conversations/{conversation}/messages",
                {"kind": "reply", "text": "An answer."})
            self.assertEqual(status, 201)
            while True:  # Facts of the acknowledgement may still come first.
                fact = live.next()
                if fact["type"] == "fact" and fact["fact"] == "reply_written":
                    break
            self.assertLess(time.monotonic() - began, 2)
            self.assertEqual((fact["conversation"], fact["message"]), (conversation, reply["id"]))
            self.assertEqual(fact["item"]["turn"], "customer")
            status, page = self.http[there].api("GET", f"/conversations/{conversation}/messages")
            self.assertIn(reply["id"], [message["id"] for message in page["items"]])
            live.close()

    def write_notes(self, conversations, followers, count):
        """32 writers over both nodes. They wait for followers that are far behind: what a follower
        has to keep up with is not the point here."""
        numbers, errors = itertools.count(), []
        started = min(len(follower.facts) for follower in followers)

        def write(desk):
            http = Http(desk)
            for number in iter(numbers.__next__, None):
                if number >= count or errors:
                    return
                while number - (min(len(f.facts) for f in followers) - started) > BEHIND_MAX:
                    if any(f.error for f in followers):
                        return
                    time.sleep(0.01)
                path = f"/conversations/{conversations[number % len(conversations)]}/messages"
                status, answer = http.api("POST", path, {"kind": "note", "text": f"n{number}"},
                                          seconds_max=SECONDS_MAX)
                if status != 201:
                    errors.append((status, answer))
        threads = [threading.Thread(target=write, args=(desk,), daemon=True)
                   for desk in (self.a, self.b) for _ in range(WRITERS // 2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(errors, [])
        self.assertEqual([follower.error for follower in followers], [None] * len(followers))

    def test_every_follower_sees_every_fact_once_and_in_order(self):
        live = Live(self.a)
        start = live.next()["position"]
        live.close()
        followers = [Follower([self.a], start), Follower([self.b], start),
                     Follower([self.a, self.b], start, reconnect_after=150)]
        for follower in followers:
            follower.start()
            self.addCleanup(follower.stop)
        conversations = self.mail_in(self.a, 20) + self.mail_in(self.b, 20)
        began = time.monotonic()
        self.write_notes(conversations, followers, FACTS)
        seconds = time.monotonic() - began
        print(f"{FACTS} facts by {WRITERS} writers in {seconds:.1f} s", file=sys.stderr)
        self.assert_all_saw(followers, self.settled(conversations))
        self.assertGreater(followers[2].connections, 10)

    def settled(self, conversations):
        """{conversation: [(position, fact)]} once nothing is added any more."""
        before = None
        for _ in range(60):
            now = {c: [(f["position"], f["fact"]) for f in self.history(c)] for c in conversations}
            if now == before:
                return now
            before = now
            time.sleep(0.5)
        raise AssertionError("the histories never come to rest")

    def assert_all_saw(self, followers, histories):
        expected = sum(map(len, histories.values()))
        self.assertGreaterEqual(expected, FACTS)
        for number, follower in enumerate(followers):
            wait_for(f"follower {number} has seen all", SECONDS_MAX, lambda f=follower: f.error or
                     sum(c is not None for _, c, _ in list(f.facts)) >= expected)
            follower.stop()
            self.assertIsNone(follower.error)
            positions = collections.Counter(position for position, _, _ in follower.facts)
            self.assertEqual([p for p, times in positions.items() if times > 1], [],
                             f"follower {number} saw facts twice")
            seen = {conversation: [] for conversation in histories}
            for position, conversation, fact in follower.facts:
                if conversation is not None:
                    seen[conversation].append((position, fact))
            for conversation, facts in histories.items():
                self.assertEqual(seen[conversation], facts,
                                 f"follower {number}, conversation {conversation}")

    def test_each_mail_is_sent_once_and_each_timer_fires_once(self):
        conversations = self.mail_in(self.a, 15) + self.mail_in(self.b, 15)
        replies, promises = set(), {}
        for number, conversation in enumerate(conversations):
            http = self.http[self.a if number % 2 else self.b]
            path = f"/conversations/{conversation}"
            status, reply = http.api("POST", path + "/messages",
                                     {"kind": "reply", "text": f"Answer {conversation}."})
            self.assertEqual(status, 201)
            replies.add(reply["id"])
            soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=6)
            status, promise = http.api("POST", path + "/promises", {
                "due_at": soon.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "text": "I look into it."})
            self.assertEqual(status, 201, promise)
            promises[conversation] = promise["id"]
        self.assert_sent_once(conversations)
        self.assert_broken_once(promises)

    def assert_sent_once(self, conversations):
        def settled():
            return all(message["delivery"]["state"] == "sent" for c in conversations
                       for message in self.http[self.b].pages(f"/conversations/{c}/messages")
                       if message.get("delivery"))
        wait_for("all copies are sent", SECONDS_MAX, settled)
        time.sleep(1)
        mails = self.stub.taken()
        times = collections.Counter(mail.message_id for mail in mails)
        self.assertEqual([i for i, count in times.items() if count > 1], [], "sent twice")
        answers = collections.Counter(c for mail in mails for c in conversations
                                      if f"Answer {c}." in mail.text)
        self.assertEqual(answers, collections.Counter(conversations))

    def assert_broken_once(self, promises):
        def broken(conversation):
            return sum(fact["fact"] == "promise_broken" and
                       fact["data"]["promise"] == promises[conversation]
                       for fact in self.history(conversation))
        wait_for("all promises are broken", SECONDS_MAX, lambda: all(map(broken, promises)))
        time.sleep(1)
        self.assertEqual([broken(c) for c in promises], [1] * len(promises))
        fired = [desk.metric("makegood_timers_fired_total") for desk in (self.a, self.b)]
        self.assertGreater(sum(fired), len(promises) - 1)


if __name__ == "__main__":
    unittest.main()
