#pragma once

#include <gumbo.h>
#include <string>
#include <string_view>

// HTML as a tree, at a bounded price. The parser below us (gumbo, HTML5) walks its whole stack for
// many tags, so a million open <div> would cost a million squared: depth, attributes and tags are
// bounded before it sees them. What is over the bounds loses its tags and keeps its text.
namespace mg::mime::html {

inline constexpr std::size_t open_tags_max = 150;       // Nested, p/li/table parts not counted.
inline constexpr std::size_t open_formatting_max = 40;  // <b>, <font> and such left open.
inline constexpr std::size_t attributes_max = 100;
inline constexpr std::size_t tree_cost_max = 800'000;  // Tags, each with the formatting it revives.

// `html` without the tags over the bounds. Linear. Of a well-formed text within the bounds it
// changes nothing.
std::string bounded(std::string_view html);

class Tree {
 public:
  explicit Tree(std::string_view html);  // `html` is copied (bounded).
  ~Tree();
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  const GumboNode* root() const;  // The html element.
  const GumboNode* body() const;  // Null for a frameset.

 private:
  std::string source_;
  GumboOutput* output_ = nullptr;
};

bool is_element(const GumboNode* node);
bool is_text(const GumboNode* node);  // Text or white space, not comments.
std::string_view text(const GumboNode* node);
// Lower case; for unknown elements as the source has it, e.g. "o:p".
std::string tag_name(const GumboNode* node);
// The attribute's value, entities resolved; "" when absent.
std::string_view attribute(const GumboNode* node, const char* name);
const GumboVector& children(const GumboNode* node);  // Empty for text.
const GumboNode* child(const GumboNode* node, unsigned int index);

bool is_void(GumboTag tag);   // Has no end tag: br, img, hr, ...
bool is_block(GumboTag tag);  // Starts on a line of its own.
// Left out whole by every reader: script, style, head, form parts, media, SVG, MathML.
bool is_never_shown(const GumboNode* node);
bool is_hidden(const GumboNode* node);  // style="display:none" and its kin.

}  // namespace mg::mime::html
