#pragma once

#include <optional>
#include <string>

#include "desk/mail_in.h"
#include "desk/token.h"

// Which mail of ours a delivery report is about, and what it says of it. Used inside this folder.
namespace mg::desk {

struct DeliveryReport {
  OutboxId outbox;
  ConversationId conversation;
  ContactId contact;
  std::string people;   // Whose copy it is, as `people` of a message has it.
  std::string answer;   // The other mail server's words and status.
  bool failed = false;  // For good; otherwise it is late.
};

// Anybody can write a delivery report. It is believed when it names the id that we signed for this
// very copy, and came the way such reports come: without a sender, to the address that the copy was
// sent from. Reports in free text may name the id in their own References alone. None for all
// others, and for those that tell of neither a failure nor a delay.
std::optional<DeliveryReport> read_delivery_report(db::Session& session, const Keyring& keys,
                                                   const ReceivedMail& mail);

}  // namespace mg::desk
