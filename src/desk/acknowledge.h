#pragma once

#include <optional>
#include <string>

#include "desk/desk.h"

namespace mg::desk {

struct Acknowledged {
  std::string mailbox;              // Whose mails are counted: a plus does not make another.
  std::optional<ContactId> sender;  // None: nobody we know.
};

// Tells whoever wrote that we have it, and by when the next word comes; unless the workspace does
// not want that, or that mailbox was told often enough.
void acknowledge(Tx& tx, views::Conversation& conversation, const Acknowledged& to);

}  // namespace mg::desk
