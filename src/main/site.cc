#include "main/site.h"

#include <spdlog/spdlog.h>

#include "api/item.h"
#include "base/ascii.h"
#include "gen/assets.h"
#include "net/problem.h"
#include "pages/pages.h"

namespace mg::app {
namespace {

bool is_page_of_the_application(const net::Request& request) {
  // Paths of the application have no ending; a missing file is a plain 404.
  const bool reads = request.method == net::Method::get || request.method == net::Method::head;
  return reads && !request.path.starts_with("/api/") &&
         request.path.find('.', request.path.rfind('/')) == std::string::npos;
}

// What every browser asks for again and again, and what depends on the database alone.
bool is_list(const net::Request& request) {
  return request.method == net::Method::get && request.path == "/api/v1/conversations";
}

// A body that is compressed cannot be read here.
bool is_encoded(const net::Request& request) {
  return request.has_header("content-encoding") &&
         !ascii::equals(request.header("content-encoding"), "identity");
}

// Whoever follows a broken link to a customer's page gets that page's own answer.
bool is_below_customers_page(const net::Request& request) {
  return request.path == "/c" || request.path.starts_with("/c/");
}

void answer_problem(net::UpgradeDecision& decide, const Refusal& refusal,
                    const net::Request& request) {
  decide(std::unexpected(net::problem_response(refusal, request.id)));
}

}  // namespace

Site::Site(desk::Desk& desk, desk::Directory& directory, net::Workers& workers, FirstRun first_run,
           net::AllowedHosts hosts, Health health)
    : desk_(desk),
      workers_(workers),
      hosts_(std::move(hosts)),
      services_{.desk = desk,
                .directory = directory,
                .workers = workers,
                .setup_code = std::move(first_run.setup_code),
                .version = MG_VERSION,
                .takes_mail_on = std::move(first_run.takes_mail_on)},
      page_services_{.desk = desk, .workers = workers, .css_path = {}},
      api_(router_, workers, api::hooks(services_)),
      hub_(desk, [](const store::ListItem& item) { return api::item_json(item); }),
      health_(std::move(health)) {
  api::add_endpoints(api_, services_);
  const assets::Asset* css = assets::find_source("pages/case.css");
  const assets::Asset* script = assets::find_source("pages/case.js");
  page_services_.css_path = css ? std::string(css->path) : "";
  page_services_.script_path = script ? std::string(script->path) : "";
  pages::add_pages(router_, page_services_);
  add_health();
  add_application();
  if (desk.database().engine() == db::Engine::sqlite) {
    answers_.emplace([this] { return changes_.load(); });
    counting_ = desk.database().on_commit([this] { ++changes_; });
  }
}

void Site::add_health() {
  router_.add({.method = net::Method::get,
               .path = "/healthz",
               .name = "healthz",
               .handler = [](net::Request, net::Respond respond) {
                 respond(net::text_response(200, "ok\n"));
               }});
  router_.add({.method = net::Method::get,
               .path = "/readyz",
               .name = "readyz",
               .handler = [this](net::Request, net::Respond respond) {
                 const std::string trouble = health_.trouble();
                 respond(trouble.empty() ? net::text_response(200, "ready\n")
                                         : net::text_response(503, "not ready: " + trouble + "\n"));
               }});
  router_.add({.method = net::Method::get,
               .path = "/metrics",
               .name = "metrics",
               .handler = [this](net::Request, net::Respond respond) {
                 auto shared = std::make_shared<net::Respond>(std::move(respond));
                 auto task = [this, shared] {
                   (*shared)(
                       net::text_response(200, health_.metrics(), "text/plain; version=0.0.4"));
                 };
                 if (!workers_.post(task)) (*shared)(net::text_response(503, "busy\n"));
               }});
}

void Site::add_application() {
  for (const assets::Asset& asset : assets::all()) {
    files_.add({.path = std::string(asset.path),
                .type = std::string(asset.content_type),
                .bytes = asset.bytes,
                .brotli = asset.br,
                .gzip = asset.gz,
                .immutable = asset.immutable});
  }
  router_.otherwise([this](net::Request request, net::Respond respond) {
    if (auto file = files_.respond(request, request.path)) return respond(std::move(*file));
    if (is_below_customers_page(request)) {
      return pages::answer_not_found(page_services_, request, std::move(respond));
    }
    if (is_page_of_the_application(request)) {
      if (auto page = files_.respond(request, "/index.html")) return respond(std::move(*page));
    }
    respond(net::problem_response(
        {RefusalKind::not_found, "not_found", "There is nothing here.", {}}, request.id));
  });
}

std::size_t Site::cut_body_bytes(const net::Request& head) const {
  return misdirected(head) ? 0 : router_.cut_body_bytes(head);
}

std::optional<net::Response> Site::misdirected(const net::Request& request) const {
  const std::string_view host = request.header("host");
  if (hosts_.allows(host)) return {};
  if (request.path == "/healthz" || request.path == "/readyz") return {};
  if (request.path == "/metrics" && net::is_address(host)) return {};
  constexpr std::string_view detail =
      "This server does not answer to the name that the request gives. Use the address that the "
      "desk has told you; whoever runs it can allow this name with --base-url or --allow-host.";
  net::Response response = request.path.starts_with("/api/")
                               ? net::problem_response(421, "unknown_host", detail, request.id)
                               : net::text_response(421, std::string(detail) + "\n");
  response.set("Cache-Control", "no-store");
  return response;
}

// Whoever has forgotten to name a proxy sees all clients as one: the brake on guessing would count
// their wrong passwords together.
void Site::tell_of_unasked_proxy(const net::Request& request) {
  if (!request.unasked_proxy || told_of_proxy_.exchange(true)) return;
  spdlog::warn(
      "X-Forwarded-For seen from {}, which is not a --trusted-proxy: all its clients count "
      "as one",
      request.peer);
}

net::Handler Site::handler() {
  return [this](net::Request request, net::Respond respond) {
    tell_of_unasked_proxy(request);
    if (auto response = misdirected(request)) return respond(std::move(*response));
    if (is_encoded(request)) {
      return respond(net::problem_response(415, "content_encoding",
                                           "Send the body as it is, without a Content-Encoding.",
                                           request.id));
    }
    const bool reads = request.method == net::Method::get || request.method == net::Method::head;
    if (!reads) {
      const std::string reason = health_.read_only();
      if (!reason.empty()) {
        return respond(net::problem_response(
            {RefusalKind::unavailable, "newer_version", reason, {}}, request.id));
      }
    }
    if (answers_ && is_list(request)) {
      if (auto kept = answers_->find(request)) return respond(std::move(*kept));
      respond = answers_->keeping(request, std::move(respond));
    }
    router_.handle(std::move(request), std::move(respond));
  };
}

std::size_t Site::body_bytes_max(const net::Request& head) const {
  return misdirected(head) ? net::other_body_bytes_max : router_.body_bytes_max(head);
}

void Site::decide_upgrade(const net::Request& request, net::UpgradeDecision& decide) {
  const auto who = api::principal_of(desk_, request);
  if (!who) return answer_problem(decide, who.error(), request);
  if (!who->by_token && !api::is_same_origin(request, desk_.options().base_url)) {
    return answer_problem(decide,
                          {RefusalKind::not_allowed,
                           "other_site",
                           "Live updates are for pages of this site alone.",
                           {}},
                          request);
  }
  if (!rules::may(who->who.role, rules::Right::read_conversations)) {
    return answer_problem(
        decide, {RefusalKind::not_allowed, "not_allowed", "Your role does not allow this.", {}},
        request);
  }
  // A database that does not answer has signed nobody out.
  auto still_in = [this, request] {
    const auto present = api::principal_of(desk_, request);
    return present || present.error().kind != RefusalKind::unauthenticated;
  };
  decide(hub_.join({who->agent(), who->who.name},
                   std::string(request.query_value("after").value_or("")), std::move(still_in)));
}

net::UpgradeHandler Site::upgrade() {
  return [this](net::Request request, net::UpgradeDecision decide) {
    if (auto response = misdirected(request)) return decide(std::unexpected(std::move(*response)));
    if (request.path != "/api/v1/live") {
      return answer_problem(
          decide, {RefusalKind::not_found, "not_found", "There is nothing here.", {}}, request);
    }
    auto shared = std::make_shared<net::UpgradeDecision>(std::move(decide));
    const auto kept = std::make_shared<const net::Request>(std::move(request));
    auto task = [this, kept, shared] { decide_upgrade(*kept, *shared); };
    if (!workers_.post(task)) {
      answer_problem(*shared, {RefusalKind::unavailable, "busy", "Try again in a moment.", {}},
                     *kept);
    }
  };
}

}  // namespace mg::app
