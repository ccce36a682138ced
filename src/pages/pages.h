#pragma once

#include <string>

#include "desk/desk.h"
#include "net/router.h"
#include "net/workers.h"

// The customer's page over HTTP: GET /c/{token} and its forms. GET and HEAD change nothing; a form
// is answered with a redirect, so that reloading sends nothing again.
namespace mg::pages {

struct Services {
  desk::Desk& desk;
  net::Workers& workers;
  std::string css_path;          // Of assets/case.css, on this server.
  std::string script_path = {};  // Of assets/case.js; "": pages come without a script.
};

// `services` is copied; desk and workers outlive the requests.
void add_pages(net::Router& router, const Services& services);

// The 404 page, for addresses below /c that no route has.
void answer_not_found(const Services& services, const net::Request& request, net::Respond respond);

}  // namespace mg::pages
