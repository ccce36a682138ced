#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>
#include <unistd.h>

#include "main/backup_command.h"
#include "main/command_line.h"
#include "main/commands.h"
#include "main/demo_command.h"
#include "main/log.h"
#include "main/mail_explain.h"
#include "main/restore.h"
#include "main/serve.h"
#include "main/show_openapi.h"

namespace {

using namespace mg::app;

int say_wrong(const std::string& what) {
  std::fprintf(stderr, "makegood: %s\n", what.c_str());
  return wrong_command_line;
}

// The status of `command`, unless nothing says where the workspace is.
int run_at(const Place& place, const std::function<int()>& command) {
  if (auto named = must_name_place(place); !named) return say_wrong(named.error().detail);
  return command();
}

void add_place(CLI::App& command, Place& place) {
  command.add_option("--data", place.data, "Folder of the workspace");
  command.add_option("--database", place.database,
                     "postgresql://... when the workspace is on PostgreSQL");
}

// Standard input up to its first line end: a password that no process list shows.
std::string read_secret() {
  std::string secret;
  std::getline(std::cin, secret);
  return secret;
}

int finish(const mg::Result<std::string>& result) {
  if (!result) {
    std::fprintf(stderr, "makegood: %s\n", result.error().detail.c_str());
    return could_not_be_done;
  }
  if (!result->empty()) std::printf("%s\n", result->c_str());
  return 0;
}

// A bar for people at a terminal; a log gets no hundred lines of it.
class Bar {
 public:
  ~Bar() {
    if (shown_) std::fprintf(stderr, "\n");
  }
  void say(const std::string& text) {
    if (text.find_first_not_of("0123456789") != std::string::npos) {
      std::fprintf(stderr, "%s\n", text.c_str());
    } else if (isatty(STDERR_FILENO) != 0) {
      const int percent = std::atoi(text.c_str());
      std::fprintf(stderr, "\r[%-50.*s] %3d %%", percent / 2,
                   "##################################################", percent);
      shown_ = true;
    }
  }

 private:
  bool shown_ = false;
};

// The server that does the work may stand in another folder.
void make_paths_absolute(Arguments& arguments) {
  for (const char* name : {"to", "file"}) {
    const auto at = arguments.find(name);
    if (at == arguments.end() || at->second.empty()) continue;
    at->second = std::filesystem::absolute(at->second).lexically_normal().string();
  }
}

mg::Result<std::string> answer_of(const Place& place, const std::string& command,
                                  const Arguments& arguments) {
  Bar bar;
  const Progress progress = [&](const std::string& text) { bar.say(text); };
  if (command == "backup") {
    if (const auto copied = back_up_folder(place, arguments, progress)) return *copied;
  }
  if (place.database.empty()) {
    if (const auto answered = ask_server(place.data, command, arguments, progress)) {
      return *answered;
    }
  }
  const bool may_be_first = command == "agent add" || command == "inbox add";
  if (!may_be_first) {
    if (auto fine = must_hold_workspace(place); !fine) return std::unexpected(fine.error());
  } else if (!holds_workspace(place)) {
    // What is refused leaves no new workspace behind.
    if (auto fine = check_first(command, arguments); !fine) return std::unexpected(fine.error());
  }
  if (auto fine = prepare(place); !fine) return std::unexpected(fine.error());
  mg::SystemClock clock;
  Workspace workspace = open_workspace(place, clock, "");
  mg::desk::Directory directory(*workspace.desk);
  return run_command(*workspace.desk, directory, command, arguments, progress);
}

// In the running server when there is one, else here, under the folder's lock.
int run_on(const Place& place, const std::string& command, Arguments arguments) {
  make_paths_absolute(arguments);
  if (auto fine = check_arguments(command, arguments); !fine) return say_wrong(fine.error().detail);
  try {
    return finish(answer_of(place, command, arguments));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "makegood: %s\n", error.what());
    return could_not_be_done;
  }
}

int run_restore(const Restore& want) {
  const auto result = [&] {
    Bar bar;
    mg::SystemClock clock;
    return restore_backup(want, clock, [&](int percent) { bar.say(std::to_string(percent)); });
  }();
  return finish(result);
}

