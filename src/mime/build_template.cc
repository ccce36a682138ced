#include <algorithm>

#include "mime/build.h"
#include "mime/html_text.h"
#include "mime/linkify.h"
#include "mime/sanitize.h"

namespace mg::mime {
namespace {

constexpr std::string_view font =
    "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;";

bool is_right_to_left(std::string_view language) {
  const auto base = language.substr(0, language.find('-'));
  for (const std::string_view rtl : {"ar", "he", "fa", "ur", "ps", "sd", "yi", "dv", "ckb", "ug"}) {
    if (base == rtl) return true;
  }
  return false;
}

std::string language_tag(std::string_view language) {
  const bool plain =
      !language.empty() && language.size() <= 35 && std::ranges::all_of(language, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
      });
  return plain ? std::string(language) : "en";
}

// Paragraphs are apart by blank lines; single line ends stay line ends.
std::string paragraphs(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    while (text.starts_with('\n') || text.starts_with('\r')) text.remove_prefix(1);
    auto end = std::min({text.find("\n\n"), text.find("\r\n\r\n"), text.size()});
    if (end > 0)
      out += "<p style=\"margin:0 0 16px 0;\">" + linkify(text.substr(0, end)) + "</p>\n";
    text.remove_prefix(end);
  }
  return out;
}

std::string button(const std::string& url, std::string_view label) {
  // A table cell with a colour is the one button that Outlook draws as one.
  return "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
         "style=\"margin:8px 0 20px 0;\">"
         "<tr><td class=\"mg-button\" bgcolor=\"#1f5fbf\" "
         "style=\"background-color:#1f5fbf;border-radius:6px;\">"
         "<a href=\"" +
         escape_html(url) +
         "\" style=\"display:inline-block;padding:12px 20px;color:#ffffff;text-decoration:none;" +
         std::string(font) + "font-size:16px;font-weight:600;line-height:20px;\">" +
         escape_html(label) + "</a></td></tr></table>\n";
}

std::string html_head(const MailContent& content, std::string_view direction) {
  const auto lang = language_tag(content.language);
  std::string out = "<!DOCTYPE html>\n<html lang=\"" + lang + "\" dir=\"" + std::string(direction) +
                    "\">\n<head>\n";
  out +=
      "<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
      "<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no\">\n"
      "<title></title>\n<style>\n:root { color-scheme: light dark; }\n"
      "@media (prefers-color-scheme: dark) {\n"
      "  .mg-page { background-color: #16181d !important; }\n"
      "  .mg-card { background-color: #1f2229 !important; color: #e8eaee !important; }\n"
      "  .mg-promise { background-color: #263247 !important; color: #e8eaee !important; }\n"
      "  .mg-small { color: #a2a8b4 !important; }\n"
      "  .mg-card a { color: #8db8ff; }\n"
      "  .mg-button, .mg-button a { background-color: #2f6fd6 !important; color: #ffffff "
      "!important; }\n"
      "}\n"
      "@media (max-width: 480px) { .mg-card { padding: 20px 16px !important; } }\n"
      "</style>\n</head>\n";
  return out;
}

// What an agent wrote, safe for the customer (row X10), with pictures from elsewhere as they are in
// any mail. One of the mail itself stays where the mail has it.
std::string own_html(const MailContent& content) {
  return sanitize_outgoing_html(content.body_html, [&](std::string_view cid) {
    const bool has = std::ranges::find(content.content_ids, cid) != content.content_ids.end();
    return has ? "cid:" + std::string(cid) : std::string();
  });
}

std::string hidden(std::string_view text) {
  return "<div style=\"display:none;max-height:0;overflow:hidden;mso-hide:all;\">" +
         escape_html(text) + "</div>\n";
}

std::string html_body(const MailContent& content, std::string_view direction,
                      const std::string& link) {
  const std::string align = direction == "rtl" ? "right" : "left";
  std::string out =
      "<body class=\"mg-page\" style=\"margin:0;padding:0;background-color:#f3f4f6;\">\n";
  if (!content.preheader.empty()) out += hidden(content.preheader);
  out +=
      "<table role=\"presentation\" class=\"mg-page\" width=\"100%\" cellpadding=\"0\" "
      "cellspacing=\"0\" border=\"0\" "
      "bgcolor=\"#f3f4f6\" style=\"background-color:#f3f4f6;\">\n<tr><td align=\"center\" "
      "style=\"padding:24px 8px;\">\n"
      "<table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
      "style=\"width:100%;max-width:600px;\">\n"
      "<tr><td class=\"mg-card\" align=\"" +
      align +
      "\" bgcolor=\"#ffffff\" style=\"background-color:#ffffff;"
      "border-radius:8px;padding:28px 32px;color:#1c1f26;" +
      std::string(font) + "font-size:16px;line-height:24px;\">\n";
  out += content.body_html.empty() ? paragraphs(content.body) : own_html(content) + "\n";
  if (!content.promise.empty()) {
    const std::string edge = direction == "rtl" ? "border-right" : "border-left";
    out +=
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" "
        "border=\"0\" "
        "style=\"margin:8px 0 20px 0;\"><tr><td class=\"mg-promise\" bgcolor=\"#eef3fb\" "
        "style=\"background-color:#eef3fb;"
        "color:#1c1f26;" +
        edge + ":4px solid #1f5fbf;padding:12px 16px;" + std::string(font) +
        "font-size:16px;line-height:24px;\"><strong>" + escape_html(content.promise) +
        "</strong></td></tr></table>\n";
  }
  if (!link.empty()) out += button(link, content.link_label.empty() ? link : content.link_label);
  if (!content.sender_name.empty())
    out += "<p style=\"margin:0;\">" + escape_html(content.sender_name) + "</p>\n";
  // Below the words, or previews would show it.
  if (!content.marker.empty()) out += hidden(content.marker);
  out += "</td></tr>\n";
  if (!content.footer.empty()) {
    out += "<tr><td class=\"mg-small\" align=\"" + align +
           "\" style=\"padding:16px 32px;color:#5c6370;" + std::string(font) +
           "font-size:13px;line-height:20px;\">" + linkify(content.footer) + "</td></tr>\n";
  }
  return out + "</table>\n</td></tr></table>\n</body>\n</html>\n";
}

void add_paragraph(std::string& out, std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  if (text.empty()) return;
  if (!out.empty()) out += "\n\n";
  out += text;
}

}  // namespace

MailBody mail_html(const MailContent& content) {
  const auto link = safe_link(content.link_url);
  const bool web = link.starts_with("http");
  const std::string_view direction = is_right_to_left(content.language) ? "rtl" : "ltr";
  MailBody mail;
  mail.html = html_head(content, direction) + html_body(content, direction, web ? link : "");
  add_paragraph(mail.text, content.body.empty() ? text_of_html(content.body_html) : content.body);
  add_paragraph(mail.text, content.promise);
  if (web)
    add_paragraph(mail.text, content.link_label.empty() ? link : content.link_label + ":\n" + link);
  add_paragraph(mail.text, content.sender_name);
  // "-- " starts what mail programs fold as a signature (RFC 3676 4.3).
  if (!content.footer.empty()) add_paragraph(mail.text, "-- \n" + content.footer);
  mail.text += '\n';
  return mail;
}

}  // namespace mg::mime
