#include "base/json.h"

#include <gtest/gtest.h>

#include "base/json_schema.h"

namespace mg::json_test {

enum class Kind { reply, note, delete_ };
BOOST_DESCRIBE_ENUM(Kind, reply, note, delete_)

using ThingId = Id<struct ThingTag>;

struct Line {
  ThingId id;
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
  double rate = 0;
  bool urgent = false;
  RawJson extra;
  Patch<std::string> note;
  std::uint8_t level = 3;
  std::string tone = "warm";
  bool operator==(const Order&) const = default;
};
BOOST_DESCRIBE_STRUCT(Order, (),
                      (title, kind, due_at, lines, count, rate, urgent, extra, note, level, tone))
constexpr auto member_rules(const Order*) {
  return std::array{
      MemberRule{.member = "title", .doc = "What it is.", .min_length = 1, .max_length = 5},
      MemberRule{.member = "count", .minimum = 1, .maximum = 200, .may_be_absent = true},
      MemberRule{.member = "lines", .max_length = 2, .may_be_absent = true},
      MemberRule{.member = "kind", .may_be_absent = true},
      MemberRule{.member = "rate", .may_be_absent = true},
      MemberRule{.member = "urgent", .may_be_absent = true},
      MemberRule{.member = "extra", .may_be_absent = true},
      MemberRule{.member = "level", .may_be_absent = true},
      MemberRule{.member = "tone", .may_be_absent = true, .one_of = "warm plain"}};
}

// All details of what is wrong, or "" when nothing is.
std::string faults(std::string_view text) {
  const auto order = json::try_read<Order>(text);
  if (order) return {};
  std::string all;
  for (const json::Fault& fault : order.error()) all += fault.detail + '\n';
  return all;
}

TEST(Json, what_is_written_reads_back_the_same) {
  Order order{.title = "a\"\\\n\xC3\xA9",
              .kind = Kind::delete_,
              .due_at = from_rfc3339("2026-11-21T15:04:05.123Z"),
              .lines = {{ThingId{7}, {"x", ""}}, {ThingId{INT64_MAX}, {}}},
              .count = 200,
              .rate = 0.1,
              .urgent = true,
              .extra = {R"({"a":[1,null]})"},
              .note = std::string("n"),
              .level = 255};
  const std::string text = json::write(order);
  EXPECT_EQ(
      text,
      R"({"title":"a\"\\\né","kind":"delete","due_at":"2026-11-21T15:04:05.123Z",)"
      R"("lines":[{"id":"7","tags":["x",""]},{"id":"9223372036854775807","tags":[]}],)"
      R"("count":200,"rate":0.1,"urgent":true,"extra":{"a":[1,null]},"note":"n","level":255,"tone":"warm"})");
  const auto back = json::try_read<Order>(text);
  ASSERT_TRUE(back) << faults(text);
  EXPECT_EQ(*back, order);
}

TEST(Json, a_patch_member_has_three_states) {
  const auto absent = json::try_read<Order>(R"({"title":"t"})");
  const auto null = json::try_read<Order>(R"({"title":"t","note":null})");
  const auto value = json::try_read<Order>(R"({"title":"t","note":""})");
  ASSERT_TRUE(absent && null && value);
  EXPECT_TRUE(absent->note.is_absent());
  EXPECT_TRUE(null->note.is_null());
  EXPECT_TRUE(value->note.has_value());
  EXPECT_EQ(json::write(*absent).find("note"), std::string::npos);
  EXPECT_NE(json::write(*null).find("\"note\":null"), std::string::npos);
}

TEST(Json, an_absent_member_that_may_be_absent_keeps_its_initial_value) {
  const auto order = json::try_read<Order>(R"({"title":"t"})");
  ASSERT_TRUE(order);
  EXPECT_EQ(order->level, 3);
  EXPECT_EQ(order->due_at, std::nullopt);
}

