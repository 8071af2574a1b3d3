// Runs a fuzz target on the files of a folder, for compilers without libFuzzer: TARGET FOLDER
#include <iostream>

#include "fuzz/laws.hpp"
#include "pexpack/support/file.hpp"

int main(int argc, char** argv) {
    constexpr std::uint64_t kLargest = std::uint64_t{16} << 20;
    if (argc != 2) return 2;
    const auto seeds = pexpack::list_directory(argv[1]);
    for (const auto& seed : seeds) {
        const std::string input =
            pexpack::read_file(pexpack::join_path(argv[1], seed.name), kLargest);
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    }
    std::cout << seeds.size() << " seeds hold\n";
    return seeds.empty() ? 1 : 0;
}
