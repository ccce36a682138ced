#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <sstream>
#include <vector>

#include "facts/codec.h"

// tests/golden/facts.txt has the bytes of every fact as "number name hex", each field filled with a
// value of its own. Lines are never edited nor removed: logs out there hold those bytes. A fact
// that gains a field gets a further line below its old one.
namespace mg::facts {
namespace {

struct GoldenFiller {
  std::int64_t next = 1001;
  void operator()(int, std::string_view, std::string& v) { v = "wörd-" + std::to_string(next++); }
  void operator()(int, std::string_view, bool& v) { v = true; }
  void operator()(int, std::string_view, std::int64_t& v) { v = -next++; }
  void operator()(int, std::string_view, Instant& v) {
    v = from_micros(1'767'225'600'000'000 + next++);
  }
  template <class Tag>
  void operator()(int, std::string_view, Id<Tag>& v) {
    v.value = next++;
  }
  template <class E>
  requires std::is_enum_v<E>
  void operator()(int, std::string_view, E& v) {
    // The second one: stays the same when further ones are added at the end.
    v = boost::mp11::mp_at_c<boost::describe::describe_enumerators<E>, 1>::value;
  }
};

struct Golden {
  int line = 0;
  int number = 0;
  std::string name, hex;
};

std::vector<Golden> read_golden() {
  std::ifstream file(std::string(MG_SOURCE_DIR) + "/tests/golden/facts.txt");
  EXPECT_TRUE(file) << "tests/golden/facts.txt cannot be read";
  std::vector<Golden> all;
  std::string text;
  for (int line = 1; std::getline(file, text); ++line) {
    if (text.empty() || text.starts_with('#')) continue;
    std::istringstream words(text);
    Golden golden;
    golden.line = line;
    words >> golden.number >> golden.name >> golden.hex;  // A fact without fields has no bytes.
    EXPECT_FALSE(golden.name.empty()) << "facts.txt:" << line;
    all.push_back(golden);
  }
  return all;
}

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const unsigned char c : bytes) (out += digits[c >> 4]) += digits[c & 15];
  return out;
}

std::string bytes_of(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return out;
}

Fact filled(Fact fact) {
  std::visit([](auto& f) { std::decay_t<decltype(f)>::fields(f, GoldenFiller{}); }, fact);
  return fact;
}

TEST(Golden, every_fact_is_written_as_its_last_golden_line_says) {
  std::map<int, Golden> last;
  for (const Golden& golden : read_golden()) last[golden.number] = golden;
  for (const Fact& empty : one_of_each()) {
    const Fact fact = filled(empty);
    const std::string hex = hex_of(encode(fact));
    const std::string line =
        std::to_string(number_of(fact)) + " " + std::string(name_of(fact)) + " " + hex;
    const auto golden = last.find(number_of(fact));
    if (golden == last.end()) {
      ADD_FAILURE() << "a new fact: add its line to tests/golden/facts.txt:\n" << line;
      continue;
    }
    EXPECT_EQ(golden->second.name, name_of(fact)) << "facts.txt:" << golden->second.line;
    EXPECT_EQ(golden->second.hex, hex)
        << "facts.txt:" << golden->second.line << ": " << name_of(fact)
        << " is written in another way than before. A new field at the end of `fields` with a new "
           "tag may be added; then add, below, the line\n"
        << line << "\nAny other change breaks logs that exist.";
  }
}

template <class... Enums>
std::string lines_of_enums() {
  std::string lines;
  const auto add = [&]<class E>(std::string_view name, E) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
      lines +=
          std::string(name) + " " + d.name + " " + std::to_string(static_cast<int>(d.value)) + "\n";
    });
  };
  (add(Enums::name, typename Enums::Type{}), ...);
  return lines;
}

#define MG_GOLDEN_ENUM(E)                        \
  struct Golden##E {                             \
    using Type = E;                              \
    static constexpr std::string_view name = #E; \
  }
MG_GOLDEN_ENUM(State);
MG_GOLDEN_ENUM(Turn);
MG_GOLDEN_ENUM(Channel);
MG_GOLDEN_ENUM(Priority);
MG_GOLDEN_ENUM(Role);
MG_GOLDEN_ENUM(MessageKind);
MG_GOLDEN_ENUM(SystemKind);
MG_GOLDEN_ENUM(PromiseState);
MG_GOLDEN_ENUM(DeliveryState);
MG_GOLDEN_ENUM(ActorKind);
MG_GOLDEN_ENUM(ParticipantRole);
MG_GOLDEN_ENUM(TimerKind);
MG_GOLDEN_ENUM(ErasureReason);

TEST(Golden, words_keep_their_numbers) {
  std::ifstream file(std::string(MG_SOURCE_DIR) + "/tests/golden/enums.txt");
  std::stringstream golden;
  golden << file.rdbuf();
  const auto now = lines_of_enums<GoldenState, GoldenTurn, GoldenChannel, GoldenPriority,
                                  GoldenRole, GoldenMessageKind, GoldenSystemKind,
                                  GoldenPromiseState, GoldenDeliveryState, GoldenActorKind,
                                  GoldenParticipantRole, GoldenTimerKind, GoldenErasureReason>();
  EXPECT_EQ(golden.str(), now)
      << "Facts and rows hold these numbers. A new word is a new line with "
         "a new number; a line that is there never changes.";
}

TEST(Golden, bytes_of_every_line_are_still_read) {
  for (const Golden& golden : read_golden()) {
    const auto fact = decode(golden.number, bytes_of(golden.hex));
    ASSERT_TRUE(fact) << "facts.txt:" << golden.line << ": " << golden.name
                      << " can no longer be read";
    EXPECT_EQ(name_of(*fact), golden.name) << "facts.txt:" << golden.line;
    // Nothing in the old bytes may be lost, also when the fact has gained fields since.
    EXPECT_GE(encode(*fact).size(), golden.hex.size() / 2) << "facts.txt:" << golden.line;
  }
}

TEST(Golden, the_last_line_of_a_fact_gives_back_each_value) {
  std::map<int, Golden> last;
  for (const Golden& golden : read_golden()) last[golden.number] = golden;
  for (const Fact& empty : one_of_each()) {
    const auto golden = last.find(number_of(empty));
    ASSERT_NE(golden, last.end()) << name_of(empty);
    const auto fact = decode(golden->first, bytes_of(golden->second.hex));
    ASSERT_TRUE(fact) << name_of(empty);
    EXPECT_EQ(*fact, filled(empty)) << "facts.txt:" << golden->second.line;
  }
}

}  // namespace
}  // namespace mg::facts
