// IDMEF messages (RFC 4765): alerts and heartbeats of intrusion detection.
#pragma once

#include <string_view>

#include "base/bytes.hpp"
#include "documents/facts.hpp"

namespace exhibit::documents {

bool looks_like_idmef(ByteView head);

/// How many messages of each kind there are, and what the first alerts say. Error(malformed) when
/// it is not strict XML.
void read_idmef(std::string_view document, Facts& facts);

}  // namespace exhibit::documents
