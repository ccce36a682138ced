#include <algorithm>

#include "api/mail_document.h"
#include "api/nouns.h"
#include "api/shown_inline.h"
#include "desk/answer.h"
#include "desk/reads.h"

namespace mg::api {
namespace {

struct PicturesWanted {
  int images = 0;
};
BOOST_DESCRIBE_STRUCT(PicturesWanted, (), (images))
constexpr auto member_rules(const PicturesWanted*) {
  return std::array{MemberRule{.member = "images",
                               .doc = "1 loads remote pictures.",
                               .minimum = 0,
                               .maximum = 1,
                               .may_be_absent = true}};
}

const net::Endpoint<net::Nothing, net::Response, PicturesWanted> get_mail_html{
    .path = "/api/v1/messages/{id}/html",
    .name = "get_mail_html",
    .summary = "The mail as it was designed",
    .description =
        "A whole HTML document to show in a sandboxed frame: sanitised, with its own "
        "Content-Security-Policy, without scripts. Pictures of the mail itself are inside, up to "
        "5 MiB in all. Remote pictures are blocked unless images is 1; the browser then loads them "
        "from where they are, since there is no proxy so far, and the sender can see that. "
        "not_found when the message has no HTML.",
    .needs = "read_conversations",
    .tag = "files",
    .refusals = {RefusalKind::not_found},
    .answer_type = "text/html"};

// Of all pictures in one document, each counted as often as it is shown.
constexpr std::size_t picture_bytes_max = 5u << 20;

Result<desk::Said> said_in_html(desk::Desk& desk, MessageId id) {
  return desk.read<desk::Said>([&](db::Session& session) -> Result<desk::Said> {
    auto said = desk::said(session, id);
    if (!said || said->shown.message.withdrawn || said->shown.words.html.empty()) {
      return desk::not_found();
    }
    return std::move(*said);
  });
}

// Finds the message's own pictures, as long as there is room.
class OwnPictures {
 public:
  OwnPictures(desk::Desk& desk, const desk::Said& said) : desk_(desk), said_(said) {}

  std::string operator()(std::string_view content_id) {
    const auto found =
        std::ranges::find(said_.attachments, content_id, &desk::Attached::content_id);
    if (found == said_.attachments.end()) return "";
    if (found->size < 0 || static_cast<std::size_t>(found->size) > left_) return "";
    const auto file = desk::file(desk_, found->id);
    if (!file || file->bytes.size() > left_) return "";
    // Many mailers write "image/jpg" or no type at all, so its first bytes say what it is.
    const std::string_view type = raster_type_of(file->bytes);
    if (type.empty()) return "";
    left_ -= file->bytes.size();
    return data_url(type, file->bytes);
  }

 private:
  desk::Desk& desk_;
  const desk::Said& said_;
  std::size_t left_ = picture_bytes_max;
};

net::Response document_of(desk::Desk& desk, const desk::Said& said, bool remote_pictures) {
  OwnPictures pictures(desk, said);
  net::Response response;
  response.set("Content-Type", "text/html; charset=utf-8");
  response.set("Content-Security-Policy", mail_security_policy(remote_pictures));
  response.set("X-Frame-Options", "SAMEORIGIN");
  response.set("Referrer-Policy", "no-referrer");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  // By the HTML standard a sandboxed document with another value opens in no tab of its own.
  response.set("Cross-Origin-Opener-Policy", "unsafe-none");
  response.set("Cache-Control", "no-store");
  response.body = mail_document(said.shown.words.html, remote_pictures, std::ref(pictures));
  return response;
}

}  // namespace

void add_mail_html(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  api.add_on_workers(
      get_mail_html,
      [&desk](const net::Call<net::Nothing, PicturesWanted>& call) -> Result<net::Response> {
        const auto id = call.id<MessageId>();
        if (!id) return std::unexpected(id.error());
        const auto said = said_in_html(desk, *id);
        if (!said) return std::unexpected(said.error());
        return document_of(desk, *said, call.query.images == 1);
      });
}

}  // namespace mg::api
