#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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
  std::int64_t ahead = 0;  // Under which id the bytes are stored already; 0: they are not.
};
PreparedBlob prepare_blob(std::string_view bytes);

// Larger ones are stored in pieces of this size before the transaction that refers to them, so that
// no transaction is long (desk/ahead.h). A piece is a whole number of chunks.
inline constexpr std::size_t blob_ahead_bytes = 4 * blob_chunk_bytes;

// Begins such a blob: returns its id and remembers that it is unfinished since `now`.
std::int64_t begin_blob(db::Session& session, Instant now);
void add_blob_piece(db::Session& session, std::int64_t id, const PreparedBlob& blob,
                    std::size_t offset);
std::vector<std::int64_t> unfinished_blobs(db::Session& session, Instant begun_before);
// Nothing happens when it was finished in the meantime.
void drop_unfinished(db::Session& session, std::int64_t id);

// Returns the blob's id. One that was stored ahead is finished by this; throws db::Error{busy} when
// its pieces were dropped meanwhile.
std::int64_t add_blob(db::Session& session, const PreparedBlob& blob);

// nullopt when there is none; throws db::Error{corrupt} when the bytes are not what was stored.
std::optional<std::string> load_blob(db::Session& session, std::int64_t id);

// Several small ones with one question; what is not there, or not what was stored, is left out.
inline constexpr std::size_t blobs_at_once_max = 16;
std::map<std::int64_t, std::string> load_blobs(db::Session& session,
                                               std::span<const std::int64_t> ids);

void drop_blob(db::Session& session, std::int64_t id);

}  // namespace mg::store
