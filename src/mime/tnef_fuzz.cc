// Any bytes as a winmail.dat and as RTF.
#include <cassert>

#include "base/fuzz_input.h"
#include "base/utf8.h"
#include "mime/tnef.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mg::mime;
  const std::string_view bytes = mg::FuzzInput(data, size).rest();
  Email email;
  email.attachments.push_back({.name = "winmail.dat",
                               .type = "application/ms-tnef",
                               .content_id = {},
                               .bytes = std::string(bytes)});
  unpack_tnef(email);
  assert(mg::is_utf8(email.text) && mg::is_utf8(email.html));
  assert(!email.attachments.empty() && email.attachments.size() <= 1 + tnef_attachments_max);
  for (const Attachment& file : email.attachments) {
    assert(mg::is_utf8(file.name) && mg::is_utf8(file.type));
    assert(file.name.find_first_of("/\\\r\n") == std::string::npos);
  }
  const std::string rtf = decompress_rtf(bytes);
  assert(rtf.size() <= rtf_bytes_max);
  assert(mg::is_utf8(text_of_rtf(rtf)) && mg::is_utf8(text_of_rtf(bytes)));
  return 0;
}
