#include "channels/email/lmtp_syntax.h"

#include <gtest/gtest.h>

namespace mg::channels::email {
namespace {

std::string address_of(std::string_view arguments) {
  const auto path = read_path(arguments, "TO:");
  return path ? std::string(path->address) : "(none)";
}

TEST(LmtpSyntax, verbs_are_known_in_any_case) {
  EXPECT_EQ(read_command("mAiL FROM:<a@b>").verb, Verb::mail);
  EXPECT_EQ(read_command("mAiL FROM:<a@b>").arguments, "FROM:<a@b>");
  EXPECT_EQ(read_command("DATA").verb, Verb::data);
  EXPECT_EQ(read_command("DATAX").verb, Verb::unknown);
  EXPECT_EQ(read_command("").verb, Verb::unknown);
  EXPECT_EQ(read_command("LHLO  host  ").arguments, "host");
}

TEST(LmtpSyntax, a_path_is_what_stands_in_the_brackets) {
  EXPECT_EQ(address_of("TO:<a@b.c>"), "a@b.c");
  EXPECT_EQ(address_of("to: <a@b.c>"), "a@b.c");
  EXPECT_EQ(address_of("TO:<>"), "");
  EXPECT_EQ(address_of("TO:<@x,@y:a@b.c>"), "a@b.c");
  EXPECT_EQ(address_of("TO:<\"a>b\"@b.c>"), "\"a>b\"@b.c");
  EXPECT_EQ(read_path("TO:<a@b> X=1 Y", "TO:")->parameters, "X=1 Y");
  for (const char* bad : {"", "TO:", "TO:a@b", "TO:<a@b", "TO:<@x a@b", "FROM:<a@b>", "TO:<a@b>X",
                          "TO <a@b>", "TO:<\"a@b>", "TO:<\"a\\"})
    EXPECT_EQ(address_of(bad), "(none)") << bad;
}

TEST(LmtpSyntax, mailboxes_follow_the_grammar) {
  for (const char* good : {"a@b", "a.b+c-d=e@ex-ample.com", "\"a b\\\"\"@x.y", "a@[127.0.0.1]",
                           "a@[IPv6:::1]", "O'Neil@x.org", "a@_dmarc.x", "a@1.2"})
    EXPECT_TRUE(is_mailbox(good, false)) << good;
  for (const char* bad :
       {"",      "@",     "a",      "a@",    "@b",      "a b@c",       ".a@b", "a.@b", "a..b@c",
        "a@.b",  "a@b.",  "a@b..c", "a@-b",  "a@b-",    "a@b-.c",      "a@[",  "a@[]", "a@[x]y",
        "a@b c", "a@b@c", "a@b>",   "\"a@b", "a@b\x01", "\"a\x02\"@b", "<a@b>"})
    EXPECT_FALSE(is_mailbox(bad, true)) << bad;
  EXPECT_TRUE(is_mailbox(std::string(64, 'a') + "@b", false));
  EXPECT_FALSE(is_mailbox(std::string(65, 'a') + "@b", false));
  EXPECT_TRUE(is_mailbox("a@" + std::string(252, 'b'), false));
  EXPECT_FALSE(is_mailbox("a@" + std::string(253, 'b'), false));
}

TEST(LmtpSyntax, utf8_addresses_only_when_agreed_and_well_formed) {
  EXPECT_FALSE(is_mailbox("gr\xc3\xbc\xc3\x9f@x", false));
  EXPECT_TRUE(is_mailbox("gr\xc3\xbc\xc3\x9f@\xe4\xbe\x8b.x", true));
  EXPECT_FALSE(is_mailbox("gr\xfc@x", true));
}

TEST(LmtpSyntax, utf8_is_checked_to_the_letter) {
  EXPECT_TRUE(is_utf8(
      "a\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"));
  for (const char* bad :
       {"\x80", "\xc0\xaf", "\xc1\xbf", "\xc2", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe2\x82", "\xc2\x41"})
    EXPECT_FALSE(is_utf8(bad)) << testing::PrintToString(bad);
}

TEST(LmtpSyntax, mail_parameters) {
  const auto all = read_mail_parameters("size=123 BODY=8bitmime SMTPUTF8");
  EXPECT_FALSE(all.error);
  EXPECT_EQ(all.parameters.size, 123u);
  EXPECT_TRUE(all.parameters.smtputf8);
  EXPECT_EQ(read_mail_parameters("SIZE=99999999999999999999").parameters.size, UINT64_MAX);
  EXPECT_FALSE(read_mail_parameters("").error);
  EXPECT_FALSE(read_mail_parameters("BODY=7BIT").error);
  for (const char* bad :
       {"SIZE=", "SIZE", "SIZE=-1", "SIZE=1x", "SIZE=1 SIZE=2", "BODY=BINARYMIME", "BODY",
        "SMTPUTF8=1", "SMTPUTF8 SMTPUTF8", "SIZE=999999999999999999999", "BODY=7BIT BODY=7BIT"})
    EXPECT_EQ(read_mail_parameters(bad).error, ParameterError::malformed) << bad;
  for (const char* other : {"RET=FULL", "AUTH=<>", "SIZE=1 X=2", "="})
    EXPECT_EQ(read_mail_parameters(other).error, ParameterError::unknown) << other;
}

TEST(LmtpSyntax, names_are_made_printable) {
  EXPECT_EQ(printable("a\r\n\x1b[1m\xc3\xbc", 100), "a???[1m??");
  EXPECT_EQ(printable("abcdef", 3), "abc");
}

}  // namespace
}  // namespace mg::channels::email
