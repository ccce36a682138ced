"""What a client asked for and what it was told; and whether the server kept its word."""
import collections
import json
import os
import re
import threading
import time
import uuid

MARK = re.compile(r"\bmark[0-9a-f]{16}\b")


def new_mark():
    """A word that is unique, to be found again in what the server shows."""
    return "mark" + uuid.uuid4().hex[:16]


class Ledger:
    """Append-only, a line of JSON for each event, in a file that no fault of the server reaches.

    "intent" before anything is sent; then "ack" (it said that it has it), "maybe" (no answer, or
    one that leaves it open: a time-out, 451, 503) or nothing. `at` is the monotonic clock.
    """

    def __init__(self, path):
        self.file = open(path, "ab")  # pylint: disable=consider-using-with
        self.path = path
        self.lock = threading.Lock()

    def note(self, event, mark, **more):
        line = json.dumps({"at": time.monotonic(), "event": event, "mark": mark, **more})
        with self.lock:
            self.file.write(line.encode() + b"\n")
            self.file.flush()

    def entries(self):
        with open(self.path, encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def close(self):
        self.file.close()
        os.remove(self.path)


def fates(entries, before=None):
    """{mark: "ack" | "maybe"}. Acknowledgements at `before` or later leave it open, too: they may
    have been under way when the fault struck."""
    found = {}
    for entry in entries:
        acked = entry["event"] == "ack" and (before is None or entry["at"] < before)
        if acked:
            found[entry["mark"]] = "ack"
        else:
            found.setdefault(entry["mark"], "maybe")
    return found


def complaints(entries, present, before=None):
    """What is wrong, in sentences; `present` counts in how many messages each mark was found."""
    found = []
    known = fates(entries, before)
    for mark, fate in known.items():
        count = present.get(mark, 0)
        if fate == "ack" and count == 0:
            found.append(f"{mark} was acknowledged and is lost")
        if count > 1:
            found.append(f"{mark} is there {count} times")
    found += [f"{mark} was never sent" for mark in present if mark not in known]
    return found


class Reader:
    """Counts the marks in all messages of a desk, through the public API. Conversations that did
    not change since the last look are not read again."""

    def __init__(self):
        self.seen = {}  # id: (updated_at, Counter of marks)

    def present(self, http):
        total, last = collections.Counter(), None
        for item in http.pages("/conversations?sort=number"):
            assert last is None or int(item["number"]) > last, "the list repeats itself"
            last = int(item["number"])
            known = self.seen.get(item["id"])
            if known is None or known[0] != item["updated_at"]:
                known = (item["updated_at"], self.marks_of(http, item["id"]))
                self.seen[item["id"]] = known
            total.update(known[1])
        return total

    @staticmethod
    def marks_of(http, conversation):
        marks = collections.Counter()
        for message in http.pages(f"/conversations/{conversation}/messages"):
            if message["kind"] != "system":
                marks.update(set(MARK.findall(message["text"] or "")))
        return marks
