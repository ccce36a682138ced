#pragma once

#include <gtest/gtest.h>
#include <memory>
#include <string>

#include "db/test_database.h"
#include "desk/desk.h"
#include "desk/mail_in.h"
#include "desk/people.h"
#include "desk/reads.h"
#include "desk/workspace.h"
#include "gen/store/migrations.h"

// For the tests of folders above: a desk on a fresh database of this engine, at a clock that tests
// move, ready to be asked. As with db/test_database.h: MG_ON_EVERY_ENGINE(Suite).
namespace mg::desk::testing {

inline AgentId add_owner(Desk& desk, const std::string& name = "Bo") {
  const auto owner = desk.change_now(
      as_system(), create_owner({"bo@desk.example", name, Role::owner, "x"}, "Fern"));
  EXPECT_TRUE(owner);
  desk.reload();
  return AgentId{owner.value_or(0)};
}

// help@desk.example, which sends through a server that is not there.
inline InboxId add_inbox(Desk& desk, AgentId owner, const std::string& smtp_password = {}) {
  store::Inbox inbox;
  inbox.name = "Support";
  inbox.address = "help@desk.example";
  inbox.smtp = "smtp://127.0.0.1:1";
  inbox.smtp_password = smtp_password;
  const auto id = desk.change_now(as_agent(owner, Role::owner), save_inbox(std::move(inbox)));
  EXPECT_TRUE(id);
  return InboxId{id.value_or(0)};
}

class TestDesk {
 public:
  explicit TestDesk(db::Engine engine)
      : place_(engine),
        database_(migrated(place_.open())),
        desk_(*database_, clock_, {"https://desk.example", "desk.example"}) {}

  Desk& desk() { return desk_; }
  AgentId add_owner(const std::string& name = "Bo") { return testing::add_owner(desk_, name); }
  InboxId add_inbox(AgentId owner, const std::string& smtp_password = {}) {
    return testing::add_inbox(desk_, owner, smtp_password);
  }
  // A mail of Ana to that inbox, as it is understood.
  static std::shared_ptr<ReceivedMail> mail_of_ana(InboxId inbox, const std::string& text,
                                                   const std::string& message_id) {
    auto mail = std::make_shared<ReceivedMail>();
    mail->inbox = inbox;
    mail->from_address = "ana@customer.example";
    mail->from_name = "Ana";
    mail->subject = "It broke";
    mail->message_id = message_id;
    mail->text = text;
    mail->people = R"({"to":[{"name":"Help","email":"help@desk.example"}],"cc":[],"reply_to":[]})";
    return mail;
  }
  // The conversation that it belongs to.
  ConversationId receive(std::shared_ptr<const ReceivedMail> mail) {
    const auto receipt = desk_.change_now(as_system(), receive_mail(mail, desk_.keys()));
    EXPECT_TRUE(receipt);
    const auto id = desk_.read<ConversationId>([&](db::Session& session) -> Result<ConversationId> {
      return said(session, MessageId{receipt.value_or(0)})->shown.message.conversation;
    });
    EXPECT_TRUE(id);
    return id.value_or(ConversationId{});
  }
  FixedClock& clock() { return clock_; }

 private:
  static std::unique_ptr<db::Database> migrated(std::unique_ptr<db::Database> database) {
    database->migrate(store::migrations());
    return database;
  }

  db::testing::TestDatabase place_;
  std::unique_ptr<db::Database> database_;
  FixedClock clock_{from_rfc3339("2026-11-21T09:00:00Z").value()};
  Desk desk_;
};

}  // namespace mg::desk::testing
