#include "pages/pages.h"

#include "pages/handlers.h"

namespace mg::pages {

void add_pages(net::Router& router, const Services& services) {
  const auto pages = std::make_shared<const Handlers>(services);
  const auto add = [&](net::Method method, std::string path, std::string name,
                       std::size_t body_bytes_max,
                       void (Handlers::*handle)(net::Request, net::Respond) const) {
    router.add({.method = method,
                .path = std::move(path),
                .name = std::move(name),
                .body_bytes_max = body_bytes_max,
                .handler =
                    [pages, handle](net::Request request, net::Respond respond) {
                      ((*pages).*handle)(std::move(request), std::move(respond));
                    },
                .cut_body_bytes = method == net::Method::post ? words_form_bytes_max : 0});
  };
  constexpr std::size_t small = 256 * 1024;
  add(net::Method::get, "/c", "ask_for_link", small, &Handlers::ask_for_link);
  add(net::Method::post, "/c/renew", "renew_link", small, &Handlers::renew);
  add(net::Method::get, "/c/{token}", "case_page", small, &Handlers::show);
  add(net::Method::post, "/c/{token}/confirmation", "answer_question", words_form_bytes_max,
      &Handlers::confirm);
  add(net::Method::post, "/c/{token}/messages", "write_from_page", form_bytes_max,
      &Handlers::write);
  add(net::Method::get, "/c/{token}/attachments/{id}", "page_attachment", small,
      &Handlers::attachment);
}

void answer_not_found(const Services& services, const net::Request& request, net::Respond respond) {
  Handlers(services).answer_not_found(request, std::move(respond));
}

}  // namespace mg::pages
