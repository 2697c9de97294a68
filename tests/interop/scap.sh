# Results of a real scanner (OpenSCAP): what is told of them is what is in them, and they go into
# reports that other people's schemas take.
. "$SOURCE/tests/cli/prelude.sh"
for need in oscap xmllint; do
    command -v "$need" > /dev/null || { echo "SKIP: no $need"; exit 0; }
done

# Three rules of our own: one holds, one fails, and one finds a hole.
cp "$SOURCE"/tests/interop/scap/benchmark.xml .
sed "s,@FOLDER@,$PWD," "$SOURCE"/tests/interop/scap/definitions.xml > definitions.xml
echo "Property of ACME" > banner.txt
printf 'version = 1.3\ndebug = on\n' > server.conf
code=0
oscap xccdf eval --profile xccdf_example.exhibit_profile_all --results results.xml \
    --results-arf arf.xml --oval-results benchmark.xml > said 2>&1 || code=$?
[ "$code" -eq 2 ] || fail "oscap ended with $code, expected 2 (a rule fails): $(cat said)"
mv definitions.xml.result.xml oval.xml

new_vault
incident
for one in results oval arf benchmark; do
    ok ingest $one.xml -i INC-1 --description "scan of web1" --label $one
done

# there FILE XPATH: what xmllint reads, a line for each; elements by their local names.
there() {
    local path
    path=$(sed -E 's,(^|/)([A-Za-z_])([A-Za-z_-]*),\1*[local-name()="\2\3"],g
        s,\*\[local-name\(\)="text"\]\(,text(,' <<< "$2")
    xmllint --nonet --xpath "$path" "$1" | sed -E 's/^ *[a-z-]+="(.*)"$/\1/'
}
# fact NAME EXPECTED: all facts of that name, joined.
fact() { json "[.summary.facts[] | select(.name == \"$1\").value] | join(\" | \")" "$2"; }
joined() { paste -sd '|' - | sed 's/|/ | /g'; }
# What both an XCCDF result and an ARF say of the run; in the ARF, reports is where results are.
xccdf_facts() {
    local file=$1 at=$2
    fact result "$(there $file "$at/@id")"
    fact benchmark "xccdf_example.exhibit_benchmark_files ($(there $file "$at/benchmark/@href"))"
    fact "benchmark version" "$(there $file "$at/@version")"
    fact profile "$(there $file "$at/profile/@idref")"
    fact title "$(there $file "$at/title/text()")"
    fact identity "$(there $file "$at/identity/text()"), not authenticated, not privileged"
    fact started "$(there $file "$at/@start-time")"
    fact ended "$(there $file "$at/@end-time")"
    fact score "$(paste -d ' ' <(there $file "$at/score/text()") \
        <(there $file "$at/score/@maximum") <(there $file "$at/score/@system") |
        sed -E 's/^(.*) (.*) (.*)$/\1 of \2 (\3)/' | joined)"
    fact rules "$(xmllint --xpath "count(//*[local-name()='rule-result'])" $file)"
    for result in pass fail notselected; do
        fact "rules $result" "$(xmllint --xpath \
            "count(//*[local-name()='rule-result']/*[.='$result'])" $file)"
    done
    local rule=xccdf_example.exhibit_rule
    fact "failed rule" "$(echo "${rule}_debug, severity high, CCE-90002-9, CWE-489 |" \
        "${rule}_update, severity medium, CVE-2099-12345")"
    fact CCE CCE-90002-9
}
oval_facts() {
    local file=$1 at=$2
    fact "schema version" "$(there $file "$at/generator/schema_version/text()")"
    fact created "$(there $file "$at/generator/timestamp/text()")"
    fact "definitions by" "$(there $file "$at/oval_definitions/generator/product_name/text()")"
    fact "operating system" "$(there $file "//system_info/os_name/text()") $(there $file \
        "//system_info/os_version/text()")"
    for result in true false; do
        fact "definitions $result" "$(xmllint --xpath "count(//*[local-name()='definition' and
            @definition_id and @result='$result'])" $file)"
    done
    fact vulnerability "oval:example.exhibit:def:3: $(xmllint --xpath \
        "//*[@id='oval:example.exhibit:def:3']//*[local-name()='title']/text()" $file | head -n 1)"
    fact violation "oval:example.exhibit:def:2: Debugging is off"
    fact CVSS "CVE-2099-12345 7.5/CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"
    fact affected "CVE-2099-12345 cpe:/a:example:server:1.3"
}
ok --json item show INC-1/1
json .summary.form xccdf-results
fact target "$(there results.xml //TestResult/target/text\(\))"
version=$(oscap --version | sed -n '1s/.* //p')
fact scanner "$(there results.xml //TestResult/@test-system) | OpenSCAP $version"
fact address "$(there results.xml //TestResult/target-address/text\(\) | joined)"
xccdf_facts results.xml //TestResult
fact CVE CVE-2099-12345
fact CWE CWE-489
ok --json item show INC-1/2
json .summary.form oval-results
fact target "$(there oval.xml //system_info/primary_host_name/text\(\))"
fact scanner "$(there oval.xml /oval_results/generator/product_name/text\(\)) $(there oval.xml \
    /oval_results/generator/product_version/text\(\))"
fact address "$(there oval.xml //system_info//ip_address/text\(\) | joined)"
oval_facts oval.xml /oval_results
fact CVE CVE-2099-12345
fact CWE CWE-125
ok --json item show INC-1/3
json .summary.form arf
fact reports "$(xmllint --xpath "count(//*[local-name()='report'])" arf.xml)"
xccdf_facts arf.xml //TestResult
oval_facts arf.xml //oval_results
fact CVE CVE-2099-12345
fact CWE "CWE-489 | CWE-125"
ok --json item show INC-1/4
json '[.summary.form, (.summary.facts | length)] | tojson' '["xccdf-results",0]'
holds '.summary.problem | contains("no TestResult")'

# In reports: referred to, and whole.
schemas=$SOURCE/../shared/schemas/local
[ -d "$schemas" ] || echo "SKIP: no ../shared/schemas, reports are checked by the program only"
valid() {
    ok iodef validate "$1"
    [ -d "$schemas" ] || return 0
    for driver in all all-errata all-milewg; do
        xmllint --nonet --noout --schema "$schemas/$driver.xsd" "$1" 2> err ||
            fail "$driver does not take $1"
    done
}
name="--csirt-name csirt.example.org"
sci() { xmllint --xpath "$1" "$2" 2> err || fail "nothing at $1 in $2"; }
named() { echo "*[local-name()='$1']"; }
verifications=//$(named Incident)/$(named AdditionalData)/$(named Verification)
for version in 1 2; do
    report=referred-$version.xml
    ok iodef emit INC-1 $name --version $version -o $report
    valid $report
    [ "$(sci "count($verifications)" $report)" -eq 3 ] || fail "not three references"
    [ "$(sci "string($verifications[1]/@ext-SpecID)" $report)" = \
        http://checklists.nist.gov/xccdf/1.2 ] || fail "not the namespace of the document"
    sci "string($verifications//$(named URL))" $report | grep -qx 'exhibit:.*/INC-1/1' ||
        fail "no locator"
    hole=//$(named Method)//$(named Vulnerability)
    [ "$(sci "count($hole[@ContentID='CVE-2099-12345'])" $report)" -eq 3 ] ||
        fail "not the hole of three documents"
    sci "string($hole/$(named Platform)/@ContentID)" $report |
        grep -qx cpe:/a:example:server:1.3 || fail "no platform"
    sci "string($hole/$(named Scoring)/@ContentID)" $report |
        grep -q '^7.5/CVSS:3.1/' || fail "no score"
    expect 2 iodef emit INC-1 $name --version $version --enclose results
    complains purpose
    report=whole-$version.xml
    ok iodef emit INC-1 $name --version $version --enclose results --enclose oval --enclose arf \
        --enclose benchmark --purpose report -o $report
    complains "INC-1/4 is not put in: reading XCCDF results: there is no TestResult"
    valid $report
    ok --json iodef check $report
    holds '.statements | length > 0 and all(.verdict == "held")'
    for root in Benchmark oval_results asset-report-collection; do
        [ "$(sci "count($verifications/$(named RawData)/$(named $root))" $report)" -eq 1 ] ||
            fail "$root is not in the report of version $version"
    done
    # Cut out again, the ARF is the one that went in.
    sed -n '/<arf:asset-report-collection/,/<.arf:asset-report-collection>/p' $report |
        sed 's/^.*\(<arf:asset-report-collection\)/\1/
            s,\(</arf:asset-report-collection>\).*,\1,' > cut.xml
    cmp <(tail -n +2 arf.xml) cut.xml || fail "the ARF is not in the report as it is"
done

# Made into the other version and back: nothing of a scan is lost.
for pair in "1 2 c2" "2 1 c1" "1 2 c2-again"; do
    set -- $pair
    from=whole-$1.xml
    [ "$3" = c2-again ] && from=c1.xml
    ok iodef convert $from --to $2 -o $3.xml
    grep -q "Vulnerability\|Weakness\|Verification" err && fail "left out: $(cat err)"
    valid $3.xml
    for class in Vulnerability Weakness Platform Scoring Verification RawData; do
        [ "$(sci "count(//$(named $class))" $3.xml)" -eq "$(sci "count(//$(named $class))" \
            whole-2.xml)" ] || fail "$3.xml has another number of $class"
    done
done
[ "$(sci "count(//$(named Method)/$(named Vulnerability))" c2.xml)" -eq 3 ] ||
    fail "a Vulnerability is not in Method itself"

ok iodef emit INC-1 $name --section event-data --enclose results --purpose report -o part.xml
complains "INC-1/1 is not put in: results of scans go into an Incident"
ok iodef emit INC-1 $name --withhold summary -o without.xml
grep -q "Verification\|CVE-2099" without.xml && fail "the summary was to be withheld"
valid without.xml
