#pragma once

#include <optional>

#include "base/result.h"
#include "rules/answer.h"
#include "rules/policy.h"
#include "views/conversation.h"

// What follows when the customer's side says something.
namespace mg::rules {

struct Receive {
  MessageId message;
  ContactId contact;
  Channel channel = Channel::email;
  bool automatic = false;
  Answer answer = Answer::none;  // To "is it solved?", when the words are nothing but that.
};

// True when a word at `at` comes too long after the end, so that it opens a linked conversation; or
// when the requester was erased: then nothing may link the new one to it.
bool needs_new_conversation(const views::Conversation& c, Instant at, const Policy& policy);

facts::Facts receive(const views::Conversation& c, const Receive& want);

struct Confirm {
  ContactId contact;
  ProposalId proposal;  // The one that the form or mail named; none when it named none.
  MessageId message;    // The words that came with it; none without words.
  Channel channel = Channel::page;
};

// "Yes, it is solved": only from the requester, only about the latest proposal. Asked twice is
// no new fact.
Result<facts::Facts> confirm(const views::Conversation& c, const Confirm& want);

// "Not yet": back to the top of the same agent's queue, at any time before the conversation is
// too old. With words (message), they are part of the thread.
Result<facts::Facts> decline(const views::Conversation& c, const Confirm& want);

}  // namespace mg::rules
