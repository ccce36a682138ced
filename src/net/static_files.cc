#include "net/static_files.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>

#include "base/ascii.h"

namespace mg::net {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Calls f for each element of a comma-separated header value.
template <class F>
void for_each_element(std::string_view list, F&& f) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view element = trimmed(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (!element.empty()) f(element);
  }
}

// FNV-1a, 64 bit: tells versions of our own files apart; nobody else chooses the bytes.
std::string hash_of(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  char text[17];
  const auto end = std::to_chars(text, text + sizeof text, hash, 16).ptr;
  return {text, end};
}

// "0.5" -> 500; a weight that is not well-formed counts as 0.
int weight_of(std::string_view parameters) {
  const std::string_view text = trimmed(parameters);
  if (text.empty()) return 1000;
  if (text.size() < 3 || (text[0] != 'q' && text[0] != 'Q') || text[1] != '=') return 0;
  const std::string_view number = text.substr(2);
  if (number.size() > 5 || (number[0] != '0' && number[0] != '1')) return 0;
  int weight = (number[0] - '0') * 1000;
  if (number.size() > 1 && number[1] != '.') return 0;
  int unit = 100;
  for (std::size_t i = 2; i < number.size(); ++i, unit /= 10) {
    if (number[i] < '0' || number[i] > '9') return 0;
    weight += (number[i] - '0') * unit;
  }
  return std::min(weight, 1000);
}

std::string_view suffix_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::brotli:
      return "-br";
    case Encoding::gzip:
      return "-gz";
    case Encoding::identity:
      break;
  }
  return "";
}

// RFC 9110, 13.1.2: weak comparison, "*" fits anything.
bool fits(std::string_view if_none_match, std::string_view tag) {
  bool found = false;
  for_each_element(if_none_match, [&](std::string_view element) {
    if (element.starts_with("W/")) element.remove_prefix(2);
    found = found || element == "*" || element == tag;
  });
  return found;
}

}  // namespace

std::optional<Encoding> choose_encoding(std::string_view accept_encoding, bool has_brotli,
                                        bool has_gzip) {
  int brotli = -1;
  int gzip = -1;
  int identity = -1;
  int any = -1;
  for_each_element(accept_encoding, [&](std::string_view element) {
    const std::size_t semicolon = std::min(element.find(';'), element.size());
    const std::string_view name = trimmed(element.substr(0, semicolon));
    const int weight = weight_of(element.substr(std::min(semicolon + 1, element.size())));
    if (ascii::equals(name, "br")) brotli = weight;
    if (ascii::equals(name, "gzip") || ascii::equals(name, "x-gzip")) gzip = weight;
    if (ascii::equals(name, "identity")) identity = weight;
    if (name == "*") any = weight;
  });
  // What is not named has the weight of "*"; identity is always good unless excluded.
  if (brotli < 0) brotli = std::max(any, 0);
  if (gzip < 0) gzip = std::max(any, 0);
  if (identity < 0) identity = any == 0 ? 0 : 1;
  if (has_brotli && brotli > 0 && brotli >= identity && (!has_gzip || brotli >= gzip)) {
    return Encoding::brotli;
  }
  if (has_gzip && gzip > 0 && gzip >= identity) return Encoding::gzip;
  if (identity > 0) return Encoding::identity;
  return {};
}

void StaticFiles::add(Asset asset) {
  assert(asset.path.starts_with('/'));
  std::string hash = hash_of(asset.bytes);
  std::string path = asset.path;
  entries_.insert_or_assign(std::move(path), Entry{std::move(asset), std::move(hash)});
}

bool StaticFiles::has(std::string_view path) const {
  return entries_.contains(path);
}

std::optional<Response> StaticFiles::respond(const Request& request, std::string_view path) const {
  const auto found = entries_.find(path);
  if (found == entries_.end()) return {};
  const Asset& asset = found->second.asset;
  const bool has_variants = !asset.brotli.empty() || !asset.gzip.empty();
  const auto encoding = choose_encoding(request.header("accept-encoding"), !asset.brotli.empty(),
                                        !asset.gzip.empty());
  Response response;
  if (has_variants) response.headers.push_back({"Vary", "Accept-Encoding"});
  if (!encoding) {
    response.status = 406;
    return response;
  }
  const std::string tag = '"' + found->second.hash + std::string(suffix_of(*encoding)) + '"';
  response.headers.push_back({"ETag", tag});
  response.headers.push_back(
      {"Cache-Control", asset.immutable ? "public, max-age=31536000, immutable" : "no-cache"});
  if (fits(request.header("if-none-match"), tag)) {
    response.status = 304;
    return response;
  }
  response.headers.push_back({"Content-Type", asset.type});
  if (*encoding == Encoding::brotli) response.headers.push_back({"Content-Encoding", "br"});
  if (*encoding == Encoding::gzip) response.headers.push_back({"Content-Encoding", "gzip"});
  response.body = SharedBytes{asset.owner, *encoding == Encoding::brotli ? asset.brotli
                                           : *encoding == Encoding::gzip ? asset.gzip
                                                                         : asset.bytes};
  return response;
}

std::string_view media_type_of(std::string_view file_name) {
  struct Ending {
    std::string_view ending;
    std::string_view type;
  };
  static constexpr auto endings = std::to_array<Ending>({
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
  });
  for (const Ending& known : endings) {
    if (file_name.ends_with(known.ending)) return known.type;
  }
  return "application/octet-stream";
}

}  // namespace mg::net
