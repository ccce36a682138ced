#include "desk/token.h"

#include <algorithm>
#include <cassert>
#include <cctype>
#include <charconv>
#include <cstring>
#include <sodium.h>
#include <span>

#include "base/ascii.h"

namespace mg::desk {
namespace {

using Bytes = std::span<const unsigned char>;

constexpr std::string_view base32_letters = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view base64_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// What separates the kinds; never reuse a name with another layout.
constexpr std::string_view address_domain = "makegood address token 1";
constexpr std::string_view message_domain = "makegood message id 1";
constexpr std::string_view page_domain = "makegood page token 1";
constexpr std::string_view marker_domain = "makegood marker 1";
constexpr std::string_view subject_domain = "makegood subject token 1";

constexpr unsigned char page_version = 1;
constexpr std::string_view plus_mark = "+c-";
constexpr std::string_view id_prefix = "mg.";
constexpr std::string_view marker_prefix = "mg1-";
constexpr std::string_view page_path = "/c/";
constexpr std::string_view subject_prefix = "[#";
constexpr std::size_t subject_token_chars = 8;
constexpr std::size_t random_chars = sizeof(MessageIdRandom) * 8 / 5;

// `bits` a letter; every layout here fills its letters exactly, so each token has one spelling.
std::string encode(Bytes bytes, int bits, std::string_view letters) {
  assert(bytes.size() * 8 % static_cast<std::size_t>(bits) == 0);
  std::string text;
  text.reserve(bytes.size() * 8 / static_cast<std::size_t>(bits));
  unsigned held = 0;
  int held_bits = 0;
  for (unsigned char byte : bytes) {
    held = held << 8 | byte;
    held_bits += 8;
    while (held_bits >= bits) {
      held_bits -= bits;
      text.push_back(letters[held >> held_bits & ((1u << bits) - 1)]);
    }
  }
  return text;
}

int base32_value(unsigned char c) {
  if (c >= 'a' && c <= 'z') return c - 'a';
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= '2' && c <= '7') return c - '2' + 26;
  return -1;
}

int base64_value(unsigned char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '-') return 62;
  if (c == '_') return 63;
  return -1;
}

// Fills `to` exactly. false for a wrong length or letter; `to` then holds something, so that the
// caller can go on to compute a MAC as for any other input.
bool decode(std::string_view text, int bits, int (*value_of)(unsigned char),
            std::span<unsigned char> to) {
  std::ranges::fill(to, static_cast<unsigned char>(0));
  if (text.size() * static_cast<std::size_t>(bits) != to.size() * 8) return false;
  bool good = true;
  unsigned held = 0;
  int held_bits = 0;
  std::size_t at = 0;
  for (char c : text) {
    const int value = value_of(static_cast<unsigned char>(c));
    good = good && value >= 0;
    held = held << bits | (static_cast<unsigned>(value) & ((1u << bits) - 1));
    held_bits += bits;
    if (held_bits < 8) continue;
    held_bits -= 8;
    to[at++] = static_cast<unsigned char>(held >> held_bits);
  }
  return good;
}

void put(unsigned char* to, std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  for (int i = 0; i < 8; ++i) to[i] = static_cast<unsigned char>(bits >> (56 - 8 * i));
}

std::int64_t get(const unsigned char* from) {
  std::uint64_t bits = 0;
  for (int i = 0; i < 8; ++i) bits = bits << 8 | from[i];
  return static_cast<std::int64_t>(bits);
}

std::array<unsigned char, 32> mac_of(const Key& key, std::string_view domain, Bytes claim,
                                     Bytes more) {
  crypto_generichash_state state;
  std::array<unsigned char, 32> mac;
  const auto* name = reinterpret_cast<const unsigned char*>(domain.data());
  const auto name_bytes = static_cast<unsigned char>(domain.size());
  crypto_generichash_init(&state, key.secret.data(), key.secret.size(), mac.size());
  crypto_generichash_update(&state, &name_bytes, 1);
  crypto_generichash_update(&state, name, domain.size());
  crypto_generichash_update(&state, claim.data(), claim.size());
  crypto_generichash_update(&state, more.data(), more.size());
  crypto_generichash_final(&state, mac.data(), mac.size());
  return mac;
}

