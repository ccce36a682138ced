#include "db/test_database.h"

#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <libpq-fe.h>
#include <mutex>
#include <random>

namespace mg::db::testing {
namespace {

std::string setting(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::string random_name() {
  std::random_device random;
  std::string name = "mg_test_";
  for (int i = 0; i < 12; ++i) name += static_cast<char>('a' + random() % 26);
  return name;
}

std::string maintenance_url() {
  std::string url = setting("MG_TEST_POSTGRES");
  if (!url.empty()) return url;
  throw std::runtime_error(
      "MG_TEST_POSTGRES is not set: the PostgreSQL half of the tests cannot run "
      "(MG_TEST_ENGINES=sqlite leaves it out on purpose).");
}

// The URL with another database name.
std::string with_database(const std::string& url, const std::string& name) {
  const std::size_t host = url.find("://") + 3;
  const std::size_t query = std::min(url.find('?', host), url.size());
  const std::size_t path = std::min(url.find('/', host), query);
  return url.substr(0, path) + "/" + name + url.substr(query);
}

void run_on_server(const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
      PQconnectdb(maintenance_url().c_str()), &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()),
                                                             &PQclear);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
    throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
  }
}

}  // namespace

std::vector<Engine> engines() {
  const std::string only = setting("MG_TEST_ENGINES");
  if (only == "sqlite") return {Engine::sqlite};
  if (only == "postgres") return {Engine::postgres};
  return {Engine::sqlite, Engine::postgres};
}

std::string engine_name(Engine engine) {
  return engine == Engine::sqlite ? "sqlite" : "postgres";
}

TestDatabase::TestDatabase(Engine engine) : engine_(engine), name_(random_name()) {
  if (engine == Engine::sqlite) {
    folder = (std::filesystem::temp_directory_path() / name_).string();
    options.url = "sqlite:" + folder + "/test.db";
  } else {
    run_on_server("CREATE DATABASE " + name_);
    options.url = with_database(maintenance_url(), name_);
  }
}

TestDatabase::~TestDatabase() {
  try {
    if (engine_ == Engine::sqlite) {
      std::filesystem::remove_all(folder);
    } else {
      run_on_server("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    }
  } catch (const std::exception&) {  // NOLINT: a leftover does not make a test fail.
  }
}

bool holds_soon(Database& database, const std::function<bool()>& holds,
                std::chrono::seconds at_most) {
  std::mutex mutex;
  std::condition_variable changed;
  bool committed = false;
  const auto subscription = database.on_commit([&] {
    const std::lock_guard lock(mutex);
    committed = true;
    changed.notify_one();
  });
  const auto end = std::chrono::steady_clock::now() + at_most;
  while (!holds()) {
    std::unique_lock lock(mutex);
    if (!changed.wait_until(lock, end, [&] { return committed; })) return holds();
    committed = false;
  }
  return true;
}

}  // namespace mg::db::testing
