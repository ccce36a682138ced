#pragma once

#include <gtest/gtest.h>
#include <memory>
#include <vector>

#include "db/test_database.h"

namespace mg::db {

using testing::TestDatabase;
using Ints = std::vector<std::int64_t>;

inline constexpr Statement same(std::string_view name, std::string_view sql) {
  return {name, sql, sql};
}

inline const Statement add_thing = same("add_thing", "INSERT INTO thing(id, name) VALUES($1, $2)");
inline const Statement list_things = same("list_things", "SELECT id FROM thing ORDER BY place");
inline const Statement count_things = same("count_things", "SELECT COUNT(*) FROM thing");
inline const Statement add_value =
    same("add_value", "INSERT INTO value(id, i, r, t, b) VALUES($1, $2, $3, $4, $5)");
inline const Statement get_value = same("get_value", "SELECT i, r, t, b FROM value WHERE id = $1");
inline const Statement add_part =
    same("add_part", "INSERT INTO part(id, thing, amount) VALUES($1, $2, $3)");

inline constexpr std::string_view sqlite_schema = R"(
  CREATE TABLE thing(place INTEGER PRIMARY KEY, id BIGINT NOT NULL UNIQUE, name TEXT NOT NULL);
  CREATE TABLE value(id BIGINT PRIMARY KEY, i BIGINT, r REAL, t TEXT, b BLOB);
  CREATE TABLE part(id BIGINT PRIMARY KEY, thing BIGINT REFERENCES thing(id),
                    amount BIGINT CONSTRAINT positive CHECK(amount > 0));
  CREATE TABLE late(thing BIGINT REFERENCES thing(id) DEFERRABLE INITIALLY DEFERRED))";
inline constexpr std::string_view postgres_schema = R"(
  CREATE TABLE thing(place BIGSERIAL PRIMARY KEY, id BIGINT NOT NULL UNIQUE, name TEXT NOT NULL);
  CREATE TABLE value(id BIGINT PRIMARY KEY, i BIGINT, r DOUBLE PRECISION, t TEXT, b BYTEA);
  CREATE TABLE part(id BIGINT PRIMARY KEY, thing BIGINT REFERENCES thing(id),
                    amount BIGINT CONSTRAINT positive CHECK(amount > 0));
  CREATE TABLE late(thing BIGINT REFERENCES thing(id) DEFERRABLE INITIALLY DEFERRED))";

// A small schema on a fresh database, and the shortest ways to write and read it.
class Contract : public ::testing::TestWithParam<Engine> {
 protected:
  Contract() { reopen(); }

  void reopen() {
    database.reset();
    database = place.open();
    const Migration first{1, "first", sqlite_schema, postgres_schema};
    database->migrate(std::span(&first, 1));
  }
  Ints things() {
    Ints ids;
    database->read([&](Session& session) {
      session.each(list_things, [&](const Row& row) { ids.push_back(row.integer(0)); });
    });
    return ids;
  }
  void add(std::int64_t id) {
    database->write([&](Session& session) { session.run(add_thing, id, "a thing"); });
  }
  // The error that this write ends with.
  Error error_of(const Database::Work& work) {
    try {
      database->write(work);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "the write did not fail";
    return Error(ErrorKind::other, "");
  }

  TestDatabase place{GetParam()};
  std::unique_ptr<Database> database;
};

}  // namespace mg::db
