#include <algorithm>

#include "api/nouns.h"
#include "base/utf8.h"
#include "desk/reads.h"
#include "mime/charset.h"
#include "net/endpoint.h"

namespace mg::api {
namespace {

struct Source {
  std::string head, body;
  std::int64_t size = 0;
  bool cut = false;
};
BOOST_DESCRIBE_STRUCT(Source, (), (head, body, size, cut))
constexpr auto member_rules(const Source*) {
  return std::array{
      MemberRule{.member = "head", .doc = "The header, line by line as it came."},
      MemberRule{.member = "body", .doc = "What follows it, not decoded."},
      MemberRule{.member = "size", .doc = "Bytes of the whole mail."},
      MemberRule{.member = "cut",
                 .doc = "Head and body are only the beginning; the raw mail has it all."}};
}

const net::Endpoint<net::Nothing, Source> get_mail_source{
    .path = "/api/v1/messages/{id}/source",
    .name = "get_mail_source",
    .summary = "The mail's source, to read",
    .description =
        "Text in JSON: at most 256 KiB of the mail as it came, with LF as line ends; bytes that "
        "are no UTF-8 are U+FFFD. The raw mail is the same byte for byte. not_found when the "
        "message was no mail.",
    .needs = "see_raw_mail",
    .tag = "files",
    .refusals = {RefusalKind::not_found}};

constexpr std::size_t source_bytes_max = 256u << 10;

std::string readable(std::string_view bytes) {
  std::string text = mime::clean_utf8(bytes);
  std::erase(text, '\r');
  return text;
}

Source source_of(std::string_view raw) {
  Source source;
  source.size = static_cast<std::int64_t>(raw.size());
  source.cut = raw.size() > source_bytes_max;
  const std::string_view shown = utf8_cut(raw, source_bytes_max);
  const auto crlf = shown.find("\r\n\r\n");
  const auto lf = shown.find("\n\n");
  const bool by_crlf = crlf < lf;
  const std::size_t end = std::min(crlf, lf);
  source.head = readable(shown.substr(0, end));
  if (end != std::string_view::npos) source.body = readable(shown.substr(end + (by_crlf ? 4 : 2)));
  return source;
}

}  // namespace

void add_source(net::Api& api, Services& services) {
  api.add_on_workers(get_mail_source,
                     [&desk = services.desk](const net::Call<>& call) -> Result<Source> {
                       const auto id = call.id<MessageId>();
                       if (!id) return std::unexpected(id.error());
                       const auto raw = desk::raw_mail(desk, *id);
                       if (!raw) return std::unexpected(raw.error());
                       return source_of(*raw);
                     });
}

}  // namespace mg::api
