#include "pages/frame.h"

#include <cstdio>

#include "base/utf8.h"

namespace mg::pages {
namespace {

SafeHtml drawn(std::string_view paths) {
  return SafeHtml(
      "<svg viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-linecap=\"round\" "
      "stroke-linejoin=\"round\" aria-hidden=\"true\">" +
      std::string(paths) + "</svg>");
}

bool is_letter_like(std::string_view character) {
  const char c = character.front();
  return character.size() > 1 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

// A bidi control would turn the letters beside it around.
bool is_bidi_control(std::string_view c) {
  return (c >= "\xE2\x80\x8B" && c <= "\xE2\x80\x8F") ||
         (c >= "\xE2\x80\xAA" && c <= "\xE2\x80\xAE") ||
         (c >= "\xE2\x81\xA6" && c <= "\xE2\x81\xA9");
}

std::string upper(std::string_view character) {
  std::string out(character);
  if (out.size() == 1 && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
  return out;
}

// The only script: it says in which time zone the reader is (assets/case.js).
SafeHtml zone_script(const Frame& frame) {
  return SafeHtml("<script defer src=\"" + escaped(frame.script_url) + "\" data-zone=\"" +
                  escaped(frame.time_zone) + "\"" + (frame.read_by_get ? " data-again" : "") +
                  "></script>");
}

}  // namespace

const SafeHtml& icon(Icon icon) {
  static const SafeHtml check = drawn("<path d=\"M20 6 9 17l-5-5\"/>");
  static const SafeHtml lock = drawn(
      "<circle cx=\"12\" cy=\"16\" r=\"1\"/><rect x=\"3\" y=\"10\" width=\"18\" height=\"12\" "
      "rx=\"2\"/><path d=\"M7 10V7a5 5 0 0 1 10 0v3\"/>");
  return icon == Icon::check ? check : lock;
}

std::string size_words(Language language, std::int64_t bytes) {
  constexpr std::int64_t kilo = 1024, mega = kilo * kilo;
  if (bytes < mega) return std::to_string((bytes + kilo - 1) / kilo) + " KB";
  const std::int64_t tenths = (bytes * 10 + mega / 2) / mega;
  std::string out = std::to_string(tenths / 10);
  if (tenths % 10 != 0) {
    out += words_of(language, Say::decimal_point);
    out += std::to_string(tenths % 10);
  }
  return out + " MB";
}

std::string initials_of(std::string_view name) {
  std::string first, last;
  bool at_word_start = true;
  while (!name.empty()) {
    const std::size_t length = utf8_sequence_length(name);
    if (length == 0) return first;
    const std::string_view character = name.substr(0, length);
    name.remove_prefix(length);
    if (character == " " || character == "-") {
      at_word_start = true;
    } else if (at_word_start && is_letter_like(character) && !is_bidi_control(character)) {
      (first.empty() ? first : last) = upper(character);
      at_word_start = false;
    } else {
      at_word_start = false;
    }
  }
  return first + last;
}

PageWriter::PageWriter(const Frame& frame)
    : frame_(frame), calendar_(frame.language, frame.time_zone, frame.now) {}

SafeHtml PageWriter::say(Say say, std::vector<Fill> fills) const {
  return html_of(frame_.language, {say, std::move(fills)});
}
std::string PageWriter::plain(Say say, std::vector<Fill> fills) const {
  return plain_of(frame_.language, {say, std::move(fills)});
}

void PageWriter::hidden(const HiddenFields& fields) {
  for (const auto& [name, value] : fields) {
    html_.open("input",
               {attribute("type", "hidden"), attribute("name", name), attribute("value", value)});
  }
}

void PageWriter::renew_form(const HiddenFields& fields, const std::string& kept_address,
                            bool bad_address) {
  html_.open("form", {attribute("class", "renew"), attribute("method", "post"),
                      attribute("action", "/c/renew")});
  hidden(fields);
  html_.element("label", {attribute("for", "email")}, say(Say::your_address));
  if (bad_address) {
    html_.element("p", {attribute("class", "wrong"), attribute("id", "email-wrong")},
                  say(Say::bad_address));
  }
  html_.open("input", {attribute("type", "email"), attribute("id", "email"),
                       attribute("name", "email"), attribute("autocomplete", "email"),
                       attribute("maxlength", "254"), attribute("dir", "ltr"), flag("required"),
                       attribute("value", kept_address, !kept_address.empty()),
                       attribute("aria-invalid", "true", bad_address),
                       attribute("aria-describedby", "email-wrong", bad_address)});
  html_.element("button", {attribute("class", "btn go"), attribute("type", "submit")},
                say(Say::mail_new_link));
  html_.close();
}

std::string PageWriter::document(const std::string& title, const SafeHtml& note,
                                 const SafeHtml& footer) {
  const SafeHtml body = html_.take();
  const LanguageFacts& facts = facts_of(frame_.language);
  Html out;
  out.raw(SafeHtml("<!doctype html>\n"));
  out.open("html", {attribute("lang", facts.code), attribute("dir", facts.direction)});
  out.open("head");
  out.open("meta", {attribute("charset", "utf-8")});
  out.open("meta", {attribute("name", "viewport"),
                    attribute("content", "width=device-width,initial-scale=1")});
  out.open("meta", {attribute("name", "color-scheme"), attribute("content", "light dark")});
  out.open("meta", {attribute("name", "robots"), attribute("content", "noindex,nofollow")});
  out.open("meta", {attribute("name", "referrer"), attribute("content", "no-referrer")});
  out.element("title", {}, title + " · " + frame_.workspace_name);
  out.open("link", {attribute("rel", "icon"), attribute("href", "/favicon.svg")});
  out.open("link", {attribute("rel", "stylesheet"), attribute("href", frame_.css_url)});
  if (!frame_.script_url.empty()) out.raw(zone_script(frame_));
  out.close();
  out.open("body");
  out.element("a", {attribute("class", "skip"), attribute("href", "#now")}, say(Say::skip));
  out.open("header", {attribute("class", "wrap bar")});
  out.element("span", {attribute("class", "mark"), attribute("aria-hidden", "true")},
              initials_of(frame_.workspace_name.substr(0, frame_.workspace_name.find(' '))));
  out.open("b").element("bdi", {}, frame_.workspace_name).close();
  if (!note.empty()) {
    out.open("p", {attribute("class", "pv")}).raw(icon(Icon::lock));
    out.element("span", {}, note).close();
  }
  out.close();
  out.open("main", {attribute("id", "now")}).raw(body).close();
  if (!footer.empty()) {
    out.open("footer").element("div", {attribute("class", "wrap")}, footer).close();
  }
  out.close().close();
  return out.take().view();
}

}  // namespace mg::pages
