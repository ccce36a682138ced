#include "desk/guessable.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace mg::desk {
namespace {

constexpr std::size_t different_characters_min = 4;
constexpr std::ptrdiff_t word_length_min = 2;  // Of the own words; in bytes.

constexpr std::string_view rows[] = {"abcdefghijklmnopqrstuvwxyz", "012345678901234567890",
                                     "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm",
                                     "1q2w3e4r5t6z7u8i9o0p",       "1q2w3e4r5t6y7u8i9o0p",
                                     "1qaz2wsx3edc4rfv5tgb"};

// What lists of leaked passwords have on top, and what this program and its tables are about.
constexpr std::string_view common_words[] = {
    "admin",    "administrator", "baseball", "changeme", "computer",   "dragon",     "football",
    "hallo",    "helpdesk",      "iloveyou", "internet", "kennwort",   "letmein",    "login",
    "makegood", "master",        "michael",  "monkey",   "motdepasse", "pass",       "passwd",
    "password", "passwort",      "princess", "qwerty",   "qwertz",     "contrasena", "secret",
    "shadow",   "sommer",        "starwars", "summer",   "sunshine",   "superman",   "support",
    "test",     "trustno",       "user",     "welcome",  "whatever",   "willkommen", "winter"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_repeated_piece(std::string_view text) {
  for (std::size_t length = 1; length <= text.size() / 2; ++length) {
    // Shifted by the piece's length it is the same.
    if (text.substr(length) == text.substr(0, text.size() - length)) return true;
  }
  return false;
}

bool is_in_a_row(const std::string& text) {
  const std::string backwards(text.rbegin(), text.rend());
  return std::ranges::any_of(rows, [&](std::string_view row) {
    return row.find(text) != std::string_view::npos ||
           row.find(backwards) != std::string_view::npos;
  });
}

// "p@ssw0rd" is read as it is meant.
char meant(char c) {
  constexpr std::string_view signs = "@4310$5!", letters = "aaeiossi";
  const auto at = signs.find(c);
  return at == std::string_view::npos ? c : letters[at];
}

bool begins_with(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::ranges::equal(text.substr(0, word.size()), word,
                            [](char c, char w) { return c == w || meant(c) == w; });
}

// The runs of letters in it, lower case.
void add_words_of(std::string_view text, std::vector<std::string>& words) {
  const std::string all = lower(text);
  for (auto at = all.begin(); at != all.end();) {
    const auto first = std::find_if(at, all.end(), is_letter);
    at = std::find_if_not(first, all.end(), is_letter);
    if (at - first >= word_length_min) words.emplace_back(first, at);
  }
}

// Nothing but these words, run together or apart, and figures and signs.
bool is_made_of(std::string_view text, const std::vector<std::string>& words) {
  if (std::ranges::none_of(text, is_letter)) return false;
  std::vector<bool> reached(text.size() + 1);
  reached[0] = true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!reached[at]) continue;
    if (!is_letter(text[at])) reached[at + 1] = true;
    for (const std::string& word : words) {
      if (begins_with(text.substr(at), word)) reached[at + word.size()] = true;
    }
  }
  return reached.back();
}

}  // namespace

bool is_guessed_first(std::string_view password, const PasswordOwner& owner) {
  const std::string text = lower(password);
  const std::set<char> different(text.begin(), text.end());
  if (different.size() < different_characters_min || is_repeated_piece(text) || is_in_a_row(text)) {
    return true;
  }
  std::vector<std::string> words(std::begin(common_words), std::end(common_words));
  for (const std::string_view own : {owner.email, owner.name, owner.workspace}) {
    add_words_of(own, words);
  }
  return is_made_of(text, words);
}

}  // namespace mg::desk
