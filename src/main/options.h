#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/allowed_hosts.h"

namespace mg::app {

// Exit statuses of all commands. What is wrong with a command line as it stands is found out before
// anything is opened.
inline constexpr int could_not_be_done = 1;
inline constexpr int wrong_command_line = 2;

// Where the workspace lives.
struct Place {
  std::string data;      // Folder; with SQLite the database is in it.
  std::string database;  // postgresql://...; empty: SQLite in the folder.

  // As db::Options::url has it.
  std::string url() const;
  // Where the database is, or would be, when it is SQLite in the folder.
  std::string file() const;
};

struct ServeOptions {
  Place place;
  std::string listen = "127.0.0.1:8080";
  std::string lmtp = "127.0.0.1:8025";
  std::string base_url;  // Empty: http:// and the address it listens on.
  std::string clock_file;
  std::vector<std::string> allowed_hosts;  // Further names by which clients may ask for it.
  std::vector<std::string> trusted_proxies;
  std::vector<std::string> trusted_mail_peers;
};

struct Endpoint {
  std::string address;  // Numeric, without brackets.
  std::uint16_t port = 0;

  bool is_loopback() const;
};

// What each entry must be: a numeric address, or a network such as 10.0.0.0/8.
Result<void> must_be_networks(const std::vector<std::string>& entries, const std::string& option);

// Why a file that cannot be opened or read cannot: "X is not there.", "X cannot be read (...)."
std::string why_unreadable(const std::string& path);

// "127.0.0.1:8080", "[::1]:8080", "localhost:8080".
Result<Endpoint> endpoint_from(const std::string& text, const std::string& option);

// What links in mails begin with: --base-url without a slash at its end, else the address that is
// listened on.
Result<std::string> base_url_of(const ServeOptions& options);

// As a program on this machine names it, also when it listens on every address.
std::string local_address_of(const Endpoint& endpoint);

// Where this machine reaches the server beside `base_url`, so that the first run need not wait for
// the proxy; none when it is the same, or when only the base URL's name is answered to.
std::optional<std::string> local_url_of(const Endpoint& http, const std::string& base_url);

// Under which names the server may be asked for. With a base URL, or on loopback: the base URL's,
// the --allow-host ones and loopback ones. Else also the machine's own name and every address,
// which cannot be rebound. Refuses a base URL or name that is none.
Result<net::AllowedHosts> allowed_hosts(const ServeOptions& options, const Endpoint& http);

// What a server is asked to be.
struct ServeSettings {
  Endpoint http, lmtp;
  std::string base_url;
  net::AllowedHosts hosts;
};
// Refuses an option that says nothing a server could be, by the option's name. Opens nothing.
Result<ServeSettings> settings_of(const ServeOptions& options);

// Refuses a place that can be none, whatever is there: neither a folder nor a database is named, or
// the latter is no database's address.
Result<void> must_name_place(const Place& place);

// Creates the data folder (0700) when it is not there.
Result<void> prepare(const Place& place);

}  // namespace mg::app
