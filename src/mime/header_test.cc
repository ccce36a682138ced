#include "mime/header.h"

#include <gtest/gtest.h>

namespace mg::mime {
namespace {

using Ids = std::vector<std::string>;

Header read(std::string_view text) {
  Reasons oddities;
  return take_header(text, 100, oddities);
}

TEST(Header, fields_unfold_and_names_ignore_case) {
  const Header header = read("Subject: one\r\n two\r\nTO : a@example.com\r\n\r\nbody");
  EXPECT_EQ(header.first("subject"), "one two");
  EXPECT_EQ(header.first("To"), "a@example.com");
}

TEST(Header, a_line_that_is_no_field_is_skipped_when_header_follows) {
  EXPECT_EQ(read("Subject: a\nthis is junk\nTo: b@example.com\n\n").first("To"), "b@example.com");
}

TEST(Header, a_body_without_an_empty_line_before_it_is_kept) {
  std::string_view text = "Subject: a\nHello Ana,\nhow are you?\n";
  Reasons oddities;
  take_header(text, 100, oddities);
  EXPECT_EQ(text, "Hello Ana,\nhow are you?\n");
  EXPECT_EQ(oddities.size(), 1u);
}

TEST(Header, fields_beyond_the_limit_are_dropped_and_the_body_is_still_found) {
  std::string_view text = "A: 1\nB: 2\n more\nC: 3\n\nbody";
  Reasons oddities;
  const Header header = take_header(text, 1, oddities);
  EXPECT_EQ(header.fields.size(), 1u);
  EXPECT_EQ(header.fields[0].value, "1");
  EXPECT_EQ(text, "body");
  EXPECT_EQ(oddities, (Reasons{{Why::fields_dropped, "2"}}));
}

TEST(EncodedWords, adjacent_words_join_and_may_split_a_character) {
  EXPECT_EQ(decode_words("=?utf-8?q?a?= =?utf-8?q?b?= c"), "ab c");
  EXPECT_EQ(decode_words("=?utf-8?B?w7w=?=\t=?UTF-8?Q?=C3?= =?utf-8?Q?=BC?="), "üü");
}

TEST(EncodedWords, blanks_and_missing_ends_are_forgiven) {
  EXPECT_EQ(decode_words("=?utf-8?Q?two words?="), "two words");
  EXPECT_EQ(decode_words("=?utf-8?Q?cut=C3=BC"), "cutü");
  EXPECT_EQ(decode_words("=?iso-8859-1*de?Q?=FC?="), "ü");
  EXPECT_EQ(decode_words("=?broken?x?y?= =?"), "=?broken?x?y?= =?");
}

TEST(EncodedWords, raw_bytes_are_read_without_a_label) {
  EXPECT_EQ(decode_words("M\xFCller"), "Müller");
}

TEST(Parameters, quotes_pieces_and_percent_signs_are_read) {
  const Parameters all = parse_parameters(
      "attachment; filename*0*=utf-8''%E2%82%AC%20ra; filename*1=\"tes.txt\"; size=10");
  EXPECT_EQ(all.value, "attachment");
  EXPECT_EQ(all.get("filename"), "€ rates.txt");
  EXPECT_EQ(all.get("size"), "10");
}

TEST(Parameters, names_without_quotes_may_hold_blanks) {
  EXPECT_EQ(parse_parameters("image/png; name=my photo (1).png").get("name"), "my photo (1).png");
  EXPECT_EQ(parse_parameters("text/plain; charset=utf-8 (a comment)").get("charset"), "utf-8");
}

TEST(Parameters, encoded_words_within_quotes_are_decoded) {
  EXPECT_EQ(parse_parameters("image/png; name=\"=?utf-8?Q?=C3=BC.png?=\"").get("name"), "ü.png");
}

TEST(Parameters, a_missing_semicolon_is_forgiven) {
  const Parameters all = parse_parameters("text/plain charset=utf-8");
  EXPECT_EQ(all.value, "text/plain");
  EXPECT_EQ(all.get("charset"), "utf-8");
}

TEST(MessageIds, brackets_folding_and_text_around_are_taken_off) {
  EXPECT_EQ(parse_ids("<a@b>\t<c\n @d>"), (Ids{"a@b", "c@d"}));
  EXPECT_EQ(parse_ids("Your message of Monday <a@b>"), (Ids{"a@b"}));
}

TEST(MessageIds, ids_without_brackets_or_with_several_at_signs_are_kept) {
  EXPECT_EQ(parse_ids("a@b"), (Ids{"a@b"}));
  EXPECT_EQ(parse_ids("a@b c@d"), (Ids{"a@b", "c@d"}));
  EXPECT_EQ(parse_ids("<a@b@c>"), (Ids{"a@b@c"}));
  EXPECT_EQ(parse_ids("<a@b"), (Ids{"a@b"}));
  EXPECT_TRUE(parse_ids("<>").empty());
}

TEST(Ids, folded_into_encoded_words_are_ids_all_the_same) {
  EXPECT_EQ(parse_ids("=?utf-8?q?=3Ca=2Eb=40c=2Eexample=3E?=\n =?utf-8?q?_=3Cd=40e=3E?="),
            (Ids{"a.b@c.example", "d@e"}));
  EXPECT_EQ(parse_ids("<=?us-ascii?q?x@y?=>"), (Ids{"=?us-ascii?q?x@y?="}));
}

TEST(MessageIds, a_missing_id_is_replaced_by_the_same_one_each_time) {
  EXPECT_EQ(derived_message_id("raw"), derived_message_id("raw"));
  EXPECT_NE(derived_message_id("raw"), derived_message_id("raw "));
}

TEST(EncodedWords, base64_without_its_padding_is_read_to_the_end) {
  EXPECT_EQ(decode_words("=?utf-8?B?w7xiZXI?="), "\u00FCber");
  EXPECT_EQ(decode_words("=?utf-8?B?w7w?= =?utf-8?B?YQ?="), "\u00FCa");
}

TEST(Parameters, names_of_broken_programs_are_read) {
  const auto name = [](std::string_view value) {
    return std::string(parse_parameters("attachment; " + std::string(value)).get("filename"));
  };
  EXPECT_EQ(name("filename=\"a\\\"b.pdf\""), "a\"b.pdf");
  EXPECT_EQ(name("filename='a.pdf'"), "a.pdf");
  EXPECT_EQ(name("filename*=utf-8'%C3%BC.pdf"), "\u00FC.pdf");
  EXPECT_EQ(name("filename*=it's.pdf"), "it's.pdf");
}

}  // namespace
}  // namespace mg::mime
