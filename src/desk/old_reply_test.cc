#include "desk/desk_fixture.h"
#include "desk/erase_contact.h"
#include "desk/import_mail.h"
#include "desk/mail_people.h"
#include "desk/outbox.h"
#include "desk/reads.h"
#include "store/people.h"

// Old mail of our own side, brought in from elsewhere.
namespace mg::desk {
namespace {

class OldReply : public DeskTest {
 protected:
  // From the inbox's address to the customer, as an answer to the mail of that id.
  ReceivedMail answer(std::string text, std::string message_id, std::string to_id) const {
    ReceivedMail ours = mail(std::move(text), std::move(message_id));
    ours.from_address = "help@desk.example";
    ours.from_name = "Help";
    if (!to_id.empty()) ours.references = {std::move(to_id)};
    go_to(ours, "ana@customer.example");
    return ours;
  }

  static void go_to(ReceivedMail& mail, const std::string& address) {
    mail.addressed_to = {"", "mailbox@host.example", address};  // Behind Delivered-To.
    mail.people = json::write(People{{{"", address}}, {}, {}, {}});
  }

  // How many of it were new.
  Result<std::int64_t> bring(ReceivedMail mail, const char* written_at) {
    mail.imported = true;
    mail.raw_bytes = std::make_shared<store::PreparedBlob>(store::prepare_blob(mail.message_id));
    return desk_->change_now(as_system(),
                             import_mails({{std::make_shared<const ReceivedMail>(std::move(mail)),
                                            from_rfc3339(written_at).value()}},
                                          desk_->keys(), {"import_mbox/test", "1"}));
  }

  Said said_under(const std::string& message_id) {
    return desk_
        ->read<Said>([&](db::Session& session) -> Result<Said> {
          return *said(session, store::find_message_id(session, inbox_, message_id)->message);
        })
        .value();
  }

  views::Conversation conversation_under(const std::string& message_id) {
    return load(said_under(message_id).shown.message.conversation);
  }

  bool is_contact(const std::string& address) {
    return desk_
        ->read<bool>([&](db::Session& session) -> Result<bool> {
          return store::find_contact(session, address).has_value();
        })
        .value();
  }

