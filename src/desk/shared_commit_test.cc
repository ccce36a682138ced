#include <algorithm>
#include <future>
#include <set>
#include <utility>

#include "desk/desk_fixture.h"

// Items that share a transaction (db::Commit::shared) and a log that followers read in the order of
// transactions.
namespace mg::desk {
namespace {

class SharedCommit : public DeskTest {
 protected:
  void change_priority(db::Session& session, ConversationId id, Priority priority) {
    auto conversation = store::load_conversation(session, id, store::Lock::row);
    store::append(session, *conversation, {facts::PriorityChanged{priority}},
                  {clock_.now(), clock_.now(), {}, 0});
  }

  // Runs the works in one batch, where the engine has such. True: all were committed.
  bool run_together(const std::vector<db::Database::Work>& works) {
    std::promise<void> started, go;
    database_->submit(
        db::Lane::bulk, db::Commit::shared,
        [&](db::Session&) {
          started.set_value();
          go.get_future().wait();
        },
        [](const db::Error*) {});
    started.get_future().wait();
    std::vector<std::promise<bool>> ends(works.size());
    for (std::size_t i = 0; i < works.size(); ++i) {
      database_->submit(db::Lane::bulk, db::Commit::shared, works[i],
                        [&ends, i](const db::Error* error) { ends[i].set_value(!error); });
    }
    go.set_value();
    bool all = true;
    for (auto& end : ends) all &= end.get_future().get();
    return all;
  }

  std::vector<std::int64_t> seqs_as_followers_read(ConversationId id) {
    std::vector<std::int64_t> seqs;
    database_->read([&](db::Session& session) {
      for (const auto& logged : store::facts_after(session, {}, 1000)) {
        if (logged.header.stream == id.value) seqs.push_back(logged.header.seq);
      }
    });
    return seqs;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, SharedCommit, ::testing::ValuesIn(db::testing::engines()),
                         [](const auto& at) { return db::testing::engine_name(at.param); });

TEST_P(SharedCommit, followers_read_a_conversation_in_order_that_was_changed_meanwhile) {
  const auto id = conversation_of(receive(mail("It broke.", "<1@customer.example>")));
  const auto other = conversation_of(receive(mail("Another.", "<2@customer.example>")));
  std::promise<void> has_written, changed;
  const std::shared_future<void> is_changed = changed.get_future().share();
  int runs = 0;
  // On SQLite nobody can come in between.
  const bool side_by_side = GetParam() == db::Engine::postgres;
  auto person = std::async(std::launch::async, [&] {
    has_written.get_future().wait();
    if (side_by_side) {
      database_->write([&](db::Session& session) { change_priority(session, id, Priority::high); });
    }
    changed.set_value();
  });
  EXPECT_TRUE(run_together({[&, first = true](db::Session& session) mutable {
                              change_priority(session, other, Priority::high);
                              if (std::exchange(first, false)) has_written.set_value();
                              is_changed.wait();
                            },
                            [&](db::Session& session) {
                              ++runs;
                              change_priority(session, id, Priority::low);
                            }}));
  person.get();
  EXPECT_EQ(runs, side_by_side ? 2 : 1);
  EXPECT_EQ(load(id).priority, Priority::low);
  const auto seqs = seqs_as_followers_read(id);
  EXPECT_TRUE(std::ranges::is_sorted(seqs));
}

TEST_P(SharedCommit, mails_that_are_stored_and_taken_in_together_are_all_there) {
  constexpr int count = 100;
  std::vector<std::promise<Result<std::int64_t>>> ends(count);
  for (int i = 0; i < count; ++i) {
    auto one = std::make_shared<ReceivedMail>(
        mail("Mail " + std::to_string(i), "<m" + std::to_string(i) + "@customer.example>"));
    one->from_address = "c" + std::to_string(i % 7) + "@customer.example";
    desk_->change(as_system(), receive_mail(one, desk_->keys()),
                  [&ends, i](Result<std::int64_t> result) {
                    ends[static_cast<std::size_t>(i)].set_value(std::move(result));
                  });
  }
  std::set<ConversationId> conversations;
  for (auto& end : ends) {
    const auto message = end.get_future().get();
    ASSERT_TRUE(message);
    conversations.insert(conversation_of(MessageId{*message}));
  }
  EXPECT_EQ(conversations.size(), std::size_t{count});
}

TEST_P(SharedCommit, the_same_mail_twice_at_once_is_one_message) {
  std::vector<std::promise<Result<std::int64_t>>> ends(8);
  for (auto& end : ends) {
    auto one = std::make_shared<ReceivedMail>(mail("It broke.", "<same@customer.example>"));
    desk_->change(as_system(), receive_mail(one, desk_->keys()),
                  [&end](Result<std::int64_t> result) { end.set_value(std::move(result)); });
  }
  int messages = 0;
  for (auto& end : ends) {
    const auto receipt = end.get_future().get();
    ASSERT_TRUE(receipt);
    messages += *receipt != 0;
  }
  EXPECT_EQ(messages, 1);
}

}  // namespace
}  // namespace mg::desk
