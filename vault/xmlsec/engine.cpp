#include "xmlsec/engine.hpp"

#include <mutex>

#include <libxml/parser.h>
#include <libxml/xmlIO.h>
#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/xmlsec.h>

#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::xmlsec {
namespace {

constexpr std::size_t complaint_bytes_max = 2000;

std::string& collected() {
    thread_local std::string text;
    return text;
}

void collect(const char*, int, const char* function, const char* object, const char* subject,
             int reason, const char* message) {
    std::string& text = collected();
    if (text.size() > complaint_bytes_max) return;
    if (!text.empty()) text += "; ";
    const char* words = xmlSecErrorsGetMsg(0);
    for (xmlSecSize i = 0; xmlSecErrorsGetMsg(i) != nullptr; ++i) {
        if (xmlSecErrorsGetCode(i) == reason) words = xmlSecErrorsGetMsg(i);
    }
    for (const char* part : {function, object, subject, words, message}) {
        if (part != nullptr && *part != '\0') text += std::string(part) + " ";
    }
}

// libxml2 prints by itself what it does not like; the caller is told by its answer.
void ignore_message(void*, const char*, ...) {}

void start() {
    xmlInitParser();
    xmlSetGenericErrorFunc(nullptr, ignore_message);
    if (xmlSecInit() < 0 || xmlSecCheckVersion() != 1 || xmlSecCryptoAppInit(nullptr) < 0 ||
        xmlSecCryptoInit() < 0) {
        throw Error(ErrorKind::crypto, "starting libxmlsec1: it does not start");
    }
    xmlSecErrorsSetCallback(collect);
    // No URI can be fetched any more, whatever a reference says.
    xmlSecIOCleanupCallbacks();
}

Key key_of(ByteView bytes, xmlSecKeyDataFormat format) {
    Key key(xmlSecCryptoAppKeyLoadMemory(reinterpret_cast<const xmlSecByte*>(bytes.data()),
                                         static_cast<xmlSecSize>(bytes.size()), format, nullptr,
                                         nullptr, nullptr));
    if (!key) static_cast<void>(complaints());
    return key;
}

}  // namespace

void initialise() {
    static std::once_flag once;
    std::call_once(once, start);
}

std::string complaints() {
    std::string text = std::move(collected());
    collected().clear();
    return printable(text.substr(0, complaint_bytes_max));
}

void throw_xmlsec(const std::string& doing) {
    throw Error(ErrorKind::crypto, doing + ": libxmlsec1 reports " + complaints());
}

Key private_key(const crypto::SecretBytes& pkcs8) {
    return key_of(pkcs8.view(), xmlSecKeyDataFormatDer);
}

Key public_key(ByteView certificate) {
    return key_of(certificate, xmlSecKeyDataFormatCertDer);
}

}  // namespace exhibit::xmlsec
