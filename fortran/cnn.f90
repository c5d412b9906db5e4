!> A simple convolutional network: filters over an image, pooling, dense layers.
!>
!> LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document
!> recognition, Proc. IEEE 86, 2278; Goodfellow, Bengio and Courville (2016), Deep
!> Learning, chapter 9. As there, convolution is cross-correlation: no kernel is flipped.
!>
!>     n samples   x (d, n), each an image (width, height, channels); targets t (m, n)
!>     network     (14, layers): one row a layer, see filters.f90
!>     drop        (layers): the probability that dropout silences a neuron
!>     params      all weights in one vector: layer after layer, weights, then biases
!>     h, a        weighted inputs and activations: layer after layer, each (d_out, n)
!>
!> Every subroutine ends with a status of status_codes: ok, invalid_argument (a
!> size of 0, layers that do not fit) or out_of_memory.
module cnn
    use kinds, only: wp, dp, int64
    use status_codes, only: ok, invalid_argument, out_of_memory
    use dense, only: dense_forward => forward, dense_backward => backward, &
                     dense_gradient => gradient
    use filters, only: count_inputs, count_outputs, count_layer => count_weights, conv_forward, &
                       conv_backward, conv_gradient, pool_forward, pool_backward, convolution, &
                       dense_layer, kernel_most, kind_of, c_in, h_in, w_in, c_out, h_out, w_out, &
                       kernel_h, kernel_w, stride_h, stride_w, pad_h, pad_w, activation_of
    use layers, only: activate, activate_backward, dropout, quadratic_loss, cross_entropy, &
                      sgd_step, loss_cross_entropy
    implicit none
    private
    public :: count_weights, count_neurons, forward, backward, train_epoch, predict

    !> Rows that are answered at a time: the maps of all would need much memory.
    integer, parameter :: block_rows = 64
    integer, parameter :: many = 32768  ! numbers that are worth several threads

