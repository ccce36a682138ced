#include "desk/files.h"

#include "api/change.h"
#include "api/nouns.h"
#include "api/shown_inline.h"
#include "api/upload.h"
#include "desk/ahead.h"
#include "desk/reads.h"
#include "net/form.h"
#include "net/security_headers.h"

namespace mg::api {
namespace {

struct UploadName {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(UploadName, (), (name))
constexpr auto member_rules(const UploadName*) {
  return std::array{MemberRule{
      .member = "name", .doc = "The file's name.", .max_length = 5000, .may_be_absent = true}};
}

const net::Endpoint<net::RawBody, Upload, UploadName> create_upload{
    .method = net::Method::post,
    .path = "/api/v1/uploads",
    .name = "create_upload",
    .summary = "Upload a file",
    .description =
        "The body is the file, Content-Type its type. Name its id in a message within "
        "a day.",
    .needs = "answer",
    .tag = "files",
    .status = 201,
    .body_bytes_max = desk::upload_bytes_max};

const net::Endpoint<net::Nothing, net::Response> get_attachment{
    .path = "/api/v1/attachments/{id}",
    .name = "get_attachment",
    .summary = "Download an attachment",
    .description = "A browser shows PNG, JPEG, GIF and WebP in place; all else is a download.",
    .needs = "read_conversations",
    .tag = "files",
    .refusals = {RefusalKind::not_found}};

const net::Endpoint<net::Nothing, net::Response> get_raw_mail{
    .path = "/api/v1/messages/{id}/raw",
    .name = "get_raw_mail",
    .summary = "Download the mail as it came",
    .description = "message/rfc822, byte for byte.",
    .needs = "see_raw_mail",
    .tag = "files",
    .refusals = {RefusalKind::not_found},
    .answer_type = "message/rfc822"};

constexpr std::string_view unknown_type = "application/octet-stream";

// The claimed type without its parameters; nullopt when it is no media type (row X4).
std::optional<std::string> claimed_type(const net::Request& request) {
  std::string_view type = request.header("content-type");
  type = type.substr(0, type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  if (type.empty()) return std::string(unknown_type);
  if (!net::is_media_type(type)) return {};
  return std::string(type);
}

net::Response download(std::string bytes, std::string_view type, std::string_view name,
                       net::Disposition disposition) {
  net::Response response;
  response.set("Content-Type", std::string(type));
  response.set("Content-Disposition", net::content_disposition(disposition, name));
  response.set("Content-Security-Policy", std::string(net::attachment_security_policy));
  response.set("X-Content-Type-Options", "nosniff");
  response.body = std::move(bytes);
  return response;
}

Result<net::Response> attachment(desk::Desk& desk, AttachmentId id, AgentId asker) {
  auto file = desk::file(desk, id);
  if (!file) return std::unexpected(file.error());
  const store::Attachment& found = file->attachment;
  // What no message carries yet is its uploader's own.
  if (!found.message && found.uploader != asker) return desk::not_found();
  const auto disposition = may_be_shown_inline(found.type, file->bytes)
                               ? net::Disposition::inline_
                               : net::Disposition::attachment;
  const std::string_view type = net::is_media_type(found.type) ? found.type : unknown_type;
  return download(std::move(file->bytes), type, found.name, disposition);
}

void upload_file(desk::Desk& desk, const net::Call<net::RawBody, UploadName>& call,
                 net::Reply<Upload> reply) {
  const auto type = claimed_type(call.request);
  if (!type) {
    return reply(refuse(RefusalKind::bad_input, "bad_type",
                        "Content-Type must be a media type, such as application/pdf."));
  }
  const auto bytes = std::make_shared<store::PreparedBlob>(store::prepare_blob(call.body.bytes));
  const auto show = [agent = call.as<Principal>().agent()](db::Session& session, std::int64_t id) {
    return find_upload(session, AttachmentId{id}, agent).value_or(Upload{});
  };
  const auto shared = std::make_shared<net::Reply<Upload>>(std::move(reply));
  desk::store_ahead(desk, {bytes.get()},
                    [&desk, context = context_of(call), name = call.query.name, type = *type, bytes,
                     show, shared](Result<void> stored) {
                      if (!stored) return (*shared)(std::unexpected(stored.error()));
                      answer_change<Upload>(desk, context, desk::upload(name, type, bytes), show,
                                            std::move(*shared));
                    });
}

}  // namespace

std::optional<Upload> find_upload(db::Session& session, AttachmentId id, AgentId agent) {
  const auto found = desk::attachment(session, id);
  if (!found || found->message || found->uploader != agent) return {};
  return Upload{found->id, found->name, found->type, found->size};
}

void add_files(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  api.add(create_upload,
          [&desk](net::Call<net::RawBody, UploadName> call, net::Reply<Upload> reply) {
            upload_file(desk, call, std::move(reply));
          });
  api.add_on_workers(get_attachment, [&desk](const net::Call<>& call) -> Result<net::Response> {
    const auto id = call.id<AttachmentId>();
    if (!id) return std::unexpected(id.error());
    return attachment(desk, *id, call.as<Principal>().agent());
  });
  api.add_on_workers(get_raw_mail, [&desk](const net::Call<>& call) -> Result<net::Response> {
    const auto id = call.id<MessageId>();
    if (!id) return std::unexpected(id.error());
    auto bytes = desk::raw_mail(desk, *id);
    if (!bytes) return std::unexpected(bytes.error());
    return download(std::move(*bytes), "message/rfc822", "message-" + to_string(*id) + ".eml",
                    net::Disposition::attachment);
  });
}

}  // namespace mg::api
