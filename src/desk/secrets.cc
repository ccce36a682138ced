#include "desk/secrets.h"

#include <new>
#include <semaphore>
#include <sodium.h>

#include "base/utf8.h"

namespace mg::desk {
namespace {

// 64 MiB each: a flood of sign-ins must not take the machine's memory.
std::counting_semaphore<2> hashing{2};

struct HashingTurn {
  HashingTurn() { hashing.acquire(); }
  ~HashingTurn() { hashing.release(); }
};

std::string base64url(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                  '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.resize(out.size() - 1);  // libsodium ends with a NUL.
  return out;
}

}  // namespace

Result<void> check_password(std::string_view password, const PasswordOwner& owner,
                            std::string_view pointer) {
  if (utf8_length(password) < password_characters_min || password.size() > password_bytes_max) {
    return refuse(RefusalKind::bad_input, "bad_password",
                  "A password has at least 10 characters, and at most 1,024 bytes. Several words "
                  "are easy to remember.",
                  std::string(pointer));
  }
  if (is_guessed_first(password, owner)) {
    return refuse(
        RefusalKind::bad_input, "bad_password",
        "This password is one of the first that are guessed: a common or own name or word, or "
        "a row of keys. Several words that do not belong together are easy to remember "
        "and hard to guess.",
        std::string(pointer));
  }
  return {};
}

std::string hash_password(std::string_view password) {
  const HashingTurn turn;
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str(hash.data(), password.data(), password.size(),
                        crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    throw std::bad_alloc();
  }
  hash.resize(hash.find('\0'));
  return hash;
}

bool is_password_of(const std::string& hash, std::string_view password) {
  const HashingTurn turn;
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::string derived_secret(std::string_view secret, std::string_view salt) {
  unsigned char salt_bytes[crypto_pwhash_SALTBYTES];
  crypto_generichash(salt_bytes, sizeof salt_bytes,
                     reinterpret_cast<const unsigned char*>(salt.data()), salt.size(), nullptr, 0);
  const HashingTurn turn;
  std::string hash(32, '\0');
  if (crypto_pwhash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(), secret.data(),
                    secret.size(), salt_bytes, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                    crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return base64url(hash);
}

std::string random_secret() {
  char bytes[32];
  randombytes_buf(bytes, sizeof bytes);
  return base64url({bytes, sizeof bytes});
}

std::string hash_of_secret(std::string_view secret) {
  std::string hash(crypto_generichash_BYTES, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(secret.data()), secret.size(), nullptr,
                     0);
  return hash;
}

}  // namespace mg::desk
