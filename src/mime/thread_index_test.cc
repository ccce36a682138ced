#include "mime/thread_index.h"

#include <gtest/gtest.h>

#include "mime/build_encode.h"
#include "mime/clues.h"
#include "mime/transfer.h"

namespace mg::mime {
namespace {

constexpr std::int64_t began =
    1767225600;  // 2026-01-01T00:00:00Z: FILETIME 0x01DC7AB192810000 and more.

std::string encoded(std::string_view bytes) {
  std::string text;
  wire::append_base64_body(bytes, text);
  std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
  return text;
}

std::string header_of(std::int64_t unix_seconds) {
  const auto time = static_cast<std::uint64_t>(unix_seconds + 11644473600) * 10'000'000;
  std::string bytes;
  for (int shift = 56; shift >= 16; shift -= 8) bytes += static_cast<char>(time >> shift & 0xff);
  for (int i = 0; i < 16; ++i) bytes += static_cast<char>(0xa0 + i);
  return bytes;
}

std::uint32_t delta_of(std::string_view index) {
  const std::string bytes = decode_transfer(index, "base64");
  std::uint32_t delta = 0;
  for (std::size_t i = bytes.size() - 5; i + 1 < bytes.size(); ++i) {
    delta = delta << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return delta;
}

TEST(ThreadIndex, an_answer_adds_five_bytes_and_keeps_the_rest) {
  const std::string index = encoded(header_of(began));
  const std::string answer = thread_index_of_answer(index, began + 3600, 0x37);
  const std::string bytes = decode_transfer(answer, "base64");
  ASSERT_EQ(bytes.size(), thread_root_bytes + 5);
  EXPECT_EQ(bytes.substr(0, thread_root_bytes), header_of(began));
  EXPECT_EQ(static_cast<unsigned char>(bytes.back()), 0x70);
  EXPECT_EQ(thread_root(answer), thread_root(index));
  EXPECT_EQ(thread_root(index).size(), 2 * thread_root_bytes);
  // An answer to the answer.
  const std::string next = thread_index_of_answer(answer, began + 7200, 0);
  EXPECT_TRUE(decode_transfer(next, "base64").starts_with(bytes));
}

TEST(ThreadIndex, the_block_says_how_long_after_the_first_mail_it_was_written) {
  const std::string index = encoded(header_of(began));
  // 3600 s are 36e9 steps of 100 ns, of which the low 18 bits fall away (the header lacks 16).
  const std::uint32_t hour = delta_of(thread_index_of_answer(index, began + 3600, 0));
  EXPECT_NEAR(hour, 36e9 / (1 << 18), 1);
  // Beyond 1.7 years the first bit is set, and 23 bits fall away.
  constexpr std::int64_t two_years = 2 * 365 * 86400;
  const std::uint32_t years = delta_of(thread_index_of_answer(index, began + two_years, 0));
  EXPECT_EQ(years >> 31, 1u);
  EXPECT_NEAR(years & 0x7fffffff, two_years * 1e7 / (1 << 23), 1);
  // A clock that is behind.
  EXPECT_EQ(delta_of(thread_index_of_answer(index, began - 5, 0)), 0u);
}

TEST(ThreadIndex, what_is_malformed_or_endless_is_none) {
  const std::string header = header_of(began);
  for (const std::string& index :
       {std::string(), std::string("AdFb"), encoded(header.substr(1)), encoded(header + "abc"),
        encoded("\x02" + header.substr(1)), std::string(5000, 'A'),
        encoded(header + std::string(5 * (thread_answers_max + 1), 'x'))}) {
    EXPECT_EQ(thread_root(index), "") << index;
    EXPECT_EQ(thread_index_of_answer(index, began, 0), "") << index;
  }
  const std::string longest = encoded(header + std::string(5 * thread_answers_max, 'x'));
  EXPECT_NE(thread_root(longest), "");
  EXPECT_EQ(thread_index_of_answer(longest, began, 0), "");
}

TEST(ThreadIndex, it_is_read_from_a_folded_header_in_any_case) {
  const std::string index = encoded(header_of(began));
  const auto mail = parse("From: a@x.test\nthread-index: " + index.substr(0, 20) + "\n " +
                          index.substr(20) + "\n\nHello");
  EXPECT_EQ(thread_index_of(mail), index);
  EXPECT_EQ(thread_index_of(parse("Thread-Index: not one\n\nHello")), "");
}

TEST(Clues, ancestors_are_the_references_or_the_one_mail_that_is_answered) {
  using Ids = std::vector<std::string>;
  const auto of = [](const std::string& head) { return ancestor_ids(parse(head + "\n\nHello")); };
  EXPECT_EQ(of("References: <a@x> <b@x> <a@x>\nIn-Reply-To: <c@x>"), (Ids{"a@x", "b@x"}));
  EXPECT_EQ(of("In-Reply-To: <c@x>"), Ids{"c@x"});
  EXPECT_EQ(of("In-Reply-To: <c@x> <d@x>"), Ids{});
  std::string many = "References:";
  for (int i = 0; i < 150; ++i) many += " <" + std::to_string(i) + "@x>\n";
  const Ids kept = of(many.substr(0, many.size() - 1));
  ASSERT_EQ(kept.size(), ancestors_max);
  EXPECT_EQ(kept.front(), "0@x");
  EXPECT_EQ(kept.back(), "149@x");
}

}  // namespace
}  // namespace mg::mime
