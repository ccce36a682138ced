#include "net/head_check.h"

#include <algorithm>

#include "base/ascii.h"
#include "net/http.h"

namespace mg::net {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

HeadFault malformed(std::string_view detail) {
  return {400, "malformed_request", detail};
}

std::optional<HeadFault> check_request_line(std::string_view line, bool& is_1_0) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last || !is_token(line.substr(0, first)) ||
      line.substr(first + 1, last - first - 1).find(' ') != std::string_view::npos) {
    return malformed("The request line is malformed.");
  }
  const std::string_view version = line.substr(last + 1);
  is_1_0 = version == "HTTP/1.0";
  if (is_1_0 || version == "HTTP/1.1") return {};
  if (!version.starts_with("HTTP/")) return malformed("The request line is malformed.");
  return HeadFault{505, "version_not_supported", "Only HTTP/1.1 is spoken here."};
}

struct Framing {
  int hosts = 0;
  int lengths = 0;
  int encodings = 0;
};

std::optional<HeadFault> check_field(std::string_view line, Framing& framing) {
  if (line.front() == ' ' || line.front() == '\t') return malformed("A header line is folded.");
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return malformed("A header line is malformed.");
  }
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (ascii::equals(name, "host")) ++framing.hosts;
  if (ascii::equals(name, "content-length")) {
    ++framing.lengths;
    const bool digits = !value.empty() && value.size() <= 15 &&
                        std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return malformed("Content-Length is not a number.");
  }
  if (ascii::equals(name, "transfer-encoding")) {
    ++framing.encodings;
    if (!ascii::equals(value, "chunked"))
      return malformed("Only the transfer coding chunked is known.");
  }
  return {};
}

}  // namespace

bool has_bare_lf(std::string_view bytes) {
  for (std::size_t at = bytes.find('\n'); at != std::string_view::npos;
       at = bytes.find('\n', at + 1)) {
    if (at == 0 || bytes[at - 1] != '\r') return true;
  }
  return false;
}

std::optional<HeadFault> check_head(std::string_view head) {
  bool is_1_0 = false;
  bool is_first = true;
  std::size_t fields = 0;
  Framing framing;
  while (true) {
    const std::size_t end = head.find("\r\n");
    if (end == std::string_view::npos) return malformed("The head does not end.");
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    if (line.empty()) break;
    // This also finds every CR and LF that is not part of a line end.
    if (!is_header_value(line)) return malformed("The head holds control characters.");
    auto fault = is_first ? check_request_line(line, is_1_0) : check_field(line, framing);
    if (fault) return fault;
    if (!is_first && ++fields > header_fields_max) {
      return HeadFault{431, "too_many_headers", "There are too many header fields."};
    }
    is_first = false;
  }
  if (is_first) return malformed("The request line is missing.");
  if (framing.hosts > 1 || (framing.hosts == 0 && !is_1_0)) {
    return malformed("There must be one Host field.");
  }
  if (framing.lengths > 1 || framing.encodings > 1 || framing.lengths + framing.encodings > 1 ||
      (framing.encodings > 0 && is_1_0)) {
    return malformed("The length of the body is stated twice.");
  }
  return {};
}

}  // namespace mg::net
