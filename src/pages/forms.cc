#include <algorithm>

#include "desk/files.h"
#include "desk/people.h"
#include "pages/handlers.h"

// What is posted to the customer's page. The token in the path is the authority; a form that
// another site sends is refused all the same.
namespace mg::pages {
namespace {

bool from_another_site(const net::Request& request) {
  const std::string_view site = request.header("sec-fetch-site");
  return site == "cross-site" || site == "same-site";
}

net::Response plain(int status, std::string_view words) {
  net::Response response = net::text_response(status, std::string(words));
  response.set("Cache-Control", "no-store");
  return response;
}

Result<std::vector<desk::PageFile>> files_of(const net::Form& form) {
  std::vector<desk::PageFile> files;
  std::size_t bytes = 0;
  for (const net::FormFile& file : form.files) {
    if (file.file_name.empty() && file.bytes.empty()) continue;  // None was chosen.
    bytes += file.bytes.size();
    files.push_back({desk::safe_file_name(file.file_name), file.type, std::string(file.bytes)});
  }
  if (files.size() > files_max) {
    return refuse(RefusalKind::too_large, "too_many_files", "Send at most 10 files at a time.");
  }
  if (bytes > files_bytes_max) {
    return refuse(RefusalKind::too_large, "files_too_large", "The files are too large together.");
  }
  return files;
}

}  // namespace

void Handlers::confirm(net::Request request, net::Respond respond) const {
  Posted posted{.visit = visit_of(request), .field = "words", .words = {}, .solved = {},
                .hidden = {}};
  if (!posted.visit.claim) return respond(not_found(posted.visit.frame));
  if (from_another_site(request)) {
    return respond(plain(403, "This form was sent from another site. Open your page again.\n"));
  }
  const auto form = net::parse_form(request);
  if (!form) return respond(plain(400, form.error().detail + "\n"));
  posted.solved = form->field("solved");
  posted.words = form->field("words");
  const std::string_view proposal = form->field("proposal");
  posted.hidden = {{"proposal", std::string(proposal)}};
  if (posted.solved != "yes" && posted.solved != "not_yet") {
    return respond(plain(400, "solved must be yes or not_yet.\n"));
  }
  const auto asked = id_from<ProposalId>(proposal);
  if (!proposal.empty() && !asked) return respond(plain(400, "proposal is not an id.\n"));
  desk::Say say{*posted.visit.claim, posted.words, {}};
  const bool yes = posted.solved == "yes";
  posted.done = yes ? Flash::said_solved : Flash::said_not_yet;
  const ProposalId about = asked.value_or(ProposalId{});
  auto change = yes ? desk::confirm_from_page(std::move(say), about)
                    : desk::decline_from_page(std::move(say), about);
  submit(std::move(change), std::move(posted), std::move(respond));
}

void Handlers::write(net::Request request, net::Respond respond) const {
  Posted posted{.visit = visit_of(request), .field = "text", .words = {}, .solved = {},
                .hidden = {}};
  if (!posted.visit.claim) return respond(not_found(posted.visit.frame));
  if (from_another_site(request)) {
    return respond(plain(403, "This form was sent from another site. Open your page again.\n"));
  }
  const auto form = net::parse_form(request);
  if (!form) return respond(plain(400, form.error().detail + "\n"));
  posted.words = form->field("text");
  posted.done = Flash::words_stored;
  auto files = files_of(*form);
  posted.had_files = files && !files->empty();
  if (!files) {
    const Refusal refusal = files.error();
    return on_workers(std::move(respond),
                      [this, posted, refusal] { return refused(posted, refusal); });
  }
  desk::Say say{*posted.visit.claim, posted.words, std::move(*files)};
  submit(desk::write_from_page(std::move(say)), std::move(posted), std::move(respond));
}

void Handlers::renew(net::Request request, net::Respond respond) const {
  const Frame frame = frame_of(request);
  const auto form = net::parse_form(request);
  const std::string address = form ? std::string(form->field("email")) : "";
  const auto page = [](int status, std::string html) {
    net::Response response =
        net::text_response(status, std::move(html), "text/html; charset=utf-8");
    response.set("Cache-Control", "no-store");
    return response;
  };
  if (store::address_key(address).empty()) {
    return respond(page(422, render_not_found_page({.frame = frame,
                                                    .hidden = {},
                                                    .kept_address = address,
                                                    .bad_address = true})));
  }
  // Answered before anybody has looked whether the address is known: nobody can find out who
  // writes to us, not by the clock either.
  services_.desk.change(desk::as_system(), desk::mail_new_link(address),
                        [](const Result<std::int64_t>&) {});
  respond(page(200, render_link_sent_page(frame)));
}

}  // namespace mg::pages
