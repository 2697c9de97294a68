'use strict';
// Checks the report it stands in: every digest, signature, proof and chain, from the evidence in
// this file, and then that what is shown is what was signed. It never reads anything else.
(() => {
const seal = document.getElementById('seal');
const record = document.getElementById('record');
const utf8 = new TextEncoder();
const text = new TextDecoder('utf-8', { fatal: true });
const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
const unhex = (s) => Uint8Array.from(s.match(/../g) || [], (pair) => parseInt(pair, 16));
const unbase64 = (s) => Uint8Array.from(atob(s), (c) => c.charCodeAt(0));
const base64 = (bytes) => {
  let s = '';
  for (let i = 0; i < bytes.length; i += 8192) s += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(s);
};
const base64url = (bytes) => base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const join = (...parts) => {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) { out.set(p, at); at += p.length; }
  return out;
};
const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

// What was checked, in the order of the list at the top. `bad` keeps the first few sentences.
class Check {
  constructor(name) { this.name = name; this.count = 0; this.bad = []; this.skipped = ''; }
  that(holds, sentence) { this.count += 1; if (!holds) this.bad.push(sentence); return holds; }
}
const checks = [];
const check = (name) => { const one = new Check(name); checks.push(one); return one; };

function show() {
  const broken = checks.filter((c) => c.bad.length > 0);
  const skipped = checks.filter((c) => c.skipped);
  const list = document.createElement('ul');
  for (const c of checks) {
    const li = document.createElement('li');
    const mark = document.createElement('b');
    mark.textContent = c.bad.length > 0 ? '✗' : c.skipped ? '?' : '✓';
    const more = c.bad.length > 1 ? ` (and ${c.bad.length - 1} more)` : '';
    li.append(mark, c.name + (c.bad.length > 0 ? ': ' + c.bad[0] + more
      : c.skipped ? ': ' + c.skipped : c.count > 1 ? ` (${c.count})` : ''));
    list.append(li);
  }
  const violations = record.querySelectorAll('#findings tr.violation').length;
  const strong = document.createElement('strong');
  const span = document.createElement('span');
  const more = document.createElement('p');
  more.className = 'more';
  if (broken.length > 0) {
    seal.className = 'broken';
    strong.textContent = 'DOES NOT HOLD.';
    span.textContent = 'This document, or the evidence in it, is not what was signed. Do not rely on it.';
  } else if (skipped.length > 0) {
    seal.className = 'partly';
    strong.textContent = 'Only partly checked.';
    span.textContent = 'This browser cannot check everything; what it could check agrees.';
  } else if (violations > 0) {
    seal.className = 'broken';
    strong.textContent = 'Signatures and digests agree, but the record itself has violations.';
    span.textContent = `Findings of severity “violation”: ${violations}, listed below.`;
  } else {
    seal.className = 'holds';
    strong.textContent = 'Checked in this browser: signatures, digests and chains agree.';
    span.textContent = 'What that proves, and what not, stands below under “What is proved”.';
  }
  more.textContent = 'This check is part of the file it checks. Compare origin, vault id and log key, ' +
    'and use verify.sh or “exhibit bundle verify” for more than a look.';
  seal.replaceChildren(strong, span, list, more);
  seal.dataset.done = 'yes';
}

// --- Ed25519 -----------------------------------------------------------------------------------
let canSign = false;
async function probe() {
  try { // A key pair of RFC 8032, 7.1, test 1: whoever knows the algorithm knows this.
    const key = await crypto.subtle.importKey('raw',
      unhex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'), 'Ed25519', false, ['verify']);
    const sig = unhex('e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b');
    const wrong = sig.slice(); wrong[0] ^= 1;
    canSign = await crypto.subtle.verify('Ed25519', key, sig, new Uint8Array()) &&
      !await crypto.subtle.verify('Ed25519', key, wrong, new Uint8Array());
  } catch { canSign = false; }
}
const imported = new Map();
async function signedBy(rawHex, sig, message) {
  if (!imported.has(rawHex)) {
    imported.set(rawHex, crypto.subtle.importKey('raw', unhex(rawHex), 'Ed25519', false, ['verify']).catch(() => null));
  }
  const key = await imported.get(rawHex);
  return key !== null && crypto.subtle.verify('Ed25519', key, sig, message).catch(() => false);
}

// --- the tree (RFC 6962, tiles of C2SP tlog-tiles) -----------------------------------------------
const node = (left, right) => sha256(join(Uint8Array.of(1), left, right));
const level = (size, l) => Math.floor(size / 2 ** (8 * l));
class Tree {
  constructor(size) { this.size = size; this.rows = new Map(); this.roots = new Map(); }
  async add(l, number, bytes) {
    const hashes = [];
    for (let at = 0; at + 32 <= bytes.length; at += 32) hashes.push(bytes.subarray(at, at + 32));
    const width = level(this.size, l) >= 256 * (number + 1) ? 256 : level(this.size, l) - 256 * number;
    if (bytes.length !== 32 * width) throw new Error('a tile has a wrong width');
    const rows = [hashes];
    while (rows[rows.length - 1].length > 1) {
      const below = rows[rows.length - 1], next = [];
      for (let i = 0; i + 1 < below.length; i += 2) next.push(node(below[i], below[i + 1]));
      rows.push(await Promise.all(next));
    }
    this.rows.set(l + '/' + number, rows);
  }
  tile(l, number) { return this.rows.get(l + '/' + number); }
  leaf(index) { const rows = this.tile(0, Math.floor(index / 256)); return rows && rows[0][index % 256]; }
  // The root at a size: its complete subtrees, joined from the smallest to the largest.
  async root(size) {
    if (size === 0) return sha256(new Uint8Array());
    let total = null;
    for (let bit = 0, begin = size; bit < 53; bit += 1) {
      if (Math.floor(size / 2 ** bit) % 2 === 0) continue;
      begin -= 2 ** bit;
      const first = begin / 2 ** (bit - bit % 8);
      const rows = this.tile(Math.floor(bit / 8), Math.floor(first / 256));
      const hash = rows && rows[bit % 8] && rows[bit % 8][(first % 256) / 2 ** (bit % 8)];
      if (!hash) return null;
      total = total === null ? hash : await node(hash, total);
    }
    return total;
  }
  async prepare(sizes) {
    const list = [...sizes];
    const roots = await Promise.all(list.map((s) => this.root(s)));
    list.forEach((s, i) => this.roots.set(s, roots[i]));
  }
  loose() { // full tiles that do not stand in their parent
    let wrong = 0;
    for (const [name, rows] of this.rows) {
      const [l, number] = name.split('/').map(Number);
      if (rows[0].length < 256 || level(this.size, l + 1) === 0) continue;
      const parent = this.tile(l + 1, Math.floor(number / 256));
      if (!parent || !parent[0][number % 256] || !same(parent[0][number % 256], rows[8][0])) wrong += 1;
    }
    return wrong;
  }
}

// --- events --------------------------------------------------------------------------------------
const PAYLOAD_TYPE = 'application/vnd.exhibit.event.v1+json';
const enrolIn = (body) => {
  const enrol = body.enrol || body;
  return enrol && typeof enrol.handler === 'string' && typeof enrol.sign === 'string' ? enrol : null;
};

async function readValues(data) { // disclosures by event: {subject, name, value, digest}
  const byEvent = new Map();
  await Promise.all(data.values.map(async ([index, subject, jsons]) => {
    const list = await Promise.all(jsons.map(async (json) => {
      const [, name, value] = JSON.parse(json);
      const digest = base64url(await sha256(utf8.encode(base64url(utf8.encode(json)))));
      return { subject, name, value, digest };
    }));
    if (!byEvent.has(index)) byEvent.set(index, []);
    byEvent.get(index).push({ subject, list });
  }));
  for (const [index, subjects] of byEvent) {
    subjects.sort((a, b) => (a.subject < b.subject ? -1 : 1));
    byEvent.set(index, subjects.flatMap((s) => s.list));
  }
  return byEvent;
}

function payloadOf(entry, tree, values) {
  const [index, short, , verbatim] = entry;
  if (verbatim) return short;
  const told = values.get(index) || [];
  let full = short.replace(/"~(\d+)"/g, (_, i) => '"' + hex(tree.leaf(Number(i)) || []) + '"')
    .replace(/"!(\d+)"/g, (_, i) => '"' + (told[Number(i)] ? told[Number(i)].digest : '') + '"');
  const seen = /"seen":\{"root":"\^","size":(\d+)\}/.exec(full);
  if (seen) full = full.replace('"root":"^"', '"root":"' + hex(tree.roots.get(Number(seen[1])) || []) + '"');
  return full;
}

async function readEvents(data, tree, values, origin) {
  const inTree = check('Every event stands in the ledger, in its place');
  const signatures = check('Every event is signed by the person it names');
  const seen = check('Every signer had seen the beginning of this very ledger');
  const actors = check('Nobody’s own events were reordered');
  const itemChains = check('No event about an item was left out between two others');
  const digests = check('Names and descriptions are those that were signed');
  if (!canSign) signatures.skipped = 'this browser has no Ed25519';
  const events = await Promise.all(data.entries.map(async (entry) => {
    const [index, , sigs] = entry;
    const payload = utf8.encode(payloadOf(entry, tree, values));
    const envelope = '{"payload":"' + base64(payload) + '","payloadType":"' + PAYLOAD_TYPE + '","signatures":[' +
      sigs.map(([k, s]) => '{"keyid":"' + k + '","sig":"' + s + '"}').join(',') + ']}';
    const leaf = await sha256(join(Uint8Array.of(0), utf8.encode(envelope)));
    let event = null;
    try { event = JSON.parse(text.decode(payload)); } catch { /* reported below */ }
    return { index, sigs, payload, leaf, event };
  }));
  const keys = new Map();
  const verifications = [];
  const actorLast = new Map(), itemLast = new Map();
  const known = new Map();
  events.sort((a, b) => a.index - b.index);
  for (const one of events) {
    const { index, event, leaf } = one;
    const expected = tree.leaf(index);
    if (!inTree.that(event && expected && same(expected, leaf), `event ${index} is not the one the ledger has`)) continue;
    inTree.that(event.log === origin, `event ${index} is of another vault`);
    known.set(index, one);
    const enrol = enrolIn(event.body);
    if (index === 0 && enrol) keys.set(enrol.handler, enrol.sign);
    const signed = join(utf8.encode(`DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${one.payload.length} `), one.payload);
    const actorSigned = one.sigs.some(([k]) => k === event.actor.key);
    signatures.that(actorSigned, `event ${index} is not signed by the person it names`);
    for (const [keyid, sig] of one.sigs) {
      const raw = keys.get(keyid);
      if (!signatures.that(raw !== undefined, `event ${index} is signed by somebody nobody enrolled`)) continue;
      if (canSign) verifications.push([index, raw, keyid, unbase64(sig), signed]);
    }
    if (enrol && index > 0 && !keys.has(enrol.handler)) keys.set(enrol.handler, enrol.sign);
    const root = tree.roots.get(event.seen.size);
    seen.that(event.seen.size <= index && root && hex(root) === event.seen.root,
      `the signer of event ${index} had seen another ledger`);
    const last = actorLast.get(event.actor.key);
    const next = last ? last.seq + 1 : 0;
    actors.that(event.actor.seq === next ? event.actor.prev === (last ? last.leaf : null)
      : event.actor.seq > next && event.actor.seq - next <= index - (last ? last.index + 1 : 0) &&
        event.actor.prev !== (last ? last.leaf : null),
      `event ${index} does not follow the last one of its signer`);
    actorLast.set(event.actor.key, { seq: event.actor.seq, leaf: hex(leaf), index });
    for (const item of event.items) {
      itemChains.that((itemLast.get(item.id) || null) === item.prev,
        `event ${index} does not follow the last one about ${item.id}`);
      itemLast.set(item.id, hex(leaf));
    }
  }
  for (const [index, list] of values) {
    const one = known.get(index);
    for (const value of list) {
      digests.that(one && one.event.private.includes(value.digest) &&
        one.event.sealed.some((s) => s.subject === value.subject),
        `a value (“${value.name}”) is given in event ${index} that nobody signed`);
    }
  }
  // Many at a time: the browser verifies them on other threads.
  for (let at = 0; at < verifications.length; at += 512) {
    await Promise.all(verifications.slice(at, at + 512).map(async ([index, raw, keyid, sig, signed]) => {
      const right = hex(await sha256(unhex(raw))) === keyid && await signedBy(raw, sig, signed);
      signatures.that(right, `the signature of event ${index} is wrong`);
    }));
  }
  return known;
}

// Who holds what, from signed events alone: offers by the custodian, accepted by whom they name.
function custody(known) {
  const hands = check('Every hand-over is signed by both sides');
  const holder = new Map(), offers = new Map(), successor = new Map();
  // Who rotated a key is the same person with another key.
  const newest = (key) => { while (successor.has(key)) key = successor.get(key); return key; };
  for (const { index, event, leaf } of known.values()) {
    if (event.type === 'item.register' || event.type === 'item.ingest') holder.set(event.items[0].id, event.actor.key);
    if (event.type === 'key.rotate' && event.body.enrol && !successor.has(event.actor.key) &&
        !successor.has(event.body.enrol.handler)) successor.set(event.actor.key, event.body.enrol.handler);
    if (event.type === 'custody.offer') {
      for (const item of event.items) {
        hands.that(newest(holder.get(item.id)) === newest(event.actor.key), `item ${item.id} was offered by somebody who did not hold it (event ${index})`);
      }
      offers.set(hex(leaf), event);
    }
    if (event.type === 'custody.accept') {
      const offer = offers.get(event.body.offer);
      hands.that(offer && newest(offer.body.to) === newest(event.actor.key) && event.time <= offer.body.expires &&
        offer.items.length === event.items.length, `event ${index} accepts what was not offered so`);
      offers.delete(event.body.offer);
      for (const item of event.items) holder.set(item.id, event.actor.key);
    }
    if (event.type === 'custody.refuse' || event.type === 'custody.cancel') offers.delete(event.body.offer);
  }
  return holder;
}

// --- what is shown -------------------------------------------------------------------------------
// As the program shows text of other people: control and direction characters are told, not obeyed.
const printable = (s) => s.replace(/\\/g, '\\\\').replace(
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu,
  (c) => '\\u{' + c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0') + '}');
// What is no text, in words: the rule of value_in_words() in words.cpp.
const isShort = (v) => v === null || typeof v !== 'object';
const isPair = (v, type) => Array.isArray(v) && v.length === 2 && v.every((one) => typeof one === type);
const shortWords = (v) => (typeof v === 'string' ? printable(v) : typeof v === 'number' ? String(v)
  : v === null ? '–' : v ? 'yes' : 'no');
const spaced = (name) => printable(name).replace(/_/g, ' ');
const label = (name) => spaced(name).replace(/^[a-z]/, (c) => c.toUpperCase()) + ': ';
const enclosed = (v) => (isShort(v) ? shortWords(v) : '(' + inLine(v) + ')');
const members = (v) => Object.keys(v).sort().filter((k) => v[k] !== null && v[k] !== '');
function inLine(v) {
  if (isShort(v)) return shortWords(v);
  if (!Array.isArray(v)) return members(v).map((k) => spaced(k) + ' ' + enclosed(v[k])).join(', ');
  return v.map(enclosed).join(isPair(v, 'string') ? ': ' : isPair(v, 'number') ? '+' : ', ');
}
function valueInWords(v) {
  if (isShort(v)) return shortWords(v);
  if (Array.isArray(v)) return v.map(inLine).join('\n');
  const lines = (k) => (Array.isArray(v[k])
    ? v[k].map((one) => (isPair(one, 'string') ? '' : label(k)) + inLine(one)) : [label(k) + inLine(v[k])]);
  const all = members(v);
  return [...all.filter((k) => isShort(v[k])), ...all.filter((k) => !isShort(v[k]))].flatMap(lines).join('\n');
}

function timeText(time, zone) {
  const minutes = (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
  const local = new Date(Date.parse(time) + minutes * 60000).toISOString();
  return local.slice(0, 10) + ' ' + local.slice(11, 19) + ' ' + zone + (minutes === 0 ? '' : ` (${time})`);
}

function compareShown(data, known, values, incident) {
  const shownCheck = check('What is shown is what was signed');
  const wrong = (element, sentence) => { shownCheck.that(false, sentence); element.classList.add('tampered'); };
  for (const element of record.querySelectorAll('[data-v]')) {
    const [index, subject, name] = element.dataset.v.split(' ');
    const value = (values.get(Number(index)) || []).find((v) => v.subject === subject && v.name === name);
    if (!value || valueInWords(value.value) !== element.textContent) wrong(element, `“${element.textContent.slice(0, 60)}” is not the ${name} that was signed`);
    else shownCheck.count += 1;
  }
  for (const element of record.querySelectorAll('[data-n]')) {
    const value = (values.get(Number(element.dataset.n)) || []).find((v) => v.name === 'name' && v.subject.startsWith('handler:'));
    if (!value || valueInWords(value.value) !== element.textContent) wrong(element, `“${element.textContent.slice(0, 60)}” is not the name that was signed`);
    else shownCheck.count += 1;
  }
  for (const element of record.querySelectorAll('time[data-t]')) {
    const one = known.get(parseInt(element.dataset.t, 10));
    const time = one && (element.dataset.t.endsWith('h') ? one.event.happened : one.event.time);
    if (!one || timeText(time, one.event.zone) !== element.textContent) wrong(element, `the time ${element.textContent} is not the one that was signed`);
    else shownCheck.count += 1;
  }
  const byItem = new Map(), byLeaf = new Map();
  // An event that is not valid by the rules stands among the other events instead of on a sheet.
  const elsewhere = new Set([...record.querySelectorAll('#events tr.violation td:first-child')].map((td) => Number(td.textContent)));
  for (const one of known.values()) {
    byLeaf.set(hex(one.leaf), one.index);
    for (const item of one.event.items) {
      if (!byItem.has(item.id)) byItem.set(item.id, []);
      byItem.get(item.id).push(one);
    }
  }
  // A hold on a whole incident names no item and stands on the sheet of each.
  const holds = new Map();
  for (const one of known.values()) {
    if (one.event.items.length > 0 || elsewhere.has(one.index)) continue;
    if (one.event.type === 'hold.place') holds.set(hex(one.leaf), { place: one });
    const hold = one.event.type === 'hold.release' && holds.get(one.event.body.hold);
    if (hold) hold.release = one;
  }
  const about = (item) => {
    const own = byItem.get(item) || [];
    const wide = [...holds.values()].filter(({ place, release }) =>
      item.slice(0, item.lastIndexOf('/')) === place.event.body.incident &&
      own.length > 0 && !(release && release.index < own[0].index));
    return own.concat(...wide.map(({ place, release }) => (release ? [place, release] : [place])));
  };
  for (const table of record.querySelectorAll('table[data-item]')) {
    const rows = [...table.tBodies[0].rows];
    const shown = rows.map((row) => Number(row.dataset.e));
    const events = about(table.dataset.item).map((one) => one.index);
    const some = new Set(events);
    if (new Set(shown).size !== shown.length || !shown.every((i) => some.has(i))) wrong(table, `the table of ${table.dataset.item} has other events than were signed`);
    const there = new Set(shown);
    if (!events.every((i) => there.has(i) || elsewhere.has(i))) wrong(table, `the table of ${table.dataset.item} lacks an event`);
    const told = new Set();
    for (const one of about(table.dataset.item)) {
      for (const v of values.get(one.index) || []) told.add(valueInWords(v.value));
      if (one.event.body.offer) { // the purpose of a hand-over is that of its offer
        for (const v of values.get(byLeaf.get(one.event.body.offer)) || []) told.add(valueInWords(v.value));
      }
    }
    for (const q of table.querySelectorAll('q')) if (!told.has(q.textContent)) wrong(q, `“${q.textContent.slice(0, 60)}” was not signed in any event of the item`);
  }
}

async function run() {
  if (!window.crypto || !crypto.subtle || typeof DecompressionStream === 'undefined') {
    check('Evidence').skipped = 'this browser has no WebCrypto here, or cannot unpack the evidence';
    return;
  }
  await probe();
  const bytes = unbase64(document.getElementById('evidence').textContent.trim());
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  const data = JSON.parse(text.decode(await new Response(stream).arrayBuffer()));

  const whole = check('The text of this document was not changed');
  const style = document.querySelector('style').textContent;
  whole.that(hex(await sha256(utf8.encode(style + record.innerHTML))) === data.digest,
    'text or style differ from what the program wrote');

  const descriptor = JSON.parse(data.descriptor);
  const cut = data.checkpoint.lastIndexOf('\n\n') + 1;
  const body = data.checkpoint.slice(0, cut);
  const [origin, size, root] = body.split('\n');
  const head = check('The state of the ledger is signed with its key');
  const vkey = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(descriptor.log_key);
  const rawKey = unbase64(vkey[3]);
  const id = (await sha256(join(utf8.encode(vkey[1] + '\n'), rawKey))).subarray(0, 4);
  head.that(descriptor.origin === origin && vkey[1] === origin && hex(id) === vkey[2] && rawKey[0] === 1,
    'the ledger’s key is not that of this ledger');
  let signatureSeen = false;
  for (const line of data.checkpoint.slice(cut + 1).split('\n')) {
    const parts = line.split(' ');
    if (parts[0] !== '—' || parts[1] !== origin) continue;
    const sig = unbase64(parts[2]);
    if (!same(sig.subarray(0, 4), id)) continue;
    signatureSeen = true;
    if (canSign) head.that(await signedBy(hex(rawKey.subarray(1)), sig.subarray(4), utf8.encode(body)), 'its signature is wrong');
  }
  head.that(signatureSeen, 'it is not signed');
  if (!canSign) head.skipped = 'this browser has no Ed25519';

  const tree = new Tree(Number(size));
  const proofs = check('The tree gives the signed root');
  for (const [l, number, tile] of data.tiles) await tree.add(l, number, unbase64(tile));
  const seenSizes = new Set([Number(size)]);
  const values = await readValues(data);
  for (const entry of data.entries) {
    const seen = /"seen":\{"root":"[^"]*","size":(\d+)\}/.exec(entry[1]);
    if (seen) seenSizes.add(Number(seen[1]));
  }
  await tree.prepare(seenSizes);
  const computed = tree.roots.get(Number(size));
  proofs.that(computed && base64(computed) === root, 'the tiles give another root');
  proofs.that(tree.loose() === 0, 'a tile is not part of the tree');

  const known = await readEvents(data, tree, values, origin);
  const genesis = known.get(0);
  const first = check('The first event states this ledger’s description');
  first.that(genesis && genesis.event.type === 'vault.genesis' &&
    genesis.event.body.descriptor === hex(await sha256(utf8.encode(data.descriptor))), 'it states another');
  custody(known);
  compareShown(data, known, values, data.incident);
}

seal.className = 'working';
seal.querySelector('strong').textContent = 'Checking …';
run().catch((error) => check('The evidence can be read').that(false, String(error.message || error))).then(show);
})();
