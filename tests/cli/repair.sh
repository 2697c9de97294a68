# A damaged pack comes back byte for byte: from its parity, or from a copy of the vault that nobody
# has to trust. No key takes part.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
noise 3000000 a > a.bin
ok ingest a.bin -i INC-1 --description evidence --label a
cp -a vault copy
rm -rf home passphrase
unset EXHIBIT_AS EXHIBIT_PASSPHRASE_FILE
pack=$(find vault/packs -type f | head -1)
name=${pack#vault/}
overwrite() { # OFFSET COUNT: other bytes
    chmod u+w "$pack"
    noise "$2" damage | dd of="$pack" bs=4096 seek="$1" oflag=seek_bytes conv=notrunc status=none
    chmod u-w "$pack"
}
whole() {
    ok check --read-data
    (cd vault && cat lists/*/* | sort -u | sha256sum -c --quiet) || fail "a pack is not its name"
    [ "$(stat -c %a "$pack")" = 444 ] || fail "the mended pack is not read-only"
    cmp "$pack" "copy/$name" || fail "the mended pack differs"
}

ok repair
says "nothing to repair"

# A run of 60 KB, and the trailer.
overwrite 500000 60000
overwrite $(($(stat -c %s "$pack") - 64)) 64
expect 1 check --read-data
says "exhibit repair"
says "Its parity restores it"
before=$(sha256sum < "$pack")
ok --json repair --dry-run
json '.repairs[0].outcome' parity
json '.dry_run' true
[ "$before" = "$(sha256sum < "$pack")" ] || fail "a dry run changed the pack"
ok repair
says "from parity"
whole

# More than the parity: the ranges that stay damaged are told, and nothing is written.
overwrite 100000 1000000
expect 1 check --read-data
says "--from COPY"
before=$(sha256sum < "$pack")
expect 1 --json repair
json .ok false
json '.repairs[0].outcome' lost
holds '.repairs[0].lost | length > 0 and all(.offset >= 98304 and .offset + .length <= 1101824)'
[ "$before" = "$(sha256sum < "$pack")" ] || fail "a failed repair changed the pack"
expect 1 repair
says LOST

# A copy that lies gives nothing; an honest one gives the pack.
cp -a copy liar
chmod u+w "liar/$name"
head -c 3000000 /dev/zero > "liar/$name"
expect 1 repair --from liar
ok --json repair --from liar --from copy
json '.repairs[0].outcome' copy
whole

# What is missing comes from the copy too: a pack that a list names, a list, private values, keys.
rm -f "$pack"
expect 1 repair
says missing
rm -rf vault/lists vault/private vault/keys
ok repair --from copy
whole
diff -r vault copy || fail "the vault is not what it was"

# Another vault is no copy.
mkdir other
printf '{}\n' > other/exhibit.json
expect 5 repair --from other
