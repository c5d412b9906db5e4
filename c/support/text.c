#include "support/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/real.h"

enum {
    FILE_DECIMALS = sizeof(real) == sizeof(double) ? 16 : 8,
    SHOWN_BYTES = 20,
    INTEGER_DIGITS = 10
};

struct text text_fixed(double value, int decimals)
{
    struct text text;
    snprintf(text.bytes, sizeof text.bytes, "%.*f", decimals, value);
    return text;
}

struct text text_exponent(double value, int decimals)
{
    struct text text;
    snprintf(text.bytes, sizeof text.bytes, "%.*e", decimals, value);
    return text;
}

struct text text_screen(double value)
{
    const double size = fabs(value);
    if (size == 0 || (size >= 1e-3 && size < 1e6))
        return text_fixed(value, 6);
    return text_exponent(value, 6);
}

struct text text_file(double value)
{
    return text_exponent(value, FILE_DECIMALS);
}

struct text text_counted(size_t count, const char *thing)
{
    struct text text;
    snprintf(text.bytes, sizeof text.bytes, "%zu %s%s", count, thing, count == 1 ? "" : "s");
    return text;
}

struct text text_shown(const char *token, size_t length)
{
    struct text text;
    size_t shown = 0;
    for (; shown < length && shown < SHOWN_BYTES; shown++) {
        const char byte = token[shown];
        text.bytes[shown] = byte >= 0x20 && byte <= 0x7e ? byte : '?';
    }
    for (int dot = 0; dot < 3 && length > SHOWN_BYTES; dot++)
        text.bytes[shown++] = '.';
    text.bytes[shown] = '\0';
    return text;
}

static const char *skip_sign(const char *at, const char *end)
{
    return at < end && (*at == '+' || *at == '-') ? at + 1 : at;
}

static const char *skip_digits(const char *at, const char *end)
{
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at;
}

// The grammar comes first: strtod also takes hexadecimal digits, inf and nan.
bool text_number(const char *token, size_t length, double *value)
{
    const char *end = token + length;
    const char *whole = skip_sign(token, end);
    const char *at = skip_digits(whole, end);
    bool has_digits = at > whole;
    if (at < end && *at == '.') {
        const char *decimals = at + 1;
        at = skip_digits(decimals, end);
        has_digits = has_digits || at > decimals;
    }
    if (!has_digits)
        return false;
    if (at < end && (*at == 'e' || *at == 'E')) {
        const char *exponent = skip_sign(at + 1, end);
        at = skip_digits(exponent, end);
        if (at == exponent)
            return false;
    }
    if (at < end)
        return false;
    *value = strtod(token, NULL);
    return true;
}

bool text_integer(const char *token, size_t length, int64_t *value)
{
    const char *end = token + length;
    const char *digits = skip_sign(token, end);
    if (digits == end || end - digits > INTEGER_DIGITS || skip_digits(digits, end) < end)
        return false;
    *value = 0;
    for (const char *at = digits; at < end; at++)
        *value = 10 * *value + (*at - '0');
    if (*token == '-')
        *value = -*value;
    return true;
}

bool text_count(const char *token, size_t length, int64_t lowest, int64_t highest, int64_t *value)
{
    return length > 0 && *token >= '0' && *token <= '9' && text_integer(token, length, value) &&
           *value >= lowest && *value <= highest;
}
