#include "desk/mail_answer.h"

#include <algorithm>

#include "base/ascii.h"
#include "desk/excerpt.h"
#include "desk/mail_people.h"
#include "store/log.h"
#include "store/mail.h"

namespace mg::desk {
namespace {

// The message of this conversation that the mail says it answers: the first id of its head alone,
// or what it quotes.
MessageId answered_message(db::Session& session, const Keyring& keys, const ReceivedMail& mail,
                           const views::Conversation& c, const Thread& found) {
  if (found.by == ThreadedBy::marker) return found.message;
  if (mail.references.empty()) return {};
  const std::string& id = mail.references.front();
  if (const auto claim = read_message_id(keys, id)) {
    return claim->conversation == c.id ? claim->message : MessageId{};
  }
  const auto place = store::find_message_id(session, mail.inbox, id);
  return place && place->conversation == c.id ? place->message : MessageId{};
}

// What we signed of a Message-ID. Its domain is not, and no part keeps its case everywhere.
std::string signed_part(std::string_view id) {
  if (id.starts_with('<')) id.remove_prefix(1);
  return ascii::lower(id.substr(0, id.find('@')));
}

// Whether the mail names, as what it answers, a copy that went to the requester.
bool answers_own_copy(db::Session& session, const MessageClaim& claim, const std::string& id,
                      const views::Conversation& c) {
  if (claim.conversation != c.id) return false;
  return std::ranges::any_of(
      store::deliveries_of(session, claim.message), [&](const views::Delivery& copy) {
        if (copy.contact != c.contact) return false;
        return signed_part(store::load_words(session, copy.id).message_id) == signed_part(id);
      });
}

bool is_requesters_word(db::Session& session, const Keyring& keys, const ReceivedMail& mail,
                        const views::Conversation& c) {
  if (people_from(mail.people).disowned) return false;
  if (c.others.empty()) return true;
  if (mail.references.empty()) return false;
  const auto claim = read_message_id(keys, mail.references.front());
  return claim && answers_own_copy(session, *claim, mail.references.front(), c);
}

}  // namespace

rules::Answer answer_of_mail(db::Session& session, const Keyring& keys, const ReceivedMail& mail,
                             ContactId writer, const views::Conversation& c, const Thread& found) {
  if (mail.nothing_own || writer != c.contact || !c.proposal) return rules::Answer::none;
  const std::string words(without_sign_off(mail.text, mail.from_name));
  if (rules::read_answer(words) == rules::Answer::none) return rules::Answer::none;
  if (!is_requesters_word(session, keys, mail, c)) return rules::Answer::none;
  return rules::answer_by_mail(c, store::outward_of(session, c.id),
                               {writer, answered_message(session, keys, mail, c, found), words});
}

}  // namespace mg::desk
