#include "desk/parts.h"

#include <algorithm>

#include "base/mailbox.h"
#include "desk/answer.h"
#include "store/mail.h"
#include "store/messages.h"
#include "store/people.h"
#include "store/workspace.h"

namespace mg::desk {

bool is_one_line(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7f; });
}

Result<void> check_address(std::string& typed, std::string_view pointer) {
  auto plain = plain_mailbox(typed);
  if (!plain) {
    return refuse(RefusalKind::bad_input, "bad_address",
                  "This is not an e-mail address such as ana@customer.example.",
                  std::string(pointer));
  }
  typed = std::move(*plain);
  return {};
}

Result<void> check_text(std::string_view text, std::string_view pointer) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return refuse(RefusalKind::bad_input, "empty_text", "Write something first.",
                  std::string(pointer));
  }
  if (text.size() > message_bytes_max) {
    return refuse(RefusalKind::too_large, "text_too_long",
                  "This text is longer than 1 MiB. Attach it as a file.", std::string(pointer));
  }
  return {};
}

ContactId contact_for(Tx& tx, std::string_view email, std::string_view name) {
  if (const auto found = store::find_contact(tx.session, email)) {
    if (!name.empty()) store::name_contact(tx.session, *found, name);
    return *found;
  }
  const auto id = tx.fresh<ContactId>();
  store::add_contact(tx.session, {id, std::string(name), std::string(email), tx.happened_at});
  store::append_to_workspace(tx.session, id.value, tx.stamp(), facts::ContactAdded{id});
  return id;
}

bool is_erased(db::Session& session, ContactId contact) {
  const auto known = store::load_contact(session, contact);
  return known && known->erased_at != Instant{};
}

rules::Copy copy_for(Tx& tx, ContactId contact) {
  const rules::Copy copy{tx.fresh<OutboxId>(), contact};
  const auto known = store::load_contact(tx.session, contact);
  store::save_words(tx.session, copy.outbox, {known ? known->email : "", "", 0, ""});
  return copy;
}

bool can_mail(db::Session& session, InboxId id) {
  const auto inbox = store::load_inbox(session, id);
  return inbox && !inbox->smtp.empty();
}

Result<void> use_attachments(Tx& tx, const std::vector<AttachmentId>& attachments,
                             MessageId message, ConversationId conversation) {
  if (attachments.size() > attachments_max) {
    return refuse(RefusalKind::bad_input, "too_many_attachments",
                  "A message carries at most 50 attachments.", "/attachments");
  }
  int position = 0;
  for (const AttachmentId id : attachments) {
    if (!store::use_attachment(tx.session, id, message, conversation, position++,
                               tx.context.agent())) {
      return refuse(RefusalKind::bad_input, "unknown_attachment",
                    "This upload does not exist or was used already. Upload the file again.",
                    "/attachments/" + std::to_string(position - 1));
    }
  }
  std::int64_t sum = 0;
  for (const store::Attachment& one : store::attachments_of(tx.session, message)) sum += one.size;
  if (sum > message_files_bytes_max) {
    return refuse(RefusalKind::bad_input, "attachments_too_large",
                  "These files have " + std::to_string(sum) +
                      " bytes together. A message carries at most " +
                      std::to_string(message_files_bytes_max) + " bytes of files (25 MiB).",
                  "/attachments");
  }
  return {};
}

facts::Facts open(Tx& tx, const Opening& opening) {
  facts::Facts facts{facts::ConversationOpened{store::next_conversation_number(tx.session),
                                               opening.inbox, opening.contact, opening.channel,
                                               opening.continues}};
  if (opening.team) facts.push_back(facts::TeamChanged{opening.team});
  return facts;
}

views::Conversation open_conversation(Tx& tx, InboxId inbox, ContactId contact, Channel channel,
                                      std::string_view subject, ConversationId continues) {
  views::Conversation conversation;
  conversation.id = tx.fresh<ConversationId>();
  const auto known = store::load_inbox(tx.session, inbox);
  const TeamId team = known ? known->team : TeamId{};
  tx.append(conversation, open(tx, {inbox, contact, channel, continues, team}));
  store::save_words(tx.session, conversation.id, {std::string(subject), ""});
  return conversation;
}

}  // namespace mg::desk
