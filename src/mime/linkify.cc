#include "mime/linkify.h"

#include <algorithm>

#include "mime/html_write.h"
#include "mime/sanitize.h"

namespace mg::mime {
namespace {

constexpr std::size_t mailbox_name_bytes_max = 64;  // RFC 5321 4.5.3.1.1
constexpr std::size_t domain_bytes_max = 255;

bool is_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_mailbox_char(char c) {
  return is_alnum(c) || std::string_view("._%+-").find(c) != std::string_view::npos;
}

bool ends_url(char c) {
  return static_cast<unsigned char>(c) <= 0x20 ||
         std::string_view("<>\"'`{}|\\^").find(c) != std::string_view::npos;
}

// The address at the start of `s` without the punctuation of the sentence around it.
std::string_view without_sentence_marks(std::string_view url) {
  auto open = std::ranges::count(url, '('), closed = std::ranges::count(url, ')');
  while (!url.empty()) {
    const char last = url.back();
    if (last == ')' && closed > open) {
      --closed;
    } else if (std::string_view(".,;:!?*_~]").find(last) == std::string_view::npos) {
      break;
    }
    url.remove_suffix(1);
  }
  return url;
}

class Linkifier {
 public:
  explicit Linkifier(std::string_view text) : text_(text) {}

  std::string run() {
    out_.reserve(text_.size() + text_.size() / 8);
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n') {
        out_ += "<br>\n";
        ++at_;
      } else if (c == '\r') {
        ++at_;
      } else if (is_mailbox_char(c)) {
        word();
      } else {
        html::write_text(text_.substr(at_++, 1), out_);
      }
    }
    return std::move(out_);
  }

 private:
  // A run of letters may start a web address or be the name of a mail address.
  void word() {
    const auto rest = text_.substr(at_);
    for (const std::string_view start : {"https://", "http://", "www."}) {
      if (starts_with_nocase(rest.substr(0, start.size()), start)) return url(start == "www.");
    }
    std::size_t end = at_;
    while (end < text_.size() && is_mailbox_char(text_[end])) ++end;
    if (end < text_.size() && text_[end] == '@' && end - at_ <= mailbox_name_bytes_max &&
        is_alnum(text_[at_])) {
      return mail(end);
    }
    plain(end);
  }

  static bool starts_with_nocase(std::string_view s, std::string_view start) {
    return std::ranges::equal(
        s, start, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
  }

  void plain(std::size_t end) {
    html::write_text(text_.substr(at_, end - at_), out_);
    at_ = end;
  }

  void link(std::string_view href, std::size_t end) {
    const auto safe = safe_link(href);
    if (safe.empty()) return plain(end);
    out_ += "<a href=\"";
    html::write_text(safe, out_);
    out_ += "\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">";
    plain(end);
    out_ += "</a>";
  }

  void url(bool bare) {
    std::size_t end = at_;
    while (end < text_.size() && !ends_url(text_[end])) ++end;
    if (end - at_ > link_bytes_max) return plain(end);
    const auto address = without_sentence_marks(text_.substr(at_, end - at_));
    const auto host = address.substr(std::min(address.size(), bare ? 4 : address.find("//") + 2));
    if (host.empty() || !(is_alnum(host[0]) || (host[0] & 0x80) != 0 || host[0] == '['))
      return plain(end);
    link(bare ? "https://" + std::string(address) : std::string(address), at_ + address.size());
  }

  void mail(std::size_t sign) {
    std::size_t end = sign + 1;
    while (end < text_.size() && (is_alnum(text_[end]) || text_[end] == '-' || text_[end] == '.'))
      ++end;
    while (end > sign && (text_[end - 1] == '.' || text_[end - 1] == '-')) --end;
    const auto domain = text_.substr(sign + 1, end > sign ? end - sign - 1 : 0);
    if (domain.find('.') == std::string_view::npos || domain.size() > domain_bytes_max) {
      return plain(std::max(end, sign + 1));
    }
    link("mailto:" + std::string(text_.substr(at_, end - at_)), end);
  }

  std::string_view text_;
  std::string out_;
  std::size_t at_ = 0;
};

}  // namespace

std::string linkify(std::string_view text) {
  return Linkifier(text).run();
}

}  // namespace mg::mime
