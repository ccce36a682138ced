// Any bytes as a session of a mail server: however they are cut, the same replies and mails, never
// a 250 for what was not handed over, and all memory comes back.
#include <cassert>
#include <functional>

#include "base/fuzz_input.h"
#include "channels/email/lmtp_dialog.h"

namespace mg::channels::email {
namespace {

// Knows addresses that begin with "user"; the dialog is asked, so nothing is ever handed to it.
class Sink final : public MailSink {
 public:
  Result<Recipient> resolve(std::string_view address) override {
    if (address.starts_with("busy")) return refuse(RefusalKind::unavailable, "x", "x");
    if (!address.starts_with("user")) return refuse(RefusalKind::not_found, "x", "x");
    return Recipient{"", 7};
  }
  void accept(Envelope, std::string, MailDone) override { assert(false); }
};

LmtpOptions small_limits() {
  LmtpOptions options;
  options.host_name = "desk.test";
  options.limits.message_bytes_max = 300;
  options.limits.bodies_bytes_max = 400;
  options.limits.command_bytes_max = 100;
  options.limits.recipients_max = 3;
  options.limits.errors_max = 12;
  return options;
}

struct Heard {
  std::string replies;
  std::vector<std::string> mails;
  std::size_t stored = 0;  // Recipients whose mail was kept.
  LmtpDialog::State state{};
  bool operator==(const Heard&) const = default;
};

// The fate of a mail lies in its own bytes, so that it is the same for every cut.
std::vector<Result<void>> fates(const LmtpDialog::Mail& mail, Heard& heard) {
  std::vector<Result<void>> out;
  std::size_t stored = 0;
  for (std::size_t i = 0; i < mail.envelope.recipients.size(); ++i) {
    switch ((mail.raw.size() + i) % 5) {
      case 0:
        out.push_back(refuse(RefusalKind::unavailable, "x", "x"));
        break;
      case 1:
        out.push_back(refuse(RefusalKind::bad_input, "x", "x"));
        break;
      default:
        out.emplace_back();
        ++stored;
    }
  }
  if (mail.raw.size() % 7 == 6 && !out.empty() && out.back()) out.pop_back(), --stored;
  if (mail.envelope.lmtp) {
    heard.stored += stored;
  } else if (stored == mail.envelope.recipients.size()) {
    heard.stored += 1;
  }
  return out;
}

void expect_mail(const std::string& mail) {
  assert(mail.size() <= small_limits().limits.message_bytes_max);
  assert(mail.empty() || mail.ends_with("\r\n"));
  for (std::size_t i = 0; i < mail.size(); ++i) {
    assert(mail[i] != '\n' || (i > 0 && mail[i - 1] == '\r'));
    assert(mail[i] != '\r' || (i + 1 < mail.size() && mail[i + 1] == '\n'));
  }
}

Heard converse(std::string_view wire, const std::function<std::size_t()>& next_piece) {
  const LmtpOptions options = small_limits();
  Sink sink;
  LmtpTally tally;
  const auto budget = std::make_shared<BodyBudget>(options.limits.bodies_bytes_max);
  Heard heard;
  {
    const LmtpDialog::Shared shared{options, sink, tally, budget};
    LmtpDialog dialog(shared, {"127.0.0.1", true, {}});
    dialog.greet(heard.replies);
    while (!wire.empty() && dialog.state() != LmtpDialog::State::closed) {
      std::string_view piece = wire.substr(0, next_piece());
      wire.remove_prefix(piece.size());
      while (!piece.empty() && dialog.state() != LmtpDialog::State::closed) {
        piece.remove_prefix(dialog.feed(piece, heard.replies));
        assert(budget->used() <= options.limits.bodies_bytes_max);
        if (dialog.state() != LmtpDialog::State::waiting) continue;
        const auto mail = dialog.take_mail();
        expect_mail(mail.raw);
        heard.mails.push_back(mail.raw);
        budget->give(mail.raw.size());
        dialog.answer(fates(mail, heard), heard.replies);
      }
    }
    heard.state = dialog.state();
  }
  assert(budget->used() == 0);
  return heard;
}

// Every reply is a line "NNN text" or "NNN-text", printable.
void expect_replies(const Heard& heard) {
  std::string_view rest = heard.replies;
  std::size_t stored = 0;
  while (!rest.empty()) {
    const auto end = rest.find("\r\n");
    assert(end != std::string_view::npos && end >= 4);
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    assert(line[0] >= '2' && line[0] <= '5' && (line[3] == ' ' || line[3] == '-'));
    for (const char c : line) assert(static_cast<unsigned char>(c) >= ' ' && c != 0x7f);
    if (line.starts_with("250 2.0.0 ") && line.ends_with("stored")) ++stored;
  }
  assert(stored == heard.stored);
}

}  // namespace
}  // namespace mg::channels::email

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mg::channels::email;
  mg::FuzzInput input(data, size);
  std::size_t cut = input.byte();
  const std::string_view wire = input.rest();
  const Heard whole = converse(wire, [] { return std::string_view::npos; });
  expect_replies(whole);
  const auto next_cut = [&] {
    cut = (cut * 75 + 74) % 65537;
    return 1 + cut % 40;
  };
  const Heard by_octet = converse(wire, [] { return std::size_t{1}; });
  const Heard in_pieces = converse(wire, next_cut);
  assert(by_octet == whole && in_pieces == whole);
  return 0;
}
