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

  // A person changes `id` while two items share a commit: `first` has run, and the second then
  // changes it, too. How often the second ran; 0 when it did not share (a machine that halts makes
  // a batch end early).
  int try_behind(ConversationId id, const db::Database::Work& first) {
    std::promise<void> has_run, changed;
    const std::shared_future<void> is_changed = changed.get_future().share();
    auto person = std::async(std::launch::async, [&] {
      has_run.get_future().wait();
      if (side_by_side()) {
        database_->write(
            [&](db::Session& session) { change_priority(session, id, Priority::high); });
      }
      changed.set_value();
    });
    int runs = 0;
    std::int64_t of_first = 0, of_second = 0;
    EXPECT_TRUE(run_together({[&](db::Session& session) {
                                first(session);
                                if (runs == 0) of_first = transaction(session);
                              },
                              [&](db::Session& session) {
                                if (++runs == 1) {
                                  of_second = transaction(session);
                                  has_run.set_value();
                                }
                                is_changed.wait();
                                change_priority(session, id, Priority::low);
                              }}));
    person.get();
    return of_first == of_second ? runs : 0;
  }
  int runs_behind(ConversationId id, const db::Database::Work& first) {
    int runs = 0;
    for (int tries = 0; tries < 20 && runs == 0; ++tries) runs = try_behind(id, first);
    return runs;
  }
  std::int64_t transaction(db::Session& session) const {
    std::int64_t number = 0;
    if (!side_by_side()) return number;
    session.execute_text("SELECT pg_current_xact_id()::text::bigint", {},
                         [&](const db::Row& row) { number = row.integer(0); });
    return number;
  }
  // On SQLite nobody can come in between.
  bool side_by_side() const { return GetParam() == db::Engine::postgres; }

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
  const auto writes = [&](db::Session& session) {
    change_priority(session, other, Priority::high);
  };
  EXPECT_EQ(runs_behind(id, writes), side_by_side() ? 2 : 1);
  EXPECT_EQ(load(id).priority, Priority::low);
  EXPECT_TRUE(std::ranges::is_sorted(seqs_as_followers_read(id)));
}

// A lock gives the transaction its number as well.
TEST_P(SharedCommit, followers_read_in_order_behind_one_who_has_only_locked) {
  const auto id = conversation_of(receive(mail("It broke.", "<1@customer.example>")));
  const auto other = conversation_of(receive(mail("Another.", "<2@customer.example>")));
  const auto locks = [&](db::Session& session) {
    EXPECT_TRUE(store::load_conversation(session, other, store::Lock::row));
  };
  EXPECT_EQ(runs_behind(id, locks), side_by_side() ? 2 : 1);
  EXPECT_EQ(load(id).priority, Priority::low);
  EXPECT_TRUE(std::ranges::is_sorted(seqs_as_followers_read(id)));
}

TEST_P(SharedCommit, mails_that_are_stored_and_taken_in_together_are_all_there) {
  constexpr int count = 100;
  constexpr int people = 7;
  std::vector<std::promise<Result<std::int64_t>>> ends(count);
  for (int i = 0; i < count; ++i) {
    auto one = std::make_shared<ReceivedMail>(
        mail("Mail " + std::to_string(i), "<m" + std::to_string(i) + "@customer.example>"));
    one->from_address = "c" + std::to_string(i % people) + "@customer.example";
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
  database_->read([&](db::Session& session) {
    session.execute_text("SELECT count(*) FROM contact", {},
                         [&](const db::Row& row) { EXPECT_EQ(row.integer(0), people); });
  });
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
