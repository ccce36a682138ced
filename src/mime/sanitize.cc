#include "mime/sanitize.h"

#include <algorithm>
#include <array>

#include "mime/html_text.h"
#include "mime/html_tree.h"
#include "mime/html_write.h"
#include "mime/linkify.h"
#include "mime/sanitize_css.h"

namespace mg::mime {
namespace {

using html::attribute;
using html::child;
using html::children;

constexpr int walk_depth_max = 2000;
constexpr int passes_max = 4;
constexpr std::size_t attribute_bytes_max = 1000;

constexpr GumboTag allowed_tags[] = {
    GUMBO_TAG_A,        GUMBO_TAG_ABBR,       GUMBO_TAG_ADDRESS, GUMBO_TAG_ARTICLE,
    GUMBO_TAG_ASIDE,    GUMBO_TAG_B,          GUMBO_TAG_BDI,     GUMBO_TAG_BDO,
    GUMBO_TAG_BIG,      GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_BR,      GUMBO_TAG_CAPTION,
    GUMBO_TAG_CENTER,   GUMBO_TAG_CITE,       GUMBO_TAG_CODE,    GUMBO_TAG_COL,
    GUMBO_TAG_COLGROUP, GUMBO_TAG_DD,         GUMBO_TAG_DEL,     GUMBO_TAG_DETAILS,
    GUMBO_TAG_DFN,      GUMBO_TAG_DIV,        GUMBO_TAG_DL,      GUMBO_TAG_DT,
    GUMBO_TAG_EM,       GUMBO_TAG_FIGCAPTION, GUMBO_TAG_FIGURE,  GUMBO_TAG_FONT,
    GUMBO_TAG_FOOTER,   GUMBO_TAG_H1,         GUMBO_TAG_H2,      GUMBO_TAG_H3,
    GUMBO_TAG_H4,       GUMBO_TAG_H5,         GUMBO_TAG_H6,      GUMBO_TAG_HEADER,
    GUMBO_TAG_HR,       GUMBO_TAG_I,          GUMBO_TAG_IMG,     GUMBO_TAG_INS,
    GUMBO_TAG_KBD,      GUMBO_TAG_LI,         GUMBO_TAG_MAIN,    GUMBO_TAG_MARK,
    GUMBO_TAG_NAV,      GUMBO_TAG_NOBR,       GUMBO_TAG_OL,      GUMBO_TAG_P,
    GUMBO_TAG_PRE,      GUMBO_TAG_Q,          GUMBO_TAG_RP,      GUMBO_TAG_RT,
    GUMBO_TAG_RUBY,     GUMBO_TAG_S,          GUMBO_TAG_SAMP,    GUMBO_TAG_SECTION,
    GUMBO_TAG_SMALL,    GUMBO_TAG_SPAN,       GUMBO_TAG_STRIKE,  GUMBO_TAG_STRONG,
    GUMBO_TAG_SUB,      GUMBO_TAG_SUMMARY,    GUMBO_TAG_SUP,     GUMBO_TAG_TABLE,
    GUMBO_TAG_TBODY,    GUMBO_TAG_TD,         GUMBO_TAG_TFOOT,   GUMBO_TAG_TH,
    GUMBO_TAG_THEAD,    GUMBO_TAG_TIME,       GUMBO_TAG_TR,      GUMBO_TAG_TT,
    GUMBO_TAG_U,        GUMBO_TAG_UL,         GUMBO_TAG_VAR,     GUMBO_TAG_WBR};

// Harmless on every element that is left; in the order in which they are written.
constexpr const char* size_attributes[] = {
    "align",  "valign",      "width",       "height",  "bgcolor", "color", "face", "size",
    "border", "cellpadding", "cellspacing", "colspan", "rowspan", "start", "dir",  "lang"};

bool is_allowed(GumboTag tag) {
  return std::ranges::find(allowed_tags, tag) != std::end(allowed_tags);
}

bool is_plain_value(std::string_view value) {
  return !value.empty() && value.size() <= 100 &&
         value.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%#.,- ") ==
             std::string_view::npos;
}

bool is_formatting(GumboTag tag) {
  constexpr GumboTag tags[] = {GUMBO_TAG_A,     GUMBO_TAG_B,      GUMBO_TAG_BIG,  GUMBO_TAG_CODE,
                               GUMBO_TAG_EM,    GUMBO_TAG_I,      GUMBO_TAG_FONT, GUMBO_TAG_S,
                               GUMBO_TAG_SMALL, GUMBO_TAG_STRIKE, GUMBO_TAG_U,    GUMBO_TAG_TT,
                               GUMBO_TAG_NOBR,  GUMBO_TAG_STRONG};
  return std::ranges::find(tags, tag) != std::end(tags);
}

std::string percent_decoded(std::string_view s) {
  const auto hex = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = static_cast<char>(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '%' && i + 2 < s.size() && hex(s[i + 1]) >= 0 && hex(s[i + 2]) >= 0) {
      const int byte = hex(s[i + 1]) * 16 + hex(s[i + 2]);
      // A decoded quote, blank or control character is no part of a content id.
      if (byte > 0x20 && byte < 0x7f) {
        out += static_cast<char>(byte);
        i += 2;
        continue;
      }
    }
    out += s[i];
  }
  return out;
}

bool has_prefix_nocase(std::string_view s, std::string_view prefix) {
  if (s.size() < prefix.size()) return false;
  return std::ranges::equal(s.substr(0, prefix.size()), prefix, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b;
  });
}

