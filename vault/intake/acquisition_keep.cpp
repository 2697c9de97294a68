#include "intake/acquisition_keep.hpp"

#include <algorithm>

#include "intake/kind.hpp"
#include "intake/pipeline.hpp"

namespace exhibit::intake {
namespace {

class MemorySource final : public Source {
public:
    MemorySource(ByteView bytes, const std::string& name) : bytes_(bytes), name_(name) {}

    const std::string& name() const override { return name_; }
    std::optional<std::uint64_t> size() const override { return bytes_.size(); }
    ByteView head() override { return bytes_.first(std::min(bytes_.size(), head_bytes)); }
    SourceRun next(std::span<std::byte> into) override {
        const ByteView now = bytes_.subspan(used_, std::min(into.size(), bytes_.size() - used_));
        if (now.empty()) return {};
        std::ranges::copy(now, into.begin());
        used_ += now.size();
        return {RunKind::data, now.size()};
    }
    std::vector<std::string> notes() override { return {}; }

private:
    ByteView bytes_;
    const std::string& name_;
    std::size_t used_ = 0;
};

}  // namespace

KeptStream keep_stream(ByteView bytes, const std::string& shown, blob::BlobWriter& writer,
                       const IngestOptions& options) {
    Monitor monitor("reading", shown, options.progress, options.cancel);
    MemorySource source(bytes, shown);
    Pipeline pipeline(writer, monitor, DigestSet::all);
    StreamFacts facts = pipeline.run(source, chunker_of(kind_file));
    return {facts.manifest, facts.size, std::move(facts.digests)};
}

}  // namespace exhibit::intake
