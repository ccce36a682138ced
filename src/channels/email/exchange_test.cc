#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "channels/email/compose.h"
#include "channels/email/understand.h"
#include "desk/answer.h"
#include "desk/outbox.h"
#include "desk/test_desk.h"

// Mail as it goes out of a desk, and back into one: what outsiders can make of it.
namespace mg::channels::email {
namespace {

using namespace std::chrono_literals;

struct Sent {
  std::string sender, recipient, bytes;
};

class Place {
 public:
  Place(db::Engine engine, const std::string& address) : place_(engine) {
    owner_ = place_.add_owner();
    store::Inbox inbox;
    inbox.name = "Support";
    inbox.address = address;
    inbox.smtp = "smtp://127.0.0.1:1";
    inbox_ = InboxId{must(desk::save_inbox(std::move(inbox)))};
    desk().reload();
  }

  desk::Desk& desk() { return place_.desk(); }
  void pass(Duration time) { place_.clock().advance(time); }

  std::int64_t must(desk::Change change) {
    const auto receipt = desk().change_now(desk::as_agent(owner_, Role::owner), std::move(change));
    EXPECT_TRUE(receipt) << receipt.error().detail;
    return receipt.value_or(0);
  }

  // As from the mail server. The conversation that the mail is in.
  ConversationId receive(const std::string& bytes, const std::string& sender) {
    store::RawMail raw;
    raw.inbox = inbox_;
    raw.sender = sender;
    raw.recipient = "help@desk.example";
    return place_.receive(understand(raw, bytes));
  }

  // All that waits, as it goes out.
  std::vector<Sent> send_all() {
    std::vector<Sent> sent;
    for (const auto& lease : desk::lease_outbox(desk(), 100)) {
      const auto item = desk::load_outbox_item(desk(), lease);
      if (!item || !*item || !(*item)->build) continue;
      const auto bytes = compose(*(*item)->build);
      EXPECT_TRUE(bytes);
      if (!bytes) continue;
      auto blob = std::make_shared<const store::PreparedBlob>(store::prepare_blob(*bytes));
      const auto done = [&](desk::Change change) {
        EXPECT_TRUE(desk().change_now(desk::as_system(), std::move(change)));
      };
      done(desk::freeze(lease, (*item)->build->message_id, blob));
      done(desk::report(lease, {DeliveryState::sent, 250, "ok"}));
      sent.push_back({(*item)->sender, (*item)->recipient, *bytes});
    }
    return sent;
  }

 private:
  desk::testing::TestDesk place_;
  AgentId owner_;
  InboxId inbox_;
};

class Exchange : public ::testing::TestWithParam<db::Engine> {
 protected:
  static std::string mail(const std::string& from, const std::string& id,
                          const std::string& text = "It broke.") {
    return "From: " + from + "\r\nTo: help@desk.example\r\nSubject: It broke\r\nMessage-ID: <" +
           id + ">\r\n\r\n" + text + "\r\n";
  }

  static desk::NewReply words(ConversationId conversation, std::string text,
                              std::string html = {}) {
    desk::NewReply reply;
    reply.conversation = conversation;
    reply.text = std::move(text);
    reply.html = std::move(html);
    return reply;
  }
  static std::shared_ptr<desk::ReceivedMail> understood(const std::string& bytes) {
    store::RawMail raw;
    raw.sender = "somebody@x.example";
    raw.recipient = "help@desk.example";
    return understand(raw, bytes);
  }

