#pragma once

#include <gtest/gtest.h>

#include "db/test_database.h"
#include "desk/desk.h"
#include "desk/mail_in.h"
#include "desk/people.h"
#include "desk/timers.h"
#include "desk/workspace.h"
#include "gen/store/migrations.h"
#include "store/absence.h"
#include "store/messages.h"

// What the tests of this folder start from.
namespace mg::desk {

using namespace std::chrono_literals;

// A workspace on a fresh database, with one inbox and one owner, at a clock that tests move.
class DeskTest : public ::testing::TestWithParam<db::Engine> {
 protected:
  DeskTest() : test_database_(GetParam()) {
    database_ = db::open(test_database_.options);
    database_->migrate(store::migrations());
    desk_ = std::make_unique<Desk>(*database_, clock_,
                                   Desk::Options{"https://desk.example", "desk.example"});
    owner_ = AgentId{*desk_->change_now(
        as_system(), create_owner({"bo@desk.example", "Bo", Role::owner, "x"}, "Fernhill"))};
    desk_->reload();
    inbox_ = add_inbox("help@desk.example");
  }

  InboxId add_inbox(const std::string& address) {
    return InboxId{*desk_->change_now(by_owner(), save_inbox({.id = {},
                                                              .name = "Support",
                                                              .address = address,
                                                              .aliases = {},
                                                              .smtp = "smtp://127.0.0.1:1",
                                                              .smtp_user = {},
                                                              .smtp_password = {},
                                                              .team = {},
                                                              .last_read_at = {},
                                                              .error = {}}))};
  }

  Context by_owner() const { return as_agent(owner_, Role::owner); }

  ReceivedMail mail(std::string text, std::string message_id) const {
    ReceivedMail mail;
    mail.inbox = inbox_;
    mail.from_address = "ana@customer.example";
    mail.from_name = "Ana";
    mail.subject = "It broke";
    mail.message_id = std::move(message_id);
    mail.text = std::move(text);
    return mail;
  }

  MessageId receive(ReceivedMail mail) {
    const auto receipt = desk_->change_now(
        as_system(),
        receive_mail(std::make_shared<const ReceivedMail>(std::move(mail)), desk_->keys()));
    EXPECT_TRUE(receipt);
    return MessageId{receipt.value_or(0)};
  }

  ConversationId conversation_of(MessageId id) {
    return desk_
        ->read<ConversationId>([&](db::Session& session) -> Result<ConversationId> {
          return store::load_message(session, id)->message.conversation;
        })
        .value();
  }

  views::Conversation load(ConversationId id) {
    return desk_
        ->read<views::Conversation>([&](db::Session& session) -> Result<views::Conversation> {
          return *store::load_conversation(session, id, store::Lock::none);
        })
        .value();
  }

  void expect_replay_equals_rows() {
    database_->read([](db::Session& session) {
      for (const ConversationId id : store::conversations_after(session, {}, 1000)) {
        for (const auto& difference : store::check_conversation(session, id)) {
          ADD_FAILURE() << difference.what;
        }
      }
      store::AbsenceCheck check;
      while (check.turn(session)) {
      }
      for (const auto& absence : check.found()) ADD_FAILURE() << absence.what;
    });
  }

  void fire_due_timers() {
    for (const auto& timer : lease_timers(*desk_, 100)) {
      EXPECT_TRUE(desk_->change_now(as_system(), fire(timer)));
    }
  }

  void TearDown() override { expect_replay_equals_rows(); }

  db::testing::TestDatabase test_database_;
  FixedClock clock_{from_rfc3339("2026-11-21T09:00:00Z").value()};
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<Desk> desk_;
  AgentId owner_;
  InboxId inbox_;
};

}  // namespace mg::desk
