#!/usr/bin/env python3
"""iodef_report.py VERSION BYTES FILE: a valid IODEF report (VERSION 1 or 2) of about so many bytes,
of many EventData with a Record each."""
import base64
import hashlib
import sys

HEAD = {
    "2": """<?xml version="1.0" encoding="UTF-8"?>
<IODEF-Document version="2.00" xml:lang="en" xmlns="urn:ietf:params:xml:ns:iodef-2.0"
  xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="urn:ietf:params:xml:ns:iodef-2.0 iodef-2.0.xsd">
  <Incident purpose="reporting" restriction="need-to-know">
    <IncidentID name="csirt.example.org">INC-2026-014</IncidentID>
    <GenerationTime>2026-02-04T08:00:00+01:00</GenerationTime>
    <Contact role="creator" type="organization"><ContactName>Example CSIRT</ContactName></Contact>
""",
    "1": """<?xml version="1.0" encoding="UTF-8"?>
<IODEF-Document version="1.00" lang="en" xmlns="urn:ietf:params:xml:ns:iodef-1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="urn:ietf:params:xml:ns:iodef-1.0 iodef-1.0.xsd">
  <Incident purpose="reporting" restriction="need-to-know">
    <IncidentID name="csirt.example.org">INC-2026-014</IncidentID>
    <ReportTime>2026-02-04T08:00:00+01:00</ReportTime>
    <Assessment><Impact severity="low"/></Assessment>
    <Contact role="creator" type="organization"><ContactName>Example CSIRT</ContactName></Contact>
""",
}
EVENT = {
    "2": """    <EventData restriction="need-to-know" observable-id="event-{n}">
      <Description>Disk image {n} of host db{n} acquired &amp; sealed</Description>
      <StartTime>2026-02-03T09:10:00+01:00</StartTime>
      <EndTime>2026-02-03T11:42:{second:02}+01:00</EndTime>
      <Flow><System category="target"><Node>
        <DomainData system-status="unknown" domain-status="unknown">
          <Name>db{n}.example.com</Name></DomainData>
        <Address category="ipv4-addr">192.0.2.{octet}</Address></Node></System></Flow>
      <Record restriction="need-to-know">
        <RecordData observable-id="item-{n}">
          <DateTime>2026-02-03T11:42:{second:02}+01:00</DateTime>
          <Description>Raw disk image</Description>
          <RecordItem name="log" dtype="string">Feb  3 09:10:{second:02} db{n} sshd[{n}]: Failed """
         """password for invalid user admin from 192.0.2.{octet} port {port} ssh2</RecordItem>
          <URL>https://vault.example.com/e/E-2026-{n}</URL>
          <FileData><File>
            <FileName>db{n}.dd</FileName><FileSize>{size}</FileSize>
            <FileType>application/octet-stream</FileType>
            <HashData scope="file-contents"><Hash>
              <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>
              <ds:DigestValue>{digest}</ds:DigestValue></Hash></HashData>
          </File></FileData>
        </RecordData></Record>
    </EventData>
""",
    "1": """    <EventData restriction="need-to-know">
      <Description>Disk image {n} of host db{n} acquired &amp; sealed</Description>
      <StartTime>2026-02-03T09:10:00+01:00</StartTime>
      <EndTime>2026-02-03T11:42:{second:02}+01:00</EndTime>
      <Flow><System category="target"><Node><NodeName>db{n}.example.com</NodeName>
        <Address category="ipv4-addr">192.0.2.{octet}</Address></Node></System></Flow>
      <Record restriction="need-to-know">
        <RecordData>
          <DateTime>2026-02-03T11:42:{second:02}+01:00</DateTime>
          <Description>Raw disk image, {size} bytes, {digest}</Description>
          <Application name="imager" version="1.2"/>
          <RecordItem dtype="string">Feb  3 09:10:{second:02} db{n} sshd[{n}]: Failed password for """
         """invalid user admin from 192.0.2.{octet} port {port} ssh2</RecordItem>
          <RecordItem dtype="url">https://vault.example.com/e/E-2026-{n}</RecordItem>
        </RecordData></Record>
    </EventData>
""",
}


def main(version, bytes_wanted, name):
    with open(name, "w", encoding="ascii") as file:
        written = file.write(HEAD[version])
        n = 0
        while written < bytes_wanted:
            n += 1
            digest = base64.b64encode(hashlib.sha256(str(n).encode()).digest()).decode()
            written += file.write(EVENT[version].format(
                n=n, second=n % 60, octet=n % 256, port=1024 + n % 60000, size=n * 4096,
                digest=digest))
        file.write("  </Incident>\n</IODEF-Document>\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
