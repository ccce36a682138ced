#pragma once

#include <optional>

#include "api/item.h"
#include "desk/erase_contact.h"

// What has become of erasing a person.
namespace mg::api {

enum class ErasureState { running, finished };
BOOST_DESCRIBE_ENUM(ErasureState, running, finished)

struct Erasure {
  ErasureState state = ErasureState::running;
  ErasureReason reason = ErasureReason::other;
  std::optional<Named<AgentId>> by;
  Instant started_at;
  std::optional<Instant> finished_at;
  std::int64_t conversations = 0, messages = 0, attachments = 0, mails = 0, cancelled = 0;
};
BOOST_DESCRIBE_STRUCT(Erasure, (),
                      (state, reason, by, started_at, finished_at, conversations, messages,
                       attachments, mails, cancelled))
constexpr auto member_rules(const Erasure*) {
  return std::array{
      MemberRule{.member = "state",
                 .doc = "The person is out of reach at once; finished when no word is left."},
      MemberRule{.member = "by", .doc = "null: whoever runs the server."},
      MemberRule{.member = "conversations", .doc = "Erased so far, as all that follows."},
      MemberRule{.member = "mails", .doc = "Mails as they had come."},
      MemberRule{.member = "cancelled", .doc = "Mails that had not been sent yet and never will."}};
}

// nullopt: the person was not erased.
std::optional<Erasure> find_erasure(db::Session& session, ContactId contact);

}  // namespace mg::api
