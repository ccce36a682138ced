#include <array>
#include <cstdio>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "channels/email/smtp_send.h"

extern char** environ;

namespace mg::channels::email {
namespace {

// smtp_tls_stub.py as a child; it ends when its input is closed.
class TlsStub {
 public:
  TlsStub() {
    std::array<int, 2> in, out;
    EXPECT_EQ(pipe(in.data()), 0);
    EXPECT_EQ(pipe(out.data()), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    posix_spawn_file_actions_addclose(&actions, in[1]);
    posix_spawn_file_actions_addclose(&actions, out[0]);
    std::string python = "python3";
    std::string script = std::string(MG_SOURCE_DIR) + "/src/channels/email/smtp_tls_stub.py";
    std::array<char*, 3> arguments{python.data(), script.data(), nullptr};
    EXPECT_EQ(posix_spawnp(&child_, "python3", &actions, nullptr, arguments.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    input_ = in[1];
    FILE* answer = fdopen(out[0], "r");
    std::array<char, 512> file{};
    EXPECT_EQ(fscanf(answer, "%d %d %511s", &starttls_port, &tls_port, file.data()), 3);
    fclose(answer);
    certificate = file.data();
  }
  ~TlsStub() {
    close(input_);
    waitpid(child_, nullptr, 0);
  }
  TlsStub(const TlsStub&) = delete;
  TlsStub& operator=(const TlsStub&) = delete;

  int starttls_port = 0, tls_port = 0;
  std::string certificate;

 private:
  pid_t child_ = 0;
  int input_ = -1;
};

struct SmtpTls : testing::Test {
  TlsStub stub;
  SmtpSender sender{{.connect_max = std::chrono::seconds(5),
                     .answer_max = std::chrono::seconds(5),
                     .total_max = std::chrono::seconds(10)}};

  std::string url(const std::string& scheme, const std::string& host = "localhost") const {
    const int port = scheme == "smtps" ? stub.tls_port : stub.starttls_port;
    return scheme + "://" + host + ":" + std::to_string(port);
  }
  // The server's words, or "deferred" or "failed".
  std::string send(const std::string& to_url, bool verify, const std::string& ca_file) {
    const std::vector<std::string> recipients{"ben@there.test"};
    const SmtpServer server{.url = to_url,
                            .user = {},
                            .password = {},
                            .verify = verify,
                            .ca_file = ca_file,
                            .ehlo_name = {}};
    const auto outcome = sender.send(server, "a@here.test", recipients, "x\r\n");
    if (outcome.state == SendOutcome::sent) return outcome.answer;
    EXPECT_FALSE(outcome.ambiguous);
    return outcome.state == SendOutcome::deferred ? "deferred" : "failed";
  }
};

TEST_F(SmtpTls, opportunistic_takes_any_certificate) {
  EXPECT_EQ(send(url("smtp"), true, ""), "250 2.0.0 over TLS");
}

TEST_F(SmtpTls, a_required_certificate_must_be_of_a_known_issuer_and_of_the_host_S18) {
  for (const char* scheme : {"smtp+starttls", "smtps"}) {
    EXPECT_EQ(send(url(scheme), true, ""), "deferred") << scheme;
    EXPECT_EQ(send(url(scheme), true, stub.certificate), "250 2.0.0 over TLS") << scheme;
    EXPECT_EQ(send(url(scheme, "127.0.0.1"), true, stub.certificate), "deferred") << scheme;
    EXPECT_EQ(send(url(scheme), false, ""), "250 2.0.0 over TLS") << scheme;
  }
}

TEST_F(SmtpTls, a_connection_that_was_not_verified_is_never_used_where_it_must_be) {
  EXPECT_EQ(send(url("smtp"), true, ""), "250 2.0.0 over TLS");
  EXPECT_EQ(send(url("smtp+starttls"), false, ""), "250 2.0.0 over TLS");
  EXPECT_EQ(send(url("smtp+starttls"), true, ""), "deferred");
  EXPECT_EQ(send(url("smtps"), false, ""), "250 2.0.0 over TLS");
  EXPECT_EQ(send(url("smtps"), true, ""), "deferred");
}

}  // namespace
}  // namespace mg::channels::email
