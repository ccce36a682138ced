#include "mime/body.h"

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "mime/charset.h"
#include "mime/html_text.h"
#include "mime/sanitize.h"
#include "mime/smime.h"

namespace mg::mime {
namespace {

// Nobody reads more; such a "text" is a file.
constexpr std::size_t text_bytes_max = 5u << 20;

struct Body {
  std::string text;
  std::string html;
  bool from_html = false;  // The text was made from the HTML.
};

bool is_blank(std::string_view text) {
  return ascii::trim(text).empty();
}

std::string escaped(std::string_view text) {
  return "<div style=\"white-space:pre-wrap\">" + escape_html(text) + "</div>";
}

// Strings `more` behind `body`, both as text and as HTML if either has any.
void join(Body& body, Body more) {
  if (!body.html.empty() || !more.html.empty()) {
    if (body.html.empty() && !is_blank(body.text)) body.html = escaped(body.text);
    body.html += !more.html.empty()    ? more.html
                 : is_blank(more.text) ? std::string()
                                       : escaped(more.text);
  }
  if (is_blank(body.text)) {
    body.text = std::move(more.text);
    body.from_html = more.from_html;
  } else if (!is_blank(more.text)) {
    if (!body.text.ends_with('\n')) body.text += '\n';
    body.text += more.text;
    body.from_html = body.from_html && more.from_html;
  }
}

struct Known {
  std::string_view type;
  Label label;
  Why why_hidden;
};

constexpr Known known_types[] = {
    {"message/rfc822", Label::message, Why::none},
    {"message/global", Label::message, Why::none},
    {"text/calendar", Label::calendar, Why::none},
    {"application/ics", Label::calendar, Why::none},
    {"text/vcard", Label::contact, Why::none},
    {"text/x-vcard", Label::contact, Why::none},
    {"text/directory", Label::contact, Why::none},
    {"application/pkcs7-signature", Label::smime_signature, Why::hidden_signature},
    {"application/x-pkcs7-signature", Label::smime_signature, Why::hidden_signature},
    {"application/pgp-signature", Label::pgp_signature, Why::hidden_signature},
    {"application/pgp-encrypted", Label::pgp_encrypted, Why::hidden_key},
    {"application/pgp-keys", Label::pgp_key, Why::none},
    {"message/disposition-notification", Label::report, Why::hidden_report},
    {"text/x-amp-html", Label::file, Why::hidden_version},  // Of the HTML, for Gmail's own reader.
    {"message/feedback-report", Label::report, Why::hidden_report},
    {"text/rfc822-headers", Label::report, Why::hidden_returned},
    {"message/rfc822-headers", Label::report, Why::hidden_returned},
    {"message/global-headers", Label::report, Why::hidden_returned}};

class Collector {
 public:
  explicit Collector(Email& email) : email_(email) {}

  Body collect(const Part& part) {
    if (part.is("multipart/alternative")) return alternative(part);
    if (part.is("multipart/related")) return related(part);
    if (part.is_multipart()) return mixed(part);
    return leaf(part);
  }

 private:
  Body alternative(const Part& part) {
    Body best;
    for (const Part& child : part.children) {
      Body body = collect(child);
      // Two plain versions that differ are two texts, whatever the container says.
      if (!best.from_html && !body.from_html && body.html.empty() && !is_blank(best.text) &&
          !is_blank(body.text) && ascii::squeeze(best.text) != ascii::squeeze(body.text)) {
        join(best, std::move(body));
        continue;
      }
      if (!body.html.empty()) best.html = std::move(body.html);
      const bool better = is_blank(best.text) || (best.from_html && !body.from_html);
      if (!is_blank(body.text) && better) {
        best.text = std::move(body.text);
        best.from_html = body.from_html;
      }
    }
    return best;
  }

  Body related(const Part& part) {
    std::size_t root = 0;
    const std::string start = bare_id(part.type.get("start"));
    for (std::size_t i = 0; i < part.children.size() && !start.empty(); ++i) {
      if (bare_id(part.children[i].header.first("Content-ID")) == start) root = i;
    }
    Body body;
    for (std::size_t i = 0; i < part.children.size(); ++i) {
      const Part& child = part.children[i];
      const bool addressed = child.header.has("Content-ID") || child.header.has("Content-Location");
      if (i != root && addressed && !child.is_multipart()) {
        attach(child, true);
      } else {
        join(body, collect(child));
      }
    }
    return body;
  }

