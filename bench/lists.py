#!/usr/bin/env python3
# Do lists, conversations and search stay as fast when there are 100,000 conversations as when there
# are 1,000?
#
# Two servers run side by side, over workspaces that were filled through the import and the API
# (bench/_workspace.py). One closed loop on one connection asks them in turn: the workspace's views
# in each of their orders, further pages, the counts of the views, opening a conversation with its
# messages, and search. No request is like another, so that each is answered from the database.
# Compared are the p95 of an answer, and the server's CPU time for one, which moves less when the
# machine has other things to do; p50 and p99 are in --json.
# Starting up, until /readyz is 200, is compared the same way.
import random

import _bench
import _workspace

SMALL, LARGE = 1_000, 100_000
P95_RATIO_MAX = 1.5
REQUESTS = 200
WARMING_REQUESTS = 1_000  # Each of the server's readers has a cache of its own.
START_ROUNDS = 3

VIEWS = ["my_promises", "not_yet_heard", "for_me", "our_turn", "their_turn", "is_it_solved", "all"]
SORTS = ["promise", "updated", "number"]


def view_paths(sort):
    return [f"/api/v1/conversations?view={view}&sort={sort}&limit=50" for view in VIEWS]


def further_pages(http, query):
    """The paths of the second to sixth page."""
    paths, cursor = [], None
    for _ in range(6):
        path = f"/conversations?{query}&limit=50" + (f"&cursor={cursor}" if cursor else "")
        if cursor:
            paths.append("/api/v1" + path)
        page = _workspace.ask(http, "GET", path)
        cursor = page["next"]
        if not cursor:
            break
    return paths


def conversations_of(http, chance):
    """A sample: the first 200 in each of some orders."""
    items = []
    for query in ("sort=number", "sort=-number", "view=their_turn", "view=my_promises"):
        items += _workspace.ask(http, "GET", f"/conversations?{query}&limit=200")["items"]
    chance.shuffle(items)
    return [item["id"] for item in items[:200]]


def questions(desk, size):
    """{name: paths} for one workspace."""
    http = _bench.Http(desk)
    chance = random.Random(1)
    ids = conversations_of(http, chance)
    inbox = _workspace.ask(http, "GET", "/conversations?limit=1")["items"][0]["inbox"]["id"]
    asked = {"list, by number (the default)": ["/api/v1/conversations?limit=50",
                                               "/api/v1/conversations?state=open&limit=50",
                                               "/api/v1/conversations?sort=-number&limit=50"]}
    for sort in SORTS:
        asked[f"views, by {sort}"] = view_paths(sort)
    asked["an inbox's list"] = [f"/api/v1/conversations?view=all&inbox={inbox}&sort={sort}&limit=50"
                                for sort in SORTS]
    asked["further pages"] = further_pages(http, "view=our_turn&sort=updated") + \
        further_pages(http, "sort=number") + further_pages(http, "view=all&sort=promise")
    asked["counts of the views"] = ["/api/v1/views"]
    asked["open a conversation"] = [f"/api/v1/conversations/{one}" for one in ids]
    asked["its messages"] = [f"/api/v1/conversations/{one}/messages" for one in ids]
    asked["search: a rare word"] = [f"/api/v1/search?q=ref{chance.randrange(size)}"
                                    for _ in range(100)]
    asked["search: two words"] = [
        f"/api/v1/search?q={_workspace.WORDS[800 + i * 31]}+{_workspace.WORDS[1500 + i * 17]}"
        for i in range(100)]
    asked["search: a common word"] = [f"/api/v1/search?q={_workspace.WORDS[i]}" for i in range(20)]
    return asked


def p95s(report, options, name, servers):
    """`servers`: ((desk, headers, paths) for LARGE, the same for SMALL)."""
    found, cpus = ([], []), ([], [])
    for number in range(options.rounds + 1):
        for at, (desk, headers, paths) in enumerate(servers):
            cpu = _bench.cpu_of_threads(desk.process.pid)
            requests = REQUESTS if number > 0 else WARMING_REQUESTS
            took = _bench.http_load(desk.http_port, headers, paths, requests)
            cpu = _bench.cpu_of_threads(desk.process.pid) - cpu
            if number > 0:
                found[at].append(took["p95"])
                cpus[at].append(cpu / took["requests"] * 1e6)
                report.details.setdefault(name, []).append(
                    {"conversations": (LARGE, SMALL)[at],
                     **{key: took[key] for key in ("p50", "p95", "p99")}})
    return found, cpus


def measure_start(report, desks):
    took = ([], [])
    for _ in range(START_ROUNDS):
        for at, desk in enumerate(desks):
            took[at].append(desk.start() * 1000)
            desk.stop()
    report.ratio("start until ready", *took, unit="ms")


def measure(report, options):
    large, made = _workspace.open_workspace(LARGE)
    small, _ = _workspace.open_workspace(SMALL)
    if "import_seconds" in made:
        report.figure(f"import of {LARGE:,} mails (when it was filled)",
                      LARGE / made["import_seconds"], "mails/s")
    try:
        measure_start(report, (large, small))
        large.start()
        small.start()
        with _bench.HeadersFile(large, fresh=True) as large_headers, \
                _bench.HeadersFile(small, fresh=True) as small_headers:
            asked = questions(large, LARGE), questions(small, SMALL)
            for name in asked[0]:
                figures, cpus = p95s(report, options, name, (
                    (large, large_headers, asked[0][name]), (small, small_headers, asked[1][name])))
                target = None if name.startswith("search") else P95_RATIO_MAX
                report.ratio(f"{name}, p95", *figures, target, at_most=True, unit="us")
                report.ratio("  CPU of the server", *cpus, unit="us")
        large.stop()
        small.stop()
    finally:
        large.close()
        small.close()


if __name__ == "__main__":
    _bench.main("Lists, opening and search at 100,000 conversations against 1,000", measure)
