!> What the layers of a network share: activations, dropout, losses and the step.
!>
!> Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
!> errors, Nature 323, 533; momentum: Polyak (1964); dropout: Srivastava et al. (2014),
!> J. Machine Learning Research 15, 1929; softmax and losses: Bishop (2006), Pattern
!> Recognition and Machine Learning, sections 4.3 and 5.2.
!>
!>     n      rows of a batch
!>     m      neurons of a layer
!>     h, a   weighted inputs and activations (m, n)
!>     da     the gradient of the loss with respect to a, and so on
module layers
    use kinds, only: wp, dp, int64
    use random, only: random_uniform, for_dropout
    implicit none
    private
    public :: sigmoid, sigmoid_slope, tanh_of, tanh_slope, relu, relu_slope, &
              leaky_relu, leaky_relu_slope, softmax, activate, activate_backward, &
              dropout, quadratic_loss, cross_entropy, sgd_step

    !> What a neuron does with its weighted input.
    integer, parameter, public :: kind_linear = 0, kind_sigmoid = 1, kind_tanh = 2, &
                                  kind_relu = 3, kind_leaky_relu = 4, kind_softmax = 5

    !> What a training makes small.
    integer, parameter, public :: loss_quadratic = 0, loss_cross_entropy = 1

    integer, parameter :: many = 32768  ! numbers that are worth threads, an eighth of it draws
    real(wp), parameter :: leak = 0.1_wp  ! slope of the leaky rectifier below zero

