#include <algorithm>
#include <charconv>
#include <set>

#include "api/change.h"
#include "api/message.h"
#include "api/nouns.h"
#include "desk/erase_contact.h"
#include "desk/workspace.h"

// Everything that is kept about a person, for the person (GDPR Art. 15).
namespace mg::api {
namespace {

// A document has whole conversations, until it has so many messages; the next one goes on.
constexpr std::size_t messages_per_document = 2000;
constexpr int messages_per_conversation = 10'000;

struct ExportedConversation {
  ConversationId id;
  std::int64_t number = 0;
  ParticipantRole role = ParticipantRole::requester;
  std::string subject;
  State state = State::open;
  Instant created_at;
  std::vector<Message> messages;
};
BOOST_DESCRIBE_STRUCT(ExportedConversation, (),
                      (id, number, role, subject, state, created_at, messages))
constexpr auto member_rules(const ExportedConversation*) {
  return std::array{MemberRule{.member = "messages",
                               .doc = "All, with internal notes; of conversations that the person "
                                      "only took part in, the person's own."}};
}

struct Export {
  ContactId id;
  std::string name, email;
  std::vector<std::string> addresses;
  Instant created_at;
  std::vector<ExportedConversation> conversations;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(Export, (), (id, name, email, addresses, created_at, conversations, next))
constexpr auto member_rules(const Export*) {
  return std::array{MemberRule{
      .member = "next", .doc = "The cursor of the next document; null when this one is the last."}};
}

struct ExportWanted {
  std::string cursor;
};
BOOST_DESCRIBE_STRUCT(ExportWanted, (), (cursor))
constexpr auto member_rules(const ExportWanted*) {
  return std::array{MemberRule{.member = "cursor",
                               .doc = "`next` of the document before; none for the first.",
                               .max_length = 40,
                               .may_be_absent = true}};
}

const net::Endpoint<net::Nothing, Export, ExportWanted> export_contact{
    .path = "/api/v1/contacts/{id}/export",
    .name = "export_contact",
    .summary = "All that is kept about a person",
    .description =
        "Whole conversations, oldest first, attachments with their addresses. Somebody with more "
        "than 2,000 messages gets several documents: ask again with the cursor.",
    .needs = "erase_people",
    .tag = "conversations",
    .refusals = {RefusalKind::not_found, RefusalKind::bad_input}};

// "requester.12": after the conversation with that cursor.
struct Cursor {
  ParticipantRole role = ParticipantRole::requester;
  std::int64_t after = 0;
};

std::optional<Cursor> cursor_from(std::string_view text) {
  if (text.empty()) return Cursor{};
  const auto dot = text.find('.');
  const auto role = enum_from<ParticipantRole>(text.substr(0, dot));
  if (!role || dot == text.npos) return {};
  Cursor cursor{*role, 0};
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + dot + 1, end, cursor.after);
  if (read.ec != std::errc{} || read.ptr != end) return {};
  return cursor;
}

// Whom agents told in Bcc, how that fared, and what was answered to it, is not the person's to
// know; nor is what a stranger wrote.
void leave_out_bcc(const views::Conversation& c, std::vector<Message>& messages) {
  std::set<std::string> hidden, writers;
  for (const Message& message : messages) {
    for (const Address& one : message.bcc) hidden.insert(one.email);
  }
  for (const views::Participant& other : c.others) {
    if (other.role != ParticipantRole::cc) writers.insert(to_string(other.contact));
  }
  std::erase_if(messages, [&](const Message& message) {
    if (message.author.type == ActorKind::contact) return writers.contains(*message.author.id);
    const bool is_report =
        message.system == SystemKind::bounce || message.system == SystemKind::delay;
    return is_report && !message.to.empty() && hidden.contains(message.to.front().email);
  });
  for (Message& message : messages) {
    const auto is_hidden = [&](const Delivery& copy) {
      return std::ranges::any_of(message.bcc,
                                 [&](const Address& one) { return one.email == copy.recipient; });
    };
    std::erase_if(message.copies, is_hidden);
    if (message.delivery && is_hidden(*message.delivery)) {
      message.delivery.reset();
      if (!message.copies.empty()) message.delivery = message.copies.front();
    }
    message.bcc.clear();
  }
}

ExportedConversation exported(db::Session& session, const desk::Settings& settings,
                              ConversationId id, ParticipantRole role, ContactId contact) {
  ExportedConversation out;
  const auto item = desk::item(session, id);
  if (!item) return out;
  const views::Conversation& c = item->conversation;
  out = {id, c.number, role, item->subject, c.state, c.created_at, {}};
  auto messages = find_messages(session, settings, id, {}, messages_per_conversation);
  if (!messages) return out;
  out.messages = std::move(*messages);
  if (role == ParticipantRole::requester) {
    const auto whole = store::load_conversation(session, id, store::Lock::none);
    leave_out_bcc(*whole, out.messages);
    return out;
  }
  out.subject.clear();  // Somebody else's words.
  std::erase_if(out.messages, [&](const Message& message) {
    return message.author.type != ActorKind::contact || message.author.id != to_string(contact);
  });
  return out;
}

Result<Export> export_of(db::Session& session, const desk::Settings& settings, ContactId contact,
                         Cursor at) {
  const auto person = desk::person(session, contact);
  if (!person) return desk::not_found();
  const store::Contact& c = person->contact;
  Export document{c.id, c.name, c.email, person->addresses, c.created_at, {}, {}};
  std::size_t messages = 0;
  for (;;) {
    const bool own = at.role == ParticipantRole::requester;
    const auto found = own ? store::next_own(session, contact, at.after)
                           : store::next_taken_part(session, contact, person->addresses, at.after);
    if (!found && !own) return document;
    if (!found) {
      at = {ParticipantRole::cc, 0};
      continue;
    }
    if (messages >= messages_per_document) {
      document.next = std::string(word_of(at.role)) + "." + std::to_string(at.after);
      return document;
    }
    at.after = found->cursor;
    document.conversations.push_back(exported(session, settings, found->id, at.role, contact));
    messages += document.conversations.back().messages.size();
  }
}

}  // namespace

void add_export(net::Api& api, Services& services) {
  api.add_on_workers(
      export_contact,
      [&desk = services.desk](const net::Call<net::Nothing, ExportWanted>& call) -> Result<Export> {
        const auto id = call.id<ContactId>();
        if (!id) return std::unexpected(id.error());
        const auto cursor = cursor_from(call.query.cursor);
        if (!cursor) {
          return refuse(RefusalKind::bad_input, "bad_cursor",
                        "This cursor is not one that an export gave. Start again without it.",
                        "/cursor");
        }
        const auto settings = desk.settings();
        return desk.read<Export>(
            [&](db::Session& session) { return export_of(session, *settings, *id, *cursor); });
      });
}

}  // namespace mg::api
