#include "desk/answer.h"
#include "desk/desk_fixture.h"
#include "desk/outbox.h"
#include "store/mail.h"

// Who holds a copy, a timer or a stored mail, and until when. Leases end by real time.
namespace mg::desk {
namespace {

class Leases : public DeskTest {
 protected:
  static constexpr Duration short_lease = 50ms;

  // Looks until something can be leased; empty when nothing could be for ten seconds.
  template <class Lease>
  auto soon(Lease lease) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (true) {
      decltype(lease(std::declval<db::Session&>())) found;
      database_->write([&](db::Session& session) { found = lease(session); });
      if (!found.empty() || std::chrono::steady_clock::now() > end) return found;
    }
  }
};

TEST_P(Leases, a_copy_is_held_by_one_node_however_the_workspaces_clock_moves) {
  receive(mail("It broke.", "a@x"));
  ASSERT_EQ(lease_outbox(*desk_, 10).size(), 1u);
  EXPECT_TRUE(lease_outbox(*desk_, 10).empty());
  EXPECT_FALSE(next_outgoing(*desk_));
  clock_.advance(24h);
  EXPECT_TRUE(lease_outbox(*desk_, 10).empty());
}

TEST_P(Leases, what_a_dead_node_held_comes_free_though_the_workspaces_clock_stands_still) {
  receive(mail("It broke.", "a@x"));
  const Instant now = desk_->now();
  std::vector<store::OutboxLease> first;
  database_->write(
      [&](db::Session& session) { first = store::lease_outbox(session, now, short_lease, 10); });
  ASSERT_EQ(first.size(), 1u);
  const auto second =
      soon([&](db::Session& session) { return store::lease_outbox(session, now, 1h, 10); });
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].id, first[0].id);
  EXPECT_GT(second[0].fence, first[0].fence);
  // The first node was only slow: it can neither keep, nor freeze, nor send, nor report it.
  database_->write([&](db::Session& session) {
    EXPECT_FALSE(store::keep_lease(session, first[0], 1h));
    EXPECT_TRUE(store::keep_lease(session, second[0], 1h));
    store::end_lease(session, first[0]);
  });
  EXPECT_FALSE(*load_outbox_item(*desk_, first[0]));
  EXPECT_TRUE(*load_outbox_item(*desk_, second[0]));
  auto bytes = std::make_shared<const store::PreparedBlob>(store::prepare_blob("mail"));
  EXPECT_FALSE(desk_->change_now(as_system(), freeze(first[0], "x@desk.example", bytes)));
  EXPECT_TRUE(desk_->change_now(as_system(), report(first[0], {DeliveryState::failed, 550, "no"})));
  database_->read([&](db::Session& session) {
    EXPECT_EQ(store::load_delivery(session, first[0].id)->state, DeliveryState::queued);
  });
  EXPECT_TRUE(lease_outbox(*desk_, 10).empty());
}

TEST_P(Leases, a_lease_that_is_kept_does_not_end) {
  receive(mail("It broke.", "a@x"));
  const Instant now = desk_->now();
  std::vector<store::OutboxLease> held;
  database_->write(
      [&](db::Session& session) { held = store::lease_outbox(session, now, short_lease, 10); });
  keep_leases(*desk_, held);
  const auto end = std::chrono::steady_clock::now() + 4 * short_lease;
  while (std::chrono::steady_clock::now() < end) {
    ASSERT_TRUE(lease_outbox(*desk_, 10).empty());
  }
}

TEST_P(Leases, trying_again_by_hand_does_not_take_a_copy_from_who_is_sending_it) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  NewReply want;
  want.conversation = id;
  want.text = "Looking.";
  const MessageId message{desk_->change_now(by_owner(), reply(want)).value()};
  for (const auto& lease : lease_outbox(*desk_, 10)) {
    ASSERT_TRUE(
        desk_->change_now(as_system(), report(lease, {DeliveryState::deferred, 451, "later"})));
  }
  clock_.advance(2min);
  const auto sending = lease_outbox(*desk_, 10);
  ASSERT_EQ(sending.size(), 2u);
  ASSERT_TRUE(desk_->change_now(by_owner(), retry_delivery(message)));
  EXPECT_TRUE(lease_outbox(*desk_, 10).empty());
  // A copy that was deferred is free at once when its time has come or somebody asks.
  for (const auto& lease : sending) {
    ASSERT_TRUE(
        desk_->change_now(as_system(), report(lease, {DeliveryState::deferred, 451, "later"})));
  }
  ASSERT_TRUE(desk_->change_now(by_owner(), retry_delivery(message)));
  EXPECT_EQ(lease_outbox(*desk_, 10).size(), 1u);
}

TEST_P(Leases, timers_and_stored_mail_come_free_by_real_time_too) {
  receive(mail("It broke.", "a@x"));
  clock_.advance(24h);
  const Instant now = desk_->now();
  std::vector<store::DueTimer> due;
  database_->write(
      [&](db::Session& session) { due = store::lease_timers(session, now, short_lease, 10); });
  ASSERT_FALSE(due.empty());
  EXPECT_EQ(
      soon([&](db::Session& session) { return store::lease_timers(session, now, 1h, 10); }).size(),
      due.size());

  auto raw = std::make_shared<const store::PreparedBlob>(store::prepare_blob("Subject: x\r\n\r\n"));
  ASSERT_TRUE(desk_->change_now(
      as_system(), accept_mail("ana@customer.example", {{"help@desk.example", inbox_}}, raw)));
  std::vector<store::RawMail> mails;
  database_->write(
      [&](db::Session& session) { mails = store::lease_raw_mail(session, short_lease, 10); });
  ASSERT_EQ(mails.size(), 1u);
  const auto again =
      soon([&](db::Session& session) { return store::lease_raw_mail(session, 1h, 10); });
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].attempts, 2);
  EXPECT_TRUE(lease_mail(*desk_, 10).empty());
  ASSERT_TRUE(next_incoming(*desk_));
  EXPECT_GT(*next_incoming(*desk_), desk_->now());
}

TEST_P(Leases, nothing_is_to_be_waited_for_when_no_mail_waits) {
  EXPECT_FALSE(next_incoming(*desk_));
}

TEST_P(Leases, a_stored_mail_is_kept_while_it_is_worked_on_and_not_by_who_has_lost_it) {
  auto raw = std::make_shared<const store::PreparedBlob>(store::prepare_blob("Subject: x\r\n\r\n"));
  ASSERT_TRUE(desk_->change_now(
      as_system(), accept_mail("ana@customer.example", {{"help@desk.example", inbox_}}, raw)));
  std::vector<store::RawMail> mails;
  database_->write(
      [&](db::Session& session) { mails = store::lease_raw_mail(session, short_lease, 10); });
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].size, 14);
  const store::MailLease first{mails[0].id, mails[0].attempts};
  keep_mail(*desk_, {first});
  const auto end = std::chrono::steady_clock::now() + 4 * short_lease;
  while (std::chrono::steady_clock::now() < end) {
    ASSERT_TRUE(lease_mail(*desk_, 10).empty());
  }
  // Lost to another node, it stays there.
  database_->write([&](db::Session& session) {
    EXPECT_TRUE(store::keep_lease(session, first, Duration{0}));
    mails = store::lease_raw_mail(session, short_lease, 10);
    ASSERT_EQ(mails.size(), 1u);
    EXPECT_FALSE(store::keep_lease(session, first, 1h));
    EXPECT_TRUE(store::keep_lease(session, {mails[0].id, mails[0].attempts}, 1h));
  });
}

MG_ON_EVERY_ENGINE(Leases);

}  // namespace
}  // namespace mg::desk
