!> An autoencoder: a network that learns to give back what goes in, through a narrow layer.
!>
!> All that it knows of a row must fit into the few neurons of that layer: their activations
!> are a code, a summary of the row. The layers up to it are the encoder, those behind it the
!> decoder. Rows unlike all others come back badly: so it finds what is strange.
!>
!> Hinton and Salakhutdinov (2006), Reducing the dimensionality of data with neural networks,
!> Science 313, 504.
module autoencoder
    use kinds, only: wp, dp, int64
    use status_codes, only: ok, out_of_memory
    use random, only: random_shuffle, for_visiting_order
    use layers, only: loss_quadratic
    use mlp, only: count_weights, train_epoch, predict
    implicit none
    private
    public :: train, compress

contains

    !> How many layers the encoder has: it ends with the narrowest, the first of them on a tie.
    function encoder_layers(n_layers, network) result(encoder)
        integer, intent(in) :: n_layers, network(3, n_layers)
        integer :: encoder

        encoder = minloc(network(2, :), dim=1)
    end function encoder_layers

    !> Learn to give back the rows: quadratic loss, a step for each row.
    !> params: changed in place. losses: of each epoch, as train_epoch says.
    subroutine train(n, d, n_layers, weights, network, beta, x, rate, momentum, epochs, seed, &
                     params, losses, status)
        integer, intent(in) :: n, d, n_layers, weights, network(3, n_layers)
        real(wp), intent(in) :: beta, x(d, n), rate, momentum
        integer, intent(in) :: epochs
        integer(int64), intent(in) :: seed
        real(wp), intent(inout) :: params(weights)
        real(dp), intent(inout) :: losses(epochs)
        integer, intent(out) :: status
        real(dp) :: drop(n_layers)
        real(wp), allocatable :: velocity(:)
        integer, allocatable :: order(:)
        integer :: epoch

        status = out_of_memory
        allocate (velocity(weights), order(n), stat=epoch)
        if (epoch /= 0) return
        velocity = 0
        drop = 0
        status = ok

        ! Exercise 1. Train it, epoch after epoch, each in a random order of its own.
        do epoch = 1, epochs
            call random_shuffle(n, n, seed, for_visiting_order, int(epoch - 1, int64), order)
            call train_epoch(n, d, d, n_layers, n, weights, network, drop, beta, loss_quadratic, &
                             1, x, x, order, rate, momentum, seed, 0_int64, params, velocity, &
                             losses(epoch), status)
            if (status /= ok) return
        end do
        ! End of exercise 1.
    end subroutine train

    !> Send the rows through: codes of the q neurons of the narrowest layer, outputs that come
    !> back, errors, the mean of (x - outputs)^2 over the features of each row.
    subroutine compress(n, d, q, n_layers, weights, network, beta, x, params, codes, outputs, &
                        errors, status)
        integer, intent(in) :: n, d, q, n_layers, weights, network(3, n_layers)
        real(wp), intent(in) :: beta, x(d, n), params(weights)
        real(wp), intent(out) :: codes(q, n), outputs(d, n), errors(n)
        integer, intent(out) :: status
        integer :: encoder, passed

        encoder = encoder_layers(n_layers, network)

        ! Exercise 2. Encode the rows, decode the codes, and say how far each row is off.
        passed = count_weights(encoder, network)
        call predict(n, d, q, encoder, passed, network, beta, x, params, codes, status)
        if (status /= ok) return
        call predict(n, q, d, n_layers - encoder, weights - passed, network(:, encoder + 1:), &
                     beta, codes, params(passed + 1:), outputs, status)
        errors = sum((x - outputs)**2, dim=1)/d
        ! End of exercise 2.
    end subroutine compress

end module autoencoder
