#include "mime/quote.h"

#include <algorithm>
#include <vector>

#include "base/ascii.h"
#include "mime/quote_lines.h"

namespace mg::mime {
namespace {

using quote::Line;

enum class Kind : char { visible, quoted, signature };

// One run of ">" lines, with the line above that says who wrote it.
struct Block {
  std::size_t begin = 0, end = 0;  // Of the quoted lines.
  bool introduced = false;
};

// A decision, as it was made.
struct Said {
  std::size_t at = 0;
  FoldKind kind = FoldKind::quoted;
  Why why = Why::none;
};

constexpr std::size_t says_max = 1000;

// An answer this long below a quote refers to it; a shorter one is a greeting or a name.
constexpr std::size_t inline_answer_bytes_min = 200;
constexpr std::size_t inline_answer_lines_min = 4;

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text), lines_(quote::lines_of(text)) {
    kinds_.assign(lines_.size(), Kind::visible);
  }

  QuoteSplit split() {
    std::size_t at = 0;
    while (at < lines_.size() && !done_) at = step(at);
    judge_blocks();
    if (forward_begin_ == lines_.size()) mark_signature();
    mark_gaps();
    return gather();
  }

 private:
  // Classifies what starts at `at`; returns where to go on.
  std::size_t step(std::size_t at) {
    const Line& line = lines_[at];
    if (line.blank) return at + 1;
    if (const auto end = pgp_armor_end(at); end != at) return end;
    if (quote::is_forward_mark(line)) return forward_from(at, Why::forward_line);
    if (quote::is_original_mark(line)) {
      return history_from(at, skip_header(at + 1), Why::quote_line);
    }
    if (const auto end = quote::header_block_end(lines_, at); end != at) {
      return history_from(at, end, Why::quote_header);
    }
    if (const auto cut = line_was_split_ ? std::string_view::npos : quote::intro_inside(line);
        cut != std::string_view::npos) {
      split_line(at, cut);
      return at + 1;
    }
    if (const auto end = quote::intro_end(lines_, at); end != at) return intro(at, end);
    if (line.depth > 0) return take_block(at, false);
    saw_text_ = true;
    return at + 1;
  }

  std::size_t skip_header(std::size_t at) const {
    while (at < lines_.size() && lines_[at].blank) ++at;
    return at < lines_.size() ? quote::header_block_end(lines_, at) : at;
  }

  std::size_t next_text(std::size_t at) const {
    while (at < lines_.size() && lines_[at].blank) ++at;
    return at;
  }

  // The frame of a clear-signed text (RFC 9580 section 7): its words stay, the rest is folded.
  std::size_t pgp_armor_end(std::size_t at) {
    constexpr std::size_t armor_lines_max = 200;
    const std::string_view line = lines_[at].folded;
    if (!line.starts_with("-----begin pgp s")) return at;
    auto end = at + 1;
    if (line == "-----begin pgp signed message-----") {
      while (end < lines_.size() && !lines_[end].blank && end < at + 5) ++end;
    } else if (line == "-----begin pgp signature-----") {
      const auto last = std::min(lines_.size(), at + armor_lines_max);
      while (end < last && lines_[end].folded != "-----end pgp signature-----") ++end;
      if (end == last) return at;
      ++end;
    } else {
      return at;
    }
    mark(at, end, Kind::signature, Why::signature_pgp);
    return end;
  }

  std::size_t forward_from(std::size_t at, Why why) {
    say(at, FoldKind::forwarded, why);
    forward_begin_ = at;
    done_ = true;
    return lines_.size();
  }

  // A copied header or "Original Message" at `at`, its text from `body` on.
  std::size_t history_from(std::size_t at, std::size_t body, Why why) {
    const auto next = next_text(body);
    const bool marked = next < lines_.size() && lines_[next].depth > 0 && lines_[at].depth == 0;
    if (!saw_text_ && !marked) {
      return forward_from(at, Why::forward_header);  // Sent on without a word.
    }
    mark(rules_above(at), body, Kind::quoted, why);
    if (marked) return take_block(next, true);
    mark(body, lines_.size(), Kind::quoted, why);
    done_ = true;
    return lines_.size();
  }

  std::size_t intro(std::size_t at, std::size_t end) {
    mark(rules_above(at), end, Kind::quoted, Why::quote_intro);
    const auto next = next_text(end);
    if (next < lines_.size() && lines_[next].depth > 0) return take_block(next, true);
    if (!saw_text_) return end;  // The answer stands below, the quote carries no marks.
    mark(end, lines_.size(), Kind::quoted, Why::quote_intro);
    done_ = true;
    return lines_.size();
  }

