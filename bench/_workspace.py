"""Workspaces of a given size, filled as a team would fill its own: `makegood import mbox`, then
assignments, replies, promises and proposals through the API. They are kept in build/bench from run
to run, as long as the program's schema and this file stay the same."""
import concurrent.futures
import hashlib
import json
import os
import random
import shutil
import sys
import threading
import time

import _bench

AGENTS = 5
CONVERSATIONS_A_CONTACT = 4
BODY_WORDS = 150
# Of a hundred conversations. The rest is open and our turn, as after any import.
ASSIGNED, REPLIED, PROMISED, PROPOSED, SPAM = 40, 12, 4, 4, 2
API_CHANGES = 1000  # What a team has in hand, which does not grow with what it has behind it.
API_THREADS = 8
SYLLABLES = "ka lor mi ten sur ve dan po ri sel tu wen ga hol bri ne".split()


def word(number):
    text = ""
    number += 7
    while number:
        text += SYLLABLES[number % 16]
        number //= 16
    return text


WORDS = [word(i) for i in range(8000)]


def prose(chance, count):
    """Common words far more often than rare ones, in lines."""
    words = [WORDS[int(chance.random() ** 3 * len(WORDS))] for _ in range(count)]
    return "\n".join(" ".join(words[i:i + 10]) for i in range(0, count, 10))


def write_mbox(path, conversations):
    """One mail a conversation, over the last year; every tenth word of search is "ref<N>"."""
    chance = random.Random(conversations)
    began = time.time() - 360 * 86400
    with open(path, "w", encoding="ascii") as file:
        for i in range(conversations):
            person = i // CONVERSATIONS_A_CONTACT
            at = time.strftime("%a, %d %b %Y %H:%M:%S +0000",
                               time.gmtime(began + i * 359 * 86400 / conversations))
            file.write(f"From person{person}@customer.example.test Thu Jan  1 00:00:00 2026\n"
                       f"From: Person {person} <person{person}@customer.example.test>\n"
                       f"To: <{_bench.INBOX}>\nSubject: About {prose(chance, 3)}\n"
                       f"Message-ID: <ref{i}@customer.example.test>\nDate: {at}\n\n"
                       f"Hello,\n\nref{i} {prose(chance, BODY_WORDS)}\n\nPerson {person}\n\n")


def ask(http, method, path, body=None):
    status, answer = http.api(method, path, body)
    if status not in (200, 201, 204):
        raise RuntimeError(f"{method} {path}: {status} {answer}")
    return answer


def agents_of(desk):
    for i in range(AGENTS):
        desk.command("agent", "add", "--email", f"agent{i}@support.example.test", "--name",
                     f"Agent {i}", "--role", "agent", "--password-stdin",
                     secret="a long password 17\n")
    agents = ask(_bench.Http(desk), "GET", "/agents")["items"]
    agents.sort(key=lambda agent: agent["email"] != _bench.OWNER)  # The one whose token we have.
    return [agent["id"] for agent in agents]


def change_one(http, conversation, agents, chance):
    """What an agent might have done with it."""
    path = f"/conversations/{conversation['id']}"
    kind = chance.randrange(100)
    if kind < ASSIGNED:
        ask(http, "PATCH", path, {"assignee": chance.choice(agents)})
    elif kind < ASSIGNED + REPLIED:
        ask(http, "POST", path + "/messages", {"kind": "reply", "text": prose(chance, 40)})
    elif kind < ASSIGNED + REPLIED + PROMISED:
        due = time.strftime("%Y-%m-%dT%H:%M:%SZ",
                            time.gmtime(time.time() + chance.randrange(86400, 30 * 86400)))
        ask(http, "PATCH", path, {"assignee": agents[0]})
        ask(http, "POST", path + "/promises", {"due_at": due, "text": "You hear from us."})
    elif kind < ASSIGNED + REPLIED + PROMISED + PROPOSED:
        ask(http, "POST", path + "/proposal", {"text": "Please try again now."})
    elif kind < ASSIGNED + REPLIED + PROMISED + PROPOSED + SPAM:
        ask(http, "POST", path + "/spam")


def change_some(desk, conversations):
    agents = agents_of(desk)
    step = max(1, conversations // API_CHANGES)
    http = _bench.Http(desk)
    items = [item for n, item in enumerate(http.pages("/conversations")) if n % step == 0]
    local = threading.local()

    def change(numbered):
        if not hasattr(local, "http"):
            local.http = _bench.Http(desk)
        number, item = numbered
        change_one(local.http, item, agents, random.Random(number))
    with concurrent.futures.ThreadPoolExecutor(API_THREADS) as pool:
        list(pool.map(change, enumerate(items)))


def stamp(conversations):
    """Of what the folder was made by: another schema, other words, another folder."""
    digest = hashlib.sha256(str(conversations).encode())
    migrations = os.path.join(_bench.ROOT, "src", "store", "migrations")
    for path in [os.path.abspath(__file__)] + sorted(
            os.path.join(migrations, name) for name in os.listdir(migrations)):
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()[:16]


def wait_for_index(desk, seconds_max):
    end = time.monotonic() + seconds_max
    while desk.metric("makegood_follower_lag_facts") != 0:
        if time.monotonic() > end:
            raise RuntimeError("the search index does not come to an end")
        time.sleep(0.1)


def fill(folder, conversations):
    """What it took: import and index, in seconds."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    mbox = os.path.join(folder, "old.mbox")
    write_mbox(mbox, conversations)
    desk = _bench.Desk(folder=folder).set_up()
    try:
        desk.start()
        began = time.monotonic()
        _bench.run_import(desk, mbox)
        imported = time.monotonic()
        wait_for_index(desk, 600)
        indexed = time.monotonic()
        change_some(desk, conversations)
        wait_for_index(desk, 600)
        desk.stop(60)
    finally:
        desk.close()
    os.remove(mbox)
    took = {"import_seconds": imported - began, "index_seconds": indexed - imported,
            "token": desk.token, "stamp": stamp(conversations)}
    with open(os.path.join(folder, "made.json"), "w", encoding="ascii") as file:
        json.dump(took, file)
    return took


def open_workspace(conversations):
    """(Desk, not started; what filling it took)"""
    folder = os.path.join(_bench.KEPT, str(conversations))
    made = {}
    if os.path.exists(os.path.join(folder, "made.json")):
        with open(os.path.join(folder, "made.json"), encoding="ascii") as file:
            made = json.load(file)
    if made.get("stamp") != stamp(conversations):
        print(f"  (filling a workspace with {conversations:,} conversations; kept for next time)",
              file=sys.stderr)
        made = fill(folder, conversations)
    desk = _bench.Desk(folder=folder)
    desk.token = made["token"]
    return desk, made
