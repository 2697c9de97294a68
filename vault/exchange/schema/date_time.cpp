// xs:dateTime: -?YYYY+-MM-DDThh:mm:ss(.s+)?(Z|[+-]hh:mm)?
#include <chrono>

#include "exchange/schema/datatypes.hpp"

namespace exhibit::exchange::schema {
namespace {

class Scan {
public:
    explicit Scan(std::string_view text) noexcept : rest_(text) {}

    bool good() const noexcept { return good_; }
    bool done() const noexcept { return rest_.empty(); }
    bool is(char c) const noexcept { return !rest_.empty() && rest_.front() == c; }
    bool take(char c) noexcept {
        if (!is(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void need(char c) noexcept { good_ = take(c) && good_; }

    /// Exactly `digits` digits, of a value up to `largest`.
    int number(std::size_t digits, int largest) noexcept {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            if (done() || rest_.front() < '0' || rest_.front() > '9') {
                good_ = false;
                return 0;
            }
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        good_ = good_ && value <= largest;
        return value;
    }

    std::size_t digits_ahead() const noexcept {
        const std::size_t end = rest_.find_first_not_of("0123456789");
        return end == std::string_view::npos ? rest_.size() : end;
    }
    void skip(std::size_t count) noexcept { rest_.remove_prefix(count); }
    void fail() noexcept { good_ = false; }

private:
    std::string_view rest_;
    bool good_ = true;
};

// At least four digits, no leading zero beyond; the calendar of the library ends at 32767.
int read_year(Scan& scan) {
    const bool negative = scan.take('-');
    const std::size_t digits = scan.digits_ahead();
    if (digits < 4 || digits > 5 || (digits > 4 && scan.is('0'))) scan.fail();
    const int year = scan.good() ? scan.number(digits, 32767) : 0;
    if (year == 0) scan.fail();
    return negative ? -year : year;
}

std::int32_t read_fraction(Scan& scan) {
    if (!scan.take('.')) return 0;
    std::size_t digits = scan.digits_ahead();
    if (digits == 0) scan.fail();
    std::int32_t nanoseconds = 0;
    for (std::size_t i = 0; i < 9; ++i) {
        const bool have = i < digits;
        nanoseconds = nanoseconds * 10 + (have ? scan.number(1, 9) : 0);
    }
    if (digits > 9) scan.skip(digits - 9);
    return nanoseconds;
}

// Seconds east of UTC; `has` says whether there is an offset at all.
std::int64_t read_offset(Scan& scan, bool& has) {
    has = !scan.done();
    if (!has || scan.take('Z')) return 0;
    const bool west = scan.is('-');
    if (!scan.take('+') && !scan.take('-')) scan.fail();
    const int hours = scan.number(2, 14);
    scan.need(':');
    const int minutes = scan.number(2, hours == 14 ? 0 : 59);
    const std::int64_t seconds = hours * 3600 + minutes * 60;
    return west ? -seconds : seconds;
}

}  // namespace

std::optional<DateTime> parse_date_time(std::string_view text) noexcept {
    Scan scan(text);
    const int year = read_year(scan);
    scan.need('-');
    const int month = scan.number(2, 12);
    scan.need('-');
    const int day = scan.number(2, 31);
    scan.need('T');
    const int hour = scan.number(2, 24);
    scan.need(':');
    const int minute = scan.number(2, 59);
    scan.need(':');
    const int second = scan.number(2, 59);
    DateTime result;
    result.nanoseconds = read_fraction(scan);
    const std::int64_t offset = read_offset(scan, result.has_offset);
    const std::chrono::year_month_day date(std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    const bool midnight = minute == 0 && second == 0 && result.nanoseconds == 0;
    if (!scan.good() || !scan.done() || !date.ok() || (hour == 24 && !midnight))
        return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    result.seconds = days * 86400 + hour * 3600 + minute * 60 + second - offset;
    return result;
}

}  // namespace exhibit::exchange::schema
