#include <cstdint>
#include <vector>

#include "base/ascii.h"
#include "mime/charset.h"
#include "mime/tnef.h"

namespace mg::mime {
namespace {

constexpr std::string_view dictionary =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    "\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
constexpr std::size_t window = 4096;
constexpr std::size_t groups_max = 1000;

std::uint32_t number(std::string_view bytes, std::size_t at) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    out |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return out;
}

// Groups that hold tables, not words.
constexpr std::string_view silent[] = {"fonttbl", "colortbl", "stylesheet", "info",     "pict",
                                       "object",  "header",   "footer",     "generator"};

class RtfReader {
 public:
  explicit RtfReader(std::string_view rtf) : rtf_(rtf) {}

  std::string read() {
    groups_.push_back(false);
    while (at_ < rtf_.size()) {
      const char c = rtf_[at_++];
      if (c == '\\') {
        control();
      } else if (c == '{') {
        if (groups_.size() >= groups_max) break;
        groups_.push_back(groups_.back());
      } else if (c == '}') {
        if (groups_.size() > 1) groups_.pop_back();
      } else if (c != '\r' && c != '\n') {
        say(c);
      }
    }
    flush();
    return std::move(out_);
  }

 private:
  void say(char c) {
    if (skip_ > 0) {
      --skip_;  // The stand-in for readers without Unicode.
    } else if (!groups_.back()) {
      bytes_ += c;
    }
  }

  void flush() {
    out_ += to_utf8(bytes_, code_page_);
    bytes_.clear();
  }

  void control() {
    if (at_ >= rtf_.size()) return;
    const char c = rtf_[at_];
    if (c == '\'' && at_ + 2 < rtf_.size()) {
      say(static_cast<char>(hex(rtf_[at_ + 1]) * 16 + hex(rtf_[at_ + 2])));
      at_ += 3;
      return;
    }
    if (!ascii::is_alpha(c)) {
      ++at_;
      if (c == '*') groups_.back() = true;
      if (c == '\\' || c == '{' || c == '}') say(c);
      if (c == '~') say(' ');
      return;
    }
    std::size_t end = at_;
    while (end < rtf_.size() && ascii::is_alpha(rtf_[end])) ++end;
    const std::string_view word = rtf_.substr(at_, end - at_);
    bool negative = false;
    int value = 0;
    if (end < rtf_.size() && rtf_[end] == '-') negative = true, ++end;
    for (; end < rtf_.size() && ascii::is_digit(rtf_[end]); ++end) {
      if (value < 1'000'000) value = value * 10 + (rtf_[end] - '0');
    }
    at_ = end < rtf_.size() && rtf_[end] == ' ' ? end + 1 : end;
    obey(word, negative ? -value : value);
  }

  void obey(std::string_view word, int value) {
    if (word == "par" || word == "line" || word == "row") {
      say('\n');
    } else if (word == "tab" || word == "cell") {
      say('\t');
    } else if (word == "ansicpg") {
      code_page_ = "windows-" + std::to_string(value);
    } else if (word == "uc") {
      stand_ins_ = std::clamp(value, 0, 8);
    } else if (word == "u") {
      if (!groups_.back()) {
        const auto unit = static_cast<std::uint16_t>(value);
        flush();
        out_ += to_utf8(std::string{static_cast<char>(unit & 255), static_cast<char>(unit >> 8)},
                        "utf-16le");
      }
      skip_ = stand_ins_;
    } else {
      for (const std::string_view name : silent) {
        if (word == name) groups_.back() = true;
      }
    }
  }

  static int hex(char c) {
    if (ascii::is_digit(c)) return c - '0';
    const char l = ascii::lower(c);
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : 0;
  }

  std::string_view rtf_;
  std::size_t at_ = 0;
  std::vector<char> groups_;  // Whether each open group is silent.
  std::string bytes_, out_;
  std::string code_page_ = "windows-1252";
  int stand_ins_ = 1;
  int skip_ = 0;
};

}  // namespace

std::string decompress_rtf(std::string_view bytes) {
  if (bytes.size() < 16) return {};
  const std::size_t size = std::min<std::size_t>(number(bytes, 4), rtf_bytes_max);
  const std::string_view magic = bytes.substr(8, 4);
  std::string_view in = bytes.substr(16);
  if (magic == "MELA") return std::string(in.substr(0, size));
  if (magic != "LZFu") return {};
  std::string ring(window, ' ');
  ring.replace(0, dictionary.size(), dictionary);
  std::size_t write = dictionary.size();
  std::string out;
  const auto put = [&](char c) {
    out += c;
    ring[write] = c;
    write = (write + 1) % window;
  };
  while (!in.empty() && out.size() < size) {
    const auto control = static_cast<unsigned char>(in[0]);
    in.remove_prefix(1);
    for (int bit = 0; bit < 8 && out.size() < size; ++bit) {
      if ((control >> bit & 1) == 0) {
        if (in.empty()) return out;
        put(in[0]);
        in.remove_prefix(1);
        continue;
      }
      if (in.size() < 2) return out;
      const unsigned word = static_cast<unsigned>(static_cast<unsigned char>(in[0])) << 8 |
                            static_cast<unsigned char>(in[1]);
      in.remove_prefix(2);
      const std::size_t from = word >> 4;
      if (from == write) return out;  // The end mark.
      const std::size_t length = (word & 15) + 2;
      for (std::size_t i = 0; i < length && out.size() < size; ++i) put(ring[(from + i) % window]);
    }
  }
  return out;
}

std::string text_of_rtf(std::string_view rtf) {
  return RtfReader(rtf).read();
}

}  // namespace mg::mime