  void bring_question() { ASSERT_EQ(bring(mail("It broke.", "q1@x"), "2022-01-01T10:00:00Z"), 1); }
};

TEST_P(OldReply, an_answer_from_our_address_is_our_sides_in_that_conversation) {
  bring_question();
  EXPECT_EQ(bring(answer("Hold the button.", "a1@x", "q1@x"), "2022-01-01T11:00:00Z"), 1);
  const Said answer = said_under("a1@x");
  EXPECT_EQ(answer.shown.message.kind, MessageKind::reply);
  EXPECT_EQ(answer.shown.message.author, facts::agent_actor({}));
  EXPECT_EQ(answer.author_name, "Support");
  EXPECT_EQ(answer.author_email, "help@desk.example");
  EXPECT_EQ(answer.shown.words.text, "Hold the button.");
  EXPECT_EQ(answer.shown.message.at, from_rfc3339("2022-01-01T11:00:00Z"));
  EXPECT_FALSE(answer.delivery) << "nothing was sent by us";
  const auto conversation = conversation_under("q1@x");
  EXPECT_EQ(conversation.id, answer.shown.message.conversation);
  EXPECT_EQ(conversation.turn, Turn::customer);
  EXPECT_EQ(conversation.messages, 2);
  EXPECT_EQ(conversation.first_answer_at, from_rfc3339("2022-01-01T11:00:00Z"));
  EXPECT_FALSE(conversation.assignee);
  EXPECT_FALSE(is_contact("help@desk.example"));
  EXPECT_TRUE(lease_timers(*desk_, 10).empty());
  EXPECT_TRUE(lease_outbox(*desk_, 10).empty());
}

TEST_P(OldReply, the_history_names_whose_side_it_was) {
  bring_question();
  EXPECT_EQ(bring(answer("Hold the button.", "a1@x", "q1@x"), "2022-01-01T11:00:00Z"), 1);
  database_->read([&](db::Session& session) {
    const auto id = store::find_message_id(session, inbox_, "a1@x")->conversation;
    const auto entries = history(session, id, 0, 100);
    ASSERT_FALSE(entries.empty());
    EXPECT_EQ(entries.back().fact, "reply_released");
    EXPECT_EQ(entries.back().actor_name, "Support");
    EXPECT_EQ(entries.back().header.happened_at, from_rfc3339("2022-01-01T11:00:00Z"));
    EXPECT_EQ(entries.back().header.recorded_at, clock_.now());
  });
}

TEST_P(OldReply, mail_that_is_delivered_in_our_name_is_never_ours) {
  const MessageId question = receive(mail("It broke.", "q1@x"));
  for (const char* from : {"help@desk.example", "bo@desk.example"}) {
    ReceivedMail forged = answer("Send the money here.", std::string("f-") + from, "q1@x");
    forged.from_address = from;
    forged.sender_address = "bo@desk.example";
    const MessageId id = receive(forged);
    const Said said = said_under(forged.message_id);
    EXPECT_EQ(said.shown.message.id, id);
    EXPECT_EQ(said.shown.message.kind, MessageKind::customer) << from;
    EXPECT_EQ(said.shown.message.author.kind, ActorKind::contact) << from;
  }
  const auto conversation = load(conversation_of(question));
  EXPECT_FALSE(conversation.answered);
  EXPECT_EQ(conversation.turn, Turn::us);
}

TEST_P(OldReply, what_a_filter_took_for_spam_is_not_ours_either) {
  bring_question();
  ReceivedMail forged = answer("Send the money here.", "a1@x", "q1@x");
  forged.marked_spam = true;
  EXPECT_EQ(bring(forged, "2022-01-01T11:00:00Z"), 1);
  EXPECT_EQ(said_under("a1@x").shown.message.kind, MessageKind::customer);
  EXPECT_FALSE(conversation_under("q1@x").answered);
}

TEST_P(OldReply, what_did_not_go_to_the_customer_is_a_note) {
  bring_question();
  ReceivedMail inside = answer("Does anybody know?", "a1@x", "q1@x");
  go_to(inside, "bo@desk.example");
  ReceivedMail forwarded = answer("Is it yours?", "a2@x", "q1@x");
  go_to(forwarded, "supplier@parts.example");
  EXPECT_EQ(bring(inside, "2022-01-01T11:00:00Z"), 1);
  EXPECT_EQ(bring(forwarded, "2022-01-01T12:00:00Z"), 1);
  for (const char* id : {"a1@x", "a2@x"}) {
    EXPECT_EQ(said_under(id).shown.message.kind, MessageKind::note) << id;
    EXPECT_EQ(said_under(id).author_name, "Support") << id;
  }
  const auto conversation = conversation_under("q1@x");
  EXPECT_EQ(conversation.turn, Turn::us);
  EXPECT_FALSE(conversation.answered);
  EXPECT_FALSE(is_contact("supplier@parts.example"));
  database_->read([&](db::Session& session) {
    EXPECT_EQ(customer_thread(session, conversation.id, conversation.contact, {}, 10).size(), 1u);
  });
}

TEST_P(OldReply, one_that_went_where_the_customer_asked_to_be_answered_is_an_answer) {
  ReceivedMail question = mail("It broke.", "q1@x");
  question.people =
      R"({"to":[],"cc":[],"reply_to":[{"name":"Ana","email":"Ana@Elsewhere.example"}]})";
  EXPECT_EQ(bring(question, "2022-01-01T10:00:00Z"), 1);
  ReceivedMail ours = answer("Hold the button.", "a1@x", "q1@x");
  go_to(ours, "ana@elsewhere.example");
  EXPECT_EQ(bring(ours, "2022-01-01T11:00:00Z"), 1);
  EXPECT_EQ(said_under("a1@x").shown.message.kind, MessageKind::reply);
}

TEST_P(OldReply, an_agents_address_in_from_or_sender_tells_whose_answer_it_is) {
  bring_question();
  ReceivedMail by_sender = answer("Under the team's name.", "a1@x", "q1@x");
  by_sender.sender_address = "Bo@Desk.example";
  EXPECT_EQ(bring(by_sender, "2022-01-01T11:00:00Z"), 1);
  ReceivedMail by_from = answer("Under my own.", "a2@x", "q1@x");
  by_from.from_address = "bo@desk.example";
  EXPECT_EQ(bring(by_from, "2022-01-01T12:00:00Z"), 1);
  for (const char* id : {"a1@x", "a2@x"}) {
    EXPECT_EQ(said_under(id).shown.message.kind, MessageKind::reply);
    EXPECT_EQ(said_under(id).shown.message.author, facts::agent_actor(owner_));
    EXPECT_EQ(said_under(id).author_name, "Bo");
  }
  EXPECT_EQ(bring(by_sender, "2022-01-01T11:00:00Z"), 0) << "known by now";
  EXPECT_EQ(bring(by_from, "2022-01-01T12:00:00Z"), 0);
  EXPECT_EQ(conversation_under("q1@x").messages, 3);
  EXPECT_FALSE(is_contact("bo@desk.example"));
}

TEST_P(OldReply, one_that_is_brought_in_after_the_words_that_followed_it_leaves_the_turn_with_us) {
  bring_question();
  ReceivedMail again = mail("It still is.", "q2@x");
  again.references = {"q1@x"};
  EXPECT_EQ(bring(again, "2022-01-03T10:00:00Z"), 1);
  EXPECT_EQ(bring(answer("Hold the button.", "a1@x", "q1@x"), "2022-01-02T10:00:00Z"), 1);
  EXPECT_EQ(conversation_under("q1@x").turn, Turn::us);
  EXPECT_EQ(bring(answer("The other one.", "a2@x", "q2@x"), "2022-01-04T10:00:00Z"), 1);
  EXPECT_EQ(conversation_under("q1@x").turn, Turn::customer);
}

TEST_P(OldReply, one_that_answers_nothing_known_is_in_a_conversation_of_whom_it_went_to) {
  EXPECT_EQ(bring(answer("We have news.", "a1@x", ""), "2022-01-01T11:00:00Z"), 1);
  const auto conversation = conversation_under("a1@x");
  EXPECT_TRUE(is_contact("ana@customer.example"));
  EXPECT_FALSE(is_contact("help@desk.example"));
  EXPECT_EQ(conversation.turn, Turn::customer);
  EXPECT_EQ(conversation.created_at, from_rfc3339("2022-01-01T11:00:00Z"));
  ReceivedMail thanks = mail("Thank you.", "q1@x");
  thanks.references = {"a1@x"};
  EXPECT_EQ(bring(thanks, "2022-01-01T12:00:00Z"), 1);
  EXPECT_EQ(conversation_under("q1@x").id, conversation.id);
  EXPECT_EQ(load(conversation.id).turn, Turn::us);
}

TEST_P(OldReply, it_is_erased_with_the_customer) {
  bring_question();
  EXPECT_EQ(bring(answer("Hold the button.", "a1@x", "q1@x"), "2022-01-01T11:00:00Z"), 1);
  const ContactId ana = conversation_under("q1@x").contact;
  ASSERT_TRUE(desk_->change_now(
      by_owner(), erase_contact({ana, "ana@customer.example", ErasureReason::asked})));
  while (erase_more(*desk_) == EraseTurn::more) continue;
  database_->read([](db::Session& session) {
    for (const char* table : {"message_words", "raw_mail", "message_id"}) {
      session.execute_text("SELECT count(*) FROM " + std::string(table), {},
                           [&](const db::Row& row) { EXPECT_EQ(row.integer(0), 0) << table; });
    }
  });
}

TEST_P(OldReply, mail_between_our_own_addresses_alone_is_left_out) {
  ReceivedMail inside = answer("For the team.", "a1@x", "");
  People ours;
  ours.to = {{"", "help+list@desk.example"}};
  ours.cc = {{"", "bo@desk.example"}};
  inside.people = json::write(ours);
  const auto refused = bring(inside, "2022-01-01T11:00:00Z");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, between_ourselves);
}

TEST_P(OldReply, an_agent_who_wrote_to_the_desk_alone_asked_for_help) {
  ReceivedMail question = mail("My own parcel.", "q1@x");
  question.from_address = "bo@desk.example";
  go_to(question, "help@desk.example");
  EXPECT_EQ(bring(question, "2022-01-01T11:00:00Z"), 1);
  ReceivedMail more = question;
  more.message_id = "q2@x";
  more.references = {"q1@x"};
  EXPECT_EQ(bring(more, "2022-01-01T12:00:00Z"), 1);
  EXPECT_EQ(said_under("q2@x").shown.message.kind, MessageKind::customer);
  EXPECT_EQ(conversation_under("q1@x").turn, Turn::us);
}

TEST_P(OldReply, what_a_machine_sent_in_our_name_is_no_answer) {
  bring_question();
  ReceivedMail received = answer("We have your mail.", "a1@x", "q1@x");
  received.automatic = true;
  EXPECT_EQ(bring(received, "2022-01-01T10:01:00Z"), 1);
  EXPECT_EQ(said_under("a1@x").shown.message.kind, MessageKind::system);
  EXPECT_EQ(said_under("a1@x").author_name, "Support");
  const auto conversation = conversation_under("q1@x");
  EXPECT_FALSE(conversation.answered);
  EXPECT_EQ(conversation.turn, Turn::us);
  EXPECT_FALSE(is_contact("help@desk.example"));
}

MG_ON_EVERY_ENGINE(OldReply);

}  // namespace
}  // namespace mg::desk
