#include "base/mailbox.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "base/invisible.h"
#include "base/network.h"
#include "base/utf8.h"

namespace mg {
namespace {

constexpr std::size_t mailbox_octets_max = 254;  // RFC 5321 4.5.3.1.3, without the brackets.
constexpr std::size_t local_octets_max = 64;
constexpr std::size_t domain_octets_max = 253;

bool is_high(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// What may stand in a local part without quotes: RFC 5322 atext, and octets of UTF-8 (RFC 6531).
bool is_atext(char c) {
  return is_letter_or_digit(c) || is_high(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

// Also blanks that are not ASCII.
bool has_invisible(std::string_view text) {
  constexpr std::array<std::string_view, 4> blanks{"\u00a0", "\u202f", "\u205f", "\u3000"};
  for (; !text.empty(); text.remove_prefix(1)) {
    const auto begins = [&](std::string_view blank) { return text.starts_with(blank); };
    if (invisible_bytes(text) > 0 || std::ranges::any_of(blanks, begins)) return true;
  }
  return false;
}

bool is_literal(std::string_view domain) {
  if (!domain.starts_with('[') || !domain.ends_with(']')) return false;
  domain = domain.substr(1, domain.size() - 2);
  constexpr std::string_view tag = "IPv6:";
  const bool v6 = domain.starts_with(tag);
  if (v6) domain.remove_prefix(tag.size());
  return is_ip_address(domain) && (domain.find(':') != std::string_view::npos) == v6;
}

bool is_local(std::string_view local, Dots dots) {
  if (local.empty() || local.size() > local_octets_max) return false;
  if (!std::ranges::all_of(local, [](char c) { return is_atext(c) || c == '.'; })) return false;
  return dots == Dots::anywhere || (local.front() != '.' && local.back() != '.' &&
                                    local.find("..") == std::string_view::npos);
}

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    return host.ends_with(']') && is_ip_address(host.substr(1, host.size() - 2)) &&
           host.find(':') != std::string_view::npos;
  }
  return is_mail_domain(host) && std::ranges::none_of(host, is_high);
}

}  // namespace

bool is_mail_domain(std::string_view domain) {
  if (domain.empty() || domain.size() > domain_octets_max) return false;
  if (domain.front() == '[') return is_literal(domain);
  char previous = '.';
  std::size_t label = 0;
  for (const char c : domain) {
    if (!is_letter_or_digit(c) && !is_high(c) && c != '_' && c != '-' && c != '.') return false;
    if ((c == '.' || c == '-') && previous == '.') return false;
    if (c == '.' && previous == '-') return false;
    label = c == '.' ? 0 : label + 1;
    constexpr std::size_t label_octets_max = 63;
    if (label > label_octets_max && !is_high(c)) return false;
    previous = c;
  }
  return previous != '.' && previous != '-';
}

std::optional<std::string> plain_mailbox(std::string_view typed, Dots dots) {
  const std::string_view text = trimmed(typed);
  if (text.size() > mailbox_octets_max || !is_utf8(text) || has_invisible(text)) return {};
  const auto at = text.find('@');
  if (at == std::string_view::npos || !is_local(text.substr(0, at), dots)) return {};
  if (!is_mail_domain(text.substr(at + 1))) return {};
  return std::string(text);
}

std::optional<SmtpUrl> read_smtp_url(std::string_view url) {
  constexpr std::string_view mark = "://";
  const auto colon = url.find(mark);
  if (colon == std::string_view::npos) return {};
  SmtpUrl read{ascii::lower(url.substr(0, colon)), {}, 0};
  constexpr std::array<std::string_view, 3> schemes{"smtp", "smtp+starttls", "smtps"};
  if (std::ranges::find(schemes, read.scheme) == schemes.end()) return {};
  std::string_view rest = url.substr(colon + mark.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  const auto bracket = rest.starts_with('[') ? rest.find(']') : 0;
  if (bracket == std::string_view::npos) return {};
  const auto before_port = rest.find(':', bracket);
  read.host = rest.substr(0, before_port);
  if (!is_host(read.host)) return {};
  if (before_port == std::string_view::npos) return read;
  const auto digits = rest.substr(before_port + 1);
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), read.port);
  if (error != std::errc{} || end != digits.data() + digits.size()) return {};
  if (read.port < 1 || read.port > 65535) return {};
  return read;
}

std::string without_user(std::string_view url) {
  const auto at = url.rfind('@');
  const auto mark = url.find("://");
  if (at == std::string_view::npos || mark == std::string_view::npos || at < mark) {
    return std::string(url);
  }
  return std::string(url.substr(0, mark + 3)) + std::string(url.substr(at + 1));
}

}  // namespace mg
