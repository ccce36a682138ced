#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "pages/calendar.h"
#include "pages/html.h"
#include "pages/words.h"

namespace mg::pages {

// What every page needs. All texts are UTF-8 as people wrote them; nothing is escaped yet.
struct Frame {
  std::string workspace_name = {};
  std::string css_url = {};  // Of assets/case.css, on this server.
  Language language = Language::en;
  std::string time_zone = "UTC";  // IANA; the customer's, else the workspace's.
  Instant now = {};
  std::string script_url = {};  // Of assets/case.js; "": the page has no script.
  bool read_by_get = false;     // Loading it again sends nothing again.
};

// <input type="hidden"> of a form, in order; the CSRF token goes here.
using HiddenFields = std::vector<std::pair<std::string, std::string>>;

// The parts that all pages share. Each writes into `html`.
class PageWriter {
 public:
  explicit PageWriter(const Frame& frame);

  const Calendar& calendar() const { return calendar_; }
  Language language() const { return frame_.language; }
  Html& html() { return html_; }

  SafeHtml say(Say say, std::vector<Fill> fills = {}) const;
  std::string plain(Say say, std::vector<Fill> fills = {}) const;

  void hidden(const HiddenFields& fields);
  // The form that asks for a new link; POST /c/renew with `email`.
  void renew_form(const HiddenFields& fields, const std::string& kept_address, bool bad_address);

  // The whole document around what html() holds by now. `note` stands at the right of the top bar
  // ("Amara's private page"), `footer` at the bottom; both may be empty.
  std::string document(const std::string& title, const SafeHtml& note, const SafeHtml& footer);

 private:
  const Frame& frame_;
  Calendar calendar_;
  Html html_;
};

// "12 KB", "1.4 MB"; the decimal mark is the language's.
std::string size_words(Language language, std::int64_t bytes);

// Up to two initials for a round sign beside a name; empty for a name without letters.
std::string initials_of(std::string_view name);

enum class Icon { check, lock };
const SafeHtml& icon(Icon icon);

}  // namespace mg::pages
