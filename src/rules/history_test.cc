#include <cstdlib>
#include <gtest/gtest.h>
#include <random>

#include "rules/world_test.h"

// Random short histories: whatever people and clocks do, in whatever order, what World::wrong()
// states must hold after each step. A failure prints the seed and the history that led to it.
namespace mg::rules::test {
namespace {

constexpr int histories = 2'000;
constexpr int histories_long = 50'000;
constexpr int steps_max = 30;

class Players {
 public:
  explicit Players(std::uint64_t seed) : chance_(seed) {
    world.policy.acknowledge = one_of(2) == 0;
    if (one_of(4) == 0) world.policy.reminder_days = {};
    if (one_of(4) == 0) world.policy.reminder_days = {1, 1, 30};
    if (one_of(4) == 0) world.policy.unconfirmed_days = 1;
  }

  void step() {
    let_time_pass();
    if (world.is_empty()) {
      if (one_of(5) == 0) {
        tell("start");
        world.start(agent(), requester_);
      } else {
        customer_writes();
      }
      return;
    }
    if (one_of(8) == 0) world.look_at(one_of(world.threads().size()));
    switch (one_of(14)) {
      case 0:
      case 1:
      case 2:
        return customer_writes();
      case 3:
      case 4:
      case 5:
        return agent_replies();
      case 6:
      case 7:
        return customer_answers();
      case 8:
        return take_back();
      case 9:
        return promise();
      case 10:
        return spam();
      case 11:
        tell("note");
        return count(world.note(agent()));
      case 12:
        tell("assign");
        return world.assign(one_of(3) == 0 ? AgentId{} : agent());
      default:
        return;
    }
  }

  World world{from_micros(1'767'603'600'000'000)};
  std::string history;
  int refused = 0;

 private:
  std::size_t one_of(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(chance_);
  }
  void tell(const std::string& what) { history += " | " + what; }
  void count(const Result<void>& result) { refused += !result; }
  AgentId agent() { return AgentId{static_cast<std::int64_t>(10 + one_of(2))}; }
  ContactId somebody() { return one_of(4) == 0 ? ContactId{21} : requester_; }

  Duration span() {
    using namespace std::chrono;
    constexpr Duration spans[] = {0s, 1s, 5s, 10s, 1min, 30min, 4h, 24h, 48h, 120h, 241h, 800h};
    return spans[one_of(std::size(spans))];
  }

  void let_time_pass() {
    if (one_of(2) == 0) return;
    const Duration by = span();
    tell("+" + std::to_string(by.count() / 1'000'000) + "s");
    world.advance(world.now() + by);
  }

  void customer_writes() {
    constexpr const char* words[] = {"It broke.", "Yes", "not yet", "Ja, danke!", "Yes?", ""};
    const std::string text = words[one_of(std::size(words))];
    const bool automatic = one_of(6) == 0;
    tell((automatic ? "machine: " : "write: ") + text);
    MessageId answers;
    const auto said = world.is_empty() ? std::vector<views::Outward>{} : world.said();
    if (!said.empty() && one_of(3) == 0) answers = said[one_of(said.size())].message;
    const Channel channel = one_of(3) == 0 ? Channel::page : Channel::email;
    world.write(somebody(), text, channel, automatic, answers);
  }

  void agent_replies() {
    NewReply want;
    want.agent = agent();
    want.asks = one_of(2) == 0;
    if (one_of(3) == 0) want.next_word = world.now() + span();
    want.hold = one_of(2) == 0 ? Duration{} : std::chrono::seconds(1 + one_of(60));
    tell(std::string("reply") + (want.asks ? " asks" : "") + (want.next_word ? " promises" : "") +
         " held " + std::to_string(want.hold.count() / 1'000'000));
    count(world.reply(want));
  }

  void customer_answers() {
    const Thread& t = world.thread();
    ProposalId about = t.now.proposal;
    if (one_of(3) == 0) about = {};
    if (one_of(4) == 0 && !t.proposals.empty()) about = t.proposals.front();
    const bool words = one_of(2) == 0;
    const ContactId who = somebody();
    if (one_of(2) == 0) {
      tell("says yes");
      count(world.say_solved(who, about, words));
    } else {
      tell("says not yet");
      count(world.say_not_yet(who, about, words));
    }
  }

  void take_back() {
    const auto& held = world.thread().now.held;
    if (held.empty()) return;
    tell("take back");
    count(world.withdraw(agent(), held[one_of(held.size())].message));
  }

  void promise() {
    const auto& promises = world.thread().promises;
    if (promises.empty() || one_of(2) == 0) {
      tell("promise");
      return count(world.promise(agent(), world.now() + span()));
    }
    tell("move");
    const auto at = std::next(promises.begin(), static_cast<int>(one_of(promises.size())));
    count(world.move_promise(at->first, world.now() + span()));
  }

  void spam() {
    tell("spam or not");
    count(one_of(2) == 0 ? world.mark_spam() : world.clear_spam());
  }

  std::mt19937_64 chance_;
  ContactId requester_{20};
};

TEST(History, whatever_happens_the_state_stays_true_to_the_facts) {
  const int count = std::getenv("MG_LONG") ? histories_long : histories;
  std::map<State, int> reached;
  int refused = 0;
  int linked = 0;
  for (int seed = 1; seed <= count; ++seed) {
    Players players(static_cast<std::uint64_t>(seed));
    for (int step = 0; step < steps_max; ++step) {
      players.step();
      const auto wrong = players.world.wrong();
      ASSERT_FALSE(wrong) << *wrong << "\nseed " << seed << ":" << players.history;
    }
    refused += players.refused;
    linked += players.world.threads().size() > 1;
    for (const Thread& thread : players.world.threads()) ++reached[thread.now.state];
  }
  // The histories are worth something only when they come to every end often.
  for (const State state :
       {State::open, State::proposed, State::solved, State::unconfirmed, State::spam}) {
    EXPECT_GT(reached[state], count / 100) << word_of(state);
  }
  EXPECT_GT(refused, count / 10);
  EXPECT_GT(linked, count / 100);
}

// The invariants must be able to fail: a log that is not what made the state is noticed.
TEST(History, a_state_that_is_not_its_facts_is_noticed) {
  World world(from_micros(1'767'603'600'000'000));
  world.write(ContactId{20}, "It broke.", Channel::email, false);
  EXPECT_EQ(world.wrong(), std::nullopt);
  views::Conversation& state = world.thread().now;
  const views::Conversation before = state;
  state.messages = 2;
  EXPECT_EQ(world.wrong(), "replaying the log gives another state");
  state = before;
  state.state = State::solved;
  EXPECT_NE(world.wrong(), std::nullopt);
}

}  // namespace
}  // namespace mg::rules::test
