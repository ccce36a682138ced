#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

// A small HTML writer that cannot forget to escape. Text and attribute values go in as they are
// and come out escaped; the only way to write markup is SafeHtml. Pure, any thread.
namespace mg::pages {

// Markup that somebody vouches for: this folder's own, or the sanitiser's output. The constructor
// is explicit, so that every place which vouches can be found.
class SafeHtml {
 public:
  SafeHtml() = default;
  explicit SafeHtml(std::string trusted) : html_(std::move(trusted)) {}
  const std::string& view() const { return html_; }
  bool empty() const { return html_.empty(); }

 private:
  std::string html_;
};

// & < > " ' as references; control characters other than line ends and tabs, and bytes that are
// not UTF-8, as U+FFFD.
std::string escaped(std::string_view text);

// Whether a link, form or file may point there: a path of this server ("/..", but not "//.."),
// a fragment, or http, https, mailto, tel. No control character, blank or backslash.
bool is_safe_url(std::string_view url);

struct Attribute {
  std::string name;
  std::string value;
  bool valueless = false;  // "required", not required="".
  bool present = true;
};
inline Attribute attribute(std::string_view name, std::string_view value, bool present = true) {
  return {std::string(name), std::string(value), false, present};
}
inline Attribute flag(std::string_view name, bool present = true) {
  return {std::string(name), {}, true, present};
}

// Writes into one string. Tag and attribute names are this program's own: a name that is not
// lower case letters, digits and "-", an event handler (on...), `style`, and a <script> or <style>
// element are bugs (assert). An unsafe URL in href, src or action becomes "#".
class Html {
 public:
  using Attributes = std::initializer_list<Attribute>;

  Html& open(std::string_view tag, Attributes attributes = {});  // Void elements close themselves.
  Html& close();                                                 // The innermost open element.
  Html& text(std::string_view text);
  Html& raw(const SafeHtml& html);
  Html& element(std::string_view tag, Attributes attributes, std::string_view text);
  Html& element(std::string_view tag, Attributes attributes, const SafeHtml& html);

  // All that was written; every element must be closed (assert). The writer is empty afterwards.
  SafeHtml take();

 private:
  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace mg::pages