struct CommandLine {
  CLI::App app{"Makegood: a customer service desk. A problem is solved when the customer says so.",
               "makegood"};
  ServeOptions serve_options;
  Place place;
  Restore backup;
  Arguments arguments;
  std::vector<std::string> files;
  bool human = false;
  bool secret_from_stdin = false;
  int status = 0;

  void option(CLI::App& command, const std::string& name, const std::string& key,
              const std::string& help, bool required = false) {
    command.add_option(name, arguments[key], help)->required(required);
  }

  CLI::App& workspace_command(CLI::App& parent, const std::string& name, const std::string& full,
                              const std::string& help) {
    CLI::App& command = *parent.add_subcommand(name, help);
    add_place(command, place);
    command.callback([this, full] {
      status = run_at(place, [&] {
        if (secret_from_stdin) arguments["password"] = read_secret();
        return run_on(place, full, arguments);
      });
    });
    return command;
  }

  void add_serve() {
    CLI::App& serve_command = *app.add_subcommand("serve", "Serve the workspace");
    add_place(serve_command, serve_options.place);
    serve_command.add_option("--listen", serve_options.listen, "ADDRESS:PORT for HTTP")
        ->capture_default_str();
    serve_command.add_option("--lmtp", serve_options.lmtp, "ADDRESS:PORT for mail (LMTP)")
        ->capture_default_str();
    serve_command.add_option("--base-url", serve_options.base_url,
                             "How people reach the server, e.g. https://help.example.com");
    serve_command.add_option("--allow-host", serve_options.allowed_hosts,
                             "Further name by which clients may ask for the server");
    serve_command.add_option("--clock-file", serve_options.clock_file,
                             "For tests: now is the instant in this file");
    serve_command.add_option("--trusted-proxy", serve_options.trusted_proxies,
                             "Address or network whose X-Forwarded headers count");
    serve_command.add_option("--trusted-mail-peer", serve_options.trusted_mail_peers,
                             "Address or network whose mail is not rate-limited");
    serve_command.callback(
        [this] { status = run_at(serve_options.place, [this] { return serve(serve_options); }); });
  }

  void add_workspace_commands() {
    CLI::App& agent = *app.add_subcommand("agent", "People of the team")->require_subcommand(1);
    CLI::App& agent_add = workspace_command(agent, "add", "agent add", "Add an agent");
    option(agent_add, "--email", "email", "Address to sign in with", true);
    option(agent_add, "--name", "name", "Name that customers see", true);
    arguments["role"] = "agent";
    option(agent_add, "--role", "role", "owner, admin or agent (the last when it is not given)");
    agent_add.add_flag("--password-stdin", secret_from_stdin, "Read the password from stdin")
        ->required();

    CLI::App& token = *app.add_subcommand("token", "API tokens")->require_subcommand(1);
    CLI::App& token_create =
        workspace_command(token, "create", "token create", "Make an API token and print it");
    option(token_create, "--agent", "agent", "Address of the agent whose rights it has", true);
    option(token_create, "--name", "name", "What it is for");

    CLI::App& inbox = *app.add_subcommand("inbox", "Mail addresses")->require_subcommand(1);
    CLI::App& inbox_add = workspace_command(inbox, "add", "inbox add", "Add an inbox");
    option(inbox_add, "--address", "address", "The address that people write to", true);
    option(inbox_add, "--name", "name", "What the team calls it", true);
    option(inbox_add, "--smtp", "smtp", "smtp://HOST:PORT that sends its mail");
    option(inbox_add, "--smtp-user", "smtp_user", "User at that server");
    inbox_add.add_flag_callback("--smtp-password-stdin",
                                [this] { arguments["smtp_password"] = read_secret(); });

    CLI::App& import = *app.add_subcommand("import", "Bring in old mail")->require_subcommand(1);
    CLI::App& mbox = workspace_command(import, "mbox", "import mbox", "Import a mailbox file");
    option(mbox, "--inbox", "inbox", "Address of the inbox that it belongs to", true);
    option(mbox, "file", "file", "The mailbox", true);
    mbox.add_flag_callback(
        "--restart", [this] { arguments["restart"] = "yes"; },
        "Read the file from its beginning again, not from where an earlier run stopped");

    CLI::App& contact = *app.add_subcommand("contact", "Customers")->require_subcommand(1);
    CLI::App& contact_erase = workspace_command(contact, "erase", "contact erase",
                                                "Erase a person and every word of theirs");
    option(contact_erase, "--email", "email", "One of the person's addresses", true);
    contact_erase.add_flag_callback(
        "--yes", [this] { arguments["yes"] = "yes"; }, "Really: nothing brings it back");

    workspace_command(app, "check", "check", "Replay the log and compare it with the rows");
    CLI::App& copy = workspace_command(app, "backup", "backup", "Copy a workspace in use");
    option(copy, "--to", "to", "New file", true);
  }

