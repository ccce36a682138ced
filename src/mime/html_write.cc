#include "mime/html_write.h"

#include "mime/html_tree.h"

namespace mg::mime::html {
namespace {

bool is_plain_name(std::string_view name) {
  return !name.empty() &&
         name.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:.") ==
             std::string_view::npos;
}

}  // namespace

void write_text(std::string_view text, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

void write_start(const GumboNode* element, std::string& out) {
  const auto name = tag_name(element);
  if (!is_plain_name(name)) return;
  out += '<';
  out += name;
  const GumboVector& attributes = element->v.element.attributes;
  for (unsigned int i = 0; i < attributes.length; ++i) {
    const auto* a = static_cast<const GumboAttribute*>(attributes.data[i]);
    if (!is_plain_name(a->name)) continue;
    out += ' ';
    out += a->name;
    out += "=\"";
    write_text(a->value, out);
    out += '"';
  }
  out += '>';
  // The parser drops one line end after these; without this one the text's own would go.
  const GumboTag tag = element->v.element.tag;
  if (tag == GUMBO_TAG_PRE && children(element).length > 0 && is_text(child(element, 0)) &&
      text(child(element, 0)).starts_with('\n')) {
    out += '\n';
  }
}

void write_end(const GumboNode* element, std::string& out) {
  const auto name = tag_name(element);
  if (is_void(element->v.element.tag) || !is_plain_name(name)) return;
  out += "</";
  out += name;
  out += '>';
}

bool is_blank(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i);
    if (std::string_view(" \t\r\n\f").find(text[i]) != std::string_view::npos) continue;
    if (rest.starts_with("\u00a0")) {
      i += 1;
    } else if (rest.starts_with("\u200b") || rest.starts_with("\u200c") ||
               rest.starts_with("\ufeff")) {
      i += 2;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace mg::mime::html
