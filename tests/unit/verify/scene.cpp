#include "scene.hpp"

#include <algorithm>
#include <stdexcept>

#include "blob/lists.hpp"
#include "blob/manifest.hpp"
#include "crypto/sign.hpp"
#include "ledger/object_names.hpp"
#include "ledger/writer.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::verify::test {

namespace {

blob::IncidentTag tag_of(const std::string& origin) {
    return {ledger::subject_tag(origin, ledger::incident_subject(incident)).bytes};
}

}  // namespace

blob::PackTrailer trailer_of(ByteView pack) {
    return blob::parse_pack_trailer(pack.last(blob::pack_trailer_bytes), pack.size(), "the pack");
}

Scene::Scene()
    : builder_("anna"),
      store_(store::memory_store()),
      id_key_(std::make_unique<crypto::KeyedHash>(builder_.incident_keys(incident).id_key)),
      index_(std::make_unique<blob::MemoryBlockIndex>()) {
    builder_.enrol("anna", "boris");
    builder_.open_incident("anna", incident);
    const custody::IncidentKeys& keys = builder_.incident_keys(incident);
    const blob::DepositKeys deposit{tag_of(builder_.origin()), keys.content->public_key(),
                                    *id_key_};
    writer_ = std::make_unique<blob::BlobWriter>(*store_, deposit, *index_);
}

Scene::Stream Scene::put_stream(const std::vector<Piece>& pieces) {
    Stream stream;
    blob::ManifestWriter manifest(
        [&](ByteView node) { return writer_->put(blob::BlockType::node, node); });
    crypto::Digest digest(crypto::Algorithm::sha256);
    for (const Piece& piece : pieces) {
        if (piece.kind == Piece::Kind::data) {
            blob::PreparedBlock block;
            blob::BlobWriter::Preparer(*writer_).prepare(blob::BlockType::data, piece.bytes, block);
            block.id = piece.id.value_or(block.id);
            stream.blocks.push_back(writer_->commit(block));
            manifest.data(stream.blocks.back(), piece.length);
            digest.update(piece.bytes);
            continue;
        }
        digest.update(Bytes(static_cast<std::size_t>(piece.length)));
        if (piece.kind == Piece::Kind::zeros) {
            manifest.zeros(piece.length);
        } else {
            manifest.unreadable(piece.length);
            stream.unreadable += piece.length;
            ++stream.ranges;
        }
    }
    stream.root = manifest.finish();
    stream.sha256 = to_hex(digest.finish());
    return stream;
}

custody::ItemId Scene::ingest(const Stream& stream, std::string_view kind,
                              const std::vector<Stream>& logs,
                              const std::optional<Stream>& members) {
    const std::string list = blob::write_pack_list(writer_->finish().packs);
    const crypto::Hash digest = crypto::sha256(as_bytes(list));
    store_->put_new(ledger::list_name(digest), as_bytes(list));
    custody::PrivateValues values = exhibit::test::ingest_values();
    values["sha256"] = stream.sha256;
    values.erase("expected");
    custody::ItemIngest body{custody::IncidentId::parse(incident),
                             std::string(kind),
                             digest,
                             stream.root.hash,
                             stream.unreadable,
                             stream.ranges,
                             std::nullopt};
    for (const Stream& log : logs) body.logs.push_back(log.root.hash);
    if (members) body.members = members->root.hash;
    const custody::ItemId item = builder_.ingest("anna", std::move(body), values);
    for (const Stream& log : logs) log_sha256_[item.text()].push_back(log.sha256);
    if (members) members_sha256_[item.text()] = members->sha256;
    sha256_[item.text()] = stream.sha256;
    return item;
}

void Scene::publish(std::size_t width) {
    for (const auto& [name, bytes] : builder_.objects()) store_->put_new(name, bytes);
    const custody::VaultKeys& keys = builder_.vault_keys();
    ledger::LedgerReader reader(*store_, builder_.descriptor(), keys.record_key.clone());
    exhibit::test::SeededRandom random(7);
    const crypto::SeedSigner log(keys.log_seed);
    ledger::LedgerWriter writer(reader, log, random);
    const std::vector<ledger::Entry>& entries = builder_.entries();
    for (std::size_t next = 0; next < entries.size();) {
        const std::size_t end = std::min(next + width, entries.size());
        writer.append([&](const ledger::CommittedState&) {
            std::vector<std::string> texts;
            for (std::size_t i = next; i < end; ++i) texts.push_back(entries[i].text);
            return texts;
        });
        next = end;
    }
    remembered_ = ledger::RememberedHead{reader.refresh(), entries.front().leaf, "a vault",
                                         builder_.descriptor().log_key};
}

CheckResult Scene::check(bool read_data) {
    return check_store(*store_, read_data, nullptr, nullptr);
}

AuditResult Scene::audit(std::string_view who, bool remembers) {
    AuditInput input{*store_, exhibit::test::LedgerBuilder::person(who),
                     remembers ? remembered_ : std::nullopt, std::nullopt, builder_.clock().now()};
    return verify::audit(input);
}

VerifiedItem Scene::verify(const custody::ItemId& item, VerifyDepth depth) {
    return verify_content({*store_,
                           builder_.origin(),
                           *builder_.state().item(item),
                           builder_.incident_keys(incident),
                           {{}, {}, sha256_.at(item.text())},
                           depth,
                           nullptr,
                           nullptr,
                           log_sha256_[item.text()],
                           members_sha256_[item.text()]});
}

std::string Scene::only(const std::string& prefix) {
    const std::vector<std::string> found = store_->list(prefix);
    if (found.size() != 1) throw std::logic_error("not one object under " + prefix);
    return found.front();
}

void Scene::flip(const std::string& name, std::size_t offset) {
    Bytes bytes = bytes_of(name);
    bytes.at(offset) ^= std::byte{0x01};
    overwrite(name, bytes);
}

Scene worked_scene() {
    Scene scene;
    auto& builder = scene.builder();
    builder.grant("anna", incident, "boris", custody::Read::content);
    const custody::ItemId item =
        scene.ingest(scene.put_stream({data_run(1, 3000), zero_run(5000), data_run(2, 700)}));
    const crypto::Hash offer = builder.offer("anna", {item}, "boris");
    builder.accept("boris", offer);
    scene.publish();
    return scene;
}

Piece data_run(std::uint64_t seed, std::size_t count) {
    return {Piece::Kind::data, exhibit::test::seeded_bytes(seed, count), count};
}

Piece zero_run(std::uint64_t length) {
    return {Piece::Kind::zeros, {}, length};
}

Piece unreadable_run(std::uint64_t length) {
    return {Piece::Kind::unreadable, {}, length};
}

bool has(const std::vector<Finding>& findings, std::string_view code, std::string_view object) {
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
        return finding.code == code && (object.empty() || finding.object == object);
    });
}

bool names_object(const std::vector<Finding>& findings, std::string_view object) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.object == object; });
}

std::vector<Finding> violations(const std::vector<Finding>& findings) {
    std::vector<Finding> out;
    std::copy_if(findings.begin(), findings.end(), std::back_inserter(out),
                 [](const Finding& finding) { return finding.severity == Severity::violation; });
    return out;
}

std::string text_of(const std::vector<Finding>& findings) {
    std::string out;
    for (const Finding& finding : findings) {
        out += finding.code + " [" + finding.object + "] " + finding.text + "\n";
    }
    return out;
}

const Claim& claim(const AuditResult& result, std::string_view name) {
    for (const Claim& one : result.claims) {
        if (one.name == name) return one;
    }
    throw std::logic_error("no claim " + std::string(name));
}

}  // namespace exhibit::verify::test
