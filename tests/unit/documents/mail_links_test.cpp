// Links in the texts of a message.
#include "documents/mail_links.hpp"

#include <gtest/gtest.h>

namespace exhibit::documents {
namespace {

using Texts = std::vector<std::string>;

Texts in_text(const std::string& text) {
    Links links;
    find_links(text, links);
    return links.first();
}

Texts in_html(const std::string& html) {
    Links links;
    find_html_links(html, links);
    return links.first();
}

TEST(MailLinks, are_found_in_text_as_they_are) {
    EXPECT_EQ(in_text("Go to HTTP://Evil.example/a?b=c&d#e, or <https://x.example/(y)>.\n"
                      "(see ftp://f.example/z) http:// https://\n time 10:30, mailto:a@b "
                      "http://Evil.example/a http://x.example."),
              (Texts{"HTTP://Evil.example/a?b=c&d#e", "https://x.example/(y)", "ftp://f.example/z",
                     "http://Evil.example/a", "http://x.example"}));
    EXPECT_EQ(in_text("xhttp://no.example shttps://no.example"), Texts{});
    EXPECT_EQ(in_text("http://a.example/\xc3\xbc!"), Texts{"http://a.example/\xc3\xbc"});
    EXPECT_EQ(in_text(":::http://"), Texts{});
}

TEST(MailLinks, are_found_in_tags_and_between_them) {
    EXPECT_EQ(in_html("<!-- <a href='http://comment.example'> --><A class=x HREF = \"http&#58;//"
                      "evil.example/?a=1&amp;b=&copy;2\">https://bank.example/login</a>"
                      "<img src=//track.example/p.gif alt='http://alt.example'>"
                      "<form action=' ht\ntps://collect.example/post '><a href='#top'>"
                      "<a href='javascript:go()'><meta content=\"0;url=http://meta.example/\">"
                      "<a href=http://bare.example/x>b &lt;http://text.example&gt;"),
              (Texts{"http://evil.example/?a=1&b=&copy;2", "https://bank.example/login",
                     "//track.example/p.gif", "https://collect.example/post",
                     "http://meta.example/", "http://bare.example/x", "http://text.example"}));
}

TEST(MailLinks, end_where_the_html_ends) {
    EXPECT_EQ(in_html("<a href='http://cut.example"), Texts{"http://cut.example"});
    EXPECT_EQ(in_html("<a href="), Texts{});
    EXPECT_EQ(in_html("<"), Texts{});
    EXPECT_EQ(in_html("<a =x '=y <b"), Texts{});
    EXPECT_EQ(in_html("<!-- http://never.example"), Texts{});
    EXPECT_EQ(in_html("&#x;&#xD800;&#99999999;&;&amp"), Texts{});
}

// Each bracket dropped took a look along the whole link: minutes for 4 MiB of them.
TEST(MailLinks, that_end_in_very_many_brackets_are_read_once) {
    const std::string brackets(std::size_t{4} << 20U, ')');
    EXPECT_EQ(in_text("http://" + brackets), Texts{});
    EXPECT_EQ(in_text("http://a.example" + brackets + ".,"), Texts{"http://a.example"});
    EXPECT_EQ(in_text("http://a.example/(b" + brackets + ".,"),
              Texts{"http://a.example/(b" + brackets});
}

TEST(MailLinks, are_told_once_and_counted_after_the_first) {
    Links links;
    for (int i = 0; i < 70; ++i) links.add("http://a.example/" + std::to_string(i % 67));
    EXPECT_EQ(links.first().size(), 64U);
    EXPECT_EQ(links.left_out(), 3U);
}

}  // namespace
}  // namespace exhibit::documents
