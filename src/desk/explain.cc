#include "desk/explain.h"

#include "store/blob.h"
#include "store/conversations.h"
#include "store/mail.h"
#include "store/people.h"

namespace mg::desk {
namespace {

// Whether the later conversation continues the earlier one, or one that does.
bool goes_on_with(db::Session& session, ConversationId later, ConversationId earlier) {
  auto c = store::load_conversation(session, later, store::Lock::none);
  while (c && c->continues && c->continues != earlier) {
    c = store::load_conversation(session, c->continues, store::Lock::none);
  }
  return c && c->continues == earlier;
}

bool is_first(db::Session& session, const views::Message& message) {
  const auto page = store::message_page(session, message.conversation, {}, 1);
  return !page.empty() && page.front().message.id == message.id;
}

bool is_from_stranger(db::Session& session, const views::Message& message) {
  const auto c = store::load_conversation(session, message.conversation, store::Lock::none);
  if (!c || message.author.kind != ActorKind::contact) return false;
  const auto* other = views::find_other(*c, ContactId{message.author.id});
  return other && other->role == ParticipantRole::stranger;
}

std::optional<Thread> found_thread(db::Session& session, MessageId id) {
  auto found = store::load_found(session, id);
  if (!found) return {};
  return Thread{static_cast<ThreadedBy>(found->by), found->conversation, found->message,
                std::move(found->value)};
}

Placing placing_of(ThreadedBy by) {
  switch (by) {
    case ThreadedBy::plus_address:
      return Placing::plus_address;
    case ThreadedBy::signed_id:
      return Placing::signed_id;
    case ThreadedBy::known_id:
      return Placing::known_id;
    case ThreadedBy::marker:
      return Placing::marker;
    case ThreadedBy::thread_index:
      return Placing::thread_index;
    case ThreadedBy::subject_token:
      return Placing::subject_token;
    case ThreadedBy::nothing:
      return Placing::opened;
  }
  return Placing::unknown;
}

}  // namespace

Result<Came> came(Desk& desk, MessageId id) {
  return desk.read<Came>([&](db::Session& session) -> Result<Came> {
    const auto shown = store::load_message(session, id);
    if (!shown) return not_found();
    if (shown->message.kind != MessageKind::customer && !views::is_report(shown->message)) {
      return not_found();
    }
    Came came;
    came.message = shown->message;
    const auto c =
        store::load_conversation(session, shown->message.conversation, store::Lock::none);
    if (c) came.inbox = c->inbox;
    if (came.message.author.kind == ActorKind::contact) {
      const auto contact = store::load_contact(session, ContactId{came.message.author.id});
      if (contact) came.sender = contact->email;
    }
    const auto mail =
        shown->words.raw_mail ? store::load_raw_mail(session, shown->words.raw_mail) : std::nullopt;
    if (!mail) return came;
    came.recipient = mail->recipient;
    came.raw = store::load_blob(session, mail->blob);
    came.found = found_thread(session, id);
    return came;
  });
}

Placed placed(db::Session& session, const Keyring& keys, const Came& came,
              const ThreadClues& clues) {
  const views::Message& message = came.message;
  if (message.channel == Channel::page) return {Placing::page, {}, {}, false};
  if (message.channel == Channel::api) return {Placing::api, {}, {}, false};
  if (views::is_report(message)) return {Placing::report, {}, {}, false};
  if (!came.raw) return {};
  const Thread found = came.found ? *came.found : find_thread(session, keys, clues, message.id);
  if (found.conversation == message.conversation) {
    return {placing_of(found.by), found.message, found.value, is_from_stranger(session, message)};
  }
  const bool answers = found.by != ThreadedBy::nothing;
  if (answers && goes_on_with(session, message.conversation, found.conversation)) {
    return {Placing::opened_late, {}, found.value, false};
  }
  if (is_first(session, message)) {
    return {answers ? Placing::opened_apart : Placing::opened, {}, found.value, false};
  }
  if (answers && store::answers_other(session, message.conversation, found.conversation)) {
    return {Placing::kept_apart, {}, found.value, false};
  }
  return {};
}

}  // namespace mg::desk
