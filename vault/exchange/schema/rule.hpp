// Which elements have rules beyond order, number and datatype: what the RFCs say in words.
#pragma once

#include <cstdint>
#include <string_view>

namespace exhibit::exchange::schema {

enum class Rule : std::uint8_t {
    none,
    document,     ///< the XML declaration, the reference to the schema
    incident,     ///< its times
    incident_id,  ///< not empty, name of a host
    event_data,   ///< not empty, its times
    expectation,  ///< its times, its course of action
    history_item,
    start_time,
    end_time,
    other_time,  ///< with an offset
    needs_child,
    detection_pattern,  ///< more than its Application
    record_data,        ///< something must be recorded
    record_pattern,     ///< no negative offset
    extension,          ///< content as dtype says
    confidence,         ///< a number if rating is numeric, else nothing
    node,               ///< a name or an address
    address,            ///< as its category says
    port,
    port_list,
    not_negative,  ///< sizes and counts
    media_type,
    hash_data,  ///< at least one hash
    hash,       ///< holds the algorithm for its value
    digest_method,
    digest_value,
    indicator_reference,  ///< one of two attributes
    rid,                  ///< what a message of its type must have
    rid_policy,
};

/// By the prefix of the vocabulary, the name of the element and that of its type.
Rule rule_of(std::string_view prefix, std::string_view element, std::string_view type) noexcept;

}  // namespace exhibit::exchange::schema
