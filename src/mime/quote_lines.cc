#include "mime/quote_lines.h"

#include <algorithm>
#include <array>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/ascii.h"
#include "mime/quote_phrases.h"

namespace mg::mime::quote {
namespace {

bool is_invisible(UChar32 c) {
  return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || c == 0xad || c == '*';
}

// What fold() does with most characters there are, without asking ICU.
void put_ascii(std::string& out, char c) {
  if (c == '*') return;
  if (c == ' ' || (c >= '\t' && c <= '\r')) {
    if (!out.empty() && out.back() != ' ') out += ' ';
  } else {
    out += ascii::lower(c);
  }
}

UChar32 folded(UChar32 c) {
  constexpr UChar32 fullwidth_colon = 0xff1a, box_line = 0x2500;
  if (c == fullwidth_colon) return ':';
  if ((c >= 0x2010 && c <= 0x2015) || c == box_line) return '-';
  const int digit = u_charDigitValue(c);  // Arabic, Persian, Bengali, fullwidth, ...
  return digit >= 0 ? '0' + digit : u_tolower(c);
}

std::string fold(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  const auto size = static_cast<std::int32_t>(raw.size());
  for (std::int32_t i = 0; i < size;) {
    if (const char plain = raw[static_cast<std::size_t>(i)]; (plain & 0x80) == 0) {
      ++i;
      put_ascii(out, plain);
      continue;
    }
    UChar32 c = 0;
    U8_NEXT(raw.data(), i, size, c);  // NOLINT(bugprone-inc-dec-in-conditions): ICU's macro.
    if (c < 0 || is_invisible(c)) continue;
    if (u_isUWhiteSpace(c)) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      continue;
    }
    c = folded(c);
    std::array<char, 4> bytes{};
    std::int32_t n = 0;
    U8_APPEND_UNSAFE(bytes.data(), n, c);
    out.append(bytes.data(), static_cast<std::size_t>(n));
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

int depth_of(std::string_view raw) {
  std::size_t i = 0;
  while (i < raw.size() && i < 3 && raw[i] == ' ') ++i;
  int depth = 0;
  for (; i < raw.size() && (raw[i] == '>' || raw[i] == ' '); ++i) {
    if (raw[i] == '>') {
      ++depth;
    } else if (depth == 0 || (i + 1 < raw.size() && raw[i + 1] != '>')) {
      break;
    }
  }
  return depth;
}

std::string_view without_dashes(std::string_view folded, bool& had_dashes) {
  constexpr std::string_view dashes = "-_=# ";
  const auto first = folded.find_first_not_of(dashes);
  if (first == std::string_view::npos) return {};
  const auto last = folded.find_last_not_of(dashes);
  had_dashes = first >= 2 && folded[0] != ' ';
  return folded.substr(first, last - first + 1);
}

bool in_list(std::string_view text, phrases::List list) {
  return std::ranges::binary_search(list, text);
}

bool starts_one_of(std::string_view text, phrases::List list) {
  return std::ranges::any_of(list, [&](std::string_view p) { return text.starts_with(p); });
}

}  // namespace

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    Line line;
    line.raw = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.raw.ends_with('\r')) line.raw.remove_suffix(1);
    line.depth = depth_of(line.raw);
    if (line.raw.size() <= folded_line_bytes_max) {
      line.folded = fold(line.raw);
      line.blank = line.folded.empty();
      // A line of nothing but emphasis marks is a drawn line, not an empty one.
      if (line.blank && line.raw.find('*') != std::string_view::npos) line.blank = false;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

bool is_rule(const Line& line) {
  if (line.blank || line.raw.size() > folded_line_bytes_max) return false;
  std::size_t marks = 0;
  for (std::size_t i = 0; i < line.raw.size(); ++i) {
    const char c = line.raw[i];
    if (c == ' ' || c == '\t') continue;
    if (std::string_view("-_=~#*+").find(c) != std::string_view::npos) {
      ++marks;
    } else if (const auto rest = line.raw.substr(i);
               rest.starts_with("\u2014") || rest.starts_with("\u2013") ||
               rest.starts_with("\u2010") || rest.starts_with("\u2015") ||
               rest.starts_with("\u2500") || rest.starts_with("\u1427")) {
      marks += 2;
      i += 2;
    } else {
      return false;
    }
  }
  return marks >= 2;
}

bool has_word(std::string_view folded, std::string_view word) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
  };
  const bool bounded = (word.front() & 0x80) == 0 || word.size() < 2 ||
                       static_cast<unsigned char>(word.front()) < 0xe0;
  for (auto at = folded.find(word); at != std::string_view::npos; at = folded.find(word, at + 1)) {
    const auto end = at + word.size();
    if (!bounded) return true;
    if ((at == 0 || !is_letter(folded[at - 1])) &&
        (end == folded.size() || !is_letter(folded[end]))) {
      return true;
    }
  }
  return false;
}

bool is_original_mark(const Line& line) {
  if (line.folded.size() > 120) return false;
  bool dashes = false;
  const auto inner = without_dashes(line.folded, dashes);
  if (inner.find("reply above this line") != std::string_view::npos) return true;
  // The same line of Zendesk, in all of its languages.
  if (line.folded.starts_with("##-") && line.folded.ends_with("-##")) return true;
  return dashes && in_list(inner, phrases::original());
}

namespace {

// Gmail draws ten dashes, its words, and nine or ten dashes, in each of its languages.
bool is_gmails_forward(std::string_view folded) {
  const auto first = folded.find_first_not_of('-');
  const auto last = folded.find_last_not_of('-');
  if (first != 10 || folded[first] != ' ' || folded[last] != ' ') return false;
  const auto closing = folded.size() - last - 1;
  return (closing == 9 || closing == 10) && last > first + 4 && last - first < 80;
}

}  // namespace

bool is_forward_mark(const Line& line) {
  if (line.folded.empty() || line.folded.size() > 160) return false;
  bool dashes = false;
  auto inner = without_dashes(line.folded, dashes);
  if (dashes && starts_one_of(inner, phrases::forwarded())) return true;
  if (is_gmails_forward(line.folded) && !in_list(inner, phrases::original())) return true;
  // Apple Mail puts the whole forwarded message into a quote.
  while (line.depth > 0 && (inner.starts_with('>') || inner.starts_with(' '))) {
    inner.remove_prefix(1);
  }
  if (inner.ends_with(':')) inner.remove_suffix(1);
  while (inner.ends_with(' ')) inner.remove_suffix(1);
  return in_list(inner, phrases::forward_starts());
}

bool is_wrapped_quote(const std::vector<Line>& lines, std::size_t at) {
  if (at == 0 || at + 1 >= lines.size()) return false;
  const Line &before = lines[at - 1], &line = lines[at], &after = lines[at + 1];
  if (before.depth == 0 || after.depth == 0 || line.depth != 0 || line.blank) return false;
  if (line.folded.ends_with('>') || line.folded.starts_with("(http") ||
      line.folded.starts_with("<http")) {
    return true;
  }
  const std::string_view quoted = before.folded;
  if (quoted.size() < 24 ||
      std::string_view(".?!:;").find(quoted.back()) != std::string_view::npos) {
    return false;
  }
  const auto first = line.raw.find_first_not_of(" \t");
  const char c = line.raw[first];
  // A person starts a reply with a capital; a wrapped rest starts with whatever came next.
  return !(c >= 'A' && c <= 'Z') && (c & 0x80) == 0;
}

}  // namespace mg::mime::quote