// Pictures made of pixels only: SVG can hold script.
bool is_raster_data(std::string_view url) {
  if (url.size() > data_image_bytes_max) return false;
  for (const std::string_view type : {"png", "jpeg", "jpg", "gif", "webp", "bmp"}) {
    const std::string start = "data:image/" + std::string(type) + ";base64,";
    if (!has_prefix_nocase(url, start)) continue;
    return url.substr(start.size())
               .find_first_not_of(
                   "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") ==
           std::string_view::npos;
  }
  return false;
}

// Where remote pictures have their address: out of the browser's reach, or as a mail needs it.
enum class Pictures { held_back, sent };

class Sanitizer {
 public:
  Sanitizer(const CidUrl& cid_url, Pictures pictures) : cid_url_(cid_url), pictures_(pictures) {}

  Sanitized run(std::string_view source) {
    const html::Tree tree(source);
    if (tree.body() != nullptr) below(tree.body(), {});
    return std::move(result_);
  }

 private:
  // Where the walk is: as deep as the parser's bounds allow again when it reads the result.
  struct Place {
    int depth = 0;
    std::size_t nested = 0;
    std::size_t formatting = 0;
  };

  void below(const GumboNode* node, Place place) {
    ++place.depth;
    for (unsigned int i = 0; i < children(node).length; ++i) walk(child(node, i), place);
  }

  void walk(const GumboNode* node, Place place) {
    if (full_) return;
    if (html::is_text(node)) return words(html::text(node));
    if (!html::is_element(node) || html::is_never_shown(node) || place.depth > walk_depth_max)
      return;
    const GumboTag tag = node->v.element.tag;
    if (tag == GUMBO_TAG_IMG) return image(node);
    std::string attributes;
    bool keep = is_allowed(tag);
    if (keep && tag == GUMBO_TAG_A) keep = link(node, attributes);
    if (!html::is_void(tag)) {
      ++place.nested;
      if (is_formatting(tag)) ++place.formatting;
    }
    cost_ += 2 * (1 + place.formatting);
    keep = keep && place.nested < html::open_tags_max &&
           place.formatting < html::open_formatting_max && cost_ < html::tree_cost_max;
    if (!keep) return below(node, place);
    common(node, attributes);
    auto& out = result_.html;
    if (!start(gumbo_normalized_tagname(tag), attributes) || html::is_void(tag)) return;
    if (tag == GUMBO_TAG_PRE && children(node).length > 0 &&
        html::text(child(node, 0)).starts_with('\n'))
      out += '\n';
    below(node, place);
    out.append("</").append(gumbo_normalized_tagname(tag)).append(">");
  }

  // False when there is no room left for it, and so for nothing behind it.
  bool start(std::string_view name, std::string_view attributes) {
    auto& out = result_.html;
    full_ = out.size() + name.size() + attributes.size() + 2 > sanitized_bytes_max;
    if (!full_) out.append("<").append(name).append(attributes).append(">");
    return !full_;
  }

  void words(std::string_view text) {
    auto& out = result_.html;
    const auto cuts_character = [](std::string_view s, std::size_t at) {
      return at > 0 && at < s.size() && (static_cast<unsigned char>(s[at]) & 0xC0) == 0x80;
    };
    std::size_t room = sanitized_bytes_max - std::min(out.size(), sanitized_bytes_max);
    while (cuts_character(text, room)) --room;
    html::write_text(text.substr(0, room), out);
    full_ = text.size() > room || out.size() > sanitized_bytes_max;
    if (out.size() <= sanitized_bytes_max) return;
    // Neither a character nor its escape is cut through.
    constexpr std::size_t escape_bytes_max = 6;
    std::size_t end = sanitized_bytes_max;
    while (cuts_character(out, end)) --end;
    const auto escape = out.rfind('&', end);
    if (escape != std::string::npos && escape + escape_bytes_max > end &&
        out.find(';', escape) >= end) {
      end = escape;
    }
    out.resize(end);
  }

