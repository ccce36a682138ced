#pragma once

#include "db/db.h"
#include "views/conversation.h"
#include "views/message.h"

// Between rows of SQL and the folded values; used inside this folder only.
namespace mg::store {

views::Conversation conversation_from(const db::Row& row);  // Without promises, held, others.
views::Promise promise_from(const db::Row& row);
views::HeldReply held_reply_from(const db::Row& row);
views::Message message_from(const db::Row& row);
views::Delivery delivery_from(const db::Row& row);

void save(db::Session& session, const views::Conversation& conversation);
void save(db::Session& session, const views::Promise& promise, ContactId contact);
void save(db::Session& session, const views::Message& message);
void save(db::Session& session, const views::Delivery& delivery);

// The order of the default list: "not yet" first, then by the promise due, then who has waited
// longest, then the rest, newest change first. One number, so that it can be an index.
std::int64_t due_key(const views::Conversation& conversation);

}  // namespace mg::store
