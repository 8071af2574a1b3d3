// A file that appears whole or not at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"

namespace pexpack {

// Written beside `path` as `.NAME.pexpack-XXXXXX.tmp`, then flushed to disk and renamed over it by
// commit(). Destroyed without commit() it leaves what was there before, and no folder that it made.
// What commands that were killed have left beside `path` is removed first.
// A signal handler that wants to remove the unfinished file calls remove_unfinished_file(). When
// `path` is a link, the file it leads to is made or replaced and the link stays.
class AtomicFile {
  public:
    // Makes the folders above `path`. Throws Error (kSystem) naming `path` when the folder cannot
    // be written, (kUsage) when `path` is a folder or another thing that is not a file.
    explicit AtomicFile(const std::string& path);
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    // At most so many bytes will be written: room is made for them, where the file system can do
    // that, and the message that there is none names them. commit() gives back what was not used.
    void expect_size(std::uint64_t bytes);

    // Overwrites or extends; bytes between the end and `offset` become zero.
    void write_at(std::span<const std::byte> bytes, std::uint64_t offset);

    // Sets `mode` (as chmod), flushes and renames. Afterwards the file is at its place. `confirm`
    // is called when it is there: what it throws brings back what was there before.
    void commit(unsigned mode, const std::function<void()>& confirm = {});

    // The same for what may be lost: it is not flushed, so that after a power failure the file may
    // be cut short or hold anything.
    void commit_unflushed(unsigned mode);

  private:
    void open();
    void set_mode(unsigned mode) const;
    void send_to_disk(std::uint64_t end);
    void give_back_room() const;

    enum class Placed { kNot, kNew, kExchanged };
    void take_place(const std::function<void()>& confirm);
    Placed place_revocably();
    void revoke(Placed placed);
    bool exchange_names() const;
    bool is_ours(const std::string& path) const;
    Error failure() const;
    void remove_new_folders() const;

    std::string path_;   // what the user named
    std::string final_;  // the same with links followed
    std::string temporary_;
    std::vector<std::string> new_folders_;  // the innermost first
    FileDescriptor fd_;
    std::uint64_t expected_size_ = 0;  // 0: not known
    std::uint64_t sent_ = 0;           // the bytes before it are on their way to the disk
};

// Async-signal-safe: removes what the AtomicFile in progress has made, if there is one, and brings
// back what was there before.
void remove_unfinished_file() noexcept;

}  // namespace pexpack
