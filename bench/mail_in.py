#!/usr/bin/env python3
# How fast does mail come in, compared with a mailbox server that makes as sure of it?
#
# 5 KB mails over 64 LMTP connections, into makegood (SQLite) and into Dovecot's LMTP (maildir,
# mail_fsync=always), in turn. Three ways to send:
#   smtp-source -d   Postfix's generator, the next mail over the same connection
#   smtp-source      the same with a new connection for each mail
#   distinct         lmtp_load: prose of their own, a sender, a subject; pipelined as by Postfix
# smtp-source's mails differ in nothing but their Message-ID (and their one sender makes them one
# contact), which is kinder to a program that compresses and indexes than real mail is; so the
# visible rate is asked of both. Dovecot gets one mailbox from smtp-source, as we have one inbox,
# and 64 mailboxes from lmtp_load, which suits it better.
#
# accepted: mails answered with 250 a second; each is durable by then, on both sides.
# visible:  mails a second until all of them are conversations in the list and are found by search,
#           from the first one sent. Compared with Dovecot's accepted rate: what it has accepted is
#           visible, but not searchable.
import contextlib
import subprocess
import time

import _bench

CONNECTIONS = 64
BYTES = 5 * 1024
MAILBOXES = [f"box{i}@customer.example.test" for i in range(CONNECTIONS)]
VISIBLE_SECONDS_MAX = 120


def smtp_source(port, mails, recipient, reconnect):
    """Accepted mails a second; every mail was accepted, or it would have failed."""
    command = ["smtp-source", "-L", "-s", str(CONNECTIONS), "-l", str(BYTES), "-m", str(mails),
               "-f", "somebody@customer.example.test", "-t", recipient]
    command += ([] if reconnect else ["-d"]) + [f"inet:127.0.0.1:{port}"]
    began = time.monotonic()
    subprocess.run(command, check=True, timeout=300)
    return mails / (time.monotonic() - began)


def distinct(port, mails, recipients, seed):
    found = _bench.run_json([_bench.program("lmtp_load"), str(port), str(CONNECTIONS), str(mails),
                             str(seed), *recipients])
    if found["accepted"] != mails:
        raise RuntimeError(f"of {mails} mails only {found['accepted']} were accepted")
    return found["rate"]


def newest_number(desk):
    status, page = _bench.Http(desk).api("GET", "/conversations?sort=-number&limit=1")
    if status != 200:
        raise RuntimeError(f"the list: {status}")
    return page["items"][0]["number"] if page["items"] else 0


def wait_until_visible(desk):
    end = time.monotonic() + VISIBLE_SECONDS_MAX
    while desk.metric("makegood_ingest_pending") != 0 or \
            desk.metric("makegood_follower_lag_facts") != 0:
        if time.monotonic() > end:
            raise RuntimeError(f"not all visible after {VISIBLE_SECONDS_MAX} s")
        time.sleep(0.05)


def check_all_visible(desk, before, mails, marks):
    """Each mail has become a conversation of its own, and marked ones are found."""
    made = newest_number(desk) - before
    if made != mails:
        raise RuntimeError(f"{mails} mails made {made} conversations")
    for mark in marks:
        status, page = _bench.Http(desk).api("GET", f"/search?q={mark}")
        if status != 200 or len(page["items"]) != 1:
            raise RuntimeError(f"search for {mark}: {status}, {page}")


class Makegood:
    def __init__(self, desk, mails):
        self.desk = desk
        self.mails = mails
        self.cpu = 0

    def round(self, way, seed):
        """(accepted/s, visible/s, CPU seconds a mail)"""
        desk, mails = self.desk, self.mails
        before = newest_number(desk)
        pid = desk.process.pid
        cpu = _bench.cpu_seconds(pid)
        # lmtp_load writes its mails before it sends them, so the clock starts when it has sent.
        if way == "distinct":
            accepted = distinct(desk.lmtp_port, mails, [_bench.INBOX], seed)
            began = time.monotonic() - mails / accepted
        else:
            began = time.monotonic()
            accepted = smtp_source(desk.lmtp_port, mails, _bench.INBOX, way == "smtp-source")
        wait_until_visible(desk)
        visible = mails / (time.monotonic() - began)
        cpu = (_bench.cpu_seconds(pid) - cpu) / mails
        marks = [f"mark{seed}x{i}" for i in (0, mails // 2, mails - 1)] if way == "distinct" else []
        check_all_visible(desk, before, mails, marks)
        return accepted, visible, cpu


def dovecot_round(dovecot, way, mails, seed):
    cpu = _bench.cpu_seconds(dovecot.process.pid)
    if way == "distinct":
        rate = distinct(dovecot.lmtp_port, mails, MAILBOXES, seed)
    else:
        rate = smtp_source(dovecot.lmtp_port, mails, MAILBOXES[0], way == "smtp-source")
    return rate, (_bench.cpu_seconds(dovecot.process.pid) - cpu) / mails


def measure_way(report, options, desk, dovecot, way):
    ours = Makegood(desk, options.mails)
    theirs_mails = options.mails // 4  # It is slower; both rounds then take about as long.
    ours.round(way, 1)  # Warm, and so are its files; not counted.
    dovecot_round(dovecot, way, theirs_mails // 4, 1)
    accepted, visible, cpu, theirs, theirs_cpu = [], [], [], [], []
    for number in range(options.rounds):
        seed = 1000 + number
        rates = ours.round(way, seed)
        accepted.append(rates[0])
        visible.append(rates[1])
        cpu.append(rates[2])
        rate, seconds = dovecot_round(dovecot, way, theirs_mails, seed)
        theirs.append(rate)
        theirs_cpu.append(seconds)
    report.ratio(f"{way}: accepted", accepted, theirs, 5)
    report.ratio(f"{way}: visible", visible, theirs, 2)
    report.ratio(f"{way}: CPU a mail, until visible", [c * 1e6 for c in cpu],
                 [c * 1e6 for c in theirs_cpu], unit="us")


def measure(report, options):
    ways = options.ways.split(",")
    with contextlib.ExitStack() as stack:
        server = None
        if options.engine == "postgres":
            server = stack.enter_context(_bench.Postgres(durable=True))
        dovecot = stack.enter_context(_bench.Dovecot(mail_fsync="always"))
        for way in ways:
            desk = _bench.Desk(database=_bench.Database(server.url).url if server else None)
            stack.callback(desk.close)
            desk.set_up()
            desk.start()
            measure_way(report, options, desk, dovecot, way)
            desk.stop()


def add_options(parser):
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--mails", type=int, default=8000, help="a round, for makegood")
    parser.add_argument("--ways", default="smtp-source -d,smtp-source,distinct")


if __name__ == "__main__":
    _bench.main("Mail in: makegood against Dovecot's LMTP", measure, add_options)
