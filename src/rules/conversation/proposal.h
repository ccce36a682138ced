#pragma once

#include "base/result.h"
#include "rules/conversation/reply.h"
#include "rules/policy.h"
#include "views/conversation.h"

// After "is it solved?" was asked: reminders, then silence. And spam.
namespace mg::rules {

// True when the next reminder about `proposal` is due.
bool reminder_is_due(const views::Conversation& c, ProposalId proposal, Instant now);

// `counted_from`: the moment from which the customer has the usual time, to the next reminder and
// to the end of the silence. c.remind_at, or now when nobody could send it before.
facts::Facts remind(const views::Conversation& c, MessageId message, std::span<const Copy> copies,
                    Instant counted_from, const Policy& policy);

// Silence: unconfirmed, never solved. No facts when the state has moved on.
facts::Facts lapse(const views::Conversation& c, ProposalId proposal, Instant now);

// Into spam, without asking: held replies are taken back, and promises rest. No facts when it is
// there, was merged, or lost its requester.
facts::Facts into_spam(const views::Conversation& c, facts::MarkedSpam how);
Result<facts::Facts> mark_spam(const views::Conversation& c);
// Whether words by this way say that it is no spam. The page asks whoever asked for help, by a link
// that we mailed; a mail can be anybody's, and a machine's.
bool says_no_spam(const views::Conversation& c, ContactId contact, Channel channel);
// Promises are back with their clock; one whose time passed meanwhile is broken.
Result<facts::Facts> clear_spam(const views::Conversation& c, Instant now);

}  // namespace mg::rules
