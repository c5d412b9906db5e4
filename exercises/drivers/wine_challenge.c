/* Calls the function of a wine_challenge.c with the inputs of the cases. */
#include "driver.h"

int wine_challenge_classify(size_t n, size_t d, size_t classes, const real *x,
                            const int32_t *labels, size_t n_hidden, const real *hidden,
                            size_t budget, int32_t *says, size_t *visits);

static void wine_challenge(void)
{
    const size_t n = read_size(), d = read_size(), classes = read_size();
    const real *x = read_reals(n * d);
    const int32_t *labels = read_integers(n);
    const size_t n_hidden = read_size();
    const real *hidden = read_reals(n_hidden * d);
    const size_t budget = read_size();
    int32_t *says = empty_integers(n_hidden);
    size_t visits = 0;
    const int status =
        wine_challenge_classify(n, d, classes, x, labels, n_hidden, hidden, budget, says, &visits);
    write_integer("status", status);
    write_integers("says", n_hidden, says);
    write_integer("visits", (long)visits);
}

int main(int argc, char **argv)
{
    return argc == 4 ? run_cases(argv[2], argv[3], wine_challenge) : 3;
}
