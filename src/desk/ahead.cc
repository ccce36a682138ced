#include "desk/ahead.h"

#include <future>

namespace mg::desk {
namespace {

constexpr auto unfinished_for = std::chrono::hours(1);

// One call of store_ahead: piece after piece, each submitted when the one before is durable.
class Ahead : public std::enable_shared_from_this<Ahead> {
 public:
  Ahead(Desk& desk, std::vector<store::PreparedBlob*> blobs, std::function<void(Result<void>)> done)
      : desk_(desk), blobs_(std::move(blobs)), done_(std::move(done)) {}

  void next() {
    std::erase_if(blobs_, [](const store::PreparedBlob* blob) {
      return blob->ahead != 0 || blob->bytes.size() <= store::blob_ahead_bytes;
    });
    if (blobs_.empty()) return done_({});
    desk_.database().submit(
        db::Lane::bulk,
        [self = shared_from_this()](db::Session& session) { self->write_piece(session); },
        [self = shared_from_this()](const db::Error* error) {
          if (error) return self->done_(std::unexpected(Desk::refusal_of(*error)));
          self->written();
          self->next();
        });
  }

 private:
  void write_piece(db::Session& session) {
    // Runs again when the database asks for it, so nothing of before is kept.
    id_ = begun_ != 0 ? begun_ : store::begin_blob(session, desk_.now());
    store::add_blob_piece(session, id_, *blobs_.front(), offset_);
  }

  void written() {
    begun_ = id_;
    offset_ += store::blob_ahead_bytes;
    if (offset_ < blobs_.front()->bytes.size()) return;
    blobs_.front()->ahead = id_;
    begun_ = 0;
    offset_ = 0;
  }

  Desk& desk_;
  std::vector<store::PreparedBlob*> blobs_;
  const std::function<void(Result<void>)> done_;
  std::int64_t id_ = 0;     // Of the piece under way.
  std::int64_t begun_ = 0;  // Durable; 0 before the first piece.
  std::size_t offset_ = 0;
};

}  // namespace

void store_ahead(Desk& desk, std::vector<store::PreparedBlob*> blobs,
                 std::function<void(Result<void>)> done) {
  std::make_shared<Ahead>(desk, std::move(blobs), std::move(done))->next();
}

Result<void> store_ahead_now(Desk& desk, std::vector<store::PreparedBlob*> blobs) {
  auto promise = std::make_shared<std::promise<Result<void>>>();
  auto future = promise->get_future();
  store_ahead(desk, std::move(blobs),
              [promise](Result<void> stored) { promise->set_value(std::move(stored)); });
  return future.get();
}

void drop_unfinished_blobs(Desk& desk) {
  std::vector<std::int64_t> found;
  desk.database().read([&](db::Session& session) {
    found = store::unfinished_blobs(session, desk.now() - unfinished_for);
  });
  // One at a time: each may be megabytes.
  for (const std::int64_t id : found) {
    desk.database().write([id](db::Session& session) { store::drop_unfinished(session, id); },
                          db::Lane::bulk);
  }
}

}  // namespace mg::desk
