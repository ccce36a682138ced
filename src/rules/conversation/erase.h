#pragma once

#include <optional>
#include <span>

#include "base/result.h"
#include "views/conversation.h"
#include "views/message.h"

// What follows in a conversation when a person in it is erased.
namespace mg::rules {

struct Erase {
  ContactId contact;
  ErasureReason reason = ErasureReason::other;
  // The copies of this conversation's messages; those that still wait are not sent.
  std::span<const views::Delivery> copies;
};

// The requester's conversation ends: held replies are taken back, promises that stand are released,
// waiting copies cancelled. Somebody else's goes on, without copies for the erased person. No facts
// when the requester was erased before.
facts::Facts erase(const views::Conversation& c, const Erase& want);

// Nobody can be written to in a conversation whose requester was erased, nor may words come back.
std::optional<Refusal> refused_if_erased(const views::Conversation& c);

}  // namespace mg::rules
