!> Early stopping: when has a network learnt enough?
!>
!> The longer it learns, the better it knows its training rows, in the end each by heart. On
!> other rows, kept for validation, it first gets better as well, then worse. So watch the
!> loss on those, and go back to the weights where it was the lowest.
module early_stopping
    use kinds, only: wp, dp, int64
    use status_codes, only: ok
    use random, only: random_shuffle, for_visiting_order
    use layers, only: loss_quadratic, quadratic_loss
    use mlp, only: train_epoch, predict
    implicit none
    private
    public :: train

contains

    !> Change the weights by an epoch, numbered from 0: a step for each row, in random order.
    subroutine one_epoch(n, d, m, n_layers, weights, network, beta, x, t, rate, seed, epoch, &
                         params, status)
        integer, intent(in) :: n, d, m, n_layers, weights, network(3, n_layers), epoch
        real(wp), intent(in) :: beta, x(d, n), t(m, n), rate
        integer(int64), intent(in) :: seed
        real(wp), intent(inout) :: params(weights)
        integer, intent(out) :: status
        real(dp) :: drop(n_layers), loss
        real(wp), allocatable :: velocity(:)
        integer, allocatable :: order(:)

        drop = 0
        allocate (order(n))
        allocate (velocity(weights), source=0.0_wp)
        call random_shuffle(n, n, seed, for_visiting_order, int(epoch, int64), order)
        call train_epoch(n, d, m, n_layers, n, weights, network, drop, beta, loss_quadratic, 1, &
                         x, t, order, rate, 0.0_wp, 0_int64, 0_int64, params, velocity, loss, &
                         status)
    end subroutine one_epoch

    !> The loss on rows that are not learnt from, or that are.
    subroutine loss_on(n, d, m, n_layers, weights, network, beta, x, t, params, loss, status)
        integer, intent(in) :: n, d, m, n_layers, weights, network(3, n_layers)
        real(wp), intent(in) :: beta, x(d, n), t(m, n), params(weights)
        real(dp), intent(out) :: loss
        integer, intent(out) :: status
        real(wp), allocatable :: outputs(:, :), unused(:, :)

        allocate (outputs(m, n), unused(m, n))
        call predict(n, d, m, n_layers, weights, network, beta, x, params, outputs, status)
        call quadratic_loss(n, m, outputs, t, loss, unused)
    end subroutine loss_on

    !> Train until the loss on the validation rows has not been lower for patience epochs.
    !> params: changed to those of the best epoch. losses: on the validation rows after each of
    !> the epochs done. The first epoch is number 1.
    subroutine train(n, n_valid, d, m, n_layers, weights, network, beta, x, t, x_valid, t_valid, &
                     rate, max_epochs, patience, seed, params, losses, epochs, best_epoch, status)
        integer, intent(in) :: n, n_valid, d, m, n_layers, weights, network(3, n_layers)
        real(wp), intent(in) :: beta, x(d, n), t(m, n), x_valid(d, n_valid), t_valid(m, n_valid)
        real(wp), intent(in) :: rate
        integer, intent(in) :: max_epochs, patience
        integer(int64), intent(in) :: seed
        real(wp), intent(inout) :: params(weights)
        real(dp), intent(inout) :: losses(max_epochs)
        integer, intent(out) :: epochs, best_epoch, status
        real(wp), allocatable :: now(:)  ! the weights that learn
        real(dp) :: loss, lowest

        status = ok
        now = params
        epochs = 0
        best_epoch = 0  ! none yet

        ! Exercise 1. Train, note the validation loss, keep the best weights, and know when to stop.
        lowest = 0
        do while (epochs < max_epochs .and. (best_epoch == 0 .or. epochs < best_epoch + patience))
            call one_epoch(n, d, m, n_layers, weights, network, beta, x, t, rate, seed, epochs, &
                           now, status)
            if (status /= ok) return
            call loss_on(n_valid, d, m, n_layers, weights, network, beta, x_valid, t_valid, now, &
                         loss, status)
            if (status /= ok) return

            epochs = epochs + 1
            losses(epochs) = loss
            if (best_epoch == 0 .or. loss < lowest) then
                lowest = loss
                best_epoch = epochs
                params = now
            end if
        end do
        ! End of exercise 1.
    end subroutine train

end module early_stopping
