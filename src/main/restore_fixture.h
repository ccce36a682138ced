#pragma once

#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "db/test_database.h"
#include "desk/answer.h"
#include "desk/files.h"
#include "desk/mail_in.h"
#include "desk/outbox.h"
#include "desk/people.h"
#include "desk/reads.h"
#include "desk/timers.h"
#include "gen/store/migrations.h"
#include "main/commands.h"
#include "main/restore.h"
#include "store/copy.h"
#include "store/workspace.h"

// For tests of backups: a workspace in which everything has happened once.
namespace mg::app {

using namespace std::chrono_literals;

inline const Instant made_at = from_rfc3339("2026-11-21T09:00:00Z").value();

// An open workspace wherever it is.
struct Opened {
  Opened(const std::string& url, const Clock& clock) {
    db::Options options;
    options.url = url;
    database = db::open(options);
    database->migrate(store::migrations());
    desk = std::make_unique<desk::Desk>(*database, clock,
                                        desk::Desk::Options{"https://desk.example", ""});
  }

  template <class T>
  T read(const std::function<T(db::Session&)>& work) {
    std::optional<T> found;
    database->read([&](db::Session& session) { found = work(session); });
    return std::move(*found);
  }
  std::int64_t change(const desk::Context& context, desk::Change change) {
    const auto receipt = desk->change_now(context, std::move(change));
    EXPECT_TRUE(receipt) << receipt.error().detail;
    return receipt.value_or(0);
  }

  std::unique_ptr<db::Database> database;
  std::unique_ptr<desk::Desk> desk;
};

// "stream/seq/kind" of the log from a position on, in its order.
inline std::vector<std::string> facts_from(Opened& workspace, store::Position after) {
  return workspace.read<std::vector<std::string>>([&](db::Session& session) {
    std::vector<std::string> found;
    for (const store::LoggedFact& logged : store::facts_after(session, after, 10'000)) {
      found.push_back(std::to_string(logged.header.stream) + "/" +
                      std::to_string(logged.header.seq) + "/" +
                      std::to_string(facts::number_of(logged.fact)));
    }
    return found;
  });
}

inline std::int64_t count(Opened& workspace, const std::string& sql) {
  return workspace.read<std::int64_t>([&](db::Session& session) {
    std::int64_t found = -1;
    session.execute_text(sql, {}, [&](const db::Row& row) { found = row.integer(0); });
    return found;
  });
}

inline void expect_check_is_clean(Opened& workspace) {
  const auto checked = check_workspace(*workspace.desk, [](const std::string&) {});
  EXPECT_TRUE(checked) << checked.error().detail;
}

inline std::string awkward_bytes(std::size_t size) {
  std::string bytes;
  std::uint32_t state = 1;
  for (std::size_t i = 0; i < size; ++i) {
    state = state * 1664525 + 1013904223;
    bytes += static_cast<char>(state >> 24);  // Every byte, zeros too, and hard to compress.
  }
  return bytes;
}

// Fills a workspace: mails with attachments, notes, replies sent, queued, deferred and not yet
// released, a promise, a receipt, a follower in the middle of the log, mails that wait and a lease.
class Story {
 public:
  explicit Story(Opened& workspace) : workspace_(workspace), desk_(*workspace.desk) {
    owner_ = AgentId{workspace_.change(
        desk::as_system(),
        desk::create_owner({"bo@desk.example", "Bo", Role::owner, "x"}, "Fernhill"))};
    desk_.reload();
    store::Inbox inbox;
    inbox.name = "Support";
    inbox.address = "help@desk.example";
    inbox.smtp = "smtp://127.0.0.1:1";
    inbox_ = InboxId{workspace_.change(by_owner(), desk::save_inbox(inbox))};
  }

  desk::Context by_owner() const { return desk::as_agent(owner_, Role::owner); }

  ConversationId receive(int number, std::string attachment = {}) {
    desk::ReceivedMail mail;
    mail.inbox = inbox_;
    mail.from_address = "person" + std::to_string(number) + "@customer.example";
    mail.from_name = "Zoë Ñ" + std::to_string(number);
    mail.subject = "It broke – \U0001F4A5 " + std::to_string(number);
    mail.message_id = "m" + std::to_string(number) + "@customer.example";
    mail.text = "Broken since yesterday.";
    if (!attachment.empty()) {
      desk::MailPart part;
      part.name = "photo.bin";
      part.type = "application/octet-stream";
      part.bytes = store::prepare_blob(attachment);
      mail.parts.push_back(std::move(part));
    }
    const MessageId id{workspace_.change(
        desk::as_system(),
        desk::receive_mail(std::make_shared<const desk::ReceivedMail>(mail), desk_.keys()))};
    return workspace_.read<ConversationId>([&](db::Session& session) {
      return store::load_message(session, id)->message.conversation;
    });
  }

  MessageId reply(ConversationId conversation, int undo_seconds, const std::string& command = {}) {
    desk::NewReply want;
    want.conversation = conversation;
    want.text = "We are on it.";
    want.undo_seconds = undo_seconds;
    want.promise = desk::NewPromise{made_at + 5h, "A new one is on its way"};
    desk::Context context = by_owner();
    context.command = command;
    context.digest = command;
    return MessageId{workspace_.change(context, desk::reply(want))};
  }

  // Every copy that is due now gets this answer.
  void report_all(DeliveryState state) {
    for (const auto& lease : desk::lease_outbox(desk_, 100)) {
      workspace_.change(desk::as_system(), desk::report(lease, {state, 250, "2.0.0 fine"}));
    }
  }

  void tell() {
    photo = awkward_bytes(700'000);  // Three chunks.
    const ConversationId first = receive(1, photo);
    for (int i = 2; i < 80; ++i) receive(i);
    report_all(DeliveryState::sent);
    sent = count(workspace_, "SELECT count(*) FROM outbox WHERE state = 2");
    report_all(DeliveryState::deferred);
    command_receipt = reply(first, 0, "key-1").value;  // Queued.
    reply(first, 10);                                  // Can still be taken back.
    desk::NewReply note;
    note.conversation = first;
    note.text = "internal";
    workspace_.change(by_owner(), desk::note(note));
    while (desk::index_more(desk_, 200) > 0) {
    }
    workspace_.database->write([&](db::Session& session) {
      const auto some = store::facts_after(session, {}, 100);
      store::save_follower(session, "probe", some.back().position);
      store::RawMail raw;
      raw.id = store::fresh<RawMailId>(session);
      raw.inbox = inbox_;
      raw.blob = store::add_blob(session, store::prepare_blob("Subject: waits\r\n\r\nhm"));
      raw.received_at = made_at;
      store::add_raw_mail(session, raw);
      store::lease_raw_mail(session, 1h, 1);
    });
    queued = count(workspace_, "SELECT count(*) FROM outbox WHERE state IN (1, 3)");
  }

  std::string photo;
  std::int64_t command_receipt = 0, sent = 0, queued = 0;

 private:
  Opened& workspace_;
  desk::Desk& desk_;
  AgentId owner_;
  InboxId inbox_;
};

}  // namespace mg::app
