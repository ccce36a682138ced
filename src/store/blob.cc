#include "store/blob.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <sodium.h>
#include <zstd.h>

#include "gen/store/sql.h"
#include "store/for_each_of.h"
#include "store/ids.h"
#include "store/workspace.h"

namespace mg::store {
namespace {

constexpr int zstd_level = 3;

// Making a context costs more than packing a mail with it: each thread keeps one.
struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

std::size_t pack(std::string& to, std::string_view bytes) {
  thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
  return ZSTD_compressCCtx(context.get(), to.data(), to.size(), bytes.data(), bytes.size(),
                           zstd_level);
}

std::size_t unpack(std::string& to, std::string_view bytes) {
  thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
  return ZSTD_decompressDCtx(context.get(), to.data(), to.size(), bytes.data(), bytes.size());
}

// The setting "storing_blob/ID" stands from the first piece to the change that refers to it.
constexpr std::string_view unfinished_prefix = "storing_blob/";

std::string unfinished_key(std::int64_t id) {
  return std::string(unfinished_prefix) + std::to_string(id);
}

std::optional<std::int64_t> number_from(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

struct Kept {
  std::int64_t size, codec, stored;
  std::string hash;
  std::string bytes = {};
};

std::array<unsigned char, 32> sha256(std::string_view bytes) {
  std::array<unsigned char, 32> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return hash;
}

// nullopt: not what was stored.
std::optional<std::string> plain_bytes(Kept kept) {
  if (kept.codec == 1) {
    std::string plain(static_cast<std::size_t>(kept.size), '\0');
    const std::size_t size = unpack(plain, kept.bytes);
    if (ZSTD_isError(size)) plain.clear();
    kept.bytes = std::move(plain);
  }
  const auto hash = sha256(kept.bytes);
  const std::string_view found(reinterpret_cast<const char*>(hash.data()), hash.size());
  return kept.hash == found ? std::optional(std::move(kept.bytes)) : std::nullopt;
}

}  // namespace

PreparedBlob prepare_blob(std::string_view bytes) {
  PreparedBlob blob;
  blob.size = static_cast<std::int64_t>(bytes.size());
  blob.sha256 = sha256(bytes);
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = pack(packed, bytes);
  if (!ZSTD_isError(size) && size < bytes.size()) {
    packed.resize(size);
    blob.codec = 1;
    blob.bytes = std::move(packed);
  } else {
    blob.bytes = bytes;
  }
  return blob;
}

std::int64_t begin_blob(db::Session& session, Instant now) {
  const std::int64_t id = next_id(session);
  save_setting(session, unfinished_key(id), std::to_string(to_micros(now)));
  return id;
}

void add_blob_piece(db::Session& session, std::int64_t id, const PreparedBlob& blob,
                    std::size_t offset) {
  const std::string_view piece = std::string_view(blob.bytes).substr(offset, blob_ahead_bytes);
  auto part = static_cast<std::int64_t>(offset / blob_chunk_bytes);
  for (std::size_t at = 0; at < piece.size(); at += blob_chunk_bytes) {
    session.post(sql::blob_chunk_add, id, part++, db::Blob{piece.substr(at, blob_chunk_bytes)});
  }
}

std::vector<std::int64_t> unfinished_blobs(db::Session& session, Instant begun_before) {
  std::vector<std::int64_t> found;
  session.each(sql::blob_unfinished, [&](const db::Row& row) {
    const auto id = number_from(row.text(0).substr(unfinished_prefix.size()));
    const auto begun = number_from(row.text(1));
    if (id && begun && from_micros(*begun) < begun_before) found.push_back(*id);
  });
  return found;
}

void drop_unfinished(db::Session& session, std::int64_t id) {
  if (drop_setting(session, unfinished_key(id))) session.post(sql::blob_chunks_drop, id);
}

std::int64_t add_blob(db::Session& session, const PreparedBlob& blob) {
  if (blob.ahead != 0 && !drop_setting(session, unfinished_key(blob.ahead))) {
    throw db::Error(db::ErrorKind::busy, "The bytes stored ahead were dropped: it took too long.");
  }
  const std::int64_t id = blob.ahead != 0 ? blob.ahead : next_id(session);
  const std::string_view hash(reinterpret_cast<const char*>(blob.sha256.data()),
                              blob.sha256.size());
  session.post(sql::blob_add, id, blob.size, db::Blob{hash}, blob.codec,
               static_cast<std::int64_t>(blob.bytes.size()));
  if (blob.ahead != 0) return id;
  const std::string_view bytes = blob.bytes;
  int part = 0;
  for (std::size_t at = 0; at < bytes.size() || part == 0; at += blob_chunk_bytes) {
    session.post(sql::blob_chunk_add, id, part++, db::Blob{bytes.substr(at, blob_chunk_bytes)});
  }
  return id;
}

std::optional<std::string> load_blob(db::Session& session, std::int64_t id) {
  auto kept = session.one(
      sql::blob_load,
      [](const db::Row& row) {
        return Kept{row.integer(0), row.integer(1), row.integer(2), std::string(row.blob(3))};
      },
      id);
  if (!kept) return {};
  kept->bytes.reserve(static_cast<std::size_t>(kept->stored));
  session.each(
      sql::blob_chunks_load, [&](const db::Row& row) { kept->bytes += row.blob(0); }, id);
  if (auto bytes = plain_bytes(std::move(*kept))) return bytes;
  throw db::Error(db::ErrorKind::corrupt,
                  "Stored bytes " + std::to_string(id) + " are not what was once stored.");
}

std::map<std::int64_t, std::string> load_blobs(db::Session& session,
                                               std::span<const std::int64_t> ids) {
  std::array<db::Value, blobs_at_once_max> values;
  std::ranges::fill(values, db::to_value(0));
  std::ranges::copy(ids, values.begin());
  static const std::string text =
      for_each_of(blobs_at_once_max,
                  "SELECT b.id, b.size, b.codec, b.stored, b.sha256, c.bytes, c.part "
                  "FROM blob b JOIN blob_chunk c ON c.blob = b.id WHERE b.id = ") +
      " ORDER BY 1, 7";
  std::map<std::int64_t, Kept> kept;
  session.execute_text(text, values, [&](const db::Row& row) {
    const auto at = kept.try_emplace(row.integer(0), row.integer(1), row.integer(2), row.integer(3),
                                     std::string(row.blob(4)));
    at.first->second.bytes += row.blob(5);
  });
  std::map<std::int64_t, std::string> found;
  for (auto& [id, one] : kept) {
    if (auto bytes = plain_bytes(std::move(one))) found.emplace(id, std::move(*bytes));
  }
  return found;
}

void drop_blob(db::Session& session, std::int64_t id) {
  session.post(sql::blob_chunks_drop, id);
  session.post(sql::blob_drop, id);
}

}  // namespace mg::store