// Writes the MAC over everything before it (and `more`) into the last `mac_bytes` of `token`.
void sign(const Key& key, std::string_view domain, std::span<unsigned char> token,
          std::size_t mac_bytes, Bytes more = {}) {
  const auto claim = token.first(token.size() - mac_bytes);
  const auto mac = mac_of(key, domain, claim, more);
  std::copy_n(mac.begin(), mac_bytes, token.end() - static_cast<std::ptrdiff_t>(mac_bytes));
}

// An unknown key id costs as much as a known one.
bool verify(const Keyring& keys, int key_id, std::string_view domain, Bytes token,
            std::size_t mac_bytes, Bytes more = {}) {
  static constexpr Key nobody{};
  const Key* key = keys.find(key_id);
  const auto mac = mac_of(key ? *key : nobody, domain, token.first(token.size() - mac_bytes), more);
  const bool equal = sodium_memcmp(mac.data(), token.last(mac_bytes).data(), mac_bytes) == 0;
  return key && equal;
}

// key id, conversation, MAC
struct AddressLayout {
  static constexpr std::size_t mac = 11, bytes = 1 + 8 + mac;
};
// key id, conversation, message, MAC (over the random part of the Message-ID too)
struct MessageLayout {
  static constexpr std::size_t mac = 18, bytes = 1 + 8 + 8 + mac;
};
// version, key id, conversation, contact, expires (Unix seconds), MAC
struct PageLayout {
  static constexpr std::size_t mac = 16, bytes = 1 + 1 + 8 + 8 + 8 + mac;
};
// key id, conversation, message, MAC
struct MarkerLayout {
  static constexpr std::size_t mac = 13, bytes = 1 + 8 + 8 + mac;
};
// key id, MAC (over the conversation's number, too)
struct SubjectLayout {
  static constexpr std::size_t mac = 4, bytes = 1 + mac;
};
static_assert(MarkerLayout::bytes * 8 == marker_token_chars * 5);
static_assert(SubjectLayout::bytes * 8 == subject_token_chars * 5);
static_assert(AddressLayout::bytes * 8 == address_token_chars * 5);
static_assert(MessageLayout::bytes * 8 == message_token_chars * 5);
static_assert(PageLayout::bytes * 8 == page_token_chars * 6);

}  // namespace

Keyring::Keyring(std::vector<Key> keys) : keys_(std::move(keys)) {
  assert(!keys_.empty());
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    assert(keys_[i].id >= 0 && keys_[i].id <= 255);
    for (std::size_t j = 0; j < i; ++j) assert(keys_[i].id != keys_[j].id);
  }
}

const Key* Keyring::find(int id) const {
  const auto at = std::ranges::find(keys_, id, &Key::id);
  return at == keys_.end() ? nullptr : &*at;
}

std::string address_token(const Keyring& keys, ConversationId conversation) {
  std::array<unsigned char, AddressLayout::bytes> token{};
  token[0] = static_cast<unsigned char>(keys.signer().id);
  put(&token[1], conversation.value);
  sign(keys.signer(), address_domain, token, AddressLayout::mac);
  return encode(token, 5, base32_letters);
}

std::optional<ConversationId> read_address_token(const Keyring& keys, std::string_view text) {
  std::array<unsigned char, AddressLayout::bytes> token;
  const bool formed = decode(text, 5, base32_value, token);
  const bool signed_by_us = verify(keys, token[0], address_domain, token, AddressLayout::mac);
  if (!formed || !signed_by_us) return {};
  return ConversationId{get(&token[1])};
}

