// Results of scans in parts, for the tests of what is told of them.
#pragma once

#include <string>

namespace exhibit::documents {

inline std::string test_result(const std::string& attributes, const std::string& inside,
                               const std::string& version = "1.2") {
    return "<?xml version=\"1.0\"?>\n<x:TestResult xmlns:x=\"http://checklists.nist.gov/xccdf/" +
           version + "\" " + attributes + ">\n" + inside + "</x:TestResult>\n";
}

inline std::string oval_results(const std::string& definitions, const std::string& verdicts) {
    return R"(<oval_results xmlns="http://oval.mitre.org/XMLSchema/oval-results-5"
 xmlns:c="http://oval.mitre.org/XMLSchema/oval-common-5"
 xmlns:d="http://oval.mitre.org/XMLSchema/oval-definitions-5"
 xmlns:s="http://oval.mitre.org/XMLSchema/oval-system-characteristics-5">
 <generator><c:product_name>Scanner</c:product_name><c:product_version>2.1</c:product_version>
  <c:schema_version>5.11.1</c:schema_version><c:timestamp>2026-11-02T03:04:05</c:timestamp>
 </generator>
 <d:oval_definitions>
  <d:generator><c:product_name>By hand</c:product_name>
   <c:timestamp>2026-10-01T00:00:00Z</c:timestamp></d:generator>
  <d:definitions>)" +
           definitions + R"(</d:definitions></d:oval_definitions>
 <results><system><definitions>)" +
           verdicts + R"(</definitions>
  <s:oval_system_characteristics><s:system_info><s:os_name>Example OS</s:os_name>
   <s:os_version>3</s:os_version><s:architecture>x86_64</s:architecture>
   <s:primary_host_name>web1.example</s:primary_host_name>
   <s:interfaces><s:interface><s:ip_address>192.0.2.7</s:ip_address>
    <s:mac_address>00:00:5E:00:53:01</s:mac_address></s:interface></s:interfaces>
  </s:system_info></s:oval_system_characteristics>
 </system></results></oval_results>)";
}

inline std::string verdict(const std::string& number, const std::string& result) {
    return "<definition definition_id=\"oval:x:def:" + number + "\" result=\"" + result + "\"/>";
}

}  // namespace exhibit::documents