  std::size_t take_block(std::size_t at, bool introduced) {
    Block block{at, at, introduced};
    for (std::size_t i = at; i < lines_.size(); ++i) {
      if (lines_[i].depth > 0 || quote::is_wrapped_quote(lines_, i)) {
        block.end = i + 1;
      } else if (!lines_[i].blank) {
        break;
      }
    }
    block.introduced |= quote::intro_end(lines_, at) != at;
    blocks_.push_back(block);
    return block.end;
  }

  // Reply and intro on one line: the line goes on as two.
  void split_line(std::size_t at, std::size_t cut) {
    const auto raw = lines_[at].raw;
    auto own = raw.substr(0, cut);  // The dash between them goes with the intro.
    while (own.ends_with(' ') || own.ends_with('-')) own.remove_suffix(1);
    auto first = quote::lines_of(own), second = quote::lines_of(raw.substr(cut));
    saw_text_ |= !first.empty();
    lines_[at] = first.empty() ? Line{own, {}, 0, true} : first[0];
    line_was_split_ = true;  // Once is what happens; more would cost too much.
    second[0].raw = ascii::trim(raw.substr(own.size()));
    lines_.insert(lines_.begin() + static_cast<long>(at) + 1, second[0]);
    kinds_.insert(kinds_.begin() + static_cast<long>(at) + 1, Kind::visible);
    forward_begin_ = lines_.size();
  }

  std::size_t rules_above(std::size_t at) const {
    auto begin = at;
    while (begin > 0 && (lines_[begin - 1].blank || quote::is_rule(lines_[begin - 1]))) --begin;
    return begin;
  }

  void mark(std::size_t begin, std::size_t end, Kind kind, Why why) {
    if (begin < end) {
      say(begin, kind == Kind::quoted ? FoldKind::quoted : FoldKind::signature, why);
    }
    fill(begin, end, kind);
  }

  void fill(std::size_t begin, std::size_t end, Kind kind) {
    std::fill(kinds_.begin() + static_cast<long>(begin), kinds_.begin() + static_cast<long>(end),
              kind);
  }

  // Remembers a decision about the lines from `at` on.
  void say(std::size_t at, FoldKind kind, Why why) {
    if (said_.size() < says_max) said_.push_back({at, kind, why});
  }

  bool is_text(std::size_t i) const { return kinds_[i] == Kind::visible && !lines_[i].blank; }

