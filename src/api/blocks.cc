#include "desk/blocks.h"

#include "api/block.h"
#include "api/change.h"
#include "api/nouns.h"
#include "api/paging.h"

namespace mg::api {
namespace {

struct BlocksWanted {
  int limit = 50;
  std::string cursor;
};
BOOST_DESCRIBE_STRUCT(BlocksWanted, (), (limit, cursor))
constexpr auto member_rules(const BlocksWanted*) {
  return std::array{limit_rule, cursor_rule};
}

struct NewBlock {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(NewBlock, (), (name))
constexpr auto member_rules(const NewBlock*) {
  return std::array{
      MemberRule{.member = "name",
                 .doc = "An address, or a domain: it stands for everybody there and below it.",
                 .max_length = 320,
                 .example = "ana@customer.example"}};
}

const net::Endpoint<net::Nothing, net::Page<Block>, BlocksWanted> list_blocks{
    .path = "/api/v1/blocks",
    .name = "list_blocks",
    .summary = "The blocked senders",
    .description = "Whose mail goes to spam, since when and by whom; the newest first.",
    .needs = "block_senders",
    .tag = "workspace"};

const net::Endpoint<NewBlock, Block> create_block{
    .method = net::Method::post,
    .path = "/api/v1/blocks",
    .name = "create_block",
    .summary = "Block a sender",
    .description =
        "Mail of this address is kept and goes to spam from now on, without acknowledgement; what "
        "came before stays where it is. Only owners and admins block a domain. Blocked already: "
        "the block that is there.",
    .needs = "block_senders",
    .tag = "workspace",
    .status = 201,
    .refusals = {RefusalKind::conflict}};

const net::Endpoint<> delete_block{
    .method = net::Method::delete_,
    .path = "/api/v1/blocks/{id}",
    .name = "delete_block",
    .summary = "Unblock a sender",
    .description = "Mail counts again from now on. Only owners and admins unblock a domain.",
    .needs = "block_senders",
    .tag = "workspace",
    .refusals = {RefusalKind::not_found}};

Block block_of(desk::ShownBlock&& shown) {
  const bool domain = shown.block.name.find('@') == std::string::npos;
  Block block{shown.block.id, std::move(shown.block.name), domain, shown.block.created_at, {}};
  if (shown.block.created_by) {
    block.by = Named<AgentId>{shown.block.created_by, std::move(shown.by)};
  }
  return block;
}

Block show_block(db::Session& session, std::int64_t id) {
  auto found = desk::block(session, BlockId{id});
  return found ? block_of(std::move(*found)) : Block{};
}

Result<net::Page<Block>> page_of(desk::Desk& desk, const BlocksWanted& wanted) {
  BlockId before;
  if (!wanted.cursor.empty()) {
    const auto id = id_from<BlockId>(wanted.cursor);
    if (!id) {
      return refuse(RefusalKind::bad_input, "bad_cursor",
                    "This cursor is not one that the list gave. Start again without it.",
                    "?cursor");
    }
    before = *id;
  }
  return desk.read<net::Page<Block>>([&](db::Session& session) -> Result<net::Page<Block>> {
    net::Page<Block> page;
    for (desk::ShownBlock& shown : desk::blocks(session, before, wanted.limit + 1)) {
      page.items.push_back(block_of(std::move(shown)));
    }
    if (page.items.size() > static_cast<std::size_t>(wanted.limit)) {
      page.items.pop_back();
      page.next = to_string(page.items.back().id);
    }
    return page;
  });
}

}  // namespace

std::optional<Block> find_block_of(db::Session& session, std::string_view address) {
  auto found = desk::block_of(session, address);
  if (!found) return {};
  return block_of(std::move(*found));
}

void add_blocks(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  api.add_on_workers(list_blocks, [&desk](const net::Call<net::Nothing, BlocksWanted>& call) {
    return page_of(desk, call.query);
  });
  api.add(create_block, [&desk](net::Call<NewBlock> call, net::Reply<Block> reply) {
    answer_change<Block>(desk, context_of(call), desk::block_sender(call.body.name), show_block,
                         std::move(reply));
  });
  api.add(delete_block, [&desk](net::Call<> call, net::Reply<net::Nothing> reply) {
    const auto id = call.id<BlockId>();
    if (!id) return reply(std::unexpected(id.error()));
    answer_change(desk, context_of(call), desk::unblock_sender(*id), std::move(reply));
  });
}

}  // namespace mg::api
