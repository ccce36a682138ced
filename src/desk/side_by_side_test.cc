#include <algorithm>
#include <barrier>
#include <map>
#include <thread>

#include "desk/answer.h"
#include "desk/blocks.h"
#include "desk/desk_fixture.h"
#include "desk/hold.h"
#include "desk/sign_in.h"
#include "store/blocks.h"

// Changes of the workspace that are asked for in the same moment: each must see what the other has
// made of it.
namespace mg::desk {
namespace {

constexpr int rounds = 25;

class SideBySide : public DeskTest {
 protected:
  struct Asked {
    Context context;
    Change change;
  };

  // The answers, in the order of `asked`.
  std::vector<Result<std::int64_t>> at_once(const std::vector<Asked>& asked) {
    std::vector<Result<std::int64_t>> answers(asked.size(), 0);
    std::barrier start(static_cast<std::ptrdiff_t>(asked.size()));
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < asked.size(); ++i) {
        threads.emplace_back([&, i] {
          start.arrive_and_wait();
          answers[i] = desk_->change_now(asked[i].context, asked[i].change);
        });
      }
    }
    return answers;
  }
  static void expect_all_done(const std::vector<Result<std::int64_t>>& answers) {
    for (const auto& answer : answers) EXPECT_TRUE(answer) << answer.error().detail;
  }

  AgentId add(const std::string& email, Role role) {
    return AgentId{*desk_->change_now(by_owner(), add_agent({email, email, role, "x"}))};
  }
  store::Agent agent(AgentId id) {
    return look<store::Agent>([&](db::Session& s) { return *store::load_agent(s, id); });
  }
  template <class T>
  T look(const std::function<T(db::Session&)>& work) {
    return *desk_->read<T>([&](db::Session& session) -> Result<T> { return work(session); });
  }

  // A reply that waits to be sent was put on hold, as a restore does.
  MessageId reply_on_hold(ConversationId conversation) {
    NewReply words;
    words.conversation = conversation;
    words.text = "Try this.";
    const auto message = desk_->change_now(by_owner(), reply(words));
    EXPECT_TRUE(message);
    database_->write([&](db::Session& session) { hold_outgoing(session, clock_.now()); });
    return MessageId{message.value_or(0)};
  }
  DeliveryState state_of(MessageId message) {
    return look<DeliveryState>(
        [&](db::Session& s) { return store::deliveries_of(s, message).at(0).state; });
  }

