#include "main/demo_people.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "desk/people.h"
#include "desk/sign_in.h"

namespace mg::app::demo {
namespace {

struct Names {
  std::span<const std::string_view> first, last;
};

constexpr std::string_view english_first[] = {
    "Amelia",  "Noah",     "Priyanka", "George",  "Aisha",  "Callum",  "Dorothy", "Femi",
    "Harriet", "Ibrahim",  "Joan",     "Kieran",  "Leila",  "Malcolm", "Nadia",   "Olive",
    "Patrick", "Rhiannon", "Samir",    "Tamsin",  "Ursula", "Victor",  "Wendy",   "Yusuf",
    "Zara",    "Bronwen",  "Desmond",  "Eleanor", "Gareth", "Hannah",  "Isla",    "Jasper"};
constexpr std::string_view english_last[] = {
    "Whitlock", "Okonkwo",   "Patel", "Hargreaves", "Rahman",   "McAllister", "Fairweather",
    "Adeyemi",  "Pritchard", "Khan",  "Bellamy",    "O’Rourke", "Haddad",     "Thornton",
    "Kowalska", "Ashdown",   "Doyle", "Pugh",       "Chaudhry", "Trelawney",  "Lindgren",
    "Osei",     "Marsh",     "Demir", "Sandhu",     "Lloyd",    "Campbell",   "Stone"};
constexpr std::string_view german_first[] = {"Jürgen",   "Anke",   "Felix", "Greta",
                                             "Matthias", "Sabine", "Lukas", "Käthe"};
constexpr std::string_view german_last[] = {"Brandt",   "Schröder", "Vogel", "Krüger",
                                            "Hoffmann", "Lehmann",  "Weiß",  "Neumann"};
constexpr std::string_view french_first[] = {"Élodie",  "Julien",  "Camille",
                                             "Thierry", "Margaux", "Hélène"};
constexpr std::string_view french_last[] = {"Lefèvre", "Moreau", "Girard",
                                            "Dubois",  "Perrin", "Chevalier"};
constexpr std::string_view spanish_first[] = {"Lucía",  "Álvaro", "Begoña",
                                              "Martín", "Inés",   "Rubén"};
constexpr std::string_view spanish_last[] = {"Ortega", "Núñez",  "Castaño",
                                             "Vidal",  "Romero", "Ibáñez"};

constexpr Names names[] = {{english_first, english_last},
                           {german_first, german_last},
                           {french_first, french_last},
                           {spanish_first, spanish_last}};

constexpr std::string_view domains[] = {"post.example", "mailbox.example", "inbox.example",
                                        "hillside.example", "webmail.example"};

constexpr std::pair<std::string_view, std::string_view> letters[] = {
    {"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"ß", "ss"}, {"é", "e"}, {"è", "e"}, {"É", "e"},
    {"í", "i"},  {"Á", "a"},  {"ñ", "n"},  {"ú", "u"},  {"á", "a"}, {"ë", "e"}, {"’", ""}};

std::string plain_letters(std::string_view name) {
  std::string plain;
  while (!name.empty()) {
    const auto letter = std::ranges::find_if(
        letters, [&](const auto& pair) { return name.starts_with(pair.first); });
    if (letter != std::end(letters)) {
      plain += letter->second;
      name.remove_prefix(letter->first.size());
      continue;
    }
    const char c = name.front();
    plain += c == ' ' ? '.' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    name.remove_prefix(1);
  }
  return plain;
}

struct Hired {
  std::string_view email, name;
  Role role;
};
constexpr Hired hired[] = {{owner_email, "Tomas Varga", Role::owner},
                           {"ines@fernhill.example", "Ines Moreau", Role::admin},
                           {"kofi@fernhill.example", "Kofi Asante", Role::agent},
                           {"priya@fernhill.example", "Priya Nair", Role::agent},
                           {"jonas@fernhill.example", "Jonas Weber", Role::agent}};
constexpr std::string_view team_names[] = {"Care", "Payments", "Warehouse"};
// Of each team, by their places in `hired`.
const std::vector<std::size_t> team_members[] = {{0, 1, 3}, {2, 0}, {4, 3}};
constexpr std::string_view addresses[] = {"hello@fernhill.example", "returns@fernhill.example"};

Result<void> hire(desk::Desk& desk, Shop& shop) {
  const std::string hash = desk::hash_password(demo_password);
  for (const Hired& who : hired) {
    const desk::NewAgent agent{std::string(who.email), std::string(who.name), who.role, hash};
    const auto id =
        shop.agents.empty()
            ? desk.change_now(desk::as_system(), desk::create_owner(agent, "Fernhill Supply"))
            : desk.change_now(shop.agents[0].context(), desk::add_agent(agent));
    if (!id) return std::unexpected(id.error());
    shop.agents.push_back({AgentId{*id}, who.role, agent.name, agent.email});
  }
  return {};
}

Result<void> make_teams(desk::Desk& desk, Shop& shop) {
  for (std::size_t i = 0; i < std::size(team_names); ++i) {
    store::Team team{.id = {}, .name = std::string(team_names[i]), .members = {}};
    for (const std::size_t member : team_members[i]) {
      team.members.push_back(shop.agents[member].id);
    }
    const auto id = desk.change_now(shop.agents[0].context(), desk::save_team(team));
    if (!id) return std::unexpected(id.error());
    shop.teams[i] = TeamId{*id};
  }
  return {};
}

Result<void> make_inboxes(desk::Desk& desk, Shop& shop) {
  constexpr std::string_view inbox_names[] = {"Hello", "Returns"};
  for (std::size_t i = 0; i < std::size(addresses); ++i) {
    store::Inbox inbox;
    inbox.name = inbox_names[i];
    inbox.address = addresses[i];
    inbox.team = shop.teams[0];
    const auto id = desk.change_now(shop.agents[0].context(), desk::save_inbox(inbox));
    if (!id) return std::unexpected(id.error());
    shop.inboxes[i] = InboxId{*id};
  }
  return {};
}

}  // namespace

std::vector<const Agent*> Shop::members(TeamName team) const {
  std::vector<const Agent*> found;
  for (const std::size_t member : team_members[static_cast<std::size_t>(team)]) {
    found.push_back(&agents[member]);
  }
  return found;
}

Result<Shop> open_shop(desk::Desk& desk) {
  Shop shop;
  if (auto done = hire(desk, shop); !done) return std::unexpected(done.error());
  if (auto done = make_teams(desk, shop); !done) return std::unexpected(done.error());
  if (auto done = make_inboxes(desk, shop); !done) return std::unexpected(done.error());
  desk.reload();
  return shop;
}

std::string_view address_of(InboxName inbox) {
  return addresses[static_cast<std::size_t>(inbox)];
}

std::string mail_address(std::string_view name, Random& random) {
  std::string local = plain_letters(name);
  const auto dot = local.find('.');
  switch (random.between(0, 4)) {
    case 0:
      local = local.substr(0, 1) + local.substr(dot + 1);
      break;
    case 1:
      local += std::to_string(random.between(51, 99));
      break;
    case 2:
      local.erase(dot, 1);
      break;
    default:
      break;
  }
  return local + "@" + std::string(random.pick<std::string_view>(domains));
}

Customer Crowd::somebody(Language language) {
  const Names& from = names[static_cast<std::size_t>(language)];
  constexpr int again_percent = 6;
  if (random_.percent(again_percent) && !known_.empty()) {
    const auto& [spoken, regular] = random_.pick<std::pair<Language, Customer>>(known_);
    if (spoken == language) return regular;
  }
  const auto is_known = [this](const std::string& name) {
    return std::ranges::any_of(known_, [&](const auto& k) { return k.second.name == name; });
  };
  Customer customer;
  do {
    customer.name =
        std::string(random_.pick(from.first)) + " " + std::string(random_.pick(from.last));
  } while (is_known(customer.name));
  customer.email = mail_address(customer.name, random_);
  constexpr std::array manners = {Manner::plain,     Manner::plain,      Manner::first_name,
                                  Manner::full_name, Manner::first_name, Manner::from_phone,
                                  Manner::lower_case};
  customer.manner = random_.pick<Manner>(manners);
  known_.emplace_back(language, customer);
  return customer;
}

std::string in_the_manner_of(const Customer& customer, std::string text, Language language) {
  constexpr std::string_view from_phone[] = {"Sent from my phone", "Von meinem Handy gesendet",
                                             "Envoyé depuis mon téléphone",
                                             "Enviado desde mi móvil"};
  switch (customer.manner) {
    case Manner::plain:
      return text;
    case Manner::first_name:
      return text + "\n\n" + customer.first_name();
    case Manner::full_name:
      return text + "\n\n" + customer.name;
    case Manner::from_phone:
      return text + "\n\n" + customer.first_name() + "\n" +
             std::string(from_phone[static_cast<std::size_t>(language)]);
    case Manner::lower_case:
      // Only ASCII letters; German nouns keep their capitals even in a hurry.
      if (language == Language::german) return text;
      for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      }
      return text;
  }
  return text;
}

}  // namespace mg::app::demo
