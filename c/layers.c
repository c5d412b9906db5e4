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

enum { MANY = 65536 }; // weights that are worth several threads

static const real leak = (real)0.1; // slope of the leaky rectifier below zero

// Sigmoid: a = 1 / (1 + exp(-beta h)).
real layers_sigmoid(real h, real beta)
{
    // Exercise 1. Squash h: 1 over 1 + exp(-beta h).
    return 1 / (1 + exp(-beta * h));
    // End of exercise 1.
}

// Slope of the sigmoid, from its value: beta a (1 - a).
real layers_sigmoid_slope(real a, real beta)
{
    return beta * a * (1 - a);
}

// Hyperbolic tangent: a = tanh h.
real layers_tanh(real h)
{
    return tanh(h);
}

// Slope of the hyperbolic tangent, from its value: 1 - a^2.
real layers_tanh_slope(real a)
{
    return 1 - a * a;
}

// Rectifier: a = h above zero, 0 below.
real layers_relu(real h)
{
    return h > 0 ? h : 0;
}

// Slope of the rectifier, from its value: 1 above zero, else 0.
real layers_relu_slope(real a)
{
    return a > 0;
}

// Leaky rectifier: a = h above zero, 0.1 h below.
real layers_leaky_relu(real h)
{
    return h > 0 ? h : leak * h;
}

// Slope of the leaky rectifier, from its value: 1 above zero, else 0.1.
real layers_leaky_relu_slope(real a)
{
    return a > 0 ? 1 : leak;
}

// Softmax of each row: a_o = exp(h_o) / sum over p of exp(h_p).
void layers_softmax(size_t n, size_t m, const real *restrict h, real *restrict a)
{
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
}

// Activations of a layer, a = f(h), for the kind of f.
void layers_activate(int32_t kind, size_t n, size_t m, const real *restrict h, real beta,
                     real *restrict a)
{
    if (kind == SOFTMAX) {
        layers_softmax(n, m, h, a);
        return;
    }
    for (size_t i = 0; i < n * m; i++) {
        switch (kind) {
        case SIGMOID: a[i] = layers_sigmoid(h[i], beta); break;
        case TANH: a[i] = layers_tanh(h[i]); break;
        case RELU: a[i] = layers_relu(h[i]); break;
        case LEAKY_RELU: a[i] = layers_leaky_relu(h[i]); break;
        default: a[i] = h[i];
        }
    }
}

// Gradient with respect to h: dh = da f'(h), the slope taken from a.
void layers_activate_backward(int32_t kind, size_t n, size_t m, const real *restrict a,
                              const real *restrict da, real beta, real *restrict dh)
{
    for (size_t i = 0; i < n * m; i++) {
        switch (kind) {
        case SIGMOID: dh[i] = da[i] * layers_sigmoid_slope(a[i], beta); break;
        case TANH: dh[i] = da[i] * layers_tanh_slope(a[i]); break;
        case RELU: dh[i] = da[i] * layers_relu_slope(a[i]); break;
        case LEAKY_RELU: dh[i] = da[i] * layers_leaky_relu_slope(a[i]); break;
        default: dh[i] = da[i];
        }
    }
}

// Silence each neuron with probability p, the others times 1 / (1 - p).
void layers_dropout(size_t n, size_t m, double p, uint32_t seed, uint32_t layer, uint32_t batch,
                    real *restrict a)
{
    if (p == 0)
        return;
    const real scale = (real)(1 / (1 - p));
    for (size_t i = 0; i < n * m; i++) {
        const double u = random_uniform(seed, FOR_DROPOUT + layer, batch, (uint32_t)i);
        a[i] = u >= p ? a[i] * scale : 0;
    }
}

// Quadratic error, mean over the rows: 1/2 sum over o of (a_o - t_o)^2.
void layers_quadratic_loss(size_t n, size_t m, const real *restrict a, const real *restrict t,
                           double *restrict loss, real *restrict da)
{
    double total = 0;
    for (size_t i = 0; i < n * m; i++) {
        const real difference = a[i] - t[i];
        total += (double)difference * difference;
        da[i] = difference / (real)n;
    }
    *loss = total / 2 / (double)n;
}

// Cross-entropy, mean over the rows, of softmax or sigmoid outputs a = f(h).
void layers_cross_entropy(int32_t kind, size_t n, size_t m, const real *restrict h,
                          const real *restrict a, const real *restrict t, real beta,
                          double *restrict loss, real *restrict dh)
{
    double total = 0;
    for (size_t i = 0; i < n; i++) {
        const real *h_i = h + i * m;
        const real *t_i = t + i * m;
        if (kind == SOFTMAX) { // -sum t ln a = log(sum exp h) - sum t h
            double largest = h_i[0], powers = 0, chosen = 0;
            for (size_t o = 1; o < m; o++)
                largest = fmax(largest, h_i[o]);
            for (size_t o = 0; o < m; o++) {
                powers += exp(h_i[o] - largest);
                chosen += (double)t_i[o] * h_i[o];
            }
            total += log(powers) + largest - chosen;
        } else { // -sum (t ln a + (1 - t) ln(1 - a)), where ln a = -log(1 + exp(-z))
            for (size_t o = 0; o < m; o++) {
                const double z = (double)beta * h_i[o];
                total += fmax(z, 0.0) - z * t_i[o] + log(1 + exp(-fabs(z)));
            }
        }
    }
    *loss = total / (double)n;

    const real slope = kind == SOFTMAX ? 1 : beta; // the rest of f' has cancelled
    for (size_t i = 0; i < n * m; i++)
        dh[i] = slope * (a[i] - t[i]) / (real)n;
}

// Step down the gradient with momentum: v = momentum v - rate g, w = w + v.
void layers_sgd_step(size_t weights, real rate, real momentum, const real *restrict gradient,
                     real *restrict velocity, real *restrict params)
{
    // Exercise 2. Change the velocity, then the weights.
#pragma omp parallel for default(none)                                                             \
    shared(weights, rate, momentum, gradient, velocity, params) if (weights > MANY)
    for (size_t i = 0; i < weights; i++) {
        velocity[i] = momentum * velocity[i] - rate * gradient[i];
        params[i] += velocity[i];
    }
    // End of exercise 2.
}
