/* What the layers of a network share: activations, dropout, losses and the step.
 *
 * Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
 * errors, Nature 323, 533; momentum: Polyak (1964); dropout: Srivastava et al. (2014),
 * J. Machine Learning Research 15, 1929; softmax and losses: Bishop (2006), Pattern
 * Recognition and Machine Learning, sections 4.3 and 5.2.
 *
 *     n      rows of a batch
 *     m      neurons of a layer
 *     h, a   weighted inputs and activations (n, m)
 *     da     the gradient of the loss with respect to a, and so on
 */
#include "layers.h"

#include <tgmath.h> // exp and its like for float and double

#include "support/random.h"

enum { MANY = 32768 }; // numbers that are worth several threads, or an eighth of it draws

#define LEAK ((real)0.1) // slope of the leaky rectifier below zero

// Sigmoid: a = 1 / (1 + exp(-beta h)).
#pragma acc routine seq
real layers_sigmoid(real h, real beta)
{
    // Exercise 1. Squash h: 1 over 1 + exp(-beta h).
    return 1 / (1 + exp(-beta * h));
    // End of exercise 1.
}

// Slope of the sigmoid, from its value: beta a (1 - a).
#pragma acc routine seq
real layers_sigmoid_slope(real a, real beta)
{
    return beta * a * (1 - a);
}

// Hyperbolic tangent: a = tanh h.
#pragma acc routine seq
real layers_tanh(real h)
{
    return tanh(h);
}

// Slope of the hyperbolic tangent, from its value: 1 - a^2.
#pragma acc routine seq
real layers_tanh_slope(real a)
{
    return 1 - a * a;
}

// Rectifier: a = h above zero, 0 below.
#pragma acc routine seq
real layers_relu(real h)
{
    // Exercise 2. Cut h off: what is below zero becomes 0.
    return h > 0 ? h : 0;
    // End of exercise 2.
}

// Slope of the rectifier, from its value: 1 above zero, else 0.
#pragma acc routine seq
real layers_relu_slope(real a)
{
    // Exercise 3. The slope, from the value a: 1 above zero, else 0.
    return a > 0;
    // End of exercise 3.
}

// Leaky rectifier: a = h above zero, 0.1 h below.
#pragma acc routine seq
real layers_leaky_relu(real h)
{
    // Exercise 4. Let a tenth of h through where it is below zero.
    return (h > 0 ? 1 : LEAK) * h;
    // End of exercise 4.
}

// Slope of the leaky rectifier, from its value: 1 above zero, else 0.1.
#pragma acc routine seq
real layers_leaky_relu_slope(real a)
{
    // Exercise 5. The slope, from the value a: 1 above zero, else a tenth.
    return a > 0 ? 1 : LEAK;
    // End of exercise 5.
}

// Softmax of each row: a_o = exp(h_o) / sum over p of exp(h_p).
void layers_softmax(size_t n, size_t m, const real *restrict h, real *restrict a)
{
    // Exercise 6. Turn each row into shares of 1: the exponentials over their sum.
#pragma acc parallel loop gang vector copyin(h[0 : n * m]) copyout(a[0 : n * m])
    for (size_t i = 0; i < n; i++) {
        const real *h_i = h + i * m;
        real *a_i = a + i * m;

        real largest = h_i[0]; // subtracted, so that the largest is exp(0)
        for (size_t o = 1; o < m; o++)
            if (h_i[o] > largest)
                largest = h_i[o];

        real total = 0;
        for (size_t o = 0; o < m; o++) {
            a_i[o] = exp(h_i[o] - largest);
            total += a_i[o];
        }
        for (size_t o = 0; o < m; o++)
            a_i[o] /= total;
    }
    // End of exercise 6.
}

// Activations of a layer, a = f(h), for the kind of f.
void layers_activate(int32_t kind, size_t n, size_t m, const real *restrict h, real beta,
                     real *restrict a)
{
    if (kind == SOFTMAX) {
        layers_softmax(n, m, h, a);
        return;
    }
#pragma omp parallel for default(none) shared(kind, n, m, h, beta, a) if (n * m > MANY)
#pragma acc parallel loop gang vector copyin(h[0 : n * m]) copyout(a[0 : n * m])
    for (size_t i = 0; i < n * m; i++) { // unlike a switch, gcc takes an if out of the loop
        if (kind == LEAKY_RELU)
            a[i] = layers_leaky_relu(h[i]);
        else if (kind == RELU)
            a[i] = layers_relu(h[i]);
        else if (kind == TANH)
            a[i] = layers_tanh(h[i]);
        else if (kind == SIGMOID)
            a[i] = layers_sigmoid(h[i], beta);
        else
            a[i] = h[i];
    }
}

// Gradient with respect to h: dh = da f'(h), the slope taken from a.
void layers_activate_backward(int32_t kind, size_t n, size_t m, const real *restrict a,
                              const real *restrict da, real beta, real *restrict dh)
{
#pragma omp parallel for default(none) shared(kind, n, m, a, da, beta, dh) if (n * m > MANY)
#pragma acc parallel loop gang vector copyin(a[0 : n * m], da[0 : n * m]) copyout(dh[0 : n * m])
    for (size_t i = 0; i < n * m; i++) {
        real slope = 1;
        if (kind == LEAKY_RELU)
            slope = layers_leaky_relu_slope(a[i]);
        else if (kind == RELU)
            slope = layers_relu_slope(a[i]);
        else if (kind == TANH)
            slope = layers_tanh_slope(a[i]);
        else if (kind == SIGMOID)
            slope = layers_sigmoid_slope(a[i], beta);
        dh[i] = da[i] * slope;
    }
}

