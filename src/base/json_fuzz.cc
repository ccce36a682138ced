// Any bytes as JSON, a date-time and a text: what is read is written and read again as the same.
#include <cassert>
#include <string>

#include "base/fuzz_input.h"
#include "base/json.h"
#include "base/utf8.h"

namespace mg::json_fuzz {

enum class Kind { reply, note, delete_ };
BOOST_DESCRIBE_ENUM(Kind, reply, note, delete_)

struct Line {
  Id<struct LineTag> id;
  std::vector<std::string> tags;
  bool operator==(const Line&) const = default;
};
BOOST_DESCRIBE_STRUCT(Line, (), (id, tags))

struct Order {
  std::string title;
  Kind kind = Kind::reply;
  std::optional<Instant> due_at;
  std::vector<Line> lines;
  int count = 0;
  std::uint64_t big = 0;
  double rate = 0;
  bool urgent = false;
  RawJson extra;
  Patch<std::string> note;
  bool operator==(const Order&) const = default;
};
BOOST_DESCRIBE_STRUCT(Order, (),
                      (title, kind, due_at, lines, count, big, rate, urgent, extra, note))
constexpr auto member_rules(const Order*) {
  return std::array{MemberRule{.member = "title", .max_length = 5, .may_be_absent = true},
                    MemberRule{.member = "kind", .may_be_absent = true},
                    MemberRule{.member = "lines", .may_be_absent = true},
                    MemberRule{.member = "count", .maximum = 200, .may_be_absent = true},
                    MemberRule{.member = "big", .may_be_absent = true},
                    MemberRule{.member = "rate", .may_be_absent = true},
                    MemberRule{.member = "urgent", .may_be_absent = true},
                    MemberRule{.member = "extra", .may_be_absent = true}};
}

void expect_order(std::string_view text) {
  auto order = json::try_read<Order>(text);
  if (!order) {
    assert(!order.error().empty());
    for (const json::Fault& fault : order.error()) {
      assert(!fault.detail.empty() && is_utf8(fault.detail));
      assert(fault.pointer.empty() || fault.pointer.starts_with('/'));
    }
    return;
  }
  // An id of 0 is written as null, which a bare id does not read.
  for (Line& line : order->lines) {
    if (!line.id) line.id.value = 1;
  }
  // Milliseconds are what is written.
  if (order->due_at) order->due_at = from_rfc3339(to_rfc3339(*order->due_at));
  const std::string written = json::write(*order);
  const auto again = json::try_read<Order>(written);
  assert(again && *again == *order);
  assert(json::write(*again) == written);
}

void expect_text(std::string_view text) {
  std::string out;
  json::append(out, text);
  const auto document = json::Document::parse(out);
  // U+0000 can be written, and is never read.
  assert(document || text.find('\0') != std::string_view::npos);
  if (!document || !is_utf8(text)) return;
  json::Reading reading;
  assert(json::text_of(reading, nullptr, document->root()) == text);
}

void expect_instant(std::string_view text) {
  const auto at = from_rfc3339(text);
  if (!at) return;
  const auto again = from_rfc3339(to_rfc3339(*at));
  assert(again && *again <= *at && *at - *again < std::chrono::milliseconds(1));
}

}  // namespace mg::json_fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = mg::FuzzInput(data, size).rest();
  mg::json_fuzz::expect_order(text);
  mg::json_fuzz::expect_text(text);
  mg::json_fuzz::expect_instant(text);
  return 0;
}
