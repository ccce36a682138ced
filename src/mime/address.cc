#include "mime/address.h"

#include <string>

#include "base/ascii.h"
#include "mime/charset.h"
#include "mime/header.h"

namespace mg::mime {
namespace {

std::string decoded_name(std::string_view raw) {
  std::string name = ascii::squeeze(decode_words(raw));
  // Quotes within an encoded word quote as little as they do outside.
  if (name.size() > 1 && (name.front() == '"' || name.front() == '\'') &&
      name.back() == name.front()) {
    name = ascii::squeeze(std::string_view(name).substr(1, name.size() - 2));
  }
  return name;
}

// The address between brackets, without route, blanks and a "mailto:".
std::string clean_address(std::string_view text) {
  text = ascii::trim(text);
  if (ascii::starts_with(text, "mailto:")) text.remove_prefix(7);
  if (text.starts_with('@')) {
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos) text.remove_prefix(colon + 1);
  }
  std::string out;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted || !(ascii::is_space(c) || c == '<' || c == '>')) out += c;
  }
  if (out.starts_with('\'') && out.ends_with('\'') && out.size() > 2) {
    out = out.substr(1, out.size() - 2);
  }
  if (out.find("=?") != std::string::npos) out = decode_words(out);
  return to_utf8(out, "");
}

class AddressReader {
 public:
  explicit AddressReader(std::string_view value) : value_(value) {}

  std::vector<Address> read() {
    while (at_ < value_.size() && out_.size() < addresses_max) {
      step();
    }
    if (out_.size() < addresses_max) flush();
    return std::move(out_);
  }

 private:
  void step() {
    switch (value_[at_]) {
      case '"':
        return read_quoted();
      case '(':
        return read_comment();
      case '<':
        return read_angle();
      case '=':
        return read_word();
      case ',':
      case ';':
        flush();
        ++at_;
        return;
      case ':':
        if (!phrase_has_at_ && !has_angle_) {
          phrase_.clear();  // The name of a group.
          comment_.clear();
        } else {
          phrase_ += ':';
        }
        ++at_;
        return;
      case '@':
        phrase_has_at_ = true;
        [[fallthrough]];
      default:
        phrase_ += value_[at_++];
    }
  }

  void read_quoted() {
    if (quote_is_literal_) {
      ++at_;
      return;
    }
    std::string text;
    std::size_t i = at_ + 1;
    for (; i < value_.size() && value_[i] != '"'; ++i) {
      if (value_[i] == '\\' && i + 1 < value_.size()) ++i;
      text += value_[i];
    }
    if (i >= value_.size()) {
      // Never closed: the quote is only a character, and so are all that follow.
      quote_is_literal_ = true;
      ++at_;
      return;
    }
    const bool local_part = i + 1 < value_.size() && value_[i + 1] == '@';
    phrase_ += local_part ? value_.substr(at_, i + 1 - at_) : std::string_view(text);
    at_ = i + 1;
  }

  void read_comment() {
    std::size_t depth = 0;
    std::size_t i = at_;
    std::string text;
    for (; i < value_.size() && !paren_is_literal_; ++i) {
      const char c = value_[i];
      if (c == '\\' && i + 1 < value_.size()) {
        text += value_[++i];
        continue;
      }
      if (c == ')' && --depth == 0) break;
      if (c == '(' && depth++ == 0) continue;
      text += c;
    }
    if (paren_is_literal_ || i >= value_.size()) {
      paren_is_literal_ = true;
      phrase_ += value_[at_++];
      return;
    }
    comment_ = text;
    if (!phrase_.empty() && !phrase_.ends_with(' ')) phrase_ += ' ';
    at_ = i + 1;
  }

  void read_angle() {
    if (angle_is_literal_) {
      ++at_;
      return;
    }
    const std::size_t close = value_.find('>', at_);
    if (close == std::string_view::npos) {
      angle_is_literal_ = true;
      ++at_;
      return;
    }
    // "<<a@b>" and "x < y <a@b>": the innermost bracket counts.
    const std::size_t open = value_.rfind('<', close);
    std::string_view inner = value_.substr(open + 1, close - open - 1);
    const std::size_t comma = inner.find(',');
    if (comma != std::string_view::npos && !inner.starts_with('@') && !inner.starts_with('"')) {
      // "<a@b, c <d@e>" lost its bracket; "<a@b, c@d>" puts a list into one.
      if (open > at_) phrase_ += value_.substr(at_ + 1, open - at_ - 1);
      phrase_ += inner.substr(0, comma);
      at_ = open + 1 + comma;
      flush();
      return;
    }
    if (open > at_) phrase_ += value_.substr(at_ + 1, open - at_ - 1);
    if (has_angle_) flush();
    angle_ = inner;
    has_angle_ = true;
    at_ = std::min(value_.find_first_not_of('>', close), value_.size());
  }

