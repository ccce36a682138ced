#include "main/mail_explain.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "mime/email.h"
#include "mime/explain.h"

namespace mg::app {

int explain_mail(const std::vector<std::string>& files, bool human) {
  int status = 0;
  for (const std::string& name : files) {
    std::ifstream file(name, std::ios::binary);
    std::ostringstream bytes;
    if (!file || !(bytes << file.rdbuf())) {
      std::fprintf(stderr, "makegood: %s cannot be read\n", name.c_str());
      status = 1;
      continue;
    }
    const std::string raw = std::move(bytes).str();
    const auto begin = std::chrono::steady_clock::now();
    const mime::Email email = mime::parse(raw);
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
