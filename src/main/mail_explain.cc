#include "main/mail_explain.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <optional>

#include "main/options.h"
#include "mime/email.h"
#include "mime/explain.h"

namespace mg::app {

namespace {

// nullopt when the file is not there or cannot be read to its end. An empty one is a mail, too.
std::optional<std::string> bytes_of(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  if (!file.is_open()) return {};
  std::string bytes;
  std::array<char, 64 * 1024> part{};
  while (file.read(part.data(), part.size()) || file.gcount() > 0) {
    bytes.append(part.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad()) return {};
  return bytes;
}

}  // namespace

int explain_mail(const std::vector<std::string>& files, bool human) {
  int status = 0;
  for (const std::string& name : files) {
    const auto raw = bytes_of(name);
    if (!raw) {
      std::fprintf(stderr, "makegood: %s\n", why_unreadable(name).c_str());
      status = 1;
      continue;
    }
    const auto begin = std::chrono::steady_clock::now();
    const mime::Email email = mime::parse(*raw);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    if (human) {
      std::printf("%s\n", mime::explain_words(email, name).c_str());
      continue;
    }
    std::printf("%s\n", mime::explain_json(email, name, took.count()).c_str());
  }
  return status;
}

}  // namespace mg::app
