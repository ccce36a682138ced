#!/usr/bin/env python3
"""What the server answers is what its OpenAPI document says: every GET of the demo workspace,
the writes of a day's work, the refusals. A member that the document does not name is a fault."""
import datetime
import json
import os
import re
import sys
import unittest
import urllib.parse

import jsonschema

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "faults"))
from desk import BINARY, Desk, Http  # noqa: E402  (found by the line above)
from mail import Lmtp  # noqa: E402

OWNER = "tomas@fernhill.example"
INBOX = "hello@fernhill.example"
DEMO_SECONDS_MAX = 180
PAGES_MAX = 3  # Of each list.
EACH_MAX = 5   # Objects of each kind that are asked for one by one.

MAIL = """\
From: Ana <ana@customer.example.test>
To: hello@fernhill.example
Cc: Ben <ben@customer.example.test>
Subject: A picture
Message-ID: <picture-1@customer.example.test>
Date: Sat, 21 Nov 2026 15:04:05 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset=utf-8

<p>Look <img src="https://tracker.example.test/x.png"></p>
--b
Content-Type: text/plain; name=notes.txt
Content-Disposition: attachment; filename=notes.txt

Three lines.
--b--
""".replace("\n", "\r\n").encode()

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
checker = jsonschema.FormatChecker(formats=[])


@checker.checks("date-time")
def is_time(value):
    return not isinstance(value, str) or TIME.fullmatch(value) is not None



def in_days(days):
    then = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    return then.strftime("%Y-%m-%dT%H:%M:%SZ")

class Demo(Desk):
    def serve_command(self):
        return [BINARY, "demo", "--data", self.data, "--listen", f"127.0.0.1:{self.http_port}",
                "--lmtp", f"127.0.0.1:{self.lmtp_port}"]


class Document:
    """The server's own; its answers may hold nothing that it does not say."""

    def __init__(self, whole):
        self.whole = whole
        for schema in whole["components"]["schemas"].values():
            if "properties" in schema:
                schema.setdefault("additionalProperties", False)

    def operation(self, method, template):
        return self.whole["paths"][template][method.lower()]

    def resolved(self, part):
        while "$ref" in part:
            place = self.whole
            for step in part["$ref"].removeprefix("#/").split("/"):
                place = place[step]
            part = place
        return part

    def faults(self, method, template, status, headers, body):
        """What is wrong with an answer, in words."""
        operation = self.operation(method, template)
        answer = operation["responses"].get(str(status))
        if answer is None:
            return [f"the status {status} is not declared"]
        content = self.resolved(answer).get("content", {})
        if not content:
            return [f"{len(body)} bytes where none are declared"] if body else []
        kind = headers.get_content_type()
        if "*/*" in content:
            return []
        if kind not in content:
            return [f"{kind} is not declared"]
        if not content[kind]["schema"]:
            return []
        schema = {**content[kind]["schema"], "components": self.whole["components"]}
        validator = jsonschema.Draft202012Validator(schema, format_checker=checker)
        return [f"/{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}"
                for e in validator.iter_errors(json.loads(body))]


class AnswersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desk = Demo()
        cls.addClassCleanup(cls.desk.close)
        cls.desk.start(DEMO_SECONDS_MAX)
        cls.desk.token = cls.desk.command("token", "create", "--agent", OWNER)
        cls.http = Http(cls.desk)
        cls.document = Document(json.loads(cls.http.ask("GET", "/api/openapi.json")[1]))
        assert Lmtp(cls.desk).send("ana@customer.example.test", MAIL, INBOX) == 250
        cls.desk.wait_for_ingest()

    def ask(self, method, template, expected, *, query="", body=None, token=None, headers=None,
            **path):
        """The JSON (or bytes) of an answer that has the expected status and fits the document."""
        where = template
        for name, value in path.items():
            where = where.replace("{" + name + "}", value)
        sent = {"Authorization": f"Bearer {token or self.desk.token}", **(headers or {})}
        if body is not None and not isinstance(body, bytes):
            sent.setdefault("Content-Type", "application/json")
            body = json.dumps(body)
        status, raw, got = self.http.ask(method, where + query, body, sent)
        what = f"{method} {where}{query}"
        self.assertEqual(status, expected, f"{what}: {raw[:500]}")
        faults = self.document.faults(method, template, status, got, raw)
        self.assertEqual(faults, [], f"{what}: {raw[:500]}")
        return json.loads(raw) if raw and "json" in got.get_content_type() else raw

    def pages(self, template, **path):
        """The items of a list's first pages."""
        names = {p.get("name") for p in self.document.operation("get", template).get(
            "parameters", [])}
        query, items = ("?limit=70" if "limit" in names else ""), []
        for _ in range(PAGES_MAX):
            page = self.ask("GET", template, 200, query=query, **path)
            items += page["items"]
            if page["next"] is None:
                break
            query = "?limit=70&cursor=" + urllib.parse.quote(page["next"])
        return items

    def examples(self):
        """{the part of a path before {id}: ids that are there}"""
        newest = self.ask("GET", "/api/v1/conversations", 200, query="?sort=-number")["items"]
        mailed = next(item for item in newest if item["subject"] == "A picture")
        picked = {"mailed": mailed}
        for item in self.pages("/api/v1/conversations"):  # One of each kind.
            picked.setdefault((item["state"], item["channel"], item["promise"] is None), item)
        ids = [item["id"] for item in picked.values()]
        messages = [m for one in ids for m in self.pages("/api/v1/conversations/{id}/messages",
                                                         id=one)]
        mails = [m["id"] for m in messages if m["kind"] == "customer" and m["html"]]
        files = [a["id"] for m in messages for a in m["attachments"]]
        return {"/api/v1/conversations": ids, "/api/v1/messages": mails,
                "/api/v1/attachments": files,
                "/api/v1/contacts": [item["contact"]["id"] for item in picked.values()]}

    def test_every_get_answers_as_the_document_says(self):
        examples = self.examples()
        queries = {"/api/v1/search": "?q=order"}
        asked = 0
        for template, item in self.document.whole["paths"].items():
            if "get" not in item:
                continue
            with self.subTest(template):
                before = template.partition("/{")[0]
                if before == template:
                    if template == "/api/openapi.json":
                        continue
                    query = queries.get(template, "")
                    answer = self.ask("GET", template, 200, query=query)
                    if "items" in answer and not query:
                        self.pages(template)
                else:
                    if before not in examples and before in self.document.whole["paths"]:
                        examples[before] = [one["id"] for one in self.pages(before)]
                    self.assertTrue(examples.get(before), "examples() gives no id for this path")
                    for one in examples[before][:EACH_MAX]:
                        self.ask("GET", template, 200, id=one)
                asked += 1
        self.assertGreaterEqual(asked, 18)

    def test_every_view_sort_and_filter_of_the_document_is_understood(self):
        operation = self.document.operation("get", "/api/v1/conversations")
        for parameter in operation["parameters"]:
            words = self.document.resolved(parameter["schema"]).get("enum", [])
            for word in words:
                self.ask("GET", "/api/v1/conversations", 200,
                         query=f"?limit=5&{parameter['name']}={word}")
        views = next(p for p in operation["parameters"] if p["name"] == "view")["schema"]["enum"]
        counted = {c["id"] for c in self.ask("GET", "/api/v1/views", 200)["items"]}
        self.assertLessEqual(counted, set(views))

    def test_a_days_work_answers_as_the_document_says(self):
        inbox = self.pages("/api/v1/inboxes")[0]["id"]
        contact = {"name": "Cleo", "email": "cleo@customer.example.test"}
        started = self.ask("POST", "/api/v1/conversations", 201, body={
            "inbox": inbox, "contact": contact, "subject": "Hello", "text": "We write first."})
        one = started["id"]
        upload = self.ask("POST", "/api/v1/uploads", 201, query="?name=a.txt", body=b"bytes",
                          headers={"Content-Type": "text/plain"})
        self.ask("PUT", "/api/v1/conversations/{id}/draft", 200, id=one,
                 body={"kind": "note", "text": "Begun"})
        self.ask("GET", "/api/v1/drafts", 200)
        self.ask("DELETE", "/api/v1/conversations/{id}/draft", 204, id=one)
        reply = self.ask("POST", "/api/v1/conversations/{id}/messages", 201, id=one, body={
            "kind": "reply", "text": "An answer.", "attachments": [upload["id"]],
            "undo_seconds": 60})
        self.ask("GET", "/api/v1/attachments/{id}", 200, id=reply["attachments"][0]["id"])
        self.ask("DELETE", "/api/v1/messages/{id}", 200, id=reply["id"])
        self.ask("POST", "/api/v1/conversations/{id}/messages", 201, id=one,
                 body={"kind": "note", "text": "Among us."})
        promise = self.ask("POST", "/api/v1/conversations/{id}/promises", 201, id=one,
                           body={"due_at": in_days(10), "text": "A call"})
        self.ask("PATCH", "/api/v1/promises/{id}", 200, id=promise["id"],
                 body={"due_at": in_days(11), "reason": "Agreed"})
        self.ask("POST", "/api/v1/conversations/{id}/proposal", 201, id=one, body={})
        for state in ({"priority": "high"}, {"assignee": None}, {"subject": "Hello again"}):
            self.ask("PATCH", "/api/v1/conversations/{id}", 200, id=one, body=state)
        self.ask("POST", "/api/v1/conversations/{id}/spam", 204, id=one)
        self.ask("DELETE", "/api/v1/conversations/{id}/spam", 204, id=one)
        self.ask("GET", "/api/v1/conversations/{id}", 200, id=one)
        self.ask("GET", "/api/v1/conversations/{id}/history", 200, id=one)

    def test_the_workspace_changes_as_the_document_says(self):
        team = self.ask("POST", "/api/v1/teams", 201, body={"name": "Night"})
        self.ask("PATCH", "/api/v1/teams/{id}", 200, id=team["id"], body={"name": "Nights"})
        agent = self.ask("POST", "/api/v1/agents", 201, body={
            "name": "Nia", "email": "nia@fernhill.example", "role": "agent",
            "password": "a long password 17"})
        self.ask("PATCH", "/api/v1/agents/{id}", 200, id=agent["id"], body={"active": False})
        inbox = self.ask("POST", "/api/v1/inboxes", 201, body={
            "address": "night@fernhill.example", "name": "Night",
            "smtp": "smtp://mail.example.test:25"})
        self.ask("PATCH", "/api/v1/inboxes/{id}", 200, id=inbox["id"], body={"team": team["id"]})
        self.ask("PATCH", "/api/v1/settings", 200, body={"reopen_days": 20})
        token = self.ask("POST", "/api/v1/tokens", 201, body={"name": "Test"})
        self.ask("DELETE", "/api/v1/tokens/{id}", 204, id=token["id"])

    def test_refusals_are_the_declared_problems(self):
        for template, item in self.document.whole["paths"].items():
            for method, operation in item.items():
                if operation["security"]:
                    self.ask(method.upper(), template, 401, token="nobodys-token", id="77777777")
        lists = "/api/v1/conversations"
        for query, pointer in (("?limit=0", "?limit"), ("?limit=201", "?limit"),
                               ("?sort=random", "?sort"), ("?view=mine", "?view"),
                               ("?state=gone", "?state"), ("?no=1", "?no")):
            problem = self.ask("GET", lists, 400, query=query)
            self.assertEqual(problem["pointer"], pointer)
        for template, item in self.document.whole["paths"].items():
            if "get" in item:
                self.ask("GET", template, 400, query="?unheard_of=1", id="1")
        self.ask("GET", lists, 400, query="?cursor=nonsense")
        one = self.pages(lists)[0]["id"]
        self.ask("GET", lists + "/{id}/history", 400, query="?cursor=-1", id=one)
        messages = lists + "/{id}/messages"
        for body in ({"kind": "reply"}, {"kind": "shout", "text": "x"}, {"text": 1}, [], {}):
            self.ask("POST", messages, 400, id=one, body=body)
        self.ask("POST", messages, 404, id="77777777", body={"kind": "note", "text": "x"})
        self.ask("POST", messages, 415, id=one, body=b"kind=note",
                 headers={"Content-Type": "application/x-www-form-urlencoded"})
        self.ask("POST", messages, 400, id=one, body={"kind": "note", "text": "x"},
                 headers={"Idempotency-Key": "k" * 201})
        key = {"Idempotency-Key": "answers-1"}
        self.ask("POST", messages, 201, id=one, body={"kind": "note", "text": "x"}, headers=key)
        self.ask("POST", messages, 409, id=one, body={"kind": "note", "text": "y"}, headers=key)
        self.ask("POST", "/api/v1/teams", 413, body=b"[" + b" " * (1 << 20) + b"]",
                 headers={"Content-Type": "application/json"})

    def test_a_wrong_answer_would_be_found(self):
        item = self.ask("GET", "/api/v1/conversations", 200, query="?limit=1")["items"][0]
        headers = self.http.ask("GET", "/api/openapi.json")[2]  # Of any JSON answer.

        def faults(change):
            page = {"items": [{**item, **change}], "next": None}
            return self.document.faults("GET", "/api/v1/conversations", 200, headers,
                                        json.dumps(page))
        self.assertEqual(faults({}), [])
        for change in ({"extra": 1}, {"id": 7}, {"state": "gone"}, {"created_at": "yesterday"},
                       {"contact": None}, {"messages": "2"}):
            self.assertEqual(len(faults(change)), 1, change)


if __name__ == "__main__":
    unittest.main()
