#include "channels/email/smtp_send.h"

#include <algorithm>
#include <cstring>
#include <curl/curl.h>
#include <new>
#include <optional>
#include <utility>

#include "channels/email/lmtp_syntax.h"
#include "channels/email/smtp_failure.h"
#include "channels/email/smtp_reply.h"
#include "channels/email/smtp_route.h"

namespace mg::channels::email {
namespace {

constexpr std::size_t handles_kept_max = 4;
constexpr auto stop_grace = std::chrono::seconds(3);
constexpr std::string_view stopped = "Makegood was stopped before the server took the mail.";
constexpr long connection_age_max_s = 90;  // Servers close idle ones after a few minutes.

bool has_bare_line_end(std::string_view bytes) {
  char previous = 0;
  for (char c : bytes) {
    if ((c == '\n') != (previous == '\r')) return true;
    previous = c;
  }
  return previous == '\r';
}

// libcurl writes a domain in its ASCII form; the local part has none.
bool needs_utf8(std::string_view address) {
  return !is_ascii(address.substr(0, address.rfind('@')));
}

SendOutcome own_finding(SendOutcome::State state, std::string words) {
  return {.state = state, .code = 0, .enhanced = {}, .answer = std::move(words)};
}

// What can never be sent, whatever the server.
std::optional<SendOutcome> unsendable(std::string_view from,
                                      std::span<const std::string> recipients,
                                      std::string_view bytes) {
  if (!from.empty() && !is_mailbox(from, true))
    return own_finding(SendOutcome::failed, "The sender's address is malformed.");
  if (recipients.empty()) return own_finding(SendOutcome::failed, "There is no recipient.");
  for (const auto& recipient : recipients) {
    if (!is_mailbox(recipient, true))
      return own_finding(SendOutcome::failed, "The recipient's address is malformed.");
  }
  if (bytes.empty()) return own_finding(SendOutcome::failed, "The message is empty.");
  if (has_bare_line_end(bytes))
    return own_finding(SendOutcome::failed, "The message has a line without CRLF.");
  return {};
}

// One attempt, as libcurl's callbacks see it.
struct Attempt {
  std::string_view bytes;
  std::function<bool()> must_end;
  std::size_t at = 0;
  SmtpReplies replies;
  std::function<void()> listens;
  bool heard = false;          // Anything of the server, so that the connection is alive.
  bool mail_begun = false;     // MAIL FROM was said.
  bool data_begun = false;     // The server waits for the message.
  bool quitting = false;       // libcurl says QUIT after a failure; its answer is no news.
  std::uint64_t size_max = 0;  // As advertised; 0: not.
  bool too_large = false;
  bool needs_utf8 = false;    // An address that is more than ASCII before its '@'.
  bool offered_utf8 = false;  // By the last EHLO of this connection.
  bool in_ehlo = false;
  bool utf8_missing = false;

  void tell_that_it_listens() {
    if (heard && mail_begun && listens) std::exchange(listens, {})();
  }
};

std::size_t give_bytes(char* to, std::size_t size, std::size_t count, void* attempt_pointer) {
  auto& attempt = *static_cast<Attempt*>(attempt_pointer);
  const auto piece = attempt.bytes.substr(attempt.at, size * count);
  std::memcpy(to, piece.data(), piece.size());
  attempt.at += piece.size();
  return piece.size();
}

// Each line of the server. Returning less than it was given ends the transfer.
std::size_t take_line(char* line, std::size_t size, std::size_t count, void* attempt_pointer) {
  auto& attempt = *static_cast<Attempt*>(attempt_pointer);
  const std::string_view text(line, size * count);
  if (attempt.quitting) return text.size();
  attempt.replies.take(text);
  attempt.heard = true;
  attempt.tell_that_it_listens();
  if (attempt.replies.code() == 354) attempt.data_begun = true;
  if (!attempt.mail_begun) {
    if (const auto size_max = advertised_size(text)) attempt.size_max = *size_max;
  }
  if (attempt.in_ehlo && offers_utf8(text)) attempt.offered_utf8 = true;
  attempt.too_large = attempt.size_max > 0 && attempt.bytes.size() > attempt.size_max;
  attempt.utf8_missing = attempt.mail_begun && attempt.needs_utf8 && !attempt.offered_utf8;
  return attempt.too_large || attempt.utf8_missing ? 0 : text.size();
}

// Asked by libcurl at least once a second; other than 0 ends the transfer.
int ask_to_end(void* attempt_pointer, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Attempt*>(attempt_pointer)->must_end();
}

int watch_commands(CURL*, curl_infotype type, char* text, std::size_t size, void* attempt_pointer) {
  auto& attempt = *static_cast<Attempt*>(attempt_pointer);
  const std::string_view command(text, type == CURLINFO_HEADER_OUT ? size : 0);
  if (command.empty()) return 0;
  attempt.in_ehlo = command.starts_with("EHLO");
  if (attempt.in_ehlo) {
    attempt.offered_utf8 = false;
    attempt.size_max = 0;
  }
  if (command.starts_with("MAIL ")) attempt.mail_begun = true;
  attempt.tell_that_it_listens();
  if (command.starts_with("QUIT")) attempt.quitting = true;
  return 0;
}

std::size_t ignore_line(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

struct Addresses {
  curl_slist* list = nullptr;

  explicit Addresses(std::span<const std::string> recipients) {
    for (const auto& recipient : recipients) {
      curl_slist* longer = curl_slist_append(list, ("<" + recipient + ">").c_str());
      if (!longer) {
        curl_slist_free_all(list);
        throw std::bad_alloc();
      }
      list = longer;
    }
  }
  ~Addresses() { curl_slist_free_all(list); }
  Addresses(const Addresses&) = delete;
  Addresses& operator=(const Addresses&) = delete;
};

bool tls_failed(CURLcode result) {
  return result == CURLE_SSL_CONNECT_ERROR || result == CURLE_PEER_FAILED_VERIFICATION ||
         result == CURLE_USE_SSL_FAILED || result == CURLE_SSL_CERTPROBLEM ||
         result == CURLE_SSL_CIPHER;
}

}  // namespace

// The connection to one server under one policy. libcurl would reuse a connection whose STARTTLS
// was not verified for a send that requires verification, so each policy has a handle of its own.
struct SmtpSender::Handle {
  const SmtpServer server;
  const Tls tls;
  CURL* easy;
  bool offered_utf8 = false;   // By the connection that is kept.
  std::uint64_t size_max = 0;  // The same.