std::optional<std::string> plus_address(const Keyring& keys, std::string_view mailbox,
                                        ConversationId conversation) {
  const auto at = mailbox.rfind('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == mailbox.size()) return {};
  if (at + plus_mark.size() + address_token_chars > local_part_octets_max) return {};
  std::string address(mailbox.substr(0, at));
  address += plus_mark;
  address += address_token(keys, conversation);
  address += mailbox.substr(at);
  return address;
}

std::optional<ConversationId> read_plus_address(const Keyring& keys, std::string_view address) {
  const std::string_view local = address.substr(0, address.rfind('@'));
  if (local.size() <= plus_mark.size() + address_token_chars) return {};
  const auto tail = local.substr(local.size() - address_token_chars - plus_mark.size());
  if (!ascii::equals(tail.substr(0, plus_mark.size()), plus_mark)) return {};
  return read_address_token(keys, tail.substr(plus_mark.size()));
}

std::string message_id(const Keyring& keys, const MessageClaim& claim,
                       const MessageIdRandom& random, std::string_view domain) {
  std::array<unsigned char, MessageLayout::bytes> token{};
  token[0] = static_cast<unsigned char>(keys.signer().id);
  put(&token[1], claim.conversation.value);
  put(&token[9], claim.message.value);
  sign(keys.signer(), message_domain, token, MessageLayout::mac, random);
  std::string id(id_prefix);
  id += encode(token, 5, base32_letters);
  id += '.';
  id += encode(random, 5, base32_letters);
  id += '@';
  id += domain;
  return id;
}

std::optional<MessageClaim> read_message_id(const Keyring& keys, std::string_view id) {
  if (id.size() >= 2 && id.front() == '<' && id.back() == '>') id = id.substr(1, id.size() - 2);
  constexpr std::size_t dot = id_prefix.size() + message_token_chars;
  constexpr std::size_t at = dot + 1 + random_chars;
  if (id.size() <= at + 1 || id[dot] != '.' || id[at] != '@') return {};
  if (!ascii::equals(id.substr(0, id_prefix.size()), id_prefix)) return {};
  if (id.substr(at + 1).find_first_of("@<> ") != std::string_view::npos) return {};
  std::array<unsigned char, MessageLayout::bytes> token;
  MessageIdRandom random;
  const bool token_formed =
      decode(id.substr(id_prefix.size(), message_token_chars), 5, base32_value, token);
  const bool random_formed = decode(id.substr(dot + 1, random_chars), 5, base32_value, random);
  const bool signed_by_us =
      verify(keys, token[0], message_domain, token, MessageLayout::mac, random);
  if (!token_formed || !random_formed || !signed_by_us) return {};
  return MessageClaim{ConversationId{get(&token[1])}, MessageId{get(&token[9])}};
}

std::string marker(const Keyring& keys, const MessageClaim& claim) {
  std::array<unsigned char, MarkerLayout::bytes> token{};
  token[0] = static_cast<unsigned char>(keys.signer().id);
  put(&token[1], claim.conversation.value);
  put(&token[9], claim.message.value);
  sign(keys.signer(), marker_domain, token, MarkerLayout::mac);
  return std::string(marker_prefix) + encode(token, 5, base32_letters);
}

std::optional<MessageClaim> read_marker(const Keyring& keys, std::string_view text) {
  if (text.starts_with(page_path)) {
    const auto page = read_page_token(keys, text.substr(page_path.size()), Instant::min());
    if (!page) return {};
    return MessageClaim{page->conversation, {}};
  }
  if (!ascii::equals(text.substr(0, marker_prefix.size()), marker_prefix)) return {};
  std::array<unsigned char, MarkerLayout::bytes> token;
  const bool formed = decode(text.substr(marker_prefix.size()), 5, base32_value, token);
  const bool signed_by_us = verify(keys, token[0], marker_domain, token, MarkerLayout::mac);
  if (!formed || !signed_by_us) return {};
  return MessageClaim{ConversationId{get(&token[1])}, MessageId{get(&token[9])}};
}

namespace {

// How long what begins here and has the form of a marker or a page's address is; 0 for all else.
std::size_t marker_at(std::string_view text) {
  const bool is_page = text.starts_with(page_path);
  const std::string_view prefix = is_page ? page_path : marker_prefix;
  const std::size_t chars = is_page ? page_token_chars : marker_token_chars;
  if (!ascii::equals(text.substr(0, prefix.size()), prefix)) return 0;
  if (text.size() < prefix.size() + chars) return 0;
  const auto value_of = is_page ? base64_value : base32_value;
  const auto is_letter = [&](char c) { return value_of(static_cast<unsigned char>(c)) >= 0; };
  const auto token = text.substr(prefix.size(), chars);
  if (!std::ranges::all_of(token, is_letter)) return 0;
  const auto rest = text.substr(prefix.size() + chars);
  return !rest.empty() && is_letter(rest.front()) ? 0 : prefix.size() + chars;
}

}  // namespace

void find_markers(std::string_view text, std::vector<std::string>& found) {
  for (auto at = text.find_first_of("mM/"); at != std::string_view::npos;
       at = text.find_first_of("mM/", at + 1)) {
    const std::string_view marker = text.substr(at, marker_at(text.substr(at)));
    if (marker.empty() || std::ranges::find(found, marker) != found.end()) continue;
    if (found.size() == markers_max) return;
    found.emplace_back(marker);
  }
}

std::string without_markers(std::string text) {
  std::size_t kept = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto rest = std::string_view(text).substr(at);
    const std::size_t size =
        ascii::lower(rest.front()) == marker_prefix.front() ? marker_at(rest) : 0;
    if (size > 0) {
      at += size;
    } else {
      text[kept++] = text[at++];
    }
  }
  text.resize(kept);
  return text;
}

