#include "api/desk_fixture.h"
#include "desk/erase_contact.h"
#include "desk/outbox.h"
#include "mime/clues.h"
#include "mime/thread_index.h"

namespace mg::api {
namespace {

using net::Method;

class Explanations : public ApiDesk {
 protected:
  Explanations() { set_up(); }

  // A mail as it comes in; its message's id.
  std::string receive(const std::string& raw) {
    const mime::Email email = mime::parse(raw);
    auto mail = test_desk_.mail_of_ana(inbox_, email.reply_text, email.message_id);
    mail->recipient = "help@desk.example";
    mail->references = mime::answered_ids(email);
    mail->addressed_to = mime::sent_to(email, mail->recipient);
    mail->thread_index = mime::thread_index_of(email);
    mail->thread_root = mime::thread_root(mail->thread_index);
    desk::find_markers(email.text, mail->markers);
    if (!email.from.addr.empty()) mail->from_address = email.from.addr;
    mail->automatic = email.is_auto_reply;
    mail->raw_bytes = std::make_shared<store::PreparedBlob>(store::prepare_blob(raw));
    const auto receipt =
        desk_.change_now(desk::as_system(), desk::receive_mail(mail, desk_.keys()));
    EXPECT_TRUE(receipt);
    return std::to_string(receipt.value_or(0));
  }
  Answered explain(const std::string& message) {
    return get("/api/v1/messages/" + message + "/explain");
  }
  Answered source(const std::string& message) {
    return get("/api/v1/messages/" + message + "/source");
  }
  std::string placed(const std::string& message) {
    return std::string(explain(message)["placed"].at("by").as_string());
  }
  // As before it was kept by what a mail is found.
  void forget_what_was_found() {
    desk_.database().write([](db::Session& session) {
      session.execute_text("UPDATE message_words SET found_by = NULL", {}, [](const db::Row&) {});
    });
  }
  std::string conversation_of(const std::string& message) {
    std::string found;
    desk_.database().read([&](db::Session& session) {
      found = to_string(
          store::load_message(session, *id_from<MessageId>(message))->message.conversation);
    });
    return found;
  }
  // The Message-ID of a copy that waits to be sent.
  std::string our_message_id() {
    const auto leases = desk::lease_outbox(desk_, 1);
    return (*desk::load_outbox_item(desk_, leases.at(0)))->build->message_id;
  }
};

TEST_P(Explanations, a_mail_says_why_it_is_where_it_is) {
  const std::string first = receive("From: ana@customer.example\nMessage-ID: <1@x>\n\nIt broke.");
  EXPECT_EQ(placed(first), "opened");
  const std::string second =
      receive("From: ana@customer.example\nMessage-ID: <2@x>\nIn-Reply-To: <1@x>\n\nIt still is.");
  EXPECT_EQ(placed(second), "known_id");
  EXPECT_EQ(explain(second)["placed"].at("value").as_string(), "1@x");
  EXPECT_EQ(explain(second)["placed"].at("answers").as_string(), first);
  const std::string third = receive("From: ana@customer.example\nMessage-ID: <3@x>\nReferences: <" +
                                    our_message_id() + ">\n\nThank you.");
  EXPECT_EQ(placed(third), "signed_id");
  const auto address = desk::plus_address(*desk_.keys(), "help@desk.example",
                                          *id_from<ConversationId>(conversation_of(first)));
  const std::string fourth =
      receive("From: ana@customer.example\nTo: " + *address + "\nMessage-ID: <4@x>\n\nMore.");
  EXPECT_EQ(placed(fourth), "plus_address");
  EXPECT_EQ(explain(fourth)["placed"].at("value").as_string(), *address);
  for (const auto& id : {second, third, fourth}) {
    EXPECT_EQ(conversation_of(id), conversation_of(first));
  }
  // What came to be known later is no reason: the first one still answers nothing.
  EXPECT_EQ(placed(first), "opened");
  const std::string same_subject = receive("From: eva@x.test\nMessage-ID: <5@x>\n\nMe, too.");
  EXPECT_EQ(placed(same_subject), "opened");
}

TEST_P(Explanations, what_is_quoted_and_who_had_no_part_is_told) {
  const std::string first = receive("From: ana@customer.example\nMessage-ID: <1@x>\n\nIt broke.");
  const auto leases = desk::lease_outbox(desk_, 1);
  const auto ours = *(*desk::load_outbox_item(desk_, leases.at(0)))->build;
  const std::string quoting = receive(
      "From: ana@customer.example\nMessage-ID: <2@x>\n\nThank you.\n\n> " + ours.marker + "\n");
  EXPECT_EQ(placed(quoting), "marker");
  EXPECT_FALSE(explain(quoting)["placed"].at("stranger").as_bool());
  EXPECT_EQ(conversation_of(quoting), conversation_of(first));
  const std::string stranger =
      receive("From: eve@elsewhere.example\nMessage-ID: <3@x>\nReferences: <" + ours.message_id +
              ">\n\nI have a copy.");
  EXPECT_EQ(placed(stranger), "signed_id");
  EXPECT_TRUE(explain(stranger)["placed"].at("stranger").as_bool());
  EXPECT_TRUE(explain(stranger)["placed"].at("words").as_string().find("no part") !=
              std::string_view::npos);
  // Whoever is there goes on there.
  EXPECT_EQ(conversation_of(receive("From: eve@elsewhere.example\nMessage-ID: <4@x>\n"
                                    "In-Reply-To: <1@x>\n\nMore.")),
            conversation_of(first));
  const std::string apart = receive(
      "From: dan@third.example\nMessage-ID: <5@x>\nIn-Reply-To: <1@x>\n\nI have that, too.");
  EXPECT_EQ(placed(apart), "opened_apart");
  const std::string more =
      receive("From: dan@third.example\nMessage-ID: <6@x>\nIn-Reply-To: <1@x>\n\nAnd more.");
  EXPECT_EQ(conversation_of(more), conversation_of(apart));
  EXPECT_EQ(placed(more), "kept_apart");
}

TEST_P(Explanations, what_taking_the_mail_in_has_changed_is_no_reason) {
  // Outlook's: each mail takes the place of the writer's one before.
  const std::string first = receive(
      "From: ana@customer.example\nMessage-ID: <1@x>\n"
      "Thread-Index: AQIDBAUGBwgJCgsMDQ4PEBESExQVFg==\n\nIt broke.");
  for (const std::string id : {"2@x", "3@x"}) {
    const std::string more =
        receive("From: ana@customer.example\nMessage-ID: <" + id +
                ">\nThread-Index: AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRob\n\nIt still is.");
    EXPECT_EQ(conversation_of(more), conversation_of(first));
    EXPECT_EQ(placed(more), "thread_index");
  }
  EXPECT_EQ(placed(first), "opened");
  // What quotes a marker teaches the inbox the id that it answers.
  const auto leases = desk::lease_outbox(desk_, 1);
  const auto ours = *(*desk::load_outbox_item(desk_, leases.at(0)))->build;
  const std::string quoting = receive(
      "From: ana@customer.example\nMessage-ID: <4@x>\nIn-Reply-To: <0102@rewritten.test>"
      "\n\nThank you.\n\n> " +
      ours.marker + "\n");
  EXPECT_EQ(conversation_of(quoting), conversation_of(first));
  EXPECT_EQ(placed(quoting), "marker");
}

TEST_P(Explanations, of_mail_from_before_it_is_told_from_what_is_known_now) {
  const std::string first = receive("From: ana@customer.example\nMessage-ID: <1@x>\n\nIt broke.");
  const std::string second =
      receive("From: ana@customer.example\nMessage-ID: <2@x>\nIn-Reply-To: <1@x>\n\nIt still is.");
  forget_what_was_found();
  EXPECT_EQ(placed(first), "opened");
  EXPECT_EQ(placed(second), "known_id");
}

TEST_P(Explanations, a_late_answer_says_that_it_opened_a_linked_conversation) {
  const std::string first = receive("From: ana@customer.example\nMessage-ID: <1@x>\n\nIt broke.");
  const auto id = *id_from<ConversationId>(conversation_of(first));
  ASSERT_TRUE(desk_.change_now(desk::as_agent(owner_, Role::owner), desk::propose(id, "Fixed?")));
  (void)receive("From: ana@customer.example\nMessage-ID: <2@x>\nIn-Reply-To: <" + our_message_id() +
                ">\n\nYes.");
  test_desk_.clock().advance(std::chrono::hours(24 * 40));
  const std::string late = receive(
      "From: ana@customer.example\nMessage-ID: <3@x>\nIn-Reply-To: <1@x>\n\nIt broke again.");
  EXPECT_NE(conversation_of(late), conversation_of(first));
  EXPECT_EQ(placed(late), "opened_late");
}

TEST_P(Explanations, a_mail_says_what_was_understood_of_it) {
  const std::string id = receive(
      "From: ana@customer.example\nMessage-ID: <1@x>\nAuto-Submitted: auto-replied\n"
      "Authentication-Results: mx.test; dmarc=fail header.from=customer.example\n"
      "X-Spam-Flag: YES\n\nI am away.\n\nSent from my iPhone\n");
  const auto answer = explain(id);
  ASSERT_EQ(answer.status(), 200);
  const auto& mail = answer["mail"];
  EXPECT_TRUE(mail.at("automatic").as_bool());
  EXPECT_EQ(mail.at("automatic_because").as_array().at(0).at("code").as_string(),
            "automatic_field");
  EXPECT_EQ(mail.at("automatic_because").as_array().at(0).at("words").as_string(),
            "its header says so: Auto-Submitted: auto-replied");
  EXPECT_EQ(mail.at("folds").as_array().at(0).at("reason").at("code").as_string(),
            "signature_footer");
  EXPECT_EQ(mail.at("repaired").as_array().at(0).at("code").as_string(), "no_date");
  EXPECT_EQ(mail.at("authentication").as_array().at(0).at("result").as_string(), "fail");
  EXPECT_EQ(mail.at("spam").as_array().at(0).as_string(), "X-Spam-Flag: YES");
  EXPECT_NE(mail.at("text").as_string().find("Written by a machine"), boost::json::string::npos);
}

TEST_P(Explanations, what_our_side_wrote_needs_none_and_has_no_source) {
  const auto path = mail("It broke.", "a@x");
  const auto note = post(path + "/messages", R"({"kind":"note","text":"Look."})");
  EXPECT_EQ(explain(note.text("id")).status(), 404);
  EXPECT_EQ(source(note.text("id")).status(), 404);
  // Its mail was not kept (a test's own): there is no source, and nobody can tell any more.
  const auto thread = get(path + "/messages");
  const std::string id(thread.items().at(0).at("id").as_string());
  EXPECT_EQ(source(id).status(), 404);
  EXPECT_EQ(placed(id), "unknown");
  EXPECT_TRUE(explain(id)["mail"].is_null());
  EXPECT_EQ(explain("999999").status(), 404);
  EXPECT_EQ(source("x").status(), 404);
}

TEST_P(Explanations, the_source_is_text_in_json_and_a_large_one_is_cut) {
  const std::string html =
      "From: ana@customer.example\r\nMessage-ID: <1@x>\r\nContent-Type: text/html\r\n\r\n"
      "<script>alert(1)</script>\r\nCaf\xE9";
  const auto answer = source(receive(html));
  ASSERT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.response.header("content-type"), "application/json");
  EXPECT_EQ(answer.text("head"),
            "From: ana@customer.example\nMessage-ID: <1@x>\nContent-Type: text/html");
  EXPECT_EQ(answer.text("body"), "<script>alert(1)</script>\nCaf\xEF\xBF\xBD");
  EXPECT_EQ(answer["size"].as_int64(), static_cast<std::int64_t>(html.size()));
  EXPECT_FALSE(answer["cut"].as_bool());
  const auto large = source(
      receive("From: ana@customer.example\nMessage-ID: <2@x>\n\n" + std::string(1 << 20, 'a')));
  EXPECT_TRUE(large["cut"].as_bool());
  EXPECT_GT(large["size"].as_int64(), 1 << 20);
  EXPECT_LT(large.text("body").size(), 257u << 10);
  const auto only_head = source(receive("From: ana@customer.example\nMessage-ID: <3@x>\n"));
  EXPECT_EQ(only_head.text("body"), "");
}

TEST_P(Explanations, an_erased_persons_mail_is_gone_from_here_too) {
  const std::string id = receive("From: ana@customer.example\nMessage-ID: <1@x>\n\nIt broke.");
  ASSERT_EQ(source(id).status(), 200);
  const auto detail = get("/api/v1/conversations/" + conversation_of(id));
  const std::string contact(detail["contact"].at("id").as_string());
  ASSERT_EQ(post("/api/v1/contacts/" + contact + "/erasure",
                 R"({"confirmation":"ana@customer.example","reason":"asked"})")
                .status(),
            202);
  while (desk::erase_more(desk_) == desk::EraseTurn::more) {
  }
  EXPECT_EQ(source(id).status(), 404);
  EXPECT_TRUE(explain(id)["mail"].is_null());
}

MG_ON_EVERY_ENGINE(Explanations);

}  // namespace
}  // namespace mg::api
