#pragma once

#include <boost/json.hpp>
#include <future>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

#include "api/api.h"
#include "desk/answer.h"
#include "desk/mail_in.h"
#include "desk/reads.h"
#include "desk/sign_in.h"
#include "desk/test_desk.h"

// For tests: the endpoints over a real desk on a fresh database, asked without sockets.
namespace mg::api {

struct Asked {
  net::Method method = net::Method::get;
  std::string path;  // With its query, percent-encoding aside: "/api/v1/views?limit=1".
  std::string body = {};
  std::vector<net::Header> headers = {};
  std::string type = "application/json";
};

struct Answered {
  net::Response response;
  boost::json::value json;  // null when the body is none.

  int status() const { return response.status; }
  const boost::json::value& operator[](std::string_view name) const {
    return json.as_object().at(name);
  }
  std::string text(std::string_view name) const { return std::string((*this)[name].as_string()); }
  const boost::json::array& items() const { return (*this)["items"].as_array(); }
};

class ApiDesk : public testing::TestWithParam<db::Engine> {
 protected:
  ApiDesk()
      : test_desk_(GetParam()),
        desk_(test_desk_.desk()),
        directory_(desk_),
        workers_(2, 100),
        services_{desk_, directory_, workers_, "the-code", "0.1"},
        api_(router_, workers_, hooks(services_)) {
    add_endpoints(api_, services_);
  }

  // An owner with a token, and an inbox.
  void set_up() {
    owner_ = AgentId{
        *desk_.change_now(desk::as_system(),
                          desk::create_owner({"bo@desk.example", "Bo", Role::owner, "x"}, "Fern"))};
    desk_.reload();
    owner_token_ = token_of(owner_, Role::owner);
    inbox_ = InboxId{*desk_.change_now(desk::as_agent(owner_, Role::owner),
                                       desk::save_inbox({.id = {},
                                                         .name = "Support",
                                                         .address = "help@desk.example",
                                                         .aliases = {},
                                                         .smtp = "smtp://127.0.0.1:1",
                                                         .smtp_user = {},
                                                         .smtp_password = "mail-server-password",
                                                         .team = {},
                                                         .last_read_at = {},
                                                         .error = {}}))};
  }

  AgentId agent_named(const std::string& name, Role role) {
    return AgentId{*desk_.change_now(desk::as_agent(owner_, Role::owner),
                                     desk::add_agent({name + "@desk.example", name, role, "x"}))};
  }

  std::string token_of(AgentId agent, Role role) {
    const std::string secret = desk::random_secret();
    EXPECT_TRUE(
        desk_.change_now(desk::as_agent(agent, role), desk::create_token(agent, "test", secret)));
    return secret;
  }

  static net::Header bearer(const std::string& token) {
    return {"authorization", "Bearer " + token};
  }

  // Headers of a browser where this agent is signed in.
  std::vector<net::Header> browser_of(AgentId agent) {
    const auto session = desk::start_session(desk_, agent, {"127.0.0.1", "test"});
    EXPECT_TRUE(session);
    return {{"cookie", "makegood=" + session->secret},
            {std::string(csrf_header), session->signed_in.csrf}};
  }

  Answered ask(Asked asked) {
    net::Request request;
    request.method = asked.method;
    request.method_text = net::method_name(asked.method);
    const auto mark = asked.path.find('?');
    request.path = asked.path.substr(0, mark);
    while (mark != std::string::npos) {
      std::string rest = asked.path.substr(mark + 1);
      while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const std::string one = rest.substr(0, end);
        const auto equals = one.find('=');
        request.query.push_back({one.substr(0, equals), one.substr(equals + 1)});
        rest.erase(0, end + 1);
      }
      break;
    }
    request.body = std::move(asked.body);
    request.headers = std::move(asked.headers);
    request.headers.push_back({"host", "desk.example"});
    if (!asked.type.empty()) request.headers.push_back({"content-type", asked.type});
    request.peer = "192.0.2.1";
    request.id = "r1";
    return answer_to(std::move(request));
  }

