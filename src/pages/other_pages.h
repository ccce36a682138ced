#pragma once

#include <string>

#include "pages/frame.h"

// The customer's pages around the case. Pure, as render_case_page.
namespace mg::pages {

// 404 for every link that does not work: unknown, cut off, foreign and expired look the same, so
// the page takes nothing from the request but what was typed into its own form.
struct NotFoundPage {
  Frame frame = {};
  HiddenFields hidden = {};
  std::string kept_address = {};
  bool bad_address = false;
};
std::string render_not_found_page(const NotFoundPage& page);

// After POST /c/renew: the same for every address, known or not.
std::string render_link_sent_page(const Frame& frame);

// 503: nothing was stored. Gives the words back in a form that can be sent again. Without a field
// nothing was posted, and the page only says that it cannot be shown.
struct UnavailablePage {
  Frame frame = {};
  std::string action = {};  // "/c/{token}/messages" or "/c/{token}/confirmation"
  std::string field = {};   // "text" or "words": where the words were.
  std::string words = {};
  std::string solved = {};  // What the button said ("yes", "not_yet"); empty for a message.
  bool had_files = false;
  HiddenFields hidden = {};  // Those of the form that failed, the proposal among them.
};
std::string render_unavailable_page(const UnavailablePage& page);

// 403 for a form about a new link that another site sent.
std::string render_elsewhere_page(const Frame& frame);

// 409 or 400 for a request about a new link under an Idempotency-Key that cannot be taken.
enum class BadKey { reused, unreadable };
std::string render_bad_key_page(const Frame& frame, BadKey why);

// After "Yes, it's solved".
struct ThanksPage {
  Frame frame = {};
  std::string path = {};  // "/c/{token}"
};
std::string render_thanks_page(const ThanksPage& page);

}  // namespace mg::pages