  void add_other_commands() {
    CLI::App& migrate = *app.add_subcommand("migrate", "Bring the database up to this version");
    add_place(migrate, place);
    migrate.callback(
        [this] { status = run_at(place, [this] { return migrate_workspace(place); }); });

    CLI::App& restore = *app.add_subcommand("restore", "Put a backup where nothing is yet");
    restore.add_option("--data", backup.place.data, "Empty or new folder");
    restore.add_option("--database", backup.place.database,
                       "postgresql://... of an empty database, to move there");
    restore.add_option("--from", backup.from, "The backup's file")->required();
    restore.add_flag("--send-queued", backup.send_queued,
                     "Send the mail that waited: only when the old workspace sends no more");
    restore.callback(
        [this] { status = run_at(backup.place, [this] { return run_restore(backup); }); });

    CLI::App& mail = *app.add_subcommand("mail", "Look at mail")->require_subcommand(1);
    workspace_command(mail, "send-held", "mail send-held", "Send what a restore put on hold");
    workspace_command(mail, "drop-held", "mail drop-held", "Never send what is on hold");
    CLI::App& explain = *mail.add_subcommand("explain", "Say what is understood of a mail");
    explain.add_option("files", files, "Mail files")->required();
    explain.add_flag("--human", human, "In sentences, with the reasons");
    explain.callback([this] { status = explain_mail(files, human); });

    CLI::App& demo = *app.add_subcommand("demo", "Serve a workspace with made-up conversations");
    demo.add_option("--data", serve_options.place.data, "Folder")->required();
    demo.add_option("--listen", serve_options.listen, "ADDRESS:PORT for HTTP")
        ->capture_default_str();
    demo.add_option("--lmtp", serve_options.lmtp, "ADDRESS:PORT for mail (LMTP)")
        ->capture_default_str();
    demo.add_option("--allow-host", serve_options.allowed_hosts,
                    "Further name by which clients may ask for the server");
    demo.callback([this] { status = serve_demo(serve_options); });

    app.add_subcommand("openapi", "Print the API's document")->callback([this] {
      status = show_openapi();
    });
    app.add_subcommand("help", "Print this help")->callback([this] {
      // app.help() would be that of the command which was named: this one.
      const auto mode = CLI::AppFormatMode::Normal;
      std::fputs(app.get_formatter()->make_help(&app, app.get_name(), mode).c_str(), stdout);
    });
    const std::string version = std::string("makegood ") + MG_VERSION;
    app.set_version_flag("--version", version, "Print the version");
    app.add_subcommand("version", "Print the version")->callback([version] {
      std::printf("%s\n", version.c_str());
    });
  }
};

}  // namespace

int main(int count, char** values) {
  start_log();  // On standard error, for what a command prints is read by programs.
  CommandLine line;
  line.app.require_subcommand(1);
  line.add_serve();
  line.add_workspace_commands();
  line.add_other_commands();
  const std::span<const char* const> words(values, static_cast<std::size_t>(count));
  const auto asked = words.subspan(std::min(count, 1));
  if (const auto wrong = unknown_command(line.app, asked)) return say_wrong(*wrong);
  if (const auto help = unfinished_command(line.app, asked)) {
    std::fprintf(stderr, "makegood: name a command.\n%s", help->c_str());
    return wrong_command_line;
  }
  try {
    line.app.parse(count, values);
  } catch (const CLI::ParseError& error) {
    if (const auto twice = given_twice(line.app)) return say_wrong(*twice);
    return line.app.exit(error) == 0 ? 0 : wrong_command_line;  // 0: it was asked for help.
  }
  return line.status;
}
