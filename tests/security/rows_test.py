#!/usr/bin/env python3
"""Holds tests/security/rows.txt against the names of the tests: every row that applies has one, and
no test names a row that is not in the list."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROW = r"[EX][1-9][0-9]?"
NAMES = {
    # TEST(Suite, name), also where the name stands on the next line.
    ".cc": re.compile(r"^TEST(?:_[PF])?\(\s*\w+,\s*(\w+)\)", re.M),
    # test('name' and test("name"; describe and it, too.
    ".ts": re.compile(r"""^\s*(?:test|it|describe)(?:\.each\([^)]*\))?\(\s*(['"`])(.*?)\1""", re.M),
    ".mjs": re.compile(r"""^\s*(?:test|step)\(\s*(['"`])(.*?)\1""", re.M),
}


def read_rows(text):
    """({row: what}, {row: why it does not apply})"""
    applying, left_out = {}, {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        row, what = line.split(maxsplit=1)
        if not re.fullmatch(ROW, row) or row in applying or row in left_out:
            raise ValueError(f"not a row of its own: {line}")
        if what.startswith("no:"):
            left_out[row] = what.removeprefix("no:").strip()
        else:
            applying[row] = what
    return applying, left_out


def rows_of_name(name):
    words = re.split(r"[_\s]+", name)
    return {word for word in words if re.fullmatch(ROW, word)}


def rows_of_tests(files):
    """{row: the tests that name it, as "path: name"}"""
    found = {}
    for path in files:
        pattern = NAMES[path.suffix]
        for match in pattern.finditer(path.read_text(encoding="utf-8")):
            name = match.groups()[-1]
            for row in rows_of_name(name):
                found.setdefault(row, []).append(f"{path.relative_to(ROOT)}: {name}")
    return found


def test_files():
    yield from sorted((ROOT / "src").rglob("*_test.cc"))
    yield from sorted((ROOT / "web" / "src").rglob("*.test.ts"))
    yield from sorted((ROOT / "tests" / "e2e").glob("*.mjs"))


class Rows(unittest.TestCase):
    applying, left_out = read_rows((ROOT / "tests/security/rows.txt").read_text(encoding="utf-8"))
    named = rows_of_tests(test_files())

    def test_every_row_that_applies_has_a_test(self):
        missing = [f"{row} {what}" for row, what in self.applying.items() if row not in self.named]
        self.assertEqual(missing, [])

    def test_no_test_names_a_row_that_is_unknown_or_does_not_apply(self):
        wrong = {row: tests for row, tests in self.named.items() if row not in self.applying}
        self.assertEqual(wrong, {})

    def test_a_row_that_does_not_apply_says_why(self):
        self.assertTrue(all(len(why) > 10 for why in self.left_out.values()), self.left_out)

    def test_no_row_is_left_out_of_the_list(self):
        rows = {**self.applying, **self.left_out}
        known = {f"X{n}" for n in range(1, 21)} | {f"E{n}" for n in range(1, 24)}
        self.assertEqual(set(rows), known)

    def test_names_are_read_as_they_are_written(self):
        self.assertEqual(rows_of_name("only_crlf_ends_E16"), {"E16"})
        self.assertEqual(rows_of_name("X15_a_long_address"), {"X15"})
        self.assertEqual(rows_of_name("a name that poses E21"), {"E21"})
        self.assertEqual(rows_of_name("refused_E3_E4"), {"E3", "E4"})
        self.assertEqual(rows_of_name("W13_names_in_HEX10_or_E100"), set())


if __name__ == "__main__":
    unittest.main()
