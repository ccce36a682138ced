#pragma once

#include <future>
#include <memory>
#include <string>

#include "net/router.h"

// For the tests of folders above: a router is asked without sockets.
namespace mg::net::testing {

// A request for "/a/b?c=d&e=f" (percent-encoding aside), as the server hands it over.
inline Request request_for(Method method, const std::string& target) {
  Request request;
  request.method = method;
  request.method_text = method_name(method);
  const auto mark = target.find('?');
  request.path = target.substr(0, mark);
  std::string rest = mark == std::string::npos ? "" : target.substr(mark + 1);
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    const std::string one = rest.substr(0, end);
    const auto equals = one.find('=');
    request.query.push_back({one.substr(0, equals), one.substr(equals + 1)});
    rest.erase(0, end + 1);
  }
  request.headers = {{"host", "desk.example"}};
  request.peer = "192.0.2.1";
  return request;
}

// Waits for the answer; 500 when none was given, as the server does it.
inline Response answer_to(const Router& router, Request request) {
  struct Once {
    std::promise<Response> promise;
    bool used = false;
    ~Once() {
      if (!used) promise.set_value(Response{.status = 500});
    }
  };
  auto once = std::make_unique<Once>();
  auto answer = once->promise.get_future();
  router.handle(std::move(request), [once = std::move(once)](Response response) mutable {
    once->used = true;
    once->promise.set_value(std::move(response));
  });
  return answer.get();
}

}  // namespace mg::net::testing
