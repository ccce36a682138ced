#include "desk/outbox.h"

#include <algorithm>
#include <sodium.h>
#include <sstream>

#include "desk/answer.h"
#include "desk/mail_people.h"
#include "desk/parts.h"
#include "rules/conversation/delivery.h"
#include "rules/conversation/erase.h"
#include "store/blob.h"
#include "store/log.h"
#include "store/messages.h"
#include "store/people.h"
#include "store/workspace.h"

namespace mg::desk {
namespace {

// How long a copy waits when the node that sends it dies. Kept while a send goes on.
constexpr auto lease_time = std::chrono::seconds(20);
constexpr auto give_up_after = std::chrono::hours(24 * 5);
constexpr Duration pause_max = std::chrono::hours(4);
constexpr int references_max = 100;
// A mail that may be what the server broke off at waits as if it had been tried so often more: what
// had to wait only because of it goes first.
constexpr int broken_off_counts_as = 2;

// 1, 2, 4 ... minutes, at most four hours apart.
Duration pause_after(int attempts) {
  const int doublings = std::min(attempts, 8);
  return std::min<Duration>(std::chrono::minutes(1 << doublings), pause_max);
}

bool holds(const views::Delivery& delivery) {
  return delivery.state == DeliveryState::queued || delivery.state == DeliveryState::deferred;
}

bool may_be_retried(DeliveryState state) {
  return state == DeliveryState::failed || state == DeliveryState::deferred ||
         state == DeliveryState::cancelled;
}

std::string domain_of(std::string_view address) {
  const auto at = address.rfind('@');
  return std::string(at == std::string_view::npos ? "localhost" : address.substr(at + 1));
}

std::vector<MailAttachment> attachments_of(db::Session& session, MessageId message) {
  std::vector<MailAttachment> files;
  for (const store::Attachment& a : store::attachments_of(session, message)) {
    files.push_back({a.name, a.type, a.content_id, store::load_blob(session, a.blob).value_or(""),
                     a.is_inline});
  }
  return files;
}

struct Loader {
  Desk& desk;
  db::Session& session;
  const views::Delivery& delivery;

  void say_what_follows(MailToBuild& mail, const views::Conversation& c,
                        const views::Message& message) const {
    const auto said = store::outward_of(session, c.id);
    const views::Outward* words = views::find(said, message.id);
    const bool asks = words && c.state == State::proposed && words->asks == c.proposal;
    // The answer is the requester's alone to give.
    mail.asks_if_solved = mail.for_requester && (message.system == SystemKind::reminder || asks);
    if (const views::Promise* promise = views::first_promise(c)) {
      if (promise->state == PromiseState::open) mail.promise_due = promise->due_at;
    }
  }

  // The chain of the reader's own mail goes on, also with what came before us.
  void say_place_in_thread(MailToBuild& mail, const views::Conversation& c) const {
    auto own = store::load_thread(session, c.id, delivery.contact);
    if (own) {
      std::vector<std::string> chain;
      std::istringstream ids(own->ancestors);
      for (std::string id; ids >> id;) chain.push_back(std::move(id));
      for (std::string& id : mail.references) {
        // Never the mail that is answered before what it answers.
        std::erase(chain, id);
        chain.push_back(std::move(id));
      }
      mail.references = std::move(chain);
    }
    if (!own) own = store::load_thread(session, c.id, c.contact);
    if (own) mail.thread_index = own->thread_index;
  }