  Body mixed(const Part& part) {
    const bool outer_report = in_report_;
    if (part.is("multipart/report")) {
      in_report_ = !ascii::equals(part.type.get("report-type"), "feedback-report");
    }
    Body body;
    const bool outer_encrypted = in_encrypted_;
    in_encrypted_ = part.is("multipart/encrypted");
    for (const Part& child : part.children) join(body, collect(child));
    in_report_ = outer_report;
    in_encrypted_ = outer_encrypted;
    return body;
  }

  static std::string bare_id(std::string_view value) {
    const auto ids = parse_ids(value);
    return ids.empty() ? std::string() : ids.front();
  }

  // Whether a leaf is part of what one reads, not of what one downloads.
  bool is_shown(const Part& part) const {
    if (part.body.size() > text_bytes_max) return false;
    const std::string& type = part.type.value;
    const bool plain = type.empty() || type == "text/plain" || type == "text/html" ||
                       type == "text" || type == "text/enriched" || type == "text/richtext" ||
                       type.find('/') == std::string::npos;
    if (!plain || part.disposition.value == "attachment") return false;
    return given_name(part).empty() || (!seen_text_ && part.disposition.value.empty());
  }

  Body leaf(const Part& part) {
    if (part.is("message/delivery-status") || part.is("message/global-delivery-status")) {
      // Not a file: it is read as `bounces`.
      add_reason(email_.oddities, Why::report_read, part.type.value);
      return {};
    }
    if (!is_shown(part)) {
      attach(part, false);
      return {};
    }
    seen_text_ = true;
    Body body;
    if (part.is("text/html")) {
      body.html = part.text(email_.oddities);
      body.text = text_of_html(body.html);
      body.from_html = true;
    } else if (part.is("text/enriched") || part.is("text/richtext")) {
      body.text = text_of_html(part.text(email_.oddities));
      body.from_html = true;
    } else {
      body.text = part.text(email_.oddities);
    }
    if (!given_name(part).empty()) attach(part, false);
    return body;
  }

  void attach(const Part& part, bool in_related) {
    Attachment attachment;
    attachment.type = part.type.value.empty() ? "application/octet-stream" : part.type.value;
    attachment.content_id = clean_utf8(bare_id(part.header.first("Content-ID")));
    attachment.bytes = part.children.empty() ? part.decoded() : std::string(part.body);
    attachment.name = given_name(part);
    attachment.is_inline = in_related || part.disposition.value == "inline";
    classify(part, attachment);
    if (attachment.name.empty()) {
      attachment.generated = true;
      attachment.name = message_name(part);
      if (attachment.name.empty()) attachment.name = generated_name(attachment.type);
    }
    email_.attachments.push_back(std::move(attachment));
  }

  void classify(const Part& part, Attachment& attachment) const {
    const auto known = std::ranges::find(known_types, part.type.value, &Known::type);
    if (known != std::end(known_types)) {
      attachment.label = known->label;
      attachment.why_hidden = known->why_hidden;
    } else if (is_smime(part)) {
      attachment.label = smime_label(attachment.bytes, part.type.get("smime-type"));
    } else if (in_encrypted_ || attachment.bytes.starts_with("-----BEGIN PGP MESSAGE-----")) {
      attachment.label = Label::pgp_encrypted;
    }
    if (in_report_ && attachment.label == Label::message) {
      attachment.why_hidden = Why::hidden_returned;
    }
    attachment.hidden = attachment.why_hidden != Why::none;
  }

  // Gateways send the same as application/octet-stream, under its usual name.
  static bool is_smime(const Part& part) {
    return part.is("application/pkcs7-mime") || part.is("application/x-pkcs7-mime") ||
           ascii::ends_with(given_name(part), ".p7m");
  }

