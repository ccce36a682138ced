#include "net/api.h"

#include <cassert>

#include "base/ascii.h"

namespace mg::net {

Response faults_response(const json::Faults& faults, std::string_view request_id) {
  const Refusal refusal = json::refusal_of(faults);
  return problem_response(status_of(refusal.kind), refusal.code, refusal.detail, request_id,
                          faults);
}

bool is_json_body(const Request& request) {
  std::string_view type = request.header("content-type");
  type = type.substr(0, type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  return ascii::equals(type, "application/json");
}

Response not_json_response(std::string_view request_id) {
  return problem_response(415, "not_json", "The body must be JSON, and Content-Type must say so.",
                          request_id);
}

namespace {

// What takes no body is sent none, or a blank one, or {}.
json::Faults faults_of_empty_body(const Request& request) {
  if (request.body.find_first_not_of(" \t\r\n") == std::string::npos) return {};
  auto body = json::try_read<Nothing>(request.body);
  return body ? json::Faults{} : std::move(body.error());
}

bool changes_by_body(Method method) {
  return method == Method::post || method == Method::put || method == Method::patch;
}

}  // namespace

Api::Api(Router& router, Workers& workers, ApiHooks hooks)
    : router_(router), workers_(workers), hooks_(std::move(hooks)) {
  assert(hooks_.authorize);
}

Response Api::failure(std::string_view request_id) const {
  if (meaning_) return problem_response(meaning_(), request_id);
  return problem_response(500, "internal_error", "Something went wrong on our side.", request_id);
}

void Api::authorize_and_go(const EndpointInfo& info, const Step& step, Request request,
                           Respond respond) const {
  Result<std::any> principal;
  try {
    principal = hooks_.authorize(request, info);
  } catch (...) {
    return respond(failure(request.id));
  }
  if (!principal) return respond(problem_response(principal.error(), request.id));
  if (!hooks_.around) return step(std::move(request), std::move(*principal), std::move(respond));
  const std::any known = *principal;
  hooks_.around(std::move(request), known, info, std::move(respond),
                [step, who = std::move(*principal)](Request its, Respond answer) mutable {
                  step(std::move(its), std::move(who), std::move(answer));
                });
}

void Api::bind(Operation operation, bool on_workers, Step step) {
  Route route{.method = operation.info.method,
              .path = operation.info.path,
              .name = operation.info.name,
              .needs = operation.info.needs,
              .body_bytes_max = operation.info.body_bytes_max};
  if (!operation.has_body && changes_by_body(operation.info.method)) {
    step = [step = std::move(step)](Request request, std::any principal, Respond respond) {
      const auto faults = faults_of_empty_body(request);
      if (!faults.empty()) return respond(faults_response(faults, request.id));
      step(std::move(request), std::move(principal), std::move(respond));
    };
  }
  // Shared, so that a request that is still queued does not lose its endpoint.
  struct Bound {
    EndpointInfo info;
    Step step;
  };
  auto bound = std::make_shared<const Bound>(Bound{operation.info, std::move(step)});
  if (on_workers || hooks_.authorize_on_workers) {
    route.handler = [this, bound](Request request, Respond respond) {
      // The task holds both until it is taken; a refused post leaves them here.
      struct Work {
        Request request;
        Respond respond;
      };
      auto work = std::make_shared<Work>(Work{std::move(request), std::move(respond)});
      Workers::Task task = [this, bound, work] {
        try {
          authorize_and_go(bound->info, bound->step, std::move(work->request),
                           std::move(work->respond));
        } catch (...) {
          // The Respond was destroyed on the way here, which has answered 500.
        }
      };
      if (workers_.post(std::move(task))) return;
      work->respond(problem_response({.kind = RefusalKind::unavailable,
                                      .code = "overloaded",
                                      .detail = "Too much is waiting. Please try again soon.",
                                      .pointer = {}},
                                     work->request.id));
    };
  } else {
    route.handler = [this, bound](Request request, Respond respond) {
      authorize_and_go(bound->info, bound->step, std::move(request), std::move(respond));
    };
  }
  router_.add(std::move(route));
  operations_.push_back(std::move(operation));
}

}  // namespace mg::net
