#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "db/db.h"
#include "desk/context.h"
#include "desk/settings.h"
#include "desk/token.h"
#include "desk/under_way.h"
#include "rules/policy.h"
#include "store/conversations.h"
#include "store/ids.h"

// The one road for every change: load, decide, append, in one transaction, then the receipt. Use
// cases are free functions, one file each; this class only carries what they all need.
namespace mg::desk {

// A transaction of one use case. Re-run from the start when the database asks for it.
struct Tx {
  db::Session& session;
  const Settings& settings;
  rules::Policy policy;
  Instant now;          // When it is decided.
  Instant happened_at;  // When it was so in the world; differs from `now` for imports.
  Context context;

  store::Stamp stamp() const { return {happened_at, now, context.actor, 0}; }
  store::Stamp system_stamp() const { return {happened_at, now, {}, 1}; }

  template <class IdType>
  IdType fresh() {
    return store::fresh<IdType>(session);
  }
  // Locked for the rest of the transaction; not_found when there is none.
  Result<views::Conversation> load(ConversationId id);
  void append(views::Conversation& conversation, const facts::Facts& facts) {
    store::append(session, conversation, facts, stamp());
  }
};

using Done = std::function<void(Result<std::int64_t>)>;

// What a use case does, and the right it takes. The receipt that `work` returns is the id of what
// it made or changed. Made by free functions: desk.change(context, reply({...}), done).
struct Change {
  using Work = std::function<Result<std::int64_t>(Tx&)>;

  rules::Right right;
  Work work;
  db::Commit commit = db::Commit::own;
  // Among all that say so, on whichever node: from before it reads anything to its commit.
  bool one_at_a_time = false;
};

// A change of what the workspace has once: its agents, teams, inboxes, settings, tokens, blocks and
// mail on hold. They are few, and decide about rows that others of them change. A conversation has
// a lock of its own (Tx::load), which comes after this one.
inline Change workspace_change(rules::Right right, Change::Work work) {
  return {right, std::move(work), db::Commit::own, true};
}

class Desk {
 public:
  struct Options {
    std::string base_url;     // "https://help.example.com", without a slash at the end.
    std::string mail_domain;  // Right of the @ in Message-IDs, when the inbox has none of its own.
  };

  // The database must be migrated. Loads settings and signing keys (makes the first key).
  Desk(db::Database& database, const Clock& clock, Options options);
  ~Desk();  // finish()

  Instant now() const { return clock_.now(); }
  const Clock& clock() const { return clock_; }
  db::Database& database() { return database_; }
  const Options& options() const { return options_; }
  std::shared_ptr<const Settings> settings() const { return settings_.load(); }
  std::shared_ptr<const Keyring> keys() const { return keys_.load(); }

  // Reads settings and keys anew: after they changed here, or on another node.
  void reload();

  // Runs `work` in one write transaction; what it returns is the receipt. A refusal undoes
  // everything. `done` is called once, on a thread of the database, after the durable commit, and
  // must be quick. Never blocks. Asked again under the same command id, `work` does not run and
  // the first receipt comes back. When the answer to a COMMIT is lost, a change with a command id
  // is asked again here; without one (or when that fails) the refusal is `outcome_unknown`.
  void change(const Context& context, Change change, Done done);

  // change() with what the answer shows, read in the same transaction.
  template <class Answer>
  void change_and_show(const Context& context, Change change,
                       std::function<Answer(db::Session&, std::int64_t)> show,
                       std::function<void(Result<Answer>)> done) {
    auto answer = std::make_shared<std::optional<Answer>>();
    change_then(
        context, std::move(change),
        [answer, show = std::move(show)](db::Session& session, std::int64_t receipt) {
          answer->emplace(show(session, receipt));
        },
        [answer, done = std::move(done)](Result<std::int64_t> receipt) {
          if (!receipt) return done(std::unexpected(receipt.error()));
          done(std::move(**answer));
        });
  }

  // Waits until every change that was asked for is answered. To be called before what their `done`
  // needs ends; never on a thread of the database.
  void finish() { under_way_.wait(); }

  // change() and wait, for commands, jobs and tests; never on an I/O thread.
  Result<std::int64_t> change_now(const Context& context, Change change);

  // One read snapshot on the calling thread. A broken database is a refusal (unavailable; internal
  // when the fault is ours).
  template <class T>
  Result<T> read(const std::function<Result<T>(db::Session&)>& work) {
    std::optional<Result<T>> result;
    try {
      database_.read([&](db::Session& session) { result.emplace(work(session)); });
    } catch (const db::Error& error) {
      return std::unexpected(refusal_of(error));
    }
    return std::move(*result);
  }

  // `unavailable` only for what passes by itself; what the database says of any other fault becomes
  // the detail of an `internal` one.
  static Refusal refusal_of(const db::Error& error);

 private:
  using Then = std::function<void(db::Session&, std::int64_t)>;
  void change_then(const Context& context, Change change, Then then, Done done);
  void submit(const Context& context, std::shared_ptr<const Change> change,
              std::shared_ptr<const Then> then, Done done, int tries_left);

  db::Database& database_;
  const Clock& clock_;
  Options options_;
  std::mutex reloading_;  // Who reads later keeps what it has read.
  std::atomic<std::shared_ptr<const Settings>> settings_;
  std::atomic<std::shared_ptr<const Keyring>> keys_;
  UnderWay under_way_;
};

std::unexpected<Refusal> not_found();

}  // namespace mg::desk
