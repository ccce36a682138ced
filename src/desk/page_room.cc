#include "desk/page_room.h"

#include "store/people.h"

namespace mg::desk {
namespace {

struct Room {
  std::string_view name;
  std::int64_t bytes_max;
  // From the first bytes on. Not above a day: then counters are forgotten.
  Duration window;
};
constexpr Room files_room{"files:", page_files_bytes_a_day, std::chrono::hours(24)};
constexpr Room words_room{"words:", page_words_bytes_an_hour, std::chrono::hours(1)};

// True: the bytes have room, and are counted.
bool take(db::Session& session, const Room& room, const PageClaim& claim, std::int64_t bytes,
          Instant now) {
  const std::string key =
      std::string(room.name) + to_string(claim.conversation) + " " + to_string(claim.contact);
  store::Throttle used = store::lock_throttle(session, key);
  if (now - used.at >= room.window) used = {0, {}, now};
  if (bytes > room.bytes_max - used.failures) return false;
  used.failures += bytes;
  store::save_throttle(session, key, used);
  return true;
}

}  // namespace

Result<void> take_room_for_files(Desk& desk, const PageClaim& claim, std::int64_t bytes) {
  bool has_room = false;
  try {
    desk.database().write([&](db::Session& session) {
      has_room = take(session, files_room, claim, bytes, desk.now());
    });
  } catch (const db::Error& error) {
    return std::unexpected(Desk::refusal_of(error));
  }
  if (has_room) return {};
  return refuse(RefusalKind::too_many, "files_of_day_too_large",
                "This page has taken as many bytes of files as it does in a day. Send the words "
                "without the files, or the files tomorrow.");
}

Result<void> take_room_for_words(Tx& tx, const PageClaim& claim, std::int64_t bytes) {
  if (take(tx.session, words_room, claim, bytes, tx.now)) return {};
  return refuse(RefusalKind::too_many, "words_too_often",
                "This page has taken as many words as it does in an hour. Try again in an hour.",
                "/text");
}

}  // namespace mg::desk
