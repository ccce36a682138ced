#include "pages/handlers.h"

#include "desk/reads.h"
#include "net/security_headers.h"
#include "pages/case_load.h"

namespace mg::pages {
namespace {

net::Response page_response(int status, std::string html) {
  net::Response response = net::text_response(status, std::move(html), "text/html; charset=utf-8");
  response.set("Cache-Control", "no-store");
  response.set("Referrer-Policy", "no-referrer");
  response.set("X-Robots-Tag", "noindex, nofollow");
  return response;
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
  frame.language = language_for(request.header("accept-language"),
                                language_for(settings->language, Language::en));
  frame.time_zone = settings->time_zone;
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

void Handlers::on_workers(net::Respond respond, std::function<net::Response()> answer) const {
  const auto shared = std::make_shared<net::Respond>(std::move(respond));
  net::Workers::Task task = [shared, answer = std::move(answer)] { (*shared)(answer()); };
  if (services_.workers.post(std::move(task))) return;
  net::Response busy = net::text_response(503, "Busy. Please try again in a moment.\n");
  busy.set("Retry-After", "2");
  (*shared)(std::move(busy));
}

net::Response Handlers::case_response(const Visit& visit, int status,
                                      const std::function<void(CasePage&)>& change) const {
  if (!visit.claim) return not_found(visit.frame);
  const auto page = services_.desk.read<std::optional<CasePage>>(
      [&](db::Session& session) -> Result<std::optional<CasePage>> {
        return load_case(session, *services_.desk.settings(), *visit.claim, visit.token,
                         visit.frame);
      });
  if (!page) {
    net::Response response =
        page_response(503, render_unavailable_page({.frame = visit.frame}));
    response.set("Retry-After", "5");
    return response;
  }
  if (!*page) return not_found(visit.frame);
  CasePage shown = **page;
  shown.limits = {.characters = desk::words_bytes_max,
                  .files = files_max,
                  .file_bytes = files_bytes_max};
  if (shown.newer) {
    const auto next = services_.desk.read<ConversationId>(
        [&](db::Session& session) -> Result<ConversationId> {
          const auto c =
              store::load_conversation(session, visit.claim->conversation, store::Lock::none);
          return c->continued_by;
        });
    if (next) {
      shown.newer->url = "/c/" + desk::page_token(*services_.desk.keys(),
                                                  {*next, visit.claim->contact,
                                                   visit.claim->expires});
    }
  }
  change(shown);
  return page_response(status, render_case_page(shown));
}

void Handlers::show(net::Request request, net::Respond respond) const {
  const Visit visit = visit_of(request);
  const Flash flash = flash_from(request.query_value("said").value_or(""));
  on_workers(std::move(respond), [this, visit, flash] {
    return case_response(visit, 200, [&](CasePage& page) { page.flash = flash; });
  });
}

void Handlers::ask_for_link(net::Request request, net::Respond respond) const {
  respond(page_response(200, render_not_found_page({.frame = frame_of(request)})));
}

void Handlers::attachment(net::Request request, net::Respond respond) const {
  const Visit visit = visit_of(request);
  const auto id = id_from<AttachmentId>(request.path_parameter("id"));
  on_workers(std::move(respond), [this, visit, id] {
    if (!visit.claim || !id) return not_found(visit.frame);
    const auto shown = services_.desk.read<bool>([&](db::Session& session) -> Result<bool> {
      return shows_attachment(session, visit.claim->conversation, *id);
    });
    const auto file = shown && *shown ? desk::file(services_.desk, *id)
                                      : Result<desk::File>(desk::not_found());
    if (!file) return not_found(visit.frame);
    net::Response response = net::text_response(200, file->bytes, file->attachment.type);
    response.set("Content-Disposition", net::content_disposition(net::Disposition::attachment,
                                                                 file->attachment.name));
    response.set("Content-Security-Policy", std::string(net::attachment_security_policy));
    response.set("Cache-Control", "no-store");
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

net::Response Handlers::refused(const Posted& posted, const Refusal& refusal) const {
  if (refusal.kind == RefusalKind::unavailable) {
    const bool answer = posted.field == "words";
    net::Response response = page_response(
        503, render_unavailable_page(
                 {.frame = posted.visit.frame,
                  .action = "/c/" + posted.visit.token + (answer ? "/confirmation" : "/messages"),
                  .field = posted.field,
                  .words = posted.words,
                  .solved = posted.solved,
                  .had_files = posted.had_files,
                  .hidden = posted.hidden}));
    response.set("Retry-After", "5");
    return response;
  }
  if (refusal.kind == RefusalKind::not_found) return not_found(posted.visit.frame);
  Flash flash = Flash::empty;
  int status = 422;
  if (refusal.code == "stale_proposal") {
    flash = Flash::stale_proposal;
    status = 409;
  } else if (refusal.kind == RefusalKind::too_large) {
    flash = refusal.code == "too_many_files" ? Flash::too_many_files
            : refusal.code == "files_too_large" ? Flash::files_too_large
                                                : Flash::too_long;
  } else if (refusal.kind != RefusalKind::bad_input) {
    flash = Flash::form_expired;
    status = 409;
  }
  return case_response(posted.visit, status, [&](CasePage& page) {
    page.flash = flash;
    page.flash_is_about_answer = posted.field == "words";
    (posted.field == "words" ? page.kept_words : page.kept_text) = posted.words;
  });
}

void Handlers::submit(desk::Change change, Posted posted, net::Respond respond) const {
  const auto shared = std::make_shared<net::Respond>(std::move(respond));
  const auto context = desk::as_contact(posted.visit.claim->contact);
  services_.desk.change(context, std::move(change),
                        [this, posted = std::move(posted), shared](Result<std::int64_t> result) {
                          if (result) return (*shared)(done(posted, *result));
                          on_workers(std::move(*shared), [this, posted, refusal = result.error()] {
                            return refused(posted, refusal);
                          });
                        });
}

}  // namespace mg::pages