  // A comma or bracket within an encoded word separates nothing.
  void read_word() {
    constexpr std::size_t word_max = 300;
    if (value_.compare(at_, 2, "=?") == 0) {
      const std::string_view window = value_.substr(at_, word_max);
      const std::size_t one = window.find('?', 2);
      const std::size_t two = one == std::string_view::npos ? one : window.find('?', one + 1);
      const std::size_t end = two == std::string_view::npos ? two : window.find("?=", two + 1);
      if (end != std::string_view::npos &&
          window.substr(0, end).find_first_of(" \t<") == std::string_view::npos) {
        phrase_ += window.substr(0, end + 2);
        at_ += end + 2;
        return;
      }
    }
    phrase_ += value_[at_++];
  }

  void flush() {
    const std::string phrase = std::move(phrase_);
    const std::string comment = std::move(comment_);
    const bool has_angle = has_angle_;
    phrase_.clear();
    comment_.clear();
    has_angle_ = false;
    phrase_has_at_ = false;
    if (has_angle) {
      Address address{clean_address(angle_), decoded_name(phrase)};
      if (address.name.empty()) address.name = decoded_name(comment);
      if (!address.addr.empty() || !address.name.empty()) out_.push_back(std::move(address));
      return;
    }
    const std::string_view bare = ascii::trim(phrase);
    if (!bare.empty()) add_bare(bare, comment);
    if (!out_.empty() && out_.back() == Address{}) out_.pop_back();  // Of encoded words alone.
  }

  // "a@b", "Ana Lopez a@b", "root", or a name alone.
  void add_bare(std::string_view bare, std::string_view comment) {
    if (bare.find("=?") != std::string_view::npos) {
      const std::string decoded = decode_words(bare);
      const std::size_t open = decoded.rfind('<');
      if (open != std::string::npos && decoded.find('@', open) != std::string::npos) {
        out_.push_back({clean_address(std::string_view(decoded).substr(open)),
                        decoded_name(std::string_view(decoded).substr(0, open))});
        return;
      }
      out_.push_back(decoded.find('@') != std::string::npos &&
                             decoded.find(' ') == std::string::npos
                         ? Address{clean_address(decoded), {}}
                         : Address{{}, decoded_name(bare)});
      return;
    }
    const std::size_t at = bare.rfind('@');
    if (at == std::string_view::npos) {
      const bool one_word = bare.find_first_of(" \t\"") == std::string_view::npos;
      out_.push_back(one_word ? Address{clean_address(bare), decoded_name(comment)}
                              : Address{{}, decoded_name(bare)});
      return;
    }
    std::size_t start = bare.find_last_of(" \t", at);
    // "John Doe @ example.com" is an address with blanks, not a name and "@".
    if (start != std::string_view::npos && start + 1 == at) {
      const std::size_t word = bare.find_last_not_of(" \t", start);
      start = word == std::string_view::npos ? word : bare.find_last_of(" \t", word);
    }
    if (start == std::string_view::npos || bare.starts_with('"')) {
      out_.push_back({clean_address(bare), decoded_name(comment)});
      return;
    }
    std::string name = decoded_name(bare.substr(0, start));
    if (name.empty()) name = decoded_name(comment);
    out_.push_back({clean_address(bare.substr(start + 1)), std::move(name)});
  }

  std::string_view value_;
  std::size_t at_ = 0;
  std::string phrase_;
  std::string comment_;
  std::string_view angle_;
  bool has_angle_ = false;
  bool phrase_has_at_ = false;
  bool quote_is_literal_ = false;
  bool paren_is_literal_ = false;
  bool angle_is_literal_ = false;
  std::vector<Address> out_;
};

}  // namespace

std::vector<Address> parse_addresses(std::string_view value) {
  return AddressReader(value).read();
}

}  // namespace mg::mime
