#include <gtest/gtest.h>

#include "rules/conversation/receive.h"
#include "rules/conversation/recipients.h"

namespace mg::rules {
namespace {

TEST(SameSubject, prefixes_and_what_servers_add_change_nothing) {
  for (const char* mail :
       {"It broke", "Re: It broke", "AW: WG: It broke", "RE[2]: it BROKE",
        "[EXTERNAL] Re: It broke", "Antw: It broke (again)", "\u56de\u590d\uff1aIt broke", "",
        "Re:", "***SPAM*** It broke", "What broke?"}) {
    EXPECT_TRUE(same_subject(mail, "It broke", 7)) << mail;
  }
  EXPECT_TRUE(same_subject("\u56de\u590d\uff1a\u706f\u574f\u4e86", "\u706f\u574f\u4e86", 7));
  EXPECT_TRUE(same_subject("Lamps", "", 7));
}

TEST(SameSubject, no_word_in_common_is_another_one) {
  for (const char* mail : {"Lamps", "Re: Forty chairs", "Invoice 12 of it", "Fwd: #71", "#7a1"}) {
    EXPECT_FALSE(same_subject(mail, "It broke", 71 + 1)) << mail;
  }
  EXPECT_FALSE(same_subject("\u706f", "\u6905\u5b50", 7));
}

TEST(SameSubject, our_own_subjects_name_the_conversation_by_its_number) {
  EXPECT_TRUE(same_subject("Re: We have your message [#17-abcdefgh]", "It broke", 17));
  EXPECT_TRUE(same_subject("Re: #17", "It broke", 17));
  EXPECT_FALSE(same_subject("Re: We have your message [#170-abcdefgh]", "It broke", 17));
  EXPECT_FALSE(same_subject("#0", "It broke", 0));
}

TEST(Join, who_belongs_to_it_joins_whatever_the_mail_says) {
  EXPECT_EQ(how_to_join({.is_ours = true}), Join::openly);
  EXPECT_EQ(how_to_join({.is_ours = true, .answers_machine = true}), Join::openly);
}

TEST(Join, a_stranger_joins_with_a_copy_and_its_subject) {
  EXPECT_EQ(how_to_join({.has_copy = true, .same_subject = true}), Join::as_stranger);
  EXPECT_EQ(how_to_join({.has_copy = true, .same_subject = false}), Join::apart);
  EXPECT_EQ(how_to_join({.has_copy = true, .same_subject = true, .answers_machine = true}),
            Join::as_stranger);
  // A vacation notice has a subject of its own and wakes nobody.
  EXPECT_EQ(how_to_join({.has_copy = true, .same_subject = false, .automatic = true}),
            Join::as_stranger);
}

TEST(Join, a_known_id_alone_is_for_colleagues_and_not_for_announcements) {
  EXPECT_EQ(how_to_join({.same_subject = true}), Join::apart);
  EXPECT_EQ(how_to_join({.same_house = true, .same_subject = true}), Join::as_stranger);
  EXPECT_EQ(how_to_join({.same_house = true, .same_subject = false}), Join::apart);
  EXPECT_EQ(how_to_join({.same_house = true, .same_subject = true, .answers_machine = true}),
            Join::apart);
}

TEST(SameHouse, a_domain_of_everybody_is_nobodys) {
  EXPECT_TRUE(is_same_house("ana@customer.example", "bea@mail.customer.example"));
  EXPECT_FALSE(is_same_house("ana@customer.example", "bea@other.example"));
  EXPECT_FALSE(is_same_house("ana@gmail.com", "bea@gmail.com"));
  EXPECT_FALSE(is_same_house("", ""));
}

}  // namespace
}  // namespace mg::rules
