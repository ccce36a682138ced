#include "desk/same_mail.h"

#include <map>

#include "desk/desk_fixture.h"

// Mails that share a Message-ID: the same mail once more, or another one.
namespace mg::desk {
namespace {

class SameMail : public DeskTest {
 protected:
  // A scanner's mail: always the same words under one id. Receipt 0: taken for one that came
  // before.
  std::int64_t scan(const std::string& text, const std::string& name, const std::string& bytes) {
    auto scanned = mail(text, "scan@x");
    scanned.parts.push_back(
        {name, "application/pdf", "", false, false, store::prepare_blob(bytes)});
    return receive(scanned).value;
  }
};

TEST_P(SameMail, another_file_under_the_same_id_and_words_is_another_mail) {
  for (const std::string text : {"See attachment.", ""}) {
    const std::string more = text.empty() ? " of a mail without words" : "";
    EXPECT_NE(scan(text, "1.pdf", "page one" + more), 0);
    EXPECT_EQ(scan(text, "1.pdf", "page one" + more), 0) << "the same once more";
    EXPECT_NE(scan(text, "1.pdf", "page two" + more), 0);
    EXPECT_EQ(scan(text, "1.pdf", "page two" + more), 0);
    EXPECT_NE(scan(text, "2.pdf", "page two" + more), 0) << "under another name";
    EXPECT_EQ(scan(text, "2.pdf", "page two" + more), 0);
  }
}

TEST_P(SameMail, a_mail_with_and_one_without_a_file_are_two) {
  EXPECT_NE(receive(mail("See attachment.", "scan@x")).value, 0);
  EXPECT_NE(scan("See attachment.", "1.pdf", "page one"), 0);
  EXPECT_EQ(receive(mail("See attachment.", "scan@x")).value, 0);
}

MG_ON_EVERY_ENGINE(SameMail);

}  // namespace
}  // namespace mg::desk
