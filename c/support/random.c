#include "support/random.h"

#include <math.h>

#pragma acc routine seq
static inline uint32_t rotate_left(uint32_t word, int places)
{
    return word << places | word >> (32 - places);
}

// Add a part of the key.
#pragma acc routine seq
static inline void inject(uint32_t bits[2], uint32_t key_0, uint32_t key_1)
{
    bits[0] += key_0;
    bits[1] += key_1;
}

// One round: add, rotate to the left, combine.
#pragma acc routine seq
static inline void mix(uint32_t bits[2], int places)
{
    bits[0] += bits[1];
    bits[1] = rotate_left(bits[1], places) ^ bits[0];
}

#pragma acc routine seq
static inline void mix_odd(uint32_t bits[2])
{
    mix(bits, 13);
    mix(bits, 15);
    mix(bits, 26);
    mix(bits, 6);
}

#pragma acc routine seq
static inline void mix_even(uint32_t bits[2])
{
    mix(bits, 17);
    mix(bits, 29);
    mix(bits, 16);
    mix(bits, 24);
}

void random_threefry(const uint32_t key[2], const uint32_t counter[2], uint32_t bits[2])
{
    const uint32_t key_2 = 0x1BD11BDA ^ key[0] ^ key[1];
    bits[0] = counter[0];
    bits[1] = counter[1];
    inject(bits, key[0], key[1]);
    mix_odd(bits); // four rounds each time, twenty in all
    inject(bits, key[1], key_2 + 1);
    mix_even(bits);
    inject(bits, key_2, key[0] + 2);
    mix_odd(bits);
    inject(bits, key[0], key[1] + 3);
    mix_even(bits);
    inject(bits, key[1], key_2 + 4);
    mix_odd(bits);
    inject(bits, key_2, key[0] + 5);
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
