#include "desk/reads.h"

#include <map>

#include "desk/own_side.h"
#include "facts/codec.h"
#include "store/blob.h"
#include "store/log.h"
#include "store/mail.h"
#include "store/workspace.h"

namespace mg::desk {
namespace {

constexpr int previous_max = 10;
constexpr int links_shown_max = 10;

// What needs somebody's eye comes first.
int badness(DeliveryState state) {
  switch (state) {
    case DeliveryState::failed:
      return 6;
    case DeliveryState::held:
      return 5;
    case DeliveryState::delayed:
      return 4;
    case DeliveryState::deferred:
      return 3;
    case DeliveryState::queued:
      return 2;
    case DeliveryState::sent:
      return 1;
    case DeliveryState::cancelled:
      return 0;
  }
  return 0;
}

std::optional<Erased> erased_of(db::Session& session, const store::Contact& contact) {
  if (contact.erased_at == Instant{}) return {};
  const auto by = contact.erased_by ? store::load_agent(session, contact.erased_by) : std::nullopt;
  return Erased{contact.erased_at, by ? by->name : ""};
}

void name_side(db::Session& session, Said& said) {
  OwnName ours = own_name(session, said.shown.words.raw_mail);
  said.author_name = std::move(ours.name);
  said.author_email = std::move(ours.email);
}

void name_author(db::Session& session, Said& said) {
  const facts::Actor& author = said.shown.message.author;
  if (author.kind == ActorKind::agent) {
    if (const auto agent = store::load_agent(session, AgentId{author.id})) {
      said.author_name = agent->name;
      said.author_email = agent->email;
    } else {
      name_side(session, said);
    }
  } else if (author.kind == ActorKind::system) {
    if (said.shown.message.system == SystemKind::none) name_side(session, said);
  } else if (author.kind == ActorKind::contact) {
    if (const auto contact = store::load_contact(session, ContactId{author.id})) {
      said.author_name = contact->name;
      said.author_email = contact->email;
      said.erased = erased_of(session, *contact);
    }
  }
}

Said complete(db::Session& session, store::ShownMessage shown,
              const std::vector<views::Outward>& outward) {
  Said said;
  said.shown = std::move(shown);
  if (const auto* words = views::find(outward, said.shown.message.id)) said.asks = words->asks;
  name_author(session, said);
  const MessageId id = said.shown.message.id;
  for (const store::Attachment& a : store::attachments_of(session, id)) {
    if (a.hidden) continue;
    said.attachments.push_back({a.id, a.name, a.type, a.content_id, a.size, a.is_inline});
  }
  for (const views::Delivery& d : store::deliveries_of(session, id)) {
    store::OutboxWords words = store::load_words(session, d.id);
    const Delivery& copy =
        said.copies.emplace_back(d.state, std::move(words.recipient), std::move(words.answer),
                                 d.reported_at, d.next_attempt_at);
    if (!said.delivery || badness(copy.state) > badness(said.delivery->state)) {
      said.delivery = copy;
    }
  }
  return said;
}

}  // namespace

std::optional<Erased> erased(db::Session& session, ContactId id) {
  const auto contact = store::load_contact(session, id);
  if (!contact) return {};
  return erased_of(session, *contact);
}

std::optional<Said> said(db::Session& session, MessageId id) {
  auto shown = store::load_message(session, id);
  if (!shown) return {};
  const auto outward = store::outward_of(session, shown->message.conversation);
  return complete(session, std::move(*shown), outward);
}

std::vector<Said> thread(db::Session& session, ConversationId id, MessageId after, int count_max) {
  std::vector<Said> said;
  const auto outward = store::outward_of(session, id);
  for (store::ShownMessage& shown : store::message_page(session, id, after, count_max)) {
    said.push_back(complete(session, std::move(shown), outward));
  }
  return said;
}

std::vector<Said> customer_thread(db::Session& session, ConversationId id, ContactId reader,
                                  MessageId before, int count_max) {
  std::vector<Said> said;
  const auto outward = store::outward_of(session, id);
  for (auto& shown : store::messages_of_customer(session, id, reader, before, count_max)) {
    said.push_back(complete(session, std::move(shown), outward));
  }
  return said;
}

std::optional<Case> load_case(db::Session& session, ConversationId id) {
  auto item = store::load_item(session, id);
  auto conversation = store::load_conversation(session, id, store::Lock::none);
  if (!item || !conversation) return {};
  Case found{std::move(*item), std::move(*conversation), {}};
  const AgentId asker = found.conversation.proposed_by;
  if (const auto agent = asker ? store::load_agent(session, asker) : std::nullopt) {
    found.proposed_by_name = agent->name;
  }
  return found;
}

std::optional<CaseHead> case_head(db::Session& session, ConversationId id) {
  auto found = load_case(session, id);
  if (!found) return {};
  CaseHead head;
  static_cast<Case&>(head) = std::move(*found);
  const views::Conversation& c = head.conversation;
  head.participants = store::people_of(session, id);
  head.previous = store::conversations_of(session, c.contact, id, previous_max);
  for (const ConversationId other : {c.continues, c.continued_by}) {
    auto linked = other ? store::load_previous(session, other) : std::nullopt;
    if (linked) head.linked.push_back(std::move(*linked));
  }
  head.apart = store::linked_to(session, id, links_shown_max);
  head.promises = store::promise_counts(session, c.contact);
  head.position = store::to_string(store::log_head(session));
  return head;
}

Result<store::ListPage> list(Desk& desk, const store::ListQuery& query) {
  return desk.read<store::ListPage>(
      [&](db::Session& session) { return store::list_conversations(session, query); });
}

namespace {

std::string name_of(db::Session& session, ConversationId id, const facts::Actor& actor) {
  if (actor == facts::agent_actor({})) {  // Which of us it was is not known.
    const auto conversation = store::load_conversation(session, id, store::Lock::none);
    const auto inbox =
        conversation ? store::load_inbox(session, conversation->inbox) : std::nullopt;
    return inbox ? inbox->name : "";
  }
  Said author;
  author.shown.message.author = actor;
  name_author(session, author);
  return author.author_name.empty() ? author.author_email : author.author_name;
}

}  // namespace

std::vector<HistoryEntry> history(db::Session& session, ConversationId id, std::int64_t after_seq,
                                  int count_max) {
  std::vector<HistoryEntry> entries;
  std::map<std::pair<ActorKind, std::int64_t>, std::string> names;
  for (const store::LoggedFact& logged : store::history(session, id.value, after_seq, count_max)) {
    const facts::Actor& actor = logged.header.actor;
    auto [at, is_new] = names.try_emplace({actor.kind, actor.id});
    if (is_new) {
      at->second = name_of(session, id, actor);
    }
    entries.push_back({store::to_string(logged.position), logged.header,
                       std::string(facts::name_of(logged.fact)),
                       facts::to_readable_json(logged.fact), at->second});
  }
  return entries;
}

Result<File> file(Desk& desk, AttachmentId id) {
  return desk.read<File>([&](db::Session& session) -> Result<File> {
    const auto attachment = store::load_attachment(session, id);
    if (!attachment) return not_found();
    if (attachment->message && store::is_withdrawn(session, attachment->message)) {
      return not_found();
    }
    auto bytes = store::load_blob(session, attachment->blob);
    if (!bytes) return not_found();
    return File{*attachment, std::move(*bytes)};
  });
}

Result<std::string> raw_mail(Desk& desk, MessageId id) {
  return desk.read<std::string>([&](db::Session& session) -> Result<std::string> {
    const auto shown = store::load_message(session, id);
    if (!shown || !shown->words.raw_mail) return not_found();
    const auto mail = store::load_raw_mail(session, shown->words.raw_mail);
    auto bytes = mail ? store::load_blob(session, mail->blob) : std::nullopt;
    if (!bytes) return not_found();
    return std::move(*bytes);
  });
}

}  // namespace mg::desk
