#include "db/backup_seal.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sodium.h>
#include <string_view>
#include <sys/stat.h>

#include "db/db.h"
#include "db/file.h"

namespace mg::db {
namespace {

constexpr std::string_view seal_begin = "\nmakegood backup, sha256 of all before this line: ";
constexpr std::size_t seal_bytes = seal_begin.size() + 2 * crypto_hash_sha256_BYTES + 1;
constexpr std::size_t bytes_at_once = 1 << 20;

[[noreturn]] void fail(const std::string& doing, int error) {
  const ErrorKind kind = error == ENOSPC || error == EDQUOT ? ErrorKind::disk_full : ErrorKind::io;
  throw Error(kind, "The backup cannot be " + doing + ": " + std::strerror(error) + ".");
}

File open_file(const std::string& path, int flags) {
  File file(::open(path.c_str(), flags | O_CLOEXEC));
  if (file.fd() < 0) fail("opened", errno);
  return file;
}

std::int64_t size_of(const File& file) {
  struct stat found {};
  if (::fstat(file.fd(), &found) != 0) fail("looked at", errno);
  return found.st_size;
}

// All of it, unless the file ends before.
std::string read_at(const File& file, std::int64_t from, std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(file.fd(), bytes.data() + done, size - done,
                                from + static_cast<std::int64_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("read", errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

// The seal of the first `size` bytes.
std::string seal_of(const File& file, std::int64_t size) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (std::int64_t at = 0; at < size;) {
    const auto rest = static_cast<std::size_t>(size - at);
    const std::string piece = read_at(file, at, std::min(bytes_at_once, rest));
    if (piece.empty()) fail("read to its end", EIO);
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(piece.data()),
                              piece.size());
    at += static_cast<std::int64_t>(piece.size());
  }
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256_final(&state, hash.data());
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return std::string(seal_begin) + hex.data() + "\n";
}

// What the first page says, as SQLite writes it (https://sqlite.org/fileformat2.html, 1.3). 0 when
// an SQLite of before 2010 wrote last: then the file's size alone counts.
std::int64_t bytes_of_database(const File& file) {
  const std::string head = read_at(file, 0, 100);
  if (head.size() < 100) return 0;
  const auto number = [&](std::size_t at, int size) {
    std::int64_t value = 0;
    for (int i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(head[at++]);
    return value;
  };
  if (number(24, 4) != number(92, 4)) return 0;
  const std::int64_t page = number(16, 2);
  return number(28, 4) * (page == 1 ? 65536 : page);
}

}  // namespace

void seal_backup(const std::string& path) {
  const File file = open_file(path, O_RDWR);
  const std::int64_t size = size_of(file);
  const std::string seal = seal_of(file, size);
  const ssize_t written = ::pwrite(file.fd(), seal.data(), seal.size(), size);
  if (written < 0) fail("sealed", errno);
  if (static_cast<std::size_t>(written) != seal.size()) fail("sealed", ENOSPC);
}

Seal check_seal(const std::string& path) {
  const File file = open_file(path, O_RDONLY);
  const std::int64_t size = size_of(file);
  const std::int64_t sealed = size - static_cast<std::int64_t>(seal_bytes);
  const std::string last = sealed > 0 ? read_at(file, sealed, seal_bytes) : std::string();
  if (last.starts_with(seal_begin)) {
    if (last == seal_of(file, sealed)) return {true, sealed};
    throw Error(ErrorKind::corrupt, "The file is not as it was made: its checksum differs.");
  }
  const std::int64_t expected = bytes_of_database(file);
  if (expected != 0 && expected != size) {
    throw Error(ErrorKind::corrupt, "The file is longer or shorter than it was.");
  }
  return {false, size};
}

}  // namespace mg::db
