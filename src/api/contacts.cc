#include "api/block.h"
#include "api/change.h"
#include "api/erasure.h"
#include "api/nouns.h"
#include "api/previous.h"

namespace mg::api {
namespace {

struct Person {
  ContactId id;
  std::string name, email;
  std::vector<std::string> addresses;
  Instant created_at;
  std::vector<Previous> conversations;
  std::optional<Block> blocked;
  std::optional<Erasure> erased;
};
BOOST_DESCRIBE_STRUCT(Person, (),
                      (id, name, email, addresses, created_at, conversations, blocked, erased))
constexpr auto member_rules(const Person*) {
  return std::array{MemberRule{.member = "conversations", .doc = "The newest first, at most 50."},
                    MemberRule{.member = "blocked", .doc = "By what the mail goes to spam."},
                    MemberRule{.member = "erased", .doc = "null: the person was not erased."}};
}

const net::Endpoint<net::Nothing, Person> get_contact{
    .path = "/api/v1/contacts/{id}",
    .name = "get_contact",
    .summary = "A customer",
    .description = "With all addresses and the newest conversations.",
    .needs = "read_conversations",
    .tag = "conversations",
    .refusals = {RefusalKind::not_found}};

}  // namespace

void add_contacts(net::Api& api, Services& services) {
  api.add_on_workers(get_contact,
                     [&desk = services.desk](const net::Call<>& call) -> Result<Person> {
                       const auto id = call.id<ContactId>();
                       if (!id) return std::unexpected(id.error());
                       return desk.read<Person>([&](db::Session& session) -> Result<Person> {
                         const auto found = desk::person(session, *id);
                         if (!found) return desk::not_found();
                         const store::Contact& c = found->contact;
                         return Person{c.id,
                                       c.name,
                                       c.email,
                                       found->addresses,
                                       c.created_at,
                                       previous_of(found->conversations),
                                       find_block_of(session, c.email),
                                       find_erasure(session, *id)};
                       });
                     });
}

}  // namespace mg::api