TEST(Json, each_wrong_member_is_named_with_its_pointer) {
  EXPECT_EQ(faults(R"({"title":7,"kind":"x","due_at":"soon","count":0,"urgent":1,"level":256,
                       "lines":[{"id":7,"tags":"a"}],"typo":1})"),
            "/typo is not a member that is known here.\n"
            "/title must be a string.\n"
            "/kind must be one of reply, note, delete.\n"
            "/due_at must be a date-time as in RFC 3339, such as 2026-11-21T15:04:05Z.\n"
            "/lines/0/id must be a string.\n"
            "/lines/0/tags must be an array.\n"
            "/count must be at least 1.\n"
            "/urgent must be true or false.\n"
            "/level is out of range.\n");
  EXPECT_EQ(faults("{}"), "/title is required.\n");
  EXPECT_EQ(faults("[]"), "The body must be an object.\n");
  EXPECT_EQ(faults(R"({"title":null})"), "/title must be a string.\n");
  EXPECT_EQ(faults(R"({"title":"t","a/b~":1})"), "/a~1b~0 is not a member that is known here.\n");
}

TEST(Json, lengths_count_characters_not_bytes) {
  EXPECT_EQ(faults(R"({"title":"ééééé"})"), "");
  EXPECT_EQ(faults(R"({"title":"éééééé"})"),
            "/title must have at least 1 and at most 5 characters.\n");
  EXPECT_EQ(faults(R"({"title":""})"), "/title must have at least 1 and at most 5 characters.\n");
  EXPECT_EQ(faults(R"({"title":"t","lines":[{},{},{}]})"), "/lines must have at most 2 items.\n");
}

TEST(Json, numbers_are_what_they_claim) {
  EXPECT_EQ(faults(R"({"title":"t","count":1.0})"), "/count must be an integer.\n");
  EXPECT_EQ(faults(R"({"title":"t","count":"1"})"), "/count must be an integer.\n");
  EXPECT_EQ(faults(R"({"title":"t","count":18446744073709551615})"), "/count is out of range.\n");
  EXPECT_NE(faults(R"({"title":"t","rate":1e400})"), "");
  EXPECT_NE(faults(R"({"title":"t","rate":NaN})"), "");
  EXPECT_EQ(faults(R"({"title":"t","rate":3})"), "");
  EXPECT_EQ(faults(R"({"title":"t","level":-1})"), "/level must not be negative.\n");
}

TEST(Json, what_other_parsers_let_pass_is_refused) {
  EXPECT_NE(faults(R"({"title":"a","title":"b"})").find("\"title\" stands there twice"),
            std::string::npos);
  EXPECT_NE(faults(R"({"title":"a","\u0074itle":"b"})").find("twice"), std::string::npos);
  EXPECT_NE(faults(R"({"title":"t","extra":{"a":{"b":1,"b":2}}})").find("twice"),
            std::string::npos);
  EXPECT_EQ(faults(R"({"title":"t","extra":[{"b":1},{"b":2}]})"), "");
  EXPECT_NE(faults(R"({"title":"a\u0000b"})").find("U+0000"), std::string::npos);
  EXPECT_NE(faults(R"({"title":"t","a\u0000b":1})").find("U+0000"), std::string::npos);
  for (const char* text :
       {R"({"title":"\uD800"})", R"({"title":"\uDC00\uD800"})", "{\"title\":\"\xFF\"}",
        "{\"title\":\"\xC0\x80\"}", "{\"title\":\"t\"} x", "", "{\"title\":\"t\"",
        "{\"title\":\"t\",}", "{title:\"t\"}", "{\"title\":'t'}", "\xEF\xBB\xBF{\"title\":\"t\"}",
        "/**/{}"}) {
    EXPECT_TRUE(faults(text).starts_with("The body is not acceptable JSON")) << text;
  }
}

