#include "main/commands.h"

#include "desk/hold.h"
#include "desk/sign_in.h"
#include "main/backup_command.h"

namespace mg::app {

std::string argument(const Arguments& arguments, const std::string& name) {
  const auto at = arguments.find(name);
  return at == arguments.end() ? "" : at->second;
}

desk::Context by_operator() {
  desk::Context context = desk::as_agent({}, Role::owner);
  context.actor = {ActorKind::agent, 0};
  return context;
}

namespace {

// "/smtp" of the API is the command's option --smtp.
std::unexpected<Refusal> by_option(Refusal refusal) {
  if (refusal.pointer.starts_with('/')) {
    refusal.detail = "--" + refusal.pointer.substr(1) + ": " + refusal.detail;
  }
  return std::unexpected(std::move(refusal));
}

// Without the password.
Result<desk::NewAgent> agent_of(const Arguments& arguments) {
  const auto role = enum_from<Role>(argument(arguments, "role"));
  if (!role) {
    return refuse(RefusalKind::bad_input, "unknown_role",
                  "--role: \"" + argument(arguments, "role") + "\" is not owner, admin or agent.");
  }
  desk::NewAgent agent{argument(arguments, "email"), argument(arguments, "name"), *role, {}};
  if (auto fine = desk::check_agent(agent); !fine) return by_option(fine.error());
  return agent;
}

Result<void> check_password(const desk::NewAgent& agent, const desk::Settings& settings,
                            const Arguments& arguments) {
  const std::string password = argument(arguments, "password");
  auto fine = desk::check_password(password, {agent.email, agent.name, settings.workspace_name},
                                   "/password-stdin");
  if (!fine) return by_option(fine.error());
  return {};
}

Result<std::string> add_agent(desk::Desk& desk, const Arguments& arguments) {
  auto agent = agent_of(arguments);
  if (!agent) return std::unexpected(agent.error());
  if (auto fine = check_password(*agent, *desk.settings(), arguments); !fine) {
    return std::unexpected(fine.error());
  }
  agent->password_hash = desk::hash_password(argument(arguments, "password"));
  const auto id = desk.change_now(by_operator(), desk::add_agent(std::move(*agent)));
  if (!id) return by_option(id.error());
  return std::to_string(*id);
}

Result<std::string> create_token(desk::Desk& desk, const Arguments& arguments) {
  const std::string email = argument(arguments, "agent");
  const auto agent = desk.read<std::optional<store::AgentSecret>>(
      [&](db::Session& session) -> Result<std::optional<store::AgentSecret>> {
        return store::find_agent(session, email);
      });
  if (!agent) return std::unexpected(agent.error());
  if (!*agent) {
    return refuse(RefusalKind::not_found, "unknown_agent",
                  "There is no agent with the address " + email + ".");
  }
  if (!(*agent)->agent.active) {
    return refuse(RefusalKind::conflict, "inactive_agent",
                  email + " is not active. Make the agent active first.");
  }
  const std::string secret = desk::random_secret();
  const std::string name = argument(arguments, "name");
  const auto id = desk.change_now(
      by_operator(),
      desk::create_token((*agent)->agent.id, name.empty() ? "command line" : name, secret));
  if (!id) return std::unexpected(id.error());
  return secret;
}

store::Inbox inbox_of(const Arguments& arguments) {
  store::Inbox inbox;
  inbox.address = argument(arguments, "address");
  inbox.name = argument(arguments, "name");
  inbox.smtp = argument(arguments, "smtp");
  inbox.smtp_user = argument(arguments, "smtp_user");
  inbox.smtp_password = argument(arguments, "smtp_password");
  return inbox;
}

Result<std::string> add_inbox(desk::Desk& desk, desk::Directory& directory,
                              const Arguments& arguments) {
  const auto id = desk.change_now(by_operator(), desk::save_inbox(inbox_of(arguments)));
  if (!id) return by_option(id.error());
  directory.forget();
  return std::to_string(*id);
}

Result<std::string> end_hold(desk::Desk& desk, desk::HoldEnd how, const Progress& progress) {
  const auto before =
      desk.read<desk::OutgoingHold>([](db::Session& session) -> Result<desk::OutgoingHold> {
        return desk::outgoing_hold(session);
      });
  if (!before) return std::unexpected(before.error());
  if (before->copies == 0) return "No mail is on hold.";
  for (std::int64_t left = before->copies; left > 0;) {
    const auto done = desk.change_now(by_operator(), desk::end_hold(how));
    if (!done) return std::unexpected(done.error());
    left = *done;
    progress(std::to_string(100 * (before->copies - left) / before->copies));
  }
  return (how == desk::HoldEnd::send ? "Mails on their way: " : "Mails dropped: ") +
         std::to_string(before->copies) + ".";
}

}  // namespace

Result<std::string> run_command(desk::Desk& desk, desk::Directory& directory,
                                const std::string& command, const Arguments& arguments,
                                const Progress& progress) {
  if (command == "agent add") return add_agent(desk, arguments);
  if (command == "token create") return create_token(desk, arguments);
  if (command == "inbox add") return add_inbox(desk, directory, arguments);
  if (command == "import mbox") return import_mbox(desk, arguments, progress);
  if (command == "check") return check_workspace(desk, progress);
  if (command == "contact erase") return erase_contact(desk, arguments, progress);
  if (command == "backup") return back_up(desk, arguments, progress);
  if (command == "mail send-held") return end_hold(desk, desk::HoldEnd::send, progress);
  if (command == "mail drop-held") return end_hold(desk, desk::HoldEnd::drop, progress);
  return refuse(
      RefusalKind::bad_input, "unknown_command",
      "The running server does not know the command \"" + command + "\". Is it an older version?");
}

Result<void> check_arguments(const std::string& command, const Arguments& arguments) {
  if (command == "agent add") {
    const auto agent = agent_of(arguments);
    if (!agent) return std::unexpected(agent.error());
    return check_password(*agent, {}, arguments);
  }
  if (command == "inbox add") {
    store::Inbox inbox = inbox_of(arguments);
    if (auto fine = desk::check_inbox(inbox); !fine) return by_option(fine.error());
  }
  return {};
}

Result<void> check_first(const std::string& command, const Arguments& arguments) {
  if (command != "agent add" || argument(arguments, "role") == word_of(Role::owner)) return {};
  return by_option(desk::no_owner_yet());
}

}  // namespace mg::app
