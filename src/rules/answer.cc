#include "rules/answer.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace mg::rules {
namespace {

constexpr std::size_t answer_bytes_max = 80;
constexpr std::size_t answer_words_max = 6;

// Phrases are compared as lower-case words without punctuation.
constexpr std::array yes_phrases = {"yes",
                                    "yes it is",
                                    "yes it does",
                                    "yes it is solved",
                                    "yes its solved",
                                    "yes solved",
                                    "yes works now",
                                    "yes it works",
                                    "yes it works now",
                                    "it works now",
                                    "works now",
                                    "solved",
                                    "it is solved",
                                    "its solved",
                                    "all solved",
                                    "yes all good",
                                    "yes thats it",
                                    "yes fixed",
                                    "ja",
                                    "ja gelöst",
                                    "ja ist gelöst",
                                    "ja es ist gelöst",
                                    "gelöst",
                                    "ist gelöst",
                                    "ja geht",
                                    "ja es geht",
                                    "ja geht wieder",
                                    "ja funktioniert",
                                    "ja es funktioniert",
                                    "ja erledigt",
                                    "ja passt",
                                    "ja alles gut"};
constexpr std::array not_yet_phrases = {"no",
                                        "no not yet",
                                        "not yet",
                                        "no it is not",
                                        "no it isnt",
                                        "not solved",
                                        "no not solved",
                                        "still not solved",
                                        "still broken",
                                        "no still broken",
                                        "no it does not work",
                                        "not fixed",
                                        "nein",
                                        "noch nicht",
                                        "nein noch nicht",
                                        "nicht gelöst",
                                        "nein nicht gelöst",
                                        "nein geht nicht",
                                        "nein geht immer noch nicht",
                                        "immer noch nicht",
                                        "nein leider nicht"};
// Politeness at the end changes nothing.
constexpr std::array courtesies = {"thank you very much", "thank you so much", "thank you",
                                   "thanks a lot",        "many thanks",       "thanks",
                                   "vielen dank",         "danke schön",       "danke"};

std::string normalised(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    } else if (c == '\'' || text.substr(i).starts_with("\xe2\x80\x99")) {
      if (c != '\'') i += 2;  // "it's" and "it’s" are one word.
    } else if (text.substr(i).starts_with("\xc3\x96")) {
      out += "\xc3\xb6";  // Ö
      ++i;
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      out += c;
    } else if (c != '?' && !out.empty() && out.back() != ' ') {
      out += ' ';
    } else if (c == '?') {
      out += c;  // A question is no answer: keeps the text from matching.
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

void drop_courtesy(std::string& words) {
  for (const std::string_view courtesy : courtesies) {
    if (words.size() > courtesy.size() && words.ends_with(courtesy) &&
        words[words.size() - courtesy.size() - 1] == ' ') {
      words.resize(words.size() - courtesy.size() - 1);
      return;
    }
  }
}

}  // namespace

Answer read_answer(std::string_view text) {
  if (text.size() > answer_bytes_max) return Answer::none;
  std::string words = normalised(text);
  if (static_cast<std::size_t>(std::ranges::count(words, ' ')) > answer_words_max + 3) {
    return Answer::none;
  }
  // "No, thanks" may well mean that nothing more is needed.
  if (words.starts_with("no thank") || words == "nein danke") return Answer::none;
  drop_courtesy(words);
  if (std::ranges::find(yes_phrases, words) != yes_phrases.end()) return Answer::yes;
  if (std::ranges::find(not_yet_phrases, words) != not_yet_phrases.end()) return Answer::not_yet;
  return Answer::none;
}

}  // namespace mg::rules