  // By the owner's token.
  Answered get(std::string path) {
    return ask({net::Method::get, std::move(path), {}, {bearer(owner_token_)}});
  }
  Answered send(net::Method method, std::string path, std::string body,
                std::vector<net::Header> more = {}) {
    more.push_back(bearer(owner_token_));
    return ask({method, std::move(path), std::move(body), std::move(more)});
  }
  Answered post(std::string path, std::string body, std::vector<net::Header> more = {}) {
    return send(net::Method::post, std::move(path), std::move(body), std::move(more));
  }

  // A mail of Ana comes in; the conversation's path.
  std::string mail(const std::string& text, const std::string& message_id) {
    auto mail = std::make_shared<desk::ReceivedMail>();
    mail->inbox = inbox_;
    mail->from_address = "ana@customer.example";
    mail->from_name = "Ana";
    mail->subject = "It broke";
    mail->message_id = message_id;
    mail->text = text;
    mail->people = R"({"to":[{"name":"Help","email":"help@desk.example"}],"cc":[]})";
    const auto receipt =
        desk_.change_now(desk::as_system(), desk::receive_mail(mail, desk_.keys()));
    EXPECT_TRUE(receipt);
    const auto said = desk_.read<desk::Said>([&](db::Session& session) -> Result<desk::Said> {
      return *desk::said(session, MessageId{*receipt});
    });
    return "/api/v1/conversations/" + to_string(said->shown.message.conversation);
  }

 private:
  // "/a/{id}" stands for "/a/7".
  static bool fits(std::string_view documented, std::string_view path) {
    while (!documented.empty() && !path.empty()) {
      const auto a = documented.substr(0, documented.find('/', 1));
      const auto b = path.substr(0, path.find('/', 1));
      if (a != b && !a.starts_with("/{")) return false;
      documented.remove_prefix(a.size());
      path.remove_prefix(b.size());
    }
    return documented.empty() && path.empty();
  }

  // Whatever a test provokes, the document has said that it can happen.
  void expect_declared(net::Method method, const std::string& path, int status) {
    static const boost::json::value document = boost::json::parse(api::document(api_, "0.1"));
    std::string name(net::method_name(method));
    for (char& c : name) c = static_cast<char>(c | 32);
    for (const auto& [documented, item] : document.at("paths").as_object()) {
      if (!fits(documented, path)) continue;
      const auto* operation = item.as_object().if_contains(name);
      if (!operation) continue;
      EXPECT_TRUE(operation->at("responses").as_object().contains(std::to_string(status)))
          << name << ' ' << path << " does not declare " << status;
      return;
    }
  }

  Answered answer_to(net::Request request) {
    const net::Method method = request.method;
    const std::string path = request.path;
    // As the server makes them: a Respond that is destroyed unused answers 500.
    struct Once {
      std::promise<net::Response> promise;
      bool used = false;
      ~Once() {
        if (!used) promise.set_value(net::Response{.status = 500});
      }
    };
    auto once = std::make_unique<Once>();
    auto answer = once->promise.get_future();
    router_.handle(std::move(request), [once = std::move(once)](net::Response response) mutable {
      once->used = true;
      once->promise.set_value(std::move(response));
    });
    Answered answered{answer.get(), {}};
    expect_declared(method, path, answered.status());
    const std::string_view type = answered.response.header("content-type");
    if (type.find("json") != std::string_view::npos) {
      answered.json = boost::json::parse(answered.response.body_bytes());
    }
    return answered;
  }

 protected:
  desk::testing::TestDesk test_desk_;
  desk::Desk& desk_;
  desk::Directory directory_;
  net::Router router_;
  net::Workers workers_;
  Services services_;
  net::Api api_;
  AgentId owner_;
  std::string owner_token_;
  InboxId inbox_;
};

}  // namespace mg::api
