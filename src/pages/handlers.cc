#include "pages/handlers.h"

#include "desk/once.h"
#include "desk/page_room.h"
#include "desk/reads.h"
#include "desk/sign_in.h"
#include "net/cookie.h"
#include "net/problem.h"
#include "net/security_headers.h"
#include "pages/case_load.h"

namespace mg::pages {

net::Response page_response(int status, std::string html) {
  net::Response response = net::text_response(status, std::move(html), "text/html; charset=utf-8");
  response.set("Cache-Control", "no-store");
  response.set("Referrer-Policy", "no-referrer");
  response.set("X-Robots-Tag", "noindex, nofollow");
  return response;
}

net::Response unavailable(const UnavailablePage& page) {
  net::Response response = page_response(503, render_unavailable_page(page));
  response.set("Retry-After", "5");
  return response;
}

net::Response unavailable(const UnavailablePage& page, const Refusal& refusal) {
  if (refusal.kind != RefusalKind::internal) return unavailable(page);
  net::tell_internal_error(refusal, "a page");
  return page_response(net::status_of(refusal.kind), render_unavailable_page(page));
}

namespace {

// The words come back to whoever wrote them, however little they can do about it.
bool is_trouble(const Refusal& refusal) {
  return refusal.kind == RefusalKind::unavailable || refusal.kind == RefusalKind::internal;
}

Flash flash_from(std::string_view said) {
  if (said == "solved") return Flash::said_solved;
  if (said == "not_yet") return Flash::said_not_yet;
  if (said == "message") return Flash::words_stored;
  return Flash::none;
}

std::string_view word_of_flash(Flash flash) {
  if (flash == Flash::said_solved) return "solved";
  return flash == Flash::said_not_yet ? "not_yet" : "message";
}

}  // namespace

Frame Handlers::frame_of(const net::Request& request) const {
  const auto settings = services_.desk.settings();
  Frame frame;
  frame.workspace_name = settings->workspace_name;
  frame.css_url = services_.css_path;
  frame.script_url = services_.script_path;
  frame.language = language_for(request.header("accept-language"),
                                language_for(settings->language, Language::en));
  const auto zone = net::cookie_value(request, "mg_zone");  // Set by assets/case.js.
  frame.time_zone = zone && is_time_zone(*zone) ? *zone : settings->time_zone;
  frame.read_by_get = request.method == net::Method::get;
  frame.now = services_.desk.now();
  return frame;
}

Handlers::Visit Handlers::visit_of(const net::Request& request) const {
  Visit visit;
  visit.token = request.path_parameter("token");
  visit.claim = desk::read_page_token(*services_.desk.keys(), visit.token, services_.desk.now());
  visit.frame = frame_of(request);
  return visit;
}

net::Response Handlers::not_found(const Frame& frame) const {
  return page_response(404, render_not_found_page({.frame = frame}));
}

UnavailablePage Handlers::given_back(const Posted& posted) const {
  const bool answer = posted.field == "words";
  return {.frame = posted.visit.frame,
          .action = "/c/" + posted.visit.token + (answer ? "/confirmation" : "/messages"),
          .field = posted.field,
          .words = posted.words,
          .solved = posted.solved,
          .had_files = posted.had_files,
          .hidden = posted.hidden};
}

void Handlers::on_workers(net::Respond respond, UnavailablePage otherwise, Answer answer) const {
  struct Work {
    net::Respond respond;
    UnavailablePage otherwise;
    Answer answer;
  };
  const auto work =
      std::make_shared<Work>(std::move(respond), std::move(otherwise), std::move(answer));
  const auto run = [work] {
    // A task must not throw, whatever the database or the memory does.
    net::Response response{.status = 503};
    try {
      response = work->answer();
    } catch (...) {
      try {
        response = unavailable(work->otherwise);
      } catch (...) {
        response = net::Response{.status = 503};
      }
    }
    work->respond(std::move(response));
  };
  if (services_.workers.post(run)) return;
  work->respond(unavailable(work->otherwise));
}

net::Response Handlers::case_response(const Visit& visit, int status,
                                      const std::function<void(CasePage&)>& change) const {
  if (!visit.claim) return not_found(visit.frame);
  auto page = services_.desk.read<std::optional<CasePage>>(
      [&](db::Session& session) -> Result<std::optional<CasePage>> {
        return load_case(session, *services_.desk.settings(), *services_.desk.keys(), *visit.claim,
                         visit.token, visit.before, visit.frame);
      });
  if (!page) return unavailable({.frame = visit.frame}, page.error());
  if (!*page) return not_found(visit.frame);
  CasePage& shown = **page;
  shown.limits.characters = desk::words_characters_max;
  shown.limits.file_bytes_a_day = desk::page_files_bytes_a_day;
  shown.hidden = {{std::string(form_id_field), desk::random_secret()}};
  change(shown);
  return page_response(status, render_case_page(shown));
}

void Handlers::show(net::Request request, net::Respond respond) const {
  Visit visit = visit_of(request);
  const auto before = request.query_value("before");
  visit.before = id_from<MessageId>(before.value_or("")).value_or(MessageId{});
  const Flash flash = flash_from(request.query_value("said").value_or(""));
  on_workers(std::move(respond), {.frame = visit.frame}, [this, visit, flash] {
    return case_response(visit, 200, [&](CasePage& page) { page.flash = flash; });
  });
}

void Handlers::answer_not_found(const net::Request& request, net::Respond respond) const {
  respond(not_found(frame_of(request)));
}

void Handlers::ask_for_link(net::Request request, net::Respond respond) const {
  respond(page_response(200, render_not_found_page({.frame = frame_of(request)})));
}

void Handlers::attachment(net::Request request, net::Respond respond) const {
  const Visit visit = visit_of(request);
  const auto id = id_from<AttachmentId>(request.path_parameter("id"));
  on_workers(std::move(respond), {.frame = visit.frame}, [this, visit, id] {
    if (!visit.claim || !id) return not_found(visit.frame);
    const auto shown = services_.desk.read<bool>([&](db::Session& session) -> Result<bool> {
      return shows_attachment(session, *visit.claim, *id);
    });
    if (!shown) return unavailable({.frame = visit.frame}, shown.error());
    if (!*shown) return not_found(visit.frame);
    const auto file = desk::file(services_.desk, *id);
    if (!file && is_trouble(file.error())) {
      return unavailable({.frame = visit.frame}, file.error());
    }
    if (!file) return not_found(visit.frame);
    net::Response response = net::text_response(200, file->bytes, file->attachment.type);
    response.set("Content-Disposition",
                 net::content_disposition(net::Disposition::attachment, file->attachment.name));
    response.set("Content-Security-Policy", std::string(net::attachment_security_policy));
    response.set("Cache-Control", "no-store");
    response.set("Referrer-Policy", "no-referrer");
    response.set("X-Robots-Tag", "noindex, nofollow");
    return response;
  });
}

net::Response Handlers::done(const Posted& posted, std::int64_t conversation) const {
  std::string token = posted.visit.token;
  const desk::PageClaim& claim = *posted.visit.claim;
  if (ConversationId{conversation} != claim.conversation) {
    token = desk::page_token(*services_.desk.keys(),
                             {ConversationId{conversation}, claim.contact, claim.expires});
  }
  net::Response response = net::redirect_response(
      "/c/" + token + "?said=" + std::string(word_of_flash(posted.done)), 303);
  response.set("Cache-Control", "no-store");
  return response;
}

net::Response Handlers::with_flash(const Posted& posted, int status, Flash flash) const {
  return case_response(posted.visit, status, [&](CasePage& page) {
    page.flash = flash;
    page.flash_is_about_answer = posted.field == "words";
    (posted.field == "words" ? page.kept_words : page.kept_text) = posted.words;
  });
}

net::Response Handlers::refused(const Posted& posted, const Refusal& refusal) const {
  if (is_trouble(refusal)) return unavailable(given_back(posted), refusal);
  if (refusal.kind == RefusalKind::not_found) return not_found(posted.visit.frame);
  if (refusal.kind == RefusalKind::not_allowed) {
    return with_flash(posted, 403, Flash::not_the_asker);
  }
  if (refusal.code == "key_reused") return with_flash(posted, 409, Flash::key_reused);
  if (refusal.code == "stale_proposal") return with_flash(posted, 409, Flash::stale_proposal);
  if (refusal.kind == RefusalKind::too_large) {
    return with_flash(posted, 422,
                      refusal.code == "too_many_files"    ? Flash::too_many_files
                      : refusal.code == "files_too_large" ? Flash::files_too_large
                                                          : Flash::too_long);
  }
  if (refusal.kind == RefusalKind::too_many) {
    const bool files = refusal.code == "files_of_day_too_large";
    return with_flash(posted, 429, files ? Flash::files_of_day_too_large : Flash::too_often);
  }
  if (refusal.kind == RefusalKind::bad_input) return with_flash(posted, 422, Flash::empty);
  return with_flash(posted, 409, Flash::form_expired);
}

void Handlers::turn_back(Posted posted, int status, Flash flash, net::Respond respond) const {
  // Without a claim there is nothing to give back to: the same 404 as for reading.
  auto otherwise =
      posted.visit.claim ? given_back(posted) : UnavailablePage{.frame = posted.visit.frame};
  on_workers(std::move(respond), std::move(otherwise),
             [this, posted = std::move(posted), status, flash] {
               return with_flash(posted, status, flash);
             });
}

void Handlers::submit(desk::Change change, Posted posted, net::Respond respond) const {
  const auto shared = std::make_shared<net::Respond>(std::move(respond));
  auto context = desk::as_contact(posted.visit.claim->contact);
  if (posted.key.value.empty()) {
    context.command = posted.command;
  } else {
    desk::add_key(context, posted.key.value, posted.key.request);
    // The form is still known by its own id.
    if (!posted.command.empty()) change = desk::once(posted.command, std::move(change));
  }
  services_.desk.change(
      context, std::move(change),
      [this, posted = std::move(posted), shared](Result<std::int64_t> result) {
        if (result) return (*shared)(done(posted, *result));
        on_workers(std::move(*shared), given_back(posted),
                   [this, posted, refusal = result.error()] { return refused(posted, refusal); });
      });
}

}  // namespace mg::pages
