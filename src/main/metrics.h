#pragma once

#include <string>

#include "channels/email/lmtp_listener.h"
#include "desk/desk.h"
#include "jobs/jobs.h"
#include "net/server.h"
#include "net/workers.h"

namespace mg::app {

// Those of metrics_text() that only the database knows. While it is away they are NaN: a series
// that vanishes cannot be told from one that nobody asks for, and an old value would look like a
// new one.
std::string backlog_metrics(desk::Desk& desk);

// Prometheus text exposition (version 0.0.4). Numbers only: no address, no name. `listener` and
// `server` may be null while the program starts. Reads the database.
std::string metrics_text(desk::Desk& desk, const jobs::Jobs& work,
                         const channels::email::LmtpListener* listener, const net::Server* server,
                         const net::Workers& workers);

}  // namespace mg::app
