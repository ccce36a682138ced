#!/usr/bin/env python3
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import api_reference  # noqa: E402
import generate_api  # noqa: E402

DOCUMENT = {
    "tags": [{"name": "notes", "description": "Words."}],
    "paths": {"/notes": {"post": {
        "summary": "Write a note", "description": "It stays.", "tags": ["notes"],
        "x-needs": "write",
        "parameters": [
            {"$ref": "#/components/parameters/Key"},
            {"name": "limit", "in": "query", "description": "How many.",
             "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}}],
        "requestBody": {"content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/Note"}}}},
        "responses": {"201": {"content": {"*/*": {"schema": {}}}}, "409": {}, "default": {}}}}},
    "components": {"schemas": {
        "Kind": {"type": "string", "enum": ["warm", "a|b"]},
        "Note": {"type": "object", "required": ["text"], "properties": {
            "text": {"type": "string", "maxLength": 9, "description": "This | that."},
            "kinds": {"type": ["array", "null"], "items": {"$ref": "#/components/schemas/Kind"}},
            "at": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}}}}}}


class ReferenceTest(unittest.TestCase):
    def setUp(self):
        self.text = api_reference.text_of(DOCUMENT)

    def test_an_operation_says_what_it_takes_and_answers(self):
        for part in ("## Notes\n\nWords.\n", "### Write a note\n\n`POST /notes`\n\nIt stays.\n",
                     "- Needs the right `write`.\n",
                     "- `?limit=` (integer, 1 to 200, optional, 50 when left out): How many.\n",
                     "- Body: [Note](#note)\n", "- Answer 201: bytes\n", "- Refusals: 409\n"):
            self.assertIn(part, self.text)

    def test_a_schema_is_a_table_of_its_members(self):
        for part in ("| `text` | string, 0 to 9 characters | This \\| that. |\n",
                     "| `kinds` | list of [Kind](#kind) or null, optional |  |\n",
                     "| `at` | date-time or null, optional |  |\n", "### Kind\n\n`warm`, `a|b`\n"):
            self.assertIn(part, self.text)


class DifferenceTest(unittest.TestCase):
    def test_what_is_the_same_makes_no_lines(self):
        self.assertEqual(generate_api.difference("a", "x\n", "x\n"), [])

    def test_a_difference_is_shown_and_cut_when_it_is_long(self):
        lines = generate_api.difference("a.ts", "x\ny\n", "x\nz\n")
        self.assertEqual(lines[0], "--- a.ts")
        self.assertLessEqual({"-y", "+z"}, set(lines))
        many = "".join(f"{n}\n" for n in range(1000))
        lines = generate_api.difference("a.ts", "", many)
        self.assertEqual(len(lines), generate_api.DIFF_LINES_MAX + 1)
        self.assertIn("more lines", lines[-1])


if __name__ == "__main__":
    unittest.main()
