"""The common mistakes of the exercises of the multi-layer perceptron, made: as in mutants.py."""

_EXP_C = "return 1 / (1 + exp(-beta * h));"
_EXP_F = "a = 1/(1 + exp(-beta*h))"
_EXP_P = "1 / (1 + np.exp(-h.dtype.type(beta) * h))"
_BIAS_C = "h_i[o] = -w[d_in * d_out + o]; // the bias node is -1"
_BIAS_F = "h(o, i) = -w(o, d_in + 1)  ! the bias node is -1"
_BIAS_P = "return x @ w[:-1] - w[-1]"
_BACK_F = "dot_product(dh(:, i), w(:, j))"
_BACK_P = "return dh @ w[:-1].T"
_NODE_C = "x[i * d_in + j] : -1;"
_NODE_F = "x_ij = -1  ! the bias node is -1"
_GROW_C = "dw_j[o] += x_ij * dh[i * d_out + o];"
_GROW_F = "dw(o, j) = dw(o, j) + x_ij*dh(o, i)"
_NODE_P = "np.full(len(x), -1, x.dtype)"
_GROW_P = "return nodes.T @ dh"
_STEP_C = "velocity[i] = momentum * velocity[i] - rate * gradient[i];"
_STEP_F = "velocity(i) = momentum*velocity(i) - rate*gradient(i)"
_STEP_P = "number(momentum) * velocity - number(rate) * gradient"
_MOVE_C = "        params[i] += velocity[i];\n"
_MOVE_F = "            params(i) = params(i) + velocity(i)\n"

MUTANTS = {
    "sigmoid": {
        "no_beta": {
            "c": [(_EXP_C, "return 1 / (1 + exp(-h));")],
            "fortran": [(_EXP_F, "a = 1/(1 + exp(-h))")],
            "python": [(_EXP_P, "1 / (1 + np.exp(-h))")],
        },
        "wrong_sign": {
            "c": [(_EXP_C, "return 1 / (1 + exp(beta * h));")],
            "fortran": [(_EXP_F, "a = 1/(1 + exp(beta*h))")],
            "python": [(_EXP_P, "1 / (1 + np.exp(beta * h))")],
        },
        "beta_outside": {
            "c": [(_EXP_C, "return beta / (1 + exp(-h));")],
            "fortran": [(_EXP_F, "a = beta/(1 + exp(-h))")],
            "python": [(_EXP_P, "beta / (1 + np.exp(-h))")],
        },
    },
    "dense_forward": {
        "no_bias": {
            "c": [(_BIAS_C, "h_i[o] = 0;")],
            "fortran": [(_BIAS_F, "h(o, i) = 0")],
            "python": [(_BIAS_P, "return x @ w[:-1]")],
        },
        "bias_added": {
            "c": [(_BIAS_C, "h_i[o] = w[d_in * d_out + o];")],
            "fortran": [(_BIAS_F, "h(o, i) = w(o, d_in + 1)")],
            "python": [(_BIAS_P, "return x @ w[:-1] + w[-1]")],
        },
        "last_only": {
            "c": [
                (
                    "h_i[o] += x_i[j] * w[j * d_out + o];",
                    "h_i[o] = x_i[j] * w[j * d_out + o] - w[d_in * d_out + o];",
                )
            ],
            "fortran": [
                (
                    "h(o, i) = h(o, i) + x(j, i)*w(o, j)",
                    "h(o, i) = x(j, i)*w(o, j) - w(o, d_in + 1)",
                )
            ],
            "python": [(_BIAS_P, "return x[:, -1:] @ w[-2:-1] - w[-1]")],
        },
    },
    "dense_backward": {
        "last_only": {
            "c": [("sum += dh_i[o] * w_j[o];", "sum = dh_i[o] * w_j[o];")],
            "fortran": [(_BACK_F, "dh(d_out, i)*w(d_out, j)")],
            "python": [(_BACK_P, "return dh[:, -1:] @ w[:-1, -1:].T")],
        },
        "mean": {
            "c": [("dx[i * d_in + j] = sum;", "dx[i * d_in + j] = sum / (real)d_out;")],
            "fortran": [(_BACK_F, _BACK_F + "/d_out")],
            "python": [(_BACK_P, _BACK_P + " / w.shape[1]")],
        },
        "wrong_sign": {
            "c": [("dx[i * d_in + j] = sum;", "dx[i * d_in + j] = -sum;")],
            "fortran": [(_BACK_F, "-" + _BACK_F)],
            "python": [(_BACK_P, "return -dh @ w[:-1].T")],
        },
    },
    "dense_gradient": {
        "last_only": {
            "c": [(_GROW_C, _GROW_C.replace("+=", "="))],
            "fortran": [(_GROW_F, "dw(o, j) = x_ij*dh(o, i)")],
            "python": [(_GROW_P, "return nodes[-1:].T @ dh[-1:]")],
        },
        "mean": {
            "c": [(_GROW_C, _GROW_C.replace(";", " / (real)n;"))],
            "fortran": [(_GROW_F, _GROW_F + "/n")],
            "python": [(_GROW_P, "return nodes.T @ dh / len(x)")],
        },
        "bias_kept": {
            "c": [(_NODE_C, _NODE_C.replace("-1", "0"))],
            "fortran": [(_NODE_F, "x_ij = 0")],
            "python": [(_NODE_P, _NODE_P.replace("-1", "0"))],
        },
        "bias_added": {
            "c": [(_NODE_C, _NODE_C.replace("-1", "1"))],
            "fortran": [(_NODE_F, "x_ij = 1")],
            "python": [(_NODE_P, _NODE_P.replace("-1", "1"))],
        },
    },
    "sgd_step": {
        "wrong_sign": {
            "c": [(_STEP_C, _STEP_C.replace(" - ", " + "))],
            "fortran": [(_STEP_F, _STEP_F.replace(" - ", " + "))],
            "python": [(_STEP_P, _STEP_P.replace(" - ", " + "))],
        },
        "no_rate": {
            "c": [(_STEP_C, _STEP_C.replace("rate * ", ""))],
            "fortran": [(_STEP_F, _STEP_F.replace("rate*", ""))],
            "python": [(_STEP_P, _STEP_P.replace("number(rate) * ", ""))],
        },
        "no_momentum": {
            "c": [(_STEP_C, "velocity[i] = -rate * gradient[i];")],
            "fortran": [(_STEP_F, "velocity(i) = -rate*gradient(i)")],
            "python": [(_STEP_P, "-number(rate) * gradient")],
        },
        "old_velocity": {
            "c": [(_MOVE_C, ""), (_STEP_C, _MOVE_C.strip() + _STEP_C)],
            "fortran": [(_MOVE_F, ""), (_STEP_F, _MOVE_F.strip() + "; " + _STEP_F)],
            "python": [
                ("return velocity, params + velocity", "return velocity, params + old"),
                ("    number = params", "    old = velocity\n    number = params"),
            ],
        },
    },
}
