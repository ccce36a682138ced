#include <cmath>
#include <limits>

#include "db/contract_fixture.h"

// What every engine promises about values and constraints (db/db.h).
namespace mg::db {
namespace {

class Values : public Contract {};
MG_ON_EVERY_ENGINE(Values);

TEST_P(Values, values_come_back_as_they_went_in) {
  const std::string bytes("\0\xff\x80'\\", 5);
  const std::string words = "Grüße, 世界 🐘 'quoted' $1 \\";
  const std::int64_t low = std::numeric_limits<std::int64_t>::min();
  const std::int64_t high = std::numeric_limits<std::int64_t>::max();
  database->write([&](Session& session) {
    session.run(add_value, 1, low, -0.1, words, Blob{bytes});
    session.run(add_value, 2, high, 1e308, "", Blob{});
  });
  database->read([&](Session& session) {
    const auto first = session.one(
        get_value,
        [&](const Row& row) {
          EXPECT_EQ(row.integer(0), low);
          EXPECT_EQ(row.real(1), -0.1);
          EXPECT_EQ(row.text(2), words);
          EXPECT_EQ(row.blob(3), bytes);
          return true;
        },
        1);
    EXPECT_TRUE(first);
    const auto second = session.one(
        get_value,
        [&](const Row& row) {
          EXPECT_EQ(row.integer(0), high);
          EXPECT_EQ(row.real(1), 1e308);
          EXPECT_FALSE(row.is_null(2)) << "empty text is not NULL";
          EXPECT_EQ(row.text(2), "");
          EXPECT_FALSE(row.is_null(3)) << "an empty blob is not NULL";
          EXPECT_EQ(row.blob(3), "");
          return true;
        },
        2);
    EXPECT_TRUE(second);
  });
}

TEST_P(Values, null_is_null_and_the_type_is_learned_from_later_values) {
  database->write([&](Session& session) {
    session.run(add_value, 1, nullptr, nullptr, nullptr, nullptr);
    session.run(add_value, 2, 7, nullptr, "seven", nullptr);
    session.run(add_value, 3, nullptr, 2.5, nullptr, Blob{"x"});
    session.run(add_value, 4, 8, 3, std::optional<std::string>(), Blob{"y"});  // 3 as a real.
  });
  database->read([&](Session& session) {
    const auto nulls = [&](int id) {
      std::string found;
      session.each(
          get_value,
          [&](const Row& row) {
            for (int i = 0; i < 4; ++i) found += row.is_null(i) ? 'n' : 'v';
            EXPECT_TRUE(!row.is_null(0) || row.integer(0) == 0);
            EXPECT_TRUE(!row.is_null(2) || row.text(2).empty());
          },
          id);
      return found;
    };
    EXPECT_EQ(nulls(1), "nnnn");
    EXPECT_EQ(nulls(2), "vnvn");
    EXPECT_EQ(nulls(3), "nvnv");
    EXPECT_EQ(nulls(4), "vvnv");
    EXPECT_EQ(session.one(
                  get_value, [](const Row& row) { return row.real(1); }, 4),
              3.0);
  });
}

TEST_P(Values, execute_returns_the_rows_changed_or_read) {
  database->write([&](Session& session) {
    EXPECT_EQ(session.run(add_thing, 1, "one"), 1);
    EXPECT_EQ(session.run(add_thing, 2, "two"), 1);
    const auto text = [&](std::string_view sql) {
      return session.execute_text(sql, {}, [](const Row&) {});
    };
    EXPECT_EQ(text("UPDATE thing SET name = 'x'"), 2);
    EXPECT_EQ(text("UPDATE thing SET name = 'x' WHERE id = 99"), 0);
    EXPECT_EQ(text("SELECT id FROM thing"), 2);
    EXPECT_EQ(text("INSERT INTO thing(id, name) VALUES(2, 'y') ON CONFLICT(id) DO NOTHING"), 0);
    EXPECT_EQ(text("DELETE FROM thing WHERE id = 1 RETURNING id"), 1);
  });
}

TEST_P(Values, sums_and_averages_read_as_numbers_on_both) {
  database->write([&](Session& session) {
    session.run(add_value, 1, std::int64_t{4'000'000'000'000}, nullptr, nullptr, nullptr);
    session.run(add_value, 2, -4, nullptr, nullptr, nullptr);
    session.run(add_value, 3, 20'001, nullptr, nullptr, nullptr);
    session.execute_text("SELECT SUM(i), AVG(i), SUM(i) - SUM(i), -SUM(i) FROM value", {},
                         [](const Row& row) {
                           EXPECT_EQ(row.integer(0), 4'000'000'019'997);
                           EXPECT_NEAR(row.real(1), 4'000'000'019'997 / 3.0, 0.01);
                           EXPECT_EQ(row.integer(2), 0);
                           EXPECT_EQ(row.integer(3), -4'000'000'019'997);
                         });
  });
}

TEST_P(Values, a_column_read_as_another_type_is_a_schema_error) {
  add(1);
  EXPECT_EQ(error_of([](Session& session) {
              session.each(list_things, [](const Row& row) { row.text(0); });
            }).kind,
            ErrorKind::schema);
  EXPECT_EQ(error_of([](Session& session) {
              session.each(list_things, [](const Row& row) { row.integer(1); });
            }).kind,
            ErrorKind::schema);
}

TEST_P(Values, a_dollar_inside_a_literal_is_no_parameter) {
  database->read([](Session& session) {
    const Value five[] = {to_value(5)};
    session.execute_text("SELECT '$1''$2', CAST($1 AS BIGINT) /* $9 */ -- $8", five,
                         [](const Row& row) {
                           EXPECT_EQ(row.text(0), "$1'$2");
                           EXPECT_EQ(row.integer(1), 5);
                         });
  });
}

TEST_P(Values, a_parameter_used_twice_or_out_of_order_keeps_its_number) {
  database->read([](Session& session) {
    const Value both[] = {to_value("a"), to_value("b")};
    session.execute_text("SELECT $2 || $1 || $2", both,
                         [](const Row& row) { EXPECT_EQ(row.text(0), "bab"); });
  });
}

TEST_P(Values, broken_constraints_are_told_apart) {
  add(1);
  const Error unique = error_of([](Session& s) { s.run(add_thing, 1, "again"); });
  EXPECT_EQ(unique.kind, ErrorKind::unique);
  EXPECT_FALSE(unique.constraint.empty());
  EXPECT_EQ(error_of([](Session& s) { s.run(add_part, 1, 99, 1); }).kind, ErrorKind::foreign_key);
  const Error null = error_of([](Session& s) { s.run(add_thing, 2, nullptr); });
  EXPECT_EQ(null.kind, ErrorKind::not_null);
  EXPECT_EQ(null.constraint, "thing.name");
  const Error check = error_of([](Session& s) { s.run(add_part, 1, 1, 0); });
  EXPECT_EQ(check.kind, ErrorKind::check);
  EXPECT_EQ(check.constraint, "positive");
  const auto text = [](std::string_view sql) {
    return [sql](Session& s) { s.execute_text(sql, {}, [](const Row&) {}); };
  };
  EXPECT_EQ(error_of(text("SELECT * FROM missing")).kind, ErrorKind::schema);
  EXPECT_EQ(error_of(text("SELEC 1")).kind, ErrorKind::schema);
  EXPECT_EQ(error_of(text("INSERT INTO late(thing) VALUES(99)")).kind, ErrorKind::foreign_key)
      << "a deferred key fails its own item";
  EXPECT_EQ(error_of([](Session& s) { s.run(add_thing, 3); }).kind, ErrorKind::schema)
      << "too few parameters";
  EXPECT_EQ(things(), Ints{1});
}

TEST_P(Values, text_that_one_engine_refuses_is_refused_by_both) {
  for (const std::string& bad : {std::string("a\0b", 3), std::string("\xc3"), std::string("\xff"),
                                 std::string("\xed\xa0\x80"), std::string("\xc0\xaf")}) {
    EXPECT_EQ(error_of([&](Session& s) { s.run(add_thing, 1, bad); }).kind, ErrorKind::other);
  }
  EXPECT_EQ(error_of([](Session& s) { s.run(add_value, 1, 1, std::nan(""), "", Blob{}); }).kind,
            ErrorKind::other);
}

}  // namespace
}  // namespace mg::db
