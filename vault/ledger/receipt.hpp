// Receipts (C2SP tlog-proof, FORMAT.md 12): one event with the proof that it is in the ledger, in
// one text that can be checked without the vault.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/sign.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/event.hpp"
#include "ledger/reader.hpp"

namespace exhibit::ledger {

inline constexpr std::size_t receipt_bytes_max = std::size_t{256} << 10;

struct Receipt {
    LeafIndex index;
    std::string entry;  ///< exact text
    encode::NoteKey log_key;
    std::vector<crypto::VerifyKey> sign_keys;  ///< of the entry's signers, in the order of keyids
    Proof proof;
    std::string note;
    bool operator==(const Receipt&) const = default;
};

/// A receipt for an entry of the newest tree. `keys` must know every signer (Error(usage)).
Receipt make_receipt(LedgerReader& reader, LeafIndex index, const KeySource& keys);

std::string dump_receipt(const Receipt& receipt);
/// Accepts exactly what dump_receipt writes. Throws FormatError or Error(malformed).
Receipt parse_receipt(std::string_view text, const std::string& source);

struct ReceiptFacts {
    Entry entry;
    SignedCheckpoint checkpoint;
};
/// Error(verification) with what failed: another log key than the pinned one, the checkpoint's
/// signature, the inclusion proof, a signature of the entry, an entry of another vault. That the
/// signers were enrolled is not in a receipt: the caller compares sign_keys with cards it has.
ReceiptFacts verify_receipt(const Receipt& receipt, const encode::NoteKey& pinned,
                            const std::string& source);

}  // namespace exhibit::ledger