contains

    !> How many weights a network has.
    function count_weights(n_layers, network) result(weights)
        integer, intent(in) :: n_layers, network(14, n_layers)
        integer :: weights, l

        weights = 0
        do l = 1, n_layers
            weights = weights + count_layer(network(:, l))
        end do
    end function count_weights

    !> How many neurons a network has, each pixel of a map counted.
    function count_neurons(n_layers, network) result(neurons)
        integer, intent(in) :: n_layers, network(14, n_layers)
        integer :: neurons

        neurons = sum(product(network(c_out:w_out, :), dim=1))
    end function count_neurons

    !> Does a kernel that steps along an axis give that many places, each with a pixel in sight?
    function steps(layer, axis)
        integer, intent(in) :: layer(14), axis
        logical :: steps
        integer :: kernel, pad, rest

        kernel = layer(kernel_h + axis)
        pad = layer(pad_h + axis)
        rest = layer(h_in + axis) + 2*pad - kernel
        steps = .false.
        if (pad < 0 .or. pad >= kernel .or. rest < 0 .or. layer(stride_h + axis) < 1) return
        steps = layer(h_out + axis) == rest/layer(stride_h + axis) + 1
    end function steps

    !> Does a pool keep its channels apart, and step by its own size?
    function pools(layer)
        integer, intent(in) :: layer(14)
        logical :: pools

        pools = layer(c_in) == layer(c_out) .and. all(layer([pad_h, pad_w]) == 0) .and. &
                all(layer([stride_h, stride_w]) == layer([kernel_h, kernel_w]))
    end function pools

    !> Is a layer whole?
    function fits_one(layer)
        integer, intent(in) :: layer(14)
        logical :: fits_one

        fits_one = .false.
        if (any(layer(c_in:kernel_w) < 1)) return
        if (layer(kind_of) == dense_layer) then
            fits_one = all(layer([h_in, w_in, h_out, w_out]) == 1)
            return
        end if
        if (layer(kind_of) == convolution) then
            if (layer(kernel_h) > kernel_most/layer(kernel_w)) return
        else
            if (.not. pools(layer)) return
        end if
        fits_one = steps(layer, 0) .and. steps(layer, 1)  ! along height and width
    end function fits_one

    !> Is every layer whole, and does it take what the one before it gives?
    function fits(n_layers, network)
        integer, intent(in) :: n_layers, network(14, n_layers)
        logical :: fits
        integer :: l

        fits = n_layers >= 1
        do l = 1, n_layers
            fits = fits .and. fits_one(network(:, l))
            if (l == 1) cycle
            fits = fits .and. count_inputs(network(:, l)) == count_outputs(network(:, l - 1))
            if (network(kind_of, l) == dense_layer) cycle
            fits = fits .and. all(network(c_in:w_in, l) == network(c_out:w_out, l - 1))
        end do
    end function fits

    !> What a layer makes of the rows before it, before its activation.
    subroutine layer_forward(n, d_in, d_out, weights, layer, x, w, h)
        integer, intent(in) :: n, d_in, d_out, weights, layer(14)
        real(wp), intent(in) :: x(d_in, n), w(weights)
        real(wp), intent(out) :: h(d_out, n)

        select case (layer(kind_of))
        case (convolution); call conv_forward(n, d_in, d_out, weights, layer, x, w, h)
        case (dense_layer); call dense_forward(n, d_in, d_out, x, w, h)
        case default; call pool_forward(n, d_in, d_out, layer, x, h)
        end select
    end subroutine layer_forward

    !> The error that a layer passes back to the rows before it.
    subroutine layer_backward(n, d_in, d_out, weights, layer, x, w, dh, dx)
        integer, intent(in) :: n, d_in, d_out, weights, layer(14)
        real(wp), intent(in) :: x(d_in, n), w(weights), dh(d_out, n)
        real(wp), intent(out) :: dx(d_in, n)

        select case (layer(kind_of))
        case (convolution); call conv_backward(n, d_in, d_out, weights, layer, w, dh, dx)
        case (dense_layer); call dense_backward(n, d_in, d_out, w, dh, dx)
        case default; call pool_backward(n, d_in, d_out, layer, x, dh, dx)
        end select
    end subroutine layer_backward

    !> The gradient of a layer's weights, if it has any.
    subroutine layer_gradient(n, d_in, d_out, weights, layer, x, dh, dw)
        integer, intent(in) :: n, d_in, d_out, weights, layer(14)
        real(wp), intent(in) :: x(d_in, n), dh(d_out, n)
        real(wp), intent(out) :: dw(weights)

        select case (layer(kind_of))
        case (convolution); call conv_gradient(n, d_in, d_out, weights, layer, x, dh, dw)
        case (dense_layer); call dense_gradient(n, d_in, d_out, x, dh, dw)
        end select
    end subroutine layer_gradient

    !> Copy the rows of a batch from those of all samples, in the order of the visits.
    subroutine gather(n, d, rows, order, x, x_batch)
        integer, intent(in) :: n, d, rows, order(rows)
        real(wp), intent(in) :: x(d, n)
        real(wp), intent(out) :: x_batch(d, rows)
        integer :: i, j

        !$acc parallel loop gang vector collapse(2) copyin(order, x) copyout(x_batch)
        do i = 1, rows
            do j = 1, d
                x_batch(j, i) = x(j, order(i) + 1)
            end do
        end do
    end subroutine gather

    !> Forward: each layer works on the activations of the one before.
    subroutine forward(n, d, n_layers, neurons, weights, network, drop, beta, x, params, &
                       seed, step, h, a, status)
        integer, intent(in) :: n, d, n_layers, neurons, weights, network(14, n_layers)
        real(dp), intent(in) :: drop(n_layers)
        real(wp), intent(in) :: beta, x(d, n), params(weights)
        integer(int64), intent(in) :: seed, step
        real(wp), intent(out) :: h(n*neurons), a(n*neurons)
        integer, intent(out) :: status
        integer :: l, d_in, d_out, d_w, w, first

        status = invalid_argument
        if (n < 1 .or. .not. fits(n_layers, network)) return

        w = 1
        first = 1
        do l = 1, n_layers
            d_in = count_inputs(network(:, l))
            d_out = count_outputs(network(:, l))
            d_w = count_layer(network(:, l))
            if (l == 1) then
                call layer_forward(n, d_in, d_out, d_w, network(:, l), x, params(w:), h(first))
            else
                call layer_forward(n, d_in, d_out, d_w, network(:, l), a(first - n*d_in), &
                                   params(w:), h(first))
            end if
            call activate(network(activation_of, l), n, d_out, h(first), beta, a(first))
            call dropout(n, d_out, drop(l), seed, int(l, int64), step, a(first))
            w = w + d_w
            first = first + n*d_out
        end do
        status = ok
    end subroutine forward

    !> Backward: the error of each layer from the one after it, and its gradient.
    subroutine backward(n, d, m, n_layers, neurons, weights, network, drop, beta, loss_kind, &
                        x, t, params, h, a, seed, step, gradient, loss, status)
        integer, intent(in) :: n, d, m, n_layers, neurons, weights
        integer, intent(in) :: network(14, n_layers), loss_kind
        real(dp), intent(in) :: drop(n_layers)
        real(wp), intent(in) :: beta, x(d, n), t(m, n)
        real(wp), intent(in) :: params(weights), h(n*neurons), a(n*neurons)
        integer(int64), intent(in) :: seed, step
        real(wp), intent(out) :: gradient(weights)
        real(dp), intent(out) :: loss
        integer, intent(out) :: status
        real(wp), allocatable :: dh(:), da(:), value(:)
        real(wp) :: kept
        integer :: i, l, d_in, d_out, d_w, w, first, widest, kind, stat

        loss = 0
        status = invalid_argument
        if (n < 1 .or. .not. fits(n_layers, network)) return
        status = out_of_memory
        widest = maxval(product(network(c_out:w_out, :), dim=1))  ! numbers between two layers
        if (widest > huge(widest)/n) return
        allocate (dh(n*widest), da(n*widest), value(n*widest), stat=stat)
        if (stat /= 0) return
        !$acc enter data create(dh, da, value)

        ! The error of the outputs: dh = f'(h) (a - t) / n, the slope f' of the quadratic loss only.
        kind = network(activation_of, n_layers)
        first = 1 + n*(neurons - m)
        if (loss_kind == loss_cross_entropy) then
            call cross_entropy(kind, n, m, h(first), a(first), t, beta, loss, dh)
        else
            call quadratic_loss(n, m, a(first), t, loss, da)
            call activate_backward(kind, n, m, a(first), da, beta, dh)
        end if

        ! The gradient of each layer, and the error of the one before it: f'(h) times what it gets.
        w = 1 + weights
        do l = n_layers, 2, -1
            d_in = count_inputs(network(:, l))
            d_out = count_outputs(network(:, l))
            d_w = count_layer(network(:, l))
            w = w - d_w
            first = first - n*d_in
            call layer_gradient(n, d_in, d_out, d_w, network(:, l), a(first), dh, gradient(w:))
            call layer_backward(n, d_in, d_out, d_w, network(:, l), a(first), params(w:), dh, da)
            call dropout(n, d_in, drop(l - 1), seed, int(l - 1, int64), step, da)
            kept = real(1 - drop(l - 1), wp)
            !$omp parallel do default(none) shared(n, d_in, first, a, value, kept) &
            !$omp if (n*d_in > many)
            !$acc parallel loop gang vector copyin(a) copyout(value)
            do i = 1, n*d_in
                value(i) = a(first + i - 1)*kept
            end do
            call activate_backward(network(activation_of, l - 1), n, d_in, value, da, beta, dh)
        end do
        d_out = count_outputs(network(:, 1))
        call layer_gradient(n, d, d_out, w - 1, network(:, 1), x, dh, gradient)
        !$acc exit data delete(dh, da, value)
        status = ok
    end subroutine backward

    !> Show every sample once, in the given order, and step after each batch.
    subroutine train_epoch(n, d, m, n_layers, visits, weights, network, drop, beta, loss_kind, &
                           batch, x, t, order, rate, momentum, seed, step, params, velocity, &
                           loss, status)
        integer, intent(in) :: n, d, m, n_layers, visits, weights
        integer, intent(in) :: network(14, n_layers), loss_kind
        real(dp), intent(in) :: drop(n_layers)
        integer, intent(in) :: batch, order(visits)
        real(wp), intent(in) :: beta, x(d, n), t(m, n)
        real(wp), intent(in) :: rate, momentum
        integer(int64), intent(in) :: seed, step
        real(wp), intent(inout) :: params(weights), velocity(weights)
        real(dp), intent(out) :: loss
        integer, intent(out) :: status
        real(wp), allocatable :: x_batch(:, :), t_batch(:, :), h(:), a(:), gradient(:)
        real(dp) :: total
        integer(int64) :: batches
        integer :: first, rows, most, neurons, stat

        loss = 0
        status = invalid_argument
        if (n < 1 .or. visits < 1 .or. batch < 1 .or. .not. fits(n_layers, network)) return
        if (any(order < 0 .or. order >= n)) return
        status = out_of_memory
        neurons = count_neurons(n_layers, network)
        most = min(batch, visits)
        if (neurons > huge(neurons)/most) return
        allocate (x_batch(d, most), t_batch(m, most), &
                  h(most*neurons), a(most*neurons), gradient(weights), stat=stat)
        if (stat /= 0) return

        ! On a GPU all of this stays through the epoch.
        !$acc enter data copyin(network, x, t, order, params, velocity) &
        !$acc create(x_batch, t_batch, h, a, gradient)
        total = 0
        batches = step
        do first = 1, visits, most
            rows = min(most, visits - first + 1)
            call gather(n, d, rows, order(first), x, x_batch)
            call gather(n, m, rows, order(first), t, t_batch)
            call forward(rows, d, n_layers, neurons, weights, network, drop, beta, x_batch, &
                         params, seed, batches, h, a, status)
            call backward(rows, d, m, n_layers, neurons, weights, network, drop, beta, loss_kind, &
                          x_batch, t_batch, params, h, a, seed, batches, gradient, loss, status)
            if (status /= ok) exit
            call sgd_step(weights, rate, momentum, gradient, velocity, params)
            total = total + loss*rows
            batches = batches + 1
        end do
        loss = total/visits
        !$acc exit data copyout(params, velocity) &
        !$acc delete(network, x, t, order, x_batch, t_batch, h, a, gradient)
    end subroutine train_epoch

    !> Answer with the activations of the last layer, without dropout.
    subroutine predict(n, d, m, n_layers, weights, network, beta, x, params, outputs, status)
        integer, intent(in) :: n, d, m, n_layers, weights, network(14, n_layers)
        real(wp), intent(in) :: beta, x(d, n), params(weights)
        real(wp), intent(out) :: outputs(m, n)
        integer, intent(out) :: status
        real(wp), allocatable :: h(:), a(:)
        real(dp), allocatable :: none(:)
        integer :: first, rows, most, neurons, stat

        status = invalid_argument
        if (n < 1 .or. .not. fits(n_layers, network)) return
        status = out_of_memory
        neurons = count_neurons(n_layers, network)
        most = min(n, block_rows)
        if (neurons > huge(neurons)/most) return
        allocate (h(most*neurons), a(most*neurons), none(n_layers), stat=stat)
        if (stat /= 0) return
        none = 0
        !$acc enter data copyin(network, params) create(h, a)
        do first = 1, n, most
            rows = min(most, n - first + 1)
            call forward(rows, d, n_layers, neurons, weights, network, none, beta, x(:, first), &
                         params, 0_int64, 0_int64, h, a, status)
            !$acc update self(a)
            outputs(:, first:first + rows - 1) = &
                reshape(a(rows*(neurons - m) + 1:rows*neurons), [m, rows])
        end do
        !$acc exit data delete(network, params, h, a)
    end subroutine predict

end module cnn
