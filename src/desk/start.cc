#include "base/utf8.h"
#include "desk/answer.h"
#include "desk/parts.h"
#include "rules/conversation/reply.h"
#include "store/erasure.h"
#include "store/messages.h"
#include "store/people.h"
#include "store/workspace.h"

namespace mg::desk {

Change start_conversation(NewConversation asked) {
  return {rules::Right::start_conversation,
          [asked = std::move(asked)](Tx& tx) -> Result<std::int64_t> {
            NewConversation want = asked;
            if (auto fine = check_address(want.email, "/contact/email"); !fine) {
              return std::unexpected(fine.error());
            }
            store::hold_contact(tx.session, want.email);
            if (auto fine = check_text(want.text, "/text"); !fine) {
              return std::unexpected(fine.error());
            }
            if (!is_one_line(want.subject) || !is_one_line(want.name)) {
              return refuse(RefusalKind::bad_input, "bad_line",
                            "Subjects and names stand on one line, without control characters.",
                            is_one_line(want.subject) ? "/contact/name" : "/subject");
            }
            if (!store::load_inbox(tx.session, want.inbox)) {
              return refuse(RefusalKind::bad_input, "unknown_reference", "There is no such inbox.",
                            "/inbox");
            }
            const ContactId contact = contact_for(tx, want.email, want.name);
            auto conversation =
                open_conversation(tx, want.inbox, contact, Channel::email,
                                  is_blank(want.subject) ? "(no subject)" : want.subject);
            rules::Reply first;
            first.message = tx.fresh<MessageId>();
            first.agent = tx.context.agent();
            first.release_at = tx.happened_at;
            const auto facts = rules::reply(conversation, first, tx.happened_at, tx.policy);
            if (!facts) return std::unexpected(facts.error());
            store::save_words(
                tx.session, first.message,
                {.text = want.text, .quoted = {}, .html = want.html, .people = {}, .raw_mail = {}});
            store::save_excerpt(tx.session, conversation.id,
                                utf8_excerpt(want.text, store::excerpt_characters_max));
            tx.append(conversation, *facts);
            release_reply(tx, conversation, first.message);
            return conversation.id.value;
          }};
}

}  // namespace mg::desk
