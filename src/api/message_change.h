#pragma once

#include "api/change.h"
#include "api/message.h"

namespace mg::api {

// The message that a change made or changed.
Show<Message> show_message(desk::Desk& desk);

}  // namespace mg::api