  static void put(std::string& attributes, std::string_view name, std::string_view value) {
    attributes.append(" ").append(name).append("=\"");
    html::write_text(value, attributes);
    attributes += '"';
  }

  static bool link(const GumboNode* node, std::string& attributes) {
    const auto href = safe_link(attribute(node, "href"));
    if (href.empty()) return false;
    put(attributes, "href", href);
    put(attributes, "target", "_blank");
    put(attributes, "rel", "noopener noreferrer nofollow");
    return true;
  }

  static void common(const GumboNode* node, std::string& attributes) {
    for (const char* name : size_attributes) {
      const auto value = attribute(node, name);
      if (is_plain_value(value)) put(attributes, name, value);
    }
    for (const char* name : {"alt", "title"}) {
      const auto value = attribute(node, name);
      if (!value.empty() && value.size() <= attribute_bytes_max) put(attributes, name, value);
    }
    const auto style = html::safe_style(attribute(node, "style"));
    if (!style.empty()) put(attributes, "style", style);
  }

  void image(const GumboNode* node) {
    std::string attributes;
    auto src = attribute(node, "src");
    while (!src.empty() && static_cast<unsigned char>(src.front()) <= 0x20) src.remove_prefix(1);
    const auto held = attribute(node, "data-remote-src");
    const auto own = attribute(node, "data-cid");
    if (!own.empty() && own.size() <= attribute_bytes_max) {
      own_image(std::string(own), attributes);
    } else if (has_prefix_nocase(src, "cid:") && src.size() <= attribute_bytes_max) {
      own_image(percent_decoded(src.substr(4)), attributes);
    } else if (is_raster_data(src)) {
      put(attributes, "src", src);
    } else {
      remote_image(src.starts_with("//") ? "https:" + std::string(src) : std::string(src), held,
                   attributes);
    }
    if (pictures_ == Pictures::sent && attributes.empty()) return;
    common(node, attributes);
    cost_ += 1;
    if (attributes.empty() || cost_ >= html::tree_cost_max) return;
    start("img", attributes);
  }

  void own_image(const std::string& cid, std::string& attributes) {
    if (std::ranges::find(result_.cids, cid) == result_.cids.end() &&
        result_.cids.size() < cids_max) {
      result_.cids.push_back(cid);
    }
    const auto url = cid_url_ ? cid_url_(cid) : std::string();
    if (!url.empty()) put(attributes, "src", url);
    if (pictures_ == Pictures::held_back) put(attributes, "data-cid", cid);
  }

  void remote_image(const std::string& src, std::string_view held, std::string& attributes) {
    for (const auto& candidate : {safe_link(src), safe_link(held)}) {
      if (!candidate.starts_with("http")) continue;
      put(attributes, pictures_ == Pictures::sent ? "src" : "data-remote-src", candidate);
      result_.has_remote_images = true;
      return;
    }
  }

  static constexpr std::size_t cids_max = 500;

  const CidUrl& cid_url_;
  const Pictures pictures_;
  Sanitized result_;
  std::size_t cost_ = 0;
  bool full_ = false;
};

Sanitized sanitize(std::string_view source, const CidUrl& cid_url, Pictures pictures) {
  Sanitized first = Sanitizer(cid_url, pictures).run(source);
  // HTML that the parser had to repair can read differently once more (a link in a link, text in a
  // table). Only what reads back as itself is given out: that is what the browser will see, too.
  for (int pass = 1; pass < passes_max; ++pass) {
    Sanitized next = Sanitizer(cid_url, pictures).run(first.html);
    if (next.html == first.html) return next;
    first = std::move(next);
  }
  const std::string plain = linkify(text_of_html(source));
  Sanitized last = Sanitizer(cid_url, pictures).run(plain);
  if (last.html == plain) return last;
  return Sanitizer(cid_url, pictures).run(escape_html(text_of_html(source)));
}

}  // namespace

Sanitized sanitize_html(std::string_view html, const CidUrl& cid_url) {
  return sanitize(html, cid_url, Pictures::held_back);
}

std::string sanitize_outgoing_html(std::string_view html, const CidUrl& cid_url) {
  return sanitize(html, cid_url, Pictures::sent).html;
}

}  // namespace mg::mime
