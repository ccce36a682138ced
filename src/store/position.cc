#include "store/position.h"

namespace mg::store {

std::optional<Position> position_of_engine(db::Engine engine, std::string_view text) {
  const auto position = position_from(text);
  if (!position || to_string(*position) != text) return {};
  const bool of_postgres = position->transaction > 0;
  if (*position != Position{} && of_postgres != (engine == db::Engine::postgres)) return {};
  return position;
}

}  // namespace mg::store
