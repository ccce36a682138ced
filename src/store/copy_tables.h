#pragma once

#include <string>
#include <vector>

#include "db/db.h"

// What copying has to know of the schema, read from the schema itself, so that no table of a later
// migration can be forgotten.
namespace mg::store {

enum class ColumnKind { integer, real, text, blob };

struct Column {
  std::string name;
  ColumnKind kind = ColumnKind::text;
};

struct Table {
  std::string name;
  std::vector<Column> columns;
  std::vector<std::string> key;  // In the order of the key; all columns when there is no key.
};

// The tables that hold the workspace, those that others refer to first. Not the search index (made
// again from the words), nor what each engine keeps for itself (sequences, applied migrations).
std::vector<Table> tables_to_copy(db::Session& sqlite);

}  // namespace mg::store
