#pragma once

#include <unistd.h>

namespace mg::db {

// An open file descriptor.
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  File& operator=(File&&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

}  // namespace mg::db
