#include "live/hub.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace mg::live {
namespace {

namespace json = boost::json;

constexpr int facts_per_turn_max = 200;
constexpr std::size_t written_max = 2000;
constexpr auto rest_max = std::chrono::seconds(2);  // A wake-up from another node may be lost.
constexpr auto check_readers_every = std::chrono::seconds(1);

std::string quoted(std::string_view text) {
  return json::serialize(json::value(json::string_view(text.data(), text.size())));
}

std::string actor_json(const facts::Actor& actor, std::string_view name) {
  std::string out = "{\"type\":\"" +
                    std::string(actor.kind == ActorKind::contact ? "contact"
                                : actor.kind == ActorKind::agent ? "agent"
                                                                 : "system") +
                    "\",\"id\":";
  out += actor.id == 0 ? "null" : "\"" + std::to_string(actor.id) + "\"";
  return out + ",\"name\":" + quoted(name) + "}";
}

std::string position_message(std::string_view type, std::string_view position) {
  return "{\"type\":\"" + std::string(type) + "\",\"position\":" + quoted(position) + "}";
}

}  // namespace

// One socket. `position` belongs to the hub's thread once the socket is open.
struct Hub::Seat {
  Reader reader;
  std::string position;
  std::function<bool()> still_in;
  std::shared_ptr<net::WebSocket> socket;
  Presence presence;
  bool greeted = false;
};

Hub::Hub(desk::Desk& desk, ItemJson item_json) : desk_(desk), item_json_(std::move(item_json)) {
  subscription_ = desk_.database().on_commit([this] {
    {
      const std::lock_guard lock(mutex_);
      woken_ = true;
    }
    changed_.notify_one();
  });
  thread_ = std::thread([this] { run(); });
}

Hub::~Hub() {
  stop();
}

