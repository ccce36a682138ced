#include "channels/email/lmtp_dialog.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <exception>
#include <optional>
#include <utility>

namespace mg::channels::email {
namespace {

constexpr std::string_view reply_unavailable = "451 4.3.0 cannot take mail now, try again later";
constexpr std::string_view reply_draining = "421 4.3.2 shutting down, try again later";
constexpr std::string_view reply_no_memory = "452 4.3.1 too much mail at this moment, try again";
constexpr std::string_view reply_too_large = "552 5.3.4 the message is too large";
constexpr std::string_view reply_unknown = "550 5.1.1 no such address here";

void say(std::string& out, std::string_view reply) {
  out.append(reply).append("\r\n");
}

std::string_view reply_for(const Refusal& refusal) {
  switch (refusal.kind) {
    case RefusalKind::unavailable:
    case RefusalKind::internal:  // Not the mail's fault: the sending server keeps it.
      return reply_unavailable;
    case RefusalKind::too_many:
      return reply_no_memory;
    case RefusalKind::too_large:
      return reply_too_large;
    case RefusalKind::not_found:
      return reply_unknown;
    default:
      return "554 5.6.0 the message is not accepted";
  }
}

std::string_view reply_for(LmtpBody::Fault fault) {
  switch (fault) {
    case LmtpBody::Fault::bare_line_end:
      return "554 5.6.0 bare CR or LF in the message, lines must end with CRLF";
    case LmtpBody::Fault::too_large:
      return reply_too_large;
    case LmtpBody::Fault::no_memory:
      return reply_no_memory;
    case LmtpBody::Fault::none:
      break;
  }
  assert(false);
  return {};
}

// A browser that was led here (cross-protocol request forgery) must not find commands in its body.
bool is_http(std::string_view word) {
  static constexpr std::array<std::string_view, 9> words{
      "GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "CONNECT", "PATCH", "HOST:"};
  return std::ranges::any_of(words, [&](auto w) { return equal_ignoring_case(w, word); });
}

bool is_clean(std::string_view line) {
  return std::ranges::all_of(
      line, [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != 0x7f; });
}

}  // namespace

LmtpDialog::LmtpDialog(const Shared& shared, Peer peer) : shared_(shared), peer_(std::move(peer)) {}

void LmtpDialog::greet(std::string& out) {
  out.append("220 ").append(shared_.options.host_name).append(" ready (LMTP and ESMTP)\r\n");
}

std::size_t LmtpDialog::feed(std::string_view bytes, std::string& out) {
  const std::size_t size = bytes.size();
  while (!bytes.empty() && (state_ == State::command || state_ == State::data)) {
    if (state_ == State::command) {
      bytes.remove_prefix(feed_command(bytes, out));
      continue;
    }
    const std::size_t patience = 2 * shared_.options.limits.message_bytes_max + 2;
    bytes.remove_prefix(body_->feed(bytes.substr(0, patience - body_->seen())));
    if (body_->ended()) {
      end_body(out);
    } else if (body_->seen() >= patience) {  // It may go on for ever.
      reply_to_all(reply_too_large, out);
      shared_.tally.mails_refused++;
      reset();
      state_ = State::closed;
    }
  }
  return size - bytes.size();
}

std::size_t LmtpDialog::feed_command(std::string_view bytes, std::string& out) {
  constexpr std::size_t patience = 16;  // Times the longest line, then close.
  const std::size_t line_max = shared_.options.limits.command_bytes_max;
  const auto lf = bytes.find('\n');
  const auto piece = bytes.substr(0, lf == std::string_view::npos ? lf : lf + 1);
  line_bytes_ += piece.size();
  if (line_bytes_ > line_max) {
    line_ = std::string();
    if (line_bytes_ / patience > line_max) {
      close("421 4.7.0 line without end", out);
    } else if (lf != std::string_view::npos) {
      line_bytes_ = 0;
      error("500 5.5.2 line too long", out);
    }
    return piece.size();
  }
  if (lf == std::string_view::npos) {
    line_.append(piece);
    return piece.size();
  }
  const std::string held = std::exchange(line_, std::string());
  const std::string joined = held.empty() ? std::string() : held + std::string(piece);
  std::string_view line = held.empty() ? piece : std::string_view(joined);
  line_bytes_ = 0;
  line.remove_suffix(1);
  if (line.empty() || line.back() != '\r') {
    shared_.tally.protocol_errors++;
    close("500 5.5.2 lines must end with CRLF", out);
    return piece.size();
  }
  line.remove_suffix(1);
  run(line, out);
  end_if_draining(out);
  return piece.size();
}

void LmtpDialog::run(std::string_view line, std::string& out) {
  if (!is_clean(line)) return error("500 5.5.2 control characters in a command", out);
  const Command command = read_command(line);
  switch (command.verb) {
    case Verb::lhlo:
    case Verb::ehlo:
    case Verb::helo:
      return hello(command, out);
    case Verb::mail:
      return mail(command.arguments, out);
    case Verb::rcpt:
      return rcpt(command.arguments, out);
    case Verb::data:
      return data(command.arguments, out);
    case Verb::rset:
      reset();
      return say(out, "250 2.0.0 forgotten");
    case Verb::noop:
      return say(out, "250 2.0.0 ok");
    case Verb::help:
      return say(out, "214 2.0.0 LHLO EHLO HELO MAIL RCPT DATA RSET NOOP QUIT (RFC 2033, 5321)");
    case Verb::vrfy:  // RFC 5321 7.3: the same answer for every address.
      return say(out, "252 2.5.0 send mail to find out");
    case Verb::expn:
      return error("502 5.5.1 not available", out);
    case Verb::quit:
      reset();
      return close("221 2.0.0 bye", out);
    case Verb::unknown:
      break;
  }
  if (is_http(command.word)) {
    shared_.tally.protocol_errors++;
    return close("521 5.5.1 this port speaks LMTP and SMTP", out);
  }
  error("500 5.5.1 unknown command", out);
}

void LmtpDialog::hello(const Command& command, std::string& out) {
  if (command.arguments.empty()) return error("501 5.5.4 say your name", out);
  reset();
  greeted_ = true;
  lmtp_ = command.verb == Verb::lhlo;
  helo_ = printable(command.arguments, domain_octets_max);
  const std::string& name = shared_.options.host_name;
  if (command.verb == Verb::helo) return say(out, "250 " + name);
  out.append("250-").append(name).append("\r\n250-SIZE ");
  out.append(std::to_string(shared_.options.limits.message_bytes_max));
  out.append("\r\n250-8BITMIME\r\n250-PIPELINING\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES\r\n");
}

void LmtpDialog::mail(std::string_view arguments, std::string& out) {
  if (!greeted_) return error("503 5.5.1 say LHLO or EHLO first", out);
  if (in_mail_) return error("503 5.5.1 a mail is under way already", out);
  if (!peer_.trusted && peer_.may_send_mail && !peer_.may_send_mail()) {
    shared_.tally.rate_limited++;
    return say(out, "451 4.7.1 too many mails from your address, try again later");
  }
  const auto path = read_path(arguments, "FROM:");
  if (!path) return error("501 5.5.4 syntax: MAIL FROM:<address>", out);
  const auto [parameters, fault] = read_mail_parameters(path->parameters);
  if (fault == ParameterError::unknown) return error("555 5.5.4 unknown parameter", out);
  if (fault) return error("501 5.5.4 malformed parameter", out);
  if (!parameters.smtputf8 && !is_ascii(path->address))
    return error("553 5.6.7 non-ASCII address without SMTPUTF8", out);
  if (!path->address.empty() && !is_mailbox(path->address, parameters.smtputf8))
    return error("501 5.1.7 malformed sender address", out);
  const auto size = parameters.size.value_or(0);
  if (size > shared_.options.limits.message_bytes_max) return error(reply_too_large, out);
  if (size > shared_.budget->room()) return say(out, reply_no_memory);
  in_mail_ = true;
  declared_bytes_ = static_cast<std::size_t>(size);
  envelope_ = Envelope{.from = std::string(path->address),
                       .recipients = {},
                       .peer = peer_.address,
                       .helo = helo_,
                       .lmtp = lmtp_,
                       .smtputf8 = parameters.smtputf8};
  say(out, "250 2.1.0 ok");
}

void LmtpDialog::rcpt(std::string_view arguments, std::string& out) {
  if (!in_mail_) return error("503 5.5.1 say MAIL FROM first", out);
  const auto path = read_path(arguments, "TO:");
  if (!path) return error("501 5.5.4 syntax: RCPT TO:<address>", out);
  if (!path->parameters.empty()) return error("555 5.5.4 unknown parameter", out);
  if (!envelope_.smtputf8 && !is_ascii(path->address))
    return error("553 5.6.7 non-ASCII address without SMTPUTF8", out);
  // RFC 5321 4.1.1.3: "postmaster" alone is an address; the sink decides whether it is ours.
  if (!is_mailbox(path->address, envelope_.smtputf8) &&
      !equal_ignoring_case(path->address, "postmaster"))
    return error("501 5.1.3 malformed recipient address", out);
  if (envelope_.recipients.size() >= shared_.options.limits.recipients_max)
    return say(out, "452 4.5.3 too many recipients");
  std::optional<Result<Recipient>> found;
  try {
    found = shared_.sink.resolve(path->address);
  } catch (const std::exception&) {
    return say(out, reply_unavailable);
  }
  if (!*found) {
    const auto kind = found->error().kind;
    if (kind == RefusalKind::unavailable || kind == RefusalKind::too_many ||
        kind == RefusalKind::internal)
      return say(out, reply_for(found->error()));
    shared_.tally.recipients_refused++;
    // A trusted server may well pass on many wrong addresses; a stranger is guessing.
    return peer_.trusted ? say(out, reply_unknown) : error(reply_unknown, out);
  }
  Recipient recipient = std::move(**found);
  recipient.address = path->address;
  envelope_.recipients.push_back(std::move(recipient));
  say(out, "250 2.1.5 ok");
}

void LmtpDialog::data(std::string_view arguments, std::string& out) {
  if (!arguments.empty()) return error("501 5.5.4 DATA takes no argument", out);
  if (!in_mail_) return error("503 5.5.1 say MAIL FROM first", out);
  if (envelope_.recipients.empty()) return error("503 5.5.1 no valid recipients", out);
  if (shared_.budget->room() <= declared_bytes_) return say(out, reply_no_memory);
  body_ = std::make_unique<LmtpBody>(shared_.options.limits.message_bytes_max, declared_bytes_,
                                     shared_.budget);
  state_ = State::data;
  say(out, "354 end with a dot on a line by itself");
}

void LmtpDialog::end_body(std::string& out) {
  if (body_->fault() == LmtpBody::Fault::none) {
    state_ = State::waiting;
    return;
  }
  if (body_->fault() == LmtpBody::Fault::bare_line_end) shared_.tally.bare_line_ends++;
  const bool later = body_->fault() == LmtpBody::Fault::no_memory;
  (later ? shared_.tally.mails_deferred : shared_.tally.mails_refused)++;
  reply_to_all(reply_for(body_->fault()), out);
  reset();
  state_ = State::command;
  end_if_draining(out);
}

LmtpDialog::Mail LmtpDialog::take_mail() {
  assert(state_ == State::waiting && body_);
  Mail mail{envelope_, body_->take()};
  mail_bytes_ = mail.raw.size();
  body_.reset();
  return mail;
}

void LmtpDialog::answer(const std::vector<Result<void>>& results, std::string& out) {
  assert(state_ == State::waiting);
  const auto fate = [&](std::size_t i) -> std::string_view {
    if (i >= results.size()) return reply_unavailable;
    return results[i] ? std::string_view() : reply_for(results[i].error());
  };
  std::string_view temporary, permanent;
  bool any_stored = false;
  for (std::size_t i = 0; i < envelope_.recipients.size(); ++i) {
    const auto reply = fate(i);
    if (reply.empty()) any_stored = true;
    if (reply.starts_with('4') && temporary.empty()) temporary = reply;
    if (reply.starts_with('5') && permanent.empty()) permanent = reply;
    if (!lmtp_) continue;
    if (reply.empty()) {
      out.append("250 2.0.0 <").append(envelope_.recipients[i].address).append("> stored\r\n");
    } else {
      say(out, reply);
    }
  }
  const auto worst = temporary.empty() ? permanent : temporary;
  if (!lmtp_) say(out, worst.empty() ? "250 2.0.0 stored" : worst);
  auto& tally = shared_.tally;
  (any_stored          ? tally.mails_accepted
   : temporary.empty() ? tally.mails_refused
                       : tally.mails_deferred)++;
  if (any_stored) tally.mail_bytes_accepted += mail_bytes_;
  reset();
  state_ = State::command;
  end_if_draining(out);
}

void LmtpDialog::reply_to_all(std::string_view reply, std::string& out) {
  const std::size_t count = lmtp_ ? envelope_.recipients.size() : 1;
  for (std::size_t i = 0; i < count; ++i) say(out, reply);
}

void LmtpDialog::error(std::string_view reply, std::string& out) {
  say(out, reply);
  shared_.tally.protocol_errors++;
  if (++errors_ >= shared_.options.limits.errors_max) close("421 4.7.0 too many errors", out);
}

void LmtpDialog::reset() {
  in_mail_ = false;
  declared_bytes_ = 0;
  envelope_ = {};
  body_.reset();
}

void LmtpDialog::close(std::string_view reply, std::string& out) {
  say(out, reply);
  reset();
  state_ = State::closed;
}

void LmtpDialog::drain(std::string& out) {
  draining_ = true;
  end_if_draining(out);
}

void LmtpDialog::end_if_draining(std::string& out) {
  if (draining_ && state_ == State::command && !in_mail_) close(reply_draining, out);
}

}  // namespace mg::channels::email
