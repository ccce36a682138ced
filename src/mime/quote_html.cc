#include <algorithm>
#include <utility>
#include <vector>

#include "mime/html_text.h"
#include "mime/html_tree.h"
#include "mime/html_write.h"
#include "mime/quote.h"
#include "mime/quote_lines.h"
#include "mime/quote_marks.h"

namespace mg::mime {
namespace {

using html::child;
using html::children;

constexpr int walk_depth_max = 2000;
constexpr std::size_t excerpt_bytes_max = 700;
constexpr std::size_t excerpt_nodes_max = 150;
constexpr int looks_max = 3000;  // Line starts that are looked at; a mail has fewer.

// The body's nodes in document order, so that "from here on" is a range.
struct Node {
  const GumboNode* node = nullptr;
  std::size_t end = 0;  // One past the last node below.
  bool words = false;   // Text that a reader sees, or a picture.
  bool block = false;
};

struct Range {
  std::size_t begin = 0, end = 0;  // Nodes.
  Why why = Why::none;
  std::string_view name;  // Of the container; lives with the tree.
};

enum class Place : char { visible, quoted, signature };

class HtmlSplitter {
 public:
  explicit HtmlSplitter(const GumboNode* body) {
    flatten(body, true, 0);
    words_up_to_.push_back(0);
    for (const Node& node : nodes_)
      words_up_to_.push_back(words_up_to_.back() + (node.words ? 1 : 0));
  }

  void split() {
    bool line_start = true;
    std::vector<std::size_t> open_blocks;
    for (std::size_t i = 1; i < nodes_.size() && !done_;) {
      while (!open_blocks.empty() && open_blocks.back() <= i) {
        open_blocks.pop_back();
        line_start = true;
      }
      if (nodes_[i].block) {
        open_blocks.push_back(nodes_[i].end);
        line_start = true;
      }
      if (const auto next = at_node(i, line_start); next != i) {
        i = next;
        line_start = true;
        continue;
      }
      if (nodes_[i].words) {
        line_start = false;
        last_words_ = i;
      }
      ++i;
    }
    std::size_t answered = 0, hidden = 0;
    for (std::size_t f = 0; f < folds_.size(); ++f) {
      answered += answer_after(f);
      hidden += words_between(folds_[f].begin, folds_[f].end);
    }
    if (answered >= 2 || hidden == words_up_to_.back()) folds_.clear();
    places_.assign(nodes_.size(), Place::visible);
    for (const Range& fold : folds_) fill(fold, Place::quoted);
    fold_signatures();
  }

  // Whether each word that can be seen stands in a quote.
  bool nothing_own() const {
    for (std::size_t i = 0; i < nodes_.size();) {
      const bool quotes = i > 0 && html::is_element(nodes_[i].node) &&
                          (is_blockquote(i) ||
                           html::quote_mark(nodes_[i].node).mark == html::QuoteMark::holds_quote);
      if (!quotes && nodes_[i].words) return false;
      i = quotes ? nodes_[i].end : i + 1;
    }
    return true;
  }

  bool any() const { return !folds_.empty() || !signatures_.empty(); }

  std::string write(Place place) const {
    std::string out;
    for (std::size_t i = 1; i < nodes_.size(); i = nodes_[i].end)
      write_node(i, place, Place::visible, out, 0);
    return out;
  }

  std::vector<Fold> said() const {
    std::vector<Fold> out;
    for (const auto* list : {&folds_, &signatures_}) {
      for (const Range& range : *list) {
        if (out.size() >= folds_max) break;
        const std::string text = excerpt(range.begin);
        out.push_back({list == &folds_ ? FoldKind::quoted : FoldKind::signature,
                       {range.why, reason_value(range.name)},
                       reason_value(std::string_view(text).substr(0, text.find('\n')))});
      }
    }
    return out;
  }

 private:
  void fill(const Range& range, Place place) {
    std::fill(places_.begin() + static_cast<long>(range.begin),
              places_.begin() + static_cast<long>(range.end), place);
  }

  // A signature is folded when the sender wrote nothing below it.
  void fold_signatures() {
    std::vector<Range> found;
    found.swap(signatures_);
    std::size_t after = 0;  // Words shown behind the one that is looked at.
    std::size_t at = nodes_.size();
    for (auto one = found.rbegin(); one != found.rend(); ++one) {
      for (; at > one->end; --at) {
        after += nodes_[at - 1].words && places_[at - 1] == Place::visible ? 1 : 0;
      }
      const bool alone = after == 0 && words_between(one->begin, one->end) > 0;
      if (!alone || places_[one->begin] != Place::visible) continue;
      bool shown_above = false;
      for (std::size_t i = 0; i < one->begin && !shown_above; ++i) {
        shown_above = nodes_[i].words && places_[i] == Place::visible;
      }
      if (!shown_above) break;
      fill(*one, Place::signature);
      at = one->begin;
      signatures_.insert(signatures_.begin(), *one);
    }
  }

