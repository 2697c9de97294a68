// What others say of a vault's past: time-stamp authorities, witnesses, notebooks. Plain values,
// and the witness, which is a role of its own beside handlers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "exhibit/identity.hpp"
#include "exhibit/progress.hpp"
#include "exhibit/types.hpp"

namespace exhibit {

/// What authorities say of revoked certificates: CRLs (PEM or DER) and OCSP answers (DER).
struct RevocationFiles {
    std::vector<std::string> crls;
    std::vector<std::string> ocsp;
};

/// Whom the reader of an audit believes. Never taken from the vault.
struct AuditTrust {
    std::string authorities;  ///< certificates in PEM: roots of time-stamp authorities
    /// Beside what the vault keeps; those that are about none of its time-stamps are passed over.
    RevocationFiles revocation;
    std::string policy;   ///< C2SP tlog-policy text: log, witnesses, quorum
    bool afresh = false;  ///< not even what an earlier audit of one's own verified
};

/// What goes to a time-stamp authority.
struct AnchorRequest {
    std::uint64_t size = 0;
    std::string checkpoint;  ///< the exact bytes that are stamped
    std::string query;       ///< DER of an RFC 3161 query
};

/// One time-stamp kept in the vault.
struct AnchorInfo {
    std::uint64_t event = 0;  ///< index of the event that names it
    std::uint64_t size = 0;   ///< of the checkpoint's tree
    std::string root;         ///< hex
    std::string object;       ///< name in the store
    bool holds = false;       ///< verified against the given authorities, or its own chain
    bool trusted = false;     ///< the authorities were given by the caller
    std::string problem;      ///< why it does not hold: a sentence
    Moment time;
    std::string authority;  ///< subject of the signer's certificate
    std::string policy;
    std::string serial;
    Moment certificates_end;
    /// What the CRLs and OCSP answers kept with it say of its certificates, a sentence each.
    std::vector<std::string> revocation;
};

/// One cosignature kept in the vault.
struct CosignatureInfo {
    std::uint64_t size = 0;
    std::string root;     ///< hex
    std::string witness;  ///< name
    std::string object;   ///< name in the store
    Moment time;
};

/// What a short code from a notebook proves.
struct CodeCheck {
    bool holds = false;
    std::uint64_t event = 0;
    std::uint64_t size = 0;  ///< of the tree the code commits to
    std::string event_hash;  ///< hex; empty when the ledger does not reach it
    std::string type;        ///< of the event
    std::vector<std::string> items;
    std::string text;  ///< one or two sentences
};

/// How two signed checkpoints of one log stand to each other.
enum class CheckpointRelation {
    same,
    consistent,  ///< the older is a beginning of the newer
    fork,        ///< both are signed and cannot both be true
    unproved,    ///< nothing here tells
};
std::string to_string(CheckpointRelation relation);

struct CompareRequest {
    std::string one;       ///< a signed note
    std::string other;     ///< a signed note
    std::string location;  ///< a vault whose ledger may prove it; may be empty
    std::string home;      ///< where a fork is kept; may be empty
    std::string log_key;   ///< verifier key; empty: that of the vault
    std::string proof;     ///< an add-checkpoint body with the proof between them; may be empty
};
struct CheckpointComparison {
    CheckpointRelation relation = CheckpointRelation::unproved;
    std::uint64_t one_size = 0;
    std::uint64_t other_size = 0;
    std::string text;    ///< one or two sentences
    std::string bundle;  ///< of a fork: both notes and the failing proof
    std::string kept;    ///< where the bundle was kept
};
/// Error(verification) when a note is not signed by the log key. Never trusts a remembered head.
CheckpointComparison compare_checkpoints(const CompareRequest& request);

/// A cosigned checkpoint judged by a policy alone: no vault, no key.
struct CosignedCheckpoint {
    std::string origin;
    std::uint64_t size = 0;
    std::string root;  ///< hex
    bool quorum = false;
    std::vector<CosignatureInfo> cosignatures;  ///< by witnesses of the policy
    std::uint64_t strangers = 0;                ///< signature lines of keys not in the policy
    std::string text;
};
/// Error(verification) when the log's signature or one of a known witness is wrong.
CosignedCheckpoint verify_checkpoint(const std::string& note, const std::string& policy);

/// An answer of the C2SP tlog-witness protocol.
struct WitnessAnswer {
    int status = 200;
    std::string type = "text/plain; charset=utf-8";
    std::string body;
    std::string cosigned;  ///< with 200: the checkpoint with the witness's line
};

struct WitnessLog {
    std::string origin;
    std::string log_key;
    std::uint64_t size = 0;  ///< of the last checkpoint it cosigned
    std::string root;        ///< hex
};

/// A witness: cosigns checkpoints of the logs it knows, each only when it continues the last.
/// State lies in a folder of its own; several processes may use it.
class Witness {
public:
    /// Makes the folder, with a new key under this passphrase. Error(conflict) when there is one.
    static Witness create(const std::string& folder, const std::string& name,
                          const SecretText& passphrase);
    static Witness open(const std::string& folder, const SecretText& passphrase);
    Witness(Witness&&) noexcept;
    Witness& operator=(Witness&&) noexcept;
    ~Witness();

    std::string name() const;
    std::string verifier_key() const;
    /// Takes a log up. Error(conflict) when its origin is known with another key.
    void add_log(const std::string& log_key);
    std::vector<WitnessLog> logs() const;

    /// Judges an add-checkpoint body, remembers the checkpoint durably, then signs.
    WitnessAnswer add_checkpoint(const std::string& body);
    /// Serves POST /add-checkpoint until cancelled. `on_ready` gets the port.
    void serve(const std::string& host, int port, const CancelFlag& cancel,
               const std::function<void(int port)>& on_ready);

    struct State;

private:
    explicit Witness(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace exhibit
