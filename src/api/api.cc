#include "api/api.h"

#include <memory>
#include <mutex>

#include "api/change.h"
#include "api/nouns.h"
#include "api/session_answer.h"
#include "net/cookie.h"

namespace mg::api {
namespace {

// A database that is gone or full is "not now"; anything else is a fault of ours (500).
Refusal meaning_of_exception() {
  try {
    throw;
  } catch (const db::Error& error) {
    return desk::Desk::refusal_of(error);
  } catch (const std::exception& error) {
    return {RefusalKind::internal, "internal_error", error.what(), {}};
  }
}

// The cookie lasts as long as its session, whose end this request has moved. Whatever the answer
// says of the cookie itself (another session, none) goes before.
net::Respond with_cookie(const net::Request& request, Duration lasts, net::Respond respond) {
  const auto secret = net::cookie_value(request, session_cookie_of(request));
  if (!secret) return respond;
  return [cookie = session_cookie_for(request, *secret, lasts),
          respond = std::move(respond)](net::Response response) mutable {
    if (response.header("set-cookie").empty()) response.set("Set-Cookie", std::move(cookie));
    respond(std::move(response));
  };
}

const net::Endpoint<net::Nothing, net::Response> get_document{
    .path = "/api/openapi.json",
    .name = "get_openapi_document",
    .summary = "This document",
    .description = "The OpenAPI 3.1 description of every endpoint.",
    .tag = "document",
    .answer_type = "application/json"};

// Markdown. What no single operation can say.
constexpr std::string_view about_the_api =
    R"(The HTTP API of a Makegood workspace. The workspace's own pages use nothing else.

**Signing in.** Send `Authorization: Bearer TOKEN`; a token may do what its agent may. Browsers
send the session cookie and, with every request other than GET, its `csrf` value in
`X-Makegood-Csrf`.

**Values.** Ids are strings. Times are RFC 3339 in UTC with milliseconds. A member that has no
value is `null` in an answer; in a change (PATCH), members that are left out stay as they are.
Unknown members and parameters are refused.

**Lists** have `limit` (1 to 200) and `cursor`. `next` is the cursor of the page after, `null` at
the end; it is opaque.

**Errors** are problem details (RFC 9457, `application/problem+json`) with a stable `code`, a
`detail` for people, and JSON pointers to the members at fault.

**Asking again.** Every POST takes an `Idempotency-Key`, remembered for 24 hours.

**Live.** `GET /api/v1/live?after=POSITION` is a WebSocket (signed in as above). It sends JSON
texts: `{"type":"hello","position"}` first; then every fact after the position exactly once and in
order, `{"type":"fact","position","fact","conversation","message","actor","at","item"}`, where
`item` is the conversation as lists show it now; `{"type":"resync","position"}` when the position
is too old: load lists anew and go on from here;
`{"type":"presence","conversation","agents":[{"id","name","doing"}]}` for who reads or writes
where. A client may send `{"type":"presence","conversation","doing":"reading"|"writing"}`. `after`
is left out to begin now. Connect again with the position of the last fact that was handled.)";

}  // namespace

net::ApiHooks hooks(Services& services) {
  net::ApiHooks hooks;
  hooks.authorize = [&services](const net::Request& request,
                                const net::EndpointInfo& info) -> Result<std::any> {
    auto principal = authorize(services.desk, request, info);
    if (!principal) return std::unexpected(principal.error());
    return std::any(std::move(*principal));
  };
  hooks.authorize_on_workers = true;
  hooks.around = [&services](net::Request request, const std::any& who, const net::EndpointInfo&,
                             net::Respond respond, net::ApiHooks::Next next) {
    if (const auto& end = std::any_cast<const Principal&>(who).moved_end) {
      respond = with_cookie(request, *end - services.desk.now(), std::move(respond));
    }
    if (request.method == net::Method::post) {
      if (auto fine = check_idempotency_key(request); !fine) {
        return respond(net::problem_response(fine.error(), request.id));
      }
    }
    next(std::move(request), std::move(respond));
  };
  return hooks;
}

void add_endpoints(net::Api& api, Services& services) {
  api.on_exception(meaning_of_exception);
  services.sign_ins = std::make_shared<net::WaitingLine>(
      services.workers,
      net::WaitingLine::Limits{sign_ins_at_once_max, sign_ins_waiting_max,
                               sign_ins_waiting_per_network_max, sign_in_wait_max});
  for (const auto add :
       {add_setup,         add_session,      add_sessions,    add_tokens,   add_password,
        add_agents,        add_teams,        add_inboxes,     add_settings, add_views,
        add_conversations, add_conversation, add_messages,    add_replies,  add_recipients,
        add_promises,      add_spam,         add_history,     add_drafts,   add_files,
        add_mail_html,     add_source,       add_explanation, add_search,   add_contacts,
        add_erasures,      add_export,       add_held_mail,   add_document, add_blocks}) {
    add(api, services);
  }
}

void add_document(net::Api& api, Services& services) {
  struct Made {
    std::once_flag once;
    std::shared_ptr<const std::string> text;
  };
  // Made when first asked for: then every folder has added its endpoints.
  auto made = std::make_shared<Made>();
  api.add(get_document, [&api, &services, made](net::Call<>, net::Reply<net::Response> reply) {
    std::call_once(made->once, [&] {
      made->text = std::make_shared<const std::string>(document(api, services.version));
    });
    net::Response response;
    response.set("Content-Type", "application/json");
    response.body = net::SharedBytes{made->text, *made->text};
    reply(std::move(response));
  });
}

std::string document(const net::Api& api, std::string_view version) {
  net::OpenApiAbout about;
  about.title = "Makegood";
  about.version = version;
  about.description = about_the_api;
  about.license = "Apache-2.0";
  about.session_cookie = session_cookie;
  about.csrf_header = "X-Makegood-Csrf";
  about.idempotency_header = "Idempotency-Key";
  about.idempotency_doc =
      "Makes it safe to ask again: the same key and request within 24 hours give the same object; "
      "with another request the key is refused (key_reused).";
  about.idempotency_length_max = net::idempotency_key_length_max;
  about.tags = {{"conversations", "What customers and agents say to each other."},
                {"promises", "By when the customer hears the next word."},
                {"files", "Uploads, attachments and mail as it came."},
                {"search", "Finding conversations and people."},
                {"workspace", "Agents, teams, inboxes and settings."},
                {"session", "Signing in, tokens, the password."},
                {"document", "What the API can do."}};
  return net::openapi_document(about, api.operations());
}

}  // namespace mg::api
