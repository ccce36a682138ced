#include <boost/json.hpp>

#include "base/ascii.h"
#include "mime/bounce.h"
#include "mime/charset.h"

// Notifications of Amazon SES, which come as JSON within a mail of Amazon SNS:
// https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
namespace mg::mime {
namespace {

namespace json = boost::json;

constexpr std::size_t json_bytes_max = 1u << 20;
constexpr std::size_t recipients_max = 1000;

// The first JSON value of `text`; below it SNS writes how to unsubscribe.
json::value first_value(std::string_view text) {
  json::stream_parser parser;
  json::error_code error;
  parser.write_some(text.data(), text.size(), error);
  if (!error && !parser.done()) parser.finish(error);
  if (error || !parser.done()) return nullptr;
  return parser.release();
}

// Long lines were broken on the way, also within strings, where JSON allows no line end.
std::string joined(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::string_view line = ascii::take_line(text);
    if (!out.empty() && line.starts_with(' ')) line.remove_prefix(1);
    out += line;
  }
  return out;
}

std::string_view string_in(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view{} : std::string_view(*text);
}

const json::object* object_in(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}

Bounce read_recipient(const json::object& row, std::string_view bounce_type) {
  Bounce bounce;
  bounce.recipient = address_in(string_in(row, "emailAddress"));
  const std::string_view answer = string_in(row, "diagnosticCode");
  bounce.status = status_in(string_in(row, "status"));
  if (bounce.status.empty()) bounce.status = status_in(answer);
  if (bounce.status.empty()) bounce.status = bounce_type == "Transient" ? "4.0.0" : "5.0.0";
  bounce.action = ascii::lower(string_in(row, "action"));
  if (bounce.action.empty()) bounce.action = "failed";
  bounce.answer = ascii::squeeze(clean_utf8(answer));
  return bounce;
}

}  // namespace

bool read_json_notice(std::string_view text, Email& email) {
  text = ascii::trim(text);
  if (!text.starts_with('{') || text.size() > json_bytes_max) return false;
  json::value value = first_value(joined(text));
  const json::object* notice = value.if_object();
  if (notice == nullptr) return false;
  json::value inner;
  if (const std::string_view message = string_in(*notice, "Message"); !message.empty()) {
    inner = first_value(message);
    notice = inner.if_object();
    if (notice == nullptr) return false;
  }
  std::string_view kind = string_in(*notice, "notificationType");
  if (kind.empty()) kind = string_in(*notice, "eventType");
  if (kind == "Complaint") {
    email.is_feedback_report = true;
  } else if (kind != "Bounce") {
    return false;
  }
  if (const json::object* bounce = object_in(*notice, "bounce"); bounce != nullptr) {
    email.is_bounce = true;
    const json::value* rows = bounce->if_contains("bouncedRecipients");
    if (rows != nullptr && rows->is_array()) {
      for (const json::value& row : rows->get_array()) {
        if (row.is_object() && email.bounces.size() < recipients_max) {
          email.bounces.push_back(
              read_recipient(row.get_object(), string_in(*bounce, "bounceType")));
        }
      }
    }
  }
  if (const json::object* mail = object_in(*notice, "mail"); mail != nullptr) {
    const json::object* common = object_in(*mail, "commonHeaders");
    const auto ids =
        common == nullptr ? std::vector<std::string>{} : parse_ids(string_in(*common, "messageId"));
    if (!ids.empty()) email.original_message_id = ids.front();
  }
  return true;
}

}  // namespace mg::mime
