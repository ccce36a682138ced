#include "base/json_canonical.h"

#include <gtest/gtest.h>

namespace mg::json {
namespace {

TEST(Canonical, equal_values_have_one_canonical_text) {
  const auto text = [](std::string_view json) {
    return canonical_text(Document::parse(json)->root());
  };
  EXPECT_EQ(text(R"( { "b" : [ 1 , {"d":null,"c":"\u00e9"} ] , "a" : {} } )"),
            R"({"a":{},"b":[1,{"c":"é","d":null}]})");
  EXPECT_EQ(text(R"({"a":1e2})"), text(R"({"a":100.0})"));
  EXPECT_NE(text("1"), text("1.0"));
  EXPECT_NE(text("[1,2]"), text("[2,1]"));
  EXPECT_NE(text(R"(["1"])"), text("[1]"));
  EXPECT_NE(text("9007199254740993"), text("9007199254740992"));
  EXPECT_NE(text(R"({"a":null})"), text("{}"));
  EXPECT_EQ(text("[[],{}]"), "[[],{}]");
}

}  // namespace
}  // namespace mg::json
