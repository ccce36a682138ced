#pragma once

#include <cstdint>
#include <ext/stdio_filebuf.h>
#include <istream>
#include <string>

namespace mg::app {

// Cuts a mailbox (mboxrd) into mails at "From " lines that follow an empty line.
class MboxReader {
 public:
  explicit MboxReader(const std::string& path);
  explicit MboxReader(int file);  // Open for reading, and from now on this reader's own.

  bool opened() const { return size_ >= 0; }
  // It is there, but can only be read once: a pipe.
  bool is_stream() const { return size_ < 0 && buffer_.is_open(); }
  // The file has become shorter while it was read. What was left of the last mail is not given out.
  bool cut() const { return cut_; }
  bool good() const { return size_ >= 0 && line_.starts_with("From "); }
  std::int64_t size() const { return size_; }
  // Where the next mail's "From " line begins; size() at the end.
  std::int64_t position() const { return begin_; }

  // Goes on at `position`, if a mail begins there and `before` is what stands before it (as
  // fingerprint_before() said). Otherwise false, and the reader stands at the first mail again.
  bool resume(std::int64_t position, const std::string& before);

  // False at the end.
  bool next(std::string& mail);

  // What tells this file from others, and stays when mails are appended to it.
  std::string fingerprint();
  // Of the bytes before `position`: they must be the same for an import to go on there.
  std::string fingerprint_before(std::int64_t position);

 private:
  std::string hash_of(std::int64_t from, std::int64_t to);
  void go_to(std::int64_t position);
  bool read_line();

  __gnu_cxx::stdio_filebuf<char> buffer_;
  std::istream file_{&buffer_};
  std::int64_t size_ = -1;
  std::int64_t begin_ = 0;  // Of line_.
  std::int64_t after_ = 0;  // Of the line after it.
  bool cut_ = false;
  std::string line_;
};

}  // namespace mg::app
