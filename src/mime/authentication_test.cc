#include "mime/authentication.h"

#include <gtest/gtest.h>

#include "mime/explain.h"

namespace mg::mime {
namespace {

std::vector<Authentication> read(const std::string& value) {
  return read_authentication(
      parse("From: ana@x.test\nAuthentication-Results: " + value + "\n\nHi"));
}

TEST(Authentication, each_method_has_its_result_and_what_was_checked) {
  const auto found = read(
      "mx.desk.example 1;\n dkim=pass (2048-bit key; unprotected) header.d=x.test "
      "header.b=\"a;b\";\n"
      " spf=Pass smtp.mailfrom=ana@x.test; dmarc = fail (p=REJECT (sp=NONE)) header.from=x.test");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0],
            (Authentication{"mx.desk.example", "dkim", "pass", "header.d=x.test header.b=a;b"}));
  EXPECT_EQ(found[1],
            (Authentication{"mx.desk.example", "spf", "pass", "smtp.mailfrom=ana@x.test"}));
  EXPECT_EQ(found[2], (Authentication{"mx.desk.example", "dmarc", "fail", "header.from=x.test"}));
}

TEST(Authentication, a_server_that_names_itself_not_is_read_all_the_same) {
  const auto found =
      read("spf=softfail (sender IP is 192.0.2.7)\n smtp.mailfrom=x.test; dkim=none");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0], (Authentication{"", "spf", "softfail", "smtp.mailfrom=x.test"}));
  EXPECT_EQ(found[1], (Authentication{"", "dkim", "none", ""}));
}

TEST(Authentication, nothing_was_checked) {
  EXPECT_TRUE(read("mx.desk.example; none").empty());
  EXPECT_TRUE(read("").empty());
  EXPECT_TRUE(read("mx.desk.example; =pass; ; \"").empty());
}

TEST(Authentication, the_nearest_server_comes_first_and_there_is_a_limit) {
  std::string mail = "From: ana@x.test\n";
  for (int i = 0; i < 100; ++i) {
    mail += "Authentication-Results: mx" + std::to_string(i) + ".test; spf=pass\n";
  }
  const auto found = read_authentication(parse(mail + "\nHi"));
  ASSERT_EQ(found.size(), authentication_fields_max);
  EXPECT_EQ(found[0].server, "mx0.test");
  std::string many = "mx.test";
  for (int i = 0; i < 1000; ++i) many += "; dkim=fail";
  EXPECT_EQ(read(many).size(), authentication_results_max);
}

TEST(Authentication, a_mail_is_disowned_where_dmarc_fails_at_the_server_nearest_to_us_E2) {
  const auto disowned = [](const std::string& fields) {
    return is_disowned(parse("From: ana@x.test\n" + fields + "\nHi"));
  };
  const std::string failed =
      "Authentication-Results: mx; spf=pass; dmarc=FAIL header.from=x.test\n";
  const std::string passed = "Authentication-Results: mx; dkim=fail; dmarc=pass\n";
  const std::string elsewhere = "Authentication-Results: other; dmarc=fail\n";
  EXPECT_TRUE(disowned(failed));
  // Names of servers are names of domains: their case says nothing.
  EXPECT_TRUE(disowned("Authentication-Results: MX; spf=pass\n" + failed));
  EXPECT_FALSE(disowned(passed));
  EXPECT_FALSE(disowned(""));
  EXPECT_FALSE(disowned("Authentication-Results: mx; dmarc=none; spf=fail\n"));
  // What stands below was there before our own server wrote its word.
  EXPECT_FALSE(disowned(passed + elsewhere));
  EXPECT_TRUE(disowned(failed + "Authentication-Results: other; dmarc=pass\n"));
}

TEST(Authentication, it_is_told_to_people_and_to_programs) {
  const Email email = parse(
      "From: ana@x.test\nMessage-ID: <1@x>\nDate: Fri, 5 Jan 2024 10:00:00 +0000\n"
      "Authentication-Results: mx.test; dmarc=fail header.from=x.test\nX-Spam-Flag: YES\n\nHi");
  const std::string words = explain_words(email, "a");
  EXPECT_NE(words.find("What mail servers say about its sender (only your own server's word "
                       "counts):\n  - mx.test: dmarc=fail, header.from=x.test\n"),
            std::string::npos)
      << words;
  EXPECT_NE(words.find("A filter on the way took it for spam:\n  - X-Spam-Flag: YES\n"),
            std::string::npos)
      << words;
  const std::string json = explain_json(email, "a", 0);
  EXPECT_NE(json.find(R"("authentication":[{"server":"mx.test","method":"dmarc","result":"fail",)"
                      R"("about":"header.from=x.test"}])"),
            std::string::npos)
      << json;
  EXPECT_NE(json.find(R"("spam":["X-Spam-Flag: YES"])"), std::string::npos) << json;
}

TEST(SpamMarks, only_a_yes_of_a_filter_counts) {
  const auto marked = [](const std::string& fields) {
    return !read_spam_marks(parse("From: ana@x.test\n" + fields + "\n\nHi")).empty();
  };
  EXPECT_TRUE(marked("X-Spam-Flag: YES"));
  EXPECT_TRUE(marked("X-Spam-Status: Yes, score=7.1 required=5.0"));
  EXPECT_TRUE(marked("x-spam: yes"));
  EXPECT_FALSE(marked("X-Spam-Flag: NO"));
  EXPECT_FALSE(marked("X-Spam-Status: No, score=-1.9 required=5.0 tests=YES"));
  EXPECT_FALSE(marked("X-Spam-Flag: Yesterday"));
  EXPECT_FALSE(marked("X-Spam-Level: *******"));
  EXPECT_FALSE(marked("Subject: X-Spam-Flag: YES"));
}

}  // namespace
}  // namespace mg::mime