  Handle(SmtpServer the_server, Tls the_tls) : server(std::move(the_server)), tls(the_tls) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    easy = ready == CURLE_OK ? curl_easy_init() : nullptr;
    if (!easy) throw std::bad_alloc();
  }
  ~Handle() {
    forget();  // Ending says QUIT, and the answers have nowhere to go.
    curl_easy_cleanup(easy);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  bool is_too_small_for(std::string_view bytes) const {
    return size_max > 0 && bytes.size() > size_max;
  }

  // Options and pointers of the last attempt; connections stay.
  void forget() {
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &ignore_line);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &ignore_line);
  }

  void set_server(const Route& route);
  void set_times(const SmtpTimes& times);
  CURLcode perform(Attempt& attempt, std::string_view from, const Addresses& to, bool fresh);
  std::array<char, CURL_ERROR_SIZE> error{};
};

void SmtpSender::Handle::set_server(const Route& route) {
  std::string url = tls == Tls::from_start ? "smtps://" : "smtp://";
  url += route.host + ":" + std::to_string(route.port) + "/";
  if (is_mailbox("x@" + server.ehlo_name, false)) url += server.ehlo_name;
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(easy, CURLOPT_PROXY, "");  // Not from the environment.
  const long use = tls == Tls::none            ? CURLUSESSL_NONE
                   : tls == Tls::opportunistic ? CURLUSESSL_TRY
                                               : CURLUSESSL_ALL;
  curl_easy_setopt(easy, CURLOPT_USE_SSL, use);
  const bool verify = server.verify && tls != Tls::opportunistic && tls != Tls::none;
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!server.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, server.ca_file.c_str());
  if (!server.user.empty()) {
    curl_easy_setopt(easy, CURLOPT_USERNAME, server.user.c_str());
    curl_easy_setopt(easy, CURLOPT_PASSWORD, server.password.c_str());
  }
}

void SmtpSender::Handle::set_times(const SmtpTimes& times) {
  const auto seconds = [](auto time) {
    return static_cast<long>(std::chrono::ceil<std::chrono::seconds>(time).count());
  };
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(times.connect_max.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(times.total_max.count()));
  curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds(times.answer_max));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, seconds(times.answer_max));
}

CURLcode SmtpSender::Handle::perform(Attempt& attempt, std::string_view from, const Addresses& to,
                                     bool fresh) {
  const std::string sender = "<" + std::string(from) + ">";
  error[0] = 0;
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_MAXCONNECTS, 1L);
  curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, connection_age_max_s);
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error.data());
  curl_easy_setopt(easy, CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, to.list);
  curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
  // Becomes SIZE= in MAIL FROM, so that a server refuses before the upload.
  curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(attempt.bytes.size()));
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, &give_bytes);
  curl_easy_setopt(easy, CURLOPT_READDATA, &attempt);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &take_line);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &attempt);
  curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);  // For watch_commands alone; nothing is printed.
  curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, &watch_commands);
  curl_easy_setopt(easy, CURLOPT_DEBUGDATA, &attempt);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &ask_to_end);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &attempt);
  return curl_easy_perform(easy);
}

