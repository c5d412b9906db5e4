!> The wine challenge: three sorts of wine, told apart by thirteen measurements, cheaply.
!>
!> A network learns from the rows that it is shown, and says the class of rows whose class it is
!> not told. Every row shown is a visit, and visits are few.
module wine_challenge
    use kinds, only: wp, dp, int64
    use status_codes, only: ok
    use random, only: random_symmetric, random_shuffle, for_weights, for_visiting_order
    use normalize, only: normalize_fit, normalize_apply, normalize_none, normalize_center, &
                         normalize_standard, normalize_minmax, normalize_maxabs
    use rows, only: rows_one_hot
    use layers, only: kind_sigmoid, loss_quadratic
    use mlp, only: count_weights, train_epoch, predict
    implicit none
    private
    public :: classify

    integer(int64), parameter :: seed = 42

    ! Exercise 1. Tune it: more hidden rows right, with no more visits than the budget.

    ! The settings.
    integer, parameter :: scaling = normalize_standard
    integer, parameter :: inside = 8            ! neurons of the layer inside
    integer, parameter :: batch = 4             ! rows a step
    real(dp), parameter :: reach = 0.5_dp       ! weights start in -reach ... reach
    real(wp), parameter :: rate = 0.5_wp, momentum = 0.5_wp

contains

    !> Learn from n rows, as often as the budget allows: params, and the visits that it took.
    subroutine learn(n, d, m, weights, network, x, t, budget, params, visits, status)
        integer, intent(in) :: n, d, m, weights, network(3, 2), budget
        real(wp), intent(in) :: x(d, n), t(m, n)
        real(wp), intent(out) :: params(weights)
        integer, intent(out) :: visits, status
        real(wp), allocatable :: velocity(:)
        integer, allocatable :: order(:)
        real(dp) :: drop(2), loss
        integer(int64) :: epoch
        integer :: i

        allocate (velocity(weights), source=0.0_wp)
        allocate (order(n))
        drop = 0
        do i = 1, weights
            params(i) = real(random_symmetric(reach, seed, for_weights, 0_int64, &
                                              int(i - 1, int64)), wp)
        end do

        status = ok
        visits = 0
        epoch = 0
        do while (visits + n <= budget)
            call random_shuffle(n, n, seed, for_visiting_order, epoch, order)
            call train_epoch(n, d, m, 2, n, weights, network, drop, 1.0_wp, loss_quadratic, batch, &
                             x, t, order, rate, momentum, seed, 0_int64, params, velocity, loss, &
                             status)
            if (status /= ok) return
            epoch = epoch + 1
            visits = visits + n
        end do
    end subroutine learn

    !> Learn from the rows x with their labels, then say the class of the hidden rows.
    !> visits: how many rows were shown, each as often as it was.
    subroutine classify(n, d, classes, x, labels, n_hidden, hidden, budget, says, visits, status)
        integer, intent(in) :: n, d, classes, labels(n), n_hidden, budget
        real(wp), intent(in) :: x(d, n), hidden(d, n_hidden)
        integer, intent(out) :: says(n_hidden), visits, status
        real(wp), allocatable :: own(:, :), asked(:, :), t(:, :), params(:), outputs(:, :)
        real(dp) :: m(d), s(d)
        integer :: network(3, 2), weights

        network(:, 1) = [d, inside, kind_sigmoid]
        network(:, 2) = [inside, classes, kind_sigmoid]
        weights = count_weights(2, network)
        allocate (t(classes, n), params(weights), outputs(classes, n_hidden))
        own = x
        asked = hidden
        call normalize_fit(scaling, n, d, x, m, s)
        call normalize_apply(n, d, m, s, own)
        call normalize_apply(n_hidden, d, m, s, asked)
        call rows_one_hot(n, classes, labels, t)

        call learn(n, d, classes, weights, network, own, t, budget, params, visits, status)
        if (status /= ok) return
        call predict(n_hidden, d, classes, 2, weights, network, 1.0_wp, asked, params, outputs, &
                     status)
        says = maxloc(outputs, dim=1) - 1
    end subroutine classify
    ! End of exercise 1.

end module wine_challenge
