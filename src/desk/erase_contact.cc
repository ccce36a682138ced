#include "desk/erase_contact.h"

#include <algorithm>

#include "desk/excerpt.h"
#include "desk/parts.h"
#include "desk/token.h"
#include "rules/conversation/erase.h"
#include "store/blob.h"
#include "store/blocks.h"
#include "store/mail.h"
#include "store/people.h"
#include "store/search.h"

namespace mg::desk {
namespace {

using store::Erasure;
using store::ErasureStep;

constexpr std::string_view not_sent = "Not sent: the person was erased.";

bool confirms(const std::string& typed, const store::Contact& contact,
              const std::vector<std::string>& addresses) {
  const auto begin = typed.find_first_not_of(" \t");
  if (begin == std::string::npos) return false;
  const std::string plain = typed.substr(begin, typed.find_last_not_of(" \t") - begin + 1);
  if (!contact.name.empty() && plain == contact.name) return true;
  const std::string key = store::address_key(plain);
  return !key.empty() && std::ranges::find(addresses, key) != addresses.end();
}

Result<std::int64_t> start(Tx& tx, const Erase& want) {
  store::lock_erasure(tx.session, want.contact);
  const auto contact = store::load_contact(tx.session, want.contact);
  if (!contact) return not_found();
  if (contact->erased_at != Instant{}) return want.contact.value;
  Erasure erasure;
  erasure.contact = want.contact;
  erasure.reason = want.reason;
  erasure.by = tx.context.actor;
  erasure.started_at = tx.now;
  erasure.addresses = store::addresses_of(tx.session, want.contact);
  if (!confirms(want.confirmation, *contact, erasure.addresses)) {
    return refuse(RefusalKind::bad_input, "not_confirmed",
                  "Type the person's address or name as it stands here. Nothing was erased.",
                  "/confirmation");
  }
  store::erase_contact(tx.session, want.contact, tx.now, tx.context.agent());
  for (const std::string& address : erasure.addresses) {
    store::drop_acknowledgements(tx.session, address);
    store::drop_acknowledgements(tx.session, without_plus(address));
    // To keep it the address would have to stay.
    if (const auto block = store::find_block(tx.session, {address})) {
      store::drop_block(tx.session, *block);
      store::append_to_workspace(tx.session, block->value, tx.stamp(),
                                 facts::SenderUnblocked{*block});
    }
  }
  store::save(tx.session, erasure);
  store::append_to_workspace(tx.session, want.contact.value, tx.stamp(),
                             facts::ContactErased{want.contact, want.reason});
  return want.contact.value;
}

// One turn of the work, in one transaction.
struct Eraser {
  Tx& tx;
  Erasure& job;
  const PreparedTurn& prepared;

  // Facts are dated and signed as the erasure was asked for, not as the job runs.
  store::Stamp stamp() const { return {tx.now, tx.now, job.by, 0}; }

  void go_to(ErasureStep step) {
    job.step = step;
    job.cursor = 0;
    job.conversation = {};
    job.message = {};
  }

  // Marks the conversation and, in one of the person's own, takes what belongs to it as a whole.
  void enter(ConversationId id) {
    job.conversation = id;
    job.message = {};
    auto c = tx.load(id);
    if (!c) return;
    const auto copies = store::deliveries_in(tx.session, id);
    const auto facts = rules::erase(*c, {job.contact, job.reason, copies});
    job.cancelled += std::ranges::count_if(facts, [](const facts::Fact& fact) {
      return std::holds_alternative<facts::DeliveryReported>(fact);
    });
    store::append(tx.session, *c, facts, stamp());
    if (job.step != ErasureStep::own) return;
    store::erase_conversation_words(tx.session, id);
    job.conversations += !facts.empty();
  }

  void erase_copies(MessageId message, bool all) {
    for (const views::Delivery& copy : store::deliveries_of(tx.session, message)) {
      if (!all && copy.contact != job.contact) continue;
      const bool unsent = copy.state == DeliveryState::cancelled;
      store::erase_copy(tx.session, copy.id, unsent ? not_sent : "");
    }
  }

  // Copies for others name the person in their heads.
  void forget_bytes_of(MessageId message) {
    for (const views::Delivery& copy : store::deliveries_of(tx.session, message)) {
      if (copy.contact != job.contact) store::forget_bytes(tx.session, copy.id);
    }
  }

  std::int64_t erase(const store::ErasableMessage& message) {
    const auto pieces = store::erase_message(tx.session, message);
    job.messages += message.has_words;
    job.attachments += pieces.attachments;
    job.mails += pieces.mails;
    return pieces.bytes;
  }

