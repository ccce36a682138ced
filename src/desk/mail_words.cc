#include "desk/mail_words.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <sodium.h>

#include "desk/mail_parts.h"
#include "store/people.h"

namespace mg::desk {

std::string id_of_words(const ReceivedMail& mail) {
  constexpr std::size_t own_id_bytes_max = 900;
  std::array<unsigned char, crypto_generichash_BYTES_MIN> hash;
  std::string said = store::address_key(mail.from_address) + '\n' + mail.text;
  for (const MailPart& part : mail.parts) {
    said += '\n' + file_name_of(part) + '\n';
    said.append(part.bytes.sha256.begin(), part.bytes.sha256.end());
  }
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(said.data()),
                     said.size(), nullptr, 0);
  std::string id = mail.message_id.substr(0, own_id_bytes_max) + "#";
  for (const unsigned char byte : hash) {
    id += "0123456789abcdef"[byte >> 4];
    id += "0123456789abcdef"[byte & 15];
  }
  return id;
}

std::string without_blanks(std::string_view text) {
  std::string out;
  std::ranges::copy_if(text, std::back_inserter(out), [](char c) {
    return std::string_view(" \t\r\n").find(c) == std::string_view::npos;
  });
  return out;
}

}  // namespace mg::desk
