#include "db/sqlite_files.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/db.h"

namespace mg::db {
namespace {

[[noreturn]] void fail(const std::string& doing, int error) {
  const ErrorKind kind = error == ENOSPC || error == EDQUOT ? ErrorKind::disk_full : ErrorKind::io;
  throw Error(kind, "Cannot " + doing + ": " + std::strerror(error) + ".");
}

void create_folders(const std::string& folder) {
  struct stat found {};
  if (::stat(folder.c_str(), &found) == 0) return;
  const std::string above = folder_of(folder);
  create_folders(above);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) fail("create " + folder, errno);
  sync_path(above);
}

std::string holder_of(int fd) {
  char text[24] = {};
  const ssize_t got = ::pread(fd, text, sizeof(text) - 1, 0);
  std::string pid(text, got > 0 ? static_cast<std::size_t>(got) : 0);
  pid.erase(pid.find_last_not_of('\n') + 1);
  return pid.empty() ? "another process" : "process " + pid;
}

File lock_file(const std::string& path, int how) {
  const std::string name = path + ".lock";
  // flock, not fcntl: it also stops a second opening inside the same process, and closing some
  // other descriptor of the file does not drop it.
  File file(::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.fd() < 0) fail("open " + name, errno);
  if (::flock(file.fd(), how | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) fail("lock " + name, errno);
    throw Error(ErrorKind::busy, "The database " + path + " is in use by " + holder_of(file.fd()) +
                                     ". Stop it first, or use another data folder.");
  }
  const std::string pid = std::to_string(::getpid()) + "\n";
  const bool written =
      ::ftruncate(file.fd(), 0) == 0 &&
      ::pwrite(file.fd(), pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
  // The number is a courtesy; a full disk must not keep a server from starting.
  if (!written && errno != ENOSPC && errno != EDQUOT) fail("write " + name, errno);
  return file;
}

}  // namespace

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

void sync_path(const std::string& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.fd() < 0) fail("open " + path, errno);
  if (::fsync(file.fd()) != 0) fail("make " + path + " durable", errno);
}

void create_private_file(const std::string& path) {
  create_folders(folder_of(path));
  // No symbolic link: two names of one database would have two locks.
  const File file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.fd() < 0) fail("open " + path, errno);
  sync_path(folder_of(path));
}

File take_lock(const std::string& path) {
  return lock_file(path, LOCK_EX);
}

File share_lock(const std::string& path) {
  return lock_file(path, LOCK_SH);
}

}  // namespace mg::db