  // Goes on in the conversation; false when it is through.
  bool go_through() {
    const bool all = job.step == ErasureStep::own;
    const auto messages = store::erasable_messages(tx.session, job.conversation, job.message,
                                                   erased_messages_per_turn);
    std::int64_t bytes = 0;
    for (const store::ErasableMessage& message : messages) {
      if (bytes > erased_bytes_per_turn) return true;
      if (all || message.author == facts::contact_actor(job.contact)) {
        bytes += erase(message);
      } else {
        const auto rest = prepared.people.find(message.people);
        if (rest == prepared.people.end()) return true;
        if (rest->second != message.people) {
          store::save_people(tx.session, message.id, rest->second);
          forget_bytes_of(message.id);
        }
      }
      erase_copies(message.id, all);
      job.message = message.id;
    }
    return static_cast<int>(messages.size()) == erased_messages_per_turn;
  }

  std::optional<store::NextConversation> next_conversation() const {
    if (job.step == ErasureStep::own) return store::next_own(tx.session, job.contact, job.cursor);
    return store::next_taken_part(tx.session, job.contact, job.addresses, job.cursor);
  }

  void conversation(ErasureStep then) {
    if (!job.conversation) {
      const auto found = next_conversation();
      if (!found) return go_to(then);
      job.cursor = found->cursor;
      enter(found->id);
    }
    if (go_through()) return;
    if (job.step == ErasureStep::taken_part) {
      const auto latest = store::latest_customer_words(tx.session, job.conversation);
      store::save_excerpt(tx.session, job.conversation, excerpt_of(latest.text, latest.writer));
      store::forget_names(tx.session, job.conversation, job.addresses);
    }
    job.conversation = {};
  }

  void mail() {
    const auto mails =
        store::unthreaded_mail(tx.session, job.cursor, job.started_at, erased_mails_per_turn);
    for (const store::UnthreadedMail& mail : mails) {
      const auto theirs = prepared.is_theirs(mail);
      if (!theirs) return;
      job.cursor = mail.id.value;
      if (!*theirs) continue;
      store::drop_raw_mail(tx.session, mail.id, mail.blob);
      ++job.mails;
    }
    if (static_cast<int>(mails.size()) == erased_mails_per_turn) return;
    // Opened by somebody who knew the contact just before it vanished: back to the first step.
    if (store::has_unerased(tx.session, job.contact, job.addresses)) return go_to(ErasureStep::own);
    store::drop_receipts(tx.session, job.contact.value);
    job.addresses.clear();
    go_to(ErasureStep::index);
  }

  void index() {
    if (!store::merge_index(tx.session, job.cursor == 0)) return go_to(ErasureStep::files);
    ++job.cursor;
  }

  void finish() {
    job.finished_at = tx.now;
    store::append_to_workspace(
        tx.session, job.contact.value, stamp(),
        facts::ContactErasureFinished{job.contact, job.conversations, job.messages});
  }
};

Result<std::int64_t> take_turn(Tx& tx, ContactId contact, ErasureStep expected,
                               const PreparedTurn& prepared) {
  store::lock_erasure(tx.session, contact);
  store::lock_index(tx.session);
  auto job = store::load_erasure(tx.session, contact);
  const bool is_mine = job && job->finished_at == Instant{} && job->step == expected;
  if (!is_mine) return contact.value;
  Eraser eraser{tx, *job, prepared};
  switch (expected) {
    case ErasureStep::own:
      eraser.conversation(ErasureStep::taken_part);
      break;
    case ErasureStep::taken_part:
      eraser.conversation(ErasureStep::mail);
      break;
    case ErasureStep::mail:
      eraser.mail();
      break;
    case ErasureStep::index:
      eraser.index();
      break;
    case ErasureStep::files:
      eraser.finish();
      break;
  }
  store::save(tx.session, *job);
  return contact.value;
}

}  // namespace

Change erase_contact(Erase want) {
  return workspace_change(rules::Right::erase_people,
                          [want = std::move(want)](Tx& tx) { return start(tx, want); });
}

Change erasure_turn(ContactId contact, ErasureStep step, PreparedTurn prepared) {
  return {rules::Right::anyone, [contact, step, prepared = std::move(prepared)](Tx& tx) {
            return take_turn(tx, contact, step, prepared);
          }};
}

EraseTurn erase_more(Desk& desk) {
  std::optional<Erasure> job;
  PreparedTurn prepared;
  desk.database().read([&](db::Session& session) {
    if (const auto contact = store::erasure_under_way(session)) {
      job = store::load_erasure(session, *contact);
    }
    if (job) prepared = prepare_turn(session, *job);
  });
  if (!job) return EraseTurn::idle;
  if (job->step == ErasureStep::files) {
    try {
      desk.database().purge();
    } catch (const db::Error& error) {
      if (error.kind != db::ErrorKind::busy) throw;
      return EraseTurn::waiting;
    }
  }
  Context context = as_system();
  context.bulk = true;
  auto turn = erasure_turn(job->contact, job->step, std::move(prepared));
  return desk.change_now(context, std::move(turn)) ? EraseTurn::more : EraseTurn::waiting;
}

std::optional<store::Erasure> erasure(db::Session& session, ContactId contact) {
  return store::load_erasure(session, contact);
}

}  // namespace mg::desk
