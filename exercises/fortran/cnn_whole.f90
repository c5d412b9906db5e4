!> A convolutional network for small square pictures, in one file.
!>
!> Filters of 3 x 3 pixels, rectifier, the largest of each block of 2 x 2, one neuron for each
!> class, softmax. Reads data.dat: rows of side x side pixels, then the class; filters.dat: a
!> row for each filter, its 9 weights and its bias; dense.dat: a row for each pooled pixel, the
!> bias node's last, a column for each class. Writes the filters after each epoch to
!> epoch_1.dat, epoch_2.dat, ..., and at the end the class that each picture is given to
!> labels.dat.
!>
!>     gfortran cnn_whole.f90 -o whole && ./whole
program cnn_whole
    implicit none
    integer, parameter :: dp = kind(1.0d0)
    real(dp), parameter :: rate = 0.05_dp
    integer, parameter :: epochs = 10
    integer :: n, m, filters, inputs, side, i
    real(dp), allocatable :: x(:, :)  ! (side*side, n)
    real(dp), allocatable :: w(:, :)  ! (10, filters)
    real(dp), allocatable :: v(:, :)  ! (m, inputs + 1)
    integer, allocatable :: label(:), unused(:), says(:)  ! says: the class given to a picture

    ! Exercise 2. Declare what the training needs.
    real(dp), allocatable :: a(:, :, :), pool(:), share(:)
    integer, allocatable :: place(:, :)
    real(dp) :: error
    integer :: epoch, f, k, row, pixel, first
    ! End of exercise 2.

    call read_table('data.dat', x, label)
    call read_table('filters.dat', w, unused)
    call read_table('dense.dat', v, unused)
    n = size(x, 2)
    m = size(v, 1)
    filters = size(w, 2)
    inputs = size(v, 2) - 1
    side = nint(sqrt(real(size(x, 1), dp)))
    allocate (says(n), source=0)

    ! Exercise 3. Train for all epochs, picture after picture; write each epoch.
    allocate (a(side - 2, side - 2, filters), pool(inputs), share(m), place(2, inputs))
    do epoch = 1, epochs
        do i = 1, n
            call forward(side, filters, m, x(:, i), w, v, a, pool, place, share)
            share(label(i) + 1) = share(label(i) + 1) - 1  ! now the errors dh
            do k = 1, inputs
                error = dot_product(share, v(:, k))
                v(:, k) = v(:, k) - rate*share*pool(k)
                if (pool(k) <= 0) cycle
                f = (k - 1)/(inputs/filters) + 1
                do row = 0, 2
                    pixel = (place(2, k) - 1 + row)*side + place(1, k)  ! the first of three
                    first = 3*row + 1
                    w(first:first + 2, f) = w(first:first + 2, f) - rate*error*x(pixel:pixel + 2, i)
                end do
                w(10, f) = w(10, f) + rate*error
            end do
            v(:, inputs + 1) = v(:, inputs + 1) + rate*share
        end do
        call write_epoch(epoch, w)
    end do
    ! End of exercise 3.

    ! Exercise 4. Give each picture the class with the largest share.
    do i = 1, n
        call forward(side, filters, m, x(:, i), w, v, a, pool, place, share)
        says(i) = maxloc(share, dim=1) - 1
    end do
    ! End of exercise 4.

    open (unit=10, file='labels.dat', action='write', status='replace')
    write (10, '(i0)') says
    close (10)

contains

    !> From a picture to the share of each class. The map of a filter is size x size, size =
    !> side - 2, pooled to half x half, half = size/2.
    subroutine forward(side, filters, m, x_i, w, v, a, pool, place, share)
        integer, intent(in) :: side, filters, m
        real(dp), intent(in) :: x_i(side, side)  ! (column, row)
        real(dp), intent(in) :: w(10, filters), v(:, :)  ! v(m, inputs + 1)
        real(dp), intent(out) :: a(side - 2, side - 2, filters)  ! rectified
        real(dp), intent(out) :: pool(size(v, 2) - 1)  ! (inputs): half half filters
        integer, intent(out) :: place(2, size(v, 2) - 1)  ! the largest's column and row in a
        real(dp), intent(out) :: share(m)
        real(dp) :: h
        integer :: half, inputs, f, y, z, k, row, column

        half = (side - 2)/2
        inputs = size(v, 2) - 1
        ! Exercise 1. Fill a, pool, place and share.
        do f = 1, filters
            do y = 1, side - 2
                do z = 1, side - 2
                    h = -w(10, f)
                    do row = 0, 2
                        do column = 0, 2
                            h = h + x_i(z + column, y + row)*w(3*row + column + 1, f)
                        end do
                    end do
                    a(z, y, f) = max(h, 0.0_dp)
                end do
            end do
        end do
        k = 0
        do f = 1, filters
            do y = 1, half
                do z = 1, half
                    k = k + 1
                    place(:, k) = [2*z - 1, 2*y - 1]
                    do row = 2*y - 1, 2*y
                        do column = 2*z - 1, 2*z
                            if (a(column, row, f) > a(place(1, k), place(2, k), f)) &
                                place(:, k) = [column, row]
                        end do
                    end do
                    pool(k) = a(place(1, k), place(2, k), f)
                end do
            end do
        end do
        share = -v(:, inputs + 1)
        do k = 1, inputs
            share = share + pool(k)*v(:, k)
        end do
        share = exp(share)
        share = share/sum(share)
        ! End of exercise 1.
    end subroutine forward

    !> Read rows of numbers below the line "# samples N features D classes M", labels if M > 0.
    subroutine read_table(name, x, label)
        character(*), intent(in) :: name
        real(dp), allocatable, intent(out) :: x(:, :)
        integer, allocatable, intent(out) :: label(:)
        character(8) :: word
        integer :: n, d, m, i

        open (unit=10, file=name, action='read', status='old')
        read (10, *) word, word, n, word, d, word, m
        allocate (x(d, n), label(n))
        do i = 1, n
            if (m > 0) then
                read (10, *) x(:, i), label(i)
            else
                read (10, *) x(:, i)
            end if
        end do
        close (10)
    end subroutine read_table

    !> Write the filters after an epoch to epoch_1.dat, epoch_2.dat, ...
    subroutine write_epoch(epoch, w)
        integer, intent(in) :: epoch
        real(dp), intent(in) :: w(:, :)
        character(40) :: name
        integer :: f

        write (name, '(a, i0, a)') 'epoch_', epoch, '.dat'
        open (unit=10, file=name, action='write', status='replace')
        write (10, '(a, i0, a)') '# samples ', size(w, 2), ' features 10 classes 0'
        do f = 1, size(w, 2)
            write (10, '(*(es24.16, 1x))') w(:, f)
        end do
        close (10)
    end subroutine write_epoch

end program cnn_whole
