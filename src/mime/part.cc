#include "mime/part.h"

#include "base/ascii.h"
#include "mime/charset.h"
#include "mime/email.h"
#include "mime/transfer.h"

namespace mg::mime {
namespace {

constexpr std::size_t boundary_max = 10'000;  // RFC 2046 says 70.
constexpr int part_headers_max = 100;         // Of each part within the message.

std::string unix_lines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      out += text[i];
    } else if (i + 1 >= text.size() || text[i + 1] != '\n') {
      out += '\n';
    }
  }
  return out;
}

enum class Mark { none, open, close };

Mark mark_of(std::string_view line, std::string_view boundary) {
  if (!line.starts_with("--") || !line.substr(2).starts_with(boundary)) return Mark::none;
  // RFC 2046: what follows on the line does not matter. A longer boundary is another one, though.
  std::string_view tail = line.substr(2 + boundary.size());
  const bool close = tail.starts_with("--");
  if (close) tail.remove_prefix(2);
  if (!tail.empty() && !ascii::is_space(tail[0])) return Mark::none;
  return close ? Mark::close : Mark::open;
}

// The next line that begins with "--", or the end.
std::size_t next_dashes(std::string_view body, std::size_t from) {
  if (from == 0 && body.starts_with("--")) return 0;
  const std::size_t at = body.find("\n--", from == 0 ? 0 : from - 1);
  return at == std::string_view::npos ? body.size() : at + 1;
}

std::string_view line_at(std::string_view body, std::size_t at) {
  std::string_view rest = body.substr(at);
  return ascii::take_line(rest);
}

// The line end before a boundary belongs to the boundary.
std::string_view without_last_break(std::string_view body) {
  if (body.ends_with('\n')) body.remove_suffix(1);
  if (body.ends_with('\r')) body.remove_suffix(1);
  return body;
}

class PartReader {
 public:
  PartReader(Arena& arena, Reasons& oddities) : arena_(arena), oddities_(oddities) {}

  Part read(std::string_view raw, int depth, bool in_digest) {
    Part part;
    const int fields = depth == 0 ? headers_max : part_headers_max;
    part.header = take_header(raw, static_cast<std::size_t>(fields), oddities_);
    part.type = parse_parameters(part.header.first("Content-Type"));
    part.disposition = parse_parameters(part.header.first("Content-Disposition"));
    part.body = raw;
    if (part.type.value.empty() && in_digest) part.type.value = "message/rfc822";
    const std::string_view encoding = part.header.first("Content-Transfer-Encoding");
    if (!is_known_transfer(encoding)) add_reason(oddities_, Why::transfer_unknown, encoding);
    const bool message = part.is("message/rfc822") || part.is("message/global");
    if (!message && !part.is_multipart()) return part;
    if (depth >= part_depth_max) {
      add_reason(oddities_, Why::parts_deep, std::to_string(part_depth_max));
      return part;
    }
    if (message) {
      part.children.push_back(read(open(part), depth + 1, false));
    } else {
      split(part, depth);
    }
    return part;
  }

 private:
  // RFC 2046 forbids to encode composite parts, and programs do it.
  std::string_view open(const Part& part) {
    const std::string_view encoding = part.header.first("Content-Transfer-Encoding");
    if (!ascii::starts_with(encoding, "base64") &&
        !ascii::starts_with(encoding, "quoted-printable")) {
      return part.body;
    }
    std::string_view peek = part.body;
    if (looks_like_field(ascii::take_line(peek))) return part.body;  // The label lies.
    return arena_.emplace_back(decode_transfer(part.body, encoding));
  }

  void split(Part& part, int depth) {
    std::string boundary(part.type.get("boundary").substr(0, boundary_max));
    std::string_view body = part.body;
    // No boundary ends with a blank (RFC 2046), unless its lines do.
    if (boundary.ends_with(' ') && !has_mark(body, boundary)) {
      boundary = std::string(ascii::trim(boundary));
    }
    if (!has_mark(body, boundary)) {
      body = open(part);
      if (!has_mark(body, boundary)) {
        const std::string named = std::move(boundary);
        boundary = guess_boundary(body);
        const bool found = !boundary.empty();
        add_reason(oddities_, found ? Why::boundary_guessed : Why::boundary_missing,
                   found ? boundary : named);
        if (!found) {
          part.type.value = "text/plain";
          return;
        }
      }
    }
    const bool digest = part.is("multipart/digest");
    std::size_t start = std::string_view::npos;
    bool closed = false;
    for (std::size_t at = next_dashes(body, 0); at < body.size(); at = next_dashes(body, at + 2)) {
      const std::string_view line = line_at(body, at);
      const Mark mark = mark_of(line, boundary);
      if (mark == Mark::none) continue;
      if (start != std::string_view::npos &&
          !add(part, body.substr(start, at - start), depth, digest)) {
        return;
      }
      closed = mark == Mark::close;
      const std::size_t end = body.find('\n', at);
      start = closed || end == std::string_view::npos ? std::string_view::npos : end + 1;
    }
    if (start != std::string_view::npos && !closed) {
      add_reason(oddities_, Why::boundary_open, boundary);
      add(part, body.substr(start), depth, digest);
    }
  }

  bool add(Part& part, std::string_view raw, int depth, bool digest) {
    if (++parts_ > parts_max) {
      add_reason(oddities_, Why::parts_many, std::to_string(parts_max));
      return false;
    }
    part.children.push_back(read(without_last_break(raw), depth + 1, digest));
    return true;
  }

  static bool has_mark(std::string_view body, std::string_view boundary) {
    if (boundary.empty()) return false;
    for (std::size_t at = next_dashes(body, 0); at < body.size(); at = next_dashes(body, at + 2)) {
      if (mark_of(line_at(body, at), boundary) != Mark::none) return true;
    }
    return false;
  }

  // The boundary parameter is lost or wrong: the first line of dashes and more, if part headers
  // follow it.
  static std::string guess_boundary(std::string_view body) {
    for (std::size_t at = next_dashes(body, 0); at < body.size(); at = next_dashes(body, at + 2)) {
      const std::string_view line = ascii::trim(line_at(body, at));
      std::string_view rest = body.substr(at);
      ascii::take_line(rest);
      const std::string_view next = ascii::take_line(rest);
      if (line.size() > 4 && line.size() < boundary_max && ascii::starts_with(next, "content-")) {
        return std::string(line.substr(2));
      }
    }
    return {};
  }

  Arena& arena_;
  Reasons& oddities_;
  int parts_ = 0;
};

}  // namespace

std::string Part::decoded() const {
  return decode_transfer(body, header.first("Content-Transfer-Encoding"));
}

std::string Part::text(Reasons& oddities) const {
  const std::string bytes = decoded();
  std::string label(type.get("charset"));
  if (label.empty() && is("text/html") && !is_utf8(bytes)) {
    label = charset_in_html(bytes);
    if (!label.empty()) add_reason(oddities, Why::charset_in_html, label);
  }
  Decoded read = decode_charset(bytes, label);
  if (read.reason) add_reason(oddities, read.reason->why, read.reason->value);
  std::string out = unix_lines(read.text);
  if (is("text/plain") && ascii::equals(type.get("format"), "flowed")) {
    out = unflow(out, ascii::equals(type.get("delsp"), "yes"));
  }
  return out;
}

Part read_parts(std::string_view raw, Arena& arena, Reasons& oddities) {
  return PartReader(arena, oddities).read(raw, 0, false);
}

}  // namespace mg::mime
