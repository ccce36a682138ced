#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "db/db.h"

// Bytes that are stored whole: raw mail, attachments, frozen outgoing mail. Kept as compressed
// rows in the transaction that refers to them, in chunks, so that every node sees them.
namespace mg::store {

inline constexpr std::size_t blob_chunk_bytes = 256 * 1024;

// Everything slow about storing a blob, done before the transaction begins. Pure; any thread.
struct PreparedBlob {
  std::int64_t size = 0;
  std::array<unsigned char, 32> sha256{};
  int codec = 0;  // 0 as it is, 1 zstd.
  std::string bytes;
};
PreparedBlob prepare_blob(std::string_view bytes);

// Returns the blob's id.
std::int64_t add_blob(db::Session& session, const PreparedBlob& blob);

// nullopt when there is none; throws db::Error{corrupt} when the bytes are not what was stored.
std::optional<std::string> load_blob(db::Session& session, std::int64_t id);

void drop_blob(db::Session& session, std::int64_t id);

}  // namespace mg::store
