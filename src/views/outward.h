#pragma once

#include <vector>

#include "facts/fact.h"

// What our side has said to the customer, as the facts tell it: the replies that went out and the
// reminders, oldest first, each with the question "is it solved?" that it asks, if any.
namespace mg::views {

struct Outward {
  MessageId message;
  ProposalId asks;  // None: it asks something else, or nothing.

  bool operator==(const Outward&) const = default;
};

// Looks at ReplyReleased, SolutionProposed and ReminderSent; other facts change nothing.
void fold(std::vector<Outward>& said, const facts::Fact& fact);

// Whether the customer's side has said something since that reply was written: then the two
// crossed, and the reply is no answer to those words.
struct Crossing {
  MessageId reply;
  bool written = false;
  bool crossed = false;
};

// Looks at ReplyWritten, MessageReceived and SolutionDeclined; other facts change nothing.
void fold(Crossing& crossing, const facts::Fact& fact);

// nullptr when our side did not say it.
const Outward* find(const std::vector<Outward>& said, MessageId message);

}  // namespace mg::views
