#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "db/db.h"

// What is missing though other rows or the log need it. No fact of the log repeats words, people
// and bytes, so that a replay of conversations cannot miss them.
namespace mg::store {

struct Absence {
  std::string_view what;          // "messages without their words"
  std::vector<std::int64_t> ids;  // The first ones, ascending.
  bool more = false;
};

// Goes through all ids in turns, each short enough for one statement: a look by the primary key or
// an index for each row, whatever its size. Bytes are counted, not read. What was erased is not
// missed.
class AbsenceCheck {
 public:
  static constexpr std::size_t ids_max = 10;  // Of each kind.

  // One turn, in a snapshot of its own. False when it was the last.
  bool turn(db::Session& session);

  std::vector<Absence> found() const;
  // The search index has not read the whole log yet, so that nobody can say what it lacks.
  bool index_is_behind() const { return index_is_behind_; }

 private:
  void look(db::Session& session, std::size_t kind, std::int64_t last);

  std::int64_t after_ = 0;
  bool index_is_behind_ = false;
  std::map<std::size_t, Absence> found_;
};

// Whether a search can be made at all. On SQLite the index is a structure of its own, which may be
// broken while every row is there.
bool search_works(db::Database& database);

}  // namespace mg::store
