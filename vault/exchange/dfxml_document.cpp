// Digital Forensics XML: what tools such as fiwalk and hashdeep write about files, here about
// items. Source: DFXML schema 1.1.1 (fileobject, hashdigest, creator).
#include <sstream>

#include <pugixml.hpp>

#include "exchange/case_document.hpp"
#include "exchange/iodef.hpp"
#include "exchange/iodef_parts.hpp"
#include "exchange/xml_text.hpp"

namespace exhibit::exchange {

namespace {

constexpr const char* dfxml_namespace =
    "http://www.forensicswiki.org/wiki/Category:Digital_Forensics_XML";
/// Which item a fileobject is of, or is a member of.
constexpr const char* item_namespace = "urn:exhibit:dfxml-1.0";

/// The letter that fiwalk and fls give a kind of file.
const char* name_type(const std::string& type) {
    if (type == "file" || type == "hardlink") return "r";
    if (type == "directory") return "d";
    if (type == "symlink") return "l";
    if (type == "fifo") return "p";
    if (type == "socket") return "h";
    if (type == "character") return "c";
    if (type == "block") return "b";
    return "-";
}

class Dfxml {
public:
    explicit Dfxml(const RecordOut& record) : record_(record) {}

    RecordDocument write() {
        pugi::xml_node declaration = document_.append_child(pugi::node_declaration);
        declaration.append_attribute("version") = "1.0";
        declaration.append_attribute("encoding") = "UTF-8";
        root_ = document_.append_child("dfxml");
        set(root_, "xmlns", dfxml_namespace);
        set(root_, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
        set(root_, "xmlns:ex", item_namespace);
        set(root_, "version", "1.1.1");
        head();
        for (const ItemRecordOut& one : record_.items) item(one);
        std::ostringstream out;
        document_.save(out, " ");
        return {out.str(), text_.omissions()};
    }

private:
    void head() {
        pugi::xml_node metadata = root_.append_child("metadata");
        add_text(metadata, "dc:type", "Evidence record");
        add_text(metadata, "dc:identifier",
                 text_.fit(record_.origin + ' ' + record_.incident.id, "the incident"));
        add_text(metadata, "dc:title", text_.fit(record_.incident.title, "the incident's title"));
        pugi::xml_node creator = root_.append_child("creator");
        set(creator, "version", "1.0");
        add_text(creator, "program", "exhibit");
        add_text(creator, "version", record_.program);
        pugi::xml_node run = creator.append_child("execution_environment");
        add_text(run, "start_time", utc_text(record_.generated));
    }

    void item(const ItemRecordOut& one) {
        if (!one.item.digital) {
            text_.omit("Item " + one.item.id + " is a physical thing: DFXML has files only.");
            return;
        }
        pugi::xml_node file = file_of(one.item, one.item.label, "-");
        if (one.item.size) add_text(file, "filesize", std::to_string(*one.item.size));
        digests(file, one.item.digests);
        for (const MemberInfo& member : one.members) this->member(one.item, member);
        if (one.members.empty() && (one.item.kind == "tree" || one.item.kind == "archive"))
            text_.omit("The members of item " + one.item.id +
                       " are left out: listing them takes a content grant.");
    }

    void member(const ItemInfo& item, const MemberInfo& member) {
        pugi::xml_node file = file_of(item, member.path, name_type(member.type));
        if (!member.problem.empty())
            add_text(file, "error", text_.fit(member.problem, item.id + " member"));
        if (member.size) add_text(file, "filesize", std::to_string(*member.size));
        add_text(file, "mode", std::to_string(member.mode));
        if (member.uid) add_text(file, "uid", std::to_string(*member.uid));
        if (member.gid) add_text(file, "gid", std::to_string(*member.gid));
        for (const auto& [name, key] : {std::pair{"mtime", "mtime"},
                                        {"ctime", "ctime"},
                                        {"atime", "atime"},
                                        {"crtime", "btime"}}) {
            const auto found = member.times.find(key);
            if (found != member.times.end()) add_text(file, name, found->second);
        }
        digests(file, member.digests);
        if (!member.target.empty())
            add_text(file, "link_target", text_.fit(member.target, item.id + " link"));
    }

    pugi::xml_node file_of(const ItemInfo& item, const std::string& name, const char* type) {
        pugi::xml_node file = root_.append_child("fileobject");
        set(file, "ex:item", text_.fit(item_uri(record_.origin, item.id), "the item"));
        add_text(file, "filename", text_.fit(name, item.id + " file name"));
        add_text(file, "name_type", type);
        return file;
    }

    static void digests(pugi::xml_node file, const Digests& digests) {
        for (const auto& [type, hex] :
             {std::pair{"md5", digests.md5}, {"sha1", digests.sha1}, {"sha256", digests.sha256}}) {
            if (hex.empty()) continue;
            pugi::xml_node node = file.append_child("hashdigest");
            set(node, "type", type);
            node.text().set(hex.c_str());
        }
    }

    const RecordOut& record_;
    pugi::xml_document document_;
    pugi::xml_node root_;
    XmlText text_;
};

}  // namespace

RecordDocument dfxml_document(const RecordOut& record) {
    return Dfxml(record).write();
}

}  // namespace exhibit::exchange
