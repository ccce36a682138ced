#include "rules/answer.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "rules/answer_phrases.h"

namespace mg::rules {
namespace {

constexpr std::size_t yes_bytes_max = 80;
constexpr std::size_t looked_at_bytes_max = 400;  // The rest is the customer's story.
constexpr std::size_t greeting_words_max = 5;
constexpr std::size_t lines_below_closing_max = 4;
constexpr std::size_t line_below_closing_bytes_max = 60;
constexpr std::size_t names_beside_closing_max = 2;

bool any_of(phrases::List list, std::string_view phrase) {
  return std::ranges::find(list, phrase) != list.end();
}

// Lower case, for ASCII and for the Latin letters of UTF-8's second block (À to Þ).
void append_lower(std::string& word, std::string_view text, std::size_t at) {
  const char c = text[at];
  const bool upper = c >= 'A' && c <= 'Z';
  const auto byte = static_cast<unsigned char>(c);
  const bool upper_latin =
      at > 0 && text[at - 1] == '\xc3' && byte >= 0x80 && byte <= 0x9e && byte != 0x97;
  word += static_cast<char>(upper || upper_latin ? c + 0x20 : c);
}

// How many bytes at `at` part words: ASCII other than letters, digits and apostrophes, the blank
// that does not break, the dashes and quotation marks (U+2010 to U+203F) and "¡¿". 0: a letter.
std::size_t gap_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  const bool word = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                    static_cast<unsigned char>(c) >= 0x80;
  if (!word) return 1;
  const std::string_view rest = text.substr(at);
  for (const std::string_view mark : {"\u00a0", "\u00a1", "\u00bf"})
    if (rest.starts_with(mark)) return mark.size();
  return rest.size() >= 3 && rest.starts_with("\xe2\x80") && rest[2] >= '\x90' ? 3 : 0;
}

bool is_apostrophe(std::string_view text, std::size_t at) {
  return text[at] == '\'' || text.substr(at).starts_with("\u2019");
}

// The words of a text, with one blank between them, and where sentences end.
struct Words {
  std::string text;
  std::vector<std::size_t> sentence_ends;  // In `text`; sorted. A line's end is one, too.
  bool asks_first = false;                 // The first sentence is a question.
};

void end_sentence(Words& words, std::string_view gap) {
  const bool asks = gap.find('?') != std::string_view::npos;
  if (asks && words.sentence_ends.empty()) words.asks_first = true;
  const bool ends = gap.find_first_of(".!?\n") != std::string_view::npos;
  if (ends && !words.text.empty()) words.sentence_ends.push_back(words.text.size());
}

Words words_of(std::string_view text) {
  Words words;
  for (std::size_t i = 0; i < text.size();) {
    if (is_apostrophe(text, i)) {
      i += text[i] == '\'' ? 1 : 3;
      continue;
    }
    const std::size_t begin = i;
    while (i < text.size() && !is_apostrophe(text, i) && gap_at(text, i) > 0) i += gap_at(text, i);
    if (i == begin) {
      append_lower(words.text, text, i++);
      continue;
    }
    end_sentence(words, text.substr(begin, i - begin));
    if (!words.text.empty() && words.text.back() != ' ') words.text += ' ';
  }
  if (words.text.ends_with(' ')) words.text.pop_back();
  words.sentence_ends.push_back(words.text.size());
  return words;
}

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

bool is_blank_line(std::string_view line) {
  return words_of(line).text.empty();
}

// "Hi Bo," on a line of its own.
bool is_greeting(std::string_view line) {
  const std::string words = words_of(line).text;
  if (static_cast<std::size_t>(std::ranges::count(words, ' ')) >= greeting_words_max) return false;
  return std::ranges::any_of(phrases::greetings(), [&](std::string_view greeting) {
    return words.starts_with(greeting) &&
           (words.size() == greeting.size() || words[greeting.size()] == ' ');
  });
}

// A name, a company, a telephone number: what stands below "Best regards".
bool may_stand_below_closing(std::string_view rest) {
  std::size_t lines = 0;
  while (!rest.empty()) {
    const std::string_view line = first_line(rest);
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (is_blank_line(line)) continue;
    if (++lines > lines_below_closing_max || line.size() > line_below_closing_bytes_max)
      return false;
    if (line.find_first_of("?!") != std::string_view::npos) return false;
  }
  return true;
}

// "E", "Ana Alves".
bool may_be_name(std::string_view words) {
  std::size_t count = 0;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(words.size(), word.size() + 1));
    if (word.empty()) continue;
    const auto first = static_cast<unsigned char>(word.front());
    if (++count > names_beside_closing_max || (first < 0x80 && !std::isupper(first))) return false;
  }
  return count > 0;
}

