#include "channels/email/smtp_reply.h"

#include <algorithm>
#include <charconv>

#include "base/utf8.h"
#include "channels/email/lmtp_syntax.h"
#include "channels/email/smtp_send.h"

namespace mg::channels::email {
namespace {

constexpr std::size_t reply_bytes_max = 4096;  // Of one reply, before it is shortened.

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "5.1.1" at the start of `text`, or "".
std::string_view leading_enhanced(std::string_view text) {
  if (text.size() < 5 || (text[0] != '2' && text[0] != '4' && text[0] != '5')) return {};
  std::size_t at = 1;
  for (int part = 0; part < 2; ++part) {
    if (at >= text.size() || text[at] != '.') return {};
    const std::size_t begin = ++at;
    while (at < text.size() && is_digit(text[at]) && at - begin < 3) ++at;
    if (at == begin) return {};
  }
  if (at < text.size() && text[at] != ' ') return {};
  return text.substr(0, at);
}

std::string_view without_line_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  return line;
}

}  // namespace

void SmtpReplies::take(std::string_view lines) {
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    take_line(without_line_end(lines.substr(0, end)));
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
  }
}

void SmtpReplies::take_line(std::string_view line) {
  const bool coded =
      line.size() >= 3 && is_digit(line[0]) && is_digit(line[1]) && is_digit(line[2]);
  if (!coded) return;
  if (ended_) text_.clear();
  ended_ = line.size() == 3 || line[3] != '-';
  code_ = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  std::string_view words = line.substr(std::min<std::size_t>(4, line.size()));
  if (text_.empty()) {
    text_.assign(line.substr(0, 3));
  } else if (const auto repeated = leading_enhanced(words); !repeated.empty()) {
    words.remove_prefix(std::min(repeated.size() + 1, words.size()));
  }
  if (words.empty() || text_.size() > reply_bytes_max) return;
  text_.append(" ").append(words.substr(0, reply_bytes_max));
}

std::string SmtpReplies::enhanced() const {
  return text_.size() > 4 ? std::string(leading_enhanced(std::string_view(text_).substr(4)))
                          : std::string();
}

std::string SmtpReplies::text() const {
  return one_line(text_);
}

std::optional<std::uint64_t> advertised_size(std::string_view line) {
  line = without_line_end(line);
  if (!line.starts_with("250") || line.size() < 9) return {};
  if (!equal_ignoring_case(line.substr(4, 5), "SIZE ")) return {};
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(line.data() + 9, line.data() + line.size(), size);
  if (error != std::errc{} || size == 0) return {};
  return size;
}

bool offers_utf8(std::string_view line) {
  line = without_line_end(line);
  return line.starts_with("250") && line.size() == 12 &&
         equal_ignoring_case(line.substr(4), "SMTPUTF8");
}

std::string one_line(std::string_view text) {
  const bool utf8 = is_utf8(text);
  std::string line;
  for (char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    line.push_back(octet < ' ' || octet == 0x7f ? ' ' : octet >= 0x80 && !utf8 ? '?' : c);
  }
  return std::string(utf8_cut(line, answer_bytes_max));
}

}  // namespace mg::channels::email