  void flatten(const GumboNode* node, bool shown, int depth) {
    if (depth > walk_depth_max) return;
    const auto at = nodes_.size();
    const bool element = html::is_element(node);
    if (element && (html::is_never_shown(node))) return;
    if (!element && !html::is_text(node)) return;
    shown = shown && !(element && html::is_hidden(node));
    const bool words = shown && (element ? node->v.element.tag == GUMBO_TAG_IMG
                                         : !html::is_blank(html::text(node)));
    const bool block =
        element && (html::is_block(node->v.element.tag) || node->v.element.tag == GUMBO_TAG_BR ||
                    node->v.element.tag == GUMBO_TAG_TD);
    nodes_.push_back({node, 0, words, block});
    for (unsigned int i = 0; i < children(node).length; ++i)
      flatten(child(node, i), shown, depth + 1);
    nodes_[at].end = nodes_.size();
  }

  // Folds what starts at node `i`, if history does; returns the node to go on with, or `i`.
  std::size_t at_node(std::size_t i, bool line_start) {
    const Node& node = nodes_[i];
    if (html::is_element(node.node)) {
      const auto [mark, name] = html::quote_mark(node.node);
      switch (mark) {
        case html::QuoteMark::starts_history:
          return words_follow(i) ? history_from(i, Why::quote_container, name) : i;
        case html::QuoteMark::holds_quote:
          return container(i, name);
        case html::QuoteMark::signature:
          return signature(i, name);
        case html::QuoteMark::none:
          return i;
      }
    }
    if (!line_start || !node.words || ++looks_ > looks_max) return i;
    const std::string text = excerpt(i);  // The lines look into it.
    const auto lines = quote::lines_of(text);
    if (lines.empty()) return i;
    if (quote::is_forward_mark(lines[0])) return stop();
    if (quote::is_original_mark(lines[0])) return history_from(i, Why::quote_line);
    if (quote::header_block_end(lines, 0) != 0) return history_from(i, Why::quote_header);
    if (const auto end = quote::intro_end(lines, 0); end != 0) return intro(i, lines, end);
    return i;
  }

  std::size_t stop() {
    done_ = true;
    return nodes_.size();
  }

  std::size_t history_from(std::size_t i, Why why, std::string_view name = {}) {
    if (!words_before(i)) return stop();  // Sent on without a word.
    folds_.push_back({fold_begin(i), nodes_.size(), why, name});
    return stop();
  }

  std::size_t signature(std::size_t i, std::string_view name) {
    constexpr std::size_t signatures_max = 20;
    if (!words_before(i) || signatures_.size() >= signatures_max) return i;
    signatures_.push_back({i, nodes_[i].end, Why::signature_container, name});
    return nodes_[i].end;
  }

  std::size_t container(std::size_t i, std::string_view name) {
    const auto end = nodes_[i].end;
    const std::string text = excerpt(i);  // The lines look into it.
    const auto lines = quote::lines_of(text);
    if (!lines.empty() && quote::is_forward_mark(lines[0])) return stop();
    if (answered_inside(i)) return stop();
    if (!words_before(i) && !words_between(end, nodes_.size())) return stop();
    folds_.push_back({i, end, Why::quote_container, name});
    return end;
  }

  std::size_t intro(std::size_t i, const std::vector<quote::Line>& lines, std::size_t lines_end) {
    const auto begin = fold_begin(i);
    std::size_t budget = 16;
    for (std::size_t l = 0; l < lines_end; ++l) budget += lines[l].raw.size();
    for (std::size_t k = begin; k < i; ++k) {
      if (is_blockquote(k) && nodes_[k].end > i) return fold(begin, nodes_[k].end);
    }
    std::size_t bytes = 0;
    for (std::size_t k = i; k < nodes_.size() && bytes <= budget; ++k) {
      if (nodes_[k].words && html::is_text(nodes_[k].node))
        bytes += trimmed_size(html::text(nodes_[k].node));
      const bool holds = html::is_element(nodes_[k].node) &&
                         html::quote_mark(nodes_[k].node).mark == html::QuoteMark::holds_quote;
      if (is_blockquote(k) || holds) return fold(begin, nodes_[k].end);
    }
    if (!words_before(i)) return i;
    return history_from(i, Why::quote_intro);
  }

