#include "api/change.h"
#include "api/message.h"
#include "api/message_change.h"
#include "api/nouns.h"
#include "api/recipients.h"
#include "desk/answer.h"
#include "mime/html_text.h"
#include "mime/sanitize.h"

namespace mg::api {
namespace {

enum class WrittenKind { reply, note };
BOOST_DESCRIBE_ENUM(WrittenKind, reply, note)

struct WantedPromise {
  Instant due_at;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(WantedPromise, (), (due_at, text))
constexpr auto member_rules(const WantedPromise*) {
  return std::array{MemberRule{.member = "text", .max_length = 500, .may_be_absent = true}};
}

struct NewMessage {
  WrittenKind kind = WrittenKind::reply;
  std::string text, html;
  std::vector<AttachmentId> attachments;
  std::optional<int> undo_seconds;
  std::optional<WantedPromise> promise;
  bool propose = false;
  std::optional<MessageId> seen;
  std::optional<std::vector<Recipient>> to, cc, bcc;
  bool reply_all = false;
};
BOOST_DESCRIBE_STRUCT(NewMessage, (),
                      (kind, text, html, attachments, undo_seconds, promise, propose, seen, to, cc,
                       bcc, reply_all))
constexpr auto member_rules(const NewMessage*) {
  return std::array{
      MemberRule{.member = "text",
                 .doc = "Plain text; may be left out when there is html.",
                 .max_length = desk::message_bytes_max,
                 .may_be_absent = true},
      MemberRule{.member = "html",
                 .doc = "Is sanitised.",
                 .max_length = desk::message_bytes_max,
                 .may_be_absent = true},
      MemberRule{.member = "attachments",
                 .doc = "Ids of your uploads.",
                 .max_length = desk::attachments_max,
                 .may_be_absent = true},
      MemberRule{.member = "undo_seconds",
                 .doc = "How long the reply can be withdrawn. When left out: the workspace's "
                        "setting for a browser, 0 for a token.",
                 .minimum = 0,
                 .maximum = 120},
      MemberRule{.member = "promise", .doc = "The reply ends with it."},
      MemberRule{.member = "propose",
                 .doc = "The reply ends with \"is it solved?\".",
                 .may_be_absent = true},
      MemberRule{.member = "seen",
                 .doc = "The newest message (the highest id) that the writer saw: refused "
                        "(answered_meanwhile) when one of somebody else came in since."},
      to_rule,
      cc_rule,
      bcc_rule,
      reply_all_rule};
}

struct NewProposal {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(NewProposal, (), (text))
constexpr auto member_rules(const NewProposal*) {
  return std::array{MemberRule{.member = "text",
                               .doc = "Empty: asked in the standard words.",
                               .max_length = desk::message_bytes_max,
                               .may_be_absent = true}};
}

// Text and html, each up to 1 MiB and escaped.
constexpr std::size_t message_body_bytes_max = 6 * 1024 * 1024;

const net::Endpoint<NewMessage, Message> create_message{
    .method = net::Method::post,
    .path = "/api/v1/conversations/{id}/messages",
    .name = "create_message",
    .summary = "Answer the customer, or write a note",
    .description = "A reply goes to the customer; a note stays among agents.",
    .needs = "answer",
    .tag = "conversations",
    .status = 201,
    .refusals = {RefusalKind::not_found, RefusalKind::conflict},
    .body_bytes_max = message_body_bytes_max};

const net::Endpoint<NewProposal, Message> create_proposal{
    .method = net::Method::post,
    .path = "/api/v1/conversations/{id}/proposal",
    .name = "create_proposal",
    .summary = "Ask \"is it solved?\"",
    .description = "The question goes to the customer, whose word alone makes it solved.",
    .needs = "answer",
    .tag = "conversations",
    .status = 201,
    .refusals = {RefusalKind::not_found, RefusalKind::conflict},
    .body_bytes_max = message_body_bytes_max};

int undo_seconds_of(const NewMessage& body, const Principal& principal, const desk::Desk& desk) {
  if (body.undo_seconds) return *body.undo_seconds;
  return principal.by_token ? 0 : desk.settings()->undo_seconds;
}

Result<desk::Change> change_of(ConversationId conversation, NewMessage body, int undo_seconds) {
  if (body.kind == WrittenKind::note && (body.promise || body.propose)) {
    return refuse(RefusalKind::bad_input, "not_for_notes",
                  "A note is not sent: it can neither promise nor ask.",
                  body.promise ? "/promise" : "/propose");
  }
  if (body.kind == WrittenKind::note && (body.to || body.cc || body.bcc || body.reply_all)) {
    return refuse(RefusalKind::bad_input, "not_for_notes",
                  "A note is not sent: nobody but agents reads it.",
                  body.to    ? "/to"
                  : body.cc  ? "/cc"
                  : body.bcc ? "/bcc"
                             : "/reply_all");
  }
  desk::NewReply want;
  want.conversation = conversation;
  if (!body.html.empty()) want.html = mime::sanitize_html(body.html).html;
  want.text = std::move(body.text);
  if (want.text.empty()) want.text = mime::text_of_html(want.html);
  want.attachments = std::move(body.attachments);
  if (body.kind == WrittenKind::note) return desk::note(std::move(want));
  want.undo_seconds = undo_seconds;
  if (body.promise) want.promise = desk::NewPromise{body.promise->due_at, body.promise->text};
  want.propose = body.propose;
  want.seen = body.seen.value_or(MessageId{});
  want.recipients = {{people_of(std::move(body.to)), people_of(std::move(body.cc)),
                      people_of(std::move(body.bcc))},
                     body.reply_all};
  return desk::reply(std::move(want));
}

}  // namespace

void add_replies(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  api.add(create_message, [&desk](net::Call<NewMessage> call, net::Reply<Message> reply) {
    const auto id = call.id<ConversationId>();
    if (!id) return reply(std::unexpected(id.error()));
    const auto context = context_of(call);
    const int undo_seconds = undo_seconds_of(call.body, call.as<Principal>(), desk);
    auto change = change_of(*id, std::move(call.body), undo_seconds);
    if (!change) return reply(std::unexpected(change.error()));
    answer_change<Message>(desk, context, std::move(*change), show_message(desk), std::move(reply));
  });
  api.add(create_proposal, [&desk](net::Call<NewProposal> call, net::Reply<Message> reply) {
    const auto id = call.id<ConversationId>();
    if (!id) return reply(std::unexpected(id.error()));
    answer_change<Message>(desk, context_of(call), desk::propose(*id, call.body.text),
                           show_message(desk), std::move(reply));
  });
}

}  // namespace mg::api
