#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Outlook's and Exchange's Thread-Index ([MS-OXOMSG] 2.2.1.3), base64 of a header of 22 bytes that
// stays the same throughout a thread, and of 5 bytes for each answer to an answer. Pure.
namespace mg::mime {

inline constexpr std::size_t thread_root_bytes = 22;
inline constexpr std::size_t thread_answers_max = 100;

// The header in hexadecimal, which names the thread; "" for what is malformed or too long.
std::string thread_root(std::string_view index);

// The index of an answer, written at this time; `chance` keeps apart two that are written at once
// (its low four bits count). "" when `index` is malformed or cannot grow any more.
std::string thread_index_of_answer(std::string_view index, std::int64_t unix_seconds,
                                   std::uint8_t chance);

}  // namespace mg::mime
