#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/answer.h"
#include "rules/policy.h"
#include "views/conversation.h"
#include "views/outward.h"

// What follows when the customer's side says something.
namespace mg::rules {

struct Receive {
  MessageId message;
  ContactId contact;
  Channel channel = Channel::email;
  bool automatic = false;
  Answer answer = Answer::none;  // What answer_by_mail() says.
  bool stranger = false;         // Joins with limited rights (how_to_join); nobody named them.
};

// What a mail that names a conversation has in common with it.
struct Joining {
  bool is_ours = false;       // Its sender takes part, or was named by who does, or is one of us.
  bool has_copy = false;      // It bears our signature, as only a copy of ours does; or had before.
  bool same_house = false;    // Its sender's domain is the requester's, and nobody else's.
  bool same_subject = false;  // See same_subject().
  bool automatic = false;
  bool answers_machine = false;  // It answers a newsletter or another machine's mail.
  bool is_full = false;  // others_max are in the conversation, and its sender is none of them.
};
// Further strangers stay apart: whoever knows a conversation's address could fill it without end.
inline constexpr std::size_t others_max = 100;
enum class Join : std::uint8_t {
  openly,
  as_stranger,  // Marked; gets no copies and no link until somebody of the conversation says so.
  apart,        // Not at all: the mail opens a conversation of its own, which is linked.
};
// Many people have copies of an announcement, and old mails are answered about new matters: what
// somebody unknown writes joins only what it is plainly an answer to.
Join how_to_join(const Joining& mail);

// Whether two subjects may be about one matter: one contains the other or they share a word,
// without "Re:" and its kin. A mail without a subject says nothing to the contrary; nor does one
// that names the conversation's number, as some of our own mails do.
bool same_subject(std::string_view mail, std::string_view conversation, std::int64_t number);

// A mail that may answer "is it solved?".
struct PlainWords {
  ContactId contact;
  MessageId answers;  // The message of this conversation that its head says it answers, if any.
  std::string_view text;
};

// The answer that these words give to the latest "is it solved?" of the conversation. None unless
// the requester gives it, and unless it is that question which they answer: the mail's head names
// it (or its reminder), or names nothing that our side said and the question (or its reminder) is
// the last that we did say. A "yes" to "did you start it again?" confirms nothing.
Answer answer_by_mail(const views::Conversation& c, const std::vector<views::Outward>& said,
                      const PlainWords& words);

// True when a word at `at` comes too long after the end or under another subject, so that it opens
// a linked conversation; or when the requester was erased: then nothing may link the new one to it.
// A yes is never too late for the problem that it is about.
bool needs_new_conversation(const views::Conversation& c, Instant at, const Policy& policy,
                            Answer answer = Answer::none, bool other_subject = false);

// Whether the mail of a blocked sender joins the conversation that it answers: only one of the
// sender's own that has not ended. What somebody else asked for, or what is solved, is not drawn
// into spam by it; then it opens one for itself.
bool takes_blocked(const views::Conversation& c, ContactId sender);

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