namespace {

SendOutcome outcome_of(CURLcode result, const Attempt& attempt, std::int64_t uploaded,
                       std::string_view error, const SmtpTimes& times) {
  SendOutcome outcome;
  outcome.mail_begun = attempt.mail_begun;
  const SmtpReplies& replies = attempt.replies;
  if (attempt.too_large) {
    outcome.state = SendOutcome::failed;
    outcome.code = 552;
    outcome.enhanced = "5.3.4";
    outcome.answer = "The message has " + std::to_string(attempt.bytes.size()) +
                     " bytes, the server takes at most " + std::to_string(attempt.size_max) + ".";
    return outcome;
  }
  if (attempt.utf8_missing) {
    outcome.state = SendOutcome::failed;
    outcome.code = 553;
    outcome.enhanced = "5.6.7";
    outcome.answer = "The server does not take addresses with letters beyond ASCII (SMTPUTF8).";
    return outcome;
  }
  outcome.code = replies.code();
  outcome.enhanced = replies.enhanced();
  outcome.answer = replies.text();
  // A good answer to the whole message stands, whatever became of the connection behind it.
  if (result == CURLE_OK || (attempt.data_begun && outcome.code / 100 == 2)) {
    outcome.state = SendOutcome::sent;
    return outcome;
  }
  if (outcome.code >= 400) {
    const bool setting =
        outcome.code == 530 || outcome.code == 534 || outcome.code == 535 || outcome.code == 538;
    const bool permanent = outcome.code >= 500 && attempt.mail_begun && !setting;
    outcome.state = permanent ? SendOutcome::failed : SendOutcome::deferred;
    return outcome;
  }
  // No negative reply: the connection, TLS or the time. libcurl writes the final dot when all bytes
  // are on their way; before that the server cannot have taken the message.
  const bool all_sent = uploaded >= static_cast<std::int64_t>(attempt.bytes.size());
  outcome.state = SendOutcome::deferred;
  outcome.ambiguous = attempt.data_begun && all_sent;
  outcome.code = 0;
  outcome.enhanced.clear();
  outcome.answer = failure_words(result, error, times);
  if (result == CURLE_ABORTED_BY_CALLBACK) outcome.answer = stopped;
  return outcome;
}

}  // namespace

SmtpSender::SmtpSender(SmtpTimes times, std::shared_ptr<const std::atomic<bool>> stopping)
    : times_(times), stopping_(std::move(stopping)) {}

SmtpSender::~SmtpSender() = default;

bool SmtpSender::must_end() {
  if (!stopping_ || !*stopping_) return false;
  const auto now = std::chrono::steady_clock::now();
  if (!stop_seen_) stop_seen_ = now;
  return now - *stop_seen_ >= stop_grace;
}

SendOutcome SmtpSender::send(const SmtpServer& server, std::string_view from,
                             std::span<const std::string> recipients, std::string_view bytes,
                             const std::function<void()>& listens) {
  if (auto never = unsendable(from, recipients, bytes)) return *never;
  const auto route = read_route(server.url);
  if (!route) return own_finding(SendOutcome::deferred, check_smtp_url(server.url).error().detail);
  Tls tls = route->tls;
  if (tls == Tls::opportunistic && !server.user.empty() && !route->is_loopback())
    tls = Tls::starttls;  // A password is never sent in clear.
  const Addresses to(recipients);
  bool fresh = false;
  for (int tries_left = 2;; --tries_left) {
    if (must_end()) return own_finding(SendOutcome::deferred, std::string(stopped));
    Attempt attempt;
    attempt.bytes = bytes;
    attempt.must_end = [this] { return must_end(); };
    attempt.listens = listens;
    attempt.needs_utf8 = needs_utf8(from) || std::ranges::any_of(recipients, needs_utf8);
    auto known = std::ranges::find_if(
        handles_, [&](const auto& h) { return h->tls == tls && h->server == server; });
    // On a kept connection MAIL FROM would be said at once: a new one says first what it takes now.
    if (known != handles_.end() && (*known)->is_too_small_for(bytes)) {
      handles_.erase(known);
      known = handles_.end();
    }
    if (known == handles_.end()) {
      if (handles_.size() >= handles_kept_max) handles_.erase(handles_.begin());
      handles_.push_back(std::make_unique<Handle>(server, tls));
    } else {
      std::rotate(known, known + 1, handles_.end());
    }
    Handle& handle = *handles_.back();
    handle.forget();
    handle.set_server(*route);
    handle.set_times(times_);
    attempt.offered_utf8 = handle.offered_utf8;
    attempt.size_max = handle.size_max;
    const CURLcode result = handle.perform(attempt, from, to, fresh);
    handle.offered_utf8 = attempt.offered_utf8;
    handle.size_max = attempt.size_max;
    long connects = 0;
    curl_off_t uploaded = 0;
    curl_easy_getinfo(handle.easy, CURLINFO_NUM_CONNECTS, &connects);
    curl_easy_getinfo(handle.easy, CURLINFO_SIZE_UPLOAD_T, &uploaded);
    const SendOutcome outcome = outcome_of(result, attempt, uploaded, handle.error.data(), times_);
    handle.forget();
    const bool nothing_begun = outcome.state == SendOutcome::deferred && !attempt.data_begun;
    // A kept connection that the server has closed meanwhile says nothing about the mail.
    const bool stale =
        nothing_begun && connects == 0 && !fresh && (!attempt.heard || outcome.code == 421);
    const bool try_plain = nothing_begun && tls == Tls::opportunistic && tls_failed(result);
    if (tries_left == 0 || !(stale || try_plain)) return outcome;
    fresh = true;
    if (try_plain) tls = server.user.empty() || route->is_loopback() ? Tls::none : tls;
  }
}

}  // namespace mg::channels::email
