!> The procedures of an algorithm that learns by gradient descent, as in mlp and layers:
!> every program is built with all of support/, but not with these.
module algorithm
    use kinds, only: wp, dp, int64
    implicit none
    private

    abstract interface
        function counter(n_layers, network) result(count)
            integer, intent(in) :: n_layers, network(3, n_layers)
            integer :: count
        end function counter

        subroutine answerer(n, d, n_layers, neurons, weights, network, drop, beta, x, params, &
                            seed, step, h, a, status)
            import :: wp, dp, int64
            integer, intent(in) :: n, d, n_layers, neurons, weights, network(3, n_layers)
            real(dp), intent(in) :: drop(n_layers)
            real(wp), intent(in) :: beta, x(d, n), params(weights)
            integer(int64), intent(in) :: seed, step
            real(wp), intent(out) :: h(n*neurons), a(n*neurons)
            integer, intent(out) :: status
        end subroutine answerer

        subroutine trainer(n, d, m, n_layers, visits, weights, network, drop, beta, loss_kind, &
                           batch, x, t, order, rate, momentum, seed, step, params, velocity, &
                           loss, status)
            import :: wp, dp, int64
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
        end subroutine trainer

        subroutine quadratic(n, m, a, t, loss, da)
            import :: wp, dp
            integer, intent(in) :: n, m
            real(wp), intent(in) :: a(m, n), t(m, n)
            real(dp), intent(out) :: loss
            real(wp), intent(out) :: da(m, n)
        end subroutine quadratic

        subroutine entropy(kind, n, m, h, a, t, beta, loss, dh)
            import :: wp, dp
            integer, intent(in) :: kind, n, m
            real(wp), intent(in) :: h(m, n), a(m, n), t(m, n), beta
            real(dp), intent(out) :: loss
            real(wp), intent(out) :: dh(m, n)
        end subroutine entropy
    end interface

    type, public :: procedures
        procedure(answerer), pointer, nopass :: forward => null()
        procedure(trainer), pointer, nopass :: train_epoch => null()
        procedure(counter), pointer, nopass :: count_neurons => null()
        procedure(quadratic), pointer, nopass :: quadratic_loss => null()
        procedure(entropy), pointer, nopass :: cross_entropy => null()
    end type procedures

end module algorithm