  MailToBuild build(const views::Conversation& c, const store::Inbox& inbox,
                    const store::OutboxWords& words) const {
    const auto settings = desk.settings();
    const auto keys = desk.keys();
    const auto shown = store::load_message(session, delivery.message);
    const auto contact = store::load_contact(session, delivery.contact);
    const auto conversation_words = store::load_words(session, c.id);
    MailToBuild mail;
    mail.outbox = delivery.id;
    mail.message = delivery.message;
    mail.kind = shown->message.kind;
    mail.system = shown->message.system;
    mail.workspace_name = settings->workspace_name;
    mail.language = settings->language;
    mail.time_zone = settings->time_zone;
    mail.inbox_name = inbox.name;
    mail.inbox_address = inbox.address;
    mail.reply_to = plus_address(*keys, inbox.address, c.id).value_or(inbox.address);
    mail.to_name = contact ? contact->name : "";
    mail.to_address = words.recipient;
    People people = people_from(shown->words.people);
    mail.to = std::move(people.to);
    mail.cc = std::move(people.cc);
    mail.for_requester = delivery.contact == c.contact;
    mail.knows_recipient = store::was_answered(session, delivery.contact);
    if (const AgentId writer = shown->message.author.agent()) {
      if (const auto agent = store::load_agent(session, writer)) mail.agent_name = agent->name;
    }
    mail.subject = conversation_words ? conversation_words->subject : "";
    mail.starts = c.last_customer_at == Instant{};
    mail.subject_token = subject_token(*keys, c.number);
    mail.text = shown->words.text;
    mail.html = shown->words.html;
    say_what_follows(mail, c, shown->message);
    // To be named in a mail opens no page: whoever gets a copy reads what is sent to them, and may
    // ask for a link.
    if (mail.for_requester || mail.system == SystemKind::page_link) {
      const Instant expires = desk.now() + std::chrono::days(settings->page_link_days);
      mail.page_url =
          desk.options().base_url + "/c/" + page_token(*keys, {c.id, delivery.contact, expires});
    }
    mail.message_id = words.message_id;
    if (mail.message_id.empty()) {
      MessageIdRandom random{};
      randombytes_buf(random.data(), random.size());
      mail.message_id =
          message_id(*keys, {c.id, delivery.message}, random, domain_of(inbox.address));
    }
    mail.references =
        store::message_ids_of(session, inbox.id, c.id, references_max, delivery.contact);
    std::erase(mail.references, mail.message_id);
    mail.marker = marker(*keys, {c.id, delivery.message});
    say_place_in_thread(mail, c);
    mail.attachments = attachments_of(session, delivery.message);
    mail.date = desk.now();
    return mail;
  }
};

}  // namespace

std::vector<store::OutboxLease> lease_outbox(Desk& desk, int count_max, store::WantedCopies which) {
  std::vector<store::OutboxLease> leased;
  desk.database().write([&](db::Session& session) {
    leased = store::lease_outbox(session, desk.now(), lease_time, count_max, which);
  });
  return leased;
}

std::vector<MailDue> mail_due(Desk& desk) {
  std::vector<MailDue> found;
  desk.database().read([&](db::Session& session) {
    for (const store::DueInbox& due : store::inboxes_with_mail_due(session, desk.now())) {
      auto inbox = store::load_inbox(session, due.inbox);
      if (!inbox) continue;
      found.push_back(
          {due.inbox, {inbox->smtp, inbox->smtp_user, inbox->smtp_password}, due.has_untried});
    }
  });
  return found;
}

void keep_leases(Desk& desk, const std::vector<store::OutboxLease>& held) {
  if (held.empty()) return;
  desk.database().write([&](db::Session& session) {
    for (const store::OutboxLease& lease : held) store::keep_lease(session, lease, lease_time);
  });
}

void give_back(Desk& desk, const std::vector<store::OutboxLease>& held) {
  if (held.empty()) return;
  desk.database().write([&](db::Session& session) {
    for (const store::OutboxLease& lease : held) store::end_lease(session, lease);
  });
}

void recall_far_attempts(Desk& desk) {
  const Instant now = desk.now();
  desk.database().write(
      [&](db::Session& session) { store::recall_copies(session, now, now + pause_max); });
}

Result<std::optional<OutboxItem>> load_outbox_item(Desk& desk, store::OutboxLease lease) {
  return desk.read<std::optional<OutboxItem>>(
      [&](db::Session& session) -> Result<std::optional<OutboxItem>> {
        const auto delivery = store::load_delivery(session, lease.id);
        const bool ours = store::outbox_fence(session, lease.id) == lease.fence;
        if (!delivery || !holds(*delivery) || !ours) return std::nullopt;
        if (is_erased(session, delivery->contact)) return std::nullopt;
        const auto c = store::load_conversation(session, delivery->conversation, store::Lock::none);
        const auto inbox = c ? store::load_inbox(session, c->inbox) : std::nullopt;
        if (!inbox) return std::nullopt;
        const auto words = store::load_words(session, lease.id);
        OutboxItem item;
        item.id = lease.id;
        item.fence = lease.fence;
        item.attempts = delivery->attempts;
        item.server = {inbox->smtp, inbox->smtp_user, inbox->smtp_password};
        item.sender = inbox->address;
        item.recipient = words.recipient;
        if (words.blob != 0) {
          item.bytes = store::load_blob(session, words.blob).value_or("");
        } else {
          item.build = Loader{desk, session, *delivery}.build(*c, *inbox, words);
        }
        return item;
      });
}

Change freeze(store::OutboxLease lease, std::string message_id,
              std::shared_ptr<const store::PreparedBlob> bytes) {
  return {rules::Right::anyone,
          [lease, message_id = std::move(message_id), bytes](Tx& tx) -> Result<std::int64_t> {
            const auto delivery = store::load_delivery(tx.session, lease.id);
            if (!delivery) return not_found();
            // Locked before it is looked at: an erasure may have cancelled the copy meanwhile.
            const auto c = tx.load(delivery->conversation);
            const auto now = store::load_delivery(tx.session, lease.id);
            if (!c || !holds(*now) || store::outbox_fence(tx.session, lease.id) != lease.fence) {
              return refuse(RefusalKind::conflict, "lease_lost",
                            "Another node sends this mail, or it was cancelled.");
            }
            auto words = store::load_words(tx.session, lease.id);
            words.message_id = message_id;
            words.blob = store::add_blob(tx.session, *bytes);
            store::save_words(tx.session, lease.id, words);
            store::add_message_id(tx.session, c->inbox, message_id,
                                  {delivery->message, delivery->conversation});
            return lease.id.value;
          }};
}

namespace {

// A copy that was cancelled while it was on its way out, and yet arrived: said as it was.
bool sent_after_all(const views::Delivery& delivery, const Attempt& attempt) {
  return delivery.state == DeliveryState::cancelled && attempt.state == DeliveryState::sent;
}

Result<std::int64_t> report_attempt(Tx& tx, store::OutboxLease lease, const Attempt& attempt) {
  const auto known = store::load_delivery(tx.session, lease.id);
  if (!known) return lease.id.value;
  auto conversation = tx.load(known->conversation);
  if (!conversation) return std::unexpected(conversation.error());
  const auto delivery = store::load_delivery(tx.session, lease.id);
  if ((!holds(*delivery) && !sent_after_all(*delivery, attempt)) ||
      store::outbox_fence(tx.session, lease.id) != lease.fence) {
    return lease.id.value;
  }
  facts::DeliveryReported fact{lease.id, delivery->message, attempt.state, attempt.code, Instant{}};
  if (attempt.state == DeliveryState::deferred) {
    if (tx.now - delivery->queued_at > give_up_after) {
      fact.state = DeliveryState::failed;
    } else {
      const int more = attempt.mail_begun && attempt.code == 0 ? broken_off_counts_as : 0;
      fact.next_attempt_at = tx.now + pause_after(delivery->attempts + more);
    }
  }
  // The server's answer may name the recipient.
  const bool erased = is_erased(tx.session, delivery->contact);
  store::save_answer(tx.session, lease.id, erased ? "" : attempt.answer);
  store::end_lease(tx.session, lease);
  facts::Facts facts{fact};
  if (fact.state == DeliveryState::failed) {
    const auto about = store::load_message(tx.session, delivery->message);
    std::ranges::move(rules::not_delivered(*conversation, *delivery, about->message),
                      std::back_inserter(facts));
  }
  tx.append(*conversation, facts);
  return lease.id.value;
}

}  // namespace

Change report(store::OutboxLease lease, Attempt attempt) {
  return {rules::Right::anyone, [lease, attempt = std::move(attempt)](Tx& tx) {
            return report_attempt(tx, lease, attempt);
          }};
}

Change retry_delivery(MessageId message) {
  return {
      rules::Right::answer, [message](Tx& tx) -> Result<std::int64_t> {
        const auto known = store::deliveries_of(tx.session, message);
        if (known.empty()) return not_found();
        auto conversation = tx.load(known.front().conversation);
        if (!conversation) return std::unexpected(conversation.error());
        if (auto refusal = rules::refused_if_erased(*conversation)) {
          return std::unexpected(std::move(*refusal));
        }
        facts::Facts facts;  // Read again behind the lock: a report may have come meanwhile.
        for (const views::Delivery& d : store::deliveries_of(tx.session, message)) {
          if (!may_be_retried(d.state)) continue;
          facts.push_back(facts::DeliveryReported{d.id, message, DeliveryState::queued, 0, tx.now});
        }
        if (facts.empty()) {
          return refuse(RefusalKind::conflict, "nothing_to_retry",
                        "This message is on its way or has been delivered.");
        }
        tx.append(*conversation, facts);
        return message.value;
      }};
}

}  // namespace mg::desk
