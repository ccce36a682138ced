#include "api/change.h"
#include "api/nouns.h"
#include "base/json.h"
#include "desk/people.h"
#include "desk/workspace.h"

namespace mg::api {
namespace {

struct Settings {
  std::string workspace_name, time_zone;
  int first_answer_minutes = 0;
  bool acknowledge = true;
  int reopen_days = 0;
  std::vector<int> reminder_days;
  int unconfirmed_days = 0;
  int page_link_days = 0;
  int warn_minutes = 0;
  int undo_seconds = 0;
  bool spam_headers = true;
};
BOOST_DESCRIBE_STRUCT(Settings, (),
                      (workspace_name, time_zone, first_answer_minutes, acknowledge, reopen_days,
                       reminder_days, unconfirmed_days, page_link_days, warn_minutes, undo_seconds,
                       spam_headers))

struct SettingsChange {
  std::optional<std::string> workspace_name, time_zone;
  std::optional<int> first_answer_minutes;
  std::optional<bool> acknowledge;
  std::optional<int> reopen_days;
  std::optional<std::vector<int>> reminder_days;
  std::optional<int> unconfirmed_days, page_link_days, warn_minutes, undo_seconds;
  std::optional<bool> spam_headers;
};
BOOST_DESCRIBE_STRUCT(SettingsChange, (),
                      (workspace_name, time_zone, first_answer_minutes, acknowledge, reopen_days,
                       reminder_days, unconfirmed_days, page_link_days, warn_minutes, undo_seconds,
                       spam_headers))

template <class T>
constexpr auto rules_of_settings() {
  return std::array{
      MemberRule{.member = "time_zone",
                 .doc = "A name of the IANA database, such as Europe/London.",
                 .max_length = 64},
      MemberRule{.member = "first_answer_minutes",
                 .doc = "By when the acknowledgement promises the next word: 1 to 43200."},
      MemberRule{.member = "acknowledge", .doc = "New conversations are acknowledged by mail."},
      MemberRule{.member = "reopen_days",
                 .doc = "So long after its end an answer reopens a conversation: 0 to 3650."},
      MemberRule{
          .member = "reminder_days",
          .doc = "Days after \"is it solved?\" at which the customer is asked again: at most 5, "
                 "ascending, below unconfirmed_days."},
      MemberRule{.member = "unconfirmed_days",
                 .doc = "After so many days of silence it is unconfirmed, never solved: 1 to 365."},
      MemberRule{.member = "page_link_days",
                 .doc = "How long a customer's link is good for: 1 to 3650."},
      MemberRule{.member = "warn_minutes",
                 .doc = "A promise warns so long before it is due: 0 to 10080."},
      MemberRule{.member = "undo_seconds",
                 .doc = "How long a reply from a browser can be withdrawn, 0 to 120."},
      MemberRule{.member = "spam_headers",
                 .doc = "What a spam filter has marked (X-Spam-Flag, X-Spam-Status, X-Spam: yes) "
                        "opens as spam, unless it answers something or we have answered its "
                        "sender before."}};
}
constexpr auto member_rules(const Settings*) {
  return rules_of_settings<Settings>();
}
constexpr auto member_rules(const SettingsChange*) {
  return rules_of_settings<SettingsChange>();
}

const net::Endpoint<net::Nothing, Settings> get_settings{
    .path = "/api/v1/settings",
    .name = "get_settings",
    .summary = "The workspace's settings",
    .description = "What holds for the whole workspace.",
    .needs = "read_people",
    .tag = "workspace"};

const net::Endpoint<SettingsChange, Settings> update_settings{
    .method = net::Method::patch,
    .path = "/api/v1/settings",
    .name = "update_settings",
    .summary = "Change settings",
    .description = "Only the members of the body that are there change.",
    .needs = "manage_settings",
    .tag = "workspace"};

Settings settings_of(const desk::Settings& s) {
  return {s.workspace_name, s.time_zone,     s.first_answer_minutes, s.acknowledge,
          s.reopen_days,    s.reminder_days, s.unconfirmed_days,     s.page_link_days,
          s.warn_minutes,   s.undo_seconds,  s.spam_headers};
}

void apply(const SettingsChange& change, desk::Settings& settings) {
  const auto put = [](const auto& from, auto& to) {
    if (from) to = *from;
  };
  put(change.workspace_name, settings.workspace_name);
  put(change.time_zone, settings.time_zone);
  put(change.first_answer_minutes, settings.first_answer_minutes);
  put(change.acknowledge, settings.acknowledge);
  put(change.reopen_days, settings.reopen_days);
  put(change.reminder_days, settings.reminder_days);
  put(change.unconfirmed_days, settings.unconfirmed_days);
  put(change.page_link_days, settings.page_link_days);
  put(change.warn_minutes, settings.warn_minutes);
  put(change.undo_seconds, settings.undo_seconds);
  put(change.spam_headers, settings.spam_headers);
}

}  // namespace

void add_settings(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  api.add_on_workers(get_settings, [&desk](const net::Call<>&) {
    return desk.read<Settings>([](db::Session& session) -> Result<Settings> {
      return settings_of(desk::settings(session));
    });
  });
  // Waits on the worker: reload() reads, which a thread of the database must not.
  api.add_on_workers(
      update_settings, [&desk](const net::Call<SettingsChange>& call) -> Result<Settings> {
        const auto changed = desk.change_now(
            context_of(call), desk::edit_settings([&](desk::Settings& s) { apply(call.body, s); }));
        if (!changed) return std::unexpected(changed.error());
        desk.reload();
        return settings_of(*desk.settings());
      });
}

}  // namespace mg::api
