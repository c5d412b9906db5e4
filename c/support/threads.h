/* How many threads the parallel loops use; one, if OpenMP is off. */
#ifndef TRIPTYCH_THREADS_H
#define TRIPTYCH_THREADS_H

/* Use n threads from now on; 0: as many as there are processors. */
void threads_set(int n);

/* The number of threads in use. */
int threads_count(void);

#endif
