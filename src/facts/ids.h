#pragma once

#include "base/id.h"

// The nouns of the product, as ids. All come from one sequence of the workspace, so that a number
// never names two things.
namespace mg {

using ConversationId = Id<struct ConversationTag>;
using MessageId = Id<struct MessageTag>;
using ContactId = Id<struct ContactTag>;
using AgentId = Id<struct AgentTag>;
using TeamId = Id<struct TeamTag>;
using InboxId = Id<struct InboxTag>;
using PromiseId = Id<struct PromiseTag>;
using ProposalId = Id<struct ProposalTag>;
using AttachmentId = Id<struct AttachmentTag>;
using RawMailId = Id<struct RawMailTag>;
using OutboxId = Id<struct OutboxTag>;
using TokenId = Id<struct TokenTag>;
using SessionId = Id<struct SessionTag>;
using BlockId = Id<struct BlockTag>;

}  // namespace mg
