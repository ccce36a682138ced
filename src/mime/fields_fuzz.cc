// Any bytes as the pieces that mails are read by: addresses, dates, parameters, ids, encoded words,
// character sets, transfer encodings, delivery reports.
#include <cassert>
#include <string>

#include "base/fuzz_input.h"
#include "base/utf8.h"
#include "mime/address.h"
#include "mime/bounce.h"
#include "mime/charset.h"
#include "mime/date.h"
#include "mime/header.h"
#include "mime/part.h"
#include "mime/transfer.h"

namespace mg::mime {
namespace {

void expect_text(std::string_view text) {
  assert(mg::is_utf8(text) && text.find('\0') == std::string_view::npos);
}

void expect_addresses(std::string_view value) {
  const auto people = parse_addresses(value);
  assert(people.size() <= addresses_max);
  for (const Address& person : people) {
    expect_text(person.addr), expect_text(person.name);
    assert(!person.addr.empty() || !person.name.empty());
  }
}

void expect_parameters(std::string_view value) {
  const Parameters parameters = parse_parameters(value);
  for (const char c : parameters.value) assert(static_cast<unsigned char>(c) > ' ');
  for (const auto& [name, text] : parameters.all) expect_text(text);
}

void expect_ids(std::string_view value) {
  for (const std::string& id : parse_ids(value)) {
    expect_text(id);
    assert(!id.empty());
    assert(parse_ids("<" + id + ">") == std::vector{id});
  }
}

void expect_charset(std::string_view label, std::string_view bytes) {
  const std::string text = to_utf8(bytes, label);
  expect_text(text);
  assert(clean_utf8(text) == text);
  // With an escape in it, it may be Japanese that was given a wrong name.
  if (text.find('\x1b') == std::string::npos) assert(to_utf8(text, "utf-8") == text);
}

void expect_bounces(std::string_view text) {
  for (const auto& bounces :
       {read_delivery_status(text), read_bounce_prose(clean_utf8(text), {}, {})}) {
    for (const Bounce& bounce : bounces) {
      for (const auto* part : {&bounce.recipient, &bounce.status, &bounce.action, &bounce.answer})
        expect_text(*part);
    }
  }
}

}  // namespace
}  // namespace mg::mime

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mg::mime;
  mg::FuzzInput input(data, size);
  switch (input.byte() % 8) {
    case 0:
      expect_addresses(input.rest());
      break;
    case 1:
      if (const auto date = parse_date(input.rest())) assert(*date > -2'300'000'000);
      break;
    case 2:
      expect_parameters(input.rest());
      break;
    case 3:
      expect_ids(input.rest());
      break;
    case 4:
      expect_text(decode_words(input.rest()));
      break;
    case 5: {
      const auto label = input.text('\n');
      expect_charset(label, input.rest());
      break;
    }
    case 6: {
      const auto encoding = input.text('\n');
      const auto bytes = decode_transfer(input.rest(), encoding);
      assert(bytes.size() <= 2 * input.rest().size());  // uuencoded blanks may have been lost.
      unflow(input.rest(), bytes.size() % 2 == 0);
      break;
    }
    default:
      expect_bounces(input.rest());
  }
  return 0;
}
