#include "api/change.h"
#include "api/item.h"
#include "api/nouns.h"
#include "api/upload.h"
#include "desk/answer.h"
#include "desk/files.h"
#include "mime/sanitize.h"

namespace mg::api {
namespace {

enum class DraftKind { reply, note };
BOOST_DESCRIBE_ENUM(DraftKind, reply, note)

constexpr std::size_t draft_length_max = 256 * 1024;

struct NewDraft {
  DraftKind kind = DraftKind::reply;
  std::string html, text;
  std::vector<AttachmentId> attachments;
};
BOOST_DESCRIBE_STRUCT(NewDraft, (), (kind, html, text, attachments))
constexpr auto member_rules(const NewDraft*) {
  return std::array{
      MemberRule{.member = "html",
                 .doc = "Is sanitised.",
                 .max_length = draft_length_max,
                 .may_be_absent = true},
      MemberRule{.member = "text", .max_length = draft_length_max, .may_be_absent = true},
      MemberRule{.member = "attachments",
                 .doc = "Ids of your uploads.",
                 .max_length = desk::attachments_max,
                 .may_be_absent = true}};
}

struct Draft {
  DraftKind kind = DraftKind::reply;
  std::string html, text;
  std::vector<Upload> attachments;
  std::optional<Instant> updated_at;  // None: there is no draft.
};
BOOST_DESCRIBE_STRUCT(Draft, (), (kind, html, text, attachments, updated_at))
constexpr auto member_rules(const Draft*) {
  return std::array{MemberRule{.member = "updated_at", .doc = "Null: there is no draft."}};
}

struct DraftRow {
  Item conversation;
  Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(DraftRow, (), (conversation, updated_at))

const net::Endpoint<net::Nothing, Draft> get_draft{
    .path = "/api/v1/conversations/{id}/draft",
    .name = "get_draft",
    .summary = "Your draft",
    .description =
        "What you have begun to write here; empty, with updated_at null, when there is "
        "none.",
    .needs = "answer",
    .tag = "conversations",
    .refusals = {RefusalKind::not_found}};

const net::Endpoint<NewDraft, Draft> save_draft{
    .method = net::Method::put,
    .path = "/api/v1/conversations/{id}/draft",
    .name = "save_draft",
    .summary = "Keep a draft",
    .description = "Replaces the draft before.",
    .needs = "answer",
    .tag = "conversations",
    .refusals = {RefusalKind::not_found, RefusalKind::too_large},
    .body_bytes_max = 3 * 1024 * 1024};

const net::Endpoint<> drop_draft{.method = net::Method::delete_,
                                 .path = "/api/v1/conversations/{id}/draft",
                                 .name = "drop_draft",
                                 .summary = "Drop your draft",
                                 .description = "No draft is no error.",
                                 .needs = "answer",
                                 .tag = "conversations",
                                 .refusals = {RefusalKind::not_found}};

const net::Endpoint<net::Nothing, net::Page<DraftRow>> list_drafts{
    .path = "/api/v1/drafts",
    .name = "list_drafts",
    .summary = "Your drafts",
    .description = "The conversations where you have begun to write, the newest draft first.",
    .needs = "answer",
    .tag = "conversations"};

Result<Draft> find_draft(db::Session& session, AgentId agent, ConversationId id) {
  const auto kept = desk::draft(session, agent, id);
  if (!kept) return desk::item(session, id) ? Result<Draft>(Draft{}) : desk::not_found();
  const auto body = json::read<NewDraft>(kept->body);
  if (!body) return Draft{};
  Draft draft{body->kind, body->html, body->text, {}, kept->updated_at};
  for (const AttachmentId upload : body->attachments) {
    // Those that were sent with another message meanwhile, or are forgotten, are gone.
    if (auto found = find_upload(session, upload, agent)) {
      draft.attachments.push_back(std::move(*found));
    }
  }
  return draft;
}

std::string kept_body(NewDraft draft) {
  if (!draft.html.empty()) draft.html = mime::sanitize_html(draft.html).html;
  return json::write(draft);
}

void add_draft(net::Api& api, desk::Desk& desk) {
  api.add_on_workers(get_draft, [&desk](const net::Call<>& call) -> Result<Draft> {
    const auto id = call.id<ConversationId>();
    if (!id) return std::unexpected(id.error());
    const AgentId agent = call.as<Principal>().agent();
    return desk.read<Draft>([&](db::Session& session) { return find_draft(session, agent, *id); });
  });
  api.add(save_draft, [&desk](net::Call<NewDraft> call, net::Reply<Draft> reply) {
    const auto id = call.id<ConversationId>();
    if (!id) return reply(std::unexpected(id.error()));
    const auto show = [agent = call.as<Principal>().agent()](db::Session& session,
                                                             std::int64_t conversation) {
      return find_draft(session, agent, ConversationId{conversation}).value_or(Draft{});
    };
    answer_change<Draft>(desk, context_of(call),
                         desk::save_draft(*id, kept_body(std::move(call.body))), show,
                         std::move(reply));
  });
  api.add(drop_draft, [&desk](net::Call<> call, net::Reply<net::Nothing> reply) {
    const auto id = call.id<ConversationId>();
    if (!id) return reply(std::unexpected(id.error()));
    answer_change(desk, context_of(call), desk::save_draft(*id, ""), std::move(reply));
  });
}

}  // namespace

void add_drafts(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  add_draft(api, desk);
  api.add_on_workers(list_drafts, [&desk](const net::Call<>& call) {
    const AgentId agent = call.as<Principal>().agent();
    return desk.read<net::Page<DraftRow>>([&](db::Session& session) -> Result<net::Page<DraftRow>> {
      net::Page<DraftRow> page;
      for (const desk::DraftRow& row : desk::drafts(session, agent)) {
        page.items.push_back({item_of(row.item), row.updated_at});
      }
      return page;
    });
  });
}

}  // namespace mg::api
