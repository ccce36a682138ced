#include "mime/tnef.h"

#include <optional>

#include "base/ascii.h"
#include "mime/body.h"
#include "mime/charset.h"
#include "mime/html_text.h"

namespace mg::mime {
namespace {

// Numbers are little-endian. Reading past the end sets `broken` and gives zeros.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint32_t number(std::size_t size) {
    std::uint32_t out = 0;
    const std::string_view part = take(size);
    for (std::size_t i = 0; i < part.size(); ++i) {
      out |= static_cast<std::uint32_t>(static_cast<unsigned char>(part[i])) << (8 * i);
    }
    return out;
  }

  std::string_view take(std::size_t size) {
    if (size > rest_.size()) {
      broken_ = true;
      rest_ = {};
      return {};
    }
    const std::string_view out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return out;
  }

  bool at_end() const { return rest_.empty(); }
  bool broken() const { return broken_; }

 private:
  std::string_view rest_;
  bool broken_ = false;
};

struct Tnef {
  std::string text, rtf;
  std::string html;  // Bytes as they came, unless `html_is_text`.
  bool html_is_text = false;
  std::string html_page;  // Of the HTML's bytes.
  std::string code_page;
  std::vector<Attachment> attachments;
};

constexpr std::uint32_t signature = 0x223E9F78;

namespace attribute {
constexpr std::uint32_t code_page = 0x00069007, body = 0x0002800C, properties = 0x00069003;
constexpr std::uint32_t new_file = 0x00069002, file_name = 0x00018010, file_data = 0x0006800F;
constexpr std::uint32_t file_properties = 0x00069005;
}  // namespace attribute

namespace property {
constexpr std::uint32_t body = 0x1000, rtf = 0x1009, html = 0x1013, internet_page = 0x3FDE;
constexpr std::uint32_t long_name = 0x3707, mime_type = 0x370E, content_id = 0x3712;
}  // namespace property

// Bytes of one value of a MAPI type; 0 for types of variable length.
std::size_t fixed_size(std::uint32_t type) {
  switch (type) {
    case 0x0002:
    case 0x0003:
    case 0x0004:
    case 0x000A:
    case 0x000B:
      return 4;
    case 0x0005:
    case 0x0006:
    case 0x0007:
    case 0x0014:
    case 0x0040:
      return 8;
    case 0x0048:
      return 16;
    default:
      return 0;
  }
}

constexpr std::uint32_t binary = 0x0102;

// Code pages that are no windows-N:
// https://learn.microsoft.com/windows/win32/intl/code-page-identifiers
std::string page_name(std::uint32_t page) {
  switch (page) {
    case 65001:
      return "utf-8";
    case 20127:
      return "us-ascii";
    case 932:
      return "shift_jis";
    case 950:
      return "big5";
    case 20866:
      return "koi8-r";
    case 21866:
      return "koi8-u";
    case 50220:
    case 50221:
      return "iso-2022-jp";
    case 51932:
      return "euc-jp";
    case 54936:
      return "gb18030";
    default:
      if (page > 28590 && page <= 28605) return "iso-8859-" + std::to_string(page - 28590);
      return "windows-" + std::to_string(page);
  }
}

std::string without_nul(std::string_view text) {
  while (text.ends_with('\0')) text.remove_suffix(1);
  return std::string(text);
}

// Calls `use(id, type, value)` for each property; [MS-OXTNEF] section 2.1.3.4.
template <class Use>
void each_property(std::string_view bytes, const Use& use) {
  constexpr std::uint32_t properties_max = 10'000;
  ByteReader in(bytes);
  const std::uint32_t count = std::min(in.number(4), properties_max);
  for (std::uint32_t i = 0; i < count && !in.broken(); ++i) {
    const std::uint32_t type = in.number(2);
    const std::uint32_t id = in.number(2);
    if (id >= 0x8000) {  // A named property: GUID, then a number or a name.
      in.take(16);
      if (in.number(4) == 0) {
        in.take(4);
      } else {
        const std::size_t size = in.number(4);
        in.take((size + 3) / 4 * 4);
      }
    }
    const std::size_t fixed = fixed_size(type & 0xFFF);
    const bool many = (type & 0x1000) != 0;
    const std::uint32_t values = many || fixed == 0 ? in.number(4) : 1;
    for (std::uint32_t v = 0; v < values && !in.broken(); ++v) {
      const std::size_t size = fixed != 0 ? fixed : in.number(4);
      const std::string_view value = in.take(size);
      if (fixed == 0) in.take((4 - size % 4) % 4);
      use(id, type & 0xFFF, value);
    }
  }
}

