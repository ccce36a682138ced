#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "desk/workspace.h"

namespace mg::api {

// A file that waits for its message.
struct Upload {
  AttachmentId id;
  std::string name, type;
  std::int64_t size = 0;
};
BOOST_DESCRIBE_STRUCT(Upload, (), (id, name, type, size))
constexpr auto member_rules(const Upload*) {
  return std::array{MemberRule{.member = "id", .doc = "For the attachments of a new message."},
                    MemberRule{.member = "type", .doc = "Of the upload's Content-Type."},
                    MemberRule{.member = "size", .doc = "Bytes."}};
}

// nullopt unless it is this agent's and still unused.
std::optional<Upload> find_upload(db::Session& session, AttachmentId id, AgentId agent);

}  // namespace mg::api
