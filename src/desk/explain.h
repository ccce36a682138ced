#pragma once

#include <optional>
#include <string>

#include "desk/desk.h"
#include "desk/thread.h"
#include "store/messages.h"

// Why a message stands where it stands.
namespace mg::desk {

// How a message came into its conversation.
enum class Placing {
  plus_address,   // It was sent to an address with our signed token.
  signed_id,      // It answers a Message-ID that we signed.
  known_id,       // It answers a Message-ID that the inbox knows.
  marker,         // It quotes a mail of ours, by the signed marker or link in that.
  thread_index,   // It is of an Outlook thread that the inbox knows; its sender takes part.
  subject_token,  // Its subject has our signed token; its sender takes part.
  opened,         // It answers nothing that the inbox knew: it opened the conversation.
  opened_late,    // It answers one that had ended: it is in the one that continues it.
  opened_apart,   // It answers one that it may not join (see receive_mail): it opened its own.
  kept_apart,     // The same, and its sender had opened one for such mail before: it is there.
  report,         // A delivery report about a mail of ours.
  page,           // Written on the customer's page.
  api,            // Written over the API.
  unknown,        // It cannot be told any more.
};
BOOST_DESCRIBE_ENUM(Placing, plus_address, signed_id, known_id, marker, thread_index, subject_token,
                    opened, opened_late, opened_apart, kept_apart, report, page, api, unknown)

struct Placed {
  Placing by = Placing::unknown;
  MessageId answers;      // The message that it answers, if that is known.
  std::string value;      // The address, Message-ID or token that told.
  bool stranger = false;  // Its sender takes no part: nobody of the conversation has named them.
};

// A message of the customer's side, or a delivery report, with the mail that it came as.
struct Came {
  views::Message message;
  InboxId inbox;
  std::string sender;              // The contact's address; "" when erased, or of a report.
  std::string recipient;           // Of the envelope.
  std::optional<std::string> raw;  // None: it came by another way, or was erased.
  std::optional<Thread> found;     // As it was taken in. None: that was not kept yet.
};
// not_found for what our side wrote.
Result<Came> came(Desk& desk, MessageId id);

// `clues` are those of the mail; they count where what it was found by was not kept.
Placed placed(db::Session& session, const Keyring& keys, const Came& came,
              const ThreadClues& clues);

}  // namespace mg::desk
