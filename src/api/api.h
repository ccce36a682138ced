#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "api/principal.h"
#include "desk/people.h"
#include "net/api.h"
#include "net/waiting_line.h"

// Every typed endpoint under /api/v1, and the document that describes them. Wire it so:
//
//   net::Router router;
//   api::Services services{.desk = desk, .directory = directory, .workers = workers, ...};
//   net::Api api(router, workers, api::hooks(services));
//   api::add_endpoints(api, services);
namespace mg::api {

// Checking a password holds a worker. There must be more workers than this, so that a flood of
// sign-ins leaves some to the people who are signed in. The others wait, some from each network:
// as many as come to work in one office at the same minute.
inline constexpr unsigned sign_ins_at_once_max = 2;
inline constexpr std::size_t sign_ins_waiting_max = 32;
inline constexpr std::size_t sign_ins_waiting_per_network_max = 16;
inline constexpr auto sign_in_wait_max = std::chrono::seconds(10);

struct Services {
  desk::Desk& desk;
  desk::Directory& directory;
  net::Workers& workers;
  // What the first owner must type; "" when the workspace cannot be set up over HTTP.
  std::string setup_code;
  std::string version;
  // ADDRESS:PORT where this server takes mail (LMTP), as a program on its machine names it.
  std::string takes_mail_on = {};
  // Made by add_endpoints.
  std::shared_ptr<net::WaitingLine> sign_ins = {};
};

// Principals and rights; authorize runs on the workers, since it reads the database.
net::ApiHooks hooks(Services& services);

// `services` must outlive the requests.
void add_endpoints(net::Api& api, Services& services);

// The OpenAPI 3.1 document over all endpoints that were added to `api`, as JSON.
std::string document(const net::Api& api, std::string_view version);

}  // namespace mg::api
