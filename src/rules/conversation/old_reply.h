#pragma once

#include "base/time.h"
#include "facts/fact.h"

// What an answer of our side is that was sent elsewhere, long ago, and is brought in now.
namespace mg::rules {

// It counts as an answer at its own time and gives the turn to the customer (unless the customer
// has written since). Nothing is mailed, nobody is given the conversation. No agent: it came from
// one of our addresses, and who wrote it is not known.
facts::Facts old_reply(MessageId message, AgentId agent, Instant written_at);

}  // namespace mg::rules
