/* Random numbers as a pure function: (seed, purpose, major, minor) -> number.
 *
 * Threefry-2x32-20 of Salmon et al. (2011), Parallel random numbers: as easy as
 * 1, 2, 3, SC'11, doi:10.1145/2063384.2063405. Nothing is remembered between
 * two draws, so a draw depends on no thread and on no order.
 */
#ifndef TRIPTYCH_RANDOM_H
#define TRIPTYCH_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* What a draw is for: the second word of the key. */
enum purpose {
    FOR_SPLIT = 0,
    FOR_INIT_RANDOM = 1,
    FOR_INIT_PLUSPLUS = 2,
    FOR_VISITING_ORDER = 3,
    FOR_BALANCING = 4,
    FOR_WEIGHTS = 5,
    FOR_AUGMENTATION = 6,
    FOR_NOISE = 7,
    FOR_MADE_DATA = 8,
    FOR_DROPOUT = 256 /* plus the layer's number */
};

/* The block cipher itself: key and counter in, 64 random bits out. */
#pragma acc routine seq
void random_threefry(const uint32_t key[2], const uint32_t counter[2], uint32_t bits[2]);

/* Uniform in 0 <= u < 1, with 53 random bits. */
#pragma acc routine seq
double random_uniform(uint32_t seed, uint32_t purpose, uint32_t major, uint32_t minor);

/* Uniform in -r ... r. */
double random_symmetric(double r, uint32_t seed, uint32_t purpose, uint32_t major, uint32_t minor);

/* Normal with mean 0 and variance 1 (Box and Muller 1958); minor < 2^31. */
double random_normal(uint32_t seed, uint32_t purpose, uint32_t major, uint32_t minor);

/* Uniform among the integers 0 ... n-1; 1 <= n <= 2^32 - 1. */
size_t random_integer(size_t n, uint32_t seed, uint32_t purpose, uint32_t major, uint32_t minor);

/* The first k steps of a Fisher-Yates shuffle of 0 ... n-1, one draw a step:
 * order[0 ... k-1] is a sample of k without replacement; k = n shuffles all.
 * order has n entries, all written. */
void random_shuffle(size_t n, size_t k, uint32_t seed, uint32_t purpose, uint32_t major,
                    int32_t *restrict order);

#endif