  Place desk_{GetParam(), "help@desk.example"};
};

// Without the fields that tell a machine's mail, as some servers on the way leave it.
std::string as_of_a_person(const std::string& bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto end = std::min(bytes.find("\r\n", at), bytes.size() - 2) + 2;
    const std::string line = bytes.substr(at, end - at);
    if (!line.starts_with("Auto-Submitted") && !line.starts_with("X-Auto-Response-Suppress") &&
        !line.starts_with("Precedence")) {
      out += line;
    }
    at = end;
  }
  return out;
}

TEST_P(Exchange, of_two_desks_ends_after_two_hops_even_if_nobody_says_that_it_is_a_machine_E11) {
  for (const bool marked : {true, false}) {
    Place one(GetParam(), "help@desk.example");
    Place two(GetParam(), "info@other.example");
    one.receive(mail("Info <info@other.example>", "first@other.example"), "info@other.example");
    int hops = 0;
    for (int round = 0; round < 20; ++round) {
      for (const bool back : {false, true}) {
        Place& from = back ? two : one;
        Place& to = back ? one : two;
        for (const Sent& sent : from.send_all()) {
          ++hops;
          EXPECT_TRUE(sent.bytes.contains("Auto-Submitted: auto-replied")) << sent.bytes;
          to.receive(marked ? sent.bytes : as_of_a_person(sent.bytes), marked ? "" : sent.sender);
        }
        from.pass(30min);
      }
    }
    EXPECT_GE(hops, 1);
    EXPECT_LE(hops, marked ? 1 : 2);
  }
}

TEST_P(Exchange, a_responder_that_looks_like_a_person_is_answered_a_few_times_a_day_E11) {
  int answers = 0;
  for (int i = 0; i < 96; ++i) {
    desk_.receive(mail("Ana <ana@customer.example>", std::to_string(i) + "@customer.example"),
                  "ana@customer.example");
    answers += static_cast<int>(desk_.send_all().size());
    desk_.pass(15min);
  }
  EXPECT_GE(answers, 1);
  EXPECT_LE(answers, 5);
}

TEST_P(Exchange, no_mail_holds_a_word_of_a_note_E13) {
  const auto id = desk_.receive(mail("Ana <ana@customer.example>", "a@customer.example"),
                                "ana@customer.example");
  const auto note = words(id, "canary: she is difficult", "<p>canary: she is difficult</p>");
  desk_.must(desk::note(note));
  desk_.must(desk::reply(words(id, "We are looking.")));
  desk_.must(desk::note(note));
  desk_.must(desk::propose(id, "Is it solved?"));
  const auto sent = desk_.send_all();
  EXPECT_GE(sent.size(), 2u);
  for (const Sent& one : sent) {
    EXPECT_EQ(one.recipient, "ana@customer.example");
    const auto read = understood(one.bytes);
    for (const std::string& text : {one.bytes, read->text, read->quoted, read->html}) {
      EXPECT_FALSE(text.contains("canary")) << text;
    }
  }
}

TEST_P(Exchange, what_looks_like_a_template_in_a_name_or_a_text_is_words_E22) {
  const std::string hostile = "{{ticket.notes}} #{7*7} ${7*7} <%= 7 %> {} {0} %s";
  const auto id = desk_.receive(
      mail("\"" + hostile + "\" <ana@customer.example>", "a@customer.example", hostile),
      "ana@customer.example");
  desk_.must(desk::note(words(id, "canary")));
  desk_.must(desk::reply(words(id, "As you say: " + hostile)));
  desk_.send_all();
  // Now she is known, and what the program writes names her.
  desk_.pass(2h);
  desk_.receive(mail("\"" + hostile + "\" <ana@customer.example>", "b@customer.example"),
                "ana@customer.example");
  desk_.must(desk::propose(id, hostile));
  const auto sent = desk_.send_all();
  ASSERT_EQ(sent.size(), 2u);
  for (const Sent& one : sent) {
    const auto read = understood(one.bytes);
    EXPECT_TRUE(read->people.contains(hostile)) << one.bytes;
    EXPECT_FALSE(one.bytes.contains("canary"));
    EXPECT_TRUE(!read->text.contains("ticket") || read->text.contains(hostile)) << read->text;
  }
}

TEST_P(Exchange, fields_of_desks_in_a_mail_from_outside_steer_nothing_E5) {
  const auto id = desk_.receive(mail("Ana <ana@customer.example>", "a@customer.example"),
                                "ana@customer.example");
  const std::string number = to_string(id);
  int n = 0;
  for (const std::string& field : std::vector<std::string>{
           "X-Makegood-Conversation: " + number, "X-Makegood-Token: " + number,
           "X-Makegood-Agent: bo@desk.example", "RT-Ticket: desk.example #1",
           "X-RT-Original-Encoding: x", "X-OTRS-Queue: Admin", "X-OTRS-FollowUp: " + number,
           "X-OTRS-State: closed", "X-Zammad-Ticket-Id: " + number, "X-FreeScout-Thread: " + number,
           "X-Mailer: Makegood", "X-Ticket-Id: 1", "X-Priority: 1\r\nImportance: high"}) {
    const auto other = desk_.receive(
        field + "\r\n" + mail("Eve <eve@elsewhere.example>", std::to_string(++n) + "@e.example"),
        "eve@elsewhere.example");
    EXPECT_NE(other, id) << field;
    const std::string plain = mail("Eve <eve@elsewhere.example>", "x@elsewhere.example");
    const auto without = understood(plain);
    const auto with = understood(field + "\r\n" + plain);
    EXPECT_EQ(with->from_address, without->from_address) << field;
    EXPECT_EQ(with->references, without->references) << field;
    EXPECT_EQ(with->addressed_to, without->addressed_to) << field;
    EXPECT_EQ(with->automatic, without->automatic) << field;
    EXPECT_EQ(with->text, without->text) << field;
  }
}

MG_ON_EVERY_ENGINE(Exchange);

}  // namespace
}  // namespace mg::channels::email
