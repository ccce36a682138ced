#pragma once

#include <algorithm>
#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <vector>

#include "api/api.h"
#include "desk/answer.h"
#include "desk/mail_in.h"
#include "desk/reads.h"
#include "desk/sign_in.h"
#include "desk/test_desk.h"
#include "net/test_answer.h"

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
        services_{desk_, directory_, workers_, "the-code", "0.1", "127.0.0.1:8025"},
        api_(router_, workers_, hooks(services_)) {
    add_endpoints(api_, services_);
  }
  ~ApiDesk() override {
    workers_.stop();
    desk_.finish();
  }

  // An owner with a token, and an inbox.
  void set_up() {
    owner_ = test_desk_.add_owner();
    owner_token_ = token_of(owner_, Role::owner);
    inbox_ = test_desk_.add_inbox(owner_, "mail-server-password");
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
    net::Request request = net::testing::request_for(asked.method, asked.path);
    request.body = std::move(asked.body);
    std::ranges::move(asked.headers, std::back_inserter(request.headers));
    if (!asked.type.empty()) request.headers.push_back({"content-type", asked.type});
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
    const auto id = test_desk_.receive(test_desk_.mail_of_ana(inbox_, text, message_id));
    return "/api/v1/conversations/" + to_string(id);
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
    Answered answered{net::testing::answer_to(router_, std::move(request)), {}};
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