// Silence each neuron with probability p, the others times 1 / (1 - p).
void layers_dropout(size_t n, size_t m, double p, uint32_t seed, uint32_t layer, uint32_t batch,
                    real *restrict a)
{
    if (p == 0)
        return;
    // Exercise 7. Silence neurons with probability p, and scale the others.
    const real scale = (real)(1 / (1 - p));
#pragma omp parallel for default(none)                                                             \
    shared(n, m, p, seed, layer, batch, a, scale) if (n * m > MANY / 8)
#pragma acc parallel loop gang vector copy(a[0 : n * m])
    for (size_t i = 0; i < n * m; i++) {
        const double u = random_uniform(seed, FOR_DROPOUT + layer, batch, (uint32_t)i);
        a[i] = u >= p ? a[i] * scale : 0;
    }
    // End of exercise 7.
}

// Quadratic error, mean over the rows: 1/2 sum over o of (a_o - t_o)^2.
void layers_quadratic_loss(size_t n, size_t m, const real *restrict a, const real *restrict t,
                           double *restrict loss, real *restrict da)
{
    double total = 0;
    // On a GPU one gang alone adds up, in the same order each time.
#pragma acc parallel loop num_gangs(1) vector reduction(+ : total)                                 \
    copyin(a[0 : n * m], t[0 : n * m]) copyout(da[0 : n * m])
    for (size_t i = 0; i < n * m; i++) {
        const real difference = a[i] - t[i];
        total += (double)difference * difference;
        da[i] = difference / (real)n;
    }
    *loss = total / 2 / (double)n;
}

// Cross-entropy of softmax outputs: -sum t ln a = log(sum exp h) - sum t h, as sum t = 1.
static void softmax_loss(size_t n, size_t m, const real *restrict h, const real *restrict a,
                         const real *restrict t, double *restrict loss, real *restrict dh)
{
    // Exercise 8. Add up the loss of the rows, and give its slope dh.
    double total = 0;
    // On a GPU one gang alone adds up, in the same order each time.
#pragma acc parallel loop num_gangs(1) vector reduction(+ : total)                                 \
    copyin(h[0 : n * m], t[0 : n * m])
    for (size_t i = 0; i < n; i++) {
        const real *h_i = h + i * m;
        const real *t_i = t + i * m;
        double largest = h_i[0], powers = 0, chosen = 0;
        for (size_t o = 1; o < m; o++)
            largest = fmax(largest, h_i[o]);
        for (size_t o = 0; o < m; o++) {
            powers += exp(h_i[o] - largest);
            chosen += (double)t_i[o] * h_i[o];
        }
        total += log(powers) + largest - chosen;
    }
    *loss = total / (double)n;
#pragma acc parallel loop gang vector copyin(a[0 : n * m], t[0 : n * m]) copyout(dh[0 : n * m])
    for (size_t i = 0; i < n * m; i++)
        dh[i] = (a[i] - t[i]) / (real)n; // the slope of the softmax has cancelled
    // End of exercise 8.
}

// Cross-entropy of sigmoid outputs: -sum (t ln a + (1 - t) ln(1 - a)), from z = beta h.
static void sigmoid_loss(size_t n, size_t m, const real *restrict h, const real *restrict a,
                         const real *restrict t, real beta, double *restrict loss,
                         real *restrict dh)
{
    double total = 0;
    // On a GPU one gang alone adds up, in the same order each time.
#pragma acc parallel loop num_gangs(1) vector reduction(+ : total)                                 \
    copyin(h[0 : n * m], a[0 : n * m], t[0 : n * m]) copyout(dh[0 : n * m])
    for (size_t i = 0; i < n * m; i++) {
        const double z = (double)beta * h[i];
        total += fmax(z, 0.0) - z * t[i] + log(1 + exp(-fabs(z)));
        dh[i] = beta * (a[i] - t[i]) / (real)n; // the rest of the slope has cancelled
    }
    *loss = total / (double)n;
}

// Cross-entropy, mean over the rows, of softmax or sigmoid outputs a = f(h).
void layers_cross_entropy(int32_t kind, size_t n, size_t m, const real *restrict h,
                          const real *restrict a, const real *restrict t, real beta,
                          double *restrict loss, real *restrict dh)
{
    if (kind == SOFTMAX)
        softmax_loss(n, m, h, a, t, loss, dh);
    else
        sigmoid_loss(n, m, h, a, t, beta, loss, dh);
}

// Step down the gradient with momentum: v = momentum v - rate g, w = w + v.
void layers_sgd_step(size_t weights, real rate, real momentum, const real *restrict gradient,
                     real *restrict velocity, real *restrict params)
{
    // Exercise 9. Change the velocity, then the weights.
#pragma omp parallel for default(none)                                                             \
    shared(weights, rate, momentum, gradient, velocity, params) if (weights > MANY)
#pragma acc parallel loop gang vector copyin(gradient[0 : weights])                                \
    copy(velocity[0 : weights], params[0 : weights])
    for (size_t i = 0; i < weights; i++) {
        velocity[i] = momentum * velocity[i] - rate * gradient[i];
        params[i] += velocity[i];
    }
    // End of exercise 9.
}