contains

    !> Sigmoid: a = 1 / (1 + exp(-beta h)).
    function sigmoid(h, beta) result(a)
        real(wp), intent(in) :: h, beta
        real(wp) :: a
        !$acc routine seq

        ! Exercise 1. Squash h: 1 over 1 + exp(-beta h).
        a = 1/(1 + exp(-beta*h))
        ! End of exercise 1.
    end function sigmoid

    !> Slope of the sigmoid, from its value: beta a (1 - a).
    function sigmoid_slope(a, beta) result(slope)
        real(wp), intent(in) :: a, beta
        real(wp) :: slope
        !$acc routine seq

        slope = beta*a*(1 - a)
    end function sigmoid_slope

    !> Hyperbolic tangent: a = tanh h.
    function tanh_of(h) result(a)
        real(wp), intent(in) :: h
        real(wp) :: a
        !$acc routine seq

        a = tanh(h)
    end function tanh_of

    !> Slope of the hyperbolic tangent, from its value: 1 - a^2.
    function tanh_slope(a) result(slope)
        real(wp), intent(in) :: a
        real(wp) :: slope
        !$acc routine seq

        slope = 1 - a*a
    end function tanh_slope

    !> Rectifier: a = h above zero, 0 below.
    function relu(h) result(a)
        real(wp), intent(in) :: h
        real(wp) :: a
        !$acc routine seq

        ! Exercise 2. Cut h off: what is below zero becomes 0.
        a = merge(h, 0.0_wp, h > 0)
        ! End of exercise 2.
    end function relu

    !> Slope of the rectifier, from its value: 1 above zero, else 0.
    function relu_slope(a) result(slope)
        real(wp), intent(in) :: a
        real(wp) :: slope
        !$acc routine seq

        ! Exercise 3. The slope, from the value a: 1 above zero, else 0.
        slope = merge(1.0_wp, 0.0_wp, a > 0)
        ! End of exercise 3.
    end function relu_slope

    !> Leaky rectifier: a = h above zero, 0.1 h below.
    function leaky_relu(h) result(a)
        real(wp), intent(in) :: h
        real(wp) :: a
        !$acc routine seq

        ! Exercise 4. Let a tenth of h through where it is below zero.
        a = merge(1.0_wp, leak, h > 0)*h
        ! End of exercise 4.
    end function leaky_relu

    !> Slope of the leaky rectifier, from its value: 1 above zero, else 0.1.
    function leaky_relu_slope(a) result(slope)
        real(wp), intent(in) :: a
        real(wp) :: slope
        !$acc routine seq

        ! Exercise 5. The slope, from the value a: 1 above zero, else a tenth.
        slope = merge(1.0_wp, leak, a > 0)
        ! End of exercise 5.
    end function leaky_relu_slope

    !> Softmax of each row: a_o = exp(h_o) / sum over p of exp(h_p).
    subroutine softmax(n, m, h, a)
        integer, intent(in) :: n, m
        real(wp), intent(in) :: h(m, n)
        real(wp), intent(out) :: a(m, n)
        real(wp) :: largest, total
        integer :: i, o

        ! Exercise 6. Turn each row into shares of 1: the exponentials over their sum.
        !$acc parallel loop gang vector copyin(h) copyout(a)
        do i = 1, n
            largest = maxval(h(:, i))  ! subtracted, so that the largest is exp(0)
            total = 0
            ! One by one, as in C: an exp of several at once rounds otherwise.
            !GCC$ novector
            do o = 1, m
                a(o, i) = exp(h(o, i) - largest)
                total = total + a(o, i)
            end do
            a(:, i) = a(:, i)/total
        end do
        ! End of exercise 6.
    end subroutine softmax

    !> Activations of a layer, a = f(h), for the kind of f.
    subroutine activate(kind, n, m, h, beta, a)
        integer, intent(in) :: kind, n, m
        real(wp), intent(in) :: h(m, n), beta
        real(wp), intent(out) :: a(m, n)
        integer :: i, o

        if (kind == kind_softmax) then
            call softmax(n, m, h, a)
            return
        end if
        !$omp parallel do default(none) shared(kind, n, m, h, beta, a) private(o) &
        !$omp if (int(n, int64)*m > many)
        !$acc parallel loop gang vector collapse(2) copyin(h) copyout(a)
        do i = 1, n
            do o = 1, m
                if (kind == kind_leaky_relu) then
                    a(o, i) = leaky_relu(h(o, i))
                else if (kind == kind_relu) then
                    a(o, i) = relu(h(o, i))
                else if (kind == kind_tanh) then
                    a(o, i) = tanh_of(h(o, i))
                else if (kind == kind_sigmoid) then
                    a(o, i) = sigmoid(h(o, i), beta)
                else
                    a(o, i) = h(o, i)
                end if
            end do
        end do
    end subroutine activate

    !> Gradient with respect to h: dh = da f'(h), the slope taken from a.
    subroutine activate_backward(kind, n, m, a, da, beta, dh)
        integer, intent(in) :: kind, n, m
        real(wp), intent(in) :: a(m, n), da(m, n), beta
        real(wp), intent(out) :: dh(m, n)
        real(wp) :: slope
        integer :: i, o

        !$omp parallel do default(none) shared(kind, n, m, a, da, beta, dh) &
        !$omp private(o, slope) if (int(n, int64)*m > many)
        !$acc parallel loop gang vector collapse(2) copyin(a, da) copyout(dh)
        do i = 1, n
            do o = 1, m
                slope = 1
                if (kind == kind_leaky_relu) then
                    slope = leaky_relu_slope(a(o, i))
                else if (kind == kind_relu) then
                    slope = relu_slope(a(o, i))
                else if (kind == kind_tanh) then
                    slope = tanh_slope(a(o, i))
                else if (kind == kind_sigmoid) then
                    slope = sigmoid_slope(a(o, i), beta)
                end if
                dh(o, i) = da(o, i)*slope
            end do
        end do
    end subroutine activate_backward

    !> Silence each neuron with probability p, the others times 1 / (1 - p).
    !> The same call with da in place of a is its own gradient: it draws the same mask.
    subroutine dropout(n, m, p, seed, layer, batch, a)
        integer, intent(in) :: n, m
        real(dp), intent(in) :: p
        integer(int64), intent(in) :: seed, layer, batch
        real(wp), intent(inout) :: a(m, n)
        real(wp) :: scale
        real(dp) :: u
        integer(int64) :: place
        integer :: i, o

        if (p <= 0) return
        ! Exercise 7. Silence neurons with probability p, and scale the others.
        scale = real(1/(1 - p), wp)
        !$omp parallel do default(none) shared(n, m, p, seed, layer, batch, a, scale) &
        !$omp private(o, place, u) if (int(n, int64)*m > many/8)
        !$acc parallel loop gang vector collapse(2) private(place, u) copy(a)
        do i = 1, n
            do o = 1, m
                place = int(i - 1, int64)*m + o - 1
                u = random_uniform(seed, for_dropout + layer, batch, place)
                a(o, i) = merge(a(o, i)*scale, 0.0_wp, u >= p)
            end do
        end do
        ! End of exercise 7.
    end subroutine dropout

    !> Quadratic error, mean over the rows: 1/2 sum over o of (a_o - t_o)^2.
    subroutine quadratic_loss(n, m, a, t, loss, da)
        integer, intent(in) :: n, m
        real(wp), intent(in) :: a(m, n), t(m, n)
        real(dp), intent(out) :: loss
        real(wp), intent(out) :: da(m, n)
        real(dp) :: total
        integer :: i, o

        total = 0
        ! On a GPU one gang alone adds up, in the same order each time.
        !$acc parallel loop num_gangs(1) vector collapse(2) reduction(+:total) &
        !$acc copyin(a, t) copyout(da)
        do i = 1, n
            do o = 1, m
                da(o, i) = a(o, i) - t(o, i)
                total = total + real(da(o, i), dp)*da(o, i)
                da(o, i) = da(o, i)/real(n, wp)
            end do
        end do
        loss = total/2/n
    end subroutine quadratic_loss

    !> Cross-entropy of softmax outputs: -sum t ln a = log(sum exp h) - sum t h, as sum t = 1.
    subroutine softmax_loss(n, m, h, a, t, loss, dh)
        integer, intent(in) :: n, m
        real(wp), intent(in) :: h(m, n), a(m, n), t(m, n)
        real(dp), intent(out) :: loss
        real(wp), intent(out) :: dh(m, n)
        real(dp) :: total, largest, powers, chosen
        integer :: i, o

        ! Exercise 8. Add up the loss of the rows, and give its slope dh.
        total = 0
        ! On a GPU one gang alone adds up, in the same order each time.
        !$acc parallel loop num_gangs(1) vector reduction(+:total) &
        !$acc private(o, largest, powers, chosen) copyin(h, t)
        do i = 1, n
            largest = maxval(h(:, i))
            powers = 0
            chosen = 0
            do o = 1, m
                powers = powers + exp(h(o, i) - largest)
                chosen = chosen + real(t(o, i), dp)*h(o, i)
            end do
            total = total + (log(powers) + largest - chosen)
        end do
        loss = total/n
        !$acc parallel loop gang vector collapse(2) copyin(a, t) copyout(dh)
        do i = 1, n
            do o = 1, m
                dh(o, i) = (a(o, i) - t(o, i))/real(n, wp)  ! the slope of the softmax has cancelled
            end do
        end do
        ! End of exercise 8.
    end subroutine softmax_loss

    !> Cross-entropy of sigmoid outputs: -sum (t ln a + (1 - t) ln(1 - a)), from z = beta h.
    subroutine sigmoid_loss(n, m, h, a, t, beta, loss, dh)
        integer, intent(in) :: n, m
        real(wp), intent(in) :: h(m, n), a(m, n), t(m, n), beta
        real(dp), intent(out) :: loss
        real(wp), intent(out) :: dh(m, n)
        real(dp) :: total, z
        integer :: i, o

        total = 0
        ! On a GPU one gang alone adds up, in the same order each time.
        !$acc parallel loop num_gangs(1) vector collapse(2) reduction(+:total) &
        !$acc private(z) copyin(h, a, t) copyout(dh)
        do i = 1, n
            do o = 1, m
                z = real(beta, dp)*h(o, i)
                total = total + (max(z, 0.0_dp) - z*t(o, i) + log(1 + exp(-abs(z))))
                dh(o, i) = beta*(a(o, i) - t(o, i))/real(n, wp)  ! the rest has cancelled
            end do
        end do
        loss = total/n
    end subroutine sigmoid_loss

    !> Cross-entropy, mean over the rows, of softmax or sigmoid outputs a = f(h).
    subroutine cross_entropy(kind, n, m, h, a, t, beta, loss, dh)
        integer, intent(in) :: kind, n, m
        real(wp), intent(in) :: h(m, n), a(m, n), t(m, n), beta
        real(dp), intent(out) :: loss
        real(wp), intent(out) :: dh(m, n)

        if (kind == kind_softmax) then
            call softmax_loss(n, m, h, a, t, loss, dh)
        else
            call sigmoid_loss(n, m, h, a, t, beta, loss, dh)
        end if
    end subroutine cross_entropy

    !> Step down the gradient with momentum: v = momentum v - rate g, w = w + v.
    subroutine sgd_step(weights, rate, momentum, gradient, velocity, params)
        integer, intent(in) :: weights
        real(wp), intent(in) :: rate, momentum, gradient(weights)
        real(wp), intent(inout) :: velocity(weights), params(weights)
        integer :: i

        ! Exercise 9. Change the velocity, then the weights.
        !$omp parallel do default(none) if (weights > many) &
        !$omp shared(weights, rate, momentum, gradient, velocity, params)
        !$acc parallel loop gang vector copyin(gradient) copy(velocity, params)
        do i = 1, weights
            velocity(i) = momentum*velocity(i) - rate*gradient(i)
            params(i) = params(i) + velocity(i)
        end do
        ! End of exercise 9.
    end subroutine sgd_step

end module layers
