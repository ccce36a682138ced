#pragma once

#include "jobs/jobs.h"

namespace mg::app {

// A sender of its own for one thread: hands frozen mail to the inbox's mail server.
jobs::Ports::Send make_sender();

}  // namespace mg::app