  void TearDown() override {
    DeskTest::TearDown();
    // Followers read each stream in the order in which it was decided.
    std::map<std::int64_t, std::int64_t> seq;
    database_->read([&](db::Session& session) {
      for (const auto& logged : store::facts_after(session, {}, 10'000)) {
        EXPECT_EQ(logged.header.seq, ++seq[logged.header.stream]) << logged.header.stream;
      }
    });
  }
};
MG_ON_EVERY_ENGINE(SideBySide);

TEST_P(SideBySide, the_last_two_owners_cannot_both_step_down) {
  const AgentId other = add("ada@desk.example", Role::owner);
  for (int round = 0; round < rounds; ++round) {
    const auto answers =
        at_once({{as_agent(owner_, Role::owner), edit_agent({owner_, {}, Role::admin, {}})},
                 {as_agent(other, Role::owner), edit_agent({other, {}, Role::admin, {}})}});
    ASSERT_NE(answers[0].has_value(), answers[1].has_value());
    const auto& loser = answers[0] ? answers[1] : answers[0];
    EXPECT_EQ(loser.error().code, "last_owner");
    const AgentId winner = answers[0] ? owner_ : other;
    const AgentId left = answers[0] ? other : owner_;
    ASSERT_TRUE(
        desk_->change_now(as_agent(left, Role::owner), edit_agent({winner, {}, Role::owner, {}})));
  }
}

TEST_P(SideBySide, a_rename_undoes_neither_a_demotion_nor_the_end_of_an_agent) {
  const AgentId id = add("ada@desk.example", Role::admin);
  for (int round = 0; round < rounds; ++round) {
    const std::string name = "Ada " + std::to_string(round);
    expect_all_done(at_once({{by_owner(), edit_agent({id, name, {}, {}})},
                             {by_owner(), edit_agent({id, {}, Role::agent, {}})},
                             {by_owner(), edit_agent({id, {}, {}, false})}}));
    const store::Agent now = agent(id);
    EXPECT_EQ(now.name, name);
    EXPECT_EQ(now.role, Role::agent);
    EXPECT_FALSE(now.active);
    ASSERT_TRUE(desk_->change_now(by_owner(), edit_agent({id, {}, Role::admin, true})));
  }
}

TEST_P(SideBySide, two_settings_are_both_kept) {
  for (int round = 1; round <= rounds; ++round) {
    expect_all_done(
        at_once({{by_owner(), edit_settings([&](Settings& s) { s.undo_seconds = round; })},
                 {by_owner(), edit_settings([&](Settings& s) { s.warn_minutes = round; })}}));
    const auto now = look<Settings>([](db::Session& s) { return settings(s); });
    EXPECT_EQ(now.undo_seconds, round);
    EXPECT_EQ(now.warn_minutes, round);
  }
}

TEST_P(SideBySide, two_changes_of_an_inbox_are_both_kept) {
  for (int round = 0; round < rounds; ++round) {
    const std::string word = std::to_string(round);
    expect_all_done(
        at_once({{by_owner(), edit_inbox(inbox_, [&](store::Inbox& i) { i.name = word; })},
                 {by_owner(), edit_inbox(inbox_, [&](store::Inbox& i) { i.smtp_user = word; })}}));
    const auto now =
        look<store::Inbox>([&](db::Session& s) { return *store::load_inbox(s, inbox_); });
    EXPECT_EQ(now.name, word);
    EXPECT_EQ(now.smtp_user, word);
  }
}

TEST_P(SideBySide, two_changes_of_a_team_are_both_kept) {
  const TeamId id{*desk_->change_now(by_owner(), save_team({{}, "Support", {owner_}}))};
  for (int round = 0; round < rounds; ++round) {
    const std::string name = "Team " + std::to_string(round);
    const std::vector<AgentId> members(round % 2 == 0 ? 0 : 1, owner_);
    expect_all_done(
        at_once({{by_owner(), edit_team(id, [&](store::Team& t) { t.name = name; })},
                 {by_owner(), edit_team(id, [&](store::Team& t) { t.members = members; })}}));
    const auto now = look<std::vector<store::Team>>([](db::Session& s) { return teams(s); });
    EXPECT_EQ(now.at(0).name, name);
    EXPECT_EQ(now.at(0).members, members);
  }
}

TEST_P(SideBySide, a_sender_who_is_blocked_twice_at_once_is_blocked_once) {
  for (int round = 0; round < rounds; ++round) {
    const std::string name = "ana" + std::to_string(round) + "@customer.example";
    const auto blocked =
        at_once({{by_owner(), block_sender(name)}, {by_owner(), block_sender(name)}});
    expect_all_done(blocked);
    EXPECT_EQ(blocked[0], blocked[1]);
    const BlockId id{blocked[0].value_or(0)};
    const auto freed =
        at_once({{by_owner(), unblock_sender(id)}, {by_owner(), unblock_sender(id)}});
    ASSERT_NE(freed[0].has_value(), freed[1].has_value());
    EXPECT_EQ((freed[0] ? freed[1] : freed[0]).error().kind, RefusalKind::not_found);
  }
}

TEST_P(SideBySide, an_address_becomes_that_of_one_agent_and_of_one_inbox) {
  for (int round = 0; round < rounds; ++round) {
    const std::string address = "desk" + std::to_string(round) + "@desk.example";
    store::Inbox inbox;
    inbox.name = "Sales";
    inbox.address = address;
    const auto agents = at_once({{by_owner(), add_agent({address, "A", Role::agent, "x"})},
                                 {by_owner(), add_agent({address, "B", Role::agent, "x"})}});
    const auto inboxes =
        at_once({{by_owner(), save_inbox(inbox)}, {by_owner(), save_inbox(inbox)}});
    for (const auto& answers : {agents, inboxes}) {
      ASSERT_NE(answers[0].has_value(), answers[1].has_value());
      EXPECT_EQ((answers[0] ? answers[1] : answers[0]).error().code, "address_taken");
    }
  }
}

TEST_P(SideBySide, held_mail_is_decided_once) {
  const auto conversation = conversation_of(receive(mail("It broke.", "<1@customer.example>")));
  for (int round = 0; round < rounds; ++round) {
    const MessageId message = reply_on_hold(conversation);
    ASSERT_EQ(state_of(message), DeliveryState::held);
    const auto answers =
        at_once({{by_owner(), end_hold(HoldEnd::send)}, {by_owner(), end_hold(HoldEnd::drop)}});
    ASSERT_NE(answers[0].has_value(), answers[1].has_value());
    EXPECT_EQ((answers[0] ? answers[1] : answers[0]).error().code, "nothing_on_hold");
    EXPECT_EQ(state_of(message), answers[0] ? DeliveryState::queued : DeliveryState::cancelled);
  }
}

// By an erasure, say. On SQLite the decision comes after it, and finds nothing.
TEST_P(SideBySide, held_mail_that_is_cancelled_meanwhile_is_not_sent) {
  const auto id = conversation_of(receive(mail("It broke.", "<1@customer.example>")));
  const MessageId message = reply_on_hold(id);
  std::jthread deciding;
  const auto somebody_waits = [](db::Session& session) {
    bool waits = false;
    session.execute_text(
        "SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
        "WHERE d.datname = current_database() AND NOT l.granted",
        {}, [&](const db::Row&) { waits = true; });
    return waits;
  };
  const Change cancel{
      rules::Right::anyone, [&](Tx& tx) -> Result<std::int64_t> {
        auto conversation = tx.load(id);
        deciding =
            std::jthread([this] { (void)desk_->change_now(by_owner(), end_hold(HoldEnd::send)); });
        const auto until = std::chrono::steady_clock::now() + 20s;
        while (GetParam() == db::Engine::postgres && !somebody_waits(tx.session)) {
          if (std::chrono::steady_clock::now() > until) return not_found();
        }
        const auto copy = store::deliveries_of(tx.session, message).at(0);
        tx.append(*conversation,
                  {facts::DeliveryReported{copy.id, message, DeliveryState::cancelled, 0, {}}});
        return 0;
      }};
  ASSERT_TRUE(desk_->change_now(as_system(), cancel));
  deciding.join();
  EXPECT_EQ(state_of(message), DeliveryState::cancelled);
}

TEST_P(SideBySide, a_change_is_made_once_under_one_key) {
  for (int round = 0; round < rounds; ++round) {
    Context context = by_owner();
    context.command = "team " + std::to_string(round);
    const Change change = save_team({{}, "Team " + std::to_string(round), {}});
    const auto made = at_once({{context, change}, {context, change}, {context, change}});
    expect_all_done(made);
    EXPECT_EQ(made[0], made[1]);
    EXPECT_EQ(made[0], made[2]);
  }
}

// Before anybody is there.
class FirstRun : public ::testing::TestWithParam<db::Engine> {};
MG_ON_EVERY_ENGINE(FirstRun);

TEST_P(FirstRun, of_many_first_owners_one_is_made) {
  for (int round = 0; round < 5; ++round) {
    const db::testing::TestDatabase place(GetParam());
    const auto database = place.open();
    database->migrate(store::migrations());
    const FixedClock clock{from_rfc3339("2026-11-21T09:00:00Z").value()};
    Desk desk(*database, clock, {"https://desk.example", "desk.example"});
    constexpr int people = 6;
    std::vector<Result<std::int64_t>> answers(people, 0);
    std::barrier start(people);
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < people; ++i) {
        threads.emplace_back([&, i] {
          start.arrive_and_wait();
          const std::string name = "bo" + std::to_string(i);
          answers[static_cast<std::size_t>(i)] = desk.change_now(
              as_system(), create_owner({name + "@desk.example", name, Role::owner, "x"}, name));
        });
      }
    }
    EXPECT_EQ(std::ranges::count_if(answers, [](const auto& a) { return a.has_value(); }), 1);
    for (const auto& answer : answers) {
      EXPECT_TRUE(answer || answer.error().code == "owner_exists");
    }
  }
}