  std::size_t fold(std::size_t begin, std::size_t end) {
    if (!words_before(begin) && !words_between(end, nodes_.size())) return stop();
    folds_.push_back({begin, end, Why::quote_intro, {}});
    return end;
  }

  static std::size_t trimmed_size(std::string_view s) {
    const auto first = s.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return 0;
    return s.find_last_not_of(" \t\r\n") - first + 1;
  }

  bool is_blockquote(std::size_t i) const {
    return html::is_element(nodes_[i].node) &&
           nodes_[i].node->v.element.tag == GUMBO_TAG_BLOCKQUOTE;
  }

  // The rule and the empty boxes above history belong to it.
  std::size_t fold_begin(std::size_t i) const {
    const auto folded = std::max(folds_.empty() ? 0 : folds_.back().end,
                                 signatures_.empty() ? 0 : signatures_.back().end);
    return std::min(std::max(last_words_ + 1, folded), i);
  }

  bool words_before(std::size_t i) const { return last_words_ > 0 && last_words_ < i; }

  bool words_follow(std::size_t i) const { return words_between(i, nodes_.size()) > 0; }

  std::size_t words_between(std::size_t begin, std::size_t end) const {
    return words_up_to_[end] - words_up_to_[begin];
  }

  // Whether the sender wrote between the blockquotes of container `i`.
  bool answered_inside(std::size_t i) const {
    if (is_blockquote(i)) return false;
    bool quote_seen = false;
    for (std::size_t k = i + 1; k < nodes_[i].end;) {
      if (is_blockquote(k)) {
        quote_seen = true;
        k = nodes_[k].end;
        continue;
      }
      if (quote_seen && nodes_[k].words) return true;
      ++k;
    }
    return false;
  }

  // Whether the sender wrote below fold `f`.
  bool answer_after(std::size_t f) const {
    const auto end = f + 1 < folds_.size() ? folds_[f + 1].begin : nodes_.size();
    return words_between(folds_[f].end, end) > 0;
  }

  // The text from node `i` on, in lines.
  std::string excerpt(std::size_t i) const {
    std::string out;
    std::vector<std::size_t> ends;
    const auto limit = std::min(nodes_.size(), i + excerpt_nodes_max);
    const auto new_line = [&] {
      if (!out.empty() && out.back() != '\n') out += '\n';
    };
    for (std::size_t k = i; k < limit && out.size() < excerpt_bytes_max; ++k) {
      while (!ends.empty() && ends.back() <= k) {
        ends.pop_back();
        new_line();
      }
      if (nodes_[k].block) {
        new_line();
        ends.push_back(nodes_[k].end);
      }
      if (!nodes_[k].words || !html::is_text(nodes_[k].node)) continue;
      for (const char c : html::text(nodes_[k].node).substr(0, excerpt_bytes_max)) {
        const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank) out += c;
        if (blank && !out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
      }
    }
    return out;
  }

  void write_node(std::size_t i, Place wanted, Place inside, std::string& out, int depth) const {
    if (inside == Place::visible) inside = places_[i];
    if (inside != Place::visible && inside != wanted) return;
    const GumboNode* node = nodes_[i].node;
    const bool here = inside == wanted;
    if (html::is_text(node)) {
      if (here) html::write_text(html::text(node), out);
      return;
    }
    if (here) html::write_start(node, out);
    if (depth < walk_depth_max) {
      for (std::size_t k = i + 1; k < nodes_[i].end; k = nodes_[k].end) {
        write_node(k, wanted, inside, out, depth + 1);
      }
    }
    if (here) html::write_end(node, out);
  }

  std::vector<Node> nodes_;
  std::vector<std::size_t> words_up_to_;  // How many nodes with words stand before node [i].
  std::vector<Range> folds_;              // In document order, apart from one another.
  std::vector<Range> signatures_;         // In document order, too.
  std::vector<Place> places_;
  std::size_t last_words_ = 0;
  int looks_ = 0;
  bool done_ = false;
};

}  // namespace

QuoteSplitHtml split_quote_html(std::string_view html) {
  const html::Tree tree(html);
  QuoteSplitHtml out;
  out.visible_html = html;
  if (tree.body() == nullptr) return out;
  HtmlSplitter splitter(tree.body());
  splitter.split();
  out.nothing_own = splitter.nothing_own();
  if (!splitter.any()) return out;
  return {splitter.write(Place::visible), splitter.write(Place::quoted),
          splitter.write(Place::signature), splitter.said(), out.nothing_own};
}

}  // namespace mg::mime
