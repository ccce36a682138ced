#include "mime/explain.h"

#include <gtest/gtest.h>

namespace mg::mime {
namespace {

TEST(ExplainWords, a_persons_mail_says_what_was_folded) {
  const std::string words = explain_words(
      parse(
          "From: Ana <ana@x.test>\nTo: desk@y.test\nSubject: Kettle\nMessage-ID: <1@x>\nDate: Fri, "
          "5 Jan 2024 10:00:00 +0000\n\nIt leaks.\n\nSent from my iPhone\n"),
      "a.eml");
  EXPECT_EQ(words,
            "a.eml\n"
            "  From: Ana <ana@x.test>\n"
            "  To: desk@y.test\n"
            "  Subject: Kettle\n"
            "  Date: 2024-01-05 10:00:00 UTC\n"
            "  Message-ID: 1@x\n"
            "Written by a person: no marker of a machine was found.\n"
            "Shown at first: 1 line of 3 lines. Nothing is deleted.\n"
            "  - Folded as signature from \"Sent from my iPhone\": the mail program added it\n");
}

TEST(ExplainWords, a_machines_mail_says_which_markers_tell) {
  const std::string words =
      explain_words(parse("From: no-reply@x.test\nAuto-Submitted: auto-generated\n\nHello"), "a");
  EXPECT_NE(words.find("Written by a machine, so no machine answers it:\n  - its header says so: "
                       "Auto-Submitted: auto-generated\n  - nobody writes from no-reply@x.test\n"),
            std::string::npos)
      << words;
}

TEST(ExplainWords, a_mailing_list_is_no_machine) {
  const std::string words =
      explain_words(parse("From: ana@x.test\nList-Post: <mailto:l@x.test>\n\nHello"), "a");
  EXPECT_NE(words.find("No machine answers it:\n  - it came over a mailing list"),
            std::string::npos)
      << words;
}

TEST(ExplainWords, charsets_repairs_and_hidden_attachments_are_said) {
  const std::string words = explain_words(
      parse("From: ana@x.test\nContent-Type: multipart/signed; boundary=b\n\n--b\nContent-Type: "
            "text/plain; charset=x-unknown-1\n\nkettle \xE9\n--b\nContent-Type: "
            "application/pgp-signature; name=signature.asc\n\nabc\n"),
      "a");
  for (const std::string_view part :
       {"the character set x-unknown-1 is unknown", "the last boundary of a multipart is missing",
        "signature.asc (application/pgp-signature, 3 bytes, pgp_signature): hidden, it is a "
        "signature, not a file",
        "it has no Message-ID"}) {
    EXPECT_NE(words.find(part), std::string::npos) << part << "\n" << words;
  }
}

TEST(ExplainWords, a_mail_cannot_write_to_the_terminal) {
  const std::string words =
      explain_words(parse("From: \x1b[31mAna <a@x.test>\nSubject: a\x1b]0;b\x07 \xC2\x9B"
                          "31m\n\nHi\n\n\x1b[2J-- \nSent from my \x1b[5m iPhone\n"),
                    "a\x1b[0m");
  for (const char c : words) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 32);
  EXPECT_EQ(words.find("\xC2\x9B"), std::string::npos);
}

TEST(ExplainJson, decisions_are_codes_and_values) {
  const std::string line = explain_json(
      parse(
          "From: ana@x.test\nAuto-Submitted: auto-replied\nMessage-ID: <1@x>\nDate: Fri, 5 Jan "
          "2024 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\nCaf\xE9\n\n-- \nAna\n"),
      "a.eml", 0);
  for (const std::string_view part :
       {R"("automatic":[{"code":"automatic_field","value":"Auto-Submitted: auto-replied"}])",
        R"({"kind":"signature","code":"signature_delimiter","value":"","line":"Ana"})",
        R"("oddities":[{"code":"charset_wrong","value":"utf-8, read as windows-1252"}])"}) {
    EXPECT_NE(line.find(part), std::string::npos) << part << "\n" << line;
  }
}

TEST(Reasons, a_mail_of_many_faults_lists_a_few_of_each_kind) {
  Reasons reasons;
  for (int i = 0; i < 1000; ++i) add_reason(reasons, Why::header_junk, std::to_string(i));
  add_reason(reasons, Why::no_date);
  add_reason(reasons, Why::no_date);
  EXPECT_EQ(reasons.size(), static_cast<std::size_t>(reasons_of_a_kind_max) + 1);
  EXPECT_EQ(reason_value(std::string(5000, 'a')).size(), reason_bytes_max + 3);
  EXPECT_EQ(reason_value(" a\r\n b\t"), "a b");
}

}  // namespace
}  // namespace mg::mime
