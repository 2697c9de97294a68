#include "ledger/object_names.hpp"

#include <gtest/gtest.h>

#include "store/object_store.hpp"

namespace exhibit::ledger {
namespace {

const std::string ones(64, '1');
const std::string twos(64, '2');
const Hash one = Hash::from_hex(ones);
const Hash two = Hash::from_hex(twos);

TEST(ObjectNames, are_those_of_the_format) {
    const SubjectTag tag = subject_tag("exhibit/ab", "incident:INC-1");
    EXPECT_EQ(commit_name(TreeSize{1234067}), "ledger/commit/x001/x234/067");
    EXPECT_EQ(staged_name({TreeSize{12}, one}), "ledger/staged/12-" + ones);
    EXPECT_EQ(vault_key_name(one, two), "keys/vault/" + ones + "/" + twos);
    EXPECT_EQ(incident_key_name(tag, one, two),
              "keys/incident/" + tag.hex() + "/" + ones + "/" + twos);
    EXPECT_EQ(subject_key_name(tag, two), "keys/subject/" + tag.hex() + "/" + twos);
    EXPECT_EQ(private_name(one), "private/11/" + ones);
    EXPECT_EQ(pack_name(one), "packs/11/" + ones);
    EXPECT_EQ(list_name(two), "lists/22/" + twos);
}

TEST(ObjectNames, are_names_every_store_takes) {
    const SubjectTag tag = subject_tag("exhibit/ab", "incident:INC-1");
    for (const std::string& name :
         {std::string(descriptor_name), std::string(checkpoint_hint_name),
          commit_name(TreeSize{tree_size_max}), staged_name({TreeSize{tree_size_max}, one}),
          vault_key_name(one, two), incident_key_name(tag, one, two), subject_key_name(tag, two),
          private_name(one), pack_name(one), list_name(one)}) {
        EXPECT_NO_THROW(store::require_valid_name(name)) << name;
    }
}

TEST(SubjectTag, is_half_of_the_hash_of_origin_and_subject) {
    // printf 'exhibit/ab\nitem:INC-1/3' | sha256sum | cut -c1-32
    const Hash hash = crypto::sha256(as_bytes("exhibit/ab\nitem:INC-1/3"));
    EXPECT_EQ(subject_tag("exhibit/ab", item_subject("INC-1/3")).hex(), hash.hex().substr(0, 32));
}

TEST(SubjectTag, differs_between_vaults) {
    EXPECT_NE(subject_tag("exhibit/ab", "incident:X"), subject_tag("exhibit/ac", "incident:X"));
}

TEST(Subject, of_each_kind_is_valid) {
    EXPECT_EQ(handler_subject(one), "handler:" + ones);
    EXPECT_EQ(incident_subject("INC-1"), "incident:INC-1");
    EXPECT_EQ(item_subject("INC-1/3"), "item:INC-1/3");
    EXPECT_TRUE(valid_subject(handler_subject(one)));
    EXPECT_TRUE(valid_subject("incident:INC-1"));
    EXPECT_TRUE(valid_subject("item:INC-1/3"));
}

TEST(Subject, of_other_forms_is_not_valid) {
    for (const std::string& subject :
         {std::string(), std::string("item:"), std::string("incident:"), std::string("INC-1"),
          std::string("person:x"), "handler:" + ones.substr(1), "handler:" + std::string(64, 'A'),
          std::string("item:INC-1"), std::string("incident:a/b"), std::string("Item:INC-1/3")}) {
        EXPECT_FALSE(valid_subject(subject)) << subject;
    }
}

TEST(IncidentId, has_1_to_64_characters_and_begins_with_a_letter_or_digit) {
    EXPECT_TRUE(valid_incident_id("INC-2026_01.4"));
    EXPECT_TRUE(valid_incident_id("0"));
    EXPECT_TRUE(valid_incident_id(std::string(64, 'a')));
    for (const std::string& id :
         {std::string(), std::string(65, 'a'), std::string("-a"), std::string(".a"),
          std::string("a b"), std::string("a/b"), std::string("\xC3\xA4")}) {
        EXPECT_FALSE(valid_incident_id(id)) << id;
    }
}

TEST(ItemId, is_an_incident_and_a_number_from_1) {
    EXPECT_TRUE(valid_item_id("INC-1/1"));
    EXPECT_TRUE(valid_item_id("INC-1/9007199254740991"));
    for (const std::string_view id : {"INC-1", "INC-1/", "INC-1/0", "INC-1/01", "INC-1/-1", "/1",
                                      "INC-1/1/2", "INC-1/9007199254740992", "INC-1/x"}) {
        EXPECT_FALSE(valid_item_id(id)) << id;
    }
}

}  // namespace
}  // namespace exhibit::ledger
