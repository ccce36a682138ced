#include "mime/smime.h"

#include <optional>

#include "base/ascii.h"
#include "mime/body.h"
#include "mime/part.h"

namespace mg::mime {
namespace {

constexpr int ber_depth_max = 30;

namespace tag {
constexpr unsigned octets = 0x04, octets_in_parts = 0x24, oid = 0x06, sequence = 0x30;
constexpr unsigned explicit_0 = 0xA0;
}  // namespace tag

constexpr std::string_view signed_data("\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02", 9);
constexpr std::string_view enveloped_data("\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03", 9);
constexpr std::string_view compressed_data("\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01\x09", 11);

struct Element {
  unsigned tag = 0;
  std::string_view content;
};

// Takes an element of the Basic Encoding Rules (X.690) off the front of `rest`; lengths may be
// indefinite, as programs write them that sign while they send.
std::optional<Element> take(std::string_view& rest, int depth = 0) {
  if (rest.size() < 2 || depth > ber_depth_max) return {};
  Element out;
  out.tag = static_cast<unsigned char>(rest[0]);
  if ((out.tag & 0x1F) == 0x1F) return {};  // No tag of CMS is that large.
  std::size_t length = static_cast<unsigned char>(rest[1]);
  rest.remove_prefix(2);
  if (length == 0x80) {
    std::string_view inner = rest;
    while (!inner.starts_with(std::string_view("\0\0", 2))) {
      if (!take(inner, depth + 1)) return {};
    }
    out.content = rest.substr(0, rest.size() - inner.size());
    rest = inner.substr(2);
    return out;
  }
  if (length > 0x80) {
    std::size_t bytes = length & 0x7F;
    if (bytes > 4 || bytes > rest.size()) return {};
    for (length = 0; bytes > 0; --bytes) {
      length = length << 8 | static_cast<unsigned char>(rest[0]);
      rest.remove_prefix(1);
    }
  }
  if (length > rest.size()) return {};
  out.content = rest.substr(0, length);
  rest.remove_prefix(length);
  return out;
}

// The content of the next element, which must have this tag.
std::optional<std::string_view> take_tagged(std::string_view& rest, unsigned wanted) {
  const auto element = take(rest);
  if (!element || element->tag != wanted) return {};
  return element->content;
}

// ContentInfo: the type, and what stands below its [0].
struct Content {
  std::string_view type, below;
};

std::optional<Content> content_info(std::string_view bytes) {
  const auto whole = take_tagged(bytes, tag::sequence);
  if (!whole) return {};
  std::string_view rest = *whole;
  const auto type = take_tagged(rest, tag::oid);
  const auto below = take_tagged(rest, tag::explicit_0);
  if (!type) return {};
  return Content{*type, below.value_or(std::string_view{})};
}

// An octet string, whole or in parts.
std::string octets_of(std::string_view bytes) {
  std::string out;
  const auto element = take(bytes);
  if (!element) return out;
  if (element->tag == tag::octets) return std::string(element->content);
  if (element->tag != tag::octets_in_parts) return out;
  std::string_view rest = element->content;
  while (const auto piece = take_tagged(rest, tag::octets)) out += *piece;
  return out;
}

bool adopt(Email& email, std::string_view name, std::string_view content) {
  Arena arena;
  const Part root = read_parts(content, arena, email.oddities);
  Email inner;
  const bool from_html = collect_body(root, inner);
  email.text = std::move(inner.text);
  email.html = std::move(inner.html);
  for (const Reason& reason : inner.oddities) add_reason(email.oddities, reason.why, reason.value);
  for (Attachment& file : inner.attachments) email.attachments.push_back(std::move(file));
  add_reason(email.oddities, Why::smime_opened, name);
  return from_html;
}

}  // namespace

Label smime_label(std::string_view bytes, std::string_view said) {
  const auto info = content_info(bytes);
  const std::string_view type = info ? info->type : std::string_view{};
  if (type == signed_data) return Label::smime_signed;
  if (type == enveloped_data) return Label::smime_encrypted;
  if (type == compressed_data) return Label::file;
  return ascii::starts_with(said, "signed") ? Label::smime_signed : Label::smime_encrypted;
}

std::string signed_content(std::string_view bytes) {
  const auto info = content_info(bytes);
  if (!info || info->type != signed_data) return {};
  std::string_view rest = info->below;
  const auto data = take_tagged(rest, tag::sequence);
  if (!data) return {};
  rest = *data;
  take(rest);  // The version.
  take(rest);  // The digests.
  const auto inner = content_info(rest);
  return inner ? octets_of(inner->below) : std::string();
}

bool open_smime(Email& email) {
  if (!ascii::trim(email.text).empty() || !ascii::trim(email.html).empty()) return false;
  for (const Attachment& part : email.attachments) {
    if (part.label != Label::smime_signed) continue;
    const std::string content = signed_content(part.bytes);
    if (content.empty()) continue;
    const std::string name = part.name;  // Its place moves when more are added.
    return adopt(email, name, content);
  }
  return false;
}

}  // namespace mg::mime
