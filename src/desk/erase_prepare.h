#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/erasure.h"

// What a turn of an erasure has to find out from bytes: whose a stored mail is, and who else is
// among the recipients of a message. It is found out before the turn, for there is one writer, and
// to unpack a mail of 25 MB takes longer than all else that a turn does.
namespace mg::desk {

// What one turn takes at most: some 10 ms of the writer.
inline constexpr int erased_messages_per_turn = 50;
inline constexpr int erased_mails_per_turn = 20;
inline constexpr std::int64_t erased_bytes_per_turn = 4 << 20;

struct PreparedTurn {
  struct Mail {
    RawMailId id;
    std::int64_t blob = 0;
    bool theirs = false;
  };
  std::vector<Mail> mails;
  // The recipients of a message as they are stored, and without the person.
  std::map<std::string, std::string, std::less<>> people;

  // nullopt: it is not the mail that was looked into, or none was.
  std::optional<bool> is_theirs(const store::UnthreadedMail& mail) const;
};

// In a read snapshot, for the next turn of the erasure. At least one mail, when there is one.
PreparedTurn prepare_turn(db::Session& session, const store::Erasure& job);

}  // namespace mg::desk
