#include <algorithm>
#include <ranges>

#include "base/ascii.h"
#include "mime/quote_lines.h"
#include "mime/quote_phrases.h"

// Finds where the sender's own words end: signatures, "Sent from my phone", list and legal footers.
// Kind words and names ("Best regards, Ana") are the sender's own words.
namespace mg::mime::quote {
namespace {

constexpr std::size_t signature_lines_max = 20;  // Below "-- ", which says it plainly (RFC 3676).
constexpr std::size_t loose_signature_lines_max = 12;  // Below "--", which may mean something else.
constexpr std::size_t footer_words_max = 6;
constexpr std::size_t disclaimer_bytes_min = 80;
constexpr std::size_t footer_steps_max = 100;  // Keeps a mail of nothing but drawn lines linear.

std::string bare(std::string_view folded) {
  std::string out;
  for (const char c : folded) {
    if (std::string_view("[]()<>_*|\"").find(c) != std::string_view::npos) continue;
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    out += c;
  }
  while (out.starts_with("--") || out.starts_with("- ") || out.starts_with(' ')) out.erase(0, 1);
  return out;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

bool is_device(std::string_view word) {
  while (!word.empty() && std::string_view(".,;:!").find(word.back()) != std::string_view::npos) {
    word.remove_suffix(1);
  }
  return std::ranges::any_of(phrases::devices(), [&](std::string_view d) {
    return word == d || (word.starts_with(d) && word.size() > d.size() &&
                         (word[d.size()] == '-' || word.substr(d.size()).starts_with("http")));
  });
}

bool is_sent_from(std::string_view text) {
  // Backwards, so that the longest is found before those that it begins with.
  for (const auto phrase : phrases::sent_from() | std::views::reverse) {
    if (!text.starts_with(phrase)) continue;
    const auto words = words_of(text.substr(phrase.size()));
    const auto near = std::min<std::size_t>(words.size(), 4);
    const bool device =
        std::any_of(words.begin(), words.begin() + static_cast<long>(near), is_device);
    const bool sorry =
        has_word(text, "excuse") || has_word(text, "typos") || has_word(text, "brevity");
    if (text.starts_with("from my") || text.starts_with("vanaf mijn") || phrase.size() < 5) {
      return device && words.size() <= footer_words_max;
    }
    const bool sentence = text.ends_with('.') || text.ends_with('?') || text.ends_with('!') ||
                          text.ends_with(':') || text.ends_with(',');
    const bool device_later = words.size() <= 9 && text.find(',') == std::string_view::npos &&
                              std::ranges::any_of(words, is_device);
    return device || device_later || sorry ||
           (words.size() <= footer_words_max - 1 && !words.empty() && !sentence);
  }
  return false;
}

// "Get Outlook for iOS" with its link is the same in every language.
bool is_outlook_link(std::string_view text) {
  return text.find("https://aka.ms/") != std::string_view::npos && text.size() < 160 &&
         text.find("outlook") != std::string_view::npos &&
         (text.find("ios") != std::string_view::npos ||
          text.find("android") != std::string_view::npos);
}

bool is_footer_line(const Line& line) {
  if (line.folded.empty() || line.folded.size() > 300) return false;
  const auto text = bare(line.folded);
  if (is_outlook_link(text)) return true;
  if (std::ranges::any_of(phrases::whole_footers(),
                          [&](std::string_view p) { return text.starts_with(p); })) {
    return true;
  }
  if (is_sent_from(text)) return true;
  if (text.size() > 90) return false;
  const auto words = words_of(text);
  return std::ranges::any_of(phrases::footer_ends(), [&](std::string_view p) {
    return text.ends_with(p) && text.size() > p.size() &&
           (std::ranges::any_of(words, is_device) || text.find("iphone") != std::string::npos ||
            (words.size() <= 4 && p.find("from") != std::string_view::npos));
  });
}

bool in_code(const std::vector<Line>& lines, std::size_t at) {
  const auto fences = std::count_if(lines.begin(), lines.begin() + static_cast<long>(at),
                                    [](const Line& l) { return l.folded.starts_with("```"); });
  return fences % 2 == 1;
}

// The "-- " line that closes [0, end); `end` if there is none.
std::size_t delimiter_before(const std::vector<Line>& lines, std::size_t end) {
  const std::size_t from = end > signature_lines_max ? end - signature_lines_max : 0;
  for (std::size_t i = from; i < end; ++i) {
    const auto raw = lines[i].raw;
    const bool strict = raw == "-- " || raw == "- -- ";  // The latter in OpenPGP's frame.
    const bool loose = raw == "--" || raw == "---" || raw == "\u2014" || raw == "\u2013" ||
                       raw == "__" || raw == "--\u00a0" || raw == " --";
    if (!strict && !(loose && end - i <= loose_signature_lines_max)) continue;
    if (in_code(lines, i)) continue;
    const auto rest = [&](auto test) {
      return std::any_of(lines.begin() + static_cast<long>(i) + 1,
                         lines.begin() + static_cast<long>(end), test);
    };
    // Long lines are prose: a rule between paragraphs, not a signature.
    if (loose && rest([](const Line& l) { return l.raw.size() > 120 || l.raw.starts_with("```"); }))
      continue;
    if (raw == "---" && rest([](const Line& l) { return l.raw.size() > 60 || is_rule(l); }))
      continue;
    return i;
  }
  return end;
}

// A drawn line with a mailing list's standing text below it.
std::size_t list_footer_before(const std::vector<Line>& lines, std::size_t end) {
  const std::size_t from = end > 10 ? end - 10 : 0;
  for (std::size_t i = from; i + 1 < end; ++i) {
    if (!is_rule(lines[i]) || lines[i].raw.size() < 10) continue;
    for (std::size_t k = i + 1; k < end && k < i + 3; ++k) {
      const std::string_view text = lines[k].folded;
      if (text.find("mailing list") != std::string_view::npos ||
          text.find("mailman/listinfo") != std::string_view::npos ||
          text.find("unsubscribe") != std::string_view::npos ||
          text.find("mailingliste") != std::string_view::npos) {
        return i;
      }
    }
  }
  return end;
}

// The last paragraph of [0, end), when it is a legal notice.
std::size_t disclaimer_before(const std::vector<Line>& lines, std::size_t end) {
  std::size_t begin = end;
  std::size_t bytes = 0;
  while (begin > 0 && !lines[begin - 1].blank && end - begin < 30)
    bytes += lines[--begin].raw.size();
  if (begin == end || begin == 0 || bytes < disclaimer_bytes_min) return end;
  std::string text;
  for (std::size_t i = begin; i < end; ++i) {
    if (!text.empty()) text += ' ';
    for (const char c : lines[i].raw) text += ascii::lower(c);
  }
  const auto start = bare(std::string_view(text).substr(0, 60));
  const auto in_start = [&](std::string_view p) { return start.starts_with(p); };
  const auto in_text = [&](std::string_view p) { return text.find(p) != std::string::npos; };
  return std::ranges::any_of(phrases::disclaimers(), in_start) &&
                 std::ranges::any_of(phrases::legal_words(), in_text)
             ? begin
             : end;
}

// Where [0, end) ends without its last piece; `why` is none for what is only drawn.
Footer one_step(const std::vector<Line>& lines, std::size_t end) {
  const Line& last = lines[end - 1];
  if (last.blank || (is_rule(last) && !in_code(lines, end))) return {end - 1, Why::none};
  if (is_footer_line(last)) return {end - 1, Why::signature_footer};
  if (last.folded == "\u1427") return {end - 1, Why::none};
  // A footer wrapped over two lines.
  if (end >= 2 && !lines[end - 2].blank && last.folded.size() < 60 &&
      lines[end - 2].raw.size() > 40 && is_footer_line(lines[end - 2]) && !last.folded.empty() &&
      last.depth == 0 && last.folded.find("http") != std::string::npos) {
    return {end - 2, Why::signature_footer};
  }
  if (const auto begin = list_footer_before(lines, end); begin != end) {
    return {begin, Why::signature_list};
  }
  if (const auto begin = disclaimer_before(lines, end); begin != end) {
    return {begin, Why::signature_legal};
  }
  return {delimiter_before(lines, end), Why::signature_delimiter};
}

}  // namespace

std::size_t signature_begin(const std::vector<Line>& lines, std::size_t end,
                            std::vector<Footer>* footers) {
  for (std::size_t steps = 0; end > 0 && steps < footer_steps_max;) {
    if (!lines[end - 1].blank) ++steps;
    const Footer next = one_step(lines, end);
    if (next.begin == end) break;
    end = next.begin;
    if (footers != nullptr && next.why != Why::none) footers->push_back(next);
  }
  return end;
}

}  // namespace mg::mime::quote
