#pragma once

#include "views/conversation.h"
#include "views/message.h"

// What follows when a mail of ours does not arrive.
namespace mg::rules {

struct Report {
  MessageId message;    // The system message that it becomes.
  bool failed = false;  // For good; otherwise a server on the way is still trying.
};

// A delivery report about `copy` of the message `about`, proven to be one. What is known to have
// failed is not delayed afterwards, what we still try ourselves is not left to others, and a
// failure is told once.
facts::Facts reported(const views::Conversation& c, const views::Delivery& copy,
                      const views::Message& about, const Report& want);

// The copy has failed for good, by a report or because a mail server refused it. An answer or a
// reminder that nobody got gives us the turn; an acknowledgement or a link does not, nobody waits
// for their effect. No facts for an erased person, or after the end.
facts::Facts not_delivered(const views::Conversation& c, const views::Delivery& copy,
                           const views::Message& about);

}  // namespace mg::rules
