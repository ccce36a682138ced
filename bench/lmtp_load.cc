// Mail that differs, over many LMTP connections at once: what smtp-source does not send.
//
//   lmtp_load PORT CONNECTIONS MAILS SEED RECIPIENT...
//
// Each mail has about 5 KB of its own made-up prose, its own sender, subject and Message-ID, and
// the word "mark<SEED>x<number>" to be found by. The recipients take turns. All is written before
// the clock starts. MAIL, RCPT and DATA go in one packet, as Postfix sends them (RFC 2920).
// Prints one line of JSON: how many were accepted, and how fast.
#include <random>
#include <utility>
#include <vector>

#include "sockets.h"

namespace {

using namespace mg::bench;

constexpr std::size_t body_bytes = 5 * 1024;
constexpr std::size_t vocabulary = 8'000;
constexpr std::size_t line_bytes = 72;

struct Mail {
  std::string commands;  // MAIL, RCPT, DATA.
  std::string data;      // With the final dot.
};

// Prose: words of one to four syllables, common ones far more often than rare ones.
class Prose {
 public:
  explicit Prose(unsigned seed) : random_(seed) {
    constexpr std::string_view syllables[] = {"ka", "lor", "mi", "ten", "sur", "ve",  "dan", "po",
                                              "ri", "sel", "tu", "wen", "ga",  "hol", "bri", "ne"};
    for (std::size_t i = 0; i < vocabulary; ++i) {
      std::string word;
      for (std::size_t rest = i + 7; rest > 0; rest /= 16) word += syllables[rest % 16];
      words_.push_back(word);
    }
  }

  std::string text(std::size_t bytes) {
    std::string out;
    std::size_t line = 0;
    while (out.size() < bytes) {
      const std::string& word = any_word();
      if (line + word.size() > line_bytes) {
        out += random_() % 9 == 0 ? ".\r\n\r\n" : "\r\n";
        line = 0;
      }
      out += word + " ";
      line += word.size() + 1;
    }
    return out + "\r\n";
  }

  std::string subject() { return any_word() + " " + any_word() + " " + any_word(); }

 private:
  const std::string& any_word() {
    // Cubed, so that the first hundred words are about a quarter of the text.
    const double at = std::uniform_real_distribution<double>(0, 1)(random_);
    return words_[static_cast<std::size_t>(at * at * at * static_cast<double>(vocabulary))];
  }

  std::mt19937 random_;
  std::vector<std::string> words_;
};

std::vector<Mail> write_mails(std::size_t count, unsigned seed,
                              const std::vector<std::string>& recipients) {
  Prose prose(seed);
  std::vector<Mail> mails;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string mark = std::to_string(seed) + "x" + std::to_string(i);
    const std::string from = "person" + mark + "@customer.example.test";
    const std::string& to = recipients[i % recipients.size()];
    mails.push_back({"MAIL FROM:<" + from + ">\r\nRCPT TO:<" + to + ">\r\nDATA\r\n",
                     "From: Person " + mark + " <" + from + ">\r\nTo: <" + to +
                         ">\r\nSubject: About " + prose.subject() + "\r\nMessage-ID: <" + mark +
                         "@customer.example.test>\r\nDate: Mon, 02 Nov 2026 10:00:00 +0000\r\n"
                         "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
                         "Hello,\r\n\r\nmark" + mark + " " + prose.text(body_bytes) +
                         "\r\nKind regards,\r\nPerson " + mark + "\r\n.\r\n"});
  }
  return mails;
}

enum class Step { greeting, hello, commands, data, done };

struct Session {
  int fd = -1;
  Step step = Step::greeting;
  int replies = 0;  // Still to come for the step.
  std::size_t mail = 0;
  std::string line;
};

class Load {
 public:
  explicit Load(const std::vector<Mail>& mails) : mails_(mails) {}

  void run(std::uint16_t port, int sessions) {
    const int poll = epoll_create1(EPOLL_CLOEXEC);
    all_.resize(static_cast<std::size_t>(sessions));
    for (int i = 0; i < sessions; ++i) {
      Session& session = all_[static_cast<std::size_t>(i)];
      session.fd = connect_to(port);
      session.replies = 1;
      watch(poll, session.fd, i);
    }
    const auto began = SteadyClock::now();
    while (done_ < all_.size()) {
      epoll_event events[256];
      const int ready = epoll_wait(poll, events, 256, 60'000);
      if (ready <= 0) fail("no reply within a minute");
      for (int i = 0; i < ready; ++i) read(all_[static_cast<std::size_t>(events[i].data.fd)]);
    }
    const double seconds = std::chrono::duration<double>(SteadyClock::now() - began).count();
    std::printf("{\"accepted\": %zu, \"refused\": %zu, \"seconds\": %.6f, \"rate\": %.1f}\n",
                accepted_, refused_, seconds, static_cast<double>(accepted_) / seconds);
  }

 private:
  void read(Session& session) {
    char buffer[8 * 1024];
    const ssize_t got = recv(session.fd, buffer, sizeof buffer, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) fail("the server closed a connection");
    for (ssize_t i = 0; i < got; ++i) {
      if (buffer[i] != '\n') {
        session.line += buffer[i];
        continue;
      }
      const std::string line = std::exchange(session.line, {});
      const bool last = line.size() < 4 || line[3] != '-';
      if (last) reply(session, line);
    }
  }

  void reply(Session& session, const std::string& line) {
    const bool good = line.starts_with('2') || line.starts_with("354");
    if (session.step == Step::data) ++(good ? accepted_ : refused_);
    if (!good && session.step != Step::data) fail(line.c_str());
    if (--session.replies > 0) return;
    go_on(session);
  }

  void go_on(Session& session) {
    switch (session.step) {
      case Step::greeting:
        session.step = Step::hello;
        session.replies = 1;
        return send_all(session.fd, "LHLO bench.example.test\r\n");
      case Step::commands:
        session.step = Step::data;
        session.replies = 1;
        return send_all(session.fd, mails_[session.mail].data);
      case Step::hello:
      case Step::data:
        return next_mail(session);
      case Step::done:
        return;
    }
  }

  void next_mail(Session& session) {
    if (next_ == mails_.size()) {
      session.step = Step::done;
      ++done_;
      return;
    }
    session.mail = next_++;
    session.step = Step::commands;
    session.replies = 3;
    send_all(session.fd, mails_[session.mail].commands);
  }

  const std::vector<Mail>& mails_;
  std::vector<Session> all_;
  std::size_t next_ = 0, done_ = 0, accepted_ = 0, refused_ = 0;
};

}  // namespace

int main(int count, char** values) {
  if (count < 6) {
    std::fprintf(stderr, "lmtp_load PORT CONNECTIONS MAILS SEED RECIPIENT...\n");
    return 2;
  }
  const std::vector<std::string> recipients(values + 5, values + count);
  const auto mails =
      write_mails(std::strtoul(values[3], nullptr, 10),
                  static_cast<unsigned>(std::strtoul(values[4], nullptr, 10)), recipients);
  Load(mails).run(static_cast<std::uint16_t>(std::atoi(values[1])), std::atoi(values[2]));
  return 0;
}
