#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/time.h"
#include "facts/ids.h"

// Signed words that go out in mail and come back: which conversation a reply belongs to, and which
// customer's page a link opens. All are pure functions of the keys and the input, for any thread.
// The MAC is keyed BLAKE2b, truncated; each kind of token has its own domain, so that one kind is
// never taken for another. Reading checks the length first, compares in constant time, and does the
// same work for malformed input as for a wrong MAC.
namespace mg::desk {

struct Key {
  int id = 0;  // 0..255, written into each token.
  std::array<unsigned char, 32> secret{};
};

// The keys of a workspace. The first signs; all verify.
class Keyring {
 public:
  // `keys` must not be empty; ids must be distinct and within 0..255.
  explicit Keyring(std::vector<Key> keys);

  const Key& signer() const { return keys_.front(); }
  const Key* find(int id) const;  // nullptr: unknown.

 private:
  std::vector<Key> keys_;
};

inline constexpr std::size_t address_token_chars = 32;  // Base32; 88 bits of MAC.
inline constexpr std::size_t message_token_chars = 56;  // Base32; 144 bits of MAC.
inline constexpr std::size_t page_token_chars = 56;     // Base64url; 128 bits of MAC.
inline constexpr std::size_t local_part_octets_max = 64;

// Lower-case base32 (a-z2-7), read without regard to case: mail servers change it.
std::string address_token(const Keyring& keys, ConversationId conversation);
std::optional<ConversationId> read_address_token(const Keyring& keys, std::string_view token);

// "support@example.com" -> "support+c-<token>@example.com"; nullopt when the local part would be
// longer than 64 octets (at most 29 are left) or `mailbox` is not one address.
std::optional<std::string> plus_address(const Keyring& keys, std::string_view mailbox,
                                        ConversationId conversation);
std::optional<ConversationId> read_plus_address(const Keyring& keys, std::string_view address);

struct MessageClaim {
  ConversationId conversation;
  MessageId message;

  bool operator==(const MessageClaim&) const = default;
};

// "mg.<token>.<random>@domain", without angle brackets. `random` keeps the copies of one message
// apart and is under the MAC too.
using MessageIdRandom = std::array<unsigned char, 10>;
std::string message_id(const Keyring& keys, const MessageClaim& claim,
                       const MessageIdRandom& random, std::string_view domain);
// With or without angle brackets, in any case; any domain.
std::optional<MessageClaim> read_message_id(const Keyring& keys, std::string_view id);

// "mg1-<token>", which stands hidden in the HTML of our mails and comes back in what an answer
// quotes: for mail servers that give our mails ids of their own.
inline constexpr std::size_t marker_token_chars = 48;  // Base32; 104 bits of MAC.
inline constexpr std::size_t markers_max = 16;
std::string marker(const Keyring& keys, const MessageClaim& claim);
// Also "/c/<page token>", of whatever age: the link in our mails survives where nothing else does.
// It names no message.
std::optional<MessageClaim> read_marker(const Keyring& keys, std::string_view marker);
// Adds what has the form of either in a text, each once; linear.
void find_markers(std::string_view text, std::vector<std::string>& found);
// The text without markers; links stay. Linear.
std::string without_markers(std::string text);

// "1042-abcdefgh", which stands as "[#1042-abcdefgh]" in subjects. Its 32 bits of MAC only keep
// guesses away: it counts for who takes part already.
std::string subject_token(const Keyring& keys, std::int64_t conversation_number);
// The number of the last one in the subject that we signed.
std::optional<std::int64_t> read_subject_token(const Keyring& keys, std::string_view subject);

// Who may open which customer's page, and until when (whole seconds; the rest is cut off).
struct PageClaim {
  ConversationId conversation;
  ContactId contact;
  Instant expires;

  bool operator==(const PageClaim&) const = default;
};

// A-Za-z0-9_- only.
std::string page_token(const Keyring& keys, const PageClaim& claim);
// nullopt, in the same time, for malformed, truncated, foreign and expired (now >= expires).
std::optional<PageClaim> read_page_token(const Keyring& keys, std::string_view token, Instant now);

}  // namespace mg::desk
