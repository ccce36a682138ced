#include <algorithm>

#include "desk/people.h"
#include "desk/sign_in.h"
#include "net/idempotency_key.h"
#include "pages/handlers.h"

// What is posted to the customer's page. The token in the path is the authority; a form that
// another site sends is refused all the same.
namespace mg::pages {
namespace {

// More files than a form may have are still read, so that the words beside them can be kept.
constexpr net::FormLimits form_limits{.files_max = 100};

// All that a form says, apart from how it is written down: a browser that sends it again takes
// another boundary between its parts.
std::string contents_of(const net::Form& form) {
  std::string contents;
  const auto put = [&](std::string_view text) {
    contents.append(std::to_string(text.size())).append(":").append(text);
  };
  for (const auto& [name, value] : form.fields) {
    put(name);
    put(value);
  }
  for (const net::FormFile& file : form.files) {
    put(file.file_name);
    put(desk::hash_of_secret(file.bytes));
  }
  return contents;
}

}  // namespace

bool Handlers::from_another_site(const net::Request& request) const {
  const std::string_view site = request.header("sec-fetch-site");
  if (!site.empty()) return site == "cross-site" || site == "same-site";
  // An older browser. "null" says nothing: it is what a page that keeps its address to itself (as
  // ours does, for the token in it) makes browsers send.
  const std::string_view origin = request.header("origin");
  return !origin.empty() && origin != "null" &&
         !request.has_own_origin(services_.desk.options().base_url);
}

void Handlers::take_words(const net::Form& form, Posted& posted) {
  const std::string_view id = form.field(form_id_field);
  if (!id.empty()) posted.hidden.emplace_back(form_id_field, id);
  posted.words_are_cut = form.begun.name == posted.field;
  posted.words = posted.words_are_cut ? form.begun.value : form.field(posted.field);
}

Handlers::Key Handlers::key_of(const net::Request& request, std::string_view contents) {
  Key key;
  key.is_bad = !net::check_idempotency_key(request);
  if (key.is_bad) return key;
  key.value = net::idempotency_key_of(request);
  key.request = request.path + "\n";
  for (const auto& [name, value] : request.query) {
    key.request.append(name).append("=").append(value).append("\n");
  }
  key.request += contents;
  return key;
}

bool Handlers::is_by_hand(const Posted& posted) {
  return !posted.command.empty() && posted.key.value.empty();
}

// The same form with the same contents, sent twice, is one. Changed on the way (back, another
// word, send) it is another.
void Handlers::remember(const net::Request& request, const net::Form& form, Posted& posted) {
  const std::string contents = contents_of(form);
  posted.key = key_of(request, contents);
  if (form.field(form_id_field).empty() || !posted.visit.claim) return;
  posted.command = desk::page_command(*posted.visit.claim, posted.field, contents);
}

void Handlers::confirm(net::Request request, net::Respond respond) const {
  Posted posted{
      .visit = visit_of(request), .field = "words", .words = {}, .solved = {}, .hidden = {}};
  const auto form = net::parse_form(request, form_limits);
  if (form) {
    posted.solved = form->field("solved");
    posted.hidden = {{"proposal", std::string(form->field("proposal"))}};
    take_words(*form, posted);
    remember(request, *form, posted);
  }
  if (from_another_site(request) && posted.visit.claim) {
    return turn_back(std::move(posted), 403, Flash::from_elsewhere, std::move(respond));
  }
  if (request.is_cut) {
    const Flash flash = posted.words_are_cut ? Flash::cut_off : Flash::too_long;
    return turn_back(std::move(posted), 413, flash, std::move(respond));
  }
  const std::string_view proposal = form ? form->field("proposal") : "";
  const auto asked = id_from<ProposalId>(proposal);
  const bool yes = posted.solved == "yes";
  const bool is_whole = form && (yes || posted.solved == "not_yet") && (asked || proposal.empty());
  if (!is_whole || !posted.visit.claim) {
    return turn_back(std::move(posted), 400, Flash::bad_form, std::move(respond));
  }
  if (posted.key.is_bad) {
    return turn_back(std::move(posted), 400, Flash::bad_key, std::move(respond));
  }
  desk::Say say{*posted.visit.claim, posted.words, {}};
  posted.done = yes ? Flash::said_solved : Flash::said_not_yet;
  const ProposalId about = asked.value_or(ProposalId{});
  auto change = yes ? desk::confirm_from_page(std::move(say), about)
                    : desk::decline_from_page(std::move(say), about);
  submit(std::move(change), std::move(posted), std::move(respond));
}

void Handlers::write(net::Request asked, net::Respond respond) const {
  const auto request = std::make_shared<const net::Request>(std::move(asked));
  Posted posted{
      .visit = visit_of(*request), .field = "text", .words = {}, .solved = {}, .hidden = {}};
  auto form = net::parse_form(*request, form_limits);
  if (form) take_words(*form, posted);
  if (from_another_site(*request) && posted.visit.claim) {
    return turn_back(std::move(posted), 403, Flash::from_elsewhere, std::move(respond));
  }
  if (request->is_cut) {
    // The words come before the files: when they are whole, it is the files that are too large.
    const bool words_are_whole =
        form &&
        std::ranges::find(form->fields, "text", &net::Parameter::name) != form->fields.end();
    posted.had_files = words_are_whole;
    const Flash flash = words_are_whole        ? Flash::files_too_large
                        : posted.words_are_cut ? Flash::cut_off
                                               : Flash::too_long;
    return turn_back(std::move(posted), 413, flash, std::move(respond));
  }
  if (!form || !posted.visit.claim) {
    const bool many = !form && form.error().code == "too_many_files";
    return turn_back(std::move(posted), 400, many ? Flash::too_many_files : Flash::bad_form,
                     std::move(respond));
  }
  if (!net::check_idempotency_key(*request)) {
    return turn_back(std::move(posted), 400, Flash::bad_key, std::move(respond));
  }
  posted.done = Flash::words_stored;
  std::erase_if(form->files, [](const net::FormFile& file) {
    return file.file_name.empty() && file.bytes.empty();  // None was chosen.
  });
  posted.had_files = !form->files.empty();
  if (posted.had_files) {
    return take_files({.request = request,
                       .form = std::move(*form),
                       .posted = std::move(posted),
                       .files = {},
                       .respond = std::move(respond)});
  }
  remember(*request, *form, posted);
  desk::Say say{*posted.visit.claim, posted.words, {}, is_by_hand(posted)};
  submit(desk::write_from_page(std::move(say)), std::move(posted), std::move(respond));
}

void Handlers::renew(net::Request request, net::Respond respond) const {
  const Frame frame = frame_of(request);
  if (from_another_site(request)) return respond(page_response(403, render_elsewhere_page(frame)));
  const auto form = net::parse_form(request);
  const std::string address = form ? std::string(form->field("email")) : "";
  if (store::address_key(address).empty()) {
    return respond(page_response(
        422, render_not_found_page(
                 {.frame = frame, .hidden = {}, .kept_address = address, .bad_address = true})));
  }
  const Key key = key_of(request, contents_of(*form));
  if (key.is_bad)
    return respond(page_response(400, render_bad_key_page(frame, BadKey::unreadable)));
  if (!key.value.empty()) return renew_once(key, address, frame, std::move(respond));
  // Answered before anybody has looked whether the address is known: nobody can find out who
  // writes to us, not by the clock either.
  services_.desk.change(desk::as_system(), desk::mail_new_links(address, services_.desk.keys()),
                        [](const Result<std::int64_t>&) {});
  respond(page_response(200, render_link_sent_page(frame)));
}

// With a key the answer has to wait until the key is known to be new, or the one of this very
// request. That is asked on its own, before anybody looks whether the address is known; the links
// are mailed under a command id of their own, so that asking again makes up for what was lost.
void Handlers::renew_once(const Key& key, const std::string& address, Frame frame,
                          net::Respond respond) const {
  auto context = desk::as_system();
  desk::add_key(context, key.value, key.request);
  auto mailing = desk::as_system();
  mailing.command = "page-link:" + key.value;
  const auto shared = std::make_shared<net::Respond>(std::move(respond));
  const auto answer = [this, address, mailing, frame = std::move(frame),
                       shared](const Result<std::int64_t>& known) {
    if (known) {
      services_.desk.change(mailing, desk::mail_new_links(address, services_.desk.keys()),
                            [](const Result<std::int64_t>&) {});
    }
    on_workers(std::move(*shared), {.frame = frame}, [frame, known] {
      if (known) return page_response(200, render_link_sent_page(frame));
      if (known.error().code == "key_reused") {
        return page_response(409, render_bad_key_page(frame, BadKey::reused));
      }
      return unavailable({.frame = frame}, known.error());
    });
  };
  services_.desk.change(context, {rules::Right::anyone, [](desk::Tx&) { return 0; }}, answer);
}

}  // namespace mg::pages
