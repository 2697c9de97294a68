#include "exchange/case_document.hpp"

#include <map>
#include <set>

#include "base/text.hpp"
#include "exchange/case_graph.hpp"
#include "exchange/iodef.hpp"
#include "exchange/iodef_parts.hpp"

namespace exhibit::exchange {

namespace {

using encode::Json;
using Members = CaseGraph::Members;

class CaseRecord {
public:
    explicit CaseRecord(const RecordOut& record) : record_(record), graph_(record.vault_id) {
        tool_ = graph_.id("tool", record.program);
    }

    RecordDocument write() {
        graph_.add(tool_, "uco-tool:Tool",
                   {{"uco-core:name", "Exhibit"}, {"uco-tool:version", record_.program}});
        for (const HandlerInfo& handler : record_.handlers) person(handler);
        for (const ItemRecordOut& item : record_.items) this->item(item);
        investigation();
        return {graph_.finish(), std::move(omitted_)};
    }

private:
    static Json time(Moment moment) { return CaseGraph::typed("dateTime", utc_text(moment)); }

    /// CASE texts are UTF-8: what is not is shown escaped, and told.
    std::string fit(const std::string& text, const std::string& where) {
        if (valid_utf8(text)) return text;
        omitted_.push_back(where + " is not valid UTF-8 and is shown escaped.");
        return printable(text);
    }

    void person(const HandlerInfo& handler) {
        const std::string who = graph_.id("person", handler.id);
        const std::string name = handler.profile.name.empty()
                                     ? "Handler " + handler.id.substr(0, 12)
                                     : fit(handler.profile.name, "A handler's name");
        std::vector<std::string> said;
        if (!handler.profile.title.empty()) said.push_back(handler.profile.title);
        if (!handler.profile.organisation.empty()) said.push_back(handler.profile.organisation);
        said.push_back("signs with the Ed25519 key whose SHA-256 is " + handler.id);
        graph_.add(who, "uco-identity:Person",
                   {{"uco-core:description", fit(join(said, "; "), "A handler's title")},
                    {"uco-core:name", name}});
        people_.emplace(handler.id, who);
    }

    std::string place(const std::string& name) {
        const std::string id = graph_.id("location", name);
        if (places_.insert(name).second)
            graph_.add(id, "uco-location:Location", {{"uco-core:name", fit(name, "A place")}});
        return id;
    }

    std::vector<std::string> hashes(const ItemInfo& item) {
        std::vector<std::string> ids;
        for (const auto& [method, hex] : {std::pair{"MD5", item.digests.md5},
                                          {"SHA1", item.digests.sha1},
                                          {"SHA256", item.digests.sha256}}) {
            if (hex.empty()) continue;
            ids.push_back(graph_.id("hash", item.id + '\n' + method));
            graph_.add(ids.back(), "uco-types:Hash",
                       {{"uco-types:hashMethod", method},
                        {"uco-types:hashValue", CaseGraph::typed("hexBinary", hex)}});
        }
        return ids;
    }

    std::string fitting_field(const ItemInfo& item, const std::string& name) {
        return fit(field(item, name), item.id + " " + name);
    }

    /// The observable an item is; gives its id.
    std::string observable(const ItemInfo& item) {
        const std::string id = graph_.id(item.digital ? "file" : "device", item.id);
        std::vector<std::string> facets;
        if (item.digital) {
            facets = {graph_.id("file-facet", item.id), graph_.id("content-facet", item.id)};
            Members file{{"uco-observable:fileName", fit(item.label, item.id + " label")}};
            Members content{{"uco-observable:hash", CaseGraph::links(hashes(item))}};
            if (item.size) {
                file["uco-observable:sizeInBytes"] = *item.size;
                content["uco-observable:sizeInBytes"] = *item.size;
            }
            graph_.add(facets[0], "uco-observable:FileFacet", std::move(file));
            graph_.add(facets[1], "uco-observable:ContentDataFacet", std::move(content));
        } else {
            facets = {graph_.id("device-facet", item.id)};
            graph_.add(facets[0], "uco-observable:DeviceFacet",
                       {{"uco-observable:model", fitting_field(item, "model")},
                        {"uco-observable:serialNumber", fitting_field(item, "serial")}});
        }
        graph_.add(id, item.digital ? "uco-observable:File" : "uco-observable:Device",
                   {{"uco-core:description", fit(item.description, item.id + " description")},
                    {"uco-core:hasFacet", CaseGraph::links(facets)},
                    {"uco-core:name", fit(item.label, item.id + " label")}});
        return id;
    }

