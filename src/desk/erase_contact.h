#pragma once

#include <optional>
#include <string>

#include "desk/desk.h"
#include "desk/erase_prepare.h"
#include "store/erasure.h"

// Erasing a person: name, addresses and every word, while facts and numbers stay.
//
// erase_contact() makes the person unreachable at once: name and addresses vanish, so mail to them
// stops, their page answers 404, and later mail from them makes a new contact. The words follow in
// turns of erase_more(), each a small transaction that a crash only makes run again:
//   1. conversations that they asked for help in: they end (rules::erase) and lose all words, files
//      and mails, whoever wrote them, since the answers quote them;
//   2. conversations that they only took part in: their own messages, and their name among the
//      recipients of the others';
//   3. their mail in no conversation: waiting, in quarantine, come twice;
//   4. and 5. what the search index and the database's files still hold of deleted rows.
namespace mg::desk {

struct Erase {
  ContactId contact;
  std::string confirmation;  // The person's name or an address of theirs, typed.
  ErasureReason reason = ErasureReason::other;
};

// Receipt: the contact's id. Asked again for an erased contact it changes nothing.
Change erase_contact(Erase want);

// One turn of the first erasure that is under way. Blocks; for jobs and commands. May be called by
// several threads and nodes at once.
enum class EraseTurn {
  idle,     // Nothing is left to do.
  more,     // Come back at once.
  waiting,  // A reader keeps the database from giving up its files: come back in a moment.
};
EraseTurn erase_more(Desk& desk);

// What erase_more() does in one transaction. What is not as it was prepared is left to the next
// turn; so is all when the erasure has gone on to another step. Receipt: the contact's id.
Change erasure_turn(ContactId contact, store::ErasureStep step, PreparedTurn prepared);

std::optional<store::Erasure> erasure(db::Session& session, ContactId contact);

}  // namespace mg::desk
