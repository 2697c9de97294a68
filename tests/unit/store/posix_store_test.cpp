// What only the store in a folder promises: durability across processes, nothing left behind after
// a failed write, nobody led out of the folder.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/file.hpp"
#include "exhibit/error.hpp"
#include "store/object_store.hpp"
#include "support/seeded_random.hpp"
#include "support/temp_folder.hpp"

namespace exhibit::store {
namespace {

namespace fs = std::filesystem;
using test::seeded_bytes;
using test::TempFolder;

const std::vector<std::string> nothing;

template <typename Call>
std::string kind_thrown(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return std::string(to_string(error.kind()));
    }
    return "nothing thrown";
}

std::vector<std::string> entries(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

void write_file(const std::string& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

TEST(PosixStore, a_name_that_a_dead_process_left_does_not_stop_the_next) {
    const TempFolder folder;
    const auto store = create_posix_store(folder / "store");
    // More names than this program has used so far, so that the next ones are among them.
    for (int number = 0; number < 200; ++number) {
        write_file(
            folder / "store/.tmp-" + std::to_string(::getpid()) + "-" + std::to_string(number),
            "part");
    }
    EXPECT_EQ(store->put_new("object", as_bytes("whole")), Put::created);
    EXPECT_EQ(store->get("object"), to_bytes("whole"));
    EXPECT_EQ(leftover_files(folder / "store").size(), 200u);
}

TEST(PosixStore, objects_outlive_the_store_object) {
    const TempFolder folder;
    create_posix_store(folder / "store")->put_new("a/b", as_bytes("text"));
    const auto again = open_posix_store(folder / "store");
    EXPECT_EQ(again->get("a/b"), to_bytes("text"));
    EXPECT_EQ(again->put_new("a/b", as_bytes("other")), Put::exists);
}

TEST(PosixStore, an_object_is_a_plain_read_only_file_of_its_name) {
    const TempFolder folder;
    const auto store = create_posix_store(folder / "store");
    const auto expect_object = [&] {
        struct stat status {};
        ASSERT_EQ(::lstat((folder / "store/packs/00/x").c_str(), &status), 0);
        EXPECT_EQ(status.st_mode, S_IFREG | 0444u);
        EXPECT_EQ(status.st_nlink, 1u);
        EXPECT_EQ(entries(folder / "store/packs/00"), std::vector<std::string>{"x"});
    };
    store->put_new("packs/00/x", as_bytes("text"));
    expect_object();
    store->mend("packs/00/x", as_bytes("mended"));
    expect_object();
}

TEST(PosixStore, create_makes_the_parents) {
    const TempFolder folder;
    create_posix_store(folder / "one/two/store/")->put_new("a", {});
    EXPECT_TRUE(fs::is_regular_file(folder / "one/two/store/a"));
}

TEST(PosixStore, create_takes_an_empty_folder_and_refuses_a_full_one) {
    const TempFolder folder;
    EXPECT_NO_THROW(create_posix_store(folder.path()));
    write_file(folder / "file", "x");
    EXPECT_EQ(kind_thrown([&] { create_posix_store(folder.path()); }), "conflict");
    EXPECT_EQ(kind_thrown([&] { create_posix_store(folder / "file"); }), "not_found");
    EXPECT_EQ(kind_thrown([&] { create_posix_store(folder / "file/below"); }), "io");
    EXPECT_EQ(entries(folder.path()), std::vector<std::string>{"file"});
}

TEST(PosixStore, open_refuses_what_is_absent_or_a_file) {
    const TempFolder folder;
    write_file(folder / "file", "x");
    EXPECT_EQ(kind_thrown([&] { open_posix_store(folder / "absent"); }), "not_found");
    EXPECT_EQ(kind_thrown([&] { open_posix_store(folder / "file"); }), "not_found");
    EXPECT_EQ(kind_thrown([&] { leftover_files(folder / "absent"); }), "not_found");
    EXPECT_FALSE(fs::exists(folder / "absent"));
}

TEST(PosixStore, a_change_of_the_working_folder_changes_nothing) {
    const TempFolder folder;
    const fs::path before = fs::current_path();
    fs::current_path(folder.path());
    create_posix_store("store");
    const auto store = open_posix_store("store");
    fs::current_path(before);
    store->put_new("a", as_bytes("text"));
    EXPECT_EQ(store->list(""), std::vector<std::string>{"a"});
    EXPECT_TRUE(fs::exists(folder / "store/a"));
    EXPECT_TRUE(store->description().ends_with("/store"));
    EXPECT_TRUE(store->description().starts_with("/"));
}

TEST(PosixStore, temporary_and_strange_files_are_no_objects_but_are_reported) {
    const TempFolder folder;
    const auto store = create_posix_store(folder / "store");
    store->put_new("a/object", as_bytes("x"));
    write_file(folder / "store/a/.tmp-1-2", "part");
    write_file(folder / "store/a/Upper", "x");
    fs::create_directory(folder / "store/Folder");
    write_file(folder / "store/Folder/file", "x");
    fs::create_symlink("object", folder / "store/a/link");
    EXPECT_EQ(store->list(""), std::vector<std::string>{"a/object"});
    EXPECT_EQ(store->list("a/"), std::vector<std::string>{"a/object"});
    EXPECT_EQ(leftover_files(folder / "store"),
              (std::vector<std::string>{"Folder/file", "a/.tmp-1-2", "a/Upper", "a/link"}));
}

TEST(PosixStore, links_lead_nobody_out_of_the_folder) {
    const TempFolder folder;
    fs::create_directory(folder / "outside");
    write_file(folder / "outside/secret", "secret");
    const auto store = create_posix_store(folder / "store");
    fs::create_symlink(folder / "outside", folder / "store/door");
    fs::create_symlink(folder / "outside/secret", folder / "store/key");
    for (const char* name : {"door/secret", "key"}) {
        EXPECT_EQ(kind_thrown([&] { store->get(name); }), "corrupt") << name;
        EXPECT_EQ(kind_thrown([&] { store->get(name, {0, 1}); }), "corrupt") << name;
        EXPECT_EQ(kind_thrown([&] { store->size(name); }), "corrupt") << name;
    }
    EXPECT_EQ(kind_thrown([&] { store->list("door/"); }), "corrupt");
    EXPECT_EQ(kind_thrown([&] { store->put_new("door/new", {}); }), "corrupt");
    EXPECT_EQ(kind_thrown([&] { store->replace("door/secret", {}); }), "corrupt");
    EXPECT_EQ(kind_thrown([&] { store->remove("door/secret"); }), "corrupt");
    EXPECT_EQ(kind_thrown([&] { store->put_new("key", {}); }), "conflict");
    EXPECT_EQ(store->list(""), nothing);
    EXPECT_EQ(entries(folder / "outside"), std::vector<std::string>{"secret"});
    EXPECT_EQ(fs::file_size(folder / "outside/secret"), 6u);
}

TEST(PosixStore, a_pipe_in_place_of_an_object_does_not_hang_the_reader) {
    const TempFolder folder;
    const auto store = create_posix_store(folder / "store");
    ASSERT_EQ(::mkfifo((folder / "store/pipe").c_str(), 0600), 0);
    EXPECT_EQ(kind_thrown([&] { store->get("pipe"); }), "corrupt");
}

TEST(PosixStore, an_object_above_the_limit_is_corrupt_and_not_read) {
    const TempFolder folder;
    const auto store = create_posix_store(folder / "store");
    write_file(folder / "store/huge", "");
    fs::resize_file(folder / "store/huge", object_bytes_max + 1);  // sparse: takes no space
    EXPECT_EQ(kind_thrown([&] { store->get("huge"); }), "corrupt");
    EXPECT_EQ(store->get("huge", {object_bytes_max, 1}), Bytes(1));
    EXPECT_EQ(store->size("huge"), object_bytes_max + 1);
}

TEST(PosixStore, listing_while_others_write_and_remove_misses_no_old_object) {
    const TempFolder folder;
    const auto store = create_posix_store(folder / "store");
    for (int number = 100; number < 200; ++number) store->put_new(std::to_string(number), {});
    std::atomic<bool> done{false};
    std::jthread writer([&] {
        while (!done.load()) {
            store->put_new("new/a", {});
            store->replace("hint", {});
            store->remove("new/a");
        }
    });
    std::size_t fewest = 1000;
    for (int round = 0; round < 50; ++round) fewest = std::min(fewest, store->list("").size());
    done.store(true);
    writer.join();
    EXPECT_GE(fewest, 100u);
}

/// Runs `work` in a child process; its value is the exit code.
template <typename Work>
pid_t in_child(Work work) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    int code = 99;
    try {
        code = work();
    } catch (...) {
        code = 98;
    }
    ::_exit(code);
}

int exit_code(pid_t child) {
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(PosixStore, one_of_two_racing_processes_creates_each_object) {
    const TempFolder folder;
    create_posix_store(folder / "store");
    constexpr int objects = 60;
    const auto race = [&](const std::string& me) {
        return in_child([&] {
            const auto store = open_posix_store(folder / "store");
            int created = 0;
            for (int object = 0; object < objects; ++object) {
                // Folders are raced for as well: a new one for each third object.
                const std::string name =
                    "folder" + std::to_string(object / 3) + "/" + std::to_string(object);
                if (store->put_new(name, as_bytes(me + name)) == Put::created) ++created;
                const auto read = store->get(name);
                if (!read || read->size() != name.size() + 1) return 97;
            }
            return created;
        });
    };
    const pid_t first = race("1");
    const pid_t second = race("2");
    const int first_created = exit_code(first);
    const int second_created = exit_code(second);
    EXPECT_EQ(first_created + second_created, objects)
        << first_created << " and " << second_created;
    EXPECT_EQ(open_posix_store(folder / "store")->list("").size(), std::size_t{objects});
    EXPECT_EQ(leftover_files(folder / "store"), nothing);
}

TEST(PosixStore, a_write_that_fails_half_way_is_an_io_error_and_leaves_nothing) {
    const TempFolder folder;
    create_posix_store(folder / "store");
    const pid_t child = in_child([&] {
        const auto store = open_posix_store(folder / "store");
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{4096, 4096};  // bytes a file of this process may have
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 1;
        try {
            store->put_new("a/object", seeded_bytes(1, 10000));
            return 2;
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::io) return 3;
            if (std::string(error.what()).find(folder / "store/a/") == std::string::npos) return 4;
        }
        return store->put_new("a/small", seeded_bytes(1, 4096)) == Put::created ? 0 : 5;
    });
    EXPECT_EQ(exit_code(child), 0);
    EXPECT_EQ(leftover_files(folder / "store"), nothing);
    EXPECT_EQ(open_posix_store(folder / "store")->list(""), std::vector<std::string>{"a/small"});
}

/// A file system of one mebibyte, unmounted at the end.
class SmallDisk {
public:
    explicit SmallDisk(std::string path) : path_(std::move(path)) {
        fs::create_directory(path_);
        mounted_ = ::mount("none", path_.c_str(), "tmpfs", 0, "size=1m") == 0;
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk() {
        if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
    }
    bool mounted() const { return mounted_; }

private:
    std::string path_;
    bool mounted_ = false;
};

TEST(PosixStore, a_full_disk_is_an_io_error_and_leaves_room_for_smaller_objects) {
    const TempFolder folder;
    const SmallDisk disk(folder / "disk");
    if (!disk.mounted()) GTEST_SKIP() << "mounting a 1 MiB tmpfs needs the right to mount (root)";
    const auto store = create_posix_store(folder / "disk/store");
    EXPECT_EQ(kind_thrown([&] { store->put_new("big", seeded_bytes(1, std::size_t{2} << 20)); }),
              "io");
    EXPECT_EQ(store->get("big"), std::nullopt);
    EXPECT_EQ(leftover_files(folder / "disk/store"), nothing);
    // What the failed write took is free again.
    EXPECT_EQ(store->put_new("small", seeded_bytes(1, 900000)), Put::created);
    EXPECT_EQ(kind_thrown([&] { store->replace("small", seeded_bytes(2, 900000)); }), "io");
    EXPECT_EQ(store->get("small"), seeded_bytes(1, 900000));
}

}  // namespace
}  // namespace exhibit::store