std::string subject_token(const Keyring& keys, std::int64_t conversation_number) {
  std::array<unsigned char, SubjectLayout::bytes> token{};
  std::array<unsigned char, 8> number{};
  token[0] = static_cast<unsigned char>(keys.signer().id);
  put(number.data(), conversation_number);
  sign(keys.signer(), subject_domain, token, SubjectLayout::mac, number);
  return std::to_string(conversation_number) + "-" + encode(token, 5, base32_letters);
}

std::optional<std::int64_t> read_subject_token(const Keyring& keys, std::string_view subject) {
  for (auto at = subject.rfind(subject_prefix); at != std::string_view::npos;
       at = at == 0 ? std::string_view::npos : subject.rfind(subject_prefix, at - 1)) {
    const auto inside = subject.substr(at + subject_prefix.size());
    std::int64_t value = 0;
    const auto read = std::from_chars(inside.data(), inside.data() + inside.size(), value);
    const auto rest = inside.substr(static_cast<std::size_t>(read.ptr - inside.data()));
    if (read.ec != std::errc{} || value <= 0 || rest.size() < subject_token_chars + 2) continue;
    if (rest.front() != '-' || rest[subject_token_chars + 1] != ']') continue;
    std::array<unsigned char, SubjectLayout::bytes> token;
    std::array<unsigned char, 8> number{};
    put(number.data(), value);
    const bool formed = decode(rest.substr(1, subject_token_chars), 5, base32_value, token);
    if (verify(keys, token[0], subject_domain, token, SubjectLayout::mac, number) && formed) {
      return value;
    }
  }
  return {};
}

std::string page_token(const Keyring& keys, const PageClaim& claim) {
  std::array<unsigned char, PageLayout::bytes> token{};
  token[0] = page_version;
  token[1] = static_cast<unsigned char>(keys.signer().id);
  put(&token[2], claim.conversation.value);
  put(&token[10], claim.contact.value);
  put(&token[18],
      std::chrono::floor<std::chrono::seconds>(claim.expires).time_since_epoch().count());
  sign(keys.signer(), page_domain, token, PageLayout::mac);
  return encode(token, 6, base64_letters);
}

std::optional<PageClaim> read_page_token(const Keyring& keys, std::string_view text, Instant now) {
  std::array<unsigned char, PageLayout::bytes> token;
  const bool formed = decode(text, 6, base64_value, token);
  const bool signed_by_us = verify(keys, token[1], page_domain, token, PageLayout::mac);
  if (!formed || !signed_by_us || token[0] != page_version) return {};
  const PageClaim claim{ConversationId{get(&token[2])}, ContactId{get(&token[10])},
                        Instant{std::chrono::seconds{get(&token[18])}}};
  if (now >= claim.expires) return {};
  return claim;
}

}  // namespace mg::desk
