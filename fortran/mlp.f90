!> The multi-layer perceptron: dense layers in a row, taught by back-propagation.
!>
!> Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
!> errors, Nature 323, 533; Bishop (2006), Pattern Recognition and Machine Learning,
!> section 5.3.
!>
!>     n samples   x (d, n), targets t (m, n)
!>     network     (3, layers): inputs, neurons and activation of each layer
!>     drop        (layers): the probability that dropout silences a neuron
!>     params      all weights in one vector: layer after layer, each (d_out, d_in + 1)
!>     h, a        weighted inputs and activations: layer after layer, each (d_out, n)
!>
!> Every subroutine ends with a status of status_codes: ok, invalid_argument (a
!> size of 0, layers that do not fit) or out_of_memory.
module mlp
    use kinds, only: wp, dp, int64
    use status_codes, only: ok, invalid_argument, out_of_memory
    use dense, only: dense_forward => forward, dense_backward => backward, &
                     dense_gradient => gradient
    use layers, only: activate, activate_backward, dropout, quadratic_loss, cross_entropy, &
                      sgd_step, loss_cross_entropy
    implicit none
    private
    public :: count_weights, count_neurons, forward, backward, train_epoch, predict

    integer, parameter :: block = 256  ! rows that predict takes at a time

contains

    !> How many weights a network has.
    function count_weights(n_layers, network) result(weights)
        integer, intent(in) :: n_layers, network(3, n_layers)
        integer :: weights

        weights = sum((network(1, :) + 1)*network(2, :))
    end function count_weights

    !> How many neurons a network has.
    function count_neurons(n_layers, network) result(neurons)
        integer, intent(in) :: n_layers, network(3, n_layers)
        integer :: neurons

        neurons = sum(network(2, :))
    end function count_neurons

    !> Does every layer take what the one before it gives?
    function fits(n_layers, network)
        integer, intent(in) :: n_layers, network(3, n_layers)
        logical :: fits

        fits = n_layers >= 1 .and. all(network(1:2, :) >= 1) .and. &
               all(network(1, 2:) == network(2, :n_layers - 1))
    end function fits

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

    !> Forward: each layer weighs the activations of the one before and fires.
    subroutine forward(n, d, n_layers, neurons, weights, network, drop, beta, x, params, &
                       seed, step, h, a, status)
        integer, intent(in) :: n, d, n_layers, neurons, weights, network(3, n_layers)
        real(dp), intent(in) :: drop(n_layers)
        real(wp), intent(in) :: beta, x(d, n), params(weights)
        integer(int64), intent(in) :: seed, step
        real(wp), intent(out) :: h(n*neurons), a(n*neurons)
        integer, intent(out) :: status
        integer :: l, d_in, d_out, w, first

        status = invalid_argument
        if (n < 1 .or. .not. fits(n_layers, network)) return

        ! Exercise 1. Send the rows through the layers, one after the other.
        w = 1
        first = 1
        do l = 1, n_layers
            d_in = network(1, l)
            d_out = network(2, l)
            if (l == 1) then
                call dense_forward(n, d_in, d_out, x, params(w), h(first))
            else
                call dense_forward(n, d_in, d_out, a(first - n*d_in), params(w), h(first))
            end if
            call activate(network(3, l), n, d_out, h(first), beta, a(first))
            call dropout(n, d_out, drop(l), seed, int(l, int64), step, a(first))
            w = w + (d_in + 1)*d_out
            first = first + n*d_out
        end do
        ! End of exercise 1.
        status = ok
    end subroutine forward

    !> Backward: the error of each layer from the one after it, and its gradient.
    subroutine backward(n, d, m, n_layers, neurons, weights, network, drop, beta, loss_kind, &
                        x, t, params, h, a, seed, step, gradient, loss, status)
        integer, intent(in) :: n, d, m, n_layers, neurons, weights
        integer, intent(in) :: network(3, n_layers), loss_kind
        real(dp), intent(in) :: drop(n_layers)
        real(wp), intent(in) :: beta, x(d, n), t(m, n)
        real(wp), intent(in) :: params(weights), h(n*neurons), a(n*neurons)
        integer(int64), intent(in) :: seed, step
        real(wp), intent(out) :: gradient(weights)
        real(dp), intent(out) :: loss
        integer, intent(out) :: status
        real(wp), allocatable :: dh(:), da(:), value(:)
        real(wp) :: kept
        integer :: i, l, d_in, d_out, w, first, stat

        loss = 0
        status = invalid_argument
        if (n < 1 .or. .not. fits(n_layers, network)) return
        status = out_of_memory
        allocate (dh(n*neurons), da(n*neurons), value(n*neurons), stat=stat)
        if (stat /= 0) return
        !$acc enter data create(dh, da, value)

        ! The last layer: its h and a begin at first; its weights end before w.
        l = n_layers
        d_out = network(2, l)
        w = 1 + weights
        first = 1 + n*(neurons - d_out)

        ! Exercise 2. Find the error of each layer, from the last to the first, and its gradient.
        ! The error of the outputs: dh = f'(h) (a - t) / n, the slope f' of the quadratic loss only.
        if (loss_kind == loss_cross_entropy) then
            call cross_entropy(network(3, l), n, d_out, h(first), a(first), t, beta, loss, dh)
        else
            call quadratic_loss(n, d_out, a(first), t, loss, da)
            call activate_backward(network(3, l), n, d_out, a(first), da, beta, dh)
        end if

        ! The gradient of each layer, and the error of the one before it:
        ! dh_j = f'(h_j) times the sum over o of dh_o w_jo.
        do l = n_layers, 2, -1
            d_in = network(1, l)
            w = w - (d_in + 1)*d_out
            first = first - n*d_in
            call dense_gradient(n, d_in, d_out, a(first), dh, gradient(w))
            call dense_backward(n, d_in, d_out, params(w), dh, da)
            call dropout(n, d_in, drop(l - 1), seed, int(l - 1, int64), step, da)
            kept = real(1 - drop(l - 1), wp)
            !$acc parallel loop gang vector copyin(a) copyout(value)
            do i = 1, n*d_in
                value(i) = a(first + i - 1)*kept
            end do
            call activate_backward(network(3, l - 1), n, d_in, value, da, beta, dh)
            d_out = d_in
        end do
        call dense_gradient(n, d, d_out, x, dh, gradient)
        ! End of exercise 2.
        !$acc exit data delete(dh, da, value)
        status = ok
    end subroutine backward

    !> Show every sample once, in the given order, and step after each batch.
    subroutine train_epoch(n, d, m, n_layers, visits, weights, network, drop, beta, loss_kind, &
                           batch, x, t, order, rate, momentum, seed, step, params, velocity, &
                           loss, status)
        integer, intent(in) :: n, d, m, n_layers, visits, weights
        integer, intent(in) :: network(3, n_layers), loss_kind
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
        !$acc enter data copyin(x, t, order, params, velocity) &
        !$acc create(x_batch, t_batch, h, a, gradient)
        ! Exercise 3. Take the visits batch by batch: forward, backward, step.
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
        ! End of exercise 3.
        !$acc exit data copyout(params, velocity) &
        !$acc delete(x, t, order, x_batch, t_batch, h, a, gradient)
    end subroutine train_epoch

    !> Answer with the activations of the last layer, without dropout.
    subroutine predict(n, d, m, n_layers, weights, network, beta, x, params, outputs, status)
        integer, intent(in) :: n, d, m, n_layers, weights, network(3, n_layers)
        real(wp), intent(in) :: beta, x(d, n), params(weights)
        real(wp), intent(out) :: outputs(m, n)
        integer, intent(out) :: status
        real(wp), allocatable :: h(:), a(:)
        real(dp), allocatable :: none(:)
        integer :: neurons, first, rows, stat

        status = invalid_argument
        if (n < 1 .or. .not. fits(n_layers, network)) return
        status = out_of_memory
        neurons = count_neurons(n_layers, network)
        rows = min(n, block)
        if (neurons > huge(neurons)/rows) return
        allocate (h(rows*neurons), a(rows*neurons), none(n_layers), stat=stat)
        if (stat /= 0) return
        none = 0
        !$acc enter data copyin(params) create(h, a)
        do first = 1, n, block
            rows = min(block, n - first + 1)
            call forward(rows, d, n_layers, neurons, weights, network, none, beta, x(1, first), &
                         params, 0_int64, 0_int64, h, a, status)
            !$acc update self(a)
            outputs(:, first:first + rows - 1) = reshape(a(rows*(neurons - m) + 1:), [m, rows])
        end do
        !$acc exit data delete(params, h, a)
    end subroutine predict

end module mlp