  // Folds the quotes that nobody answered; see the header for which stay.
  void judge_blocks() {
    if (blocks_.empty()) return;
    auto tail = lines_.size();
    while (tail > 0 && !is_text(tail - 1)) --tail;
    std::size_t last_text = 0;
    for (const Block& block : blocks_) last_text = block.end;
    tail = std::max(
        forward_begin_ < lines_.size() ? lines_.size() : quote::signature_begin(lines_, tail),
        last_text);
    std::size_t first_text = 0;
    while (first_text < blocks_[0].begin && !is_text(first_text)) ++first_text;
    std::size_t answered = 0;
    for (std::size_t b = 0; b < blocks_.size(); ++b) answered += answer_of(b, tail).first > 0;
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      const auto [answer_lines, answer_bytes] = answer_of(b, tail);
      const Block& block = blocks_[b];
      const bool text_above = first_text < block.begin;
      const bool long_answer =
          answer_bytes >= inline_answer_bytes_min || answer_lines >= inline_answer_lines_min;
      const bool stays =
          answer_lines > 0 && (answered >= 2 || !block.introduced || (text_above && long_answer));
      if (stays) say(block.begin, FoldKind::kept, Why::kept_answered);
      if (!stays && (saw_text_ || block.introduced)) {
        mark(block.begin, block.end, Kind::quoted, Why::quote_marks);
      }
    }
  }

  // How much the sender wrote between block `b` and the next one: lines, bytes.
  std::pair<std::size_t, std::size_t> answer_of(std::size_t b, std::size_t tail) const {
    const auto end = b + 1 < blocks_.size() ? blocks_[b + 1].begin : tail;
    std::size_t lines = 0, bytes = 0;
    for (std::size_t i = blocks_[b].end; i < end; ++i) {
      if (!is_text(i) || quote::is_rule(lines_[i])) continue;
      ++lines;
      bytes += lines_[i].raw.size();
    }
    return {lines, bytes};
  }

  void mark_signature() {
    auto end = lines_.size();
    while (end > 0 && !is_text(end - 1)) --end;
    // Only what stands after the last quote is the end of what the sender wrote.
    std::size_t floor = 0;
    for (std::size_t i = 0; i < end; ++i) {
      if (kinds_[i] == Kind::quoted || lines_[i].depth > 0) floor = i + 1;
    }
    std::vector<quote::Footer> footers;
    const auto begin = std::max(quote::signature_begin(lines_, end, &footers), floor);
    bool any = false;
    for (std::size_t i = 0; i < begin && !any; ++i) any = is_text(i);
    signature_alone_ = !any && begin < end;
    if (!any || begin >= end) return;
    fill(begin, end, Kind::signature);
    for (const quote::Footer& footer : footers) {
      if (footer.begin >= floor) say(footer.begin, FoldKind::signature, footer.why);
    }
  }

  static std::string trimmed(std::string text) {
    const auto last = text.find_last_not_of(" \t\n");
    text.resize(last == std::string::npos ? 0 : last + 1);
    std::size_t first = 0;
    for (std::size_t i = 0;
         i < text.size() && (text[i] == '\n' || text[i] == ' ' || text[i] == '\t'); ++i) {
      if (text[i] == '\n') first = i + 1;  // The first line keeps its indent.
    }
    text.erase(0, first);
    return text;
  }

  // An empty line between two of a kind is of that kind.
  void mark_gaps() {
    Kind before = Kind::visible;
    std::size_t gap = lines_.size();
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].blank) {
        gap = std::min(gap, i);
        continue;
      }
      if (gap < i && kinds_[i] == before) fill(gap, i, before);
      before = kinds_[i];
      gap = lines_.size();
    }
  }

  QuoteSplit gather() const {
    QuoteSplit split;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      auto& to = kinds_[i] == Kind::visible  ? split.visible
                 : kinds_[i] == Kind::quoted ? split.quoted
                                             : split.signature;
      to.append(lines_[i].raw) += '\n';
      if (i >= forward_begin_) split.forwarded.append(lines_[i].raw) += '\n';
    }
    for (auto* field : {&split.visible, &split.quoted, &split.signature, &split.forwarded}) {
      *field = trimmed(std::move(*field));
    }
    split.folds = folds();
    split.nothing_own = nothing_own();
    if (split.visible.empty()) {
      split.visible = trimmed(std::string(text_));
      split.quoted.clear();
      split.signature.clear();
      if (!split.folds.empty()) split.folds = {{FoldKind::kept, {Why::kept_whole, ""}, ""}};
    }
    return split;
  }

  bool nothing_own() const {
    if (signature_alone_) return true;
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (is_text(i) && lines_[i].depth == 0) return false;
    return true;
  }

  // What was decided, one entry for each stretch of lines of a kind.
  std::vector<Fold> folds() const {
    auto said = said_;
    std::ranges::stable_sort(said, {}, &Said::at);
    std::vector<std::size_t> stretch(lines_.size(), 0);
    for (std::size_t i = 1; i < lines_.size(); ++i) {
      stretch[i] = stretch[i - 1] + (kinds_[i] == kinds_[i - 1] ? 0 : 1);
    }
    std::vector<Fold> out;
    const Said* before = nullptr;
    for (const Said& one : said) {
      // Of a signature, each rule's part is told.
      const bool goes_on = before != nullptr && before->kind == one.kind &&
                           stretch[before->at] == stretch[one.at] &&
                           (one.kind != FoldKind::signature || before->why == one.why);
      before = &one;
      if (goes_on || out.size() >= folds_max) continue;
      out.push_back({one.kind, {one.why, ""}, line_at(one.at)});
    }
    return out;
  }

  std::string line_at(std::size_t at) const {
    while (at + 1 < lines_.size() && (lines_[at].blank || quote::is_rule(lines_[at]))) ++at;
    return reason_value(lines_[at].raw);
  }

  std::string_view text_;
  std::vector<Line> lines_;
  std::vector<Kind> kinds_;
  std::vector<Block> blocks_;
  std::vector<Said> said_;
  std::size_t forward_begin_ = lines_.size();
  bool saw_text_ = false;
  bool signature_alone_ = false;
  bool line_was_split_ = false;
  bool done_ = false;
};

}  // namespace

QuoteSplit split_quote(std::string_view text) {
  return Splitter(text).split();
}

}  // namespace mg::mime
