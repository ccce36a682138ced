#include "mime/explain.h"

#include <boost/json.hpp>

#include "mime/charset.h"

namespace mg::mime {
namespace {

namespace json = boost::json;

json::string text(std::string_view value) {
  return json::string(is_utf8(value) ? std::string(value) : clean_utf8(value));
}

json::object address(const Address& value) {
  return {{"addr", text(value.addr)}, {"name", text(value.name)}};
}

json::array addresses(const std::vector<Address>& values) {
  json::array out;
  for (const Address& value : values) out.push_back(address(value));
  return out;
}

json::array strings(const std::vector<std::string>& values) {
  json::array out;
  for (const std::string& value : values) out.push_back(text(value));
  return out;
}

json::array attachments(const Email& email) {
  json::array out;
  for (const Attachment& attachment : email.attachments) {
    json::object row{{"name", text(attachment.name)},
                     {"size", attachment.bytes.size()},
                     {"type", text(attachment.type)}};
    if (attachment.is_inline) row["inline"] = true;
    if (attachment.hidden) row["hidden"] = true;
    if (attachment.generated) row["generated"] = true;
    out.push_back(std::move(row));
  }
  return out;
}

// Only recipients that the mail did not reach, or not yet.
json::array bounces(const Email& email) {
  json::array out;
  for (const Bounce& bounce : email.bounces) {
    if (bounce.action == "delivered" || bounce.action == "relayed" || bounce.action == "expanded") {
      continue;
    }
    out.push_back(json::object{{"recipient", text(bounce.recipient)},
                               {"status", text(bounce.status)},
                               {"action", text(bounce.action)},
                               {"answer", text(bounce.answer)}});
  }
  return out;
}

}  // namespace

std::string explain_json(const Email& email, std::string_view file, double ms) {
  json::object out;
  out["file"] = text(file);
  out["from"] = address(email.from);
  out["to"] = addresses(email.to);
  out["cc"] = addresses(email.cc);
  out["reply_to"] = addresses(email.reply_to);
  out["subject"] = text(email.subject);
  out["message_id"] = text(email.message_id);
  out["in_reply_to"] = strings(email.in_reply_to);
  out["references"] = strings(email.references);
  if (email.date) {
    out["date"] = *email.date;
  } else {
    out["date"] = nullptr;
  }
  out["text"] = text(email.text);
  out["reply_text"] = text(email.reply_text);
  out["signature"] = text(email.signature);
  out["forwarded"] = text(email.forwarded);
  out["attachments"] = attachments(email);
  out["is_auto_reply"] = email.is_auto_reply;
  out["auto_reason"] = text(email.auto_reason);
  out["is_bounce"] = email.is_bounce;
  out["is_feedback_report"] = email.is_feedback_report;
  out["bounce"] = bounces(email);
  out["original_message_id"] = text(email.original_message_id);
  out["oddities"] = strings(email.oddities);
  out["ms"] = ms;
  return json::serialize(out);
}

}  // namespace mg::mime
