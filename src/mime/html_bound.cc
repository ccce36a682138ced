#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "mime/html_tree.h"

namespace mg::mime::html {
namespace {

using Names = std::initializer_list<std::string_view>;

bool among(std::string_view name, Names names) {
  return std::ranges::find(names, name) != names.end();
}

bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

// Elements that never nest in themselves, so that they need no place on the stack.
bool closes_itself(std::string_view name) {
  return among(name, {"p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "html",
                      "body", "head"});
}

bool has_no_end(std::string_view name) {
  return among(name, {"area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
                      "link", "meta", "param", "source", "track", "wbr"});
}

bool is_formatting(std::string_view name) {
  return among(name, {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike",
                      "strong", "tt", "u"});
}

// An end tag does not reach through these.
bool stops_all(std::string_view name) {
  return among(name, {"table", "caption", "object", "applet", "marquee", "template", "svg", "math",
                      "select"});
}

bool is_inline(std::string_view name) {
  return is_formatting(name) ||
         among(name, {"span", "label", "sub", "sup", "abbr", "cite", "q", "mark", "kbd", "samp",
                      "var", "ins", "del", "bdi", "bdo", "time", "small"});
}

struct Tag {
  std::size_t end = 0;  // One past ">", or the text's size when it never ends.
  std::string name;     // Lower case.
  bool closing = false;
  bool whole = false;
  std::size_t attributes = 0;
};

// Reads the tag at `at` ("<x" or "</x") exactly as the HTML tokeniser delimits it: a quote counts
// only where a value may begin.
Tag read_tag(std::string_view s, std::size_t at) {
  Tag tag;
  tag.closing = s[at + 1] == '/';
  std::size_t i = at + (tag.closing ? 2 : 1);
  for (; i < s.size() && !is_blank(s[i]) && s[i] != '/' && s[i] != '>'; ++i) {
    if (tag.name.size() < 32)
      tag.name += static_cast<char>(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]);
  }
  enum class In { between, name, after_name, before_value, value } in = In::between;
  for (; i < s.size(); ++i) {
    const char c = s[i];
    if (in == In::before_value && (c == '"' || c == '\'')) {
      i = s.find(c, i + 1);
      if (i == std::string_view::npos) break;
      in = In::between;
    } else if (c == '>') {
      tag.end = i + 1;
      tag.whole = true;
      return tag;
    } else if (in == In::before_value) {
      if (!is_blank(c)) in = In::value;
    } else if (in == In::value) {
      if (is_blank(c)) in = In::between;
    } else if (c == '=' && in != In::between) {
      in = In::before_value;
    } else if (c == '/') {
      in = In::between;
    } else if (is_blank(c)) {
      if (in == In::name) in = In::after_name;
    } else if (in != In::name) {
      ++tag.attributes;
      in = In::name;
    }
  }
  tag.end = s.size();
  return tag;
}

class Bounds {
 public:
  // Whether the tag may reach the parser.
  bool admits(const Tag& tag) {
    if (tag.attributes > attributes_max) return false;
    // The parser gathers the attributes of all <html> and <body> in one list that it searches for
    // each of them.
    if (!tag.closing && among(tag.name, {"html", "body"})) {
      root_attributes_ += tag.attributes;
      if (root_attributes_ > attributes_max) return false;
    }
    cost_ += 1 + formatting_;
    if (cost_ > tree_cost_max) return false;
    return tag.closing ? close(tag.name) : open(tag.name);
  }

 private:
  bool open(const std::string& name) {
    if (has_no_end(name) || (foreign_ == 0 && closes_itself(name))) return true;
    if (stack_.size() >= open_tags_max) return false;
    if (is_formatting(name)) {
      if (formatting_ >= open_formatting_max) return false;
      ++formatting_;
      ++open_by_name_[name];
    }
    if (name == "svg" || name == "math") ++foreign_;
    stack_.push_back(name);
    return true;
  }

  // Never takes more off the stack than the parser would: too high a count only costs formatting.
  bool close(const std::string& name) {
    if (is_formatting(name)) {
      auto& open = open_by_name_[name];
      if (open > 0) --open, --formatting_;
    }
    const bool shallow = is_inline(name) || !is_known_block(name);
    for (std::size_t i = stack_.size(); i > 0; --i) {
      const auto& entry = stack_[i - 1];
      if (entry == name) {
        pop_to(i - 1);
        break;
      }
      if (stops_all(entry) && name != "table") break;
      if (shallow && !is_inline(entry)) break;
    }
    return true;
  }

  static bool is_known_block(std::string_view name) {
    return among(name, {"div", "table", "blockquote", "center", "ul", "ol", "dl", "pre", "section",
                        "article", "header", "footer", "main", "nav", "aside", "fieldset",
                        "address", "figure"});
  }

  void pop_to(std::size_t size) {
    while (stack_.size() > size) {
      if (stack_.back() == "svg" || stack_.back() == "math") --foreign_;
      stack_.pop_back();
    }
  }

  std::vector<std::string> stack_;
  std::map<std::string, std::size_t> open_by_name_;
  std::size_t formatting_ = 0;
  std::size_t foreign_ = 0;
  std::size_t root_attributes_ = 0;
  std::size_t cost_ = 0;
};

// Tells which elements are never closed. What such a one would hide to the end of the mail is
// shown: its sender forgot the end tag, or hopes that nobody reads on.
class Endings {
 public:
  explicit Endings(std::string_view source) : source_(source) {}

  // Whether the tag opens an element that hides what is in it and has no end tag behind `at`.
  bool never_ends(const Tag& tag, std::size_t at) {
    if (tag.closing || !hides(tag.name)) return false;
    return tag.name == "plaintext" || last_end(tag.name) < at;
  }

 private:
  // A style sheet or a script is left hidden: what it holds are no words.
  static bool hides(std::string_view name) {
    return among(name,
                 {"noscript", "select", "template", "textarea", "title",     "iframe", "noembed",
                  "noframes", "xmp",    "listing",  "object",   "applet",    "audio",  "video",
                  "canvas",   "button", "datalist", "map",      "plaintext", "option", "optgroup"});
  }

  // 0 when there is none.
  std::size_t last_end(const std::string& name) {
    const auto [found, is_new] = last_.try_emplace(name, 0);
    if (!is_new) return found->second;
    for (std::size_t i = source_.rfind("</"); i != std::string_view::npos && i > 0;
         i = source_.rfind("</", i - 1)) {
      const auto rest = source_.substr(i + 2, name.size());
      const bool same = std::ranges::equal(
          rest, name, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
      if (same) return found->second = i;
    }
    return 0;
  }

  const std::string_view source_;
  std::map<std::string, std::size_t> last_;  // At most one for each name of `hides`.
};

}  // namespace

std::string bounded(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  Bounds bounds;
  Endings endings(s);
  std::size_t i = 0;
  while (i < s.size()) {
    const auto lt = std::min(s.find('<', i), s.size());
    out.append(s.substr(i, lt - i));
    i = lt;
    if (i == s.size()) break;
    const bool opens = i + 1 < s.size() && is_alpha(s[i + 1]);
    const bool closes = i + 2 < s.size() && s[i + 1] == '/' && is_alpha(s[i + 2]);
    if (!opens && !closes) {
      out += s[i++];
      continue;
    }
    const Tag tag = read_tag(s, i);
    if (!tag.whole) break;  // The parser drops a tag that never ends, too.
    if (!endings.never_ends(tag, i) && bounds.admits(tag)) out.append(s.substr(i, tag.end - i));
    i = tag.end;
  }
  return out;
}

}  // namespace mg::mime::html
