#include "mime/authentication.h"

#include <algorithm>

#include "base/ascii.h"

namespace mg::mime {
namespace {

// Takes comments out (they nest) and, outside of quotes, the blanks around "=".
std::string plain(std::string_view value) {
  std::string out;
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '\\' && (quoted || depth > 0) && i + 1 < value.size()) {
      if (depth == 0) out.append(value.substr(i, 2));
      ++i;
    } else if (c == '"' && depth == 0) {
      quoted = !quoted;
      out += c;
    } else if (!quoted && c == '(') {
      ++depth;
    } else if (!quoted && c == ')' && depth > 0) {
      --depth;
    } else if (depth == 0) {
      if (!quoted && c == '=') {
        while (out.ends_with(' ')) out.pop_back();
      }
      if (quoted || c != ' ' || !out.ends_with('=')) out += c;
    }
  }
  return out;
}

// Takes what stands before the next of `ends` (outside of quotes) off the front, quotes removed.
std::string take(std::string_view& rest, std::string_view ends) {
  std::string out;
  bool quoted = false;
  std::size_t i = 0;
  for (; i < rest.size(); ++i) {
    if (rest[i] == '\\' && quoted && i + 1 < rest.size()) {
      out += rest[++i];
    } else if (rest[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && ends.find(rest[i]) != std::string_view::npos) {
      break;
    } else {
      out += rest[i];
    }
  }
  rest.remove_prefix(std::min(i + 1, rest.size()));
  return out;
}

// The same with the quotes left in, for a part that is looked at once more.
std::string_view take_part(std::string_view& rest) {
  bool quoted = false;
  std::size_t i = 0;
  for (; i < rest.size() && (quoted || rest[i] != ';'); ++i) {
    if (rest[i] == '\\' && quoted) {
      ++i;
    } else if (rest[i] == '"') {
      quoted = !quoted;
    }
  }
  const std::string_view part = rest.substr(0, i);
  rest.remove_prefix(std::min(i + 1, rest.size()));
  return ascii::trim(part);
}

// "dkim/1=pass header.d=x.test reason=..." into its words.
void read_result(std::string_view part, const std::string& server,
                 std::vector<Authentication>& out) {
  const std::string first = take(part, " ");
  const auto equals = first.find('=');
  if (equals == std::string::npos || equals == 0) return;
  Authentication found;
  found.server = server;
  found.method = ascii::lower(reason_value(first.substr(0, std::min(first.find('/'), equals))));
  found.result = ascii::lower(reason_value(first.substr(equals + 1)));
  std::string about;
  while (!part.empty()) {
    const std::string word = take(part, " ");
    if (!word.empty()) about += (about.empty() ? "" : " ") + word;
  }
  found.about = reason_value(about);
  out.push_back(std::move(found));
}

void read_field(std::string_view value, std::vector<Authentication>& out) {
  const std::string text = plain(value);
  std::string_view rest = text;
  std::string server;
  for (bool is_first = true; !rest.empty(); is_first = false) {
    if (out.size() >= authentication_results_max) return;
    std::string_view part = take_part(rest);
    // Some servers leave their own name out.
    if (is_first && part.substr(0, part.find(' ')).find('=') == std::string_view::npos) {
      server = reason_value(take(part, " "));
    } else {
      read_result(part, server, out);
    }
  }
}

}  // namespace

std::vector<Authentication> read_authentication(const Email& email) {
  std::vector<Authentication> out;
  std::size_t fields = 0;
  for (const auto& [name, value] : email.headers) {
    if (!ascii::equals(name, "Authentication-Results")) continue;
    if (++fields > authentication_fields_max) break;
    read_field(value, out);
  }
  return out;
}

bool is_disowned(const Email& email) {
  const auto results = read_authentication(email);
  return std::ranges::any_of(results, [&](const Authentication& one) {
    return ascii::equals(one.server, results.front().server) && one.method == "dmarc" &&
           one.result == "fail";
  });
}

std::vector<std::string> read_spam_marks(const Email& email) {
  constexpr std::string_view names[] = {"X-Spam-Flag", "X-Spam-Status", "X-Spam"};
  std::vector<std::string> marks;
  for (const auto& [name, value] : email.headers) {
    const bool is_mark =
        std::ranges::any_of(names, [&](std::string_view n) { return ascii::equals(name, n); });
    const std::string_view word = ascii::trim(value);
    if (!is_mark || !ascii::equals(word.substr(0, word.find_first_of(" ,;\t")), "yes")) continue;
    if (marks.size() < spam_marks_max) marks.push_back(reason_value(name + ": " + value));
  }
  return marks;
}

}  // namespace mg::mime
