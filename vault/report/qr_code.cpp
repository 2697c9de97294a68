#include "report/qr_code.hpp"

#include <qrencode.h>

#include <memory>

#include "exhibit/error.hpp"
#include "report/html.hpp"

namespace exhibit::report {

namespace {

struct FreeCode {
    void operator()(QRcode* code) const noexcept { QRcode_free(code); }
};

}  // namespace

std::string qr_code(const std::string& text) {
    const std::unique_ptr<QRcode, FreeCode> code(
        QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M));
    if (!code) throw Error(ErrorKind::internal, "making a QR code: libqrencode refused the text");
    const int width = code->width;
    std::string path;
    for (int row = 0; row < width; ++row) {
        for (int column = 0; column < width;) {
            int run = 0;
            while (column + run < width && (code->data[row * width + column + run] & 1) != 0) ++run;
            if (run > 0) {
                path += "M" + std::to_string(column + 4) + " " + std::to_string(row + 4) + "h" +
                        std::to_string(run) + "v1h-" + std::to_string(run) + "z";
            }
            column += run > 0 ? run : 1;
        }
    }
    const std::string size = std::to_string(width + 8);  // with the quiet zone
    return element(
        "svg", {{"class", "qr"}, {"viewBox", "0 0 " + size + " " + size}, {"role", "img"}},
        element("title", "QR code of the ledger's head") + element("path", {{"d", path}}, ""));
}

}  // namespace exhibit::report
