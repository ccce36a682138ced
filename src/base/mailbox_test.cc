#include "base/mailbox.h"

#include <gtest/gtest.h>

namespace mg {
namespace {

TEST(Mailbox, one_plain_address_is_taken_as_it_is_but_for_blanks_around_it) {
  for (const char* good :
       {"a@b", "a.b+c-d=e@ex-ample.com", "O'Neil@x.org", "a@[127.0.0.1]", "a@[IPv6:::1]",
        "gr\xc3\xbc\xc3\x9f@\xe4\xbe\x8b.example", "a@xn--bcher-kva.example"}) {
    EXPECT_EQ(plain_mailbox(good), good);
  }
  EXPECT_EQ(plain_mailbox(" \tq@z.test "), "q@z.test");
}

TEST(Mailbox, all_else_is_none) {
  for (const char* bad : {"",
                          "@",
                          "a",
                          "a@",
                          "@b",
                          "a b@c",
                          ".a@b",
                          "a.@b",
                          "a..b@c",
                          "a@.b",
                          "a@b.",
                          "a@b..c",
                          "a@-b",
                          "a@b-",
                          "a@[",
                          "a@[]",
                          "a@[x]",
                          "a@[127.0.0.1",
                          "a@[::1]",
                          "a@[IPv6:127.0.0.1]",
                          "a@b@c",
                          "q@@z",
                          "a@b\r\n",
                          "a@b\n",
                          "a@b\x01",
                          "<q@z>",
                          "(c)q@z",
                          "Name <q@z>",
                          "a@b, c@d",
                          "a,b@x.test",
                          "a;b@x.test",
                          "\"a b\"@x.test",
                          "\"a\"@x.test",
                          "q@z>",
                          "gr\xfc@x",
                          "a\xe2\x80\x8b@b",
                          "a@b\xc2\xa0",
                          "\xe2\x80\xae@b",
                          "a@b/c",
                          "a@b:25"}) {
    EXPECT_FALSE(plain_mailbox(bad)) << testing::PrintToString(bad);
  }
  EXPECT_FALSE(plain_mailbox(std::string_view("a@b\0", 4)));
}

TEST(Mailbox, lengths_have_limits) {
  EXPECT_TRUE(plain_mailbox(std::string(64, 'a') + "@b"));
  EXPECT_FALSE(plain_mailbox(std::string(65, 'a') + "@b"));
  EXPECT_TRUE(plain_mailbox("a@" + std::string(63, 'b') + ".test"));
  EXPECT_FALSE(plain_mailbox("a@" + std::string(64, 'b') + ".test"));
  std::string domain = "b";
  while (domain.size() < 251) domain += ".b";
  EXPECT_TRUE(plain_mailbox("a@" + domain));
  EXPECT_FALSE(plain_mailbox("a@" + domain + ".b"));
}

TEST(Mailbox, providers_have_given_out_addresses_with_dots_anywhere) {
  EXPECT_EQ(plain_mailbox("a..b.@docomo.example", Dots::anywhere), "a..b.@docomo.example");
  EXPECT_FALSE(plain_mailbox("a,b@docomo.example", Dots::anywhere));
}

TEST(SmtpUrl, is_a_scheme_a_host_and_perhaps_a_port) {
  const auto read = read_smtp_url("SMTP+STARTTLS://mail.example.com:587/");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->scheme, "smtp+starttls");
  EXPECT_EQ(read->host, "mail.example.com");
  EXPECT_EQ(read->port, 587);
  EXPECT_EQ(read_smtp_url("smtp://h")->port, 0);
  EXPECT_EQ(read_smtp_url("smtps://[::1]:465")->host, "[::1]");
  EXPECT_EQ(read_smtp_url("smtp://127.0.0.1:2525")->port, 2525);
}

TEST(SmtpUrl, all_else_is_none) {
  for (const char* bad : {"",
                          "mail.x.org",
                          "http://x",
                          "smtp://",
                          "smtp://:25",
                          "smtp://h:0",
                          "smtp://h:99999",
                          "smtp://h:65536",
                          "smtp://h:",
                          "smtp://h:+25",
                          "smtp://h:-1",
                          "smtp://u:p@h:25",
                          "smtp://u@h",
                          "smtp://h:25/path",
                          "smtp://h/path",
                          "smtp://h:25?y",
                          "smtp://h:25//",
                          "smtp://[::1",
                          "smtp://[x]:25",
                          "smtp://[127.0.0.1]:25",
                          "smtp://x y",
                          "smtp:// x",
                          "smtp://x:2 5",
                          "smtp://x\r\n",
                          "smtp://gr\xc3\xbc\xc3\x9f.example"}) {
    EXPECT_FALSE(read_smtp_url(bad)) << testing::PrintToString(bad);
  }
}

TEST(SmtpUrl, a_user_in_it_is_not_shown) {
  EXPECT_EQ(without_user("smtp://u:p@ss@h:25"), "smtp://h:25");
  EXPECT_EQ(without_user("smtp://h:25"), "smtp://h:25");
}

}  // namespace
}  // namespace mg
