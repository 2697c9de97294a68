#include "intake/zip_input.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>

#include "base/file.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "intake/archive_reader.hpp"

namespace exhibit::intake {

namespace {

/// Thrown and caught here only.
struct OverLimit {
    ZipProblem problem;
};

class ZipRun {
public:
    ZipRun(ArchiveInput& input, const ZipLimits& limits, const CancelFlag* cancel)
        : reader_(input, ArchiveForms::all), limits_(limits), cancel_(cancel) {}

    ZipRead run() {
        try {
            while (step()) {
            }
        } catch (OverLimit& over) {
            out_.problems.push_back(std::move(over.problem));
        }
        return std::move(out_);
    }

private:
    bool step() {
        if (cancel_ != nullptr && cancel_->requested()) {
            throw Error(ErrorKind::interrupted, "reading the zip file was stopped by the user.");
        }
        const MemberHeader header = reader_.next();
        if (header.step == ReadStep::end) {
            if (out_.members.empty()) problem({}, "The file is no zip file, or an empty one.");
            return false;
        }
        const std::string name = header.member.path.empty() ? "" : header.member.path.front();
        if (header.step == ReadStep::broken) {
            problem(name, "The zip file cannot be read further: " + header.problem);
            return false;
        }
        if (reader_.format() != "zip") {
            problem({}, "The file is no zip file, but " + reader_.format() + ".");
            return false;
        }
        if (header.step == ReadStep::failed) {
            problem(name, "A member cannot be read: " + header.problem);
            return true;
        }
        if (header.encrypted || header.member.type != MemberType::file) {
            // A folder of the bag is no harm; nothing else belongs here.
            if (header.member.type != MemberType::directory) {
                problem(name, "A member is encrypted, or no regular file.");
            }
            return true;
        }
        return take(name);
    }

    bool take(const std::string& name) {
        if (out_.members.size() == limits_.members) {
            over(name, "more than " + grouped(limits_.members) + " members");
        }
        const bool keep = limits_.keeps(name);
        ZipMember member{name, 0, {}, {}};
        crypto::Digest digest(crypto::Algorithm::sha256);
        while (true) {
            const MemberRun run = reader_.read();
            if (run.step == ReadStep::end) break;
            if (run.step != ReadStep::ok) {
                problem(name, "A member cannot be read: " + run.problem);
                return run.step == ReadStep::failed;
            }
            if (run.hole > 0) {
                problem(name, "A member has a hole, which zip files do not have.");
                return false;
            }
            count(name, keep, member.size, run.bytes.size());
            digest.update(run.bytes);
            if (keep) append(member.bytes, run.bytes);
        }
        member.sha256 = {ByteReader(digest.finish(), name).array<32>("a digest")};
        out_.members.push_back(std::move(member));
        return true;
    }

    void count(const std::string& name, bool keep, std::uint64_t& size, std::uint64_t more) {
        size += more;
        std::uint64_t& total = keep ? kept_ : other_;
        total += more;
        if (keep && size > limits_.member_bytes) {
            over(name, "a member of more than " + human_bytes(limits_.member_bytes));
        }
        const std::uint64_t most = keep ? limits_.kept_bytes : limits_.other_bytes;
        if (total > most) over(name, "more than " + human_bytes(most) + " unpacked");
        if (cancel_ != nullptr && cancel_->requested()) {
            throw Error(ErrorKind::interrupted, "reading the zip file was stopped by the user.");
        }
    }

    void problem(const std::string& member, std::string text) {
        out_.problems.push_back({false, member, std::move(text)});
    }
    [[noreturn]] void over(const std::string& member, const std::string& what) {
        throw OverLimit{{true, member, "The zip file has " + what + "; reading stopped there."}};
    }

    ArchiveReader reader_;
    const ZipLimits& limits_;
    const CancelFlag* cancel_;
    std::uint64_t kept_ = 0;
    std::uint64_t other_ = 0;
    ZipRead out_;
};

}  // namespace

ZipRead read_zip(const std::string& path, const ZipLimits& limits, const CancelFlag* cancel) {
    const FileDescriptor fd = open_file(path, O_RDONLY);
    struct stat about {};
    if (::fstat(fd.get(), &about) != 0 || !S_ISREG(about.st_mode)) {
        throw Error(ErrorKind::io, "reading " + path + ": it is no regular file");
    }
    FileInput input(fd, path, static_cast<std::uint64_t>(about.st_size));
    return ZipRun(input, limits, cancel).run();
}

}  // namespace exhibit::intake
