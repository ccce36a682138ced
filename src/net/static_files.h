#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "net/http.h"

namespace mg::net {

// One file of the program itself. The bytes are in static storage, or owned by `owner`.
struct Asset {
  std::string path = {};  // "/assets/app-3fa9c1.js"
  std::string type = {};  // "text/javascript; charset=utf-8"
  std::string_view bytes = {};
  std::string_view brotli = {};  // Empty: no such variant.
  std::string_view gzip = {};
  bool immutable = false;  // The name holds a hash of the bytes: cached for a year.
  std::shared_ptr<const void> owner = {};
};

// Files in memory. Built once, then read from many threads.
class StaticFiles {
 public:
  void add(Asset asset);

  // The answer to GET and HEAD for this path (not the request's): 200 in the best encoding the
  // client takes, 304 when its If-None-Match fits, 406 when it takes none; nullopt when there is
  // no such file. For a single-page application ask again with "/index.html".
  std::optional<Response> respond(const Request& request, std::string_view path) const;

  bool has(std::string_view path) const;

 private:
  struct Entry {
    Asset asset;
    std::string hash;
  };
  std::map<std::string, Entry, std::less<>> entries_;
};

// The media type for a file name's ending; application/octet-stream for an unknown one.
std::string_view media_type_of(std::string_view file_name);

enum class Encoding { identity, gzip, brotli };
// RFC 9110, 12.5.3, q-values too; among equals brotli, then gzip. nullopt: none is acceptable.
std::optional<Encoding> choose_encoding(std::string_view accept_encoding, bool has_brotli,
                                        bool has_gzip);

}  // namespace mg::net
