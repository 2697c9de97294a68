// Steps over the elements of a RID message. Private to this folder.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "rid/message.hpp"
#include "xml/reader.hpp"

namespace exhibit::rid {

/// The reader of a message, going from one element to the next: what is between them is blank.
class Elements {
public:
    explicit Elements(std::string_view xml);

    xml::Reader& reader() noexcept { return reader_; }
    int version() const noexcept { return version_; }
    /// To the next start, or to the end of the element that is open: then false. Error(malformed)
    /// for text between elements.
    bool next();
    /// The element that was come to, of RID or of IODEF v1, has this name.
    bool is_rid(std::string_view name) const noexcept;
    bool is_iodef(std::string_view name) const noexcept;
    /// Goes on to its end, where there may be nothing inside.
    void finish_empty();

    [[noreturn]] void refuse(const std::string& expected) const;
    /// An attribute with one of these values; empty when it is not there and need not be.
    std::string choice(std::string_view name, std::initializer_list<std::string_view> values,
                       bool required = true);
    std::string text_of(std::string_view attribute, bool required);
    /// No attributes but these (and those of other namespaces).
    void allow_attributes(std::initializer_list<std::string_view> names) const;

private:
    xml::Reader reader_;
    int version_ = 2;
};

Node read_node(Elements& at);
IncidentNumber read_incident_number(Elements& at);
RequestStatus read_status(Elements& at);
IncidentSource read_source(Elements& at);

/// At the start of an element of another namespace: goes to its end and gives it as a document.
std::string take_document(xml::Reader& reader);

}  // namespace exhibit::rid
