#!/usr/bin/env python3
"""The OpenAPI document: it is valid, it says enough for a stranger to write a client, and what is
made from it and committed is as the program has it."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BINARY = os.environ.get("MG_TEST_BINARY") or os.path.join(ROOT, "build", "release", "makegood")
SECONDS_MAX = 120
METHODS_THAT_CHANGE = {"post", "put", "patch", "delete"}


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False,
                          timeout=SECONDS_MAX)


def lint(document):
    with tempfile.TemporaryDirectory(prefix="mg-lint-") as folder:
        path = os.path.join(folder, "openapi.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document, file)
        done = run("node", os.path.join(HERE, "lint_openapi.mjs"), path)
    if done.returncode:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


class DocumentTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.document = json.loads(run(BINARY, "openapi").stdout)

    def operations(self):
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                yield f"{method.upper()} {path}", method, operation

    def resolved(self, part):
        while "$ref" in part:
            place = self.document
            for step in part["$ref"].removeprefix("#/").split("/"):
                place = place[step]
            part = place
        return part

    def test_a_validator_finds_nothing_wrong(self):
        self.assertEqual(lint(self.document), [])

    def test_the_validator_finds_what_is_wrong(self):
        broken = json.loads(json.dumps(self.document))
        operation = broken["paths"]["/api/v1/conversations"]["get"]
        operation["responses"]["200"]["content"]["application/json"]["schema"] = {"type": "strng"}
        del operation["summary"]
        self.assertGreaterEqual(len(lint(broken)), 2)

    def test_every_operation_says_what_it_does_and_what_it_answers(self):
        for name, _, operation in self.operations():
            with self.subTest(name):
                for member in ("operationId", "summary", "description"):
                    self.assertTrue(operation[member])
                self.assertEqual(len(operation["tags"]), 1)
                self.assertEqual("x-needs" in operation, operation["security"] != [])
                for status, answer in operation["responses"].items():
                    answer = self.resolved(answer)
                    self.assertTrue(answer["description"])
                    if not status.startswith("2"):
                        schema = answer["content"]["application/problem+json"]["schema"]
                        self.assertEqual(schema, {"$ref": "#/components/schemas/Problem"})
                    elif status != "204":
                        self.assertTrue(answer["content"])

    def test_every_refusal_that_can_happen_is_declared(self):
        for name, method, operation in self.operations():
            with self.subTest(name):
                declared = set(operation["responses"])
                self.assertLessEqual({"400", "503", "default"}, declared)
                if operation["security"]:
                    self.assertLessEqual({"401", "403"}, declared)
                if method in METHODS_THAT_CHANGE:
                    self.assertIn("403", declared)  # From another site.
                if "{" in name:
                    self.assertIn("404", declared)
                if "requestBody" in operation:
                    self.assertIn("413", declared)

    def test_every_post_takes_an_idempotency_key(self):
        for name, method, operation in self.operations():
            taken = [self.resolved(p)["name"] for p in operation.get("parameters", [])]
            self.assertEqual("Idempotency-Key" in taken, method == "post", name)

    def test_every_list_is_paged_within_limits(self):
        paged = 0
        for name, _, operation in self.operations():
            parameters = {p.get("name"): p for p in operation.get("parameters", [])}
            if "limit" not in parameters:
                continue
            paged += 1
            schema = parameters["limit"]["schema"]
            self.assertEqual((schema["minimum"], schema["maximum"]), (1, 200), name)
            self.assertIn("default", schema, name)
            self.assertIn("cursor", parameters, name)
        self.assertGreaterEqual(paged, 4)

    def test_times_and_ids_are_strings_of_their_form(self):
        for name, schema in self.document["components"]["schemas"].items():
            for member, inner in schema.get("properties", {}).items():
                with self.subTest(f"{name}.{member}"):
                    types = inner.get("type", [])
                    types = {types} if isinstance(types, str) else set(types)
                    if member.endswith("_at") or member in ("at", "waiting_since", "undo_until"):
                        self.assertEqual(inner["format"], "date-time")
                    if member == "id" and name not in ("ViewCount",) and types == {"string"}:
                        self.assertTrue(inner.get("pattern"))
                    self.assertNotIn("nullable", inner)  # OpenAPI 3.0's word.

    def test_what_is_committed_is_as_the_program_has_it(self):
        done = run(sys.executable, os.path.join(ROOT, "tools", "generate_api.py"), "--check",
                   "--binary", BINARY)
        self.assertEqual(done.returncode, 0, "\n" + done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
