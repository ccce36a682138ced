#include "facts/codec.h"

#include <gtest/gtest.h>
#include <set>
#include <type_traits>

namespace mg::facts {
namespace {

// Gives every field a value of its own, so that a swapped tag cannot go unseen.
struct Filler {
  std::int64_t next = 1;
  void operator()(int, std::string_view, std::string& v) { v = "word" + std::to_string(next++); }
  void operator()(int, std::string_view, bool& v) { v = true; }
  void operator()(int, std::string_view, std::int64_t& v) { v = next++; }
  void operator()(int, std::string_view, Instant& v) { v = from_micros(next++ * 1'000'000); }
  template <class Tag>
  void operator()(int, std::string_view, Id<Tag>& v) {
    v.value = next++;
  }
  template <class E>
  requires std::is_enum_v<E>
  void operator()(int, std::string_view, E& v) { v = static_cast<E>(1); }
};

Fact filled(Fact fact) {
  std::visit([](auto& f) { std::decay_t<decltype(f)>::fields(f, Filler{}); }, fact);
  return fact;
}

std::string hex(std::string_view bytes) {
  std::string out;
  char two[3];
  for (const unsigned char c : bytes) {
    std::snprintf(two, sizeof two, "%02x", c);
    out += two;
  }
  return out;
}

TEST(Codec, every_fact_survives_its_bytes_empty_and_filled) {
  for (const Fact& empty : one_of_each()) {
    for (const Fact& fact : {empty, filled(empty)}) {
      const auto back = decode(number_of(fact), encode(fact));
      ASSERT_TRUE(back) << name_of(fact);
      EXPECT_EQ(*back, fact) << name_of(fact);
    }
  }
}

TEST(Codec, numbers_names_and_tags_are_never_shared) {
  std::set<int> numbers;
  std::set<std::string_view> names;
  for (const Fact& fact : one_of_each()) {
    EXPECT_TRUE(numbers.insert(number_of(fact)).second) << name_of(fact);
    EXPECT_TRUE(names.insert(name_of(fact)).second) << name_of(fact);
    std::visit(
        [](auto& f) {
          std::set<int> tags;
          std::decay_t<decltype(f)>::fields(
              f, [&](int tag, std::string_view, auto&) { EXPECT_TRUE(tags.insert(tag).second); });
        },
        fact);
  }
}

TEST(Codec, golden_bytes_of_stored_facts_stay_readable) {
  // Bytes as first released. Never edit a line: add a new one when a fact gains a field.
  const ReplyWritten reply{MessageId{7},
                           AgentId{3},
                           from_micros(5'000'000),
                           PromiseId{9},
                           from_micros(6'000'000),
                           from_micros(4'000'000),
                           ProposalId{}};
  EXPECT_EQ(hex(encode(reply)), "020e04060680ade20408120a80b6dc050c80a4e803");
  const auto back = decode(21, encode(reply));
  ASSERT_TRUE(back);
  EXPECT_EQ(std::get<ReplyWritten>(*back), reply);
  EXPECT_EQ(hex(encode(SettingChanged{"time_zone"})), "030974696d655f7a6f6e65");
  EXPECT_EQ(hex(encode(AgentChanged{AgentId{2}, Role::admin, true})), "020404040602");
}

TEST(Codec, a_false_flag_with_a_true_default_stays_false) {
  const AgentChanged off{AgentId{2}, Role::agent, false};
  EXPECT_EQ(std::get<AgentChanged>(*decode(81, encode(off))), off);
}

TEST(Codec, unknown_fields_are_skipped_and_unknown_numbers_told) {
  std::string bytes = encode(NoteAdded{MessageId{1}, AgentId{2}});
  bytes += std::string("\x7f\x03", 2) + "abc";  // Tag 63 as bytes, from a later version.
  EXPECT_EQ(std::get<NoteAdded>(*decode(24, bytes)), (NoteAdded{MessageId{1}, AgentId{2}}));
  EXPECT_EQ(decode(9999, "").error(), CodecError::unknown_number);
}

TEST(Codec, broken_bytes_are_refused_without_harm) {
  const std::string bytes = encode(filled(SettingChanged{}));
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    EXPECT_EQ(decode(89, std::string_view(bytes).substr(0, cut)).error(), CodecError::malformed);
  }
  EXPECT_FALSE(decode(89, std::string(12, '\xff')));
}

TEST(Codec, the_readable_form_names_ids_as_strings_and_none_as_null) {
  EXPECT_EQ(to_readable_json(ConversationAssigned{}), R"({"agent":null})");
  EXPECT_EQ(to_readable_json(NoteAdded{MessageId{12}, AgentId{3}}),
            R"({"message":"12","agent":"3"})");
  EXPECT_EQ(to_readable_json(PriorityChanged{Priority::urgent}), R"({"priority":"urgent"})");
}

}  // namespace
}  // namespace mg::facts
