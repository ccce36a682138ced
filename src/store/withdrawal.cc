#include "store/withdrawal.h"

#include "gen/store/sql.h"

namespace mg::store {

void take_back_words(db::Session& session, MessageId message, PromiseId promise, Instant now) {
  session.run(sql::attachments_give_back, message, now);
  session.run(sql::message_words_drop, message);
  session.run(sql::search_drop, message);
  if (promise) session.run(sql::promise_words_drop, promise);
}

}  // namespace mg::store
