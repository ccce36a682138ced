#include "api/change.h"
#include "api/nouns.h"
#include "base/json.h"
#include "desk/sign_in.h"

namespace mg::api {
namespace {

struct Token {
  TokenId id;
  std::string name;
  Instant created_at;
  std::optional<Instant> last_used_at;
};
BOOST_DESCRIBE_STRUCT(Token, (), (id, name, created_at, last_used_at))
constexpr auto member_rules(const Token*) {
  return std::array{MemberRule{.member = "last_used_at", .doc = "Null: never."}};
}

struct WantedToken {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(WantedToken, (), (name))
constexpr auto member_rules(const WantedToken*) {
  return std::array{
      MemberRule{.member = "name", .doc = "What it is for.", .min_length = 1, .max_length = 200}};
}

struct NewToken {
  TokenId id;
  std::string name, token;
};
BOOST_DESCRIBE_STRUCT(NewToken, (), (id, name, token))
constexpr auto member_rules(const NewToken*) {
  return std::array{MemberRule{.member = "token", .doc = "Shown this once."}};
}

const net::Endpoint<net::Nothing, net::Page<Token>> list_tokens{
    .path = "/api/v1/tokens",
    .name = "list_tokens",
    .summary = "Your API tokens",
    .description = "Without the tokens themselves, which are not kept.",
    .needs = "signed_in",
    .tag = "session"};

const net::Endpoint<WantedToken, NewToken> create_token{
    .method = net::Method::post,
    .path = "/api/v1/tokens",
    .name = "create_token",
    .summary = "Make an API token",
    .description =
        "It may do what you may do. Asked again under the same Idempotency-Key this is "
        "refused (token_shown_once), since the token is not kept.",
    .needs = "signed_in",
    .tag = "session",
    .status = 201,
    .refusals = {RefusalKind::conflict}};

const net::Endpoint<> revoke_token{.method = net::Method::delete_,
                                   .path = "/api/v1/tokens/{id}",
                                   .name = "revoke_token",
                                   .summary = "Revoke an API token",
                                   .description = "From then on it opens nothing.",
                                   .needs = "signed_in",
                                   .tag = "session",
                                   .refusals = {RefusalKind::not_found}};

// The change did not run when its receipt names a token that it has not made.
desk::Change making(desk::Change change, std::shared_ptr<std::int64_t> made) {
  change.work = [work = std::move(change.work), made](desk::Tx& tx) {
    auto receipt = work(tx);
    *made = receipt.value_or(0);
    return receipt;
  };
  return change;
}

void make_token(desk::Desk& desk, const net::Call<WantedToken>& call, net::Reply<NewToken> reply) {
  const std::string secret = desk::random_secret();
  const auto made = std::make_shared<std::int64_t>(0);
  auto once = std::make_shared<net::Reply<NewToken>>(std::move(reply));
  desk.change(
      context_of(call),
      making(desk::create_token(call.as<Principal>().agent(), call.body.name, secret), made),
      [once, made, secret, name = call.body.name](Result<std::int64_t> receipt) {
        if (!receipt) return (*once)(std::unexpected(receipt.error()));
        if (*made != *receipt) {
          return (*once)(refuse(RefusalKind::conflict, "token_shown_once",
                                "This token was made and shown before. Make another one "
                                "under a new key."));
        }
        (*once)(NewToken{TokenId{*receipt}, name, secret});
      });
}

}  // namespace

void add_tokens(net::Api& api, Services& services) {
  api.add_on_workers(list_tokens,
                     [&desk = services.desk](const net::Call<>& call) -> Result<net::Page<Token>> {
                       const auto found = desk::tokens(desk, call.as<Principal>().agent());
                       if (!found) return std::unexpected(found.error());
                       net::Page<Token> page;
                       for (const store::Token& t : *found) {
                         page.items.push_back({t.id, t.name, t.created_at, t.last_used_at});
                       }
                       return page;
                     });
  api.add(create_token,
          [&desk = services.desk](net::Call<WantedToken> call, net::Reply<NewToken> reply) {
            make_token(desk, call, std::move(reply));
          });
  api.add(revoke_token, [&desk = services.desk](net::Call<> call, net::Reply<net::Nothing> reply) {
    const auto id = call.id<TokenId>();
    if (!id) return reply(std::unexpected(id.error()));
    answer_change(desk, context_of(call), desk::revoke_token(*id), std::move(reply));
  });
}

}  // namespace mg::api