void Hub::stop() {
  subscription_.reset();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

std::size_t Hub::readers() const {
  const std::lock_guard lock(mutex_);
  return seats_.size();
}

net::WebSocketEvents Hub::join(Reader reader, std::string after, std::function<bool()> still_in) {
  auto seat = std::make_shared<Seat>();
  seat->reader = std::move(reader);
  seat->position = std::move(after);
  seat->still_in = std::move(still_in);
  return {.on_open =
              [this, seat](std::shared_ptr<net::WebSocket> socket) {
                {
                  const std::lock_guard lock(mutex_);
                  seat->socket = std::move(socket);
                  seats_.push_back(seat);
                  woken_ = true;
                }
                changed_.notify_one();
              },
          .on_message = [this, seat](std::string_view text) { hear(seat, text); },
          .on_close =
              [this, seat](net::CloseCode) {
                std::string conversation;
                {
                  const std::lock_guard lock(mutex_);
                  conversation = seat->presence.conversation;
                  std::erase(seats_, seat);
                }
                if (!conversation.empty()) tell_presence(conversation);
              }};
}

void Hub::hear(const std::shared_ptr<Seat>& seat, std::string_view text) {
  boost::system::error_code error;
  const json::value message = json::parse(json::string_view(text.data(), text.size()), error);
  const json::object* object = error ? nullptr : message.if_object();
  const json::value* type = object ? object->if_contains("type") : nullptr;
  if (!type || !type->is_string() || type->get_string() != "presence") return;
  const auto word = [&](const char* key) -> std::string {
    const json::value* value = object->if_contains(key);
    return value && value->is_string() ? std::string(value->get_string().c_str()) : "";
  };
  Presence now{word("conversation"), word("doing") == "writing" ? "writing" : "reading"};
  if (!now.conversation.empty() && !id_from<ConversationId>(now.conversation)) return;
  std::string before;
  {
    const std::lock_guard lock(mutex_);
    before = seat->presence.conversation;
    seat->presence = now;
  }
  if (!before.empty() && before != now.conversation) tell_presence(before);
  if (!now.conversation.empty()) tell_presence(now.conversation);
}

void Hub::tell_presence(const std::string& conversation) {
  const std::lock_guard lock(mutex_);
  std::map<AgentId, std::pair<std::string, std::string>> there;
  for (const auto& seat : seats_) {
    if (seat->presence.conversation != conversation) continue;
    auto& entry = there[seat->reader.agent];
    // Somebody with two windows writes if one of them does.
    if (entry.second != "writing") entry = {seat->reader.name, seat->presence.doing};
  }
  std::string agents;
  for (const auto& [agent, entry] : there) {
    agents += (agents.empty() ? "" : ",") + std::string("{\"id\":\"") + to_string(agent) +
              "\",\"name\":" + quoted(entry.first) + ",\"doing\":\"" + entry.second + "\"}";
  }
  const auto text =
      std::make_shared<const std::string>("{\"type\":\"presence\",\"conversation\":\"" +
                                          conversation + "\",\"agents\":[" + agents + "]}");
  for (const auto& seat : seats_) seat->socket->send(text);
}

std::optional<std::string> Hub::message_of(const desk::LiveFact& fact) {
  if (const auto at = written_.find(fact.position); at != written_.end()) return at->second;
  const ConversationId conversation{fact.header.stream};
  const auto item = desk_.read<std::optional<store::ListItem>>(
      [&](db::Session& session) -> Result<std::optional<store::ListItem>> {
        return store::load_item(session, conversation);
      });
  if (!item) return {};
  const bool known = item->has_value();
  std::string text = "{\"type\":\"fact\",\"position\":" + quoted(fact.position) +
                     ",\"fact\":" + quoted(fact.fact) + ",\"conversation\":";
  text += known ? "\"" + to_string(conversation) + "\"" : "null";
  text += ",\"message\":";
  text += fact.message ? "\"" + to_string(fact.message) + "\"" : "null";
  text += ",\"actor\":" + actor_json(fact.header.actor, fact.actor_name);
  text += ",\"at\":\"" + to_rfc3339(fact.header.happened_at) + "\",\"item\":";
  text += known ? item_json_(**item) : "null";
  text += "}";
  if (written_.size() < written_max) written_.emplace(fact.position, text);
  return text;
}

bool Hub::shut_out(Seat& seat) {
  if (seat.still_in()) return false;
  seat.socket->close(net::CloseCode::policy, "signed out");
  const std::lock_guard lock(mutex_);
  std::erase_if(seats_, [&](const auto& other) { return other.get() == &seat; });
  return true;
}

bool Hub::bring_on(Seat& seat) {
  if (!seat.greeted) {
    seat.greeted = true;
    const auto head = desk_.read<std::string>([](db::Session& session) -> Result<std::string> {
      return store::to_string(store::log_head(session));
    });
    if (!head) {
      seat.greeted = false;
      return true;
    }
    const auto after = desk::position_in_log(desk_, seat.position);
    // Of a log that is gone: the workspace was restored from a backup.
    const bool ahead = after && *after > *store::position_from(*head);
    const bool far_behind = after && !seat.position.empty() && [&] {
      const auto lag = desk_.read<std::int64_t>([&](db::Session& session) -> Result<std::int64_t> {
        return store::log_lag(session, *after, facts_behind_max + 1);
      });
      return lag && *lag > facts_behind_max;
    }();
    if (!after || ahead || far_behind) {
      seat.socket->send(position_message(seat.position.empty() ? "hello" : "resync", *head));
      seat.position = *head;
    } else {
      seat.socket->send(position_message("hello", seat.position));
    }
  }
  const auto page = desk::live_after(desk_, seat.position, facts_per_turn_max);
  if (!page) return true;
  std::vector<std::string> texts;
  for (const desk::LiveFact& fact : page->facts) {
    auto text = message_of(fact);
    if (!text) break;
    texts.push_back(std::move(*text));
  }
  const bool whole = texts.size() == page->facts.size();
  if (texts.empty() && !whole) return true;
  // Asked after the page was read: what is in it and came after the right had ended is not sent.
  if (!texts.empty() && shut_out(seat)) return false;
  for (std::string& text : texts) seat.socket->send(std::move(text));
  seat.position = whole ? page->position : page->facts[texts.size() - 1].position;
  return !whole || page->facts.size() == static_cast<std::size_t>(facts_per_turn_max);
}

bool Hub::turn() {
  std::vector<std::shared_ptr<Seat>> seats;
  {
    const std::lock_guard lock(mutex_);
    seats = seats_;
  }
  written_.clear();
  bool behind = false;
  // To bring on one that is closed meanwhile does no harm: its socket drops what it is sent.
  for (const auto& seat : seats) behind |= bring_on(*seat);
  return behind;
}

void Hub::drop_gone_readers() {
  const Instant now = SystemClock().now();
  if (now - checked_at_ < check_readers_every) return;
  checked_at_ = now;
  std::vector<std::shared_ptr<Seat>> seats;
  {
    const std::lock_guard lock(mutex_);
    seats = seats_;
  }
  for (const auto& seat : seats) shut_out(*seat);
}

void Hub::run() {
  bool behind = false;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      const auto rest = behind           ? std::chrono::milliseconds(50)
                        : seats_.empty() ? std::chrono::milliseconds(60'000)
                                         : std::chrono::milliseconds(rest_max);
      changed_.wait_for(lock, rest, [this] { return stopping_ || woken_; });
      if (stopping_) return;
      woken_ = false;
    }
    drop_gone_readers();
    behind = turn();
  }
}

}  // namespace mg::live
