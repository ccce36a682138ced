#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "desk/desk.h"
#include "desk/reads.h"
#include "net/websocket.h"

// Live updates: every open browser gets each fact after the position that it names, exactly once
// and in order, with the list's row as it is now. The log is the truth; a wake-up is only a hint.
namespace mg::live {

// Further behind than this a reader is told to load anew ("resync").
inline constexpr int facts_behind_max = 5000;

struct Reader {
  AgentId agent;
  std::string name;
};

class Hub {
 public:
  // `item_json` writes a list row as the API does.
  using ItemJson = std::function<std::string(const store::ListItem&)>;
  Hub(desk::Desk& desk, ItemJson item_json);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  // What a socket of this reader does; `after` is where it goes on ("" begins at the end of the
  // log). `still_in` is asked before facts are sent, and now and then: false ends the socket
  // (signed out, deactivated). It blocks for a point read.
  net::WebSocketEvents join(Reader reader, std::string after, std::function<bool()> still_in);

  // Ends the hub's thread; sockets are the server's to close.
  void stop();

  std::size_t readers() const;

 private:
  struct Seat;
  struct Presence {
    std::string conversation;
    std::string doing;
  };

  void run();
  // Brings every seat as far as the log goes; true when some seat is not there yet.
  bool turn();
  bool bring_on(Seat& seat);
  // Ends a socket whose reader may see nothing any more: true then.
  bool shut_out(Seat& seat);
  // nullopt when the row could not be read: the fact is for a later turn.
  std::optional<std::string> message_of(const desk::LiveFact& fact);
  void hear(const std::shared_ptr<Seat>& seat, std::string_view text);
  void tell_presence(const std::string& conversation);
  void drop_gone_readers();

  desk::Desk& desk_;
  const ItemJson item_json_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<Seat>> seats_;
  std::map<std::string, std::string> written_;  // Position to message, within one turn.
  Instant checked_at_;
  bool woken_ = false;
  bool stopping_ = false;
  std::shared_ptr<void> subscription_;
  std::thread thread_;
};

}  // namespace mg::live
