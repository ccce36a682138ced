// The short form of fuzzing, with any compiler: runs one target (LLVMFuzzerTestOneInput) over its
// seeds, then over mutations of them that are the same in every run.
//
//   fuzz_NAME [--seeds DIR] [--mails DIR] [--words FILE] [--mutations N] [--crash FILE] [--json
//   FILE] fuzz_NAME FILE...            these inputs alone, such as a crash
//
// Of the folder of mails only the files *.eml are taken.
//
// An input that takes more than seconds_max of CPU time, or ends the program, is left in the crash
// file. The file of words has one a line, in the form of libFuzzer's dictionaries.
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/time.h>
#include <unistd.h>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int seconds_max = 5;
constexpr std::size_t mutated_bytes_max = 8192;

struct Options {
  std::vector<std::string> files;
  std::string seeds, mails, words, json, crash = "fuzz.crash";
  int mutations = 2000;
};

std::string current_input;
std::string crash_file;

// Only calls that a signal handler may make.
extern "C" void leave_input(int signal_number) {
  const int file = open(crash_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file >= 0) {
    const auto ignored = write(file, current_input.data(), current_input.size());
    static_cast<void>(ignored);
    close(file);
  }
  constexpr char note[] = "\nfuzz: the input is in the crash file: ";
  auto ignored = write(STDERR_FILENO, note, sizeof note - 1);
  ignored = write(STDERR_FILENO, crash_file.data(), crash_file.size());
  ignored = write(STDERR_FILENO, "\n", 1);
  static_cast<void>(ignored);
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

void run(std::string input) {
  current_input = std::move(input);
  const itimerval limit{{0, 0}, {seconds_max, 0}};
  setitimer(ITIMER_PROF, &limit, nullptr);
  // A block of its own size, so that a sanitizer sees each byte beyond the end.
  const std::vector<std::uint8_t> bytes(current_input.begin(), current_input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (file.peek() != std::ifstream::traits_type::eof()) bytes << file.rdbuf();
  if (!file) {
    std::fprintf(stderr, "fuzz: %s cannot be read\n", path.c_str());
    std::exit(2);
  }
  return std::move(bytes).str();
}

// In the order of their names; `ending` "" takes all.
void read_folder(const std::string& folder, std::string_view ending,
                 std::vector<std::string>& inputs) {
  if (folder.empty()) return;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().native().ends_with(ending)) {
      paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  for (const auto& path : paths) inputs.push_back(read_file(path));
}

// "a\x00b" with the quotes, as libFuzzer has it: \\ \" \xAB.
std::vector<std::string> read_words(const std::string& path) {
  std::vector<std::string> words;
  std::istringstream lines(path.empty() ? std::string() : read_file(path));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('"') || line.size() < 3) continue;
    std::string word;
    for (std::size_t i = 1; i + 1 < line.size(); ++i) {
      if (line[i] == '\\' && line[i + 1] == 'x') {
        word += static_cast<char>(std::stoi(line.substr(i + 2, 2), nullptr, 16));
        i += 3;
      } else {
        if (line[i] == '\\') ++i;
        word += line[i];
      }
    }
    words.push_back(std::move(word));
  }
  return words;
}

class Mutator {
 public:
  Mutator(const std::vector<std::string>& seeds, const std::vector<std::string>& words)
      : seeds_(seeds), words_(words) {}

  std::string next() {
    std::string input = short_piece(mutated_bytes_max);
    for (auto count = 1 + below(6); count > 0; --count) change(input);
    if (input.size() > mutated_bytes_max) input.resize(mutated_bytes_max);
    return input;
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

  // Of a long seed its beginning, or sometimes another piece.
  std::string short_piece(std::size_t bytes_max) {
    const std::string& seed = seeds_[below(seeds_.size())];
    const std::size_t from =
        seed.size() > bytes_max && below(4) == 0 ? below(seed.size() - bytes_max) : 0;
    return seed.substr(from, bytes_max);
  }

  void change(std::string& s) {
    const std::size_t at = below(s.size() + 1);
    const std::size_t left = s.size() - at;
    switch (below(9)) {
      case 0:
        if (left > 0) s[at] = static_cast<char>(s[at] ^ (1 << below(8)));
        break;
      case 1:
        if (left > 0) s[at] = static_cast<char>(below(256));
        break;
      case 2:
        s.erase(at, 1 + below(std::min<std::size_t>(left, 40)));
        break;
      case 3:
        s.insert(at, 1 + below(4), static_cast<char>(below(256)));
        break;
      case 4:  // A piece once more, perhaps often.
        for (auto piece = s.substr(at, 1 + below(30)); s.size() < mutated_bytes_max;) {
          s.insert(at, piece);
          if (below(12) == 0) break;
        }
        break;
      case 5:
        s.resize(at);
        break;
      case 6: {
        const std::string other = short_piece(mutated_bytes_max);
        const std::size_t from = below(other.size());
        s.insert(at, other, from, 1 + below(200));
        break;
      }
      default:
        if (!words_.empty()) s.insert(at, words_[below(words_.size())]);
    }
  }

  const std::vector<std::string>& seeds_;
  const std::vector<std::string>& words_;
  std::mt19937_64 random_{20261122};
};

Options read_options(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = arguments[i];
    if (!name.starts_with("--")) {
      options.files.emplace_back(name);
      continue;
    }
    const char* value = ++i < count ? arguments[i] : nullptr;
    if (value == nullptr) std::exit(2);
    if (name == "--seeds") {
      options.seeds = value;
    } else if (name == "--mails") {
      options.mails = value;
    } else if (name == "--words") {
      options.words = value;
    } else if (name == "--mutations") {
      options.mutations = std::atoi(value);
    } else if (name == "--crash") {
      options.crash = value;
    } else if (name == "--json") {
      options.json = value;
    } else {
      std::fprintf(stderr, "fuzz: %s is not an option\n", arguments[i - 1]);
      std::exit(2);
    }
  }
  return options;
}

}  // namespace

int main(int count, char** arguments) {
  const Options options = read_options(count, arguments);
  crash_file = options.crash;
  for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGPROF}) {
    signal(number, leave_input);
  }
  for (const std::string& file : options.files) run(read_file(file));
  if (!options.files.empty()) return 0;

  std::vector<std::string> seeds;
  read_folder(options.seeds, "", seeds);
  read_folder(options.mails, ".eml", seeds);
  for (const std::string& seed : seeds) run(seed);
  seeds.emplace_back();  // So that every target also begins with nothing.
  const std::vector<std::string> words = read_words(options.words);
  Mutator mutator(seeds, words);
  for (int i = 0; i < options.mutations; ++i) run(mutator.next());

  std::printf("%zu seeds, %d mutations\n", seeds.size() - 1, options.mutations);
  if (options.json.empty()) return 0;
  // Two tests: the seeds, among them every input that once failed, and the mutations.
  std::ofstream(options.json) << "{\"passed\": 2, \"failures\": []}\n";
  return 0;
}
