!> A window: as much of an image as fits into the cache, ready for products of matrices.
!>
!> Its pixels, with zeros beyond the border, stand in such an order that the one that weight
!> k meets at place p is pixel p + offset(k): neighbouring places meet neighbouring numbers,
!> for any stride. For that the pixels are sorted by phase, that is their distance from a
!> multiple of the stride; each phase is a small image of its own. A row of places is as
!> long as one of these pixels. So some places, at the end of each row, are none of the
!> map: their number is 0, and what comes out there is dropped.
module filters_window
    use kinds, only: wp, int64
    use dense_tile, only: lanes
    implicit none
    private
    public :: window_first, window_next, window_look, take_places, put_places

    integer, parameter, public :: kernel_most = 4096  ! weights of a filter, for each channel
    integer, parameter :: most = 4*kernel_most  ! pixels: one place, each stride long as a kernel

    !> The entries of a layer, as in the lesson.
    integer, parameter, public :: kind_of = 1, c_in = 2, h_in = 3, w_in = 4, c_out = 5, &
                                  h_out = 6, w_out = 7, kernel_h = 8, kernel_w = 9, &
                                  stride_h = 10, stride_w = 11, pad_h = 12, pad_w = 13, &
                                  activation_of = 14
    integer, parameter :: rows = 0, columns = 1  ! the axes

    type, public :: window
        integer :: channel, row, column  ! the first: of the image, and of the map
        integer :: channels, rows, columns  ! how many
        integer :: pixels, places, weights  ! how many of each
        integer :: first_weight
        integer, allocatable :: pixel(:)  ! its number in the image (w_in, h_in, c_in), or 0
        integer, allocatable :: place(:)  ! its number in the map (w_out, h_out), or 0
        integer, allocatable :: offset(:)  ! of the pixels that a weight meets
    end type window

