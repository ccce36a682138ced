#pragma once

#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

#include "desk/answer.h"
#include "desk/files.h"
#include "desk/mail_in.h"
#include "desk/outbox.h"
#include "desk/people.h"
#include "desk/reads.h"
#include "desk/test_desk.h"
#include "net/test_answer.h"
#include "pages/pages.h"

// For tests: the customer's page over a real desk on a fresh database, asked without sockets.
namespace mg::pages {

inline bool has(std::string_view page, std::string_view part) {
  return page.find(part) != std::string_view::npos;
}

struct FormPart {
  std::string name, value;
  std::string file_name = {};  // Empty: a field.
  std::string type = "text/plain";
};

class PageDesk : public testing::TestWithParam<db::Engine> {
 protected:
  PageDesk()
      : test_desk_(GetParam()), desk_(test_desk_.desk()), workers_(2, 100), full_workers_(1, 0) {
    add_pages(router_, {desk_, workers_, "/case.css"});
    add_pages(full_router_, {desk_, full_workers_, "/case.css"});
    owner_ = test_desk_.add_owner("Bo Berg");
    inbox_ = test_desk_.add_inbox(owner_);
  }
  ~PageDesk() override {
    workers_.stop();
    desk_.finish();  // Some pages answer first.
  }

  desk::Context agent() const { return desk::as_agent(owner_, Role::owner); }
  std::int64_t must(desk::Change change) {
    const auto receipt = desk_.change_now(agent(), std::move(change));
    EXPECT_TRUE(receipt) << receipt.error().detail;
    return receipt.value_or(0);
  }

  std::shared_ptr<desk::ReceivedMail> mail_of(const std::string& name, const std::string& text) {
    auto mail =
        test_desk_.mail_of_ana(inbox_, text, "<" + std::to_string(++mails_) + "@customer.example>");
    mail->from_name = name;
    mail->people = R"({"to":[],"cc":[]})";
    return mail;
  }
  ConversationId receive(std::shared_ptr<const desk::ReceivedMail> mail) {
    return test_desk_.receive(std::move(mail));
  }
  // Ana writes, with Cy in copy; her conversation.
  ConversationId ana_writes(const std::string& text) {
    auto mail = mail_of("Ana Lind", text);
    mail->people = R"({"to":[],"cc":[{"name":"Cy","email":"cy@customer.example"}]})";
    return receive(mail);
  }
  // Cy writes into the same conversation, to its own address.
  void cc_writes(ConversationId id, const std::string& text) {
    auto mail = mail_of("Cy", text);
    const auto address = *desk::plus_address(*desk_.keys(), "help@desk.example", id);
    mail->from_address = "cy@customer.example";
    mail->addressed_to = {address};
    mail->people = R"({"to":[{"name":"","email":")" + address + R"("}],"cc":[]})";
    EXPECT_EQ(receive(mail), id);
  }

  template <class T>
  T read(const std::function<T(db::Session&)>& work) {
    const auto result =
        desk_.read<T>([&](db::Session& session) -> Result<T> { return work(session); });
    EXPECT_TRUE(result);
    return *result;
  }
  ContactId contact(const std::string& email) {
    return read<ContactId>(
        [&](db::Session& session) { return *store::find_contact(session, email); });
  }
  views::Conversation conversation(ConversationId id) {
    return read<views::Conversation>([&](db::Session& session) {
      return *store::load_conversation(session, id, store::Lock::none);
    });
  }
  // Mails with a new link that wait to be sent: to whom, in which conversation.
  using LinkMails = std::vector<std::pair<std::string, std::int64_t>>;
  LinkMails link_mails() {
    LinkMails mails;
    desk_.database().read([&](db::Session& session) {
      session.execute_text(
          "SELECT w.recipient, o.conversation FROM outbox o JOIN message m ON m.id = o.message "
          "JOIN outbox_words w ON w.outbox = o.id WHERE m.system = 4 ORDER BY o.id",
          {}, [&](const db::Row& row) { mails.emplace_back(row.string(0), row.integer(1)); });
    });
    return mails;
  }
  std::string log_head() {
    return read<std::string>(
        [](db::Session& session) { return store::to_string(store::log_head(session)); });
  }

  // The path of the page.
  std::string page_of(ConversationId id, const std::string& email = "ana@customer.example") {
    return "/c/" + desk::page_token(*desk_.keys(),
                                    {id, contact(email), desk_.now() + std::chrono::days(30)});
  }

  net::Request request(net::Method method, const std::string& path) {
    net::Request request = net::testing::request_for(method, path);
    request.headers.push_back({"accept-language", "en"});
    request.id = "r" + std::to_string(++requests_);
    return request;
  }
  net::Response get(const std::string& path, net::Method method = net::Method::get) {
    return answer_to(router_, request(method, path));
  }

  // A POST as a browser sends it, from this site unless `site` says otherwise.
  net::Request form(const std::string& path, const std::vector<FormPart>& parts,
                    const std::string& site = "same-origin") {
    net::Request posted = request(net::Method::post, path);
    for (const FormPart& part : parts) {
      posted.body += "--b0undary\r\nContent-Disposition: form-data; name=\"" + part.name + "\"";
      if (!part.file_name.empty()) {
        posted.body += "; filename=\"" + part.file_name + "\"\r\nContent-Type: " + part.type;
      }
      posted.body += "\r\n\r\n" + part.value + "\r\n";
    }
    posted.body += "--b0undary--\r\n";
    posted.headers.push_back({"content-type", "multipart/form-data; boundary=b0undary"});
    posted.headers.push_back({"sec-fetch-site", site});
    return posted;
  }
  net::Response post(const std::string& path, const std::vector<FormPart>& parts,
                     const std::string& site = "same-origin") {
    return answer_to(router_, form(path, parts, site));
  }

  static net::Response answer_to(const net::Router& router, net::Request request) {
    return net::testing::answer_to(router, std::move(request));
  }

  // All that an answer says but who asked: status, headers, body.
  static std::string bytes_of(const net::Response& response) {
    std::string all = std::to_string(response.status) + "\n";
    for (const net::Header& header : response.headers) {
      if (header.name != "Request-Id") all += header.name + ": " + header.value + "\n";
    }
    return all + std::string(response.body_bytes());
  }

  desk::testing::TestDesk test_desk_;
  desk::Desk& desk_;
  net::Router router_, full_router_;
  net::Workers workers_, full_workers_;  // The latter take nothing.
  AgentId owner_;
  InboxId inbox_;
  int mails_ = 0, requests_ = 0;
};

}  // namespace mg::pages
