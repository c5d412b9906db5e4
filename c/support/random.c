#include "support/random.h"

#include <math.h>

#pragma acc routine seq
static uint32_t rotate_left(uint32_t word, int bits)
{
    return word << bits | word >> (32 - bits);
}

void random_threefry(const uint32_t key[2], const uint32_t counter[2], uint32_t bits[2])
{
    const int rotation[8] = {13, 15, 26, 6, 17, 29, 16, 24};
    const uint32_t keys[3] = {key[0], key[1], 0x1BD11BDA ^ key[0] ^ key[1]};

    uint32_t a = counter[0] + keys[0];
    uint32_t b = counter[1] + keys[1];
    for (uint32_t round = 0; round < 20; round++) {
        a += b;
        b = rotate_left(b, rotation[round % 8]) ^ a;
        if (round % 4 == 3) { // inject the key after each fourth round
            const uint32_t s = round / 4 + 1;
            a += keys[s % 3];
            b += keys[(s + 1) % 3] + s;
        }
    }
    bits[0] = a;
    bits[1] = b;
}

double random_uniform(uint32_t seed, uint32_t purpose, uint32_t major, uint32_t minor)
{
    const uint32_t key[2] = {seed, purpose};
    const uint32_t counter[2] = {minor, major};
    uint32_t bits[2];
    random_threefry(key, counter, bits);
    return ((bits[0] >> 5) * 67108864.0 + (bits[1] >> 6)) / 9007199254740992.0;
}

double random_symmetric(double r, uint32_t seed, uint32_t purpose, uint32_t major, uint32_t minor)
{
    return (2.0 * random_uniform(seed, purpose, major, minor) - 1.0) * r;
}

double random_normal(uint32_t seed, uint32_t purpose, uint32_t major, uint32_t minor)
{
    const double u = random_uniform(seed, purpose, major, 2 * minor);
    const double v = random_uniform(seed, purpose, major, 2 * minor + 1);
    return sqrt(-2.0 * log(1.0 - u)) * cos(6.283185307179586 * v);
}

size_t random_integer(size_t n, uint32_t seed, uint32_t purpose, uint32_t major, uint32_t minor)
{
    return (size_t)(random_uniform(seed, purpose, major, minor) * (double)n);
}

void random_shuffle(size_t n, size_t k, uint32_t seed, uint32_t purpose, uint32_t major,
                    int32_t *restrict order)
{
    for (size_t i = 0; i < n; i++)
        order[i] = (int32_t)i;
    for (size_t i = 0; i < k && i + 1 < n; i++) {
        const size_t j = i + random_integer(n - i, seed, purpose, major, (uint32_t)i);
        const int32_t swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
    }
}
