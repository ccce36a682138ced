// Where should attachments of several megabytes live: as chunks in the database, or as files beside
// it? And how long does a small durable write wait while they arrive? (docs/decisions/0008)
//
//   large_bytes DATABASE-URL FOLDER whole|pieces|files|none MEGABYTES [SECONDS]
//
// whole: all chunks in one transaction. pieces: as the program does it (desk/ahead.h). files: file,
// fsync, rename, fsync of the folder, then the row.
//
// Small writes (a 5 KB mail) are submitted 100 times a second while two senders store
// incompressible mails of MEGABYTES one after the other. Prints the small ones' latency and the
// large ones' rate.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <future>
#include <mutex>
#include <random>
#include <thread>
#include <unistd.h>

#include "db/db.h"
#include "desk/ahead.h"
#include "gen/store/migrations.h"
#include "store/blob.h"
#include "store/ids.h"
#include "store/mail.h"

namespace {

using namespace mg;
using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

std::string random_bytes(std::size_t size) {
  std::mt19937_64 random(7);
  std::string bytes;
  while (bytes.size() < size) {
    const std::uint64_t word = random();
    bytes.append(reinterpret_cast<const char*>(&word), sizeof word);
  }
  bytes.resize(size);
  return bytes;
}

void must(bool fine, const char* what) {
  if (fine) return;
  std::perror(what);
  std::exit(1);
}

void sync_folder(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY);
  must(fd >= 0 && ::fsync(fd) == 0, "sync folder");
  ::close(fd);
}

// File, fsync, rename, fsync of the folder; the row comes after it.
void write_file(const std::string& folder, int number, const std::string& bytes) {
  const std::string name = folder + "/" + std::to_string(number);
  const int fd = ::open((name + ".new").c_str(), O_CREAT | O_EXCL | O_WRONLY, 0600);
  must(fd >= 0, "open");
  for (std::size_t at = 0; at < bytes.size();) {
    const auto wrote = ::write(fd, bytes.data() + at, bytes.size() - at);
    must(wrote > 0, "write");
    at += static_cast<std::size_t>(wrote);
  }
  must(::fsync(fd) == 0, "fsync");
  ::close(fd);
  must(::rename((name + ".new").c_str(), name.c_str()) == 0, "rename");
  sync_folder(folder);
}

void add_mail(db::Session& session, std::int64_t blob) {
  store::RawMail raw;
  raw.id = store::fresh<RawMailId>(session);
  raw.inbox = InboxId{1};
  raw.blob = blob;
  store::add_raw_mail(session, raw);
}

struct Run {
  desk::Desk& desk;
  db::Database& database;
  std::string folder, mode, large;
  std::atomic<bool> stop{false};
  std::atomic<int> files{0}, stored{0};
  std::mutex mutex;
  std::vector<double> small_ms, large_ms;

  void send_large() {
    while (!stop) {
      const auto began = SteadyClock::now();
      store::PreparedBlob blob = store::prepare_blob(large);
      std::int64_t id = 1;
      if (mode == "files") write_file(folder, ++files, blob.bytes);
      if (mode == "pieces") must(bool(desk::store_ahead_now(desk, {&blob})), "store ahead");
      database.write([&](db::Session& session) {
        if (mode != "files") id = store::add_blob(session, blob);
        add_mail(session, id);
      });
      const std::lock_guard lock(mutex);
      large_ms.push_back((SteadyClock::now() - began) / 1us / 1000.0);
      ++stored;
    }
  }

  void send_small(SteadyClock::time_point end) {
    auto small =
        std::make_shared<const store::PreparedBlob>(store::prepare_blob(random_bytes(5 * 1024)));
    std::atomic<int> open{0};
    for (auto next = SteadyClock::now(); next < end; next += 10ms) {
      std::this_thread::sleep_until(next);
      ++open;
      database.submit(
          db::Lane::people,
          [small](db::Session& session) { add_mail(session, store::add_blob(session, *small)); },
          [this, next, &open](const db::Error* error) {
            must(!error, error ? error->what() : "");
            {
              const std::lock_guard lock(mutex);
              small_ms.push_back((SteadyClock::now() - next) / 1us / 1000.0);
            }
            --open;
          });
    }
    while (open > 0) std::this_thread::sleep_for(1ms);
  }
};

double percentile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

}  // namespace

int main(int count, char** values) {
  if (count < 5) return 2;
  const std::size_t megabytes = std::strtoul(values[4], nullptr, 10);
  const int seconds = count > 5 ? std::atoi(values[5]) : 10;
  db::Options options;
  options.url = values[1];
  const auto database = db::open(options);
  database->migrate(store::migrations());
  std::filesystem::create_directories(values[2]);
  SystemClock clock;
  desk::Desk desk(*database, clock, {"http://localhost", "localhost"});
  Run run{desk, *database, values[2], values[3], random_bytes(megabytes << 20), {}, {},
          {},   {},        {},        {}};
  const auto began = SteadyClock::now();
  std::vector<std::jthread> senders;
  for (int i = 0; i < 2 && run.mode != "none"; ++i) {
    senders.emplace_back([&] { run.send_large(); });
  }
  run.send_small(began + std::chrono::seconds(seconds));
  run.stop = true;
  senders.clear();
  const double took = (SteadyClock::now() - began) / 1ms / 1000.0;
  std::printf(
      "%-7s %3zu MB: small p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, worst %.1f ms; large %.1f MB/s, "
      "p50 %.0f ms (%d stored)\n",
      run.mode.c_str(), megabytes, percentile(run.small_ms, 0.5), percentile(run.small_ms, 0.95),
      percentile(run.small_ms, 0.99), percentile(run.small_ms, 1),
      static_cast<double>(megabytes) * run.stored / took, percentile(run.large_ms, 0.5),
      run.stored.load());
}
