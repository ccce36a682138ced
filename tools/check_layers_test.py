import os
import subprocess
import sys
import tempfile
import unittest

import check_layers

LAYERS = """# comment
base:
db: base
rules: base
desk: rules db base
main: *
ban rules: <thread> system_clock::now
only db: sqlite3.h
"""


class CheckLayers(unittest.TestCase):
    def setUp(self):
        self.rules = check_layers.read_rules(LAYERS.splitlines())

    def wrongs(self, folder, text, path="x.cc"):
        return [w for _, w in check_layers.check_file(self.rules, folder, path, text)]

    def test_a_folder_may_include_itself_and_what_its_line_names(self):
        self.assertEqual(self.wrongs("desk", '#include "desk/x.h"\n#include "rules/y.h"\n'), [])

    def test_a_folder_may_not_include_what_its_line_does_not_name(self):
        self.assertEqual(self.wrongs("rules", '#include "db/db.h"\n'),
                         ["rules may not include db"])

    def test_a_generated_header_counts_as_its_folder(self):
        self.assertEqual(self.wrongs("rules", '#include "gen/db/sql.h"\n'),
                         ["rules may not include db"])

    def test_an_include_names_its_folder(self):
        self.assertEqual(self.wrongs("rules", '#include "y.h"\n'),
                         ['write the folder: "rules/y.h"'])

    def test_a_library_is_included_with_angle_brackets(self):
        self.assertEqual(self.wrongs("rules", '#include "boost/asio.hpp"\n'),
                         ["boost is no folder of src; write <boost/asio.hpp>"])

    def test_a_banned_word_counts_in_code_and_not_in_comments_or_tests(self):
        text = "auto t = system_clock::now();\n"
        self.assertEqual(self.wrongs("rules", text), ["rules may not use system_clock::now"])
        self.assertEqual(self.wrongs("rules", "// never system_clock::now\n"), [])
        self.assertEqual(self.wrongs("rules", text, "x_test.cc"), [])
        self.assertEqual(self.wrongs("desk", text), [])

    def test_an_only_word_stands_in_its_folders_alone_in_tests_too(self):
        self.assertEqual(self.wrongs("db", "#include <sqlite3.h>\n"), [])
        self.assertEqual(self.wrongs("desk", "#include <sqlite3.h>\n", "x_test.cc"),
                         ["sqlite3.h may stand in db only"])

    def test_a_cycle_cannot_be_written_down(self):
        with self.assertRaises(ValueError):
            check_layers.read_rules(["a: b", "b: a"])

    def test_the_program_fails_on_a_wrong_tree_and_names_file_and_line(self):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(f"{root}/src/rules")
            with open(f"{root}/src/rules/x.cc", "w", encoding="utf-8") as file:
                file.write('\n#include "db/db.h"\n')
            with open(f"{root}/layers.txt", "w", encoding="utf-8") as file:
                file.write(LAYERS)
            done = subprocess.run([sys.executable, check_layers.__file__, "--layers",
                                   f"{root}/layers.txt", "--src", f"{root}/src"],
                                  capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, "src/rules/x.cc:2: rules may not include db\n")


if __name__ == "__main__":
    unittest.main()
