#include <cstdint>
#include <map>

#include "base/ascii.h"
#include "mime/charset.h"
#include "mime/header.h"

// Parameters of Content-Type and Content-Disposition: RFC 2045, RFC 2231.
namespace mg::mime {
namespace {

constexpr std::size_t parameters_max = 200;

std::string percent_decode(std::string_view text) {
  const auto hex = [](char c) {
    if (ascii::is_digit(c)) return c - '0';
    const char l = ascii::lower(c);
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

void skip_blanks(std::string_view& rest) {
  while (!rest.empty() && (ascii::is_space(rest[0]) || rest[0] == ';')) rest.remove_prefix(1);
}

std::string take_quoted(std::string_view& rest) {
  std::string out;
  std::size_t i = 1;
  for (; i < rest.size() && rest[i] != '"'; ++i) {
    if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
    out += rest[i];
  }
  rest.remove_prefix(std::min(i + 1, rest.size()));
  return out;
}

// Unquoted values run to the semicolon: names with blanks are common, though wrong.
std::string take_bare(std::string_view& rest, bool is_name) {
  const std::size_t end = std::min(rest.find(';'), rest.size());
  std::string_view value = ascii::trim(rest.substr(0, end));
  rest.remove_prefix(end);
  if (!is_name) value = value.substr(0, value.find_first_of(" \t("));
  if (value.size() > 2 && value.starts_with('\'') && value.ends_with('\'')) {
    value = value.substr(1, value.size() - 2);
  }
  return std::string(value);
}

// One value in pieces: name*0*=, name*1=, ... each percent-encoded or not.
struct Pieces {
  std::map<int, std::pair<std::string, bool>> parts;
};

std::string join(const Pieces& pieces) {
  std::string charset;
  std::string bytes;
  bool first = true;
  bool extended = false;
  for (const auto& [number, piece] : pieces.parts) {
    std::string_view text = piece.first;
    if (piece.second && first) {
      const std::size_t one = text.find('\'');
      const std::size_t two = one == std::string_view::npos ? one : text.find('\'', one + 1);
      if (two != std::string_view::npos) {
        charset = ascii::lower(text.substr(0, one));
        text.remove_prefix(two + 1);
      } else if (one != std::string_view::npos && one > 0 &&
                 is_known_charset(text.substr(0, one))) {
        charset = ascii::lower(text.substr(0, one));  // The language and its quote are left out.
        text.remove_prefix(one + 1);
      }
    }
    extended = extended || piece.second;
    bytes += piece.second ? percent_decode(text) : std::string(text);
    first = false;
  }
  if (!extended) return decode_words(bytes);
  return to_utf8(bytes, charset);
}

// "filename*1*" -> ("filename", 1, true); a name without "*" has number -1.
struct PieceName {
  std::string name;
  int number = -1;
  bool extended = false;
};

PieceName split_name(std::string_view text) {
  PieceName out;
  if (text.ends_with('*')) {
    out.extended = true;
    text.remove_suffix(1);
  }
  const std::size_t star = text.find('*');
  out.name = ascii::lower(ascii::trim(text.substr(0, star)));
  if (star != std::string_view::npos) {
    int number = 0;
    for (const char c : text.substr(star + 1)) {
      if (ascii::is_digit(c) && number < 10000) number = number * 10 + (c - '0');
    }
    out.number = number;
  } else if (out.extended) {
    out.number = 0;
  }
  return out;
}

}  // namespace

std::string_view Parameters::get(std::string_view name) const {
  const auto found = all.find(name);
  return found == all.end() ? std::string_view{} : std::string_view(found->second);
}

Parameters parse_parameters(std::string_view text) {
  Parameters out;
  const std::size_t end = std::min(text.find(';'), text.size());
  std::string_view value = ascii::trim(text.substr(0, end));
  std::string_view rest = text.substr(end);
  // "text/plain charset=utf-8": the semicolon is missing.
  const std::size_t blank = value.find_first_of(" \t\r\n\f\v(");
  if (blank != std::string_view::npos && value.find('=', blank) != std::string_view::npos) {
    rest = text.substr(static_cast<std::size_t>(value.data() - text.data()) + blank);
  }
  out.value = ascii::lower(clean_utf8(value.substr(0, blank)));
  std::erase_if(out.value, [](unsigned char c) { return c < ' ' || c == 127; });
  std::map<std::string, Pieces> pieces;
  for (std::size_t count = 0; count < parameters_max; ++count) {
    skip_blanks(rest);
    if (rest.empty()) break;
    const std::size_t equals = rest.find_first_of("=;");
    if (equals == std::string_view::npos) break;
    if (rest[equals] == ';') {
      rest.remove_prefix(equals + 1);
      continue;
    }
    const PieceName name = split_name(ascii::trim(rest.substr(0, equals)));
    rest.remove_prefix(equals + 1);
    while (!rest.empty() && ascii::is_space(rest[0])) rest.remove_prefix(1);
    const bool quoted = rest.starts_with('"');
    const bool is_name = name.name == "name" || name.name == "filename" || name.name == "boundary";
    std::string content = quoted ? take_quoted(rest) : take_bare(rest, is_name);
    if (name.number >= 0) {
      pieces[name.name].parts.try_emplace(name.number, std::move(content), name.extended);
    } else {
      out.all.try_emplace(name.name, decode_words(content));
    }
  }
  // The extended form is the better one where both are given.
  for (const auto& [name, parts] : pieces) out.all[name] = join(parts);
  return out;
}

}  // namespace mg::mime