// "Best, Ana" in one line.
bool is_closing_with_name(std::string_view line) {
  const auto comma = line.find(',');
  const auto end = line.find_last_not_of(" \t\r.");
  if (comma == std::string_view::npos || end <= comma || line.size() > line_below_closing_bytes_max)
    return false;
  if (line.find_first_of("?!") != std::string_view::npos) return false;
  return any_of(phrases::closings(), words_of(line.substr(0, comma)).text) &&
         may_be_name(line.substr(comma + 1, end - comma));
}

bool is_closing(std::string_view line) {
  if (is_closing_with_name(line)) return true;
  const auto end = line.find_last_not_of(" \t\r");
  return (end != std::string_view::npos && line.substr(0, end + 1) == "--") ||
         any_of(phrases::closings(), words_of(line).text);
}

// Without the line that greets, and without a closing and what stands below it.
std::string_view own_words(std::string_view text) {
  while (!text.empty() && is_blank_line(first_line(text)))
    text.remove_prefix(std::min(text.size(), first_line(text).size() + 1));
  const std::string_view greeting = first_line(text);
  if (greeting.size() < text.size() && is_greeting(greeting)) text.remove_prefix(greeting.size());
  for (std::size_t at = text.find('\n'); at != std::string_view::npos;
       at = text.find('\n', at + 1)) {
    const std::string_view rest = text.substr(at + 1);
    const std::string_view line = first_line(rest);
    if (is_closing(line) && may_stand_below_closing(rest.substr(line.size())))
      return text.substr(0, at);
  }
  return text;
}

bool is_beside_quote(std::string_view text) {
  return text.starts_with('>') || text.find("\n>") != std::string_view::npos;
}

// Politeness at the end changes nothing.
void drop_courtesy(std::string& words) {
  for (const std::string_view courtesy : phrases::courtesies()) {
    if (words.size() > courtesy.size() && words.ends_with(courtesy) &&
        words[words.size() - courtesy.size() - 1] == ' ') {
      words.resize(words.size() - courtesy.size() - 1);
      return;
    }
  }
}

bool begins_with(std::string_view words, std::string_view phrase) {
  return words.starts_with(phrase) &&
         (words.size() == phrase.size() || words[phrase.size()] == ' ');
}

bool has_any(std::string_view words, phrases::List list) {
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    if (any_of(list, word)) return true;
    words.remove_prefix(std::min(words.size(), word.size() + 1));
  }
  return false;
}

// "No." or "No, it fails again": but "No, thanks" may well mean that nothing more is needed.
bool is_plain_no(std::string_view words) {
  const std::string_view no = words.substr(0, words.find(' '));
  if (!any_of(phrases::no(), no)) return false;
  const std::string_view rest = words.substr(std::min(words.size(), no.size() + 1));
  if (rest.empty()) return true;
  if (any_of(phrases::never_mind(), rest.substr(0, rest.find(' ')))) return false;
  return has_any(rest, phrases::trouble()) && !has_any(rest, phrases::nothing_more());
}

bool is_not_yet(const Words& words) {
  if (words.asks_first) return false;
  const std::string_view text = words.text;
  const auto begins = [&](std::string_view phrase) { return begins_with(text, phrase); };
  const auto says = [&](std::string_view sentence) {
    return begins(sentence) && std::ranges::binary_search(words.sentence_ends, sentence.size());
  };
  return std::ranges::any_of(phrases::not_yet(), begins) ||
         std::ranges::any_of(phrases::not_yet_sentences(), says) || is_plain_no(text);
}

}  // namespace

Answer read_answer(std::string_view text) {
  if (is_beside_quote(text)) return Answer::none;
  const std::string_view own = own_words(text.substr(0, looked_at_bytes_max));
  const Words words = words_of(own);
  const bool is_all = text.size() <= looked_at_bytes_max && own.size() <= yes_bytes_max;
  if (is_all && own.find('?') == std::string_view::npos) {
    std::string answer = words.text;
    drop_courtesy(answer);
    if (any_of(phrases::yes(), answer)) return Answer::yes;
  }
  return is_not_yet(words) ? Answer::not_yet : Answer::none;
}

}  // namespace mg::rules
