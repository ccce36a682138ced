#include "mime/build.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "mime/build_encode.h"
#include "mime/thread_index.h"

namespace mg::mime {
namespace {

constexpr std::size_t name_bytes_max = 500;
constexpr std::size_t id_bytes_max = 900;
constexpr std::size_t headers_extra_max = 50;

std::unexpected<Refusal> bad(std::string detail, std::string pointer) {
  return refuse(RefusalKind::bad_input, "bad_header", std::move(detail), std::move(pointer));
}

using Checked = Result<bool>;

bool is_token(std::string_view name) {
  return !name.empty() && name.size() <= 70 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

// Names that build_email writes itself, or that would change who gets the mail or how it reads.
bool is_reserved(std::string_view name) {
  constexpr std::string_view reserved[] = {"from",
                                           "to",
                                           "cc",
                                           "bcc",
                                           "reply-to",
                                           "sender",
                                           "subject",
                                           "date",
                                           "message-id",
                                           "in-reply-to",
                                           "references",
                                           "thread-index",
                                           "mime-version",
                                           "return-path",
                                           "received",
                                           "auto-submitted",
                                           "list-unsubscribe",
                                           "list-unsubscribe-post",
                                           "x-auto-response-suppress",
                                           "resent-to",
                                           "resent-cc",
                                           "resent-bcc",
                                           "resent-from",
                                           "dkim-signature",
                                           "authentication-results"};
  const auto low = ascii::lower(name);
  return std::ranges::find(reserved, low) != std::end(reserved) || low.starts_with("content-");
}

bool is_id(std::string_view id) {
  return id.size() >= 3 && id.size() <= id_bytes_max && id.find('@') != std::string_view::npos &&
         std::ranges::all_of(id,
                             [](char c) { return c > 0x20 && c < 0x7f && c != '<' && c != '>'; });
}

bool is_media_type(std::string_view type) {
  const auto slash = type.find('/');
  if (slash == std::string_view::npos) return false;
  const auto is_part = [](std::string_view part) {
    return !part.empty() && part.size() <= 120 && std::ranges::all_of(part, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
    });
  };
  return is_part(type.substr(0, slash)) && is_part(type.substr(slash + 1));
}

Checked check_address(const Address& address, const std::string& pointer) {
  if (wire::has_control(address.name) || address.name.size() > name_bytes_max) {
    return bad("A name must not hold line ends or control characters.", pointer + "/name");
  }
  if (!wire::checked_address(address.addr)) {
    return bad(
        "\"" + address.addr.substr(0, 80) + "\" is not an e-mail address that can be written to.",
        pointer + "/addr");
  }
  return true;
}

Checked check_list(const std::vector<Address>& list, const std::string& pointer) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (auto ok = check_address(list[i], pointer + "/" + std::to_string(i)); !ok) return ok;
  }
  return true;
}

Checked check_ids(const Outgoing& mail) {
  if (!is_id(mail.message_id)) return bad("The mail needs a message id of its own.", "/message_id");
  if (wire::has_control(mail.in_reply_to))
    return bad("A message id must not hold line ends.", "/in_reply_to");
  for (std::size_t i = 0; i < mail.references.size(); ++i) {
    if (wire::has_control(mail.references[i])) {
      return bad("A message id must not hold line ends.", "/references/" + std::to_string(i));
    }
  }
  if (!mail.thread_index.empty() && thread_root(mail.thread_index).empty()) {
    return bad("The Thread-Index is malformed.", "/thread_index");
  }
  return true;
}

Checked check_attachments(const Outgoing& mail) {
  for (std::size_t i = 0; i < mail.attachments.size(); ++i) {
    const auto& a = mail.attachments[i];
    const auto pointer = "/attachments/" + std::to_string(i);
    if (wire::has_control(a.name) || a.name.find('\t') != std::string::npos ||
        a.name.size() > name_bytes_max) {
      return bad("A file name must not hold line ends or control characters.", pointer + "/name");
    }
    if (!is_media_type(a.type))
      return bad("The file's type is not a media type.", pointer + "/type");
    if (ascii::lower(a.type).starts_with("multipart/"))
      return bad("A file cannot be multipart.", pointer + "/type");
    const bool id = std::ranges::all_of(
        a.content_id, [](char c) { return c > 0x20 && c < 0x7f && c != '<' && c != '>'; });
    if (!id || a.content_id.size() > id_bytes_max)
      return bad("The content id is malformed.", pointer + "/content_id");
  }
  return true;
}

