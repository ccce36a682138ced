#include "mime/html_tree.h"

#include <algorithm>

#include "base/ascii.h"
#include "mime/html_text.h"

namespace mg::mime::html {
namespace {

constexpr GumboVector no_children{nullptr, 0, 0};

}  // namespace

Tree::Tree(std::string_view html) : source_(bounded(html.substr(0, html_bytes_max))) {
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  output_ = gumbo_parse_with_options(&options, source_.data(), source_.size());
}

Tree::~Tree() {
  gumbo_destroy_output(&kGumboDefaultOptions, output_);
}

const GumboNode* Tree::root() const {
  return output_->root;
}

const GumboNode* Tree::body() const {
  for (unsigned int i = 0; i < children(root()).length; ++i) {
    const auto* node = child(root(), i);
    if (is_element(node) && node->v.element.tag == GUMBO_TAG_BODY) return node;
  }
  return nullptr;
}

bool is_element(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT;
}

bool is_text(const GumboNode* node) {
  return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
         node->type == GUMBO_NODE_CDATA;
}

std::string_view text(const GumboNode* node) {
  return is_text(node) ? node->v.text.text : "";
}

std::string tag_name(const GumboNode* node) {
  if (node->v.element.tag != GUMBO_TAG_UNKNOWN)
    return gumbo_normalized_tagname(node->v.element.tag);
  GumboStringPiece piece = node->v.element.original_tag;
  if (piece.data == nullptr) return {};
  gumbo_tag_from_original_text(&piece);
  std::string name(piece.data, piece.length);
  for (char& c : name) c = ascii::lower(c);
  // "select\vx" is unknown, but is cut at the tab when its name is read: it must not become one
  // that hides its text.
  return gumbo_tag_enum(name.c_str()) == GUMBO_TAG_UNKNOWN ? name : "span";
}

std::string_view attribute(const GumboNode* node, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&node->v.element.attributes, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

const GumboVector& children(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE
             ? node->v.element.children
             : no_children;
}

const GumboNode* child(const GumboNode* node, unsigned int index) {
  return static_cast<const GumboNode*>(children(node).data[index]);
}

bool is_void(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_AREA:
    case GUMBO_TAG_BASE:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_COL:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_META:
    case GUMBO_TAG_PARAM:
    case GUMBO_TAG_SOURCE:
    case GUMBO_TAG_TRACK:
    case GUMBO_TAG_WBR:
      return true;
    default:
      return false;
  }
}

bool is_block(GumboTag tag) {
  constexpr GumboTag blocks[] = {
      GUMBO_TAG_ADDRESS, GUMBO_TAG_ARTICLE,    GUMBO_TAG_ASIDE,    GUMBO_TAG_BLOCKQUOTE,
      GUMBO_TAG_BODY,    GUMBO_TAG_CAPTION,    GUMBO_TAG_CENTER,   GUMBO_TAG_DD,
      GUMBO_TAG_DETAILS, GUMBO_TAG_DIV,        GUMBO_TAG_DL,       GUMBO_TAG_DT,
      GUMBO_TAG_FIGURE,  GUMBO_TAG_FIGCAPTION, GUMBO_TAG_FOOTER,   GUMBO_TAG_FORM,
      GUMBO_TAG_H1,      GUMBO_TAG_H2,         GUMBO_TAG_H3,       GUMBO_TAG_H4,
      GUMBO_TAG_H5,      GUMBO_TAG_H6,         GUMBO_TAG_HEADER,   GUMBO_TAG_HR,
      GUMBO_TAG_LI,      GUMBO_TAG_MAIN,       GUMBO_TAG_NAV,      GUMBO_TAG_OL,
      GUMBO_TAG_P,       GUMBO_TAG_PRE,        GUMBO_TAG_SECTION,  GUMBO_TAG_SUMMARY,
      GUMBO_TAG_TABLE,   GUMBO_TAG_TBODY,      GUMBO_TAG_TFOOT,    GUMBO_TAG_THEAD,
      GUMBO_TAG_TR,      GUMBO_TAG_UL,         GUMBO_TAG_FIELDSET, GUMBO_TAG_MENU};
  return std::ranges::find(blocks, tag) != std::end(blocks);
}

bool is_never_shown(const GumboNode* node) {
  if (node->type == GUMBO_NODE_TEMPLATE || node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML)
    return true;
  constexpr GumboTag dropped[] = {
      GUMBO_TAG_HEAD,     GUMBO_TAG_TITLE,    GUMBO_TAG_STYLE,  GUMBO_TAG_SCRIPT,
      GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE, GUMBO_TAG_IFRAME, GUMBO_TAG_FRAME,
      GUMBO_TAG_FRAMESET, GUMBO_TAG_NOFRAMES, GUMBO_TAG_OBJECT, GUMBO_TAG_EMBED,
      GUMBO_TAG_APPLET,   GUMBO_TAG_AUDIO,    GUMBO_TAG_VIDEO,  GUMBO_TAG_CANVAS,
      GUMBO_TAG_SVG,      GUMBO_TAG_MATH,     GUMBO_TAG_SELECT, GUMBO_TAG_OPTION,
      GUMBO_TAG_TEXTAREA, GUMBO_TAG_INPUT,    GUMBO_TAG_BUTTON, GUMBO_TAG_NOEMBED,
      GUMBO_TAG_META,     GUMBO_TAG_LINK,     GUMBO_TAG_BASE,   GUMBO_TAG_PLAINTEXT,
      GUMBO_TAG_XMP,      GUMBO_TAG_LISTING,  GUMBO_TAG_MAP,    GUMBO_TAG_DATALIST,
      GUMBO_TAG_OPTGROUP, GUMBO_TAG_PARAM,    GUMBO_TAG_SOURCE, GUMBO_TAG_TRACK,
      GUMBO_TAG_AREA};
  return std::ranges::find(dropped, node->v.element.tag) != std::end(dropped);
}

bool is_hidden(const GumboNode* node) {
  std::string style;
  for (const char c : attribute(node, "style").substr(0, 2000)) {
    if (c != ' ' && c != '\n' && c != '\t') style += ascii::lower(c);
  }
  return style.find("display:none") != std::string::npos ||
         style.find("mso-hide:all") != std::string::npos;
}

}  // namespace mg::mime::html
