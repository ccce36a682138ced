#include "rules/conversation/promise.h"

#include "base/utf8.h"
#include "desk/answer.h"
#include "desk/parts.h"

namespace mg::desk {
namespace {

constexpr std::size_t promise_text_bytes_max = 500;

Result<void> check_promise_text(std::string_view text, std::string_view pointer) {
  if (text.size() <= promise_text_bytes_max) return {};
  return refuse(RefusalKind::bad_input, "text_too_long",
                "Say the promise in at most 500 characters.", std::string(pointer));
}

}  // namespace

Change make_promise(ConversationId id, NewPromise want) {
  return {rules::Right::answer, [id, want = std::move(want)](Tx& tx) -> Result<std::int64_t> {
            if (auto fine = check_promise_text(want.text, "/text"); !fine) {
              return std::unexpected(fine.error());
            }
            auto conversation = tx.load(id);
            if (!conversation) return std::unexpected(conversation.error());
            const auto promise = tx.fresh<PromiseId>();
            const auto facts = rules::promise(*conversation, promise, tx.context.agent(),
                                              want.due_at, tx.happened_at, tx.policy);
            if (!facts) return std::unexpected(facts.error());
            store::save_words(tx.session, promise, {want.text, ""});
            tx.append(*conversation, *facts);
            return promise.value;
          }};
}

Change move_promise(PromiseId id, Instant due_at, std::string reason) {
  return {rules::Right::answer,
          [id, due_at, reason = std::move(reason)](Tx& tx) -> Result<std::int64_t> {
            if (auto fine = check_promise_text(reason, "/reason"); !fine) {
              return std::unexpected(fine.error());
            }
            const auto promise = store::load_promise(tx.session, id);
            if (!promise) return not_found();
            auto conversation = tx.load(promise->conversation);
            if (!conversation) return std::unexpected(conversation.error());
            const auto facts = rules::move_promise(*conversation, id, {due_at, !is_blank(reason)},
                                                   tx.happened_at, tx.policy);
            if (!facts) return std::unexpected(facts.error());
            auto words = store::load_words(tx.session, id);
            words.reason = reason;
            store::save_words(tx.session, id, words);
            tx.append(*conversation, *facts);
            return id.value;
          }};
}

}  // namespace mg::desk
