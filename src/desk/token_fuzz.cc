// Any bytes as the signed words that come back in mail and links. What was not signed here is never
// read, and what was has one spelling (two cases where mail servers change it).
#include <cassert>
#include <string>

#include "base/ascii.h"
#include "base/fuzz_input.h"
#include "desk/token.h"

namespace mg::desk {
namespace {

const Keyring& keys() {
  static const Keyring ring({Key{7, {1, 2, 3}}, Key{3, {9}}});
  return ring;
}

std::int64_t number(FuzzInput& input) {
  std::uint64_t out = 0;
  for (int i = 0; i < 6; ++i) out = out << 8 | input.byte();
  return static_cast<std::int64_t>(out) + 1;
}

// Nobody but us can write a token: the fuzzer has not the keys.
void expect_strange_text_is_refused(std::string_view text) {
  const Instant now = from_micros(0);
  assert(!read_address_token(keys(), text) && !read_plus_address(keys(), text));
  assert(!read_message_id(keys(), text) && !read_page_token(keys(), text, now));
  assert(!read_marker(keys(), text) && !read_subject_token(keys(), text));
  std::vector<std::string> markers;
  find_markers(text, markers);
  assert(markers.size() <= markers_max);
  find_markers(without_markers(std::string(text)), markers);
  assert(without_plus(without_plus(text)) == without_plus(text));
  if (const auto plus = plus_address(keys(), text, ConversationId{5})) {
    assert(plus->find('@') <= local_part_octets_max);
    assert(read_plus_address(keys(), *plus) == ConversationId{5});
  }
}

// One byte of it changed is another text, and refused.
std::string damaged(std::string token, unsigned where, unsigned what) {
  char& c = token[where % token.size()];
  c = static_cast<char>(what);
  return token;
}

void expect_own_tokens_are_read(FuzzInput& input) {
  const ConversationId conversation{number(input)};
  const unsigned where = input.byte(), what = input.byte();
  const std::string address = address_token(keys(), conversation);
  assert(read_address_token(keys(), address) == conversation);
  const std::string other = damaged(address, where, what);
  assert(read_address_token(keys(), other).has_value() == (ascii::lower(other) == address));

  const MessageClaim claim{conversation, MessageId{number(input)}};
  const MessageIdRandom random{static_cast<unsigned char>(input.byte())};
  const std::string id = message_id(keys(), claim, random, "desk.test");
  assert(read_message_id(keys(), id) == claim && read_message_id(keys(), "<" + id + ">") == claim);
  const auto at = id.find('@');
  const std::string other_id = damaged(id.substr(0, at), where, what) + id.substr(at);
  const bool may_read = ascii::lower(other_id) == ascii::lower(id) || other_id.find('@') < at;
  assert(may_read || !read_message_id(keys(), other_id));

  const std::string mark = marker(keys(), claim);
  assert(read_marker(keys(), mark) == claim);
  const std::string other_mark = damaged(mark, where, what);
  assert(read_marker(keys(), other_mark).has_value() == (ascii::lower(other_mark) == mark));
  assert(without_markers("<p>" + mark + "</p>") == "<p></p>");

  const PageClaim page{conversation, ContactId{number(input)},
                       from_micros((number(input) & 0x7fffffff) * 1'000'000)};
  const std::string token = page_token(keys(), page);
  const Instant before = page.expires - std::chrono::seconds(1);
  assert(read_page_token(keys(), token, before) == page);
  assert(!read_page_token(keys(), token, page.expires));
  const std::string other_page = damaged(token, where, what);
  assert(other_page == token || !read_page_token(keys(), other_page, before));
  for (const char c : token) {
    assert((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '-');
  }
}

}  // namespace
}  // namespace mg::desk

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mg::FuzzInput input(data, size);
  if (input.byte() % 2 == 0) {
    mg::desk::expect_strange_text_is_refused(input.rest());
  } else {
    mg::desk::expect_own_tokens_are_read(input);
  }
  return 0;
}
