#include "pages/html.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "base/utf8.h"

namespace mg::pages {
namespace {

constexpr std::array<std::string_view, 6> void_elements = {"br",    "hr",   "img",
                                                           "input", "link", "meta"};
constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool is_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool starts_with_nocase(std::string_view text, std::string_view lower) {
  if (text.size() < lower.size()) return false;
  return std::ranges::equal(text.substr(0, lower.size()), lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  });
}

bool takes_url(std::string_view attribute) {
  return attribute == "href" || attribute == "src" || attribute == "action" ||
         attribute == "formaction";
}

std::string_view reference_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text);
    const char c = text.front();
    const bool control =
        length == 1 &&
        ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') ||
         c == 0x7f);
    if (length == 0 || control) {
      out += replacement;
    } else if (const std::string_view reference = reference_of(c); !reference.empty()) {
      out += reference;
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

bool is_safe_url(std::string_view url) {
  // Browsers drop tabs and line ends inside a URL and read "\" as "/": "/\t/x" would be "//x".
  const bool strange = std::ranges::any_of(
      url, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '\\'; });
  if (strange || url.empty()) return false;
  if (url.front() == '#') return true;
  if (url.front() == '/') return !url.starts_with("//");
  constexpr std::array<std::string_view, 4> schemes = {"https://", "http://", "mailto:", "tel:"};
  return std::ranges::any_of(schemes, [&](auto s) { return starts_with_nocase(url, s); });
}

Html& Html::open(std::string_view tag, Attributes attributes) {
  assert(is_name(tag) && tag != "script" && tag != "style");
  out_ += '<';
  out_ += tag;
  for (const Attribute& a : attributes) {
    if (!a.present) continue;
    assert(is_name(a.name) && !a.name.starts_with("on") && a.name != "style");
    out_ += ' ';
    out_ += a.name;
    if (a.valueless) continue;
    out_ += "=\"";
    out_ += takes_url(a.name) && !is_safe_url(a.value) ? "#" : escaped(a.value);
    out_ += '"';
  }
  out_ += '>';
  if (tag == "textarea") out_ += '\n';  // HTML drops one line end here; the person's own stays.
  if (std::ranges::find(void_elements, tag) == void_elements.end()) open_.emplace_back(tag);
  return *this;
}

Html& Html::close() {
  assert(!open_.empty());
  out_ += "</";
  out_ += open_.back();
  out_ += '>';
  open_.pop_back();
  return *this;
}

Html& Html::text(std::string_view text) {
  out_ += escaped(text);
  return *this;
}

Html& Html::raw(const SafeHtml& html) {
  out_ += html.view();
  return *this;
}

Html& Html::element(std::string_view tag, Attributes attributes, std::string_view content) {
  return open(tag, attributes).text(content).close();
}

Html& Html::element(std::string_view tag, Attributes attributes, const SafeHtml& html) {
  return open(tag, attributes).raw(html).close();
}

SafeHtml Html::take() {
  assert(open_.empty());
  return SafeHtml(std::move(out_));
}

}  // namespace mg::pages
