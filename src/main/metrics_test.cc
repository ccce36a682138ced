#include "main/metrics.h"

#include "main/restore_fixture.h"

namespace mg::app {
namespace {

// A database that can be away.
class Faltering final : public db::Database {
 public:
  explicit Faltering(db::Database& real) : real_(real) {}
  bool away = false;    // It says so itself.
  bool broken = false;  // Whoever asks it finds out.

  db::Engine engine() const override { return real_.engine(); }
  void submit(db::Lane lane, db::Commit commit, Work work, Done done) override {
    real_.submit(lane, commit, std::move(work), std::move(done));
  }
  void read(const Work& work) override {
    if (broken) throw db::Error(db::ErrorKind::connection_lost, "away");
    real_.read(work);
  }
  int migrate(std::span<const db::Migration> migrations) override {
    return real_.migrate(migrations);
  }
  std::shared_ptr<void> on_commit(std::function<void()> wake) override {
    return real_.on_commit(std::move(wake));
  }
  void backup(const std::string& path, const db::Percent& progress) override {
    real_.backup(path, progress);
  }
  void purge() override { real_.purge(); }
  bool healthy() const override { return !away; }
  std::size_t queued() const override { return real_.queued(); }

 private:
  db::Database& real_;
};

TEST(Metrics, what_only_the_database_knows_is_told_to_be_unknown_while_it_is_away) {
  const db::testing::TestDatabase place(db::Engine::sqlite);
  const FixedClock clock(made_at);
  const Opened workspace(place.options.url, clock);
  Faltering database(*workspace.database);
  desk::Desk desk(database, clock, {"https://desk.example", ""});
  const auto tells = [&](const std::string& line) {
    return backlog_metrics(desk).find("\n" + line + "\n") != std::string::npos;
  };
  const std::string lag = "makegood_follower_lag_facts{follower=\"search\"} ";
  EXPECT_TRUE(tells("makegood_ingest_pending 0") && tells("makegood_outbox_held 0") &&
              tells(lag + "0"))
      << backlog_metrics(desk);
  for (bool* const fault : {&database.away, &database.broken}) {
    *fault = true;
    EXPECT_TRUE(tells("makegood_ingest_pending NaN") && tells("makegood_outbox_held NaN") &&
                tells(lag + "NaN"))
        << backlog_metrics(desk);
    *fault = false;
  }
}

}  // namespace
}  // namespace mg::app
