!> The procedures of an algorithm that learns by gradient descent, as in mlp, cnn and layers:
!> every program is built with all of support/, but not with these.
module algorithm
    use kinds, only: wp, dp
    implicit none
    private

    abstract interface
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
        ! The rows of a network have another length in mlp than in cnn: no interface fits both.
        procedure(), pointer, nopass :: forward => null()
        procedure(), pointer, nopass :: train_epoch => null()
        procedure(integer), pointer, nopass :: count_neurons => null()
        procedure(quadratic), pointer, nopass :: quadratic_loss => null()
        procedure(entropy), pointer, nopass :: cross_entropy => null()
    end type procedures

end module algorithm
