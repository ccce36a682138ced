#include "main/options.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <system_error>
#include <unistd.h>

#include "base/network.h"
#include "net/forwarded.h"

namespace mg::app {

std::string Place::url() const {
  return database.empty() ? "sqlite:" + file() : database;
}

std::string Place::file() const {
  return data + "/makegood.db";
}

bool Endpoint::is_loopback() const {
  return is_loopback_address(address);
}

Result<Endpoint> endpoint_from(const std::string& text, const std::string& option) {
  const auto wrong = [&] {
    return refuse(RefusalKind::bad_input, "bad_address",
                  option + ": \"" + text + "\" is not ADDRESS:PORT, such as 127.0.0.1:8080.");
  };
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return wrong();
  Endpoint endpoint;
  endpoint.address = text.substr(0, colon);
  if (endpoint.address == "localhost") endpoint.address = "127.0.0.1";
  if (endpoint.address.front() == '[' && endpoint.address.back() == ']') {
    endpoint.address = endpoint.address.substr(1, endpoint.address.size() - 2);
  }
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data() + colon + 1, end, endpoint.port);
  if (error != std::errc{} || at != end || colon + 1 == text.size()) return wrong();
  if (!is_ip_address(endpoint.address)) return wrong();
  return endpoint;
}

Result<void> must_be_networks(const std::vector<std::string>& entries, const std::string& option) {
  for (const std::string& entry : entries) {
    if (net::TrustedProxies::parse({entry})) continue;
    return refuse(
        RefusalKind::bad_input, "bad_network",
        option + ": \"" + entry + "\" is no numeric address and no network such as 10.0.0.0/8.");
  }
  return {};
}

std::string why_unreadable(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return path + " is not there.";
  if (fs::is_directory(status)) return path + " is a folder, not a file.";
  const bool readable = ::access(path.c_str(), R_OK) == 0;
  return path + " cannot be read" +
         (readable ? "." : " (" + std::generic_category().message(errno) + ").");
}

Result<std::string> base_url_of(const ServeOptions& options) {
  if (options.base_url.empty()) return "http://" + options.listen;
  std::string_view url = options.base_url;
  while (url.ends_with('/')) url.remove_suffix(1);
  std::string_view host = url;
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (host.starts_with(scheme)) host.remove_prefix(scheme.size());
  }
  const bool plain = std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._:[]").find(c) != std::string_view::npos;
  });
  if (host.empty() || host.size() == url.size() || !plain) {
    return refuse(RefusalKind::bad_input, "bad_base_url",
                  "--base-url: \"" + options.base_url +
                      "\" is not an address such as https://help.example.com, without a path.");
  }
  return std::string(url);
}

std::string local_address_of(const Endpoint& endpoint) {
  std::string host = endpoint.address;
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host == "::") host = "::1";
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return host + ":" + std::to_string(endpoint.port);
}

std::optional<std::string> local_url_of(const Endpoint& http, const std::string& base_url) {
  const bool everywhere = http.address == "0.0.0.0" || http.address == "::";
  if (!http.is_loopback() && !everywhere) return {};
  std::string url = "http://" + local_address_of(http);
  const std::string by_name = "http://localhost:" + std::to_string(http.port);
  if (url == base_url || by_name == base_url) return {};
  return url;
}

Result<net::AllowedHosts> allowed_hosts(const ServeOptions& options, const Endpoint& http) {
  std::vector<std::string> names;
  if (!options.base_url.empty()) {
    auto url = base_url_of(options);
    if (!url) return std::unexpected(url.error());
    const auto name = net::host_name(std::string_view(*url).substr(url->find("://") + 3));
    if (!name) {
      return refuse(RefusalKind::bad_input, "bad_base_url",
                    "--base-url: \"" + options.base_url + "\" names no host.");
    }
    names.push_back(*name);
  }
  for (const std::string& wanted : options.allowed_hosts) {
    const auto name = net::host_name(wanted);
    if (!name) {
      return refuse(RefusalKind::bad_input, "bad_host",
                    "--allow-host: \"" + wanted + "\" is not a name such as desk.example.com.");
    }
    names.push_back(*name);
  }
  if (!options.base_url.empty() || http.is_loopback()) {
    return net::AllowedHosts(std::move(names), net::AllowedHosts::Addresses::loopback);
  }
  char own[256] = {};
  if (gethostname(own, sizeof own - 1) == 0) {
    if (auto name = net::host_name(own)) names.push_back(std::move(*name));
  }
  return net::AllowedHosts(std::move(names), net::AllowedHosts::Addresses::all);
}

Result<ServeSettings> settings_of(const ServeOptions& options) {
  auto http = endpoint_from(options.listen, "--listen");
  if (!http) return std::unexpected(http.error());
  auto lmtp = endpoint_from(options.lmtp, "--lmtp");
  if (!lmtp) return std::unexpected(lmtp.error());
  for (const auto& [entries, option] :
       {std::pair(&options.trusted_proxies, "--trusted-proxy"),
        std::pair(&options.trusted_mail_peers, "--trusted-mail-peer")}) {
    if (auto fine = must_be_networks(*entries, option); !fine) return std::unexpected(fine.error());
  }
  auto base_url = base_url_of(options);
  if (!base_url) return std::unexpected(base_url.error());
  auto hosts = allowed_hosts(options, *http);
  if (!hosts) return std::unexpected(hosts.error());
  if (!options.clock_file.empty() && !(http->is_loopback() && lmtp->is_loopback())) {
    return refuse(RefusalKind::bad_input, "clock_file_not_on_loopback",
                  "--clock-file is for tests: it needs --listen and --lmtp on loopback.");
  }
  return ServeSettings{std::move(*http), std::move(*lmtp), std::move(*base_url), std::move(*hosts)};
}

Result<void> must_name_place(const Place& place) {
  const std::string& url = place.database;
  if (place.data.empty() && url.empty()) {
    return refuse(RefusalKind::bad_input, "no_data_folder",
                  "--data is required: the folder that holds the workspace.");
  }
  const auto is_one_of = [&](auto... schemes) { return (url.starts_with(schemes) || ...); };
  if (url.empty() || is_one_of("postgresql://", "postgres://", "sqlite:")) return {};
  return refuse(RefusalKind::bad_input, "bad_database",
                "--database: \"" + url + "\" is not an address such as postgresql://HOST/NAME.");
}

Result<void> prepare(const Place& place) {
  if (auto named = must_name_place(place); !named || place.data.empty()) return named;
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::create_directories(place.data, error)) {
    fs::permissions(place.data, fs::perms::owner_all, error);
  }
  if (!fs::is_directory(place.data)) {
    return refuse(RefusalKind::bad_input, "bad_data_folder",
                  "--data: " + place.data + " is not a folder and cannot be made one" +
                      (error ? " (" + error.message() + ")." : "."));
  }
  return {};
}

}  // namespace mg::app
