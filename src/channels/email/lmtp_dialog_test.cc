#include "channels/email/lmtp_dialog.h"

#include <gtest/gtest.h>
#include <random>

#include "channels/email/lmtp_test_peer.h"

namespace mg::channels::email {
namespace {

// What one session says and hands over, and what is left in memory after it.
struct Heard {
  std::string replies;
  std::vector<std::string> mails;
  LmtpDialog::State state;
  std::size_t budget_used;

  bool operator==(const Heard&) const = default;
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

// Feeds `wire` in pieces of a size that `next_piece` gives.
template <class NextPiece>
Heard converse(std::string_view wire, const NextPiece& next_piece) {
  const LmtpOptions options = small_limits();
  test::FakeSink sink;
  LmtpTally tally;
  const auto budget = std::make_shared<BodyBudget>(options.limits.bodies_bytes_max);
  Heard heard{};
  {
    const LmtpDialog::Shared shared{options, sink, tally, budget};
    LmtpDialog dialog(shared, {"127.0.0.1", true, {}});
    dialog.greet(heard.replies);
    while (!wire.empty() && dialog.state() != LmtpDialog::State::closed) {
      std::string_view piece = wire.substr(0, next_piece());
      wire.remove_prefix(piece.size());
      while (!piece.empty() && dialog.state() != LmtpDialog::State::closed) {
        const auto used = dialog.feed(piece, heard.replies);
        piece.remove_prefix(used);
        if (dialog.state() != LmtpDialog::State::waiting) continue;
        auto mail = dialog.take_mail();
        heard.mails.push_back(mail.raw);
        budget->give(mail.raw.size());
        dialog.answer(std::vector<Result<void>>(mail.envelope.recipients.size()), heard.replies);
      }
    }
    heard.state = dialog.state();
  }
  heard.budget_used = budget->used();
  return heard;
}

// Sessions that are right for a while, with damage.
std::string random_session(std::mt19937& random) {
  static const std::vector<std::string> pieces{"LHLO me\r\n",
                                               "EHLO me\r\n",
                                               "MAIL FROM:<a@b.test>\r\n",
                                               "MAIL FROM:<> SIZE=10\r\n",
                                               "RCPT TO:<user@here.test>\r\n",
                                               "RCPT TO:<user2@here.test>\r\n",
                                               "RCPT TO:<no@x>\r\n",
                                               "DATA\r\n",
                                               "hello\r\n",
                                               ".\r\n",
                                               "..\r\n",
                                               ".",
                                               "\r",
                                               "\n",
                                               "\r\n",
                                               ".x\r\n",
                                               "RSET\r\n",
                                               "NOOP\r\n",
                                               "VRFY a\r\n",
                                               "QUIT\r\n",
                                               "\n.\n",
                                               "\r\n.\r\n",
                                               std::string(120, 'y'),
                                               std::string("\0\xff", 2),
                                               "MAIL FROM:<\"a b\"@c> BODY=8BITMIME\r\n",
                                               "<",
                                               ">",
                                               "\""};
  std::string wire = "LHLO me\r\n";
  for (int mail = 0; mail < 3; ++mail) {
    wire += "MAIL FROM:<a@b.test>\r\nRCPT TO:<user@here.test>\r\nDATA\r\nhi\r\n..\r\n.\r\n";
    for (auto more = random() % 6; more > 0; --more) wire += pieces[random() % pieces.size()];
  }
  for (auto damage = random() % 4; damage > 0; --damage) {
    const auto at = random() % wire.size();
    switch (random() % 3) {
      case 0:
        wire[at] = static_cast<char>(random() % 256);
        break;
      case 1:
        wire.erase(at, random() % 3);
        break;
      default:
        wire.insert(at, pieces[random() % pieces.size()]);
    }
  }
  return wire;
}

TEST(LmtpDialog, how_the_bytes_are_cut_never_matters_and_all_memory_comes_back) {
  std::mt19937 random(20261121);
  std::size_t mails = 0;
  for (int round = 0; round < 4000; ++round) {
    const std::string wire = random_session(random);
    const Heard whole = converse(wire, [] { return std::string_view::npos; });
    const Heard bytewise = converse(wire, [] { return std::size_t{1}; });
    const Heard cut = converse(wire, [&] { return 1 + random() % 40; });
    ASSERT_EQ(whole.replies, bytewise.replies) << testing::PrintToString(wire);
    ASSERT_TRUE(whole == bytewise && whole == cut) << testing::PrintToString(wire);
    ASSERT_EQ(whole.budget_used, 0u) << testing::PrintToString(wire);
    for (const auto& mail : whole.mails) {
      ASSERT_LE(mail.size(), small_limits().limits.message_bytes_max);
      ASSERT_TRUE(mail.empty() || mail.ends_with("\r\n"));
      for (std::size_t i = 0; i < mail.size(); ++i) {
        ASSERT_TRUE(mail[i] != '\n' || (i > 0 && mail[i - 1] == '\r'));
        ASSERT_TRUE(mail[i] != '\r' || (i + 1 < mail.size() && mail[i + 1] == '\n'));
      }
    }
    mails += whole.mails.size();
  }
  EXPECT_GT(mails, 4000u);  // The damage leaves enough that is worth looking at.
}

TEST(LmtpDialog, a_mail_is_as_it_was_sent_whatever_its_lines) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string message, wire = "LHLO me\r\nMAIL FROM:<>\r\nRCPT TO:<user@here.test>\r\nDATA\r\n";
    for (auto lines = random() % 8; lines > 0; --lines) {
      std::string line;
      for (auto chars = random() % 5; chars > 0; --chars) line += random() % 2 ? '.' : 'a';
      message += line + "\r\n";
      wire += (line.starts_with('.') ? "." : "") + line + "\r\n";
    }
    const Heard heard = converse(wire + ".\r\nQUIT\r\n", [&] { return 1 + random() % 9; });
    ASSERT_EQ(heard.mails, std::vector<std::string>{message});
    ASSERT_EQ(heard.state, LmtpDialog::State::closed);
    ASSERT_TRUE(heard.replies.ends_with("stored\r\n221 2.0.0 bye\r\n"));
  }
}

}  // namespace
}  // namespace mg::channels::email