std::string words(std::uint32_t type, std::string_view value, std::string_view code_page) {
  if (type == 0x001F) {
    const std::string wide = value.ends_with(std::string_view("\0\0", 2))
                                 ? std::string(value.substr(0, value.size() - 2))
                                 : std::string(value);
    return to_utf8(wide, "utf-16le");
  }
  return to_utf8(without_nul(value), code_page);
}

void read_message(std::string_view bytes, Tnef& out) {
  each_property(bytes, [&](std::uint32_t id, std::uint32_t type, std::string_view value) {
    if (id == property::body) out.text = words(type, value, out.code_page);
    if (id == property::internet_page) out.html_page = page_name(ByteReader(value).number(4));
    if (id == property::html) {
      out.html_is_text = type != binary;
      out.html = out.html_is_text ? words(type, value, out.code_page) : std::string(value);
    }
    if (id == property::rtf) out.rtf = decompress_rtf(value);
  });
}

void read_file(std::string_view bytes, const Tnef& tnef, Attachment& file) {
  each_property(bytes, [&](std::uint32_t id, std::uint32_t type, std::string_view value) {
    if (id == property::long_name) file.name = words(type, value, tnef.code_page);
    if (id == property::mime_type) file.type = ascii::lower(words(type, value, ""));
    if (id == property::content_id) file.content_id = words(type, value, "");
  });
}

std::optional<Tnef> read_tnef(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.number(4) != signature) return {};
  in.number(2);
  Tnef out;
  while (!in.at_end() && !in.broken()) {
    in.number(1);
    const std::uint32_t id = in.number(4);
    const std::string_view data = in.take(in.number(4));
    in.number(2);  // A checksum, which some writers get wrong.
    const bool has_file = !out.attachments.empty();
    if (id == attribute::code_page && data.size() >= 4) {
      out.code_page = page_name(ByteReader(data).number(4));
    } else if (id == attribute::body) {
      out.text = to_utf8(without_nul(data), out.code_page);
    } else if (id == attribute::properties) {
      read_message(data, out);
    } else if (id == attribute::new_file) {
      if (out.attachments.size() >= tnef_attachments_max) break;
      out.attachments.emplace_back().type = "application/octet-stream";
    } else if (id == attribute::file_name && has_file && out.attachments.back().name.empty()) {
      out.attachments.back().name = to_utf8(without_nul(data), out.code_page);
    } else if (id == attribute::file_data && has_file) {
      out.attachments.back().bytes = std::string(data);
    } else if (id == attribute::file_properties && has_file) {
      read_file(data, out, out.attachments.back());
    }
  }
  return out;
}

std::string html_of(const Tnef& tnef) {
  if (tnef.html_is_text) return tnef.html;
  std::string page = charset_in_html(tnef.html);
  if (page.empty()) page = tnef.html_page.empty() ? tnef.code_page : tnef.html_page;
  return to_utf8(tnef.html, page);
}

bool is_container(const Attachment& attachment) {
  return attachment.type == "application/ms-tnef" || attachment.type == "application/vnd.ms-tnef" ||
         ascii::equals(attachment.name, "winmail.dat");
}

}  // namespace

bool unpack_tnef(Email& email) {
  bool changed = false;
  std::vector<Attachment> found;
  for (Attachment& container : email.attachments) {
    if (!is_container(container)) continue;
    std::optional<Tnef> tnef = read_tnef(container.bytes);
    if (!tnef) {
      add_reason(email.oddities, Why::tnef_broken, container.name);
      continue;
    }
    container.hidden = true;
    container.label = Label::container;
    container.why_hidden = Why::hidden_container;
    add_reason(email.oddities, Why::tnef_unpacked, container.name);
    const bool empty = ascii::trim(email.text).empty() && ascii::trim(email.html).empty();
    if (empty) {
      email.html = html_of(*tnef);
      email.text = !ascii::trim(tnef->text).empty() ? std::move(tnef->text)
                   : !email.html.empty()            ? text_of_html(email.html)
                                                    : text_of_rtf(tnef->rtf);
      changed = true;
    }
    for (Attachment& file : tnef->attachments) {
      const std::size_t folder = file.name.find_last_of("/\\");
      if (folder != std::string::npos) file.name.erase(0, folder + 1);
      std::erase_if(file.name, [](char c) { return static_cast<unsigned char>(c) < 32; });
      file.generated = file.name.empty();
      if (file.generated) file.name = generated_name(file.type);
      found.push_back(std::move(file));
    }
  }
  for (Attachment& file : found) email.attachments.push_back(std::move(file));
  return changed;
}

}  // namespace mg::mime
