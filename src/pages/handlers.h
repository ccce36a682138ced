#pragma once

#include <functional>
#include <memory>
#include <string>

#include "desk/customer.h"
#include "net/form.h"
#include "pages/case_page.h"
#include "pages/other_pages.h"
#include "pages/pages.h"

namespace mg::pages {

// Words as long as they may be, in characters of four bytes that the form writes as twelve, and
// more, so that words which are too long come back whole. Of a form that is larger still so much is
// read, to give its beginning back.
inline constexpr std::size_t words_form_bytes_max = 4u << 20;
static_assert(words_form_bytes_max > 12 * desk::words_characters_max);
// The files and the words.
inline constexpr std::size_t form_bytes_max = files_bytes_max + words_form_bytes_max;

// The hidden field by which a form is known when it is sent twice.
inline constexpr std::string_view form_id_field = "form";

// A page with the headers that all of them have.
net::Response page_response(int status, std::string html);

// 503, or 500 for what will not pass by itself.
net::Response unavailable(const UnavailablePage& page);
net::Response unavailable(const UnavailablePage& page, const Refusal& refusal);

// One function a route. Each may be called on an I/O thread: what reads the database goes to the
// workers, what writes is submitted.
class Handlers {
 public:
  explicit Handlers(Services services) : services_(std::move(services)) {}

  void show(net::Request request, net::Respond respond) const;
  void confirm(net::Request request, net::Respond respond) const;
  void write(net::Request request, net::Respond respond) const;
  void attachment(net::Request request, net::Respond respond) const;
  void renew(net::Request request, net::Respond respond) const;
  void ask_for_link(net::Request request, net::Respond respond) const;
  void answer_not_found(const net::Request& request, net::Respond respond) const;

 private:
  // A request whose token was looked at.
  struct Visit {
    std::optional<desk::PageClaim> claim;
    std::string token;
    Frame frame;
    MessageId before = {};  // Asks for what was said before this message.
  };
  // How the request asks to be known when it comes again.
  struct Key {
    std::string value = {};    // "": it does not ask.
    std::string request = {};  // What has to be the same then.
    bool is_bad = false;
  };
  // What a posted form said, for giving it back when it could not be taken.
  struct Posted {
    Visit visit;
    std::string field, words, solved;
    HiddenFields hidden;
    std::string command = {};  // By which the same form is known when it comes again.
    Key key = {};
    bool had_files = false;
    bool words_are_cut = false;  // The form was too large: only their beginning is here.
    Flash done = Flash::none;
  };

  // A message that came with files, until it is stored.
  struct Sent {
    std::shared_ptr<const net::Request> request;  // The form's files are views of its body.
    net::Form form;
    Posted posted;
    std::vector<desk::PageFile> files;  // Once they are prepared.
    net::Respond respond;
  };

  // Renders a page on the workers.
  using Answer = std::function<net::Response()>;

  bool from_another_site(const net::Request& request) const;
  static void take_words(const net::Form& form, Posted& posted);
  static Key key_of(const net::Request& request, std::string_view contents);
  // Sent from a form that we showed, by no program.
  static bool is_by_hand(const Posted& posted);
  static void remember(const net::Request& request, const net::Form& form, Posted& posted);
  Frame frame_of(const net::Request& request) const;
  Visit visit_of(const net::Request& request) const;
  net::Response not_found(const Frame& frame) const;
  net::Response case_response(const Visit& visit, int status,
                              const std::function<void(CasePage&)>& change) const;
  UnavailablePage given_back(const Posted& posted) const;
  net::Response with_flash(const Posted& posted, int status, Flash flash) const;
  net::Response refused(const Posted& posted, const Refusal& refusal) const;
  net::Response done(const Posted& posted, std::int64_t conversation) const;

  // Runs `answer` on the workers. The 503 page, which gives back what was posted, when they are
  // busy (then on this thread) and when `answer` throws.
  void on_workers(net::Respond respond, UnavailablePage otherwise, Answer answer) const;
  void renew_once(const Key& key, const std::string& address, Frame frame,
                  net::Respond respond) const;
  void turn_back(Posted posted, int status, Flash flash, net::Respond respond) const;
  void submit(desk::Change change, Posted posted, net::Respond respond) const;
  // What is slow about files (hashing, compressing) is done on the workers.
  void take_files(Sent sent) const;
  Result<void> prepare_files(Sent& sent) const;
  void store_files(const std::shared_ptr<Sent>& sent) const;

  Services services_;
};

}  // namespace mg::pages