Checked check_extra(const Outgoing& mail) {
  if (mail.headers.size() > headers_extra_max)
    return bad("There are too many headers.", "/headers");
  for (const auto& [name, value] : mail.headers) {
    if (!is_token(name) || is_reserved(name)) {
      return bad("\"" + name.substr(0, 80) + "\" cannot be set as a header.", "/headers");
    }
    if (wire::has_control(value) || value.size() > outgoing_subject_bytes_max) {
      return bad("The header " + name + " holds line ends, control characters or too much.",
                 "/headers");
    }
  }
  const auto& list = mail.list_unsubscribe;
  if (list.empty()) return true;
  const bool plain = std::ranges::all_of(
      list, [](char c) { return c > 0x20 && c < 0x7f && c != '<' && c != '>' && c != ','; });
  if (!plain || list.size() > id_bytes_max ||
      !(list.starts_with("https://") || list.starts_with("mailto:"))) {
    return bad("The address to unsubscribe at must be https or mailto.", "/list_unsubscribe");
  }
  return true;
}

Checked check(const Outgoing& mail) {
  if (mail.to.empty() && mail.cc.empty())
    return bad("The mail needs at least one recipient.", "/to");
  if (mail.to.size() + mail.cc.size() > outgoing_recipients_max)
    return bad("There are too many recipients.", "/to");
  if (mail.text.empty() && mail.html.empty()) return bad("The mail is empty.", "/text");
  if (wire::has_control(mail.subject))
    return bad("The subject must not hold line ends.", "/subject");
  if (mail.subject.size() > outgoing_subject_bytes_max)
    return bad("The subject is too long.", "/subject");
  if (mail.date < 0 || mail.date > 253402300799) return bad("The date is out of range.", "/date");
  if (auto ok = check_address(mail.from, "/from"); !ok) return ok;
  if (auto ok = check_list(mail.to, "/to"); !ok) return ok;
  if (auto ok = check_list(mail.cc, "/cc"); !ok) return ok;
  if (auto ok = check_list(mail.reply_to, "/reply_to"); !ok) return ok;
  if (auto ok = check_ids(mail); !ok) return ok;
  if (auto ok = check_attachments(mail); !ok) return ok;
  return check_extra(mail);
}

