#include "main/mbox.h"

#include <algorithm>
#include <fcntl.h>
#include <sodium.h>
#include <string_view>
#include <unistd.h>

#include "mime/email.h"

namespace mg::app {
namespace {

constexpr std::int64_t fingerprint_bytes = 4096;

}  // namespace

MboxReader::MboxReader(const std::string& path)
    // A pipe is refused, and must not be waited for.
    : MboxReader(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}

MboxReader::MboxReader(int file) : buffer_(file, std::ios::in | std::ios::binary) {
  file_.seekg(0, std::ios::end);
  size_ = static_cast<std::int64_t>(file_.tellg());
  if (size_ >= 0) go_to(0);
}

void MboxReader::go_to(std::int64_t position) {
  file_.clear();
  file_.seekg(position);
  after_ = position;
  if (!read_line()) line_.clear();
}

bool MboxReader::read_line() {
  begin_ = after_;
  if (!std::getline(file_, line_)) {
    cut_ = after_ < size_;
    begin_ = size_;
    return false;
  }
  after_ = begin_ + static_cast<std::int64_t>(line_.size()) + (file_.eof() ? 0 : 1);
  return true;
}

bool MboxReader::resume(std::int64_t position, const std::string& before) {
  const bool inside = position > 0 && position <= size_;
  if (inside && fingerprint_before(position) == before) {
    go_to(position);
    if (position == size_ || line_.starts_with("From ")) return true;
  }
  go_to(0);
  return false;
}

bool MboxReader::next(std::string& mail) {
  if (begin_ >= size_) return false;
  mail.clear();
  bool after_empty = false;
  while (read_line()) {
    if (after_empty && line_.starts_with("From ")) return true;
    after_empty = line_.empty() || line_ == "\r";
    // mboxrd: a line that began with "From " was written as ">From ".
    std::string_view text = line_;
    const auto quotes = text.find_first_not_of('>');
    if (quotes != std::string_view::npos && quotes > 0 &&
        text.substr(quotes).starts_with("From ")) {
      text.remove_prefix(1);
    }
    if (mail.size() + text.size() < mime::email_bytes_max) {
      mail += text;
      mail += '\n';
    }
  }
  return !cut_ && !mail.empty();
}

std::string MboxReader::fingerprint() {
  return hash_of(0, std::min(fingerprint_bytes, size_));
}

std::string MboxReader::fingerprint_before(std::int64_t position) {
  return hash_of(std::max<std::int64_t>(0, position - fingerprint_bytes), position);
}

std::string MboxReader::hash_of(std::int64_t from, std::int64_t to) {
  // The reader's own place stays.
  std::string bytes(static_cast<std::size_t>(to - from), '\0');
  const ssize_t got = ::pread(buffer_.fd(), bytes.data(), bytes.size(), from);
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  unsigned char hash[16];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  char hex[2 * sizeof hash + 1];
  return sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
}

}  // namespace mg::app
