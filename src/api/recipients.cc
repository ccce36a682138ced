#include "api/recipients.h"

#include "api/change.h"
#include "api/message.h"
#include "api/nouns.h"

namespace mg::api {
namespace {

struct RecipientsWanted {
  std::optional<MessageId> message;
};
BOOST_DESCRIBE_STRUCT(RecipientsWanted, (), (message))
constexpr auto member_rules(const RecipientsWanted*) {
  return std::array{MemberRule{.member = "message",
                               .doc = "The message that is answered; when left out, the last one "
                                      "that says whom it went to."}};
}

struct RecipientLists {
  std::vector<Address> to, cc, bcc;
};
BOOST_DESCRIBE_STRUCT(RecipientLists, (), (to, cc, bcc))

enum class ReplyToUse { followed, elsewhere };
BOOST_DESCRIBE_ENUM(ReplyToUse, followed, elsewhere)

enum class ReplyDefault { reply, reply_all };
BOOST_DESCRIBE_ENUM(ReplyDefault, reply, reply_all)

struct AskedFor {
  Address address;
  ReplyToUse use = ReplyToUse::elsewhere;
};
BOOST_DESCRIBE_STRUCT(AskedFor, (), (address, use))
constexpr auto member_rules(const AskedFor*) {
  return std::array{MemberRule{
      .member = "use",
      .doc = "followed: the answer goes there. elsewhere: it leads to another domain "
             "than the writer's, so that the writer is answered; warn before using it."}};
}

struct RecipientSuggestion {
  RecipientLists reply, reply_all;
  ReplyDefault default_ = ReplyDefault::reply;
  std::optional<AskedFor> reply_to;
};
BOOST_DESCRIBE_STRUCT(RecipientSuggestion, (), (reply, reply_all, default_, reply_to))
constexpr auto member_rules(const RecipientSuggestion*) {
  return std::array{
      MemberRule{.member = "reply", .doc = "The person who asked, and whoever wrote last."},
      MemberRule{.member = "reply_all", .doc = "Everybody of that mail, too."},
      MemberRule{.member = "default",
                 .doc = "reply_all when everybody in it has taken part before."},
      MemberRule{.member = "reply_to",
                 .doc = "When the mail asks to be answered elsewhere than at its sender's."}};
}

const net::Endpoint<net::Nothing, RecipientSuggestion, RecipientsWanted> get_recipients{
    .path = "/api/v1/conversations/{id}/recipients",
    .name = "get_recipients",
    .summary = "Whom a reply would go to",
    .description = "For create_message: to the writer, or to everybody. Without our own addresses.",
    .needs = "answer",
    .tag = "conversations",
    .refusals = {RefusalKind::not_found}};

RecipientLists lists_of(const rules::Recipients& from) {
  return {addresses_of(from.to), addresses_of(from.cc), addresses_of(from.bcc)};
}

RecipientSuggestion shown(const rules::Suggestion& from) {
  RecipientSuggestion suggestion{lists_of(from.reply), lists_of(from.reply_all), {}, {}};
  if (from.all_by_default) suggestion.default_ = ReplyDefault::reply_all;
  if (from.answer.reply_to != rules::ReplyTo::none) {
    const bool followed = from.answer.reply_to == rules::ReplyTo::followed;
    suggestion.reply_to = AskedFor{{from.answer.asked.name, from.answer.asked.email},
                                   followed ? ReplyToUse::followed : ReplyToUse::elsewhere};
  }
  return suggestion;
}

}  // namespace

void add_recipients(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  api.add_on_workers(get_recipients,
                     [&desk](const net::Call<net::Nothing, RecipientsWanted>& call)
                         -> Result<RecipientSuggestion> {
                       const auto id = call.id<ConversationId>();
                       if (!id) return std::unexpected(id.error());
                       return desk.read<RecipientSuggestion>(
                           [&](db::Session& session) -> Result<RecipientSuggestion> {
                             const auto found = desk::suggested_recipients(
                                 session, *id, call.query.message.value_or(MessageId{}));
                             if (!found) return std::unexpected(found.error());
                             return shown(*found);
                           });
                     });
}

}  // namespace mg::api
