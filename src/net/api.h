#pragma once

#include <any>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/network.h"
#include "net/endpoint.h"
#include "net/openapi.h"
#include "net/query.h"
#include "net/router.h"
#include "net/waiting_line.h"
#include "net/workers.h"

namespace mg::net {

struct ApiHooks {
  // Asked first for every endpoint, also those that anybody may call (needs == ""): who is this,
  // and may they? Before the query and body are understood; headers and body bytes are there.
  std::function<Result<std::any>(const Request&, const EndpointInfo&)> authorize;

  // True when authorize may block (it asks a remote database): then it runs on the workers.
  bool authorize_on_workers = false;

  // Optional; after authorize, before the handler: may answer itself, wrap the respond, or pass
  // the request on by `next`. The place of Idempotency-Key.
  using Next = std::move_only_function<void(Request, Respond)>;
  std::function<void(Request, const std::any& principal, const EndpointInfo&, Respond, Next)>
      around;
};

// Binds handlers to endpoints on a router. Built once; router and workers outlive the requests.
class Api {
 public:
  Api(Router& router, Workers& workers, ApiHooks hooks);
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  // f(Call<Body, Query>, Reply<Answer>): on the I/O thread (on a worker when authorize is), must
  // not block; the reply may be given later, from any thread.
  template <class Body, class Answer, class Query, class F>
  void add(const Endpoint<Body, Answer, Query>& endpoint, F f);

  // Result<Answer> f(const Call<Body, Query>&), or with a third way to add headers:
  // Result<Answer> f(const Call<Body, Query>&, Reply<Answer>&) (which it must not call): runs on
  // the workers, from authorize on. A full queue answers 503. db errors and other exceptions: 500,
  // unless ApiErrors says otherwise.
  template <class Body, class Answer, class Query, class F>
  void add_on_workers(const Endpoint<Body, Answer, Query>& endpoint, F f);

  // The same for what is slow on purpose: it waits for its turn in the line, by the network that it
  // comes from. Whoever is turned away there gets 503.
  template <class Body, class Answer, class Query, class F>
  void add_in_line(const Endpoint<Body, Answer, Query>& endpoint, std::shared_ptr<WaitingLine> line,
                   F f);

  // What an exception out of a handler on a worker means; default: nothing known (500). Lets
  // the caller turn "database gone" into `unavailable`. Called inside the catch block.
  void on_exception(std::function<Refusal()> meaning) { meaning_ = std::move(meaning); }

  const std::vector<Operation>& operations() const { return operations_; }

 private:
  using Step = std::function<void(Request, std::any, Respond)>;
  // `step` runs after authorize and around, on the workers when `on_workers`.
  void bind(Operation operation, bool on_workers, Step step);
  void authorize_and_go(const EndpointInfo& info, const Step& step, Request request,
                        Respond respond) const;
  Response failure(std::string_view request_id) const;  // Inside a catch block.
  template <class Body, class Answer, class Query, class F>
  Result<Answer> outcome_of(const F& f, const Call<Body, Query>& call, Reply<Answer>& reply) const;

  Router& router_;
  Workers& workers_;
  ApiHooks hooks_;
  std::function<Refusal()> meaning_;
  std::vector<Operation> operations_;
};

// ---- The rest is how.

// The problem for what is wrong with body or query: 400 with all faults.
Response faults_response(const json::Faults& faults, std::string_view request_id);
// True when the body claims to be JSON; else 415 is the answer. Keeps cross-site forms out.
bool is_json_body(const Request& request);
Response not_json_response(std::string_view request_id);

// Makes the Call; gives the problem instead when query or body are wrong.
template <class Body, class Query>
std::expected<Call<Body, Query>, Response> make_call(Request request, std::any principal) {
  Call<Body, Query> call;
  auto query = read_query<Query>(request.query);
  if (!query) return std::unexpected(faults_response(query.error(), request.id));
  call.query = std::move(*query);
  if constexpr (std::is_same_v<Body, RawBody>) {
    call.body.bytes = std::move(request.body);
  } else if constexpr (!std::is_same_v<Body, Nothing>) {
    if (!is_json_body(request)) return std::unexpected(not_json_response(request.id));
    auto body = json::try_read<Body>(request.body);
    if (!body) return std::unexpected(faults_response(body.error(), request.id));
    call.body = std::move(*body);
  }
  call.request = std::move(request);
  call.principal = std::move(principal);
  return call;
}

template <class Body, class Answer, class Query, class F>
void Api::add(const Endpoint<Body, Answer, Query>& endpoint, F f) {
  bind(operation_of(endpoint), false,
       [f = std::move(f), status = endpoint.status](Request request, std::any principal,
                                                    Respond respond) {
         auto call = make_call<Body, Query>(std::move(request), std::move(principal));
         if (!call) return respond(std::move(call.error()));
         Reply<Answer> reply(std::move(respond), status, call->request.id);
         f(std::move(*call), std::move(reply));
       });
}

template <class Body, class Answer, class Query, class F>
Result<Answer> Api::outcome_of(const F& f, const Call<Body, Query>& call,
                               Reply<Answer>& reply) const {
  try {
    if constexpr (std::is_invocable_v<F, const Call<Body, Query>&, Reply<Answer>&>) {
      return f(call, reply);
    } else {
      return f(call);
    }
  } catch (...) {
    if (!meaning_) throw;
    return std::unexpected(meaning_());
  }
}

template <class Body, class Answer, class Query, class F>
void Api::add_on_workers(const Endpoint<Body, Answer, Query>& endpoint, F f) {
  bind(operation_of(endpoint), true,
       [this, f = std::move(f), status = endpoint.status](Request request, std::any principal,
                                                          Respond respond) {
         auto call = make_call<Body, Query>(std::move(request), std::move(principal));
         if (!call) return respond(std::move(call.error()));
         Reply<Answer> reply(std::move(respond), status, call->request.id);
         Result<Answer> result = outcome_of<Body, Answer, Query>(f, *call, reply);
         reply(std::move(result));
       });
}

template <class Body, class Answer, class Query, class F>
void Api::add_in_line(const Endpoint<Body, Answer, Query>& endpoint,
                      std::shared_ptr<WaitingLine> line, F f) {
  struct Work {
    Call<Body, Query> call;
    Reply<Answer> reply;
  };
  bind(operation_of(endpoint), true,
       [this, line = std::move(line), f = std::move(f), status = endpoint.status](
           Request request, std::any principal, Respond respond) {
         auto call = make_call<Body, Query>(std::move(request), std::move(principal));
         if (!call) return respond(std::move(call.error()));
         Reply<Answer> reply(std::move(respond), status, call->request.id);
         auto work = std::make_shared<Work>(Work{std::move(*call), std::move(reply)});
         line->enter(network_of(work->call.request.peer),
                     {[this, f, work] {
                        try {
                          auto result = outcome_of<Body, Answer, Query>(f, work->call, work->reply);
                          work->reply(std::move(result));
                        } catch (...) {
                          // The Reply is destroyed unused, which answers 500.
                        }
                      },
                      [work] {
                        work->reply(refuse(RefusalKind::unavailable, "overloaded",
                                           "Too many people are signing in. Please try again "
                                           "soon."));
                      }});
       });
}

}  // namespace mg::net
