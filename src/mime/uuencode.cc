#include "base/ascii.h"
#include "mime/body.h"
#include "mime/transfer.h"

namespace mg::mime {
namespace {

constexpr std::size_t files_max = 100;

// "begin 644 name.ext"; the name, or "".
std::string_view begin_name(std::string_view line) {
  if (!line.starts_with("begin ") || line.size() < 11) return {};
  std::size_t at = 6;
  while (at < line.size() && line[at] >= '0' && line[at] <= '7') ++at;
  if (at < 9 || at > 10 || at >= line.size() || line[at] != ' ') return {};
  return ascii::trim(line.substr(at));
}

// Whether a line's first character, which counts its bytes, fits its length.
bool is_data(std::string_view line) {
  if (line.empty()) return false;
  if (line[0] < 32 || line[0] > 96) return false;
  const std::size_t count = static_cast<std::size_t>(line[0] - 32) & 63;
  const std::size_t need = (count + 2) / 3 * 4;
  // Trailing blanks may be stripped on the way, and some programs add a check character.
  return line.size() <= need + 3 && line.size() + 4 >= need;
}

}  // namespace

void extract_uuencode(Email& email) {
  if (email.text.find("begin ") == std::string::npos) return;
  std::string kept;
  std::string_view rest = email.text;
  std::size_t files = 0;
  bool end_missing = false;
  while (!rest.empty()) {
    const std::string_view here = rest;
    const std::string_view line = ascii::take_line(rest);
    const std::string_view name = begin_name(line);
    if (!name.empty() && files < files_max && !end_missing) {
      std::string_view after = rest;
      bool ended = false;
      std::size_t lines = 0;
      while (!after.empty() && !ended) {
        const std::string_view data = ascii::take_line(after);
        ended = data == "end";
        if (!ended && !is_data(data) && !data.empty()) break;
        ++lines;
      }
      if (ended && lines > 1) {
        Attachment attachment;
        attachment.name = std::string(name.substr(name.find_last_of("/\\") + 1));
        attachment.type = "application/octet-stream";
        attachment.bytes =
            decode_transfer(here.substr(0, here.size() - after.size()), "x-uuencode");
        add_reason(email.oddities, Why::uuencode_unpacked, attachment.name);
        email.attachments.push_back(std::move(attachment));
        rest = after;
        ++files;
        continue;
      }
      end_missing = after.empty();  // Do not read to the end again and again.
    }
    kept += here.substr(0, here.size() - rest.size());
  }
  if (files > 0) email.text = std::move(kept);
}

}  // namespace mg::mime
