#include "main/demo_papers.h"

#include <array>

namespace mg::app::demo {
namespace {

std::string big_endian(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xffffffffu;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) ? 0xedb88320u : 0u);
  }
  return ~crc;
}

std::uint32_t adler32(std::string_view bytes) {
  std::uint32_t a = 1, b = 0;
  for (const char c : bytes) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  return (b << 16) | a;
}

std::string chunk(const std::string& type, const std::string& data) {
  return big_endian(static_cast<std::uint32_t>(data.size())) + type + data +
         big_endian(crc32(type + data));
}

// One stored block; the image is smaller than a block may be.
std::string zlib_stored(const std::string& data) {
  const auto size = static_cast<std::uint16_t>(data.size());
  std::string stored = "\x78\x01\x01";
  stored += static_cast<char>(size);
  stored += static_cast<char>(size >> 8);
  stored += static_cast<char>(~size);
  stored += static_cast<char>(static_cast<std::uint16_t>(~size) >> 8);
  return stored + data + big_endian(adler32(data));
}

// A hillside at some hour of the day (PNG, 8-bit RGB): sky above two ridges.
std::string photo(Random& random) {
  constexpr int width = 160, height = 120;
  constexpr std::array<std::array<int, 3>, 3> skies = {
      {{214, 226, 236}, {244, 214, 178}, {168, 184, 204}}};
  const auto& sky = skies[static_cast<std::size_t>(random.between(0, 2))];
  const int far = random.between(40, 60), near = random.between(70, 90);
  const int slope = random.between(4, 9), bend = random.between(20, 60);
  std::string rows;
  for (int y = 0; y < height; ++y) {
    rows += '\0';  // No filter.
    for (int x = 0; x < width; ++x) {
      const int distance = x > bend ? x - bend : bend - x;
      const bool on_near = y > near + (width - x) / slope - 12;
      const bool on_far = y > far + distance / 3 - 10;
      for (std::size_t channel = 0; channel < 3; ++channel) {
        const int ridge =
            on_near ? 40 + static_cast<int>(channel % 2) * 36 : 96 + static_cast<int>(channel) * 14;
        const int light = on_near || on_far ? ridge - y / 6 : sky[channel] - y / 4;
        rows += static_cast<char>(light);
      }
    }
  }
  std::string header = big_endian(width) + big_endian(height);
  header += std::string("\x08\x02\x00\x00\x00", 5);
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("IDAT", zlib_stored(rows)) +
         chunk("IEND", "");
}

}  // namespace

Paper paper(Papers papers, const Slots& slots, Random& random) {
  const std::string& order = slots.at("order");
  switch (papers) {
    case Papers::receipt:
      return {"order-" + order + ".txt", "text/plain",
              "FERNHILL SUPPLY\nOrder " + order + ", " + slots.at("date") + "\n\n1 x " +
                  slots.at("product") + "\nPaid: " + slots.at("amount") +
                  "\n\nThank you. Write to hello@fernhill.example if anything is not right.\n"};
    case Papers::statement:
      return {"statement.csv", "text/csv",
              "date,description,amount\n" + slots.at("date") + ",FERNHILL SUPPLY " + order + "," +
                  slots.at("amount") + "\n" + slots.at("date") + ",FERNHILL SUPPLY " + order + "," +
                  slots.at("amount") + "\n"};
    case Papers::photo:
    case Papers::none:
      break;
  }
  return {"IMG_" + std::to_string(random.between(1000, 9999)) + ".png", "image/png", photo(random)};
}

}  // namespace mg::app::demo
