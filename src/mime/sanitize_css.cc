#include "mime/sanitize_css.h"

#include <algorithm>

#include "base/ascii.h"

namespace mg::mime::html {
namespace {

constexpr std::size_t value_bytes_max = 300;

constexpr std::string_view exact[] = {"color",
                                      "background",
                                      "background-color",
                                      "direction",
                                      "float",
                                      "clear",
                                      "display",
                                      "opacity",
                                      "width",
                                      "height",
                                      "max-width",
                                      "max-height",
                                      "min-width",
                                      "min-height",
                                      "line-height",
                                      "letter-spacing",
                                      "word-spacing",
                                      "white-space",
                                      "word-break",
                                      "word-wrap",
                                      "overflow-wrap",
                                      "vertical-align",
                                      "table-layout",
                                      "caption-side",
                                      "empty-cells",
                                      "list-style",
                                      "list-style-type",
                                      "list-style-position",
                                      "box-sizing",
                                      "border",
                                      "border-collapse",
                                      "border-spacing",
                                      "border-radius",
                                      "margin",
                                      "padding",
                                      "font",
                                      "text-align",
                                      "text-decoration",
                                      "text-indent",
                                      "text-transform",
                                      "text-decoration-line",
                                      "text-decoration-color",
                                      "text-decoration-style"};

constexpr std::string_view families[] = {
    "border-top",   "border-right", "border-bottom", "border-left", "border-color",
    "border-style", "border-width", "margin-",       "padding-",    "font-"};

constexpr std::string_view displays[] = {
    "none",      "block",      "inline",    "inline-block", "table",
    "table-row", "table-cell", "list-item", "inline-table", "table-row-group"};

std::string_view trimmed(std::string_view s) {
  const auto first = s.find_first_not_of(" \t\r\n\f");
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(" \t\r\n\f") - first + 1);
}

bool is_allowed(std::string_view property) {
  return std::ranges::find(exact, property) != std::end(exact) ||
         std::ranges::any_of(families, [&](std::string_view f) { return property.starts_with(f); });
}

// Colours are the only functions; everything else with a bracket could fetch or compute.
bool has_only_colour_functions(std::string_view value) {
  for (auto at = value.find('('); at != std::string_view::npos; at = value.find('(', at + 1)) {
    auto begin = at;
    while (begin > 0 &&
           ((value[begin - 1] >= 'a' && value[begin - 1] <= 'z') || value[begin - 1] == '-'))
      --begin;
    const auto name = value.substr(begin, at - begin);
    if (name != "rgb" && name != "rgba" && name != "hsl" && name != "hsla") return false;
  }
  return true;
}

// The value in one fixed spelling; "" when it is not plain.
std::string safe_value(std::string_view property, std::string_view raw) {
  std::string value;
  for (const char c : raw) {
    if (static_cast<unsigned char>(c) < 0x20 || c == ' ') {
      if (!value.empty() && value.back() != ' ') value += ' ';
      continue;
    }
    value += c == '"' ? '\'' : ascii::lower(c);
  }
  if (const auto mark = value.find('!'); mark != std::string::npos) value.resize(mark);
  while (value.ends_with(' ')) value.pop_back();
  if (value.empty() || value.size() > value_bytes_max) return {};
  if (value.find_first_of("\\<>@{}&:;`*") != std::string::npos) return {};
  if (std::ranges::count(value, '\'') % 2 != 0 || !has_only_colour_functions(value)) return {};
  if (std::ranges::count(value, '(') != std::ranges::count(value, ')')) return {};
  for (const std::string_view word :
       {"expression", "javascript", "vbscript", "behavior", "binding", "url"}) {
    if (value.find(word) != std::string::npos) return {};
  }
  // Nothing may be drawn over its neighbours.
  if ((property.starts_with("margin") || property == "text-indent") &&
      value.find('-') != std::string::npos)
    return {};
  if (property == "display" && std::ranges::find(displays, value) == std::end(displays)) return {};
  return value;
}

}  // namespace

std::string safe_style(std::string_view style) {
  style = style.substr(0, style_bytes_max);
  std::string out;
  while (!style.empty()) {
    const auto end = std::min(style.find(';'), style.size());
    const auto declaration = style.substr(0, end);
    style.remove_prefix(std::min(end + 1, style.size()));
    const auto colon = declaration.find(':');
    if (colon == std::string_view::npos) continue;
    std::string property(trimmed(declaration.substr(0, colon)));
    for (char& c : property) c = ascii::lower(c);
    if (property.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") != std::string::npos) continue;
    if (!is_allowed(property)) continue;
    const auto value = safe_value(property, trimmed(declaration.substr(colon + 1)));
    if (value.empty()) continue;
    if (!out.empty()) out += ';';
    out += property + ':' + value;
  }
  return out;
}

}  // namespace mg::mime::html
