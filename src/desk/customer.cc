#include "desk/customer.h"

#include <algorithm>
#include <sodium.h>

#include "base/utf8.h"
#include "desk/blocks.h"
#include "desk/excerpt.h"
#include "desk/late.h"
#include "desk/page_room.h"
#include "desk/parts.h"
#include "desk/sign_in.h"
#include "rules/conversation/proposal.h"
#include "rules/conversation/receive.h"
#include "store/blob.h"
#include "store/mail.h"
#include "store/people.h"

namespace mg::desk {
namespace {

Result<void> check_words(const Say& want) {
  if (utf8_length(want.text) <= words_characters_max) return {};
  return refuse(RefusalKind::too_large, "text_too_long",
                "This text is too long for the form. Please send it by mail, or as a file.",
                "/text");
}

// Keeps the words and files of a message and shows them as the conversation's latest.
Result<MessageId> save_said(Tx& tx, ConversationId conversation, const Say& want) {
  const std::int64_t bytes = std::ssize(want.text) + message_bytes;
  if (auto room = take_room_for_words(tx, want.claim, bytes); !room) {
    return std::unexpected(room.error());
  }
  const auto message = tx.fresh<MessageId>();
  int position = 0;
  for (const PageFile& file : want.files) {
    store::add_attachment(tx.session,
                          {.id = tx.fresh<AttachmentId>(),
                           .message = message,
                           .conversation = conversation,
                           .uploader = {},
                           .name = file.name,
                           .type = file.type,
                           .size = file.bytes.size,
                           .content_id = {},
                           .blob = store::add_blob(tx.session, file.bytes)},
                          position++, tx.now);
  }
  store::save_words(tx.session, message,
                    {.text = want.text, .quoted = {}, .html = {}, .people = {}, .raw_mail = {}});
  if (!is_blank(want.text)) {
    const auto writer = store::load_contact(tx.session, want.claim.contact);
    store::save_excerpt(tx.session, conversation,
                        excerpt_of(want.text, writer ? writer->name : ""));
  }
  return message;
}

// The claim's conversation as long as the requester and the reader are known people.
Result<views::Conversation> claimed(Tx& tx, const PageClaim& claim) {
  auto known = tx.load(claim.conversation);
  if (!known) return known;
  if (is_erased(tx.session, known->contact) || is_erased(tx.session, claim.contact)) {
    return not_found();
  }
  return known;
}

// The claim's conversation, or the one that continues it when it ended too long ago.
Result<views::Conversation> conversation_of(Tx& tx, const PageClaim& claim, rules::Answer answer) {
  auto known = claimed(tx, claim);
  if (!known) return known;
  auto continuation = continuation_of(tx, *known, claim.contact);
  const auto words = store::load_words(tx.session, known->id);
  const ContactId requester = known->contact;
  return conversation_for_late_words(tx, std::move(*known), std::move(continuation),
                                     {.requester = requester,
                                      .channel = Channel::page,
                                      .subject = words ? words->subject : "(no subject)",
                                      .answer = answer});
}

std::string hex_digest(std::string_view text) {
  const std::string hash = hash_of_secret(text);
  std::string hex(2 * hash.size() + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(hash.data()),
                 hash.size());
  hex.pop_back();  // libsodium ends with a NUL.
  return hex;
}

// Browsers put words into a form again, but no files: words without any are no other message.
bool has_these_files(db::Session& session, MessageId message, const std::vector<PageFile>& files) {
  if (files.empty()) return true;
  return std::ranges::equal(store::file_prints(session, message), files,
                            [](const store::FilePrint& kept, const PageFile& file) {
                              return kept.name == file.name && kept.size == file.bytes.size &&
                                     std::ranges::equal(
                                         kept.sha256, file.bytes.sha256, {},
                                         [](char c) { return static_cast<unsigned char>(c); });
                            });
}

// Whether the last words that the page shows are these, of this very person.
bool says_it_already(Tx& tx, ConversationId conversation, const Say& want) {
  if (!want.by_hand) return false;
  const auto shown =
      store::messages_of_customer(tx.session, conversation, want.claim.contact, {}, 1);
  if (shown.empty()) return false;
  const auto& [last, words] = shown.back();
  return last.channel == Channel::page && last.author == facts::contact_actor(want.claim.contact) &&
         tx.now - last.at < said_again_within && words.text == want.text &&
         has_these_files(tx.session, last.id, want.files);
}

using Decide = Result<facts::Facts> (*)(const views::Conversation&, const rules::Confirm&);

Change answer(Say want, ProposalId proposal, Decide decide) {
  return {rules::Right::anyone,
          [want = std::move(want), proposal, decide](Tx& tx) -> Result<std::int64_t> {
            if (auto fine = check_words(want); !fine) return std::unexpected(fine.error());
            // A yes is never too late for the problem that it is about; only "not yet" may be.
            auto conversation = decide == rules::confirm
                                    ? claimed(tx, want.claim)
                                    : conversation_of(tx, want.claim, rules::Answer::not_yet);
            if (!conversation) return std::unexpected(conversation.error());
            rules::Confirm confirm;
            confirm.contact = want.claim.contact;
            // A question about the old conversation is no question about the one that follows it.
            if (conversation->id == want.claim.conversation) confirm.proposal = proposal;
            if (!is_blank(want.text) || !want.files.empty()) {
              const auto said = save_said(tx, conversation->id, want);
              if (!said) return std::unexpected(said.error());
              confirm.message = *said;
            }
            const auto facts = decide(*conversation, confirm);
            if (!facts) return std::unexpected(facts.error());
            tx.append(*conversation, *facts);
            return conversation->id.value;
          }};
}

}  // namespace

std::string page_command(const PageClaim& claim, std::string_view action,
                         std::string_view contents) {
  const std::string all = to_string(claim.conversation) + " " + to_string(claim.contact) + " " +
                          std::string(action) + " " + std::string(contents);
  return "page:" + hex_digest(all);
}

void add_key(Context& context, std::string_view key, std::string_view request) {
  context.command = "page-key:" + std::to_string(context.actor.id) + ":" + std::string(key);
  context.digest = hex_digest(request);
}

bool brings_back(db::Session& session, const views::Conversation& conversation, ContactId contact) {
  if (!rules::says_no_spam(conversation, contact, Channel::page)) return false;
  const auto addresses = store::addresses_of(session, contact);
  return std::ranges::none_of(addresses, [&](const std::string& address) {
    return store::find_block(session, names_that_block(address)).has_value();
  });
}

Change write_from_page(Say want) {
  return {rules::Right::anyone, [want = std::move(want)](Tx& tx) -> Result<std::int64_t> {
            if (auto fine = check_words(want); !fine) return std::unexpected(fine.error());
            if (is_blank(want.text) && want.files.empty()) {
              return refuse(RefusalKind::bad_input, "empty_text", "Please write something first.",
                            "/text");
            }
            auto conversation = conversation_of(tx, want.claim, rules::Answer::none);
            if (!conversation) return std::unexpected(conversation.error());
            if (says_it_already(tx, conversation->id, want)) return conversation->id.value;
            const auto message = save_said(tx, conversation->id, want);
            if (!message) return std::unexpected(message.error());
            if (brings_back(tx.session, *conversation, want.claim.contact)) {
              const auto cleared = rules::clear_spam(*conversation, tx.happened_at);
              if (!cleared) return std::unexpected(cleared.error());
              tx.append(*conversation, *cleared);
            }
            tx.append(*conversation, rules::receive(*conversation, {.message = *message,
                                                                    .contact = want.claim.contact,
                                                                    .channel = Channel::page}));
            return conversation->id.value;
          }};
}

Change confirm_from_page(Say want, ProposalId proposal) {
  return answer(std::move(want), proposal, rules::confirm);
}

Change decline_from_page(Say want, ProposalId proposal) {
  return answer(std::move(want), proposal, rules::decline);
}

}  // namespace mg::desk
