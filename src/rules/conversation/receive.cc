#include "rules/conversation/receive.h"

#include <algorithm>

#include "rules/conversation/erase.h"

namespace mg::rules {
namespace {

using facts::Facts;
using views::Conversation;

bool ended(const Conversation& c) {
  return c.state == State::solved || c.state == State::unconfirmed;
}

void release_promises(const Conversation& c, Facts& facts) {
  for (const views::Promise& promise : c.promises) {
    facts.push_back(facts::PromiseReleased{promise.id});
  }
}

std::optional<Refusal> may_answer(const Conversation& c, const Confirm& want) {
  if (auto refusal = refused_if_erased(c)) return refusal;
  if (want.contact != c.contact) {
    return Refusal{RefusalKind::not_allowed,
                   "not_the_requester",
                   "Only the person who asked for help can say whether it is solved.",
                   {}};
  }
  if (want.proposal && want.proposal != c.proposal) {
    return Refusal{RefusalKind::conflict,
                   "stale_proposal",
                   "We have written again since this question was asked. Please look at the "
                   "latest message and answer once more.",
                   {}};
  }
  if (c.state == State::spam || c.state == State::merged) {
    return Refusal{RefusalKind::conflict,
                   "not_answerable",
                   "This conversation can no longer be answered.",
                   {}};
  }
  return {};
}

}  // namespace

Answer answer_by_mail(const Conversation& c, const std::vector<views::Outward>& said,
                      const PlainWords& words) {
  if (words.contact != c.contact || !c.proposal || said.empty()) return Answer::none;
  const views::Outward* answered = views::find(said, words.answers);
  if ((answered ? *answered : said.back()).asks != c.proposal) return Answer::none;
  return read_answer(words.text);
}

bool needs_new_conversation(const Conversation& c, Instant at, const Policy& policy, Answer answer,
                            bool other_subject) {
  if (c.erased_at != Instant{}) return true;
  const bool other_matter = other_subject && answer == Answer::none;
  return ended(c) && answer != Answer::yes &&
         (other_matter || at - c.ended_at > std::chrono::days(policy.reopen_days));
}

Join how_to_join(const Joining& mail) {
  if (mail.is_ours) return Join::openly;
  if (mail.is_full) return Join::apart;
  if (mail.has_copy && mail.automatic) return Join::as_stranger;  // It wakes nobody.
  if (!mail.same_subject) return Join::apart;
  if (mail.has_copy) return Join::as_stranger;
  return mail.same_house && !mail.answers_machine ? Join::as_stranger : Join::apart;
}

bool takes_blocked(const Conversation& c, ContactId sender) {
  return c.contact == sender && !ended(c) && c.state != State::merged;
}

Facts receive(const Conversation& c, const Receive& want) {
  Facts facts;
  const bool known = want.contact == c.contact || views::find_other(c, want.contact);
  if (!known || (!want.stranger && !views::takes_part(c, want.contact))) {
    const auto role = want.stranger ? ParticipantRole::stranger : ParticipantRole::cc;
    facts.push_back(facts::ParticipantJoined{want.contact, role});
  }
  facts.push_back(facts::MessageReceived{want.message, want.contact, want.channel, want.automatic});
  if (want.automatic) return facts;

  // A plain "yes" after silence still answers the question, by mail as well as on the page; said
  // once more after the end it is no reason to open the matter again.
  const bool answerable = c.state != State::spam && c.state != State::merged;
  const bool may_say = want.contact == c.contact && answerable;
  if (may_say && c.proposal && want.answer == Answer::yes) {
    release_promises(c, facts);
    facts.push_back(facts::SolutionConfirmed{c.proposal, want.contact, want.message, want.channel});
  } else if (may_say && want.answer == Answer::not_yet) {
    // Too late for the conversation that asked, it counts in the one that continues it.
    facts.push_back(facts::SolutionDeclined{c.proposal, want.contact, want.message, want.channel});
  } else if (ended(c)) {
    facts.push_back(facts::ConversationReopened{want.message});
  }
  return facts;
}

Result<Facts> confirm(const Conversation& c, const Confirm& want) {
  if (auto refusal = may_answer(c, want)) return std::unexpected(*refusal);
  Facts facts;
  if (want.message) {
    facts.push_back(facts::MessageReceived{want.message, want.contact, want.channel, false});
  }
  if (c.state == State::solved && !want.message) return facts;
  release_promises(c, facts);
  facts.push_back(facts::SolutionConfirmed{want.proposal ? want.proposal : c.proposal, want.contact,
                                           want.message, want.channel});
  return facts;
}

Result<Facts> decline(const Conversation& c, const Confirm& want) {
  if (auto refusal = may_answer(c, want)) return std::unexpected(*refusal);
  Facts facts;
  if (want.message) {
    facts.push_back(facts::MessageReceived{want.message, want.contact, want.channel, false});
  } else if (c.state == State::open && c.not_yet) {
    return facts;  // Said already, and nobody has answered since.
  }
  facts.push_back(facts::SolutionDeclined{want.proposal ? want.proposal : c.proposal, want.contact,
                                          want.message, want.channel});
  return facts;
}

}  // namespace mg::rules
