#include "channels/email/smtp_reply.h"

#include <gtest/gtest.h>

#include "channels/email/lmtp_syntax.h"
#include "channels/email/smtp_send.h"

namespace mg::channels::email {
namespace {

TEST(SmtpReplies, the_last_reply_counts_and_its_lines_become_one) {
  SmtpReplies replies;
  EXPECT_EQ(replies.code(), 0);
  replies.take("220 hello\r\n");
  EXPECT_EQ(replies.text(), "220 hello");
  EXPECT_EQ(replies.enhanced(), "");
  replies.take("550-5.1.1 no such\r\n");
  EXPECT_EQ(replies.code(), 0);  // Half said.
  replies.take("550-5.1.1 user\r\n550 5.1.1 here\r\n");
  EXPECT_EQ(replies.code(), 550);
  EXPECT_EQ(replies.enhanced(), "5.1.1");
  EXPECT_EQ(replies.text(), "550 5.1.1 no such user here");
  replies.take("250\r\n");
  EXPECT_EQ(replies.text(), "250");
}

TEST(SmtpReplies, enhanced_codes_are_taken_only_when_well_formed) {
  for (const char* none : {"550 5.1 x", "550 5.1.x", "550 3.1.1 x", "550 5.1234.1 x", "550 5.1.1x",
                           "550 5..1 x", "550 "}) {
    SmtpReplies replies;
    replies.take(none);
    EXPECT_EQ(replies.enhanced(), "") << none;
  }
  SmtpReplies replies;
  replies.take("450 4.7.123");
  EXPECT_EQ(replies.enhanced(), "4.7.123");
}

TEST(SmtpReplies, what_a_server_says_is_made_harmless_and_short) {
  SmtpReplies replies;
  replies.take("550 a\x1b[2Jb\tc\0d\xff\r\n");
  EXPECT_EQ(replies.text().find_first_of("\x1b\t\r\n"), std::string::npos);
  EXPECT_EQ(one_line("a\r\nb\x7f"), "a  b ");
  EXPECT_EQ(one_line("gr\xfc\xdf"), "gr??");
  EXPECT_EQ(one_line("gr\xc3\xbc"), "gr\xc3\xbc");
  std::string umlauts = "x";
  for (int i = 0; i < 1000; ++i) umlauts += "\xc3\xbc";
  EXPECT_LE(one_line(umlauts).size(), answer_bytes_max);
  EXPECT_TRUE(is_utf8(one_line(umlauts)));
  SmtpReplies endless;
  for (int i = 0; i < 10'000; ++i) endless.take("550-" + std::string(1000, 'x') + "\r\n");
  EXPECT_EQ(endless.text().size(), answer_bytes_max);
}

TEST(SmtpReplies, the_advertised_size_is_read_from_ehlo) {
  EXPECT_EQ(advertised_size("250-SIZE 1000\r\n"), 1000u);
  EXPECT_EQ(advertised_size("250 size 7"), 7u);
  for (const char* none :
       {"250-SIZE", "250-SIZE 0", "250-SIZES 5", "250 ok", "550 SIZE 5", "250-SIZE x"})
    EXPECT_FALSE(advertised_size(none)) << none;
}

}  // namespace
}  // namespace mg::channels::email
