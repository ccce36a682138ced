#include "channels/email/lmtp_syntax.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace mg::channels::email {
namespace {

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
bool is_high(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return upper(c) >= 'A' && upper(c) <= 'Z';
}

// RFC 5322 atext, and UTF-8 octets (RFC 6531).
bool is_atext(char c) {
  return is_letter(c) || is_digit(c) || is_high(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Where the local part ends, or npos. A quoted one may hold '@', '>' and spaces.
std::size_t local_end(std::string_view text) {
  if (text.empty()) return std::string_view::npos;
  if (text.front() != '"') {
    const auto end =
        std::find_if_not(text.begin(), text.end(), [](char c) { return is_atext(c) || c == '.'; });
    return static_cast<std::size_t>(end - text.begin());
  }
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

bool is_local(std::string_view local) {
  if (local.empty() || local.size() > local_octets_max) return false;
  if (local.front() == '"') {
    return std::ranges::all_of(local, [](char c) { return is_high(c) || (c >= ' ' && c != 0x7f); });
  }
  return local.front() != '.' && local.back() != '.' && local.find("..") == std::string_view::npos;
}

bool is_domain(std::string_view domain) {
  if (domain.empty() || domain.size() > domain_octets_max) return false;
  if (domain.front() == '[') {
    return domain.size() > 2 && domain.back() == ']' &&
           std::all_of(domain.begin() + 1, domain.end() - 1,
                       [](char c) { return c > ' ' && c < 0x7f && c != '[' && c != ']'; });
  }
  char previous = '.';
  for (char c : domain) {
    const bool label = is_letter(c) || is_digit(c) || is_high(c) || c == '_';
    if (!label && c != '-' && c != '.') return false;
    if ((c == '.' || c == '-') && previous == '.') return false;
    if (c == '.' && previous == '-') return false;
    previous = c;
  }
  return previous != '.' && previous != '-';
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return upper(x) == upper(y); });
}

Command read_command(std::string_view line) {
  static constexpr std::array<std::pair<std::string_view, Verb>, 12> verbs{{
      {"MAIL", Verb::mail},
      {"RCPT", Verb::rcpt},
      {"DATA", Verb::data},
      {"LHLO", Verb::lhlo},
      {"EHLO", Verb::ehlo},
      {"HELO", Verb::helo},
      {"RSET", Verb::rset},
      {"NOOP", Verb::noop},
      {"QUIT", Verb::quit},
      {"HELP", Verb::help},
      {"VRFY", Verb::vrfy},
      {"EXPN", Verb::expn},
  }};
  Command command;
  command.word = line.substr(0, line.find(' '));
  command.arguments = trim(line.substr(command.word.size()));
  for (const auto& [word, verb] : verbs) {
    if (equal_ignoring_case(command.word, word)) command.verb = verb;
  }
  return command;
}

std::optional<Path> read_path(std::string_view arguments, std::string_view key) {
  if (!equal_ignoring_case(arguments.substr(0, key.size()), key)) return {};
  arguments = trim(arguments.substr(key.size()));
  if (arguments.empty() || arguments.front() != '<') return {};
  arguments.remove_prefix(1);
  if (arguments.starts_with('@')) {  // A source route, to be ignored (RFC 5321 appendix C).
    const auto colon = arguments.find(':');
    if (colon > path_octets_max) return {};  // None at all is npos.
    arguments.remove_prefix(colon + 1);
  }
  std::size_t end = 0;
  if (!arguments.starts_with('>')) {
    end = local_end(arguments);
    if (end == std::string_view::npos) return {};
    end = arguments.find('>', end);
    if (end == std::string_view::npos) return {};
  }
  Path path{arguments.substr(0, end), arguments.substr(end + 1)};
  if (!path.parameters.empty() && path.parameters.front() != ' ') return {};
  path.parameters = trim(path.parameters);
  return path;
}

bool is_ascii(std::string_view text) {
  return std::ranges::none_of(text, is_high);
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t more = lead < 0x80    ? 0
                             : lead < 0xc2  ? 9
                             : lead < 0xe0  ? 1
                             : lead < 0xf0  ? 2
                             : lead <= 0xf4 ? 3
                                            : 9;
    if (more == 9 || more >= text.size() - i) return false;
    for (std::size_t j = 1; j <= more; ++j) {
      if ((static_cast<unsigned char>(text[i + j]) & 0xc0) != 0x80) return false;
    }
    const auto second = more ? static_cast<unsigned char>(text[i + 1]) : 0;
    if (lead == 0xe0 && second < 0xa0) return false;  // Overlong.
    if (lead == 0xed && second > 0x9f) return false;  // Surrogates.
    if (lead == 0xf0 && second < 0x90) return false;  // Overlong.
    if (lead == 0xf4 && second > 0x8f) return false;  // Above U+10FFFF.
    i += more + 1;
  }
  return true;
}

bool is_mailbox(std::string_view address, bool utf8) {
  if (address.size() > path_octets_max) return false;
  if (!is_ascii(address) && !(utf8 && is_utf8(address))) return false;
  const auto end = local_end(address);
  if (end == std::string_view::npos || end >= address.size() || address[end] != '@') return false;
  return is_local(address.substr(0, end)) && is_domain(address.substr(end + 1));
}

MailParametersRead read_mail_parameters(std::string_view text) {
  MailParametersRead read;
  bool body = false;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    text = trim(text.substr(word.size()));
    const auto name = word.substr(0, word.find('='));
    const bool valued = name.size() < word.size();
    const auto value = valued ? word.substr(name.size() + 1) : std::string_view();
    bool good = true;
    if (equal_ignoring_case(name, "SIZE")) {
      std::uint64_t size = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), size);
      // RFC 1870: at most 20 digits; a number beyond 64 bits is as good as the largest.
      const bool huge = error == std::errc::result_out_of_range;
      good = !read.parameters.size && (error == std::errc{} || huge) &&
             end == value.data() + value.size() && value.size() <= 20;
      read.parameters.size = huge ? UINT64_MAX : size;
    } else if (equal_ignoring_case(name, "BODY")) {
      good =
          !body && (equal_ignoring_case(value, "7BIT") || equal_ignoring_case(value, "8BITMIME"));
      body = true;
    } else if (equal_ignoring_case(name, "SMTPUTF8")) {
      good = !valued && !read.parameters.smtputf8;
      read.parameters.smtputf8 = true;
    } else {
      read.error = ParameterError::unknown;
      return read;
    }
    if (!good) {
      read.error = ParameterError::malformed;
      return read;
    }
  }
  return read;
}

std::string printable(std::string_view text, std::size_t chars_max) {
  std::string kept(text.substr(0, chars_max));
  for (char& c : kept) {
    if (c < ' ' || c >= 0x7f) c = '?';
  }
  return kept;
}

}  // namespace mg::channels::email