TEST(Json, depth_is_bounded) {
  const auto nested = [](std::size_t levels) {
    return R"({"title":"t","extra":)" + std::string(levels, '[') + std::string(levels, ']') + "}";
  };
  EXPECT_EQ(faults(nested(json::depth_max - 1)), "");
  EXPECT_NE(faults(nested(json::depth_max)), "");
  EXPECT_NE(faults(nested(100'000)), "");
}

TEST(Json, many_faults_are_not_all_worded) {
  std::string text = R"({"title":"t")";
  for (int i = 0; i < 1000; ++i) text += ",\"x" + std::to_string(i) + "\":1";
  const auto order = json::try_read<Order>(text + "}");
  ASSERT_FALSE(order);
  EXPECT_EQ(order.error().size(), json::faults_max);
}

TEST(Json, a_refusal_tells_the_first_place_and_all_sentences) {
  const auto order = json::read<Order>(R"({"title":1,"count":"x"})");
  ASSERT_FALSE(order);
  EXPECT_EQ(order.error().kind, RefusalKind::bad_input);
  EXPECT_EQ(order.error().code, "invalid_member");
  EXPECT_EQ(order.error().pointer, "/title");
  EXPECT_EQ(order.error().detail, "/title must be a string. /count must be an integer.");
  EXPECT_EQ(json::read<Order>("{").error().code, "invalid_json");
}

TEST(Json, bytes_that_are_not_utf8_become_replacement_characters) {
  EXPECT_EQ(json::write(std::string("a\xFF"
                                    "b\xED\xA0\x80\xF0\x9F\x98\x80\x01\x7F")),
            "\"a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xF0\x9F\x98\x80\\u0001\\u007f\"");
  EXPECT_EQ(json::write(std::numeric_limits<double>::infinity()), "null");
}

TEST(JsonSchema, a_struct_becomes_a_component_with_its_rules) {
  json::Schemas schemas;
  EXPECT_EQ(schemas.schema<Order>(json::Direction::input),
            R"({"$ref":"#/components/schemas/Order"})");
  const std::string all = schemas.components();
  EXPECT_TRUE(json::Document::parse(all));
  EXPECT_NE(
      all.find(
          R"("title":{"type":"string","minLength":1,"maxLength":5,"description":"What it is."})"),
      std::string::npos);
  EXPECT_NE(all.find(R"("kind":{"$ref":"#/components/schemas/Kind","default":"reply"})"),
            std::string::npos);
  EXPECT_NE(all.find(R"("Kind":{"type":"string","enum":["reply","note","delete"]})"),
            std::string::npos);
  EXPECT_NE(all.find(R"("tone":{"type":"string","enum":["warm","plain"]})"), std::string::npos);
  EXPECT_NE(all.find(R"("due_at":{"type":["string","null"],"format":"date-time"})"),
            std::string::npos);
  EXPECT_NE(
      all.find(
          R"("lines":{"type":"array","items":{"$ref":"#/components/schemas/Line"},"maxItems":2})"),
      std::string::npos);
  EXPECT_NE(all.find(R"("required":["title"],"additionalProperties":false)"), std::string::npos);
  EXPECT_NE(
      all.find(
          R"("count":{"type":"integer","format":"int32","minimum":1,"maximum":200,"default":0})"),
      std::string::npos);
}

TEST(JsonSchema, a_struct_that_goes_both_ways_has_two_components) {
  json::Schemas schemas;
  schemas.schema<Line>(json::Direction::output);
  EXPECT_EQ(schemas.schema<Line>(json::Direction::input),
            R"({"$ref":"#/components/schemas/LineInput"})");
}

struct First {
  struct Same {
    int a = 0;
    BOOST_DESCRIBE_CLASS(Same, (), (a), (), ())
  };
};
struct Second {
  struct Same {
    int b = 0;
    BOOST_DESCRIBE_CLASS(Same, (), (b), (), ())
  };
};

struct Owned {
  Id<struct OwnerTag> id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Owned, (), (id, name))
struct Deed {
  Patch<IdOr<Owned>> owner;
};
BOOST_DESCRIBE_STRUCT(Deed, (), (owner))

TEST(Json, an_id_or_the_object_that_has_it_names_the_same) {
  const auto owner_in = [](std::string_view text) { return json::read<Deed>(text)->owner; };
  EXPECT_EQ(owner_in(R"({"owner":"7"})")->id.value, 7);
  EXPECT_EQ(owner_in(R"({"owner":{"id":"7","name":"Bo"}})")->id.value, 7);
  EXPECT_TRUE(owner_in(R"({"owner":null})").is_null());
  EXPECT_TRUE(owner_in("{}").is_absent());
  EXPECT_EQ(json::read<Deed>(R"({"owner":7})").error().detail,
            "/owner must be an id (a string of decimal digits) or an object with one.");
  EXPECT_EQ(json::read<Deed>(R"({"owner":{"id":"x","name":"Bo"}})").error().pointer, "/owner/id");
  EXPECT_EQ(json::read<Deed>(R"({"owner":{"name":"Bo"}})").error().pointer, "/owner/id");
  json::Schemas schemas;
  schemas.schema<Deed>(json::Direction::input);
  EXPECT_NE(
      schemas.components().find(R"("owner":{"oneOf":[{"type":"string","pattern":"^[1-9][0-9]*$"},)"
                                R"({"$ref":"#/components/schemas/Owned"},{"type":"null"}]})"),
      std::string::npos)
      << schemas.components();
}

TEST(JsonSchema, two_types_of_one_name_are_a_mistake) {
  json::Schemas schemas;
  schemas.schema<First::Same>(json::Direction::output);
  EXPECT_THROW(schemas.schema<Second::Same>(json::Direction::output), std::logic_error);
}

TEST(Json, a_text_must_be_one_of_its_words) {
  EXPECT_EQ(faults(R"({"title":"t","tone":"plain"})"), "");
  EXPECT_EQ(faults(R"({"title":"t","tone":"pla"})"), "/tone must be one of warm, plain.\n");
  EXPECT_EQ(faults(R"({"title":"t","tone":""})"), "/tone must be one of warm, plain.\n");
}

struct Reached {
  std::string name, email;
};
BOOST_DESCRIBE_STRUCT(Reached, (), (name, email))
constexpr auto member_rules(const Reached*) {
  return std::array{MemberRule{.member = "name", .may_be_absent = true},
                    MemberRule{.member = "email", .max_length = 5}};
}
constexpr std::string_view short_form(const Reached*) {
  return "email";
}

TEST(Json, a_bare_string_stands_for_the_struct_that_says_so) {
  const auto both = json::read<std::vector<Reached>>(R"(["a@x",{"name":"B","email":"b@x"}])");
  ASSERT_TRUE(both);
  EXPECT_EQ(both->at(0).email, "a@x");
  EXPECT_EQ(both->at(1).name, "B");
  EXPECT_EQ(json::read<std::vector<Reached>>(R"(["a","too long"])").error().pointer, "/1");
  EXPECT_FALSE(json::read<std::vector<Reached>>("[7]"));
  json::Schemas schemas;
  EXPECT_EQ(schemas.schema<Reached>(json::Direction::output),
            R"({"$ref":"#/components/schemas/Reached"})");
  EXPECT_EQ(schemas.schema<Reached>(json::Direction::input),
            R"({"anyOf":[{"$ref":"#/components/schemas/ReachedInput"},{"type":"string"}]})");
}

TEST(JsonSchema, type_names_lose_their_namespaces) {
  EXPECT_EQ(json::short_type_name("f() [with T = mg::net::Page<mg::api::Message>; x = y]"),
            "Page_Message");
  EXPECT_EQ(json::short_type_name("f() [with T = mg::api::Named<mg::Id<mg::AgentTag> >; x = y]"),
            "Named_Agent");
  EXPECT_EQ(json::short_type_name(type_signature<Line>()), "Line");
}

}  // namespace mg::json_test