  // An attached message is called after its subject.
  static std::string message_name(const Part& part) {
    if (part.children.empty() || part.is_multipart()) return {};
    std::string name;
    for (const char c : decode_words(part.children.front().header.first("Subject"))) {
      if (static_cast<unsigned char>(c) < 32 || c == '/' || c == '\\' || c == ':') {
        name += ' ';
      } else {
        name += c;
      }
    }
    name = ascii::squeeze(name);
    return name.empty() || name.size() > 200 ? std::string() : name + ".eml";
  }

  Email& email_;
  bool in_report_ = false;
  bool in_encrypted_ = false;
  bool seen_text_ = false;
};

// Outlook sends inline images without saying so; the HTML tells.
void mark_referenced(Email& email) {
  constexpr std::string_view mark = "cid:";
  std::set<std::string_view> shown;  // Gathered once: a mail may have a thousand parts.
  const std::string_view html = email.html;
  for (auto at = html.find(mark); at != std::string_view::npos; at = html.find(mark, at)) {
    const auto begin = at + mark.size();
    at = std::min(html.find_first_of("\"'<>) \t\r\n", begin), html.size());
    shown.insert(html.substr(begin, at - begin));
  }
  for (Attachment& attachment : email.attachments) {
    if (shown.contains(attachment.content_id)) attachment.is_inline = true;
  }
}

}  // namespace

std::string given_name(const Part& part) {
  std::string_view name = part.disposition.get("filename");
  if (name.empty()) name = part.type.get("name");
  if (name.empty()) name = part.type.get("filename");
  if (name.empty()) name = part.disposition.get("name");
  while (name.ends_with('/') || name.ends_with('\\')) name.remove_suffix(1);
  const std::size_t folder = name.find_last_of("/\\");
  if (folder != std::string_view::npos) name.remove_prefix(folder + 1);
  std::string out;
  for (const char c : name.substr(0, 1000)) {
    if (static_cast<unsigned char>(c) >= 32 && c != 127) out += c;
  }
  out = clean_utf8(out);
  return out == "." || out == ".." ? std::string() : std::string(ascii::trim(out));
}

std::string generated_name(std::string_view type) {
  struct Ending {
    std::string_view type, name;
  };
  constexpr Ending endings[] = {{"message/rfc822", "message.eml"},
                                {"message/global", "message.eml"},
                                {"text/calendar", "invite.ics"},
                                {"text/plain", "text.txt"},
                                {"text/html", "text.html"},
                                {"text/csv", "table.csv"},
                                {"text/vcard", "contact.vcf"},
                                {"text/x-vcard", "contact.vcf"},
                                {"image/jpeg", "image.jpg"},
                                {"image/jpg", "image.jpg"},
                                {"image/svg+xml", "image.svg"},
                                {"image/tiff", "image.tif"},
                                {"application/pdf", "document.pdf"},
                                {"application/zip", "archive.zip"},
                                {"application/pgp-signature", "signature.asc"},
                                {"application/pkcs7-signature", "smime.p7s"},
                                {"application/x-pkcs7-signature", "smime.p7s"},
                                {"application/pkcs7-mime", "smime.p7m"},
                                {"application/ms-tnef", "winmail.dat"},
                                {"audio/mpeg", "audio.mp3"},
                                {"message/delivery-status", "delivery-status.txt"},
                                {"message/feedback-report", "feedback-report.txt"},
                                {"message/disposition-notification", "disposition.txt"},
                                {"text/rfc822-headers", "headers.txt"}};
  for (const Ending& ending : endings) {
    if (ending.type == type) return std::string(ending.name);
  }
  const std::size_t slash = type.find('/');
  const std::string_view kind = type.substr(0, slash);
  if ((kind == "image" || kind == "audio" || kind == "video") && slash != std::string_view::npos) {
    std::string name = std::string(kind) + ".";
    for (const char c : type.substr(slash + 1, 10)) {
      if (ascii::is_alnum(c)) name += c;
    }
    return name;
  }
  return kind == "text" ? "text.txt" : "attachment.bin";
}

bool collect_body(const Part& root, Email& email) {
  Body body = Collector(email).collect(root);
  email.text = std::move(body.text);
  email.html = std::move(body.html);
  mark_referenced(email);
  return body.from_html;
}

}  // namespace mg::mime
