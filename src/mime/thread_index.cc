#include "mime/thread_index.h"

#include <algorithm>

#include "mime/build_encode.h"
#include "mime/transfer.h"

namespace mg::mime {
namespace {

constexpr std::size_t child_bytes = 5;
constexpr std::size_t index_chars_max = 800;

// The bytes; "" unless they are a header and whole blocks.
std::string read(std::string_view index) {
  if (index.size() > index_chars_max) return {};
  const std::string bytes = decode_transfer(index, "base64");
  if (bytes.size() < thread_root_bytes || bytes.front() != 1) return {};
  const std::size_t blocks = bytes.size() - thread_root_bytes;
  if (blocks % child_bytes != 0 || blocks / child_bytes > thread_answers_max) return {};
  return bytes;
}

// 100 nanoseconds since 1601.
std::uint64_t file_time(std::int64_t unix_seconds) {
  constexpr std::int64_t between_epochs = 11644473600;
  return static_cast<std::uint64_t>(std::max<std::int64_t>(unix_seconds + between_epochs, 0)) *
         10'000'000;
}

}  // namespace

std::string thread_root(std::string_view index) {
  const std::string bytes = read(index);
  if (bytes.empty()) return {};
  std::string hex;
  for (const char c : bytes.substr(0, thread_root_bytes)) {
    hex += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    hex += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

std::string thread_index_of_answer(std::string_view index, std::int64_t unix_seconds,
                                   std::uint8_t chance) {
  std::string bytes = read(index);
  if (bytes.empty() || bytes.size() >= thread_root_bytes + thread_answers_max * child_bytes) {
    return {};
  }
  // The header's time is a FILETIME without its low 16 bits; its high byte is the fixed 1.
  std::uint64_t began = 0;
  for (std::size_t i = 0; i < 6; ++i) began = began << 8 | static_cast<unsigned char>(bytes[i]);
  began <<= 16;
  const std::uint64_t now = file_time(unix_seconds);
  const std::uint64_t past = now > began ? now - began : 0;
  // Within 1.7 years fine steps, else coarse ones; the first bit says which.
  const bool is_long = past >= std::uint64_t{1} << 49;
  const std::uint64_t steps = past >> (is_long ? 23 : 18) & 0x7fffffff;
  const auto delta = static_cast<std::uint32_t>(steps | (is_long ? 0x80000000u : 0));
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(delta >> shift & 0xff);
  bytes += static_cast<char>((chance & 15) << 4);
  std::string text;
  wire::append_base64_body(bytes, text);
  std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
  return text;
}

}  // namespace mg::mime
