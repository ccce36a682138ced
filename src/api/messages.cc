#include "api/change.h"
#include "api/message.h"
#include "api/message_change.h"
#include "api/nouns.h"
#include "api/paging.h"
#include "desk/answer.h"

namespace mg::api {
namespace {

struct MessagesWanted {
  int limit = 50;
  std::string cursor;
};
BOOST_DESCRIBE_STRUCT(MessagesWanted, (), (limit, cursor))
constexpr auto member_rules(const MessagesWanted*) {
  return std::array{limit_rule, cursor_rule};
}

const net::Endpoint<net::Nothing, net::Page<Message>, MessagesWanted> list_messages{
    .path = "/api/v1/conversations/{id}/messages",
    .name = "list_messages",
    .summary = "What was said",
    .description = "The messages of a conversation, oldest first. Withdrawn replies are gone.",
    .needs = "read_conversations",
    .tag = "conversations",
    .refusals = {RefusalKind::not_found}};

const net::Endpoint<net::Nothing, Message> withdraw_message{
    .method = net::Method::delete_,
    .path = "/api/v1/messages/{id}",
    .name = "withdraw_message",
    .summary = "Undo a reply",
    .description =
        "Its author takes it back before it goes out; later: already_sent. Its words are "
        "gone, its files are the author's uploads again. Once more is no error.",
    .needs = "answer",
    .tag = "conversations",
    .refusals = {RefusalKind::not_found, RefusalKind::conflict}};

const net::Endpoint<net::Nothing, Message> retry_message{
    .method = net::Method::post,
    .path = "/api/v1/messages/{id}/retry",
    .name = "retry_message",
    .summary = "Send again",
    .description = "Mail of this message that is deferred or has failed is tried again at once.",
    .needs = "answer",
    .tag = "conversations",
    .refusals = {RefusalKind::not_found, RefusalKind::conflict}};

Result<MessageId> cursor_of(std::string_view text) {
  if (text.empty()) return MessageId{};
  if (const auto id = id_from<MessageId>(text)) return *id;
  return refuse(RefusalKind::bad_input, "bad_cursor",
                "This cursor is not one that the list gave. Start again without it.", "?cursor");
}

Result<net::Page<Message>> page_of(desk::Desk& desk, ConversationId conversation,
                                   const MessagesWanted& wanted) {
  const auto after = cursor_of(wanted.cursor);
  if (!after) return std::unexpected(after.error());
  auto found = desk.read<std::vector<Message>>([&](db::Session& session) {
    return find_messages(session, *desk.settings(), conversation, *after, wanted.limit + 1);
  });
  if (!found) return std::unexpected(found.error());
  net::Page<Message> page{std::move(*found), {}};
  if (page.items.size() > static_cast<std::size_t>(wanted.limit)) {
    page.items.pop_back();
    page.next = to_string(page.items.back().id);
  }
  return page;
}

}  // namespace

Show<Message> show_message(desk::Desk& desk) {
  return [settings = desk.settings()](db::Session& session, std::int64_t id) {
    return find_message(session, *settings, MessageId{id}).value_or(Message{});
  };
}

void add_messages(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  api.add_on_workers(
      list_messages,
      [&desk](const net::Call<net::Nothing, MessagesWanted>& call) -> Result<net::Page<Message>> {
        const auto id = call.id<ConversationId>();
        if (!id) return std::unexpected(id.error());
        return page_of(desk, *id, call.query);
      });
  api.add(withdraw_message, [&desk](net::Call<> call, net::Reply<Message> reply) {
    const auto id = call.id<MessageId>();
    if (!id) return reply(std::unexpected(id.error()));
    answer_change<Message>(desk, context_of(call), desk::withdraw_reply(*id), show_message(desk),
                           std::move(reply));
  });
  api.add(retry_message, [&desk](net::Call<> call, net::Reply<Message> reply) {
    const auto id = call.id<MessageId>();
    if (!id) return reply(std::unexpected(id.error()));
    answer_change<Message>(desk, context_of(call), desk::retry_delivery(*id), show_message(desk),
                           std::move(reply));
  });
}

}  // namespace mg::api
