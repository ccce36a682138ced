#pragma once

#include <optional>
#include <utility>

#include "db/db.h"

namespace mg::db {

// Of a statement that did not change the rows that it was to change.
Error overtaken(std::string_view doing);

// Dooms the session at its first Error, so that both engines behave alike when `work` swallows one.
class GuardedSession : public Session {
 public:
  std::int64_t execute(const Statement& statement, std::span<const Value> values,
                       const std::function<void(const Row&)>& each) final {
    return guard([&] { return run_statement(statement, values, each); });
  }
  std::int64_t execute_text(std::string_view sql, std::span<const Value> values,
                            const std::function<void(const Row&)>& each) final {
    return guard([&] { return run_text(sql, values, each); });
  }
  void execute_script(std::string_view sql) final {
    guard([&] { return run_script(sql), 0; });
  }

  void send(const Statement& statement, std::span<const Value> values,
            std::optional<std::int64_t> rows) final {
    guard([&] { return send_statement(statement, values, rows), 0; });
  }

  void throw_if_doomed() const {
    if (failure_) throw Error(*failure_);
  }

 protected:
  virtual std::int64_t run_statement(const Statement&, std::span<const Value>,
                                     const std::function<void(const Row&)>&) = 0;
  virtual std::int64_t run_text(std::string_view sql, std::span<const Value>,
                                const std::function<void(const Row&)>&) = 0;
  virtual void run_script(std::string_view sql) = 0;
  virtual void send_statement(const Statement& statement, std::span<const Value> values,
                              std::optional<std::int64_t> rows) {
    const std::int64_t changed = run_statement(statement, values, [](const Row&) {});
    if (rows && changed != *rows) throw overtaken(statement.name);
  }

 private:
  template <class Fn>
  std::int64_t guard(Fn&& fn) {
    throw_if_doomed();
    try {
      return fn();
    } catch (const Error& error) {
      failure_ = error;
      throw;
    }
  }

  std::optional<Error> failure_;
};

// The exception being handled, as an Error. For use inside a catch block.
Error current_error();

// After one of these the world has to change before a write can succeed.
bool means_unhealthy(ErrorKind kind);

}  // namespace mg::db
