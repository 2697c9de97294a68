// What a server reads of HTTP, over a stream that gives the bytes: every connection ends, no body
// is longer than allowed, no message comes without its head, and nothing is read past the budget.
#include <cstdint>
#include <cstring>

#include "base/check.hpp"
#include "net/http_front.hpp"

namespace {

using exhibit::net::BoundedStream;
using exhibit::net::HttpsAnswer;
using exhibit::net::HttpsRequest;

constexpr std::size_t body_bytes_max = 512;
constexpr std::size_t head_bytes_max = 1024;

class Bytes final : public BoundedStream {
public:
    explicit Bytes(std::string_view bytes) : left_(bytes) {}
    void begin() { set_budget(head_bytes_max); }
    bool at_end() const { return left_.empty(); }
    ssize_t write(const char*, std::size_t size) override { return static_cast<ssize_t>(size); }
    socket_t socket() const override { return -1; }

protected:
    ssize_t read_some(char* into, std::size_t size) override {
        const std::size_t taken = std::min(size, left_.size());
        std::memcpy(into, left_.data(), taken);
        left_.remove_prefix(taken);
        return static_cast<ssize_t>(taken);
    }

private:
    std::string_view left_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    exhibit::net::HttpsLimits limits;
    limits.body_bytes_max = body_bytes_max;
    static exhibit::net::HttpFront front(
        limits,
        [](const HttpsRequest& request) {
            CHECK(request.body.size() <= body_bytes_max);
            CHECK(request.address == "192.0.2.1");
            CHECK(request.token.size() <= 255);
            return HttpsAnswer{200, request.body, request.token};
        },
        nullptr);
    Bytes stream({reinterpret_cast<const char*>(bytes), size});
    const HttpsRequest from{{}, {}, "192.0.2.1", {}};
    for (int i = 1; i <= 8 && !stream.at_end(); ++i) {
        stream.begin();
        if (!front.answer_one(stream, from, i == 8)) break;
    }
    return 0;
}
