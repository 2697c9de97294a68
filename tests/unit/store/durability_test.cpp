// The order of the system calls that make an object durable. No test can cut the power, but the
// order decides what is left when somebody does; and each call can be made to fail here.
//
// The calls below take the place of the C library's for the whole test program: they note what they
// were called for while a Recorder lives, and pass on.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <vector>

#include "exhibit/error.hpp"
#include "store/object_store.hpp"
#include "support/temp_folder.hpp"

namespace {

/// What was called since it was made, with paths below `root`: "fsync a/.tmp (5 bytes)".
class Recorder {
public:
    explicit Recorder(std::string root) : root_(std::move(root)) { current = this; }
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;
    ~Recorder() { current = nullptr; }

    /// The call of this text fails with EIO.
    void fail(std::string call) { failing_ = std::move(call); }
    const std::vector<std::string>& calls() const { return calls_; }

    /// True when the call is to fail.
    static bool note(const char* call, int fd, const char* name, bool with_size = false) {
        if (current == nullptr) return false;
        std::string text = std::string(call) + " " + current->shown(fd, name);
        struct stat status {};
        if (with_size && ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
            text += " (" + std::to_string(status.st_size) + " bytes)";
        }
        current->calls_.push_back(text);
        if (text != current->failing_) return false;
        errno = EIO;
        return true;
    }

private:
    std::string shown(int fd, const char* name) const {
        std::array<char, 4096> link{};
        const std::string source = "/proc/self/fd/" + std::to_string(fd);
        const ssize_t size = ::readlink(source.c_str(), link.data(), link.size());
        std::string path(link.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
        if (name != nullptr) path += std::string("/") + name;
        if (path.starts_with(root_)) path.erase(0, root_.size());
        if (path.starts_with("/")) path.erase(0, 1);
        const std::size_t temporary = path.find(".tmp-");
        if (temporary != std::string::npos) path.resize(temporary + 4);
        return path.empty() ? "." : path;
    }

    static Recorder* current;
    std::string root_;
    std::string failing_;
    std::vector<std::string> calls_;
};

Recorder* Recorder::current = nullptr;

template <typename... Arguments>
int pass_on(long number, Arguments... arguments) {
    return static_cast<int>(::syscall(number, arguments...));
}

}  // namespace

extern "C" {

int fsync(int fd) {
    return Recorder::note("fsync", fd, nullptr, true) ? -1 : pass_on(SYS_fsync, fd);
}
int fchmod(int fd, mode_t mode) noexcept {
    return Recorder::note("fchmod", fd, nullptr) ? -1 : pass_on(SYS_fchmod, fd, mode);
}
int mkdirat(int fd, const char* name, mode_t mode) noexcept {
    return Recorder::note("mkdirat", fd, name) ? -1 : pass_on(SYS_mkdirat, fd, name, mode);
}
int linkat(int from, const char* old_name, int to, const char* name, int flags) noexcept {
    if (Recorder::note("linkat", to, name)) return -1;
    return pass_on(SYS_linkat, from, old_name, to, name, flags);
}
int unlinkat(int fd, const char* name, int flags) noexcept {
    return Recorder::note("unlinkat", fd, name) ? -1 : pass_on(SYS_unlinkat, fd, name, flags);
}
int renameat(int from, const char* old_name, int to, const char* name) noexcept {
    if (Recorder::note("renameat", to, name)) return -1;
    return pass_on(SYS_renameat2, from, old_name, to, name, 0);
}

}  // extern "C"

namespace exhibit::store {
namespace {

using Calls = std::vector<std::string>;

class Durability : public testing::Test {
protected:
    ObjectStore& store() { return *store_; }
    const std::string& root() const { return root_; }
    Put put(const std::string& name) { return store_->put_new(name, as_bytes("bytes")); }
    /// Puts while `call` fails; returns the message, which must be that of an Error(io).
    std::string message_when_failing(const std::string& call) {
        Recorder recorder(root_);
        recorder.fail(call);
        try {
            put("a/object");
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::io);
            return error.what();
        }
        return "nothing thrown";
    }

private:
    test::TempFolder folder_;
    std::string root_ = folder_ / "store";
    std::unique_ptr<ObjectStore> store_ = create_posix_store(root_);
};

TEST_F(Durability, new_object_is_synced_before_it_is_linked_and_its_folder_after) {
    put("a/first");
    const Recorder recorder(root());
    EXPECT_EQ(put("a/object"), Put::created);
    EXPECT_EQ(recorder.calls(), (Calls{"fchmod a/.tmp", "fsync a/.tmp (5 bytes)", "linkat a/object",
                                       "unlinkat a/.tmp", "fsync a"}));
}

TEST_F(Durability, new_folders_are_synced_up_to_the_store) {
    const Recorder recorder(root());
    put("a/b/object");
    EXPECT_EQ(recorder.calls(), (Calls{"mkdirat a", "fsync .", "mkdirat a/b", "fsync a",
                                       "fchmod a/b/.tmp", "fsync a/b/.tmp (5 bytes)",
                                       "linkat a/b/object", "unlinkat a/b/.tmp", "fsync a/b"}));
}

TEST_F(Durability, folders_that_others_made_are_synced_once) {
    put("a/object");
    const auto other = open_posix_store(root());
    const Recorder recorder(root());
    other->put_new("a/object", {});
    other->put_new("a/object", {});
    EXPECT_EQ(recorder.calls(), (Calls{"fsync .", "fsync a", "fsync a"}));
}

TEST_F(Durability, object_of_another_writer_is_durable_before_exists_is_said) {
    put("a/object");
    const Recorder recorder(root());
    EXPECT_EQ(put("a/object"), Put::exists);
    EXPECT_EQ(recorder.calls(), Calls{"fsync a"});
}

TEST_F(Durability, replaced_hint_is_synced_before_the_rename_and_its_folder_after) {
    store().replace("a/hint", as_bytes("one"));
    const Recorder recorder(root());
    store().replace("a/hint", as_bytes("second"));
    EXPECT_EQ(recorder.calls(),
              (Calls{"fchmod a/.tmp", "fsync a/.tmp (6 bytes)", "renameat a/hint", "fsync a"}));
}

TEST_F(Durability, mended_object_is_synced_before_it_takes_the_place_of_the_damaged_one) {
    put("a/object");
    const Recorder recorder(root());
    store().mend("a/object", as_bytes("whole"));
    EXPECT_EQ(recorder.calls(),
              (Calls{"fchmod a/.tmp", "fsync a/.tmp (5 bytes)", "renameat a/object", "fsync a"}));
}

TEST_F(Durability, damaged_object_stays_when_the_mended_one_cannot_be_made_durable) {
    put("a/object");
    Recorder recorder(root());
    recorder.fail("fsync a/.tmp (5 bytes)");
    EXPECT_THROW(store().mend("a/object", as_bytes("whole")), Error);
    EXPECT_EQ(store().get("a/object"), to_bytes("bytes"));
    EXPECT_EQ(leftover_files(root()), Calls());
}

TEST_F(Durability, removal_is_synced) {
    put("a/object");
    const Recorder recorder(root());
    store().remove("a/object");
    EXPECT_EQ(recorder.calls(), (Calls{"unlinkat a/object", "fsync a"}));
}

TEST_F(Durability, failed_sync_of_the_bytes_is_an_io_error_and_leaves_nothing) {
    const std::string message = message_when_failing("fsync a/.tmp (5 bytes)");
    EXPECT_NE(message.find(root() + "/a/.tmp-"), std::string::npos) << message;
    EXPECT_NE(message.find("Input/output error"), std::string::npos) << message;
    EXPECT_EQ(store().list(""), Calls());
    EXPECT_EQ(leftover_files(root()), Calls());
}

TEST_F(Durability, failed_link_is_an_io_error_and_leaves_nothing) {
    const std::string message = message_when_failing("linkat a/object");
    EXPECT_NE(message.find(root() + "/a/object"), std::string::npos) << message;
    EXPECT_EQ(store().list(""), Calls());
    EXPECT_EQ(leftover_files(root()), Calls());
}

TEST_F(Durability, failed_mode_is_an_io_error_and_leaves_nothing) {
    EXPECT_NE(message_when_failing("fchmod a/.tmp").find(".tmp-"), std::string::npos);
    EXPECT_EQ(leftover_files(root()), Calls());
}

TEST_F(Durability, created_is_not_said_when_the_folder_cannot_be_synced) {
    EXPECT_NE(message_when_failing("fsync a").find(root() + "/a"), std::string::npos);
    // The object may or may not survive: whoever asks again is told `exists` after a sync.
    const Recorder recorder(root());
    EXPECT_EQ(put("a/object"), Put::exists);
    EXPECT_EQ(recorder.calls(), Calls{"fsync a"});
}

TEST_F(Durability, folder_whose_sync_failed_is_synced_again) {
    EXPECT_NE(message_when_failing("fsync .").find(root()), std::string::npos);
    const Recorder recorder(root());
    put("a/object");
    EXPECT_EQ(recorder.calls().front(), "fsync .");
}

TEST_F(Durability, temporary_name_that_cannot_be_removed_stays_reported_and_harmless) {
    Recorder recorder(root());
    recorder.fail("unlinkat a/.tmp");
    EXPECT_EQ(put("a/object"), Put::created);
    EXPECT_EQ(store().list(""), Calls{"a/object"});
    EXPECT_EQ(leftover_files(root()).size(), 1u);
}

}  // namespace
}  // namespace exhibit::store
