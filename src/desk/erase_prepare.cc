#include "desk/erase_prepare.h"

#include <algorithm>

#include "desk/erase_mail.h"
#include "store/blob.h"
#include "store/people.h"

namespace mg::desk {
namespace {

// Bytes that are not what was once stored belong to whom the envelope names: one such mail must not
// end the erasure of everybody.
std::optional<std::string> readable(db::Session& session, const store::UnthreadedMail& mail) {
  try {
    return store::load_blob(session, mail.blob);
  } catch (const db::Error& error) {
    if (error.kind != db::ErrorKind::corrupt) throw;
    return {};
  }
}

void prepare_mails(db::Session& session, const store::Erasure& job, PreparedTurn& turn) {
  std::int64_t bytes = 0;
  for (const store::UnthreadedMail& mail :
       store::unthreaded_mail(session, job.cursor, job.started_at, erased_mails_per_turn)) {
    if (bytes > erased_bytes_per_turn) return;
    const bool is_sender =
        std::ranges::find(job.addresses, store::address_key(mail.sender)) != job.addresses.end();
    const auto raw = is_sender ? std::nullopt : readable(session, mail);
    bytes += raw ? static_cast<std::int64_t>(raw->size()) : 0;
    turn.mails.push_back({mail.id, mail.blob, is_sender || (raw && is_from(*raw, job.addresses))});
  }
}

void prepare_people(db::Session& session, const store::Erasure& job, PreparedTurn& turn) {
  ConversationId id = job.conversation;
  if (!id) {
    const auto next = store::next_taken_part(session, job.contact, job.addresses, job.cursor);
    if (!next) return;
    id = next->id;
  }
  for (const store::ErasableMessage& message :
       store::erasable_messages(session, id, job.message, erased_messages_per_turn)) {
    if (turn.people.contains(message.people)) continue;
    turn.people.emplace(message.people, without_people(message.people, job.addresses));
  }
}

}  // namespace

std::optional<bool> PreparedTurn::is_theirs(const store::UnthreadedMail& mail) const {
  const auto at = std::ranges::find(mails, mail.id, &Mail::id);
  if (at == mails.end() || at->blob != mail.blob) return {};
  return at->theirs;
}

PreparedTurn prepare_turn(db::Session& session, const store::Erasure& job) {
  PreparedTurn turn;
  if (job.step == store::ErasureStep::mail) prepare_mails(session, job, turn);
  if (job.step == store::ErasureStep::taken_part) prepare_people(session, job, turn);
  return turn;
}

}  // namespace mg::desk