// The first reference names the conversation, the last ones its newest mails: those are kept.
std::string references(const Outgoing& mail) {
  std::vector<std::string_view> ids;
  for (const auto& id : mail.references) {
    if (is_id(id) && std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    if (ids.size() > outgoing_references_max) ids.erase(ids.begin() + 1);
  }
  std::string out;
  for (const auto id : ids) out.append(out.empty() ? "<" : " <").append(id).append(">");
  return out;
}

std::string head(const Outgoing& mail) {
  std::string out = wire::header("Date", wire::date(mail.date));
  out += wire::header("From", wire::mailbox(mail.from));
  if (!mail.reply_to.empty()) out += wire::header("Reply-To", wire::mailbox_list(mail.reply_to));
  if (!mail.to.empty()) out += wire::header("To", wire::mailbox_list(mail.to));
  if (!mail.cc.empty()) out += wire::header("Cc", wire::mailbox_list(mail.cc));
  out += wire::header("Subject", wire::words(mail.subject));
  out += wire::header("Message-ID", "<" + mail.message_id + ">");
  if (is_id(mail.in_reply_to)) out += wire::header("In-Reply-To", "<" + mail.in_reply_to + ">");
  if (const auto ids = references(mail); !ids.empty()) out += wire::header("References", ids);
  // One token, however long: Outlook reads no encoded words here.
  if (!mail.thread_index.empty()) out += wire::header("Thread-Index", mail.thread_index);
  if (mail.automatic) {
    out += wire::header("Auto-Submitted", "auto-replied");
    out += wire::header("X-Auto-Response-Suppress", "All");
  }
  if (!mail.list_unsubscribe.empty()) {
    out += wire::header("List-Unsubscribe", "<" + mail.list_unsubscribe + ">");
    if (mail.list_unsubscribe.starts_with("https://")) {
      out += wire::header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
  }
  for (const auto& [name, value] : mail.headers) out += wire::header(name, wire::words(value));
  return out + "MIME-Version: 1.0\r\n";
}

// What a mail's head may take beyond its body, so that it goes before a large one without a copy.
constexpr std::size_t head_room = 16u << 10;

// A body part: its headers, an empty line, its content; ends with CRLF. A file is encoded only when
// the mail is written: nothing large is held twice.
struct Part {
  std::string text;
  std::string_view file = {};

  std::size_t size() const { return text.size() + wire::base64_body_size(file.size()); }
  void append_to(std::string& out) const {
    out += text;
    wire::append_base64_body(file, out);
  }
};

Part text_part(std::string_view type, std::string_view text) {
  std::string encoding;
  const auto body = wire::text_body(text, encoding);
  return {wire::header("Content-Type", std::string(type) + "; charset=utf-8") +
          wire::header("Content-Transfer-Encoding", encoding) + "\r\n" + body};
}

Part file_part(const OutgoingAttachment& file) {
  // Base64 must not wrap a message (RFC 2046 5.2.1): it goes as a plain file.
  const auto type =
      ascii::lower(file.type).starts_with("message/") ? "application/octet-stream" : file.type;
  std::string out = wire::header(
      "Content-Type", type + (file.name.empty() ? "" : wire::name_parameter("name", file.name)));
  out += wire::header("Content-Transfer-Encoding", "base64");
  const std::string way = file.is_inline ? "inline" : "attachment";
  out += wire::header("Content-Disposition",
                      way + (file.name.empty() ? "" : wire::name_parameter("filename", file.name)));
  if (!file.content_id.empty()) out += wire::header("Content-ID", "<" + file.content_id + ">");
  return {out + "\r\n", file.bytes};
}

// "=_" occurs neither in base64 nor in quoted-printable text, and text is only sent as it is when
// the boundary is not in it.
std::string boundary_for(const std::vector<Part>& parts, std::string_view salt) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto add = [&](std::string_view bytes) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  };
  add(salt);
  for (const Part& part : parts) {
    add(part.text);
    add(part.file);
  }
  for (;; ++hash) {
    std::string boundary = "=_";
    for (int shift = 60; shift >= 0; shift -= 4) boundary += "0123456789abcdef"[hash >> shift & 15];
    const auto in_part = [&](const Part& part) {
      return part.text.find(boundary) != std::string::npos;
    };
    if (std::ranges::none_of(parts, in_part)) return boundary;
  }
}

Part multipart(std::string_view kind, const std::vector<Part>& parts,
               std::string_view parameters = {}) {
  const auto boundary = boundary_for(parts, kind);
  std::string out =
      wire::header("Content-Type", "multipart/" + std::string(kind) + std::string(parameters) +
                                       "; boundary=\"" + boundary + "\"");
  out += "\r\n";
  std::size_t size = out.size() + head_room;
  for (const Part& part : parts) size += part.size() + boundary.size() + 8;
  out.reserve(size);
  for (const Part& part : parts) {
    out.append("--").append(boundary).append("\r\n");
    part.append_to(out);
    out += "\r\n";
  }
  out.append("--").append(boundary).append("--\r\n");
  return {std::move(out)};
}

Part body(const Outgoing& mail) {
  std::vector<Part> related, mixed;
  for (const auto& file : mail.attachments) {
    const bool in_html = file.is_inline && !file.content_id.empty() && !mail.html.empty();
    (in_html ? related : mixed).push_back(file_part(file));
  }
  Part html;
  if (!mail.html.empty()) {
    html = text_part("text/html", mail.html);
    if (!related.empty()) {
      related.insert(related.begin(), std::move(html));
      html = multipart("related", related, "; type=\"text/html\"");
    }
  }
  Part message = mail.text.empty() ? html : text_part("text/plain", mail.text);
  if (!mail.text.empty() && !mail.html.empty()) {
    message = multipart("alternative", {std::move(message), std::move(html)});
  }
  if (mixed.empty()) return message;
  mixed.insert(mixed.begin(), std::move(message));
  return multipart("mixed", mixed);
}

}  // namespace

Result<std::string> build_email(const Outgoing& mail) {
  if (auto ok = check(mail); !ok) return std::unexpected(ok.error());
  std::string bytes = body(mail).text;
  bytes.insert(0, head(mail));
  return bytes;
}

}  // namespace mg::mime
