// Any text and any HTML: what is shown at first and what is folded make up the whole.
#include <array>
#include <cassert>
#include <string>

#include "base/fuzz_input.h"
#include "base/utf8.h"
#include "mime/charset.h"
#include "mime/html_tree.h"
#include "mime/quote.h"

namespace mg::mime {
namespace {

using Histogram = std::array<std::size_t, 256>;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

void count(std::string_view text, Histogram& bytes) {
  for (const char c : text) {
    if (!is_blank(c)) ++bytes[static_cast<unsigned char>(c)];
  }
}

std::string without_blanks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_blank(c)) out += c;
  }
  return out;
}

// Line for line; blanks may differ.
void expect_in_order(std::string_view whole, std::string_view part) {
  std::size_t from = 0;
  while (!part.empty()) {
    const auto end = part.find('\n');
    const std::string line = without_blanks(part.substr(0, end));
    part.remove_prefix(end == std::string_view::npos ? part.size() : end + 1);
    const auto found = whole.find(line, from);
    assert(found != std::string_view::npos);
    from = found + line.size();
  }
}

void expect_nothing_lost(std::string_view text, const QuoteSplit& split) {
  Histogram before{}, after{};
  count(text, before);
  for (const auto* field : {&split.visible, &split.quoted, &split.signature}) count(*field, after);
  assert(before == after);
  const std::string whole = without_blanks(text);
  for (const auto* field : {&split.visible, &split.quoted, &split.signature, &split.forwarded}) {
    assert(mg::is_utf8(*field));
    expect_in_order(whole, *field);
  }
  assert(whole.empty() || !without_blanks(split.visible).empty());
}

void count_below(const GumboNode* node, Histogram& bytes) {
  if (node == nullptr) return;
  if (html::is_text(node)) return count(html::text(node), bytes);
  if (!html::is_element(node) || html::is_never_shown(node)) return;
  for (unsigned int i = 0; i < html::children(node).length; ++i) {
    count_below(html::child(node, i), bytes);
  }
}

Histogram shown(std::string_view source) {
  Histogram bytes{};
  const html::Tree tree(source);
  count_below(tree.body(), bytes);
  return bytes;
}

}  // namespace
}  // namespace mg::mime

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mg::mime;
  const std::string text = clean_utf8(mg::FuzzInput(data, size).rest());
  const QuoteSplit split = split_quote(text);
  expect_nothing_lost(text, split);
  assert(split == split_quote(text));

  const QuoteSplitHtml html = split_quote_html(text);
  assert(mg::is_utf8(html.visible_html) && mg::is_utf8(html.quoted_html));
  const QuoteSplit both = split_quote_of_both(text, text);
  for (const auto* field : {&both.visible, &both.quoted, &both.signature}) {
    assert(mg::is_utf8(*field));
  }
  if (html.quoted_html.empty() && html.signature_html.empty()) return 0;
  const auto whole = shown(text), visible = shown(html.visible_html),
             quoted = shown(html.quoted_html), sign = shown(html.signature_html);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    assert(whole[i] == visible[i] + quoted[i] + sign[i]);
  }
  return 0;
}
