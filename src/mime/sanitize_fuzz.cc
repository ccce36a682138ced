// Any HTML: what comes out holds nothing but the allow-list when it is parsed again, and reads back
// as itself.
#include <algorithm>
#include <cassert>
#include <cstring>
#include <gumbo.h>
#include <set>
#include <string>

#include "base/ascii.h"
#include "base/fuzz_input.h"
#include "base/utf8.h"
#include "mime/charset.h"
#include "mime/html_text.h"
#include "mime/linkify.h"
#include "mime/sanitize.h"

namespace mg::mime {
namespace {

using Names = std::set<std::string_view>;

// Written down a second time on purpose: an element added to the product must be added here too.
const Names elements{
    "a",     "abbr",   "address",    "article", "aside", "b",      "bdi",    "bdo",    "big",
    "br",    "center", "blockquote", "caption", "cite",  "code",   "col",    "dd",     "colgroup",
    "del",   "dfn",    "details",    "div",     "dl",    "dt",     "em",     "figure", "figcaption",
    "font",  "footer", "h1",         "h2",      "h3",    "h4",     "h5",     "h6",     "header",
    "hr",    "i",      "img",        "ins",     "kbd",   "li",     "main",   "mark",   "nav",
    "nobr",  "ol",     "p",          "pre",     "q",     "rp",     "rt",     "ruby",   "s",
    "samp",  "small",  "section",    "span",    "sub",   "strike", "strong", "sup",    "summary",
    "table", "tbody",  "td",         "tfoot",   "th",    "thead",  "time",   "tr",     "tt",
    "u",     "ul",     "var",        "wbr"};
const Names attributes{"align",
                       "valign",
                       "width",
                       "height",
                       "bgcolor",
                       "color",
                       "face",
                       "size",
                       "border",
                       "cellpadding",
                       "lang",
                       "colspan",
                       "rowspan",
                       "start",
                       "cellspacing",
                       "alt",
                       "title",
                       "dir",
                       "style",
                       "href",
                       "target",
                       "rel",
                       "data-remote-src",
                       "data-cid",
                       "src"};

bool begins(std::string_view text, std::initializer_list<std::string_view> starts) {
  return std::ranges::any_of(starts, [&](auto start) {
    return text.size() >= start.size() && ascii::equals(text.substr(0, start.size()), start);
  });
}

void expect_allowed(const GumboElement& element) {
  assert(elements.contains(gumbo_normalized_tagname(element.tag)));
  for (unsigned int i = 0; i < element.attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
    const std::string_view name = attribute->name, value = attribute->value;
    assert(attributes.contains(name));
    if (name == "href") assert(begins(value, {"http:", "https:", "mailto:", "tel:"}));
    if (name == "src") assert(begins(value, {"data:image/", "/own/"}));
    if (name == "data-remote-src") assert(begins(value, {"http:", "https:"}));
    if (name == "style") {
      std::string low(value);
      for (char& c : low) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
      for (const char* word : {"url", "expression", "@", "\\", "/*", "behavio", "position", "<"}) {
        assert(low.find(word) == std::string::npos);
      }
    }
  }
}

void expect_allowed_below(const GumboNode* node) {
  assert(node->type != GUMBO_NODE_COMMENT && node->type != GUMBO_NODE_TEMPLATE);
  if (node->type != GUMBO_NODE_ELEMENT) return;
  for (unsigned int i = 0; i < node->v.element.children.length; ++i) {
    const auto* inner = static_cast<const GumboNode*>(node->v.element.children.data[i]);
    if (inner->type == GUMBO_NODE_ELEMENT) expect_allowed(inner->v.element);
    expect_allowed_below(inner);
  }
}

void expect_harmless(const std::string& html) {
  assert(mg::is_utf8(html));
  // As the frame shows it: a body of its own.
  GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size());
  const GumboVector& children = output->root->v.element.children;
  for (unsigned int i = 0; i < children.length; ++i) {
    const auto* child = static_cast<const GumboNode*>(children.data[i]);
    if (child->type != GUMBO_NODE_ELEMENT) continue;
    assert(child->v.element.attributes.length == 0);
    if (child->v.element.tag == GUMBO_TAG_HEAD) assert(child->v.element.children.length == 0);
    if (child->v.element.tag == GUMBO_TAG_BODY) expect_allowed_below(child);
  }
  gumbo_destroy_output(&kGumboDefaultOptions, output);
}

}  // namespace
}  // namespace mg::mime

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mg::mime;
  const std::string source = clean_utf8(mg::FuzzInput(data, size).rest());
  const CidUrl own = [](std::string_view cid) {
    return cid.size() % 7 == 0 ? std::string() : "/own/" + std::to_string(cid.size());
  };
  const Sanitized once = sanitize_html(source, own);
  expect_harmless(once.html);
  const Sanitized twice = sanitize_html(once.html, own);
  assert(twice.html == once.html);
  assert(twice.cids == once.cids && twice.has_remote_images == once.has_remote_images);
  // Stored without addresses, shown with them later: the same images.
  const Sanitized stored = sanitize_html(source);
  assert(sanitize_html(stored.html, own).html == once.html);

  assert(mg::is_utf8(text_of_html(source)));
  expect_harmless(linkify(source));
  const std::string link = safe_link(source);
  assert(link.empty() || begins(link, {"http:", "https:", "mailto:", "tel:"}));
  assert(safe_link(link) == link);
  return 0;
}
