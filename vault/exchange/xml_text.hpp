// Text from anywhere, made fit for XML 1.0 (section 2.2): what a document cannot hold is shown
// escaped and told, never dropped without a word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exhibit::exchange {

class XmlText {
public:
    /// Bytes that are not UTF-8 and characters XML does not have become \x{NN}; blanks around the
    /// text go. `where` names the text in the sentence that omissions() gets.
    std::string fit(std::string_view text, std::string_view where);
    /// The same with the blanks around it: for what is quoted.
    std::string fit_whole(std::string_view text, std::string_view where);

    /// Notes a sentence about something that was left out.
    void omit(std::string sentence);
    const std::vector<std::string>& omissions() const noexcept { return omissions_; }

private:
    std::vector<std::string> omissions_;
};

}  // namespace exhibit::exchange
