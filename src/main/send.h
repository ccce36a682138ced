#pragma once

#include <atomic>
#include <memory>

#include "jobs/jobs.h"

namespace mg::app {

// A sender of its own for one thread: hands frozen mail to the inbox's mail server.
// Once `stopping` is true it gives up soon (SmtpSender).
jobs::Ports::Send make_sender(std::shared_ptr<const std::atomic<bool>> stopping);

}  // namespace mg::app
