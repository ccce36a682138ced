#include "mime/address.h"

#include <gtest/gtest.h>
#include <string>

#include "base/test_growth.h"

namespace mg::mime {
namespace {

using People = std::vector<Address>;

TEST(Addresses, a_quoted_name_may_hold_a_comma) {
  EXPECT_EQ(parse_addresses("\"Lopez, Ana\" <ana@example.com>, bo@example.com"),
            (People{{"ana@example.com", "Lopez, Ana"}, {"bo@example.com", ""}}));
}

TEST(Addresses, a_comment_is_the_name_where_there_is_no_other) {
  EXPECT_EQ(parse_addresses("ana@example.com (Ana (the boss) Lopez)"),
            (People{{"ana@example.com", "Ana (the boss) Lopez"}}));
  EXPECT_EQ(parse_addresses("Ana <ana@example.com> (at work)"),
            (People{{"ana@example.com", "Ana"}}));
}

TEST(Addresses, groups_are_flattened_and_may_be_empty) {
  EXPECT_EQ(parse_addresses("Team: ana@example.com, Bo <bo@example.com>;, c@example.com"),
            (People{{"ana@example.com", ""}, {"bo@example.com", "Bo"}, {"c@example.com", ""}}));
  EXPECT_TRUE(parse_addresses("undisclosed-recipients:;").empty());
}

TEST(Addresses, routes_blanks_and_mailto_are_taken_off) {
  EXPECT_EQ(parse_addresses("<@a.example,@b.example:ana@example.com>"),
            (People{{"ana@example.com", ""}}));
  EXPECT_EQ(parse_addresses("Ana < mailto:ana @ example.com >"),
            (People{{"ana@example.com", "Ana"}}));
  EXPECT_EQ(parse_addresses("Ana <<ana@example.com>>"), (People{{"ana@example.com", "Ana"}}));
}

TEST(Addresses, a_quoted_local_part_keeps_its_quotes) {
  EXPECT_EQ(parse_addresses("\"ana lopez\"@example.com"),
            (People{{"\"ana lopez\"@example.com", ""}}));
}

TEST(Addresses, semicolons_separate_as_outlook_writes_them) {
  EXPECT_EQ(parse_addresses("ana@example.com; Bo <bo@example.com>"),
            (People{{"ana@example.com", ""}, {"bo@example.com", "Bo"}}));
}

TEST(Addresses, a_name_before_a_bare_address_is_the_name) {
  EXPECT_EQ(parse_addresses("Ana Lopez ana@example.com"),
            (People{{"ana@example.com", "Ana Lopez"}}));
}

TEST(Addresses, encoded_words_are_decoded_also_within_quotes) {
  EXPECT_EQ(parse_addresses("=?utf-8?q?J=C3=BCrgen?= =?utf-8?q?_Schm=C3=BCrgen?= <j@example.com>"),
            (People{{"j@example.com", "Jürgen Schmürgen"}}));
  EXPECT_EQ(parse_addresses("\"=?utf-8?B?SsO8cmdlbg==?=\" <j@example.com>"),
            (People{{"j@example.com", "Jürgen"}}));
}

TEST(Addresses, a_comma_within_an_encoded_word_separates_nothing) {
  EXPECT_EQ(parse_addresses("=?utf-8?Q?L=C3=B3pez,_Ana?= <ana@example.com>"),
            (People{{"ana@example.com", "López, Ana"}}));
}

TEST(Addresses, an_encoded_word_that_hides_the_address_is_opened) {
  EXPECT_EQ(parse_addresses("=?utf-8?Q?Ana_=3Cana=40example.com=3E?="),
            (People{{"ana@example.com", "Ana"}}));
}

TEST(Addresses, names_alone_and_local_users_are_kept) {
  EXPECT_EQ(parse_addresses("Mail Delivery Subsystem"), (People{{"", "Mail Delivery Subsystem"}}));
  EXPECT_EQ(parse_addresses("MAILER-DAEMON"), (People{{"MAILER-DAEMON", ""}}));
}

TEST(Addresses, brackets_and_quotes_that_never_close_do_no_harm) {
  EXPECT_EQ(parse_addresses("Ana <ana@example.com"), (People{{"ana@example.com", "Ana"}}));
  EXPECT_EQ(parse_addresses("\"Ana <ana@example.com>"), (People{{"ana@example.com", "Ana"}}));
  EXPECT_EQ(parse_addresses("Ana (boss <ana@example.com>"),
            (People{{"ana@example.com", "Ana (boss"}}));
}

TEST(Addresses, a_field_names_no_more_than_a_mail_may_E18) {
  for (const char* piece : {"a@b,", "a,", "<a@b> ", "a@b c@d,", "\"a\" <a@b>;"}) {
    EXPECT_EQ(parse_addresses(growth::repeated(piece, 100'000)).size(), addresses_max) << piece;
  }
}

}  // namespace
}  // namespace mg::mime
