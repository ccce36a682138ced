#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "rules/conversation/receive.h"

namespace mg::rules {
namespace {

constexpr std::size_t prefix_bytes_max = 14;
constexpr std::size_t word_bytes_min = 3;
constexpr std::size_t subject_bytes_max = 1000;

// Also bytes of letters beyond ASCII.
bool is_word_byte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80;
}

// In lower case (ASCII), without "Re:", "AW:", "Fwd:", "RE[2]:" and their kin in any language: what
// stands before a colon and is one short word.
std::string without_prefixes(std::string_view subject) {
  constexpr std::string_view wide_colon = "\uff1a";
  std::string text = ascii::lower(subject.substr(0, subject_bytes_max));
  for (;;) {
    text.erase(0, std::min(text.find_first_not_of(" \t"), text.size()));
    const auto end = std::min(text.find(':'), text.find(wide_colon));
    if (end > prefix_bytes_max || text.substr(0, end).find(' ') != text.npos) return text;
    text.erase(0, end + (text[end] == ':' ? 1 : wide_colon.size()));
  }
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (is_word_byte(c)) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  std::erase_if(words, [](const std::string& word) { return word.size() < word_bytes_min; });
  std::ranges::sort(words);
  return words;
}

bool names_number(std::string_view subject, std::int64_t number) {
  const std::string name = "#" + std::to_string(number);
  const auto at = subject.find(name);
  if (number == 0 || at == subject.npos) return false;
  const auto end = at + name.size();
  return end == subject.size() || !std::isdigit(static_cast<unsigned char>(subject[end]));
}

}  // namespace

bool same_subject(std::string_view mail, std::string_view conversation, std::int64_t number) {
  if (names_number(mail, number)) return true;
  const std::string one = without_prefixes(mail);
  const std::string other = without_prefixes(conversation);
  if (one.find(other) != one.npos || other.find(one) != other.npos) return true;
  const auto words = words_of(one);
  const auto others = words_of(other);
  return std::ranges::any_of(
      words, [&](const std::string& word) { return std::ranges::binary_search(others, word); });
}

}  // namespace mg::rules
