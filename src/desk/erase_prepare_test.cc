#include "desk/erase_prepare.h"

#include "desk/erase_fixture.h"

namespace mg::desk {
namespace {

class ErasePrepare : public EraseContact {};

TEST_P(ErasePrepare, a_turn_takes_only_mail_that_was_looked_into_before_it) {
  mail_of_ana("Help");
  const auto put_aside = [&](const std::string& from, const std::string& more) {
    ASSERT_TRUE(desk_->change_now(as_system(),
                                  accept_mail("lists@x.example", {{"help@desk.example", inbox_}},
                                              blob("From: " + from + "\r\n\r\n" + more))));
    ASSERT_TRUE(
        desk_->change_now(as_system(), quarantine_mail(lease_mail(*desk_, 1).at(0).id, "odd")));
  };
  put_aside(ana_email_, word());
  put_aside("cy@third.example", "keep me");
  const ContactId who = ana();
  ASSERT_TRUE(start(who, ana_email_));
  const auto job = [&] {
    return look<store::Erasure>([&](db::Session& session) { return *erasure(session, who); });
  };
  while (job().step != store::ErasureStep::mail) ASSERT_EQ(erase_more(*desk_), EraseTurn::more);
  const auto raw_mails = rows_of("raw_mail");
  const auto take = [&](PreparedTurn prepared) {
    ASSERT_TRUE(desk_->change_now(
        as_system(), erasure_turn(who, store::ErasureStep::mail, std::move(prepared))));
  };
  take({});
  EXPECT_EQ(job().step, store::ErasureStep::mail) << "nothing was looked into";
  auto prepared =
      look<PreparedTurn>([&](db::Session& session) { return prepare_turn(session, job()); });
  ASSERT_EQ(prepared.mails.size(), 2u);
  EXPECT_TRUE(prepared.mails[0].theirs);
  EXPECT_FALSE(prepared.mails[1].theirs);
  auto other = prepared;
  other.mails[0].blob += 1'000'000;
  take(other);
  EXPECT_EQ(job().cursor, 0) << "the mail has other bytes by now";
  EXPECT_EQ(rows_of("raw_mail"), raw_mails);
  take(prepared);
  EXPECT_EQ(job().step, store::ErasureStep::index);
  EXPECT_EQ(rows_of("raw_mail"), raw_mails - 1);
  run();
  EXPECT_EQ(places_of(words_), std::set<std::string>{});
}

MG_ON_EVERY_ENGINE(ErasePrepare);

}  // namespace
}  // namespace mg::desk
