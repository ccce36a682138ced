#include "desk/excerpt.h"

#include <algorithm>
#include <vector>

#include "base/utf8.h"
#include "store/conversations.h"
#include "store/search_words.h"

namespace mg::desk {
namespace {

constexpr std::size_t lines_below_name_max = 4;
constexpr std::size_t line_below_name_bytes_max = 60;
constexpr std::size_t closing_bytes_max = 40;
constexpr std::size_t closing_words_max = 4;
constexpr std::size_t name_line_bytes_max = 80;

// The lines with words in them, the last first, and where each begins; a few of them.
struct Line {
  std::string_view text;
  std::size_t begin = 0;
  bool after_blank = false;  // It begins a paragraph.
};
std::vector<Line> last_lines(std::string_view text) {
  std::vector<Line> lines;
  std::size_t end = text.size();
  while (lines.size() < lines_below_name_max + 2) {
    const auto mark = text.substr(0, end).rfind('\n');
    const std::size_t begin = mark == std::string_view::npos ? 0 : mark + 1;
    const std::string_view line = text.substr(begin, end - begin);
    if (!is_blank(line)) {
      lines.push_back({line, begin, begin == 0});
    } else if (!lines.empty()) {
      lines.back().after_blank = true;
    }
    if (begin == 0) break;
    end = mark;
  }
  return lines;
}

// "Ana", "Ana Lind", "- A. Lind" of Ana Lind.
bool is_name(std::string_view line, const std::vector<std::string>& name) {
  if (line.size() > name_line_bytes_max) return false;
  const auto words = store::index_words(line);
  bool whole = false;
  const bool all = std::ranges::all_of(words, [&](const std::string& word) {
    const bool known = std::ranges::find(name, word) != name.end();
    whole = whole || known;
    return known || (word.size() == 1 && std::ranges::any_of(name, [&](const std::string& part) {
                       return part.starts_with(word);
                     }));
  });
  return whole && all;
}

bool ends_sentence(std::string_view line) {
  line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
  return !line.empty() && std::string_view(".?!:;").find(line.back()) != std::string_view::npos;
}

// "Best regards," or, in a paragraph of its own, "Viele Gr\u00fc\u00dfe".
bool is_closing(const Line& line) {
  const std::string_view text = line.text.substr(0, line.text.find_last_not_of(" \t\r") + 1);
  if (text.size() > closing_bytes_max || ends_sentence(text)) return false;
  if (store::index_words(text).size() > closing_words_max) return false;
  return text.ends_with(',') || line.after_blank;
}

}  // namespace

std::string_view without_sign_off(std::string_view text, std::string_view writer) {
  const auto name = store::index_words(writer);
  if (name.empty()) return text;
  const std::vector<Line> lines = last_lines(text);
  for (std::size_t i = 0; i < std::min(lines.size(), lines_below_name_max + 1); ++i) {
    if (is_name(lines[i].text, name)) {
      const std::string_view above = text.substr(0, lines[i].begin);
      if (is_blank(above)) return text;
      if (!is_closing(lines[i + 1])) return above;
      const std::string_view rest = text.substr(0, lines[i + 1].begin);
      if (!is_blank(rest)) return rest;
      return is_name(lines[i + 1].text, name) ? text : above;
    }
    if (lines[i].text.size() > line_below_name_bytes_max || ends_sentence(lines[i].text)) break;
  }
  return text;
}

std::string excerpt_of(std::string_view text, std::string_view writer) {
  return utf8_excerpt(without_sign_off(text, writer), store::excerpt_characters_max);
}

}  // namespace mg::desk
