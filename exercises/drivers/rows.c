/* Calls the functions of a rows.c with the inputs of the cases. */
#include "support/rows.h"

#include <string.h>

#include "driver.h"

static void split(void)
{
    const size_t n = read_size(), classes = read_size();
    int32_t *labels = read_integers(n), *order = empty_integers(n), *sizes = empty_integers(3);
    double fractions[3];
    for (int part = 0; part < 3; part++)
        fractions[part] = read_number();
    const uint32_t seed = (uint32_t)read_number();
    size_t counts[3] = {0};
    const int status = rows_split(n, classes, labels, fractions, seed, order, counts);
    for (int part = 0; part < 3; part++)
        sizes[part] = (int32_t)counts[part];
    write_integer("status", status);
    write_integers("order", n, order);
    write_integers("counts", 3, sizes);
}

static void balance(void)
{
    const size_t n = read_size(), classes = read_size();
    int32_t *labels = read_integers(n), *order = empty_integers(n);
    const uint32_t seed = (uint32_t)read_number(), epoch = (uint32_t)read_number();
    const int status = rows_balance(n, classes, labels, seed, epoch, order);
    write_integer("status", status);
    write_integers("order", n, order);
}

int main(int argc, char **argv)
{
    const int balanced = argc == 4 && strcmp(argv[1], "balance") == 0;
    return argc == 4 ? run_cases(argv[2], argv[3], balanced ? balance : split) : 3;
}
