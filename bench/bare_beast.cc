// How fast can a Beast server be that does nothing? Answers every request with the same bytes.
//
//   bare_beast THREADS HEAD BODY
//
// HEAD is a file of "Name: value" lines, BODY the file that follows them. Listens on a free
// loopback port, prints it, and serves until standard input ends. One event loop a thread with a
// listening socket of its own, as `makegood serve` has it.
#include <boost/asio/detail/socket_option.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Answer = http::response<http::string_body>;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

// One connection: reads a request, writes the one answer, for as long as the client likes.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, const Answer& answer) : socket_(std::move(socket)), answer_(answer) {}

  void read() {
    request_ = {};
    http::async_read(socket_, buffer_, request_,
                     [self = shared_from_this()](const beast::error_code& error, std::size_t) {
                       if (!error) self->write();
                     });
  }

 private:
  void write() {
    serializer_ = std::make_unique<http::response_serializer<http::string_body>>(answer_);
    http::async_write(socket_, *serializer_,
                      [self = shared_from_this()](const beast::error_code& error, std::size_t) {
                        if (!error) self->read();
                      });
  }

  Socket socket_;
  Answer answer_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  std::unique_ptr<http::response_serializer<http::string_body>> serializer_;
};

void accept(Acceptor& acceptor, asio::io_context& io, const Answer& answer) {
  acceptor.async_accept(io, [&](const beast::error_code& error, Socket socket) {
    if (error) return;
    socket.set_option(tcp::no_delay(true));
    std::make_shared<Connection>(std::move(socket), answer)->read();
    accept(acceptor, io, answer);
  });
}

std::string bytes_of(const char* path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

Answer answer_from(const char* head_path, const char* body_path) {
  Answer answer(http::status::ok, 11);
  std::istringstream head(bytes_of(head_path));
  for (std::string line; std::getline(head, line);) {
    const auto colon = line.find(": ");
    if (colon != std::string::npos) answer.set(line.substr(0, colon), line.substr(colon + 2));
  }
  answer.body() = bytes_of(body_path);
  answer.prepare_payload();
  return answer;
}

}  // namespace

int main(int count, char** values) {
  if (count != 4) {
    std::fprintf(stderr, "bare_beast THREADS HEAD BODY\n");
    return 2;
  }
  const Answer answer = answer_from(values[2], values[3]);
  tcp::endpoint at(asio::ip::make_address("127.0.0.1"), 0);
  std::vector<std::unique_ptr<asio::io_context>> loops;
  std::vector<std::unique_ptr<Acceptor>> acceptors;
  std::vector<std::thread> threads;
  for (int i = 0; i < std::atoi(values[1]); ++i) {
    loops.push_back(std::make_unique<asio::io_context>(1));
    acceptors.push_back(std::make_unique<Acceptor>(*loops.back()));
    Acceptor& acceptor = *acceptors.back();
    acceptor.open(at.protocol());
    acceptor.set_option(ReusePort(true));
    acceptor.bind(at);
    acceptor.listen();
    at = acceptor.local_endpoint();
    accept(acceptor, *loops.back(), answer);
  }
  for (const auto& loop : loops) threads.emplace_back([&loop] { loop->run(); });
  std::printf("%d\n", at.port());
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  for (const auto& loop : loops) loop->stop();
  for (std::thread& thread : threads) thread.join();
  return 0;
}
