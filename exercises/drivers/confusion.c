/* Calls the functions of a confusion.c with the inputs of the cases. */
#include "support/confusion.h"

#include <string.h>

#include "driver.h"

static void count(void)
{
    const size_t n = read_size(), classes = read_size();
    int32_t *truth = read_integers(n), *predicted = read_integers(n);
    int32_t *counts = empty_integers(classes * classes);
    confusion_count(n, classes, truth, predicted, counts);
    write_integers("counts", classes * classes, counts);
}

static void rates(void)
{
    const size_t classes = read_size();
    int32_t *counts = read_integers(classes * classes);
    double *recall = empty_doubles(classes), *precision = empty_doubles(classes);
    double *accuracy = empty_doubles(1);
    confusion_rates(classes, counts, recall, precision, accuracy);
    write_doubles("recall", classes, recall);
    write_doubles("precision", classes, precision);
    write_doubles("accuracy", 1, accuracy);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 3;
    return run_cases(argv[2], argv[3], strcmp(argv[1], "confusion_count") == 0 ? count : rates);
}