contains

    !> The first window: the whole image, or halved until it is small enough.
    subroutine window_first(layer, view, found)
        integer, intent(in) :: layer(14)
        type(window), intent(out) :: view
        logical, intent(out) :: found

        view%channel = 1
        view%row = 1
        view%column = 1
        view%channels = layer(c_in)
        view%rows = layer(h_out)
        view%columns = layer(w_out)
        do while (size_of(layer, view) > most)
            if (view%rows > 1) then
                view%rows = (view%rows + 1)/2
            else if (view%columns > 1) then
                view%columns = (view%columns + 1)/2
            else
                view%channels = (view%channels + 1)/2
            end if
        end do
        found = .true.
        call number(layer, view)
    end subroutine window_first

    !> The next one, if there is any: columns first, then rows, then channels.
    subroutine window_next(layer, view, found)
        integer, intent(in) :: layer(14)
        type(window), intent(inout) :: view
        logical, intent(out) :: found

        view%column = view%column + view%columns
        if (view%column > layer(w_out)) then
            view%column = 1
            view%row = view%row + view%rows
        end if
        if (view%row > layer(h_out)) then
            view%row = 1
            view%channel = view%channel + view%channels
        end if
        found = view%channel <= layer(c_in)
        if (found) call number(layer, view)
    end subroutine window_next

    !> How many phases of pixels a kernel meets.
    pure function phases(layer, axis)
        integer, intent(in) :: layer(14), axis
        integer :: phases

        phases = min(layer(stride_h + axis), layer(kernel_h + axis))
    end function phases

    !> How many pixels of one phase are met from a number of places.
    pure function reach(layer, axis, places)
        integer, intent(in) :: layer(14), axis, places
        integer :: reach

        reach = places + (layer(kernel_h + axis) - 1)/layer(stride_h + axis)
    end function reach

    !> How many pixels a window has, for the rows, columns and channels that it shall have.
    pure function size_of(layer, view) result(pixels)
        integer, intent(in) :: layer(14)
        type(window), intent(in) :: view
        integer(int64) :: pixels

        pixels = int(phases(layer, rows)*reach(layer, rows, view%rows), int64) &
                 *(phases(layer, columns)*reach(layer, columns, view%columns))*view%channels
    end function size_of

    !> Number the pixels, the places, and where the pixels are that each weight meets.
    subroutine number(layer, view)
        integer, intent(in) :: layer(14)
        type(window), intent(inout) :: view

        view%pixels = int(size_of(layer, view))
        view%places = (view%rows - 1)*reach(layer, columns, view%columns) + view%columns
        view%weights = min(view%channels, layer(c_in) - view%channel + 1) &
                       *layer(kernel_h)*layer(kernel_w)
        view%first_weight = (view%channel - 1)*layer(kernel_h)*layer(kernel_w) + 1
        call number_pixels(layer, view)
        call number_places(layer, view)
        call number_weights(layer, view)
    end subroutine number

    !> The pixels: channel by channel, phase by phase, row by row.
    subroutine number_pixels(layer, view)
        integer, intent(in) :: layer(14)
        type(window), intent(inout) :: view
        integer :: c, i, j, y, z, row, column, p

        if (allocated(view%pixel)) deallocate (view%pixel)
        allocate (view%pixel(view%pixels), source=0)
        p = 0
        do c = view%channel, view%channel + view%channels - 1
            do i = 1, phases(layer, rows)
                do j = 1, phases(layer, columns)
                    do y = view%row - 1, view%row - 2 + reach(layer, rows, view%rows)
                        row = y*layer(stride_h) + i - layer(pad_h)
                        do z = view%column - 1, &
                            view%column - 2 + reach(layer, columns, view%columns)
                            column = z*layer(stride_w) + j - layer(pad_w)
                            p = p + 1
                            if (c > layer(c_in) .or. row < 1 .or. row > layer(h_in) .or. &
                                column < 1 .or. column > layer(w_in)) cycle
                            view%pixel(p) = ((c - 1)*layer(h_in) + row - 1)*layer(w_in) + column
                        end do
                    end do
                end do
            end do
        end do
    end subroutine number_pixels

    !> The places. Behind the last one are some that are none.
    subroutine number_places(layer, view)
        integer, intent(in) :: layer(14)
        type(window), intent(inout) :: view
        integer :: y, z, p

        if (allocated(view%place)) deallocate (view%place)
        allocate (view%place(view%places + lanes), source=0)
        do y = view%row, min(view%row + view%rows - 1, layer(h_out))
            do z = view%column, min(view%column + view%columns - 1, layer(w_out))
                p = (y - view%row)*reach(layer, columns, view%columns) + z - view%column + 1
                view%place(p) = (y - 1)*layer(w_out) + z
            end do
        end do
    end subroutine number_places

    !> Where the pixel of the first place is that each weight meets, less 1.
    subroutine number_weights(layer, view)
        integer, intent(in) :: layer(14)
        type(window), intent(inout) :: view
        integer :: c, i, j, k, phase, row

        if (allocated(view%offset)) deallocate (view%offset)
        allocate (view%offset(view%weights))
        k = 0
        do c = 0, view%weights/(layer(kernel_h)*layer(kernel_w)) - 1
            do i = 0, layer(kernel_h) - 1
                do j = 0, layer(kernel_w) - 1
                    phase = (c*phases(layer, rows) + mod(i, layer(stride_h))) &
                            *phases(layer, columns) + mod(j, layer(stride_w))
                    row = phase*reach(layer, rows, view%rows) + i/layer(stride_h)
                    k = k + 1
                    view%offset(k) = row*reach(layer, columns, view%columns) + j/layer(stride_w)
                end do
            end do
        end do
    end subroutine number_weights

    !> Look through a window at an image. Behind the last pixel are some zeros.
    subroutine window_look(view, x, pixels)
        type(window), intent(in) :: view
        real(wp), intent(in) :: x(*)
        real(wp), intent(out) :: pixels(*)
        integer :: p

        do p = 1, view%pixels
            pixels(p) = 0
            if (view%pixel(p) > 0) pixels(p) = x(view%pixel(p))
        end do
        pixels(view%pixels + 1:view%pixels + lanes) = 0
    end subroutine window_look

    !> What a map has at some places from p on: zeros where these are none of it.
    subroutine take_places(view, p, map, values)
        type(window), intent(in) :: view
        integer, intent(in) :: p
        real(wp), intent(in) :: map(*)
        real(wp), intent(out) :: values(lanes)
        integer :: j

        do j = 1, lanes
            values(j) = 0
            if (view%place(p + j - 1) > 0) values(j) = map(view%place(p + j - 1))
        end do
    end subroutine take_places

    !> Put into a map what came out at some places from p on.
    subroutine put_places(view, p, values, map)
        type(window), intent(in) :: view
        integer, intent(in) :: p
        real(wp), intent(in) :: values(lanes)
        real(wp), intent(inout) :: map(*)
        integer :: j

        do j = 1, lanes
            if (view%place(p + j - 1) > 0) map(view%place(p + j - 1)) = values(j)
        end do
    end subroutine put_places

end module filters_window
