#include "bundle/cosignatures.hpp"

#include "bundle/codes.hpp"
#include "bundle/members.hpp"
#include "encode/cosignature.hpp"
#include "exhibit/error.hpp"
#include "ledger/checkpoint.hpp"

namespace exhibit::bundle {

namespace {

Cosignature open(const CosignatureName& name, const std::string& text,
                 const encode::NoteKey& log_key, const KnownTree& tree, const std::string& path) {
    const ledger::Checkpoint stated = ledger::open_checkpoint(text, log_key, path).checkpoint;
    encode::Note note = encode::parse_note(text, path);
    const encode::NoteSignature* line = nullptr;
    for (const encode::NoteSignature& one : note.signatures)
        if (one.name != log_key.name || one.id != log_key.id()) line = &one;
    const auto time = line == nullptr ? std::nullopt : encode::stated_time(*line);
    if (note.signatures.size() != 2 || !time)
        throw FormatError(path, 0, "the log's signature and one cosignature");
    if (stated.size.value != name.size)
        throw FormatError(path, 0, "a checkpoint of the size that its name states");
    const ledger::Hash* root = tree.root_at(name.size);
    if (root == nullptr || *root != stated.root)
        throw Error(ErrorKind::verification,
                    path + " cosigns a tree of size " + std::to_string(name.size) +
                        " that is not the beginning of the one in this bundle.");
    std::string witness = line->name;
    return {name, std::move(witness), *time, std::move(note)};
}

}  // namespace

std::vector<Cosignature> open_cosignatures(const Contents& contents, const encode::NoteKey& log_key,
                                           const KnownTree& tree, verify::Report& report) {
    std::vector<Cosignature> out;
    for (const auto& [name, text] : contents.cosignatures) {
        const std::string path = cosignature_path(name);
        report.attempt(code::cosignature, path, [&, &name = name, &text = text] {
            out.push_back(open(name, text, log_key, tree, path));
        });
    }
    return out;
}

Witnessed believe(const std::vector<Cosignature>& cosignatures, const ledger::TrustPolicy& trust,
                  verify::Report& report) {
    Witnessed out;
    std::map<std::string, std::uint64_t> vouched;
    for (const Cosignature& one : cosignatures) {
        const std::string path = cosignature_path(one.name);
        report.attempt(code::cosignature, path, [&] {
            for (const ledger::Cosigned& said : ledger::cosigned_by(trust, one.note, path)) {
                if (said.witness->key.key.id() != one.name.witness)
                    throw Error(ErrorKind::verification,
                                path + " is not named by the key of the witness who signed it.");
                custody::Attestation word{one.name.size, said.time, said.witness->name, {}};
                std::uint64_t& size = vouched[said.witness->name];
                if (one.name.size >= size) out.by.insert_or_assign(said.witness->name, word);
                size = std::max(size, one.name.size);
                out.all.push_back(std::move(word));
            }
        });
    }
    out.quorum_size = trust.quorum_size(vouched);
    return out;
}

}  // namespace exhibit::bundle
