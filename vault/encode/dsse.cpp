#include "encode/dsse.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"

namespace exhibit::encode {
namespace {

/// Why the signatures break the rules of an envelope; empty when they keep them.
std::string signatures_problem(const std::vector<EnvelopeSignature>& signatures) {
    if (signatures.empty() || signatures.size() > envelope_signatures_max) {
        return "1 to " + std::to_string(envelope_signatures_max) + " signatures, found " +
               std::to_string(signatures.size());
    }
    const auto not_ascending = [](const EnvelopeSignature& a, const EnvelopeSignature& b) {
        return a.keyid >= b.keyid;
    };
    const bool ascending =
        std::ranges::adjacent_find(signatures, not_ascending) == signatures.end();
    return ascending ? "" : "signatures sorted by keyid, no keyid twice";
}

/// The shape of an envelope is small and fixed: offset 0 and the member's name say where.
class EnvelopeReader {
public:
    explicit EnvelopeReader(const std::string& source) : source_(source) {}

    /// The members of an object that has exactly these.
    void require_members(const Json& json, std::initializer_list<std::string_view> names,
                         const std::string& what) const {
        bool exact = json.is_object() && json.object(what).size() == names.size();
        for (const std::string_view name : names) exact = exact && json.find(name) != nullptr;
        if (exact) return;
        std::string expected = what + " with exactly the members";
        for (const std::string_view name : names) expected += " \"" + std::string(name) + '"';
        refuse(expected);
    }
    const std::string& string(const Json& object, std::string_view name) const {
        const Json& member = object.at(name, source_);
        if (!member.is_string()) refuse("a string as \"" + std::string(name) + '"');
        return member.string(name);
    }
    const Json::Array& array(const Json& object, std::string_view name) const {
        const Json& member = object.at(name, source_);
        if (!member.is_array()) refuse("an array as \"" + std::string(name) + '"');
        return member.array(name);
    }
    EnvelopeSignature signature(const Json& json) const {
        require_members(json, {"keyid", "sig"}, "a signature");
        EnvelopeSignature out;
        out.keyid = crypto::Hash::from_hex(string(json, "keyid"), source_ + " keyid");
        const Bytes bytes = from_base64(string(json, "sig"), source_ + " sig");
        require_length(bytes, out.signature.size(), source_ + " sig");
        std::ranges::copy(bytes, out.signature.begin());
        return out;
    }
    [[noreturn]] void refuse(const std::string& expected) const {
        throw FormatError(source_, 0, expected);
    }

private:
    const std::string& source_;
};

}  // namespace

Bytes pre_authentication_encoding(std::string_view payload_type, std::string_view payload) {
    Bytes out = to_bytes("DSSEv1 " + std::to_string(payload_type.size()) + ' ');
    append(out, payload_type);
    append(out, ' ' + std::to_string(payload.size()) + ' ');
    append(out, payload);
    return out;
}

Envelope sign_envelope(std::string payload_type, std::string payload,
                       const crypto::Signer& signer) {
    const crypto::Signature signature =
        signer.sign(pre_authentication_encoding(payload_type, payload));
    return {std::move(payload_type), std::move(payload), {{signer.key().id(), signature}}};
}

void add_signature(Envelope& envelope, const crypto::Signer& signer) {
    const crypto::Hash keyid = signer.key().id();
    const auto place =
        std::ranges::lower_bound(envelope.signatures, keyid, {}, &EnvelopeSignature::keyid);
    if (place != envelope.signatures.end() && place->keyid == keyid) {
        throw Error(ErrorKind::usage, "signing an envelope: the key " + keyid.hex().substr(0, 8) +
                                          " has signed it already");
    }
    envelope.signatures.insert(
        place,
        {keyid, signer.sign(pre_authentication_encoding(envelope.payload_type, envelope.payload))});
}

bool signed_by(const Envelope& envelope, const crypto::VerifyKey& key) {
    const auto found = std::ranges::find(envelope.signatures, key.id(), &EnvelopeSignature::keyid);
    if (found == envelope.signatures.end()) return false;
    return crypto::verify(key, pre_authentication_encoding(envelope.payload_type, envelope.payload),
                          found->signature);
}

std::string dump_envelope(const Envelope& envelope) {
    const std::string problem = signatures_problem(envelope.signatures);
    if (!problem.empty()) {
        throw Error(ErrorKind::usage, "writing an envelope: expected " + problem);
    }
    Json::Array signatures;
    for (const EnvelopeSignature& signature : envelope.signatures) {
        signatures.push_back(Json::Object{{"keyid", signature.keyid.hex()},
                                          {"sig", to_base64(signature.signature)}});
    }
    return dump(Json::Object{{"payload", to_base64(as_bytes(envelope.payload))},
                             {"payloadType", envelope.payload_type},
                             {"signatures", std::move(signatures)}});
}

Envelope parse_envelope(std::string_view text, const std::string& source) {
    const Json json = parse(text, source);
    const EnvelopeReader reader(source);
    reader.require_members(json, {"payload", "payloadType", "signatures"}, "an envelope");
    Envelope out;
    out.payload_type = reader.string(json, "payloadType");
    out.payload = to_string(from_base64(reader.string(json, "payload"), source + " payload"));
    const Json::Array& signatures = reader.array(json, "signatures");
    if (signatures.size() <= envelope_signatures_max) {
        for (const Json& signature : signatures) {
            out.signatures.push_back(reader.signature(signature));
        }
    }
    const std::string problem = signatures_problem(out.signatures);
    if (!problem.empty()) reader.refuse(problem);
    return out;
}

}  // namespace exhibit::encode
