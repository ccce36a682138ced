import contextlib
import io
import os
import tempfile
import unittest

import sql_constants


class SqlConstants(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def put(self, path, text):
        path = os.path.join(self.folder.name, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def statements(self):
        return sql_constants.read_statements(self.folder.name + "/sql")

    def migrations(self):
        return sql_constants.read_migrations(self.folder.name + "/migrations")

    def assert_wrong(self, read, words):
        with self.assertRaises(sql_constants.Wrong) as caught:
            read()
        self.assertIn(words, str(caught.exception))

    def test_a_shared_statement_serves_both_engines_without_its_comment_and_semicolon(self):
        self.put("sql/get.sql", "-- why; $9\nSELECT ';' FROM t\nWHERE a = $1;\n")
        text = "SELECT ';' FROM t\nWHERE a = $1"
        self.assertEqual(self.statements(), {"get": {"sqlite": text, "postgres": text}})

    def test_an_override_is_there_for_both_engines(self):
        self.put("sql/sqlite/find.sql", "SELECT 1")
        self.assert_wrong(self.statements, "postgres/find.sql: missing")
        self.put("sql/postgres/find.sql", "SELECT 2")
        self.assertEqual(self.statements(),
                         {"find": {"sqlite": "SELECT 1", "postgres": "SELECT 2"}})

    def test_a_shared_statement_and_an_override_of_one_name_are_refused(self):
        self.put("sql/find.sql", "SELECT 1")
        self.put("sql/sqlite/find.sql", "SELECT 1")
        self.assert_wrong(self.statements, "for both engines already")

    def test_two_statements_in_a_file_are_refused(self):
        self.put("sql/two.sql", "DELETE FROM a; DELETE FROM b;")
        self.assert_wrong(self.statements, "more than one statement")

    def test_parameters_run_without_a_gap_and_are_the_same_for_both_engines(self):
        self.put("sql/gap.sql", "SELECT $1, $3")
        self.assert_wrong(self.statements, "without a gap")
        os.remove(self.folder.name + "/sql/gap.sql")
        self.put("sql/sqlite/d.sql", "SELECT $1")
        self.put("sql/postgres/d.sql", "SELECT $1, $2")
        self.assert_wrong(self.statements, "different parameters")

    def test_a_name_that_cannot_be_a_constant_is_refused(self):
        self.put("sql/delete.sql", "SELECT 1")
        self.assert_wrong(self.statements, "snake_case")

    def test_an_empty_file_is_refused(self):
        self.put("sql/none.sql", "-- nothing yet\n")
        self.assert_wrong(self.statements, "is empty")

    def test_migrations_are_numbered_without_a_gap(self):
        self.put("migrations/0001-first.sql", "CREATE TABLE a(b TEXT);")
        self.put("migrations/0003-third.sql", "CREATE TABLE c(b TEXT);")
        self.assert_wrong(self.migrations, "0002 is missing")

    def test_a_migration_may_differ_by_engine_and_then_needs_both(self):
        self.put("migrations/0001-first.sqlite.sql", "CREATE TABLE a(b TEXT);")
        self.assert_wrong(self.migrations, "0001-first.postgres.sql is missing")
        self.put("migrations/0001-first.postgres.sql", "CREATE TABLE a(b text);")
        self.assertEqual(self.migrations(), [(1, "first", {"sqlite": "CREATE TABLE a(b TEXT);",
                                                           "postgres": "CREATE TABLE a(b text);"})])

    def test_an_unchanged_input_writes_nothing(self):
        self.put("sql/get.sql", "SELECT 1")
        arguments = ["--sql", self.folder.name + "/sql", "--migrations", self.folder.name + "/m",
                     "--out", self.folder.name + "/gen"]
        self.assertEqual(sql_constants.main(arguments), 0)
        made = self.folder.name + "/gen/store/sql.cc"
        os.utime(made, (1, 1))
        self.assertEqual(sql_constants.main(arguments), 0)
        self.assertEqual(os.stat(made).st_mtime, 1)

    def test_a_wrong_file_ends_with_its_path(self):
        self.put("sql/two.sql", "DELETE FROM a; DELETE FROM b;")
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors):
            code = sql_constants.main(["--sql", self.folder.name + "/sql", "--migrations", "none",
                                       "--out", self.folder.name + "/gen"])
        self.assertEqual(code, 1)
        self.assertIn("/sql/two.sql: more than one statement", errors.getvalue())


if __name__ == "__main__":
    unittest.main()
