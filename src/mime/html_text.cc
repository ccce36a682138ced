#include "mime/html_text.h"

#include <algorithm>
#include <cctype>

#include "mime/html_tree.h"

namespace mg::mime {
namespace {

using html::attribute;
using html::child;
using html::children;

constexpr std::size_t shown_link_bytes_max = 200;  // A longer one is for machines.
constexpr int quote_depth_max = 20;

class TextWriter {
 public:
  void body(const GumboNode* node, int depth) {
    for (unsigned int i = 0; i < children(node).length; ++i) walk(child(node, i), depth + 1);
  }

  std::string take() {
    while (!out_.empty() && (out_.back() == '\n' || out_.back() == ' ')) out_.pop_back();
    return std::move(out_);
  }

 private:
  void walk(const GumboNode* node, int depth) {
    if (depth > html_depth_max * 3) return;
    if (html::is_text(node)) return pre_ > 0 ? verbatim(html::text(node)) : flow(html::text(node));
    if (!html::is_element(node) || html::is_never_shown(node) || html::is_hidden(node)) return;
    element(node, depth);
  }

  void element(const GumboNode* node, int depth) {
    const GumboTag tag = node->v.element.tag;
    switch (tag) {
      case GUMBO_TAG_BR:
        return line_break();
      case GUMBO_TAG_HR:
        break_lines(1);
        word("--------");
        return break_lines(1);
      case GUMBO_TAG_A:
        return link(node, depth);
      case GUMBO_TAG_LI:
        return item(node, depth);
      case GUMBO_TAG_UL:
      case GUMBO_TAG_OL:
        return list(node, depth);
      case GUMBO_TAG_BLOCKQUOTE:
        return quote(node, depth);
      case GUMBO_TAG_TD:
      case GUMBO_TAG_TH:
        cell();
        return body(node, depth);
      case GUMBO_TAG_PRE:
        break_lines(2);
        ++pre_;
        body(node, depth);
        --pre_;
        return break_lines(2);
      default:
        break;
    }
    const bool apart = tag == GUMBO_TAG_P || (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6) ||
                       tag == GUMBO_TAG_TABLE || tag == GUMBO_TAG_DL;
    const bool block = html::is_block(tag);
    const bool plain_p =
        tag == GUMBO_TAG_P && attribute(node, "class").find("MsoNormal") != std::string_view::npos;
    if (block) break_lines(apart && !plain_p ? 2 : 1);
    body(node, depth);
    if (block) break_lines(apart && !plain_p ? 2 : 1);
  }

  void link(const GumboNode* node, int depth) {
    const auto begin = out_.size();
    body(node, depth);
    std::string_view shown = std::string_view(out_).substr(std::min(begin, out_.size()));
    while (!shown.empty() && (shown.front() == ' ' || shown.front() == '\n'))
      shown.remove_prefix(1);
    const auto href = attribute(node, "href");
    if (says_more(href, shown)) {
      const std::string note = shown.empty() ? std::string(href) : "(" + std::string(href) + ")";
      space_ = !shown.empty();
      word(note);
    }
  }

  static bool says_more(std::string_view href, std::string_view shown) {
    if (href.size() > shown_link_bytes_max || shown.empty()) return false;
    const auto bare = [](std::string_view url) {
      for (const std::string_view start : {"https://", "http://", "mailto:", "www."}) {
        if (url.starts_with(start)) url.remove_prefix(start.size());
      }
      while (url.ends_with('/')) url.remove_suffix(1);
      return url;
    };
    if (!href.starts_with("http://") && !href.starts_with("https://") &&
        !href.starts_with("mailto:"))
      return false;
    const auto address = bare(href);
    return !address.empty() && shown.find(address) == std::string_view::npos &&
           bare(shown) != address;
  }

  void list(const GumboNode* node, int depth) {
    const int before = counter_;
    counter_ = node->v.element.tag == GUMBO_TAG_OL ? 1 : 0;
    break_lines(indent_ == 0 ? 2 : 1);
    ++indent_;
    body(node, depth);
    --indent_;
    break_lines(indent_ == 0 ? 2 : 1);
    counter_ = before;
  }

