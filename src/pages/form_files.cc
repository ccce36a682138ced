#include "desk/ahead.h"
#include "desk/files.h"
#include "desk/page_room.h"
#include "pages/handlers.h"

// Messages of the customer's page that come with files.
namespace mg::pages {
namespace {

Result<std::int64_t> size_of(const std::vector<net::FormFile>& files) {
  if (std::ssize(files) > files_max) {
    return refuse(RefusalKind::too_large, "too_many_files", "These are too many files at a time.");
  }
  std::int64_t bytes = 0;
  for (const net::FormFile& file : files) bytes += std::ssize(file.bytes);
  if (bytes <= files_bytes_max) return bytes;
  return refuse(RefusalKind::too_large, "files_too_large", "The files are too large together.");
}

}  // namespace

void Handlers::take_files(Sent sent) const {
  const auto shared = std::make_shared<Sent>(std::move(sent));
  net::Workers::Task prepare = [this, shared] {
    try {
      const auto prepared = prepare_files(*shared);
      if (prepared) return store_files(shared);
      shared->respond(refused(shared->posted, prepared.error()));
    } catch (...) {
      // The Respond is destroyed without having been called, which answers 500.
    }
  };
  if (services_.workers.post(std::move(prepare))) return;
  shared->respond(unavailable(given_back(shared->posted)));
}

Result<void> Handlers::prepare_files(Sent& sent) const {
  const auto bytes = size_of(sent.form.files);
  if (!bytes) return std::unexpected(bytes.error());
  // Before the costly part.
  auto room = desk::take_room_for_files(services_.desk, *sent.posted.visit.claim, *bytes);
  if (!room) return room;
  remember(*sent.request, sent.form, sent.posted);
  for (const net::FormFile& file : sent.form.files) {
    sent.files.push_back(
        {desk::safe_file_name(file.file_name), file.type, store::prepare_blob(file.bytes)});
  }
  sent.form = {};
  sent.request.reset();
  return {};
}

void Handlers::store_files(const std::shared_ptr<Sent>& sent) const {
  std::vector<store::PreparedBlob*> blobs;
  for (desk::PageFile& file : sent->files) blobs.push_back(&file.bytes);
  desk::store_ahead(services_.desk, std::move(blobs), [this, sent](Result<void> stored) {
    if (stored) {
      desk::Say say{*sent->posted.visit.claim, sent->posted.words, std::move(sent->files),
                    is_by_hand(sent->posted)};
      return submit(desk::write_from_page(std::move(say)), std::move(sent->posted),
                    std::move(sent->respond));
    }
    auto otherwise = given_back(sent->posted);
    on_workers(std::move(sent->respond), std::move(otherwise),
               [this, sent, refusal = stored.error()] { return refused(sent->posted, refusal); });
  });
}

}  // namespace mg::pages
