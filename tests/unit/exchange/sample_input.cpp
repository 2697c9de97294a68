#include "sample_input.hpp"

namespace exhibit::exchange {
namespace {

constexpr Moment at(std::int64_t seconds) {
    return {1'770'109'200 + seconds, 60};
}

std::string hex(char digit) {
    return std::string(64, digit);
}

HandlerInfo handler(char digit, const std::string& name, const std::string& title) {
    HandlerInfo out;
    out.id = hex(digit);
    out.profile = {name,  title, "Example CSIRT", "+49 30 5550100", "team@csirt.example.com",
                   "B-17"};
    return out;
}

EvidenceItem disk() {
    EvidenceItem out;
    out.item.id = "INC-7/1";
    out.item.incident = "INC-7";
    out.item.digital = true;
    out.item.kind = "image";
    out.item.label = "db1-disk";
    out.item.description = "Disk of db1";
    out.item.fields = {{"host_name", "db1.example.com"}, {"ip", "192.0.2.10"},
                       {"mac", "02:00:5e:00:53:01"},     {"serial", "WD-1234"},
                       {"source_name", "db1.img"},       {"authority", "Order 12"}};
    out.item.size = 1'073'741'824;
    out.item.digests = {"900150983cd24fb0d6963f7d28e17f72",
                        "a9993e364706816aba3e25717850c26c9cd0d89d",
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"};
    out.item.expected = {{"sha256", out.item.digests.sha256, true}};
    out.item.unreadable = {{512, 1024}};
    out.item.unreadable_bytes = 1024;
    KeptLog log;
    log.name = "db1.map";
    log.size = 321;
    log.sha256 = hex('5');
    log.format = "ddrescue-map";
    log.tool = "GNU ddrescue version 1.27";
    log.verdict = "Finished";
    log.started = "2026-02-03 10:00:00";
    log.finished = "2026-02-03 10:09:00";
    log.bad_ranges = {{512, 1024}, {4096, 512}};
    log.checks = {{"size", "", "match", "The size of the item is the one in the log."},
                  {"unreadable", "", "mismatch", "The ranges are not the same."}};
    log.warnings = {"The log has no end."};
    out.item.logs = {log};
    out.item.custodian = hex('b');
    out.collector = hex('a');
    out.tool = "exhibit 0.1.0";
    out.started = at(0);
    out.finished = at(600);
    out.first_event = hex('1');
    out.last_event = hex('2');
    out.hand_overs = {{hex('a'), hex('b'), at(3600), at(7200), "Analysis", "Lab 1", "by hand",
                       "S-1", "S-1", "seal unbroken", hex('3'), hex('4')}};
    out.proofs = {
        {hex('1'), 4, "item.ingest", R"({"payload":"e30="})", "c2sp.org/proof\nindex 4\n"}};
    out.stamps = {{12, hex('8'), "origin\n12\nAAAA\n", at(700), "CN=TSA", "MIIB", hex('6')}};
    out.excerpts = {{"su: (root)",
                     20,
                     {{7, 300, "\tsu: (root) on none", false}, {9, 400, "x su: (root) y", true}}}};
    return out;
}

/// A container whose media are not whole, of which everything that can be said is said.
EvidenceItem container() {
    EvidenceItem out = disk();
    out.item.id = "INC-7/3";
    out.item.kind = "ewf";
    out.item.logs.clear();
    ContainerInfo info;
    info.format = "EnCase 6";
    info.segment_files = 2;
    info.media_size = 4096;
    info.bytes_per_sector = 512;
    info.media = out.item.digests;
    info.stored = {{"md5", out.item.digests.md5, "match"}, {"sha1", "", "not-stored"}};
    info.header = {{"case_number", "CASE-7"}, {"examiner", "Erika M\xc3\xbcster"}};
    info.acquisition_errors = {{1024, 512}};
    info.unreadable = {{2048, 512}};
    info.problems = {"Segment 3 is missing."};
    out.item.container = info;
    return out;
}

EvidenceItem laptop() {
    EvidenceItem out = disk();
    out.item.id = "INC-7/2";
    out.item.digital = false;
    out.item.kind = "physical";
    out.item.label = "laptop";
    out.item.fields = {{"make", "Lenovo"}, {"model", "T14"}, {"serial", "PF-1"}, {"seal", "S-1"}};
    out.item.size.reset();
    out.item.digests = {};
    out.item.expected.clear();
    out.item.unreadable.clear();
    out.item.unreadable_bytes = 0;
    out.item.logs.clear();
    out.proofs.clear();
    out.stamps.clear();
    out.excerpts.clear();
    out.tool.clear();
    out.started = out.finished;
    return out;
}

}  // namespace

IodefInput sample_input(IodefVersion version, IodefSection section) {
    IodefInput input;
    input.request.incident = "INC-7";
    input.request.version = version;
    input.request.section = section;
    input.request.csirt_name = "csirt.example.com";
    input.request.csirt_email = "csirt@example.com";
    input.origin = "csirt.example.com/0123456789abcdef0123456789abcdef";
    input.vault_id = hex('9');
    input.ledger_size = 12;
    input.ledger_root = hex('8');
    input.checkpoint = input.origin + "\n12\nAAAA\n\n\xe2\x80\x94 " + input.origin + " AAAA\n";
    input.incident.id = "INC-7";
    input.incident.title = "Break-in on db1";
    input.incident.restriction = "need-to-know";
    input.items = {disk(), laptop()};
    input.handlers = {handler('a', "Anna Alpha", "First responder"),
                      handler('b', "Boris Beta", "Analyst")};
    input.sender = input.handlers[0];
    input.generated = at(9000);
    return input;
}

IodefInput sample_with_container(IodefVersion version, IodefSection section) {
    IodefInput input = sample_input(version, section);
    input.items.push_back(container());
    return input;
}

}  // namespace exhibit::exchange