  void item(const GumboNode* node, int depth) {
    break_lines(1);
    const std::string mark(static_cast<std::size_t>(std::clamp(indent_ - 1, 0, 10)) * 2, ' ');
    word(mark + (counter_ > 0 ? std::to_string(counter_) + "." : "-"));
    if (counter_ > 0) ++counter_;
    space_ = true;
    held_ = true;
    body(node, depth);
    held_ = false;
    break_lines(1);
  }

  void quote(const GumboNode* node, int depth) {
    break_lines(1);
    // Gmail's "indent more" makes a blockquote without a bar: layout, not a quote.
    const auto style = attribute(node, "style");
    const bool layout = attribute(node, "type").empty() &&
                        (style.find("border:none") != std::string_view::npos ||
                         (attribute(node, "class") == "gmail_quote" && style.empty()));
    if (!layout) ++quote_;
    body(node, depth);
    break_lines(1);
    if (!layout) --quote_;
  }

  void cell() {
    if (!at_line_start() && pending_ == 0) {
      space_ = false;
      out_ += "  ";
    }
  }

  bool at_line_start() const { return out_.empty() || out_.back() == '\n'; }

  // At least `lines` line ends before the next word; an item's mark waits for its words.
  void break_lines(int lines) {
    if (held_) return;
    space_ = false;
    if (!out_.empty()) pending_ = std::max(pending_, lines);
  }

  void line_break() {
    held_ = false;
    space_ = false;
    // Empty lines within the text stay, as many as a reader may want.
    pending_ = std::min(pending_ + 1, 3);
    if (out_.empty()) pending_ = 0;
  }

  void word(std::string_view word) {
    if (pending_ > 0) {
      while (!out_.empty() && out_.back() == ' ') out_.pop_back();
      // The quote mark of the gap is that of the shallower side.
      for (int i = 0; i < pending_; ++i) {
        out_ += '\n';
        if (i + 1 < pending_) put_quote(std::min(quote_, last_quote_));
      }
      pending_ = 0;
      put_quote(quote_);
    } else if (out_.empty()) {
      put_quote(quote_);
    } else if (space_ && out_.back() != ' ') {
      out_ += ' ';
    }
    last_quote_ = quote_;
    space_ = false;
    held_ = false;
    out_.append(word);
  }

  void put_quote(int depth) {
    const int marks = std::min(depth, quote_depth_max);
    out_.append(static_cast<std::size_t>(marks), '>');
    if (marks > 0) out_ += ' ';
  }

  void flow(std::string_view text) {
    while (!text.empty()) {
      const auto is_space = [](char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
      };
      const auto end =
          static_cast<std::size_t>(std::ranges::find_if(text, is_space) - text.begin());
      if (end > 0) word(text.substr(0, end));
      text.remove_prefix(end);
      if (text.empty()) break;
      space_ = !at_line_start() && pending_ == 0;
      const auto next = std::ranges::find_if_not(text, is_space);
      text.remove_prefix(static_cast<std::size_t>(next - text.begin()));
    }
  }

  void verbatim(std::string_view text) {
    while (!text.empty()) {
      const auto end = std::min(text.find('\n'), text.size());
      auto line = text.substr(0, end);
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (!line.empty()) word(line);
      if (end == text.size()) break;
      pending_ = out_.empty() ? 0 : std::min(pending_ + 1, 3);
      text.remove_prefix(end + 1);
    }
  }

  std::string out_;
  int pending_ = 0;     // Line ends owed before the next word.
  bool space_ = false;  // A blank owed before the next word.
  bool held_ = false;   // A list mark waits for its words: no line end in between.
  int pre_ = 0, indent_ = 0, counter_ = 0, quote_ = 0, last_quote_ = 0;
};

}  // namespace

std::string text_of_html(std::string_view html) {
  const html::Tree tree(html);
  TextWriter writer;
  if (tree.body() != nullptr) writer.body(tree.body(), 0);
  return writer.take();
}

}  // namespace mg::mime
