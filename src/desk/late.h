#pragma once

#include <optional>
#include <string>

#include "desk/desk.h"
#include "rules/answer.h"

// Words that come so long after the end of a conversation that they belong to the one that
// continues it.
namespace mg::desk {

// The conversation that words of `writer` about `ended` go to, locked: along what continues it, as
// far as that is about the same person or the writer. None while `ended` takes words itself, or
// when nothing continues it. It may have ended too long ago, too. To be asked before anything is
// written.
std::optional<views::Conversation> continuation_of(Tx& tx, const views::Conversation& ended,
                                                   ContactId writer);

struct LateWords {
  ContactId requester;  // Of the conversation that is opened, if one has to be.
  Channel channel = Channel::email;
  std::string subject;
  rules::Answer answer = rules::Answer::none;
  bool new_matter = false;  // About something else than what has ended: it takes no such words.
};

// `known` when it takes these words, else `continuation` when that does, else a fresh one that
// continues the last of them. After a "not yet" it has the same agent.
views::Conversation conversation_for_late_words(Tx& tx, views::Conversation known,
                                                std::optional<views::Conversation> continuation,
                                                const LateWords& words);

}  // namespace mg::desk
