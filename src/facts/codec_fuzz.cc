// Any bytes as a fact of the log: refused, or a fact that survives being written again.
#include <cassert>
#include <string>

#include "base/fuzz_input.h"
#include "base/json_document.h"
#include "facts/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mg::facts;
  mg::FuzzInput input(data, size);
  const int number = static_cast<int>(input.byte());
  const auto fact = decode(number, input.rest());
  if (!fact) return 0;
  assert(number_of(*fact) == number);
  const std::string bytes = encode(*fact);
  const auto again = decode(number, bytes);
  assert(again && *again == *fact);
  assert(encode(*again) == bytes);

  // A newer program's fields change nothing, wherever its number lies: tag 1000 as an integer, as
  // bytes, and a tag that an int cannot hold.
  for (const std::string_view unknown :
       {"\xD0\x0F\x02", "\xD1\x0F\x03zzz", "\x82\x80\x80\x80\x80\x80\x01\x02"}) {
    const auto newer = decode(number, bytes + std::string(unknown));
    assert(newer && *newer == *fact);
  }
  const std::string json = to_readable_json(*fact);
  assert(json.find('\n') == std::string::npos);
  return 0;
}
