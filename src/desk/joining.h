#pragma once

#include "desk/mail_in.h"
#include "desk/thread.h"
#include "rules/conversation/receive.h"

// Whether the sender of a mail belongs to the conversation that it names.
namespace mg::desk {

// The clues of a mail that has been understood. It points into the mail.
ThreadClues clues_of(const ReceivedMail& mail);

// `from_us`: an address of ours sent it. `automatic` as the desk sees it.
struct MailSender {
  ContactId contact;
  bool from_us = false;
  bool automatic = false;
};
// Openly where there is none.
rules::Join join_of(db::Session& session, const std::optional<views::Conversation>& conversation,
                    const Thread& found, const ReceivedMail& mail, const MailSender& sender);

// As the conversation is called now, or as it was at first.
bool has_same_subject(db::Session& session, const views::Conversation& conversation,
                      const ReceivedMail& mail);

// The open one that mail of `writer` about `named` has opened before and goes on in, locked; none
// for who takes part in `named`. To be asked before anything is written.
std::optional<views::Conversation> beside_of(Tx& tx, const views::Conversation& named,
                                             ContactId writer);

// Opens a conversation for a mail that names `named` and stays apart from it: agents see both,
// linked.
views::Conversation open_apart(Tx& tx, views::Conversation& named, ContactId writer,
                               std::string_view subject);

// Keeps what a mail says of its place in the thread, for the next answer and for those that have
// lost their Message-IDs. If a marker told, also the id of our own mail that a server on the way
// has changed, which the mail answers: every id that a copy ever had is known from its first answer
// on. Not from strangers, who could plant the ids of mails to come.
void keep_thread(Tx& tx, const ReceivedMail& mail, ContactId writer,
                 const views::Conversation& conversation, MessageId message, const Thread& found);

}  // namespace mg::desk
