#include <algorithm>

#include "api/change.h"
#include "api/nouns.h"
#include "base/json.h"
#include "base/mailbox.h"
#include "desk/people.h"
#include "desk/workspace.h"

namespace mg::api {
namespace {

enum class InboxState { ok, failing, silent };
BOOST_DESCRIBE_ENUM(InboxState, ok, failing, silent)

struct Inbox {
  InboxId id;
  std::string address;
  std::vector<std::string> aliases;
  std::string name, smtp, smtp_user;
  std::optional<TeamId> team;
  InboxState state = InboxState::ok;
  std::optional<Instant> last_read_at;
  std::optional<std::string> error;
};
BOOST_DESCRIBE_STRUCT(Inbox, (),
                      (id, address, aliases, name, smtp, smtp_user, team, state, last_read_at,
                       error))
constexpr auto member_rules(const Inbox*) {
  return std::array{MemberRule{.member = "aliases", .doc = "Mail to them comes in here, too."},
                    MemberRule{.member = "smtp",
                               .doc = "The server that mail goes out by.",
                               .example = "smtp://mail.example.com:587"},
                    MemberRule{.member = "team", .doc = "Gets its new conversations."},
                    MemberRule{.member = "state", .doc = "failing: see error. silent is reserved."},
                    MemberRule{.member = "last_read_at", .doc = "When mail came in last."},
                    MemberRule{.member = "error", .doc = "What is wrong with its mail server."}};
}

constexpr std::size_t smtp_length_max = 500;

struct NewInbox {
  std::string address, name, smtp, smtp_user, smtp_password;
  std::vector<std::string> aliases;
  std::optional<TeamId> team;
};
BOOST_DESCRIBE_STRUCT(NewInbox, (), (address, name, smtp, smtp_user, smtp_password, aliases, team))
constexpr auto member_rules(const NewInbox*) {
  return std::array{
      MemberRule{.member = "address", .max_length = 320, .format = "email"},
      MemberRule{.member = "name", .min_length = 1, .max_length = 200},
      MemberRule{.member = "smtp",
                 .doc = "The mail server: smtp://HOST:PORT (STARTTLS when offered), "
                        "smtp+starttls://HOST:PORT or smtps://HOST:PORT.",
                 .max_length = smtp_length_max},
      MemberRule{.member = "smtp_user", .max_length = smtp_length_max, .may_be_absent = true},
      MemberRule{.member = "smtp_password", .max_length = smtp_length_max, .may_be_absent = true},
      MemberRule{.member = "aliases",
                 .doc = "Further addresses whose mail comes in here.",
                 .max_length = 50,
                 .may_be_absent = true},
      MemberRule{.member = "team", .doc = "Gets its new conversations."}};
}

struct InboxChange {
  std::optional<std::string> address, name, smtp, smtp_user, smtp_password;
  std::optional<std::vector<std::string>> aliases;
  Patch<TeamId> team;
};
BOOST_DESCRIBE_STRUCT(InboxChange, (),
                      (address, name, smtp, smtp_user, smtp_password, aliases, team))
constexpr auto member_rules(const InboxChange*) {
  return std::array{
      MemberRule{.member = "address", .max_length = 320, .format = "email"},
      MemberRule{.member = "name", .min_length = 1, .max_length = 200},
      MemberRule{.member = "smtp",
                 .doc = "Another server forgets the password, unless one is given with it.",
                 .max_length = smtp_length_max},
      MemberRule{.member = "smtp_user", .max_length = smtp_length_max},
      MemberRule{.member = "smtp_password", .max_length = smtp_length_max},
      MemberRule{.member = "aliases", .max_length = 50}};
}

const net::Endpoint<net::Nothing, net::Page<Inbox>> list_inboxes{
    .path = "/api/v1/inboxes",
    .name = "list_inboxes",
    .summary = "The inboxes",
    .description = "All addresses that customers write to.",
    .needs = "read_people",
    .tag = "workspace"};

const net::Endpoint<NewInbox, Inbox> create_inbox{
    .method = net::Method::post,
    .path = "/api/v1/inboxes",
    .name = "create_inbox",
    .summary = "Add an inbox",
    .description = "Mail to its address is accepted at once.",
    .needs = "manage_inboxes",
    .tag = "workspace",
    .status = 201,
    .refusals = {RefusalKind::conflict}};

const net::Endpoint<InboxChange, Inbox> update_inbox{
    .method = net::Method::patch,
    .path = "/api/v1/inboxes/{id}",
    .name = "update_inbox",
    .summary = "Change an inbox",
    .description = "Only the members of the body that are there change.",
    .needs = "manage_inboxes",
    .tag = "workspace",
    .refusals = {RefusalKind::not_found, RefusalKind::conflict}};

Inbox inbox_of(store::Inbox row) {
  Inbox inbox;
  inbox.id = row.id;
  inbox.address = std::move(row.address);
  inbox.aliases = std::move(row.aliases);
  inbox.name = std::move(row.name);
  inbox.smtp = without_user(row.smtp);
  inbox.smtp_user = std::move(row.smtp_user);
  if (row.team) inbox.team = row.team;
  inbox.last_read_at = row.last_read_at;
  if (!row.error.empty()) {
    inbox.state = InboxState::failing;
    inbox.error = std::move(row.error);
  }
  return inbox;
}

std::vector<Inbox> all_inboxes(db::Session& session) {
  std::vector<Inbox> inboxes;
  for (store::Inbox& row : desk::inboxes(session)) inboxes.push_back(inbox_of(std::move(row)));
  return inboxes;
}

Inbox show_inbox(db::Session& session, std::int64_t id) {
  const auto inboxes = all_inboxes(session);
  const auto at = std::ranges::find(inboxes, InboxId{id}, &Inbox::id);
  return at == inboxes.end() ? Inbox{} : *at;
}

store::Inbox row_of(const NewInbox& wanted) {
  return {.id = {},
          .name = wanted.name,
          .address = wanted.address,
          .aliases = wanted.aliases,
          .smtp = wanted.smtp,
          .smtp_user = wanted.smtp_user,
          .smtp_password = wanted.smtp_password,
          .team = wanted.team.value_or(TeamId{}),
          .last_read_at = {},
          .error = {}};
}

void apply(const InboxChange& change, store::Inbox& inbox) {
  // A password is never handed to a server that it was not given for.
  if (change.smtp && *change.smtp != inbox.smtp) inbox.smtp_password.clear();
  const auto put = [](const std::optional<std::string>& from, std::string& to) {
    if (from) to = *from;
  };
  put(change.address, inbox.address);
  put(change.name, inbox.name);
  put(change.smtp, inbox.smtp);
  put(change.smtp_user, inbox.smtp_user);
  put(change.smtp_password, inbox.smtp_password);
  if (change.aliases) inbox.aliases = *change.aliases;
  if (change.team.is_null()) inbox.team = {};
  if (change.team.has_value()) inbox.team = *change.team;
}

// What may be kept of the body for a day: all but the password.
std::string without_password(NewInbox wanted) {
  wanted.smtp_password.clear();
  return json::write(wanted);
}

}  // namespace

void add_inboxes(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  const auto forget = [&directory = services.directory] { directory.forget(); };
  api.add_on_workers(list_inboxes, [&desk](const net::Call<>&) {
    return desk.read<net::Page<Inbox>>([](db::Session& session) -> Result<net::Page<Inbox>> {
      return net::Page<Inbox>{all_inboxes(session), {}};
    });
  });
  api.add(create_inbox, [&desk, forget](net::Call<NewInbox> call, net::Reply<Inbox> reply) {
    answer_change<Inbox>(
        desk, context_of(call.request, call.as<Principal>(), without_password(call.body)),
        desk::save_inbox(row_of(call.body)), show_inbox, std::move(reply), forget);
  });
  api.add(update_inbox, [&desk, forget](net::Call<InboxChange> call, net::Reply<Inbox> reply) {
    const auto id = call.id<InboxId>();
    if (!id) return reply(std::unexpected(id.error()));
    const auto change = [change = call.body](store::Inbox& inbox) { apply(change, inbox); };
    answer_change<Inbox>(desk, context_of(call), desk::edit_inbox(*id, change), show_inbox,
                         std::move(reply), forget);
  });
}

}  // namespace mg::api
