!> The weights of a small perceptron after each epoch: what is said of them, and their
!> file. They stand last in the rows of the history that its checkpoint keeps.
module path
    use, intrinsic :: ieee_arithmetic, only: ieee_is_finite
    use checkpoint, only: saved_run
    use data, only: data_write
    use dataset, only: data_set
    use kinds, only: wp, dp
    use network, only: init_uniform, net, network_start
    use parts, only: part
    use program, only: program_allocated, program_print
    use text, only: text_counted, text_of, text_right, text_screen
    implicit none
    private
    public :: path_is_kept, path_print, path_print_limit, path_write

    integer, parameter :: most_weights = 12  ! with more, their path is not kept

    abstract interface
        !> What the perceptron calls activate.
        subroutine neurons(d, m, x_i, w, h, a)
            import :: wp
            integer, intent(in) :: d, m
            real(wp), intent(in) :: x_i(d), w(m, d + 1)
            real(wp), intent(out) :: h(m), a(m)
        end subroutine neurons
    end interface

contains

    function path_is_kept(network) result(kept)
        type(net), intent(in) :: network
        logical :: kept

        kept = network%weights <= most_weights
    end function path_is_kept

    !> The weights after an epoch.
    function weights_after(weights, saved, epoch) result(w)
        integer, intent(in) :: weights, epoch
        type(saved_run), intent(in) :: saved
        real(wp) :: w(weights)

        w = real(saved%history(saved%columns - weights + 1:, epoch), wp)
    end function weights_after

    !> Print what one neuron of two inputs says after an epoch in which so many answers
    !> were errors; ok: its numbers are finite.
    subroutine path_print(saved, epoch, errors, rows, activate, ok)
        type(saved_run), intent(in) :: saved
        integer, intent(in) :: epoch, errors
        type(part), intent(in) :: rows
        procedure(neurons) :: activate
        logical, intent(out) :: ok
        real(wp) :: w(3), h(1), a(1)
        integer :: i

        w = weights_after(3, saved, epoch)
        call program_print('epoch '//text_of(epoch)//': '//text_counted(errors, 'error'))
        call print_row('x0', 'x1', 'wanted', 'h', 'says')
        do i = 1, rows%n
            call activate(2, 1, rows%x(:, i), w, h, a)
            ok = ieee_is_finite(h(1))
            if (.not. ok) return
            call print_row(shown(rows%x(1, i)), shown(rows%x(2, i)), text_of(rows%labels(i)), &
                           shown(h(1)), text_of(nint(a(1))))
        end do
        call program_print('    weights '//shown(w(1))//' '//shown(w(2))//', bias '//shown(w(3)))
        call program_print('    line: '//shown(w(1))//' x0 '//merge('-', '+', w(2) < 0)//' '// &
                           shown(abs(w(2)))//' x1 = '//shown(w(3)))
    end subroutine path_print

    subroutine path_print_limit
        call program_print('One neuron draws one line. Where no line separates the classes, '// &
                           'as in XOR, it can never')
        call program_print('be right on every row: that is the limit of a single neuron, not '// &
                           'an error of the program.')
    end subroutine path_print_limit

    subroutine print_row(x0, x1, wanted, h, says)
        character(*), intent(in) :: x0, x1, wanted, h, says

        call program_print('    '//text_right(x0, 9)//'  '//text_right(x1, 9)//'  '// &
                           text_right(wanted, 6)//'  '//text_right(h, 13)//'  '// &
                           text_right(says, 4))
    end subroutine print_row

    function shown(number)
        real(wp), intent(in) :: number
        character(:), allocatable :: shown

        shown = text_screen(real(number, dp))
    end function shown

    !> Write FOLDER/path.dat: the weights at the start, then after each epoch.
    subroutine path_write(program, folder, network, saved)
        character(*), intent(in) :: program, folder
        type(net), intent(in) :: network
        type(saved_run), intent(in) :: saved
        type(data_set) :: path
        integer :: epoch, stat

        path%n = saved%epochs + 1
        path%d = network%weights
        allocate (path%x(path%d, path%n), stat=stat)
        call program_allocated(program, stat)
        call network_start(network, init_uniform, saved%seed, path%x)
        do epoch = 1, saved%epochs
            path%x(:, epoch + 1) = weights_after(path%d, saved, epoch)
        end do
        call data_write(program, folder, 'path.dat', path)
    end subroutine path_write

end module path
