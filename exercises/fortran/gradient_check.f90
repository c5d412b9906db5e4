!> Is a gradient right? Ask the loss itself, weight by weight.
!>
!> A gradient says how the loss changes with each weight. So change a weight a little, both
!> ways, and look at the loss. That takes two losses for every weight, far too slow to learn
!> by, but there is little in it that can go wrong: it finds the mistakes of others.
module gradient_check
    use kinds, only: wp, dp, int64
    use status_codes, only: ok, out_of_memory
    use mlp, only: count_neurons, forward, backward
    implicit none
    private
    public :: compare

contains

    !> The loss of a network with these weights, mean over the rows.
    subroutine loss_of(n, d, m, n_layers, weights, network, beta, loss_kind, x, t, params, loss, &
                       status)
        integer, intent(in) :: n, d, m, n_layers, weights, network(3, n_layers), loss_kind
        real(wp), intent(in) :: beta, x(d, n), t(m, n), params(weights)
        real(dp), intent(out) :: loss
        integer, intent(out) :: status
        real(dp) :: drop(n_layers)
        real(wp), allocatable :: h(:), a(:), unused(:)
        integer :: neurons

        drop = 0
        neurons = count_neurons(n_layers, network)
        allocate (h(n*neurons), a(n*neurons), unused(weights))
        call forward(n, d, n_layers, neurons, weights, network, drop, beta, x, params, &
                     0_int64, 0_int64, h, a, status)
        call backward(n, d, m, n_layers, neurons, weights, network, drop, beta, loss_kind, x, t, &
                      params, h, a, 0_int64, 0_int64, unused, loss, status)
    end subroutine loss_of

    !> Compare a gradient with the slopes of the loss.
    !> gradient, numeric: what is checked, and what was found with steps of epsilon.
    !> relative: |numeric - gradient| / (|numeric| + |gradient|), lengths of vectors.
    subroutine compare(n, d, m, n_layers, weights, network, beta, loss_kind, x, t, params, &
                       gradient, epsilon, numeric, relative, status)
        integer, intent(in) :: n, d, m, n_layers, weights, network(3, n_layers), loss_kind
        real(wp), intent(in) :: beta, x(d, n), t(m, n), params(weights), gradient(weights)
        real(wp), intent(in) :: epsilon
        real(wp), intent(out) :: numeric(weights)
        real(dp), intent(out) :: relative
        integer, intent(out) :: status
        real(wp), allocatable :: moved(:)  ! params, one of them changed
        real(dp) :: plus, minus
        integer :: i

        relative = 0
        status = out_of_memory
        allocate (moved(weights), stat=i)
        if (i /= 0) return
        moved = params

        ! Exercise 1. Find the slope of the loss at each weight, then how far the gradient is off.
        do i = 1, weights
            moved(i) = params(i) + epsilon
            call loss_of(n, d, m, n_layers, weights, network, beta, loss_kind, x, t, moved, plus, &
                         status)
            moved(i) = params(i) - epsilon
            call loss_of(n, d, m, n_layers, weights, network, beta, loss_kind, x, t, moved, minus, &
                         status)
            if (status /= ok) return
            moved(i) = params(i)
            numeric(i) = real((plus - minus)/(2*epsilon), wp)
        end do
        relative = norm2(numeric - gradient)/(norm2(numeric) + norm2(gradient))
        ! End of exercise 1.
    end subroutine compare

end module gradient_check
