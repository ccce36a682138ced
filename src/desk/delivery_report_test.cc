#include "desk/answer.h"
#include "desk/desk_fixture.h"
#include "desk/mail_people.h"
#include "desk/outbox.h"
#include "desk/reads.h"

namespace mg::desk {
namespace {

class DeliveryReports : public DeskTest {
 protected:
  DeliveryReports() {
    id_ = conversation_of(receive(mail("It broke.", "a@x")));
    send_all();  // The acknowledgement.
    NewReply want;
    want.conversation = id_;
    want.text = "Is it plugged in?";
    want.propose = true;
    reply_ = MessageId{*desk_->change_now(by_owner(), reply(want))};
    ours_ = send_all();
  }

  // The Message-ID of the last one.
  std::string send_all() {
    std::string last;
    for (const auto& lease : lease_outbox(*desk_, 10)) {
      last = (*load_outbox_item(*desk_, lease))->build->message_id;
      auto bytes = std::make_shared<const store::PreparedBlob>(store::prepare_blob("mail"));
      EXPECT_TRUE(desk_->change_now(as_system(), freeze(lease, last, bytes)));
      EXPECT_TRUE(desk_->change_now(as_system(),
                                    desk::report(lease, {DeliveryState::sent, 250, "250 Ok"})));
    }
    return last;
  }

  ReceivedMail dsn(const std::string& message_id, std::vector<MailBounce> lines) const {
    ReceivedMail report = mail("About your mail: " + message_id, message_id);
    report.from_address = "mailer-daemon@customer.example";
    report.automatic = report.null_sender = true;
    report.recipient = "help@desk.example";
    report.original_message_id = ours_;
    report.bounces = std::move(lines);
    return report;
  }

  Said reply_now() {
    return *desk_->read<Said>(
        [&](db::Session& session) -> Result<Said> { return *said(session, reply_); });
  }
  std::vector<Said> thread_now() {
    return *desk_->read<std::vector<Said>>([&](db::Session& session) -> Result<std::vector<Said>> {
      return thread(session, id_, {}, 100);
    });
  }

  const MailBounce failed_{"Ana@customer.example", "5.1.1", "550 No such user", true};
  const MailBounce delayed_{"ana@customer.example", "4.4.1", "451 Try later", false, true};
  ConversationId id_;
  MessageId reply_;
  std::string ours_;
};

TEST_P(DeliveryReports, a_failure_shows_at_the_message_and_wakes_the_agent) {
  ASSERT_EQ(load(id_).state, State::proposed);
  const auto report = receive(dsn("dsn@x", {failed_}));
  EXPECT_EQ(conversation_of(report), id_);
  const auto c = load(id_);
  EXPECT_EQ(c.state, State::open);
  EXPECT_EQ(c.turn, Turn::us);
  EXPECT_EQ(c.assignee, owner_);
  EXPECT_EQ(c.remind_at, Instant{});  // Nobody is reminded of what never arrived.
  ASSERT_TRUE(reply_now().delivery);
  EXPECT_EQ(reply_now().delivery->state, DeliveryState::failed);
  EXPECT_EQ(reply_now().delivery->recipient, "ana@customer.example");
  EXPECT_EQ(reply_now().delivery->answer, "550 No such user (5.1.1)");
  const Said line = thread_now().back();
  EXPECT_EQ(line.shown.message.system, SystemKind::bounce);
  const auto people = people_from(line.shown.words.people);
  EXPECT_EQ(people.to, (std::vector<rules::Person>{{"Ana", "ana@customer.example"}}));
}

TEST_P(DeliveryReports, a_delay_is_shown_and_is_no_failure) {
  receive(dsn("late@x", {delayed_}));
  EXPECT_EQ(load(id_).state, State::proposed);
  EXPECT_EQ(reply_now().delivery->state, DeliveryState::delayed);
  EXPECT_EQ(thread_now().back().shown.message.system, SystemKind::delay);
  // Our own outbox has done its part: nothing is sent twice.
  clock_.advance(std::chrono::hours(24));
  EXPECT_TRUE(lease_outbox(*desk_, 10).empty());
  receive(dsn("dsn@x", {failed_}));
  EXPECT_EQ(reply_now().delivery->state, DeliveryState::failed);
  EXPECT_EQ(load(id_).turn, Turn::us);
  receive(dsn("later@x", {delayed_}));  // Overtaken on its way.
  EXPECT_EQ(reply_now().delivery->state, DeliveryState::failed);
}

TEST_P(DeliveryReports, of_several_recipients_the_one_of_this_copy_counts) {
  const MailBounce other{"eva@customer.example", "5.1.1", "550 No such user", true};
  const MailBounce arrived{"ana@customer.example", "2.0.0", "", false};
  receive(dsn("one@x", {other, arrived}));
  EXPECT_EQ(reply_now().delivery->state, DeliveryState::sent);
  receive(dsn("two@x", {other, delayed_}));
  EXPECT_EQ(reply_now().delivery->state, DeliveryState::delayed);
  // Her address passed it on to others, and one of them is not there.
  receive(dsn("three@x", {{"moved@x.test", "2.0.0", "", false}, other}));
  EXPECT_EQ(reply_now().delivery->state, DeliveryState::failed);
}

TEST_P(DeliveryReports, a_report_in_free_text_may_name_the_mail_in_its_own_header) {
  ReceivedMail prose = dsn("prose@x", {failed_});
  prose.original_message_id = "";
  prose.references = {ours_};
  receive(prose);
  EXPECT_EQ(reply_now().delivery->state, DeliveryState::failed);
}

TEST_P(DeliveryReports, the_same_report_twice_is_one_line) {
  receive(dsn("dsn@x", {failed_}));
  const auto lines = thread_now().size();
  EXPECT_FALSE(receive(dsn("dsn@x", {failed_})));
  EXPECT_EQ(thread_now().size(), lines);
}

TEST_P(DeliveryReports, a_server_that_refuses_wakes_the_agent_too) {
  NewReply want;
  want.conversation = id_;
  want.text = "Or was it the fuse?";
  ASSERT_TRUE(desk_->change_now(by_owner(), reply(want)));
  EXPECT_NE(load(id_).turn, Turn::us);
  const auto leases = lease_outbox(*desk_, 10);
  ASSERT_EQ(leases.size(), 1u);
  ASSERT_TRUE(desk_->change_now(
      as_system(), desk::report(leases[0], {DeliveryState::failed, 550, "550 5.7.1 Go away"})));
  EXPECT_EQ(load(id_).turn, Turn::us);
}

TEST_P(DeliveryReports, what_the_customer_solved_is_not_taken_up_again) {
  receive(mail("Yes", "yes@x"));
  ReceivedMail yes = mail("yes", "yes2@x");
  yes.references = {ours_};
  receive(yes);
  ASSERT_EQ(load(id_).state, State::solved);
  receive(dsn("dsn@x", {failed_}));
  EXPECT_EQ(load(id_).state, State::solved);
  EXPECT_EQ(reply_now().delivery->state, DeliveryState::failed);
}

MG_ON_EVERY_ENGINE(DeliveryReports);

}  // namespace
}  // namespace mg::desk
