#include "channels/email/lmtp_body.h"

#include <gtest/gtest.h>
#include <vector>

namespace mg::channels::email {
namespace {

struct Fed {
  std::string message;
  LmtpBody::Fault fault;
  bool ended;
  std::size_t used;

  bool operator==(const Fed&) const = default;
};

// Feeds `wire` in two pieces cut at `cut`, or byte by byte with `cut` npos.
Fed feed(std::string_view wire, std::size_t cut, std::size_t bytes_max = 1 << 20) {
  const auto budget = std::make_shared<BodyBudget>(1 << 20);
  Fed fed{};
  {
    LmtpBody body(bytes_max, 0, budget);
    if (cut == std::string_view::npos) {
      for (std::size_t i = 0; i < wire.size() && !body.ended(); ++i)
        fed.used += body.feed(wire.substr(i, 1));
    } else {
      fed.used = body.feed(wire.substr(0, cut));
      if (!body.ended()) fed.used += body.feed(wire.substr(cut));
    }
    fed.ended = body.ended();
    fed.fault = body.fault();
    if (body.ended() && body.fault() == LmtpBody::Fault::none) {
      fed.message = body.take();
      budget->give(fed.message.size());
    }
  }
  EXPECT_EQ(budget->used(), 0u);
  return fed;
}

// The same result for every cut, or this fails.
Fed feed_every_way(std::string_view wire) {
  const Fed whole = feed(wire, wire.size());
  for (std::size_t cut = 0; cut < wire.size(); ++cut) EXPECT_EQ(feed(wire, cut), whole) << cut;
  EXPECT_EQ(feed(wire, std::string_view::npos), whole);
  return whole;
}

TEST(LmtpBody, it_ends_at_a_dot_on_a_line_by_itself_and_undoes_stuffing) {
  const auto fed = feed_every_way("a: b\r\n\r\n..dot\r\n...\r\n.x\r\n\r\nend\r\n.\r\nNOOP\r\n");
  EXPECT_TRUE(fed.ended);
  EXPECT_EQ(fed.fault, LmtpBody::Fault::none);
  EXPECT_EQ(fed.message, "a: b\r\n\r\n.dot\r\n..\r\nx\r\n\r\nend\r\n");
  EXPECT_EQ(fed.used, fed.message.size() + 3 + 3);  // Three stuffed dots, and the end.
}

TEST(LmtpBody, an_empty_message_is_a_message) {
  const auto fed = feed_every_way(".\r\n");
  EXPECT_TRUE(fed.ended);
  EXPECT_EQ(fed.message, "");
}

TEST(LmtpBody, octets_of_every_value_but_line_ends_pass_unchanged) {
  std::string text;
  for (int c = 0; c < 256; ++c) {
    if (c != '\r' && c != '\n') text.push_back(static_cast<char>(c));
  }
  EXPECT_EQ(feed_every_way(text + "\r\n.\r\n").message, text + "\r\n");
}

TEST(LmtpBody, only_crlf_dot_crlf_ends_a_message_E16) {
  for (const std::string smuggled :
       {"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r.\r\n", "\r\n.\r", "\r\n\n.\r\n", "\n\r\n.\n",
        "\r\r\n.\n", "\r\n.\r\r\n", "\r\n.\r\r", "\n..\n", "\r\n.x\n.\r\n", "\n\n", "\r"}) {
    const std::string wire = "a" + smuggled + "MAIL FROM:<evil@x>\r\n.\r\n";
    const auto fed = feed_every_way(wire);
    EXPECT_TRUE(fed.ended) << testing::PrintToString(smuggled);
    EXPECT_EQ(fed.used, wire.size()) << testing::PrintToString(smuggled);
    EXPECT_EQ(fed.fault, LmtpBody::Fault::bare_line_end) << testing::PrintToString(smuggled);
    EXPECT_EQ(fed.message, "");
  }
}

TEST(LmtpBody, a_cr_right_before_crlf_is_bare) {
  EXPECT_EQ(feed_every_way("a\r\r\n.\r\n").fault, LmtpBody::Fault::bare_line_end);
}

TEST(LmtpBody, the_last_octet_that_fits_fits) {
  EXPECT_EQ(feed("12345678\r\n.\r\n", 3, 10).message, "12345678\r\n");
  const auto fed = feed("12345678\r\n.\r\n", 3, 9);
  EXPECT_EQ(fed.fault, LmtpBody::Fault::too_large);
  EXPECT_TRUE(fed.ended);
}

TEST(LmtpBody, of_two_faults_the_first_counts_however_the_bytes_come) {
  for (const std::size_t piece : {1, 3, 100}) {
    EXPECT_EQ(feed("1234567890\nx\r\n.\r\n", piece, 8).fault, LmtpBody::Fault::too_large);
    EXPECT_EQ(feed("1234\n567890x\r\n.\r\n", piece, 8).fault, LmtpBody::Fault::bare_line_end);
    EXPECT_EQ(feed("1234567\rx\r\n.\r\n", piece, 8).fault, LmtpBody::Fault::bare_line_end);
    EXPECT_EQ(feed("12345678\rx\r\n.\r\n", piece, 8).fault, LmtpBody::Fault::too_large);
  }
}

TEST(LmtpBody, all_bodies_together_stay_within_the_budget) {
  const auto budget = std::make_shared<BodyBudget>(100);
  LmtpBody first(1000, 0, budget), second(1000, 0, budget);
  first.feed(std::string(60, 'a'));
  EXPECT_EQ(budget->room(), 40u);
  second.feed(std::string(41, 'b'));
  EXPECT_EQ(second.fault(), LmtpBody::Fault::no_memory);
  EXPECT_EQ(budget->used(), 60u);
  second.feed("\r\n.\r\n");
  EXPECT_TRUE(second.ended());
  first.feed(std::string(40, 'a'));
  EXPECT_EQ(first.fault(), LmtpBody::Fault::none);
}

}  // namespace
}  // namespace mg::channels::email
