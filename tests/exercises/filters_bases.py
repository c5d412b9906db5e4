"""How a student writes the exercises of convolution and pooling: plain loops."""

BASES = {
    "conv_forward": {
        "c": """\
    for (int y = 0; y < layer[H_OUT]; y++)
        for (int z = 0; z < layer[W_OUT]; z++) {
            real sum = -bias;
            for (int c = 0; c < layer[C_IN]; c++)
                for (int i = 0; i < layer[KERNEL_H]; i++)
                    for (int j = 0; j < layer[KERNEL_W]; j++) {
                        const int row = y * layer[STRIDE_H] + i - layer[PAD_H];
                        const int column = z * layer[STRIDE_W] + j - layer[PAD_W];
                        if (row < 0 || row >= layer[H_IN] || column < 0 || column >= layer[W_IN])
                            continue;
                        const real weight = w[(c * layer[KERNEL_H] + i) * layer[KERNEL_W] + j];
                        sum += x[(c * layer[H_IN] + row) * layer[W_IN] + column] * weight;
                    }
            h[y * layer[W_OUT] + z] = sum;
        }
""",
        "fortran": """\
        do y = 1, layer(h_out)
            do z = 1, layer(w_out)
                h(z, y) = -bias
                do c = 1, layer(c_in)
                    do i = 1, layer(kernel_h)
                        do j = 1, layer(kernel_w)
                            row = (y - 1)*layer(stride_h) + i - layer(pad_h)
                            column = (z - 1)*layer(stride_w) + j - layer(pad_w)
                            if (row < 1 .or. row > layer(h_in)) cycle
                            if (column < 1 .or. column > layer(w_in)) cycle
                            h(z, y) = h(z, y) + x(column, row, c)*w(j, i, c)
                        end do
                    end do
                end do
            end do
        end do
""",
        "python": """\
    kernels, biases = _kernels_of(layer, w)
    above, left = (layer.pad_h, layer.pad_h), (layer.pad_w, layer.pad_w)
    padded = np.pad(x, ((0, 0), (0, 0), above, left))
    h = np.zeros((len(x), layer.c_out, layer.h_out, layer.w_out))
    for y in range(layer.h_out):
        for z in range(layer.w_out):
            row, column = y * layer.stride_h, z * layer.stride_w
            seen = padded[:, :, row : row + layer.kh, column : column + layer.kw]
            for f in range(layer.c_out):
                h[:, f, y, z] = (seen * kernels[f]).sum(axis=(1, 2, 3)) - biases[f]
    return h
""",
    },
    "pool_forward": {
        "c": """\
    for (int y = 0; y < layer[H_OUT]; y++)
        for (int z = 0; z < layer[W_OUT]; z++) {
            const int top = y * layer[KERNEL_H], left = z * layer[KERNEL_W];
            real largest = x[top * layer[W_IN] + left], sum = 0;
            for (int i = top; i < top + layer[KERNEL_H]; i++)
                for (int j = left; j < left + layer[KERNEL_W]; j++) {
                    const real pixel = x[i * layer[W_IN] + j];
                    sum += pixel;
                    if (pixel > largest)
                        largest = pixel;
                }
            const real mean = sum / (real)(layer[KERNEL_H] * layer[KERNEL_W]);
            a[y * layer[W_OUT] + z] = layer[KIND] == MAX_POOL ? largest : mean;
        }
""",
        "fortran": """\
        do y = 1, layer(h_out)
            do z = 1, layer(w_out)
                top = (y - 1)*layer(kernel_h) + 1
                left = (z - 1)*layer(kernel_w) + 1
                associate (seen => x(left:left + layer(kernel_w) - 1, &
                                     top:top + layer(kernel_h) - 1))
                    a(z, y) = sum(seen)/size(seen)
                    if (layer(kind_of) == max_pool) a(z, y) = maxval(seen)
                end associate
            end do
        end do
""",
        "python": """\
    a = np.zeros((len(x), layer.c_in, layer.h_out, layer.w_out))
    for y in range(layer.h_out):
        for z in range(layer.w_out):
            top, left = y * layer.kh, z * layer.kw
            block = x[:, :, top : top + layer.kh, left : left + layer.kw]
            a[:, :, y, z] = block.mean(axis=(2, 3))
            if layer.kind == Kind.MAX_POOL:
                a[:, :, y, z] = block.max(axis=(2, 3))
    return a
""",
    },
    "conv_backward": {
        "c": """\
    for (int y = 0; y < layer[H_OUT]; y++)
        for (int z = 0; z < layer[W_OUT]; z++)
            for (int c = 0; c < layer[C_IN]; c++)
                for (int i = 0; i < layer[KERNEL_H]; i++)
                    for (int j = 0; j < layer[KERNEL_W]; j++) {
                        const int row = y * layer[STRIDE_H] + i - layer[PAD_H];
                        const int column = z * layer[STRIDE_W] + j - layer[PAD_W];
                        if (row < 0 || row >= layer[H_IN] || column < 0 || column >= layer[W_IN])
                            continue;
                        const real weight = w[(c * layer[KERNEL_H] + i) * layer[KERNEL_W] + j];
                        dx[(c * layer[H_IN] + row) * layer[W_IN] + column] +=
                            dh[y * layer[W_OUT] + z] * weight;
                    }
""",
        "fortran": """\
        do y = 1, layer(h_out)
            do z = 1, layer(w_out)
                do c = 1, layer(c_in)
                    do i = 1, layer(kernel_h)
                        do j = 1, layer(kernel_w)
                            row = (y - 1)*layer(stride_h) + i - layer(pad_h)
                            column = (z - 1)*layer(stride_w) + j - layer(pad_w)
                            if (row < 1 .or. row > layer(h_in)) cycle
                            if (column < 1 .or. column > layer(w_in)) cycle
                            dx(column, row, c) = dx(column, row, c) + dh(z, y)*w(j, i, c)
                        end do
                    end do
                end do
            end do
        end do
""",
        "python": """\
    kernels, _ = _kernels_of(layer, w)
    height, width = layer.h_in + 2 * layer.pad_h, layer.w_in + 2 * layer.pad_w
    padded = np.zeros((len(dh), layer.c_in, height, width))
    for f in range(layer.c_out):
        for y in range(layer.h_out):
            for z in range(layer.w_out):
                row, column = y * layer.stride_h, z * layer.stride_w
                seen = padded[:, :, row : row + layer.kh, column : column + layer.kw]
                seen += dh[:, f, y, z, None, None, None] * kernels[f]
    above, left = layer.pad_h, layer.pad_w
    return padded[:, :, above : above + layer.h_in, left : left + layer.w_in]
""",
    },
    "conv_gradient": {
        "c": """\
    for (int y = 0; y < layer[H_OUT]; y++)
        for (int z = 0; z < layer[W_OUT]; z++) {
            const real error = dh[y * layer[W_OUT] + z];
            *dbias -= error;
            for (int c = 0; c < layer[C_IN]; c++)
                for (int i = 0; i < layer[KERNEL_H]; i++)
                    for (int j = 0; j < layer[KERNEL_W]; j++) {
                        const int row = y * layer[STRIDE_H] + i - layer[PAD_H];
                        const int column = z * layer[STRIDE_W] + j - layer[PAD_W];
                        if (row < 0 || row >= layer[H_IN] || column < 0 || column >= layer[W_IN])
                            continue;
                        const real pixel = x[(c * layer[H_IN] + row) * layer[W_IN] + column];
                        dw[(c * layer[KERNEL_H] + i) * layer[KERNEL_W] + j] += error * pixel;
                    }
        }
""",
        "fortran": """\
        do y = 1, layer(h_out)
            do z = 1, layer(w_out)
                dbias = dbias - dh(z, y)
                do c = 1, layer(c_in)
                    do i = 1, layer(kernel_h)
                        do j = 1, layer(kernel_w)
                            row = (y - 1)*layer(stride_h) + i - layer(pad_h)
                            column = (z - 1)*layer(stride_w) + j - layer(pad_w)
                            if (row < 1 .or. row > layer(h_in)) cycle
                            if (column < 1 .or. column > layer(w_in)) cycle
                            dw(j, i, c) = dw(j, i, c) + dh(z, y)*x(column, row, c)
                        end do
                    end do
                end do
            end do
        end do
""",
        "python": """\
    above, left = (layer.pad_h, layer.pad_h), (layer.pad_w, layer.pad_w)
    padded = np.pad(x, ((0, 0), (0, 0), above, left))
    dw = np.zeros((layer.c_out, layer.c_in, layer.kh, layer.kw))
    dbias = np.zeros(layer.c_out)
    for s in range(len(x)):
        for y in range(layer.h_out):
            for z in range(layer.w_out):
                row, column = y * layer.stride_h, z * layer.stride_w
                seen = padded[s, :, row : row + layer.kh, column : column + layer.kw]
                dw += dh[s, :, y, z, None, None, None] * seen
                dbias -= dh[s, :, y, z]
    return np.concatenate([dw.ravel(), dbias])
""",
    },
    "pool_backward": {
        "c": """\
    for (int pixel = 0; pixel < layer[H_IN] * layer[W_IN]; pixel++)
        dx[pixel] = 0;
    for (int y = 0; y < layer[H_OUT]; y++)
        for (int z = 0; z < layer[W_OUT]; z++) {
            const int top = y * layer[KERNEL_H], left = z * layer[KERNEL_W];
            const real size = layer[KERNEL_H] * layer[KERNEL_W];
            const real error = da[y * layer[W_OUT] + z];
            int largest = top * layer[W_IN] + left;
            for (int i = top; i < top + layer[KERNEL_H]; i++)
                for (int j = left; j < left + layer[KERNEL_W]; j++) {
                    const int pixel = i * layer[W_IN] + j;
                    if (x[pixel] > x[largest])
                        largest = pixel;
                    if (layer[KIND] == AVERAGE_POOL)
                        dx[pixel] = error / size;
                }
            if (layer[KIND] == MAX_POOL)
                dx[largest] = error;
        }
""",
        "fortran": """\
        dx = 0
        do y = 1, layer(h_out)
            do z = 1, layer(w_out)
                top = (y - 1)*layer(kernel_h) + 1
                left = (z - 1)*layer(kernel_w) + 1
                associate (seen => x(left:left + layer(kernel_w) - 1, &
                                     top:top + layer(kernel_h) - 1), &
                           share => dx(left:left + layer(kernel_w) - 1, &
                                       top:top + layer(kernel_h) - 1))
                    if (layer(kind_of) == max_pool) then
                        pixel = maxloc(seen)
                        share(pixel(1), pixel(2)) = da(z, y)
                    else
                        share = da(z, y)/size(seen)
                    end if
                end associate
            end do
        end do
""",
        "python": """\
    dx = np.zeros(x.shape)
    for s in range(len(x)):
        for c in range(layer.c_in):
            for y in range(layer.h_out):
                for z in range(layer.w_out):
                    top, left = y * layer.kh, z * layer.kw
                    rows, columns = slice(top, top + layer.kh), slice(left, left + layer.kw)
                    seen, share = x[s, c, rows, columns], dx[s, c, rows, columns]
                    if layer.kind == Kind.MAX_POOL:
                        share.flat[seen.argmax()] = da[s, c, y, z]
                    else:
                        share[...] = da[s, c, y, z] / seen.size
    return dx
""",
    },
}
