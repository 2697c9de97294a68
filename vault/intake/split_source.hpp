// A stream that lies in several files, read one after the other as if it were one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exhibit/types.hpp"
#include "intake/segment_names.hpp"
#include "intake/source.hpp"

namespace exhibit::intake {

class SplitSource final : public Source {
public:
    /// Error(io) when a segment cannot be opened. One of them is open at a time.
    explicit SplitSource(const SegmentSet& set);

    const std::string& name() const override { return name_; }
    std::optional<std::uint64_t> size() const override { return size_; }
    ByteView head() override { return current_->head(); }
    SourceRun next(std::span<std::byte> into) override;
    std::vector<std::string> notes() override;
    bool cut_short() const override { return cut_short_; }

    const std::vector<SegmentInfo>& segments() const noexcept { return segments_; }

private:
    void open(std::size_t index);
    void end_segment();

    std::string name_;
    std::vector<std::string> paths_;
    std::vector<SegmentInfo> segments_;
    std::uint64_t size_ = 0;
    std::size_t index_ = 0;
    std::optional<FileSource> current_;
    std::vector<std::string> notes_;
    bool cut_short_ = false;
};

}  // namespace exhibit::intake
