!> The perceptron: one layer of threshold neurons, taught by their mistakes.
!>
!> Rosenblatt (1958), The perceptron, Psychological Review 65, 386; convergence:
!> Novikoff (1962), Symposium on the Mathematical Theory of Automata 12, 615.
!>
!>     n samples    x_i in x          (d, n)
!>     d features   x_ij, and the bias node, a constant -1 after them
!>     m neurons    o in w            (m, d + 1), the bias node's weights last
!>     targets t    0 or 1            (m, n)
!>
!> The training subroutines and predict end with a status of status_codes: ok,
!> invalid_argument (a size of 0, an order out of range) or out_of_memory.
module perceptron
    use kinds, only: wp, int64
    use status_codes, only: ok, invalid_argument, out_of_memory
    use random, only: random_shuffle, for_visiting_order
    implicit none
    private
    public :: activate, correct, train_epoch, train, predict

contains

    !> Weigh the inputs, h_o = sum over j of x_ij w_jo, and fire, a_o = 1 if h_o > 0.
    subroutine activate(d, m, x_i, w, h, a)
        integer, intent(in) :: d, m
        real(wp), intent(in) :: x_i(d), w(m, d + 1)
        real(wp), intent(out) :: h(m), a(m)
        integer :: o

        ! Exercise 1. Weigh the inputs, then let each neuron fire if its h is above 0.
        do o = 1, m
            h(o) = dot_product(x_i, w(o, 1:d)) - w(o, d + 1)  ! the bias node is -1
        end do
        a = merge(1.0_wp, 0.0_wp, h > 0)
        ! End of exercise 1.
    end subroutine activate

    !> Correct the weights of the neurons that are wrong: w_jo -= rate (a_o - t_o) x_ij.
    subroutine correct(d, m, x_i, a, t_i, rate, w)
        integer, intent(in) :: d, m
        real(wp), intent(in) :: x_i(d), a(m), t_i(m), rate
        real(wp), intent(inout) :: w(m, d + 1)
        integer :: o

        ! Exercise 2. Correct the weights, and those of the bias node.
        do o = 1, m
            w(o, 1:d) = w(o, 1:d) - rate*(a(o) - t_i(o))*x_i
            w(o, d + 1) = w(o, d + 1) + rate*(a(o) - t_i(o))  ! the bias node is -1
        end do
        ! End of exercise 2.
    end subroutine correct

    !> Show every sample once, in the given order, and correct after each mistake.
    subroutine train_epoch(n, d, m, visits, x, t, order, rate, w, errors, status)
        integer, intent(in) :: n, d, m, visits
        real(wp), intent(in) :: x(d, n), t(m, n)
        integer, intent(in) :: order(visits)
        real(wp), intent(in) :: rate
        real(wp), intent(inout) :: w(m, d + 1)
        integer, intent(out) :: errors, status
        real(wp), allocatable :: h(:), a(:)
        integer :: visit, i

        status = invalid_argument
        if (n < 1 .or. d < 1 .or. m < 1) return
        status = out_of_memory
        allocate (h(m), a(m), stat=i)
        if (i /= 0) return

        ! Exercise 3. Visit the samples in order: activate, compare, correct, count.
        errors = 0
        status = invalid_argument
        do visit = 1, visits
            i = order(visit) + 1
            if (i < 1 .or. i > n) return
            call activate(d, m, x(:, i), w, h, a)
            if (any(abs(a - t(:, i)) > 0)) then
                call correct(d, m, x(:, i), a, t(:, i), rate, w)
                errors = errors + 1
            end if
        end do
        ! End of exercise 3.
        status = ok
    end subroutine train_epoch

    !> Repeat epochs, each in a new random order, until one passes without an error.
    subroutine train(n, d, m, x, t, rate, first, epochs, seed, w, errors, n_epochs, status)
        integer, intent(in) :: n, d, m
        real(wp), intent(in) :: x(d, n), t(m, n)
        real(wp), intent(in) :: rate
        integer, intent(in) :: first, epochs
        integer(int64), intent(in) :: seed
        real(wp), intent(inout) :: w(m, d + 1)
        integer, intent(out) :: errors(first:epochs - 1)
        integer, intent(out) :: n_epochs, status
        integer, allocatable :: order(:)
        integer :: epoch

        n_epochs = 0
        status = invalid_argument
        if (n < 1 .or. d < 1 .or. m < 1) return
        status = out_of_memory
        allocate (order(n), stat=epoch)
        if (epoch /= 0) return

        status = ok
        do epoch = first, epochs - 1
            call random_shuffle(n, n, seed, for_visiting_order, int(epoch, int64), order)
            call train_epoch(n, d, m, n, x, t, order, rate, w, errors(epoch), status)
            n_epochs = n_epochs + 1
            if (errors(epoch) == 0 .or. status /= ok) exit
        end do
    end subroutine train

    !> Choose a class: what one neuron says, or of several the one with the largest h.
    subroutine predict(n, d, m, x, w, labels, status)
        integer, intent(in) :: n, d, m
        real(wp), intent(in) :: x(d, n), w(m, d + 1)
        integer, intent(out) :: labels(n), status
        real(wp), allocatable :: h(:), a(:)
        integer :: i

        status = invalid_argument
        if (n < 1 .or. d < 1 .or. m < 1) return
        status = out_of_memory
        allocate (h(m), a(m), stat=i)
        if (i /= 0) return

        do i = 1, n
            call activate(d, m, x(:, i), w, h, a)
            labels(i) = maxloc(h, dim=1) - 1  ! Fortran: maxloc counts from 1
            if (m == 1) labels(i) = nint(a(1))
        end do
        status = ok
    end subroutine predict

end module perceptron