    std::string provenance(const ItemInfo& item, const std::string& thing, std::uint64_t event) {
        const std::string id =
            graph_.id("provenance-record", item.id + '\n' + std::to_string(event));
        graph_.add(
            id, "case-investigation:ProvenanceRecord",
            {{"case-investigation:exhibitNumber", item.id},
             {"uco-core:description",
              "Item " + item.id + " after event " + std::to_string(event) + " of the ledger " +
                  record_.origin + "; the ledger's entry is " + item_uri(record_.origin, item.id)},
             {"uco-core:object", CaseGraph::links({thing})}});
        objects_.push_back(id);
        return id;
    }

    void item(const ItemRecordOut& out) {
        const std::string thing = observable(out.item);
        objects_.push_back(thing);
        std::string before;   // the action before
        std::string records;  // what it left
        for (const CustodyRow& row : out.rows) {
            const std::string after = provenance(out.item, thing, row.event);
            before = action(out.item, row, thing, before, records, after);
            records = after;
        }
        if (!out.item.readable)
            omitted_.push_back("Of item " + out.item.id +
                               " only the custody is told: its values are withheld.");
    }

    std::string action(const ItemInfo& item, const CustodyRow& row, const std::string& thing,
                       const std::string& before, const std::string& records,
                       const std::string& after) {
        const std::string id =
            graph_.id("investigative-action", item.id + '\n' + std::to_string(row.event));
        const auto person_of = [&](const std::string& key) {
            const auto found = people_.find(key);
            return found == people_.end() ? std::string() : found->second;
        };
        std::vector<std::string> with;
        for (const std::string& key : {row.from, row.to}) {
            const std::string one = person_of(key);
            if (!one.empty() && one != person_of(row.actor)) with.push_back(one);
        }
        for (const std::string& key : row.beside)
            if (!person_of(key).empty()) with.push_back(person_of(key));
        Members members{
            {"uco-action:endTime", time(row.happened)},
            {"uco-action:instrument", CaseGraph::links({tool_})},
            {"uco-action:object", CaseGraph::links({records.empty() ? thing : records})},
            {"uco-action:participant", CaseGraph::links(with)},
            {"uco-action:result", CaseGraph::links({after})},
            {"uco-action:startTime", time(row.happened)},
            {"uco-core:description", said(item, row)},
            {"uco-core:name", row.what},
            {"uco-core:objectCreatedTime", time(row.recorded)},
        };
        if (const std::string who = person_of(row.actor); !who.empty())
            members["uco-action:performer"] = CaseGraph::link(who);
        if (!row.place.empty()) members["uco-action:location"] = CaseGraph::link(place(row.place));
        if (!before.empty())
            members["case-investigation:wasInformedBy"] = CaseGraph::links({before});
        graph_.add(id, "case-investigation:InvestigativeAction", std::move(members));
        objects_.push_back(id);
        return id;
    }

    std::string said(const ItemInfo& item, const CustodyRow& row) {
        std::string out = "Event " + std::to_string(row.event) + " of the ledger, leaf hash " +
                          row.event_hash + '.';
        for (const auto& [name, text] : {std::pair{"Purpose", &row.purpose},
                                         {"Seal", &row.seal},
                                         {"Condition", &row.condition},
                                         {"Note", &row.note}})
            if (!text->empty())
                out += std::string(" ") + name + ": " + fit(*text, item.id + " " + name) + '.';
        return out;
    }

    void investigation() {
        std::vector<std::string> objects = std::move(objects_);
        objects.push_back(tool_);
        for (const auto& [key, id] : people_) objects.push_back(id);
        const std::string id = graph_.id("investigation", record_.incident.id);
        const std::string title = record_.incident.title.empty()
                                      ? record_.incident.id
                                      : fit(record_.incident.title, "The incident's title");
        graph_.add(id, "case-investigation:Investigation",
                   {{"case-investigation:investigationForm", "incident"},
                    {"uco-core:description", "Incident " + record_.incident.id + " of the vault " +
                                                 record_.origin + ", told from " +
                                                 counted(record_.ledger_size, "event", "events") +
                                                 " with the root " + record_.ledger_root + '.'},
                    {"uco-core:name", title},
                    {"uco-core:object", CaseGraph::links(objects)},
                    {"uco-core:objectCreatedTime", time(record_.generated)},
                    {"uco-core:startTime", time(record_.incident.opened)}});
    }

    const RecordOut& record_;
    CaseGraph graph_;
    std::string tool_;
    std::map<std::string, std::string> people_;  ///< node by key id
    std::set<std::string> places_;
    std::vector<std::string> objects_;
    std::vector<std::string> omitted_;
};

}  // namespace

RecordDocument case_document(const RecordOut& record) {
    return CaseRecord(record).write();
}

}  // namespace exhibit::exchange
