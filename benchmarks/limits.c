/* What one core can do: multiply-add operations on doubles, and bytes read and moved. Prints three numbers in CPU time. */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define REPEATS 5
#define CHAINS 12                /* independent, so that no operation waits for the one before */
#define STEPS 20000000L
#define LENGTH (1 << 24)         /* doubles: 128 MB an array, far beyond any cache */

typedef double lanes __attribute__((vector_size(64)));

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

static double kept; /* a result that is used, so that no loop is left out */

static double multiply_adds(void) {
    lanes x[CHAINS], factor, addend;
    for (int k = 0; k < 8; k++) factor[k] = 0.999999, addend[k] = 1e-7;
    for (int c = 0; c < CHAINS; c++) x[c] = factor + c;
    double start = now();
    for (long step = 0; step < STEPS; step++)
#pragma GCC unroll 12
        for (int c = 0; c < CHAINS; c++) x[c] = x[c] * factor + addend;
    double seconds = now() - start;
    for (int c = 0; c < CHAINS; c++) kept += x[c][0];
    return seconds;
}

static double reading(const double *a) {
    lanes sum[8] = {{0}};
    const lanes *rows = (const lanes *)a;
    double start = now();
    for (long i = 0; i < LENGTH / 8; i += 8)
#pragma GCC unroll 8
        for (int c = 0; c < 8; c++) sum[c] += rows[i + c];
    double seconds = now() - start;
    for (int c = 0; c < 8; c++) kept += sum[c][0];
    return seconds;
}

static double triad(double *a, const double *b, const double *c) {
    double start = now();
    for (long i = 0; i < LENGTH; i++) a[i] = b[i] + 3.0 * c[i];
    return now() - start;
}

int main(void) {
    double *a = aligned_alloc(64, LENGTH * 8), *b = aligned_alloc(64, LENGTH * 8), *c = aligned_alloc(64, LENGTH * 8);
    if (!a || !b || !c) return 1;
    for (long i = 0; i < LENGTH; i++) a[i] = 1, b[i] = 2, c[i] = 3;
    double fma = 1e9, read = 1e9, moved = 1e9;
    for (int r = 0; r < REPEATS; r++) {
        double f = multiply_adds(), d = reading(b), m = triad(a, b, c);
        if (f < fma) fma = f;
        if (d < read) read = d;
        if (m < moved) moved = m;
    }
    printf("%.6g %.6g %.6g\n", STEPS * CHAINS * 8 / fma, LENGTH * 8.0 / read, LENGTH * 24.0 / moved);
    return kept == 42;
}
