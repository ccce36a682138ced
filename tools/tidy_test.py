import unittest

import tidy


def wrongs(path, text, allowed=None):
    return list(tidy.check({path: text}, allowed or {}))


def function(lines):
    return "int f(int x) {\n" + "  ++x;\n" * (lines - 2) + "}\n"


class Tidy(unittest.TestCase):
    def test_a_clean_file_passes(self):
        self.assertEqual(wrongs("src/a/b.cc", "int f() { return 1; }\n"), [])

    def test_a_function_of_70_lines_passes_and_of_71_does_not(self):
        self.assertEqual(wrongs("src/a/b.cc", function(70)), [])
        self.assertEqual(wrongs("src/a/b.cc", function(71)),
                         ["src/a/b.cc:1: f has 71 lines, 70 at most"])

    def test_a_long_method_in_a_class_is_found(self):
        text = "class A {\n public:\n  void g() {\n" + "    x();\n" * 80 + "  }\n};\n"
        self.assertEqual(wrongs("src/a/b.h", text), ["src/a/b.h:3: g has 82 lines, 70 at most"])

    def test_a_wrapped_constructor_ends_where_it_ends(self):
        text = "A::A(int a,\n     int b)\n    : a_(a), b_(b) {\n  x();\n}\n\n"
        self.assertEqual(wrongs("src/a/b.cc", text + "int y = 1;\n" * 80 + "struct B {};\n"), [])
        text = text.strip() + "\n"
        self.assertEqual(wrongs("src/a/b.cc", text.replace("  x();\n", "  x();\n" * 80)),
                         ["src/a/b.cc:1: A::A has 84 lines, 70 at most"])

    def test_a_long_namespace_or_class_is_no_function(self):
        text = "namespace a {\nstruct B {\n" + "  int x = 1;\n" * 90 + "};\n}\n"
        self.assertEqual(wrongs("src/a/b.h", text), [])

    def test_a_long_file_fails_and_a_test_may_be_longer(self):
        self.assertEqual(wrongs("src/a/b.cc", "x();\n" * 801),
                         ["src/a/b.cc:1: file has 801 lines, 800 at most"])
        self.assertEqual(wrongs("src/a/b_test.cc", "x();\n" * 801), [])

    def test_an_allowed_one_may_not_grow_and_must_be_needed(self):
        self.assertEqual(wrongs("src/a/b.cc", function(80), {"src/a/b.cc:f": 80}), [])
        self.assertEqual(wrongs("src/a/b.cc", function(81), {"src/a/b.cc:f": 80}),
                         ["src/a/b.cc:1: src/a/b.cc:f grew from 80 to 81 lines"])
        self.assertEqual(wrongs("src/a/b.cc", function(60), {"src/a/b.cc:f": 80}),
                         ["tools/tidy_allowed.txt:1: src/a/b.cc:f is no longer needed"])

    def test_a_long_python_function_is_found(self):
        text = "def f():\n" + "    x = 1\n" * 70
        self.assertEqual(wrongs("tools/a.py", text), ["tools/a.py:1: f has 71 lines, 70 at most"])

    def test_leftovers_and_spaces_and_endings_are_found(self):
        word = "FIX" + "ME"
        self.assertEqual(wrongs("src/a/b.cc", f"// {word}\n"),
                         [f"src/a/b.cc:1: leftover: {word}"])
        self.assertEqual(wrongs("src/a/b.cc", "int a; \n"),
                         ["src/a/b.cc:1: space at the end of the line"])
        self.assertEqual(wrongs("src/a/b.cc", "int a;"), ["src/a/b.cc:1: the last line has no end"])

    def test_a_name_that_says_nothing_is_found(self):
        self.assertEqual(wrongs("src/a/b.h", "class MailManager {};\n"),
                         ["src/a/b.h:1: MailManager says nothing: name what it does"])
        self.assertEqual(wrongs("src/a/mail_utils.h", "int a;\n"),
                         ["src/a/mail_utils.h:1: the file's name says nothing: name what is in it"])
        self.assertEqual(wrongs("src/a/community.h", "int a;\n"), [])

    def test_a_decision_is_in_the_index(self):
        files = {"docs/decisions/0007-a.md": "# A\n", "docs/decisions/README.md": "# Index\n"}
        self.assertEqual(list(tidy.check(files, {})),
                         ["docs/decisions/0007-a.md:1: is not in docs/decisions/README.md"])
        files["docs/decisions/README.md"] += "[0007](0007-a.md)\n"
        self.assertEqual(list(tidy.check(files, {})), [])

    def test_a_link_leads_to_a_file(self):
        text = "# A\n[b](../b.md#part), [web](https://example.org/x), ![picture](c.png)\n"
        there = lambda path: path == "b.md"
        self.assertEqual(list(tidy.check({"docs/a.md": text}, {}, there)), [])
        self.assertEqual(list(tidy.check({"docs/a.md": text}, {}, lambda path: False)),
                         ["docs/a.md:2: there is no ../b.md"])

    def test_markdown_has_a_title(self):
        self.assertEqual(wrongs("docs/a.md", "# A\n"), [])
        self.assertEqual(wrongs("docs/a.md", "A\n"),
                         ['docs/a.md:1: begins without a title ("# ...")'])


if __name__ == "__main__":
    unittest.main()