// Nobody else could ever make an owner.
TEST_P(FirstRun, the_first_person_is_an_owner) {
  const db::testing::TestDatabase place(GetParam());
  const auto database = place.open();
  database->migrate(store::migrations());
  const FixedClock clock{from_rfc3339("2026-11-21T09:00:00Z").value()};
  Desk desk(*database, clock, {"https://desk.example", "desk.example"});
  const Context operating = as_agent({}, Role::owner);
  const auto has_one = [&] {
    return desk.read<bool>([](db::Session& s) -> Result<bool> { return has_owner(s); }).value();
  };
  for (const Role role : {Role::agent, Role::admin}) {
    const auto refused =
        desk.change_now(operating, add_agent({"ada@desk.example", "Ada", role, "x"}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "no_owner");
  }
  EXPECT_FALSE(has_one());
  // As older versions allowed: the first run is still open.
  database->write([&](db::Session& session) {
    store::add_agent(
        session,
        {store::fresh<AgentId>(session), "eva@desk.example", "Eva", Role::agent, true, clock.now()},
        "x");
  });
  EXPECT_FALSE(has_one());
  EXPECT_TRUE(desk.change_now(
      as_system(), create_owner({"bo@desk.example", "Bo", Role::owner, "x"}, "Fernhill")));
  EXPECT_TRUE(has_one());
  EXPECT_TRUE(desk.change_now(operating, add_agent({"ada@desk.example", "Ada", Role::agent, "x"})));
}

}  // namespace
}  // namespace mg::desk
